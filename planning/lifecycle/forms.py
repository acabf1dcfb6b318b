"""Forms of acts that may move a visit's days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.forms import ChoiceOf, DayField
from planning.core.wording import span
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import Channel
from planning.dates.models import DateOption, RequiredParty
from planning.dates.rules import Answer, OptionKind
from planning.stakeholders.models import Organisation
from planning.visits.models import Visit


class EstimateForm(forms.Form):
    """Days that nobody offered."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who wrote or said it, where and when.")
    )


class ProposalForm(forms.Form):
    """Dates that a side offers."""

    side = ChoiceOf(lambda side: side.name, label=_("Proposed by"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    channel = forms.ChoiceField(label=_("How it came"), choices=Channel)
    source = forms.CharField(label=_("Said by"), max_length=300, required=False)
    sent_on = DayField(label=_("Day sent"), required=False)
    answers = ChoiceOf(
        lambda option: span(option.starts_on, option.ends_on),
        label=_("Answers these dates"),
        required=False,
        help_text=_("Choose the dates to which this is a counter-proposal."),
    )
    entry = ChoiceOf(lambda entry: entry.subject, label=_("Entry in the register"), required=False)

    def __init__(self, *args: Any, visit: Visit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].queryset = visit.sides.select_related("country", "organisation")
        self.fields["answers"].queryset = (
            DateOption.objects.visible_to(user)
            .filter(visit=visit, kind=OptionKind.PROPOSAL)
            .order_by("-entered_at", "pk")
        )
        self.fields["entry"].queryset = (
            RegisterEntry.objects.visible_to(user)
            .filter(visit=visit)
            .order_by("-received_on", "pk")
        )


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


class WithdrawalForm(forms.Form):
    """Why dates are withdrawn."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 2}))


class GrantForm(forms.Form):
    """The version that was looked at; the page shows the rest."""

    version = forms.IntegerField(widget=forms.HiddenInput)
