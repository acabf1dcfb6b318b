"""The list of visits: on the page, and as a sheet to take away."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planning.core.tables import Column, Filters, Table, choices
from planning.stakeholders.models import Country
from planning.visits.models import Appointment, Series, Side, Visit
from planning.visits.rules import Category, Certainty


def _series(request: Any) -> QuerySet[Series]:
    mine = Visit.objects.visible_to(request.user).values("series")
    return Series.objects.filter(pk__in=mine).order_by("name", "pk")


def _countries(request: Any) -> QuerySet[Country]:
    mine = Side.objects.filter(visit__in=Visit.objects.visible_to(request.user))
    return Country.objects.filter(pk__in=mine.values("country")).order_by("name", "pk")


class VisitFilters(Filters):
    """What the visits of a reader are narrowed by: only what stands in their rows."""

    when = choices(("coming", _("coming")), ("over", _("over")), label=_("When"), method="in_time")
    certainty = choices(
        *Certainty.choices, label=_("How sure the days are"), field_name="certainty_shown"
    )
    category = choices(*Category.choices, label=_("Category"))
    series = django_filters.ModelChoiceFilter(
        queryset=_series, label=_("Series"), empty_label=_("all")
    )
    side = django_filters.ModelChoiceFilter(
        queryset=_countries, label=_("Side"), empty_label=_("all"), method="with_side"
    )
    year = django_filters.NumberFilter(
        field_name="from_on__year", label=_("Year"), min_value=1900, max_value=2199
    )
    mine = django_filters.BooleanFilter(
        label=_("Only where I hold a role by name"),
        method="by_name",
        widget=forms.CheckboxInput,
    )

    def in_time(self, rows: QuerySet[Visit], _name: str, value: str) -> QuerySet[Visit]:
        """Keep what is coming as the reader knows it, undated visits too, or what is over."""
        over = Q(to_on__lt=self.today)
        return rows.filter(over) if value == "over" else rows.filter(~over | Q(to_on=None))

    def with_side(self, rows: QuerySet[Visit], _name: str, value: Country) -> QuerySet[Visit]:
        """Keep visits with a country on one of their sides."""
        return rows.filter(Exists(Side.objects.filter(visit=OuterRef("pk"), country=value)))

    def by_name(self, rows: QuerySet[Visit], _name: str, value: bool) -> QuerySet[Visit]:
        """Keep visits on which the reader holds a role by name, not through a ministry."""
        held = Appointment.objects.filter(visit=OuterRef("pk"), user=self.request.user)
        return rows.filter(Exists(held)) if value else rows


VISITS = Table(
    name="visits",
    filters=VisitFilters,
    columns=[
        Column("title", _("Visit"), lambda visit: visit.title, order=["title"]),
        Column("code", _("Code"), lambda visit: visit.code, sheets_alone=True),
        Column(
            "category", _("Category"), lambda visit: visit.get_category_display(), sheets_alone=True
        ),
        Column(
            "standing", _("Standing"), lambda visit: visit.get_standing_display(), sheets_alone=True
        ),
        Column("sides", _("Sides"), lambda visit: ", ".join(s.name for s in visit.sides.all())),
        Column("place", _("Place"), lambda visit: ", ".join(leg.city for leg in visit.legs.all())),
        Column("dates", _("Dates"), lambda visit: visit.from_on, order=["from_on", "to_on"]),
        Column("until", _("Last day"), lambda visit: visit.to_on, sheets_alone=True),
        Column(
            "certainty",
            _("How sure the days are"),
            lambda visit: Certainty(visit.certainty_shown).label,
            sheets_alone=True,
        ),
    ],
)
