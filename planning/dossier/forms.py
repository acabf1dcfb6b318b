"""Forms of the dossier."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.core.forms import ChoiceOf, DayField
from planning.stakeholders.models import Organisation
from planning.visits.models import Visit
from planning.visits.rules import Part


class DossierForm(forms.Form):
    """Something to know for a visit; given a row, the form edits it.

    The version stands where there is something to lose.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, visit: Visit, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row:
            self.initial = {name: getattr(row, name) for name in self.fields}
        else:
            del self.fields["version"]


class ProjectForm(DossierForm):
    """A joint project."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea({"rows": 6}))
    source = forms.CharField(label=_("Source"), max_length=300, required=False)


class SensitivityForm(ProjectForm):
    """What must be handled with care."""

    organisation = ChoiceOf(
        lambda office: office.name,
        label=_("Ministry that may read it"),
        required=False,
        help_text=_("Its focal points read it, beside protocol, desk and principal's office."),
    )

    def __init__(self, *args: Any, visit: Visit, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, visit=visit, row=row, **kwargs)
        ministries = visit.participations.filter(part=Part.MINISTRY).values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(
            Q(pk__in=ministries) | Q(pk=row and row.organisation_id)
        ).order_by("name", "pk")


class IndicatorForm(ProjectForm):
    """A figure that is watched."""

    unit = forms.CharField(
        label=_("Unit"), max_length=64, help_text=_("For example: billion US dollars.")
    )
    goal = forms.CharField(label=_("Goal"), max_length=200, required=False)

    field_order = ["title", "unit", "goal"]


class StatementForm(DossierForm):
    """Who said what, where, when, by which source."""

    speaker = forms.CharField(label=_("Who"), max_length=200)
    said_on = DayField(label=_("Day"))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    words = forms.CharField(label=_("What was said"), widget=forms.Textarea({"rows": 6}))
    source = forms.CharField(label=_("Source"), max_length=300)


class ValueForm(forms.Form):
    """What an indicator stood at on a day."""

    as_of = DayField(label=_("Day"))
    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=3)
    remark = forms.CharField(label=_("Remark"), max_length=200, required=False)


class CorrectionForm(ValueForm):
    """A value that was noted, to be corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput)
