"""Verbs of acts over several slices."""

from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.dates.rules import RequestKind
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
