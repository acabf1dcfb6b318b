"""The life of an agenda item. No database, no clock, no request."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Conflict
from planning.visits.rules import May


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


def check_open(state: str, *, manages: bool) -> None:
    """Refuse a ministry's writing outside the states in which its item is open. Raises Conflict."""
    if manages or state in OPEN:
        return
    raise Conflict(
        _("The item has not been accepted yet: the desk opens it for writing.")
        if state == ItemState.SUGGESTED
        else _("The item is no longer open for writing. Ask the desk to return it.")
    )


def moved(order: Collection[object], item: object, *, up: bool) -> list[object]:
    """Return the order with one item moved by one place; at the edge it stays where it is."""
    new = list(order)
    here = new.index(item)
    there = here - 1 if up else here + 1
    if 0 <= there < len(new):
        new[here], new[there] = new[there], new[here]
    return new


SUGGESTED = Verb("agenda.item_suggested", _("suggested item %(number)s: %(title)s"))
ACCEPTED = Verb("agenda.item_accepted", _("accepted item %(number)s: %(title)s"))
MOVED = Verb("agenda.item_moved", _("moved item %(number)s in the order: %(title)s"))
PART_ADDED = Verb("agenda.part_added", _("made %(organisation)s %(part)s for item %(number)s"))
WRITTEN = Verb("agenda.text_written", _("wrote the %(kind)s of item %(number)s"), May.READ_LINE)
