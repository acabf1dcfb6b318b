"""How rows are found by words, over scripts and spellings."""

import re
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Lookup

from planning.core.names import skeleton, sound, words_in

MOST_WORDS, MOST_LETTERS = 8, 200  # of what is asked for
# A word as it is written: letters with the marks that stand above, below and beside them.
WRITTEN = re.compile("(?:\\w|[\u0300-\u036f\u0900-\u0963'’])+")
EXCERPT, BEFORE = 220, 60  # letters, of it and before the first word that was found


class SearchKey(SearchVectorField):
    """What a row is found by: the words of some of its fields in plain letters, and their keys.

    Written whenever one of those fields is (``core.rows.change`` names it too), so it needs no
    care elsewhere. No row's history keeps it: it follows from the fields.
    """

    def __init__(self, *of: str, **options: Any) -> None:
        self.of = of
        usual: dict[str, Any] = {"editable": False, "blank": True, "db_default": ""}
        super().__init__(**(usual | options))

    def deconstruct(self) -> Any:
        """Describe the field for migrations."""
        name, path, _args, options = super().deconstruct()
        return name, path, list(self.of), options

    def pre_save(self, row: models.Model, add: bool) -> str:
        """Compute the key anew."""
        setattr(row, self.attname, key := self.key(row))
        return key

    def key(self, row: models.Model) -> str:
        """Return the key that follows from the fields of a row."""
        return key_of(*(str(getattr(row, name)) for name in self.of))

    def is_right(self, row: models.Model) -> bool:
        """Tell whether the stored key is the one that follows."""
        stored = getattr(row, self.attname).replace("'", "")
        return set(stored.split()) == set(self.key(row).split())


@SearchKey.register_lookup
class Finds(Lookup):
    """Whether a key answers a query: ``filter(search__finds=Sought.of("Путин").query)``."""

    lookup_name = "finds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Match as they stand: no dictionary comes between."""
        key, of_key = self.process_lhs(compiler, connection)
        query, of_query = self.process_rhs(compiler, connection)
        return f"{key} @@ {query}::tsquery", (*of_key, *of_query)


def key_of(*texts: str) -> str:
    """Return the search key of some texts, as PostgreSQL reads a ``tsvector``."""
    words = {word for text in texts for word in words_in(text)}
    keys = {key(word) for word in words for key in (sound, skeleton)} - {""}
    return " ".join(sorted(words | keys))


def keys_that_follow(row: models.Model, changed: set[str]) -> list[str]:
    """Return the names of a row's search keys that follow from fields that were changed."""
    fields = row._meta.concrete_fields
    return [f.name for f in fields if isinstance(f, SearchKey) and changed & set(f.of)]


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: every word must be found, in any order."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Self:
        """Read what was typed; only so much of it counts."""
        return cls(tuple(words_in(typed[:MOST_LETTERS])[:MOST_WORDS]))

    @property
    def spelled(self) -> str:
        """Return the query for words that begin as they were typed; one letter is a word."""
        return " & ".join(_begins(word) for word in self.words)

    @property
    def each(self) -> list[str]:
        """Return a query for each word: it begins as it was typed, or sounds alike."""
        return [_any(_begins(word), sound(word)) for word in self.words]

    @property
    def query(self) -> str:
        """Return the query for all of these."""
        return " & ".join(self.each)

    @property
    def nearby(self) -> str:
        """Return the query that forgives wrong vowels and swapped letters as well."""
        return " & ".join(_any(_begins(word), sound(word), skeleton(word)) for word in self.words)

    def has(self, text: str) -> bool:
        """Tell whether a text has every word, or words that sound alike."""
        return all(any(_is(word, other) for other in words_in(text)) for word in self.words)

    def marked(self, text: str) -> list[tuple[str, bool]]:
        """Cut a text into pieces; those that were found say so."""
        pieces, end = [], 0
        for one in WRITTEN.finditer(text):
            if any(_is(word, other) for other in words_in(one[0]) for word in self.words):
                pieces += [(text[end : one.start()], False), (one[0], True)]
                end = one.end()
        return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]

    def excerpt(self, text: str) -> list[tuple[str, bool]]:
        """Cut out of a text what stands around the first word that was found, marked."""
        text = " ".join(text.split())
        if len(text) <= EXCERPT:
            return self.marked(text)
        head = next(iter(self.marked(text)), ("", True))
        start = 0 if head[1] or len(head[0]) == len(text) else max(0, len(head[0]) - BEFORE)
        start = text.find(" ", start) + 1 if start else 0
        end = text.rfind(" ", start, start + EXCERPT)
        end = end if start < end < len(text) - EXCERPT // 10 else start + EXCERPT
        shown = "…" * (start > 0) + text[start:end] + "…" * (end < len(text))
        return self.marked(shown)


def _begins(word: str) -> str:
    return f"{word}:*" if len(word) > 1 else word


def _any(*lexemes: str) -> str:
    return "(" + " | ".join(filter(None, lexemes)) + ")"


def _is(word: str, other: str) -> bool:
    alike = other.startswith(word) if len(word) > 1 else other == word
    return alike or (sound(word) != "" and sound(word) == sound(other))
