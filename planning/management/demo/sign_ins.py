"""The file that says who may sign in to the demonstration, and with which password."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import TypedDict

from django.conf import settings
from django.contrib.auth.hashers import make_password

from planning.accounts import actions as accounts
from planning.accounts.models import User
from planning.audit.rules import Actor
from planning.management.demo.offices import ACCOUNTS


class SignIn(TypedDict):
    """One line of the file."""

    email: str
    password: str
    role: str


def renew(*, by: Actor, at: datetime) -> list[SignIn]:
    """Give a password to every account whose own is not on file; return who may sign in."""
    known = {row["email"]: row["password"] for row in _on_file()}
    names = {account.email: account.name for account in ACCOUNTS}
    for user in User.objects.filter(email__in=names).order_by("email"):
        if user.email not in known or not user.has_usable_password():
            password = known.setdefault(user.email, secrets.token_urlsafe(12))
            hashed = make_password(password)
            accounts.edit(user=user, version=user.version, password=hashed, by=by, at=at)
    return [
        SignIn(email=email, password=known[email], role=name)
        for email, name in names.items()
        if email in known
    ]


def keep(rows: list[SignIn]) -> None:
    """Write the file, whole and for its owner alone; one that says the same stays untouched."""
    if rows == _on_file():
        return
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(rows, file, indent=2)
    draft.rename(path)


def _on_file() -> list[SignIn]:
    path = _path()
    return json.loads(path.read_text()) if path.exists() else []


def _path() -> Path:
    return settings.SUMMIT_DATA / "demo-sign-ins.json"
