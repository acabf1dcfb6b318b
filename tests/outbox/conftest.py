"""A kind of message for the tests, people to send it to, a server at the wire."""

import pytest
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import F
from django.db.models.functions import Now

from planning.accounts.models import User
from planning.outbox.actions import post
from planning.outbox.models import Message
from planning.outbox.rules import KINDS, Mail, Recipient
from tests.outbox.wire import Wire
from tests.world import NOW

KIND = "tests.kind"


def plainly(message):
    """Write a mail to whoever the message is for."""
    return Mail(message.to_user.email, f"About {message.key}", "Read this.\n")


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    """Return a function that sets how the tests' kind composes; plainly until then."""

    def composed_by(compose):
        monkeypatch.setitem(KINDS, KIND, compose)

    composed_by(plainly)
    return composed_by


def person(name):
    """Return somebody with an account."""
    return User.objects.get_or_create(
        email=f"{name}@example.org",
        defaults={"name": name.title(), "password": UNUSABLE_PASSWORD_PREFIX},
    )[0]


def queue(key, name="reader"):
    """Queue a message to somebody and return it."""
    one = person(name)
    post(KIND, about=one, visit_id=None, to=[Recipient(one.pk)], key=key, at=NOW)
    return Message.objects.get(key=key, to_user=one)


def at_once_again():
    """Have all that waits be due now."""
    Message.objects.filter(state="queued").update(next_try_at=Now())


def a_day_later():
    """Have all messages be queued for more than a day."""
    from datetime import timedelta

    Message.objects.update(queued_at=F("queued_at") - timedelta(hours=24, seconds=1))


@pytest.fixture
def wire(settings, tmp_path):
    """Have mail go to a server at the wire."""
    wire = Wire()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", wire.port
    settings.OUTBOX_JOURNAL = tmp_path / "journal"
    yield wire
    wire.close()
