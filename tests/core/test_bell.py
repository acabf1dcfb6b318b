"""The doorbell: it costs nothing, and nothing hangs on it."""

import json
import socket
import time
from urllib.parse import urlsplit

import pytest
from celery import Celery
from django.db import connection, transaction
from redis import Redis

from planning.core import bell
from planning.core.bell import ring
from planning.stakeholders.models import Country
from summit.celery import app
from tests.world import named

TASK = "planning.outbox.deliver"
QUEUE = "tests-of-the-bell"


@pytest.fixture
def broker_at(tmp_path):
    """Have the bell ring at another broker."""

    def move(address):
        other = Celery("another broker", set_as_current=False)
        other.config_from_object("django.conf:settings", namespace="CELERY")
        other.conf.broker_url = f"redis+socket://{address}"
        other.conf.task_default_queue = QUEUE
        other.set_default()
        return other

    yield move
    hang_up()
    app.set_default()


def hang_up():
    """Wait until all that was to be rung has been tried."""
    bell.arm.submit(time.monotonic).result(timeout=30)


def test_one_transaction_rings_once_for_each_task(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rung:
        for _ in range(3):
            ring(TASK)
            ring("planning.reminders.remind")

    assert [pull.task for pull in rung] == [TASK, "planning.reminders.remind"]


def test_what_is_rolled_back_rings_not_and_hinders_no_later_ring(
    db, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as rung:
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ring(TASK)
            raise ZeroDivisionError
        before = list(connection.run_on_commit)
        ring(TASK)

    assert not before
    assert len(rung) == 1


@pytest.mark.django_db(transaction=True)
def test_a_ring_reaches_the_workers_once_the_transaction_is_committed(broker_at, settings):
    broker_at(urlsplit(settings.REDIS_URL).path)
    with Redis.from_url(settings.REDIS_URL) as redis:
        redis.delete(QUEUE)
        with transaction.atomic():
            ring(TASK)
            ring(TASK)
            hang_up()
            before = redis.llen(QUEUE)
        hang_up()

        waiting = [json.loads(each)["headers"]["task"] for each in redis.lrange(QUEUE, 0, -1)]
        redis.delete(QUEUE)

    assert (before, waiting) == (0, [TASK])


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_costs_no_time_and_no_row(broker_at, tmp_path, caplog):
    broker_at(tmp_path / "nobody.sock")

    began = time.monotonic()
    with transaction.atomic():
        named(Country, "India", code="IN", capital="New Delhi", zone="Asia/Kolkata")
        ring(TASK)
    took = time.monotonic() - began
    hang_up()

    assert Country.objects.count() == 1
    assert took < 0.5
    assert "the broker is down, planning.outbox.deliver waits for the next tick" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_hangs_holds_nobody_up(broker_at, tmp_path):
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        broker_at(tmp_path / "silent.sock").conf.broker_transport_options["socket_timeout"] = 0.2

        began = time.monotonic()
        for _ in range(100):
            with transaction.atomic():
                ring(TASK)

        assert time.monotonic() - began < 0.5
        hang_up()
