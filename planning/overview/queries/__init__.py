"""Shapes of the pages that read everything."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.formats import number_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from planning.accounts.models import User
from planning.agenda.models import AgendaItem, AgendaText, ItemPart
from planning.agenda.rules import OPEN
from planning.audit.models import AuditEvent
from planning.audit.queries import Change, Told, Tracked, changes, contexts_of, told
from planning.correspondence.models import RegisterEntry
from planning.dates.models import DateOption, Request, RequiredParty
from planning.dates.rules import Answer
from planning.dossier.models import Indicator, IndicatorValue, Project, Sensitivity, Statement
from planning.outbox.models import Message
from planning.outbox.rules import REASONS, State
from planning.overview.rules import Stage, stage
from planning.overview.rules.story import LATE, LEAF, WORDS
from planning.preparation.models import Task
from planning.preparation.rules import SOON
from planning.programme.models import Attendance, ProgrammeItem
from planning.reminders.queries import Coming, coming, count_owed, open_tasks
from planning.reminders.rules import Debt
from planning.stakeholders.models import Person
from planning.visits.access import acts_known_to
from planning.visits.models import (
    Appointment,
    FocalPoint,
    Leg,
    Link,
    Participation,
    Principal,
    Side,
    Visit,
    holds,
    manages,
)
from planning.visits.rules import (
    FIRM,
    Category,
    LinkKind,
    May,
    Part,
    Rights,
    Role,
    SideRole,
    roles_with,
)

# What a payload keeps as a value, and the story tells as a word.
SAID: dict[str, type[TextChoices]] = {
    "role": Role,
    "part": Part,
    "answer": Answer,
    "category": Category,
    "was": Category,
}


def acts_on(visit: Visit, rights: Rights) -> QuerySet[AuditEvent]:
    """Return what happened on a visit, newest first, as far as the reader may know it."""
    events = AuditEvent.objects.filter(acts_known_to(rights), visit_id=visit.pk)
    return events.select_related("user", "payload").order_by("-at", "-recorded_at", "-pk")


def story(visit: Visit, rights: Rights, limit: int = 200) -> list[Told]:
    """Return what happened on a visit in words, newest first, as far as the reader may know it."""
    return [told(event, SAID) for event in acts_on(visit, rights)[:limit]]


def tracked(visit: Visit, user: User, rights: Rights) -> list[Tracked]:
    """Return the rows of a visit whose history a reader may have: those that they may read now.

    A field is left out where its past may tell more than the row does today: due days and what
    they hang on, the days as known inside. Lines of the programme have a history for those who
    read all of it: others read a line once it is public, not what it was before.
    """

    def mine(model: Any, word: Any, *fields: str, title: str = "", parent: str = "") -> Tracked:
        def seen() -> Q:
            return Q(pgh_obj__in=model.objects.visible_to(user).filter(visit=visit))

        return Tracked(model, word, fields, seen, title, parent)

    def open_to(model: Any, word: Any, *fields: str, title: str = "", parent: str = "") -> Tracked:
        return Tracked(model, word, fields, lambda: Q(visit=visit), title, parent)

    inside = rights.fully(May.SEE_OPTIONS)
    days = ("certainty", "starts_on", "ends_on") if inside else ()
    hanging = ("anchor", "offset", "due_on") if inside else ()
    noted = ("title", "body", "source")
    found = [
        Tracked(
            Visit,
            _("Visit"),
            (
                "title", "title_own", "title_latin", "file_number", "category", "ordinal",
                "standing", "dates_mode", *days, "public_certainty", "public_starts_on",
                "public_ends_on",
            ),
            lambda: Q(pgh_obj=visit),
        ),
        open_to(Side, _("Side"), "country", "organisation", "role"),
        open_to(Principal, _("Principal"), "person", "side", "with_spouse", parent="side"),
        open_to(Leg, _("Place"), "city", "country", "zone", title="city"),
        mine(
            DateOption, _("Dates"),
            "kind", "side", "starts_on", "ends_on", "source", "channel", "sent_on", "withdrawn_at",
        ),
        mine(RequiredParty, _("Required party"), "organisation", "side", "is_mandatory"),
        mine(
            Request, _("Request"), "kind", "state", "decider_office", "decider_person",
            "decider_reference", "decided_on", "reason",
        ),
        mine(
            AgendaItem, _("Agenda item"),
            "title", "title_own", "cluster", "state", "due_on", "position", title="title",
        ),
        open_to(
            ItemPart, _("Part in an agenda item"), "organisation", "side", "part", parent="item"
        ),
        mine(AgendaText, _("Text"), "kind", "body", title="kind", parent="item"),
        mine(
            Task, _("Task"),
            "title", "organisation", "state", "fixed_on", *hanging, "reason", title="title",
        ),
        mine(
            RegisterEntry, _("Register entry"), "kind", "direction", "channel", "number_ours",
            "number_theirs", "sent_on", "received_on", "sender", "addressee", "subject",
            "organisation", "marking", title="subject",
        ),
        mine(Sensitivity, _("Sensitivity"), *noted, "organisation", title="title"),
        mine(Indicator, _("Indicator"), *noted, "unit", "goal", title="title"),
        mine(IndicatorValue, _("Value"), "as_of", "value", "remark", parent="indicator"),
        mine(Project, _("Project"), *noted, title="title"),
        mine(
            Statement, _("Statement"), "speaker", "said_on", "place", "words", "source",
            title="speaker",
        ),
    ]  # fmt: skip
    if rights.fully(May.READ_PROGRAMME):
        found += [
            open_to(
                ProgrammeItem, _("Programme line"), "title", "title_own", "day", "certainty",
                "starts", "ends", "zone", "leg", "place", "kind", "state", "organisation",
                "is_public", "position", title="title",
            ),
            open_to(Attendance, _("Person in the programme"), "person", parent="item"),
        ]  # fmt: skip
    if rights.may(May.MANAGE_PARTS):
        found += [
            open_to(Participation, _("Participation"), "organisation", "part", "let_in_at"),
            open_to(FocalPoint, _("Focal point"), "person", parent="participation"),
            open_to(Appointment, _("Role"), "user", "role"),
        ]
    return found


@dataclass(frozen=True)
class News:
    """One act, in words, and the visit on which it was done."""

    told: Told
    slug: str
    title: str


def news(
    user: User, held: Mapping[UUID, Rights], since: datetime | None, limit: int = 12
) -> list[News]:
    """Return what others have done since an instant, newest first, as far as the reader may know.

    Without an instant the latest acts. ``held`` are the reader's roles on their visits.
    """
    alike: dict[Rights, list[UUID]] = {}
    for visit, rights in held.items():
        alike.setdefault(rights, []).append(visit)
    known = Q(pk__in=[])
    for rights, visits in alike.items():
        known |= Q(acts_known_to(rights), visit_id__in=visits)
    of = Visit.objects.visible_to(user).filter(pk=OuterRef("visit_id"))
    events = AuditEvent.objects.filter(known).exclude(user=user).select_related("user", "payload")
    if since:
        events = events.filter(at__gt=since)
    events = events.annotate(code=Subquery(of.values("code")), title=Subquery(of.values("title")))
    latest = events.order_by("-at", "-recorded_at", "-pk")[:limit]
    return [News(told(one, SAID), one.code.lower(), one.title) for one in latest]


@dataclass(frozen=True)
class Ahead:
    """A coming visit with its nearest open deadline: the day, and what is due."""

    visit: Visit
    due: date | None
    what: str


def next_visits(
    user: User, held: Mapping[UUID, Rights], today: date, limit: int = 10
) -> list[Ahead]:
    """Return the coming visits with their nearest deadlines, all as the reader knows them.

    ``held`` are the reader's roles on their visits.
    """
    tasks = open_tasks(user, held).filter(Q(due_shown__gte=today), visit=OuterRef("pk"))
    task = tasks.annotate(day=F("due_shown")).order_by("day", "pk")
    items = AgendaItem.objects.filter(visit=OuterRef("pk"), state__in=OPEN)
    item = items.filter(due_on__gte=today).annotate(day=F("due_on")).order_by("day", "pk")
    visits = Visit.objects.filter(pk__in=held).shown_to(user, held).with_sides().upcoming(today)
    found: Any = visits.annotate(
        due=ArraySubquery(task.values(due=JSONObject(day="day", title="title"))[:1]),
        items_due=ArraySubquery(item.values(due=JSONObject(day="day", title="title"))[:1]),
    )[:limit]
    ahead = []
    for one in found:
        due = min((*one.due, *one.items_due), key=itemgetter("day"), default=None)
        day = date.fromisoformat(due["day"]) if due else None
        ahead.append(Ahead(one, day, due["title"] if due else ""))
    return ahead


@dataclass(frozen=True)
class Act:
    """One act of the story, and what it changed."""

    told: Told
    changes: Sequence[Change]


def with_changes(
    acts: Iterable[AuditEvent], visit: Visit, user: User, rights: Rights, of: UUID | None = None
) -> list[Act]:
    """Return acts in words with what they changed, as far as the reader may know it.

    Acts that were one transaction share its changes, which stand under the first of them.
    """
    acts = list(acts)
    changed = changes(
        {act.context_id for act in acts},
        tracked(visit, user, rights),
        words=WORDS,
        called={Side: Coalesce("country__name", "organisation__name"), Leg: F("city")},
        of=of,
    )
    return [Act(told(act, SAID), changed.pop(act.context_id, ())) for act in acts]


@dataclass(frozen=True)
class Leaf:
    """One page of a long list."""

    rows: Sequence[Any]
    number: int
    more: bool


def leaf(rows: QuerySet[Any], number: int | None) -> Leaf:
    """Return a page of a list without counting all of it."""
    number = number or 1
    found = list(rows[(number - 1) * LEAF : number * LEAF + 1])
    return Leaf(found[:LEAF], number, len(found) > LEAF)


def who_acted(visit: Visit, rights: Rights) -> list[tuple[UUID, str]]:
    """Return who acted on a visit, by name, as far as the reader may know the acts."""
    people = acts_on(visit, rights).exclude(user=None).values_list("user", "user__name")
    return list(people.order_by("user__name", "user").distinct())


def chosen_acts(
    visit: Visit,
    user: User,
    rights: Rights,
    *,
    person: UUID | None = None,
    thing: str = "",
    since: date | None = None,
    until: date | None = None,
    of: UUID | None = None,
) -> QuerySet[AuditEvent]:
    """Return the acts of one person, on one kind of thing, between two days, on one row."""
    acts = acts_on(visit, rights)
    if person:
        acts = acts.filter(user=person)
    if thing:
        acts = acts.filter(verb__startswith=f"{thing}.")
    if since:
        acts = acts.filter(at__gte=_midnight(since))
    if until:
        acts = acts.filter(at__lt=_midnight(until + timedelta(days=1)))
    if of:
        acts = acts.filter(context_id__in=contexts_of(of, tracked(visit, user, rights)))
    return acts


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=get_current_timezone())


def readable_messages(user: User) -> QuerySet[Any]:
    """Return what was sent to whom about the reader's visits, newest first.

    Everything on visits that the reader manages, else one's own. What was cancelled, since its
    reader may no longer have it, is not even named to them. Calls to webhooks stand in a log of
    their own: there are as many as acts, and would bury the mails. Each message has ``to_name``,
    ``code``, ``manages`` (whether the reader manages its visit) and ``is_late``.
    """
    visits = Visit.objects.visible_to(user)
    managed = visits.filter(holds(user, roles_with(May.MANAGE_PARTS)))
    own = Q(to_user=user, visit_id__in=visits.values("pk")) & ~Q(state=State.CANCELLED)
    person = Person.objects.filter(pk=OuterRef("to_person_id")).values("name")
    code = Visit.objects.filter(pk=OuterRef("visit_id")).values("code")
    return (
        Message.objects.mails()
        .filter(Q(visit_id__in=managed.values("pk")) | own)
        .annotate(to_name=Coalesce("to_user__name", Subquery(person), Value("")))
        .annotate(code=Subquery(code), manages=manages(user, visit="visit_id"))
        .with_lateness()
        .order_by("-dated_at", "-queued_at", "-pk")
    )


def chosen_messages(
    visit: Visit, user: User, *, to: str = "", kind: str = "", state: str = ""
) -> QuerySet[Any]:
    """Return what was sent about a visit to one person, of one kind, in one state, or late."""
    found = readable_messages(user).filter(visit_id=visit.pk)
    if to:
        found = found.filter(Q(to_user=to) | Q(to_person_id=to))
    if kind:
        found = found.filter(kind=kind)
    if state == LATE:
        return found.filter(is_late=True)
    return found.filter(state=state) if state else found


def told_and_why(visit: Visit, user: User) -> tuple[dict[str, str], dict[str, str]]:
    """Return who was sent messages about a visit, and the reasons, by key: what filters offer."""
    found = readable_messages(user).filter(visit_id=visit.pk).order_by("to_name", "kind")
    rows = list(found.values_list("to_user", "to_person_id", "to_name", "kind").distinct())
    people = {str(user or person): name for user, person, name, _kind in rows}
    return people, {kind: reason_for(kind) for *_to, kind in rows}


def reason_for(kind: str) -> str:
    """Return in words what a kind of message is about."""
    return str(REASONS.get(kind, kind))


@dataclass(frozen=True)
class Next:
    """Reminders of one kind that will come due on one day, with the names of their readers."""

    day: date
    reason: str
    about: str
    to: Sequence[str]


def next_messages(visit: Visit, user: User, rights: Rights, at: datetime) -> list[Next]:
    """Return what would be sent next, as things stand: one's own; all for those who manage."""
    all_of_them = rights.may(May.MANAGE_PARTS)
    groups: dict[tuple[date, str, str], list[str]] = {}
    for one in coming(visit, at):
        if all_of_them or one.to.user_id == user.pk:
            about = _reminds_of(one)
            groups.setdefault((one.day, reason_for(one.kind), about), []).append(one.name)
    return [Next(*what, to) for what, to in groups.items()]


def _reminds_of(one: Coming) -> str:
    if isinstance(one.about, Task):
        return one.about.title
    return ngettext("%(n)d day before", "%(n)d days before", one.lead or 0) % {"n": one.lead}


def owed_on(visit: Visit, user: User, rights: Rights, today: date) -> Counter[Debt]:
    """Return how much of each kind is owed on one visit within a week, in one query."""
    return count_owed(user, {visit.pk: rights}, today + SOON)


@dataclass(frozen=True)
class Contact:
    """Somebody to telephone."""

    person: Person
    office: UUID
    organisation: str
    part: str


def telephone_list(visit: Visit) -> list[Contact]:
    """Return the focal points of a visit with their numbers, in order of part."""
    points = FocalPoint.objects.filter(visit=visit).select_related(
        "person", "participation__organisation"
    )
    return [
        Contact(
            point.person,
            point.participation.organisation_id,
            point.participation.organisation.name,
            point.participation.get_part_display(),
        )
        for point in points.order_by(
            "participation__part", "participation__organisation__name", "person__name", "pk"
        )
    ]


@dataclass(frozen=True)
class Around:
    """The visits around one: those that prepare it, those it is linked to, earlier editions.

    ``last`` are the sides with the last visit to each, as far as one is on record here; ``stage``
    is how far this visit has come.
    """

    stage: Stage
    preparing: Sequence[Visit]
    linked: Sequence[tuple[LinkKind, Visit]]
    editions: Sequence[Visit]
    last: Sequence[tuple[Side, Visit | None]]


def around(visit: Visit, user: User, held: Mapping[UUID, Rights], today: date) -> Around:
    """Return the visits around one in which the reader has a part, in one query.

    Each has ``cities``, the places it goes to. ``held`` are the reader's roles on their visits.
    """
    links = Link.objects.order_by("kind", "pk")
    legs = Leg.objects.filter(visit=OuterRef("pk")).order_by("position", "pk")
    letters = RegisterEntry.objects.filter(visit=visit).open_to(held[visit.pk]).order_by()
    sides = Side.objects.filter(visit=OuterRef("pk"))
    parties = [side for side in visit.sides.all() if side.country_id]
    mutual: Any = Q(to_on__lt=today, certainty_shown__in=FIRM) & ~Exists(
        links.filter(visit=OuterRef("pk"), kind=LinkKind.PREPARES)
    )
    for side in parties:
        mutual &= Exists(sides.filter(country=side.country_id))
    found = list(
        Visit.objects.filter(pk__in=held)
        .shown_to(user, held)
        .annotate(
            prepares=Exists(links.filter(visit=OuterRef("pk"), to=visit, kind=LinkKind.PREPARES)),
            linked_as=ArraySubquery(links.filter(visit=visit, to=OuterRef("pk")).values("kind")),
            is_earlier=Q(series=visit.series_id, ordinal__lt=visit.ordinal or 0),
            is_mutual=mutual if len(parties) > 1 else Q(pk__in=[]),
            host=Subquery(sides.filter(role=SideRole.HOST).values("country")[:1]),
            cities=ArraySubquery(legs.values("city")),
            letters=ArraySubquery(letters.values("kind").distinct()),
        )
        .filter(
            Q(prepares=True)
            | Q(linked_as__len__gt=0)
            | Q(is_earlier=True)
            | Q(is_mutual=True)
            | Q(pk=visit.pk)
        )
        .soonest_first()
    )
    this = next(one for one in found if one.pk == visit.pk)
    editions = sorted((one for one in found if one.is_earlier), key=lambda one: -one.ordinal)
    hosted = {one.host: one for one in found if one.is_mutual}
    days = (this.from_on, this.to_on)
    return Around(
        stage(visit.standing, this.certainty_shown, days, this.letters, today),
        [one for one in found if one.prepares],
        [(LinkKind(kind), one) for one in found for kind in one.linked_as],
        editions[:3],
        [(side, hosted.get(side.country_id)) for side in parties],
    )


def latest_letters(visit: Visit, rights: Rights, limit: int = 3) -> list[RegisterEntry]:
    """Return the last entries of a visit's register that the reader may see."""
    entries = RegisterEntry.objects.filter(visit=visit).open_to(rights)
    return list(entries.with_parties().latest_first()[:limit])


@dataclass(frozen=True)
class Known:
    """A line from the dossier: a sensitivity, or an indicator, or a statement with its day."""

    kind: str
    title: str
    words: str
    figure: str
    on: date | None


def from_the_dossier(visit: Visit, user: User, each: int = 3) -> list[Known]:
    """Return the first lines of what one must know, as far as the reader may read it."""
    values = IndicatorValue.objects.filter(indicator=OuterRef("pk")).order_by("-as_of", "pk")
    number, on = (Subquery(values.values(name)[:1]) for name in ("value", "as_of"))
    latest = {"words": F("unit"), "number": number, "on": on}
    said = {"title": F("speaker"), "words": F("words"), "on": F("said_on")}
    pieces = [
        _known(Sensitivity.objects.visible_to(user), "sensitivity", "title", {}),
        _known(Indicator.objects.visible_to(user), "indicator", "title", latest),
        _known(Statement.objects.visible_to(user), "statement", "-said_on", said),
    ]
    first, *others = (piece.filter(visit=visit)[:each] for piece in pieces)
    return [
        Known(kind, title, words, "" if number is None else number_format(number.normalize()), on)
        for kind, title, words, number, on in first.union(*others, all=True)
    ]


FIGURE = DecimalField(max_digits=16, decimal_places=3)


def _known(rows: QuerySet[Any], kind: str, order: str, columns: dict[str, Any]) -> QuerySet[Any]:
    blank = {
        "kind": Value(kind, CharField()),
        "title": F("title"),
        "words": Value("", CharField()),
        "number": Cast(Value(None), FIGURE),
        "on": Cast(Value(None), DateField()),
    }
    named = {f"known_{name}": column for name, column in (blank | columns).items()}
    return rows.order_by(order, "pk").annotate(**named).values_list(*named)
