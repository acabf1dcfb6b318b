"""One handler for every refusal of the API: problem+json (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_handler
from rest_framework.views import set_rollback

from planning.core.errors import Refused, Stale, VersionMissing
from planning.core.names import code_of
from planning.core.pages import DIGITS

PROBLEM = "application/problem+json"


class Pages(LimitOffsetPagination):
    """Lists come in pages, however many rows are asked for."""

    max_limit = 200


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal or a validation error with ``title``, ``status`` and ``errors``."""
    if isinstance(error, Refused):
        set_rollback()
        by_header = "HTTP_IF_MATCH" in context["request"].META
        status = 412 if isinstance(error, Stale) and by_header else error.status
        return _problem(status, str(error), [{"field": error.field, "detail": str(error)}])
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
        problem = _problem(answer.status_code, detail, [{"field": "", "detail": detail}])
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in answer:
            problem[name] = answer[name]
    return problem


def named_version(request: Any) -> int:
    """Return the version that a write names in ``If-Match`` or in its body.

    Raises VersionMissing where it names none, or no number.
    """
    body = request.data if isinstance(request.data, dict) else {}
    value = str(request.headers.get("If-Match", body.get("version", ""))).strip('"')
    if not value.isdecimal() or len(value) > DIGITS:
        raise VersionMissing
    return int(value)


def of_visit(rows: Any, request: Request) -> Any:
    """Keep the rows of the visit named by ``?visit=<code>``, in either case; all without it."""
    code = request.query_params.get("visit")
    return rows.filter(visit__code=code_of(code)) if code else rows


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
        yield {"field": field, "detail": str(detail)}
