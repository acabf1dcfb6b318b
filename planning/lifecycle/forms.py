"""Forms that open a visit, and of acts that may move its days."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.forms import ChoiceOf, DayField, SomeOf
from planning.core.wording import span
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import Channel
from planning.dates.models import DateOption, RequiredParty
from planning.dates.rules import Answer, OptionKind
from planning.lifecycle.rules import Known, next_title
from planning.stakeholders.models import Country, Organisation, Person
from planning.stakeholders.rules import Kind
from planning.visits.forms import TakingForm
from planning.visits.models import Appointment, Side, Visit
from planning.visits.queries import (
    as_there,
    could_lead,
    head_of,
    home_of,
    leaders_of,
    roles_to_copy,
    usually_there,
)
from planning.visits.rules import Category, DatesMode, Rights


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


def _called(person: Person) -> str:
    return f"{person.styled}, {person.post}" if person.post else person.styled


def _role_called(appointment: Appointment) -> str:
    return f"{appointment.user.name}: {appointment.get_role_display()}"


class VisitForm(forms.Form):
    """What opens a visit: eight facts, the rest has good defaults and is edited later.

    ``id`` is the key of the visit to be: a form that is sent twice opens one visit.
    """

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_own = forms.CharField(
        label=_("Title in the second language"), max_length=200, required=False
    )
    category = forms.TypedChoiceField(
        label=_("Category"), choices=Category, coerce=Category, initial=Category.OFFICIAL
    )
    dates_mode = forms.TypedChoiceField(
        label=_("Where its dates come from"),
        choices=DatesMode,
        coerce=DatesMode,
        initial=DatesMode.NEGOTIATED,
        help_text=_("This stays as it is; all else can be changed later."),
    )
    host = forms.TypedChoiceField(label=_("Host"))
    guest = forms.TypedChoiceField(label=_("Guest"))
    city = forms.CharField(
        label=_("City"),
        max_length=100,
        required=False,
        help_text=_("Empty: the capital of the host."),
    )
    file_number = forms.CharField(label=_("Your file number"), max_length=64, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = list(Country.objects.order_by("name", "pk"))
        bodies = list(Organisation.objects.filter(kind=Kind.INTERNATIONAL).order_by("name", "pk"))
        rows: dict[str, Any] = {str(row.pk): row for row in [*countries, *bodies]}
        groups = {_("Countries"): countries, _("International organisations"): bodies}
        choices = [
            (group, [(str(row.pk), row.name) for row in found]) for group, found in groups.items()
        ]
        home = home_of(user)
        for name, initial in (("host", str(home.pk) if home else ""), ("guest", "")):
            self.fields[name].choices = [("", "---------"), *choices]
            self.fields[name].coerce = rows.__getitem__
            self.fields[name].initial = initial

    def clean(self) -> dict[str, Any]:
        """Refuse a visit to oneself."""
        cleaned = super().clean() or {}
        if cleaned.get("host") and cleaned.get("host") == cleaned.get("guest"):
            self.add_error("guest", _("Host and guest are two different sides."))
        return cleaned


class WhoForm(TakingForm):
    """Who leads the sides and who takes part, proposed from the book and from the category.

    ``proposed`` says for which sides and category: where these change, it is proposed anew.
    """

    proposed = forms.CharField(widget=forms.HiddenInput)
    host_principals = SomeOf(_called, required=False)
    guest_principals = SomeOf(_called, required=False)

    def __init__(self, *args: Any, opening: dict[str, Any], user: User, **kwargs: Any) -> None:
        sides = {name: opening[name] for name in ("host", "guest")}
        countries = {
            name: side if isinstance(side, Country) else None for name, side in sides.items()
        }
        candidates = usually_there(opening["category"], user, **countries)
        super().__init__(*args, candidates=candidates, **kwargs)
        for name, country in countries.items():
            field, head = self.fields[f"{name}_principals"], head_of(country)
            field.label = _("Who leads %(side)s") % {"side": sides[name].name}
            field.queryset = leaders_of(country)
            field.initial = [head.pk] if head else []
            if head is None:
                field.help_text = _("The book names no head of state or government there.")

    def clean(self) -> dict[str, Any]:
        """Keep what the action takes."""
        cleaned = super().clean()
        cleaned.pop("proposed", None)
        return cleaned


class NextForm(TakingForm):
    """What the next edition takes over from the last one."""

    title = forms.CharField(label=_("Title"), max_length=200)
    title_own = forms.CharField(
        label=_("Title in the second language"), max_length=200, required=False
    )
    title_latin = forms.CharField(
        label=_("That title in Latin letters"), max_length=200, required=False
    )
    category = forms.TypedChoiceField(label=_("Category"), choices=Category, coerce=Category)
    file_number = forms.CharField(label=_("Your file number"), max_length=64, required=False)
    offices = forms.BooleanField(
        label=_("Ask the same offices for their yes to dates"), required=False, initial=True
    )
    topics = forms.BooleanField(
        label=_("Suggest the topics again that were deferred"), required=False, initial=True
    )
    tasks = forms.BooleanField(
        label=_("Hang the checklist on the new days, when there are some"),
        required=False,
        initial=True,
    )
    roles = SomeOf(
        _role_called,
        label=_("Roles given by name"),
        required=False,
        help_text=_("None above your own; a chief gives what stands higher."),
    )

    def __init__(
        self, *args: Any, edition: Visit, user: User, rights: Rights, **kwargs: Any
    ) -> None:
        titles = {
            name: next_title(getattr(edition, name), edition.ordinal)
            for name in ("title", "title_own", "title_latin")
        }
        initial = titles | {"category": edition.category}
        candidates = as_there(edition, likely=True)
        super().__init__(*args, candidates=candidates, initial=initial, **kwargs)
        roles = roles_to_copy(edition, user, rights)
        self.fields["roles"].queryset = roles
        self.fields["roles"].initial = [one.pk for one in roles]


class PreparatoryForm(TakingForm):
    """A visit that prepares another; nobody has a part in it who is not ticked."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_own = forms.CharField(
        label=_("Title in the second language"), max_length=200, required=False
    )
    host = forms.TypedChoiceField(label=_("Who receives"), widget=forms.RadioSelect)
    category = forms.TypedChoiceField(
        label=_("Category"), choices=Category, coerce=Category, initial=Category.WORKING
    )
    city = forms.CharField(
        label=_("City"),
        max_length=100,
        required=False,
        help_text=_("Empty: the capital of the side that receives."),
    )
    known = forms.ChoiceField(
        label=_("What is known of its days"),
        choices=Known,
        initial=Known.NOTHING,
        widget=forms.RadioSelect,
    )
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)
    source = forms.CharField(
        label=_("Source of these days"),
        max_length=300,
        required=False,
        help_text=_("Who wrote or said it, where and when."),
    )
    roles = SomeOf(
        _role_called,
        label=_("Roles given by name"),
        required=False,
        help_text=_("None above your own. You become its officer."),
    )

    def __init__(self, *args: Any, visit: Visit, user: User, rights: Rights, **kwargs: Any) -> None:
        super().__init__(*args, candidates=as_there(visit, likely=False), **kwargs)
        self.sides: dict[UUID, Side] = {side.pk: side for side in visit.sides.all()}
        self.fields["host"].choices = [(str(pk), _at(side)) for pk, side in self.sides.items()]
        self.fields["host"].coerce = lambda chosen: self.sides[UUID(chosen)]
        guests = [side for side in self.sides.values() if side.role != "host"]
        self.fields["host"].initial = str(guests[0].pk) if guests else None
        self.fields["roles"].queryset = roles_to_copy(visit, user, rights)
        for pk, side in self.sides.items():
            self.fields[f"leaders-{pk}"] = SomeOf(
                _called,
                label=_("Who leads %(side)s") % {"side": side.name},
                required=False,
                queryset=leaders_of(side.country),
            )

    def clean(self) -> dict[str, Any]:
        """Put together who leads which side."""
        cleaned = super().clean()
        leaders = {pk: cleaned.pop(f"leaders-{pk}", ()) for pk in self.sides}
        return cleaned | {"leaders": leaders}


class LeadForm(forms.Form):
    """Who leads a side, on the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    people = SomeOf(_called, required=False)
    accompanied = SomeOf(_called, label=_("Who comes with a spouse"), required=False)

    def __init__(self, *args: Any, side: Side, **kwargs: Any) -> None:
        self.side = side
        kwargs["initial"] = {name: getattr(side, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["people"].label = _("Who leads %(side)s") % {"side": side.name}
        for name in ("people", "accompanied"):
            self.fields[name].queryset = could_lead(side)

    def clean(self) -> dict[str, Any]:
        """Keep the order of who leads it already; others follow by precedence."""
        cleaned = super().clean() or {}
        for name in ("people", "accompanied"):
            chosen = list(cleaned.get(name, ()))
            standing = [one for one in getattr(self.side, name) if one in chosen]
            cleaned[name] = standing + [one for one in chosen if one not in standing]
        return cleaned


def _at(side: Side) -> str:
    if side.country is None:
        return side.name
    return _("%(side)s, in %(city)s") % {"side": side.name, "city": side.country.capital}
