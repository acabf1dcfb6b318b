"""The story of a visit and its messages through the API: both are read only."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.generics import get_object_or_404

from planning.accounts.pages import signed_in
from planning.audit.models import AuditEvent
from planning.core.collections import Collection, RowSerializer
from planning.core.names import code_of
from planning.outbox.models import Message
from planning.outbox.rules import REASONS
from planning.overview.queries import acts_on, readable_messages, told
from planning.visits.access import rights
from planning.visits.models import Visit


class ActSerializer(RowSerializer):
    """One act in the story of a visit: ``verb`` for machines, ``what`` in words."""

    url = serializers.HyperlinkedIdentityField(view_name="api:history-detail")

    class Meta:
        model = AuditEvent
        fields = ["url", "id", "at", "verb"]
        read_only_fields = fields

    def to_representation(self, instance):
        """Add who did what, and why, in the reader's language."""
        one = told(instance)
        words = {"who": one.who, "what": one.what, "reason": one.reason}
        return super().to_representation(instance) | words


class HistoryViewSet(Collection):
    """What happened on one visit, newest first: a list names it by ``?visit=``."""

    serializer_class = ActSerializer
    queryset = AuditEvent.objects.none()
    filterset_fields = {"verb": ["exact"], "at": ["gte", "lte"]}

    def get_queryset(self):
        """Start at what the reader may see."""
        user = signed_in(self.request)
        visits = Visit.objects.visible_to(user)
        if "pk" in self.kwargs:
            act = get_object_or_404(AuditEvent, pk=self.kwargs["pk"])
            visits = visits.filter(pk__in=[act.visit_id])
        elif code := self.request.query_params.get("visit"):
            visits = visits.filter(code=code_of(code))
        else:
            raise serializers.ValidationError({"visit": _("Say of which visit.")})
        visit = get_object_or_404(visits)
        return acts_on(visit, rights(user, visit))


class MessageSerializer(RowSerializer):
    """A message: to whom, about what, and what became of it. Its text is nobody else's."""

    url = serializers.HyperlinkedIdentityField(view_name="api:message-detail")
    visit = serializers.CharField(source="code", read_only=True)
    to = serializers.CharField(source="to_name", read_only=True)

    class Meta:
        model = Message
        fields = ["url", "id", "visit", "kind", "to", "dated_at", "state", "settled_at", "error"]
        read_only_fields = fields

    def to_representation(self, instance):
        """Add the reason in words."""
        reason = str(REASONS.get(instance.kind, instance.kind))
        return super().to_representation(instance) | {"reason": reason}


class MessageViewSet(Collection):
    """Messages as far as the reader may know of them, newest first."""

    serializer_class = MessageSerializer
    filterset_fields = ["state", "kind"]

    def get_queryset(self):
        """Start at what the reader may see."""
        user, code = signed_in(self.request), self.request.query_params.get("visit")
        messages = readable_messages(user)
        if code:
            visits = Visit.objects.visible_to(user).filter(code=code_of(code))
            messages = messages.filter(visit_id__in=visits.values("pk"))
        return messages
