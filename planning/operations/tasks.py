"""Shells for Celery."""

from celery import shared_task

from planning.operations import actions
from planning.operations.rules import Part


@shared_task(name="planning.operations.pulse")
def pulse(part: str = Part.WORKER, **_: object) -> None:
    """Give a sign of life: a worker's own, or beat's where beat has asked for it."""
    actions.pulse(part=Part(part))
