"""Mails to a user about the own account."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import OneTimeLink, User
from planning.accounts.rules import SECURITY
from planning.outbox.models import Message
from planning.outbox.rules import Mail, kind


@kind("accounts.invited", _("an invitation to set a password"))
def invited(message: Message) -> Mail | None:
    """Send the link by which somebody sets their first password."""
    return _with_link(message)


@kind("accounts.password_link", _("a link to set a new password"))
def password_link(message: Message) -> Mail | None:
    """Send the link by which somebody sets a new password."""
    return _with_link(message)


@kind("accounts.sign_in_link", _("a link to sign in"))
def sign_in_link(message: Message) -> Mail | None:
    """Send the link by which somebody signs in once."""
    return _with_link(message)


@kind("accounts.secured", _("how you sign in has changed"))
def secured(message: Message) -> Mail | None:
    """Tell that a password or a second factor has changed: the key says which."""
    what = SECURITY[message.key.partition(" ")[2]]
    return _write(message, "accounts:sessions", what=what)


@kind("accounts.address_left", _("mails about your account go elsewhere"))
def address_left(message: Message) -> Mail | None:
    """Tell an old address that the account has another: the key names the row of its history.

    An account that is shut by now is no reason for silence: it may be opened again.
    """
    history = User.pgh_event_model.objects  # type: ignore[attr-defined]
    was = history.filter(pgh_id=message.key, pgh_obj=message.to_user_id).first()
    return _text(message, was.email, name=was.name) if was else None


@kind("accounts.address_taken", _("your account has a new address"))
def address_taken(message: Message) -> Mail | None:
    """Tell the new address that the account has it now."""
    return _write(message, "accounts:sign-in")


def _with_link(message: Message) -> Mail | None:
    """Write a mail with its link; none for one that has been used, is void or has run out."""
    link = OneTimeLink.objects.open(timezone.now()).filter(pk=message.about_id).first()
    if link is None:
        return None
    return _write(message, "accounts:link", link.secret, until=link.expires_at)


def _write(message: Message, page: str, *args: str, **values: object) -> Mail | None:
    user = message.to_user
    if user is None or not user.is_active:
        return None
    # Which host somebody reaches follows from their roles, which this slice does not know.
    link = import_string(settings.HOST_RULE)(user, page) + reverse(page, args=args)
    return _text(message, user.email, name=user.name, link=link, **values)


def _text(message: Message, to: str, **values: object) -> Mail:
    text = render_to_string(f"planning/mails/{message.kind}.txt", values)
    subject, _newline, body = text.strip().partition("\n")
    return Mail(to, subject.strip(), body.strip() + "\n")
