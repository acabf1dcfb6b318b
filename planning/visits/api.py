"""Visits and their frame through the API: series, sides, legs, links, who takes part."""

from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from planning.accounts.models import User
from planning.accounts.pages import actor, how, signed_in
from planning.core.api import named_version
from planning.core.collections import Collection, Day, Instant, RowSerializer, VisibleKey
from planning.core.errors import Refused
from planning.core.names import code_of
from planning.stakeholders.api import ReferenceCollection
from planning.stakeholders.models import Person
from planning.visits import actions
from planning.visits.access import require
from planning.visits.models import (
    Appointment,
    FocalPoint,
    Leg,
    Link,
    Participation,
    Series,
    Side,
    Visit,
)
from planning.visits.rules import GIVEN_BY_NAME, Certainty, May


class VisitCode(serializers.SlugRelatedField):
    """A visit named by its code, in either case; one the reader has no part in does not exist."""

    def __init__(self, **options):
        super().__init__(slug_field="code", **options)

    def get_queryset(self):
        """Keep what the reader may see."""
        return Visit.objects.visible_to(self.context["request"].user)

    def to_internal_value(self, data):
        """Understand a code in either case."""
        return super().to_internal_value(code_of(str(data)))


class SeriesSerializer(RowSerializer):
    """Visits that come again."""

    url = serializers.HyperlinkedIdentityField(view_name="api:series-detail")

    class Meta:
        model = Series
        fields = ["url", "id", "version", "name", "name_own", "name_latin"]


class SeriesViewSet(ReferenceCollection):
    """Series of the reader's visits; all of them for those who open visits, and administrators."""

    serializer_class = SeriesSerializer
    ordering_fields = ["name"]

    def get_queryset(self):
        """Start at what the reader may see."""
        return Series.objects.visible_to(signed_in(self.request)).order_by("name", "pk")


class SideSerializer(RowSerializer):
    """A side of a visit, and the people who lead it, in order."""

    url = serializers.HyperlinkedIdentityField(view_name="api:side-detail")
    visit = VisitCode()
    name = serializers.CharField(read_only=True)
    principals = VisibleKey(
        many=True, queryset=Person.objects.order_by("pk"), required=False, source="people"
    )
    with_spouse = VisibleKey(
        many=True, queryset=Person.objects.order_by("pk"), required=False, source="accompanied"
    )

    class Meta:
        model = Side
        fields = [
            "url", "id", "version", "visit", "name", "role", "position", "country", "organisation",
            "principals", "with_spouse",
        ]  # fmt: skip
        fixed = ["visit", "role", "country", "organisation"]
        read_only_fields = ["position"]


class SideOfVisitSerializer(serializers.ModelSerializer):
    """A side, shown with its visit."""

    class Meta:
        model = Side
        fields = ["id", "name", "role", "position"]
        read_only_fields = fields


class LegOfVisitSerializer(serializers.ModelSerializer):
    """A place, shown with its visit."""

    class Meta:
        model = Leg
        fields = ["id", "city", "zone", "position"]
        read_only_fields = fields


class VisitSerializer(RowSerializer):
    """A visit with its days as the reader knows them."""

    url = serializers.HyperlinkedIdentityField(view_name="api:visit-detail", lookup_field="code")
    version = serializers.SerializerMethodField()
    first_day = Day(source="from_on", read_only=True, allow_null=True)
    last_day = Day(source="to_on", read_only=True, allow_null=True)
    certainty = serializers.ChoiceField(Certainty, source="certainty_shown", read_only=True)
    sides = SideOfVisitSerializer(many=True, read_only=True)
    legs = LegOfVisitSerializer(many=True, read_only=True)

    class Meta:
        model = Visit
        fields = [
            "url", "id", "version", "code", "file_number", "title", "title_own", "title_latin",
            "category", "series", "ordinal", "dates_mode", "standing", "first_day", "last_day",
            "certainty", "sides", "legs",
        ]  # fmt: skip
        fixed = ["dates_mode"]
        read_only_fields = ["standing"]

    def get_version(self, visit) -> int | None:
        """Tell the version to those who may edit."""
        return visit.version if visit.manages else None


class VisitFilter(filters.FilterSet):
    """What visits are chosen by; days and certainty as the reader knows them."""

    certainty = filters.ChoiceFilter(field_name="certainty_shown", choices=Certainty)
    ends_after = filters.DateFilter(field_name="to_on", lookup_expr="gte")
    starts_before = filters.DateFilter(field_name="from_on", lookup_expr="lte")

    class Meta:
        model = Visit
        fields = ["category", "standing"]


class VisitViewSet(Collection):
    """Visits the reader has a part in."""

    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    ordering_fields = ["first_day", "last_day", "title"]
    lookup_field = "code"

    def get_queryset(self):
        """Start at what the reader may see."""
        user = self.request.user
        visits = Visit.objects.visible_to(user).shown_to(user).managed_by(user)
        return visits.with_sides().latest_first()

    def get_object(self):
        """Understand a code in either case."""
        self.kwargs["code"] = code_of(self.kwargs["code"])
        return super().get_object()

    def create(self, request):
        """Open a visit; whoever opens it becomes its officer."""
        return self.made(actions.make(**self.checked(), **how(request)))

    def partial_update(self, request, code=None):
        """Change a visit's head data."""
        visit = self.get_object()
        head = self.changed(visit)
        return self.shown(
            actions.edit(visit=visit, version=named_version(request), **head, **how(request))
        )


class SideViewSet(Collection):
    """Sides: who sees a visit sees them."""

    serializer_class = SideSerializer
    filterset_fields = ["role", "country"]

    def get_queryset(self):
        """Start at what the reader may see."""
        visits = Visit.objects.visible_to(self.request.user)
        sides = Side.objects.filter(visit__in=visits).with_people()
        return sides.order_by("visit__code", "position", "pk")

    def create(self, request):
        """Add a side with its principals in order."""
        said = self.checked()
        led = {"principals": said.pop("people", ()), "with_spouse": said.pop("accompanied", ())}
        return self.made(actions.add_side(**led, **said, **how(request)))


class LegSerializer(RowSerializer):
    """A place of a visit."""

    url = serializers.HyperlinkedIdentityField(view_name="api:leg-detail")
    visit = VisitCode()

    class Meta:
        model = Leg
        fields = ["url", "id", "version", "visit", "country", "city", "zone", "position"]
        fixed = ["visit"]
        read_only_fields = ["position"]


class LegViewSet(Collection):
    """Places: who sees a visit sees them."""

    serializer_class = LegSerializer
    filterset_fields = ["country", "city"]

    def get_queryset(self):
        """Start at what the reader may see."""
        visits = Visit.objects.visible_to(self.request.user)
        legs = Leg.objects.filter(visit__in=visits).select_related("visit")
        return legs.order_by("visit__code", "position", "pk")

    def create(self, request):
        """Add a place."""
        return self.made(actions.add_leg(**self.checked(), **how(request)))

    def partial_update(self, request, pk=None):
        """Change a place."""
        leg = self.get_object()
        place, version = self.changed(leg, whole=True), named_version(request)
        return self.shown(actions.edit_leg(leg=leg, version=version, **place, **how(request)))


class LinkSerializer(RowSerializer):
    """How one visit hangs together with another."""

    url = serializers.HyperlinkedIdentityField(view_name="api:link-detail")
    visit = VisitCode()
    to = VisitCode()

    class Meta:
        model = Link
        fields = ["url", "id", "visit", "kind", "to"]


class LinkViewSet(Collection):
    """Links of which the reader sees both ends."""

    serializer_class = LinkSerializer
    filterset_fields = ["kind"]

    def get_queryset(self):
        """Start at what the reader may see."""
        visits = Visit.objects.visible_to(self.request.user)
        links = Link.objects.filter(visit__in=visits, to__in=visits).select_related("visit", "to")
        return links.order_by("visit__code", "kind", "pk")

    def create(self, request):
        """Link a visit to another."""
        return self.made(actions.link(**self.checked(), **how(request)))

    @action(detail=True, methods=["post"], url_path="take-back", sends=None, answers=204)
    def take_back(self, request, pk=None):
        """Take a link back."""
        actions.unlink(link=self.get_object(), **how(request))
        return self.gone()


class FocalPointSerializer(RowSerializer):
    """A named person of a participation."""

    url = serializers.HyperlinkedIdentityField(view_name="api:focal-point-detail")
    visit = VisitCode(read_only=True)
    name = serializers.CharField(source="person.styled", read_only=True)
    post = serializers.CharField(source="person.post", read_only=True)

    class Meta:
        model = FocalPoint
        fields = ["url", "id", "visit", "participation", "person", "name", "post"]


class ParticipationSerializer(RowSerializer):
    """An organisation's part in a visit, with its focal points.

    Whether it is let in, and the version that counts it, are for those who manage the visit.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:participation-detail")
    visit = VisitCode()
    version = serializers.SerializerMethodField()
    let_in_at = serializers.SerializerMethodField()
    name = serializers.CharField(source="organisation.name", read_only=True)
    focal_points = FocalPointSerializer(many=True, read_only=True)

    class Meta:
        model = Participation
        fields = [
            "url", "id", "version", "visit", "organisation", "name", "part", "let_in_at",
            "focal_points",
        ]  # fmt: skip

    def get_version(self, participation) -> int | None:
        """Tell it to those who manage the visit."""
        return participation.version if participation.manages else None

    def get_let_in_at(self, participation) -> str | None:
        """Tell it to those who manage the visit."""
        at = participation.let_in_at if participation.manages else None
        return Instant().to_representation(at) if at else None


class TakingSerializer(ParticipationSerializer):
    """An organisation that is to take part, with its focal points."""

    people = VisibleKey(many=True, queryset=Person.objects.order_by("pk"), required=False)

    class Meta(ParticipationSerializer.Meta):
        fields = ["visit", "organisation", "part", "people"]


class ParticipationViewSet(Collection):
    """Who takes part: everybody on the visit sees it. A list is added whole or not at all."""

    serializer_class = ParticipationSerializer
    limit = 100  # participations of one call
    filterset_fields = ["part", "organisation"]

    def get_queryset(self):
        """Start at what the reader may see."""
        user = self.request.user
        visits = Visit.objects.visible_to(user)
        parts = Participation.objects.filter(visit__in=visits).with_points().managed_by(user)
        return parts.order_by("visit__code", "organisation__name", "pk")

    def create(self, request):
        """Let an organisation take part, or some of one visit with their focal points.

        One alone opens the visit to nobody yet; ``people`` of a list become focal points.
        """
        if not isinstance(request.data, list):
            return self.made(actions.add_part(**self.checked(), **how(request)))
        sent = serializers.ListSerializer(
            child=TakingSerializer(),
            data=request.data,
            allow_empty=False,
            max_length=self.limit,
            context=self.get_serializer_context(),
        )
        sent.is_valid(raise_exception=True)
        if len({said["visit"].pk for said in sent.validated_data}) > 1:
            raise serializers.ValidationError({"visit": _("Add to one visit at a time.")})
        visit = sent.validated_data[0]["visit"]
        parts = [
            actions.Taking(said["organisation"], said["part"], said.get("people", ()))
            for said in sent.validated_data
        ]
        made = [one.pk for one in actions.add_parts(visit=visit, parts=parts, **how(request))]
        shown = {part.pk: part for part in self.get_queryset().filter(pk__in=made)}
        data = self.get_serializer([shown[pk] for pk in made], many=True).data
        return Response(data, status=201)

    @action(detail=True, methods=["post"], url_path="let-in")
    def let_in(self, request, pk=None):
        """Let a participation in to days that are not public."""
        return self._let(request, let=True)

    @action(detail=True, methods=["post"], url_path="shut-out")
    def shut_out(self, request, pk=None):
        """Shut a participation out from days that are not public."""
        return self._let(request, let=False)

    def _let(self, request, *, let):
        part, said = self.get_object(), self.checked()
        return self.shown(actions.let_in(participation=part, let=let, **said, **how(request)))


class FocalPointViewSet(Collection):
    """Focal points: everybody on the visit sees them."""

    serializer_class = FocalPointSerializer

    def get_queryset(self):
        """Start at what the reader may see."""
        visits = Visit.objects.visible_to(self.request.user)
        points = FocalPoint.objects.filter(visit__in=visits).select_related(
            "visit", "person", "participation__organisation"
        )
        return points.order_by("visit__code", "person__name", "pk")

    def create(self, request):
        """Name a focal point; a person with an account sees the visit from now on."""
        return self.made(actions.name_focal_point(**self.checked(), **how(request)))

    @action(detail=True, methods=["post"], sends=None, answers=204)
    def release(self, request, pk=None):
        """Release a focal point."""
        actions.release_focal_point(point=self.get_object(), **how(request))
        return self.gone()


class RoleSerializer(RowSerializer):
    """A role given by name, to an account named by its address."""

    url = serializers.HyperlinkedIdentityField(view_name="api:role-detail")
    visit = VisitCode()
    role = serializers.ChoiceField([(role.value, role.label) for role in GIVEN_BY_NAME])
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email")

    class Meta:
        model = Appointment
        fields = ["url", "id", "visit", "role", "name", "email"]


class RoleViewSet(Collection):
    """Roles given by name: everybody on the visit sees them."""

    serializer_class = RoleSerializer
    filterset_fields = ["role"]

    def get_queryset(self):
        """Start at what the reader may see."""
        visits = Visit.objects.visible_to(self.request.user)
        roles = Appointment.objects.filter(visit__in=visits).select_related("visit", "user")
        return roles.order_by("visit__code", "user__name", "role", "pk")

    def create(self, request):
        """Give a role by name. Who may not is told so before any account is looked for."""
        said = self.checked()
        require(actor(request), May.MANAGE_PARTS, said["visit"])
        address = said.pop("user")["email"].lower()
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            raise Refused(_("Nobody signs in with this address."), field="email")
        return self.made(actions.appoint(user=user, **said, **how(request)))

    @action(detail=True, methods=["post"], sends=None, answers=204)
    def dismiss(self, request, pk=None):
        """Take a role back."""
        actions.dismiss(appointment=self.get_object(), **how(request))
        return self.gone()
