"""One row for each act: the skeleton that stays, and its payload apart."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from planning.core.models import APPEND_ONLY, Row


class AuditEvent(Row):
    """One act: who, when, on what. It names no content; the digest vouches for the payload.

    ``needs`` and ``of`` say who may read it in the story of the visit: the permission, and the
    organisations it concerns where the permission reaches only "own".
    """

    verb = models.CharField(max_length=64)
    about = models.CharField(max_length=64)
    on_id = models.UUIDField()
    visit_id = models.UUIDField(null=True)
    needs = models.CharField(max_length=32, blank=True)
    of = ArrayField(models.UUIDField(), default=list)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    link = models.UUIDField(null=True)
    system = models.CharField(max_length=64, blank=True)
    context_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, link__isnull=True, system="")
                | Q(user__isnull=True, link__isnull=False, system="")
                | (Q(user__isnull=True, link__isnull=True) & ~Q(system="")),
                name="auditevent_one_actor",
            )
        ]
        indexes = [
            models.Index(fields=["visit_id", "-at", "-recorded_at"], name="auditevent_story"),
            models.Index(fields=["recorded_at"], name="auditevent_recorded"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.verb} {self.on_id}"


class AuditPayload(models.Model):
    """The content of an act, its reason too, in a row of its own so that it can be shredded."""

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    body = models.JSONField(encoder=DjangoJSONEncoder)

    def __str__(self) -> str:
        return f"payload {self.pk}"
