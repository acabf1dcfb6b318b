"""Tasks of the summit's checklist."""

from datetime import date

import pytest

from planning.preparation import actions
from planning.preparation.rules import Anchor
from planning.visits.models import Visit
from tests.world import NOW

FIFTH, SIXTH = date(2025, 12, 5), date(2025, 12, 6)


@pytest.fixture
def add(world):
    """Return a function that adds a task: due 14 days ahead, but for what is named."""

    def task(title="Pass the list of the delegation", **different):
        hangs = {"anchor": Anchor.FIRST_DAY, "offset": -14} | different
        return actions.add(visit=world.summit, title=title, **hangs, by=world.officer, at=NOW)

    return task


@pytest.fixture
def know(world):
    """Return a function that sets the summit's days as known inside, and as public."""

    def days(certainty, starts_on=FIFTH, ends_on=SIXTH, *, public=None):
        inside = {"starts_on": starts_on, "ends_on": ends_on, "certainty": certainty}
        outside = {f"public_{name}": value for name, value in inside.items()} if public else {}
        Visit.objects.filter(pk=world.summit.pk).update(
            **inside, **outside | ({"public_certainty": public} if public else {})
        )
        world.summit.refresh_from_db()
        actions.rehang(world.summit)

    return days
