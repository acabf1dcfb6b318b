"""What templates need to say: spans of days, permissions, the head of a page and of a visit."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from planning.accounts.models import SavedView, User
from planning.core import clock, logs, wording
from planning.core.admin import label
from planning.core.pages import UNDO, texts_of
from planning.core.tables import List
from planning.core.views import LOOK, Look
from planning.overview import pages, queries
from planning.visits.access import rights
from planning.visits.rules import May, Rights

register = template.Library()


@register.simple_tag
def span(starts_on: date | None, ends_on: date | None) -> str:
    """Print a span of days in words."""
    return wording.span(starts_on, ends_on)


@register.inclusion_tag("planning/_undo.html", takes_context=True)
def undo(context: dict[str, Any]) -> dict[str, Any]:
    """Print the button that undoes what the notice before it says, once."""
    request = context["request"]
    back = request.session.pop(UNDO, None) if UNDO in request.session else None
    return {"undo": back, "csrf_token": context.get("csrf_token")}


@register.filter
def first_input(field: BoundField) -> str:
    """Return the id of a field's first input, for a link that leads to it."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def saved_views(context: dict[str, Any], listed: List) -> list[SavedView]:
    """Return the views that the reader keeps of this list, and note whether one is shown."""
    request = context["request"]
    views = list(
        request.user.views.filter(page=request.resolver_match.view_name).order_by("name", "pk")
    )
    listed.is_kept = any(view.query == listed.query for view in views)
    return views


@register.simple_tag
def brief_span(starts_on: date, ends_on: date) -> str:
    """Print a span of days where the year is known."""
    return wording.brief_span(starts_on, ends_on)


@register.simple_tag
def marked(pieces: Iterable[tuple[str, bool]]) -> str:
    """Print a text in pieces, those that were found marked."""
    shown = (format_html("<mark>{}</mark>", text) if found else text for text, found in pieces)
    return format_html_join("", "{}", ((text,) for text in shown))


@register.simple_tag
def may(rights: Rights, what: str, of: Collection[Any] = ()) -> bool:
    """Ask whether the reader may do something: ``{% may rights "request" as may_request %}``."""
    return rights.may(May(what), of)


@register.inclusion_tag("planning/_certainty.html")
def certainty(value: str) -> dict[str, str]:
    """Print how sure days are, in a word and a shape."""
    return {"value": value}


@register.inclusion_tag("planning/_head.html", takes_context=True)
def visit_head(context: dict[str, Any]) -> dict[str, Any]:
    """Print the head of a visit's page: facts, the capitals' clocks, sections with what is owed.

    A page that has asked what is ``owed`` already is not made to ask again.
    """
    request, visit, at = context["request"], context["visit"], clock.now()
    today, owed = timezone.localdate(at), context.get("owed")
    if owed is None:
        held = context.get("rights") or rights(request.user, visit)
        owed = queries.owed_on(visit, request.user, held, today)
    head = pages.head_of(request, visit, owed, at, today)
    return {"head": head, "visit": visit}


@register.inclusion_tag("planning/_crumbs.html", takes_context=True)
def crumbs(context: dict[str, Any]) -> dict[str, Any]:
    """Print the way to this page from above, for whoever has signed in."""
    request = context.get("request")
    known = isinstance(getattr(request, "user", None), User)
    return {"crumbs": pages.crumbs(request, context.get("visit")) if known else []}


@register.simple_tag(takes_context=True)
def chosen_look(context: dict[str, Any]) -> str:
    """Return whether the reader wants it light or dark; nothing where the system decides."""
    wish = context["request"].COOKIES.get(LOOK, "") if "request" in context else ""
    return wish if wish in Look.values else ""


@register.inclusion_tag("planning/_number.html")
def request_number() -> dict[str, str]:
    """Print the number under which the log tells of this request."""
    return {"number": logs.REQUEST.get()}


@register.inclusion_tag("planning/_typed.html", takes_context=True)
def typed(context: dict[str, Any]) -> dict[str, Any]:
    """Print the texts that were sent with a request that failed, so that none is lost."""
    return {"texts": texts_of(context["request"]) if "request" in context else []}


@register.inclusion_tag("planning/_demo.html", takes_context=True)
def demo_banner(context: dict[str, Any]) -> dict[str, Any]:
    """Print which installation this is; in a demonstration its clock, with a way to move it on."""
    shown = clock.now() if settings.SUMMIT_DEMO_DAY else None
    return {
        "label": label(),
        "shown": shown,
        "tomorrow": shown + timedelta(days=1) if shown else None,
        "request": context.get("request"),
        "user": context.get("user"),
    }
