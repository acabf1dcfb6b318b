"""Kinds of organisation, and who may change reference data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb


class Kind(models.TextChoices):
    """What an organisation is."""

    PROTOCOL = "protocol", _("Protocol office")
    DESK = "desk", _("Territorial desk")
    PRINCIPAL = "principal", _("Principal's office")
    MINISTRY = "ministry", _("Ministry")
    MISSION = "mission", _("Mission abroad")
    INTERNATIONAL = "international", _("International organisation")
    PRESS = "press", _("Press")
    SECURITY = "security", _("Security")
    SERVICE = "service", _("Supporting service")


KEEPERS = {Kind.PROTOCOL, Kind.DESK}  # their members keep organisations and people, and make visits

SAVED = Verb("stakeholders.saved", _("saved %(name)s"))
JOINED = Verb("stakeholders.joined", _("made %(person)s a member of %(name)s"))
MEMBERSHIP_CHANGED = Verb(
    "stakeholders.membership_changed", _("changed the membership of %(person)s in %(name)s")
)
MEMBERSHIP_ENDED = Verb(
    "stakeholders.membership_ended", _("ended the membership of %(person)s in %(name)s")
)
