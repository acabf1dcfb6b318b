"""What a supervisor is told: whether requests may come, how things stand, and no word to others."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from planning.operations.actions import pulse
from planning.operations.models import Pulse
from planning.operations.queries import zones
from planning.operations.rules import STALE, Part, pulse_word, seconds
from planning.outbox.actions import gate, post
from planning.outbox.models import Message
from planning.outbox.rules import Recipient
from tests.world import NOW

pytestmark = pytest.mark.django_db
TOKEN = "a token of more than thirty-two characters"
WITH_TOKEN = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def token(settings):
    settings.SUMMIT_METRICS_TOKEN = TOKEN


@pytest.fixture
def told(token):
    """Return a function that asks for the details."""
    return lambda: Client().get("/readyz", headers=WITH_TOKEN).json()


@pytest.fixture
def message(world):
    post(
        "dates.requested",
        about=world.summit,
        visit_id=world.summit.pk,
        to=[Recipient(user_id=world.chief.user.pk)],
        key="1",
        at=NOW,
    )
    return Message.objects.get()


def test_strangers_hear_only_that_requests_may_come(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"ready": True})


@pytest.mark.parametrize("who", ["chief", "outsider"])
def test_whoever_is_no_administrator_hears_no_more(world, sign_in, who):
    assert sign_in(getattr(world, who)).get("/readyz").json() == {"ready": True}


def test_an_administrator_hears_the_details(world, sign_in):
    pulse(part=Part.WORKER)

    assert sign_in(world.administrator).get("/readyz").json() == {
        "ready": True,
        "database": True,
        "migrations": True,
        "zones": True,
        "broker": "ok",
        "outbox": "open",
        "oldest_mail": 0,
        "oldest_call": 0,
        "pulses": {"worker": "ok", "beat": "never"},
    }


def test_a_broker_that_is_away_is_told_and_harms_nothing(told, settings):
    settings.REDIS_URL = "unix:///nowhere.sock"

    assert (told()["ready"], told()["broker"]) == (True, "degraded")


def test_a_mail_that_does_not_leave_is_told_by_its_age_however_often_it_was_tried(told, message):
    later = Now() + timedelta(hours=1)
    Message.objects.update(queued_at=Now() - timedelta(minutes=7), next_try_at=later)

    assert 420 <= told()["oldest_mail"] < 430


def test_a_call_that_may_wait_for_days_makes_no_mail_look_late(told, message):
    queued_at = Now() - timedelta(minutes=7)
    Message.objects.update(to_user=None, to_webhook_id=uuid4(), queued_at=queued_at)

    assert (told()["oldest_mail"], told()["oldest_call"] >= 420) == (0, True)


def test_an_outbox_that_is_shut_is_told_and_harms_nothing(told, token, client, settings):
    gate()
    settings.SECRET_KEY, settings.INSECURE = "another" * 8, False

    answer = client.get("/metrics", headers=WITH_TOKEN, secure=True)

    assert (told()["ready"], told()["outbox"]) == (True, "copied")
    assert "summit_outbox_open 0.0" in answer.text


def test_a_beat_that_is_dead_is_told_within_two_minutes(told):
    for part in Part:
        pulse(part=part)
    Pulse.objects.filter(part=Part.BEAT).update(at=Now() - STALE - timedelta(seconds=1))

    assert told()["pulses"] == {"worker": "ok", "beat": "stale"}
    assert timedelta(minutes=2) > STALE


def test_a_worker_that_reckons_with_other_time_zones_is_not_worked_with(client):
    pulse(part=Part.WORKER)
    Pulse.objects.update(zones="another edition")

    assert client.get("/readyz").status_code == 503


def test_what_a_dead_worker_knew_of_time_zones_no_longer_counts(client):
    pulse(part=Part.WORKER)
    Pulse.objects.update(zones="another edition", at=Now() - STALE - timedelta(seconds=1))

    assert client.get("/readyz").status_code == 200


def test_a_migration_that_is_not_applied_is_told(told, client):
    with connection.cursor() as cursor:
        newest = "SELECT max(name) FROM django_migrations WHERE app = 'planning'"
        cursor.execute(f"DELETE FROM django_migrations WHERE name = ({newest})")

    assert client.get("/readyz").status_code == 503
    assert (told()["database"], told()["migrations"]) == (True, False)


def test_a_sign_of_life_is_one_row_however_often_it_is_given():
    for _ in range(2):
        pulse(part=Part.BEAT)

    found = Pulse.objects.get()
    assert (found.part, found.zones) == ("beat", zones())


@pytest.mark.parametrize(
    ("age", "word"),
    [(None, "never"), (timedelta(0), "ok"), (STALE, "ok"), (STALE * 2, "stale")],
)
def test_the_age_of_a_pulse_is_said_in_a_word(age, word):
    assert pulse_word(age) == word


def test_no_age_is_no_second():
    assert (seconds(None), seconds(timedelta(seconds=1.9))) == (0, 1)


@pytest.mark.parametrize(
    "given", [{}, {"authorization": "Bearer another"}, {"authorization": f"Basic {TOKEN}"}]
)
def test_without_the_token_there_are_no_figures(client, token, given):
    assert client.get("/metrics", headers=given).status_code == 404
    assert client.get("/readyz", headers=given).json() == {"ready": True}


@pytest.mark.parametrize("given", ["Bearer ", "Bearer", "", "Bearer é"])
def test_where_no_token_is_set_none_opens(client, settings, given):
    settings.SUMMIT_METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


def test_the_token_opens_the_figures(client, token, message):
    pulse(part=Part.WORKER)
    Message.objects.update(queued_at=Now() - timedelta(seconds=90))

    answer = client.get("/metrics", headers=WITH_TOKEN)

    assert answer["Content-Type"].startswith("text/plain")
    figures = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if line[0] != "#")
    assert 90 <= float(figures["summit_oldest_mail_seconds"]) < 100
    assert (figures["summit_oldest_call_seconds"], figures["summit_outbox_open"]) == ("0.0", "1.0")
    assert figures['summit_messages{state="queued"}'] == "1.0"
    assert figures['summit_messages{state="uncertain"}'] == "0.0"
    assert figures['summit_messages{state="parked"}'] == "0.0"
    assert figures["summit_abandoned"] == "0.0"
    assert figures["summit_broker_up"] == "1.0"
    assert float(figures['summit_pulse_age_seconds{part="worker"}']) < 10


@pytest.mark.parametrize("path", ["/readyz", "/metrics", "/healthz"])
def test_a_probe_sends_nothing(client, path):
    assert client.post(path).status_code == 405
