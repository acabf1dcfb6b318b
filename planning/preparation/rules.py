"""When tasks are due. No database, no clock, no request. FIELD practice: T-minus checklists."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Conflict, Refused
from planning.visits.rules import May


class Anchor(models.TextChoices):
    """What a task hangs on."""

    FIRST_DAY = "first_day", _("first day")
    LAST_DAY = "last_day", _("last day")
    FIXED = "fixed", _("a fixed day")


class TaskState(models.TextChoices):
    """What became of a task."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    WAIVED = "waived", _("waived")


class Bulk(models.TextChoices):
    """What can be done to some tasks at once."""

    TICK = "tick", _("mark as done")
    WAIVE = "waive", _("waive")
    ASSIGN = "assign", _("give to another office")
    REOPEN = "reopen", _("reopen")


class Due(models.TextChoices):
    """How near a task is; derived, never stored."""

    NONE = "none", _("no day yet")
    LATER = "later", _("not due")
    SOON = "soon", _("due soon")
    TODAY = "today", _("due today")
    OVERDUE = "overdue", _("overdue")
    ENDED = "ended", _("settled")


SOON = timedelta(days=7)


def due_on(
    anchor: str, offset: int, fixed_on: date | None, starts_on: date | None, ends_on: date | None
) -> date | None:
    """Return the day a task is due: ``offset`` calendar days from its anchor, None while undated.

    ``offset`` is negative before the anchor: -14 of the first day is T-14.
    """
    if anchor == Anchor.FIXED:
        return fixed_on
    day = starts_on if anchor == Anchor.FIRST_DAY else ends_on
    return day + timedelta(days=offset) if day else None


def nearness(state: str, due: date | None, today: date) -> Due:
    """Return how near a task is."""
    if state != TaskState.OPEN:
        return Due.ENDED
    if due is None:
        return Due.NONE
    if due < today:
        return Due.OVERDUE
    if due == today:
        return Due.TODAY
    return Due.SOON if due - today <= SOON else Due.LATER


def check_anchor(anchor: str, fixed_on: date | None) -> None:
    """Refuse a fixed day that is missing, or named beside another anchor."""
    if anchor == Anchor.FIXED and fixed_on is None:
        raise Refused(_("Enter the day."), field="fixed_on")
    if anchor != Anchor.FIXED and fixed_on is not None:
        raise Refused(_("A day is entered only for a task on a fixed day."), field="fixed_on")


def check_open(state: str) -> None:
    """Refuse to settle a task twice. Raises Conflict."""
    if state != TaskState.OPEN:
        raise Conflict(_("This task has been settled already."))


def check_settled(state: str) -> None:
    """Refuse to reopen a task that is open. Raises Conflict."""
    if state == TaskState.OPEN:
        raise Conflict(_("This task is open already."))


TASK_ADDED = Verb("preparation.task_added", _("added the task %(title)s"), May.TICK_TASK)
TASKS_HUNG = Verb(
    "preparation.tasks_hung", _("hung %(number)s tasks of another visit anew"), May.MANAGE_TASKS
)
TASK_DONE = Verb("preparation.task_done", _("ticked the task %(title)s"), May.TICK_TASK)
TASK_WAIVED = Verb("preparation.task_waived", _("waived the task %(title)s"), May.TICK_TASK)
TASK_REOPENED = Verb("preparation.task_reopened", _("reopened the task %(title)s"), May.TICK_TASK)
TASK_ASSIGNED = Verb(
    "preparation.task_assigned", _("gave the task %(title)s to %(organisation)s"), May.TICK_TASK
)
