"""The checklist as one reader may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.accounts.models import User
from planning.preparation.models import Task, TaskQuerySet
from planning.preparation.rules import Anchor, Bulk, Due, TaskState, nearness
from planning.visits.models import Leg, Visit
from planning.visits.rules import LinkKind, May, Rights


@dataclass(frozen=True)
class Row:
    """One task with its due day as the reader may know it, and what they may do."""

    task: Task
    due: date | None
    nearness: Due
    hangs: str
    may_tick: bool
    may_reopen: bool
    may_waive: bool


def tasks_of(user: User, visit: Visit) -> TaskQuerySet:
    """Return the tasks that the reader may see, overdue first, settled last."""
    tasks = Task.objects.visible_to(user).filter(visit=visit).shown_to(user)
    return tasks.with_owners().nearest_first()


def row_of(task: Task, rights: Rights, today: date) -> Row:
    """Return a task (after ``shown_to``) as one reader may see it."""
    is_open = task.state == TaskState.OPEN
    may_tick = rights.may(May.TICK_TASK, [task.organisation_id])
    may_waive = rights.may(May.MANAGE_TASKS)
    return Row(
        task,
        task.due_shown,
        nearness(task.state, task.due_shown, today),
        hangs(task.anchor, task.offset) if task.tells_offset else "",
        may_tick=is_open and may_tick,
        may_reopen=not is_open and (may_waive if task.state == TaskState.WAIVED else may_tick),
        may_waive=is_open and may_waive,
    )


@dataclass(frozen=True)
class Some:
    """Some tasks ticked on the list, and what is to be done to them all at once."""

    what: Bulk
    fit: list[Task]
    others: int  # chosen, but not such that it could be done to them

    @property
    def title(self) -> str:
        """Say what will be done, and to how many."""
        return BULK_TITLES[self.what](len(self.fit)) % {"count": len(self.fit)}


BULK_TITLES = {
    Bulk.TICK: lambda n: ngettext("Mark %(count)s task as done", "Mark %(count)s tasks as done", n),
    Bulk.WAIVE: lambda n: ngettext("Waive %(count)s task", "Waive %(count)s tasks", n),
    Bulk.ASSIGN: lambda n: ngettext(
        "Give %(count)s task to another office", "Give %(count)s tasks to another office", n
    ),
    Bulk.REOPEN: lambda n: ngettext("Reopen %(count)s task", "Reopen %(count)s tasks", n),
}


def some_of(tasks: TaskQuerySet, chosen: dict[str, int], what: Bulk, rights: Rights) -> Some:
    """Return those of the chosen tasks to which it can be done by this reader.

    ``chosen`` gives the version of each on which it was chosen; who has changed it since is told.
    """
    fit, found = [], list(tasks.filter(pk__in=chosen))
    for task in found:
        one = row_of(task, rights, date.max)
        may = {
            Bulk.TICK: one.may_tick,
            Bulk.REOPEN: one.may_reopen,
            Bulk.WAIVE: one.may_waive,
            Bulk.ASSIGN: one.may_waive,
        }
        if may[what]:
            fit.append(task)
    return Some(what, fit, len(found) - len(fit))


def hangs(anchor: str, offset: int) -> str:
    """Return in words what a task hangs on: "14 days before the first day"."""
    days = abs(offset)
    if anchor == Anchor.FIXED:
        return _("a fixed day")
    if anchor == Anchor.FIRST_DAY:
        if offset == 0:
            return _("on the first day")
        if offset < 0:
            said = ngettext(
                "%(days)s day before the first day", "%(days)s days before the first day", days
            )
        else:
            said = ngettext(
                "%(days)s day after the first day", "%(days)s days after the first day", days
            )
    elif offset == 0:
        return _("on the last day")
    elif offset < 0:
        said = ngettext(
            "%(days)s day before the last day", "%(days)s days before the last day", days
        )
    else:
        said = ngettext("%(days)s day after the last day", "%(days)s days after the last day", days)
    return said % {"days": days}


def preparing(user: User, visit: Visit) -> list[Visit]:
    """Return the visits preparing this one that the reader has a part in, in order of days."""
    visits = Visit.objects.visible_to(user).shown_to(user)
    found = visits.filter(links__to=visit, links__kind=LinkKind.PREPARES).prefetch_related(
        Prefetch("legs", Leg.objects.order_by("position", "pk"))
    )
    return list(found.order_by(F("from_on").asc(nulls_last=True), "title", "pk"))
