"""Shells for Celery."""

from celery import shared_task
from django.utils import timezone

from planning.accounts import actions


@shared_task(name="planning.accounts.sweep")
def sweep(**_: object) -> None:
    """Delete what no longer opens or stops anything."""
    actions.sweep(at=timezone.now())
