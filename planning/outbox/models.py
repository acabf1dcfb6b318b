"""The queue: one row for each message to one person or webhook."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from planning.core.models import Row
from planning.outbox.rules import State


class MessageQuerySet(models.QuerySet["Message"]):
    """Times here are the database's own clock, never the demonstration's."""

    def due(self) -> Self:
        return self.filter(state=State.QUEUED, next_try_at__lte=Now())

    def abandoned(self) -> Self:
        return self.filter(state=State.SENDING, lease_until__lt=Now())

    def mails(self) -> Self:
        return self.filter(to_webhook_id=None)

    def calls(self) -> Self:
        return self.exclude(to_webhook_id=None)

    def with_people(self) -> Self:
        return self.select_related("to_user")


class Message(Row):
    """One message of a kind, about one row, to one person, once: a mail, or a call to a webhook.

    The person and the reason are fixed; address, permission and text are asked at delivery.
    ``message_id`` and ``dated_at`` are fixed before the first attempt, so that a mail system can
    drop a twin. The state changes only through ``planning.outbox.actions``.
    """

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
    about_id = models.UUIDField()
    visit_id = models.UUIDField(null=True)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    to_person_id = models.UUIDField(null=True)
    to_webhook_id = models.UUIDField(null=True)
    message_id = models.CharField(max_length=200, unique=True)
    dated_at = models.DateTimeField()
    queued_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(db_default=Now())
    worker = models.CharField(max_length=200, blank=True)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    answer = models.PositiveSmallIntegerField(null=True)  # the status of a call's last answer

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "to_user", "to_person_id", "to_webhook_id"],
                name="message_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(
                    to_user__isnull=False, to_person_id__isnull=True, to_webhook_id__isnull=True
                )
                | Q(to_user__isnull=True, to_person_id__isnull=False, to_webhook_id__isnull=True)
                | Q(to_user__isnull=True, to_person_id__isnull=True, to_webhook_id__isnull=False),
                name="message_to_one",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, lease_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(lease_until__isnull=True)),
                name="message_leased_while_sending",
            ),
        ]
        indexes = [
            models.Index(F("next_try_at"), name="message_due", condition=Q(state=State.QUEUED)),
            models.Index(F("lease_until"), name="message_leased", condition=Q(state=State.SENDING)),
            models.Index(fields=["visit_id", "-queued_at"], name="message_by_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_call(self) -> bool:
        """Tell whether this goes to a webhook, not to a person."""
        return self.to_webhook_id is not None

    @property
    def token(self) -> str:
        """Name this attempt in the journal."""
        return f"{self.pk}/{self.fence}"
