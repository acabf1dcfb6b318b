"""Forms of the programme."""

from typing import Any

from django import forms
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from planning.core.forms import ChoiceOf, DayField, WallTimeField
from planning.core.wall import check_zone, instant
from planning.programme.models import Attendance, ProgrammeItem
from planning.programme.rules import ItemKind, State, TimeCertainty
from planning.stakeholders.models import Membership, Organisation, Person
from planning.visits.models import FocalPoint, Principal, Visit


class PeopleField(forms.ModelMultipleChoiceField):
    """Some people, each ticked by name and post."""

    def __init__(self, **options: Any) -> None:
        boxes = forms.CheckboxSelectMultiple({"class": "picker"})
        super().__init__(queryset=Person.objects.none(), widget=boxes, **options)

    def label_from_instance(self, row: Person) -> str:
        """Name a person."""
        return f"{row.styled}, {row.post}" if row.post else row.styled


class ItemForm(forms.Form):
    """One line of the programme."""

    day = DayField(label=_("Day"))
    leg = ChoiceOf(lambda leg: leg.city, label=_("City"))
    starts = WallTimeField(
        label=_("Starts"), help_text=_("As the clocks there show it: 11:30 or 1130.")
    )
    ends = WallTimeField(
        label=_("Ends"),
        help_text=_("May stay empty. An end before the start is past midnight."),
    )
    certainty = forms.ChoiceField(
        label=_("How sure the time is"), choices=TimeCertainty, initial=TimeCertainty.EXACT
    )
    state = forms.ChoiceField(label=_("State"), choices=State, initial=State.PLANNED)
    title = forms.CharField(label=_("Title"), max_length=200)
    title_own = forms.CharField(
        label=_("Title in the second language"), max_length=200, required=False
    )
    place = forms.CharField(label=_("Venue"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind, initial=ItemKind.OTHER)
    organisation = ChoiceOf(
        lambda office: office.name,
        label=_("Answers for it"),
        required=False,
        help_text=_("A ministry that answers for a line reads it too."),
    )
    is_public = forms.BooleanField(
        label=_("For the public programme"),
        required=False,
        help_text=_(
            "Everybody on the visit reads it once the dates are announced. Others stay internal."
        ),
    )
    people = PeopleField(
        label=_("People"),
        required=False,
        help_text=_("Principals, focal points and members of the organisations that take part."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        required=False,
        validators=[check_zone],
        help_text=_("Empty: that of the city. Another one is named as in Europe/Moscow."),
    )
    is_second_hour = forms.TypedChoiceField(
        label=_("When clocks are put back"),
        required=False,
        choices=[
            ("", _("The clocks show this time once")),
            ("False", _("It exists twice: the first")),
            ("True", _("It exists twice: the second")),
        ],
        coerce=lambda chosen: chosen == "True",
        empty_value=None,
    )

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        legs = visit.legs.order_by("position", "pk")
        self.fields["leg"].queryset = legs
        self.fields["leg"].initial = legs.first()
        self.fields["organisation"].queryset = (
            Organisation.objects.filter(
                Q(participations__visit=visit)
                | Q(pk__in=ProgrammeItem.objects.filter(visit=visit).values("organisation"))
            )
            .distinct()
            .order_by("name", "pk")
        )
        self.fields["people"].queryset = Person.objects.filter(
            Q(pk__in=Principal.objects.filter(visit=visit).values("person"))
            | Q(pk__in=FocalPoint.objects.filter(visit=visit).values("person"))
            | Q(pk__in=Attendance.objects.filter(visit=visit).values("person"))
            | Q(
                pk__in=Membership.objects.current()
                .filter(organisation__participations__visit=visit)
                .values("person")
            )
        ).order_by(NullIf(F("precedence"), Value("")).asc(nulls_last=True), "name", "pk")


class EditForm(ItemForm):
    """A line that stands already, on the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: ProgrammeItem, **kwargs: Any) -> None:
        stands = {name: getattr(item, name) for name in AS_IT_STANDS}
        super().__init__(*args, visit=item.visit, initial=stands, **kwargs)
        self.fields["people"].initial = [seat.person_id for seat in item.attendances.all()]
        self.fields["zone"].initial = "" if item.zone == item.leg.zone else item.zone
        self.fields["is_second_hour"].initial = item.is_second_hour if _is_twice(item) else None


AS_IT_STANDS = (
    "day",
    "leg",
    "certainty",
    "starts",
    "ends",
    "title",
    "title_own",
    "place",
    "kind",
    "state",
    "organisation",
    "is_public",
    "version",
)


def _is_twice(item: ProgrammeItem) -> bool:
    if item.starts is None:
        return False
    first, second = (
        instant(item.day, item.starts, item.zone, second=second) for second in (False, True)
    )
    return first != second
