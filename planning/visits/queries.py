"""Shapes of the pages about who takes part: who does, who could, who leads."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet, Value
from django.db.models.functions import NullIf

from planning.accounts.models import User
from planning.stakeholders.models import Country, Membership, Organisation, Person
from planning.stakeholders.rules import KEEPERS, Kind
from planning.visits.models import (
    Appointment,
    FocalPoint,
    Link,
    Participation,
    Principal,
    Side,
    Visit,
)
from planning.visits.rules import (
    ACTS_AS,
    GIVEN_BY_NAME,
    TABLE,
    USUAL,
    Category,
    May,
    Part,
    Rights,
    Role,
    Scope,
    SideRole,
    is_within,
)


@dataclass(frozen=True)
class Group:
    """The organisations of one part; how far their focal points know days that are not public."""

    part: Part
    knows_days: Scope | None
    participations: list[Participation]


def taking_part(visit: Visit) -> list[Group]:
    """Return who takes part with focal points, in order of part and name, in two queries."""
    by_part: dict[str, list[Participation]] = {}
    for row in participations_of(visit):
        by_part.setdefault(row.part, []).append(row)
    return [Group(part, _knows_days(part), by_part[part]) for part in Part if part in by_part]


def participations_of(visit: Visit) -> QuerySet[Participation]:
    """Return the participations of a visit with their focal points, in order of name."""
    points = FocalPoint.objects.select_related("person__user").order_by("person__name", "pk")
    return (
        visit.participations.select_related("organisation")
        .prefetch_related(Prefetch("focal_points", points))
        .order_by("organisation__name", "pk")
    )


def not_let_in(visit: Visit) -> list[Participation]:
    """Return the participations that could be let in to days that are not public, and are not."""
    rows = participations_of(visit).filter(let_in_at=None)
    return [row for row in rows if _knows_days(Part(row.part)) == Scope.LET_IN]


def _knows_days(part: Part) -> Scope | None:
    role = ACTS_AS.get(part)
    return TABLE[May.SEE_DAYS].get(role) if role else None


@dataclass(frozen=True)
class Candidate:
    """An organisation that could take part, its part, and who could be its focal points.

    ``likely`` proposes the organisation, ``usual`` those of its people who are proposed with it.
    """

    organisation: Organisation
    part: Part
    people: list[Person] = field(default_factory=list)
    usual: Collection[UUID] = ()
    likely: bool = False

    @property
    def key(self) -> str:
        """Return what tells it from the others of a form."""
        return f"{self.organisation.pk}-{self.part}"


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Sort by part and name."""
    parts = list(Part)
    return sorted(
        candidates, key=lambda one: (parts.index(one.part), one.organisation.name, one.key)
    )


def home_of(user: User) -> Country | None:
    """Return the country for whose protocol office or desk somebody works."""
    offices = Membership.objects.current().filter(person__user=user, organisation__kind__in=KEEPERS)
    countries = Country.objects.filter(pk__in=offices.values("organisation__country"))
    return countries.order_by("name", "pk").first()


def could_be_added(visit: Visit, user: User) -> list[Candidate]:
    """Return the offices of one's own country that take no part yet, with those who could act.

    Their usual focal points are those of the last edition that the reader has a part in, else
    members with an account; protocol and desks have their roles by name.
    """
    host = visit.sides.filter(role=SideRole.HOST).select_related("country").first()
    home = home_of(user) or (host.country if host else None)
    before = last_edition(visit, user)
    points = FocalPoint.objects.filter(visit=before).select_related("person", "participation")
    last: dict[UUID, dict[UUID, Person]] = {}
    for point in points if before else ():
        last.setdefault(point.participation.organisation_id, {})[point.person_id] = point.person
    found = []
    for office in _offices_of(home).exclude(participations__visit=visit):
        then = last.get(office.pk, {})
        people = then | {one.person_id: one.person for one in office.memberships.all()}
        members = {pk for pk, person in people.items() if person.user_id}
        usual = set(then) or (members if office.kind not in KEEPERS else set())
        found.append(Candidate(office, Part(office.kind), _likely_first(people), usual))
    return in_order(found)


def usually_there(
    category: Category, user: User, host: Country | None, guest: Country | None
) -> list[Candidate]:
    """Return the offices that a visit of this category usually has, and those it could have.

    Of desks it is one's own, of missions that in the other country's capital; of the other side
    the principal's office and the mission here. Nobody is proposed as focal point.
    """
    home = home_of(user) or host
    other = guest if home == host else host
    own = set(Membership.objects.current().filter(person__user=user).values_list("organisation"))
    found = []
    for office in _offices_of(home):
        part = Part(office.kind)
        likely = part in USUAL[category] and (
            (part != Part.DESK or (office.pk,) in own)
            and (part != Part.MISSION or (other is not None and office.city == other.capital))
        )
        people = {one.person_id: one.person for one in office.memberships.all()}
        found.append(Candidate(office, part, _likely_first(people), likely=likely))
    if other != home:
        here = Q(kind=Kind.MISSION, city=home.capital if home else "")
        for office in _offices_of(other).filter(here | Q(kind=Kind.PRINCIPAL)):
            people = {one.person_id: one.person for one in office.memberships.all()}
            found.append(Candidate(office, Part.COUNTERPART, _likely_first(people), likely=True))
    return in_order(found)


def as_there(visit: Visit, *, likely: bool) -> list[Candidate]:
    """Return who takes part in a visit, to be copied to another."""
    return in_order(
        Candidate(
            row.organisation,
            Part(row.part),
            people := [point.person for point in row.focal_points.all()],
            {person.pk for person in people},
            likely,
        )
        for row in visit.participations.with_points()
    )


def roles_to_copy(visit: Visit, user: User, held: Rights) -> QuerySet[Appointment]:
    """Return the roles given by name that somebody may copy to another visit: none above theirs.

    Officer is what they become themselves by opening it.
    """
    within = [role for role in GIVEN_BY_NAME if is_within(role, held.roles)]
    found = visit.appointments.filter(role__in=within, user__is_active=True)
    found = found.exclude(user=user, role=Role.OFFICER).select_related("user")
    return found.order_by("user__name", "role", "pk")


def last_edition(visit: Visit, user: User) -> Visit | None:
    """Return the edition before this one in its series, if the reader has a part in it."""
    if visit.series_id is None or visit.ordinal is None:
        return None
    earlier = Visit.objects.visible_to(user).filter(
        series=visit.series_id, ordinal__lt=visit.ordinal
    )
    return earlier.order_by("-ordinal", "pk").first()


def leaders_of(country: Country | None, kind: Kind | None = None) -> QuerySet[Person]:
    """Return who leads offices of a country, by precedence; heads are a principal's office's."""
    offices = Membership.objects.current().filter(organisation__country=country)
    if kind:
        offices = offices.filter(organisation__kind=kind)
    people = Person.objects.filter(pk__in=offices.values("person")) if country else None
    found = (people or Person.objects.none()).exclude(precedence="")
    return found.order_by(F("precedence").asc(), "name", "pk")


def could_lead(side: Side) -> QuerySet[Person]:
    """Return who leads a side or could: people of its offices without an account here."""
    offices = Organisation.objects.filter(
        Q(country=side.country_id, country__isnull=False) | Q(pk=side.organisation_id)
    )
    members = Membership.objects.current().filter(organisation__in=offices)
    leading = Principal.objects.filter(side=side)
    found = Person.objects.filter(
        Q(pk__in=members.values("person"), user=None) | Q(pk__in=leading.values("person"))
    )
    return found.order_by(NullIf(F("precedence"), Value("")).asc(nulls_last=True), "name", "pk")


def links_of(visit: Visit, user: User) -> list[Link]:
    """Return the links of a visit, from it and to it, of which the reader sees the other end."""
    seen = Visit.objects.visible_to(user)
    links = Link.objects.filter(Q(visit=visit, to__in=seen) | Q(to=visit, visit__in=seen))
    return list(links.select_related("visit", "to").order_by("kind", "pk"))


def head_of(country: Country | None) -> Person | None:
    """Return the head of state or government: first in precedence in a principal's office."""
    return leaders_of(country, Kind.PRINCIPAL).first()


def _offices_of(country: Country | None) -> QuerySet[Organisation]:
    members = Membership.objects.current().select_related("person").order_by("pk")
    offices = Organisation.objects.filter(country=country, country__isnull=False)
    return offices.prefetch_related(Prefetch("memberships", members)).order_by("name", "pk")


def _likely_first(people: dict[UUID, Person]) -> list[Person]:
    """Sort those with an account first: who leads an office seldom is its focal point."""
    return sorted(people.values(), key=lambda one: (one.user_id is None, one.name, one.pk))
