"""Every write to the programme."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Conflict, Refused
from planning.core.rows import change, fresh, judged
from planning.core.wall import instant
from planning.programme import rules
from planning.programme.models import Attendance, ProgrammeItem
from planning.programme.rules import State
from planning.stakeholders.models import Organisation, Person
from planning.visits.access import require
from planning.visits.models import Leg, Visit
from planning.visits.rules import May


def add(
    *, leg: Leg, people: Iterable[Person] = (), by: Actor, at: datetime, **line: Any
) -> ProgrammeItem:
    """Add a line at the end of its day; ``line`` is what ``columns`` takes.

    Raises NotAllowed, Refused (what ``columns`` refuses).
    """
    visit = leg.visit
    with act(rules.ADDED, on=visit, by=by, at=at) as story, judged():
        require(by, May.EDIT_PROGRAMME, visit)
        values = columns(leg, **line)
        item = ProgrammeItem.objects.create(
            visit=visit, position=_end_of(visit, values["day"]), **values
        )
        _seat(item, people)
        story["title"] = item.title
    return item


def edit(
    *,
    item: ProgrammeItem,
    version: int,
    leg: Leg,
    people: Iterable[Person] = (),
    by: Actor,
    at: datetime,
    **line: Any,
) -> ProgrammeItem:
    """Write a line anew; on another day it goes to the end. ``line`` is what ``columns`` takes.

    Raises NotAllowed, Stale, Conflict (removed already, a place of another visit), Refused (what
    ``columns`` refuses).
    """
    visit = item.visit
    with act(rules.CHANGED, on=visit, by=by, at=at) as story, judged():
        require(by, May.EDIT_PROGRAMME, visit)
        item = _standing(item, version)
        if leg.visit_id != visit.pk:
            raise Conflict(_("This place belongs to another visit."))
        values = columns(leg, **line)
        if values["day"] != item.day:
            values["position"] = _end_of(visit, values["day"])
        change(item, **values)
        _seat(item, people)
        story["title"] = item.title
    return item


def remove(*, item: ProgrammeItem, version: int, by: Actor, at: datetime) -> None:
    """Remove a line. Raises NotAllowed, Stale, Conflict (removed already)."""
    visit = item.visit
    with act(rules.REMOVED, on=visit, by=by, at=at) as story:
        require(by, May.EDIT_PROGRAMME, visit)
        item = _standing(item, version)
        story["title"] = item.title
        item.delete()


def move(*, item: ProgrammeItem, version: int, up: bool, by: Actor, at: datetime) -> ProgrammeItem:
    """Move a line by one place within its day.

    Raises NotAllowed, Stale, Conflict (the first or last already, removed already).
    """
    visit = item.visit
    with act(rules.MOVED, on=visit, by=by, at=at) as story:
        require(by, May.EDIT_PROGRAMME, visit)
        item = _standing(item, version)
        day = ProgrammeItem.objects.filter(visit=visit, day=item.day).in_order()
        order = list(day.select_for_update(no_key=True))
        here = order.index(item)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            raise Conflict(
                _("This line is the first of its day.")
                if up
                else _("This line is the last of its day.")
            )
        order.insert(there, order.pop(here))
        for position, line in enumerate(order, start=1):
            if line == item:
                change(item, position=position)
            elif line.position != position:
                # The neighbour's version stays: what somebody is typing there is not touched.
                line.position = position
                line.save(update_fields=["position"])
        story["title"] = item.title
    return item


def columns(
    leg: Leg,
    *,
    day: date,
    certainty: str,
    starts: time | None = None,
    ends: time | None = None,
    is_second_hour: bool | None = None,
    kind: str,
    title: str,
    title_own: str = "",
    place: str = "",
    organisation: Organisation | None = None,
    is_public: bool = False,
    zone: str = "",
    state: str = State.PLANNED,
) -> dict[str, Any]:
    """Return the columns of a line: the wall time as given, the instant derived from it.

    ``zone`` is that of the place unless it is named. An end before the start is past midnight.
    Raises Refused (a time missing or out of place, skipped by the clocks there, or shown twice
    where ``is_second_hour`` does not say which).
    """
    rules.check_times(certainty, starts, ends)
    zone = zone or leg.zone
    starts_at = instant(day, starts, zone, second=is_second_hour) if starts else None
    if starts and ends:
        try:
            instant(day + timedelta(days=ends < starts), ends, zone, second=True)
        except Refused as refusal:
            raise Refused(str(refusal), field="ends") from refusal
    return {
        "leg": leg,
        "day": day,
        "certainty": certainty,
        "starts": starts,
        "ends": ends,
        "zone": zone,
        "is_second_hour": bool(is_second_hour),
        "starts_at": starts_at,
        "kind": kind,
        "title": title,
        "title_own": title_own,
        "place": place,
        "organisation": organisation,
        "is_public": is_public,
        "state": state,
    }


def _standing(item: ProgrammeItem, version: int) -> ProgrammeItem:
    try:
        return fresh(ProgrammeItem, item.pk, version)
    except ProgrammeItem.DoesNotExist:
        raise Conflict(_("This line has been removed in the meantime.")) from None


def _end_of(visit: Visit, day: date) -> int:
    lines = ProgrammeItem.objects.filter(visit=visit, day=day)
    last: int | None = lines.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _seat(item: ProgrammeItem, people: Iterable[Person]) -> None:
    wanted = list(people)
    item.attendances.exclude(person__in=wanted).delete()
    seated = set(item.attendances.values_list("person", flat=True))
    Attendance.objects.bulk_create(
        Attendance(visit_id=item.visit_id, item=item, person=person)
        for person in wanted
        if person.pk not in seated
    )
