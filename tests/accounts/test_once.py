"""One key, one effect, one answer: however often a write is sent."""

import json
from datetime import timedelta

import pytest

from planning.accounts import rules
from planning.accounts.actions import sweep
from planning.accounts.models import IdempotencyKey
from planning.dates.models import Position
from planning.visits.models import Appointment
from tests.world import NOW, TODAY


def send(client, url, body, key):
    headers = {"Idempotency-Key": key}
    return client.post(url, json.dumps(body), "application/json", headers=headers)


@pytest.fixture
def body(option, parties):
    """A position to be recorded."""
    return {
        "option": str(option.pk),
        "party": str(parties[0].pk),
        "answer": "preferred",
        "channel": "call",
        "said_on": str(TODAY),
    }


URL = "/api/v1/positions/"


@pytest.fixture
def desk(world, sign_in):
    return sign_in(world.desk)


def test_what_was_sent_again_is_answered_alike_and_a_new_key_is_a_new_write(desk, body):
    first, again, quoted, new = (send(desk, URL, body, key) for key in ("a", "a", '"a"', "b"))

    assert (first.status_code, first.content, first["Location"]) == (
        again.status_code,
        again.content,
        again["Location"],
    )
    assert quoted.json()["id"] == first.json()["id"] != new.json()["id"]
    assert Position.objects.count() == 2


def test_a_key_is_of_one_user(world, sign_in, desk, body):
    ids = [send(client, URL, body, "a").json()["id"] for client in (desk, sign_in(world.officer))]

    assert ids[0] != ids[1]


@pytest.mark.parametrize("change", [{"answer": "declined"}, {"said_by": "Somebody"}])
def test_a_key_used_for_another_request_is_refused(desk, body, change):
    send(desk, URL, body, "a")

    response = send(desk, URL, body | change, "a")

    assert response.status_code == 422
    assert response.json()["title"] == "This Idempotency-Key was used for another request."
    assert Position.objects.count() == 1


@pytest.mark.parametrize("key", ["", '""', "a b", "é", "x" * 201, 'a"b'])
def test_a_key_that_is_none_is_refused(desk, body, key):
    response = send(desk, URL, body, key)

    assert (response.status_code, Position.objects.count()) == (400, 0)
    assert not IdempotencyKey.objects.exists()


def test_a_refused_write_leaves_its_key_unused(desk, body):
    refused = send(desk, URL, body | {"answer": "conditional"}, "a")
    mended = send(desk, URL, body, "a")

    assert (refused.status_code, mended.status_code) == (422, 201)
    assert Position.objects.count() == 1


def test_a_key_is_forgotten_after_a_day(world, sign_in, desk, body, fixed_clock):
    send(desk, URL, body, "a")
    sweep(at=NOW + rules.KEPT - timedelta(seconds=1))
    assert IdempotencyKey.objects.count() == 1

    fixed_clock.shift(rules.KEPT)
    later = send(sign_in(world.desk), URL, body, "a")
    sweep(at=NOW + 2 * rules.KEPT)

    assert (later.status_code, Position.objects.count()) == (201, 2)
    assert not IdempotencyKey.objects.exists()


def test_an_answer_does_not_outlive_the_right_to_read_it(world, desk, body):
    made = send(desk, URL, body, "a")
    Appointment.objects.filter(user=world.desk.user).delete()

    again = send(desk, URL, body, "a")

    assert made.status_code == 201
    assert again.status_code == 404
    assert made.json()["id"] not in again.text


def test_an_answer_sent_again_shows_what_stands_there_now(world, sign_in, asked):
    chief = sign_in(world.chief)
    url = f"/api/v1/requests/{asked.pk}/grant/"
    first = send(chief, url, {"version": 1}, "a")
    type(asked).objects.filter(pk=asked.pk).update(decider_reference="13")

    again = send(chief, url, {"version": 1}, "a")

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["decider_reference"] == "13"


def test_nothing_of_an_answer_is_kept_but_where_it_stands(desk, body):
    made = send(desk, URL, body | {"said_by": "kestrel"}, "a")

    row = IdempotencyKey.objects.get()
    assert (row.status, row.addresses) == (201, f"{URL}{made.json()['id']}/")
    assert "kestrel" not in str(vars(row))
