"""When a reminder is due. No database, no clock, no request: derived from facts, once."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

LEADS = (30, 14, 7, 3, 1)  # days before the first day
MORNING = time(8, 0)  # in the recipient's zone
PATIENCE = timedelta(days=7)  # how late a task's reminder may still come after an outage


class Kind(models.TextChoices):
    """Kinds of reminder."""

    FIRST_DAY = "reminders.first_day", _("first day of a visit")
    TASK_DUE = "reminders.task_due", _("task due")


def morning(day: date, zone: str) -> datetime:
    """Return the instant of 08:00 on a day in a zone; no zone skips that hour today."""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))


def lead_due(
    first_on: date, zone: str, at: datetime, since: datetime, leads: Iterable[int] = LEADS
) -> int | None:
    """Return the nearest lead, in days, whose morning has come; None while none is due.

    A worker that slept sends one, not all. Mornings before ``since``, when the reader could first
    know the days, are not made up for: whoever was told today is not reminded today.
    """
    if at >= morning(first_on, zone):
        return None
    come = [lead for lead in leads if since < morning(first_on - timedelta(days=lead), zone) <= at]
    return min(come, default=None)


def task_due(due_on: date | None, zone: str, at: datetime) -> bool:
    """Tell whether a task's morning has come, and not long ago."""
    return due_on is not None and timedelta(0) <= at - morning(due_on, zone) < PATIENCE
