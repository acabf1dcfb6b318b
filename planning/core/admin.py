"""The admin panel: another set of doors to the same actions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class Panel(admin.AdminSite):
    """Django's admin site without a sign-in of its own: there is one way in."""

    site_header = _("Summit administration")
    site_title = _("Summit administration")
    index_title = _("Accounts and reference data")

    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send strangers to the product's own sign-in; refuse those who are no administrators."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"))


class VersionedForm(forms.ModelForm):
    """A form that remembers which version it was made on.

    Under a name of its own: Django refuses a form over the model's, which no form edits.
    """

    made_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("made_on", getattr(self.instance, "version", None))


class ActionAdmin(admin.ModelAdmin):
    """A table whose rows are written by actions and never deleted here.

    Subclasses say in ``act`` which action a save is.
    """

    form = VersionedForm

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Delete nothing here."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand a save to the action."""
        changed = {name: form.cleaned_data[name] for name in form.changed_data if name != "made_on"}
        self.act(request, obj, form.cleaned_data.get("made_on"), changed if change else None)

    def act(
        self, request: HttpRequest, row: Any, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Write a new row (``changed`` is None) or the changed fields of one."""
        raise PermissionDenied
