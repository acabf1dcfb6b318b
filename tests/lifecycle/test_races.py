"""Two hands on the dates at one moment: real threads, real commits."""

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, Stale
from planning.dates.models import DateOption, Hold, Position, Request
from planning.lifecycle import actions
from planning.outbox.models import Message
from tests.negotiation import ask, propose, say
from tests.races import at_once
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_chiefs_who_grant_at_once_one_wins_and_the_other_is_told(world, asked):
    results = at_once(
        *[
            lambda by=by: actions.grant(asked=asked, version=1, by=by, at=NOW)
            for by in (world.chief, world.deputy)
        ]
    )

    asked.refresh_from_db()
    assert sorted(type(one).__name__ for one in results) == ["Request", "Stale"]
    assert [str(one) for one in results if isinstance(one, Stale)] == [
        "Somebody else has changed this in the meantime. Nothing was saved."
    ]
    assert (asked.state, asked.version) == ("granted", 2)
    assert AuditEvent.objects.filter(verb="lifecycle.confirmed").count() == 1
    told = Message.objects.filter(kind="lifecycle.dates_confirmed").values_list("to_user")
    assert asked.ended_by_id not in {user for (user,) in told}
    assert Hold.objects.filter(firmness="firm").count() == 2


def test_a_no_that_is_entered_during_a_grant_is_never_lost(world, asked, parties):
    granted, said = at_once(
        lambda: actions.grant(asked=asked, version=1, by=world.chief, at=NOW),
        lambda: say(asked.option, parties[1], "declined", world.officer),
    )

    world.summit.refresh_from_db()
    assert Position.objects.filter(pk=said.pk, answer="declined").exists()
    if isinstance(granted, Conflict):
        assert str(granted) == "Not every side has accepted these dates yet."
        assert world.summit.certainty == "proposed"
    else:
        assert world.summit.certainty == "confirmed"


def test_of_two_requests_at_once_one_waits_and_the_other_is_told(world, accepted):
    results = at_once(
        *[lambda by=by: ask("confirm", accepted, by) for by in (world.officer, world.desk)]
    )

    assert sorted(type(one).__name__ for one in results) == ["Conflict", "Request"]
    assert [str(one) for one in results if isinstance(one, Conflict)] == [
        "Another request on this visit waits to be decided."
    ]
    assert Request.objects.count() == 1


def test_the_same_dates_proposed_twice_at_once_stand_once(world):
    results = at_once(
        *[lambda by=by: propose(world.guest, by) for by in (world.officer, world.desk)]
    )

    assert sorted(type(one).__name__ for one in results) == ["Conflict", "DateOption"]
    assert DateOption.objects.count() == 1


def test_dates_withdrawn_while_their_confirmation_is_requested_end_one_way(world, accepted):
    requested, withdrawn = at_once(
        lambda: ask("confirm", accepted, world.officer),
        lambda: actions.withdraw(option=accepted, version=1, reason="No", by=world.desk, at=NOW),
    )

    accepted.refresh_from_db()
    assert sum(isinstance(one, Conflict) for one in (requested, withdrawn)) == 1
    assert Request.objects.exists() == (accepted.withdrawn_at is None)
