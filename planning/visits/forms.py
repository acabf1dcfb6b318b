"""Forms of a visit's facts and of its participants, and ticks of who is to take part."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db.models import Exists, OuterRef
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.forms import ChoiceOf
from planning.core.wall import check_zone
from planning.stakeholders.models import Country, Membership, Organisation, Person
from planning.visits.actions import Taking
from planning.visits.models import Leg, Participation, Series, Visit, holds
from planning.visits.queries import Candidate
from planning.visits.rules import GIVEN_BY_NAME, Category, LinkKind, May, Part, Role, roles_with


class HeadForm(forms.Form):
    """The head data of a visit, on the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_own = forms.CharField(
        label=_("Title in the second language"), max_length=200, required=False
    )
    title_latin = forms.CharField(
        label=_("That title in Latin letters"), max_length=200, required=False
    )
    category = forms.TypedChoiceField(
        label=_("Category"),
        choices=Category,
        coerce=Category,
        help_text=_("It may change late, by agreement of the sides."),
    )
    file_number = forms.CharField(label=_("Your file number"), max_length=64, required=False)
    series = ChoiceOf(lambda series: series.name, label=_("Series"), required=False)
    ordinal = forms.IntegerField(
        label=_("Number in the series"), required=False, min_value=1, max_value=9999
    )

    def __init__(self, *args: Any, visit: Visit, user: User, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(visit, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = Series.objects.visible_to(user).order_by("name", "pk")


class LegForm(forms.Form):
    """A place of a visit."""

    country = ChoiceOf(lambda country: country.name, label=_("Country"))
    city = forms.CharField(label=_("City"), max_length=100)
    zone = forms.CharField(
        label=_("Time zone"), validators=[check_zone], help_text=_("As in Europe/Moscow.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.order_by("name", "pk")


class LegEditForm(LegForm):
    """A place that stands already, on the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, leg: Leg, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(leg, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class LinkForm(forms.Form):
    """How this visit hangs together with another one that the reader manages."""

    kind = forms.TypedChoiceField(label=_("This visit"), choices=LinkKind, coerce=LinkKind)
    to = ChoiceOf(lambda visit: f"{visit.title} ({visit.code})", label=_("The other visit"))

    def __init__(self, *args: Any, visit: Visit, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Visit.objects.visible_to(user).filter(holds(user, roles_with(May.MANAGE_PARTS)))
        self.fields["to"].queryset = mine.exclude(pk=visit.pk).order_by("title", "pk")


class PartForm(forms.Form):
    """An organisation that takes part."""

    organisation = ChoiceOf(lambda office: office.name, label=_("Organisation"))
    part = forms.TypedChoiceField(label=_("Its part"), choices=Part, coerce=Part)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("name", "pk")


class PointForm(forms.Form):
    """A focal point; members of the organisation stand first."""

    person = ChoiceOf(
        lambda person: f"{person.styled}, {person.post}" if person.post else person.styled,
        label=_("Person"),
    )

    def __init__(self, *args: Any, participation: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = Membership.objects.current().filter(
            person=OuterRef("pk"), organisation=participation.organisation_id
        )
        self.fields["person"].queryset = Person.objects.exclude(
            focal_points__participation=participation
        ).order_by(Exists(member).desc(), "name", "pk")


class RoleForm(forms.Form):
    """A role given by name."""

    user = ChoiceOf(lambda user: f"{user.name}, {user.email}", label=_("To whom"))
    role = forms.TypedChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in GIVEN_BY_NAME],
        coerce=Role,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = User.objects.filter(is_active=True)
        self.fields["user"].queryset = users.order_by("name", "email", "pk")


class Tick(NamedTuple):
    """One line of the tick list: an organisation, and its three fields."""

    organisation: Organisation
    taken: BoundField
    part: BoundField
    people: BoundField


class TakingForm(forms.Form):
    """Organisations to tick, each with the part it takes and its focal points."""

    template_name = "planning/visits/_taking.html"

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = list(candidates)
        for one in self.candidates:
            name = {"organisation": one.organisation.name}
            self.fields[f"taken-{one.key}"] = forms.BooleanField(
                label=one.organisation.name, required=False, initial=one.likely
            )
            self.fields[f"part-{one.key}"] = forms.TypedChoiceField(
                label=_("Part of %(organisation)s") % name,
                choices=Part,
                coerce=Part,
                initial=one.part,
                required=False,
                empty_value=one.part,
            )
            self.fields[f"people-{one.key}"] = forms.MultipleChoiceField(
                label=_("Focal points of %(organisation)s") % name,
                choices=[(str(person.pk), person) for person in one.people],
                initial=[str(pk) for pk in one.usual],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def ticks(self) -> list[Tick]:
        """Return the lines of the list."""
        return [
            Tick(one.organisation, *(self[name] for name in self._names(one)))
            for one in self.candidates
        ]

    def get_context(self) -> dict[str, Any]:
        """Keep the list's fields from those that stand one below the other."""
        context = super().get_context()
        listed = {name for one in self.candidates for name in self._names(one)}
        context["fields"] = [pair for pair in context["fields"] if pair[0].name not in listed]
        return context

    def clean(self) -> dict[str, Any]:
        """Put what is ticked together, as the actions take it."""
        cleaned = super().clean() or {}
        parts = []
        for one in self.candidates:
            taken, part, chosen = (cleaned.pop(name, None) for name in self._names(one))
            people = [person for person in one.people if str(person.pk) in (chosen or ())]
            if taken:
                parts.append(Taking(one.organisation, part or one.part, people))
        return cleaned | {"parts": parts}

    @staticmethod
    def _names(one: Candidate) -> tuple[str, str, str]:
        return (f"taken-{one.key}", f"part-{one.key}", f"people-{one.key}")
