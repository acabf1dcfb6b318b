"""Writes to dates that move no day of a visit; those that may, stand in ``lifecycle``."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.core.rows import change, derive, fresh, judged
from planning.core.wording import span
from planning.dates import rules
from planning.dates.models import (
    DateOption,
    FixedMeeting,
    Hold,
    Request,
)
from planning.dates.queries import Picture, copies, picture
from planning.dates.rules import IN_FORCE, RequestKind, RequestState
from planning.outbox.actions import post
from planning.outbox.rules import Recipient
from planning.stakeholders.models import Country, keeps_reference
from planning.visits.access import require, who_may
from planning.visits.models import Visit
from planning.visits.rules import May


def request(
    *,
    kind: RequestKind,
    option: DateOption,
    version: int,
    decider_office: str,
    decider_person: str,
    decider_reference: str,
    decided_on: date,
    by: Actor,
    at: datetime,
) -> Request:
    """Ask a chief to confirm or announce dates, naming who decided; tell those who may grant it.

    Raises NotAllowed, Stale, Conflict (not accepted by every side, not confirmed yet, another
    request is open), Refused (a day in the future).
    """
    visit = option.visit
    with act(rules.ASKED[kind], on=visit, by=by, at=at) as story, judged():
        require(by, May.REQUEST, visit)
        option = fresh(DateOption, option.pk, version)
        check_request(picture(visit), kind, option)
        if decided_on > timezone.localdate(at):
            raise Refused(_("This day lies in the future."), field="decided_on")
        story["days"] = span(option.starts_on, option.ends_on)
        made = Request.objects.create(
            visit=visit,
            kind=kind,
            option=option,
            decider_office=decider_office,
            decider_person=decider_person,
            decider_reference=decider_reference,
            decided_on=decided_on,
            requested_at=at,
            requested_by=by.user,
        )
        post(
            "dates.requested",
            about=made,
            visit_id=visit.pk,
            to=[one for one in who_may(visit, May.GRANT) if one.user_id != by.user.pk],
            key=str(made.pk),
            at=at,
        )
    return made


def check_request(found: Picture, kind: str, option: DateOption) -> None:
    """Refuse a request that the state of the dates does not bear. Raises Conflict."""
    state = found.offer(option.pk).state
    if kind == RequestKind.CONFIRM:
        rules.check_may_be_confirmed(state)
    elif state not in IN_FORCE:
        raise Conflict(_("Only confirmed dates can be announced."))
    elif found.announced:
        raise Conflict(_("These dates have been announced already."))


def refuse(*, asked: Request, version: int, reason: str, by: Actor, at: datetime) -> Request:
    """Refuse a request and tell who made it.

    Raises NotAllowed without a chief's right, Stale, Conflict (decided), Refused (no reason).
    """
    return _end(asked, version, RequestState.REFUSED, reason, by, at)


def withdraw(*, asked: Request, version: int, by: Actor, at: datetime) -> Request:
    """Withdraw one's own request. Raises NotAllowed for another's, Stale, Conflict (decided)."""
    return _end(asked, version, RequestState.WITHDRAWN, "", by, at)


def _end(
    asked: Request, version: int, state: RequestState, reason: str, by: Actor, at: datetime
) -> Request:
    visit = asked.visit
    verb = rules.ENDED[RequestKind(asked.kind), state]
    with act(verb, on=visit, by=by, at=at, reason=reason) as story:
        if state == RequestState.REFUSED:
            require(by, May.GRANT, visit)
        elif by.user is None or by.user.pk != asked.requested_by_id:
            raise NotAllowed(_("Only who made a request withdraws it."))
        asked = fresh(Request, asked.pk, version)
        check_undecided(asked)
        if state == RequestState.REFUSED and not reason.strip():
            raise Refused(_("Say why you refuse it."), field="reason")
        story["days"] = span(asked.option.starts_on, asked.option.ends_on)
        change(asked, state=state, ended_at=at, ended_by=by.user, reason=reason.strip())
        if state == RequestState.REFUSED and by.user.pk != asked.requested_by_id:
            post(
                "dates.refused",
                about=asked,
                visit_id=visit.pk,
                to=[Recipient(user_id=asked.requested_by_id)],
                key=str(asked.pk),
                at=at,
            )
    return asked


def check_undecided(asked: Request) -> None:
    """Refuse to decide a request twice. Raises Conflict."""
    if asked.state != RequestState.REQUESTED:
        raise Conflict(_("This request has been decided already."))


def fix_meeting(
    *,
    name: str,
    country: Country,
    city: str,
    starts_on: date,
    ends_on: date,
    source: str,
    by: Actor,
    at: datetime,
) -> FixedMeeting:
    """Enter a meeting whose days others have set, of public record.

    Raises NotAllowed for all but administrators and members of protocol offices and desks,
    Refused (days, no source), Conflict (entered already).
    """
    _check_meeting(by, starts_on, ends_on, source)
    meeting = FixedMeeting(
        name=name, country=country, city=city, starts_on=starts_on, ends_on=ends_on, source=source
    )
    with act(rules.MEETING_FIXED, on=meeting, by=by, at=at) as story, judged():
        story |= {"name": name, "days": span(starts_on, ends_on)}
        meeting.save(force_insert=True)
    return meeting


def correct_meeting(
    *, meeting: FixedMeeting, version: int, by: Actor, at: datetime, **values: Any
) -> FixedMeeting:
    """Correct a meeting whose days others have set. Raises as ``fix_meeting``, and Stale."""
    with act(rules.MEETING_CHANGED, on=meeting, by=by, at=at) as story, judged():
        meeting = fresh(FixedMeeting, meeting.pk, version)
        days = {end: values.get(end, getattr(meeting, end)) for end in ("starts_on", "ends_on")}
        _check_meeting(by, **days, source=values.get("source", meeting.source))
        change(meeting, **values)
        story |= {"name": meeting.name, "days": span(**days)}
    return meeting


def _check_meeting(by: Actor, starts_on: date, ends_on: date, source: str) -> None:
    if by.user and not (by.user.is_staff or keeps_reference(by.user)):
        raise NotAllowed(_("Only members of a protocol office or a desk enter meetings."))
    rules.check_days(starts_on, ends_on)
    if not source.strip():
        raise Refused(_("Name the source."), field="source")


def settle(visit: Visit) -> None:
    """Write the copies that follow from the options: the visit's days and the principals' holds.

    The caller holds the visit's lock and an open ``act``; it may run any number of times.
    """
    visit.refresh_from_db()
    due = copies(picture(visit))
    if any(getattr(visit, name) != value for name, value in due.days.items()):
        derive(visit, **due.days)

    wanted = dict(due.holds)
    for hold in Hold.objects.filter(visit=visit):
        option = wanted.pop((hold.option_id, hold.person_id), None)
        if option is None:
            hold.delete()
        elif hold.firmness != due.firmness:
            derive(hold, firmness=due.firmness)
    Hold.objects.bulk_create(
        Hold(
            visit=visit,
            option=option,
            person_id=person,
            starts_on=option.starts_on,
            ends_on=option.ends_on,
            firmness=due.firmness,
        )
        for (_option, person), option in wanted.items()
    )
