"""Filters and ordering that each list of the API has by what its serializer shows.

Only what stands in a row's answer can be asked for: a filter on anything else would tell by
"found" or "not found" what the reader may not see. So a field that some readers see otherwise
than it is stored must not be a plain field of a model in the serializer.
"""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.filters import OrderingFilter
from rest_framework.request import Request

from planning.core.names import code_of

PAGING = frozenset({"limit", "offset", "ordering"})


@extend_schema_field({"type": "string", "description": "Code of a visit, in either case."})
class VisitFilter(filters.Filter):
    """Rows of the visit named by its code."""

    field_class = forms.Field

    def filter(self, qs: Any, value: str | None) -> Any:
        """Keep them."""
        return qs.filter(visit__code=code_of(value)) if value else qs


class Filters(filters.DjangoFilterBackend):
    """``?field=value`` for choices, flags, days and related rows, and ``?visit=<code>``.

    A day has ``__gte`` and ``__lte`` too. What a view declares by ``filterset_class`` or
    ``filterset_fields`` comes on top. A parameter that nobody knows is refused by name: a slip
    must not answer with everything. ``query_parameters`` of a view names more that it reads.
    """

    def get_filterset_class(self, view: Any, queryset: Any = None) -> Any:
        """Return the filters of a list."""
        if getattr(view, "detail", False) or queryset is None:
            return None
        declared = super().get_filterset_class(view, queryset)
        base = declared or filters.FilterSet
        found = {
            name: one
            for field, stored in _plain_fields(view, queryset.model)
            for name, one in _filters_of(field, stored)
        }
        if any(field.name == "visit" for field in queryset.model._meta.fields):
            found["visit"] = VisitFilter()
        return type("Filters", (base,), found | (declared.base_filters if declared else {}))

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Refuse unknown parameters and narrow the list."""
        if getattr(view, "detail", False):
            return queryset
        own = self.get_filterset_class(view, queryset)
        known = {*own.base_filters, *PAGING, *getattr(view, "query_parameters", ())}
        if unknown := sorted(set(request.query_params) - known):
            raise ValidationError(dict.fromkeys(unknown, _("There is no such filter.")))
        given = request.query_params.items()
        if empty := [name for name, value in given if value == "" and name != "visit"]:
            words = _("Enter a value, or leave the filter away.")
            raise ValidationError(dict.fromkeys(sorted(empty), words))
        found = own(**self.get_filterset_kwargs(request, queryset, view))
        if not found.is_valid():
            raise translate_validation(found.errors)
        return found.qs


class Ordering(OrderingFilter):
    """``?ordering=field,-other``; equal rows stand in the order of their keys."""

    def get_valid_fields(self, queryset: Any, view: Any, context: Any = None) -> list[Any]:
        """Return what a list can be ordered by, as (source, name)."""
        names = [
            (field.source, name)
            for name, field in view.get_serializer().fields.items()
            if field.source in queryset.query.annotations
        ]
        return names + [
            (stored.name, field.field_name)
            for field, stored in _plain_fields(view, queryset.model)
            if not stored.is_relation
        ]

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Order a list as asked for. A field it has not is refused by name."""
        terms = request.query_params.get(self.ordering_param, "")
        if getattr(view, "detail", False) or not terms:
            return queryset
        sources = {name: source for source, name in self.get_valid_fields(queryset, view)}
        ordering = []
        for term in terms.split(","):
            name = term.removeprefix("-")
            if name not in sources:
                words = _("This list cannot be ordered by “%(name)s”.") % {"name": name[:40]}
                raise ValidationError({self.ordering_param: words})
            ordering.append(term.replace(name, sources[name]))
        return queryset.order_by(*ordering, "pk")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Say by what a list can be ordered."""
        names = [name for _source, name in self.get_valid_fields(view.get_queryset(), view)]
        terms = [sign + name for name in dict.fromkeys(names) for sign in ("", "-")]
        return [
            {
                "name": self.ordering_param,
                "in": "query",
                "required": False,
                "description": "Fields to order by; a minus before one turns it round.",
                "schema": {"type": "array", "items": {"type": "string", "enum": terms}},
                "explode": False,
                "style": "form",
            }
        ]


def _plain_fields(view: Any, model: Any) -> Any:
    """Yield each field of the view's serializer that shows a stored one as it is, with that one."""
    stored = {field.name: field for field in model._meta.concrete_fields}
    for name, field in view.get_serializer().fields.items():
        if field.source in stored and name != "visit" and not field.write_only:
            yield field, stored[field.source]


def _filters_of(field: Any, stored: models.Field) -> Any:
    name = field.field_name
    if stored.choices:
        yield name, filters.ChoiceFilter(field_name=stored.name, choices=stored.flatchoices)
    elif isinstance(stored, models.BooleanField):
        yield name, filters.BooleanFilter(field_name=stored.name)
    elif isinstance(stored, models.DateField) and not isinstance(stored, models.DateTimeField):
        for way in ("exact", "gte", "lte"):
            ending = "" if way == "exact" else f"__{way}"
            yield name + ending, filters.DateFilter(field_name=stored.name, lookup_expr=way)
    elif stored.is_relation and isinstance(field, serializers.PrimaryKeyRelatedField):
        # By the bare key: a choice among rows would tell which ones there are.
        yield name, filters.UUIDFilter(field_name=stored.attname)
