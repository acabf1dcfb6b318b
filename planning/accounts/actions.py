"""Every write to accounts."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from planning.accounts import rules
from planning.accounts.models import User
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import NotAllowed
from planning.core.rows import change, fresh, judged


def create(
    *, email: str, name: str, password: str | None, by: Actor, at: datetime, **fields: Any
) -> User:
    """Open an account; without a password nobody can sign in with it yet.

    Raises NotAllowed for all but administrators and commands, Conflict for a taken address.
    """
    _administer(by)
    user = User(email=email.lower(), name=name, **fields)
    user.set_password(password)
    with act(rules.CREATED, on=user, by=by, at=at), judged():
        user.save(force_insert=True)
    return user


def edit(*, user: User, version: int, by: Actor, at: datetime, **values: Any) -> User:
    """Change an account: name, address, whether it may sign in, whether it administers.

    Raises NotAllowed for all but administrators, Stale, Conflict for a taken address.
    """
    _administer(by)
    if "email" in values:
        values["email"] = values["email"].lower()
    with act(rules.CHANGED, on=user, by=by, at=at), judged():
        user = fresh(User, user.pk, version)
        change(user, **values)
    return user


def set_wishes(
    *, user: User, version: int, language: str, time_zone: str, by: Actor, at: datetime
) -> User:
    """Change one's own language and time zone. Raises NotAllowed for another's, Stale."""
    if by.user != user:
        raise NotAllowed(_("These settings belong to somebody else."))
    with act(rules.WISHES_CHANGED, on=user, by=by, at=at):
        user = fresh(User, user.pk, version)
        change(user, language=language, time_zone=time_zone)
    return user


def _administer(by: Actor) -> None:
    if not (by.system or (by.user and by.user.is_staff)):
        raise NotAllowed(_("Accounts belong to the administrators."))
