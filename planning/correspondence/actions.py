"""Writes to the register."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import timezone

from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import NotAllowed
from planning.core.rows import change, fresh, judged
from planning.correspondence import rules
from planning.correspondence.models import RegisterEntry, random_name
from planning.stakeholders.models import Organisation
from planning.visits.access import require
from planning.visits.models import Marking, Visit
from planning.visits.rules import May


def enter(
    *,
    visit: Visit,
    sent_on: date | None = None,
    received_on: date | None = None,
    organisation: Organisation | None = None,
    marking: Marking | None = None,
    scan: File | None = None,
    by: Actor,
    at: datetime,
    **letter: Any,
) -> RegisterEntry:
    """Enter a letter, note, call or mail: kind, direction, channel, sender, addressee, subject.

    Raises NotAllowed (a ministry records only its own), Refused (a day in the future, a scan that
    is too large or no scan), Conflict (no day, received before it was sent, a number taken).
    """
    verb = rules.MARKED_ENTERED if marking else rules.ENTERED
    of = [organisation.pk] if organisation else []
    with _scans() as store, act(verb, on=visit, by=by, at=at, of=of) as story, judged():
        require(by, May.RECORD_OPTIONS, visit, of=of)
        rules.check_days(timezone.localdate(at), sent_on=sent_on, received_on=received_on)
        entry = RegisterEntry.objects.create(
            visit=visit,
            sent_on=sent_on,
            received_on=received_on,
            organisation=organisation,
            marking=marking,
            **letter,
            **store(scan),
        )
        story |= {} if marking else {"subject": entry.subject}
    return entry


def correct(
    *,
    entry: RegisterEntry,
    version: int,
    sent_on: date | None = None,
    received_on: date | None = None,
    organisation: Organisation | None = None,
    marking: Marking | None = None,
    scan: File | None = None,
    by: Actor,
    at: datetime,
    **letter: Any,
) -> RegisterEntry:
    """Correct an entry; without a new scan it keeps the one it has.

    The file of a scan that is replaced stays where the history of the row points to.
    Raises NotAllowed (not one's own, before or after; a marking one may not read), Stale,
    Refused and Conflict as ``enter`` does.
    """
    visit = entry.visit
    verb = rules.MARKED_CORRECTED if marking else rules.CORRECTED
    of = [organisation.pk] if organisation else []
    with _scans() as store, act(verb, on=visit, by=by, at=at, of=of) as story, judged():
        require(by, May.RECORD_OPTIONS, visit, of=[entry.organisation_id])
        require(by, May.RECORD_OPTIONS, visit, of=of)
        if by.user and not RegisterEntry.objects.visible_to(by.user).filter(pk=entry.pk).exists():
            raise NotAllowed
        entry = fresh(RegisterEntry, entry.pk, version)
        rules.check_days(timezone.localdate(at), sent_on=sent_on, received_on=received_on)
        change(
            entry,
            sent_on=sent_on,
            received_on=received_on,
            organisation=organisation,
            marking=marking,
            **letter,
            **store(scan),
        )
        story |= {} if marking else {"subject": entry.subject}
    return entry


@contextmanager
def _scans() -> Iterator[Callable[[File | None], dict[str, str]]]:
    """Give a function that checks a scan and stores it; if the act fails, the file goes again.

    It must stand around ``act``, so that it also sees a transaction that fails when it ends.
    """
    stored: list[str] = []

    def store(scan: File | None) -> dict[str, str]:
        if scan is None:
            return {}
        scan.seek(0)
        content_type, _ending = rules.check_scan(scan.size, scan.read(16))
        stored.append(random_name(None, ""))
        return {"scan": default_storage.save(stored[-1], scan), "scan_type": content_type}

    try:
        yield store
    except BaseException:
        for name in stored:
            default_storage.delete(name)
        raise
