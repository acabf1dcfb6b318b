"""The life of an agenda item."""

from datetime import date

import pytest

from planning.agenda.rules import (
    OPEN,
    ItemState,
    check_open,
    check_suggested,
    moved,
    overdue,
)
from planning.core.errors import Conflict
from tests.world import TODAY

YESTERDAY = date(2025, 9, 30)


@pytest.mark.parametrize("state", sorted(set(ItemState) - {ItemState.SUGGESTED}))
def test_only_a_suggested_item_is_accepted(state):
    check_suggested(ItemState.SUGGESTED)

    with pytest.raises(Conflict, match=r"^Only a suggested item is accepted"):
        check_suggested(state)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_ministry_writes_while_its_item_is_open(state):
    check_open(state, manages=False)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ItemState.SUGGESTED, "The item has not been accepted yet"),
        (ItemState.SUBMITTED, "The item is no longer open for writing"),
        (ItemState.APPROVED, "The item is no longer open for writing"),
        (ItemState.PASSED, "The item is no longer open for writing"),
        (ItemState.AGREED, "The item is no longer open for writing"),
        (ItemState.AD_REFERENDUM, "The item is no longer open for writing"),
        (ItemState.DEFERRED, "The item is no longer open for writing"),
        (ItemState.DROPPED, "The item is no longer open for writing"),
    ],
)
def test_a_closed_item_is_written_only_by_those_who_manage_it(state, sentence):
    check_open(state, manages=True)

    with pytest.raises(Conflict, match=f"^{sentence}"):
        check_open(state, manages=False)


@pytest.mark.parametrize(
    ("item", "up", "order"),
    [
        ("b", True, "bac"),
        ("b", False, "acb"),
        ("a", True, "abc"),
        ("c", False, "abc"),
        ("c", True, "acb"),
    ],
)
def test_an_item_moves_by_one_place_and_not_over_the_edge(item, up, order):
    assert moved("abc", item, up=up) == list(order)


@pytest.mark.parametrize(
    ("state", "due_on", "late"),
    [
        (ItemState.DRAFTING, YESTERDAY, True),
        (ItemState.ACCEPTED, YESTERDAY, True),
        (ItemState.DRAFTING, TODAY, False),
        (ItemState.DRAFTING, None, False),
        (ItemState.SUBMITTED, YESTERDAY, False),
    ],
)
def test_texts_are_overdue_after_their_day_while_they_can_be_written(state, due_on, late):
    assert overdue(state, due_on, TODAY) is late
