"""What is well and what is not. No database, no clock, no request."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import models

from planning.outbox.rules import Passage

STALE = timedelta(seconds=90)  # after which whoever should have ticked is taken for dead
SKEW = timedelta(seconds=5)  # between the database's clock and this machine's


class Part(models.TextChoices):
    """Who ticks."""

    WORKER = "worker", "worker"
    BEAT = "beat", "beat"


@dataclass(frozen=True)
class Readiness:
    """What this process found when it was asked whether it can serve.

    It can where the database answers, every migration is applied, and the workers reckon with the
    same time zones. Everything else is told, for an alarm: to stop serving would mend none of it.
    """

    database: bool = False
    migrations: bool = False
    zones: bool = False
    broker: bool = False
    outbox: Passage = Passage.OPEN
    oldest_mail: timedelta | None = None
    oldest_call: timedelta | None = None
    pulses: dict[str, timedelta] = field(default_factory=dict)

    @property
    def ready(self) -> bool:
        """Tell whether this process can serve."""
        return self.database and self.migrations and self.zones

    def details(self) -> dict[str, Any]:
        """Return what stands where, in words and whole seconds."""
        told = asdict(self) | {
            "broker": "ok" if self.broker else "degraded",
            "outbox": self.outbox.value,
            "oldest_mail": seconds(self.oldest_mail),
            "oldest_call": seconds(self.oldest_call),
            "pulses": {part: pulse_word(self.pulses.get(part)) for part in Part.values},
        }
        return {"ready": self.ready} | told


def pulse_word(age: timedelta | None) -> str:
    """Say what the age of a pulse means."""
    if age is None:
        return "never"
    return "ok" if age <= STALE else "stale"


def seconds(age: timedelta | None) -> int:
    """Return whole seconds; none for nothing."""
    return int(age.total_seconds()) if age else 0
