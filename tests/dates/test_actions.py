"""From an estimate to an announcement, through the actions."""

from datetime import date, timedelta

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.dates import actions
from planning.dates.models import Hold, Request
from planning.dates.rules import Answer, RequestKind
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from tests.negotiation import DAYS, DECIDED, say
from tests.world import NOW, let_in


def test_an_estimate_sets_the_days_inside_and_as_public_but_holds_nobody(world):
    lifecycle.estimate(
        visit=world.summit,
        starts_on=date(2025, 12, 5),
        ends_on=date(2025, 12, 6),
        source="The Hindu, 1 October 2025",
        by=world.officer,
        at=NOW,
    )

    world.summit.refresh_from_db()
    assert (world.summit.certainty, world.summit.starts_on) == ("estimated", date(2025, 12, 5))
    assert (world.summit.public_certainty, world.summit.public_ends_on) == (
        "estimated",
        date(2025, 12, 6),
    )
    assert not Hold.objects.exists()


def test_proposed_dates_are_known_inside_only_and_pencil_the_principals(world, option):
    world.summit.refresh_from_db()
    assert (world.summit.certainty, world.summit.public_certainty) == ("proposed", "undated")
    assert [hold.firmness for hold in Hold.objects.all()] == ["pencil", "pencil"]


def test_a_confirmation_cannot_be_requested_while_a_side_is_silent(world, option, parties):
    say(option, parties[0], Answer.ACCEPTABLE, world.officer)
    before = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^Not every side has accepted these dates yet\.$"):
        actions.request(
            kind=RequestKind.CONFIRM, option=option, version=1, **DECIDED, by=world.officer, at=NOW
        )

    assert not Request.objects.exists()
    assert AuditEvent.objects.count() == before
    assert not Message.objects.exists()


def test_a_request_is_told_to_the_chiefs_and_nobody_else(world, asked):
    told = {message.to_user for message in Message.objects.filter(kind="dates.requested")}

    assert told == {world.chief.user, world.deputy.user}


def test_granting_fixes_the_days_and_tells_those_let_in(world, asked):
    let_in(world, "ministry")

    lifecycle.grant(asked=asked, version=1, by=world.deputy, at=NOW)

    world.summit.refresh_from_db()
    assert (world.summit.certainty, world.summit.starts_on, world.summit.ends_on) == (
        "confirmed",
        *DAYS,
    )
    assert (world.summit.public_certainty, world.summit.public_starts_on) == ("undated", None)
    assert {hold.firmness for hold in Hold.objects.all()} == {"firm"}
    told = {m.to_user.email for m in Message.objects.filter(kind="lifecycle.dates_confirmed")}
    assert told == {
        f"{name}@example.org"
        for name in ("chief", "officer", "desk", "principals_office", "mission", "ministry")
    }


def test_whoever_requested_cannot_grant(world, accepted):
    asked = actions.request(
        kind=RequestKind.CONFIRM, option=accepted, version=1, **DECIDED, by=world.chief, at=NOW
    )
    before = (AuditEvent.objects.count(), Message.objects.count())

    with pytest.raises(Conflict, match="somebody else must grant it"):
        lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    asked.refresh_from_db()
    assert asked.state == "requested"
    assert (AuditEvent.objects.count(), Message.objects.count()) == before


@pytest.mark.parametrize(
    "who", ["officer", "desk", "principals_office", "ministry", "mission", "viewer", "stranger"]
)
def test_only_a_chief_grants(world, asked, who):
    before = (AuditEvent.objects.count(), Message.objects.count())

    with pytest.raises(NotAllowed):
        lifecycle.grant(asked=asked, version=1, by=world.cast[who], at=NOW)

    world.summit.refresh_from_db()
    assert world.summit.certainty == "proposed"
    assert (AuditEvent.objects.count(), Message.objects.count()) == before


def test_a_yes_taken_back_before_the_grant_stops_it(world, asked, accepted, parties):
    say(accepted, parties[1], Answer.DECLINED, world.officer)

    with pytest.raises(Conflict, match="Not every side"):
        lifecycle.grant(asked=asked, version=1, by=world.deputy, at=NOW)

    world.summit.refresh_from_db()
    assert world.summit.certainty == "proposed"


def test_a_condition_must_be_named(world, option, parties):
    with pytest.raises(Refused, match="Say under which condition"):
        say(option, parties[0], Answer.CONDITIONAL, world.officer)

    assert not option.positions.exists()


def test_the_days_shown_are_those_most_accepted(world, option, parties):
    later = lifecycle.propose(
        side=world.host,
        starts_on=date(2025, 12, 9),
        ends_on=date(2025, 12, 10),
        channel="call",
        answers=option,
        by=world.officer,
        at=NOW + timedelta(hours=1),
    )
    world.summit.refresh_from_db()
    assert world.summit.starts_on == later.starts_on

    for party in parties:
        say(option, party, Answer.PREFERRED, world.officer)

    world.summit.refresh_from_db()
    assert world.summit.starts_on == option.starts_on
