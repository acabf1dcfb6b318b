"""Notes of who was chased, and webhooks: addresses of ministries' own systems."""

from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.agenda.models import ItemPart
from planning.core.models import APPEND_ONLY, Versioned
from planning.dates.models import RequiredParty
from planning.outbox.models import Message
from planning.preparation.models import Task
from planning.reminders.rules import CHASED, Debt, Topic
from planning.stakeholders.models import Organisation
from planning.stakeholders.rules import Kind
from planning.visits.models import OfVisit, holds
from planning.visits.rules import May, Scope, roles_with


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks, asked about."""

    def on(self) -> Self:
        return self.filter(is_on=True).select_related("organisation").order_by("on_since", "pk")

    def awake(self) -> Self:
        """Leave out those that have just failed and are given a rest."""
        return self.exclude(resting_until__gt=Now())


@pghistory.track(exclude=["failing_since", "resting_until"])
class Webhook(Versioned):
    """Where a ministry's own system is told of acts that its focal points may know.

    Its signing secrets stand nowhere: they follow from ``secret_number`` (``formats.secret_of``).
    The times are the database's own clock, never the demonstration's.
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="webhooks",
        limit_choices_to={"kind": Kind.MINISTRY},
        verbose_name=_("ministry"),
    )
    address = models.CharField(_("address"), max_length=500)
    is_on = models.BooleanField(_("switched on"), default=False)
    on_since = models.DateTimeField(_("on since"), null=True, editable=False)
    secret_number = models.PositiveIntegerField(default=1, editable=False)
    previous_until = models.DateTimeField(
        _("previous secret signs until"), null=True, editable=False
    )
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    resting_until = models.DateTimeField(_("resting until"), null=True, editable=False)
    topics = ArrayField(
        models.CharField(max_length=16, choices=Topic),
        verbose_name=_("topics"),
        default=list,
        blank=True,
        help_text=_("Told only of these; of everything, where none is chosen."),
    )

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address"],
                name="webhook_once",
                violation_error_message=_("This ministry has a webhook with this address already."),
            ),
            models.CheckConstraint(
                condition=Q(is_on=True, on_since__isnull=False)
                | Q(is_on=False, on_since__isnull=True),
                name="webhook_on_since",
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk}"


class WebhookCall(Message):
    """A message to a webhook, as administrators see it: how it went, not what it is about."""

    class Meta:
        proxy = True
        verbose_name = _("webhook call")
        verbose_name_plural = _("webhook calls")


Chased = RequiredParty | ItemPart | Task
# What a note stands on, and by which of its fields: an office's yes, its part in an item, its task.
DEBTS: dict[type[Chased], tuple[Debt, str]] = {
    RequiredParty: (Debt.POSITION, "party"),
    ItemPart: (Debt.TEXT, "part"),
    Task: (Debt.TASK, "task"),
}


class ChaserQuerySet(models.QuerySet["Chaser"]):
    """Notes, asked about."""

    def visible_to(self, user: User) -> Self:
        """Keep those on what the reader manages: what is noted of an office is not for it."""
        condition = Q()
        for debt, name in DEBTS.values():
            managing = roles_with(May(CHASED[debt].needs), Scope.ALL)
            condition |= Q(**{f"{name}__isnull": False}) & holds(user, managing, visit="visit")
        return self.filter(condition)

    def latest_first(self) -> Self:
        return self.order_by("-noted_at", "-pk")


class Chaser(OfVisit):
    """One line on what an office owes: "telephoned, promises Thursday". Append-only."""

    party = models.ForeignKey(
        RequiredParty, on_delete=models.PROTECT, null=True, related_name="chasers"
    )
    part = models.ForeignKey(ItemPart, on_delete=models.PROTECT, null=True, related_name="chasers")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="chasers")
    said = models.CharField(_("what was said"), max_length=200)
    promised_on = models.DateField(_("promised for"), null=True)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = ChaserQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party__isnull=False, part__isnull=True, task__isnull=True)
                | Q(party__isnull=True, part__isnull=False, task__isnull=True)
                | Q(party__isnull=True, part__isnull=True, task__isnull=False),
                name="chaser_of_one_thing",
                violation_error_message=_("Say which one thing is owed."),
            )
        ]
        indexes = [models.Index(fields=["visit", "-noted_at"], name="chaser_latest")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"chaser {self.pk}"
