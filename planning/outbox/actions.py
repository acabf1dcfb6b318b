"""Queue, claim, deliver, settle, recover."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core import http
from planning.core.bell import ring
from planning.core.errors import Conflict, NotAllowed, Stale
from planning.core.identity import identity
from planning.core.rows import change, locked
from planning.core.smtp import TIMEOUT, NotSent, Session, Unknown, compose
from planning.outbox.formats import Journal, forget_dead_journals, this_worker, traces_of
from planning.outbox.models import THE_GATE, Gate, Message
from planning.outbox.rules import (
    ANSWERED,
    KINDS,
    LEASE,
    LONGEST,
    LONGEST_CALL,
    OPTIONAL,
    OUTBOX_PAUSED,
    OUTBOX_RELEASED,
    SETTLED_AS,
    TURN,
    Call,
    Outcome,
    Passage,
    Recipient,
    State,
    after_death,
    check_undecided,
    wait_before,
)

log = logging.getLogger(__name__)
DELIVER = "planning.outbox.deliver"
CALL = "planning.outbox.call"
DIED = "its worker died"


def post(
    kind: str,
    *,
    about: models.Model,
    visit_id: UUID | None,
    to: Iterable[Recipient],
    key: str,
    at: datetime,
) -> int:
    """Queue one message per person with the present transaction; return how many are new.

    The same kind and key is queued once for a person, however often it is posted. The person
    and the reason are stored; address, permission, text and whether it is still due are asked
    of the kind at delivery. Message-ID and Date are fixed here, before the first attempt.
    """
    if kind not in KINDS:
        raise LookupError(f"no such kind of message: {kind}")
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    rows = [
        Message(
            kind=kind,
            key=key,
            about_id=about.pk,
            visit_id=visit_id,
            to_user_id=one.user_id,
            to_person_id=one.person_id,
            to_webhook_id=one.webhook_id,
            message_id=make_msgid(domain=domain),
            dated_at=at,
        )
        for one in dict.fromkeys(to)
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    new = list(Message.objects.filter(pk__in=[row.pk for row in rows]))
    for task in {CALL if message.is_call else DELIVER for message in new}:
        ring(task)
    return len(new)


def deliver_some(*, calls: bool = False, limit: int = 20, worker: str = "") -> int:
    """Send mails, or calls, that are due; return how many were handled. Safe to run anywhere.

    Any number of times, too. No database transaction is open while a server is spoken to. A
    message that cannot even be composed is tried again and at last parked, and holds up nobody
    else. Calls have turns of their own: a receiver that hangs delays no mail. While the outbox is
    paused, or the database a copy of another installation's, nothing leaves.
    """
    if gate().passage != Passage.OPEN:
        return 0
    worker = worker or this_worker()
    journal = Journal(worker)
    try:
        claimed = _claim(worker, limit, calls=calls)
        with Session() as session:
            for message in claimed:
                _deliver(message, session, journal)
    finally:
        journal.close()
    return len(claimed)


def deliver_turn(*, calls: bool = False) -> None:
    """Send until nothing is due or the turn is over; the next tick goes on with the rest."""
    end = time.monotonic() + TURN.total_seconds()
    while deliver_some(calls=calls) and time.monotonic() < end:
        pass


def recover() -> None:
    """Settle what dead workers left half done. Safe to run anywhere, any number of times."""
    for message in Message.objects.abandoned().order_by("queued_at", "pk"):
        state = after_death(traces_of(message), twins_are_dropped=message.is_call)
        log.warning("message %s of a dead worker: %s", message.pk, state)
        if state == State.QUEUED:
            _try_again(message, DIED, dead=True)
        else:
            _settle(message, state, error="" if state == State.ACCEPTED else DIED, dead=True)
    busy = Message.objects.filter(state=State.SENDING).values_list("worker", flat=True)
    forget_dead_journals(set(busy))


def send_again(message: Message) -> None:
    """Queue a settled message again, as the same one. Raises Conflict while it is on its way."""
    with transaction.atomic():
        settled = Message.objects.exclude(state__in=[State.QUEUED, State.SENDING])
        if not settled.filter(pk=message.pk).update(
            state=State.QUEUED, queued_at=Now(), next_try_at=Now(), settled_at=None
        ):
            raise Conflict(_("This message is on its way already."))
        ring(CALL if message.is_call else DELIVER)


def undecided(message: Message, version: int) -> Message:
    """Lock a message about which a person decides, and return it as it stands now.

    ``version`` is the number of the attempt that was looked at. Raises Stale, Conflict.
    """
    message = locked(Message, message.pk)
    if message.fence != version:
        raise Stale(message)
    check_undecided(message.state)
    return message


def settle_by_hand(message: Message, outcome: Outcome) -> None:
    """Record what a person found out about a message, or decided (after ``undecided``)."""
    change(message, state=SETTLED_AS[outcome], settled_at=Now())


def rest(*, webhook_id: UUID, pause: timedelta) -> None:
    """Let all calls to a webhook wait: it has just failed. New ones are its owner's affair."""
    waiting = Message.objects.filter(to_webhook_id=webhook_id, state=State.QUEUED)
    waiting.filter(next_try_at__lt=Now() + pause).update(next_try_at=Now() + pause)


def gate() -> Gate:
    """Return the gate; a database that never sent becomes this installation's."""
    mine = {"identity": identity(), "address": settings.SUMMIT_BASE_URL}
    return Gate.objects.get_or_create(pk=THE_GATE, defaults=mine)[0]


def pause(*, reason: str = "", by: Actor, at: datetime) -> Gate:
    """Let nothing leave; what is being sent is sent. Raises NotAllowed, Conflict (shut already)."""
    _administer(by)
    with act(OUTBOX_PAUSED, on=gate(), by=by, at=at, reason=reason):
        shut = gate()
        if shut.passage != Passage.OPEN:
            raise Conflict(_("Nothing leaves already."))
        change(shut, paused_at=at)
    return shut


def release(*, reason: str = "", by: Actor, at: datetime) -> Gate:
    """Let messages leave, and take the database for this installation's.

    Raises NotAllowed, Conflict (nothing is held).
    """
    _administer(by)
    with act(OUTBOX_RELEASED, on=gate(), by=by, at=at, reason=reason) as story:
        shut = gate()
        if shut.passage == Passage.OPEN:
            raise Conflict(_("The outbox is open."))
        story["address"] = shut.address
        change(shut, identity=identity(), address=settings.SUMMIT_BASE_URL, paused_at=None)
        for task in (DELIVER, CALL):
            ring(task)
    return shut


def _administer(by: Actor) -> None:
    if not (by.system or (by.user and by.user.is_staff)):
        raise NotAllowed(_("The outbox belongs to the administrators."))


def _claim(worker: str, limit: int, *, calls: bool) -> list[Message]:
    """Lease due messages to this worker; the fence tells its attempt from every other."""
    due = Message.objects.due()
    with transaction.atomic():
        keys = list(
            (due.calls().one_to_each() if calls else due.mails())
            .select_for_update(skip_locked=True, no_key=True)
            .order_by("next_try_at", "pk")
            .values_list("pk", flat=True)[:limit]
        )
        Message.objects.filter(pk__in=keys).update(
            state=State.SENDING,
            worker=worker,
            fence=F("fence") + 1,
            attempts=F("attempts") + 1,
            lease_until=Now() + LEASE,
        )
    return list(Message.objects.filter(pk__in=keys).with_people().order_by("next_try_at", "pk"))


def _renew(message: Message) -> bool:
    """Lengthen the lease just before sending; False where somebody else has taken the message."""
    return bool(
        Message.objects.filter(pk=message.pk, fence=message.fence, state=State.SENDING).update(
            lease_until=Now() + LEASE
        )
    )


def _settle(message: Message, state: State, *, dead: bool = False, **values: object) -> None:
    """Record how an attempt ended, unless another worker has taken the message since.

    ``dead`` settles for a worker whose lease has run out; a slow one may have renewed it.
    """
    if state != State.QUEUED:
        values["settled_at"] = Now()
    held = Message.objects.abandoned() if dead else Message.objects.filter(state=State.SENDING)
    held.filter(pk=message.pk, fence=message.fence).update(state=state, lease_until=None, **values)


def _deliver(message: Message, session: Session, journal: Journal) -> None:
    if not _renew(message):
        return
    # The server's answer to the dot must come within the lease, or another would recover it.
    deadline = time.monotonic() + LEASE.total_seconds() - TIMEOUT - 5
    code: int | None = None

    def before_dot() -> None:
        if time.monotonic() > deadline:
            raise NotSent("the server was too slow for the lease", final=False)
        journal.note("intent", message)

    try:
        mail = _compose(message)
        if mail is None:
            _settle(message, State.CANCELLED)
            return
        if isinstance(mail, Call):
            code = http.post(
                mail.address,
                headers=mail.headers,
                body=mail.body,
                inside=settings.SUMMIT_WEBHOOK_NETWORKS,
                before_sending=before_dot,
            )
        else:
            session.send(mail, before_dot=before_dot)
    except NotSent as error:
        code = error.code
        journal.note("nack", message)
        if error.final:
            _settle(message, State.PARKED, error=str(error), answer=code)
        else:
            _try_again(message, str(error), answer=code)
    except Unknown as error:
        _settle(message, State.UNCERTAIN, error=str(error))
    except Exception as error:  # a poisoned message is parked in the end; the others go on
        log.exception("message %s cannot be composed", message.pk)
        _try_again(message, f"{type(error).__name__} while it was composed")
        return
    else:
        journal.note("ack", message)
        _settle(message, State.ACCEPTED, error="", answer=code)
    if message.is_call:
        ANSWERED[message.kind](message, code)


def _compose(message: Message) -> EmailMessage | Call | None:
    """Write the mail in its reader's language and zone; None where nobody is to have it."""
    user = message.to_user
    if user and message.kind in OPTIONAL and message.kind in user.mails_declined:
        return None
    language = user.language if user else settings.LANGUAGE_CODE
    zone = user.time_zone if user else settings.TIME_ZONE
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        mail = KINDS[message.kind](message)
    if mail is None or isinstance(mail, Call):
        return mail
    return compose(
        sender=settings.DEFAULT_FROM_EMAIL,
        to=mail.to,
        subject=mail.subject,
        body=mail.body,
        message_id=message.message_id,
        date=format_datetime(message.dated_at),
    )


def _try_again(
    message: Message, error: str, *, dead: bool = False, answer: int | None = None
) -> None:
    """Queue a message again, after the first death of its worker at once.

    A mail is parked after a day, a call after three.
    """
    longest = LONGEST_CALL if message.is_call else LONGEST
    said: dict[str, object] = {"error": error, "answer": answer}
    if Message.objects.filter(pk=message.pk, queued_at__lt=Now() - longest).exists():
        _settle(message, State.PARKED, dead=dead, **said)
    else:
        pause = wait_before(message.attempts - 1 if dead else message.attempts)
        _settle(message, State.QUEUED, next_try_at=Now() + pause, dead=dead, **said)


def recipients(users: Iterable[UUID], people: Iterable[UUID] = ()) -> list[Recipient]:
    """Return recipients for users, and for people without an account."""
    return [Recipient(user_id=user) for user in users] + [
        Recipient(person_id=person) for person in people
    ]
