"""The days on which the offices of a country are shut."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from planning.stakeholders.models import Country

MOVED = re.compile(r"substituted from (\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True)
class Year:
    """The public holidays of one year, by day, and the days of weekends that are worked instead."""

    names: Mapping[date, str]
    worked: frozenset[date]


def holidays_between(country: Country, first: date, last: date) -> dict[date, str]:
    """Return a country's public holidays from a day to another, with their English names.

    Days off that were moved are among them. Future feasts that follow the moon are estimates.
    """
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _year(country.holidays_key, year).names.items()
        if first <= day <= last
    }


def is_weekend(country: Country, day: date) -> bool:
    """Tell whether a day belongs to the weekend of a country, worked or not."""
    return day.isoweekday() in country.weekend


def is_worked(country: Country, day: date) -> bool:
    """Tell whether a day of the weekend is worked, because its day off was moved."""
    return is_weekend(country, day) and day in _year(country.holidays_key, day.year).worked


@lru_cache(maxsize=1024)
def _year(key: str, year: int) -> Year:
    """Ask the library, whose names for a country and its subdivision the key is made of."""
    code, _hyphen, subdivision = key.partition("-")
    try:
        found = country_holidays(
            code, subdiv=subdivision or None, years=year, expand=False, language="en_US"
        )
    except NotImplementedError:  # the key names nothing that the library knows
        return Year({}, frozenset())
    names = {day: MOVED.sub(_in_words, found[day]) for day in sorted(found)}
    return Year(names, frozenset(day for day in found.weekend_workdays if day.year == year))


def _in_words(found: re.Match[str]) -> str:
    """Reword a day that is written month first, which half the world would mistake."""
    month, day, year = (int(part) for part in found.groups())
    return f"moved from {day} {date(year, month, day):%B %Y}"
