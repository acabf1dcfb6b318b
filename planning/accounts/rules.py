"""Verbs of accounts."""

from django.utils.translation import gettext_lazy as _

from planning.audit.rules import Verb

CREATED = Verb("accounts.user_created", _("opened an account"))
CHANGED = Verb("accounts.user_changed", _("changed an account"))
WISHES_CHANGED = Verb("accounts.wishes_changed", _("changed the own settings"))
