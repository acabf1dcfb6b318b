"""Forms of the register."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.core.forms import ChoiceOf, DayField
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import SCAN_TYPES, Channel, Direction, EntryKind
from planning.stakeholders.models import Organisation
from planning.visits.models import Marking, Visit
from planning.visits.rules import May, Part, Rights, Role


class EntryForm(forms.Form):
    """One letter, note, call or mail."""

    direction = forms.ChoiceField(
        label=_("Direction"), choices=Direction, widget=forms.RadioSelect, initial=Direction.IN
    )
    channel = forms.ChoiceField(label=_("How it came or went"), choices=Channel)
    kind = forms.ChoiceField(label=_("What it is about"), choices=EntryKind)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    sender = forms.CharField(label=_("From"), max_length=200)
    addressee = forms.CharField(label=_("To"), max_length=200)
    sent_on = DayField(label=_("Day sent"), required=False)
    received_on = DayField(label=_("Day received"), required=False)
    number_ours = forms.CharField(label=_("Our number"), max_length=64, required=False)
    number_theirs = forms.CharField(label=_("Their number"), max_length=64, required=False)
    organisation = ChoiceOf(
        lambda office: office.name,
        label=_("Office it concerns"),
        required=False,
        help_text=_("Its focal points may read the entry."),
    )
    marking = ChoiceOf(
        lambda marking: f"{marking.name} ({_roles(marking)})",
        label=_("Marking"),
        required=False,
        help_text=_("Only the roles it names may read the entry."),
    )
    scan = forms.FileField(
        label=_("Scan"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(mime for mime, _ending in SCAN_TYPES.values())}),
        help_text=_("PDF, PNG or JPEG, at most 10 megabytes."),
    )

    def __init__(
        self,
        *args: Any,
        visit: Visit,
        rights: Rights,
        entry: RegisterEntry | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ours = visit.participations.exclude(part=Part.COUNTERPART).values("organisation")
        offices = Organisation.objects.filter(
            Q(pk__in=ours) | Q(pk=entry and entry.organisation_id)
        )
        if not rights.fully(May.RECORD_OPTIONS):
            offices = offices.filter(pk__in=rights.organisations)
            self.fields["organisation"].required = True
            if len(rights.organisations) == 1:
                self.initial.setdefault("organisation", *rights.organisations)
        self.fields["organisation"].queryset = offices.order_by("name", "pk")
        self.fields["marking"].queryset = Marking.objects.order_by("rank", "name", "pk")


class CorrectionForm(EntryForm):
    """An entry as it stands, to be corrected."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        names = [name for name in self.base_fields if name != "scan"]
        standing = {name: getattr(entry, name) for name in names}
        super().__init__(*args, initial=standing, visit=entry.visit, entry=entry, **kwargs)
        if entry.scan:
            self.fields["scan"].label = _("Scan in place of the present one")


def _roles(marking: Marking) -> str:
    return ", ".join(str(Role(role).label) for role in marking.roles)
