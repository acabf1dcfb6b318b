"""Facts that reminders follow from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Now

from planning.accounts.models import User
from planning.audit.models import AuditEvent
from planning.dates.models import DateOption, Request
from planning.dates.rules import OptionKind, RequestKind
from planning.outbox.models import Message
from planning.outbox.rules import Recipient
from planning.preparation.models import Task
from planning.reminders.models import Webhook, WebhookCall
from planning.reminders.rules import LEADS, PATIENCE, Kind, lead_due, morning, task_due
from planning.stakeholders.models import Organisation, Person
from planning.visits.access import acts_known_to, everyone_on
from planning.visits.models import FocalPoint, Visit
from planning.visits.rules import FIRM, Grant, May, Part, Rights, Role, Standing


def first_day_for(visit: Visit, held: Rights) -> date | None:
    """Return the first day of a planned visit as this reader may know it, once it is firm."""
    if visit.standing != Standing.PLANNED:
        return None
    if visit.certainty in FIRM and held.may(May.SEE_DAYS):
        return visit.starts_on
    return visit.public_starts_on if visit.is_announced else None


def known_since(visit: Visit) -> dict[str, datetime]:
    """Return when the days were confirmed and announced; noted days are public once entered."""
    asked = Request.objects.filter(visit=visit).granted()
    noted = DateOption.objects.filter(visit=visit, kind=OptionKind.NOTED, withdrawn_at=None)
    found = asked.values_list(Value(0), "ended_at", "kind").union(
        noted.values_list(Value(1), "entered_at", Value(RequestKind.ANNOUNCE)), all=True
    )
    return {kind: when for _place, when, kind in sorted(found)}


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


class Reader(NamedTuple):
    """Somebody a reminder goes to: the name, the zone, the kinds of mail they have declined."""

    name: str
    zone: str
    declined: Sequence[str]


def readers(people: Iterable[Recipient]) -> dict[Recipient, Reader]:
    """Return what is known of recipients; who has no account is in the office's zone."""
    keys = {one.user_id or one.person_id: one for one in people}
    users = User.objects.filter(pk__in=[one.user_id for one in keys.values() if one.user_id])
    others = Person.objects.filter(pk__in=[one.person_id for one in keys.values() if one.person_id])
    nothing = Value([], output_field=User._meta.get_field("mails_declined"))
    found = users.values_list("pk", "name", "time_zone", "mails_declined").union(
        others.values_list("pk", "name", Value(settings.TIME_ZONE), nothing), all=True
    )
    return {keys[key]: Reader(name, zone, declined) for key, name, zone, declined in found}


@dataclass(frozen=True)
class Coming:
    """A reminder that will come due on a day, at 08:00 in its reader's zone, as things stand.

    ``lead`` is the number of days before the first day of the visit.
    """

    day: date
    kind: Kind
    about: Visit | Task
    to: Recipient
    name: str
    key: str
    lead: int | None = None


def coming(visit: Visit, at: datetime) -> list[Coming]:
    """Return the reminders about a visit that would be posted from now on, soonest first.

    The same facts decide as when the sweep asks, at the mornings on which it will find them due.
    What was posted already is not posted again; what its reader has declined is not sent.
    """
    people = everyone_on(visit)
    known = readers(people)
    found = [
        *_first_days_coming(visit, people, known, at),
        *_tasks_coming(visit, people, known, at),
    ]
    kinds = [Kind.FIRST_DAY, Kind.TASK_DUE]
    posted = set(
        Message.objects.filter(visit_id=visit.pk, kind__in=kinds).values_list(
            "kind", "key", "to_user_id", "to_person_id"
        )
    )
    new = [
        one
        for one in found
        if (one.kind, one.key, one.to.user_id, one.to.person_id) not in posted
        and one.kind not in known[one.to].declined
    ]
    return sorted(new, key=lambda one: (one.day, one.kind, one.key, one.name))


def _first_days_coming(
    visit: Visit, people: dict[Recipient, Rights], known: dict[Recipient, Reader], at: datetime
) -> Iterator[Coming]:
    since = known_since(visit)
    for one, held in people.items():
        first_on, told = first_day_for(visit, held), told_at(since, held)
        if first_on is None or told is None:
            continue
        name, zone, _declined = known[one]
        mornings = [morning(first_on - timedelta(days=lead), zone) for lead in LEADS]
        for due in [at, *(moment for moment in mornings if moment > at)]:
            lead = lead_due(first_on, zone, due, told)
            if lead is not None:
                day = due.astimezone(ZoneInfo(zone)).date()
                key = first_day_key(visit, lead, first_on)
                yield Coming(day, Kind.FIRST_DAY, visit, one, name, key, lead)


def _tasks_coming(
    visit: Visit, people: dict[Recipient, Rights], known: dict[Recipient, Reader], at: datetime
) -> Iterator[Coming]:
    for task in Task.objects.filter(visit=visit).open().with_owners().order_by("due_on", "pk"):
        for one, held in owners_of(task, people).items():
            name, zone, _declined = known[one]
            day = due_day_for(task, held)
            if day is None:
                continue
            due = max(morning(day, zone), at)
            if task_due(day, zone, due):
                on = due.astimezone(ZoneInfo(zone)).date()
                yield Coming(on, Kind.TASK_DUE, task, one, name, task_key(task, day))


def acts_told_to(office: Organisation) -> QuerySet[AuditEvent]:
    """Return the acts that the focal points of a ministry may read in the story of their visits.

    As it stands now: of a participation that is let in more, of one without focal points nothing.
    """
    points = FocalPoint.objects.filter(
        participation__organisation=office, participation__part=Part.MINISTRY
    )
    known = Q()
    for let_in in (False, True):
        visits = points.filter(participation__let_in_at__isnull=not let_in).values("visit")
        held = Rights((Grant(Role.MINISTRY, office.pk, let_in),))
        known |= Q(acts_known_to(held), visit_id__in=visits)
    return AuditEvent.objects.filter(known)


def uncalled(webhook: Webhook) -> QuerySet[AuditEvent]:
    """Return the acts of the last days, since it is on, that no call to a webhook tells yet.

    Which acts were told follows from the calls themselves, not from a position in a list: a row
    that another transaction commits late, or out of order, is found all the same.
    """
    calls = Message.objects.filter(
        kind=Kind.CALL, key=Cast(OuterRef("pk"), CharField()), to_webhook_id=webhook.pk
    )
    acts = acts_told_to(webhook.organisation)
    if webhook.topics:
        acts = acts.filter(verb__regex=rf"^({'|'.join(webhook.topics)})\.")
    return (
        acts.filter(recorded_at__gte=webhook.on_since, recorded_at__gt=Now() - PATIENCE)
        .exclude(Exists(calls))
        .order_by("recorded_at", "pk")
    )


def call_log() -> QuerySet[WebhookCall]:
    """Return all calls with ``office``, the name of the ministry that is called."""
    hooks = Webhook.objects.filter(pk=OuterRef("to_webhook_id"))
    office = Subquery(hooks.values("organisation__name"))
    return WebhookCall._default_manager.exclude(to_webhook_id=None).annotate(office=office)
