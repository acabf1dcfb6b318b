"""The checklist as a list: on the page, and as a sheet to take away."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from planning.core.tables import Column, Filters, Table, choices
from planning.preparation.models import Task
from planning.preparation.rules import SOON, TaskState
from planning.stakeholders.models import Organisation


def _owners(request: Any) -> QuerySet[Organisation]:
    owed = Task.objects.visible_to(request.user).values("organisation")
    return Organisation.objects.filter(pk__in=owed).order_by("name", "pk")


class TaskFilters(Filters):
    """What a checklist is narrowed by; days are those that the reader knows."""

    state = choices(*TaskState.choices, label=_("State"))
    due = choices(
        ("overdue", _("overdue")),
        ("soon", _("due within a week")),
        ("none", _("no day yet")),
        label=_("Due"),
        method="nearness",
    )
    owner = django_filters.ModelChoiceFilter(
        field_name="organisation", queryset=_owners, label=_("Owed by"), empty_label=_("all")
    )

    def nearness(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep open tasks that are overdue, due within a week, or without a day."""
        today = self.today
        due = {
            "overdue": Q(due_shown__lt=today),
            "soon": Q(due_shown__gte=today, due_shown__lte=today + SOON),
            "none": Q(due_shown=None),
        }
        return rows.filter(due[value], state=TaskState.OPEN)


TASKS = Table(
    name="tasks",
    filters=TaskFilters,
    columns=[
        Column("due", _("Due"), lambda row: row.due, order=["due_shown"]),
        Column("nearness", _("How near"), lambda row: row.nearness.label, sheets_alone=True),
        Column("hangs", _("Hangs on"), lambda row: row.hangs, sheets_alone=True),
        Column("task", _("Task"), lambda row: row.task.title, order=["title"]),
        Column(
            "owner",
            _("Owed by"),
            lambda row: row.task.organisation and row.task.organisation.name,
            order=["organisation__name"],
        ),
        Column("state", _("State"), lambda row: row.task.get_state_display(), order=["state"]),
        Column("reason", _("Reason"), lambda row: row.task.reason, sheets_alone=True),
    ],
)
