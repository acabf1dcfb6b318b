"""Tables of the admin panel whose every save is an act."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from planning.audit.queries import history
from planning.core.admin import VersionedForm
from planning.core.errors import Refused, VersionMissing


class ActionAdmin(admin.ModelAdmin):
    """A table whose rows are written by actions and never deleted here.

    Subclasses say in ``act`` which action a save is, and in ``is_open_to`` for whom else but
    administrators the table is. Django's own log stays empty: the audit is the history.
    """

    form: Any = VersionedForm
    change_list_template = "admin/panel_list.html"
    actions: Any = None
    show_full_result_count = False

    def is_open_to(self, request: HttpRequest) -> bool:
        """Tell for whom the table is: administrators."""
        return request.user.is_active and getattr(request.user, "is_staff", False)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """List the table on the panel's first page."""
        return self.is_open_to(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Show the rows."""
        return self.is_open_to(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Offer a form; the action decides."""
        return self.is_open_to(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Offer a form; the action decides."""
        return self.is_open_to(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Delete nothing here."""
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Filter by what the list offers, never by what leads to visits or to passwords."""
        offered = lookup.partition("__")[0] in self.get_list_filter(request)
        return offered and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Add the hidden field: the version of a row, the key of a new one."""
        return ["made_on" if obj else "made_as", *super().get_fields(request, obj)]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Return the form's class, with what the action has just refused."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form again where the action refuses, with the sentence and all that was typed.

        Nothing of the first attempt is left: Django saves in one transaction.
        """
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            response = super().changeform_view(request, object_id, form_url, extra_context)
            response.status_code = refusal.status
            return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand a save to the action, under the key the form came with. Raises VersionMissing."""
        typed = form.cleaned_data
        if not change:
            obj.pk = typed["made_as"] or obj.pk
            self.act(request, obj, 0, None)
            return
        if typed["made_on"] is None:
            raise VersionMissing
        own = {field.name for field in self.opts.fields}
        changed = {name: typed[name] for name in form.changed_data if name in own}
        if changed:
            self.act(request, obj, typed["made_on"], changed)

    def act(
        self, request: HttpRequest, row: Any, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Write a new row (``changed`` is None) or the changed fields of one."""
        raise PermissionDenied

    def each(self, request: HttpRequest, rows: Iterable[Any], do: Callable[[Any], object]) -> None:
        """Act on each of the chosen rows, and say of each what came of it."""
        for row in rows:
            try:
                do(row)
            except Refused as refusal:
                said = _("%(refusal)s (%(name)s)") % {"name": row, "refusal": refusal}
                self.message_user(request, said, messages.ERROR)
            else:
                self.message_user(request, _("Done: %(name)s.") % {"name": row})

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what was done to a row, in the words of the audit."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        page = {
            **self.admin_site.each_context(request),
            "title": _("History of %(name)s") % {"name": row},
            "module_name": str(self.opts.verbose_name_plural),
            "told": history(row),
            "object": row,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/row_history.html", page)


class LogAdmin(ActionAdmin):
    """A table to be looked at: its rows come about elsewhere, and nothing is typed here."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Leave out the hidden field: there is no form."""
        return list(self.fields or ())

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Add none."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Change none."""
        return False
