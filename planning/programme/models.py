"""Programme items: one line of the programme each."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import Versioned
from planning.core.search import SearchKey
from planning.core.wall import check_zone
from planning.programme.rules import OWN_KINDS, TIMED, ItemKind, State, TimeCertainty
from planning.stakeholders.models import Organisation, Person
from planning.visits.models import FocalPoint, Leg, OfVisit, Visit, holds, knows_inside
from planning.visits.rules import ACTS_AS, Certainty, May, Part, Role, Scope, roles_with


class ProgrammeItemQuerySet(models.QuerySet["ProgrammeItem"]):
    """Questions about programme items."""

    def visible_to(self, user: User) -> Self:
        """Keep the lines a reader may see.

        Chief, officer, desk and principal's office read all; a mission what happens in its city; a
        ministry what it answers for; press and security the public lines and their own kind; a
        viewer the public ones. Whoever may not see the days reads nothing before they are public:
        a line names its day.
        """
        full = holds(user, roles_with(May.READ_PROGRAMME, Scope.ALL), visit="visit")
        points = FocalPoint.objects.filter(visit=OuterRef("visit"), person__user=user)
        narrow = Q(is_public=True, visit__in=Visit.objects.visible_to(user))
        for role, kinds in OWN_KINDS.items():
            narrow |= Q(kind__in=kinds) & holds(user, {role}, visit="visit")
        narrow |= Q(
            Exists(
                points.filter(
                    participation__part__in=[p for p, r in ACTS_AS.items() if r == Role.MINISTRY],
                    participation__organisation=OuterRef("organisation"),
                )
            )
        )
        narrow |= Q(
            Exists(
                points.filter(
                    participation__part=Part.MISSION,
                    participation__organisation__city=OuterRef("leg__city"),
                )
            )
        )
        known = Q(visit__public_certainty=Certainty.ANNOUNCED) | knows_inside(user, visit="visit")
        return self.filter(full | (narrow & known))

    def in_order(self) -> Self:
        """Sort by day and the order that officers gave the lines, not by time: some have none."""
        return self.order_by("day", "position", "pk")

    def with_people(self) -> Self:
        """Load the people of each line, in order of precedence."""
        rank = NullIf(F("person__precedence"), Value("")).asc(nulls_last=True)
        seated = Attendance.objects.select_related("person").order_by(rank, "person__name", "pk")
        return self.select_related("visit", "organisation", "leg").prefetch_related(
            Prefetch("attendances", seated)
        )


@pghistory.track(exclude=["search"])
class ProgrammeItem(OfVisit, Versioned):
    """One line of a visit's programme.

    ``day``, ``starts``, ``ends`` and ``zone`` are wall time at the place, the truth;
    ``starts_at`` is the UTC instant derived from them. An item without an end is normal.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="programme_items")
    leg = models.ForeignKey(Leg, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    position = models.PositiveSmallIntegerField(default=1)
    certainty = models.CharField(_("how sure"), max_length=8, choices=TimeCertainty)
    starts = models.TimeField(_("starts"), null=True, blank=True)
    ends = models.TimeField(_("ends"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone])
    is_second_hour = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True, editable=False)
    kind = models.CharField(_("kind"), max_length=16, choices=ItemKind, default=ItemKind.OTHER)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.PLANNED)
    title = models.CharField(_("title"), max_length=200)
    title_own = models.CharField(_("title in the second language"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_public = models.BooleanField(_("for the public programme"), default=False)
    search = SearchKey("title", "title_own", "place")

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(certainty__in=TIMED, starts__isnull=False, starts_at__isnull=False)
                | (
                    ~Q(certainty__in=TIMED)
                    & Q(starts__isnull=True, ends__isnull=True, starts_at__isnull=True)
                ),
                name="programmeitem_timed_as_it_says",
                violation_error_message=_("Enter the time, or say that it is not fixed."),
            ),
        ]
        indexes = [
            models.Index(fields=["visit", "day", "position"], name="programmeitem_in_order"),
            GinIndex(fields=["search"], name="programmeitem_search"),
        ]

    def __str__(self) -> str:
        return f"programme item {self.pk}"

    @property
    def people(self) -> list[Person]:
        """Return who takes part, in order of precedence (after ``with_people``)."""
        return [seat.person for seat in self.attendances.all()]

    @property
    def ends_next_day(self) -> bool:
        """Tell whether it runs past midnight."""
        return self.starts is not None and self.ends is not None and self.ends < self.starts


@pghistory.track()
class Attendance(OfVisit):
    """A person's part in a programme item."""

    item = models.ForeignKey(ProgrammeItem, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
