"""The programme through the API."""

from rest_framework import serializers
from rest_framework.decorators import action

from planning.accounts.pages import how
from planning.core.api import named_version
from planning.core.collections import Collection, RowSerializer, UpSerializer, VisibleKey
from planning.core.wall import check_zone
from planning.programme import actions
from planning.programme.models import ProgrammeItem
from planning.stakeholders.models import Person
from planning.visits.api import VisitCode


class ProgrammeItemSerializer(RowSerializer):
    """One line of the programme: wall time at the place, the instant derived from it.

    Where the clocks there show a time twice, ``is_second_hour`` says which. The place in the order
    is not told: it would count the lines that a reader may not see.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:programme-item-detail")
    visit = VisitCode(read_only=True)
    zone = serializers.CharField(validators=[check_zone], max_length=64, required=False)
    is_second_hour = serializers.BooleanField(allow_null=True, required=False)
    people = VisibleKey(many=True, queryset=Person.objects.order_by("pk"), required=False)

    class Meta:
        model = ProgrammeItem
        fields = [
            "url", "id", "version", "visit", "leg", "day", "certainty", "starts", "ends", "zone",
            "is_second_hour", "starts_at", "kind", "state", "title", "title_own", "place",
            "organisation", "is_public", "people",
        ]  # fmt: skip
        extra_kwargs = {"kind": {"required": True}}


class ProgrammeItemViewSet(Collection):
    """Lines of the programme as far as the reader may see them, in order."""

    serializer_class = ProgrammeItemSerializer
    filterset_fields = {
        "day": ["exact"], "kind": ["exact"], "state": ["exact"], "is_public": ["exact"]
    }  # fmt: skip
    ordering_fields = ["day", "starts_at"]

    def get_queryset(self):
        """Start at what the reader may see."""
        items = ProgrammeItem.objects.visible_to(self.request.user).with_people()
        return items.order_by("visit__code", "day", "position", "pk")

    def create(self, request):
        """Add a line at the end of its day."""
        return self.made(actions.add(**self.checked(), **how(request)))

    def partial_update(self, request, pk=None):
        """Change a line; on another day it goes to the end. An unnamed zone follows the place."""
        item = self.get_object()
        line = self.changed(item, whole=True)
        if "zone" not in request.data and item.zone == item.leg.zone:
            line["zone"] = ""
        return self.shown(
            actions.edit(item=item, version=named_version(request), **line, **how(request))
        )

    @action(detail=True, methods=["post"], sends=UpSerializer)
    def move(self, request, pk=None):
        """Move a line up or down by one place within its day."""
        item, said = self.get_object(), self.checked()
        return self.shown(actions.move(item=item, **said, **how(request)))

    @action(detail=True, methods=["post"], answers=204)
    def remove(self, request, pk=None):
        """Remove a line."""
        item, said = self.get_object(), self.checked()
        actions.remove(item=item, **said, **how(request))
        return self.gone()
