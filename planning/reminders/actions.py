"""Post what has come due, note who was chased, keep the webhooks.

Nothing is scheduled ahead: facts decide.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from planning.accounts.models import User
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.core.rows import change, fresh, judged
from planning.outbox import actions as outbox
from planning.outbox.actions import post, recipients
from planning.outbox.rules import Recipient
from planning.preparation.models import Task
from planning.reminders import rules
from planning.reminders.models import DEBTS, Chased, Chaser, Webhook, WebhookCall
from planning.reminders.queries import (
    due_day_for,
    first_day_for,
    first_day_key,
    known_since,
    owners_of,
    readers,
    task_key,
    told_at,
    uncalled,
)
from planning.reminders.rules import LEADS, PATIENCE, Kind, check_address, lead_due, task_due
from planning.stakeholders.models import Organisation
from planning.stakeholders.rules import Kind as OrganisationKind
from planning.visits.access import everyone_on, require
from planning.visits.models import Visit
from planning.visits.rules import FIRM, May, Rights, Standing


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
        known = readers(people)
        for one, held in people.items():
            first_on, told = first_day_for(visit, held), told_at(since, held)
            if first_on is None or told is None:
                continue
            lead = lead_due(first_on, known[one].zone, at, told)
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
        known = readers(owners)
        for one, held in owners.items():
            day = due_day_for(task, held)
            if day is not None and task_due(day, known[one].zone, at):
                new += _post(Kind.TASK_DUE, task, task.visit, one, task_key(task, day), at)
    return new


def _post(
    kind: Kind, about: Visit | Task, visit: Visit, one: Recipient, key: str, at: datetime
) -> int:
    with transaction.atomic():
        return post(kind.value, about=about, visit_id=visit.pk, to=[one], key=key, at=at)


def call_webhooks(*, at: datetime, limit: int = 500) -> int:
    """Post a call for each act that a webhook's ministry may know; return how many are new.

    Safe to run anywhere, any number of times. At most ``limit`` for each webhook at once.
    """
    if not settings.SUMMIT_WEBHOOKS:
        return 0
    new = 0
    for webhook in Webhook.objects.on().awake():
        to = [Recipient(webhook_id=webhook.pk)]
        for event in uncalled(webhook)[:limit]:
            with transaction.atomic():
                new += post(
                    Kind.CALL.value,
                    about=event,
                    visit_id=event.visit_id,
                    to=to,
                    key=str(event.pk),
                    at=at,
                )
    return new


def add_webhook(
    *,
    organisation: Organisation,
    address: str,
    topics: Collection[str] = (),
    by: Actor,
    at: datetime,
    **fields: Any,
) -> Webhook:
    """Add a webhook of a ministry, switched off; told of ``topics``, or of all.

    Raises NotAllowed for all but administrators, Refused (no ministry, no https), Conflict.
    """
    _administer(by)
    if organisation.kind != OrganisationKind.MINISTRY:
        raise Refused(_("Only a ministry has a webhook."), field="organisation")
    check_address(address, plain=settings.INSECURE)
    webhook = Webhook(organisation=organisation, address=address, topics=list(topics), **fields)
    with act(rules.WEBHOOK_ADDED, on=webhook, by=by, at=at) as story, judged():
        webhook.save(force_insert=True)
        story["organisation"] = organisation.name
    return webhook


def change_webhook(
    *,
    webhook: Webhook,
    version: int,
    address: str,
    is_on: bool,
    topics: Collection[str] | None = None,
    by: Actor,
    at: datetime,
) -> Webhook:
    """Change where a webhook is and, where named, what it is told of; switch it on or off.

    Acts from before it is on are not told.

    Raises NotAllowed, Stale, Refused (no https), Conflict.
    """
    _administer(by)
    check_address(address, plain=settings.INSECURE)
    with act(rules.WEBHOOK_CHANGED, on=webhook, by=by, at=at) as story, judged():
        webhook = fresh(Webhook, webhook.pk, version)
        switched: dict[str, Any] = {}
        if is_on != webhook.is_on:
            switched = {
                "is_on": is_on,
                "on_since": Now() if is_on else None,
                "failing_since": None,
                "resting_until": None,
            }
        if topics is not None:
            switched["topics"] = list(topics)
        change(webhook, address=address, **switched)
        story["organisation"] = webhook.organisation.name
    return webhook


def renew_secret(*, webhook: Webhook, version: int, by: Actor, at: datetime) -> Webhook:
    """Sign with a new secret; the last one signs beside it for a week.

    Raises NotAllowed, Stale, Conflict a moment after the last time: once more would end the
    secret that the receiver still has.
    """
    _administer(by)
    with act(rules.SECRET_RENEWED, on=webhook, by=by, at=at) as story:
        webhook = fresh(Webhook, webhook.pk, version)
        moment = Now() + rules.ROTATION - rules.MOMENT
        if Webhook.objects.filter(pk=webhook.pk, previous_until__gt=moment).exists():
            raise Conflict(_("The secret was renewed a moment ago: wait ten minutes."))
        change(
            webhook,
            secret_number=webhook.secret_number + 1,
            previous_until=Now() + rules.ROTATION,
        )
        story["organisation"] = webhook.organisation.name
    return webhook


def send_again(*, call: WebhookCall, by: Actor, at: datetime) -> None:
    """Queue a call again under its own id. Raises NotAllowed, Conflict while it is on its way."""
    _administer(by)
    webhook = Webhook.objects.select_related("organisation").get(pk__in=[call.to_webhook_id])
    with act(rules.SENT_AGAIN, on=call, by=by, at=at) as story:
        outbox.send_again(call)
        story["organisation"] = webhook.organisation.name


def take_answer(*, webhook_id: UUID, code: int | None, at: datetime) -> None:
    """Note how a webhook answered a call, None where it did not.

    One that fails is left alone for a while, with all that waits for it. One that says that it is
    gone, or has failed for three days, is switched off, and the administrators are told.
    """
    here = Webhook.objects.on().filter(pk=webhook_id)
    if code is not None and 200 <= code < 300:
        here.filter(failing_since__isnull=False).update(failing_since=None, resting_until=None)
        return
    here.filter(failing_since=None).update(failing_since=Now())
    failing = ExpressionWrapper(Now() - F("failing_since"), DurationField())
    for how_long in here.values_list(failing, flat=True):
        pause = rules.rest_after(how_long)
        here.update(resting_until=Now() + pause)
        outbox.rest(webhook_id=webhook_id, pause=pause)
    if code != rules.GONE:
        here = here.filter(failing_since__lt=Now() - rules.FAILING)
    with transaction.atomic():
        webhook = here.select_for_update(no_key=True, of=["self"]).first()
        if webhook is None:
            return
        with act(rules.WEBHOOK_FAILED, on=webhook, by=rules.CALLER, at=at) as story:
            change(webhook, is_on=False, on_since=None)
            story["organisation"] = webhook.organisation.name
            post(
                Kind.WEBHOOK_OFF.value,
                about=webhook,
                visit_id=None,
                to=recipients(
                    User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True)
                ),
                key=f"{webhook.pk}-{webhook.version}",
                at=at,
            )


def _administer(by: Actor) -> None:
    if not (by.system or (by.user and by.user.is_staff)):
        raise NotAllowed(_("Webhooks belong to the administrators."))


def chase(
    *,
    owed: Chased,
    said: str,
    promised_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Chaser:
    """Note in one line what an office said of what it owes: "telephoned, promises Thursday".

    Raises NotAllowed for all but those who manage what is owed, Refused (nothing said, a promise
    for a day that has been).
    """
    visit, office = owed.visit, owed.organisation
    debt, name = DEBTS[type(owed)]
    with act(rules.CHASED[debt], on=visit, by=by, at=at) as story, judged():
        require(by, May(rules.CHASED[debt].needs), visit)
        if not said.strip():
            raise Refused(_("Say what you heard, for example: promises Thursday."), field="said")
        if promised_on and promised_on < timezone.localdate(at):
            raise Refused(
                _("This day has been: a promise is for a day to come."), field="promised_on"
            )
        story |= {"owner": office.name if office else "", "said": said.strip()}
        return Chaser.objects.create(
            **{name: owed},
            visit=visit,
            said=said.strip(),
            promised_on=promised_on,
            noted_at=at,
            noted_by=by.user,
        )
