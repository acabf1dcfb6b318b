"""Words for what the history of a visit is about. No database, no clock, no request."""

from django.db import models
from django.utils.translation import gettext_lazy as _

LEAF = 30  # acts, or messages, on one page
LATE = "late"  # of messages: queued or being sent for longer than it should take


class Thing(models.TextChoices):
    """What acts are about: the first word of their verbs."""

    VISITS = "visits", _("Visit and participants")
    DATES = "dates", _("Dates and positions")
    LIFECYCLE = "lifecycle", _("Confirmed and announced dates, messages")
    AGENDA = "agenda", _("Agenda")
    PROGRAMME = "programme", _("Programme")
    PREPARATION = "preparation", _("Tasks")
    CORRESPONDENCE = "correspondence", _("Register")
    DOSSIER = "dossier", _("Dossier")


# Fields that no form shows, and that therefore have no name of their own.
WORDS = {
    "certainty": _("how sure"),
    "country": _("country"),
    "dates_mode": _("where the dates come from"),
    "due_on": _("due on"),
    "ends_on": _("last day"),
    "item": _("item"),
    "kind": _("kind"),
    "leg": _("place of the visit"),
    "let_in_at": _("let in to days that are not public"),
    "marking": _("marking"),
    "organisation": _("organisation"),
    "part": _("part"),
    "person": _("person"),
    "position": _("place in the order"),
    "public_certainty": _("how sure, as public"),
    "public_ends_on": _("last day, as public"),
    "public_starts_on": _("first day, as public"),
    "role": _("role"),
    "side": _("side"),
    "standing": _("standing"),
    "starts_on": _("first day"),
    "state": _("state"),
    "user": _("person"),
    "with_spouse": _("with spouse"),
    "withdrawn_at": _("withdrawn"),
}
