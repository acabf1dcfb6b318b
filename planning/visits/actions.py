"""Every write to a visit's frame: sides, places, links, participations, roles, accounts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from planning.accounts import actions as accounts
from planning.accounts.models import User
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Conflict, Refused
from planning.core.rows import change, fresh, judged
from planning.outbox.actions import post
from planning.outbox.rules import Recipient
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.actions import require_administrator
from planning.stakeholders.models import Country, Membership, Organisation, Person
from planning.stakeholders.rules import Kind
from planning.visits import rules
from planning.visits.access import chiefs_of, require, require_opener
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
from planning.visits.rules import ACTS_AS, Category, LinkKind, May, Part, Role, SideRole


class Taking(NamedTuple):
    """An organisation that is to take part, and who are to be its focal points."""

    organisation: Organisation
    part: Part
    people: Sequence[Person] = ()


def make(*, by: Actor, at: datetime, **head: Any) -> Visit:
    """Open a visit; whoever opens it becomes its officer, and who works at a desk its desk, too.

    An ``id`` that came with a form makes a form sent twice one visit. Raises NotAllowed for all
    but members of protocol offices and desks, Conflict (a number taken in its series, sent twice).
    """
    require_opener(by)
    offices = Membership.objects.current().filter(person__user=by.user)
    kinds = set(offices.values_list("organisation__kind", flat=True))
    roles = [Role.OFFICER] if Kind.PROTOCOL in kinds else [Role.OFFICER, Role.DESK]
    visit = Visit(**head)
    with act(rules.VISIT_MADE, on=visit, by=by, at=at), judged():
        visit.save(force_insert=True)
        Appointment.objects.bulk_create(
            Appointment(visit=visit, user=by.user, role=role) for role in roles
        )
    return visit


def edit(*, visit: Visit, version: int, by: Actor, at: datetime, **head: Any) -> Visit:
    """Change a visit's head data; its category as late as it must be.

    Raises NotAllowed, Stale, Conflict (a number taken in its series, or in none).
    """
    other = head.get("category", visit.category) != visit.category
    verb = rules.RECATEGORISED if other else rules.VISIT_CHANGED
    with act(verb, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        visit = fresh(Visit, visit.pk, version)
        if other:
            story |= {"was": visit.category, "category": Category(head["category"]).value}
        change(visit, **head)
    return visit


def add_side(
    *,
    visit: Visit,
    role: SideRole,
    country: Country | None = None,
    organisation: Organisation | None = None,
    principals: Sequence[Person] = (),
    with_spouse: Collection[Person] = (),
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
            Principal(
                visit=visit,
                side=side,
                person=person,
                position=n,
                with_spouse=person in with_spouse,
            )
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


def edit_leg(
    *, leg: Leg, version: int, country: Country, city: str, zone: str, by: Actor, at: datetime
) -> Leg:
    """Change a place; lines of the programme there keep their zone. Raises NotAllowed, Stale."""
    visit = leg.visit
    with act(rules.LEG_CHANGED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        leg = fresh(Leg, leg.pk, version)
        story |= {"city": city, "before": leg.city}
        change(leg, country=country, city=city, zone=zone)
    return leg


def link(*, visit: Visit, to: Visit, kind: LinkKind, by: Actor, at: datetime) -> Link:
    """Link a visit to another. Raises NotAllowed unless both are the actor's, Conflict."""
    with act(rules.LINKED, on=visit, by=by, at=at), judged():
        require(by, May.MANAGE_PARTS, visit)
        require(by, May.MANAGE_PARTS, to)
        return Link.objects.create(visit=visit, to=to, kind=kind)


def unlink(*, link: Link, by: Actor, at: datetime) -> None:
    """Take a link back. Raises NotAllowed, Conflict (taken back already)."""
    visit = link.visit
    with act(rules.UNLINKED, on=visit, by=by, at=at):
        require(by, May.MANAGE_PARTS, visit)
        if not Link.objects.filter(pk=link.pk).exists():
            raise Conflict(_("This link has been taken back already."))
        link.delete()


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


def add_parts(
    *, visit: Visit, parts: Iterable[Taking], by: Actor, at: datetime
) -> list[Participation]:
    """Let organisations take part with their focal points, all of them or none.

    Each focal point gets one mail: the visit is open to their account from now on. Raises
    NotAllowed, Refused (none at all), Conflict (one takes this part already, it is named).
    """
    parts = list(parts)
    with act(rules.PARTS_ADDED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        if not parts:
            raise Refused(_("Tick at least one organisation."))
        there = set(visit.participations.values_list("organisation", "part"))
        for one in parts:
            if (one.organisation.pk, one.part) in there:
                raise Conflict(
                    _("%(organisation)s takes part already. Nothing was added.")
                    % {"organisation": one.organisation.name}
                )
            there.add((one.organisation.pk, one.part))
        made = Participation.objects.bulk_create(
            Participation(visit=visit, organisation=one.organisation, part=one.part)
            for one in parts
        )
        points = FocalPoint.objects.bulk_create(
            FocalPoint(visit=visit, participation=participation, person=person)
            for participation, one in zip(made, parts, strict=True)
            for person in one.people
        )
        story |= {
            "number": len(made),
            "organisations": ", ".join(one.organisation.name for one in parts),
            "people": ", ".join(point.person.name for point in points) or "–",
        }
        for point in points:
            _welcome(point, at)
    return made


def name_focal_point(
    *, participation: Participation, person: Person, tell: bool = True, by: Actor, at: datetime
) -> FocalPoint:
    """Name a focal point; a person with an account sees the visit from now on.

    One mail tells them so, unless they are told otherwise. Raises NotAllowed, Conflict (named
    already).
    """
    visit = participation.visit
    with act(rules.POINT_NAMED, on=visit, by=by, at=at) as story, judged():
        require(by, May.MANAGE_PARTS, visit)
        story |= {"person": person.name, "organisation": participation.organisation.name}
        point = FocalPoint.objects.create(visit=visit, participation=participation, person=person)
        if tell:
            _welcome(point, at)
        return point


def _welcome(point: FocalPoint, at: datetime) -> None:
    """Mail a focal point that the visit is open to them; the other side's gets none."""
    if point.participation.part in ACTS_AS:
        person = point.person
        account = Recipient(user_id=person.user_id) if person.user_id else None
        post(
            "visits.point_named",
            about=point,
            visit_id=point.visit_id,
            to=[account or Recipient(person_id=person.pk)],
            key=str(point.pk),
            at=at,
        )


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

    So are the chiefs of all its visits where its address changes: who reads there may be another.
    Raises as ``accounts.actions.edit``.
    """
    before = User.objects.get(pk=user.pk)
    key = f"{user.pk}-{version}"
    with transaction.atomic():
        if values.get("email", before.email).lower() != before.email:
            _tell_of_address(before, key=key, by=by, at=at)
        if values.get("is_active", before.is_active) != before.is_active:
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


def _tell_of_address(user: User, *, key: str, by: Actor, at: datetime) -> None:
    """Record on each visit of an account that its address changes, and tell the chiefs."""
    for visit in Visit.objects.visible_to(user).order_by("pk"):
        with act(rules.ADDRESS_CHANGED, on=visit, by=by, at=at) as story:
            story["person"] = user.name
            post(
                "visits.address_changed",
                about=user,
                visit_id=visit.pk,
                to=chiefs_of(visit, but=user.pk),
                key=f"{key}-{visit.pk}",
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
