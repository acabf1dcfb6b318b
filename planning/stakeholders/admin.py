"""Reference data in the admin panel."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from planning.accounts.pages import actor
from planning.core import clock
from planning.core.admin import ActionAdmin, VersionedForm
from planning.stakeholders import actions
from planning.stakeholders.models import Country, Membership, Organisation, Person


class NamedAdmin(ActionAdmin):
    """Countries, organisations and people are written in one way."""

    form = VersionedForm
    search_fields = ["name", "name_own", "name_latin"]
    ordering = ["name", "pk"]

    def act(
        self, request: HttpRequest, row: Any, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Add or change a row."""
        if changed is None:
            actions.add(row, by=actor(request), at=clock.now())
        else:
            actions.edit(row, version=version, by=actor(request), at=clock.now(), **changed)


@admin.register(Country)
class CountryAdmin(NamedAdmin):
    """Countries."""

    fields = [
        "made_on", "name", "name_own", "name_latin", "code", "capital", "zone", "weekend",
        "holidays_key",
    ]  # fmt: skip
    list_display = ["name", "code", "capital", "zone"]


@admin.register(Organisation)
class OrganisationAdmin(NamedAdmin):
    """Organisations."""

    fields = ["made_on", "name", "name_own", "name_latin", "short", "kind", "country", "city"]
    list_display = ["name", "kind", "country", "city"]
    list_filter = ["kind"]
    list_select_related = ["country"]


@admin.register(Person)
class PersonAdmin(NamedAdmin):
    """People."""

    fields = [
        "made_on", "style", "name", "name_own", "name_latin", "post", "precedence", "email",
        "telephone", "user",
    ]  # fmt: skip
    list_display = ["name", "post", "user"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        """Leave the account of somebody known alone: it may open visits to it."""
        return ["user"] if obj else []


@admin.register(Membership)
class MembershipAdmin(ActionAdmin):
    """Memberships: who belongs to an office. They are made, not changed."""

    fields = ["person", "organisation", "may_clear"]
    list_display = ["person", "organisation", "may_clear"]
    list_select_related = ["person", "organisation"]
    autocomplete_fields = ["person", "organisation"]
    search_fields = ["person__name", "organisation__name"]
    ordering = ["organisation__name", "person__name", "pk"]

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Show memberships; a changed one is a new one."""
        return False

    def act(
        self, request: HttpRequest, row: Membership, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Make somebody a member."""
        made = actions.join(
            person=row.person,
            organisation=row.organisation,
            may_clear=row.may_clear,
            by=actor(request),
            at=clock.now(),
        )
        row.pk = made.pk
