"""The checklist as one reader may see it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planning.accounts.models import User
from planning.preparation.models import Task
from planning.preparation.rules import Anchor, Due, TaskState, nearness
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


def tasks_for(user: User, visit: Visit, rights: Rights, today: date) -> list[Row]:
    """Return the tasks that the reader may see, overdue first, settled last."""
    tasks = Task.objects.visible_to(user).filter(visit=visit).shown_to(user)
    return [_row(task, rights, today) for task in tasks.with_owners().nearest_first()]


def _row(task: Task, rights: Rights, today: date) -> Row:
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
