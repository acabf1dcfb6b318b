"""Permission on a visit: ``may`` asks, ``require`` insists."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateTimeField, OuterRef, Q, UUIDField, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from planning.accounts.models import User
from planning.audit.rules import Actor
from planning.core.errors import NotAllowed
from planning.outbox.rules import Recipient
from planning.stakeholders.models import keeps_reference
from planning.visits.models import Appointment, FocalPoint, Visit, VisitQuerySet
from planning.visits.rules import ACTS_AS, MINISTRY_PAGES, WEIGHTY, Grant, May, Part, Rights, Role


def rights(user: User, visit: Visit) -> Rights:
    """Return all roles of a user on a visit, in one query."""
    return rights_of([user.pk], visit)[user.pk]


def opened_to(user: User) -> VisitQuerySet:
    """Return the visits of a reader, each with their roles on it: ``rights_found`` reads them."""
    by_name = Appointment.objects.filter(visit=OuterRef("pk"), user=user)
    points = FocalPoint.objects.filter(
        visit=OuterRef("pk"), person__user=user, participation__part__in=ACTS_AS
    )
    point = JSONObject(
        part="participation__part",
        organisation="participation__organisation",
        let_in_at="participation__let_in_at",
    )
    return Visit.objects.visible_to(user).annotate(
        roles_held=ArraySubquery(by_name.values("role")),
        points_held=ArraySubquery(points.values(point=point)),
    )


def rights_found(visit: Any) -> Rights:
    """Return the roles that came with a visit (after ``opened_to``)."""
    return Rights(
        (
            *(Grant(Role(role)) for role in visit.roles_held),
            *(
                Grant(
                    ACTS_AS[Part(point["part"])],
                    UUID(point["organisation"]),
                    point["let_in_at"] is not None,
                )
                for point in visit.points_held
            ),
        )
    )


def rights_everywhere(user: User) -> dict[UUID, Rights]:
    """Return the roles of a user on every visit they have a part in, in one query."""
    return {visit.pk: rights_found(visit) for visit in opened_to(user).only("pk")}


def rights_of(users: Iterable[UUID], visit: Visit) -> dict[UUID, Rights]:
    """Return the roles of some users on a visit, in one query."""
    grants: dict[UUID, list[Grant]] = {user: [] for user in users}
    by_name = Appointment.objects.filter(visit=visit, user__in=grants).values_list(
        "user", "role", Value(None, UUIDField()), Value(None, DateTimeField())
    )
    points = FocalPoint.objects.filter(
        visit=visit, person__user__in=grants, participation__part__in=ACTS_AS
    ).values_list(
        "person__user",
        "participation__part",
        "participation__organisation",
        "participation__let_in_at",
    )
    for user, word, organisation, let_in in by_name.union(points, all=True):
        role = ACTS_AS[Part(word)] if organisation else Role(word)
        grants[user].append(Grant(role, organisation, let_in is not None))
    return {user: Rights(tuple(held)) for user, held in grants.items()}


def may(by: Actor, what: May, visit: Visit, *, of: Collection[UUID | None] = ()) -> bool:
    """Tell whether somebody may do this on a visit; ``of`` names the organisations concerned."""
    if by.system:
        return True
    return isinstance(by.user, User) and by.user.is_active and rights(by.user, visit).may(what, of)


def require(by: Actor, what: May, visit: Visit, *, of: Collection[UUID | None] = ()) -> None:
    """Insist on a permission. Raises NotAllowed."""
    if not may(by, what, visit, of=of):
        raise NotAllowed


def require_opener(by: Actor) -> None:
    """Insist on a member of a protocol office or a desk: they open visits. Raises NotAllowed."""
    if by.user is None or not keeps_reference(by.user):
        raise NotAllowed(_("Only members of a protocol office or a desk open visits."))


def works_in_office(user: User) -> bool:
    """Tell whether a user administers, holds a role by name, or acts for a principal's office.

    So do members of a protocol office or a desk. All others only speak for their organisation.
    """
    return (
        user.is_staff
        or Appointment.objects.filter(user=user).exists()
        or FocalPoint.objects.filter(person__user=user, participation__part=Part.PRINCIPAL).exists()
        or keeps_reference(user)
    )


def base_for(user: User, page: str) -> str:
    """Return the host at which a user reaches a page: the ministries' own, where there is one."""
    outside = settings.SUMMIT_MINISTRY_URL and page in MINISTRY_PAGES
    is_theirs = outside and not works_in_office(user)
    return settings.SUMMIT_MINISTRY_URL if is_theirs else settings.SUMMIT_BASE_URL


def everyone_on(visit: Visit) -> dict[Recipient, Rights]:
    """Return everybody a mail about the visit may go to, with their roles there.

    Holders of a role, and focal points with or without an account; nobody else. A counterpart's
    focal points are the other side: they get no mail from here.
    """
    none = (Value(None, UUIDField()), Value(None, DateTimeField()))
    by_name = Appointment.objects.filter(visit=visit, user__is_active=True).values_list(
        "user", Value(True), Value(None, UUIDField()), "role", *none
    )
    points = FocalPoint.objects.filter(visit=visit, participation__part__in=ACTS_AS).values_list(
        "person__user",
        "person__user__is_active",
        "person",
        "participation__part",
        "participation__organisation",
        "participation__let_in_at",
    )
    found: dict[Recipient, Rights] = {}
    for user, active, person, word, organisation, let_in in by_name.union(points, all=True):
        if user and not active:
            continue
        one = Recipient(user_id=user) if user else Recipient(person_id=person)
        role = ACTS_AS[Part(word)] if organisation else Role(word)
        held = found.get(one, Rights())
        found[one] = Rights((*held.grants, Grant(role, organisation, let_in is not None)))
    return found


def chiefs_of(visit: Visit, *, but: UUID | None = None) -> list[Recipient]:
    """Return the chiefs of a visit, to whom its access is told; its officers while it has none.

    ``but`` is the user whose access it is: others watch over it.
    """
    everyone = {one: held for one, held in everyone_on(visit).items() if one.user_id != but}
    chiefs = [one for one, held in everyone.items() if Role.CHIEF in held.roles]
    return chiefs or [one for one, held in everyone.items() if held.may(May.MANAGE_PARTS)]


def who_may(visit: Visit, what: May, *, of: Collection[UUID | None] = ()) -> list[Recipient]:
    """Return those a mail may go to because they may do or see something on the visit."""
    return [one for one, held in everyone_on(visit).items() if held.may(what, of)]


def names_of(recipients: Iterable[Recipient], *, but: User | None = None) -> list[str]:
    """Return the names of people with an account to whom a mail goes, in order, but one's own."""
    keys = {one.user_id for one in recipients if one.user_id and (not but or one.user_id != but.pk)}
    users = User.objects.filter(pk__in=keys).order_by("name", "pk")
    return list(users.values_list("name", flat=True))


def acts_known_to(held: Rights) -> Q:
    """Return the condition that an audit row may be read by whoever holds these roles there."""
    allowed = ["", *(what.value for what in May if held.fully(what))]
    let_in = [May.SEE_DAYS.value] if held.may(May.SEE_DAYS) else []
    own = [what.value for what in May if held.may(what, held.organisations)]
    return Q(needs__in=allowed + let_in) | Q(needs__in=own, of__overlap=list(held.organisations))


def has_weight(user: User) -> bool:
    """Tell whether somebody holds, on any visit, a role for which a password is not enough."""
    by_name = Appointment.objects.filter(user=user, role__in=WEIGHTY).values("pk")
    parts = [part for part, role in ACTS_AS.items() if role in WEIGHTY]
    points = FocalPoint.objects.filter(person__user=user, participation__part__in=parts)
    return by_name.union(points.values("pk")).exists()
