"""What stands in a row now, said beside what was typed, as pages say it."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django import forms
from django.utils import timezone

from planning.core.pages import compare


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.TimeField, time(12, 0), "12:00"),
        (forms.BooleanField, True, "yes"),
        (forms.BooleanField, False, "no"),
        (forms.DateField, date(2025, 12, 4), "4 December 2025"),
        (forms.DateTimeField, datetime(2025, 12, 4, 6, 30, tzinfo=UTC), "4 Dec 2025, 12:00 IST"),
        (forms.CharField, "", "nothing"),
        (forms.IntegerField, 0, "0"),
    ],
)
def test_a_value_is_said_as_on_the_pages(field, value, words):
    class Entry(forms.Form):
        version = forms.IntegerField()
        said = field(required=False)

    form = Entry({"version": "1"}, initial={"said": value})
    row = SimpleNamespace(said=value, version=2)

    with timezone.override("Asia/Kolkata"):
        compare(form, {"said": "typed"}, row)

    assert form.errors["said"] == [f"Now stands here: {words}"]
    assert form.data["version"] == "2"
