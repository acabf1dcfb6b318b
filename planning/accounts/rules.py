"""Verbs of accounts, and how long sessions and links live."""

import hashlib
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb

CREATED = Verb("accounts.user_created", _("opened an account"))
CHANGED = Verb("accounts.user_changed", _("changed an account"))
WISHES_CHANGED = Verb("accounts.wishes_changed", _("changed the own settings"))
LINK_SENT = Verb("accounts.link_sent", _("sent a one-time link that was asked for"))
INVITED = Verb("accounts.user_invited", _("sent an invitation"))
PASSWORD_SET = Verb("accounts.password_set", _("set a password"))
ENTERED = Verb("accounts.entered_by_link", _("signed in by a link"))
SECURED = Verb("accounts.secured", _("changed how they sign in: %(what)s"))
FACTOR_FORGOTTEN = Verb("accounts.factor_forgotten", _("removed the second factor of an account"))
SESSIONS_ENDED = Verb("accounts.sessions_ended", _("ended sessions"))


class Purpose(models.TextChoices):
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


def hash_of(secret: str) -> str:
    """Return what is stored of a secret that was drawn at random: nobody can turn it back."""
    return hashlib.sha256(secret.encode()).hexdigest()
