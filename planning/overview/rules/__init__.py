"""How far a visit has come, and what a page shows first. No database, no clock, no request."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planning.correspondence.rules import EntryKind
from planning.visits.rules import FIRM, Certainty, May, Rights, Standing


class Stage(models.TextChoices):
    """What the register and the dates say of a visit, as one reader knows them."""

    PLANNED = "planned", gettext_lazy("planned")
    SOUNDED = "sounded", gettext_lazy("sounded")
    INVITED = "invited", gettext_lazy("invited")
    ACCEPTED = "accepted", gettext_lazy("accepted in principle")
    NEGOTIATED = "negotiated", gettext_lazy("dates under negotiation")
    CONFIRMED = "confirmed", gettext_lazy("confirmed, not public")
    ANNOUNCED = "announced", gettext_lazy("announced")
    UNDER_WAY = "under_way", gettext_lazy("under way")
    CONCLUDED = "concluded", gettext_lazy("concluded")
    CLOSED = "closed", gettext_lazy("closed")
    POSTPONED = "postponed", gettext_lazy("postponed")
    CANCELLED = "cancelled", gettext_lazy("cancelled")


BY_LETTER = [
    (EntryKind.ACCEPTANCE, Stage.ACCEPTED),
    (EntryKind.INVITATION, Stage.INVITED),
    (EntryKind.SOUNDING, Stage.SOUNDED),
]


def stage(
    standing: str,
    certainty: str,
    days: tuple[date | None, date | None],
    letters: Collection[str],
    today: date,
) -> Stage:
    """Return how far a visit has come; ``letters`` are the kinds of entry in its register."""
    if standing != Standing.PLANNED:
        return Stage(standing)
    first, last = days
    if certainty in FIRM and first and last and first <= today:
        return Stage.UNDER_WAY if today <= last else Stage.CONCLUDED
    if certainty in FIRM:
        return Stage(certainty)
    if certainty == Certainty.PROPOSED:
        return Stage.NEGOTIATED
    return next((stage for kind, stage in BY_LETTER if kind in letters), Stage.PLANNED)


def countdown(certainty: str, first: date | None, last: date | None, today: date) -> str:
    """Return in words how many days there are to go; what is not firm never sounds firm."""
    if first is None or last is None:
        return ""
    days = (first - today).days
    if certainty not in FIRM:
        said = ngettext("about %(days)s day to go", "about %(days)s days to go", days)
        return said % {"days": days} if days > 0 else ""
    if days > 0:
        return ngettext("%(days)s day to go", "%(days)s days to go", days) % {"days": days}
    if today > last:
        return ""
    return _("day %(day)s of %(days)s") % {"day": 1 - days, "days": (last - first).days + 1}


class Block(models.TextChoices):
    """A part of the first page."""

    DECIDE = "decide"
    WAITING = "waiting"  # what others owe to the reader
    OWED = "owed"  # what the reader owes
    VISITS = "visits"
    NEWS = "news"


def blocks_for(held: Collection[Rights]) -> list[Block]:
    """Return the parts of the first page in the order that fits the reader's day.

    A chief decides first; who manages visits sees what others owe before what they owe
    themselves; a ministry its own items and deadlines; a viewer the next visits.
    """
    if any(rights.may(May.GRANT) for rights in held):
        return [Block.DECIDE, Block.WAITING, Block.OWED, Block.VISITS, Block.NEWS]
    if any(rights.fully(May.REQUEST) for rights in held):
        return [Block.WAITING, Block.OWED, Block.VISITS, Block.NEWS]
    if any(rights.organisations for rights in held):
        return [Block.OWED, Block.VISITS, Block.NEWS]
    return [Block.VISITS, Block.NEWS]
