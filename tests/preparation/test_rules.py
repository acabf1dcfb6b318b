"""When tasks are due, how near they are, and how that is said."""

from datetime import date

import pytest

from planning.core.errors import Conflict, Refused
from planning.preparation.pages import hangs
from planning.preparation.rules import (
    Anchor,
    Due,
    TaskState,
    check_anchor,
    check_open,
    check_settled,
    due_on,
    nearness,
)
from tests.world import TODAY

FIRST, LAST, FIXED = date(2025, 12, 4), date(2025, 12, 6), date(2025, 11, 3)


@pytest.mark.parametrize(
    ("anchor", "offset", "fixed_on", "due"),
    [
        (Anchor.FIRST_DAY, -14, None, date(2025, 11, 20)),
        (Anchor.FIRST_DAY, 0, None, date(2025, 12, 4)),
        (Anchor.FIRST_DAY, 1, None, date(2025, 12, 5)),
        (Anchor.LAST_DAY, -1, None, date(2025, 12, 5)),
        (Anchor.LAST_DAY, 30, None, date(2026, 1, 5)),
        (Anchor.FIXED, 0, FIXED, FIXED),
    ],
)
def test_a_due_day_is_counted_from_its_anchor(anchor, offset, fixed_on, due):
    assert due_on(anchor, offset, fixed_on, FIRST, LAST) == due


@pytest.mark.parametrize(
    ("anchor", "fixed_on", "due"),
    [(Anchor.FIRST_DAY, None, None), (Anchor.LAST_DAY, None, None), (Anchor.FIXED, FIXED, FIXED)],
)
def test_while_the_visit_is_undated_only_fixed_days_are_due(anchor, fixed_on, due):
    assert due_on(anchor, -14, fixed_on, None, None) == due


@pytest.mark.parametrize(
    ("state", "due", "near"),
    [
        (TaskState.OPEN, None, Due.NONE),
        (TaskState.OPEN, date(2025, 9, 30), Due.OVERDUE),
        (TaskState.OPEN, date(2025, 10, 1), Due.TODAY),
        (TaskState.OPEN, date(2025, 10, 2), Due.SOON),
        (TaskState.OPEN, date(2025, 10, 8), Due.SOON),
        (TaskState.OPEN, date(2025, 10, 9), Due.LATER),
        (TaskState.DONE, date(2025, 9, 30), Due.ENDED),
        (TaskState.WAIVED, None, Due.ENDED),
    ],
)
def test_nearness(state, due, near):
    assert nearness(state, due, TODAY) == near


@pytest.mark.parametrize(
    ("anchor", "fixed_on", "sentence"),
    [
        (Anchor.FIXED, None, "Enter the day."),
        (Anchor.FIRST_DAY, FIXED, "A day is entered only for a task on a fixed day."),
    ],
)
def test_a_fixed_day_is_named_for_a_fixed_task_only(anchor, fixed_on, sentence):
    with pytest.raises(Refused) as refusal:
        check_anchor(anchor, fixed_on)

    assert (str(refusal.value), refusal.value.field) == (sentence, "fixed_on")


@pytest.mark.parametrize("state", [TaskState.DONE, TaskState.WAIVED])
def test_a_settled_task_is_not_settled_again(state):
    with pytest.raises(Conflict, match=r"^This task has been settled already\.$"):
        check_open(state)


def test_an_open_task_is_not_reopened():
    with pytest.raises(Conflict, match=r"^This task is open already\.$"):
        check_settled(TaskState.OPEN)


@pytest.mark.parametrize(
    ("anchor", "offset", "words"),
    [
        (Anchor.FIRST_DAY, -14, "14 days before the first day"),
        (Anchor.FIRST_DAY, -1, "1 day before the first day"),
        (Anchor.FIRST_DAY, 0, "on the first day"),
        (Anchor.FIRST_DAY, 2, "2 days after the first day"),
        (Anchor.LAST_DAY, -1, "1 day before the last day"),
        (Anchor.LAST_DAY, 0, "on the last day"),
        (Anchor.LAST_DAY, 30, "30 days after the last day"),
        (Anchor.FIXED, 0, "a fixed day"),
    ],
)
def test_what_a_task_hangs_on_in_words(anchor, offset, words):
    assert hangs(anchor, offset) == words
