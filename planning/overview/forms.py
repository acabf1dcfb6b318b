"""What of the calendar, of a story and of messages the reader wants to see; decisions on mails."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import DayField
from planning.outbox.rules import Outcome, State
from planning.overview.rules.calendar import YEARS, Kind, Period, View, Wanted
from planning.overview.rules.story import LATE, Thing
from planning.visits.rules import Certainty

AT = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
DATED = [one for one in Certainty if one != Certainty.UNDATED]


class CalendarForm(forms.Form):
    """The period, as ``2025`` or ``2025-12`` names it, and the filters; all stand in the address.

    Choices are made of what the reader may see: what is hidden is as unknown as what is not there.
    """

    view = forms.ChoiceField(choices=View, required=False, widget=forms.HiddenInput)
    at = forms.CharField(
        label=_("Month"), required=False, widget=forms.TextInput(attrs={"type": "month"})
    )
    side = forms.ChoiceField(label=_("Country or side"), required=False)
    principal = forms.ChoiceField(label=_("Principal"), required=False)
    kind = forms.MultipleChoiceField(
        label=_("Kinds"), choices=Kind, required=False, widget=forms.CheckboxSelectMultiple
    )
    certainty = forms.MultipleChoiceField(
        label=_("Certainty of visits"),
        choices=[(one.value, one.label) for one in DATED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        data: Any,
        *,
        sides: Sequence[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        today: date,
    ) -> None:
        super().__init__(data)
        everything = ("", _("All"))
        self.fields["side"].choices = [everything, *sides]
        self.fields["principal"].choices = [everything, *people]
        self.today = today

    def clean_at(self) -> date:
        """Read a month or a year; without either, it is today's."""
        typed = self.cleaned_data["at"]
        found = AT.fullmatch(typed)
        if not typed:
            return self.today
        if not found or int(found[1]) not in YEARS or not 1 <= int(found[2] or 1) <= 12:
            raise forms.ValidationError(_("Enter a month such as 2025-12, or a year such as 2025."))
        return date(int(found[1]), int(found[2] or 1), 1)

    def period(self) -> Period:
        """Return the period asked for; what cannot be understood counts as not asked."""
        view = View(self.cleaned_data.get("view") or View.QUARTER)
        return Period.around(view, self.cleaned_data.get("at", self.today))

    def wanted(self) -> Wanted:
        """Return the filters; what cannot be understood counts as not asked."""
        asked = self.cleaned_data
        return Wanted(
            kinds=frozenset(asked.get("kind", ())),
            certainties=frozenset(asked.get("certainty", ())),
            side=asked.get("side", ""),
            principal=asked.get("principal", ""),
        )

    def query(self, view: View, at: str = "") -> str:
        """Return the address of another period with the same filters."""
        names = ("side", "principal", "kind", "certainty")
        kept = {name: self.cleaned_data.get(name) for name in names}
        asked = {"view": view.value, "at": at} | kept
        return "?" + urlencode({key: value for key, value in asked.items() if value}, doseq=True)

    def narrows(self) -> list[str]:
        """Return the filters that are on, in words."""
        found = []
        for name in ("side", "principal", "kind", "certainty"):
            value = self.cleaned_data.get(name)
            labels = dict(self.fields[name].choices)
            values = value if isinstance(value, list) else [value] if value else []
            found += [str(labels[one]) for one in values]
        return found


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
