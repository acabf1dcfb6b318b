"""The programme through the API."""

from datetime import date

import pytest

from planning.programme.models import ProgrammeItem
from tests.api.asking import last_act, made, problem, results
from tests.world import let_in

LINE = {
    "day": "2025-12-04", "certainty": "exact", "starts": "11:00", "kind": "talks",
    "title": "Talks",
}  # fmt: skip


@pytest.fixture
def body(world):
    """What a line says."""
    return LINE | {"leg": str(world.summit.legs.get().pk)}


def test_a_line_is_added_with_its_people(world, body, api, nothing_happened):
    people = {"people": [str(world.people["guest"].pk)]}

    refused = problem(api("desk", "post", "programme-items", body))
    untimed = problem(api("officer", "post", "programme-items", body | {"starts": None}))
    unkind = problem(api("officer", "post", "programme-items", {**body, "kind": None}))
    nothing_happened()
    row = made(api("officer", "post", "programme-items", body | people))

    assert (refused, untimed, unkind) == ((403, [""]), (422, ["starts"]), (400, ["kind"]))
    assert (row["zone"], row["starts_at"], row["people"]) == (
        "Asia/Kolkata",
        "2025-12-04T05:30:00Z",
        people["people"],
    )
    assert last_act() == "programme.item_added"


def test_an_edit_keeps_what_it_does_not_name(world, body, api):
    people = {"people": [str(world.people["guest"].pk)]}
    row = made(api("officer", "post", "programme-items", body | people | {"place": "House"}))
    path = f"programme-items/{row['id']}"
    leg = world.summit.legs.create(
        country=world.russia, city="Moscow", zone="Europe/Moscow", position=2
    )

    blind = problem(api("officer", "patch", path, {"title": "Lunch"}))
    stale = problem(api("officer", "patch", path, {"title": "Lunch"}, if_match=4))
    shut = problem(api("desk", "patch", path, {"title": "Lunch"}, if_match=1))
    done = api("officer", "patch", path, {"title": "Lunch", "leg": str(leg.pk)}, if_match=1).json()

    assert (blind, stale, shut) == ((428, ["version"]), (412, [""]), (403, [""]))
    assert (done["title"], done["place"], done["people"]) == ("Lunch", "House", people["people"])
    assert (done["zone"], done["starts_at"]) == ("Europe/Moscow", "2025-12-04T08:00:00Z")


def test_a_line_is_moved_and_removed(world, body, api):
    first = made(api("officer", "post", "programme-items", body))
    made(api("officer", "post", "programme-items", body | {"title": "Lunch"}))
    path = f"programme-items/{first['id']}"

    moved = api("officer", "post", f"{path}/move", {"up": False, "version": 1})
    order = [one["title"] for one in results(api("officer", "get", "programme-items"))]
    blind = problem(api("officer", "post", f"{path}/remove"))
    gone = api("officer", "post", f"{path}/remove", if_match=2)

    assert (moved.json()["version"], order) == (2, ["Lunch", "Talks"])
    assert (blind, gone.status_code) == ((428, ["version"]), 204)
    assert [one.title for one in ProgrammeItem.objects.all()] == ["Lunch"]


def test_lines_are_shown_as_far_as_the_reader_may_see_them(world, confirmed, body, api):
    made(api("officer", "post", "programme-items", body | {"is_public": True}))
    made(api("officer", "post", "programme-items", body | {"title": "Secret"}))
    let_in(world, "press")

    found = {
        who: [one["title"] for one in results(api(who, "get", "programme-items"))]
        for who in ("chief", "press", "viewer", "security", "stranger")
    }

    assert found == {
        "chief": ["Talks", "Secret"], "press": ["Talks"], "viewer": [], "security": [],
        "stranger": [],
    }  # fmt: skip
    assert "position" not in api("press", "get", "programme-items").text


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(world, count_queries, count):
    leg = world.summit.legs.get()
    for n in range(count):
        item = ProgrammeItem.objects.create(
            visit=world.summit, leg=leg, day=date(2025, 12, 4), certainty="open", zone=leg.zone,
            title=f"Line {n}", kind="talks",
        )  # fmt: skip
        item.attendances.create(visit=world.summit, person=world.people["guest"])

    count_queries("programme-items", count, 5)
