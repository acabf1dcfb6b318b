"""One box over everything the reader may see: each kind of row asked by its own permission."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    UUIDField,
    Value,
    Window,
)
from django.db.models.aggregates import Count
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.agenda.models import AgendaItem, AgendaText
from planning.agenda.rules import TextKind
from planning.core.names import fold
from planning.core.search import Sought
from planning.correspondence.models import RegisterEntry
from planning.dossier.models import Indicator, Project, Sensitivity, Statement
from planning.preparation.models import Task
from planning.programme.models import ProgrammeItem
from planning.stakeholders.models import Country, Organisation, Person
from planning.visits.models import FocalPoint, Leg, Participation, Principal, Side, Visit
from planning.visits.rules import Part


class Kind(TextChoices):
    """What can be found, in the order in which it is shown."""

    VISIT = "visit", _("Visits")
    PERSON = "person", _("People")
    ORGANISATION = "organisation", _("Organisations")
    COUNTRY = "country", _("Countries")
    AGENDA_ITEM = "agenda-item", _("Agenda items")
    AGENDA_TEXT = "agenda-text", _("Texts of agenda items")
    PROGRAMME_ITEM = "programme-item", _("Programme lines")
    TASK = "task", _("Tasks")
    REGISTER_ENTRY = "register-entry", _("Register entries")
    SENSITIVITY = "sensitivity", _("Sensitivities")
    INDICATOR = "indicator", _("Indicators")
    PROJECT = "project", _("Projects")
    STATEMENT = "statement", _("Statements")
    PARTICIPATION = "participation", _("Participants")
    FOCAL_POINT = "focal-point", _("Focal points")


@dataclass(frozen=True)
class Source:
    """Where rows of a kind come from, by what they are found, and what is shown of them.

    ``page`` is the visit's page that they stand on, ``ref`` what its address says of a row;
    ``word`` names a column of ``words`` that tells more.
    """

    rows: Callable[[User], QuerySet[Any]]
    title: str
    body: tuple[str, ...]
    page: str = ""
    ref: str = "pk"
    by: str = "search"
    word: str = ""
    words: type[TextChoices] | None = None


def _all(model: Any) -> Callable[[User], QuerySet[Any]]:
    return lambda _user: model.objects.order_by()


def _visible(model: Any) -> Callable[[User], QuerySet[Any]]:
    return lambda user: model.objects.visible_to(user)


def _on_visits(model: Any) -> Callable[[User], QuerySet[Any]]:
    """Return rows that all who see the visit see with it."""
    return lambda user: model.objects.filter(visit__in=Visit.objects.visible_to(user))


NOTED = {"title": "title", "body": ("body", "source"), "page": "dossier:list"}
NAMES = ("name_own", "name_latin")
SOURCES: dict[Kind, Source] = {
    Kind.VISIT: Source(
        _visible(Visit), "title", ("title_own", "title_latin", "file_number"), "overview:visit"
    ),
    Kind.PERSON: Source(lambda user: Person.objects.open_to(user), "name", (*NAMES, "post")),
    Kind.ORGANISATION: Source(_all(Organisation), "name", (*NAMES, "short", "city")),
    Kind.COUNTRY: Source(_all(Country), "name", (*NAMES, "capital")),
    Kind.AGENDA_ITEM: Source(
        _visible(AgendaItem), "title", ("title_own", "cluster"), "agenda:item", ref="number"
    ),
    Kind.AGENDA_TEXT: Source(
        _visible(AgendaText),
        "item__title",
        ("body",),
        "agenda:item",
        ref="item__number",
        word="kind",
        words=TextKind,
    ),
    Kind.PROGRAMME_ITEM: Source(
        _visible(ProgrammeItem), "title", ("title_own", "place"), "programme:list"
    ),
    Kind.TASK: Source(_visible(Task), "title", ("reason",), "preparation:list"),
    Kind.REGISTER_ENTRY: Source(
        _visible(RegisterEntry),
        "subject",
        ("sender", "addressee", "number_ours", "number_theirs"),
        "correspondence:list",
    ),
    Kind.SENSITIVITY: Source(_visible(Sensitivity), **NOTED),  # type: ignore[arg-type]
    Kind.INDICATOR: Source(
        _visible(Indicator), "title", ("goal", "unit", "body", "source"), "dossier:list"
    ),
    Kind.PROJECT: Source(_visible(Project), **NOTED),  # type: ignore[arg-type]
    Kind.STATEMENT: Source(
        _visible(Statement), "speaker", ("words", "place", "source"), "dossier:list"
    ),
    Kind.PARTICIPATION: Source(
        _on_visits(Participation),
        "organisation__name",
        tuple(f"organisation__{name}" for name in (*NAMES, "short", "city")),
        "visits:participants",
        word="part",
        by="organisation__search",
        words=Part,
    ),
    Kind.FOCAL_POINT: Source(
        _on_visits(FocalPoint),
        "person__name",
        (*(f"person__{name}" for name in (*NAMES, "post")), "participation__organisation__name"),
        "visits:participants",
        ref="participation",
        by="person__search",
    ),
}
MARKS = {  # what stands before a row's key at its place on the page
    "programme:list": "line",
    "preparation:list": "task",
    "correspondence:list": "entry",
    "dossier:list": "row",
    "visits:participants": "part",
}
FOLDED = {Kind.PERSON, Kind.ORGANISATION, Kind.COUNTRY}  # whose names have a key for many slips
LINES = ArrayField(TextField())
LEAST_TO_FOLD = 5  # consonants; with fewer of them any two names are near


@dataclass(frozen=True)
class Hit:
    """A row that was found: what is shown of it, and where it stands; nowhere is empty."""

    kind: Kind
    pk: UUID
    title: list[tuple[str, bool]]
    body: list[tuple[str, bool]]
    word: str
    visit: Visit | None
    url: str

    @property
    def name(self) -> str:
        """Return the title without its marks."""
        return "".join(text for text, _found in self.title)

    @property
    def excerpt(self) -> str:
        """Return the body without its marks."""
        return "".join(text for text, _found in self.body)


@dataclass(frozen=True)
class Found:
    """What was found of one kind: the first rows, and how many there are."""

    kind: Kind
    hits: list[Hit]
    count: int

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return self.count - len(self.hits)


def find(
    user: User,
    typed: str,
    *,
    kinds: Iterable[Kind] = Kind,
    visit: Visit | None = None,
    limit: int = 5,
    offset: int = 0,
) -> tuple[list[Found], bool]:
    """Return what answers to some words, by kind, and whether a slip had to be forgiven.

    Words begin as typed or sound alike; where that finds nothing, wrong vowels and swapped letters
    are forgiven, and more in a long name. Rows that are spelled as typed stand first. ``visit``
    keeps its own rows.
    """
    sought = Sought.of(typed)
    if not sought.words:
        return [], False
    kinds = [kind for kind in kinds if visit is None or SOURCES[kind].page]
    rows = _rows(user, sought, typed, kinds, visit, slice(offset, offset + limit))
    slipped = not any(row.is_alike for row in rows)
    rows = [row for row in rows if slipped or row.is_alike]
    of_rows = {row.visit for row in rows if row.visit}
    visits = Visit.objects.visible_to(user).shown_to(user).in_bulk(of_rows) if of_rows else {}
    order = list(Kind)
    rows.sort(key=lambda row: (order.index(row.kind), not row.is_spelled, row.title, str(row.pk)))
    found = []
    for kind, same in groupby(rows, key=lambda row: row.kind):
        some = list(same)
        hits = [_hit(row, sought, visits.get(row.visit)) for row in some]
        found.append(Found(kind, hits, some[0].of_all if slipped else some[0].of_alike))
    return found, slipped and bool(rows)


class _Row(NamedTuple):
    kind: Kind
    pk: UUID
    visit: UUID | None
    title: str
    body: list[str]
    ref: str
    word: str
    is_alike: bool
    is_spelled: bool
    of_all: int
    of_alike: int


def _rows(
    user: User,
    sought: Sought,
    typed: str,
    kinds: Iterable[Kind],
    visit: Visit | None,
    some: slice,
) -> list[_Row]:
    """Ask for rows of all kinds in one query: each part of it starts at what the reader may see.

    Those that are a slip away come too, after the others, to be shown where there are no others.
    """
    parts, key = [], fold(typed)
    for kind in kinds:
        source = SOURCES[kind]
        rows = source.rows(user)
        if visit:
            rows = rows.filter(**{"pk" if kind == Kind.VISIT else "visit": visit.pk})
        alike = _finds(source, sought.query)
        answers = _finds(source, sought.nearby)
        if kind == Kind.VISIT:
            alike |= Q(pk__in=_around(rows, sought))
            answers |= alike
        if kind in FOLDED and len(key) >= LEAST_TO_FOLD:
            answers |= Q(folded__trigram_word_similar=key)
        of = "pk" if kind == Kind.VISIT else "visit_id" if source.page else None
        parts.append(
            rows.filter(answers)
            .annotate(
                of_kind=Value(kind.value),
                of_visit=F(of) if of else Value(None, UUIDField()),
                shown=F(source.title),
                more=Func(*source.body, template="ARRAY[%(expressions)s]", output_field=LINES),
                ref=Cast(source.ref, TextField()),
                word=F(source.word) if source.word else Value(""),
                is_alike=ExpressionWrapper(alike, BooleanField()),
                is_spelled=ExpressionWrapper(_finds(source, sought.spelled), BooleanField()),
                of_all=Window(Count("*")),
                of_alike=Window(Count("pk", filter=Q(is_alike=True))),
            )
            .order_by("-is_alike", "-is_spelled", "shown", "pk")
            .values_list(*COLUMNS)[some]
        )
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return [_Row(Kind(kind), *rest) for kind, *rest in found]


COLUMNS = (
    "of_kind", "pk", "of_visit", "shown", "more", "ref", "word", "is_alike", "is_spelled",
    "of_all", "of_alike",
)  # fmt: skip


def _finds(source: Source, query: str) -> Q:
    return Q(**{f"{source.by}__finds": query})


def _around(visits: QuerySet[Visit], sought: Sought) -> list[UUID]:
    """Return the visits that answer, word by word, themselves or by what is around them.

    That is the series, the sides, their principals and the places: who sees a visit sees these.
    """
    for word in sought.each:
        ways = [
            Side.objects.filter(
                Q(country__search__finds=word) | Q(organisation__search__finds=word)
            ),
            Principal.objects.filter(person__search__finds=word),
            Leg.objects.filter(search__finds=word),
        ]
        around = Q(search__finds=word) | Q(series__search__finds=word)
        for way in ways:
            around |= Q(pk__in=way.values("visit"))
        visits = visits.filter(around)
    return list(visits.values_list("pk", flat=True))


def _hit(row: _Row, sought: Sought, visit: Visit | None) -> Hit:
    source = SOURCES[row.kind]
    return Hit(
        kind=row.kind,
        pk=row.pk,
        title=sought.marked(row.title),
        body=sought.excerpt(" · ".join(filter(None, row.body))),
        word=str(source.words(row.word).label) if source.words else "",
        visit=visit,
        url=_address(source, visit, row.ref) if visit else "",
    )


def _address(source: Source, visit: Visit, ref: str) -> str:
    """Return where a row stands: a page of its visit, or its place on one."""
    place = MARKS.get(source.page)
    named = {"number": ref} if source.ref.endswith("number") else {}
    address = reverse(source.page, kwargs={"visit": visit.slug, **named})
    return f"{address}#{place}-{ref}" if place else address
