"""Messages about a visit: what became of them, what is decided about them, what comes next."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from planning.outbox.rules import State
from planning.reminders.actions import remind
from planning.reminders.queries import coming
from tests.world import NOW

OF = {"visit": "v-7k3qf"}
MESSAGES = reverse("overview:messages", kwargs=OF)
NEXT = reverse("overview:messages-next", kwargs=OF)


@pytest.fixture
def message(world):
    """Return a way to leave a message to the desk in some state."""

    def make(state, **values):
        start = {
            "kind": "dates.requested",
            "key": "1",
            "about_id": world.summit.pk,
            "visit_id": world.summit.pk,
            "to_user": world.desk.user,
            "message_id": f"<{Message.objects.count()}@example.org>",
            "dated_at": NOW,
            "fence": 2,
            "attempts": 2,
            "error": "450 try later",
        }
        return Message.objects.create(state=state, **start | values)

    return make


@pytest.mark.parametrize("state", ["uncertain", "parked"])
def test_an_undecided_message_is_sent_again_as_the_same_one(world, message, state):
    one = message(state)

    lifecycle.resend(message=one, version=2, reason="They ask for it", by=world.officer, at=NOW)

    sent = Message.objects.get()
    assert (sent.state, sent.message_id, sent.settled_at) == ("queued", one.message_id, None)
    event = AuditEvent.objects.get()
    assert (event.verb, event.needs) == ("lifecycle.message_resent", "manage_parts")
    assert event.payload.body == {"reason": "They ask for it", "to": "Desk"}


@pytest.mark.parametrize(
    ("state", "outcome", "settled", "verb"),
    [
        ("uncertain", "arrived", "accepted", "lifecycle.message_arrived"),
        ("uncertain", "left", "cancelled", "lifecycle.message_left"),
        ("parked", "left", "cancelled", "lifecycle.message_left"),
    ],
)
def test_an_undecided_message_is_settled_by_hand(world, message, state, outcome, settled, verb):
    one = message(state)

    lifecycle.resolve(message=one, version=2, outcome=outcome, by=world.chief, at=NOW)

    one.refresh_from_db()
    assert (one.state, one.settled_at is not None) == (settled, True)
    assert AuditEvent.objects.get().verb == verb


def refusals():
    again, settle = lifecycle.resend, lifecycle.resolve
    yield "parked", {}, again, {"version": 1}, "officer", Stale
    yield "queued", {}, again, {"version": 2}, "officer", Conflict
    yield "accepted", {}, again, {"version": 2}, "officer", Conflict
    yield "parked", {}, again, {"version": 2}, "desk", NotAllowed
    yield "parked", {"visit_id": None}, again, {"version": 2}, "officer", NotAllowed
    yield "parked", {"visit_id": None}, again, {"version": 2}, "administrator", NotAllowed
    yield "parked", {}, settle, {"version": 2, "outcome": "arrived"}, "officer", Refused
    yield "cancelled", {}, settle, {"version": 2, "outcome": "left"}, "officer", Conflict
    yield "parked", {}, settle, {"version": 2, "outcome": "left"}, "ministry", NotAllowed


@pytest.mark.parametrize(("state", "values", "act", "said", "who", "error"), [*refusals()])
def test_what_is_refused_leaves_the_message_as_it_was(
    world, message, state, values, act, said, who, error
):
    one = message(state, **values)

    with pytest.raises(error):
        act(message=one, **said, by=world.cast[who], at=NOW)

    one.refresh_from_db()
    assert (one.state, one.fence) == (state, 2)
    assert not AuditEvent.objects.exists()


def test_a_double_click_sends_once(world, message, sign_in):
    one = message("uncertain")
    page = reverse("overview:message", kwargs={**OF, "pk": one.pk})
    client, said = sign_in(world.officer), {"version": 2, "decision": "again"}

    shown = client.get(page)
    answers = [client.post(page, said).status_code for _click in range(2)]

    assert "It has arrived" in shown.text
    assert answers == [302, 409]
    assert Message.objects.get().state == State.QUEUED
    assert AuditEvent.objects.count() == 1
    assert "There is nothing to decide" in client.get(page).text


def test_states_are_told_in_words_and_answers_to_who_manages_alone(world, message, sign_in):
    message("uncertain")
    message("queued", key="2", queued_at=NOW - timedelta(days=900))

    managed, own = (sign_in(world.cast[who]).get(MESSAGES).text for who in ("officer", "desk"))

    for text in (managed, own):
        assert "Uncertain: the connection broke at the last moment" in text
        assert ">late<" in text
        assert "delivered" not in text
    assert ("450 try later" in managed, "450 try later" in own) == (True, False)
    assert ("Decide" in managed, "Decide" in own) == (True, False)


def test_the_address_narrows_the_messages(world, message, sign_in):
    message("uncertain")
    message("accepted", key="2", to_user=world.chief.user)
    message("queued", key="3", kind="reminders.task_due", queued_at=NOW - timedelta(days=900))

    def found(**chosen):
        page = sign_in(world.officer).get(MESSAGES, chosen)
        return sorted(one.key for one in page.context["leaf"].rows)

    assert found(to=world.chief.user.pk) == ["2"]
    assert found(kind="reminders.task_due") == found(state="late") == ["3"]
    assert found(state="uncertain") == ["1"]
    assert found(to="nobody") == ["1", "2", "3"]


def test_what_would_be_sent_next_is_what_the_sweep_sends_then(
    world, confirmed, add_task, fixed_clock
):
    add_task("Flags", 5, "ministry")
    Message.objects.all().delete()

    foreseen = coming(world.summit, NOW)
    mornings = {NOW + timedelta(days=day, hours=12) for day in range(70)}
    sent = []
    for moment in sorted(mornings):
        remind(at=moment)
    sent = set(Message.objects.values_list("kind", "key", "to_user_id", "to_person_id"))

    assert {(one.kind, one.key, one.to.user_id, one.to.person_id) for one in foreseen} == sent
    assert len(foreseen) == len(sent) > 5
    assert coming(world.summit, max(mornings)) == []


def test_who_manages_sees_what_comes_for_all_and_others_their_own(
    world, confirmed, add_task, sign_in
):
    add_task("Flags", 5, "ministry")
    world.mission.user.mails_declined = ["reminders.first_day"]
    world.mission.user.save()

    def found(who):
        rows = sign_in(world.cast[who]).get(NEXT).context["coming"]
        return [(one.day, one.about, list(one.to)) for one in rows]

    first_day = [
        (date(2025, 11, 4), "30 days before"),
        (date(2025, 11, 20), "14 days before"),
        (date(2025, 11, 27), "7 days before"),
        (date(2025, 12, 1), "3 days before"),
        (date(2025, 12, 3), "1 day before"),
    ]
    assert found("ministry") == [(date(2025, 10, 6), "Flags", ["Ministry"])]
    assert found("desk") == [(*one, ["Desk"]) for one in first_day]
    assert found("viewer") == found("mission") == []
    everyone = ["Chief", "Deputy", "Desk", "Officer", "Principals Office"]
    assert found("officer") == found("ministry") + [(*one, everyone) for one in first_day]
