"""What the register knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
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


def scan_type(head: bytes) -> tuple[str, str] | None:
    """Return content type and file ending of a scan by its first bytes, None for anything else."""
    return next((kind for magic, kind in SCAN_TYPES.items() if head.startswith(magic)), None)
