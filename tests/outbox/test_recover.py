"""What becomes of messages whose worker died; workers that are really killed."""

import os
import socket
import subprocess
import sys
import time
from datetime import timedelta
from threading import Event

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from planning.outbox import actions
from planning.outbox.actions import deliver_some, recover
from planning.outbox.formats import Journal, this_worker, traces_of
from planning.outbox.models import Message
from planning.outbox.rules import Traces
from tests.outbox.conftest import a_day_later, queue
from tests.outbox.test_deliver import due_in, stands
from tests.outbox.wire import CLOSE

HOST = socket.gethostname()
DEAD = f"{HOST}-999999999"  # no process has this number


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """A folder of journals of our own."""
    settings.OUTBOX_JOURNAL = tmp_path / "journal"
    return settings.OUTBOX_JOURNAL


def taken(message, *, worker=DEAD, words=(), attempts=1):
    """Have a worker take a message and die, with these words in its journal; None: without one."""
    Message.objects.filter(pk=message.pk).update(
        state="sending",
        worker=worker,
        fence=1,
        attempts=attempts,
        lease_until=Now() - timedelta(seconds=1),
    )
    message.refresh_from_db()
    if words is not None:
        journal = Journal(worker)
        for word in words:
            journal.note(word, message)
        journal.close()
    return message


@pytest.mark.parametrize(
    ("words", "state", "error"),
    [
        ([], "queued", "its worker died"),
        (["intent"], "uncertain", "its worker died"),
        (["intent", "ack"], "accepted", ""),
        (["intent", "nack"], "queued", "its worker died"),
        (["nack"], "queued", "its worker died"),
        (None, "uncertain", "its worker died"),
    ],
)
def test_the_journal_of_a_dead_worker_decides(db, words, state, error):
    message = taken(queue("k"), words=words)

    recover()

    assert stands(message) == (state, error)
    assert message.lease_until is None
    assert (message.settled_at is None) == (state == "queued")


def test_recovering_twice_changes_nothing_more(mailbox, db):
    message = taken(queue("k"))

    recover()
    recover()
    deliver_some()
    recover()

    assert stands(message) == ("accepted", "")
    assert len(mailbox.mails) == 1


def test_after_the_first_death_it_is_sent_again_at_once_then_after_the_usual_pauses(db):
    first, second = taken(queue("a"), attempts=1), taken(queue("b"), attempts=2)

    recover()

    stands(first), stands(second)
    assert -10 < due_in(first) <= 0
    assert 25 < due_in(second) <= 30


def test_a_message_that_kills_its_workers_for_a_day_is_parked(db):
    message = taken(queue("k"), attempts=20)
    a_day_later()

    recover()

    assert stands(message) == ("parked", "its worker died")


def test_a_message_whose_lease_runs_is_left_alone(db):
    message = taken(queue("k"), words=["intent"])
    Message.objects.update(lease_until=Now() + timedelta(seconds=30))

    recover()

    assert stands(message) == ("sending", "")


def test_a_worker_that_was_only_slow_and_goes_on_keeps_its_message(db, monkeypatch):
    message = taken(queue("k"))

    def read_while_the_worker_wakes(message):
        traces = traces_of(message)
        assert actions._renew(message)
        return traces

    monkeypatch.setattr(actions, "traces_of", read_while_the_worker_wakes)
    recover()

    assert stands(message) == ("sending", "")


def test_a_slow_worker_whose_message_was_recovered_sends_it_not(db):
    message = taken(queue("k"))

    recover()

    assert not actions._renew(message)
    actions._settle(message, "accepted")
    assert stands(message)[0] == "queued"


def test_journals_of_the_dead_are_forgotten_once_all_is_settled_and_others_kept(db, folder):
    living, stranger = this_worker(), "another-host-999999999"
    for worker in (DEAD, living, stranger, f"{HOST}-x-1"):
        Journal(worker).close()
    busy = f"{HOST}-999999998"
    taken(queue("k"), worker=busy)
    Message.objects.update(lease_until=Now() + timedelta(seconds=30))

    recover()

    assert {path.name for path in folder.iterdir()} == {living, stranger, f"{HOST}-x-1", busy}


def test_without_any_journal_there_is_nothing_to_forget(db, folder):
    recover()

    assert not folder.exists()


def test_a_journal_is_there_before_a_message_is_taken_and_grows_only(db, folder):
    message = queue("k")
    for word in ("intent", "ack"):
        journal = Journal("w")
        journal.note(word, message)
        journal.close()

    message.worker = "w"
    assert (folder / "w").read_text() == f"intent {message.pk}/0\nack {message.pk}/0\n"
    assert traces_of(message) == Traces(known=True, intent=True, answer="ack")


class Worker:
    """A process that delivers to a server at the wire, on the tests' database."""

    def __init__(self, settings, wire, data):
        settings.OUTBOX_JOURNAL = data / "journal"
        database = connection.settings_dict
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
        mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(wire.port)}
        self.env = os.environ | {"DATABASE_URL": url, "SUMMIT_DATA": str(data)} | mail

    def start(self, *command):
        """Start it."""
        self.process = subprocess.Popen([sys.executable, *command], env=self.env)
        self.path = settings.OUTBOX_JOURNAL / f"{HOST}-{self.process.pid}"

    def kill(self):
        """Kill it as the kernel would."""
        self.process.kill()
        self.process.wait()

    def journal(self):
        """Return the words of its journal."""
        return [line.split()[0] for line in self.path.read_text().splitlines()]


def until(ready, seconds=30):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


@pytest.fixture
def worker(settings, wire, tmp_path):
    """A worker that can be killed, started with a message in the queue."""
    worker = Worker(settings, wire, tmp_path)
    yield worker
    worker.kill()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("word", "left", "state", "sent"),
    [("RCPT", [], "queued", 1), ("dot", ["intent"], "uncertain", 0)],
)
def test_a_worker_is_killed_while_the_server_makes_it_wait(wire, worker, word, left, state, sent):
    message = queue("k")
    reached, over = Event(), Event()
    wire.says[word] = lambda: reached.set() or over.wait(30) or CLOSE

    worker.start("-m", "tests.outbox.child")
    assert reached.wait(30)
    worker.kill()
    over.set()
    recover()
    before = (stands(message), worker.journal())
    lease_ends()
    recover()

    assert before == (("sending", ""), left)
    assert stands(message)[0] == state
    wire.mails.clear()
    wire.says[word] = "250 OK"
    deliver_some()
    assert [mail["Message-ID"] for mail in wire.mails] == [message.message_id] * sent
    assert not worker.path.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_killed_between_the_servers_yes_and_its_own_last_word(wire, worker):
    message = queue("k")
    reached, goes_on = Event(), Event()
    wire.says["dot"] = lambda: reached.set() or (goes_on.wait(30) and "250 OK")

    worker.start("-m", "tests.outbox.child")
    assert reached.wait(30)
    with transaction.atomic():
        Message.objects.select_for_update().get()
        goes_on.set()
        until(lambda: worker.journal() == ["intent", "ack"] and waiting_backends())
        worker.kill()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid)" + WAITING)
        until(lambda: not waiting_backends())
    before = stands(message)
    lease_ends()
    recover()

    assert before == ("sending", "")
    assert stands(message) == ("accepted", "")
    assert deliver_some() == 0
    assert len(wire.mails) == 1


WAITING = " FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def waiting_backends():
    """Return how many sessions wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*)" + WAITING)
        return cursor.fetchone()[0]


def lease_ends():
    """Have the leases of all that are being sent be over."""
    Message.objects.filter(state="sending").update(lease_until=Now() - timedelta(seconds=1))
