"""Filters and ordering of the API's lists: those that a view declares, and no others.

A view declares only what every reader of a row sees as it is stored: by a filter on anything else
"found" or "not found" would tell what the reader may not see.
"""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from django_filters.utils import translate_validation
from drf_spectacular.utils import extend_schema_field
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


@extend_schema_field({"type": "boolean"})
class TruthFilter(filters.TypedChoiceFilter):
    """Rows by ``true`` or ``false``: another word is refused, not left out."""

    def __init__(self, **options: Any) -> None:
        words = [("true", "true"), ("false", "false")]
        super().__init__(choices=words, coerce=lambda word: word == "true", **options)


class Declared(filters.FilterSet):
    """Filters made from the names of fields. Another row is named by its bare key:

    a choice among rows would tell which ones there are.
    """

    FILTER_DEFAULTS = {
        **filters.FilterSet.FILTER_DEFAULTS,
        models.BooleanField: {"filter_class": TruthFilter},
        models.ForeignKey: {"filter_class": filters.UUIDFilter},
    }


class Filters(filters.DjangoFilterBackend):
    """What a view declares by ``filterset_fields``, and ``?visit=<code>`` for rows of visits.

    A parameter that nobody knows is refused by name: a slip must not answer with everything.
    ``query_parameters`` of a view names more that it reads itself.
    """

    filterset_base = Declared

    def get_filterset_class(self, view: Any, queryset: Any = None) -> Any:
        """Return the filters of a list."""
        if getattr(view, "detail", False) or queryset is None:
            return None
        declared = super().get_filterset_class(view, queryset) or Declared
        of_visits = any(field.name == "visit" for field in queryset.model._meta.fields)
        return type("Filters", (declared,), {"visit": VisitFilter()} if of_visits else {})

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
    """``?ordering=field,-other`` by what a view declares in ``ordering_fields``.

    Equal rows stand in the order of their keys, so that no page repeats or loses any.
    """

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """Order a list as asked for. A field it has not is refused by name."""
        terms = request.query_params.get(self.ordering_param, "")
        if getattr(view, "detail", False) or not terms:
            return queryset
        shown = view.get_serializer().fields
        ordering = []
        for term in terms.split(","):
            name = term.removeprefix("-")
            if name not in getattr(view, "ordering_fields", ()):
                words = _("This list cannot be ordered by “%(name)s”.") % {"name": name[:40]}
                raise ValidationError({self.ordering_param: words})
            ordering.append(term.replace(name, shown[name].source))
        return queryset.order_by(*ordering, "pk")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Say by what a list can be ordered."""
        names = getattr(view, "ordering_fields", ())
        if not names:
            return []
        terms = [sign + name for name in names for sign in ("", "-")]
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
