"""Webhooks: addresses of ministries' own systems, and the calls to them."""

from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from planning.core.models import Versioned
from planning.outbox.models import Message
from planning.reminders.rules import Topic
from planning.stakeholders.models import Organisation
from planning.stakeholders.rules import Kind


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
