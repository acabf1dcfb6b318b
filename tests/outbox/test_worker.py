"""A real Celery worker without broker and beat: it ticks by itself and stops without a loss."""

import signal
import time
from threading import Event

import pytest

from tests.outbox.conftest import queue
from tests.outbox.test_recover import Worker


@pytest.mark.django_db(transaction=True)
def test_a_worker_needs_no_broker_and_finishes_what_it_sends_when_told_to_stop(
    settings, wire, tmp_path
):
    message = queue("k")
    reached = Event()
    wire.says["dot"] = lambda: reached.set() or time.sleep(2) or "250 OK"
    worker = Worker(settings, wire, tmp_path)
    worker.env["REDIS_URL"] = f"unix://{tmp_path}/nobody.sock"

    worker.start(
        "-m", "celery", "-A", "tests.outbox.child", "worker", "--concurrency", "1", "-l", "ERROR"
    )
    try:
        assert reached.wait(40)
        worker.process.send_signal(signal.SIGTERM)
        worker.process.wait(20)
    finally:
        worker.kill()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("accepted", 1)
    assert len(wire.mails) == 1
