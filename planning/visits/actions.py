"""Every write to a visit's frame: sides, places, links, participations, roles, accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from planning.accounts import actions as accounts
from planning.accounts.models import User
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.core.rows import change, fresh, judged
from planning.outbox.actions import post
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.actions import require_administrator
from planning.stakeholders.models import Country, Organisation, Person, keeps_reference
from planning.visits import rules
from planning.visits.access import chiefs_of, require
from planning.visits.models import (
    Appointment,
    FocalPoint,
    Leg,
    Link,
    Marking,
    Participation,
    Principal,
    Side,
    Visit,
)
from planning.visits.rules import ACTS_AS, LinkKind, May, Part, Role, SideRole


def make(*, by: Actor, at: datetime, **head: Any) -> Visit:
    """Open a visit; whoever opens it becomes its officer.

    Raises NotAllowed for all but members of protocol offices and desks, Conflict (a number taken
    in its series).
    """
    if by.user is None or not keeps_reference(by.user):
        raise NotAllowed(_("Only members of a protocol office or a desk open visits."))
    visit = Visit(**head)
    with act(rules.VISIT_MADE, on=visit, by=by, at=at), judged():
        visit.save(force_insert=True)
        Appointment.objects.create(visit=visit, user=by.user, role=Role.OFFICER)
    return visit


def edit(*, visit: Visit, version: int, by: Actor, at: datetime, **head: Any) -> Visit:
    """Change a visit's head data. Raises NotAllowed, Stale, Conflict."""
    with act(rules.VISIT_CHANGED, on=visit, by=by, at=at), judged():
        require(by, May.MANAGE_PARTS, visit)
        visit = fresh(Visit, visit.pk, version)
        change(visit, **head)
    return visit


def add_side(
    *,
    visit: Visit,
    role: SideRole,
    country: Country | None = None,
    organisation: Organisation | None = None,
    principals: tuple[Person, ...] = (),
    by: Actor,
    at: datetime,
) -> Side:
    """Add a side with its principals in order. Raises NotAllowed, Conflict."""
    with act(rules.SIDE_ADDED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        side = Side.objects.create(
            visit=visit,
            role=role,
            country=country,
            organisation=organisation,
            position=visit.sides.count() + 1,
        )
        Principal.objects.bulk_create(
            Principal(visit=visit, side=side, person=person, position=n)
            for n, person in enumerate(principals, start=1)
        )
        story["side"] = side.name
    return side


def add_leg(
    *, visit: Visit, country: Country, city: str, zone: str, by: Actor, at: datetime
) -> Leg:
    """Add a place. Raises NotAllowed."""
    with act(rules.LEG_ADDED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        story["city"] = city
        return Leg.objects.create(
            visit=visit, country=country, city=city, zone=zone, position=visit.legs.count() + 1
        )


def link(*, visit: Visit, to: Visit, kind: LinkKind, by: Actor, at: datetime) -> Link:
    """Link a visit to another. Raises NotAllowed unless both are the actor's, Conflict."""
    with act(rules.LINKED, on=visit, by=by, at=at), judged():
        require(by, May.MANAGE_PARTS, visit)
        require(by, May.MANAGE_PARTS, to)
        return Link.objects.create(visit=visit, to=to, kind=kind)


def appoint(*, visit: Visit, user: User, role: Role, by: Actor, at: datetime) -> Appointment:
    """Give a role by name. Raises NotAllowed, Conflict (held already, not given by name)."""
    with act(rules.ROLE_GIVEN, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        story |= {"to": user.name, "role": Role(role).value}
        return Appointment.objects.create(visit=visit, user=user, role=role)


def dismiss(*, appointment: Appointment, by: Actor, at: datetime) -> None:
    """Take a role back.

    Raises NotAllowed, Refused for the last chief or officer, Conflict (taken back already).
    """
    visit = appointment.visit
    with act(rules.ROLE_TAKEN, on=visit, by=by, at=at) as story:
        require(by, May.MANAGE_PARTS, visit)
        if not visit.appointments.filter(pk=appointment.pk).exists():
            raise Conflict(_("This role has been taken back already."))
        keepers = visit.appointments.filter(role__in=(Role.CHIEF, Role.OFFICER))
        if not keepers.exclude(pk=appointment.pk).exists():
            raise Refused(_("A visit keeps at least one chief or officer."))
        story |= {"to": appointment.user.name, "role": appointment.role}
        appointment.delete()


def add_part(
    *, visit: Visit, organisation: Organisation, part: Part, by: Actor, at: datetime
) -> Participation:
    """Let an organisation take part. It opens the visit to nobody until a focal point is named.

    Raises NotAllowed, Conflict (takes part already).
    """
    with act(rules.PART_ADDED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        story |= {"organisation": organisation.name, "part": Part(part).value}
        return Participation.objects.create(visit=visit, organisation=organisation, part=part)


def name_focal_point(
    *, participation: Participation, person: Person, by: Actor, at: datetime
) -> FocalPoint:
    """Name a focal point; a person with an account sees the visit from now on.

    Raises NotAllowed, Conflict (named already).
    """
    visit = participation.visit
    with act(rules.POINT_NAMED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        story |= {"person": person.name, "organisation": participation.organisation.name}
        return FocalPoint.objects.create(visit=visit, participation=participation, person=person)


def release_focal_point(*, point: FocalPoint, by: Actor, at: datetime) -> None:
    """Release a focal point; the visit no longer exists for them, unless by another role.

    Raises NotAllowed, Conflict (released already).
    """
    visit = point.visit
    with act(rules.POINT_RELEASED, on=visit, by=by, at=at) as story:
        require(by, May.MANAGE_PARTS, visit)
        if not FocalPoint.objects.filter(pk=point.pk).exists():
            raise Conflict(_("This focal point has been released already."))
        organisation = point.participation.organisation
        story |= {"person": point.person.name, "organisation": organisation.name}
        point.delete()


def let_in(
    *, participation: Participation, version: int, let: bool, by: Actor, at: datetime
) -> Participation:
    """Let a participation in to days that are not public, or shut it out again.

    Raises NotAllowed, Stale.
    """
    visit = participation.visit
    verb = rules.LET_IN if let else rules.SHUT_OUT
    with act(verb, on=visit, by=by, at=at) as story:
        require(by, May.MANAGE_PARTS, visit)
        participation = fresh(Participation, participation.pk, version)
        story["organisation"] = participation.organisation.name
        change(participation, let_in_at=at if let else None, let_in_by=by.user if let else None)
    return participation


def let_in_some(
    *, chosen: Sequence[tuple[Participation, int]], by: Actor, at: datetime
) -> list[Participation]:
    """Let some participations in, given with their versions: one act for each; all, or none.

    Raises as ``let_in``.
    """
    with transaction.atomic():
        return [
            let_in(participation=one, version=version, let=True, by=by, at=at)
            for one, version in chosen
        ]


def edit_account(*, user: User, version: int, by: Actor, at: datetime, **values: Any) -> User:
    """Change an account; where that opens or closes visits to a focal point, tell their chiefs.

    Raises as ``accounts.actions.edit``.
    """
    before = User.objects.get(pk=user.pk)
    with transaction.atomic():
        if values.get("is_active", before.is_active) != before.is_active:
            key = f"{user.pk}-{version}"
            _tell(_points(person__user=before), opened=values["is_active"], key=key, by=by, at=at)
        return accounts.edit(user=before, version=version, by=by, at=at, **values)


def edit_person(person: Person, *, version: int, by: Actor, at: datetime, **values: Any) -> Person:
    """Change a person; where another account opens or closes visits, tell their chiefs.

    Raises as ``stakeholders.actions.edit``.
    """
    before = Person.objects.select_related("user").get(pk=person.pk)
    account = values.get("user", before.user)
    with transaction.atomic():
        if account != before.user and any(
            user and user.is_active for user in (account, before.user)
        ):
            opened = account is not None and account.is_active
            key = f"{person.pk}-{version}"
            _tell(_points(person=before), opened=opened, key=key, by=by, at=at)
        return stakeholders.edit(before, version=version, by=by, at=at, **values)


def _points(**whose: Any) -> QuerySet[FocalPoint]:
    """Return the focal points that open visits to an account, in the order of locks."""
    points = FocalPoint.objects.filter(participation__part__in=ACTS_AS, **whose)
    rows = points.select_related("visit", "person", "participation__organisation")
    return rows.order_by("visit", "pk")


def _tell(points: QuerySet[FocalPoint], *, opened: bool, key: str, by: Actor, at: datetime) -> None:
    """Record on each visit that it opens or closes to an account, and tell its chiefs.

    Visits are locked before the row that changes; whether that is allowed is asked there.
    """
    for point in points:
        visit, organisation = point.visit, point.participation.organisation
        verb = rules.ACCESS_OPENED if opened else rules.ACCESS_CLOSED
        with act(verb, on=visit, by=by, at=at) as story:
            story |= {"person": point.person.name, "organisation": organisation.name}
            post(
                "visits.access_opened" if opened else "visits.access_closed",
                about=point,
                visit_id=visit.pk,
                to=chiefs_of(visit),
                key=f"{key}-{point.pk}",
                at=at,
            )


def add_marking(marking: Marking, *, by: Actor, at: datetime) -> Marking:
    """Add a marking that is built but not saved.

    Raises NotAllowed for all but administrators, Conflict for a taken name.
    """
    require_administrator(by)
    with act(rules.MARKING_SAVED, on=marking, by=by, at=at) as story, judged():
        marking.save(force_insert=True)
        story |= {"name": marking.name, "roles": ", ".join(marking.roles)}
    return marking


def edit_marking(
    *, marking: Marking, version: int, by: Actor, at: datetime, **values: Any
) -> Marking:
    """Change a marking: its name, its rank, which roles may read what bears it.

    Raises NotAllowed for all but administrators, Stale, Conflict for a taken name.
    """
    require_administrator(by)
    with act(rules.MARKING_SAVED, on=marking, by=by, at=at) as story, judged():
        marking = fresh(Marking, marking.pk, version)
        change(marking, **values)
        story |= {"name": marking.name, "roles": ", ".join(marking.roles)}
    return marking
