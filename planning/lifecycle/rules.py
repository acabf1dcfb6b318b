"""Words and verbs of acts over several slices."""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Refused
from planning.dates.rules import RequestKind
from planning.outbox.rules import Outcome
from planning.visits.rules import May, SideRole

TITLE = 200  # characters of a visit's title
SWAPPED = {SideRole.HOST: SideRole.GUEST, SideRole.GUEST: SideRole.HOST}


class Known(models.TextChoices):
    """What is known of the days of a visit that is opened."""

    NOTHING = "negotiated", _("Nothing yet: they will be negotiated")
    ESTIMATE = "estimate", _("A press estimate")
    NOTED = "noted", _("They are public fact: just note them")


def check_known(known: str, starts_on: date | None, ends_on: date | None, source: str) -> None:
    """Refuse days without their kind or source, and a kind without its days. Raises Refused."""
    if known == Known.NOTHING:
        if starts_on or ends_on:
            raise Refused(
                _("Say whether these days are an estimate or public fact."), field="known"
            )
    elif starts_on is None:
        raise Refused(_("Enter the first day."), field="starts_on")
    elif ends_on is None:
        raise Refused(_("Enter the last day."), field="ends_on")
    elif not source.strip():
        raise Refused(_("Name the source of these days."), field="source")


def next_title(title: str, ordinal: int | None) -> str:
    """Return a title with the number of the next edition: "22nd Summit" becomes "23rd Summit".

    It stays as it is where the edition has no number, and is cut to the column of titles.
    """
    if ordinal is None:
        return title
    ends = {1: "st", 2: "nd", 3: "rd"}
    following = ordinal + 1
    end = "th" if following % 100 in (11, 12, 13) else ends.get(following % 10, "th")
    title = re.sub(rf"\b{ordinal}(st|nd|rd|th)\b", f"{following}{end}", title)
    return re.sub(rf"\b{ordinal}\b", str(following), title)[:TITLE]


LED = Verb("lifecycle.led", _("said who leads %(side)s: %(people)s"))
TAKEN_OVER = Verb(
    "lifecycle.taken_over",
    _(
        "took over from the last edition, sides swapped: organisations %(parts)s, offices to ask"
        " %(offices)s, deferred topics %(topics)s, tasks %(tasks)s"
    ),
    May.MANAGE_PARTS,
)
CONFIRMED = Verb(
    "lifecycle.confirmed",
    _("confirmed %(days)s, not public, as decided by %(office)s"),
    May.SEE_DAYS,
)
ANNOUNCED = Verb("lifecycle.announced", _("announced %(days)s, as decided by %(office)s"))
GRANTED = {RequestKind.CONFIRM: CONFIRMED, RequestKind.ANNOUNCE: ANNOUNCED}
TOLD = {
    RequestKind.CONFIRM: "lifecycle.dates_confirmed",
    RequestKind.ANNOUNCE: "lifecycle.dates_announced",
}
RESENT = Verb("lifecycle.message_resent", _("had a message to %(to)s sent again"), May.MANAGE_PARTS)
RESOLVED = {
    Outcome.ARRIVED: Verb(
        "lifecycle.message_arrived", _("noted that a message to %(to)s arrived"), May.MANAGE_PARTS
    ),
    Outcome.LEFT: Verb(
        "lifecycle.message_left", _("gave up a message to %(to)s"), May.MANAGE_PARTS
    ),
}
