"""Reference data in the admin panel."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from planning.accounts.pages import actor, signed_in
from planning.audit.admin import ActionAdmin
from planning.core import clock
from planning.core.admin import VersionedForm
from planning.stakeholders import actions
from planning.stakeholders.models import (
    Country,
    Membership,
    Organisation,
    Person,
    keeps_reference,
)


class KeptAdmin(ActionAdmin):
    """A table that members of protocol offices and desks keep, too."""

    def is_open_to(self, request: HttpRequest) -> bool:
        """Open it to administrators and keepers; what a user keeps is asked once a request."""
        if super().is_open_to(request):
            return True
        if not hasattr(request, "keeps_reference"):
            keeps = request.user.is_authenticated and keeps_reference(signed_in(request))
            request.keeps_reference = keeps  # type: ignore[attr-defined]
        return request.keeps_reference  # type: ignore[attr-defined]


class NamedAdmin(ActionAdmin):
    """Whatever has names is written in one way."""

    edit: Any = staticmethod(actions.edit)
    search_fields = ["name", "name_own", "name_latin"]
    ordering = ["name", "pk"]

    def act(
        self, request: HttpRequest, row: Any, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Add or change a row."""
        if changed is None:
            actions.add(row, by=actor(request), at=clock.now())
        else:
            self.edit(row, version=version, by=actor(request), at=clock.now(), **changed)


class CountryForm(VersionedForm):
    """A country; its weekend is ticked."""

    weekend = forms.TypedMultipleChoiceField(
        label=_("Weekend"),
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],  # Monday is 1
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(Country)
class CountryAdmin(NamedAdmin):
    """Countries."""

    form = CountryForm
    fields = [
        "name", "name_own", "name_latin", "code", "capital", "zone", "weekend", "holidays_key",
    ]  # fmt: skip
    list_display = ["name", "code", "capital", "zone"]


@admin.register(Organisation)
class OrganisationAdmin(NamedAdmin, KeptAdmin):
    """Organisations."""

    fields = ["name", "name_own", "name_latin", "short", "kind", "country", "city"]
    list_display = ["name", "kind", "country", "city"]
    list_filter = ["kind", "country"]
    list_select_related = ["country"]
    search_fields = [*NamedAdmin.search_fields, "short"]


class PersonAdmin(NamedAdmin, KeptAdmin):
    """People; ``visits`` registers them, since an account may open visits."""

    fields = [
        "style", "name", "name_own", "name_latin", "post", "precedence", "email", "telephone",
    ]  # fmt: skip
    list_display = ["name", "post", "user"]
    list_select_related = ["user"]
    search_fields = [*NamedAdmin.search_fields, "post"]

    def get_fields(self, request: HttpRequest, obj: Person | None = None) -> list[Any]:
        """Show accounts to those to whom they belong."""
        fields = super().get_fields(request, obj)
        return [*fields, "user"] if signed_in(request).is_staff else fields


@admin.register(Membership)
class MembershipAdmin(ActionAdmin):
    """Memberships and their rights: who belongs to an office, who may clear texts for it."""

    fields = ["person", "organisation", "may_clear", "is_current"]
    list_display = ["person", "organisation", "may_clear", "is_current"]
    list_filter = ["is_current", "may_clear", "organisation"]
    search_fields = ["person__name", "organisation__name"]
    ordering = ["organisation__name", "person__name", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Take person and organisation along: they are what a membership is called by."""
        return super().get_queryset(request).select_related("person", "organisation")

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[Any]:
        """Ask of a new membership all but whether it holds."""
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "is_current"]

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> list[str]:
        """Leave who belongs to what; another membership is a new one."""
        return ["person", "organisation"] if obj else []

    def act(
        self, request: HttpRequest, row: Membership, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Make somebody a member, or change what the membership allows."""
        if changed is None:
            made = actions.join(
                person=row.person,
                organisation=row.organisation,
                may_clear=row.may_clear,
                by=actor(request),
                at=clock.now(),
            )
            row.pk = made.pk
            return
        actions.edit_membership(
            membership=Membership.objects.get(pk=row.pk),
            version=version,
            may_clear=row.may_clear,
            is_current=row.is_current,
            by=actor(request),
            at=clock.now(),
        )
