"""Who sees which tasks, and what their due days betray."""

from datetime import date

import pytest
from django.db import IntegrityError

from planning.preparation import actions
from planning.preparation.models import Task
from planning.preparation.rules import Anchor
from tests.world import NOW, ROLES, let_in

MANAGERS = {"chief", "deputy", "officer", "desk"}
NOT_INSIDE = ["ministry", "press", "security"]
INSIDE_DAY, PUBLIC_DAY = date(2025, 11, 20), date(2025, 11, 21)


def shown(world, name):
    """Return what somebody is shown of each task: the due day, and whether the offset is told."""
    found = Task.objects.visible_to(world.cast[name].user).shown_to(world.cast[name].user)
    return {task.title: (task.due_shown, task.tells_offset) for task in found}


@pytest.fixture
def secret(world, add, know):
    """A press estimate is public; days one earlier are confirmed, not public. Each owes a task."""
    know("estimated", public="estimated")
    know("confirmed", date(2025, 12, 4), date(2025, 12, 5))
    for name in (*NOT_INSIDE, "principals_office", "mission"):
        add(name, organisation=world.of[name])


@pytest.mark.parametrize("name", ROLES)
def test_managers_see_all_tasks_and_others_their_own(world, add, name):
    for owner in ("ministry", "mission", "press", "security", "principals_office"):
        add(owner, organisation=world.of[owner])
    add("unowned")

    everything = {"ministry", "mission", "press", "security", "principals_office", "unowned"}
    own = {name} & everything
    assert set(shown(world, name)) == (everything if name in MANAGERS else own)


@pytest.mark.parametrize("name", NOT_INSIDE)
def test_before_the_announcement_who_is_not_let_in_learns_nothing_of_the_days(world, secret, name):
    assert shown(world, name) == {name: (PUBLIC_DAY, False)}


@pytest.mark.parametrize("name", NOT_INSIDE)
def test_without_public_days_who_is_not_let_in_sees_no_due_day(world, add, know, name):
    know("confirmed")
    add(name, organisation=world.of[name])

    assert shown(world, name) == {name: (None, False)}


@pytest.mark.parametrize("name", NOT_INSIDE)
def test_who_is_let_in_sees_what_follows_from_the_confirmed_days(world, secret, name):
    let_in(world, name)

    assert shown(world, name) == {name: (INSIDE_DAY, True)}


@pytest.mark.parametrize("name", NOT_INSIDE)
def test_who_is_let_in_sees_nothing_that_follows_from_proposed_days(world, add, know, name):
    let_in(world, name)
    know("proposed")
    add(name, organisation=world.of[name])

    assert shown(world, name) == {name: (None, False)}


@pytest.mark.parametrize("name", ["principals_office", "mission"])
def test_who_sees_the_options_sees_due_days_from_inside(world, secret, name):
    assert shown(world, name) == {name: (INSIDE_DAY, True)}


@pytest.mark.parametrize("name", NOT_INSIDE)
def test_after_the_announcement_everybody_sees_the_one_due_day(world, add, know, name):
    know("announced", public="announced")
    add(name, organisation=world.of[name])

    assert shown(world, name)[name][0] == PUBLIC_DAY


@pytest.mark.parametrize("name", NOT_INSIDE)
def test_a_fixed_day_is_told_to_who_owes_it(world, add, name):
    add(name, anchor=Anchor.FIXED, offset=0, fixed_on=PUBLIC_DAY, organisation=world.of[name])

    assert shown(world, name) == {name: (PUBLIC_DAY, False)}


def test_overdue_tasks_stand_first_and_settled_ones_last(world, add):
    for title, day in (("later", 20), ("overdue", 1), ("waived", 1), ("soon", 5), ("done", 30)):
        add(title, anchor=Anchor.FIXED, offset=0, fixed_on=date(2025, 10, day))
    add("undated")
    waived, done = Task.objects.get(title="waived"), Task.objects.get(title="done")
    actions.waive(task=waived, version=1, reason="Not needed", by=world.officer, at=NOW)
    actions.tick(task=done, version=1, by=world.officer, at=NOW.replace(hour=5))

    rows = Task.objects.shown_to(world.officer.user).nearest_first()
    assert [task.title for task in rows] == [
        "overdue",
        "soon",
        "later",
        "undated",
        "done",
        "waived",
    ]


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"anchor": "fixed"}, "task_fixed_day_only_where_fixed"),
        ({"fixed_on": PUBLIC_DAY}, "task_fixed_day_only_where_fixed"),
        ({"state": "done"}, "task_settled_at_and_by"),
        ({"settled_at": NOW}, "task_settled_at_and_by"),
    ],
)
def test_the_database_refuses_a_task_that_contradicts_itself(add, wrong, constraint):
    task = add()

    with pytest.raises(IntegrityError, match=constraint):
        Task.objects.filter(pk=task.pk).update(**wrong)


def test_the_database_refuses_a_waiver_without_a_reason(world, add):
    task = add()

    with pytest.raises(IntegrityError, match="task_waived_with_a_reason"):
        Task.objects.filter(pk=task.pk).update(
            state="waived", settled_at=NOW, settled_by=world.officer.user
        )
