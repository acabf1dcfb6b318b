"""Times as they are claimed, and as they are printed."""

from datetime import time

import pytest

from planning.core.errors import Refused
from planning.programme.pages import time_in_words
from planning.programme.rules import TimeCertainty, check_times

ELEVEN, NOON = time(11, 0), time(12, 0)


@pytest.mark.parametrize(
    ("certainty", "starts", "ends"),
    [
        (TimeCertainty.EXACT, ELEVEN, None),
        (TimeCertainty.EXACT, ELEVEN, NOON),
        (TimeCertainty.ABOUT, ELEVEN, None),
        (TimeCertainty.BY, ELEVEN, None),
        (TimeCertainty.AFTER, None, None),
        (TimeCertainty.OPEN, None, None),
    ],
)
def test_a_line_without_an_end_or_without_a_time_is_normal(certainty, starts, ends):
    check_times(certainty, starts, ends)


@pytest.mark.parametrize(
    ("certainty", "starts", "ends", "field"),
    [
        (TimeCertainty.EXACT, None, None, "starts"),
        (TimeCertainty.ABOUT, None, None, "starts"),
        (TimeCertainty.BY, None, NOON, "starts"),
        (TimeCertainty.AFTER, ELEVEN, None, "certainty"),
        (TimeCertainty.OPEN, ELEVEN, NOON, "certainty"),
        (TimeCertainty.OPEN, None, NOON, "ends"),
    ],
)
def test_a_time_stands_where_it_is_claimed_and_nowhere_else(certainty, starts, ends, field):
    with pytest.raises(Refused) as refusal:
        check_times(certainty, starts, ends)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("certainty", "starts", "ends", "words"),
    [
        ("exact", time(11, 0), None, "11:00"),
        ("exact", time(9, 35), time(9, 50), "09:35–09:50"),
        ("by", time(11, 45), None, "by 11:45"),
        ("about", time(19, 0), None, "approx. 19:00"),
        ("after", None, None, "afterwards"),
        ("open", None, None, "not fixed"),
    ],
)
def test_a_time_is_printed_no_firmer_than_it_is(certainty, starts, ends, words):
    assert time_in_words(certainty, starts, ends) == words
