"""The agenda through the API: restricted texts leave no trace."""

import pytest

from planning.agenda.models import AgendaItem, AgendaText
from planning.visits.models import Side
from planning.visits.rules import SideRole
from tests.api.asking import last_act, made, problem, results
from tests.world import ROLES, named

ON_VISIT = [who for who, role in ROLES.items() if role]


@pytest.fixture
def item(world, api):
    """An accepted item that the ministry of commerce leads."""
    body = {"visit": "V-7K3QF", "title": "Trade", "lead": str(world.of["ministry"].pk)}
    row = made(api("desk", "post", "agenda-items", body))
    api("desk", "post", f"agenda-items/{row['id']}/accept", if_match=1)
    return AgendaItem.objects.get(pk=row["id"])


@pytest.fixture
def line(api, item):
    """Its line to take."""
    body = {"item": str(item.pk), "kind": "line", "body": "We raise the goal."}
    return made(api("ministry", "post", "agenda-texts", body))


def test_an_item_is_suggested_by_those_who_may(world, api, nothing_happened):
    body = {"visit": "v-7k3qf", "title": "Shipping", "state": "agreed", "number": 9}

    refused = problem(api("viewer", "post", "agenda-items", body))
    nothing_happened()
    row = made(api("mission", "post", "agenda-items", body))

    assert refused == (403, [""])
    assert (row["number"], row["state"], row["parts"], row["version"]) == (1, "suggested", [], 1)
    assert last_act() == "agenda.item_suggested"
    assert problem(api("mission", "post", "agenda-items", body)) == (409, [""])


def test_an_item_is_accepted_and_moved_on_its_version(world, item, api):
    second = made(api("desk", "post", "agenda-items", {"visit": "V-7K3QF", "title": "Polar"}))
    path = f"agenda-items/{second['id']}"

    blind = problem(api("desk", "post", f"{path}/accept"))
    shut = problem(api("ministry", "post", f"{path}/accept", if_match=1))
    accepted = api("desk", "post", f"{path}/accept", if_match=1).json()
    again = problem(api("desk", "post", f"{path}/accept", {"version": 2}))
    nowhere = problem(api("desk", "post", f"{path}/move", {"version": 2}))
    moved = api("desk", "post", f"{path}/move", {"version": 2, "up": True}).json()
    first = problem(api("desk", "post", f"{path}/move", {"version": 3, "up": True}))

    assert (blind, shut, again) == ((428, ["version"]), (403, [""]), (409, [""]))
    assert (accepted["state"], accepted["version"]) == ("accepted", 2)
    assert (nowhere, moved["position"], first) == ((400, ["up"]), 1, (409, [""]))


def test_who_leads_and_who_is_consulted(world, item, api):
    path = f"agenda-items/{item.pk}/parts"
    defence, other = (
        world.of["second_ministry"],
        named(type(world.of["press"]), "SCO", kind="international"),
    )

    shut = problem(api("ministry", "post", path, {"organisation": defence.pk, "part": "lead"}))
    part = api("desk", "post", path, {"organisation": defence.pk, "part": "consulted"})
    sideless = problem(api("desk", "post", path, {"organisation": other.pk, "part": "consulted"}))
    wrong = {"organisation": other.pk, "part": "lead", "side": world.foreign.sides.first().pk}
    foreign = problem(api("desk", "post", path, wrong))

    assert shut == (403, [""])
    assert (part.status_code, part.json()["parts"][1]["side"]) == (201, str(world.host.pk))
    assert (sideless, foreign) == ((400, ["side"]), (400, ["side"]))
    parts = api("viewer", "get", f"agenda-items/{item.pk}").json()["parts"]
    assert [(one["name"], one["part"]) for one in parts] == [
        ("Ministry of Commerce", "lead"),
        ("Ministry of Defence", "consulted"),
    ]


@pytest.mark.parametrize("who", ROLES)
def test_a_text_leaves_no_trace_with_those_who_may_not_read_it(world, line, api, who):
    may_read = who in ("chief", "deputy", "officer", "desk", "principals_office", "ministry")

    texts = results(api(who, "get", "agenda-texts"))
    detail = api(who, "get", f"agenda-texts/{line['id']}")
    items = api(who, "get", "agenda-items").text

    assert [one["body"] for one in texts] == (["We raise the goal."] if may_read else [])
    assert detail.status_code == (200 if may_read else 404)
    assert "We raise" not in items
    assert line["id"] not in items


def test_a_text_is_written_anew_on_its_version(world, line, api, nothing_happened):
    path = f"agenda-texts/{line['id']}"

    blind = problem(api("ministry", "patch", path, {"body": "New"}))
    stale = problem(api("ministry", "patch", path, {"body": "New"}, if_match=7))
    hidden = problem(api("viewer", "patch", path, {"body": "New"}, if_match=1))
    nothing_happened()
    done = api("ministry", "patch", path, {"body": "New", "kind": "heading"}, if_match=1).json()
    twice = {"item": line["item"], "kind": "line", "body": "Again"}

    assert (blind, stale, hidden) == ((428, ["version"]), (412, [""]), (404, [""]))
    assert (done["body"], done["kind"], done["version"]) == ("New", "line", 2)
    assert problem(api("ministry", "post", "agenda-texts", twice)) == (409, [""])
    assert problem(api("second_ministry", "post", "agenda-texts", twice)) == (403, [""])
    assert AgendaText.objects.get().body == "New"


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(world, count_queries, count):
    Side.objects.create(
        visit=world.summit, organisation=world.of["press"], role=SideRole.PARTY, position=3
    )
    for n in range(count):
        item = AgendaItem.objects.create(
            visit=world.summit, number=n, position=n, title=f"Item {n}"
        )
        item.parts.create(
            visit=world.summit, organisation=world.of["ministry"], side=world.host, part="lead"
        )
        item.texts.create(visit=world.summit, kind="line", body="Words")

    count_queries("agenda-items", count, 5)
    count_queries("agenda-texts", count, 4)
