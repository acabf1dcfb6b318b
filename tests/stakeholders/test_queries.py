"""Public holidays and weekends, as the library and the country's own row know them."""

from datetime import date

import pytest

from planning.stakeholders.models import Country
from planning.stakeholders.queries import holidays_between, is_weekend, is_worked

INDIA = Country(code="IN", weekend=[6, 7], holidays_key="IN-DL")
RUSSIA = Country(code="RU", weekend=[6, 7], holidays_key="RU")
EGYPT = Country(code="EG", weekend=[5, 6], holidays_key="EG")


def test_holidays_of_the_capital_stand_between_two_days_over_the_turn_of_the_year():
    found = holidays_between(INDIA, date(2025, 11, 5), date(2026, 1, 26))

    assert found == {
        date(2025, 11, 5): "Guru Nanak's Birthday",
        date(2025, 12, 25): "Christmas",
        date(2026, 1, 26): "Republic Day",
    }


def test_moved_days_off_are_named_with_the_month_as_a_word():
    found = holidays_between(RUSSIA, date(2025, 11, 1), date(2025, 12, 31))

    assert found == {
        date(2025, 11, 3): "Day off (moved from 1 November 2025)",
        date(2025, 11, 4): "Unity Day",
        date(2025, 12, 31): "Day off (moved from 5 January 2025)",
    }


def test_a_saturday_is_worked_where_its_day_off_was_moved():
    first, eighth = date(2025, 11, 1), date(2025, 11, 8)

    assert [is_weekend(RUSSIA, first), is_worked(RUSSIA, first)] == [True, True]
    assert [is_weekend(RUSSIA, eighth), is_worked(RUSSIA, eighth)] == [True, False]
    assert [is_weekend(INDIA, first), is_worked(INDIA, first)] == [True, False]


def test_every_country_has_its_own_weekend():
    friday, sunday = date(2025, 12, 5), date(2025, 12, 7)

    assert [is_weekend(EGYPT, friday), is_weekend(EGYPT, sunday)] == [True, False]
    assert [is_weekend(INDIA, friday), is_weekend(INDIA, sunday)] == [False, True]


@pytest.mark.parametrize("key", ["", "XX", "IN-QQ"])
def test_where_the_library_knows_no_country_there_are_no_holidays(key):
    nowhere = Country(code="XX", holidays_key=key)

    assert holidays_between(nowhere, date(2025, 1, 1), date(2025, 12, 31)) == {}
    assert not is_worked(nowhere, date(2025, 11, 1))
