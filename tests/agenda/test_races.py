"""Two hands on the agenda at one moment: real threads, real commits."""

import pytest

from planning.agenda import actions
from planning.agenda.models import AgendaText
from planning.audit.models import AuditEvent
from planning.core.errors import Stale
from tests.races import at_once
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("written_before", [0, 1])
def test_of_two_writings_at_once_one_stands_and_the_other_is_told(
    world, item, write, written_before
):
    if written_before:
        write(world.desk, "Before", 0)

    results = at_once(
        lambda: write(world.desk, "What the desk wrote", written_before),
        lambda: write(world.ministry, "What the ministry wrote", written_before),
    )

    text = AgendaText.objects.get()
    told = [one for one in results if isinstance(one, Stale)]
    assert [one for one in results if isinstance(one, AgendaText)] == [text]
    assert [(one.current.body, one.current.version) for one in told] == [(text.body, text.version)]
    assert text.version == written_before + 1
    assert AuditEvent.objects.filter(verb="agenda.line_written").count() == written_before + 1


def test_two_suggestions_at_once_get_two_numbers(world):
    results = at_once(
        *[
            lambda title=title: actions.suggest(
                visit=world.summit, title=title, by=world.desk, at=NOW
            )
            for title in ("Trade", "Defence")
        ]
    )

    assert sorted((item.number, item.position) for item in results) == [(1, 1), (2, 2)]


def test_an_item_accepted_by_two_at_once_is_accepted_once(world, suggested):
    results = at_once(
        *[
            lambda by=by: actions.accept(item=suggested, version=1, by=by, at=NOW)
            for by in (world.desk, world.officer)
        ]
    )

    suggested.refresh_from_db()
    assert [type(one) for one in results].count(Stale) == 1
    assert (suggested.state, suggested.version) == ("accepted", 2)


def test_two_moves_at_once_leave_every_place_taken_once(world):
    items = [
        actions.suggest(visit=world.summit, title=title, by=world.desk, at=NOW)
        for title in ("Trade", "Defence", "Health")
    ]

    at_once(
        lambda: actions.move(item=items[0], version=1, up=False, by=world.desk, at=NOW),
        lambda: actions.move(item=items[2], version=1, up=True, by=world.officer, at=NOW),
    )

    places = world.summit.agenda_items.values_list("position", flat=True)
    assert sorted(places) == [1, 2, 3]
