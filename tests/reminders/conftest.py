"""Visits whose days are firm, and who is told of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planning.dates import actions as dates
from planning.dates.models import DateOption, Request
from planning.dates.rules import OptionKind, RequestKind
from planning.lifecycle import actions as lifecycle
from planning.outbox.actions import deliver_turn
from planning.outbox.models import Message
from planning.reminders.actions import remind
from planning.visits.models import Visit
from tests.world import NOW, TODAY

FIRST, LAST = date(2025, 12, 4), date(2025, 12, 5)
DECIDED = {
    "decider_office": "Prime Minister's Office",
    "decider_person": "Principal Secretary",
    "decider_reference": "Note 12",
    "decided_on": TODAY,
}
KNOWN_INSIDE = {"chief", "deputy", "officer", "desk", "principals_office", "mission"}
EVERYBODY = KNOWN_INSIDE | {"ministry", "second_ministry", "viewer", "press", "security"}


def morning_of(day, hour=2, minute=30):
    """Return an instant of a day, by default that of 08:00 in New Delhi."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def before(days):
    """Return the instant of 08:00 in New Delhi so many days before the first day."""
    return morning_of(FIRST - timedelta(days=days))


def proposed(world):
    """Have the guest propose the days, and every side say yes."""
    by = {"by": world.officer, "at": NOW}
    option = lifecycle.propose(
        side=world.guest, starts_on=FIRST, ends_on=LAST, channel="note", **by
    )
    for side, name in [(world.host, "principals_office"), (world.guest, "counterpart")]:
        party = lifecycle.add_party(side=side, organisation=world.of[name], mandatory=True, **by)
        lifecycle.take_position(
            option=option, party=party, answer="acceptable", channel="call", said_on=TODAY, **by
        )
    return option


def granted(world, option, kind, at=NOW):
    """Request something and grant it."""
    option.refresh_from_db()
    asked = dates.request(
        kind=kind, option=option, version=option.version, **DECIDED, by=world.officer, at=at
    )
    lifecycle.grant(asked=asked, version=1, by=world.deputy, at=at)


@pytest.fixture
def confirmed(world):
    """The summit's days, confirmed at NOW and not public: the rows that the actions would leave."""
    option = DateOption.objects.create(
        visit=world.summit,
        kind=OptionKind.PROPOSAL,
        side=world.guest,
        starts_on=FIRST,
        ends_on=LAST,
        channel="note",
        entered_at=NOW,
        entered_by=world.officer.user,
    )
    stands(world, option, RequestKind.CONFIRM)
    return option


@pytest.fixture
def announced(world, confirmed):
    """The summit's days, announced at NOW."""
    stands(world, confirmed, RequestKind.ANNOUNCE)
    return confirmed


def stands(world, option, kind):
    """Leave a granted request and the visit's days as they follow from it."""
    Request.objects.create(
        visit=world.summit,
        kind=kind,
        option=option,
        state="granted",
        **DECIDED,
        requested_at=NOW,
        requested_by=world.officer.user,
        ended_at=NOW,
        ended_by=world.deputy.user,
    )
    days = {"certainty": "confirmed", "starts_on": FIRST, "ends_on": LAST}
    if kind == RequestKind.ANNOUNCE:
        days["certainty"] = "announced"
        days |= {f"public_{name}": value for name, value in days.items()}
    Visit.objects.filter(pk=world.summit.pk).update(**days)


def forget_mail():
    """Leave only what is posted from now on."""
    Message.objects.all().delete()


def reminded(at):
    """Remind at an instant; return the names of those for whom a message is new."""
    before = set(Message.objects.values_list("pk", flat=True))
    new = remind(at=at)
    messages = Message.objects.exclude(pk__in=before).select_related("to_user")
    assert len(messages) == new
    return {message.to_user.email.partition("@")[0] for message in messages}


def delivered(mailbox, clock, at):
    """Deliver at an instant what waits; return the mails by who got them."""
    clock.move_to(at)
    mailbox.mails.clear()
    deliver_turn()
    return {mail["To"].partition("@")[0]: mail for mail in mailbox.mails}
