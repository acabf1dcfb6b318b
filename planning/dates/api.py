"""Date options and positions through the API."""

from rest_framework import mixins, serializers, status, viewsets
from rest_framework.response import Response

from planning.accounts.pages import actor
from planning.core import clock
from planning.core.api import of_visit
from planning.dates import actions
from planning.dates.models import DateOption, Position, RequiredParty


class DateOptionSerializer(serializers.ModelSerializer):
    """A span of days that a side offered, or nobody."""

    url = serializers.HyperlinkedIdentityField(view_name="api:date-option-detail")
    visit = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = DateOption
        fields = [
            "url", "id", "version", "visit", "kind", "side", "starts_on", "ends_on", "channel",
            "source", "sent_on", "answers", "withdrawn_at",
        ]  # fmt: skip


class DateOptionViewSet(viewsets.ReadOnlyModelViewSet):
    """Date options as far as the reader may see them."""

    serializer_class = DateOptionSerializer

    def get_queryset(self):
        """Start at what the reader may see."""
        options = DateOption.objects.visible_to(self.request.user).select_related("visit")
        return of_visit(options, self.request).order_by("-entered_at", "pk")


class PositionSerializer(serializers.ModelSerializer):
    """What a required party says to an option."""

    url = serializers.HyperlinkedIdentityField(view_name="api:position-detail")
    visit = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Position
        fields = [
            "url", "id", "visit", "option", "party", "answer", "explanation", "said_by", "channel",
            "said_on", "entered_at",
        ]  # fmt: skip
        read_only_fields = ["entered_at"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.context["request"].user
        self.fields["option"].queryset = DateOption.objects.visible_to(user)
        self.fields["party"].queryset = RequiredParty.objects.visible_to(user)


class PositionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Positions: append-only."""

    serializer_class = PositionSerializer

    def get_queryset(self):
        """Start at what the reader may see."""
        positions = Position.objects.visible_to(self.request.user).select_related("visit")
        return of_visit(positions, self.request).order_by("-entered_at", "-recorded_at", "pk")

    def create(self, request):
        """Record a position."""
        data = self.get_serializer(data=request.data)
        data.is_valid(raise_exception=True)
        made = actions.take_position(**data.validated_data, by=actor(request), at=clock.now())
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)
