"""Lists: one description for the page, its filters and order, and for the sheets taken from it.

What a list is narrowed to and sorted by stands in its address: it can be shared, kept and taken
away as it stands on the screen. A filter or order must ask only what every reader of a row sees:
else "found" or "not found" would tell what is hidden.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import django_filters
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from planning.core import clock
from planning.core.pages import typed_in
from planning.core.sheets import FORMATS

SORT, PAGE, AS = "sort", "page", "as"  # what an address says beside the filters


@dataclass(frozen=True)
class Column:
    """One column: ``value`` is what a sheet holds of a line; ``order`` names what it is sorted by.

    ``css`` is a class of its cells' head. A column for sheets alone has no head on the page.
    """

    name: str
    label: Any
    value: Callable[[Any], Any]
    order: Sequence[str] = ()
    css: str = ""
    sheets_alone: bool = False


@dataclass(frozen=True)
class Head:
    """The head of a column on the page, with the address of the list sorted by it."""

    column: Column
    query: str
    sorted: str  # ascending, descending or nothing


class Filters(django_filters.FilterSet):
    """What a list can be narrowed by. The order is one of its fields: a phone shows no heads."""

    @property
    def today(self) -> date:
        """Return the day on which the list is asked for."""
        return clock.today()


def choices(*options: tuple[str, Any], **more: Any) -> django_filters.ChoiceFilter:
    """Return a filter by one of some words."""
    return django_filters.ChoiceFilter(choices=options, empty_label=_("all"), **more)


class Order(django_filters.ChoiceFilter):
    """The order of a list, by one of its columns, up or down; what is empty stands last."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.terms = {
            sign + column.name: (column, sign == "-") for column in columns for sign in ("", "-")
        }
        ways = [
            (name, format_lazy("{} {}", column.label, "↓" if down else "↑"))
            for name, (column, down) in self.terms.items()
        ]
        super().__init__(choices=ways, label=_("Sorted by"), empty_label=_("the usual order"))

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Sort rows; what is equal stands in the order of its keys."""
        if not value:
            return qs
        column, down = self.terms[value]
        terms = [F(name) for name in column.order]
        return qs.order_by(
            *(one.desc(nulls_last=True) if down else one.asc(nulls_last=True) for one in terms),
            "pk",
        )


@dataclass(frozen=True)
class Table:
    """The description of a list. ``name`` stands in the names of files taken from it."""

    name: str
    columns: Sequence[Column]
    filters: type[Filters]
    size: int = 100

    def of(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        *,
        line: Callable[[Any], Any] = lambda row: row,
        of: str = "",
    ) -> "List":
        """Return the list of ``rows`` that the address asks for; ``line`` makes a line of a row.

        ``rows`` come in their usual order, as far as the reader may see them. ``of`` is what they
        belong to, the code of a visit, for the names of files.
        """
        return List(self, request, rows, line, of)


class List:
    """A list as one address asks for it."""

    def __init__(
        self,
        table: Table,
        request: HttpRequest,
        rows: QuerySet[Any],
        line: Callable[[Any], Any],
        of: str,
    ) -> None:
        self.table, self.request, self.line, self.of = table, request, line, of
        self.filters = table.filters(request.GET, rows, request=request)
        order = Order([column for column in table.columns if column.order])
        self.filters.filters[SORT] = order
        self.form = self.filters.form
        self.form.auto_id = f"{table.name}_%s"
        self.is_kept = False

    @cached_property
    def found(self) -> QuerySet[Any]:
        """Return all rows asked for, in order; none where it is not clear what is asked for."""
        return self.filters.qs if self.filters.is_valid() else self.filters.queryset.none()

    @cached_property
    def page(self) -> Page[Any]:
        """Return the page asked for; beyond the last one stands the last one."""
        return Paginator(self.found, self.table.size).get_page(self.request.GET.get(PAGE))

    @cached_property
    def lines(self) -> list[Any]:
        """Return the lines of the page."""
        return [self.line(row) for row in self.page.object_list]

    @property
    def count(self) -> int:
        """Return how many rows there are, on all pages."""
        return self.page.paginator.count

    @cached_property
    def asked(self) -> QueryDict:
        """Return what the address asks for, without what it leaves empty and without the page."""
        asked = QueryDict(mutable=True)
        for name in self.form.fields:
            if values := [value for value in self.request.GET.getlist(name) if value]:
                asked.setlist(name, values)
        return asked

    @property
    def query(self) -> str:
        """Return it as it stands in an address."""
        return self.asked.urlencode()

    @property
    def said(self) -> list[tuple[str, str]]:
        """Return what the address asks for in words, under the names of the filters."""
        names = {str(self.form[name].label) for name in self.asked}
        return [one for one in typed_in(self.form) if one[0] in names]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether something is left out."""
        return bool(set(self.asked) - {SORT})

    @property
    def heads(self) -> list[Head]:
        """Return the heads of the columns."""
        by = self.asked.get(SORT, "")
        sorted_ = "descending" if by.startswith("-") else "ascending"
        found = []
        for column in self.table.columns:
            if not column.sheets_alone:
                way = f"-{column.name}" if by == column.name else column.name
                is_sorted = sorted_ if by.removeprefix("-") == column.name else ""
                query = self._with(SORT, way) if column.order else ""
                found.append(Head(column, query, is_sorted))
        return found

    @property
    def before(self) -> str:
        """Return the address of the page before this one."""
        return self._with(PAGE, str(self.page.previous_page_number()))

    @property
    def after(self) -> str:
        """Return the address of the next page."""
        return self._with(PAGE, str(self.page.next_page_number()))

    @property
    def sheets(self) -> list[tuple[str, str]]:
        """Return the kinds of sheets with their addresses."""
        return [(kind.upper(), self._with(AS, kind)) for kind in FORMATS]

    def sheet(self) -> HttpResponse | None:
        """Return the sheet of all pages that the address asks for; nothing where it asks none."""
        if (kind := self.request.GET.get(AS, "")) not in FORMATS:
            return None
        mime, write = FORMATS[kind]
        head = [str(column.label) for column in self.table.columns]
        lines = (self.line(row) for row in self.found)
        body = write(head, [[one.value(line) for one in self.table.columns] for line in lines])
        words = [self.of, self.table.name, clock.today().isoformat()]
        name = f"{'-'.join(filter(None, words))}.{kind}"
        disposition = content_disposition_header(as_attachment=True, filename=name) or ""
        return HttpResponse(body, mime, headers={"Content-Disposition": disposition})

    def _with(self, name: str, value: str) -> str:
        asked = self.asked.copy()
        asked[name] = value
        return asked.urlencode()
