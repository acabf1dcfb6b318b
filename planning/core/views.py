"""The demonstration's clock, light or dark, the page about the API, the pulse, failures."""

import sys
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.db.models import TextChoices
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from planning.core import clock, logs, schema
from planning.core.api import PROBLEM
from planning.core.errors import Refused
from planning.core.forms import DayField, WallTimeField
from planning.core.typed import said


class ClockForm(forms.Form):
    """The day to move on to."""

    to = DayField(error_messages={"required": _("Enter a day, for example 23 11 2025.")})


@require_POST
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Move the demonstration's clock on; everybody in the demonstration may."""
    form = ClockForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(form.errors["to"][0])
        clock.move_on(to=form.cleaned_data["to"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the page of ours on which a button was pressed."""
    back = request.POST.get("next", "/")
    same_site = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if same_site and back.startswith("/") else "/")


class Look(TextChoices):
    """Light or dark, where it is not left to the system."""

    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


LOOK = "summit_look"  # a cookie: each device has its own, and nothing is kept in the page's storage


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep whether the reader wants it light or dark on this device, or as its system has it."""
    response, wish = _back(request), request.POST.get("look", "")
    if wish not in Look.values:
        response.delete_cookie(LOOK)
        return response
    year = timedelta(days=365)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(LOOK, wish, max_age=year, secure=secure, httponly=True, samesite="Lax")
    return response


@require_safe
def typed(request: HttpRequest, kind: str) -> HttpResponse:
    """Read a day or time back in words, or say how to write it: what a field asks while typing."""
    field = {"day": DayField, "time": WallTimeField}.get(kind)
    if field is None:
        raise Http404
    try:
        value = field(required=False).clean(next(iter(request.GET.values()), ""))
    except ValidationError as error:
        return HttpResponse(escape(error.messages[0]))
    return HttpResponse(said(value) if value else "")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show what the API takes and gives."""
    page = {"groups": schema.groups(), "objects": schema.objects()}
    return render(request, "planning/core/api_docs.html", page)


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing else is asked and nothing told."""
    return HttpResponse("ok", content_type="text/plain")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer what nobody foresaw: no detail, only the name under which the log tells it.

    Where the database is away it is a 503, and soon worth another try. Asks the database nothing.
    """
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    status, name = (503 if away else 500), logs.REQUEST.get()
    if request.path.startswith("/api/"):
        title = str(_("Try again in a moment.") if away else _("Something went wrong here."))
        errors = [{"field": "", "detail": title}]
        problem = {"title": title, "status": status, "errors": errors, "request_id": name}
        response: HttpResponse = JsonResponse(problem, status=status, content_type=PROBLEM)
    else:
        page = render_to_string(f"{status}.html", {"request_id": name, "request": request})
        response = HttpResponse(page, status=status)
    if away:
        response["Retry-After"] = "5"
    return response
