"""Agenda items, the organisations concerned, and their texts."""

from typing import Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.agenda.rules import ItemState, PartKind, TextKind
from planning.core.models import Versioned
from planning.core.search import SearchKey
from planning.stakeholders.models import Organisation
from planning.visits.models import OfVisit, Side, Visit, holds, reaches
from planning.visits.rules import May, Scope, roles_with


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Whoever sees the visit sees the titles; texts are rows of their own."""

    def visible_to(self, user: User) -> Self:
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def with_parts(self) -> Self:
        parts = ItemPart.objects.select_related("organisation").order_by("organisation__name", "pk")
        return self.select_related("visit").prefetch_related(Prefetch("parts", parts))


@pghistory.track(exclude=["search"])
class AgendaItem(OfVisit, Versioned):
    """A topic to be raised. ``number`` never changes; ``position`` is the order and does.

    State changes only through ``planning.agenda.actions``.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="agenda_items")
    number = models.PositiveSmallIntegerField(editable=False)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    title_own = models.CharField(_("title in the second language"), max_length=200, blank=True)
    cluster = models.CharField(_("cluster"), max_length=100, blank=True)
    state = models.CharField(max_length=16, choices=ItemState, default=ItemState.SUGGESTED)
    due_on = models.DateField(_("texts due on"), null=True, blank=True)
    search = SearchKey("title", "title_own", "cluster")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="agendaitem_number_once"),
            models.UniqueConstraint(
                fields=["visit", "title"],
                name="agendaitem_title_once",
                violation_error_message=_("This title stands on the agenda already."),
            ),
        ]
        indexes = [
            models.Index(fields=["visit", "position"], name="agendaitem_in_order"),
            GinIndex(fields=["search"], name="agendaitem_search"),
        ]

    def __str__(self) -> str:
        return f"agenda item {self.number}"


@pghistory.track()
class ItemPart(OfVisit):
    """An organisation that leads an item on its side, or is consulted."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="parts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    side = models.ForeignKey(Side, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=16, choices=PartKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "organisation"],
                name="itempart_once",
                violation_error_message=_("This organisation has a part in the item already."),
            ),
            models.UniqueConstraint(
                fields=["item", "side"],
                condition=Q(part=PartKind.LEAD),
                name="itempart_one_lead_a_side",
                violation_error_message=_("This side has a lead ministry for the item already."),
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"


class TextQuerySet(models.QuerySet["AgendaText"]):
    """Restricted: only by role, or for an item that one's own ministry leads or is consulted on."""

    def visible_to(self, user: User) -> Self:
        full = holds(user, roles_with(May.READ_LINE, Scope.ALL), visit="visit")
        concerned = ItemPart.objects.filter(reaches(user, May.READ_LINE))
        return self.filter(full | Q(item__in=concerned.values("item")))


@pghistory.track(exclude=["search"])
class AgendaText(OfVisit, Versioned):
    """One text of an item; a stale save is refused with both texts on the screen."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=16, choices=TextKind)
    body = models.TextField(_("text"), blank=True)
    search = SearchKey("body")

    objects = TextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="agendatext_one_of_a_kind")
        ]
        indexes = [GinIndex(fields=["search"], name="agendatext_search")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
