"""Every write to accounts."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessLog
from axes.utils import reset
from django.db import connection, transaction
from django.db.models import Q
from django.db.utils import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.accounts import rules
from planning.accounts.models import (
    ApiToken,
    IdempotencyKey,
    LockOut,
    OneTimeLink,
    SavedView,
    Session,
    User,
)
from planning.accounts.rules import Purpose
from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import Busy, Conflict, NotAllowed, Refused
from planning.core.rows import change, fresh, judged, locked
from planning.outbox.actions import post
from planning.outbox.rules import Recipient

ADMINISTRATORS = gettext_lazy("Accounts belong to the administrators.")


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


def edit(
    *, user: User, version: int, by: Actor, at: datetime, but: str = "", **values: Any
) -> User:
    """Change an account: name, address, whether it may sign in, whether it administers.

    Whoever may no longer sign in, or has another address, loses links and sessions at once, all
    ``but`` the session in which one changes one's own address; both addresses are told. Raises
    NotAllowed for all but administrators, Refused for the last of them, Stale, Conflict for a
    taken address.
    """
    _administer(by)
    if "email" in values:
        values["email"] = values["email"].lower()
    with transaction.atomic():
        _keep_an_administrator(user, values, by)
        with act(rules.CHANGED, on=user, by=by, at=at) as story, judged():
            user = fresh(User, user.pk, version)
            story["what"] = _in_words(values)
            moves = values.get("email", user.email) != user.email
            if moves:
                _tell_both_addresses(user, at)
            change(user, **values)
            if moves or not user.is_active:
                _void_links(user)
                _end_sessions(user, but=but if user.is_active else "")
    return user


def set_wishes(
    *,
    user: User,
    version: int,
    language: str,
    time_zone: str,
    by: Actor,
    at: datetime,
    mails_declined: Iterable[str] = (),
    single_keys: bool = True,
) -> User:
    """Change one's language, time zone, mails and keys. Raises NotAllowed for another's, Stale."""
    _oneself(user, by)
    with act(rules.WISHES_CHANGED, on=user, by=by, at=at):
        user = fresh(User, user.pk, version)
        change(
            user,
            language=language,
            time_zone=time_zone,
            mails_declined=sorted(mails_declined),
            single_keys=single_keys,
        )
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


def note_presence(*, user: User, at: datetime) -> datetime | None:
    """Note that somebody is here; return when they were here before this stay, None if never.

    Pages opened within half an hour of each other are one stay, so that news outlive a second
    look. No act and no history; one statement, which may run any number of times.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO planning_presence AS here (id, user_id, seen_at)
            VALUES (gen_random_uuid(), %(user)s, %(at)s)
            ON CONFLICT (user_id) DO UPDATE SET
                seen_at = greatest(here.seen_at, excluded.seen_at),
                before_at = CASE
                    WHEN excluded.seen_at > here.seen_at + make_interval(secs => %(stay)s)
                    THEN here.seen_at ELSE here.before_at
                END
            RETURNING before_at
            """,
            {"user": user.pk, "at": at, "stay": rules.STAY.total_seconds()},
        )
        return cursor.fetchone()[0]


def keep_view(
    *, user: User, page: str, name: str, query: str, by: Actor, at: datetime
) -> SavedView:
    """Keep what a list is narrowed to and sorted by, under a name.

    Raises NotAllowed for another's, Refused for a name or a view that is empty or too long,
    Conflict for a name that is taken.
    """
    _oneself(user, by)
    if not 0 < len(name.strip()) <= rules.LONGEST_NAME:
        raise Refused(_("Give the view a name of at most 60 characters."), field="name")
    if not 0 < len(query) <= rules.LONGEST_QUERY:
        raise Refused(_("There is nothing to keep, or more than a view holds."))
    with act(rules.VIEW_KEPT, on=user, by=by, at=at) as story, judged():
        story["name"] = name.strip()
        return SavedView.objects.create(user=user, page=page, name=name.strip(), query=query)


def forget_view(*, view: SavedView, by: Actor, at: datetime) -> None:
    """Forget a view of a list. Raises NotAllowed for another's, Conflict if it is gone already."""
    _oneself(view.user, by)
    with act(rules.VIEW_FORGOTTEN, on=view.user, by=by, at=at) as story:
        if not SavedView.objects.filter(pk=view.pk).exists():
            raise Conflict(_("This view has been forgotten already."))
        story["name"] = view.name
        view.delete()


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


def sweep(*, at: datetime) -> dict[str, int]:
    """Delete what no longer opens or stops anything; return how many of each.

    ``at`` is real time. Safe to run at any time, any number of times.
    """
    over = {
        "sessions": Session.objects.over(at),
        "links": OneTimeLink.objects.over(at),
        "keys": IdempotencyKey.objects.filter(made_at__lte=at - rules.KEPT),
        "lock_outs": LockOut.objects.over(at),
        "sign_ins": AccessLog.objects.filter(attempt_time__lt=at - rules.SIGN_INS_KEPT),
    }
    swept = {name: rows.delete()[0] for name, rows in over.items()}
    with connection.cursor() as cursor:  # Django's cache deletes only what it is asked for
        cursor.execute("DELETE FROM cache WHERE expires < %s", [at])
        return swept | {"cached": cursor.rowcount}


def unkeep(row: IdempotencyKey) -> None:
    """Leave a key unused: nothing was done under it."""
    row.delete()


def invite(*, user: User, by: Actor, at: datetime) -> OneTimeLink:
    """Send a link by which somebody sets their first password; ``at`` is real time.

    Raises NotAllowed for all but administrators, Refused for an account that is shut.
    """
    _administer(by)
    with act(rules.INVITED, on=user, by=by, at=at):
        if not user.is_active:
            raise Refused(_("This account may not sign in: open it first."))
        _void_links(user)
        return _send("accounts.invited", user, Purpose.PASSWORD, rules.INVITATION, at)


def send_link(*, email: str, purpose: Purpose, at: datetime) -> None:
    """Send a one-time link to an address that has an account; ``at`` is real time.

    Nobody is told whether it has one. Whether a mail may go out is asked again at delivery.
    """
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if user is None:
        return
    by, kind = Actor(system="accounts"), f"accounts.{purpose}_link"
    with act(rules.LINK_SENT, on=user, by=by, at=at):
        _send(kind, user, purpose, rules.LIFE[purpose], at)


def find_link(*, secret: str, at: datetime) -> OneTimeLink:
    """Return the link of an address while it works. Raises Refused."""
    link = (
        OneTimeLink.objects.open(at)
        .select_related("user")
        .filter(hashed=rules.digest_of(secret))
        .first()
    )
    if link is None:
        raise Refused(
            _("This link has been used or has run out. Ask for a new one where you sign in.")
        )
    return link


def set_password_by_link(*, secret: str, password: str, at: datetime) -> User:
    """Set a password by a link, which is used up; every session ends, every other link is void.

    Raises Refused for a link that does not work, or was sent for something else.
    """
    link = find_link(secret=secret, at=at)
    if link.purpose != Purpose.PASSWORD:
        raise Refused(_("This link is for something else."))
    with act(rules.PASSWORD_SET, on=link.user, by=Actor(link=link.pk), at=at):
        user = _use(link, secret, at)
        user.set_password(password)
        change(user, password=user.password)
        _void_links(user)
        _end_sessions(user)
        _tell(user, "password_changed", at)
    return user


def enter_by_link(*, secret: str, needs_second_factor: bool, at: datetime) -> User:
    """Use up a link to sign in and return who came by it; the door opens the session.

    Raises Refused for a link that does not work, was sent for something else, or belongs to
    somebody whose role needs a second factor and who has none: a mail alone lets nobody of them in.
    """
    link = find_link(secret=secret, at=at)
    if link.purpose != Purpose.SIGN_IN:
        raise Refused(_("This link is for something else."))
    if needs_second_factor and not has_second_factor(link.user):
        raise Refused(_("Your role needs a password and a second factor: sign in with them."))
    with act(rules.ENTERED, on=link.user, by=Actor(link=link.pk), at=at):
        return _use(link, secret, at)


def change_password(*, user: User, password: str, by: Actor, at: datetime) -> User:
    """Change one's own password, which the door has asked for once more.

    Other sessions end by themselves: each carries a mark of the password it began with.
    Raises NotAllowed for another's.
    """
    _oneself(user, by)
    with act(rules.PASSWORD_SET, on=user, by=by, at=at):
        user = locked(User, user.pk)
        user.set_password(password)
        change(user, password=user.password)
        _void_links(user)
    return user


def secure(*, user: User, what: str, but: str, by: Actor, at: datetime) -> None:
    """Tell a person that how they sign in has changed, and end their sessions but the one named.

    ``what`` is one of SECURITY, ``but`` the key of the session in which it was done.
    """
    with act(rules.SECURED, on=user, by=by, at=at) as story:
        story |= {"what": str(rules.SECURITY[what])}
        _end_sessions(user, but=but)
        _tell(user, what, at)


def forget_second_factor(*, user: User, by: Actor, at: datetime) -> None:
    """Remove the second factor of somebody who lost it; every session of theirs ends.

    Raises NotAllowed for all but administrators, and for one's own.
    """
    _administer(by)
    if by.user == user:
        raise NotAllowed(_("Somebody else must remove your second factor."))
    with act(rules.FACTOR_FORGOTTEN, on=user, by=by, at=at):
        Authenticator.objects.filter(user=user).delete()
        _end_sessions(user)
        _tell(user, "factor_forgotten", at)


def end_sessions(*, user: User, names: Iterable[str], by: Actor, at: datetime) -> int:
    """End some of one's own sessions, by their names; return how many there were.

    Raises NotAllowed for another's.
    """
    _oneself(user, by)
    with act(rules.SESSIONS_ENDED, on=user, by=by, at=at):
        wanted = set(names)
        keys = [one.pk for one in Session.objects.filter(user=user) if one.name in wanted]
        Session.objects.filter(pk__in=keys).delete()
    return len(keys)


def let_in_again(*, email: str, address: str, by: Actor, at: datetime) -> None:
    """End the lock-out of an account at one network address before its time.

    Raises NotAllowed for all but administrators, Refused where there is no such account,
    Conflict where nothing is locked.
    """
    _administer(by)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise Refused(_("There is no account with this address: nobody waits to be let in."))
    with act(rules.LET_IN, on=user, by=by, at=at) as story:
        if not reset(ip=address, username=user.email):
            raise Conflict(_("Nothing is locked here any more."))
        story["address"] = address


def has_second_factor(user: User, *, but: Authenticator | None = None) -> bool:
    """Tell whether somebody has more than a password; recovery codes alone do not count."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    rows = Authenticator.objects.filter(user=user, type__in=kinds)
    return rows.exclude(pk=but.pk if but else None).exists()


def _send(kind: str, user: User, purpose: Purpose, life: timedelta, at: datetime) -> OneTimeLink:
    link = OneTimeLink(user=user, purpose=purpose, made_at=at, expires_at=at + life)
    link.hashed = link.fingerprint
    link.save(force_insert=True)
    to = [Recipient(user_id=user.pk)]
    post(kind, about=link, visit_id=None, to=to, key=str(link.pk), at=at)
    return link


def _use(link: OneTimeLink, secret: str, at: datetime) -> User:
    """Use a link up, once however many press at the same time; the account is locked already."""
    find_link(secret=secret, at=at)
    change(link, used_at=at)
    return locked(User, link.user_id)


def _tell(user: User, what: str, at: datetime) -> None:
    key, to = f"{at.isoformat()} {what}", [Recipient(user_id=user.pk)]
    post("accounts.secured", about=user, visit_id=None, to=to, key=key, at=at)


def _in_words(values: dict[str, Any]) -> str:
    """Name what changes, and of a right whether it is given; addresses stand in row history."""
    rights = {True: _("%(what)s: yes"), False: _("%(what)s: no")}
    names = {field.name: field.verbose_name for field in User._meta.fields}
    return ", ".join(
        rights[value] % {"what": names[name]} if isinstance(value, bool) else str(names[name])
        for name, value in values.items()
    )


def _tell_both_addresses(user: User, at: datetime) -> None:
    """Tell an address that mails no longer go there, and the new one that they do.

    The outbox sends to an account's present address; the old one is read at delivery from the
    row of its history that stands now and is named by the key.
    """
    history = user.pgh_event_model.objects.filter(pgh_obj=user)  # type: ignore[attr-defined]
    key, to = str(history.latest("pgh_id").pk), [Recipient(user_id=user.pk)]
    for kind in ("accounts.address_left", "accounts.address_taken"):
        post(kind, about=user, visit_id=None, to=to, key=key, at=at)


def _end_sessions(user: User, but: str = "") -> None:
    Session.objects.filter(user=user).exclude(pk=but).delete()


def _void_links(user: User) -> None:
    OneTimeLink.objects.filter(user=user, used_at=None).delete()


def _oneself(user: User, by: Actor) -> None:
    if by.user != user:
        raise NotAllowed(_("These settings belong to somebody else."))


def _keep_an_administrator(user: User, values: dict[str, Any], by: Actor) -> None:
    """Refuse to take the last administrator's right, or to take one without having one.

    All of them are locked, in one order: of two who take each other's, one comes too late.
    """
    taken = next((name for name in ("is_staff", "is_active") if values.get(name) is False), "")
    if not taken:
        return
    rows = User.objects.filter(is_staff=True, is_active=True).select_for_update(no_key=True)
    keys = [one.pk for one in rows.order_by("pk")]
    if by.user and by.user.pk not in keys:
        raise NotAllowed(ADMINISTRATORS)
    if keys == [user.pk]:
        raise Refused(
            _("This is the last administrator: make somebody else one first."), field=taken
        )


def _administer(by: Actor) -> None:
    if not (by.system or (by.user and by.user.is_staff)):
        raise NotAllowed(ADMINISTRATORS)
