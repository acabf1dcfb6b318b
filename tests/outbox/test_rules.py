"""When to try again, and what a dead worker's journal says."""

from datetime import timedelta

import pytest

from planning.core.smtp import TIMEOUT
from planning.outbox.rules import (
    KINDS,
    LEASE,
    REASONS,
    State,
    Traces,
    after_death,
    read_traces,
    wait_before,
)
from planning.tasks import TICKING


@pytest.mark.parametrize(
    ("tries", "seconds"),
    [(0, 0), (1, 30), (2, 60), (3, 120), (7, 1920), (8, 3600), (9, 3600), (1_000_000, 3600)],
)
def test_the_pause_doubles_up_to_an_hour(tries, seconds):
    assert wait_before(tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("traces", "state"),
    [
        (Traces(known=False), State.UNCERTAIN),
        (Traces(known=True), State.QUEUED),
        (Traces(known=True, intent=True), State.UNCERTAIN),
        (Traces(known=True, intent=True, answer="ack"), State.ACCEPTED),
        (Traces(known=True, intent=True, answer="nack"), State.QUEUED),
        (Traces(known=True, answer="nack"), State.QUEUED),
    ],
)
def test_what_becomes_of_a_message_follows_from_the_journal(traces, state):
    assert after_death(traces) == state


@pytest.mark.parametrize(
    ("traces", "state"),
    [
        (Traces(known=False), State.QUEUED),
        (Traces(known=True, intent=True), State.QUEUED),
        (Traces(known=True, intent=True, answer="ack"), State.ACCEPTED),
    ],
)
def test_what_the_receiver_drops_twins_of_is_sent_again_rather_than_asked_about(traces, state):
    assert after_death(traces, twins_are_dropped=True) == state


@pytest.mark.parametrize(
    ("lines", "traces"),
    [
        ([], Traces(known=True)),
        (["intent a/1\n"], Traces(known=True, intent=True)),
        (["intent a/1\n", "ack a/1\n"], Traces(known=True, intent=True, answer="ack")),
        (["intent a/1\n", "nack a/1\n"], Traces(known=True, intent=True, answer="nack")),
        (["intent a/2\n", "ack a/11\n", "intent b/1\n"], Traces(known=True)),
        (["intent a/1"], Traces(known=True, intent=True)),
        (["inte", "\n", "a/1\n"], Traces(known=True)),
    ],
)
def test_a_journal_is_read_for_one_message_and_one_fence(lines, traces):
    assert read_traces(lines, "a/1") == traces


def test_an_answer_comes_within_the_lease_and_a_dead_worker_is_noticed_within_a_minute():
    recover = next(task for task in TICKING if task.name == "planning.outbox.recover")

    assert LEASE.total_seconds() > 2 * TIMEOUT + 5
    assert LEASE.total_seconds() + TICKING[recover] < 60


def test_every_kind_gives_its_reason():
    product = {name for name in KINDS if not name.startswith("tests.")}

    assert product == set(REASONS)
    assert all(str(reason) for reason in REASONS.values())
