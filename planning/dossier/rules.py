"""Verbs of the dossier."""

from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.visits.rules import May

SENSITIVITY_SAVED = Verb(
    "dossier.sensitivity_saved", _("wrote a sensitivity: %(title)s"), May.READ_LINE
)
INDICATOR_SAVED = Verb("dossier.indicator_saved", _("noted the indicator %(title)s"))
VALUE_ADDED = Verb("dossier.value_added", _("noted where %(title)s stood on %(day)s"))
VALUE_CORRECTED = Verb(
    "dossier.value_corrected",
    _("corrected where %(title)s stood: it said %(former)s on %(day)s"),
)
PROJECT_SAVED = Verb("dossier.project_saved", _("noted the project %(title)s"))
STATEMENT_SAVED = Verb("dossier.statement_saved", _("noted a statement of %(speaker)s"))
