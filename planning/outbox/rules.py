"""Kinds of message, their states, and when to try again. No database, no clock, no server."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb
from planning.core.errors import Conflict, Refused


class State(models.TextChoices):
    """What is known of a message. Nobody can say "delivered": a server accepts, no more."""

    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    ACCEPTED = "accepted", _("Accepted by the receiving server")
    UNCERTAIN = "uncertain", _("Uncertain: the connection broke at the last moment")
    PARKED = "parked", _("Parked: the receiving server did not take it")
    CANCELLED = "cancelled", _("Not sent: no longer due, no longer allowed, or given up")


UNDECIDED = {State.UNCERTAIN, State.PARKED}  # a person decides what becomes of it


class Outcome(models.TextChoices):
    """What a person found had become of a message that nobody knew of, or decided."""

    ARRIVED = "arrived", _("It has arrived")
    LEFT = "left", _("It is not sent again")


SETTLED_AS = {Outcome.ARRIVED: State.ACCEPTED, Outcome.LEFT: State.CANCELLED}


class Passage(models.TextChoices):
    """Whether messages may leave this database."""

    OPEN = "open", "open"
    PAUSED = "paused", "paused: nothing leaves until manage.py outbox release"
    COPIED = (
        "copied",
        "a copy of another installation's: nothing leaves until manage.py outbox release",
    )


OUTBOX_PAUSED = Verb("outbox.paused", _("paused the outbox"))
OUTBOX_RELEASED = Verb("outbox.released", _("released the outbox of %(address)s"))

LEASE = timedelta(seconds=50)
TURN = timedelta(seconds=5)  # of one worker: one that is told to stop soon can
LONGEST = timedelta(hours=24)  # after which a mail that nobody takes is parked
LONGEST_CALL = timedelta(days=3)  # ... and a call
LATE = timedelta(minutes=5)  # after which a mail that did not leave means that none do


class Recipient(NamedTuple):
    """One person: a user, or somebody without an account by their key. Or one webhook."""

    user_id: UUID | None = None
    person_id: UUID | None = None
    webhook_id: UUID | None = None


class Mail(NamedTuple):
    """What a kind makes of a message at delivery."""

    to: str
    subject: str
    body: str


class Call(NamedTuple):
    """What a kind makes of a message to a webhook: a POST, whose twins the receiver drops."""

    address: str
    headers: dict[str, str]
    body: bytes


Compose = Callable[[Any], Mail | Call | None]
KINDS: dict[str, Compose] = {}
REASONS: dict[str, Any] = {}
ANSWERED: dict[str, Callable[[Any, int | None], None]] = {}
OPTIONAL: set[str] = set()  # what people may decline


def kind(
    name: str,
    reason: Any,
    *,
    optional: bool = False,
    answered: Callable[[Any, int | None], None] | None = None,
) -> Callable[[Compose], Compose]:
    """Register a function as the composer of a kind of message; ``reason`` names it to people.

    It is asked at delivery, in the recipient's language and zone, and returns None where the
    message is no longer due or its person no longer allowed to have it. An optional kind is
    sent to nobody who has declined it. A kind of call names what is told of each attempt:
    ``answered(message, status)``, the status None without answer.
    """

    def register(compose: Compose) -> Compose:
        KINDS[name], REASONS[name] = compose, reason
        if optional:
            OPTIONAL.add(name)
        if answered:
            ANSWERED[name] = answered
        return compose

    return register


def check_undecided(state: str) -> None:
    """Refuse to decide about a message that waits for nobody. Raises Conflict."""
    if state not in UNDECIDED:
        raise Conflict(
            _("There is nothing to decide about this message: it is on its way, or settled.")
        )


def check_outcome(state: str, outcome: Outcome) -> None:
    """Refuse to say that a message arrived which the server did not take. Raises Refused."""
    if outcome == Outcome.ARRIVED and state != State.UNCERTAIN:
        raise Refused(
            _("It cannot have arrived: the receiving server did not take it."), field="outcome"
        )


def wait_before(tries: int) -> timedelta:
    """Return the pause after so many tries: none, 30 s, then doubled each time, at most an hour."""
    return min(timedelta(seconds=30) * (2 ** min(tries, 8) // 2), timedelta(hours=1))


@dataclass(frozen=True)
class Traces:
    """What a dead worker's journal says of one message under one fence."""

    known: bool
    intent: bool = False
    answer: str = ""


def after_death(traces: Traces, *, twins_are_dropped: bool = False) -> State:
    """Decide what becomes of a message whose worker died while sending it.

    No intent: the dot was never sent, so send again. An answer: that is what happened. An
    intent alone, or a journal that is gone: nobody knows, and a person decides, unless the
    receiver drops twins: then it is sent again.
    """
    if not traces.known or (traces.intent and not traces.answer):
        return State.QUEUED if twins_are_dropped else State.UNCERTAIN
    return State.ACCEPTED if traces.answer == "ack" else State.QUEUED


def read_traces(lines: Iterable[str], token: str) -> Traces:
    """Read a journal's lines ``intent|ack|nack <token>`` for one message and fence."""
    intent, answer = False, ""
    for line in lines:
        word, _space, of = line.strip().partition(" ")
        if of == token:
            intent = intent or word == "intent"
            answer = word if word in ("ack", "nack") else answer
    return Traces(known=True, intent=intent, answer=answer)
