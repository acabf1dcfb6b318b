"""Fields that several slices use."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def check_year(day: date) -> None:
    """Refuse a slip of the pen such as the year 0025 (a field validator)."""
    if not 1900 <= day.year < 2200:
        raise ValidationError(_("Enter a day between 1900 and 2199."))


class DayField(forms.DateField):
    """A day, typed in the usual forms or picked; it knows no time zone."""

    default_validators = [check_year]

    def __init__(self, **options: Any) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": picker} | options)


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
