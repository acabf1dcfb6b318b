"""Days and times in the usual forms."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from planning.core.forms import DayField, WallTimeField
from planning.core.typed import day_typed, time_typed
from tests.world import TODAY  # 1 October 2025

DAY = date(2025, 12, 4)


@pytest.mark.parametrize(
    "typed",
    [
        "4 12 2025", "04/12/2025", "4.12.2025", "4-12-2025", "04122025", "2025-12-04",
        "2025/12/4", "4 December 2025", "4 december, 2025", "December 4, 2025", "4 Dec 2025",
        "4th Dec. 2025", "4 Dec", "4/12", " 4  12  2025 ", "4 декабря 2025", "4 дек 2025",
        "4 दिसंबर 2025", "4 दिसमबर 2025", "४ १२ २०२५",
    ],
)  # fmt: skip
def test_a_day_is_typed_in_the_usual_forms_the_day_before_the_month(typed):
    assert day_typed(typed, TODAY) == DAY


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2025, 10, 1), 2025), (date(2026, 2, 1), 2025), (date(2026, 8, 1), 2026)],
)
def test_a_day_without_a_year_is_the_nearest_one(today, year):
    assert day_typed("4 Dec", today) == date(year, 12, 4)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("soon", "This is not a day. Write it for example as 4 12 2025 or 4 December 2025."),
        ("4", "This is not a day."),
        ("4 Ju 2025", "This is not a day."),
        ("4 May Dec", "This is not a day."),
        ("4 5 12 2025", "This is not a day."),
        ("4 Dec 2025 2026", "This is not a day."),
        ("12345678901", "This is not a day."),
        ("4 12 25", "Write the year in four digits, for example 4 12 2025."),
        ("12/25/2025", "There is no such day. The day stands before the month"),
        ("30 February 2025", "There is no such day."),
        ("9" * 100_000, "This is not a day."),
    ],
)
def test_what_is_unclear_is_refused_with_an_example(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        day_typed(typed, TODAY)


@pytest.mark.parametrize("typed", ["0025-12-05", "9999-12-31"])
def test_a_slip_of_the_pen_is_no_day(typed):
    with pytest.raises(ValidationError, match="Enter a day between 1900 and 2199"):
        DayField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("11:30", time(11, 30)), ("1130", time(11, 30)), ("11.30", time(11, 30)),
        ("930", time(9, 30)), ("9", time(9, 0)), ("9 am", time(9, 0)), ("11.30 pm", time(23, 30)),
        ("11:30PM", time(23, 30)), ("12 a.m.", time(0, 0)), ("12 pm", time(12, 0)),
        ("11h30", time(11, 30)), ("११:३०", time(11, 30)),
    ],
)  # fmt: skip
def test_a_time_is_typed_in_the_usual_forms(typed, read):
    assert time_typed(typed) == read


@pytest.mark.parametrize("typed", ["24:00", "11:60", "13 pm", "noon", "11:5", "1" + " " * 100_000])
def test_what_is_no_time_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="Write it for example as 11:30, 1130 or"):
        WallTimeField().clean(typed + "x")


def test_a_field_shows_a_day_with_its_month_as_a_word_and_reads_it_back():
    with translation.override("ru"):
        shown = DayField().widget.format_value(DAY)

    assert shown == "4 декабря 2025"
    assert DayField().clean(shown) == DAY
    assert 'value="4 December 2025"' in DayField().widget.render("day", DAY)
    assert "Thursday, 4 December 2025</time>" in DayField().widget.render("day", "4/12/2025")
    assert ">11:30</output>" in WallTimeField().widget.render("starts", time(11, 30))


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        ("day", "4 12 2025", '<time datetime="2025-12-04">Thursday, 4 December 2025</time>'),
        ("day", "", ""),
        ("time", "1130", "11:30"),
        ("day", "<b>", "This is not a day. Write it for example as 4 12 2025 or 4 December 2025."),
    ],
)
def test_what_is_typed_is_read_back_in_words(world, sign_in, kind, typed, answer):
    assert sign_in(world.viewer).get(f"/typed/{kind}/", {"starts_on": typed}).text == answer
