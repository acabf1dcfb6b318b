"""Where somebody can go and what they can do from where they are, for the palette on Ctrl+K."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.search import Sought
from planning.stakeholders.models import keeps_reference
from planning.visits.models import Visit
from planning.visits.rules import May, Rights

PAGES = [
    (_("Home"), "overview:home"),
    (_("Visits"), "overview:visits"),
    (_("Calendar"), "overview:calendar"),
    (_("Your account"), "accounts:wishes"),
]
ADMINISTRATION = (_("Administration"), "admin:index")
OPENING = (_("Open a new visit"), "lifecycle:visit-new")
# Sections of a visit and what may be done there, each with the right that its page asks for.
SECTIONS = [
    (_("Overview"), "overview:visit", None),
    (_("Dates"), "dates:board", None),
    (_("Agenda"), "agenda:list", None),
    (_("Programme"), "programme:list", None),
    (_("Preparation"), "preparation:list", None),
    (_("Register"), "correspondence:list", May.SEE_OPTIONS),
    (_("Dossier"), "dossier:list", None),
    (_("Participants"), "visits:participants", None),
    (_("History"), "overview:history", None),
    (_("Messages"), "overview:messages", None),
    (_("Print the programme"), "programme:print", None),
]
ACTS = [
    (_("Record proposed dates"), "lifecycle:propose", May.RECORD_OPTIONS),
    (_("Record what an office says"), "lifecycle:take-position", May.RECORD_OPTIONS),
    (_("Note a press estimate"), "lifecycle:estimate", May.RECORD_OPTIONS),
    (_("Suggest an item"), "agenda:suggest", May.SUGGEST_ITEM),
    (_("Add a line to the programme"), "programme:add", May.EDIT_PROGRAMME),
    (_("Add a task"), "preparation:add", May.MANAGE_TASKS),
    (_("Enter in the register"), "correspondence:enter", May.RECORD_OPTIONS),
    (_("Add a participation"), "visits:part-add", May.MANAGE_PARTS),
    (_("Let several organisations take part"), "visits:parts-add", May.MANAGE_PARTS),
    (_("Open a preparatory visit"), "lifecycle:visit-prepare", May.MANAGE_PARTS),
    (_("Edit the facts of the visit"), "visits:facts", May.MANAGE_PARTS),
    (_("Give a role"), "visits:appoint", May.MANAGE_PARTS),
]
OWN = {"correspondence:list", "correspondence:enter", "lifecycle:take-position"}


@dataclass(frozen=True)
class Entry:
    """One thing to choose."""

    label: str
    url: str


@dataclass(frozen=True)
class Group:
    """What belongs together, under its name."""

    name: str
    entries: list[Entry]


def groups(user: User, typed: str, visit: Visit | None, rights: Rights) -> list[Group]:
    """Return what the reader can choose here: all of it, or what has the words that were typed.

    What belongs to the visit at hand comes first.
    """
    pages = [
        *PAGES,
        *([OPENING] if keeps_reference(user) else ()),
        *([ADMINISTRATION] if user.is_staff else ()),
    ]
    found = [Group(str(_("Go to")), [Entry(str(label), reverse(to)) for label, to in pages])]
    if visit:
        acts = _of_visit(visit, rights, ACTS)
        here = Group(visit.title, _of_visit(visit, rights, SECTIONS))
        found = [here, Group(str(_("Do")), acts), *found]
    sought = Sought.of(typed)
    kept = [Group(g.name, [one for one in g.entries if sought.has(one.label)]) for g in found]
    return [group for group in kept if group.entries]


def _of_visit(visit: Visit, rights: Rights, what: list[Any]) -> list[Entry]:
    return [
        Entry(str(label), reverse(to, kwargs={"visit": visit.slug}))
        for label, to, needs in what
        if needs is None or rights.may(needs, rights.organisations if to in OWN else ())
    ]
