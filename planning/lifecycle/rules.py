"""Verbs of acts over several slices."""

from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.dates.rules import RequestKind
from planning.outbox.rules import Outcome
from planning.visits.rules import May

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
