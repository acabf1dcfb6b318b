"""Whether messages may leave at all: paused by somebody, or in a copy of another's database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from planning.audit.models import AuditEvent
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed
from planning.outbox import actions
from planning.outbox.actions import deliver_some, gate
from planning.outbox.models import Gate
from planning.outbox.rules import Passage
from tests.outbox.conftest import queue
from tests.world import NOW

pytestmark = pytest.mark.django_db
BY = {"by": Actor(system="tests"), "at": NOW}


@pytest.fixture
def live(settings):
    """A live installation that has sent from its database."""
    settings.INSECURE, settings.SUMMIT_BASE_URL = False, "https://summit.example"
    return gate()


def outbox(*words):
    out = StringIO()
    call_command("outbox", *words, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUMMIT_BASE_URL", "https://rehearsal.example"),
        ("SECRET_KEY", "another secret key of another installation"),
        ("INSECURE", True),
    ],
)
def test_a_copy_restored_elsewhere_sends_nothing_until_it_is_released(
    live, settings, mailbox, name, value
):
    message = queue("k")
    setattr(settings, name, value)

    assert (deliver_some(), gate().passage, mailbox.mails) == (0, Passage.COPIED, [])

    actions.release(reason="It is the new home.", **BY)

    assert (deliver_some(), gate().passage) == (1, Passage.OPEN)
    assert [mail["Message-ID"] for mail in mailbox.mails] == [message.message_id]
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id, event.system) == ("outbox.released", live.pk, "tests")
    said = {"address": "https://summit.example", "reason": "It is the new home."}
    assert event.payload.body == said


def test_the_one_it_was_copied_from_sends_on(live, mailbox, settings):
    queue("k")
    settings.SUMMIT_BASE_URL = "https://rehearsal.example"
    deliver_some()

    settings.SUMMIT_BASE_URL = "https://summit.example"

    assert deliver_some() == 1


def test_a_demonstration_sends_at_whatever_address_it_is_served(mailbox, settings, db):
    queue("k"), gate()
    settings.SUMMIT_BASE_URL = "http://127.0.0.1:8300"

    assert deliver_some() == 1


def test_what_is_paused_waits_and_leaves_once_released(mailbox):
    queue("k")
    assert outbox("pause", "--reason", "The mail server moves.")[0] == Passage.PAUSED.label
    assert (deliver_some(), outbox("status")[0]) == (0, Passage.PAUSED.label)

    assert outbox("release") == [
        "open", "queued: 1", "sending: 0", "accepted: 0", "uncertain: 0", "parked: 0",
        "cancelled: 0",
    ]  # fmt: skip

    assert (deliver_some(), len(mailbox.mails)) == (1, 1)
    events = AuditEvent.objects.order_by("recorded_at")
    assert [(event.verb, event.system) for event in events] == [
        ("outbox.paused", "manage.py outbox"),
        ("outbox.released", "manage.py outbox"),
    ]
    assert events[0].payload.body == {"reason": "The mail server moves."}


def test_nothing_is_paused_or_released_twice(nothing_happened):
    with pytest.raises(Conflict, match="outbox is open"):
        actions.release(**BY)
    with pytest.raises(CommandError, match="outbox is open"):
        outbox("release")
    nothing_happened()
    actions.pause(**BY)

    with pytest.raises(Conflict, match="Nothing leaves already"):
        actions.pause(**BY)

    assert AuditEvent.objects.count() == 1


def test_the_outbox_belongs_to_administrators(world, nothing_happened):
    for act in (actions.pause, actions.release):
        with pytest.raises(NotAllowed):
            act(by=world.chief, at=NOW)

    nothing_happened()
    actions.pause(by=world.administrator, at=NOW)
    assert Gate.objects.get().paused_at == NOW


def test_looking_makes_nothing():
    assert outbox("status")[0] == "open"

    assert not Gate.objects.exists()
