"""The story of a visit through the API, read only, and its messages."""

from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404

from planning.accounts.pages import how, signed_in
from planning.audit.models import AuditEvent
from planning.audit.queries import told
from planning.core.collections import Collection, ReasonSerializer, RowSerializer
from planning.core.names import code_of
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from planning.outbox.rules import Outcome
from planning.overview.queries import SAID, chosen_acts, readable_messages, with_changes
from planning.visits.access import rights
from planning.visits.models import Visit


class DifferenceSerializer(serializers.Serializer):
    """One field before and after: in the reader's words, and as it is kept."""

    field = serializers.CharField()
    words = serializers.CharField(source="label")
    before = serializers.CharField()
    after = serializers.CharField()
    was = serializers.JSONField()
    now = serializers.JSONField()


class ChangeSerializer(serializers.Serializer):
    """What an act did to one row."""

    model = serializers.CharField()
    row = serializers.UUIDField()
    thing = serializers.CharField()
    title = serializers.CharField()
    how = serializers.ChoiceField(choices=["insert", "update", "delete"])
    differences = DifferenceSerializer(many=True)


class ActSerializer(RowSerializer):
    """One act in the story of a visit: ``verb`` for machines, the rest in the reader's words.

    Acts that were one transaction share ``changes``, which stand with the first of a page.
    """

    url = serializers.HyperlinkedIdentityField(view_name="api:history-detail")
    who = serializers.SerializerMethodField()
    what = serializers.SerializerMethodField()
    reason = serializers.SerializerMethodField()
    changes = serializers.SerializerMethodField()

    class Meta:
        model = AuditEvent
        fields = ["url", "id", "at", "verb", "who", "what", "reason", "changes"]
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

    @extend_schema_field(ChangeSerializer(many=True))
    def get_changes(self, act):
        """Return what it changed, as far as the reader may know it."""
        return ChangeSerializer(act.changes, many=True).data


class HistoryViewSet(Collection):
    """What happened on one visit, newest first: a list names it by ``?visit=``.

    ``of`` narrows it to what was done to one row and its parts.
    """

    serializer_class = ActSerializer
    queryset = AuditEvent.objects.none()
    filterset_fields = {"verb": ["exact"], "at": ["gte", "lte"], "user": ["exact"]}
    query_parameters = ("visit", "of")

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
        self.visit = get_object_or_404(visits)
        return chosen_acts(self.visit, user, rights(user, self.visit), of=self._of())

    def paginate_queryset(self, queryset):
        """Find for all acts of a page what they changed."""
        return self._with_changes(super().paginate_queryset(queryset))

    def get_object(self):
        """Find what an act changed."""
        return self._with_changes([super().get_object()])[0]

    def _of(self):
        row = self.request.query_params.get("of")
        try:
            return UUID(row) if row else None
        except ValueError as error:
            raise serializers.ValidationError({"of": _("Enter the id of a row.")}) from error

    def _with_changes(self, acts):
        user = signed_in(self.request)
        found = with_changes(acts, self.visit, user, rights(user, self.visit), of=self._of())
        for act, changed in zip(acts, found, strict=True):
            act.changes = changed.changes
        return acts


class MessageSerializer(RowSerializer):
    """A message: to whom, about what, and what became of it. Its text is nobody else's."""

    url = serializers.HyperlinkedIdentityField(view_name="api:message-detail")
    visit = serializers.CharField(source="code", read_only=True)
    to = serializers.CharField(source="to_name", read_only=True)

    reason = serializers.CharField(read_only=True)
    is_late = serializers.BooleanField(read_only=True)
    attempts = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="fence", read_only=True)

    class Meta:
        model = Message
        fields = [
            "url", "id", "visit", "kind", "reason", "to", "dated_at", "state", "is_late",
            "settled_at", "attempts", "error", "version",
        ]  # fmt: skip
        read_only_fields = fields

    def get_attempts(self, message) -> int | None:
        """Tell those who manage the visit how often it was tried."""
        return message.attempts if message.manages else None

    def get_error(self, message) -> str:
        """Tell those who manage the visit what the server answered last."""
        return message.error if message.manages else ""


class ResolveSerializer(ReasonSerializer):
    """What became of a message: ``arrived``, where nobody knew, or ``left`` as it is."""

    outcome = serializers.ChoiceField(choices=Outcome.choices)


class MessageViewSet(Collection):
    """Messages as far as the reader may know of them, newest first.

    ``version`` is the number of the last attempt.
    """

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

    @action(detail=True, methods=["post"], sends=ReasonSerializer)
    def resend(self, request, pk=None):
        """Send a message again that is uncertain or parked, as the same one."""
        message, said = self.get_object(), self.checked()
        return self.shown(lifecycle.resend(message=message, **said, **how(request)))

    @action(detail=True, methods=["post"], sends=ResolveSerializer)
    def resolve(self, request, pk=None):
        """Settle a message that is uncertain or parked without sending it again."""
        message, said = self.get_object(), self.checked()
        return self.shown(lifecycle.resolve(message=message, **said, **how(request)))
