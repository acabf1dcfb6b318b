"""What every page asks of the account."""

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from planning.accounts.models import User
from planning.audit.rules import Actor
from planning.core import clock


class How(TypedDict):
    """Who acts, and when."""

    by: Actor
    at: datetime


def actor(request: HttpRequest) -> Actor:
    """Return who acts in a request: its signed-in user."""
    return Actor(user=signed_in(request))


def how(request: HttpRequest) -> How:
    """Return what every action asks of its door: who acts, and when."""
    return {"by": actor(request), "at": clock.now()}


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in user; the pages that call this are shut to all others."""
    if not isinstance(request.user, User):
        raise TypeError("this page must not be open to the public")
    return request.user


def needs_second_factor(user: User) -> bool:
    """Tell whether a password is not enough for somebody: administrators, and whom the rule names.

    The rule stands above this slice, which knows no roles; the settings say where.
    """
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return user.is_staff or import_string(settings.SECOND_FACTOR_RULE)(user)
