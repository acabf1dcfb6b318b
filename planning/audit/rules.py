"""Who acts, and the words for what was done."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple
from uuid import UUID

VERBS: dict[str, "Verb"] = {}
MANY = 600  # words, above which texts are compared by lines: the time grows with their square
LONG, KEPT = 60, 20  # words that stayed: how many are shown in full, else at either end
WORD = re.compile(r"\S+\s*|\s+")


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


class Piece(NamedTuple):
    """A stretch of a text beside its former self: ``what`` became of it is same, ins or del."""

    what: str
    text: str


def redline(before: str, after: str) -> list[Piece]:
    """Compare two texts word by word, long ones line by line; what stayed is shown in part."""
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MANY:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for how, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", _in_part(old[i:j])))
            continue
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        pieces += [Piece(what, text) for what, text in (("del", gone), ("ins", come)) if text]
    return pieces


def _in_part(words: Sequence[str]) -> str:
    if len(words) <= LONG:
        return "".join(words)
    return f"{''.join(words[:KEPT])}[…] {''.join(words[-KEPT:])}"
