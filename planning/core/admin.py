"""The admin panel's site, and the form of a table in it."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planning.core import clock
from planning.core.errors import Refused, Stale
from planning.core.pages import compare, refuse

# Django's password page would go around the product's; nothing here uses the other doors.
SHUT = {"password_change", "password_change_done", "view_on_site", "autocomplete"}


class Panel(admin.AdminSite):
    """Django's admin site without a sign-in of its own: there is one way in.

    It opens to those to whom one of its tables is open.
    """

    site_header = gettext_lazy("Summit administration")
    site_title = gettext_lazy("Summit administration")
    index_title = gettext_lazy("Accounts and reference data")
    index_template = "admin/panel_index.html"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in our own tables alone: those of libraries would be second ways to write."""
        tables: Iterable[type[models.Model]] = (
            [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        )
        own = [table for table in tables if table._meta.app_label == "planning"]
        super().register(own, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Open the panel to those to whom one of its tables is open."""
        tables = self._registry.values()
        return request.user.is_active and any(t.has_module_permission(request) for t in tables)

    def get_urls(self) -> list[Any]:
        """Leave out the pages that are no tables."""
        return [url for url in super().get_urls() if getattr(url, "name", None) not in SHUT]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add which installation this is, and the demonstration's clock."""
        shown = clock.now() if settings.SUMMIT_DEMO_DAY else None
        return super().each_context(request) | {"label": label(), "shown": shown}

    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send strangers to the product's own sign-in; refuse those to whom nothing is open."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"))


def label() -> str:
    """Say which installation this is, so that nobody mistakes one for another; live, nothing."""
    if settings.SUMMIT_LABEL or not settings.INSECURE:
        return settings.SUMMIT_LABEL
    return _("Demonstration") if settings.SUMMIT_DEMO_DAY else _("Development")


class VersionedForm(forms.ModelForm):
    """A form that remembers which version it was made on, or under which key it makes a row.

    The version stands under a name of its own: Django refuses a form over the model's, which no
    form edits. ``refusal`` is what the action said when the form was handed to it.
    """

    made_on = forms.IntegerField(widget=forms.HiddenInput, required=False)
    made_as = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    refusal: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("made_on", getattr(self.instance, "version", None))

    def clean(self) -> dict[str, Any] | None:
        """Put the refusal next to what it is about; a stale form says what stands there now."""
        cleaned = super().clean()
        if isinstance(self.refusal, Stale):
            compare(self, dict(self.cleaned_data), self.refusal.current, version="made_on")
        if self.refusal:
            refuse(self, self.refusal)
        return cleaned
