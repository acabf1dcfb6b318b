"""Shapes of the pages that read everything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices, Value
from django.db.models.functions import Coalesce

from planning.accounts.models import User
from planning.audit.models import AuditEvent
from planning.audit.queries import Told, told
from planning.dates.models import Request
from planning.dates.rules import Answer
from planning.outbox.models import Message
from planning.outbox.rules import REASONS, State
from planning.preparation.models import Task
from planning.preparation.rules import SOON, Due, nearness
from planning.stakeholders.models import Person
from planning.visits.access import acts_known_to
from planning.visits.models import FocalPoint, Leg, Link, Visit, holds
from planning.visits.rules import Category, LinkKind, May, Part, Rights, Role, roles_with

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


@dataclass(frozen=True)
class Sent:
    """One message about a visit, for the page of messages."""

    message: Message
    to: str
    reason: str


def readable_messages(user: User) -> QuerySet[Any]:
    """Return what was sent to whom about the reader's visits, newest first.

    Everything on visits that the reader manages, else one's own. What was cancelled, since its
    reader may no longer have it, is not even named to them. Calls to webhooks stand in a log of
    their own: there are as many as acts, and would bury the mails. Each message has ``to_name``
    and ``code``.
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
        .annotate(code=Subquery(code))
        .order_by("-dated_at", "-queued_at", "-pk")
    )


def messages_of(visit: Visit, user: User, limit: int = 200) -> list[Sent]:
    """Return what was sent to whom about a visit, as far as the reader may know it."""
    found = readable_messages(user).filter(visit_id=visit.pk)[:limit]
    return [Sent(m, m.to_name, str(REASONS.get(m.kind, m.kind))) for m in found]


@dataclass(frozen=True)
class Owed:
    """A task that is owed by the reader or their organisation."""

    task: Task
    due: date | None
    nearness: Due


def owed_tasks(user: User, today: date, visits: Iterable[Visit] | None = None) -> list[Owed]:
    """Return open tasks the reader may tick that are due within a week, or overdue."""
    tasks = Task.objects.visible_to(user).shown_to(user).open().with_owners()
    if visits is not None:
        tasks = tasks.filter(visit__in=list(visits))
    found = tasks.due_until(today + SOON)[:50]
    return [Owed(t, t.due_shown, nearness(t.state, t.due_shown, today)) for t in found]


def requests_to_decide(user: User) -> list[Request]:
    """Return the open requests that the reader may grant: others' only."""
    chief = holds(user, roles_with(May.GRANT), visit="visit")
    return list(
        Request.objects.open()
        .filter(chief)
        .exclude(requested_by=user)
        .select_related("visit", "option", "requested_by")
        .order_by("requested_at", "pk")
    )


@dataclass(frozen=True)
class Contact:
    """Somebody to telephone."""

    person: Person
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
            point.participation.organisation.name,
            point.participation.get_part_display(),
        )
        for point in points.order_by(
            "participation__part", "participation__organisation__name", "person__name", "pk"
        )
    ]


@dataclass(frozen=True)
class Around:
    """The visits around one: those that prepare it, those it is linked to, earlier editions."""

    preparing: Sequence[Visit]
    linked: Sequence[tuple[LinkKind, Visit]]
    editions: Sequence[Visit]


def around(visit: Visit, user: User) -> Around:
    """Return the visits around one in which the reader has a part, in one query.

    Each has ``cities``, the places it goes to.
    """
    links = Link.objects.order_by("kind", "pk")
    legs = Leg.objects.filter(visit=OuterRef("pk")).order_by("position", "pk")
    found = list(
        Visit.objects.visible_to(user)
        .shown_to(user)
        .annotate(
            prepares=Exists(links.filter(visit=OuterRef("pk"), to=visit, kind=LinkKind.PREPARES)),
            linked_as=ArraySubquery(links.filter(visit=visit, to=OuterRef("pk")).values("kind")),
            is_earlier=Q(series=visit.series_id, ordinal__lt=visit.ordinal or 0),
            cities=ArraySubquery(legs.values("city")),
        )
        .filter(Q(prepares=True) | Q(linked_as__len__gt=0) | Q(is_earlier=True))
        .soonest_first()
    )
    editions = sorted((one for one in found if one.is_earlier), key=lambda one: -one.ordinal)
    return Around(
        [one for one in found if one.prepares],
        [(LinkKind(kind), one) for one in found for kind in one.linked_as],
        editions[:3],
    )
