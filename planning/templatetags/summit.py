"""What templates need to say: spans of days, permissions, the visit's header."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField

from planning.accounts.models import SavedView
from planning.core import clock, wording
from planning.core.pages import UNDO
from planning.core.tables import List
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
def may(rights: Rights, what: str, of: Collection[Any] = ()) -> bool:
    """Ask whether the reader may do something: ``{% may rights "request" as may_request %}``."""
    return rights.may(May(what), of)


@register.inclusion_tag("planning/_certainty.html")
def certainty(value: str) -> dict[str, str]:
    """Print how sure days are, in a word and a shape."""
    return {"value": value}


@register.inclusion_tag("planning/_demo.html", takes_context=True)
def demo_banner(context: dict[str, Any]) -> dict[str, Any]:
    """Print the demonstration's clock, with a way to move it on; nothing in a live installation."""
    shown = clock.now() if settings.SUMMIT_DEMO_DAY else None
    return {
        "shown": shown,
        "tomorrow": shown + timedelta(days=1) if shown else None,
        "request": context.get("request"),
        "user": context.get("user"),
    }
