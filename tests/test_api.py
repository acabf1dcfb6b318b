"""The API: what each may read and do, and how it says no."""

import json
from datetime import timedelta

import pytest

from planning.core.api import Pages
from planning.dates import actions as dates
from planning.dates.models import Position, Request
from planning.lifecycle import actions as lifecycle
from tests.negotiation import DAYS, DECIDED, ask, propose, say
from tests.world import NOW, ROLES, TODAY, let_in

ON_VISIT = [who for who, role in ROLES.items() if role]
WHOLE = ["chief", "deputy", "officer", "desk", "principals_office", "mission"]
ASK = ["chief", "deputy", "officer", "desk", "principals_office"]
ROOT = "/api/v1"
LISTS = ["visits", "date-options", "positions", "requests"]


@pytest.fixture
def api(world, sign_in):
    """Return a way to call the API as somebody; ``if_match`` names the version in the header."""

    def call(who, method, path, body=None, if_match=None, **params):
        client = sign_in(world.cast.get(who))
        headers = {"If-Match": if_match} if if_match else {}
        if method == "get":
            return client.get(f"{ROOT}/{path}/", params, headers=headers)
        return client.post(
            f"{ROOT}/{path}/",
            json.dumps({} if body is None else body),
            content_type="application/json",
            headers=headers,
        )

    return call


@pytest.fixture
def said(world, option, parties):
    """A position of the host's office."""
    return say(option, parties[0], "acceptable", world.officer)


def problem(response):
    """Return status and errors of a refusal, once it has proved to be a problem."""
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert sorted(body) == ["errors", "status", "title"]
    assert body["status"] == response.status_code
    return response.status_code, body["errors"]


def results(response):
    assert response.status_code == 200
    return response.json()["results"]


# Reading


@pytest.mark.parametrize("path", LISTS)
def test_a_stranger_is_asked_who_it_is(world, asked, api, path):
    for response in (api(None, "get", path), api(None, "post", path)):
        assert problem(response)[0] == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="Summit"'


@pytest.mark.parametrize("who", ROLES)
def test_each_reads_what_it_may_see(world, said, accepted, asked, api, who):
    counts = {path: len(results(api(who, "get", path))) for path in LISTS}
    details = {
        "visits/v-7k3qf": 200 if who in ON_VISIT else 404,
        f"date-options/{accepted.pk}": 200 if who in WHOLE else 404,
        f"positions/{said.pk}": 200 if who in WHOLE else 404,
        f"requests/{asked.pk}": 200 if who in ASK else 404,
    }

    assert counts == {
        "visits": int(who in ON_VISIT or who == "stranger"),
        "date-options": int(who in WHOLE),
        "positions": 3 if who in WHOLE else 0,
        "requests": int(who in ASK),
    }
    assert {path: api(who, "get", path).status_code for path in details} == details


def test_a_ministry_reads_its_own_positions(world, option, said, api):
    own = lifecycle.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=True, by=world.officer, at=NOW
    )
    mine = say(option, own, "preferred", world.ministry)

    found = results(api("ministry", "get", "positions"))

    assert [(one["id"], one["answer"], one["visit"]) for one in found] == [
        (str(mine.pk), "preferred", "V-7K3QF")
    ]
    assert problem(api("ministry", "get", f"positions/{said.pk}"))[0] == 404
    assert len(results(api("ministry", "get", "date-options"))) == 1


def test_a_visit_has_its_days_as_the_reader_knows_them(world, confirmed, api):
    let_in(world, "press")

    found = {
        who: api(who, "get", "visits/V-7K3QF").json() for who in ("officer", "press", "viewer")
    }

    days = {
        who: (one["first_day"], one["last_day"], one["certainty"]) for who, one in found.items()
    }
    inside = ("2025-12-04", "2025-12-05", "confirmed")
    assert days == {"officer": inside, "press": inside, "viewer": (None, None, "undated")}
    assert [side["name"] for side in found["viewer"]["sides"]] == ["India", "Russia"]


def test_an_embargoed_confirmation_leaves_no_trace(world, asked, api):
    before = {who: api(who, "get", "visits/v-7k3qf").json() for who in ("viewer", "ministry")}

    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    after = {who: api(who, "get", "visits/v-7k3qf").json() for who in ("viewer", "ministry")}
    assert after == before


@pytest.mark.parametrize("path", LISTS[1:])
@pytest.mark.parametrize(
    ("code", "is_there"),
    [("V-7K3QF", True), ("v-7k3qf", True), ("V-9XYZ2", False), ("\x00", False), ("", True)],
)
def test_lists_are_narrowed_to_a_visit_in_either_case(world, asked, api, path, code, is_there):
    assert bool(results(api("officer", "get", path, visit=code))) == is_there


def test_lists_come_in_pages(world, parties, api):
    for n in range(3):
        days = tuple(day + timedelta(days=7 * n) for day in DAYS)
        propose(world.guest, world.officer, days, at=NOW + timedelta(hours=n))

    first = api("officer", "get", "date-options", limit=2).json()
    rest = api("officer", "get", "date-options", limit=2, offset=2).json()

    assert first["count"] == 3
    assert "offset=2" in first["next"]
    assert [one["starts_on"] for one in first["results"] + rest["results"]] == [
        "2025-12-18",
        "2025-12-11",
        "2025-12-04",
    ]
    assert rest["next"] is None
    assert Pages.max_limit == 200


# Positions


def test_a_position_is_recorded(world, option, parties, api):
    body = {
        "option": str(option.pk),
        "party": str(parties[0].pk),
        "answer": "preferred",
        "channel": "call",
        "said_on": str(TODAY),
    }

    response = api("desk", "post", "positions", body)

    made = Position.objects.get()
    assert (response.status_code, response.json()["id"]) == (201, str(made.pk))
    assert (made.answer, made.entered_by) == ("preferred", world.desk.user)
    conditional = api("desk", "post", "positions", body | {"answer": "conditional"})
    assert problem(conditional) == (
        422,
        [{"field": "explanation", "detail": "Say under which condition, or why it is waived."}],
    )
    for who in ("viewer", "ministry", "outsider"):
        status, errors = problem(api(who, "post", "positions", body))
        assert (status, [error["field"] for error in errors]) == (400, ["option", "party"])
    assert Position.objects.count() == 1


@pytest.mark.parametrize("body", [{}, [], {"option": 1, "party": "\x00", "answer": "perhaps"}])
def test_nonsense_is_refused_by_field(world, option, api, nothing_happened, body):
    status, errors = problem(api("desk", "post", "positions", body))

    assert status == 400
    assert all(sorted(error) == ["detail", "field"] for error in errors)
    nothing_happened()


# Requests


@pytest.fixture
def wanted(accepted):
    """What a request to confirm says."""
    decided = {name: str(value) for name, value in DECIDED.items()}
    return {"kind": "confirm", "option": str(accepted.pk)} | decided


def test_a_request_is_made_on_a_version(world, wanted, api):
    blind = problem(api("officer", "post", "requests", wanted))
    stale = problem(api("officer", "post", "requests", wanted | {"version": 2}))
    moved = problem(api("officer", "post", "requests", wanted, if_match='"2"'))
    made = api("officer", "post", "requests", wanted, if_match='"1"')

    said = "Somebody else has changed this in the meantime. Nothing was saved."
    assert blind == (428, [{"field": "version", "detail": "Say which version you are changing."}])
    assert stale == (409, [{"field": "", "detail": said}])
    assert moved == (412, [{"field": "", "detail": said}])
    assert (made.status_code, made.json()["state"], made.json()["version"]) == (201, "requested", 1)
    assert Request.objects.get().requested_by == world.officer.user


def test_who_may_not_request_is_refused(world, wanted, api):
    allowed = problem(api("mission", "post", "requests", wanted | {"version": 1}))
    unseen = problem(api("viewer", "post", "requests", wanted | {"version": 1}))

    assert allowed == (
        403,
        [{"field": "", "detail": "Your role in this visit does not allow that."}],
    )
    assert (unseen[0], unseen[1][0]["field"]) == (400, "option")
    assert not Request.objects.exists()


def test_a_state_that_forbids_a_request_is_a_conflict(world, wanted, api):
    announce = wanted | {"kind": "announce", "version": 1}

    assert problem(api("officer", "post", "requests", announce)) == (
        409,
        [{"field": "", "detail": "Only confirmed dates can be announced."}],
    )


def test_a_request_is_granted(world, asked, api):
    path = f"requests/{asked.pk}/grant"

    blind = problem(api("chief", "post", path))
    stale = problem(api("chief", "post", path, if_match="5"))
    granted = api("chief", "post", path, if_match='"1"')
    again = problem(api("deputy", "post", path, {"version": 2}))

    assert (blind[0], stale[0], again[0]) == (428, 412, 409)
    assert (granted.status_code, granted.json()["state"], granted.json()["version"]) == (
        200,
        "granted",
        2,
    )
    world.summit.refresh_from_db()
    assert world.summit.certainty == "confirmed"


def test_a_request_is_refused_with_a_reason(world, asked, api):
    path = f"requests/{asked.pk}/refuse"

    without = problem(api("chief", "post", path, {"version": 1}))
    null = problem(api("chief", "post", path, {"version": 1, "reason": None}))
    listed = problem(api("chief", "post", path, [], if_match="1"))
    refused = api("chief", "post", path, {"version": 1, "reason": "Too early"})

    assert without == (422, [{"field": "reason", "detail": "Say why you refuse it."}])
    assert (null[0], null[1][0]["field"]) == (400, "reason")
    assert listed[0] == 400
    assert (refused.status_code, refused.json()["reason"]) == (200, "Too early")


def test_a_request_is_withdrawn_by_who_made_it(world, asked, api):
    path = f"requests/{asked.pk}/withdraw"

    anothers = problem(api("chief", "post", path, {"version": 1}))
    withdrawn = api("officer", "post", path, {"version": 1})

    assert anothers == (
        403,
        [{"field": "", "detail": "Only who made a request withdraws it."}],
    )
    assert withdrawn.json()["state"] == "withdrawn"


@pytest.mark.parametrize("act", ["grant", "refuse", "withdraw"])
@pytest.mark.parametrize(
    ("who", "status"),
    [(None, 401), ("outsider", 404), ("stranger", 404), ("viewer", 404), ("desk", 403)],
)
def test_acts_on_a_request_are_closed(world, asked, api, nothing_happened, act, who, status):
    body = {"version": 1, "reason": "No"}

    response = api(who, "post", f"requests/{asked.pk}/{act}", body)

    assert problem(response)[0] == status
    asked.refresh_from_db()
    assert asked.state == "requested"
    nothing_happened()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "visits/v-7k3qf", 405),
        ("post", "date-options/nonsense", 405),
        ("get", "visits/v-00000", 404),
        ("get", "visits/v-%00", 404),
        ("get", "requests/nonsense", 404),
    ],
)
def test_what_is_not_there_is_a_problem_too(world, api, method, path, status):
    assert problem(api("officer", method, path))[0] == status


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("visits", 6), ("date-options", 9), ("positions", 4), ("requests", 4)]
)
def test_query_counts(world, parties, sign_in, path, queries, count, django_assert_num_queries):
    for n in range(count):
        days = tuple(day + timedelta(days=7 * n) for day in DAYS)
        made = propose(world.guest, world.officer, days)
        for party in parties:
            say(made, party, "acceptable", world.officer)
        asked = ask("confirm", made, world.officer)
        dates.refuse(asked=asked, version=1, reason="Too early", by=world.chief, at=NOW)
    client = sign_in(world.officer)

    with django_assert_num_queries(queries):
        response = client.get(f"{ROOT}/{path}/")

    assert len(results(response)) == {"visits": 1, "positions": 2 * count}.get(path, count)
