"""What Django calls by dotted path."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port

from planning.accounts.models import User
from planning.visits.access import works_in_office
from planning.visits.rules import MINISTRY_PAGES

STAYS_OPEN = {"healthz", "accounts:sign-in", "accounts:sign-out", "account_login", "account_logout"}


class MinistryHost:
    """Serve ministries' pages alone under the second host name, and to ministries alone.

    It stands before what asks for a sign-in: an address that is not on the list does not exist
    there, whoever asks. Who works in the office does not work there, so that nothing of theirs
    is ever shown outside the office's network.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say on which host the request came."""
        host, _port = split_domain_port(request.get_host())
        outside = bool(settings.SUMMIT_MINISTRY_HOST) and host == settings.SUMMIT_MINISTRY_HOST
        request.is_outside = outside  # type: ignore[attr-defined]  # for templates
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Let through what is on the list. Raises Http404, PermissionDenied."""
        if not request.is_outside:  # type: ignore[attr-defined]  # set above
            return
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name not in MINISTRY_PAGES:
            raise Http404
        user = request.user
        if name not in STAYS_OPEN and isinstance(user, User) and works_in_office(user):
            raise PermissionDenied
