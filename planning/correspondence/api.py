"""The register through the API; scans are handed out here, and handed in by its page."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.renderers import JSONRenderer
from rest_framework.reverse import reverse

from planning.accounts.pages import how
from planning.core.api import named_version
from planning.core.collections import Collection, RowSerializer
from planning.correspondence import actions
from planning.correspondence.models import RegisterEntry
from planning.correspondence.pages import scan_of
from planning.correspondence.rules import SCAN_TYPES
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
    scan = serializers.SerializerMethodField()

    class Meta:
        model = RegisterEntry
        fields = [
            "url", "id", "version", "visit", "kind", "direction", "channel", "number_ours",
            "number_theirs", "sent_on", "received_on", "sender", "addressee", "subject",
            "organisation", "marking", "has_scan", "scan",
        ]  # fmt: skip
        fixed = ["visit"]

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_scan(self, entry):
        """Tell where its scan is handed out."""
        if not entry.scan:
            return None
        request = self.context["request"]
        return reverse("api:register-entry-scan", [entry.pk], request=request)


class AnyType(JSONRenderer):
    """Takes every ``Accept``: what is handed out has a type of its own, a refusal is JSON."""

    media_type = "*/*"


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

    @extend_schema(
        responses={(200, kind): OpenApiTypes.BINARY for kind, _ending in SCAN_TYPES.values()}
    )
    @action(detail=True, methods=["get"], renderer_classes=[AnyType])
    def scan(self, request, pk=None):
        """Hand out the scan of an entry, as a file to keep."""
        return scan_of(self.get_object())
