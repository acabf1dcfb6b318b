"""What all collections of the API have in common: how rows are shown, named and written."""

from datetime import UTC
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.response import Response
from rest_framework.validators import UniqueValidator

from planning.core.api import named_version
from planning.core.forms import check_year
from planning.core.pages import DIGITS


class Day(serializers.DateField):
    """A day of our time; it knows no time zone."""

    default_validators = [check_year]


class Instant(serializers.DateTimeField):
    """An instant, told in UTC to everybody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


class VisibleKey(serializers.PrimaryKeyRelatedField):
    """Another row, named by its key: one that the reader may see, or it does not exist.

    What belongs to a visit is seen by ``visible_to``, or with its visit; reference data by all.
    """

    def get_queryset(self) -> Any:
        """Keep what the reader may see."""
        user = self.context["request"].user
        rows: Any = super().get_queryset()
        if hasattr(rows, "visible_to"):
            return rows.visible_to(user)
        visits = {field.name: field.related_model for field in rows.model._meta.fields}.get("visit")
        return rows.filter(visit__in=visits._default_manager.visible_to(user)) if visits else rows


class RowSerializer(serializers.ModelSerializer):
    """A row with the fields its subclass lists.

    What stands in ``Meta.fixed`` is said when a row is made and never changed. No question is put
    to the database here whether a row would be unique: it judges, and the action tells.
    """

    serializer_related_field = VisibleKey
    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateField: Day,
        models.DateTimeField: Instant,
    }

    def get_fields(self) -> dict[str, Any]:
        """Keep from an edit what is fixed."""
        fields = super().get_fields()
        if self.instance is not None:
            for name in getattr(self.Meta, "fixed", ()):
                fields[name].read_only = True
        return fields

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """Leave uniqueness to the database."""
        field, options = super().build_standard_field(field_name, model_field)
        if "validators" in options:
            options["validators"] = [
                one for one in options["validators"] if not isinstance(one, UniqueValidator)
            ]
        return field, options

    def get_uniqueness_extra_kwargs(self, _names: Any, _declared: Any, options: Any) -> Any:
        """Leave uniqueness to the database."""
        return options, {}

    def get_validators(self) -> list[Any]:
        """Leave uniqueness to the database."""
        return []

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse to name rows of another visit."""
        visit = attrs.get("visit") or getattr(self.instance, "visit", None)
        for name, value in attrs.items():
            if visit and getattr(value, "visit_id", visit.pk) != visit.pk:
                raise serializers.ValidationError({name: _("This belongs to another visit.")})
        return attrs

    def whole(self) -> dict[str, Any]:
        """Return all that can be written of a row: what was sent, else what stands."""
        stands = {field.source: getattr(self.instance, field.source) for field in self.writable()}
        return stands | self.validated_data

    def writable(self) -> list[Any]:
        """Return the fields that can be written."""
        return [field for field in self.fields.values() if not field.read_only]


class VersionSerializer(serializers.Serializer):
    """The version of what is changed, unless ``If-Match`` names it."""

    version = serializers.IntegerField(required=False, min_value=0, max_value=10**DIGITS - 1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take the version from where it is named. Raises VersionMissing."""
        return attrs | {"version": named_version(self.context["request"])}


class ReasonSerializer(VersionSerializer):
    """Why something is done."""

    reason = serializers.CharField(default="", allow_blank=True, max_length=10_000)


class UpSerializer(VersionSerializer):
    """Whether something moves up by one place, or down."""

    up = serializers.BooleanField()


class Collection(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """Rows to be listed and read; subclasses add what the actions of their slice can do.

    An act on a row says in its ``@action`` what it ``sends`` and with which status it ``answers``:
    here it is read so, and described so in the schema.
    """

    sends: type[serializers.Serializer] | None = VersionSerializer
    answers = status.HTTP_200_OK

    def checked(self, **context: Any) -> Any:
        """Return what was sent to make a row, or to act on one.

        Raises ValidationError; VersionMissing where an act must name one.
        """
        make: Any = self.sends if self.detail else self.get_serializer_class()
        context = {**self.get_serializer_context(), **context}
        sent = make(data=self.request.data, context=context)
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    def changed(self, row: Any, *, whole: bool = False) -> Any:
        """Return what was sent of a row, or with what stands of it. Raises ValidationError."""
        sent: Any = self.get_serializer(row, data=self.request.data, partial=True)
        sent.is_valid(raise_exception=True)
        return sent.whole() if whole else sent.validated_data

    def shown(self, row: Any) -> Response:
        """Answer with a row as it stands now, or with nothing if it is hidden from now on."""
        found = self.get_queryset().filter(pk=row.pk).first()
        if found is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(self.get_serializer(found).data)

    def made(self, row: Any) -> Response:
        """Answer with a new row, or with nothing if it is hidden from who made it."""
        answer = self.shown(row)
        if answer.data:
            answer.status_code = status.HTTP_201_CREATED
        return answer

    def gone(self) -> Response:
        """Answer with nothing, once a row is gone."""
        return Response(status=status.HTTP_204_NO_CONTENT)
