"""Forms of the agenda."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.agenda.queries import side_of
from planning.agenda.rules import PartKind
from planning.core.forms import ChoiceOf, DayField
from planning.stakeholders.models import Organisation
from planning.visits.models import Visit


def _called(organisation: Organisation) -> str:
    country = organisation.country
    return f"{organisation.name}, {country.name}" if country else organisation.name


class OfTheSides(ChoiceOf):
    """A choice among the organisations of a visit's sides, named with their countries."""

    def __init__(self, **options: Any) -> None:
        super().__init__(_called, **options)

    def offer(self, visit: Visit) -> None:
        """Offer the organisations of this visit's sides."""
        countries = [side.country_id for side in visit.sides.all() if side.country_id]
        sides = [side.organisation_id for side in visit.sides.all() if side.organisation_id]
        self.queryset = (
            Organisation.objects.filter(Q(country__in=countries) | Q(pk__in=sides))
            .select_related("country")
            .order_by("country__name", "name", "pk")
        )


class SuggestionForm(forms.Form):
    """A topic to be raised."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("Everybody on the visit reads it: keep what is confidential for the texts."),
    )
    title_own = forms.CharField(
        label=_("Title in the second language"), max_length=200, required=False
    )
    cluster = forms.CharField(
        label=_("Cluster"),
        max_length=100,
        required=False,
        help_text=_("What it belongs to, for example trade, defence or finance."),
    )
    lead = OfTheSides(
        label=_("Lead ministry"),
        required=False,
        help_text=_("It writes the texts. A ministry that suggests an item leads it on its side."),
    )
    due_on = DayField(label=_("Texts due on"), required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].offer(visit)


class PartForm(forms.Form):
    """An organisation's part in an item; its side follows from its country."""

    organisation = OfTheSides(label=_("Organisation"))
    part = forms.ChoiceField(
        label=_("Its part"),
        choices=PartKind,
        widget=forms.RadioSelect,
        help_text=_("One ministry leads on each side and writes. Who is consulted reads."),
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.fields["organisation"].offer(visit)

    def clean(self) -> dict[str, Any]:
        """Add the side the organisation belongs to."""
        cleaned = super().clean() or {}
        if organisation := cleaned.get("organisation"):
            cleaned["side"] = side_of(self.visit, organisation)
        return cleaned


class TextForm(forms.Form):
    """A text and the version it was written on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    body = forms.CharField(label=_("Text"), max_length=50_000, widget=forms.Textarea({"rows": 16}))

    def clean_body(self) -> str:
        """Keep the lines as typed, without the carriage returns that browsers send."""
        return self.cleaned_data["body"].replace("\r\n", "\n")
