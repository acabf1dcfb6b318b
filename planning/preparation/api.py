"""Tasks through the API."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action

from planning.accounts.pages import how
from planning.core.collections import Collection, Day, ReasonSerializer, RowSerializer
from planning.preparation import actions
from planning.preparation.models import Task
from planning.preparation.rules import Anchor
from planning.visits.api import VisitCode


class TaskSerializer(RowSerializer):
    """A task with its due day as the reader knows it.

    ``offset`` counts calendar days from the anchor, negative before it. Whoever may not know the
    days inside is not told what a task hangs on: nothing betrays them by subtraction.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:task-detail")
    visit = VisitCode()
    anchor = serializers.ChoiceField(Anchor, allow_null=True)
    offset = serializers.IntegerField(
        min_value=-1000, max_value=1000, required=False, allow_null=True
    )
    due_on = Day(source="due_shown", read_only=True, allow_null=True)

    class Meta:
        model = Task
        fields = [
            "url", "id", "version", "visit", "title", "organisation", "anchor", "offset",
            "fixed_on", "due_on", "state", "settled_at", "reason",
        ]  # fmt: skip
        read_only_fields = ["state", "settled_at", "reason"]

    def validate(self, attrs):
        """Ask for what is null only where it is hidden."""
        if attrs["anchor"] is None:
            raise serializers.ValidationError({"anchor": _("Say what the task hangs on.")})
        return super().validate(attrs) | {"offset": attrs.get("offset") or 0}

    def to_representation(self, instance):
        """Keep what it hangs on from those who may not know."""
        shown = super().to_representation(instance)
        if not instance.tells_offset:
            shown |= dict.fromkeys(["anchor", "offset", "fixed_on"])
        return shown


class TaskViewSet(Collection):
    """Tasks as far as the reader may see them, overdue first, settled last."""

    serializer_class = TaskSerializer
    filterset_fields = ["state", "organisation"]
    ordering_fields = ["title", "state"]

    def get_queryset(self):
        """Start at what the reader may see."""
        user = self.request.user
        tasks = Task.objects.visible_to(user).shown_to(user).with_owners()
        return tasks.nearest_first()

    def create(self, request):
        """Add a task."""
        return self.made(actions.add(**self.checked(), **how(request)))

    @action(detail=True, methods=["post"])
    def done(self, request, pk=None):
        """Mark a task as done."""
        task, said = self.get_object(), self.checked()
        return self.shown(actions.tick(task=task, **said, **how(request)))

    @action(detail=True, methods=["post"], sends=ReasonSerializer)
    def waive(self, request, pk=None):
        """Waive a task, with a reason."""
        task, said = self.get_object(), self.checked()
        return self.shown(actions.waive(task=task, **said, **how(request)))

    @action(detail=True, methods=["post"])
    def reopen(self, request, pk=None):
        """Open a settled task again."""
        task, said = self.get_object(), self.checked()
        return self.shown(actions.reopen(task=task, **said, **how(request)))
