"""From the queue to the mail server: what each answer of the server comes to."""

from datetime import timedelta
from email.utils import format_datetime
from threading import Event, Thread

import pytest
from django.db import connections, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from planning.core import smtp
from planning.outbox import actions
from planning.outbox.actions import deliver_some, deliver_turn
from planning.outbox.models import Message
from planning.outbox.rules import KINDS, Mail
from tests.outbox.conftest import KIND, a_day_later, at_once_again, person, plainly, queue
from tests.outbox.wire import CLOSE
from tests.races import at_once
from tests.world import NOW


def stands(message):
    """Return where a message stands, and what is said of it."""
    message.refresh_from_db()
    return message.state, message.error


def due_in(message):
    """Return after how many seconds the next try comes."""
    return (message.next_try_at - Message.objects.values_list(Now(), flat=True)[0]).total_seconds()


def journal(settings):
    """Return the words of all journals."""
    files = sorted(settings.OUTBOX_JOURNAL.glob("*"))
    return [line.split()[0] for file in files for line in file.read_text().splitlines()]


def test_a_message_leaves_as_a_mail_that_no_machine_answers(mailbox, settings, db):
    message = queue("k")

    assert deliver_some() == 1

    mail = mailbox.mails[0]
    assert (mail["To"], mail["From"]) == ("reader@example.org", "Summit <summit@localhost>")
    assert (mail["Subject"], mail.get_content()) == ("About k", "Read this.\r\n")
    assert (mail["Message-ID"], mail["Date"]) == (message.message_id, format_datetime(NOW))
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert stands(message) == ("accepted", "")
    assert (message.attempts, message.lease_until) == (1, None)
    assert message.settled_at is not None
    assert journal(settings) == ["intent", "ack"]


def test_a_message_leaves_once_however_often_workers_are_rung(mailbox, db):
    queue("k")

    handled = [deliver_some(worker=name) for name in ("a", "b", "a")]

    assert handled == [1, 0, 0]
    assert len(mailbox.mails) == 1


def test_a_turn_sends_all_that_is_due_batch_after_batch(mailbox, db):
    for n in range(23):
        queue(f"{n}")

    deliver_turn()

    assert len(mailbox.mails) == 23
    assert not Message.objects.due().exists()


def test_a_message_is_written_in_its_readers_language_and_zone(mailbox, kind, db):
    message = queue("k")
    message.to_user.time_zone = "Europe/Moscow"
    message.to_user.save(update_fields=["time_zone"])
    kind(lambda message: Mail("a@example.org", timezone.get_current_timezone_name(), "x"))

    deliver_some()

    assert mailbox.mails[0]["Subject"] == "Europe/Moscow"
    assert timezone.get_current_timezone_name() == "Asia/Kolkata"


def test_text_in_any_script_arrives_as_it_was_written(mailbox, kind, db):
    queue("k")
    body = "Путин, मोदी\n.\n.. a line of dots\n" + "long " * 400 + "\n"
    kind(lambda message: Mail("a@example.org", "Визит: मोदी", body))

    deliver_some()

    assert mailbox.mails[0]["Subject"] == "Визит: मोदी"
    assert mailbox.mails[0].get_content().replace("\r\n", "\n") == body


def test_a_message_that_is_no_longer_due_or_allowed_is_cancelled(mailbox, kind, db):
    message = queue("k")
    kind(lambda message: None)

    deliver_some()

    assert stands(message) == ("cancelled", "")
    assert mailbox.mails == []


def test_a_recipient_the_server_refuses_is_parked_at_once_and_the_others_get_their_mail(
    mailbox, db
):
    mailbox.refuse["bob@example.org"] = "550 No such person"
    bob, others = queue("k", "bob"), [queue("k", name) for name in ("ann", "cid")]

    deliver_some()

    assert stands(bob) == ("parked", "550 No such person")
    assert [stands(other)[0] for other in others] == ["accepted"] * 2
    at_once_again()
    assert deliver_some() == 0


def test_a_recipient_the_server_defers_is_tried_again_as_the_same_mail(mailbox, db):
    mailbox.refuse["reader@example.org"] = "451 Try later"
    message = queue("k")

    deliver_some()

    assert stands(message) == ("queued", "451 Try later")
    assert (message.attempts, message.settled_at) == (1, None)
    assert 25 < due_in(message) <= 30
    assert deliver_some() == 0

    mailbox.refuse.clear()
    at_once_again()
    deliver_some()

    assert stands(message) == ("accepted", "")
    assert (message.attempts, message.fence) == (2, 2)
    assert [mail["Message-ID"] for mail in mailbox.mails] == [message.message_id]
    assert mailbox.mails[0]["Date"] == format_datetime(NOW)


def test_a_message_that_nobody_takes_for_a_day_is_parked(mailbox, db):
    mailbox.refuse["reader@example.org"] = "451 Try later"
    message = queue("k")
    a_day_later()

    deliver_some()

    assert stands(message) == ("parked", "451 Try later")


def test_while_the_server_is_down_messages_wait(mailbox, settings, db):
    settings.EMAIL_PORT = 1
    messages = [queue(key) for key in "ab"]

    deliver_some()

    assert [stands(message) for message in messages] == [
        ("queued", "[Errno 111] Connection refused")
    ] * 2
    assert journal(settings) == ["nack"] * 2


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("hello", "554 Go away"),
        ("hello", CLOSE),
        ("MAIL", "530 Sign in first"),
        ("MAIL", "553 Not from you"),
        ("RCPT", CLOSE),
        ("DATA", "451 Not now"),
        ("DATA", CLOSE),
    ],
)
def test_what_fails_before_the_dot_for_no_fault_of_the_mail_is_tried_again(wire, db, word, says):
    message = queue("k")
    wire.says[word] = says

    deliver_some()

    assert stands(message)[0] == "queued"
    assert message.error
    assert wire.mails == []


def test_a_connection_that_breaks_in_the_text_is_tried_again(wire, settings, kind, db):
    message = queue("k")
    kind(
        lambda message: Mail(
            "a@example.org",
            "Long",
            "A line of a long mail that never ends, and ends in the middle.\n" * 80_000,
        )
    )
    wire.says["text"] = CLOSE

    deliver_some()

    assert stands(message)[0] == "queued"
    assert wire.mails == []
    assert journal(settings) == ["nack"]


@pytest.mark.parametrize(
    ("says", "state", "error"),
    [
        ("250 OK", "accepted", ""),
        ("200 Fine", "accepted", ""),
        ("250-Two\r\n250 lines", "accepted", ""),
        ("451 Disk full", "queued", "451 Disk full"),
        ("421 Closing", "queued", "421 Closing"),
        ("554 Spam", "parked", "554 Spam"),
        ("552 Too big", "parked", "552 Too big"),
        (CLOSE, "uncertain", "Connection unexpectedly closed"),
        ("354 Go on?", "uncertain", "354 Go on?"),
        ("What?", "uncertain", "-1 ?"),
        ("250 " + "x" * 9000, "uncertain", "(500, 'Line too long.')"),
    ],
)
def test_what_comes_of_each_answer_to_the_dot(wire, settings, db, says, state, error):
    message = queue("k")
    wire.says["dot"] = says

    deliver_some()

    assert stands(message) == (state, error)
    assert len(wire.mails) == 1
    assert journal(settings)[0] == "intent"


@pytest.mark.parametrize("word", ["DATA", "RCPT"])
def test_a_final_no_before_the_dot_is_about_the_mail_and_parks_it(wire, db, word):
    message = queue("k")
    wire.says[word] = "554 Never"

    deliver_some()

    assert stands(message) == ("parked", "554 Never")


def test_a_server_that_hangs_after_the_dot_leaves_the_message_uncertain_and_frees_the_worker(
    wire, db, monkeypatch
):
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    hangs = Event()
    message, next_one = queue("k"), queue("l")
    wire.says["dot"] = lambda: hangs.wait(10) and CLOSE if len(wire.mails) == 1 else "250 OK"

    deliver_some()
    hangs.set()

    assert stands(message) == ("uncertain", "Connection unexpectedly closed: timed out")
    assert stands(next_one) == ("accepted", "")
    at_once_again()
    assert deliver_some() == 0


def test_an_uncertain_message_is_never_sent_again_by_itself(wire, db):
    message = queue("k")
    wire.says["dot"] = CLOSE
    deliver_some()
    a_day_later()

    actions.recover()
    deliver_turn()

    assert stands(message)[0] == "uncertain"
    assert len(wire.mails) == 1


def test_a_server_too_slow_for_the_lease_gets_no_dot(wire, settings, db, monkeypatch):
    monkeypatch.setattr(actions, "LEASE", timedelta(seconds=smtp.TIMEOUT + 5))
    message = queue("k")

    deliver_some()

    assert stands(message) == ("queued", "the server was too slow for the lease")
    assert wire.mails == []
    assert journal(settings) == ["nack"]


@pytest.mark.parametrize(
    ("mail", "error"),
    [
        (ZeroDivisionError(), "ZeroDivisionError while it was composed"),
        (
            Mail("a@example.org\r\nBcc: b@example.org", "x", "y"),
            "ValueError while it was composed",
        ),
        (Mail("a@example.org", "x\rBcc: b@example.org", "y"), "ValueError while it was composed"),
        (
            Mail("a@example.org", "x", "half a letter: \ud800"),
            "UnicodeEncodeError while it was composed",
        ),
    ],
)
def test_a_poisoned_message_holds_up_nobody_and_is_parked_in_the_end(
    mailbox, kind, db, mail, error
):
    def compose(message):
        if message.key != "poison":
            return plainly(message)
        if isinstance(mail, Exception):
            raise mail
        return mail

    kind(compose)
    poison, *others = [queue(key) for key in ("poison", "b", "c")]

    assert deliver_some() == 3

    assert [stands(other)[0] for other in others] == ["accepted"] * 2
    assert stands(poison) == ("queued", error)
    a_day_later()
    at_once_again()
    deliver_some()
    assert stands(poison) == ("parked", error)
    assert len(mailbox.mails) == 2


def test_a_kind_that_no_longer_exists_is_poison_too(mailbox, db, monkeypatch):
    message = queue("k")
    monkeypatch.delitem(KINDS, KIND)

    deliver_some()

    assert stands(message) == ("queued", "KeyError while it was composed")


def test_a_worker_that_was_overtaken_changes_nothing(mailbox, kind, db):
    message = queue("k")

    def compose(message):
        Message.objects.update(fence=F("fence") + 1, worker="faster")
        return plainly(message)

    kind(compose)
    deliver_some(worker="slow")

    assert stands(message) == ("sending", "")
    assert (message.fence, message.worker) == (2, "faster")


def test_a_message_that_was_taken_while_it_waited_its_turn_is_left_to_whoever_has_it(
    mailbox, kind, db
):
    queue("first"), queue("second")

    def compose(message):
        Message.objects.exclude(pk=message.pk).update(fence=F("fence") + 1, worker="faster")
        return plainly(message)

    kind(compose)
    deliver_some(worker="slow")

    assert len(mailbox.mails) == 1
    assert Message.objects.filter(state="sending", worker="faster").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_queue_and_take_no_message_twice(mailbox):
    for n in range(30):
        queue(f"{n}")

    handled = at_once(*[lambda name=name: deliver_some(worker=name, limit=15) for name in "ab"])

    assert sum(handled) == 30
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == len(mailbox.mails) == 30
    assert set(Message.objects.values_list("state", "attempts")) == {("accepted", 1)}


@pytest.mark.django_db(transaction=True)
def test_a_message_that_somebody_holds_is_skipped_not_waited_for(mailbox):
    held, free = queue("held"), queue("free")
    ready, done = Event(), Event()

    def hold():
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=held.pk)
            ready.set()
            done.wait(10)
        connections.close_all()

    holder = Thread(target=hold)
    holder.start()
    ready.wait(10)
    handled = deliver_some()
    done.set()
    holder.join()

    assert handled == 1
    assert (stands(held)[0], stands(free)[0]) == ("queued", "accepted")


@pytest.mark.django_db(transaction=True)
def test_no_transaction_and_no_lock_is_held_while_the_server_is_spoken_to(wire):
    queue("k")
    seen = {}

    def look():
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
            )
            seen["transactions"] = cursor.fetchone()[0]
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE pid <> pg_backend_pid() AND relation IN"
                " (SELECT oid FROM pg_class WHERE relname LIKE 'planning_%')"
            )
            seen["locks"] = cursor.fetchone()[0]
        with transaction.atomic():
            seen["state"] = Message.objects.select_for_update(nowait=True).get().state
        connections.close_all()
        return "250 OK"

    wire.says["dot"] = look
    deliver_some()

    assert seen == {"transactions": 0, "locks": 0, "state": "sending"}


def test_people_without_an_account_get_mail_in_the_offices_language_and_zone(mailbox, kind, world):
    from planning.outbox.actions import post, recipients

    kind(lambda message: Mail("guest@example.org", timezone.get_current_timezone_name(), "x"))
    post(
        KIND,
        about=world.summit,
        visit_id=world.summit.pk,
        to=recipients([], [world.people["guest"].pk]),
        key="k",
        at=NOW,
    )

    deliver_some()

    assert (mailbox.mails[0]["To"], mailbox.mails[0]["Subject"]) == (
        "guest@example.org",
        "Asia/Kolkata",
    )
    assert not person("nobody").is_staff
