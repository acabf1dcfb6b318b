"""What was done, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, TextChoices

from planning.audit.models import AuditEvent
from planning.audit.rules import VERBS


@dataclass(frozen=True)
class Told:
    """One act, in words."""

    at: datetime
    who: str
    what: str
    reason: str


def told(event: AuditEvent, said: Mapping[str, type[TextChoices]] | None = None) -> Told:
    """Tell an act; ``said`` are the words for what its payload keeps as a value."""
    verb, words = VERBS.get(event.verb), said or {}
    payload: dict[str, Any] = event.payload.body if hasattr(event, "payload") else {}
    values = {k: words[k](value).label if k in words else value for k, value in payload.items()}
    try:
        what = str(verb.sentence) % values if verb else event.verb
    except KeyError:  # the payload was shredded
        what = event.verb
    who = event.user.name if event.user else event.system or str(event.link)
    return Told(event.at, who, what, payload.get("reason", ""))


def history(row: Model, limit: int = 200) -> list[Told]:
    """Return what was done to a row outside visits, newest first."""
    about = row._meta.model_name
    events = AuditEvent.objects.filter(about=about, on_id=row.pk, visit_id=None)
    rows = events.select_related("user", "payload").order_by("-at", "-recorded_at", "-pk")
    return [told(event) for event in rows[:limit]]
