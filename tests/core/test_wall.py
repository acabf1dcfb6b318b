"""Wall time at a place, and the instant that follows from it."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planning.core.errors import Refused
from planning.core.wall import check_zone, instant

ZONES = sorted(available_timezones())
FROM, TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 12, 31, tzinfo=UTC)


def test_wall_time_in_a_zone_without_changing_clocks():
    assert instant(date(2025, 12, 5), time(11, 0), "Asia/Kolkata") == datetime(
        2025, 12, 5, 5, 30, tzinfo=UTC
    )
    assert instant(date(2025, 12, 5), time(11, 0), "Europe/Moscow") == datetime(
        2025, 12, 5, 8, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("day", "at", "zone"),
    [
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin"),
        (date(2026, 3, 8), time(2, 0), "America/New_York"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe"),
    ],
)
def test_a_time_that_the_clocks_skip_is_refused(day, at, zone):
    with pytest.raises(Refused) as refusal:
        instant(day, at, zone)

    assert str(refusal.value) == (
        f"{at:%H:%M} does not exist on that day in {zone}: the clocks are put forward."
    )
    assert refusal.value.field == "starts"


def test_a_skipped_time_is_refused_whichever_reading_is_chosen():
    for second in (False, True):
        with pytest.raises(Refused, match="does not exist"):
            instant(date(2026, 3, 29), time(2, 30), "Europe/Berlin", second=second)


def test_a_time_that_exists_twice_is_asked_about():
    day, at, zone = date(2026, 10, 25), time(2, 30), "Europe/Berlin"

    with pytest.raises(Refused, match=r"^02:30 exists twice on that day in Europe/Berlin: say"):
        instant(day, at, zone)
    assert instant(day, at, zone, second=False) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(day, at, zone, second=True) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@cache
def changes(zone):
    """Return the instants between 2020 and 2040 at which a zone's clocks change."""
    there, found, at = ZoneInfo(zone), [], FROM
    while at < TO:
        before, after = at.astimezone(there).utcoffset(), at + timedelta(days=28)
        if after.astimezone(there).utcoffset() != before:
            low, high = at, after
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(there).utcoffset() == before
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(microsecond=0))
        at = after
    return found


def readings(wall, zone):
    """Return the instants at which clocks in a zone show a wall time, the earlier one first."""
    there = ZoneInfo(zone)
    both = {wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in both if at.astimezone(there).replace(tzinfo=None, fold=0) == wall)


def answer(wall, zone, second=None):
    """Return the instant of a wall time, or why there is none."""
    try:
        return instant(wall.date(), wall.time(), zone, second=second)
    except Refused as refusal:
        return "twice" if "twice" in str(refusal) else "never"


@given(st.sampled_from(ZONES), st.data())
@settings(max_examples=200, deadline=None)
def test_around_a_change_a_wall_time_has_one_instant_or_is_refused(zone, data):
    assume(changes(zone))
    change = data.draw(st.sampled_from(changes(zone))).astimezone(ZoneInfo(zone))
    near = change + timedelta(minutes=data.draw(st.integers(-180, 180)))
    wall = near.replace(tzinfo=None, fold=0, second=0, microsecond=0)

    answers = [answer(wall, zone, second) for second in (None, False, True)]

    found = readings(wall, zone)
    assert answers == [["never"] * 3, found * 3, ["twice", *found]][len(found)]


@given(st.sampled_from(ZONES), st.dates(FROM.date(), TO.date()), st.times())
@settings(deadline=None)
def test_far_from_a_change_a_wall_time_has_one_instant(zone, day, at):
    wall = datetime.combine(day, at)
    days = [wall + timedelta(days=days) for days in (-2, 0, 2)]
    assume(len({day.replace(tzinfo=ZoneInfo(zone)).utcoffset() for day in days}) == 1)

    found = answer(wall, zone)

    assert [found] == readings(wall, zone)
    assert found.utcoffset() == timedelta(0)


def test_the_name_of_a_zone_is_checked():
    check_zone("Asia/Kolkata")
    for wrong in ("Asia/Nowhere", "+05:30", "", "IST-5:30"):
        with pytest.raises(ValidationError, match="not a time zone"):
            check_zone(wrong)
