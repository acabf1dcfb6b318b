"""The calendar as one reader may see it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from planning.accounts.models import User
from planning.core import wording
from planning.dates.models import FixedMeeting, Hold
from planning.overview.rules.calendar import (
    DAY,
    STRENGTH,
    Day,
    Entry,
    Kind,
    Lane,
    Note,
    Period,
    View,
    Wanted,
    Week,
    cells,
    lanes,
    weeks_of,
)
from planning.stakeholders.models import Country, Person
from planning.stakeholders.queries import holidays_between, is_weekend, is_worked
from planning.visits.models import Link, Principal, Side, Visit, VisitQuerySet
from planning.visits.rules import LinkKind, Standing

PRECEDENCE = ("person__precedence", "person__name", "person")
OFF = (Standing.POSTPONED, Standing.CANCELLED)


@dataclass(frozen=True)
class Row:
    """A visit or meeting in the quarter, or all that one person or country has."""

    title: str
    entries: Sequence[Entry]
    lanes: list[Lane]
    entry: Entry | None = None
    is_under: bool = False  # the summit that it prepares


@dataclass(frozen=True)
class Group:
    """Lines of the quarter under one heading."""

    name: str
    rows: list[Row]


@dataclass(frozen=True)
class Month:
    """A month of the year, in whole weeks; what belongs to other months is None."""

    first: date
    weeks: list[tuple[int, list[Day | None]]]


@dataclass(frozen=True)
class Listed:
    """A day of the list, and what begins there (or began before, on the first day)."""

    day: Day
    entries: Sequence[Entry]


@dataclass
class CalendarPage:
    """What the calendar shows of a period; every view asks for its own shape.

    ``visits`` and ``meetings`` are in order of their days, ``holds`` one for each person;
    ``holidays`` are by country; ``undated`` visits come with the titles of what they prepare.
    """

    period: Period
    days: list[Day] = field(default_factory=list)
    visits: list[Entry] = field(default_factory=list)
    holds: list[Entry] = field(default_factory=list)
    meetings: list[Entry] = field(default_factory=list)
    holidays: list[tuple[Country, list[Entry]]] = field(default_factory=list)
    undated: list[tuple[Visit, list[str]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name the period."""
        return wording.months(self.period.first, self.period.last)

    @cached_property
    def entries(self) -> list[Entry]:
        """Return visits, holds and meetings; a hold on a visit's own days stands with the visit."""
        return _entries(self.visits, self.holds, self.meetings)

    def weeks(self) -> list[Week]:
        """Return the weeks of a month."""
        found = [self.days[n : n + 7] for n in range(0, len(self.days), 7)]
        return [
            Week(week[0].on.isocalendar().week, week, lanes(self.entries, week)) for week in found
        ]

    def heads(self) -> list[tuple[date, int]]:
        """Return the months of a quarter with the number of their days."""
        return [
            (month, sum(day.on.month == month.month for day in self.days))
            for month in self.period.months()
        ]

    def week_numbers(self) -> list[tuple[date, int, int]]:
        """Return the weeks of a quarter: first day in it, ISO number, number of days in it."""
        weeks = groupby(self.days, key=lambda day: day.on.isocalendar()[:2])
        lengths = [(number, list(days)) for (_year, number), days in weeks]
        return [(days[0].on, number, len(days)) for number, days in lengths]

    def ruler(self) -> Lane:
        """Return the days of a quarter as one free lane."""
        return cells([], self.days, _look)

    def groups(self) -> list[Group]:
        """Return the lines of a quarter."""
        groups = [
            Group(_("Visits"), self._visit_rows()),
            Group(_("Holds on calendars"), self._rows_of_people()),
            Group(_("Fixed meetings"), [self._row(one.title, [one], one) for one in self.meetings]),
            Group(
                _("Public holidays"),
                [self._row(one.name, entries) for one, entries in self.holidays if entries],
            ),
        ]
        return [group for group in groups if group.rows]

    def months(self) -> list[Month]:
        """Return the months of a year."""
        known = {day.on: day for day in self.days}
        return [
            Month(
                first,
                [
                    (
                        week[0].isocalendar().week,
                        [known[day] if day.month == first.month else None for day in week],
                    )
                    for week in weeks_of(first)
                ],
            )
            for first in self.period.months()
        ]

    def legend(self) -> list[Entry]:
        """Return one entry of each shape that stands on the page, the firmest first."""
        firmest = sorted(self.entries, key=lambda entry: STRENGTH.index(entry.shape))
        return list({entry.shape: entry for entry in firmest}.values())

    def listed(self) -> list[Listed]:
        """Return the days on which something begins or is a holiday, and today."""
        begun: dict[date, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.last >= self.period.first:
                begun[max(entry.first, self.period.first)].append(entry)
        return [
            Listed(day, begun[day.on])
            for day in self.days
            if day.is_inside and (begun[day.on] or day.holidays or day.is_today)
        ]

    def _row(
        self,
        title: str,
        entries: Sequence[Entry],
        entry: Entry | None = None,
        *,
        is_under: bool = False,
    ) -> Row:
        return Row(title, entries, lanes(entries, self.days, _look), entry, is_under)

    def _visit_rows(self) -> list[Row]:
        """Return the visits, those that prepare another one below it."""
        present = {entry.slug for entry in self.visits}
        rows: dict[str, Row] = {}

        def place(entry: Entry, *, is_under: bool) -> None:
            if entry.slug not in rows:  # links may go round in a circle
                rows[entry.slug] = self._row(entry.title, [entry], entry, is_under=is_under)
                for other in self.visits:
                    if other.of == entry.slug:
                        place(other, is_under=True)

        for entry in sorted(self.visits, key=lambda one: one.of in present):
            place(entry, is_under=False)
        return list(rows.values())

    def _rows_of_people(self) -> list[Row]:
        held: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.holds:
            held[entry.person].append(entry)
        return [self._row(entries[0].people[0], entries) for entries in held.values()]


def _look(day: Day) -> tuple[bool, bool, int]:
    """Return what tells days in a row of a quarter apart."""
    return day.is_weekend, day.is_today, day.on.month


def _entries(
    visits: Iterable[Entry], holds: Iterable[Entry], meetings: Iterable[Entry]
) -> list[Entry]:
    """Return all in order of days; what is held on a visit's own days stands with the visit."""
    claims: dict[tuple[str, date, date], Entry] = {}
    for hold in holds:
        key = (hold.slug, hold.first, hold.last)
        claim = claims.get(key)
        claims[key] = claim.joined(hold) if claim else hold
    found = []
    for visit in visits:
        claim = claims.pop((visit.slug, visit.first, visit.last), None)
        found.append(visit.joined(claim) if claim else visit)
    return sorted([*found, *claims.values(), *meetings], key=lambda one: (one.first, one.last))


def sides_of(user: User) -> list[Side]:
    """Return each country and organisation that is a side of a visit of the reader, once.

    ``is_planned`` tells whether it is one of a visit still to come.
    """
    sides = Side.objects.filter(visit__in=Visit.objects.visible_to(user)).once_each()
    return sorted(sides, key=lambda side: side.name)


def principals_of(user: User) -> list[Person]:
    """Return those who lead a side of a visit of the reader."""
    led = Principal.objects.filter(visit__in=Visit.objects.visible_to(user))
    return list(Person.objects.filter(pk__in=led.values("person")).order_by("name", "pk"))


def called(side: Side) -> str:
    """Return the name of a side in addresses: a country's code, an organisation's key."""
    return side.country.code if side.country else str(side.organisation_id)


def calendar(
    user: User, period: Period, wanted: Wanted, sides: Sequence[Side], today: date
) -> CalendarPage:
    """Return the calendar of a period, in six queries at most; ``sides`` as ``sides_of`` has them.

    Visits are narrowed by their days and certainty as this reader knows them, never as stored.
    """
    first, last = period.span
    mine = _narrowed(Visit.objects.visible_to(user), wanted)
    visits = _shown(mine.about(first, last).knowing(user).with_sides(), wanted, first, last)
    summits = _summits(user, visits)
    entries = [_of_visit(one, summits[one.pk]) for one in visits if one.from_on]
    page = CalendarPage(
        period,
        visits=[entry for entry in entries if wanted.has(entry.kind)],
        undated=[
            (one, [summit.title for summit in summits[one.pk]])
            for one in visits
            if not one.from_on and wanted.has(_kind(summits[one.pk]))
        ],
    )
    if wanted.has(Kind.HOLD):
        page.holds = _holds(user, mine, wanted, first, last)
    if wanted.has(Kind.MEETING):
        page.meetings = _meetings(wanted, first, last)
    present = {side.country_id for one in visits if one.from_on for side in one.sides.all()}
    countries = [
        side.country
        for side in sides
        if side.country
        and (side.is_planned or side.country_id in present)
        and wanted.side in ("", called(side))
    ]
    if wanted.has(Kind.HOLIDAY):
        page.holidays = [(one, _holidays(one, first, last)) for one in countries]
    page.days = _days(page, countries, today)
    return page


def _narrowed(visits: VisitQuerySet, wanted: Wanted) -> VisitQuerySet:
    if len(wanted.side) == 2:
        visits = visits.with_side(country_code=wanted.side)
    elif wanted.side:
        visits = visits.with_side(organisation=wanted.side)
    if wanted.principal:
        visits = visits.led_by(UUID(wanted.principal))
    return visits


def _shown(visits: VisitQuerySet, wanted: Wanted, first: date, last: date) -> list[Visit]:
    """Return what lies in some days as the reader knows it, and last what is planned without."""
    found = []
    for visit in visits:
        visit.show(inside=visit.inside)
        if visit.from_on is None or visit.to_on is None:
            lies = visit.standing == Standing.PLANNED
        else:
            lies = visit.from_on <= last and visit.to_on >= first
        if lies and (not wanted.certainties or visit.certainty_shown in wanted.certainties):
            found.append(visit)
    return sorted(found, key=lambda one: (one.from_on or date.max, one.pk))


def _summits(user: User, visits: Sequence[Visit]) -> dict[UUID, list[Visit]]:
    """Return what some visits prepare, as far as the reader has a part in it."""
    links = Link.objects.filter(
        kind=LinkKind.PREPARES, visit__in=visits, to__in=Visit.objects.visible_to(user)
    )
    found: dict[UUID, list[Visit]] = defaultdict(list)
    for link in links.select_related("to").order_by("pk"):
        found[link.visit_id].append(link.to)
    return found


def _kind(summits: Sequence[Visit]) -> Kind:
    return Kind.PREPARATORY if summits else Kind.VISIT


def _of_visit(visit: Visit, summits: Sequence[Visit]) -> Entry:
    return Entry(
        _kind(summits),
        visit.certainty_shown,
        visit.title,
        visit.from_on or date.min,
        visit.to_on or date.min,
        slug=visit.slug,
        signs=tuple(side.sign for side in visit.sides.all()),
        place=", ".join(leg.city for leg in visit.legs.all()),
        standing=visit.get_standing_display() if visit.standing in OFF else "",
        prepares=tuple(summit.title for summit in summits),
        of=summits[0].slug if summits else "",
    )


def _holds(
    user: User, visits: VisitQuerySet, wanted: Wanted, first: date, last: date
) -> list[Entry]:
    """Return what is held, once for each person, visit and span, in order of precedence.

    Whoever sees a hold knows the days of its visit as they are known inside.
    """
    holds = Hold.objects.visible_to(user).between(first, last).with_clashes(user)
    if wanted.side or wanted.principal:
        holds = holds.filter(visit__in=visits.values("pk"))
    if wanted.principal:
        holds = holds.filter(person=UUID(wanted.principal))
    if wanted.certainties:
        holds = holds.filter(visit__certainty__in=wanted.certainties)
    found = [
        Entry(
            Kind.HOLD,
            hold.firmness,
            hold.visit.title,
            hold.starts_on,
            hold.ends_on,
            slug=hold.visit.slug,
            person=str(hold.person_id),
            people=(hold.person.name,),
            firmness=hold.get_firmness_display(),
            taken=(hold.person.name,) if hold.is_taken else (),
        )
        for hold in holds.select_related("person", "visit").order_by(*PRECEDENCE, "starts_on", "pk")
    ]
    return list(dict.fromkeys(found))  # two sides may have proposed the same days


def _meetings(wanted: Wanted, first: date, last: date) -> list[Entry]:
    meetings = FixedMeeting.objects.filter(starts_on__lte=last, ends_on__gte=first)
    if wanted.side:
        meetings = meetings.filter(country__code=wanted.side)
    return [
        Entry(
            Kind.MEETING,
            "fixed",
            meeting.name,
            meeting.starts_on,
            meeting.ends_on,
            signs=(meeting.country.code,),
            place=meeting.city,
        )
        for meeting in meetings.select_related("country").order_by("starts_on", "name", "pk")
    ]


def _holidays(country: Country, first: date, last: date) -> list[Entry]:
    return [
        Entry(Kind.HOLIDAY, "holiday", name, day, day, signs=(country.code,))
        for day, name in holidays_between(country, first, last).items()
    ]


def _days(page: CalendarPage, countries: Sequence[Country], today: date) -> list[Day]:
    """Return the days on the page with what is known of them and, in a year, lies on them."""
    first, last = page.period.span
    named: dict[date, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for country, entries in page.holidays:
        for one in entries:
            named[one.first][one.title].append(country.code)
    marked = page.entries if page.period.view == View.YEAR else []
    found = []
    for day in (first + n * DAY for n in range((last - first).days + 1)):
        is_shut, notes = _weekend(day, countries)
        for name, signs in named[day].items():
            notes.append(Note(name, tuple(signs), is_holiday=True))
        found.append(
            Day(
                day,
                is_today=day == today,
                is_inside=page.period.first <= day <= page.period.last,
                is_weekend=is_shut,
                notes=tuple(notes),
                entries=tuple(one for one in marked if one.first <= day <= one.last),
            )
        )
    return found


def _weekend(day: date, countries: Sequence[Country]) -> tuple[bool, list[Note]]:
    """Tell whether a day is weekend in most countries; note those in which it is otherwise."""
    known = [country for country in countries if country.weekend]
    if not known:
        return day.isoweekday() > 5, []
    at_rest = [one.code for one in known if is_weekend(one, day) and not is_worked(one, day)]
    at_work = [one.code for one in known if one.code not in at_rest]
    if len(at_rest) >= len(at_work):
        return True, [Note(_("working day"), tuple(at_work))] if at_work else []
    return False, [Note(_("weekend"), tuple(at_rest))] if at_rest else []
