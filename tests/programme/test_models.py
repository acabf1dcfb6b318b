"""Who reads which lines, and what the database refuses."""

from datetime import date, time

import pytest
from django.db import IntegrityError

from planning.programme.models import ProgrammeItem
from planning.visits.models import Visit
from tests.programme.conftest import FIFTH
from tests.world import ROLES, let_in

ALL = {"Welcome", "Photo call", "Motorcade", "Trade talks", "Moscow rehearsal", "Private dinner"}
READS = {
    "chief": ALL,
    "deputy": ALL,
    "officer": ALL,
    "desk": ALL,
    "principals_office": ALL,
    "ministry": {"Welcome", "Trade talks"},
    "second_ministry": {"Welcome"},
    "mission": {"Welcome", "Moscow rehearsal"},
    "press": {"Welcome", "Photo call"},
    "security": {"Welcome", "Motorcade"},
    "viewer": {"Welcome"},
    "stranger": set(),
    "outsider": set(),
    "administrator": set(),
}
INSIDE = ("chief", "deputy", "officer", "desk", "principals_office", "mission")


@pytest.fixture
def lines(world, moscow, add):
    """One line for each reason to read it."""
    add(title="Welcome", kind="ceremony", is_public=True)
    add(title="Photo call", kind="media")
    add(title="Motorcade", kind="movement")
    add(title="Trade talks", kind="talks", organisation=world.of["ministry"])
    add(title="Moscow rehearsal", kind="other", leg=moscow)
    add(title="Private dinner", kind="meal")


def know(world, certainty, *, public=None):
    """Set the days of the summit as known inside, and as public."""
    days = {"starts_on": FIFTH, "ends_on": FIFTH, "certainty": certainty}
    if public:
        days |= {f"public_{name}": value for name, value in days.items()}
        days["public_certainty"] = public
    Visit.objects.filter(pk=world.summit.pk).update(**days)


def titles(world, name):
    found = ProgrammeItem.objects.visible_to(world.cast[name].user)
    return set(found.values_list("title", flat=True))


@pytest.mark.parametrize("name", ROLES)
def test_each_role_reads_its_lines_once_the_dates_are_announced(world, lines, name):
    know(world, "announced", public="announced")

    assert titles(world, name) == READS[name]


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("public", [None, "estimated"])
def test_before_the_announcement_only_those_who_know_the_days_read(world, lines, name, public):
    know(world, "confirmed", public=public)

    assert titles(world, name) == (READS[name] if name in INSIDE else set())


@pytest.mark.parametrize("name", ["ministry", "press", "security"])
def test_who_is_let_in_reads_once_the_days_are_confirmed(world, lines, name):
    let_in(world, name)
    know(world, "confirmed")

    assert titles(world, name) == READS[name]


@pytest.mark.parametrize("name", ["ministry", "press", "security"])
def test_who_is_let_in_reads_nothing_that_tells_proposed_days(world, lines, name):
    let_in(world, name)
    know(world, "proposed")

    assert titles(world, name) == set()


def test_a_line_of_one_visit_is_not_read_by_those_of_another(world, lines):
    ProgrammeItem.objects.update(visit=world.foreign, organisation=world.of["ministry"])

    assert titles(world, "officer") == set()
    assert titles(world, "ministry") == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"certainty": "exact", "starts": None, "starts_at": None},
        {"certainty": "exact", "starts": time(9, 0), "starts_at": None},
        {"certainty": "open", "starts": time(9, 0), "starts_at": None},
        {"certainty": "after", "starts": None, "ends": time(9, 0), "starts_at": None},
    ],
)
def test_the_database_refuses_a_time_that_is_not_as_it_says(add, wrong):
    item = add()

    with pytest.raises(IntegrityError, match="programmeitem_timed_as_it_says"):
        ProgrammeItem.objects.filter(pk=item.pk).update(**wrong)


def test_lines_stand_by_day_and_the_order_that_was_given(world, add):
    add(title="Departure", starts=time(21, 0))
    add(title="Afterwards", certainty="after", starts=None)
    add(title="Arrival", day=date(2025, 12, 4), starts=time(23, 0))

    assert [item.title for item in ProgrammeItem.objects.in_order()] == [
        "Arrival",
        "Departure",
        "Afterwards",
    ]


def test_people_stand_in_order_of_precedence(world, add):
    item = add(people=[world.people["officer"], world.people["guest"], world.people["host"]])

    item = ProgrammeItem.objects.with_people().get(pk=item.pk)
    assert [seat.person.name for seat in item.attendances.all()] == [
        "Narendra Modi",
        "Vladimir Putin",
        "Officer",
    ]
