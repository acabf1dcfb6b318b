"""The calendar's months, quarters and years, and how spans of days lie in them."""

from calendar import Calendar, monthrange
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)
WEEK = [date(2024, 1, 1) + n * DAY for n in range(7)]  # any that begins on Monday, as all do
YEARS = range(1900, 2200)  # those for which days can be entered


class View(models.TextChoices):
    """How much of the calendar is on the page."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


MONTHS = {View.MONTH: 1, View.QUARTER: 3, View.YEAR: 12}


class Kind(models.TextChoices):
    """What stands in the calendar."""

    VISIT = "visit", _("Visits")
    PREPARATORY = "preparatory", _("Preparatory visits")
    HOLD = "hold", _("Holds")
    MEETING = "meeting", _("Fixed meetings")
    HOLIDAY = "holiday", _("Public holidays")


@dataclass(frozen=True)
class Period:
    """A month, quarter or year. Days are days: no time zone shifts them."""

    view: View
    first: date
    last: date

    @classmethod
    def around(cls, view: View, day: date) -> Self:
        """Return the period in which a day lies."""
        months = MONTHS[view]
        month = (day.month - 1) // months * months + 1
        end = month + months - 1
        length = monthrange(day.year, end)[1]
        return cls(view, date(day.year, month, 1), date(day.year, end, length))

    @property
    def at(self) -> str:
        """Return the period as addresses name it."""
        return f"{self.first:%Y}" if self.view == View.YEAR else f"{self.first:%Y-%m}"

    def near(self, day: date) -> date:
        """Return the day of the period that is nearest to a day."""
        return min(max(day, self.first), self.last)

    def next(self) -> Self | None:
        """Return the period that follows."""
        return self._beside(self.last + DAY)

    def previous(self) -> Self | None:
        """Return the period before."""
        return self._beside(self.first - DAY)

    def _beside(self, day: date) -> Self | None:
        return self.around(self.view, day) if day.year in YEARS else None

    @property
    def span(self) -> tuple[date, date]:
        """Return the first and the last day on the page: a month is shown in whole weeks."""
        if self.view != View.MONTH:
            return self.first, self.last
        before, after = self.first.weekday(), 6 - self.last.weekday()
        return self.first - before * DAY, self.last + after * DAY

    def months(self) -> list[date]:
        """Return the first day of each month."""
        return [
            date(self.first.year, month, 1)
            for month in range(self.first.month, self.last.month + 1)
        ]


@dataclass(frozen=True)
class Wanted:
    """What the reader wants to see: empty is everything. A side is named by its country's code."""

    kinds: frozenset[str] = frozenset()
    certainties: frozenset[str] = frozenset()
    side: str = ""
    principal: str = ""

    def has(self, *kinds: Kind) -> bool:
        """Tell whether one of these kinds is wanted."""
        return not self.kinds or not self.kinds.isdisjoint(kinds)


@dataclass(frozen=True)
class Note:
    """What is known of a day in some countries, named by their codes: a holiday, a weekend."""

    words: str
    signs: tuple[str, ...]
    is_holiday: bool = False


@dataclass(frozen=True)
class Entry:
    """A span of days in the calendar; ``shape`` is a certainty, a firmness, or ``fixed``.

    ``slug`` leads to the visit; ``prepares`` names the summits that a preparatory visit prepares,
    ``of`` the slug of the first; ``people`` are those whose calendars are held, ``person`` the key
    of the first, ``taken`` those of them who have another visit on these days.
    """

    kind: Kind
    shape: str
    title: str
    first: date
    last: date
    slug: str = ""
    signs: tuple[str, ...] = ()
    place: str = ""
    standing: str = ""
    prepares: tuple[str, ...] = ()
    of: str = ""
    person: str = ""
    people: tuple[str, ...] = ()
    firmness: str = ""
    taken: tuple[str, ...] = ()

    def joined(self, other: Self) -> Self:
        """Return the entry with the people whose calendars another one on its days holds."""
        return replace(
            self,
            people=(*self.people, *other.people),
            taken=(*self.taken, *other.taken),
            firmness=other.firmness,
        )


@dataclass(frozen=True)
class Day:
    """One day on the page, with what is known of it and what lies on it."""

    on: date
    is_today: bool = False
    is_inside: bool = True  # of the period, not only of its first or last week
    is_weekend: bool = False
    notes: tuple[Note, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def number(self) -> str:
        """Return its number in the month."""
        return str(self.on.day)

    @cached_property
    def look(self) -> str:
        """Return the style classes of the day."""
        marks = {
            "weekend": self.is_weekend,
            "today": self.is_today,
            "beside": not self.is_inside,
            "is-holiday": bool(self.holidays),
        }
        return " ".join(name for name, is_so in marks.items() if is_so)

    @property
    def month(self) -> date:
        """Return the first day of its month."""
        return self.on.replace(day=1)

    @property
    def holidays(self) -> list[Note]:
        """Return the holidays."""
        return [note for note in self.notes if note.is_holiday]

    @property
    def words(self) -> str:
        """Return the notes in words, with the countries they are about."""
        return "; ".join(f"{', '.join(note.signs)}: {note.words}" for note in self.notes)

    @property
    def mark(self) -> Entry | None:
        """Return the firmest of what lies on the day."""
        firmest = sorted(self.entries, key=lambda entry: STRENGTH.index(entry.shape))
        return firmest[0] if firmest else None


# From what is sure to what is not.
STRENGTH = ["announced", "confirmed", "firm", "fixed", "proposed", "pencil", "estimated"]


@dataclass(frozen=True)
class Cell:
    """Some days of a lane: taken by an entry, or free."""

    days: Sequence[Day]
    entry: Entry | None = None

    @property
    def span(self) -> str:
        """Return the number of its days."""
        return str(len(self.days))

    @property
    def look(self) -> str:
        """Return the style classes of its first day."""
        return self.days[0].look

    @property
    def begins(self) -> bool:
        """Tell whether the entry begins here, not before."""
        return self.entry is not None and self.entry.first == self.days[0].on

    @property
    def ends(self) -> bool:
        """Tell whether the entry ends here, not later."""
        return self.entry is not None and self.entry.last == self.days[-1].on


Lane = list[Cell]


@dataclass(frozen=True)
class Week:
    """A week from Monday on, with its ISO number, and its entries in lanes."""

    number: int
    days: Sequence[Day]
    lanes: Sequence[Lane] = field(default_factory=list)


def weeks_of(month: date) -> list[list[date]]:
    """Return the whole weeks, Monday first, that a month lies in."""
    return Calendar().monthdatescalendar(month.year, month.month)


def lanes(
    entries: Iterable[Entry], days: Sequence[Day], look: Callable[[Day], Hashable] | None = None
) -> list[Lane]:
    """Lay entries beside each other over some days, in as few lanes as they need.

    Free days become one cell each, or one for all that follow each other and look the same.
    """
    first, last = days[0].on, days[-1].on
    found: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda one: (one.first, -one.last.toordinal())):
        if entry.last < first or entry.first > last:
            continue
        free = next((lane for lane in found if lane[-1].last < entry.first), None)
        if free is None:
            found.append([entry])
        else:
            free.append(entry)
    return [cells(lane, days, look or (lambda day: day.on)) for lane in found]


def cells(lane: list[Entry], days: Sequence[Day], look: Callable[[Day], Hashable]) -> Lane:
    """Return one lane; free days that follow each other and look the same are one cell."""

    def owner(day: Day) -> tuple[Entry | None, Hashable]:
        entry = next((one for one in lane if one.first <= day.on <= one.last), None)
        return (entry, None) if entry else (None, look(day))

    return [Cell(tuple(run), entry) for (entry, _look), run in groupby(days, key=owner)]
