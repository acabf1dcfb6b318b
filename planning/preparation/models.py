"""Tasks of a visit's checklist."""

from collections.abc import Mapping
from datetime import date
from typing import Self
from uuid import UUID

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import Versioned
from planning.core.search import SearchKey
from planning.preparation.rules import Anchor, TaskState, due_on
from planning.stakeholders.models import Organisation
from planning.visits.models import OfVisit, Visit, inside_with, knows_inside, reaches
from planning.visits.rules import May, Rights


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about tasks."""

    def visible_to(self, user: User) -> Self:
        """Keep all tasks for those who manage them, and for others their organisation's own."""
        return self.filter(reaches(user, May.TICK_TASK))

    def shown_to(self, user: User, held: Mapping[UUID, Rights] | None = None) -> Self:
        """Add ``due_shown`` and ``tells_offset``: the due day as this reader may know it.

        Whoever may not see the inside days gets the day that follows from the public ones, and
        never "14 days before": nothing betrays the embargoed day by subtraction.
        """
        knows = knows_inside(user, visit="visit")
        inside = knows if held is None else inside_with(held, visit="visit")
        return self.annotate(
            due_shown=Case(When(inside, then=F("due_on")), default=F("public_due_on")),
            tells_offset=Case(When(inside, then=Value(True)), default=Value(False)),
        )

    def due_until(self, day: date) -> Self:
        """Keep tasks due by a day as this reader knows it, earliest first (after ``shown_to``)."""
        return self.filter(Q(due_shown__lte=day)).order_by(F("due_shown").asc(), "pk")

    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN)

    def nearest_first(self) -> Self:
        """Sort overdue first, settled last, the latest first there (after ``shown_to``)."""
        is_settled = Case(When(state=TaskState.OPEN, then=Value(0)), default=Value(1))
        due = Case(When(state=TaskState.OPEN, then=F("due_shown")))
        return self.order_by(
            is_settled, due.asc(nulls_last=True), F("settled_at").desc(), "title", "pk"
        )

    def with_owners(self) -> Self:
        return self.select_related("organisation", "visit", "settled_by")


@pghistory.track(exclude=["search"])
class Task(OfVisit, Versioned):
    """One line of the checklist, due ``offset`` calendar days from its anchor.

    ``due_on`` follows from the days as known inside, ``public_due_on`` from the public ones: copies
    that ``preparation.actions.rehang`` alone writes.
    """

    # What ``shown_to`` adds.
    due_shown: date | None
    tells_offset: bool

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    anchor = models.CharField(_("hangs on"), max_length=16, choices=Anchor)
    offset = models.SmallIntegerField(_("days after it"), default=0)
    fixed_on = models.DateField(_("day"), null=True, blank=True)
    due_on = models.DateField(null=True, editable=False)
    public_due_on = models.DateField(null=True, editable=False)
    state = models.CharField(max_length=16, choices=TaskState, default=TaskState.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)
    search = SearchKey("title", "reason")

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(anchor=Anchor.FIXED, fixed_on__isnull=False, offset=0)
                | (~Q(anchor=Anchor.FIXED) & Q(fixed_on__isnull=True)),
                name="task_fixed_day_only_where_fixed",
                violation_error_message=_("A day is entered only for a task on a fixed day."),
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, settled_at__isnull=True, settled_by__isnull=True)
                | (
                    ~Q(state=TaskState.OPEN) & Q(settled_at__isnull=False, settled_by__isnull=False)
                ),
                name="task_settled_at_and_by",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.WAIVED) | ~Q(reason=""),
                name="task_waived_with_a_reason",
                violation_error_message=_("Say why the task is waived."),
            ),
            models.UniqueConstraint(
                fields=["visit", "title"],
                name="task_once",
                violation_error_message=_("This task stands on the checklist already."),
            ),
        ]
        indexes = [
            models.Index(fields=["visit", "due_on"], name="task_by_due_day"),
            GinIndex(fields=["search"], name="task_search"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"

    def days_on(self, visit: Visit) -> tuple[date | None, date | None]:
        """Return the due days that follow from a visit's days as known inside and as public."""
        hangs = (self.anchor, self.offset, self.fixed_on)
        return (
            due_on(*hangs, visit.starts_on, visit.ends_on),
            due_on(*hangs, visit.public_starts_on, visit.public_ends_on),
        )
