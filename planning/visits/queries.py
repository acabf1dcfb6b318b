"""The shape of the participants' page."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from planning.visits.models import FocalPoint, Participation, Visit
from planning.visits.rules import ACTS_AS, TABLE, May, Part, Scope


@dataclass(frozen=True)
class Group:
    """The organisations of one part; how far their focal points know days that are not public."""

    part: Part
    knows_days: Scope | None
    participations: list[Participation]


def taking_part(visit: Visit) -> list[Group]:
    """Return who takes part with focal points, in order of part and name, in two queries."""
    by_part: dict[str, list[Participation]] = {}
    for row in participations_of(visit):
        by_part.setdefault(row.part, []).append(row)
    return [Group(part, _knows_days(part), by_part[part]) for part in Part if part in by_part]


def participations_of(visit: Visit) -> QuerySet[Participation]:
    """Return the participations of a visit with their focal points, in order of name."""
    points = FocalPoint.objects.select_related("person__user").order_by("person__name", "pk")
    return (
        visit.participations.select_related("organisation")
        .prefetch_related(Prefetch("focal_points", points))
        .order_by("organisation__name", "pk")
    )


def not_let_in(visit: Visit) -> list[Participation]:
    """Return the participations that could be let in to days that are not public, and are not."""
    rows = participations_of(visit).filter(let_in_at=None)
    return [row for row in rows if _knows_days(Part(row.part)) == Scope.LET_IN]


def _knows_days(part: Part) -> Scope | None:
    role = ACTS_AS.get(part)
    return TABLE[May.SEE_DAYS].get(role) if role else None
