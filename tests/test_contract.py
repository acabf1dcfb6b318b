"""The API keeps what its description says, for whoever asks and whatever is sent (schemathesis).

`python3 dev.py bench contract` asks everything; here each role is asked a part of its own, always
the same.
"""

import os
import random
from datetime import timedelta

import pytest

from planning.accounts import actions
from tests.authz.stage import WHO, furnish
from tests.contract import application, examine
from tests.world import NOW

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "0"))  # 0: a draw
ROLES = [names[0] for names in WHO.values()] + ["outsider"]


@pytest.mark.parametrize("who", ROLES)
def test_the_api_keeps_its_contract(db, who, record_property):
    stage = furnish()
    _token, secret = actions.create_token(
        name="Contract", scope="write", life=timedelta(days=1), by=stage.world.cast[who], at=NOW
    )
    draw = None if EXAMPLES else random.Random(who)

    with application() as app:
        found = examine(app, secret, examples=EXAMPLES or 1, draw=draw)

    record_property("asked", dict(found.asked))
    record_property("failures", len(found.failures))
    assert {"coverage", "fuzzing", "stateful"} <= set(found.asked)
    assert "\n\n".join(f"{name}\n{how}" for name, how in found.failures.items()) == ""
