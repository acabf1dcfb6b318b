"""Accounts in the admin panel."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planning.accounts import actions
from planning.accounts.models import ApiToken, LockOut, User
from planning.accounts.pages import actor
from planning.audit.admin import ActionAdmin, LogAdmin
from planning.core import clock
from planning.core.admin import VersionedForm
from planning.core.wording import moment


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
            own = request.session.session_key or ""
            who: dict[str, Any] = {"by": actor(request), "at": clock.now()}
            self.edit(user=row, version=version, **changed, but=own, **who)
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
        who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
        self.each(request, rows, lambda user: actions.invite(user=user, **who))

    @admin.action(description=_("Remove the second factor of somebody who lost it"))
    def forget_second_factor(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        """Have the chosen people set up a new second factor when they next sign in."""
        who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
        self.each(request, rows, lambda user: actions.forget_second_factor(user=user, **who))


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


@admin.register(LockOut)
class LockOutAdmin(LogAdmin):
    """Who may not sign in just now after too many wrong passwords, and from where."""

    fields = ["account", "place", "tries", "latest", "until"]
    list_display = ["account", "place", "tries", "latest", "until"]
    list_display_links = None
    search_fields = ["username", "ip_address"]
    ordering = ["-attempt_time", "pk"]
    actions = ["let_in_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LockOut]:
        """Show what is locked now."""
        return LockOut.objects.standing(timezone.now())

    @admin.display(description=_("e-mail address"), ordering="username")
    def account(self, lock: LockOut) -> str:
        """Name the account, or what was typed in its place."""
        return lock.username or ""

    @admin.display(description=_("network address"), ordering="ip_address")
    def place(self, lock: LockOut) -> str:
        """Say from where; the account is open from elsewhere."""
        return lock.ip_address or ""

    @admin.display(description=_("wrong passwords"))
    def tries(self, lock: Any) -> int:
        """Say how many there were."""
        return lock.tries

    @admin.display(description=_("locked since"), ordering="attempt_time")
    def latest(self, lock: LockOut) -> str:
        """Say when the latest wrong password came: the time counts from there."""
        return moment(lock.attempt_time)

    @admin.display(description=_("locked until"), ordering="attempt_time")
    def until(self, lock: Any) -> str:
        """Say when it ends by itself."""
        return moment(lock.until)

    @admin.action(description=_("Let in again"), permissions=["view"])
    def let_in_again(self, request: HttpRequest, chosen: QuerySet[LockOut]) -> None:
        """End the chosen lock-outs before their time."""
        who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
        self.each(
            request,
            chosen,
            lambda lock: actions.let_in_again(
                email=lock.username or "", address=lock.ip_address or "", **who
            ),
        )
