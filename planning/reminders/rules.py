"""When a reminder is due, and what a webhook is. No database, no clock, no request."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Actor, Verb
from planning.core.errors import Refused
from planning.outbox.rules import LONGEST_CALL
from planning.visits.rules import May

LEADS = (30, 14, 7, 3, 1)  # days before the first day
MORNING = time(8, 0)  # in the recipient's zone
PATIENCE = timedelta(days=7)  # how late a task's reminder, or a call, may come after an outage
ROTATION = timedelta(days=7)  # how long the last signing secret signs beside the new one
MOMENT = timedelta(minutes=10)  # within which a page that is loaded anew renews no secret twice
FAILING = LONGEST_CALL  # how long a webhook may fail before it is switched off
SHORTEST_REST, LONGEST_REST = timedelta(seconds=30), timedelta(hours=1)
GONE = 410  # by this answer a receiver wants no more calls

WEBHOOK_ADDED = Verb("reminders.webhook_added", _("added a webhook of %(organisation)s"))
WEBHOOK_CHANGED = Verb("reminders.webhook_changed", _("changed the webhook of %(organisation)s"))
SECRET_RENEWED = Verb(
    "reminders.secret_renewed", _("renewed the signing secret of the webhook of %(organisation)s")
)
WEBHOOK_FAILED = Verb(
    "reminders.webhook_failed", _("switched off the webhook of %(organisation)s, which failed")
)
SENT_AGAIN = Verb("reminders.call_sent_again", _("had a call to %(organisation)s sent again"))
CALLER = Actor(system="reminders.webhooks")


class Debt(models.TextChoices):
    """What somebody may owe."""

    REQUEST = "request", _("a decision")
    POSITION = "position", _("an answer on the dates")
    ITEM = "item", _("whether an item is taken up")
    TEXT = "text", _("the texts of an item")
    TASK = "task", _("a task")


# What is chased by telephone, and who manages it: they note what was said, and read it.
CHASED = {
    Debt.POSITION: Verb(
        "reminders.position_chased", _("noted of %(owner)s: %(said)s"), May.RECORD_OPTIONS
    ),
    Debt.TEXT: Verb("reminders.text_chased", _("noted of %(owner)s: %(said)s"), May.MANAGE_AGENDA),
    Debt.TASK: Verb("reminders.task_chased", _("noted of %(owner)s: %(said)s"), May.MANAGE_TASKS),
}


class Kind(models.TextChoices):
    """Kinds of message that time or an act brings."""

    FIRST_DAY = "reminders.first_day", _("first day of a visit")
    TASK_DUE = "reminders.task_due", _("task due")
    CALL = "reminders.call", _("call to a ministry's own system")
    WEBHOOK_OFF = "reminders.webhook_off", _("webhook switched off")


def rest_after(failing: timedelta) -> timedelta:
    """Return for how long a webhook that has failed for so long is left alone.

    A quarter of that time: half a minute at first, an hour at last.
    """
    return max(SHORTEST_REST, min(failing / 4, LONGEST_REST))


class Topic(models.TextChoices):
    """What acts are about: the first word of their types, such as ``dates.proposed``."""

    VISITS = "visits", _("visit, participants (visits.…)")
    CORRESPONDENCE = "correspondence", _("register (correspondence.…)")
    DOSSIER = "dossier", _("dossier (dossier.…)")
    DATES = "dates", _("proposed dates, positions, requests (dates.…)")
    LIFECYCLE = "lifecycle", _("confirmed and announced dates (lifecycle.…)")
    AGENDA = "agenda", _("agenda (agenda.…)")
    PROGRAMME = "programme", _("programme (programme.…)")
    PREPARATION = "preparation", _("tasks (preparation.…)")


def morning(day: date, zone: str) -> datetime:
    """Return the instant of 08:00 on a day in a zone; no zone skips that hour today."""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone))


def lead_due(
    first_on: date, zone: str, at: datetime, since: datetime, leads: Iterable[int] = LEADS
) -> int | None:
    """Return the nearest lead, in days, whose morning has come; None while none is due.

    A worker that slept sends one, not all. Mornings before ``since``, when the reader could first
    know the days, are not made up for: whoever was told today is not reminded today. Whoever is let
    in or joins later was told by nobody, and the day is ahead: the last one comes to them at once.
    """
    if at >= morning(first_on, zone):
        return None
    come = [lead for lead in leads if since < morning(first_on - timedelta(days=lead), zone) <= at]
    return min(come, default=None)


def task_due(due_on: date | None, zone: str, at: datetime) -> bool:
    """Tell whether a task's morning has come, and not long ago, for whoever joined since, too."""
    return due_on is not None and timedelta(0) <= at - morning(due_on, zone) < PATIENCE


def check_address(address: str, *, plain: bool) -> None:
    """Refuse an address that no call may go to; ``plain`` allows http, for the demonstration.

    Where its name leads to is asked at each call, not here: a name may lead elsewhere tomorrow.
    """
    try:
        url = urlsplit(address)
        named = bool(url.hostname) and url.port != 0
    except ValueError:
        named = False
    if not named or not address.isascii() or any(letter <= " " for letter in address):
        raise Refused(
            _("This is not an address, for example https://a.example/in."), field="address"
        )
    if url.scheme != "https" and not (plain and url.scheme == "http"):
        raise Refused(_("The address must begin with https://."), field="address")
    if url.username is not None or url.fragment:
        raise Refused(
            _("The address must hold no user name, no password and no #."), field="address"
        )
