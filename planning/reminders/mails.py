"""The texts of reminders and calls; whether one is still due is asked again at delivery."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from planning.core import clock
from planning.core.wording import span
from planning.outbox.models import Message
from planning.outbox.rules import Call, Mail, Recipient, kind
from planning.preparation.models import Task
from planning.preparation.rules import TaskState
from planning.reminders.actions import take_answer
from planning.reminders.formats import call_of
from planning.reminders.models import Webhook
from planning.reminders.queries import (
    acts_told_to,
    due_day_for,
    first_day_for,
    first_day_key,
    owners_of,
    task_key,
)
from planning.reminders.rules import LEADS, Kind
from planning.visits.access import everyone_on
from planning.visits.mails import reader, write
from planning.visits.models import Visit


@kind(Kind.FIRST_DAY.value, Kind.FIRST_DAY.label, optional=True)
def first_day(message: Message) -> Mail | None:
    """Remind of the first day, unless it moved, has come, or the reader may no longer know it."""
    visit = Visit.objects.get(pk=message.about_id)
    held = reader(message, visit)
    first_on = first_day_for(visit, held) if held else None
    if first_on is None or message.key not in (
        first_day_key(visit, lead, first_on) for lead in LEADS
    ):
        return None
    days = (first_on - clock.today()).days
    if days < 1:
        return None
    return write(message, visit, "overview:visit", days=days, first=span(first_on, first_on))


@kind(Kind.TASK_DUE.value, Kind.TASK_DUE.label, optional=True)
def task_due(message: Message) -> Mail | None:
    """Remind of a task, unless it is settled, its day moved, or it is somebody else's by now."""
    task = Task.objects.select_related("visit").get(pk=message.about_id)
    if task.state != TaskState.OPEN:
        return None
    owners = owners_of(task, everyone_on(task.visit))
    held = owners.get(Recipient(message.to_user_id, message.to_person_id))
    day = due_day_for(task, held) if held else None
    if day is None or message.key != task_key(task, day):
        return None
    return write(message, task.visit, "preparation:list")


def answered(message: Message, code: int | None) -> None:
    """Note how a webhook answered."""
    if message.to_webhook_id:
        take_answer(webhook_id=message.to_webhook_id, code=code, at=clock.now())


@kind(Kind.CALL.value, Kind.CALL.label, answered=answered)
def call(message: Message) -> Call | None:
    """Tell a webhook of an act, if it is on and its ministry may know of the act now."""
    webhook = Webhook.objects.on().filter(pk__in=[message.to_webhook_id]).first()
    if webhook is None or not settings.SUMMIT_WEBHOOKS:
        return None
    event = acts_told_to(webhook.organisation).filter(pk=message.about_id).first()
    # Real time, also in the demonstration: receivers refuse a signature that is old.
    return call_of(webhook, event, name=message.pk, at=timezone.now()) if event else None


@kind(Kind.WEBHOOK_OFF.value, Kind.WEBHOOK_OFF.label)
def webhook_off(message: Message) -> Mail | None:
    """Tell an administrator that a webhook was switched off, unless it is on again."""
    webhook = Webhook.objects.select_related("organisation").get(pk=message.about_id)
    user = message.to_user
    if webhook.is_on or user is None or not (user.is_active and user.is_staff):
        return None
    page = reverse("admin:planning_webhook_change", args=[webhook.pk])
    text = render_to_string(
        f"planning/mails/{message.kind}.txt",
        {"name": webhook.organisation.name, "link": settings.SUMMIT_BASE_URL + page},
    )
    subject, _newline, body = text.strip().partition("\n")
    return Mail(user.email, subject.strip(), body.strip() + "\n")
