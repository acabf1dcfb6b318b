"""The programme as one reader may see it, and an edit that tells what stands."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from planning.accounts.models import User
from planning.core.errors import Stale
from planning.core.wall import day_shift, zone_name
from planning.programme import actions
from planning.programme.models import ProgrammeItem, ProgrammeItemQuerySet
from planning.programme.rules import TimeCertainty
from planning.visits.models import Visit


@dataclass(frozen=True)
class Reading:
    """What clocks show: words, where, the zone's short name, another day than at the place."""

    words: str
    city: str
    zone: str
    stamp: str
    shift: str = ""


@dataclass(frozen=True)
class Line:
    """One line with its time at the place and in the capitals of the other sides."""

    item: ProgrammeItem
    here: Reading
    elsewhere: list[Reading]


@dataclass(frozen=True)
class Day:
    """The lines of one day; whether it lies outside the visit's days as the reader knows them."""

    day: date
    lines: list[Line]
    is_outside: bool


def programme_for(user: User, visit: Visit) -> list[Day]:
    """Return the days of a programme with the lines that the reader may see."""
    return [
        Day(day, [line_of(item, visit) for item in lines], _is_outside(day, visit))
        for day, lines in groupby(items_for(user, visit), key=lambda item: item.day)
    ]


def items_for(user: User, visit: Visit) -> ProgrammeItemQuerySet:
    """Return the lines that the reader may see, in order."""
    return ProgrammeItem.objects.visible_to(user).filter(visit=visit).with_people().in_order()


def line_of(item: ProgrammeItem, visit: Visit) -> Line:
    """Return a line with its readings; the visit comes ``with_sides``."""
    certainty, city = item.certainty, item.leg.city
    if item.starts_at is None:
        return Line(item, Reading(time_in_words(certainty), city, "", ""), [])
    there = item.starts_at.astimezone(ZoneInfo(item.zone))
    words = time_in_words(certainty, item.starts, item.ends)
    here = Reading(words, city, zone_name(there), _stamp(there), day_shift(int(item.ends_next_day)))
    capitals = [
        (side.country.capital, side.country.zone)
        for side in visit.sides.all()
        if side.country and side.country.zone != item.zone
    ]
    elsewhere = []
    for capital, zone in capitals:
        clocks = item.starts_at.astimezone(ZoneInfo(zone))
        shift = day_shift((clocks.date() - item.day).days)
        words = time_in_words(certainty, clocks.time())
        elsewhere.append(Reading(words, capital, zone_name(clocks), _stamp(clocks), shift))
    return Line(item, here, elsewhere)


def time_in_words(certainty: str, starts: time | None = None, ends: time | None = None) -> str:
    """Return a time as it is printed: "11:00–11:30", "by 11:45", "approx. 19:00", "afterwards"."""
    if certainty == TimeCertainty.AFTER:
        return _("afterwards")
    if starts is None:
        return _("not fixed")
    clock = f"{starts:%H:%M}–{ends:%H:%M}" if ends else f"{starts:%H:%M}"
    if certainty == TimeCertainty.ABOUT:
        return _("approx. %(time)s") % {"time": clock}
    if certainty == TimeCertainty.BY:
        return _("by %(time)s") % {"time": clock}
    return clock


def _stamp(there: datetime) -> str:
    return there.isoformat(timespec="minutes")


def _is_outside(day: date, visit: Visit) -> bool:
    return visit.from_on is not None and not visit.from_on <= day <= (visit.to_on or day)


@dataclass
class Edit:
    """One edit of a line; where somebody was quicker, ``now`` is what stands."""

    item: ProgrammeItem
    visit: Visit
    now: Line | None = None

    def save(self, **typed: Any) -> ProgrammeItem:
        """Write the line anew. Raises what ``actions.edit`` raises."""
        try:
            return actions.edit(item=self.item, **typed)
        except Stale as stale:
            self.now = line_of(stale.current, self.visit)
            raise
