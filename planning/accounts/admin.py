"""Accounts in the admin panel."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.accounts import actions
from planning.accounts.models import ApiToken, User
from planning.accounts.pages import actor
from planning.core import clock
from planning.core.admin import ActionAdmin, VersionedForm

admin.site.unregister(Group)  # rights follow from roles on visits


class UserForm(VersionedForm):
    """An account; the password is typed once, when it is opened."""

    first_password = forms.CharField(
        label=_("Password"),
        validators=[validate_password],
        required=False,
        widget=forms.PasswordInput,
    )

    def clean_email(self) -> str:
        """Keep the address in small letters."""
        return self.cleaned_data["email"].lower()


@admin.register(User)
class UserAdmin(ActionAdmin):
    """Users."""

    form = UserForm
    fields = ["made_on", "email", "name", "language", "time_zone", "is_active", "is_staff"]
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    ordering = ["name", "pk"]

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Ask for a password only where an account is opened."""
        return self.fields if obj else [*self.fields, "first_password"]

    def act(
        self, request: HttpRequest, row: User, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Open or change an account."""
        if changed is not None:
            actions.edit(user=row, version=version, **changed, by=actor(request), at=clock.now())
            return
        actions.create(
            id=row.pk,
            email=row.email,
            name=row.name,
            password=request.POST.get("first_password") or None,
            language=row.language,
            time_zone=row.time_zone,
            is_active=row.is_active,
            is_staff=row.is_staff,
            by=actor(request),
            at=clock.now(),
        )


@admin.register(ApiToken)
class ApiTokenAdmin(ActionAdmin):
    """Everybody's API tokens, to be looked at and ended."""

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

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Make none here: a secret is for its user's eyes."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        """Change none."""
        return False

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        """End those that still stand."""
        for token in chosen.filter(revoked_at=None).order_by("pk"):
            actions.revoke_token(token=token, by=actor(request), at=timezone.now())
