"""Countries, organisations, people and memberships through the API."""

from rest_framework import serializers

from planning.accounts.pages import how, signed_in
from planning.core.api import named_version
from planning.core.collections import Collection, RowSerializer
from planning.stakeholders import actions
from planning.stakeholders.models import Country, Membership, Organisation, Person


class CountrySerializer(RowSerializer):
    """A country: ``weekend`` names ISO days, Monday is 1."""

    url = serializers.HyperlinkedIdentityField(view_name="api:country-detail")
    weekend = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7), max_length=7, required=False
    )

    class Meta:
        model = Country
        fields = [
            "url", "id", "version", "name", "name_own", "name_latin", "code", "capital", "zone",
            "weekend", "holidays_key",
        ]  # fmt: skip


class OrganisationSerializer(RowSerializer):
    """An office, ministry, mission or international organisation."""

    url = serializers.HyperlinkedIdentityField(view_name="api:organisation-detail")

    class Meta:
        model = Organisation
        fields = [
            "url", "id", "version", "name", "name_own", "name_latin", "short", "kind", "country",
            "city",
        ]  # fmt: skip


class PersonSerializer(RowSerializer):
    """A person as styled. The account is not named: it may open visits to it."""

    url = serializers.HyperlinkedIdentityField(view_name="api:person-detail")

    class Meta:
        model = Person
        fields = [
            "url", "id", "version", "style", "name", "name_own", "name_latin", "post",
            "precedence", "email", "telephone",
        ]  # fmt: skip


class MembershipSerializer(RowSerializer):
    """A person in an organisation: made, not changed."""

    url = serializers.HyperlinkedIdentityField(view_name="api:membership-detail")

    class Meta:
        model = Membership
        fields = ["url", "id", "person", "organisation", "may_clear"]


class ReferenceCollection(Collection):
    """Reference data: one way to write them all."""

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


class CountryViewSet(ReferenceCollection):
    """Countries, for everybody."""

    serializer_class = CountrySerializer
    queryset = Country.objects.order_by("name", "pk")
    filterset_fields = ["code"]
    ordering_fields = ["name", "code"]


class OrganisationViewSet(ReferenceCollection):
    """Organisations, for everybody."""

    serializer_class = OrganisationSerializer
    queryset = Organisation.objects.order_by("name", "pk")
    filterset_fields = ["kind", "country", "city"]
    ordering_fields = ["name", "kind", "city"]


class PersonViewSet(ReferenceCollection):
    """The book of people, for its keepers; others read their own page."""

    serializer_class = PersonSerializer
    queryset = Person.objects.none()
    ordering_fields = ["name", "precedence"]

    def get_queryset(self):
        """Start at what the reader may see."""
        return Person.objects.open_to(signed_in(self.request)).order_by("name", "pk")


class MembershipViewSet(Collection):
    """Memberships, for the keepers of the book; others read their own."""

    serializer_class = MembershipSerializer
    queryset = Membership.objects.none()
    filterset_fields = ["may_clear"]

    def get_queryset(self):
        """Start at what the reader may see."""
        memberships = Membership.objects.open_to(signed_in(self.request))
        return memberships.order_by("organisation__name", "person__name", "pk")

    def create(self, request):
        """Make somebody a member."""
        return self.made(actions.join(**self.checked(), **how(request)))
