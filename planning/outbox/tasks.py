"""Shells for Celery."""

from celery import shared_task

from planning.outbox import actions


@shared_task(name="planning.outbox.deliver")
def deliver(**_: object) -> None:
    """Send the mails that are due."""
    actions.deliver_turn()


@shared_task(name="planning.outbox.call")
def call(**_: object) -> None:
    """Make the calls that are due."""
    actions.deliver_turn(calls=True)


@shared_task(name="planning.outbox.recover")
def recover(**_: object) -> None:
    """Settle what dead workers left."""
    actions.recover()
