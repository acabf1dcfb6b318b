"""Forms of the dates page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import ChoiceOf, DayField
from planning.stakeholders.models import Organisation
from planning.visits.models import Visit


class PartyForm(forms.Form):
    """An office whose yes a side needs."""

    side = ChoiceOf(lambda side: side.name, label=_("Side"))
    organisation = ChoiceOf(lambda office: office.name, label=_("Office"))
    mandatory = forms.BooleanField(
        label=_("Its yes is needed"),
        required=False,
        initial=True,
        help_text=_("An office whose yes is not needed is heard, but does not decide."),
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].queryset = visit.sides.select_related("country", "organisation")
        self.fields["organisation"].queryset = Organisation.objects.order_by("name", "pk")


class RequestForm(forms.Form):
    """Who decided on our side."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decider_office = forms.CharField(label=_("Office that decided"), max_length=200)
    decider_person = forms.CharField(label=_("Person who decided"), max_length=200)
    decider_reference = forms.CharField(
        label=_("Reference"), max_length=200, help_text=_("The note, minute or file that shows it.")
    )
    decided_on = DayField(label=_("Day of the decision"))


class RefusalForm(forms.Form):
    """Why a request is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))
