"""Every write to accounts."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.db.utils import OperationalError
from django.utils.translation import gettext as _

from planning.accounts import rules
from planning.accounts.models import ApiToken, IdempotencyKey, User
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Busy, Conflict, NotAllowed, Refused
from planning.core.rows import change, fresh, judged, locked


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


def create_token(
    *, name: str, scope: str, life: timedelta, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """Make an API token of one's own; return it with its secret, which is kept nowhere.

    Raises NotAllowed for all but users, Refused without a name or for a life over a year.
    """
    if not by.user:
        raise NotAllowed(_("Only a user can have an API token."))
    if not name.strip():
        raise Refused(_("Name the program that will use the token."), field="name")
    if not timedelta() < life <= rules.LONGEST:
        raise Refused(_("A token lives for a year at most."), field="days")
    handle = secrets.token_hex(6)
    secret = f"summit_{handle}_{secrets.token_urlsafe(32)}"
    token = ApiToken(
        user=by.user,
        name=name.strip(),
        handle=handle,
        digest=rules.digest_of(secret),
        scope=scope,
        created_at=at,
        expires_at=at + life,
    )
    with act(rules.TOKEN_CREATED, on=by.user, by=by, at=at) as story, judged():
        token.save(force_insert=True)
        story |= {"name": token.name, "handle": handle, "scope": scope}
    return token, secret


def revoke_token(*, token: ApiToken, by: Actor, at: datetime) -> ApiToken:
    """End a token at once: one's own, or as an administrator anybody's.

    Raises NotAllowed, Conflict where it is revoked already.
    """
    if by.user != token.user:
        _administer(by)
    with act(rules.TOKEN_REVOKED, on=token.user, by=by, at=at) as story:
        token = locked(ApiToken, token.pk)
        if token.revoked_at:
            raise Conflict(_("This token is revoked already."))
        change(token, revoked_at=at, revoked_by=by.user)
        story |= {"name": token.name, "handle": token.handle}
    return token


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Note that a token was used, once a minute at most; no act and no history"""
    unused = Q(last_used_at=None) | Q(last_used_at__lte=at - timedelta(minutes=1))
    ApiToken.objects.filter(unused, pk=token.pk).update(last_used_at=at)


@contextmanager
def once(*, user: User, key: str, fingerprint: str, at: datetime) -> Iterator[IdempotencyKey]:
    """Open a transaction in which whatever is sent under a key happens once (ADR 6).

    Yields the key's row. Where its ``status`` stands, the write was done before; otherwise the
    caller does it and says so with ``keep``. Whoever comes meanwhile waits for the end of the
    transaction; one that fails leaves the key unused. Raises Busy where that takes too long,
    Refused where the key was used for another request.
    """
    with transaction.atomic():
        IdempotencyKey.objects.filter(user=user, key=key, made_at__lte=at - rules.KEPT).delete()
        with connection.cursor() as cursor:
            patience = f"{rules.PATIENCE / timedelta(milliseconds=1):.0f}"
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
        try:
            row, _new = IdempotencyKey.objects.get_or_create(
                user=user, key=key, defaults={"fingerprint": fingerprint, "made_at": at}
            )
        except OperationalError as error:
            raise Busy from error
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
        if row.fingerprint != fingerprint:
            raise Refused(_("This Idempotency-Key was used for another request."))
        yield row


def keep(row: IdempotencyKey, *, status: int, addresses: Any) -> None:
    """Keep what was answered under a key: its status, and where its content stands."""
    change(row, status=status, addresses=addresses)


def forget_keys(*, at: datetime) -> None:
    """Delete the keys whose time has passed. Safe to run at any time."""
    IdempotencyKey.objects.filter(made_at__lte=at - rules.KEPT).delete()


def _administer(by: Actor) -> None:
    if not (by.system or (by.user and by.user.is_staff)):
        raise NotAllowed(_("Accounts belong to the administrators."))
