"""What a line of the programme is. No database, no clock, no request."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Refused
from planning.visits.rules import May, Role


class TimeCertainty(models.TextChoices):
    """How sure a time is; nine rows in ten have no end, and some have no time."""

    EXACT = "exact", _("exact")
    ABOUT = "about", _("approximate")
    BY = "by", _("by")
    AFTER = "after", _("after the previous")
    OPEN = "open", _("not fixed")


TIMED = (TimeCertainty.EXACT, TimeCertainty.ABOUT, TimeCertainty.BY)


class ItemKind(models.TextChoices):
    """What happens."""

    CEREMONY = "ceremony", _("Ceremony")
    TALKS = "talks", _("Talks")
    CALL = "call", _("Call")
    MEAL = "meal", _("Meal")
    MOVEMENT = "movement", _("Movement")
    MEDIA = "media", _("Media")
    PRIVATE = "private", _("Private")
    OTHER = "other", _("Other")


# What a role with a narrow view reads beside the public lines.
OWN_KINDS = {Role.PRESS: {ItemKind.MEDIA}, Role.SECURITY: {ItemKind.MOVEMENT}}


class State(models.TextChoices):
    """Where a line stands; an item may be put off while the visit goes on."""

    PLANNED = "planned", _("Planned")
    PROVISIONAL = "provisional", _("Provisional")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


def check_times(certainty: str, starts: time | None, ends: time | None) -> None:
    """Refuse a time that is missing where it is claimed, or claimed where there is none."""
    if certainty in TIMED and starts is None:
        raise Refused(_("Enter the time, or say that it is not fixed."), field="starts")
    if certainty not in TIMED and starts is not None:
        raise Refused(_("Say how sure this time is: exact, approximate or by."), field="certainty")
    if ends is not None and starts is None:
        raise Refused(_("An end needs a start."), field="ends")


ADDED = Verb("programme.item_added", _("added %(title)s to the programme"), May.READ_PROGRAMME)
CHANGED = Verb(
    "programme.item_changed", _("changed %(title)s in the programme"), May.READ_PROGRAMME
)
MOVED = Verb("programme.item_moved", _("moved %(title)s within its day"), May.READ_PROGRAMME)
REMOVED = Verb(
    "programme.item_removed", _("removed %(title)s from the programme"), May.READ_PROGRAMME
)
