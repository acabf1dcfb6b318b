"""Days and times as people type them, and as they are read back to them."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, time
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import dates, translation
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

SPOKEN = ("en", "ru", "hi")  # the languages whose months are understood, whichever is shown
YEAR = 4  # digits
LONGEST = 60  # characters; more are no day
TIME = re.compile(r"(\d{1,2})(?:\s*[:.h]\s*|\s+)?(\d{2})?\s*(am|pm)?")


def day_typed(typed: str, today: date) -> date:
    """Read a day: ``4 12 2025``, ``04/12/2025``, ``4 December 2025``, ``4 Dec``, ``2025-12-04``.

    The day stands before the month, but after a year of four digits; a month may be a word in any
    of SPOKEN. Without a year it is the one nearest to ``today``. Raises ValidationError.
    """
    text = _plain(typed)
    parts = re.split(r"[\s./,–-]+", re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", text).strip(" .,"))
    if len(parts) == 1 and re.fullmatch(r"\d{8}", text):
        parts = [text[:2], text[2:4], text[4:]]
    words = [part for part in parts if not part.isdecimal()]
    numbers = [part for part in parts if part.isdecimal()]
    if len(words) == 1 and numbers:
        day, *year = sorted(numbers, key=len)
        month = _month(words[0])
    elif not words and len(numbers) in (2, 3):
        day, month, *year = reversed(numbers) if len(numbers[0]) == YEAR else numbers
    else:
        month, year = "", []
    if not month or len(year) > 1 or max(map(len, numbers)) > YEAR:
        raise ValidationError(
            _("This is not a day. Write it for example as 4 12 2025 or 4 December 2025.")
        )
    if year and len(year[0]) != YEAR:
        raise ValidationError(_("Write the year in four digits, for example 4 12 2025."))
    found = []
    for one in map(int, year or range(today.year - 1, today.year + 2)):
        with suppress(ValueError):
            found.append(date(one, int(month), int(day)))
    if not found:
        raise ValidationError(
            _("There is no such day. The day stands before the month, for example 4 12 2025.")
        )
    return min(found, key=lambda day: abs(day - today))


def time_typed(typed: str) -> time:
    """Read a time: ``11:30``, ``1130``, ``11.30 pm``. Raises ValidationError."""
    text = _plain(typed)
    found = TIME.fullmatch(re.sub(r"([ap])\.?m\.?$", r"\1m", text))
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (half == "pm")
        elif half:
            hour = 24
        with suppress(ValueError):
            return time(hour, minute)
    raise ValidationError(_("This is not a time. Write it for example as 11:30, 1130 or 11.30 pm."))


def said(value: date | time) -> str:
    """Return a day with its weekday, or a time, in words: so a slip is seen."""
    if isinstance(value, time):
        return time_format(value, "H:i")
    stamp, words = value.isoformat(), date_format(value, "l, j E Y")
    return format_html('<time datetime="{}">{}</time>', stamp, words)


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).casefold().strip() if len(typed) <= LONGEST else ""


def _month(word: str) -> str:
    """Return the number of a month by its name or the beginning of it; nothing if none is meant."""
    names = _months()
    if word in names:
        return names[word]
    meant = {number for name, number in names.items() if len(word) > 2 and name.startswith(word)}
    return meant.pop() if len(meant) == 1 else ""


@cache
def _months() -> dict[str, str]:
    found = {}
    for language in SPOKEN:
        with translation.override(language):
            for names in (dates.MONTHS, dates.MONTHS_ALT, dates.MONTHS_3):
                for number, name in names.items():
                    found[_plain(str(name))] = str(number)
    return found
