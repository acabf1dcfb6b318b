"""The form in which a note is taken."""

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import DayField


class ChaserForm(forms.Form):
    """One line on what was said, and the day that was promised."""

    said = forms.CharField(
        label=_("What was said"),
        max_length=200,
        help_text=_("In one line, for example: telephoned, promises Thursday."),
    )
    promised_on = DayField(label=_("Promised for"), required=False)
