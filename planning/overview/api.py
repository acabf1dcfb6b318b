"""Search, the story of a visit and its messages through the API."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from planning.accounts.api import Endpoint
from planning.accounts.pages import how, signed_in
from planning.audit.models import AuditEvent
from planning.audit.queries import told
from planning.core.collections import Collection, ReasonSerializer, RowSerializer
from planning.core.names import code_of
from planning.core.search import MOST_LETTERS
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from planning.outbox.rules import Outcome
from planning.overview.queries import SAID, chosen_acts, readable_messages, with_changes
from planning.overview.queries.search import Hit, Kind, find
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


class SearchedSerializer(serializers.Serializer):
    """What is looked for."""

    q = serializers.CharField(
        max_length=MOST_LETTERS,
        help_text="Words, all of which must be found: in any script and spelling, or begun.",
    )
    kind = serializers.ChoiceField(choices=Kind, required=False, help_text="One kind alone.")
    visit = serializers.CharField(
        max_length=16, required=False, help_text="Code of a visit, in either case."
    )
    limit = serializers.IntegerField(
        min_value=1, max_value=200, default=5, help_text="Number of rows of each kind."
    )
    offset = serializers.IntegerField(
        min_value=0, max_value=1_000_000, default=0, help_text="Rows of each kind to leave out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse what is no parameter by its name: a slip must not answer with everything."""
        if unknown := sorted(set(self.initial_data) - set(self.fields)):
            raise serializers.ValidationError(dict.fromkeys(unknown, _("There is no such filter.")))
        return attrs


class HitSerializer(serializers.Serializer):
    """A row that was found; ``page`` is where people read it, and may be empty."""

    url = serializers.SerializerMethodField()
    title = serializers.CharField(source="name")
    excerpt = serializers.CharField()
    visit = serializers.CharField(source="visit.code", default=None, allow_null=True)
    page = serializers.CharField(source="url")

    def get_url(self, hit: Hit) -> str:
        """Name the object in this API."""
        key = {"code": hit.visit.code} if hit.visit and hit.kind == Kind.VISIT else {"pk": hit.pk}
        name = f"api:{hit.kind.value}-detail"
        return reverse(name, kwargs=key, request=self.context["request"])


class FoundSerializer(serializers.Serializer):
    """What was found of one kind: how many rows the reader may see, and some of them."""

    kind = serializers.ChoiceField(choices=Kind)
    count = serializers.IntegerField()
    results = HitSerializer(source="hits", many=True)


class SearchView(Endpoint):
    """One search over everything the reader may see, by kind."""

    @extend_schema(
        operation_id="search_everything",
        tags=["search"],
        parameters=[SearchedSerializer],
        responses=FoundSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Find rows by words, over scripts and spellings; each kind begins with what is spelled so.

        Where nothing is found one slip in each word is forgiven.
        """
        asked = SearchedSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        typed, user = asked.validated_data, signed_in(request)
        only = {}
        if code := typed.get("visit"):
            only["visit"] = Visit.objects.visible_to(user).filter(code=code_of(code)).first()
            if only["visit"] is None:
                return Response([])
        found, _slipped = find(
            user,
            typed["q"],
            kinds=[Kind(typed["kind"])] if "kind" in typed else Kind,
            limit=typed["limit"],
            offset=typed["offset"],
            **only,
        )
        return Response(FoundSerializer(found, many=True, context={"request": request}).data)
