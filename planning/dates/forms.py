"""Forms of the dates page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import DayField


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
