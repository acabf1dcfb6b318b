"""Lines of the summit's programme, entered by the officer."""

from datetime import date, time

import pytest

from planning.programme import actions
from planning.visits.models import Leg
from tests.world import NOW

FIFTH = date(2025, 12, 5)
TALKS = {
    "day": FIFTH,
    "certainty": "exact",
    "starts": time(11, 50),
    "kind": "talks",
    "title": "Talks",
    "state": "planned",
}


@pytest.fixture
def leg(world):
    """New Delhi."""
    return world.summit.legs.get(city="New Delhi")


@pytest.fixture
def moscow(world):
    """A second place of the visit."""
    return Leg.objects.create(
        visit=world.summit, country=world.russia, city="Moscow", zone="Europe/Moscow", position=2
    )


@pytest.fixture
def berlin(world):
    """A place where clocks are put forward and back."""
    return Leg.objects.create(
        visit=world.summit, country=world.russia, city="Berlin", zone="Europe/Berlin", position=3
    )


@pytest.fixture
def add(world, leg):
    """Return a function that adds a line: talks in New Delhi, but for what is named."""

    def line(**different):
        return actions.add(**({"leg": leg} | TALKS | different), by=world.officer, at=NOW)

    return line
