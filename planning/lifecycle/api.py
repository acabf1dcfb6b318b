"""Positions and requests through the API."""

from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from planning.accounts.pages import actor
from planning.core import clock
from planning.core.api import named_version, of_visit
from planning.dates import actions as dates
from planning.dates.models import DateOption, Position, Request, RequiredParty
from planning.lifecycle import actions


class RequestSerializer(serializers.ModelSerializer):
    """A request to confirm or announce dates."""

    url = serializers.HyperlinkedIdentityField(view_name="api:request-detail")
    visit = serializers.SlugRelatedField("code", read_only=True)

    class Meta:
        model = Request
        fields = [
            "url", "id", "version", "visit", "kind", "option", "state", "decider_office",
            "decider_person", "decider_reference", "decided_on", "requested_at", "ended_at",
            "reason",
        ]  # fmt: skip
        read_only_fields = ["version", "state", "requested_at", "ended_at", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = self.context["request"].user
        self.fields["option"].queryset = DateOption.objects.visible_to(user)


class ReasonSerializer(serializers.Serializer):
    """Why a request is refused."""

    reason = serializers.CharField(default="", allow_blank=True)


class RequestViewSet(viewsets.ReadOnlyModelViewSet):
    """Requests; a write names the version of the option or request it is about."""

    serializer_class = RequestSerializer

    def get_queryset(self):
        """Start at what the reader may see."""
        requests = Request.objects.visible_to(self.request.user).select_related("visit", "option")
        return of_visit(requests, self.request).order_by("-requested_at", "pk")

    def create(self, request):
        """Ask for a confirmation or an announcement."""
        data = self.get_serializer(data=request.data)
        data.is_valid(raise_exception=True)
        made = dates.request(**data.validated_data, version=named_version(request), **self._how())
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    @action(detail=True, methods=["post"])
    def grant(self, request, pk=None):
        """Grant a request with all that follows."""
        asked = self.get_object()
        made = actions.grant(asked=asked, version=named_version(request), **self._how())
        return Response(self.get_serializer(made).data)

    @action(detail=True, methods=["post"])
    def refuse(self, request, pk=None):
        """Refuse a request, with a reason."""
        asked = self.get_object()
        data = ReasonSerializer(data=request.data)
        data.is_valid(raise_exception=True)
        made = dates.refuse(
            asked=asked, version=named_version(request), **data.validated_data, **self._how()
        )
        return Response(self.get_serializer(made).data)

    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk=None):
        """Withdraw one's own request."""
        asked = self.get_object()
        made = dates.withdraw(asked=asked, version=named_version(request), **self._how())
        return Response(self.get_serializer(made).data)

    def _how(self):
        return {"by": actor(self.request), "at": clock.now()}


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
