"""Months, quarters and years, and how spans of days lie in them."""

from datetime import date, timedelta

import pytest

from planning.overview.rules.calendar import Day, Entry, Kind, Period, View, lanes

DAY = timedelta(days=1)


def week(first=date(2025, 12, 1)):
    return [Day(first + n * DAY, is_weekend=n > 4) for n in range(7)]


def entry(title, first, last):
    return Entry(Kind.VISIT, "proposed", title, date(2025, 12, first), date(2025, 12, last))


@pytest.mark.parametrize(
    ("view", "day", "first", "last", "at"),
    [
        (View.MONTH, date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (View.MONTH, date(2025, 12, 5), date(2025, 12, 1), date(2025, 12, 31), "2025-12"),
        (View.QUARTER, date(2025, 11, 30), date(2025, 10, 1), date(2025, 12, 31), "2025-10"),
        (View.QUARTER, date(2025, 3, 31), date(2025, 1, 1), date(2025, 3, 31), "2025-01"),
        (View.YEAR, date(2025, 6, 1), date(2025, 1, 1), date(2025, 12, 31), "2025"),
    ],
)
def test_a_period_lies_around_a_day(view, day, first, last, at):
    period = Period.around(view, day)

    assert (period.first, period.last, period.at) == (first, last, at)


@pytest.mark.parametrize(
    ("view", "before", "after"),
    [
        (View.MONTH, "2025-11", "2026-01"),
        (View.QUARTER, "2025-07", "2026-01"),
        (View.YEAR, "2024", "2026"),
    ],
)
def test_periods_follow_each_other_over_the_turn_of_the_year(view, before, after):
    period = Period.around(view, date(2025, 12, 31))

    assert (period.previous().at, period.next().at) == (before, after)


def test_the_calendar_ends_where_no_day_can_be_entered():
    assert Period.around(View.MONTH, date(1900, 1, 1)).previous() is None
    assert Period.around(View.YEAR, date(2199, 1, 1)).next() is None


def test_a_month_is_shown_in_whole_weeks_from_monday_on():
    assert Period.around(View.MONTH, date(2025, 11, 5)).span == (
        date(2025, 10, 27),
        date(2025, 11, 30),
    )


def test_what_overlaps_lies_in_lanes_of_its_own_and_what_follows_shares_one():
    found = lanes([entry("B", 2, 4), entry("A", 1, 3), entry("C", 4, 9)], week())

    assert [[(cell.entry.title if cell.entry else "", len(cell.days)) for cell in lane]
            for lane in found] == [
        [("A", 3), ("C", 4)],
        [("", 1), ("B", 3), ("", 1), ("", 1), ("", 1)],
    ]  # fmt: skip
    first, last = found[0]
    assert (first.begins, first.ends, last.begins, last.ends) == (True, True, True, False)


def test_free_days_that_look_the_same_are_one_cell():
    (lane,) = lanes([entry("A", 2, 2)], week(), lambda day: day.is_weekend)

    assert [len(cell.days) for cell in lane] == [1, 1, 3, 2]


def test_what_lies_elsewhere_takes_no_lane():
    assert lanes([entry("A", 8, 9)], week()) == []
