"""Fields that several slices use."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from planning.core import clock
from planning.core.typed import day_typed, said, time_typed


def check_year(day: date) -> None:
    """Refuse a slip of the pen such as the year 0025 (a field validator)."""
    if not 1900 <= day.year < 2200:
        raise ValidationError(_("Enter a day between 1900 and 2199."))


class Typed(forms.TextInput):
    """A text field that is read back in words, with a button for the browser's own picker.

    Where no script runs there is no button, and the words stand once the form comes back.
    """

    template_name = "planning/core/typed.html"

    def __init__(self, kind: str, read: Callable[[str], date | time]) -> None:
        super().__init__({"autocomplete": "off"})
        self.kind, self.read = kind, read

    def format_value(self, value: Any) -> str:
        """Show a day with its month as a word, so that no language turns it round."""
        if isinstance(value, time):
            return said(value)
        return date_format(value, "j E Y") if isinstance(value, date) else value or ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add what was understood."""
        words = ""
        with suppress(ValidationError):
            words = said(self.read(value) if isinstance(value, str) else value) if value else ""
        context = super().get_context(name, value, attrs) | {"kind": self.kind, "words": words}
        asking = {"hx-get": reverse("typed", args=[self.kind]), "hx-target": "next output"}
        context["widget"]["attrs"] |= asking
        return context


def _day(typed: str) -> date:
    return day_typed(typed, clock.today())


class DayField(forms.DateField):
    """A day, typed in the usual forms or picked; it knows no time zone."""

    default_validators = [check_year]

    def __init__(self, **options: Any) -> None:
        usual = {"widget": Typed("day", _day), "help_text": _("For example 4 12 2025 or 4 Dec.")}
        super().__init__(**usual | options)

    def to_python(self, value: Any) -> date | None:
        """Read what was typed. Raises ValidationError."""
        typed = value.strip() if isinstance(value, str) else value
        return _day(typed) if typed and isinstance(typed, str) else super().to_python(typed)


class WallTimeField(forms.TimeField):
    """A time as the clocks at the place show it, typed in the usual forms or picked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"widget": Typed("time", time_typed), "required": False} | options)

    def to_python(self, value: Any) -> time | None:
        """Read what was typed. Raises ValidationError."""
        typed = value.strip() if isinstance(value, str) else value
        return time_typed(typed) if typed and isinstance(typed, str) else super().to_python(typed)


class SomeOf(forms.ModelMultipleChoiceField):
    """Some rows, each ticked as ``called`` names it; the form says which rows, for its reader."""

    def __init__(self, called: Callable[[Any], str], **options: Any) -> None:
        boxes = forms.CheckboxSelectMultiple()
        super().__init__(**{"queryset": models.QuerySet().none(), "widget": boxes} | options)
        self.called = called

    def label_from_instance(self, row: models.Model) -> str:
        """Name a row."""
        return self.called(row)


class ChoiceOf(forms.ModelChoiceField):
    """A choice among rows, each named by ``called``; the form says which rows, for its reader."""

    def __init__(self, called: Callable[[Any], str], **options: Any) -> None:
        super().__init__(queryset=models.QuerySet().none(), **options)
        self.called = called

    def label_from_instance(self, row: models.Model) -> str:
        """Name a row."""
        return self.called(row)
