"""The dossier through the API: sensitivities, indicators, projects, statements."""

from rest_framework import serializers
from rest_framework.decorators import action

from planning.accounts.pages import how
from planning.core.api import named_version
from planning.core.collections import Collection, RowSerializer
from planning.dossier import actions
from planning.dossier.models import Indicator, IndicatorValue, Project, Sensitivity, Statement
from planning.visits.api import VisitCode

NOTED = ["url", "id", "version", "visit", "title", "body", "source"]


class SensitivitySerializer(RowSerializer):
    """What must be handled with care; ``organisation`` is the ministry that may read it too."""

    url = serializers.HyperlinkedIdentityField(view_name="api:sensitivity-detail")
    visit = VisitCode()

    class Meta:
        model = Sensitivity
        fields = [*NOTED, "organisation"]
        fixed = ["visit"]


class ValueSerializer(RowSerializer):
    """What an indicator stood at on a day."""

    url = serializers.HyperlinkedIdentityField(view_name="api:indicator-value-detail")

    class Meta:
        model = IndicatorValue
        fields = ["url", "id", "version", "indicator", "as_of", "value", "remark"]
        read_only_fields = ["indicator"]


class IndicatorSerializer(RowSerializer):
    """A figure that is watched, with its values, the latest first."""

    url = serializers.HyperlinkedIdentityField(view_name="api:indicator-detail")
    visit = VisitCode()
    values = ValueSerializer(many=True, read_only=True)

    class Meta:
        model = Indicator
        fields = [*NOTED, "unit", "goal", "values"]
        fixed = ["visit"]


class ProjectSerializer(RowSerializer):
    """A joint project."""

    url = serializers.HyperlinkedIdentityField(view_name="api:project-detail")
    visit = VisitCode()

    class Meta:
        model = Project
        fields = NOTED
        fixed = ["visit"]


class StatementSerializer(RowSerializer):
    """Who said what, where, when, by which source."""

    url = serializers.HyperlinkedIdentityField(view_name="api:statement-detail")
    visit = VisitCode()

    class Meta:
        model = Statement
        fields = [
            "url", "id", "version", "visit", "person", "speaker", "said_on", "place", "words",
            "source",
        ]  # fmt: skip
        fixed = ["visit"]


class DossierCollection(Collection):
    """What one must know: one way to write all four kinds."""

    def create(self, request):
        """Add a row."""
        row = self.get_serializer_class().Meta.model(**self.checked())
        return self.made(actions.add(row, **how(request)))

    def partial_update(self, request, pk=None):
        """Change some fields of a row."""
        row = self.get_object()
        values = self.changed(row)
        return self.shown(
            actions.edit(row, version=named_version(request), **values, **how(request))
        )


class SensitivityViewSet(DossierCollection):
    """Sensitivities, for those who may read them."""

    serializer_class = SensitivitySerializer
    filterset_fields = ["organisation"]
    ordering_fields = ["title"]

    def get_queryset(self):
        """Start at what the reader may see."""
        rows = Sensitivity.objects.visible_to(self.request.user).select_related("visit")
        return rows.order_by("visit__code", "title", "pk")


class IndicatorViewSet(DossierCollection):
    """Indicators: of public record."""

    serializer_class = IndicatorSerializer
    ordering_fields = ["title"]

    def get_queryset(self):
        """Start at what the reader may see."""
        rows = Indicator.objects.visible_to(self.request.user).with_values()
        rows = rows.select_related("visit")
        return rows.order_by("visit__code", "title", "pk")

    @action(detail=True, methods=["post"], url_path="values", sends=ValueSerializer, answers=201)
    def add_value(self, request, pk=None):
        """Note what an indicator stood at on a day; the answer is the indicator."""
        indicator, said = self.get_object(), self.checked()
        actions.add_value(indicator=indicator, **said, **how(request))
        return self.made(indicator)


class IndicatorValueViewSet(Collection):
    """Values of indicators, the latest first; a new one is noted at its indicator."""

    serializer_class = ValueSerializer
    filterset_fields = {"indicator": ["exact"], "as_of": ["gte", "lte"]}
    ordering_fields = ["as_of"]

    def get_queryset(self):
        """Start at what the reader may see."""
        values = IndicatorValue.objects.visible_to(self.request.user).select_related("visit")
        return values.order_by("-as_of", "pk")

    def partial_update(self, request, pk=None):
        """Correct a value; the story of the visit keeps what it said before."""
        value = self.get_object()
        values, version = self.changed(value), named_version(request)
        return self.shown(actions.correct_value(value, version=version, **values, **how(request)))


class ProjectViewSet(DossierCollection):
    """Joint projects: of public record."""

    serializer_class = ProjectSerializer
    ordering_fields = ["title"]

    def get_queryset(self):
        """Start at what the reader may see."""
        rows = Project.objects.visible_to(self.request.user).select_related("visit")
        return rows.order_by("visit__code", "title", "pk")


class StatementViewSet(DossierCollection):
    """Statements: of public record."""

    serializer_class = StatementSerializer
    filterset_fields = {"said_on": ["gte", "lte"]}
    ordering_fields = ["said_on"]

    def get_queryset(self):
        """Start at what the reader may see."""
        rows = Statement.objects.visible_to(self.request.user).select_related("visit")
        return rows.order_by("-said_on", "pk")
