"""What every row of ours has, and the clock of the demonstration."""

import uuid
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.core.names import fold
from planning.core.search import SearchKey

# The key of no row. A list that holds it is never empty: Django leaves a part of a union away, and
# with it the names of its columns, where it sees that the part can find nothing.
NO_ROW = uuid.UUID(int=0)
APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


NAMES = ("name", "name_own", "name_latin")


class Row(models.Model):
    """A row whose key says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class Versioned(Row):
    """A row that people edit: ``version`` rises with every change, so no change is lost unseen."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Named(Versioned):
    """A name in English, in its own script and in Latin letters; ``folded`` is its search key.

    ``folded`` is a copy that the actions write with the names: a trigram index needs it stored.
    Each of them has a ``search`` of its own, over its names and what else tells it.
    """

    name = models.CharField(_("name"), max_length=200)
    name_own = models.CharField(_("name in its own script"), max_length=200, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    folded = models.CharField(max_length=400, editable=False)
    search = SearchKey(*NAMES)

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["folded"], name="%(class)s_folded", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["search"], name="%(class)s_search"),
        ]


def folded(**names: Any) -> dict[str, Any]:
    """Return the names together with the search key that follows from them, cut to its column."""
    key = fold(*(names.get(f"name{end}", "") for end in ("", "_own", "_latin")))
    return names | {"folded": key[: Named._meta.get_field("folded").max_length]}


class DemoClock(models.Model):
    """How far the demonstration's clock stands from the real one: one row, once it goes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="democlock_is_one")]

    def __str__(self) -> str:
        return "demonstration clock"
