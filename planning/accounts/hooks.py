"""What Django and DRF call by dotted path."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from rest_framework import authentication, exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from planning.accounts import actions
from planning.accounts.models import ApiToken, User
from planning.accounts.rules import SECRET, Scope, digest_of


def own_settings(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show pages in the user's language and zone, and let no browser or proxy keep them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
            with timezone.override(ZoneInfo(user.time_zone)):
                response = get_response(request)
        else:
            response = get_response(request)
        add_never_cache_headers(response)
        patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def who_knocks(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Return the address that wrong passwords are counted for: in any case it is the same one."""
    return (credentials or request.POST).get("username", "").lower()


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with CSRF checked; a stranger is answered 401, not 403."""

    def authenticate_header(self, request: object) -> str:
        """Name the scheme, which makes the answer to a stranger a 401."""
        return "Session"


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer summit_…``: the user whose token it is, as far as its scope goes.

    No cookie takes part, so nothing can be forged and no CSRF token is asked for.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return user and token, or None where no token was sent.

        A token that is unknown, expired or revoked, or whose user may not sign in: all are
        answered alike. A token is found by its handle; its secret is compared in constant time.
        """
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        shape = SECRET.fullmatch(secret.strip())
        handle = shape["handle"] if shape else ""
        token = ApiToken.objects.with_people().filter(handle=handle).first()
        known = constant_time_compare(token.digest if token else "", digest_of(secret.strip()))
        at = timezone.now()
        if token is None or not known or not token.opens(at):
            raise exceptions.AuthenticationFailed
        if token.scope == Scope.READ and request.method not in SAFE_METHODS:
            raise exceptions.PermissionDenied(_("This token may only read."))
        actions.note_use(token=token, at=at)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, which makes the answer to a stranger a 401."""
        return 'Bearer realm="Summit"'
