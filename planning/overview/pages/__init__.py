"""The head of a visit's pages, and the visit at a glance: who owes what, what comes when."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planning.core.wall import signed, zone_name
from planning.overview.queries import Contact
from planning.overview.rules import countdown
from planning.preparation.rules import SOON
from planning.reminders.queries import Owed
from planning.reminders.rules import CHASED, Debt
from planning.visits.models import Visit
from planning.visits.rules import MINISTRY_PAGES, May, Rights, Role, Standing

# The sections of a visit by the name of their first page, and what is owed there.
SECTIONS: list[tuple[str, Any, tuple[Debt, ...]]] = [
    ("overview:visit", gettext_lazy("Overview"), ()),
    ("dates:board", gettext_lazy("Dates"), (Debt.REQUEST, Debt.POSITION)),
    ("agenda:list", gettext_lazy("Agenda"), (Debt.ITEM, Debt.TEXT)),
    ("programme:list", gettext_lazy("Programme"), ()),
    ("preparation:list", gettext_lazy("Preparation"), (Debt.TASK,)),
    ("correspondence:list", gettext_lazy("Register"), ()),
    ("dossier:list", gettext_lazy("Dossier"), ()),
    ("visits:participants", gettext_lazy("Participants"), ()),
    ("overview:history", gettext_lazy("History"), ()),
    ("overview:messages", gettext_lazy("Messages"), ()),
]
# Pages outside a section's own slice that belong to it all the same.
BELONGS = {"lifecycle": "dates:board", "reminders": "overview:visit"}


@dataclass(frozen=True)
class Clock:
    """What a capital's clock shows now; ``shift`` where it is another day than in the first."""

    city: str
    zone: str
    zone_name: str
    stamp: str
    time: str
    shift: str


@dataclass(frozen=True)
class Section:
    """A link to one section: whether one is there, how much is owed there, and in words what."""

    label: str
    address: str
    current: str
    count: int
    words: str


@dataclass(frozen=True)
class Crumb:
    """A page above this one."""

    label: str
    address: str


@dataclass(frozen=True)
class Head:
    """What stands at the head of all pages of a visit."""

    clocks: Sequence[Clock]
    to_go: str
    sections: Sequence[Section]


def head_of(
    request: HttpRequest, visit: Visit, owed: Counter[Debt], at: datetime, today: date
) -> Head:
    """Return the head of a visit's page; the visit is shown as its reader may know it."""
    planned = visit.standing == Standing.PLANNED
    to_go = countdown(visit.certainty_shown, visit.from_on, visit.to_on, today) if planned else ""
    return Head(clocks(visit, at), to_go, sections(request, visit, owed))


def soon(owed: Iterable[Owed], today: date) -> list[Owed]:
    """Return what is owed now or within a week."""
    return [one for one in owed if one.due is None or one.due <= today + SOON]


def clocks(visit: Visit, at: datetime) -> list[Clock]:
    """Return what the clocks of the sides' capitals show, the first side's first."""
    found: dict[str, Clock] = {}
    first: date | None = None
    for side in visit.sides.all():
        if side.country and side.country.capital not in found:
            there = at.astimezone(ZoneInfo(side.country.zone))
            first = first or there.date()
            found[side.country.capital] = Clock(
                side.country.capital,
                side.country.zone,
                zone_name(there),
                there.isoformat(timespec="minutes"),
                f"{there:%H:%M}",
                signed((there.date() - first).days),
            )
    return list(found.values())


def sections(request: HttpRequest, visit: Visit, owed: Counter[Debt]) -> list[Section]:
    """Return the sections of a visit that the reader reaches under this host."""
    here = section_of(request)
    found = []
    for name, label, debts in SECTIONS:
        if getattr(request, "is_outside", False) and name not in MINISTRY_PAGES:
            continue
        address = reverse(name, kwargs={"visit": visit.slug})
        current = ("page" if request.path == address else "true") if name == here else ""
        here_owed = Counter({debt: owed[debt] for debt in debts})
        words = in_words(here_owed)
        found.append(Section(str(label), address, current, here_owed.total(), words))
    return found


def section_of(request: HttpRequest) -> str:
    """Return the name of the section's first page that this page belongs to; empty if to none."""
    place = request.resolver_match
    if place is None or "visit" not in place.kwargs:
        return ""
    names = [name for name, _label, _debts in SECTIONS]
    if place.view_name in names:
        return place.view_name
    first = next((name for name in names if name.startswith(f"{place.namespace}:")), "")
    return BELONGS.get(place.namespace, first)


def in_words(owed: Counter[Debt]) -> str:
    """Return in words what is owed: "1 decision, 2 answers on the dates"."""
    said = {
        Debt.REQUEST: lambda n: ngettext("%(n)s decision", "%(n)s decisions", n),
        Debt.POSITION: lambda n: ngettext("%(n)s answer awaited", "%(n)s answers awaited", n),
        Debt.ITEM: lambda n: ngettext("%(n)s item to accept", "%(n)s items to accept", n),
        Debt.TEXT: lambda n: ngettext("%(n)s text to write", "%(n)s texts to write", n),
        Debt.TASK: lambda n: ngettext("%(n)s task due", "%(n)s tasks due", n),
    }
    return ", ".join(said[kind](n) % {"n": n} for kind, n in owed.items() if n)


def crumbs(request: HttpRequest | None, visit: Visit | None) -> list[Crumb]:
    """Return the pages above this one, the topmost first; none above the first page."""
    place = getattr(request, "resolver_match", None)
    if request is None or place is None or place.view_name == "overview:home":
        return []
    found = [Crumb(_("Home"), reverse("overview:home"))]
    if visit and "visit" in place.kwargs:
        found.append(Crumb(_("Visits"), reverse("overview:visits")))
        if place.view_name != "overview:visit":
            here = reverse("overview:visit", kwargs={"visit": visit.slug})
            found.append(Crumb(visit.code, here))
        found += [
            Crumb(str(label), reverse(name, kwargs={"visit": visit.slug}))
            for name, label, _debts in SECTIONS[1:]
            if name == section_of(request) != place.view_name
        ]
        return found
    account = reverse("accounts:wishes")
    if request.path.startswith(account) and request.path != account:
        found.append(Crumb(_("Your account"), account))
    return found


@dataclass(frozen=True)
class Debtor:
    """An office with what it owes, whom to telephone there, and whether the reader may note it."""

    name: str
    contacts: Sequence[Contact]
    owed: Sequence[tuple[Owed, bool]]


def debtors(
    owed: Iterable[Owed], contacts: Sequence[Contact], rights: Rights, today: date
) -> list[Debtor]:
    """Return who owes what now or within a week, who has owed for longest first."""
    by_office: dict[tuple[UUID | None, str], list[Owed]] = {}
    for one in soon(owed, today):
        by_office.setdefault((one.office, owner_of(one)), []).append(one)
    return [
        Debtor(
            name,
            [contact for contact in contacts if contact.office == office],
            [(one, may_chase(rights, one)) for one in found],
        )
        for (office, name), found in by_office.items()
    ]


def owner_of(one: Owed) -> str:
    """Name who owes something: an office, or those who manage the visit."""
    if one.kind == Debt.REQUEST:
        return str(Role.CHIEF.label)
    return one.owner if one.office else _("Protocol and desk")


def may_chase(rights: Rights, one: Owed) -> bool:
    """Tell whether the reader may note what was said of it: not of what they owe themselves."""
    chased = CHASED.get(one.kind)
    return chased is not None and not one.mine and rights.may(May(chased.needs))


@dataclass(frozen=True)
class Point:
    """A point on the line from today to the visit: today itself, a visit before it, the visit."""

    kind: str
    visit: Visit | None
    on: date | None


def line(visit: Visit, preparing: Iterable[Visit], today: date) -> list[Point]:
    """Return what comes on the way to a visit, in order of days.

    What prepares it and has no day yet stands just before it.
    """
    end = max(visit.from_on or date.max, today)
    points = [Point("today", None, today), Point("visit", visit, visit.from_on)]
    points += [Point("preparing", one, one.from_on) for one in preparing]
    return sorted(points, key=lambda point: (point.on or end, point.kind == "visit"))
