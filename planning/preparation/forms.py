"""Forms of the checklist."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from planning.core.forms import ChoiceOf, DayField
from planning.core.wording import span
from planning.preparation.rules import Anchor, Bulk
from planning.stakeholders.models import Organisation
from planning.visits.models import Visit

# What a task hangs on and in which direction: nobody types a sign.
WHEN = {
    "before_first": (_("that many days before the first day"), Anchor.FIRST_DAY, -1),
    "after_first": (_("that many days after the first day"), Anchor.FIRST_DAY, 1),
    "before_last": (_("that many days before the last day"), Anchor.LAST_DAY, -1),
    "after_last": (_("that many days after the last day"), Anchor.LAST_DAY, 1),
    "fixed": (_("on a fixed day"), Anchor.FIXED, 0),
}


class TaskForm(forms.Form):
    """One line of the checklist."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    organisation = ChoiceOf(
        lambda office: office.name,
        label=_("Owed by"),
        required=False,
        help_text=_("Empty: by protocol and desk, who manage the visit."),
    )
    days = forms.IntegerField(
        label=_("Days"),
        required=False,
        min_value=0,
        max_value=1000,
        help_text=_("Calendar days, without a sign; 0 is the day itself. Empty for a fixed day."),
        error_messages={
            "min_value": _("Enter the days without a sign: say below whether before or after.")
        },
    )
    when = forms.ChoiceField(
        label=_("Due"),
        choices=[(key, said) for key, (said, *_rest) in WHEN.items()],
        widget=forms.RadioSelect,
    )
    fixed_on = DayField(label=_("Fixed day"), required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].help_text = _("The days of the visit as they stand: %(days)s.") % {
            "days": span(visit.from_on, visit.to_on)
        }
        offer_offices(self.fields["organisation"], visit)

    def clean(self) -> dict[str, Any]:
        """Turn days and direction into an anchor and an offset."""
        cleaned = super().clean() or {}
        days, when = cleaned.pop("days", None), cleaned.pop("when", None)
        if when is None:
            return cleaned
        _said, cleaned["anchor"], sign = WHEN[when]
        if sign and days is None and "days" not in self.errors:
            self.add_error("days", _("Enter the number of days; 0 is the day itself."))
        if not sign and days is not None:
            self.add_error("days", _("Leave this empty for a task on a fixed day."))
        cleaned["offset"] = sign * (days or 0)
        return cleaned


class WaiverForm(forms.Form):
    """Why a task is waived."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))


class SomeForm(forms.Form):
    """What is done to some tasks, and what has to be said with it."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea({"rows": 3}))
    organisation = ChoiceOf(
        lambda office: office.name,
        label=_("Owed by"),
        required=False,
        help_text=_("Empty: by protocol and desk, who manage the visit."),
    )

    def __init__(self, *args: Any, what: Bulk, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said_with in (("reason", Bulk.WAIVE), ("organisation", Bulk.ASSIGN)):
            if what != said_with:
                del self.fields[name]
        if what == Bulk.ASSIGN:
            offer_offices(self.fields["organisation"], visit)


def offer_offices(field: forms.Field, visit: Visit) -> None:
    """Offer the organisations that take part."""
    taking_part = Organisation.objects.filter(participations__visit=visit).distinct()
    field.queryset = taking_part.order_by("name", "pk")
