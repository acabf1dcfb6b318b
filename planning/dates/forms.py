"""Forms of the dates page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.forms import ChoiceOf, DayField
from planning.core.wording import span
from planning.correspondence.rules import Channel
from planning.dates.models import DateOption, RequiredParty
from planning.dates.rules import Answer, OptionKind
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


class PositionForm(forms.Form):
    """What a required party says to an option. Entered on behalf of who said it."""

    option = ChoiceOf(lambda option: span(option.starts_on, option.ends_on), label=_("Dates"))
    party = ChoiceOf(lambda party: party.organisation.name, label=_("Office"))
    answer = forms.ChoiceField(label=_("What it says"), choices=Answer, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("Condition or reason"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed where the answer is conditional or waived."),
    )
    said_by = forms.CharField(label=_("Said by"), max_length=200)
    channel = forms.ChoiceField(label=_("How it came"), choices=Channel)
    said_on = DayField(label=_("Day it was said"))

    def __init__(self, *args: Any, visit: Visit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = DateOption.objects.visible_to(user).filter(visit=visit)
        self.fields["option"].queryset = options.filter(
            kind=OptionKind.PROPOSAL, withdrawn_at=None
        ).order_by("-entered_at", "pk")
        parties = RequiredParty.objects.visible_to(user).filter(visit=visit)
        self.fields["party"].queryset = parties.select_related("organisation").order_by(
            "side__position", "position", "pk"
        )


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
