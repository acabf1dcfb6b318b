"""The fixed cast and the small world of every test: two visits, one actor for each role."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from planning.accounts.models import User
from planning.audit.rules import Actor
from planning.core.names import fold
from planning.stakeholders.models import Country, Membership, Organisation, Person
from planning.visits.models import (
    Appointment,
    FocalPoint,
    Leg,
    Link,
    Marking,
    Participation,
    Principal,
    Series,
    Side,
    Visit,
)
from planning.visits.rules import LinkKind, Part, Role, SideRole

NOW = datetime(2025, 10, 1, 4, 0, tzinfo=UTC)  # 09:30 in New Delhi, 07:00 in Moscow
TODAY = date(2025, 10, 1)

# Everybody of the cast, and what they are on the visit called ``summit``.
ROLES = {
    "chief": Role.CHIEF,
    "deputy": Role.CHIEF,
    "officer": Role.OFFICER,
    "desk": Role.DESK,
    "viewer": Role.VIEWER,
    "principals_office": Part.PRINCIPAL,
    "ministry": Part.MINISTRY,  # commerce: leads the item on trade
    "second_ministry": Part.MINISTRY,  # defence: leads another item
    "mission": Part.MISSION,
    "press": Part.PRESS,
    "security": Part.SECURITY,
    "stranger": None,  # of a ministry that takes part in the other visit only
    "outsider": None,  # an account without any part
    "administrator": None,
}


@dataclass
class World:
    """What the tests start from; ``cast`` are actors by name, ``of`` their organisations."""

    cast: dict[str, Actor] = field(default_factory=dict)
    of: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    india: Country = None
    russia: Country = None
    summit: Visit = None
    foreign: Visit = None
    host: Side = None
    guest: Side = None
    restricted: Marking = None

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.__dict__["cast"][name]
        except KeyError:
            raise AttributeError(name) from None


def named(model: Any, name: str, **fields: Any) -> Any:
    """Create a country, organisation, person or series."""
    return model.objects.create(name=name, folded=fold(name), **fields)


def build() -> World:
    """Create the world."""
    world = World()
    world.india = named(Country, "India", code="IN", capital="New Delhi", zone="Asia/Kolkata")
    world.russia = named(Country, "Russia", code="RU", capital="Moscow", zone="Europe/Moscow")
    offices = {
        "protocol": ("Protocol Division", "protocol", world.india, "New Delhi"),
        "desk": ("Eurasia Division", "desk", world.india, "New Delhi"),
        "principals_office": ("Prime Minister's Office", "principal", world.india, "New Delhi"),
        "ministry": ("Ministry of Commerce", "ministry", world.india, "New Delhi"),
        "second_ministry": ("Ministry of Defence", "ministry", world.india, "New Delhi"),
        "stranger": ("Ministry of Railways", "ministry", world.india, "New Delhi"),
        "mission": ("Embassy of India", "mission", world.india, "Moscow"),
        "press": ("External Publicity", "press", world.india, "New Delhi"),
        "security": ("Special Protection", "security", world.india, "New Delhi"),
        "counterpart": ("Presidential Executive Office", "principal", world.russia, "Moscow"),
        "embassy": ("Embassy of Russia", "mission", world.russia, "New Delhi"),
    }
    for key, (name, kind, country, city) in offices.items():
        world.of[key] = named(Organisation, name, kind=kind, country=country, city=city)
    world.restricted = Marking.objects.create(name="Restricted", rank=2, roles=["C", "O", "D"])

    world.people["host"] = named(Person, "Narendra Modi", style="H.E. Mr", precedence="1")
    world.people["guest"] = named(Person, "Vladimir Putin", style="H.E. Mr", precedence="1")
    series = named(Series, "Annual Summit")
    world.summit = Visit.objects.create(
        title="23rd Annual Summit", category="state", series=series, ordinal=23, code="V-7K3QF"
    )
    world.foreign = Visit.objects.create(
        title="Visit of another head of state", category="official", code="V-9XYZ2"
    )
    for visit in (world.summit, world.foreign):
        host = Side.objects.create(visit=visit, country=world.india, role=SideRole.HOST, position=1)
        guest = Side.objects.create(
            visit=visit, country=world.russia, role=SideRole.GUEST, position=2
        )
        Leg.objects.create(
            visit=visit, country=world.india, city="New Delhi", zone="Asia/Kolkata", position=1
        )
        if visit == world.summit:
            world.host, world.guest = host, guest
            Principal.objects.create(visit=visit, side=host, person=world.people["host"])
            Principal.objects.create(visit=visit, side=guest, person=world.people["guest"])

    for name, role in ROLES.items():
        user = User.objects.create(
            email=f"{name}@example.org",
            name=name.replace("_", " ").title(),
            password="!",
            is_staff=name == "administrator",
        )
        world.cast[name] = Actor(user=user)
        person = named(Person, user.name, user=user, email=user.email)
        world.people[name] = person
        if isinstance(role, Role):
            Appointment.objects.create(visit=world.summit, user=user, role=role)
            office = world.of["desk" if role == Role.DESK else "protocol"]
            if role != Role.VIEWER:
                Membership.objects.create(person=person, organisation=office)
        elif name in world.of:
            Membership.objects.create(person=person, organisation=world.of[name])
            part = Participation.objects.create(
                visit=world.summit if role else world.foreign,
                organisation=world.of[name],
                part=role or Part.MINISTRY,
            )
            FocalPoint.objects.create(visit=part.visit, participation=part, person=person)
    return world


def let_in(world: World, name: str) -> None:
    """Let the organisation of one of the cast in to the embargo on the summit."""
    Participation.objects.filter(visit=world.summit, organisation=world.of[name]).update(
        let_in_at=NOW, let_in_by=world.chief.user
    )


def preparatory(world: World, title: str, of: Visit | None = None) -> Visit:
    """Create a visit that prepares the summit, seen by the officer alone."""
    visit = Visit.objects.create(title=title, category="working")
    Appointment.objects.create(visit=visit, user=world.officer.user, role=Role.OFFICER)
    Link.objects.create(visit=visit, to=of or world.summit, kind=LinkKind.PREPARES)
    return visit
