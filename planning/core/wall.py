"""Wall time at a place: the truth; the UTC instant is derived from it."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from planning.core.errors import Refused

LEADING = ("Asia/Kolkata", "Europe/Moscow", "UTC")


def instant(day: date, at: time, zone: str, *, second: bool | None = None) -> datetime:
    """Return the UTC instant of a wall time in a zone.

    ``second`` chooses between the two readings of an hour that clocks show twice.
    Raises Refused for a time that the clocks skip, and for one that exists twice where
    ``second`` does not say which.
    """
    there = ZoneInfo(zone)
    early = datetime.combine(day, at, tzinfo=there)
    late = early.replace(fold=1)
    if early.utcoffset() == late.utcoffset():
        return early.astimezone(UTC)
    if early.astimezone(UTC).astimezone(there).replace(tzinfo=None) != early.replace(tzinfo=None):
        raise Refused(
            _("%(time)s does not exist on that day in %(zone)s: the clocks are put forward.")
            % {"time": f"{at:%H:%M}", "zone": zone},
            field="starts",
        )
    if second is None:
        raise Refused(
            _("%(time)s exists twice on that day in %(zone)s: say whether the first or the second.")
            % {"time": f"{at:%H:%M}", "zone": zone},
            field="starts",
        )
    return (late if second else early).astimezone(UTC)


def zone_name(there: datetime) -> str:
    """Name the zone shortly; where it has no letters (Dubai's "+04"), by its distance from UTC."""
    name = there.tzname() or ""
    return name if name[:1].isalpha() else f"UTC{name}"


def signed(days: int) -> str:
    """Write by how many days a clock is ahead or behind: "+1", "−1"; nothing where it is not."""
    return f"{days:+d}".replace("-", "−") if days else ""


def day_shift(days: int) -> str:
    """Say that a clock stands on another day: "+1 day", "−1 day"; nothing where it does not."""
    said = ngettext("%(days)s day", "%(days)s days", abs(days)) % {"days": signed(days)}
    return said if days else ""


def check_zone(zone: str) -> None:
    """Refuse a name that is not an IANA time zone (a field validator)."""
    if zone not in available_timezones():
        raise ValidationError(_("This is not a time zone, for example Asia/Kolkata."))
