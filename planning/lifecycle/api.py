"""Visits opened, and their dates, through the API: options, parties, positions, requests."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from planning.accounts.pages import how
from planning.core.api import named_version
from planning.core.collections import Collection, Day, ReasonSerializer, RowSerializer, VisibleKey
from planning.dates import actions as dates
from planning.dates.models import DateOption, Position, Request, RequiredParty
from planning.dates.queries import pictures
from planning.dates.rules import OptionKind, OptionState, Verdict
from planning.lifecycle import actions
from planning.lifecycle.rules import Known, next_title
from planning.visits import api as visits
from planning.visits.actions import Taking
from planning.visits.api import VisitCode
from planning.visits.models import Appointment, Participation, Side
from planning.visits.rules import Category

# By kind: the action that enters it, what it takes, and what of this must not be empty.
ENTER: dict[OptionKind, tuple[Callable[..., DateOption], set[str], set[str]]] = {
    OptionKind.ESTIMATE: (actions.estimate, {"visit", "source"}, {"source"}),
    OptionKind.NOTED: (actions.note, {"visit", "source"}, {"source"}),
    OptionKind.PROPOSAL: (
        actions.propose,
        {"side", "channel", "source", "sent_on", "answers", "entry"},
        {"side", "channel"},
    ),
}
DAYS = {"starts_on", "ends_on"}


class VerdictSerializer(serializers.Serializer):
    """What a side says, and which of its required parties it still waits for."""

    side = serializers.UUIDField(read_only=True)
    verdict = serializers.ChoiceField(Verdict, read_only=True)
    waiting_for = serializers.ListField(child=serializers.UUIDField(), read_only=True)


class CopySerializer(serializers.Serializer):
    """What a new visit takes over from another: participations and roles by their keys."""

    title_own = serializers.CharField(max_length=200, required=False, allow_blank=True)
    title_latin = serializers.CharField(max_length=200, required=False, allow_blank=True)
    file_number = serializers.CharField(max_length=64, required=False, allow_blank=True)
    category = serializers.ChoiceField(Category, required=False)
    participations = VisibleKey(
        many=True, queryset=Participation.objects.with_points().order_by("pk"), required=False
    )
    roles = VisibleKey(
        many=True,
        queryset=Appointment.objects.select_related("user").order_by("pk"),
        required=False,
    )

    def validate(self, attrs):
        """Put participations together as the actions take them; refuse those of another visit."""
        source = self.context["source"]
        for name in ("participations", "roles", "host"):
            rows = attrs.get(name, ())
            rows = rows if isinstance(rows, list | tuple) else [rows]
            if any(row.visit_id != source.pk for row in rows):
                raise serializers.ValidationError({name: _("This belongs to another visit.")})
        parts = [
            Taking(row.organisation, row.part, [point.person for point in row.focal_points.all()])
            for row in attrs.pop("participations", ())
        ]
        return {**attrs, "parts": parts}


class NextEditionSerializer(CopySerializer):
    """The next edition of a series; titles that are not said are counted on."""

    title = serializers.CharField(max_length=200, required=False)
    offices = serializers.BooleanField(default=True)
    topics = serializers.BooleanField(default=True)
    tasks = serializers.BooleanField(default=True)

    def validate(self, attrs):
        """Count the titles on."""
        edition = self.context["source"]
        titles = {
            name: next_title(getattr(edition, name), edition.ordinal)
            for name in ("title", "title_own", "title_latin")
        }
        said = super().validate(attrs)
        return {**titles, "category": edition.category, **said}


class PreparatorySerializer(CopySerializer):
    """A visit that prepares another; ``host`` is the side of that one that receives."""

    title = serializers.CharField(max_length=200)
    host = VisibleKey(queryset=Side.objects.with_people().order_by("pk"))
    city = serializers.CharField(max_length=100, required=False, allow_blank=True)
    known = serializers.ChoiceField(Known, default=Known.NOTHING)
    starts_on = Day(required=False)
    ends_on = Day(required=False)
    source = serializers.CharField(  # type: ignore[assignment]  # a field of this name
        max_length=300, required=False, allow_blank=True
    )


class VisitViewSet(visits.VisitViewSet):
    """Visits the reader has a part in; new ones are opened from them."""

    @action(
        detail=True,
        methods=["post"],
        sends=NextEditionSerializer,
        answers=201,
        url_path="next-edition",
    )
    def next_edition(self, request, code=None):
        """Open the next edition of a series, sides swapped.

        Of participations and roles only those named are copied; nobody is let in to an embargo.
        """
        edition = self.get_object()
        said = self.checked(source=edition)
        return self.made(actions.next_edition(edition=edition, **said, **how(request)))

    @action(
        detail=True,
        methods=["post"],
        sends=PreparatorySerializer,
        answers=201,
        url_path="preparatory-visit",
    )
    def prepare(self, request, code=None):
        """Open a visit that prepares this one; nobody inherits a role there."""
        visit = self.get_object()
        said = self.checked(source=visit)
        return self.made(actions.prepare(visit=visit, **said, **how(request)))


class SideViewSet(visits.SideViewSet):
    """Sides: who sees a visit sees them, and who leads them."""

    def partial_update(self, request, pk=None):
        """Say who leads a side, in order; principals' calendars follow."""
        side = self.get_object()
        led, version = self.changed(side, whole=True), named_version(request)
        return self.shown(actions.lead(side=side, version=version, **led, **how(request)))


class DateOptionSerializer(RowSerializer):
    """A span of days that a side offered, or nobody.

    What follows from the positions (``state``, ``verdicts``) is told to those who see them all.

    Estimates and noted dates name their ``source``, proposals the ``side`` and ``channel`` they
    came by. ``entry`` names a letter of the register, which not every reader of the dates may see.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:date-option-detail")
    visit = VisitCode()
    state = serializers.SerializerMethodField()
    verdicts = serializers.SerializerMethodField()

    class Meta:
        model = DateOption
        fields = [
            "url", "id", "version", "visit", "kind", "side", "starts_on", "ends_on", "channel",
            "source", "sent_on", "answers", "entry", "withdrawn_at", "state", "verdicts",
        ]  # fmt: skip
        read_only_fields = ["withdrawn_at"]
        extra_kwargs = {"channel": {"required": False}, "entry": {"write_only": True}}

    @extend_schema_field(serializers.ChoiceField(OptionState, allow_null=True))
    def get_state(self, option):
        """Derive it for those who see all."""
        return self._drawn[option.visit_id].offer(option.pk).state if option.is_whole else None

    @extend_schema_field(VerdictSerializer(many=True))
    def get_verdicts(self, option):
        """Derive what every side says to dates that a side offered."""
        if not option.is_whole or option.side_id is None:
            return []
        drawn = self._drawn[option.visit_id]
        offer = drawn.offer(option.pk)
        said = [
            {
                "side": side.pk,
                "verdict": offer.by_side[side.pk],
                "waiting_for": [party.pk for party in drawn.silent(offer, side)],
            }
            for side in drawn.sides
        ]
        return VerdictSerializer(said, many=True).data

    @cached_property
    def _drawn(self):
        """The pictures of all visits of which options are shown, drawn together."""
        shown: Any = self.root.instance
        options = shown if isinstance(shown, list) else [shown]
        return pictures({one.visit_id: one.visit for one in options if one.is_whole}.values())

    def validate(self, attrs):
        """Ask for what the kind needs."""
        attrs = super().validate(attrs)
        _enter, _takes, needs = ENTER[OptionKind(attrs["kind"])]
        missing = {name: _("This kind of dates needs it.") for name in needs if not attrs.get(name)}
        if missing:
            raise serializers.ValidationError(missing)
        return attrs


class CounterSerializer(DateOptionSerializer):
    """A counter-proposal: its visit and what it answers are known."""

    class Meta(DateOptionSerializer.Meta):
        read_only_fields = ["withdrawn_at", "visit", "kind", "answers"]
        extra_kwargs = {
            "side": {"required": True, "allow_null": False},
            "channel": {"required": True},
            "entry": {"write_only": True},
        }

    visit = VisitCode(read_only=True)

    def validate(self, attrs):
        """Take the visit and the kind from what is answered."""
        answered = self.context["answered"]
        known = {"visit": answered.visit, "kind": OptionKind.PROPOSAL, "answers": answered}
        return super().validate(attrs | known)


class DateOptionViewSet(Collection):
    """Date options as far as the reader may see them."""

    serializer_class = DateOptionSerializer
    filterset_fields = {
        "kind": ["exact"], "side": ["exact"], "starts_on": ["exact", "gte", "lte"],
        "ends_on": ["exact", "gte", "lte"], "withdrawn_at": ["isnull"],
    }  # fmt: skip
    ordering_fields = ["kind", "starts_on", "ends_on", "sent_on"]

    def get_queryset(self):
        """Start at what the reader may see."""
        options = DateOption.objects.visible_to(self.request.user).seen_whole_by(self.request.user)
        options = options.select_related("visit").prefetch_related("visit__sides")
        return options.order_by("-entered_at", "pk")

    def create(self, request):
        """Enter an estimate, noted dates or proposed dates."""
        return self._enter(self.checked())

    @action(detail=True, methods=["post"], sends=CounterSerializer, answers=201)
    def counter(self, request, pk=None):
        """Record dates that a side proposes in answer to these."""
        return self._enter(self.checked(answered=self.get_object()))

    @action(detail=True, methods=["post"], sends=ReasonSerializer)
    def withdraw(self, request, pk=None):
        """Withdraw an estimate or proposed dates, with a reason."""
        option, said = self.get_object(), self.checked()
        return self.shown(actions.withdraw(option=option, **said, **how(request)))

    def _enter(self, said):
        enter, takes, _needs = ENTER[OptionKind(said["kind"])]
        given = {name: value for name, value in said.items() if name in takes | DAYS}
        return self.made(enter(**given, **how(self.request)))


class RequiredPartySerializer(RowSerializer):
    """An office whose yes a side needs; an advisory one is heard but does not decide."""

    url = serializers.HyperlinkedIdentityField(view_name="api:required-party-detail")
    visit = VisitCode(read_only=True)
    name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = RequiredParty
        fields = ["url", "id", "visit", "side", "organisation", "name", "is_mandatory"]


class RequiredPartyViewSet(Collection):
    """Required parties as far as the reader may see them."""

    serializer_class = RequiredPartySerializer
    filterset_fields = ["organisation", "is_mandatory"]

    def get_queryset(self):
        """Start at what the reader may see."""
        parties = RequiredParty.objects.visible_to(self.request.user)
        parties = parties.select_related("visit", "organisation")
        return parties.order_by("visit__code", "side__position", "position", "pk")

    def create(self, request):
        """Ask for an office's yes."""
        said = self.checked()
        mandatory = said.pop("is_mandatory", True)
        return self.made(actions.add_party(mandatory=mandatory, **said, **how(request)))


class PositionSerializer(RowSerializer):
    """What a required party says to an option."""

    url = serializers.HyperlinkedIdentityField(view_name="api:position-detail")
    visit = VisitCode(read_only=True)

    class Meta:
        model = Position
        fields = [
            "url", "id", "visit", "option", "party", "answer", "explanation", "said_by", "channel",
            "said_on", "entered_at",
        ]  # fmt: skip
        read_only_fields = ["entered_at"]


class PositionViewSet(Collection):
    """Positions: append-only. A list of them is recorded whole or not at all."""

    serializer_class = PositionSerializer
    filterset_fields = ["answer"]
    limit = 100  # positions of one call

    def get_queryset(self):
        """Start at what the reader may see."""
        positions = Position.objects.visible_to(self.request.user).select_related("visit")
        return positions.order_by("-entered_at", "-recorded_at", "pk")

    def create(self, request):
        """Record one position, or some of one visit."""
        if not isinstance(request.data, list):
            return self.made(actions.take_position(**self.checked(), **how(request)))
        sent = self.get_serializer(
            data=request.data, many=True, allow_empty=False, max_length=self.limit
        )
        sent.is_valid(raise_exception=True)
        if len({said["option"].visit_id for said in sent.validated_data}) > 1:
            raise serializers.ValidationError({"option": _("Record one visit at a time.")})
        with transaction.atomic():
            made = [
                actions.take_position(**said, **how(request)).pk for said in sent.validated_data
            ]
        shown = {position.pk: position for position in self.get_queryset().filter(pk__in=made)}
        data = self.get_serializer([shown[pk] for pk in made], many=True).data
        return Response(data, status=status.HTTP_201_CREATED)


class RequestSerializer(RowSerializer):
    """A request to confirm or announce dates."""

    url = serializers.HyperlinkedIdentityField(view_name="api:request-detail")
    visit = VisitCode(read_only=True)

    class Meta:
        model = Request
        fields = [
            "url", "id", "version", "visit", "kind", "option", "state", "decider_office",
            "decider_person", "decider_reference", "decided_on", "requested_at", "ended_at",
            "reason",
        ]  # fmt: skip
        read_only_fields = ["state", "requested_at", "ended_at", "reason"]


class RequestViewSet(Collection):
    """Requests; a write names the version of the option or request it is about."""

    serializer_class = RequestSerializer
    filterset_fields = ["kind", "state"]

    def get_queryset(self):
        """Start at what the reader may see."""
        requests = Request.objects.visible_to(self.request.user).select_related("visit", "option")
        return requests.order_by("-requested_at", "pk")

    def create(self, request):
        """Ask for a confirmation or an announcement."""
        said, version = self.checked(), named_version(request)
        return self.made(dates.request(**said, version=version, **how(request)))

    @action(detail=True, methods=["post"])
    def grant(self, request, pk=None):
        """Grant a request with all that follows."""
        asked, said = self.get_object(), self.checked()
        return self.shown(actions.grant(asked=asked, **said, **how(request)))

    @action(detail=True, methods=["post"], sends=ReasonSerializer)
    def refuse(self, request, pk=None):
        """Refuse a request, with a reason."""
        asked, said = self.get_object(), self.checked()
        return self.shown(dates.refuse(asked=asked, **said, **how(request)))

    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        """Withdraw one's own request."""
        asked, said = self.get_object(), self.checked()
        return self.shown(dates.withdraw(asked=asked, **said, **how(request)))
