"""Verbs of accounts, and what an API token is made of."""

import hashlib
import re
from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb

CREATED = Verb("accounts.user_created", _("opened an account"))
CHANGED = Verb("accounts.user_changed", _("changed an account"))
WISHES_CHANGED = Verb("accounts.wishes_changed", _("changed the own settings"))
TOKEN_CREATED = Verb("accounts.token_created", _("made the API token %(name)s"))
TOKEN_REVOKED = Verb("accounts.token_revoked", _("revoked the API token %(name)s"))

LONGEST = timedelta(days=365)  # that a token may live
KEPT = timedelta(hours=24)  # how long an answer to an Idempotency-Key is kept
PATIENCE = timedelta(seconds=5)  # how long the same request waits for its twin
# A word that secret scanners know, a handle that may be shown, and 256 bits that may not.
SECRET = re.compile(r"summit_(?P<handle>[0-9a-f]{12})_[A-Za-z0-9_-]{43}")


class Scope(TextChoices):
    """What a token opens of that which its user may do."""

    READ = "read", _("Read only")
    WRITE = "write", _("Read and write")


def digest_of(secret: str) -> str:
    """Return what is kept of a secret; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
