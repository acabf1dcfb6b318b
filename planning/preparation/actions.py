"""Every write to tasks."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from planning.audit.actions import act
from planning.audit.rules import Actor, Verb
from planning.core.errors import Refused
from planning.core.rows import change, derive, fresh, judged
from planning.preparation import rules
from planning.preparation.models import Task
from planning.preparation.rules import Anchor, Bulk, TaskState
from planning.stakeholders.models import Organisation
from planning.visits.access import require
from planning.visits.models import Visit
from planning.visits.rules import May


def add(
    *,
    visit: Visit,
    title: str,
    anchor: Anchor,
    offset: int = 0,
    fixed_on: date | None = None,
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """Add a task, due ``offset`` calendar days from its anchor.

    Raises NotAllowed, Refused (a fixed day missing or out of place), Conflict (stands there).
    """
    of = [organisation.pk] if organisation else []
    with act(rules.TASK_ADDED, on=visit, by=by, at=at, of=of) as story, judged():
        require(by, May.MANAGE_TASKS, visit)
        rules.check_anchor(anchor, fixed_on)
        visit.refresh_from_db()
        story["title"] = title
        task = Task(
            visit=visit,
            title=title,
            anchor=anchor,
            offset=0 if anchor == Anchor.FIXED else offset,
            fixed_on=fixed_on,
            organisation=organisation,
        )
        _hang(task, visit)
        task.save(force_insert=True)
    return task


def hang_again(*, visit: Visit, tasks: Iterable[Task], by: Actor, at: datetime) -> list[Task]:
    """Put tasks of another visit on this checklist, all in one act; who takes no part owes none.

    Raises NotAllowed, Conflict (one stands there).
    """
    with act(rules.TASKS_HUNG, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_TASKS, visit)
        visit.refresh_from_db()
        owing = set(visit.participations.values_list("organisation", flat=True))
        made = [
            Task(
                visit=visit,
                title=one.title,
                anchor=one.anchor,
                offset=one.offset,
                fixed_on=one.fixed_on,
                organisation_id=one.organisation_id if one.organisation_id in owing else None,
            )
            for one in tasks
        ]
        for task in made:
            _hang(task, visit)
        story["number"] = len(made)
        return Task.objects.bulk_create(made)


def tick(*, task: Task, version: int, by: Actor, at: datetime) -> Task:
    """Mark a task as done. Raises NotAllowed (not one's own), Stale, Conflict (settled already)."""
    return _move(task, version, rules.TASK_DONE, TaskState.DONE, "", by, at)


def waive(*, task: Task, version: int, reason: str, by: Actor, at: datetime) -> Task:
    """Waive a task with a reason. Raises NotAllowed, Stale, Conflict, Refused (no reason)."""
    return _move(task, version, rules.TASK_WAIVED, TaskState.WAIVED, reason, by, at)


def reopen(*, task: Task, version: int, by: Actor, at: datetime) -> Task:
    """Open a settled task again; its due day follows the visit's days as they are now.

    What was waived only they open who may waive. Raises NotAllowed, Stale, Conflict (open already).
    """
    return _move(task, version, rules.TASK_REOPENED, TaskState.OPEN, "", by, at)


def assign(
    *, task: Task, version: int, organisation: Organisation | None, by: Actor, at: datetime
) -> Task:
    """Say who owes a task from now on; nobody in particular: protocol and desk.

    Raises NotAllowed, Stale, Conflict (settled already).
    """
    offices = [task.organisation_id, organisation.pk if organisation else None]
    of = [office for office in offices if office]
    with act(rules.TASK_ASSIGNED, on=task.visit, by=by, at=at, of=of) as story:
        require(by, May.MANAGE_TASKS, task.visit)
        task = fresh(Task, task.pk, version)
        rules.check_open(task.state)
        name = organisation.name if organisation else _("protocol and desk")
        story |= {"title": task.title, "organisation": name}
        change(task, organisation=organisation)
    return task


def do_to_some(
    *,
    what: Bulk,
    chosen: Sequence[tuple[Task, int]],
    reason: str = "",
    organisation: Organisation | None = None,
    by: Actor,
    at: datetime,
) -> list[Task]:
    """Do one thing to some tasks with their versions: one act for each; to all, or to none.

    Raises what that thing raises, for the first task to which it cannot be done.
    """
    do: dict[str, Callable[..., Task]] = {
        Bulk.TICK: tick,
        Bulk.REOPEN: reopen,
        Bulk.WAIVE: partial(waive, reason=reason),
        Bulk.ASSIGN: partial(assign, organisation=organisation),
    }
    with transaction.atomic():
        return [do[what](task=task, version=version, by=by, at=at) for task, version in chosen]


def _move(
    task: Task, version: int, verb: Verb, state: TaskState, reason: str, by: Actor, at: datetime
) -> Task:
    visit = task.visit
    of = [task.organisation_id] if task.organisation_id else []
    with act(verb, on=visit, by=by, at=at, reason=reason, of=of) as story, judged():
        may = May.MANAGE_TASKS if state == TaskState.WAIVED else May.TICK_TASK
        require(by, may, visit, of=of)
        task = fresh(Task, task.pk, version)
        if state == TaskState.OPEN:
            rules.check_settled(task.state)
            if task.state == TaskState.WAIVED:
                require(by, May.MANAGE_TASKS, visit)
        else:
            rules.check_open(task.state)
        if state == TaskState.WAIVED and not reason.strip():
            raise Refused(_("Say why the task is waived."), field="reason")
        story["title"] = task.title
        settled = state != TaskState.OPEN
        if not settled:
            _hang(task, Visit.objects.get(pk=visit.pk))
        change(
            task,
            due_on=task.due_on,
            public_due_on=task.public_due_on,
            state=state,
            reason=reason.strip(),
            settled_at=at if settled else None,
            settled_by=by.user if settled else None,
        )
    return task


def rehang(visit: Visit) -> None:
    """Write the due days that follow from the visit's days; settled tasks keep theirs.

    The caller holds the visit's lock and an open ``act``; it may run any number of times.
    """
    for task in visit.tasks.open().order_by("pk"):
        before = (task.due_on, task.public_due_on)
        _hang(task, visit)
        if before != (task.due_on, task.public_due_on):
            derive(task, due_on=task.due_on, public_due_on=task.public_due_on)


def _hang(task: Task, visit: Visit) -> None:
    task.due_on, task.public_due_on = task.days_on(visit)
