"""What every page asks of the account."""

from django.http import HttpRequest

from planning.accounts.models import User
from planning.audit.rules import Actor


def actor(request: HttpRequest) -> Actor:
    """Return who acts in a request: its signed-in user."""
    return Actor(user=signed_in(request))


def signed_in(request: HttpRequest) -> User:
    """Return the signed-in user; the pages that call this are shut to all others."""
    if not isinstance(request.user, User):
        raise TypeError("this page must not be open to the public")
    return request.user
