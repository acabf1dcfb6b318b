"""An agenda: one item of the ministry of commerce, suggested and then accepted."""

from datetime import date

import pytest

from planning.agenda import actions
from planning.agenda.rules import TextKind
from tests.world import NOW


@pytest.fixture
def suggested(world):
    """Trade, suggested by the focal point of commerce, which leads it on its side."""
    return actions.suggest(
        visit=world.summit,
        title="Trade beyond 65 billion dollars",
        title_own="Торговля",
        cluster="Economy",
        due_on=date(2025, 11, 1),
        by=world.ministry,
        at=NOW,
    )


@pytest.fixture
def item(world, suggested):
    """The same item, accepted: open for its ministry."""
    return actions.accept(item=suggested, version=1, by=world.desk, at=NOW)


@pytest.fixture
def write(item):
    """Return a way to write the line to take of the item."""

    def make(by, body, version, kind=TextKind.LINE):
        return actions.write(item=item, kind=kind, body=body, version=version, by=by, at=NOW)

    return make
