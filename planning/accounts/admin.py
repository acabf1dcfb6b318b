"""Accounts in the admin panel."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.accounts import actions
from planning.accounts.models import ApiToken, User
from planning.accounts.pages import actor
from planning.audit.admin import ActionAdmin, LogAdmin
from planning.core import clock
from planning.core.admin import VersionedForm
from planning.core.errors import Refused


class UserForm(VersionedForm):
    """An account; the password is typed once, when it is opened."""

    first_password = forms.CharField(
        label=_("Password"),
        help_text=_("Leave it empty: an invitation to set one goes out by mail."),
        validators=[validate_password],
        required=False,
        widget=forms.PasswordInput,
    )

    def clean_email(self) -> str:
        """Keep the address in small letters."""
        return self.cleaned_data["email"].lower()


class UserAdmin(ActionAdmin):
    """Users; ``visits`` registers them, since enabling an account may open visits to it."""

    edit = staticmethod(actions.edit)
    form = UserForm
    fields = ["email", "name", "language", "time_zone", "is_active", "is_staff"]
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]
    actions = ["invite", "forget_second_factor"]

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        """Ask for a password only where an account is opened."""
        fields = super().get_fields(request, obj)
        return fields if obj else [*fields, "first_password"]

    def act(
        self, request: HttpRequest, row: User, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Open or change an account."""
        if changed is not None:
            self.edit(user=row, version=version, **changed, by=actor(request), at=clock.now())
            return
        password = request.POST.get("first_password") or None
        user = actions.create(
            id=row.pk,
            email=row.email,
            name=row.name,
            password=password,
            language=row.language,
            time_zone=row.time_zone,
            is_active=row.is_active,
            is_staff=row.is_staff,
            by=actor(request),
            at=clock.now(),
        )
        if password is None and user.is_active:
            actions.invite(user=user, by=actor(request), at=timezone.now())

    @admin.action(description=_("Send an invitation to set a password"))
    def invite(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        """Send the chosen people a link to set their password."""
        self._each(request, rows, actions.invite)

    @admin.action(description=_("Remove the second factor of somebody who lost it"))
    def forget_second_factor(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        """Have the chosen people set up a new second factor when they next sign in."""
        self._each(request, rows, actions.forget_second_factor)

    def _each(self, request: HttpRequest, rows: QuerySet[User], do: Callable[..., Any]) -> None:
        """Act on each of the chosen, and say of each what came of it."""
        for user in rows:
            try:
                do(user=user, by=actor(request), at=timezone.now())
            except Refused as refusal:
                said = _("%(name)s: %(refusal)s") % {"name": user.name, "refusal": refusal}
                self.message_user(request, said, messages.ERROR)
            else:
                self.message_user(request, _("%(name)s: done.") % {"name": user.name})


@admin.register(ApiToken)
class ApiTokenAdmin(LogAdmin):
    """Everybody's API tokens, to be looked at and ended; a secret is for its user's eyes."""

    fields = [
        "user", "name", "handle", "scope", "created_at", "expires_at", "last_used_at",
        "revoked_at", "revoked_by",
    ]  # fmt: skip
    list_display = ["name", "user", "handle", "scope", "expires_at", "last_used_at", "revoked_at"]
    list_filter = ["scope"]
    list_select_related = ["user"]
    search_fields = ["name", "handle", "user__name"]
    ordering = ["-created_at", "pk"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        """End those that still stand."""
        for token in chosen.filter(revoked_at=None).order_by("pk"):
            actions.revoke_token(token=token, by=actor(request), at=timezone.now())
