"""Days and moments in words: the month as a word, so that no day is mistaken."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def span(starts_on: date | None, ends_on: date | None) -> str:
    """Return a span of days in words: "5–6 December 2025", "30 November – 2 December 2025"."""
    if starts_on is None or ends_on is None:
        return _("no dates")
    last = date_format(ends_on, "j F Y")
    if starts_on == ends_on:
        return last
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{starts_on.day}–{last}"
    if starts_on.year == ends_on.year:
        return f"{date_format(starts_on, 'j F')} – {last}"
    return f"{date_format(starts_on, 'j F Y')} – {last}"


def moment(at: datetime) -> str:
    """Return a moment in the reader's zone, which it names: "1 Oct 2025, 09:30 IST"."""
    return date_format(localtime(at), "j M Y, H:i T")


def brief_span(starts_on: date, ends_on: date) -> str:
    """Return a span of days where the year is known: "5–6 Dec", "30 Nov – 2 Dec"."""
    last = date_format(ends_on, "j M")
    if starts_on == ends_on:
        return last
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{starts_on.day}–{last}"
    return f"{date_format(starts_on, 'j M')} – {last}"


def months(first: date, last: date) -> str:
    """Return some whole months in words: "December 2025", "October–December 2025", "2025"."""
    if (first.month, last.month) == (1, 12):
        return date_format(last, "Y")
    words = date_format(last, "F Y")
    return words if first.month == last.month else f"{date_format(first, 'F')}–{words}"


def in_words(value: Any) -> str:
    """Return a value as people write it: yes or no, a day, a moment, a time, a number."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value, "H:i")
    return number_format(value.normalize()) if isinstance(value, Decimal) else str(value)
