"""The four kinds of the dossier, as their pages name them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from planning.dossier.forms import IndicatorForm, ProjectForm, SensitivityForm, StatementForm
from planning.dossier.models import Indicator, Project, Sensitivity, Statement


@dataclass(frozen=True)
class Kind:
    """One kind: its rows, its form, the titles of its two pages."""

    model: Any
    form: Any
    adding: Any
    editing: Any


KINDS = {
    "sensitivity": Kind(
        Sensitivity, SensitivityForm, _("Add a sensitivity"), _("Edit a sensitivity")
    ),
    "indicator": Kind(Indicator, IndicatorForm, _("Add an indicator"), _("Edit an indicator")),
    "project": Kind(Project, ProjectForm, _("Add a project"), _("Edit a project")),
    "statement": Kind(Statement, StatementForm, _("Add a statement"), _("Edit a statement")),
}
