"""The queue: one row for each message to one person or webhook."""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Now

from planning.core.identity import identity
from planning.core.models import Row
from planning.outbox.rules import LATE, REASONS, UNDECIDED, Passage, State

THE_GATE = UUID(int=1)


class MessageQuerySet(models.QuerySet["Message"]):
    """Times here are the database's own clock, never the demonstration's."""

    def due(self) -> Self:
        return self.filter(state=State.QUEUED, next_try_at__lte=Now())

    def unsent(self) -> Self:
        return self.filter(state__in=[State.QUEUED, State.SENDING])

    def abandoned(self) -> Self:
        return self.filter(state=State.SENDING, lease_until__lt=Now())

    def with_lateness(self) -> Self:
        """Add ``is_late``: it should have left by now, and has not."""
        late = Q(state__in=[State.QUEUED, State.SENDING], queued_at__lt=Now() - LATE)
        return self.annotate(is_late=Case(When(late, then=Value(True)), default=Value(False)))

    def mails(self) -> Self:
        return self.filter(to_webhook_id=None)

    def calls(self) -> Self:
        return self.exclude(to_webhook_id=None)

    def one_to_each(self) -> Self:
        """Keep of due calls the first to each webhook that has none in hand.

        However many wait for one that is slow or dead, the others have their turn.
        """
        to_it = Message.objects.filter(to_webhook_id=OuterRef("to_webhook_id"))
        first = to_it.due().order_by("next_try_at", "pk").values("pk")[:1]
        return self.exclude(Exists(to_it.filter(state=State.SENDING))).filter(pk=Subquery(first))

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
            models.Index(
                fields=["to_webhook_id", "state", "next_try_at"],
                name="message_to_webhook",
                condition=Q(to_webhook_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_call(self) -> bool:
        """Tell whether this goes to a webhook, not to a person."""
        return self.to_webhook_id is not None

    @property
    def reason(self) -> str:
        """Say in words what it is about."""
        return str(REASONS.get(self.kind, self.kind))

    @property
    def is_undecided(self) -> bool:
        """Tell whether a person decides what becomes of it."""
        return self.state in UNDECIDED

    @property
    def token(self) -> str:
        """Name this attempt in the journal."""
        return f"{self.pk}/{self.fence}"


class Gate(Row):
    """Whether messages may leave, and of which installation this database is: one row.

    The first to send from a database makes it its own; a copy of it, restored elsewhere, is known
    by ``identity`` and sends nothing until somebody releases it. ``address`` names it to people.
    """

    id = models.UUIDField(primary_key=True, default=THE_GATE, editable=False)
    identity = models.CharField(max_length=64)
    address = models.CharField(max_length=200)
    paused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=THE_GATE), name="gate_is_one")]

    def __str__(self) -> str:
        return f"outbox of {self.address}"

    @property
    def passage(self) -> Passage:
        """Tell whether messages may leave from here."""
        if self.identity != identity():
            return Passage.COPIED
        return Passage.PAUSED if self.paused_at else Passage.OPEN
