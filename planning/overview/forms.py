"""Filters of long lists, as they stand in addresses."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import DayField
from planning.overview.rules import Thing


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

    person = forms.ChoiceField(label=_("By"), required=False)
    thing = forms.ChoiceField(
        label=_("On"), required=False, choices=[("", _("everything")), *Thing.choices]
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    of = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, people: Iterable[tuple[Any, str]]) -> None:
        super().__init__(data)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("everybody")),
            *((str(key), name) for key, name in people),
        ]
