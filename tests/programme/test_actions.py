"""Adding, editing, ordering and removing lines, on days when clocks change too."""

from datetime import UTC, date, datetime, time

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.programme import actions
from planning.programme.models import Attendance, ProgrammeItem
from tests.programme.conftest import FIFTH, TALKS
from tests.world import NOW

SIXTH = date(2025, 12, 6)
FORWARD = date(2026, 3, 29)  # in Berlin 02:00 is followed by 03:00
BACK = date(2026, 10, 25)  # in Berlin 02:00 to 03:00 exists twice
ALL_BUT_EDITORS = [
    "desk",
    "principals_office",
    "ministry",
    "mission",
    "press",
    "security",
    "viewer",
    "stranger",
    "outsider",
    "administrator",
]


def order(visit):
    return list(
        ProgrammeItem.objects.filter(visit=visit).in_order().values_list("title", flat=True)
    )


def edit(item, version, by, **different):
    return actions.edit(
        item=item, version=version, **({"leg": item.leg} | TALKS | different), by=by, at=NOW
    )


def test_a_line_keeps_its_wall_time_and_derives_the_instant(world, leg, add):
    item = add(people=[world.people["host"], world.people["guest"]])

    item.refresh_from_db()
    assert (item.day, item.starts, item.ends, item.zone) == (
        FIFTH,
        time(11, 50),
        None,
        "Asia/Kolkata",
    )
    assert item.starts_at == datetime(2025, 12, 5, 6, 20, tzinfo=UTC)
    assert (item.visit, item.position, item.version) == (world.summit, 1, 1)
    assert {seat.person for seat in item.attendances.all()} == {
        world.people["host"],
        world.people["guest"],
    }
    event = AuditEvent.objects.get()
    assert (event.verb, event.user, event.needs) == (
        "programme.item_added",
        world.officer.user,
        "read_programme",
    )
    assert event.payload.body == {"title": "Talks"}


def test_the_story_of_a_line_is_told_to_no_ministry(world, add):
    add(organisation=world.of["ministry"])

    assert AuditEvent.objects.get().of == []


def test_two_lines_at_one_minute_stand_in_the_order_they_came(world, add):
    for title in ("Arrival", "Official welcome"):
        add(title=title)

    assert order(world.summit) == ["Arrival", "Official welcome"]


@pytest.mark.parametrize("certainty", ["after", "open"])
def test_a_line_without_a_time_has_no_instant(add, certainty):
    item = add(certainty=certainty, starts=None)

    assert (item.starts, item.starts_at) == (None, None)


def test_an_end_before_the_start_is_past_midnight(add):
    item = add(starts=time(22, 25), ends=time(1, 20))

    assert (item.ends, item.ends_next_day) == (time(1, 20), True)


def test_another_zone_than_the_places_can_be_named(add):
    item = add(starts=time(20, 0), zone="Europe/Moscow")

    assert item.starts_at == datetime(2025, 12, 5, 17, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused(world, berlin, add, nothing_happened):
    with pytest.raises(Refused, match=r"^02:30 does not exist on that day in Europe/Berlin") as no:
        add(leg=berlin, day=FORWARD, starts=time(2, 30))

    assert no.value.field == "starts"
    assert not ProgrammeItem.objects.exists()
    nothing_happened()


def test_an_end_that_the_clocks_skip_is_refused_at_the_end(world, berlin, add, nothing_happened):
    with pytest.raises(Refused, match="02:30 does not exist") as no:
        add(leg=berlin, day=date(2026, 3, 28), starts=time(23, 0), ends=time(2, 30))

    assert no.value.field == "ends"
    assert not ProgrammeItem.objects.exists()
    nothing_happened()


def test_a_time_that_exists_twice_asks_which(world, berlin, add, nothing_happened):
    with pytest.raises(Refused, match=r"^02:30 exists twice on that day in Europe/Berlin") as ask:
        add(leg=berlin, day=BACK, starts=time(2, 30))

    assert ask.value.field == "starts"
    assert not ProgrammeItem.objects.exists()
    nothing_happened()


@pytest.mark.parametrize(("second", "hour"), [(False, 0), (True, 1)])
def test_the_first_or_the_second_hour_is_taken_as_said(berlin, add, second, hour):
    item = add(leg=berlin, day=BACK, starts=time(2, 30), is_second_hour=second)

    assert item.starts_at == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert item.is_second_hour is second


@pytest.mark.parametrize("who", ALL_BUT_EDITORS)
def test_only_chief_and_officer_edit_the_programme(world, leg, add, who):
    item = add()
    add(title="Lunch")
    before = AuditEvent.objects.count()
    by = world.cast[who]

    for act in (
        lambda: actions.add(leg=leg, **TALKS, by=by, at=NOW),
        lambda: edit(item, 1, by, title="Another"),
        lambda: actions.move(item=item, version=1, up=False, by=by, at=NOW),
        lambda: actions.remove(item=item, version=1, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert order(world.summit) == ["Talks", "Lunch"]
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", ["chief", "deputy", "officer"])
def test_chief_and_officer_edit_the_programme(world, leg, who):
    item = actions.add(leg=leg, **TALKS, by=world.cast[who], at=NOW)

    edit(item, 1, world.cast[who], title="Restricted talks")

    assert order(world.summit) == ["Restricted talks"]


def test_an_edit_writes_the_line_anew(world, moscow, add):
    item = add(people=[world.people["host"]])

    edit(
        item,
        1,
        world.officer,
        leg=moscow,
        certainty="about",
        starts=time(19, 0),
        title="Private dinner",
        people=[world.people["guest"]],
    )

    item.refresh_from_db()
    assert (item.title, item.certainty, item.zone) == ("Private dinner", "about", "Europe/Moscow")
    assert item.starts_at == datetime(2025, 12, 5, 16, 0, tzinfo=UTC)
    assert item.version == 2
    assert [seat.person for seat in item.attendances.all()] == [world.people["guest"]]
    assert AuditEvent.objects.filter(verb="programme.item_changed").count() == 1


def test_a_line_put_on_another_day_goes_to_its_end(world, add):
    item = add(title="Departure")
    add(title="Business event")
    add(title="Breakfast", day=SIXTH)

    edit(item, 1, world.officer, title="Departure", day=SIXTH)

    assert order(world.summit) == ["Business event", "Breakfast", "Departure"]


def test_a_stale_edit_is_refused(world, add):
    item = add()
    edit(item, 1, world.chief, title="Restricted talks")
    before = AuditEvent.objects.count()

    with pytest.raises(Stale) as stale:
        edit(item, 1, world.officer, title="Expanded talks")

    assert stale.value.current.title == "Restricted talks"
    assert order(world.summit) == ["Restricted talks"]
    assert AuditEvent.objects.count() == before


def test_an_edit_keeps_the_rules_of_time(world, berlin, add):
    item = add()
    before = AuditEvent.objects.count()

    with pytest.raises(Refused, match="does not exist"):
        edit(item, 1, world.officer, leg=berlin, day=FORWARD, starts=time(2, 30))

    item.refresh_from_db()
    assert (item.day, item.version) == (FIFTH, 1)
    assert AuditEvent.objects.count() == before


def test_a_place_of_another_visit_is_refused(world, add):
    item = add()
    before = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^This place belongs to another visit\.$"):
        edit(item, 1, world.officer, leg=world.foreign.legs.get())

    item.refresh_from_db()
    assert (item.leg.visit, item.version) == (world.summit, 1)
    assert AuditEvent.objects.count() == before


def test_moving_changes_places_with_the_neighbour_of_the_day(world, add):
    add(title="Arrival")
    talks = add(title="Talks")
    add(title="Breakfast", day=SIXTH)

    actions.move(item=talks, version=1, up=True, by=world.officer, at=NOW)

    assert order(world.summit) == ["Talks", "Arrival", "Breakfast"]
    assert AuditEvent.objects.filter(verb="programme.item_moved").count() == 1


def test_moving_leaves_the_neighbours_version_alone(world, add):
    arrival = add(title="Arrival")
    talks = add(title="Talks")

    actions.move(item=talks, version=1, up=True, by=world.officer, at=NOW)

    assert [(line.title, line.version) for line in ProgrammeItem.objects.in_order()] == [
        ("Talks", 2),
        ("Arrival", 1),
    ]
    edit(arrival, 1, world.chief, title="Ceremonial arrival")


@pytest.mark.parametrize(
    ("up", "sentence"),
    [(True, "This line is the first of its day."), (False, "This line is the last of its day.")],
)
def test_a_line_does_not_leave_its_day(world, add, up, sentence):
    item = add()
    add(title="Breakfast", day=SIXTH)
    before = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=f"^{sentence}$"):
        actions.move(item=item, version=1, up=up, by=world.officer, at=NOW)

    assert order(world.summit) == ["Talks", "Breakfast"]
    assert AuditEvent.objects.count() == before


def test_a_second_click_on_an_old_page_moves_nothing(world, add):
    for title in ("Arrival", "Welcome", "Talks"):
        item = add(title=title)
    actions.move(item=item, version=1, up=True, by=world.officer, at=NOW)

    with pytest.raises(Stale):
        actions.move(item=item, version=1, up=True, by=world.officer, at=NOW)

    assert order(world.summit) == ["Arrival", "Talks", "Welcome"]


def test_removing_takes_the_line_and_its_people_away(world, add):
    item = add(people=[world.people["host"]])

    actions.remove(item=item, version=1, by=world.officer, at=NOW)

    assert not ProgrammeItem.objects.exists()
    assert not Attendance.objects.exists()
    assert AuditEvent.objects.filter(verb="programme.item_removed").count() == 1


def test_a_line_changed_in_between_is_not_removed(world, add):
    item = add()
    edit(item, 1, world.chief, title="Restricted talks")

    with pytest.raises(Stale):
        actions.remove(item=item, version=1, by=world.officer, at=NOW)

    assert order(world.summit) == ["Restricted talks"]


def test_what_was_removed_cannot_be_removed_moved_or_edited_again(world, add):
    item = add()
    kept = ProgrammeItem.objects.get(pk=item.pk)
    actions.remove(item=item, version=1, by=world.officer, at=NOW)
    before = AuditEvent.objects.count()

    for act in (
        lambda: actions.remove(item=kept, version=1, by=world.officer, at=NOW),
        lambda: actions.move(item=kept, version=1, up=True, by=world.officer, at=NOW),
        lambda: edit(kept, 1, world.officer),
    ):
        with pytest.raises(Conflict, match=r"^This line has been removed in the meantime\.$"):
            act()

    assert AuditEvent.objects.count() == before
