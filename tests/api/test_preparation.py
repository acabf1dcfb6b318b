"""Tasks through the API: nothing betrays an embargoed day."""

import pytest

from planning.lifecycle import actions as lifecycle
from planning.preparation.models import Task
from tests.api.asking import last_act, made, problem
from tests.world import NOW, TODAY

FLAGS = {"visit": "V-7K3QF", "title": "Order flags", "anchor": "first_day", "offset": -7}


@pytest.fixture
def task(world, api):
    """A task of the ministry."""
    return made(api("desk", "post", "tasks", FLAGS | {"organisation": world.of["ministry"].pk}))


def test_a_task_is_added_by_those_who_manage_them(world, api, nothing_happened):
    refused = problem(api("ministry", "post", "tasks", FLAGS))
    dayless = problem(api("desk", "post", "tasks", FLAGS | {"anchor": "fixed"}))
    endless = problem(api("desk", "post", "tasks", FLAGS | {"offset": 40_000}))
    loose = problem(api("desk", "post", "tasks", FLAGS | {"anchor": None}))
    nothing_happened()
    row = made(api("desk", "post", "tasks", FLAGS | {"state": "done"}))

    assert (refused, dayless, endless) == ((403, [""]), (422, ["fixed_on"]), (400, ["offset"]))
    assert loose == (400, ["anchor"])
    assert (row["state"], row["due_on"], row["offset"]) == ("open", None, -7)
    assert problem(api("desk", "post", "tasks", FLAGS)) == (409, [""])


def test_a_task_is_settled_and_reopened(world, task, api):
    path = f"tasks/{task['id']}"

    blind = problem(api("ministry", "post", f"{path}/done"))
    hidden = problem(api("second_ministry", "post", f"{path}/done", if_match=1))
    shut = problem(api("ministry", "post", f"{path}/waive", {"reason": "No"}, if_match=1))
    done = api("ministry", "post", f"{path}/done", if_match=1).json()
    twice = problem(api("ministry", "post", f"{path}/done", {"version": 2}))
    stale = problem(api("desk", "post", f"{path}/reopen", {"version": 1}))
    opened = api("desk", "post", f"{path}/reopen", {"version": 2}).json()
    mute = problem(api("desk", "post", f"{path}/waive", {"version": 3}))
    waived = api("desk", "post", f"{path}/waive", {"version": 3, "reason": "No need"}).json()

    assert (blind, hidden, shut) == ((428, ["version"]), (404, [""]), (403, [""]))
    assert (done["state"], twice, stale) == ("done", (409, [""]), (409, [""]))
    assert (opened["state"], mute) == ("open", (422, ["reason"]))
    assert (waived["state"], waived["reason"], waived["version"]) == ("waived", "No need", 4)
    assert last_act() == "preparation.task_waived"


def test_a_due_day_is_shown_as_the_reader_may_know_it(world, task, asked, api):
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    found = {who: api(who, "get", f"tasks/{task['id']}").json() for who in ("desk", "ministry")}

    told = {who: (one["due_on"], one["anchor"], one["offset"]) for who, one in found.items()}
    assert told == {"desk": ("2025-11-27", "first_day", -7), "ministry": (None, None, None)}
    for sort in ("due_on", "offset", "anchor"):
        assert problem(api("ministry", "get", "tasks", ordering=sort)) == (400, ["ordering"])


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(world, count_queries, count):
    for n in range(count):
        Task.objects.create(
            visit=world.summit, title=f"Task {n}", anchor="fixed", fixed_on=TODAY,
            organisation=world.of["ministry"],
        )  # fmt: skip

    count_queries("tasks", count, 4)
