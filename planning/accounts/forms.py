"""Forms about oneself."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from planning.accounts.rules import Scope
from planning.core.wall import LEADING

OTHERS = sorted(zone for zone in available_timezones() if "/" in zone and zone not in LEADING)


class WishesForm(forms.Form):
    """Language and time zone."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Reminders reach you at 08:00 in this zone."),
        choices=[(zone, zone) for zone in (*LEADING, *OTHERS)],
    )


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("Name"), help_text=_("The program that will use it."), max_length=100
    )
    scope = forms.ChoiceField(label=_("Scope"), choices=Scope.choices)
    days = forms.TypedChoiceField(
        label=_("Expires after"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (180, _("180 days")), (365, _("a year"))],
    )
