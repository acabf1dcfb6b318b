"""Notes of who was chased, through the API."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from planning.accounts.pages import how
from planning.core.collections import Collection, RowSerializer
from planning.reminders import actions
from planning.reminders.models import DEBTS, Chaser


class ChaserSerializer(RowSerializer):
    """What was said of what is owed: an office's ``party``, its ``part`` in an item, its ``task``.

    One of the three is named. The note stands for good.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:chaser-detail")
    visit = serializers.CharField(source="visit.code", read_only=True)

    class Meta:
        model = Chaser
        fields = [
            "url", "id", "visit", "party", "part", "task", "said", "promised_on", "noted_at",
        ]  # fmt: skip
        read_only_fields = ["noted_at"]

    def validate(self, attrs):
        """Ask for one thing that is owed."""
        attrs = super().validate(attrs)
        named = [attrs.pop(name, None) for _debt, name in DEBTS.values()]
        owed = [row for row in named if row is not None]
        if len(owed) != 1:
            raise serializers.ValidationError(_("Say which one thing is owed."))
        return attrs | {"owed": owed[0]}


class ChaserViewSet(Collection):
    """Notes on what the reader manages, the latest first."""

    serializer_class = ChaserSerializer
    filterset_fields = ["party", "part", "task"]

    def get_queryset(self):
        """Start at what the reader may see."""
        notes = Chaser.objects.visible_to(self.request.user).select_related("visit")
        return notes.latest_first()

    def create(self, request):
        """Note what was said."""
        return self.made(actions.chase(**self.checked(), **how(request)))
