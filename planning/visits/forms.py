"""Forms of the participants' page."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.forms import ChoiceOf
from planning.stakeholders.models import Membership, Organisation, Person
from planning.visits.models import Participation
from planning.visits.rules import GIVEN_BY_NAME, Part, Role


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
