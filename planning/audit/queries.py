"""What was done, in words, and what it changed: before and after."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    F,
    Field,
    ForeignKey,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
)
from django.db.models import Value as Literal
from django.db.models.functions import JSONObject
from django.utils.text import capfirst

from planning.audit.models import AuditEvent
from planning.audit.rules import VERBS, Piece, redline
from planning.core.wording import in_words


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


@dataclass(frozen=True)
class Tracked:
    """Rows whose history may be told to somebody: which of them, and which fields.

    ``known`` makes the condition on rows of history, ``title`` is the field that names a row,
    ``parent`` the one that leads to the row it is a part of.
    """

    model: type[Model]
    word: Any
    fields: Collection[str]
    known: Callable[[], Q]
    title: str = ""
    parent: str = ""

    @property
    def history(self) -> QuerySet[Any]:
        """Return what the triggers kept of all rows of the model."""
        return self.model.pgh_event_model._default_manager.all()  # type: ignore[attr-defined]

    def of(self, row: UUID) -> Q:
        """Return the condition that history is of a row, or of a part of it."""
        return Q(pgh_obj=row) | Q(**{self.parent: row}) if self.parent else Q(pgh_obj=row)


@dataclass(frozen=True)
class Difference:
    """One field before and after, in words; ``was`` and ``now`` are the values as they are kept.

    ``pieces`` show how a text that was there before became another.
    """

    field: str
    label: str
    before: str
    after: str
    was: Any
    now: Any
    pieces: Sequence[Piece] = ()


@dataclass(frozen=True)
class Change:
    """What one act did to one row: ``how`` is insert, update or delete."""

    model: str
    row: UUID
    thing: str
    title: str
    how: str
    differences: Sequence[Difference]


def contexts_of(row: UUID, kinds: Iterable[Tracked]) -> list[UUID]:
    """Return the contexts in which a row, or a part of it, changed, in one query."""
    arms = [
        kind.history.filter(kind.known(), kind.of(row), pgh_context__isnull=False).values_list(
            "pgh_context"
        )
        for kind in kinds
    ]
    return [context for (context,) in _all(arms)]


def changes(
    contexts: Collection[UUID],
    kinds: Sequence[Tracked],
    *,
    words: Mapping[str, Any],
    called: Mapping[type[Model], Any],
    of: UUID | None = None,
) -> dict[UUID, list[Change]]:
    """Return what changed in each context, by its key, in three queries.

    Several changes of one row in one context are told as one. ``words`` are the names of fields
    that have none of their own, ``called`` what rows that are pointed to are called, where it is
    not ``name``; ``of`` narrows to one row and its parts.
    """
    kinds = _touched(contexts, kinds)
    found: dict[tuple[UUID, int, UUID], list[Any]] = {}
    for place, _number, label, row, context, after, before in sorted(
        _snapshots(contexts, kinds, of)
    ):
        gone = label == "delete"
        then, now = (after, None) if gone else (before if label == "update" else None, after)
        entry = found.setdefault((context, place, row), [then, now])
        entry[1] = now
    names = _names(kinds, found, called)
    told: dict[UUID, list[Change]] = defaultdict(list)
    for (context, place, row), (before, after) in found.items():
        kind = kinds[place]
        differences = list(_differences(kind, before or {}, after or {}, names, words))
        if differences:
            how = "insert" if before is None else "delete" if after is None else "update"
            title = (
                _said(kind, kind.title, (after or before)[kind.title], names) if kind.title else ""
            )
            model = str(kind.model._meta.model_name)
            told[context].append(Change(model, row, str(kind.word), title, how, differences))
    return told


def _all(arms: Sequence[QuerySet[Any, Any]]) -> Iterable[tuple[Any, ...]]:
    """Ask several tables in one query."""
    return arms[0].union(*arms[1:], all=True) if arms else []


def _touched(contexts: Collection[UUID], kinds: Sequence[Tracked]) -> Sequence[Tracked]:
    """Keep the kinds of which anything changed: to ask who may see the others takes time."""
    arms = [
        kind.history.filter(pgh_context__in=contexts).values_list(Literal(place)).distinct()
        for place, kind in enumerate(kinds)
    ]
    return [kinds[place] for (place,) in sorted(_all(arms))] if contexts else []


def _snapshots(
    contexts: Collection[UUID], kinds: Sequence[Tracked], of: UUID | None
) -> Iterable[tuple[Any, ...]]:
    """Return place of the kind, number, label, row, context, the row then, and before."""
    arms = []
    for place, kind in enumerate(kinds):
        then = JSONObject(**{name: F(name) for name in kind.fields})
        former = kind.history.filter(
            pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")
        ).order_by("-pgh_id")
        of_row = kind.of(of) if of else Q()
        rows = kind.history.filter(kind.known(), of_row, pgh_context__in=contexts)
        arms.append(
            rows.values_list(
                Literal(place),
                "pgh_id",
                "pgh_label",
                "pgh_obj_id",
                "pgh_context_id",
                then,
                Subquery(former.values(then=then)[:1]),
            )
        )
    return _all(arms) if contexts else []


def _names(
    kinds: Sequence[Tracked], found: Mapping[tuple[UUID, int, UUID], Any], called: Mapping[Any, Any]
) -> dict[str, str]:
    """Return the names of all rows that the snapshots point to, by key, in one query."""
    keys: dict[type[Model], set[str]] = defaultdict(set)
    for (_context, place, _row), snapshots in found.items():
        for name in kinds[place].fields:
            field = kinds[place].model._meta.get_field(name)
            if isinstance(field, ForeignKey):
                keys[field.related_model] |= {one[name] for one in snapshots if one and one[name]}
    arms = [
        model._default_manager.filter(pk__in=some).values_list("pk", called.get(model, F("name")))
        for model, some in keys.items()
        if some
    ]
    return {str(key): name for key, name in _all(arms)}


def _differences(
    kind: Tracked,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    names: Mapping[str, str],
    words: Mapping[str, Any],
) -> Iterator[Difference]:
    for name in kind.fields:
        was, now = before.get(name), after.get(name)
        if was == now or not (was or now):
            continue
        field: Field[Any, Any] = kind.model._meta.get_field(name)  # type: ignore[assignment]
        then, since = (_said(kind, name, value, names) for value in (was, now))
        if not (then or since):  # a row that is pointed to, and is not there any more
            continue
        label = str(capfirst(words.get(name) or field.verbose_name))
        is_text = isinstance(field, TextField) and then and since
        pieces = redline(then, since) if is_text else ()
        yield Difference(name, label, then, since, was, now, pieces)


def _said(kind: Tracked, name: str, value: Any, names: Mapping[str, str]) -> str:
    """Return a value that history keeps as people write it."""
    field: Field = kind.model._meta.get_field(name)  # type: ignore[assignment]
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get(value, "")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return in_words(field.to_python(value))
