"""What one must know for a visit."""

from typing import Self, TypeVar

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Prefetch
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import Versioned
from planning.core.search import SearchKey
from planning.stakeholders.models import Organisation, Person
from planning.visits.models import OfVisit, Visit, reaches
from planning.visits.rules import May

R = TypeVar("R", bound=OfVisit)


class DossierQuerySet(models.QuerySet[R]):
    """Indicators, projects, statements are of public record: who sees the visit reads them."""

    def visible_to(self, user: User) -> Self:
        return self.filter(visit__in=Visit.objects.visible_to(user))


class IndicatorQuerySet(DossierQuerySet["Indicator"]):
    """Indicators, asked about."""

    def with_values(self) -> Self:
        values = IndicatorValue.objects.order_by("-as_of", "pk")
        return self.prefetch_related(Prefetch("values", queryset=values))


class SensitivityQuerySet(models.QuerySet["Sensitivity"]):
    """Sensitivities are read like lines to take."""

    def visible_to(self, user: User) -> Self:
        return self.filter(reaches(user, May.READ_LINE))


class Noted(OfVisit, Versioned):
    """Something noted, with the source it was taken from."""

    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    search = SearchKey("title", "body", "source")

    class Meta:
        abstract = True
        indexes = [GinIndex(fields=["search"], name="%(class)s_search")]


@pghistory.track(exclude=["search"])
class Sensitivity(Noted):
    """What must be handled with care; ``organisation`` is the ministry that may read it too."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sensitivities")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = SensitivityQuerySet.as_manager()

    def __str__(self) -> str:
        return f"sensitivity {self.pk}"


@pghistory.track(exclude=["search"])
class Indicator(Noted):
    """A figure that is watched: its unit, its goal in words, its values over time."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="indicators")
    unit = models.CharField(_("unit"), max_length=64)
    goal = models.CharField(_("goal"), max_length=200, blank=True)
    search = SearchKey("title", "body", "source", "unit", "goal")

    objects = IndicatorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"indicator {self.pk}"


@pghistory.track()
class IndicatorValue(OfVisit, Versioned):
    """What an indicator stood at on a day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    as_of = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    remark = models.CharField(_("remark"), max_length=200, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of"],
                name="indicatorvalue_one_a_day",
                violation_error_message=_("There is already a value for this day."),
            )
        ]

    def __str__(self) -> str:
        return f"value {self.pk}"

    @property
    def figure(self) -> str:
        """Return the value as people write it, without the noughts that end it."""
        return number_format(self.value.normalize())


@pghistory.track(exclude=["search"])
class Project(Noted):
    """A joint project."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="projects")

    objects = DossierQuerySet.as_manager()

    def __str__(self) -> str:
        return f"project {self.pk}"


@pghistory.track(exclude=["search"])
class Statement(OfVisit, Versioned):
    """Who said what, where, when, by which source. ``speaker`` is text: not all are in the book."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="statements")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    speaker = models.CharField(_("who"), max_length=200)
    said_on = models.DateField(_("day"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    words = models.TextField(_("what was said"))
    source = models.CharField(_("source"), max_length=300)
    search = SearchKey("speaker", "words", "place", "source")

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["search"], name="statement_search")]

    def __str__(self) -> str:
        return f"statement {self.pk}"
