"""Shells for Celery."""

from celery import shared_task
from django.utils import timezone

from planning.accounts import actions


@shared_task(name="planning.accounts.forget_keys")
def forget_keys(**_: object) -> None:
    """Delete idempotency keys whose time has passed."""
    actions.forget_keys(at=timezone.now())
