"""One row of each kind."""

from datetime import date
from decimal import Decimal

import pytest

from planning.dossier import actions
from planning.dossier.models import Indicator, Project, Sensitivity, Statement
from tests.world import NOW

ROWS = {
    "sensitivity": (Sensitivity, {"title": "Tariffs", "body": "Say nothing of third countries."}),
    "indicator": (Indicator, {"title": "Trade", "unit": "billion US dollars", "goal": "100"}),
    "project": (Project, {"title": "BrahMos", "source": "Ministry of Defence"}),
    "statement": (
        Statement,
        {
            "speaker": "Foreign Minister",
            "said_on": date(2025, 9, 27),
            "place": "New York",
            "words": "The partnership is not under threat.",
            "source": "Transcript",
        },
    ),
}
KINDS = list(ROWS)


@pytest.fixture
def add(world):
    """Return how to add a row of a kind as the desk, or as somebody else."""

    def make(kind, by=None, **more):
        model, values = ROWS[kind]
        row = model(visit=world.summit, **values | more)
        return actions.add(row, by=by or world.desk, at=NOW)

    return make


@pytest.fixture
def value(world):
    """Return how to note a value of an indicator."""

    def make(indicator, by=None, as_of=date(2025, 3, 31), value="68.72"):
        return actions.add_value(
            indicator=indicator,
            as_of=as_of,
            value=Decimal(value),
            by=by or world.desk,
            at=NOW,
        )

    return make
