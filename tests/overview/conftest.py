"""What the pages that read everything find."""

from datetime import timedelta

import pytest

from planning.lifecycle import actions as lifecycle
from planning.preparation import actions as preparation
from planning.visits.models import Appointment, Visit
from tests.negotiation import DAYS
from tests.world import NOW, TODAY


@pytest.fixture
def add_task(world):
    """Return a way to add a task of an office, due so many days from today."""

    def add(title, days, office=None):
        return preparation.add(
            visit=world.summit,
            title=title,
            anchor="fixed",
            fixed_on=TODAY + timedelta(days=days),
            organisation=world.of.get(office),
            by=world.officer,
            at=NOW,
        )

    return add


@pytest.fixture
def note(world):
    """Return a way to make a visit of somebody whose dates are just noted."""

    def make(title, days=DAYS, who="officer", **more):
        visit = Visit.objects.create(title=title, category="working", dates_mode="noted", **more)
        Appointment.objects.create(visit=visit, user=world.officer.user, role="O")
        if who != "officer":
            Appointment.objects.create(visit=visit, user=world.cast[who].user, role="V")
        lifecycle.note(
            visit=visit,
            starts_on=days[0],
            ends_on=days[1],
            source="Press",
            by=world.officer,
            at=NOW,
        )
        return visit

    return make
