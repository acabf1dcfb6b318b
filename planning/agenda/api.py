"""The agenda through the API: items, who has a part in them, their texts."""

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action

from planning.accounts.pages import how
from planning.agenda import actions
from planning.agenda.models import AgendaItem, AgendaText, ItemPart
from planning.agenda.queries import side_of
from planning.core.api import named_version
from planning.core.collections import Collection, RowSerializer, UpSerializer, VisibleKey
from planning.stakeholders.models import Organisation
from planning.visits.api import VisitCode


class ItemPartSerializer(RowSerializer):
    """An organisation that leads an item on its side, or is consulted."""

    name = serializers.CharField(source="organisation.name", read_only=True)

    class Meta:
        model = ItemPart
        fields = ["id", "organisation", "name", "side", "part"]
        extra_kwargs = {"side": {"required": False}}


class AgendaItemSerializer(RowSerializer):
    """A topic to be raised. ``lead`` is said once, with the suggestion; ``parts`` tells all."""

    url = serializers.HyperlinkedIdentityField(view_name="api:agenda-item-detail")
    visit = VisitCode()
    parts = ItemPartSerializer(many=True, read_only=True)
    lead = VisibleKey(
        queryset=Organisation.objects.order_by("pk"),
        required=False,
        allow_null=True,
        write_only=True,
    )

    class Meta:
        model = AgendaItem
        fields = [
            "url", "id", "version", "visit", "number", "position", "title", "title_own", "cluster",
            "state", "due_on", "parts", "lead",
        ]  # fmt: skip
        read_only_fields = ["position", "state"]


class AgendaItemViewSet(Collection):
    """Agenda items: who sees the visit sees their titles."""

    serializer_class = AgendaItemSerializer
    filterset_fields = {"state": ["exact"], "cluster": ["exact"], "due_on": ["gte", "lte"]}
    ordering_fields = ["number", "position", "due_on", "state"]

    def get_queryset(self):
        """Start at what the reader may see."""
        items = AgendaItem.objects.visible_to(self.request.user).with_parts()
        return items.order_by("visit__code", "position", "pk")

    def create(self, request):
        """Suggest an item."""
        return self.made(actions.suggest(**self.checked(), **how(request)))

    @action(detail=True, methods=["post"])
    def accept(self, request, pk=None):
        """Take a suggested item on the agenda."""
        item, said = self.get_object(), self.checked()
        return self.shown(actions.accept(item=item, **said, **how(request)))

    @action(detail=True, methods=["post"], sends=UpSerializer)
    def move(self, request, pk=None):
        """Move an item up or down by one place."""
        item, said = self.get_object(), self.checked()
        return self.shown(actions.move(item=item, **said, **how(request)))

    @action(detail=True, methods=["post"], url_path="parts", sends=ItemPartSerializer, answers=201)
    def add_part(self, request, pk=None):
        """Let an organisation lead an item, or be consulted, for a side; answer with the item."""
        item, said = self.get_object(), self.checked()
        said.setdefault("side", side_of(item.visit, said["organisation"]))
        if said["side"] is None:
            raise serializers.ValidationError({"side": _("Say for which side.")})
        actions.add_part(item=item, **said, **how(request))
        return self.made(item)


class AgendaTextSerializer(RowSerializer):
    """A text of an item, restricted: who may not read it finds no trace of it."""

    url = serializers.HyperlinkedIdentityField(view_name="api:agenda-text-detail")
    visit = VisitCode(read_only=True)
    body = serializers.CharField(max_length=50_000)

    class Meta:
        model = AgendaText
        fields = ["url", "id", "version", "visit", "item", "kind", "body"]
        fixed = ["item", "kind"]


class AgendaTextViewSet(Collection):
    """Texts as far as the reader may read them."""

    serializer_class = AgendaTextSerializer
    filterset_fields = ["kind"]

    def get_queryset(self):
        """Start at what the reader may see."""
        texts = AgendaText.objects.visible_to(self.request.user).select_related("visit", "item")
        return texts.order_by("visit__code", "item__position", "kind", "pk")

    def create(self, request):
        """Write a text of an item for the first time."""
        return self.made(actions.write(**self.checked(), version=0, **how(request)))

    def partial_update(self, request, pk=None):
        """Write a text anew."""
        text = self.get_object()
        body = self.changed(text).get("body", text.body)
        return self.shown(
            actions.write(
                item=text.item,
                kind=text.kind,
                body=body,
                version=named_version(request),
                **how(request),
            )
        )
