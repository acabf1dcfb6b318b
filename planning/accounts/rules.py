"""Verbs of accounts, how long sessions and links live, and what an API token is made of."""

import hashlib
import re
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb

CREATED = Verb("accounts.user_created", _("opened an account"))
CHANGED = Verb("accounts.user_changed", _("changed an account: %(what)s"))
WISHES_CHANGED = Verb("accounts.wishes_changed", _("changed the own settings"))
TOKEN_CREATED = Verb("accounts.token_created", _("made the API token %(name)s"))
TOKEN_REVOKED = Verb("accounts.token_revoked", _("revoked the API token %(name)s"))
LINK_SENT = Verb("accounts.link_sent", _("sent a one-time link that was asked for"))
INVITED = Verb("accounts.user_invited", _("sent an invitation"))
PASSWORD_SET = Verb("accounts.password_set", _("set a password"))
ENTERED = Verb("accounts.entered_by_link", _("signed in by a link"))
SECURED = Verb("accounts.secured", _("changed how they sign in: %(what)s"))
FACTOR_FORGOTTEN = Verb("accounts.factor_forgotten", _("removed the second factor of an account"))
SESSIONS_ENDED = Verb("accounts.sessions_ended", _("ended sessions"))
LET_IN = Verb(
    "accounts.let_in_again", _("let in again, at %(address)s, after too many wrong passwords")
)
VIEW_KEPT = Verb("accounts.view_kept", _("kept the view %(name)s of a list"))
VIEW_FORGOTTEN = Verb("accounts.view_forgotten", _("forgot the view %(name)s of a list"))

LONGEST = timedelta(days=365)  # that a token may live
LONGEST_NAME, LONGEST_QUERY = 60, 500  # characters of a kept view
KEPT = timedelta(hours=24)  # how long an answer to an Idempotency-Key is kept
STAY = timedelta(minutes=30)  # pages opened within it of each other are one stay
PATIENCE = timedelta(seconds=5)  # how long the same request waits for its twin
SIGN_INS_KEPT = timedelta(days=90)  # how long it is known who signed in from where
# A word that secret scanners know, a handle that may be shown, and 256 bits that may not.
SECRET = re.compile(r"summit_(?P<handle>[0-9a-f]{12})_[A-Za-z0-9_-]{43}")


# What a sixth wrong password or token is told; the page of axes says the same.
LOCKED = _("Signing in is locked for a quarter of an hour. Wait, or ask your administrator.")


class Scope(TextChoices):
    """What a token opens of that which its user may do."""

    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")


class Purpose(TextChoices):
    """What a one-time link is for."""

    PASSWORD = "password", _("set a password")
    SIGN_IN = "sign_in", _("sign in once")


LIFE = {Purpose.PASSWORD: timedelta(hours=24), Purpose.SIGN_IN: timedelta(minutes=15)}
INVITATION = timedelta(days=7)

# What a person is told of, by the name that allauth's mail about it has.
SECURITY = {
    "password_changed": _("a new password"),
    "totp_activated": _("an authenticator app was added"),
    "totp_deactivated": _("the authenticator app was removed"),
    "recovery_codes_generated": _("new recovery codes"),
    "webauthn_added": _("a passkey was added"),
    "webauthn_removed": _("a passkey was removed"),
    "factor_forgotten": _("the second factor was removed by an administrator"),
}


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
