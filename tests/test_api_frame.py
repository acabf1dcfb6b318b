"""What every endpoint of the API does without doing anything for it."""

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from planning.accounts.actions import create_token
from planning.core import throttles
from planning.core.hooks import problems
from tests.negotiation import DAYS, propose
from tests.world import NOW, TODAY

ROOT = "/api/v1"


@pytest.fixture
def officer(world, sign_in):
    return sign_in(world.officer)


@pytest.fixture
def one(option):
    """The address of a versioned object."""
    return f"{ROOT}/date-options/{option.pk}/"


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    return response.status_code, body["errors"]


# Versions


def test_an_object_tells_its_version_and_is_not_sent_twice(officer, one, option):
    first = officer.get(one)
    again = officer.get(one, headers={"If-None-Match": first["ETag"]})
    head = officer.head(one)

    assert first["ETag"].startswith(f'"{option.version}-')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (head.status_code, head["ETag"], head.content) == (200, first["ETag"], b"")


def test_an_object_that_shows_something_else_is_sent_though_its_version_stands(
    officer, one, option
):
    etag = officer.get(one)["ETag"]
    type(option).objects.filter(pk=option.pk).update(source="Embassy")  # as another row would

    response = officer.get(one, headers={"If-None-Match": etag})

    assert (response.status_code, response.json()["source"]) == (200, "Embassy")
    assert response["ETag"] != etag


@pytest.mark.parametrize("weak", ["", "W/"])
def test_the_tag_of_an_object_names_its_version_in_a_write(world, sign_in, asked, weak):
    chief, path = sign_in(world.chief), f"{ROOT}/requests/{asked.pk}/"
    etag = weak + chief.get(path)["ETag"]

    granted, again = (
        chief.post(f"{path}grant/", {}, "application/json", headers={"If-Match": etag})
        for _ in range(2)
    )

    assert (granted.status_code, granted["ETag"][:3]) == (200, '"2-')
    assert problem(again)[0] == 412


def test_what_is_made_says_where_it_stands(world, sign_in, option, parties):
    body = {"option": str(option.pk), "party": str(parties[0].pk), "answer": "preferred"}
    body |= {"channel": "call", "said_on": str(TODAY)}

    made = sign_in(world.desk).post(f"{ROOT}/positions/", body, "application/json")

    assert (made.status_code, made["Location"]) == (201, made.json()["url"])


# What is not understood


@pytest.mark.parametrize(
    ("method", "path", "options", "status"),
    [
        ("get", "/api/", {}, 404),
        ("get", "/api/v1/nothing/", {}, 404),
        ("post", "/api/v2/visits/", {}, 404),
        ("get", "/api/v1/visits/v-00000/", {}, 404),
        ("put", "/api/v1/visits/", {}, 405),
        ("get", "/api/v1/visits/", {"headers": {"Accept": "text/html"}}, 406),
        ("post", "/api/v1/positions/", {"data": "a=1", "content_type": "text/plain"}, 415),
        ("post", "/api/v1/positions/", {"data": "{", "content_type": "application/json"}, 400),
        ("post", "/api/v1/positions/", {"data": " " * 2_500_001, "content_type": "x/y"}, 400),
    ],
)
def test_what_is_not_understood_is_a_problem(officer, method, path, options, status):
    assert problem(getattr(officer, method)(path, **options))[0] == status


def test_an_address_outside_the_api_keeps_its_page(officer):
    assert officer.get("/nothing/")["Content-Type"] == "text/html; charset=utf-8"


def test_an_error_of_our_own_is_a_problem_that_tells_nothing():
    broken = problems(lambda request: HttpResponse("Traceback: secret", status=500))

    answers = [broken(RequestFactory().get(path)) for path in ("/api/v1/visits/", "/visits/")]

    assert json.loads(answers[0].content) == {
        "title": "Something went wrong here. It has been noted.",
        "status": 500,
        "errors": [{"field": "", "detail": "Something went wrong here. It has been noted."}],
    }
    assert answers[1].text == "Traceback: secret"


def test_options_says_which_methods_there_are(officer, one):
    response = officer.options(one)

    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_what_no_json_can_bear_is_refused_in_words_that_it_can(officer, nothing_happened):
    body = '{"answer": "\\ud800", "option": "\\ud800"}'

    status, errors = problem(officer.post(f"{ROOT}/positions/", body, "application/json"))

    assert status == 400
    assert "\\ud800" in next(one["detail"] for one in errors if one["field"] == "answer")
    nothing_happened()


# Lists


@pytest.fixture
def options(world, parties):
    """Three spans of days, and a press estimate."""
    return [propose(world.guest, world.officer, tuple(day.replace(day=n) for day in DAYS))
            for n in (9, 3, 6)]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "days"),
    [
        ({"ordering": "starts_on"}, [3, 6, 9]),
        ({"ordering": "-starts_on"}, [9, 6, 3]),
        ({"ordering": "kind,-starts_on"}, [9, 6, 3]),
        ({"starts_on": "2025-12-06"}, [6]),
        ({"starts_on__gte": "2025-12-06", "ordering": "starts_on"}, [6, 9]),
        ({"starts_on__lte": "2025-12-05"}, [3]),
        ({"kind": "estimate"}, []),
        ({"visit": "v-7k3qf", "kind": "proposal", "ordering": "ends_on"}, [3, 6, 9]),
        ({"side": "0" * 8 + "-0000-4000-8000-" + "0" * 12}, []),
        ({"limit": "1", "offset": "1", "ordering": "starts_on"}, [6]),
    ],
)
def test_lists_are_narrowed_and_ordered(officer, options, asked, days):
    found = officer.get(f"{ROOT}/date-options/", asked).json()["results"]

    assert [int(row["starts_on"][-2:]) for row in found] == days


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"strts_on": "2025-12-06", "colour": "red"}, ["colour", "strts_on"]),
        ({"entered_by": "x"}, ["entered_by"]),
        ({"format": "xml"}, ["format"]),
        ({"kind": "perhaps"}, ["kind"]),
        ({"side": "x"}, ["side"]),
        ({"starts_on": "soon"}, ["starts_on"]),
        ({"ordering": "entered_by"}, ["ordering"]),
        ({"ordering": "visit__title"}, ["ordering"]),
        ({"limit": "0"}, ["limit"]),
        ({"limit": "x"}, ["limit"]),
        ({"offset": "-1"}, ["offset"]),
    ],
)
def test_what_a_list_does_not_know_is_refused_by_name(officer, options, asked, fields):
    status, errors = problem(officer.get(f"{ROOT}/date-options/", asked))

    assert (status, [error["field"] for error in errors]) == (400, fields)


def test_visits_are_ordered_by_the_days_their_reader_knows(world, confirmed, sign_in):
    for who in ("officer", "viewer"):
        response = sign_in(world.cast[who]).get(f"{ROOT}/visits/", {"ordering": "-first_day"})
        assert response.status_code == 200


# How often


@pytest.fixture
def rates(settings, monkeypatch):
    """Count as in a live installation, in a counter of this test's own."""
    settings.API_RATES = {"read": 3, "write": 2, "stranger": 1, "wrong": 5}
    settings.CACHES = settings.CACHES | {
        "counts": settings.CACHES["counts"] | {"KEY_PREFIX": str(uuid4())}
    }
    monkeypatch.setattr(throttles, "resting_until", 0.0)
    return settings


def test_more_than_a_minute_takes_is_refused_until_it_ends(officer, rates, fixed_clock, sign_in):
    fixed_clock.shift(20)

    answers = [officer.get(f"{ROOT}/visits/") for _ in range(4)]
    writes = [officer.post(f"{ROOT}/history/").status_code for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert problem(answers[3])[0] == 429
    assert answers[3]["Retry-After"] == "40"
    assert writes == [405, 405, 429]
    fixed_clock.shift(40)
    assert officer.get(f"{ROOT}/visits/").status_code == 200


def test_each_is_counted_alone(world, rates, sign_in):
    for who in ("officer", "chief"):
        client = sign_in(world.cast[who])
        assert [client.get(f"{ROOT}/visits/").status_code for _ in range(4)][2:] == [200, 429]


def test_strangers_are_counted_by_address(world, rates):
    def knock(address):
        return Client(REMOTE_ADDR=address).get(f"{ROOT}/visits/").status_code

    assert [knock("192.0.2.1"), knock("192.0.2.1"), knock("192.0.2.2")] == [401, 429, 401]


def test_after_five_wrong_tokens_the_door_is_locked_but_not_to_a_right_one(
    world, rates, fixed_clock
):
    def knock(secret, address="192.0.2.1"):
        headers = {"Authorization": f"Bearer {secret}"}
        return Client(REMOTE_ADDR=address).get(f"{ROOT}/visits/", headers=headers)

    life = timedelta(days=1)
    _token, right = create_token(name="Export", scope="read", life=life, by=world.desk, at=NOW)

    wrong = [knock(f"{right}{n}") for n in range(6)]

    assert [one.status_code for one in wrong] == [401] * 5 + [429]
    sentence = "Signing in is locked for a quarter of an hour. Wait, or ask your administrator."
    assert problem(wrong[5]) == (429, [{"field": "", "detail": sentence}])
    assert 0 < int(wrong[5]["Retry-After"]) <= 900
    assert knock("summit_x", "192.0.2.2").status_code == 401
    assert knock(right).status_code == 200
    fixed_clock.shift(int(wrong[5]["Retry-After"]))
    assert knock("summit_x").status_code == 401


def test_a_program_is_answered_in_the_language_of_its_tokens_owner(world):
    life = timedelta(days=1)
    _token, secret = create_token(name="Export", scope="read", life=life, by=world.desk, at=NOW)
    type(world.desk.user).objects.filter(pk=world.desk.user.pk).update(language="ru")

    answer = Client(headers={"Authorization": f"Bearer {secret}"}).get(f"{ROOT}/visits/v-00000/")

    assert (answer.status_code, answer["Content-Language"]) == (404, "ru")


def test_while_the_counter_is_away_everybody_is_let_through_at_once(officer, rates, caplog):
    nowhere = rates.CACHES["counts"] | {"LOCATION": "unix:///nowhere/valkey.sock"}
    rates.CACHES = rates.CACHES | {"counts": nowhere}
    start = time.perf_counter()

    answers = [officer.get(f"{ROOT}/visits/").status_code for _ in range(5)]

    assert answers == [200] * 5
    assert time.perf_counter() - start < 2
    said = [line for line in caplog.messages if line.startswith("requests are not counted")]
    assert len(said) == 1


def test_a_body_that_is_no_object_is_refused_by_name(officer):
    status, _errors = problem(
        officer.post(f"{ROOT}/positions/", json.dumps([1]), "application/json")
    )

    assert status == 400
