"""The register through the API; scans are handed in and out by its page."""

from rest_framework import serializers

from planning.accounts.pages import how
from planning.core.api import named_version
from planning.core.collections import Collection, RowSerializer
from planning.correspondence import actions
from planning.correspondence.models import RegisterEntry
from planning.visits.api import VisitCode
from planning.visits.models import Marking


class MarkingName(serializers.SlugRelatedField):
    """A marking by its name."""

    def to_internal_value(self, data):
        """Find a marking; no database takes a NUL."""
        return super().to_internal_value(str(data).replace("\0", ""))


class RegisterEntrySerializer(RowSerializer):
    """One letter, note, call or mail. A marking is named as it is written on the paper."""

    url = serializers.HyperlinkedIdentityField(view_name="api:register-entry-detail")
    visit = VisitCode()
    marking = MarkingName(
        "name", queryset=Marking.objects.order_by("rank", "pk"), required=False, allow_null=True
    )
    has_scan = serializers.BooleanField(source="scan", read_only=True)

    class Meta:
        model = RegisterEntry
        fields = [
            "url", "id", "version", "visit", "kind", "direction", "channel", "number_ours",
            "number_theirs", "sent_on", "received_on", "sender", "addressee", "subject",
            "organisation", "marking", "has_scan",
        ]  # fmt: skip
        fixed = ["visit"]


class RegisterEntryViewSet(Collection):
    """Entries of the register as far as the reader may see them, the latest first."""

    serializer_class = RegisterEntrySerializer
    filterset_fields = {
        "kind": ["exact"], "direction": ["exact"], "channel": ["exact"],
        "organisation": ["exact"], "received_on": ["gte", "lte"], "sent_on": ["gte", "lte"],
    }  # fmt: skip
    ordering_fields = ["sent_on", "received_on", "number_ours"]

    def get_queryset(self):
        """Start at what the reader may see."""
        entries = RegisterEntry.objects.visible_to(self.request.user).with_parties()
        return entries.latest_first()

    def create(self, request):
        """Enter a letter, note, call or mail."""
        return self.made(actions.enter(**self.checked(), **how(request)))

    def partial_update(self, request, pk=None):
        """Correct an entry; it keeps its scan."""
        entry = self.get_object()
        letter = self.changed(entry, whole=True)
        return self.shown(
            actions.correct(entry=entry, version=named_version(request), **letter, **how(request))
        )
