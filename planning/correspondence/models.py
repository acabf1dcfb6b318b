"""The register: every letter, note verbale, call and mail, in and out."""

import secrets
from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import NO_ROW, Versioned
from planning.core.search import SearchKey
from planning.correspondence.rules import Channel, Direction, EntryKind
from planning.stakeholders.models import Organisation
from planning.visits.models import Marking, OfVisit, Visit, reaches, roles_held
from planning.visits.rules import May, Rights


def random_name(entry: "RegisterEntry | None", filename: str) -> str:
    """Store a scan under a name that says nothing."""
    return f"scans/{secrets.token_hex(16)}"


class EntryQuerySet(models.QuerySet["RegisterEntry"]):
    """Questions to the register."""

    def visible_to(self, user: User) -> Self:
        """Keep what the reader's roles may see, and what concerns their own ministry.

        A marking narrows further: one of the reader's roles must stand on its list.
        """
        by_name, by_part = roles_held(user, visit="visit")
        marked = Q(marking__roles__overlap=by_name) | Q(marking__roles__overlap=by_part)
        return self.filter(reaches(user, May.SEE_OPTIONS), Q(marking__isnull=True) | marked)

    def open_to(self, rights: Rights) -> Self:
        """Keep of one visit's entries what its reader may see, by roles that are at hand."""
        marked = Q(marking__isnull=True) | Q(marking__roles__overlap=list(rights.roles))
        if rights.fully(May.SEE_OPTIONS):
            return self.filter(marked)
        own = [NO_ROW, *rights.own(May.SEE_OPTIONS)]
        return self.filter(marked, organisation__in=own)

    def latest_first(self) -> Self:
        """Sort by the day it came in or went out, the last one first."""
        day = Coalesce("received_on", "sent_on")
        return self.annotate(day=day).order_by("-day", "-sent_on", "pk")

    def with_parties(self) -> Self:
        return self.select_related("organisation", "marking", "visit")


@pghistory.track(exclude=["search"])
class RegisterEntry(OfVisit, Versioned):
    """One letter, note, call or mail, with its number on each side and its days.

    ``organisation`` is the office of ours that it concerns; ``scan`` is stored under a random
    name outside the web root.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="register")
    kind = models.CharField(_("kind"), max_length=16, choices=EntryKind)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    number_ours = models.CharField(_("our number"), max_length=64, blank=True)
    number_theirs = models.CharField(_("their number"), max_length=64, blank=True)
    sent_on = models.DateField(_("day sent"), null=True, blank=True)
    received_on = models.DateField(_("day received"), null=True, blank=True)
    sender = models.CharField(_("from"), max_length=200)
    addressee = models.CharField(_("to"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    marking = models.ForeignKey(
        Marking, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.FileField(_("scan"), upload_to=random_name, blank=True)
    scan_type = models.CharField(max_length=32, blank=True)
    search = SearchKey("subject", "sender", "addressee", "number_ours", "number_theirs")

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on__isnull=False) | Q(received_on__isnull=False),
                name="registerentry_has_a_day",
                violation_error_message=_("Enter the day it was sent or received."),
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(received_on__gte=F("sent_on")),
                name="registerentry_received_after_sent",
                violation_error_message=_("It cannot have been received before it was sent."),
            ),
            models.UniqueConstraint(
                fields=["visit", "number_ours"],
                condition=~Q(number_ours=""),
                name="registerentry_number_once",
                violation_error_message=_("Our number is taken by another entry of this visit."),
            ),
            models.CheckConstraint(
                condition=Q(scan="", scan_type="") | (~Q(scan="") & ~Q(scan_type="")),
                name="registerentry_scan_has_a_type",
            ),
        ]
        indexes = [
            models.Index(fields=["visit", "-received_on", "-sent_on"], name="register_by_day"),
            GinIndex(fields=["search"], name="registerentry_search"),
        ]

    def __str__(self) -> str:
        return f"register entry {self.pk}"
