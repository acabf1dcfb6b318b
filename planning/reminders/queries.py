"""Facts that reminders follow from."""

from datetime import date, datetime

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Now

from planning.audit.models import AuditEvent
from planning.dates.models import DateOption, Request
from planning.dates.rules import OptionKind, RequestKind
from planning.outbox.models import Message
from planning.preparation.models import Task
from planning.reminders.models import Webhook, WebhookCall
from planning.reminders.rules import PATIENCE, Kind
from planning.stakeholders.models import Organisation
from planning.visits.access import acts_known_to
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
