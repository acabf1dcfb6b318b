"""The story of a visit and its messages through the API: both are read only."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.generics import get_object_or_404

from planning.accounts.pages import signed_in
from planning.audit.models import AuditEvent
from planning.audit.queries import told
from planning.core.collections import Collection, RowSerializer
from planning.core.names import code_of
from planning.outbox.models import Message
from planning.outbox.rules import REASONS
from planning.overview.queries import SAID, acts_on, readable_messages
from planning.visits.access import rights
from planning.visits.models import Visit


class ActSerializer(RowSerializer):
    """One act in the story of a visit: ``verb`` for machines, the rest in the reader's words."""

    url = serializers.HyperlinkedIdentityField(view_name="api:history-detail")
    who = serializers.SerializerMethodField()
    what = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()

    class Meta:
        model = AuditEvent
        fields = ["url", "id", "at", "verb", "who", "what", "reason"]
        read_only_fields = fields

    def get_who(self, act) -> str:
        """Name who acted."""
        return told(act, SAID).who

    def get_what(self, act) -> str:
        """Say what was done."""
        return told(act, SAID).what

    def get_reason(self, act) -> str:
        """Say why."""
        return told(act, SAID).reason


class HistoryViewSet(Collection):
    """What happened on one visit, newest first: a list names it by ``?visit=``."""

    serializer_class = ActSerializer
    queryset = AuditEvent.objects.none()
    filterset_fields = {"verb": ["exact"], "at": ["gte", "lte"]}
    query_parameters = ("visit",)

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

    reason = serializers.SerializerMethodField()

    class Meta:
        model = Message
        fields = [
            "url", "id", "visit", "kind", "reason", "to", "dated_at", "state", "settled_at",
            "error",
        ]  # fmt: skip
        read_only_fields = fields

    def get_reason(self, message) -> str:
        """Say in words what it is about."""
        return str(REASONS.get(message.kind, message.kind))


class MessageViewSet(Collection):
    """Messages as far as the reader may know of them, newest first."""

    serializer_class = MessageSerializer
    queryset = Message.objects.none()
    filterset_fields = ["state", "kind"]
    query_parameters = ("visit",)

    def get_queryset(self):
        """Start at what the reader may see."""
        user, code = signed_in(self.request), self.request.query_params.get("visit")
        messages = readable_messages(user)
        if code:
            visits = Visit.objects.visible_to(user).filter(code=code_of(code))
            messages = messages.filter(visit_id__in=visits.values("pk"))
        return messages
