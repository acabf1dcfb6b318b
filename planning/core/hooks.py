"""What Django calls by dotted path."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from planning.core.errors import Refused


class Refusals:
    """Answer a refusal that no form has caught with its sentence and its status.

    A whole page says what was refused and leads back; to htmx only the sentence is sent, for the
    place of notices at the head of the page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a Refused into an answer; anything else goes its way."""
        if not isinstance(error, Refused):
            return None
        page = {"refusal": error, "back": request.headers.get("Referer", "/")}
        if request.htmx:  # type: ignore[attr-defined]  # django_htmx sets it
            response = render(request, "planning/_refusal.html", page, status=error.status)
            response["HX-Retarget"] = "#notices"
            response["HX-Reswap"] = "innerHTML"
            return response
        return render(request, "planning/refused.html", page, status=error.status)
