"""Facts that reminders follow from: who owes what, and who knows what since when."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Now

from planning.accounts.models import User
from planning.agenda.models import AgendaItem, ItemPart
from planning.agenda.rules import OPEN, ItemState, PartKind
from planning.audit.models import AuditEvent
from planning.core.models import NO_ROW
from planning.dates.models import DateOption, Position, Request, RequiredParty
from planning.dates.rules import OptionKind, RequestKind
from planning.outbox.models import Message
from planning.outbox.rules import Recipient
from planning.preparation.models import Task, TaskQuerySet
from planning.reminders.models import DEBTS, Chaser, Webhook, WebhookCall
from planning.reminders.rules import (
    CHASED,
    LEADS,
    PATIENCE,
    Debt,
    Kind,
    lead_due,
    morning,
    task_due,
)
from planning.stakeholders.models import Organisation, Person
from planning.visits.access import acts_known_to, everyone_on
from planning.visits.models import FocalPoint, Participation, Visit
from planning.visits.rules import FIRM, Certainty, Grant, May, Part, Rights, Role, Standing


def first_day_for(visit: Visit, held: Rights) -> date | None:
    """Return the first day of a planned visit as this reader may know it, once it is firm."""
    if visit.standing != Standing.PLANNED:
        return None
    if visit.certainty in FIRM and held.may(May.SEE_DAYS):
        return visit.starts_on
    return visit.public_starts_on if visit.is_announced else None


def known_since(visit: Visit) -> dict[str, datetime]:
    """Return when the days were confirmed and announced; noted days are public once entered."""
    asked = Request.objects.filter(visit=visit).granted()
    noted = DateOption.objects.filter(visit=visit, kind=OptionKind.NOTED, withdrawn_at=None)
    found = asked.values_list(Value(0), "ended_at", "kind").union(
        noted.values_list(Value(1), "entered_at", Value(RequestKind.ANNOUNCE)), all=True
    )
    return {kind: when for _place, when, kind in sorted(found)}


def told_at(since: dict[str, datetime], held: Rights) -> datetime | None:
    """Return when this reader could first know the days."""
    if held.may(May.SEE_DAYS) and RequestKind.CONFIRM in since:
        return since[RequestKind.CONFIRM]
    return since.get(RequestKind.ANNOUNCE)


def due_day_for(task: Task, held: Rights) -> date | None:
    """Return the due day of a planned visit's task as this reader may know it."""
    if task.visit.standing != Standing.PLANNED:
        return None
    inside = held.fully(May.SEE_OPTIONS) or (
        task.visit.certainty in FIRM and held.may(May.SEE_DAYS)
    )
    return task.due_on if inside else task.public_due_on


def owners_of(task: Task, people: dict[Recipient, Rights]) -> dict[Recipient, Rights]:
    """Return who is reminded of a task: the officers where none of its organisation may tick it."""
    own = {
        one: held
        for one, held in people.items()
        if task.organisation_id in held.organisations
        and held.may(May.TICK_TASK, [task.organisation_id])
    }
    return own or {one: held for one, held in people.items() if Role.OFFICER in held.roles}


def first_day_key(visit: Visit, lead: int, first_on: date) -> str:
    """Name a first-day reminder: a visit that moves is reminded of anew."""
    return f"{visit.pk}-{lead}d-{first_on}"


def task_key(task: Task, day: date) -> str:
    """Name a task's reminder: a task that moves is reminded of anew."""
    return f"{task.pk}-{day}"


class Reader(NamedTuple):
    """Somebody a reminder goes to: the name, the zone, the kinds of mail they have declined."""

    name: str
    zone: str
    declined: Sequence[str]


def readers(people: Iterable[Recipient]) -> dict[Recipient, Reader]:
    """Return what is known of recipients; who has no account is in the office's zone."""
    keys = {one.user_id or one.person_id: one for one in people}
    users = User.objects.filter(pk__in=[one.user_id for one in keys.values() if one.user_id])
    others = Person.objects.filter(pk__in=[one.person_id for one in keys.values() if one.person_id])
    nothing = Value([], output_field=User._meta.get_field("mails_declined"))
    found = users.values_list("pk", "name", "time_zone", "mails_declined").union(
        others.values_list("pk", "name", Value(settings.TIME_ZONE), nothing), all=True
    )
    return {keys[key]: Reader(name, zone, declined) for key, name, zone, declined in found}


@dataclass(frozen=True)
class Coming:
    """A reminder that will come due on a day, at 08:00 in its reader's zone, as things stand.

    ``lead`` is the number of days before the first day of the visit.
    """

    day: date
    kind: Kind
    about: Visit | Task
    to: Recipient
    name: str
    key: str
    lead: int | None = None


def coming(visit: Visit, at: datetime) -> list[Coming]:
    """Return the reminders about a visit that would be posted from now on, soonest first.

    The same facts decide as when the sweep asks, at the mornings on which it will find them due.
    What was posted already is not posted again; what its reader has declined is not sent.
    """
    people = everyone_on(visit)
    known = readers(people)
    found = [
        *_first_days_coming(visit, people, known, at),
        *_tasks_coming(visit, people, known, at),
    ]
    kinds = [Kind.FIRST_DAY, Kind.TASK_DUE]
    posted = set(
        Message.objects.filter(visit_id=visit.pk, kind__in=kinds).values_list(
            "kind", "key", "to_user_id", "to_person_id"
        )
    )
    new = [
        one
        for one in found
        if (one.kind, one.key, one.to.user_id, one.to.person_id) not in posted
        and one.kind not in known[one.to].declined
    ]
    return sorted(new, key=lambda one: (one.day, one.kind, one.key, one.name))


def _first_days_coming(
    visit: Visit, people: dict[Recipient, Rights], known: dict[Recipient, Reader], at: datetime
) -> Iterator[Coming]:
    since = known_since(visit)
    for one, held in people.items():
        first_on, told = first_day_for(visit, held), told_at(since, held)
        if first_on is None or told is None:
            continue
        name, zone, _declined = known[one]
        mornings = [morning(first_on - timedelta(days=lead), zone) for lead in LEADS]
        for due in [at, *(moment for moment in mornings if moment > at)]:
            lead = lead_due(first_on, zone, due, told)
            if lead is not None:
                day = due.astimezone(ZoneInfo(zone)).date()
                key = first_day_key(visit, lead, first_on)
                yield Coming(day, Kind.FIRST_DAY, visit, one, name, key, lead)


def _tasks_coming(
    visit: Visit, people: dict[Recipient, Rights], known: dict[Recipient, Reader], at: datetime
) -> Iterator[Coming]:
    for task in Task.objects.filter(visit=visit).open().with_owners().order_by("due_on", "pk"):
        for one, held in owners_of(task, people).items():
            name, zone, _declined = known[one]
            day = due_day_for(task, held)
            if day is None:
                continue
            due = max(morning(day, zone), at)
            if task_due(day, zone, due):
                on = due.astimezone(ZoneInfo(zone)).date()
                yield Coming(on, Kind.TASK_DUE, task, one, name, task_key(task, day))


def acts_told_to(office: Organisation) -> QuerySet[AuditEvent]:
    """Return the acts that the focal points of a ministry may read in the story of their visits.

    As it stands now: of a participation that is let in more, of one without focal points nothing.
    """
    points = FocalPoint.objects.filter(
        participation__organisation=office, participation__part=Part.MINISTRY
    )
    known = Q()
    for let_in in (False, True):
        visits = points.filter(participation__let_in_at__isnull=not let_in).values("visit")
        held = Rights((Grant(Role.MINISTRY, office.pk, let_in),))
        known |= Q(acts_known_to(held), visit_id__in=visits)
    return AuditEvent.objects.filter(known)


def uncalled(webhook: Webhook) -> QuerySet[AuditEvent]:
    """Return the acts of the last days, since it is on, that no call to a webhook tells yet.

    Which acts were told follows from the calls themselves, not from a position in a list: a row
    that another transaction commits late, or out of order, is found all the same.
    """
    calls = Message.objects.filter(
        kind=Kind.CALL, key=Cast(OuterRef("pk"), CharField()), to_webhook_id=webhook.pk
    )
    acts = acts_told_to(webhook.organisation)
    if webhook.topics:
        acts = acts.filter(verb__regex=rf"^({'|'.join(webhook.topics)})\.")
    return (
        acts.filter(recorded_at__gte=webhook.on_since, recorded_at__gt=Now() - PATIENCE)
        .exclude(Exists(calls))
        .order_by("recorded_at", "pk")
    )


def call_log() -> QuerySet[WebhookCall]:
    """Return all calls with ``office``, the name of the ministry that is called."""
    hooks = Webhook.objects.filter(pk=OuterRef("to_webhook_id"))
    office = Subquery(hooks.values("organisation__name"))
    return WebhookCall._default_manager.exclude(to_webhook_id=None).annotate(office=office)


def chased(debt: Debt, user: User) -> QuerySet[Any]:
    """Return what may be chased of one kind, as far as the reader may see it."""
    rows: dict[Debt, QuerySet[Any]] = {
        Debt.POSITION: RequiredParty.objects.visible_to(user),
        Debt.TEXT: ItemPart.objects.filter(item__in=AgendaItem.objects.visible_to(user)),
        Debt.TASK: Task.objects.visible_to(user),
    }
    return rows[debt].select_related("organisation", "visit")


@dataclass(frozen=True)
class Owed:
    """What somebody owes on a visit, as one reader may know it, with the last note about it.

    ``about`` is the row's key, ``title`` what it is called, ``owner`` empty where those who manage
    the visit owe it. ``mine`` tells whether the reader owes it. ``due`` is a day, ``since`` when it
    was asked for; ``starts_on`` and ``ends_on`` are the days that a request is about.
    """

    kind: Debt
    visit: UUID
    code: str
    visit_title: str
    about: UUID
    title: str
    number: int | None
    office: UUID | None
    owner: str
    due: date | None
    since: datetime | None
    starts_on: date | None
    ends_on: date | None
    asked_by: UUID | None
    said: str
    promised_on: date | None
    noted_at: datetime | None
    mine: bool = False

    @property
    def slug(self) -> str:
        """Return the visit's code as it stands in addresses."""
        return self.code.lower()


# The columns of one part of the union, as far as it has no value of its own for them.
BLANK: dict[str, Any] = {
    "title": Value("", CharField()),
    "number": Cast(Value(None), IntegerField()),
    "office": Cast(Value(None), UUIDField()),
    "owner": Value("", CharField()),
    "due": Cast(Value(None), DateField()),
    "since": Cast(Value(None), DateTimeField()),
    "starts_on": Cast(Value(None), DateField()),
    "ends_on": Cast(Value(None), DateField()),
    "asked_by": Cast(Value(None), UUIDField()),
    "said": Value("", CharField()),
    "promised_on": Cast(Value(None), DateField()),
    "noted_at": Cast(Value(None), DateTimeField()),
}


def owed(
    user: User, held: Mapping[UUID, Rights], until: date | None = None, most: int = 200
) -> list[Owed]:
    """Return what is owed on some visits, in one query: the earliest due first, undated last.

    ``held`` are the reader's roles there, which decide what they may know. What has a day is left
    out where it is due after ``until``; texts without a day are told to their ministries alone.
    """
    pieces = [
        _told(debt, rows, held).order_by("owed_due", "pk")[:most]
        for debt, rows in _rows(user, held, until).items()
    ]
    found = []
    for kind, *rest in pieces[0].union(*pieces[1:], all=True) if held else ():
        one = Owed(Debt(kind), *rest)
        found.append(replace(one, mine=_owes(user, one, held[one.visit])))
    order = attrgetter("code", "kind", "title", "owner")
    return sorted(found, key=lambda one: (one.due or date.max, order(one)))


def count_owed(user: User, held: Mapping[UUID, Rights], until: date) -> Counter[Debt]:
    """Return how much of each kind is owed on some visits, in one query (see ``owed``)."""
    pieces = [
        rows.order_by().values_list(Value(debt.value, CharField()))
        for debt, rows in _rows(user, held, until).items()
    ]
    return Counter(Debt(kind) for (kind,) in pieces[0].union(*pieces[1:], all=True))


def open_tasks(user: User, held: Mapping[UUID, Rights]) -> TaskQuerySet:
    """Return the open tasks that a reader may tick, with their days as the reader knows them."""
    whole = Q(visit__in=_whole(May.TICK_TASK, held))
    return Task.objects.filter(whole | _own(May.TICK_TASK, held)).shown_to(user, held).open()


def _owes(user: User, one: Owed, rights: Rights) -> bool:
    if one.kind == Debt.REQUEST:
        return rights.may(May.GRANT) and one.asked_by != user.pk
    if one.kind == Debt.ITEM:
        return True
    if one.office is None:
        return rights.may(May.MANAGE_TASKS)
    return one.office in rights.organisations


def _rows(user: User, held: Mapping[UUID, Rights], until: date | None) -> dict[Debt, QuerySet[Any]]:
    """Return the rows of each kind, on visits on which something is still owed."""
    dated = Q(due_shown__lte=until) if until else Q(due_shown__isnull=False)
    rows: dict[Debt, QuerySet[Any]] = {
        Debt.REQUEST: Request.objects.open().filter(visit__in=_whole(May.REQUEST, held)),
        Debt.POSITION: _silent(held),
        Debt.ITEM: AgendaItem.objects.filter(
            state=ItemState.SUGGESTED, visit__in=_whole(May.MANAGE_AGENDA, held)
        ),
        Debt.TEXT: _writing(held, until),
        Debt.TASK: open_tasks(user, held).filter(dated),
    }
    still = Q(visit__standing__in=[Standing.PLANNED, Standing.CONCLUDED])
    return {debt: found.filter(still) for debt, found in rows.items()}


def _silent(held: Mapping[UUID, Rights]) -> QuerySet[RequiredParty]:
    """Return the offices that have said nothing to any proposal that stands.

    Once the reader knows days to be firm no answer is owed; whoever does not know it is told
    nothing by that.
    """
    said = Position.objects.filter(
        party=OuterRef("pk"), option__kind=OptionKind.PROPOSAL, option__withdrawn_at=None
    )
    told = [visit for visit, rights in held.items() if rights.may(May.SEE_DAYS)]
    settled = Q(visit__public_certainty=Certainty.ANNOUNCED) | Q(
        visit__certainty__in=FIRM, visit__in=told
    )
    needed = Q(is_mandatory=True, visit__in=_whole(May.SEE_OPTIONS, held))
    asked = RequiredParty.objects.filter(needed | _own(May.SEE_OPTIONS, held))
    return asked.filter(Exists(_offers()), ~Exists(said)).exclude(settled)


def _offers() -> QuerySet[DateOption]:
    """Return the proposals that stand on the visit of an outer row."""
    live = Q(kind=OptionKind.PROPOSAL, withdrawn_at=None)
    return DateOption.objects.filter(live, visit=OuterRef("visit")).order_by()


def _writing(held: Mapping[UUID, Rights], until: date | None) -> QuerySet[ItemPart]:
    """Return the parts of the ministries of our side that lead an item which is open."""
    ours = Participation.objects.filter(
        visit=OuterRef("visit"), organisation=OuterRef("organisation")
    ).exclude(part=Part.COUNTERPART)
    asked = Q(visit__in=_whole(May.READ_MANAGED_AGENDA, held), item__due_on__isnull=False)
    if until:
        asked &= Q(item__due_on__lte=until)
    leads = ItemPart.objects.filter(part=PartKind.LEAD, item__state__in=OPEN)
    return leads.filter(asked | _own(May.EDIT_TEXT, held), Exists(ours))


# What the rows of each kind tell; the rest is blank.
OFFICE = {"office": F("organisation_id"), "owner": Coalesce(F("organisation__name"), Value(""))}
TOLD: dict[Debt, dict[str, Any]] = {
    Debt.REQUEST: {
        "title": F("kind"),
        "owner": F("requested_by__name"),
        "since": F("requested_at"),
        "starts_on": F("option__starts_on"),
        "ends_on": F("option__ends_on"),
        "asked_by": F("requested_by_id"),
    },
    Debt.POSITION: OFFICE
    | {"since": Subquery(_offers().values("visit").values(first=Min("entered_at")))},
    Debt.ITEM: {"title": F("title"), "number": F("number"), "due": F("due_on")},
    Debt.TEXT: OFFICE
    | {"title": F("item__title"), "number": F("item__number"), "due": F("item__due_on")},
    Debt.TASK: OFFICE | {"title": F("title"), "due": F("due_shown")},
}


def _told(debt: Debt, rows: QuerySet[Any], held: Mapping[UUID, Rights]) -> QuerySet[Any]:
    """Return the columns of one part of the union, with the last note for who manages it."""
    of = {"visit": F("visit_id"), "code": F("visit__code"), "visit_title": F("visit__title")}
    columns = {"kind": Value(debt.value, CharField()), **of, "about": F("pk"), **BLANK}
    columns |= TOLD[debt]
    if debt in CHASED:
        name = dict(DEBTS.values())[debt]
        noted = Chaser.objects.filter(visit__in=_whole(May(CHASED[debt].needs), held))
        last = noted.filter(**{name: OuterRef("pk")}).latest_first()
        columns |= {one: Subquery(last.values(one)[:1]) for one in ("promised_on", "noted_at")}
        columns["said"] = Coalesce(Subquery(last.values("said")[:1]), Value(""))
    named = {f"owed_{name}": column for name, column in columns.items()}
    return rows.annotate(**named).values_list(*named)


def _whole(what: May, held: Mapping[UUID, Rights]) -> list[UUID]:
    """Return the visits on which the reader has a permission for everything."""
    return [NO_ROW, *(visit for visit, rights in held.items() if rights.fully(what))]


def _own(what: May, held: Mapping[UUID, Rights]) -> Q:
    """Return the condition that the reader has a permission for a row as for their own."""
    condition = Q(pk=NO_ROW)
    for visit, rights in held.items():
        if own := rights.own(what):
            condition |= Q(visit=visit, organisation__in=own)
    return condition
