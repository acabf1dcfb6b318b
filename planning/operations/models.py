"""Signs of life."""

from typing import Self

from django.db import models
from django.db.models.functions import Now

from planning.core.models import Row
from planning.operations.rules import STALE, Part


class PulseQuerySet(models.QuerySet["Pulse"]):
    """Questions about signs of life, by the database's own clock."""

    def fresh(self) -> Self:
        return self.filter(at__gte=Now() - STALE)


class Pulse(Row):
    """When a worker last ticked, or beat last reached one: in a row, for Redis may be away.

    ``zones`` tells by which time zones it reckons.
    """

    part = models.CharField(max_length=16, choices=Part, unique=True)
    at = models.DateTimeField(db_default=Now())
    zones = models.CharField(max_length=64)

    objects = PulseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.part
