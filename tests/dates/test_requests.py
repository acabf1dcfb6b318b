"""Asking a chief, and being refused."""

from datetime import timedelta

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.dates import actions
from planning.dates.models import Request
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from tests.negotiation import ask, say
from tests.world import NOW, ROLES, TODAY

ASK = ["chief", "deputy", "officer", "desk", "principals_office"]
CHIEFS = ["chief", "deputy"]


@pytest.mark.parametrize("who", ASK)
def test_a_request_names_who_decided_and_goes_to_the_other_chiefs(world, accepted, who):
    made = ask("confirm", accepted, world.cast[who])

    assert (made.state, made.requested_by, made.requested_at, made.decider_person) == (
        "requested",
        world.cast[who].user,
        NOW,
        "Principal Secretary",
    )
    event = AuditEvent.objects.get(verb="dates.confirm_requested")
    assert event.payload.body == {"days": "4–5 December 2025"}
    told = Message.objects.values_list("to_user__email", flat=True)
    assert sorted(told) == [f"{one}@example.org" for one in CHIEFS if one != who]


@pytest.mark.parametrize("who", [who for who in ROLES if who not in ASK])
def test_nobody_else_requests(world, accepted, nothing_happened, who):
    with pytest.raises(NotAllowed):
        ask("confirm", accepted, world.cast[who])

    assert not Request.objects.exists()
    nothing_happened()


def test_a_decision_does_not_lie_in_the_future(world, accepted, nothing_happened):
    with pytest.raises(Refused, match="lies in the future") as refused:
        ask("confirm", accepted, world.officer, decided_on=TODAY + timedelta(days=1))

    assert refused.value.field == "decided_on"
    nothing_happened()


def test_a_request_on_an_old_version_is_refused(world, accepted, nothing_happened):
    with pytest.raises(Stale):
        ask("confirm", accepted, world.officer, version=2)

    nothing_happened()


def test_one_request_waits_at_a_time(world, asked, nothing_happened):
    with pytest.raises(Conflict, match="Another request on this visit waits to be decided"):
        ask("confirm", asked.option, world.desk)

    assert Request.objects.count() == 1
    nothing_happened()


def test_only_confirmed_dates_are_announced(world, accepted, nothing_happened):
    with pytest.raises(Conflict, match=r"^Only confirmed dates can be announced\.$"):
        ask("announce", accepted, world.officer)

    nothing_happened()


def test_dates_are_confirmed_and_announced_once(world, confirmed):
    asked = ask("announce", confirmed, world.officer)
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    with pytest.raises(Conflict, match=r"^These dates are confirmed already\.$"):
        ask("confirm", confirmed, world.officer)
    with pytest.raises(Conflict, match=r"^These dates have been announced already\.$"):
        ask("announce", confirmed, world.officer)

    assert Request.objects.count() == 2


def test_confirmed_dates_may_be_announced_after_a_side_took_its_yes_back(world, confirmed, parties):
    say(confirmed, parties[1], "declined", world.officer)

    assert ask("announce", confirmed, world.officer).state == "requested"


def test_a_refusal_names_its_reason_and_tells_who_asked(world, asked):
    actions.refuse(asked=asked, version=1, reason=" Too early ", by=world.chief, at=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.reason, asked.ended_by, asked.version) == (
        "refused",
        "Too early",
        world.chief.user,
        2,
    )
    event = AuditEvent.objects.get(verb="dates.confirm_refused")
    assert (event.user, event.needs) == (world.chief.user, "see_options")
    assert [one.to_user for one in Message.objects.filter(kind="dates.refused")] == [
        world.officer.user
    ]


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_refusal_needs_a_reason(world, asked, nothing_happened, reason):
    with pytest.raises(Refused, match=r"^Say why you refuse it\.$") as refused:
        actions.refuse(asked=asked, version=1, reason=reason, by=world.chief, at=NOW)

    assert refused.value.field == "reason"
    assert Request.objects.get().state == "requested"
    nothing_happened()


@pytest.mark.parametrize("who", [who for who in ROLES if who not in CHIEFS])
def test_only_a_chief_refuses(world, asked, nothing_happened, who):
    with pytest.raises(NotAllowed):
        actions.refuse(asked=asked, version=1, reason="No", by=world.cast[who], at=NOW)

    assert Request.objects.get().state == "requested"
    nothing_happened()


def test_whoever_asked_withdraws_and_nobody_is_told(world, asked):
    queued = Message.objects.count()

    actions.withdraw(asked=asked, version=1, by=world.officer, at=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.ended_by) == ("withdrawn", world.officer.user)
    assert AuditEvent.objects.filter(verb="dates.confirm_withdrawn").count() == 1
    assert Message.objects.count() == queued


@pytest.mark.parametrize("who", [who for who in ROLES if who != "officer"])
def test_nobody_withdraws_the_request_of_another(world, asked, nothing_happened, who):
    with pytest.raises(NotAllowed, match=r"^Only who made a request withdraws it\.$"):
        actions.withdraw(asked=asked, version=1, by=world.cast[who], at=NOW)

    assert Request.objects.get().state == "requested"
    nothing_happened()


@pytest.mark.parametrize("first", ["refuse", "withdraw"])
def test_a_request_ends_once_and_may_be_made_again(world, asked, first):
    if first == "refuse":
        actions.refuse(asked=asked, version=1, reason="No", by=world.chief, at=NOW)
    else:
        actions.withdraw(asked=asked, version=1, by=world.officer, at=NOW)

    with pytest.raises(Stale):
        actions.withdraw(asked=asked, version=1, by=world.officer, at=NOW)
    with pytest.raises(Conflict, match=r"^This request has been decided already\.$"):
        actions.withdraw(asked=asked, version=2, by=world.officer, at=NOW)
    with pytest.raises(Conflict, match=r"^This request has been decided already\.$"):
        actions.refuse(asked=asked, version=2, reason="No", by=world.deputy, at=NOW)

    assert ask("confirm", asked.option, world.officer).state == "requested"


def test_an_announcement_is_refused_and_withdrawn_in_its_own_words(world, confirmed):
    actions.refuse(
        asked=ask("announce", confirmed, world.officer),
        version=1,
        reason="Too early",
        by=world.chief,
        at=NOW,
    )
    again = ask("announce", confirmed, world.officer)
    actions.withdraw(asked=again, version=1, by=world.officer, at=NOW)

    verbs = AuditEvent.objects.filter(verb__startswith="dates.announce").order_by("recorded_at")
    assert [event.verb for event in verbs] == [
        "dates.announce_requested",
        "dates.announce_refused",
        "dates.announce_requested",
        "dates.announce_withdrawn",
    ]
