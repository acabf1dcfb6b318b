"""What every endpoint of the API does: refusals as problem+json (RFC 9457), pages, versions."""

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler
from rest_framework.views import set_rollback

from planning.core.errors import Busy, Refused, Stale, VersionMissing
from planning.core.pages import DIGITS
from planning.core.problems import PROBLEM, problem_body


class Pages(LimitOffsetPagination):
    """Lists come in pages: ``?limit=`` up to 200, from ``?offset=`` on.

    More is cut to 200; what is no number is refused.
    """

    max_limit = 200

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """Refuse a limit below one, an offset below nothing."""
        for name, least in (("limit", 1), ("offset", 0)):
            value = request.query_params.get(name, str(least))
            if not (value.isdecimal() and len(value) <= DIGITS and int(value) >= least):
                words = _("Enter a whole number from %(least)s on.") % {"least": least}
                raise exceptions.ValidationError({name: words})
        return super().paginate_queryset(queryset, request, view)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Say what may be asked for."""
        parameters = super().get_schema_operation_parameters(view)
        for parameter, bounds in zip(parameters, ({"minimum": 1}, {"minimum": 0}), strict=True):
            bounds |= {"maximum": 10**DIGITS - 1}
            parameter["schema"] |= bounds
        parameters[0]["description"] += f" At most {self.max_limit} are given."
        return parameters


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal or a validation error with ``title``, ``status`` and ``errors``."""
    if isinstance(error, Refused):
        set_rollback()
        by_header = "HTTP_IF_MATCH" in context["request"].META
        status = 412 if isinstance(error, Stale) and by_header else error.status
        problem = _problem(status, str(error), [{"field": error.field, "detail": str(error)}])
        if isinstance(error, Busy):
            problem["Retry-After"] = str(error.wait)
        return problem
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    answer = drf_handler(error, context)
    if answer is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        problem = _problem(400, str(error.default_detail), list(_flatten(error.detail)))
    else:
        detail = str(getattr(error, "detail", ""))
        if answer.status_code == 401:  # whatever the reason, so that nothing can be told from it
            detail = _("Sign in, or send a valid token.")
        problem = Response(
            problem_body(answer.status_code, detail), answer.status_code, content_type=PROBLEM
        )
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in answer:
            problem[name] = answer[name]
    return problem


def named_version(request: Any) -> int:
    """Return the version that a write names in ``If-Match`` or in its body.

    Raises VersionMissing where it names none, or no number.
    """
    body = request.data if isinstance(request.data, dict) else {}
    value = str(request.headers.get("If-Match", body.get("version", "")))
    value = value.removeprefix("W/").strip('"').partition("-")[0]  # see etag_of
    if not value.isdecimal() or len(value) > DIGITS:
        raise VersionMissing
    return int(value)


def etag_of(data: Any) -> str:
    """Return the ETag of one object, ``"<version>-<digest>"``; nothing where it has no version.

    The version alone would not do: what an object shows may follow from other rows, and from the
    reader. ``If-Match`` may leave the digest away; only the version counts there.
    """
    if not isinstance(data, dict) or not isinstance(data.get("version"), int):
        return ""
    digest = hashlib.sha256(JSONRenderer().render(data)).hexdigest()
    return f'"{data["version"]}-{digest[:16]}"'


def _problem(status: int, title: str, errors: list[dict[str, str]]) -> Response:
    body = {"title": title, "status": status, "errors": errors}
    return Response(body, status=status, content_type=PROBLEM)


def _flatten(detail: Any, field: str = "") -> Any:
    if isinstance(detail, dict):
        for key, value in detail.items():
            inner = "" if key == "non_field_errors" else str(key)
            yield from _flatten(value, ".".join(filter(None, [field, inner])))
    elif isinstance(detail, list):
        for value in detail:
            yield from _flatten(value, field)
    else:
        # A sentence may repeat what was sent, half of a surrogate pair too, which no JSON can bear.
        words = str(detail).encode(errors="backslashreplace").decode()
        yield {"field": field, "detail": words}
