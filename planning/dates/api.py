"""Date options through the API."""

from rest_framework import serializers, viewsets

from planning.core.api import of_visit
from planning.dates.models import DateOption


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
