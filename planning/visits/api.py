"""Visits through the API."""

from rest_framework import serializers, viewsets

from planning.core.names import code_of
from planning.visits.models import Side, Visit


class SideSerializer(serializers.ModelSerializer):
    """A side of a visit."""

    class Meta:
        model = Side
        fields = ["id", "name", "role", "position"]


class VisitSerializer(serializers.ModelSerializer):
    """A visit with its days as the reader knows them."""

    url = serializers.HyperlinkedIdentityField(view_name="api:visit-detail", lookup_field="code")
    first_day = serializers.DateField(source="from_on", allow_null=True)
    last_day = serializers.DateField(source="to_on", allow_null=True)
    certainty = serializers.CharField(source="certainty_shown")
    sides = SideSerializer(many=True)

    class Meta:
        model = Visit
        fields = [
            "url",
            "id",
            "code",
            "title",
            "title_own",
            "category",
            "standing",
            "first_day",
            "last_day",
            "certainty",
            "sides",
        ]  # fmt: skip; no version: it counts what happens inside


class VisitViewSet(viewsets.ReadOnlyModelViewSet):
    """Visits the reader has a part in."""

    serializer_class = VisitSerializer
    lookup_field = "code"

    def get_queryset(self):
        """Start at what the reader may see."""
        user = self.request.user
        return Visit.objects.visible_to(user).shown_to(user).with_sides().latest_first()

    def get_object(self):
        """Understand a code in either case."""
        self.kwargs["code"] = code_of(self.kwargs["code"])
        return super().get_object()
