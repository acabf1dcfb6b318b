"""How far a visit has come, how long it takes, and what a desk shows first."""

from datetime import timedelta

import pytest

from planning.overview.rules import Block, Stage, blocks_for, countdown, stage
from planning.visits.rules import Grant, Rights, Role
from tests.world import TODAY

DAY = timedelta(days=1)
AHEAD = (TODAY + 9 * DAY, TODAY + 10 * DAY)
NOW_ON = (TODAY - DAY, TODAY)
OVER = (TODAY - 2 * DAY, TODAY - DAY)
NONE = (None, None)
OFFICE = "0b7c2c3e-5a0e-4a53-9c1e-000000000000"


@pytest.mark.parametrize(
    ("standing", "certainty", "days", "letters", "found"),
    [
        ("planned", "undated", NONE, [], Stage.PLANNED),
        ("planned", "undated", NONE, ["call"], Stage.PLANNED),
        ("planned", "estimated", AHEAD, ["sounding"], Stage.SOUNDED),
        ("planned", "undated", NONE, ["sounding", "invitation"], Stage.INVITED),
        ("planned", "undated", NONE, ["acceptance", "invitation"], Stage.ACCEPTED),
        ("planned", "estimated", OVER, [], Stage.PLANNED),
        ("planned", "proposed", AHEAD, ["acceptance"], Stage.NEGOTIATED),
        ("planned", "confirmed", AHEAD, [], Stage.CONFIRMED),
        ("planned", "announced", AHEAD, [], Stage.ANNOUNCED),
        ("planned", "announced", NOW_ON, [], Stage.UNDER_WAY),
        ("planned", "announced", OVER, [], Stage.CONCLUDED),
        ("postponed", "announced", AHEAD, [], Stage.POSTPONED),
        ("cancelled", "proposed", AHEAD, [], Stage.CANCELLED),
        ("closed", "announced", OVER, [], Stage.CLOSED),
    ],
)
def test_a_stage_follows_from_register_and_dates(standing, certainty, days, letters, found):
    assert stage(standing, certainty, days, letters, TODAY) is found


@pytest.mark.parametrize(
    ("certainty", "days", "said"),
    [
        ("undated", NONE, ""),
        ("estimated", AHEAD, "about 9 days to go"),
        ("proposed", (TODAY + DAY, TODAY + DAY), "about 1 day to go"),
        ("estimated", OVER, ""),
        ("confirmed", AHEAD, "9 days to go"),
        ("announced", (TODAY + DAY, TODAY + DAY), "1 day to go"),
        ("announced", (TODAY, TODAY + DAY), "day 1 of 2"),
        ("announced", NOW_ON, "day 2 of 2"),
        ("announced", OVER, ""),
    ],
)
def test_what_is_not_firm_never_sounds_firm(certainty, days, said):
    assert countdown(certainty, *days, TODAY) == said


@pytest.mark.parametrize(
    ("grants", "first"),
    [
        ([Grant(Role.CHIEF)], Block.DECIDE),
        ([Grant(Role.OFFICER)], Block.WAITING),
        ([Grant(Role.DESK), Grant(Role.VIEWER)], Block.WAITING),
        ([Grant(Role.MINISTRY, OFFICE)], Block.OWED),
        ([Grant(Role.VIEWER)], Block.VISITS),
        ([], Block.VISITS),
    ],
)
def test_a_desk_begins_with_what_fits_the_readers_day(grants, first):
    assert blocks_for([Rights((grant,)) for grant in grants])[0] is first
