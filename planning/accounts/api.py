"""The frame of the API: what every endpoint does without doing anything for it (ADR 6)."""

import hashlib
import io
import re
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from planning.accounts import actions
from planning.accounts.models import ApiToken, IdempotencyKey
from planning.accounts.pages import signed_in
from planning.accounts.rules import LOCKED
from planning.core.api import etag_of
from planning.core.schema import schema
from planning.core.throttles import count

LOCK = round(settings.AXES_COOLOFF_TIME * 3600)  # seconds
KEY = re.compile(r"\"?([\x21\x23-\x7e]{1,200})\"?")  # visible characters, perhaps in quotes


class Endpoint(APIView):
    """Counts requests, tells versions by ETag, and gives a write one effect under one key."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Look who asks, and how often; a write under a key is done once."""
        writes = request.method not in SAFE_METHODS
        body = request._request.body if writes else b""  # refuses what is too large
        super().initial(request, *args, **kwargs)
        method = str(request.method).lower()
        if writes and "Idempotency-Key" in request.headers and hasattr(self, method):
            shape = KEY.fullmatch(request.headers["Idempotency-Key"].strip())
            if not shape:
                raise exceptions.ParseError(
                    _("An Idempotency-Key has 1 to 200 visible characters and no spaces.")
                )
            handler = partial(self._once, getattr(self, method), shape[1], body)
            setattr(self, method, handler)

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, answer in their language, and count the request, a stranger's too.

        Wrong tokens lock the door to further wrong tokens of the same address, in the words and
        for the time of a wrong password. Right ones stay right: their 256 bits are not guessed,
        and nobody behind a shared address is shut out by a neighbour's slip.
        """
        try:
            super().perform_authentication(request)
        except exceptions.AuthenticationFailed:
            try:
                count(request.META["REMOTE_ADDR"], "wrong", seconds=LOCK)
            except exceptions.Throttled as locked:
                locked.detail = exceptions.ErrorDetail(LOCKED)
                raise
            raise
        except exceptions.APIException:
            count(request.META["REMOTE_ADDR"], "stranger")
            raise
        if request.user is None:
            count(request.META["REMOTE_ADDR"], "stranger")
        elif not hasattr(request._request, "asks_again"):
            translation.activate(signed_in(request).language)
            by = request.auth if isinstance(request.auth, ApiToken) else request.user
            count(str(by.pk), "read" if request.method in SAFE_METHODS else "write")

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Say by ``Allow`` which methods there are; the schema says the rest."""
        return Response(status=204)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        """Add ETag and Location; to a reader who has it already, send nothing."""
        data = getattr(response, "data", None)
        if response.status_code in (200, 201) and (etag := etag_of(data)):
            known = request.headers.get("If-None-Match", "")
            if request.method in ("GET", "HEAD") and etag in known:
                response = Response(status=304)
            response["ETag"] = etag
        if response.status_code == 201 and isinstance(data, dict) and "url" in data:
            response["Location"] = data["url"]
        return super().finalize_response(request, response, *args, **kwargs)

    def _once(
        self, handler: Any, key: str, body: bytes, request: Request, *args: Any, **kwargs: Any
    ) -> Response:
        said = (
            request.method,
            request.get_full_path(),
            request.headers.get("If-Match", ""),
            request.content_type,
        )
        fingerprint = hashlib.sha256("\n".join(map(str, said)).encode() + b"\n" + body)
        with actions.once(
            user=request.user, key=key, fingerprint=fingerprint.hexdigest(), at=timezone.now()
        ) as row:
            if row.status is None:
                response = handler(request, *args, **kwargs)
                addresses = _addresses(response.data)
                actions.keep(row, status=response.status_code, addresses=addresses)
                return response
        return _answered_again(request, row)


@extend_schema(exclude=True)
class SchemaView(Endpoint):
    """The description of the API, in OpenAPI 3.1."""

    def get(self, request: Request) -> Response:
        """Answer with it."""
        return Response(schema())


class Router(SimpleRouter):
    """Puts the frame around every viewset."""

    def register(self, prefix: str, viewset: Any, basename: str | None = None) -> None:
        """Register a viewset under the name of its collection."""
        words = {"__doc__": viewset.__doc__, "__module__": viewset.__module__}
        super().register(prefix, type(viewset.__name__, (Endpoint, viewset), words), basename)


def _addresses(data: Any) -> Any:
    """Return where the objects of an answer stand: one path, a list of them, or None."""
    if isinstance(data, list):
        return [_addresses(one) for one in data]
    return urlsplit(data["url"]).path if isinstance(data, dict) and "url" in data else None


def _answered_again(request: Request, row: IdempotencyKey) -> Response:
    """Answer as before, by what its reader may read now."""
    data: Any = None
    if isinstance(row.addresses, list):
        data = [_read(request, path) for path in row.addresses]
    elif row.addresses:
        data = _read(request, row.addresses)
    return Response(data, status=row.status)


def _read(request: Request, path: str) -> Any:
    """Read an object as whoever asks. Raises NotFound where it does not exist for them now."""
    dropped = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IDEMPOTENCY_KEY")
    environ = {name: value for name, value in request.META.items() if name not in dropped}
    environ |= {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": ""}
    again: Any = WSGIRequest(environ | {"CONTENT_LENGTH": "0", "wsgi.input": io.BytesIO()})
    again.user, again.asks_again = request._request.user, True  # counted already
    match = resolve(path)
    response = match.func(again, *match.args, **match.kwargs)
    if response.status_code != 200:
        raise exceptions.NotFound
    return response.data
