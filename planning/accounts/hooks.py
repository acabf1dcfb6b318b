"""What Django and DRF call by dotted path."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from rest_framework import authentication


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
