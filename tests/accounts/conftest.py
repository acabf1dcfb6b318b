"""Passwords in no time: what is proved here is the way in, not the hash."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client
from django.utils import timezone

from planning.accounts.models import User
from planning.outbox.actions import deliver_some
from tests.world import NOW

PASSWORD = "correct horse battery staple"
LOCKED = "Signing in is locked for a quarter of an hour."


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 as cheap as it goes."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash in microseconds."""
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2"]


class Browser(Client):
    """A browser in the hands of one person; ``app`` is the secret of their authenticator app."""

    app = ""
    codes = ()

    def enter(self, email, password=PASSWORD, **more):
        """Send the sign-in form."""
        return self.post("/account/sign-in/", {"login": email, "password": password, **more})

    def answer(self, code):
        """Send the second step."""
        return self.post("/account/sign-in/code/", {"code": code})

    def code(self):
        """Return what the app shows now."""
        return format_hotp_value(hotp_value(self.app, int(timezone.now().timestamp()) // 30))

    def set_up(self):
        """Add an authenticator app, and note the recovery codes."""
        page = self.get("/account/second-factor/app/")
        self.app = re.search(r'id="key">(\w+)<', page.text).group(1)
        done = self.post("/account/second-factor/app/", {"code": self.code()}, follow=True)
        self.codes = re.findall(r'class="code">(\d{8})<', done.text)
        return done

    @property
    def is_in(self):
        """Tell whether the session is somebody's."""
        return "_auth_user_id" in self.session


@pytest.fixture
def browser():
    """Return new browsers."""
    return Browser


@pytest.fixture
def passwords(world):
    """Give everybody of the cast the same password."""
    User.objects.update(password=make_password(PASSWORD))


@pytest.fixture
def strict(settings, passwords):
    """Ask for the second factor, as a live installation does."""
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def secured(strict, browser, fixed_clock, django_capture_on_commit_callbacks):
    """Return the officer's browser after an app has been set up, signed out again."""
    client = browser()
    client.enter("officer@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        client.set_up()
    client.post("/account/sign-out/")
    fixed_clock.move_to(NOW.replace(minute=NOW.minute + 5))
    return client


@pytest.fixture
def links(mailbox):
    """Return the paths of the links in the mails that leave now, by address."""

    def read():
        deliver_some()
        found = {mail["To"]: re.search(r"http://\S+?(/account/link/\w+/)", str(mail.get_content()))
                 for mail in mailbox.mails}  # fmt: skip
        mailbox.mails.clear()
        return {to: match.group(1) for to, match in found.items() if match}

    return read
