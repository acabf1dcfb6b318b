"""Filters of long lists, as they stand in addresses."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import DayField
from planning.outbox.rules import Outcome, State
from planning.overview.rules import LATE, Thing


class Filters(forms.Form):
    """What a list is narrowed to, and the page of it; what cannot be read narrows nothing."""

    page = forms.IntegerField(required=False, min_value=1, max_value=9999, widget=forms.HiddenInput)

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what narrows the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name != "page"}

    @property
    def number(self) -> int | None:
        """Return the page that is asked for."""
        self.is_valid()
        return self.cleaned_data.get("page")


class HistoryFilters(Filters):
    """By whom, on what, when; ``of`` is one row."""

    person = forms.TypedChoiceField(label=_("By"), required=False, coerce=UUID, empty_value=None)
    thing = forms.ChoiceField(
        label=_("On"), required=False, choices=[("", _("everything")), *Thing.choices]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, people: Iterable[tuple[Any, str]]) -> None:
        super().__init__(data, label_suffix="")
        self.fields["person"].choices = [
            ("", _("everybody")),
            *((str(key), name) for key, name in people),
        ]


class MessageFilters(Filters):
    """To whom, why, and what became of it."""

    to = forms.ChoiceField(label=_("To"), required=False)
    kind = forms.ChoiceField(label=_("Reason"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("any")), (LATE, _("Late")), *State.choices],
    )

    def __init__(self, data: Any, *, people: Mapping[str, str], reasons: Mapping[str, str]) -> None:
        super().__init__(data, label_suffix="")
        for name, choices in (("to", people), ("kind", reasons)):
            self.fields[name].choices = [("", _("any")), *choices.items()]


class DecisionForm(forms.Form):
    """What becomes of a message that is uncertain or parked."""

    AGAIN = "again"

    decision = forms.ChoiceField(label=_("What is to be done"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, state: str, **more: Any) -> None:
        super().__init__(*args, **more)
        found = [one for one in Outcome if one != Outcome.ARRIVED or state == State.UNCERTAIN]
        self.fields["decision"].choices = [
            (self.AGAIN, _("Send it again, as the same message")),
            *((one.value, one.label) for one in found),
        ]
