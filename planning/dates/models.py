"""Date options, required parties, their positions, holds, fixed meetings, requests."""

from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import APPEND_ONLY, Versioned
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import Channel
from planning.dates.rules import (
    EXPLAINED,
    Answer,
    Firmness,
    OptionKind,
    RequestKind,
    RequestState,
)
from planning.dossier.models import Statement
from planning.stakeholders.models import Country, Organisation, Person
from planning.visits.models import OfVisit, Side, Visit, holds, may_see_days, reaches
from planning.visits.rules import May, Scope, roles_with


class PartyQuerySet(models.QuerySet["RequiredParty"]):
    """Questions about required parties."""

    def visible_to(self, user: User) -> Self:
        return self.filter(reaches(user, May.SEE_OPTIONS))


@pghistory.track()
class RequiredParty(OfVisit):
    """An office whose yes a side needs; an advisory one is heard but does not decide."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="required_parties")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="required_parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_mandatory = models.BooleanField(_("its yes is needed"), default=True)
    position = models.PositiveSmallIntegerField(default=1)

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["side", "organisation"],
                name="requiredparty_once",
                violation_error_message=_("This office is asked already."),
            )
        ]

    def __str__(self) -> str:
        return f"required party {self.pk}"


class OptionQuerySet(models.QuerySet["DateOption"]):
    """Questions about date options."""

    def visible_to(self, user: User) -> Self:
        """Keep what the reader may see: estimates and noted dates are public, proposals are not.

        A ministry that was asked sees the proposals it was asked about.
        """
        full = holds(user, roles_with(May.SEE_OPTIONS, Scope.ALL), visit="visit")
        asked = RequiredParty.objects.filter(reaches(user, May.SEE_OPTIONS))
        public = ~Q(kind=OptionKind.PROPOSAL) & Q(visit__in=Visit.objects.visible_to(user))
        return self.filter(full | Q(visit__in=asked.values("visit")) | public)

    def seen_whole_by(self, user: User) -> Self:
        """Note as ``is_whole`` whether the reader sees all options and positions of the visit."""
        return self.annotate(
            is_whole=holds(user, roles_with(May.SEE_OPTIONS, Scope.ALL), visit="visit")
        )


@pghistory.track()
class DateOption(OfVisit, Versioned):
    """A span of days: an estimate, noted, or proposed by a side. Days are days: no zone.

    ``answers`` names the option that a counter-proposal answers.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="date_options")
    kind = models.CharField(max_length=16, choices=OptionKind)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    side = models.ForeignKey(Side, on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="countered_by"
    )
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    source = models.CharField(_("said by, or source"), max_length=300, blank=True)
    sent_on = models.DateField(_("day sent"), null=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = OptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="dateoption_ends_after_it_starts",
                violation_error_message=_("The last day must not lie before the first."),
            ),
            models.CheckConstraint(
                condition=(~Q(kind=OptionKind.PROPOSAL) & Q(side__isnull=True))
                | Q(kind=OptionKind.PROPOSAL, side__isnull=False),
                name="dateoption_offered_by_a_side_or_by_nobody",
                violation_error_message=_("Proposed dates come from a side; others from none."),
            ),
            models.CheckConstraint(
                condition=Q(kind=OptionKind.PROPOSAL) | ~Q(source="") | Q(statement__isnull=False),
                name="dateoption_of_no_side_names_its_source",
                violation_error_message=_("Name the source of these dates."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="dateoption_withdrawn_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["visit", "kind", "side", "starts_on", "ends_on"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="dateoption_once",
                violation_error_message=_("These dates stand here already."),
            ),
        ]

    def __str__(self) -> str:
        return f"date option {self.pk}"


class PositionQuerySet(models.QuerySet["Position"]):
    """Questions about positions."""

    def visible_to(self, user: User) -> Self:
        return self.filter(party__in=RequiredParty.objects.visible_to(user))


class Position(OfVisit):
    """What a required party says to one option. Append-only; the latest counts."""

    option = models.ForeignKey(DateOption, on_delete=models.PROTECT, related_name="positions")
    party = models.ForeignKey(RequiredParty, on_delete=models.PROTECT, related_name="positions")
    answer = models.CharField(max_length=16, choices=Answer)
    explanation = models.TextField(_("condition or reason"), blank=True)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    channel = models.CharField(_("channel"), max_length=16, choices=Channel)
    said_on = models.DateField(_("day it was said"))
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer__in=EXPLAINED) | ~Q(explanation=""),
                name="position_explained",
                violation_error_message=_("Say under which condition, or why it is waived."),
            )
        ]
        indexes = [
            models.Index(
                fields=["option", "party", "-entered_at", "-recorded_at"], name="position_latest"
            )
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"position {self.pk}"


class RequestQuerySet(models.QuerySet["Request"]):
    """Questions about requests."""

    def visible_to(self, user: User) -> Self:
        return self.filter(holds(user, roles_with(May.REQUEST), visit="visit"))

    def open(self) -> Self:
        return self.filter(state=RequestState.REQUESTED)

    def granted(self) -> Self:
        return self.filter(state=RequestState.GRANTED)

    def standing(self) -> Self:
        return self.filter(state__in=[RequestState.REQUESTED, RequestState.GRANTED])


@pghistory.track()
class Request(OfVisit, Versioned):
    """A request to confirm or announce dates: one person asks, another decides.

    ``decider_…`` names who decided on our side: office, person, reference, day.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=16, choices=RequestKind)
    option = models.ForeignKey(DateOption, on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(max_length=16, choices=RequestState, default=RequestState.REQUESTED)
    decider_office = models.CharField(_("office that decided"), max_length=200)
    decider_person = models.CharField(_("person who decided"), max_length=200)
    decider_reference = models.CharField(_("reference"), max_length=200)
    decided_on = models.DateField(_("day of the decision"))
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RequestState.GRANTED) | ~Q(ended_by=F("requested_by")),
                name="request_four_eyes",
                violation_error_message=_(
                    "You made this request yourself: somebody else must grant it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    state=RequestState.REQUESTED, ended_at__isnull=True, ended_by__isnull=True
                )
                | (
                    ~Q(state=RequestState.REQUESTED)
                    & Q(ended_at__isnull=False, ended_by__isnull=False)
                ),
                name="request_ended_at_and_by",
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(state=RequestState.REQUESTED),
                name="request_one_open",
                violation_error_message=_("Another request on this visit waits to be decided."),
            ),
            models.UniqueConstraint(
                fields=["visit", "kind"],
                condition=Q(state=RequestState.GRANTED),
                name="request_one_granted",
                violation_error_message=_("That has been granted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class HoldQuerySet(models.QuerySet["Hold"]):
    """Questions about holds."""

    def visible_to(self, user: User) -> Self:
        full = holds(user, roles_with(May.SEE_OPTIONS, Scope.ALL), visit="visit")
        return self.filter(full | (Q(firmness=Firmness.FIRM) & may_see_days(user, visit="visit")))

    def between(self, first: date, last: date) -> Self:
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def with_clashes(self, user: User) -> Self:
        """Add ``is_taken``: whether the person is held for another visit on one of these days.

        Only for who may see all options of the visit; which other visit it is nobody is told.
        """
        others = Hold.objects.filter(
            person=OuterRef("person"),
            starts_on__lte=OuterRef("ends_on"),
            ends_on__gte=OuterRef("starts_on"),
        ).exclude(visit=OuterRef("visit"))
        full = holds(user, roles_with(May.SEE_OPTIONS, Scope.ALL), visit="visit")
        taken = When(full & Q(Exists(others)), then=Value(True))
        return self.annotate(is_taken=Case(taken, default=Value(False)))


@pghistory.track()
class Hold(OfVisit):
    """The claim of a live option on a principal's calendar: a copy that ``settle`` alone writes."""

    is_taken: bool  # what ``with_clashes`` adds

    option = models.ForeignKey(DateOption, on_delete=models.PROTECT, related_name="holds")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    starts_on = models.DateField()
    ends_on = models.DateField()
    firmness = models.CharField(max_length=8, choices=Firmness)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "person"], name="hold_once"),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="hold_by_person")]

    def __str__(self) -> str:
        return f"hold {self.pk}"


@pghistory.track()
class FixedMeeting(Versioned):
    """A meeting whose days others have set, such as a multilateral summit: of public record."""

    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=100)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("fixed meeting")
        verbose_name_plural = _("fixed meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="fixedmeeting_ends_after_it_starts",
                violation_error_message=_("The last day must not lie before the first."),
            ),
            models.UniqueConstraint(
                fields=["name", "starts_on"],
                name="fixedmeeting_once",
                violation_error_message=_("This meeting stands here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
