"""What Django calls by dotted path."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from planning.core import logs
from planning.core.errors import Refused
from planning.core.problems import PROBLEM, problem_body

access = logging.getLogger("summit.access")
PROBES = ("/healthz", "/readyz", "/metrics")


def sent_from(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Know senders by their own address where proxies stand before us: lock-outs count by it.

    Each proxy adds whom it heard to ``X-Forwarded-For``; what stands further left than our own
    proxies wrote may be anything.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        count = settings.SUMMIT_PROXIES
        heard = request.headers.get("X-Forwarded-For", "").split(",")
        if count and len(heard) >= count:
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(heard[-count].strip()))
        return get_response(request)

    return middleware


def named_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Name each request, in every line of the log and in its answer, and log how it ended.

    The name stays until the thread's next request: Django logs a refusal after all middleware.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        name, began = logs.request_id(request.headers.get("X-Request-ID", "")), time.monotonic()
        logs.REQUEST.set(name)
        response = get_response(request)
        response["X-Request-ID"] = name
        _log(request, response.status_code, time.monotonic() - began)
        return response

    return middleware


def _log(request: HttpRequest, status: int, seconds: float) -> None:
    """Write the line of a request; those of probes are too many to read."""
    ms = round(seconds * 1000)
    told = {"method": request.method, "path": request.path, "status": status, "ms": ms}
    level = logging.DEBUG if request.path in PROBES else logging.INFO
    access.log(level, "%s %s %s %s ms", *told.values(), extra=told)


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


SENTENCES = {
    400: _("This request cannot be understood."),
    403: _("You may not do that."),
    404: _("There is nothing at this address."),
    405: _("This address does not take that method."),
    413: _("This is too large."),
    500: _("Something went wrong here. It has been noted."),
}


def problems(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer with problem+json what goes wrong under ``/api/`` before an endpoint is reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        strange = response.status_code >= 400 and response.get("Content-Type") != PROBLEM
        if not (strange and request.path.startswith("/api/")):
            return response
        sentence = str(SENTENCES.get(response.status_code, response.reason_phrase))
        body = problem_body(response.status_code, sentence)
        problem = JsonResponse(body, status=response.status_code, content_type=PROBLEM)
        for name in ("Allow", "Retry-After", "WWW-Authenticate"):
            if name in response:
                problem[name] = response[name]
        return problem

    return middleware
