"""The register as a list: on the page, and as a sheet to take away."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from planning.core.tables import Column, Filters, Table, choices
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import Channel, Direction, EntryKind
from planning.stakeholders.models import Organisation


def _offices(request: Any) -> QuerySet[Organisation]:
    entries = RegisterEntry.objects.visible_to(request.user).values("organisation")
    return Organisation.objects.filter(pk__in=entries).order_by("name", "pk")


class EntryFilters(Filters):
    """What a register is narrowed by."""

    subject = django_filters.CharFilter(lookup_expr="icontains", label=_("Word in the subject"))
    direction = choices(*Direction.choices, label=_("Direction"))
    kind = choices(*EntryKind.choices, label=_("What it is about"))
    channel = choices(*Channel.choices, label=_("How it came or went"))
    office = django_filters.ModelChoiceFilter(
        field_name="organisation",
        queryset=_offices,
        label=_("Office it concerns"),
        empty_label=_("all"),
    )


REGISTER = Table(
    name="register",
    filters=EntryFilters,
    columns=[
        Column("day", _("Day"), lambda entry: entry.day, order=["day", "sent_on"]),
        Column("sent", _("Day sent"), lambda entry: entry.sent_on, sheets_alone=True),
        Column("received", _("Day received"), lambda entry: entry.received_on, sheets_alone=True),
        Column("subject", _("Subject"), lambda entry: entry.subject, order=["subject"]),
        Column(
            "marking",
            _("Marking"),
            lambda entry: entry.marking and entry.marking.name,
            sheets_alone=True,
        ),
        Column(
            "kind", _("What it is about"), lambda entry: entry.get_kind_display(), sheets_alone=True
        ),
        Column(
            "direction",
            _("Direction"),
            lambda entry: entry.get_direction_display(),
            sheets_alone=True,
        ),
        Column(
            "channel",
            _("How it came or went"),
            lambda entry: entry.get_channel_display(),
            sheets_alone=True,
        ),
        Column(
            "parties",
            _("From and to"),
            lambda entry: f"{entry.sender} → {entry.addressee}",
            order=["sender", "addressee"],
        ),
        Column("ours", _("Our number"), lambda entry: entry.number_ours, order=["number_ours"]),
        Column(
            "theirs", _("Their number"), lambda entry: entry.number_theirs, order=["number_theirs"]
        ),
        Column(
            "office",
            _("Office it concerns"),
            lambda entry: entry.organisation and entry.organisation.name,
            order=["organisation__name"],
        ),
    ],
)
