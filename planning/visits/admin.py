"""Series and markings in the admin panel, and what may open visits: accounts and people."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from planning.accounts.admin import UserAdmin, UserForm
from planning.accounts.models import User
from planning.accounts.pages import actor
from planning.audit.admin import ActionAdmin
from planning.core import clock
from planning.core.admin import VersionedForm
from planning.stakeholders.admin import NamedAdmin, PersonAdmin
from planning.stakeholders.models import Person
from planning.visits import actions
from planning.visits.models import Marking, Series
from planning.visits.rules import Role


class AccountForm(UserForm):
    """An account, and what enabling it does."""

    class Meta:
        help_texts = {
            "email": _(
                "Where it changes, the old address is told, too, and the chiefs of the account's"
                " visits; its sessions and links end."
            ),
            "is_active": _(
                "Where its person is a focal point, this opens visits or closes them, and their"
                " chiefs are told."
            ),
        }


class PersonForm(VersionedForm):
    """A person, and what linking an account does."""

    class Meta:
        labels = {"user": _("Account")}
        help_texts = {
            "user": _(
                "It opens the visits of which the person is a focal point, and their chiefs are"
                " told."
            )
        }


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts; what they open is told to the visits' chiefs."""

    form = AccountForm
    edit = staticmethod(actions.edit_account)


@admin.register(Person)
class FocalPersonAdmin(PersonAdmin):
    """People; what their accounts open is told to the visits' chiefs."""

    form = PersonForm
    edit = staticmethod(actions.edit_person)


@admin.register(Series)
class SeriesAdmin(NamedAdmin):
    """Series; their visits stand elsewhere, for those who have a part in them."""

    fields = ["name", "name_own", "name_latin"]
    list_display = ["name", "name_own"]


class MarkingForm(VersionedForm):
    """A marking; the roles that may read it are ticked."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles that may read it"),
        choices=Role,
        help_text=_("It holds at once for everything that bears the marking, on all visits."),
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(Marking)
class MarkingAdmin(ActionAdmin):
    """Markings."""

    form = MarkingForm
    fields = ["name", "rank", "roles"]
    list_display = ["name", "rank", "readers"]
    search_fields = ["name"]
    ordering = ["rank", "name", "pk"]

    @admin.display(description=_("read by"))
    def readers(self, marking: Marking) -> str:
        """Name the roles in words."""
        return ", ".join(str(Role(letter).label) for letter in marking.roles)

    def act(
        self, request: HttpRequest, row: Marking, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Add or change a marking."""
        who: dict[str, Any] = {"by": actor(request), "at": clock.now()}
        if changed is None:
            actions.add_marking(row, **who)
        else:
            actions.edit_marking(marking=row, version=version, **changed, **who)
