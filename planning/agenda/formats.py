"""The agenda as a list: on the page, and as a sheet to take away."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planning.agenda.models import AgendaItem, ItemPart
from planning.agenda.rules import OPEN, ItemState
from planning.core.tables import Column, Filters, Table, choices
from planning.stakeholders.models import Organisation


def _concerned(request: Any) -> QuerySet[Organisation]:
    items = AgendaItem.objects.visible_to(request.user)
    parts = ItemPart.objects.filter(item__in=items).values("organisation")
    return Organisation.objects.filter(pk__in=parts).order_by("name", "pk")


class ItemFilters(Filters):
    """What an agenda is narrowed by: what everybody on the visit reads."""

    title = django_filters.CharFilter(lookup_expr="icontains", label=_("Word in the title"))
    cluster = django_filters.CharFilter(lookup_expr="icontains", label=_("Cluster"))
    state = choices(*ItemState.choices, label=_("State"))
    ministry = django_filters.ModelChoiceFilter(
        queryset=_concerned, label=_("Ministry"), empty_label=_("all"), method="with_part"
    )
    due = choices(
        ("overdue", _("overdue")), ("none", _("no day yet")), label=_("Texts due"), method="in_time"
    )

    def with_part(
        self, rows: QuerySet[AgendaItem], _name: str, value: Organisation
    ) -> QuerySet[AgendaItem]:
        """Keep items that an organisation leads or is consulted on."""
        return rows.filter(Exists(ItemPart.objects.filter(item=OuterRef("pk"), organisation=value)))

    def in_time(self, rows: QuerySet[AgendaItem], _name: str, value: str) -> QuerySet[AgendaItem]:
        """Keep open items whose texts are overdue, or due on no day."""
        late = Q(due_on__lt=self.today, state__in=OPEN)
        return rows.filter(late if value == "overdue" else Q(due_on=None))


AGENDA = Table(
    name="agenda",
    filters=ItemFilters,
    columns=[
        Column("number", _("No."), lambda line: line.item.number, order=["number"], css="number"),
        Column("title", _("Item"), lambda line: line.item.title, order=["title"]),
        Column(
            "title_own",
            _("Title in the second language"),
            lambda line: line.item.title_own,
            sheets_alone=True,
        ),
        Column("cluster", _("Cluster"), lambda line: line.item.cluster, order=["cluster"]),
        Column(
            "leads",
            _("Lead ministries"),
            lambda line: "; ".join(
                f"{side.name}: {part.organisation.name}" for side, part in line.leading
            ),
        ),
        Column("state", _("State"), lambda line: line.item.get_state_display(), order=["state"]),
        Column("due", _("Texts due"), lambda line: line.item.due_on, order=["due_on"]),
    ],
)
