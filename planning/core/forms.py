"""Fields that several slices use."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models


class DayField(forms.DateField):
    """A day, typed in the usual forms or picked; it knows no time zone."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"widget": picker} | options)


class ChoiceOf(forms.ModelChoiceField):
    """A choice among rows, each named by ``called``; the form says which rows, for its reader."""

    def __init__(self, called: Callable[[Any], str], **options: Any) -> None:
        super().__init__(queryset=models.QuerySet().none(), **options)
        self.called = called

    def label_from_instance(self, row: models.Model) -> str:
        """Name a row."""
        return self.called(row)
