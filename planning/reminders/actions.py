"""Post what has come due. Reminders are derived from facts, never scheduled ahead."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from planning.accounts.models import User
from planning.outbox.actions import post
from planning.outbox.rules import Recipient
from planning.preparation.models import Task
from planning.reminders.queries import due_day_for, first_day_for, known_since, told_at
from planning.reminders.rules import LEADS, PATIENCE, Kind, lead_due, task_due
from planning.visits.access import everyone_on
from planning.visits.models import Visit
from planning.visits.rules import FIRM, May, Rights, Role, Standing


def remind(*, at: datetime) -> int:
    """Post each reminder that has come due; return how many are new. Safe to run again."""
    return remind_of_first_days(at=at) + remind_of_tasks(at=at)


def remind_of_first_days(*, at: datetime) -> int:
    """Remind everybody who may know the days 30, 14, 7, 3 and 1 days before the first."""
    today = at.date()
    soon = Visit.objects.filter(
        standing=Standing.PLANNED,
        certainty__in=FIRM,
        starts_on__range=(today - timedelta(days=1), today + timedelta(days=max(LEADS) + 1)),
    )
    new = 0
    for visit in soon.order_by("starts_on", "pk"):
        since = known_since(visit)
        people = everyone_on(visit)
        zones = _zones(people)
        for one, held in people.items():
            first_on, told = first_day_for(visit, held), told_at(since, held)
            if first_on is None or told is None:
                continue
            lead = lead_due(first_on, zones[one], at, told)
            if lead is not None:
                key = first_day_key(visit, lead, first_on)
                new += _post(Kind.FIRST_DAY, visit, visit, one, key, at)
    return new


def remind_of_tasks(*, at: datetime) -> int:
    """Remind an open task's owners on the morning of its due day; officers where none owns it."""
    today = at.date()
    span = (today - PATIENCE - timedelta(days=1), today + timedelta(days=1))
    due = Task.objects.open().filter(due_on__range=span) | Task.objects.open().filter(
        public_due_on__range=span
    )
    new = 0
    people_on: dict[Visit, dict[Recipient, Rights]] = {}
    for task in due.filter(visit__standing=Standing.PLANNED).with_owners().order_by("due_on", "pk"):
        if task.visit not in people_on:
            people_on[task.visit] = everyone_on(task.visit)
        owners = owners_of(task, people_on[task.visit])
        zones = _zones(owners)
        for one, held in owners.items():
            day = due_day_for(task, held)
            if day is not None and task_due(day, zones[one], at):
                new += _post(Kind.TASK_DUE, task, task.visit, one, task_key(task, day), at)
    return new


def owners_of(task: Task, people: dict[Recipient, Rights]) -> dict[Recipient, Rights]:
    """Return who is reminded of a task: the officers where none of its organisation may tick it."""
    own = {
        one: held
        for one, held in people.items()
        if task.organisation_id in held.organisations
        and held.may(May.TICK_TASK, [task.organisation_id])
    }
    return own or {one: held for one, held in people.items() if Role.OFFICER in held.roles}


def first_day_key(visit: Visit, lead: int, first_on: date) -> str:
    """Name a first-day reminder: a visit that moves is reminded of anew."""
    return f"{visit.pk}-{lead}d-{first_on}"


def task_key(task: Task, day: date) -> str:
    """Name a task's reminder: a task that moves is reminded of anew."""
    return f"{task.pk}-{day}"


def _post(
    kind: Kind, about: Visit | Task, visit: Visit, one: Recipient, key: str, at: datetime
) -> int:
    with transaction.atomic():
        return post(kind.value, about=about, visit_id=visit.pk, to=[one], key=key, at=at)


def _zones(people: dict[Recipient, Rights]) -> dict[Recipient, str]:
    """Return each recipient's zone; somebody without an account is in the office's."""
    users = dict(
        User.objects.filter(pk__in=[one.user_id for one in people if one.user_id]).values_list(
            "pk", "time_zone"
        )
    )
    return {one: users[one.user_id] if one.user_id else settings.TIME_ZONE for one in people}
