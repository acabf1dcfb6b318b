"""Visits: who meets whom, where, in which series, and who takes part."""

from collections.abc import Mapping
from datetime import date
from typing import Self
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import Named, Row, Versioned
from planning.core.search import SearchKey
from planning.core.wall import check_zone
from planning.stakeholders.models import Country, Organisation, Person, keeps_reference
from planning.visits.rules import (
    ACTS_AS,
    FIRM,
    GIVEN_BY_NAME,
    Category,
    Certainty,
    DatesMode,
    LinkKind,
    May,
    Part,
    Rights,
    Role,
    Scope,
    SideRole,
    Standing,
    new_code,
    roles_with,
)


class SeriesQuerySet(models.QuerySet["Series"]):
    """Series, asked about: a name of one may tell of a visit."""

    def visible_to(self, user: User) -> Self:
        """Keep those of the reader's visits; all for who opens visits, and administrators."""
        if user.is_staff or keeps_reference(user):
            return self
        return self.filter(pk__in=Visit.objects.visible_to(user).values("series"))


@pghistory.track(exclude=["search"])
class Series(Named):
    """Visits that come again, such as an annual summit."""

    objects = SeriesQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="series_once",
                violation_error_message=_("There is already a series of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Marking(Versioned):
    """A marking of papers, and the roles on a visit that may read what bears it."""

    name = models.CharField(_("name"), max_length=64)
    rank = models.PositiveSmallIntegerField(_("rank"))
    roles = ArrayField(
        models.CharField(max_length=1, choices=Role), verbose_name=_("roles that may read it")
    )

    class Meta:
        verbose_name = _("marking")
        verbose_name_plural = _("markings")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="marking_once",
                violation_error_message=_("There is already a marking of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


def holds(user: User, roles: set[Role], *, visit: str = "pk", let_in: bool = False) -> Q:
    """Return the condition that a user holds one of some roles on the visit named by ``visit``.

    ``let_in`` narrows focal points to participations that are let in to the embargo.
    """
    visit_ref = OuterRef(visit)
    condition = Q(
        Exists(
            Appointment.objects.filter(
                visit=visit_ref, user=user, role__in=[r for r in roles if r in GIVEN_BY_NAME]
            )
        )
    )
    parts = [part for part, role in ACTS_AS.items() if role in roles]
    points = FocalPoint.objects.filter(
        visit=visit_ref, person__user=user, participation__part__in=parts
    )
    if let_in:
        points = points.filter(participation__let_in_at__isnull=False)
    return condition | Q(Exists(points))


def roles_held(user: User, *, visit: str) -> tuple[ArraySubquery, ArraySubquery]:
    """Return a user's roles on the visit named by ``visit``: those given by name, and by part."""
    on_visit = {"visit": OuterRef(visit)}
    as_part = [When(participation__part=part, then=Value(role)) for part, role in ACTS_AS.items()]
    points = FocalPoint.objects.filter(**on_visit, person__user=user).order_by()
    return (
        ArraySubquery(Appointment.objects.filter(**on_visit, user=user).order_by().values("role")),
        ArraySubquery(points.values_list(Case(*as_part, output_field=models.CharField()))),
    )


def reaches(
    user: User, what: May, *, visit: str = "visit", organisation: str = "organisation"
) -> Q:
    """Return the condition that a permission of a user reaches a row.

    It does where a role gives it for all of the row's visit, or where the user is focal point there
    of the organisation that the row concerns and has it for what is their own.
    """
    parts = [part for part, role in ACTS_AS.items() if role in roles_with(what, Scope.OWN)]
    own = FocalPoint.objects.filter(
        visit=OuterRef(visit),
        person__user=user,
        participation__part__in=parts,
        participation__organisation=OuterRef(organisation),
    )
    return holds(user, roles_with(what, Scope.ALL), visit=visit) | Q(Exists(own))


def may_see_days(user: User, *, visit: str = "pk") -> Q:
    """Return the condition that a user may see a visit's confirmed days before they are public."""
    return holds(user, roles_with(May.SEE_DAYS, Scope.ALL), visit=visit) | holds(
        user, roles_with(May.SEE_DAYS, Scope.LET_IN), visit=visit, let_in=True
    )


def knows_inside(user: User, *, visit: str = "") -> Q:
    """Return the condition that a user knows a visit's days as they are known inside.

    Whoever sees all options always does; whoever is let in, once the days are confirmed.
    ``visit`` names the field that leads to the visit; without it the rows are visits.
    """
    prefix, ref = (f"{visit}__", visit) if visit else ("", "pk")
    return holds(user, roles_with(May.SEE_OPTIONS, Scope.ALL), visit=ref) | (
        Q(**{f"{prefix}certainty__in": FIRM}) & may_see_days(user, visit=ref)
    )


def inside_with(held: Mapping[UUID, Rights], *, visit: str = "") -> Q:
    """Return the same condition for a reader whose roles are at hand: a list takes no look-up."""
    prefix, ref = (f"{visit}__", visit) if visit else ("", "pk")
    whole = [pk for pk, rights in held.items() if rights.fully(May.SEE_OPTIONS)]
    let_in = [pk for pk, rights in held.items() if rights.may(May.SEE_DAYS)]
    return Q(**{f"{ref}__in": whole}) | Q(**{f"{prefix}certainty__in": FIRM, f"{ref}__in": let_in})


def manages(user: User, *, visit: str) -> Case:
    """Return whether a user manages the visit named by ``visit``, as a column to add."""
    held = holds(user, roles_with(May.MANAGE_PARTS), visit=visit)
    return Case(When(held, then=Value(True)), default=Value(False))


class VisitQuerySet(models.QuerySet["Visit"]):
    """Every question starts at ``visible_to``."""

    def visible_to(self, user: User) -> Self:
        return self.filter(holds(user, set(Role)))

    def shown_to(self, user: User, held: Mapping[UUID, Rights] | None = None) -> Self:
        """Add ``from_on``, ``to_on``, ``certainty_shown``: the days as this reader knows them.

        ``held`` are the reader's roles on their visits, where they are at hand: it is quicker.
        """
        inside = knows_inside(user) if held is None else inside_with(held)
        return self.annotate(
            inside=Case(When(inside, then=Value(True)), default=Value(False)),
            from_on=Case(When(inside, then=F("starts_on")), default=F("public_starts_on")),
            to_on=Case(When(inside, then=F("ends_on")), default=F("public_ends_on")),
            certainty_shown=Case(When(inside, then=F("certainty")), default=F("public_certainty")),
        )

    def managed_by(self, user: User) -> Self:
        """Add ``manages``: whether this reader manages the visit."""
        return self.annotate(manages=manages(user, visit="pk"))

    def upcoming(self, today: date) -> Self:
        """Keep what is not over as this reader knows it, undated last (after ``shown_to``)."""
        return (
            self.filter(standing=Standing.PLANNED)
            .filter(Q(to_on__gte=today) | Q(to_on__isnull=True))
            .soonest_first()
        )

    def knowing(self, user: User) -> Self:
        """Add ``inside`` alone: what this reader knows of the days ``show`` tells, row by row."""
        return self.annotate(inside=Case(When(knows_inside(user), then=Value(True)), default=False))

    def about(self, first: date, last: date) -> Self:
        """Keep what may lie in some days, as known inside or as public, and what has none yet.

        Which of the two a reader knows must be asked of each visit (``knowing``, ``show``).
        """
        inside = Q(starts_on__lte=last, ends_on__gte=first)
        public = Q(public_starts_on__lte=last, public_ends_on__gte=first)
        undated = Q(starts_on=None) | Q(public_starts_on=None)
        return self.filter(inside | public | (undated & Q(standing=Standing.PLANNED)))

    def with_side(self, country_code: str = "", organisation: str = "") -> Self:
        """Keep those of which a country or an organisation is a side."""
        asked = Q(country__code=country_code) if country_code else Q(organisation=organisation)
        return self.filter(pk__in=Side.objects.filter(asked).values("visit"))

    def led_by(self, person: UUID) -> Self:
        """Keep those in which a person leads a side."""
        return self.filter(pk__in=Principal.objects.filter(person=person).values("visit"))

    def soonest_first(self) -> Self:
        """Sort by first day as this reader knows it, undated visits last (after ``shown_to``)."""
        return self.order_by(F("from_on").asc(nulls_last=True), "pk")

    def latest_first(self) -> Self:
        """Sort by first day as this reader knows it, undated visits first (after ``shown_to``)."""
        return self.order_by(F("from_on").desc(nulls_first=True), "pk")

    def with_sides(self) -> Self:
        sides = Side.objects.select_related("country", "organisation")
        legs = Leg.objects.select_related("country")
        return self.select_related("series").prefetch_related(
            Prefetch("sides", sides.order_by("position", "pk")),
            Prefetch("legs", legs.order_by("position", "pk")),
        )


@pghistory.track(exclude=["search"])
class Visit(Versioned):
    """One visit of principals to a place.

    ``starts_on``, ``ends_on`` and ``certainty`` are the days as known inside, the ``public_…``
    three as known outside: copies that ``dates.actions.settle`` alone writes.
    """

    # What ``shown_to`` and ``managed_by`` add.
    manages: bool
    inside: bool
    from_on: date | None
    to_on: date | None
    certainty_shown: str

    code = models.CharField(max_length=7, default=new_code, editable=False)
    file_number = models.CharField(_("file number"), max_length=64, blank=True)
    title = models.CharField(_("title"), max_length=200)
    title_own = models.CharField(_("title in the second language"), max_length=200, blank=True)
    title_latin = models.CharField(_("title in Latin letters"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=16, choices=Category)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    ordinal = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    standing = models.CharField(max_length=16, choices=Standing, default=Standing.PLANNED)
    dates_mode = models.CharField(max_length=16, choices=DatesMode, default=DatesMode.NEGOTIATED)
    starts_on = models.DateField(null=True, editable=False)
    ends_on = models.DateField(null=True, editable=False)
    certainty = models.CharField(
        max_length=16, choices=Certainty, default=Certainty.UNDATED, editable=False
    )
    public_starts_on = models.DateField(null=True, editable=False)
    public_ends_on = models.DateField(null=True, editable=False)
    public_certainty = models.CharField(
        max_length=16, choices=Certainty, default=Certainty.UNDATED, editable=False
    )
    search = SearchKey("title", "title_own", "title_latin", "code", "file_number")

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="visit_code_once"),
            models.UniqueConstraint(
                fields=["series", "ordinal"],
                name="visit_once_in_its_series",
                violation_error_message=_("The series already has a visit with this number."),
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=False) | Q(ordinal__isnull=True),
                name="visit_numbered_only_in_a_series",
                violation_error_message=_("Choose the series that this number belongs to."),
            ),
            models.CheckConstraint(
                condition=Q(
                    certainty=Certainty.UNDATED, starts_on__isnull=True, ends_on__isnull=True
                )
                | (~Q(certainty=Certainty.UNDATED) & Q(ends_on__gte=F("starts_on"))),
                name="visit_days_follow_certainty",
            ),
            models.CheckConstraint(
                condition=Q(
                    public_certainty=Certainty.UNDATED,
                    public_starts_on__isnull=True,
                    public_ends_on__isnull=True,
                )
                | Q(
                    public_certainty__in=[Certainty.ESTIMATED, Certainty.ANNOUNCED],
                    public_ends_on__gte=F("public_starts_on"),
                ),
                name="visit_public_days_follow_certainty",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_on", "id"], name="visit_by_day"),
            models.Index(fields=["public_starts_on", "id"], name="visit_by_public_day"),
            GinIndex(fields=["search"], name="visit_search"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def slug(self) -> str:
        """Return the code as it stands in addresses."""
        return self.code.lower()

    def show(self, *, inside: bool) -> None:
        """Set what ``shown_to`` adds, for one visit whose reader's rights are at hand."""
        self.inside = inside
        self.from_on = self.starts_on if inside else self.public_starts_on
        self.to_on = self.ends_on if inside else self.public_ends_on
        self.certainty_shown = self.certainty if inside else self.public_certainty

    @property
    def is_announced(self) -> bool:
        """Tell whether the days are public; until then mails name the code, not the title."""
        return self.public_certainty == Certainty.ANNOUNCED


class OfVisit(Row):
    """A row that belongs to a visit: rights over it start there."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class SideQuerySet(models.QuerySet["Side"]):
    """Sides, asked about."""

    def once_each(self) -> Self:
        """Keep one of each country and organisation; ``is_planned``: of a visit still to come."""
        planned = When(visit__standing=Standing.PLANNED, then=Value(True))
        return (
            self.annotate(is_planned=Case(planned, default=Value(False)))
            .select_related("country", "organisation")
            .order_by("country", "organisation", "-is_planned", "pk")
            .distinct("country", "organisation")
        )

    def with_people(self) -> Self:
        leading = Principal.objects.select_related("person").order_by("position", "pk")
        return self.select_related("visit", "country", "organisation").prefetch_related(
            Prefetch("principals", leading)
        )


@pghistory.track()
class Side(OfVisit, Versioned):
    """A party to a visit: a country or an international organisation. Two usually; never "both"."""

    is_planned: bool  # what ``once_each`` adds

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sides")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    role = models.CharField(max_length=8, choices=SideRole)
    position = models.PositiveSmallIntegerField(default=1)

    objects = SideQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                name="side_is_a_country_or_an_organisation",
                violation_error_message=_("A side is a country or an organisation, not two."),
            ),
            models.UniqueConstraint(
                fields=["visit", "country", "organisation"],
                name="side_once",
                nulls_distinct=False,
                violation_error_message=_("This side takes part already."),
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(role=SideRole.HOST),
                name="side_one_host",
                violation_error_message=_("A visit has one host."),
            ),
        ]

    def __str__(self) -> str:
        return f"side {self.pk}"

    @property
    def party(self) -> Country | Organisation:
        """Return the country or organisation; the database knows that there is one."""
        return self.country or self.organisation  # type: ignore[return-value]

    @property
    def name(self) -> str:
        """Return the name of the country or organisation."""
        return self.party.name

    @property
    def people(self) -> list[Person]:
        """Return who leads the side, in order (after ``with_people``)."""
        return [principal.person for principal in self.principals.all()]

    @property
    def accompanied(self) -> list[Person]:
        """Return who of them comes with a spouse (after ``with_people``)."""
        return [one.person for one in self.principals.all() if one.with_spouse]

    @property
    def sign(self) -> str:
        """Return the short sign of the side: a country's code, an organisation's short name."""
        if self.country:
            return self.country.code
        return self.organisation.short if self.organisation else ""


@pghistory.track()
class Principal(OfVisit):
    """A person who leads a side of a visit."""

    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="principals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    with_spouse = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["side", "person"], name="principal_once_a_side")
        ]

    def __str__(self) -> str:
        return f"principal {self.pk}"


@pghistory.track(exclude=["search"])
class Leg(OfVisit, Versioned):
    """A place of the visit, apart from its sides: two guests may meet in a third country."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="legs")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(_("city"), max_length=100)
    zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone])
    position = models.PositiveSmallIntegerField(default=1)
    search = SearchKey("city")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "position"], name="leg_in_order")]
        indexes = [GinIndex(fields=["search"], name="leg_search")]

    def __str__(self) -> str:
        return f"leg {self.pk}"


@pghistory.track()
class Link(OfVisit):
    """How ``visit`` hangs together with ``to``: it prepares it, is part of it ..."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="links")
    to = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="linked")
    kind = models.CharField(max_length=16, choices=LinkKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "to", "kind"],
                name="link_once",
                violation_error_message=_("These visits are linked in this way already."),
            ),
            models.CheckConstraint(
                condition=~Q(visit=F("to")),
                name="link_to_another",
                violation_error_message=_("A visit cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"


class ParticipationQuerySet(models.QuerySet["Participation"]):
    """Participations, asked about."""

    def managed_by(self, user: User) -> Self:
        """Add ``manages``: whether this reader manages the visit."""
        return self.annotate(manages=manages(user, visit="visit"))

    def with_points(self) -> Self:
        points = FocalPoint.objects.select_related("person", "visit").order_by("person__name", "pk")
        return self.select_related("visit", "organisation").prefetch_related(
            Prefetch("focal_points", points)
        )


@pghistory.track()
class Participation(OfVisit, Versioned):
    """An organisation's part in one visit; *let in* means: to days that are not public."""

    manages: bool  # what ``managed_by`` adds

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations"
    )
    part = models.CharField(max_length=16, choices=Part)
    let_in_at = models.DateTimeField(null=True)
    let_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "organisation", "part"],
                name="participation_once",
                violation_error_message=_("This organisation takes part already."),
            ),
            models.CheckConstraint(
                condition=Q(let_in_at__isnull=True, let_in_by__isnull=True)
                | Q(let_in_at__isnull=False, let_in_by__isnull=False),
                name="participation_let_in_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"participation {self.pk}"


@pghistory.track()
class FocalPoint(OfVisit):
    """A named person of a participation; with an account, this opens the visit to it."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="focal_points"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="focal_points")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "person"],
                name="focalpoint_once",
                violation_error_message=_("This person is a focal point already."),
            )
        ]

    def __str__(self) -> str:
        return f"focal point {self.pk}"


@pghistory.track()
class Appointment(OfVisit):
    """A role on a visit given by name: chief, officer, desk or viewer."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="appointments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    role = models.CharField(max_length=1, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "user", "role"],
                name="appointment_once",
                violation_error_message=_("This person holds the role already."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=GIVEN_BY_NAME),
                name="appointment_to_a_role_given_by_name",
                violation_error_message=_("This role comes with being a focal point, not by name."),
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"
