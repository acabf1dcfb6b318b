"""Shells for Celery."""

from celery import shared_task

from planning.core import clock
from planning.reminders import actions


@shared_task(name="planning.reminders.remind")
def remind(**_: object) -> None:
    """Post what has come due."""
    actions.remind(at=clock.now())


@shared_task(name="planning.reminders.call_webhooks")
def call_webhooks(**_: object) -> None:
    """Post the calls that have come due."""
    actions.call_webhooks(at=clock.now())
