"""What the register knows."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Refused
from planning.visits.rules import May


class EntryKind(models.TextChoices):
    """What a letter, note or call is about."""

    SOUNDING = "sounding", _("Sounding")
    INVITATION = "invitation", _("Invitation")
    ACCEPTANCE = "acceptance", _("Acceptance in principle")
    PROPOSAL = "proposal", _("Proposal of dates")
    ANSWER = "answer", _("Answer")
    CALL = "call", _("Call")
    PERMIT = "permit", _("Permit")
    OTHER = "other", _("Other")


class Channel(models.TextChoices):
    """By which way something came or went."""

    NOTE = "note", _("Note verbale")
    LETTER = "letter", _("Letter")
    CALL = "call", _("Telephone call")
    MAIL = "mail", _("E-mail")
    MEETING = "meeting", _("Meeting")
    PRESS = "press", _("Press")


class Direction(models.TextChoices):
    """In or out."""

    IN = "in", _("In")
    OUT = "out", _("Out")


SCAN_LIMIT = 10 * 1024 * 1024  # bytes
# What a scan may be, told by its first bytes, never by its name.
SCAN_TYPES = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}

ENTERED = Verb("correspondence.entered", _("entered in the register: %(subject)s"), May.SEE_OPTIONS)
CORRECTED = Verb(
    "correspondence.corrected", _("corrected in the register: %(subject)s"), May.SEE_OPTIONS
)
# What bears a marking is told without a word of it, and only to those who manage the visit.
MARKED_ENTERED = Verb(
    "correspondence.marked_entered",
    _("entered a marked paper in the register"),
    May.MANAGE_PARTS,
)
MARKED_CORRECTED = Verb(
    "correspondence.marked_corrected",
    _("corrected a marked paper in the register"),
    May.MANAGE_PARTS,
)


def check_days(today: date, **days: date | None) -> None:
    """Refuse a day that has not come yet, by the name of its field. Raises Refused."""
    for field, day in days.items():
        if day and day > today:
            raise Refused(_("This day lies in the future."), field=field)


def check_scan(size: int, head: bytes) -> tuple[str, str]:
    """Return content type and file ending of a scan by its size and first bytes. Raises Refused."""
    if size > SCAN_LIMIT:
        raise Refused(
            _("The scan is too large: at most %(limit)s megabytes.")
            % {"limit": SCAN_LIMIT // 1024**2},
            field="scan",
        )
    found = scan_type(head)
    if found is None:
        raise Refused(_("A scan is a PDF, PNG or JPEG file; this is none of them."), field="scan")
    return found


def scan_type(head: bytes) -> tuple[str, str] | None:
    """Return content type and file ending of a scan by its first bytes, None for anything else."""
    return next((kind for magic, kind in SCAN_TYPES.items() if head.startswith(magic)), None)
