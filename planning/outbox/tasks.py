"""Shells for Celery."""

from celery import shared_task

from planning.outbox import actions


@shared_task(name="planning.outbox.deliver")
def deliver(**_: object) -> None:
    """Send what is due."""
    actions.deliver_turn()


@shared_task(name="planning.outbox.recover")
def recover(**_: object) -> None:
    """Settle what dead workers left."""
    actions.recover()
