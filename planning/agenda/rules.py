"""The life of an agenda item. No database, no clock, no request."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Conflict
from planning.visits.rules import May

T = TypeVar("T")


class ItemState(models.TextChoices):
    """Where an item stands (``returned`` is drafting with a reason)."""

    SUGGESTED = "suggested", _("Suggested")
    ACCEPTED = "accepted", _("Accepted")
    DRAFTING = "drafting", _("Drafting")
    SUBMITTED = "submitted", _("Submitted")
    APPROVED = "approved", _("Approved")
    PASSED = "passed", _("Passed to the other side")
    AGREED = "agreed", _("Agreed")
    AD_REFERENDUM = "ad_referendum", _("Agreed ad referendum")
    DEFERRED = "deferred", _("Deferred")
    DROPPED = "dropped", _("Dropped")


OPEN = {ItemState.ACCEPTED, ItemState.DRAFTING}  # while a ministry may write its own items


class TextKind(models.TextChoices):
    """The texts of an item: rows of their own, each with its own permission."""

    LINE = "line", _("Line to take")
    HEADING = "heading", _("Heading as passed to the other side")


READS = {TextKind.LINE: May.READ_LINE, TextKind.HEADING: May.READ_LINE}


class PartKind(models.TextChoices):
    """An organisation's part in an item."""

    LEAD = "lead", _("lead")
    CONSULTED = "consulted", _("consulted")


def check_suggested(state: str) -> None:
    """Refuse to accept what is past being suggested. Raises Conflict."""
    if state != ItemState.SUGGESTED:
        raise Conflict(_("Only a suggested item is accepted: this one has been decided already."))


def check_open(state: str, *, manages: bool) -> None:
    """Refuse a ministry's writing outside the states in which its item is open. Raises Conflict."""
    if manages or state in OPEN:
        return
    raise Conflict(
        _("The item has not been accepted yet: the desk opens it for writing.")
        if state == ItemState.SUGGESTED
        else _("The item is no longer open for writing. Ask the desk to return it.")
    )


def overdue(state: str, due_on: date | None, today: date) -> bool:
    """Tell whether texts that can still be written should have been there by now."""
    return state in OPEN and due_on is not None and due_on < today


def moved(order: Collection[T], item: T, *, up: bool) -> list[T]:
    """Return the order with one item moved by one place; at the edge it stays where it is."""
    new = list(order)
    here = new.index(item)
    there = here - 1 if up else here + 1
    if 0 <= there < len(new):
        new[here], new[there] = new[there], new[here]
    return new


SUGGESTED = Verb("agenda.item_suggested", _("suggested item %(number)s: %(title)s"))
ACCEPTED = Verb("agenda.item_accepted", _("accepted item %(number)s: %(title)s"))
MOVED_UP = Verb("agenda.item_moved_up", _("moved item %(number)s up in the order: %(title)s"))
MOVED_DOWN = Verb("agenda.item_moved_down", _("moved item %(number)s down in the order: %(title)s"))
PART_ADDED = {
    PartKind.LEAD: Verb(
        "agenda.lead_added", _("made %(organisation)s the lead on its side for item %(number)s")
    ),
    PartKind.CONSULTED: Verb(
        "agenda.consulted_added", _("has %(organisation)s consulted on item %(number)s")
    ),
}
WRITTEN = {
    TextKind.LINE: Verb(
        "agenda.line_written", _("wrote the line to take of item %(number)s"), May.READ_LINE
    ),
    TextKind.HEADING: Verb(
        "agenda.heading_written", _("wrote the heading of item %(number)s"), May.READ_LINE
    ),
}
