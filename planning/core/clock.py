"""The one clock. Doors ask it and pass ``at=``; below them time is an argument."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.core.errors import NotAllowed, Refused
from planning.core.models import DemoClock

OPENING = time(9, 0)


def now() -> datetime:
    """Return the present instant: the real one, or the demonstration's."""
    day = settings.SUMMIT_DEMO_DAY
    if day is None:
        return timezone.now()
    clock = DemoClock.objects.first()
    return timezone.now() + clock.offset if clock else _morning(day)


def today() -> date:
    """Return the present day in the reader's zone (the active one)."""
    return timezone.localdate(now())


def start_demo() -> None:
    """Set the demonstration's clock going on its first morning; a clock that goes is left alone."""
    day = settings.SUMMIT_DEMO_DAY
    if day is None:
        raise NotAllowed(_("Only the demonstration has a clock of its own."))
    DemoClock.objects.get_or_create(defaults={"offset": _morning(day) - timezone.now()})


def move_on(*, to: date) -> datetime:
    """Move the demonstration's clock forward to the morning of a day, and say what it shows then.

    Raises NotAllowed outside the demonstration, Refused for a day that has begun already or lies
    more than two years ahead.
    """
    if settings.SUMMIT_DEMO_DAY is None:
        raise NotAllowed(_("Only the demonstration's clock can be moved."))
    start_demo()
    with transaction.atomic():
        clock = DemoClock.objects.select_for_update(no_key=True).get()
        shown = timezone.now() + clock.offset
        wanted = _morning(to)
        if wanted <= shown:
            raise Refused(_("The clock only moves on: choose a later day."), field="to")
        if wanted - shown > timedelta(days=730):
            raise Refused(_("Choose a day within the next two years."), field="to")
        clock.offset += wanted - shown
        clock.save(update_fields=["offset"])
    return wanted


def _morning(day: date) -> datetime:
    """Return the opening of the office on a day."""
    return datetime.combine(day, OPENING, tzinfo=ZoneInfo(settings.TIME_ZONE))
