"""Fixed meetings through the API; what may move a visit's days stands in ``lifecycle``."""

from rest_framework import serializers

from planning.accounts.pages import how
from planning.core.collections import Collection, RowSerializer
from planning.dates import actions
from planning.dates.models import FixedMeeting


class FixedMeetingSerializer(RowSerializer):
    """A meeting whose days others have set."""

    url = serializers.HyperlinkedIdentityField(view_name="api:fixed-meeting-detail")

    class Meta:
        model = FixedMeeting
        fields = ["url", "id", "name", "country", "city", "starts_on", "ends_on", "source"]


class FixedMeetingViewSet(Collection):
    """Fixed meetings are of public record: everybody reads them."""

    serializer_class = FixedMeetingSerializer
    queryset = FixedMeeting.objects.order_by("starts_on", "pk")
    filterset_fields = {"country": ["exact"], "starts_on": ["gte", "lte"]}
    ordering_fields = ["starts_on", "name"]

    def create(self, request):
        """Enter a meeting."""
        return self.made(actions.fix_meeting(**self.checked(), **how(request)))
