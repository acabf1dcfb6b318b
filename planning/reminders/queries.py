"""Facts that reminders follow from."""

from datetime import date, datetime

from planning.dates.models import DateOption, Request
from planning.dates.rules import OptionKind, RequestKind
from planning.preparation.models import Task
from planning.visits.models import Visit
from planning.visits.rules import FIRM, May, Rights, Standing


def first_day_for(visit: Visit, held: Rights) -> date | None:
    """Return the first day of a planned visit as this reader may know it, once it is firm."""
    if visit.standing != Standing.PLANNED:
        return None
    if visit.certainty in FIRM and held.may(May.SEE_DAYS):
        return visit.starts_on
    return visit.public_starts_on if visit.is_announced else None


def known_since(visit: Visit) -> dict[str, datetime]:
    """Return when the days were confirmed and announced; noted days are public once entered."""
    granted = Request.objects.filter(visit=visit).granted().values_list("kind", "ended_at")
    since = {kind: when for kind, when in granted if when}
    noted = DateOption.objects.filter(visit=visit, kind=OptionKind.NOTED, withdrawn_at=None)
    if option := noted.order_by("-entered_at", "-pk").first():
        since[RequestKind.ANNOUNCE] = option.entered_at
    return since


def told_at(since: dict[str, datetime], held: Rights) -> datetime | None:
    """Return when this reader could first know the days."""
    if held.may(May.SEE_DAYS) and RequestKind.CONFIRM in since:
        return since[RequestKind.CONFIRM]
    return since.get(RequestKind.ANNOUNCE)


def due_day_for(task: Task, held: Rights) -> date | None:
    """Return the due day of a planned visit's task as this reader may know it."""
    if task.visit.standing != Standing.PLANNED:
        return None
    inside = held.fully(May.SEE_OPTIONS) or (
        task.visit.certainty in FIRM and held.may(May.SEE_DAYS)
    )
    return task.due_on if inside else task.public_due_on
