"""Who acts, and the words for what was done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

VERBS: dict[str, "Verb"] = {}


@dataclass(frozen=True)
class Verb:
    """What can be done, in the past tense: ``dates.option_proposed``.

    ``sentence`` is translatable and names what it fills in, for example
    ``"recorded %(days)s, proposed by %(side)s"``; the person stands before it.
    ``needs`` is the permission that reading the entry takes; empty for whoever sees the visit.
    """

    name: str
    sentence: Any
    needs: str = ""

    def __post_init__(self) -> None:
        VERBS[self.name] = self

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Actor:
    """Who acts: exactly one of a user, the holder of a link, or the system by a task's name."""

    user: Any = None
    link: UUID | None = None
    system: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the three columns of an audit row."""
        return {"user": self.user, "link": self.link, "system": self.system}

    def __str__(self) -> str:
        return str(self.user.pk if self.user else self.link or self.system)
