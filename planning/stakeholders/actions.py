"""Every write to reference data: one way in for all four kinds."""

from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from planning.audit.actions import act
from planning.audit.rules import Actor
from planning.core.errors import NotAllowed
from planning.core.models import Named, folded
from planning.core.rows import change, fresh, judged
from planning.stakeholders import rules
from planning.stakeholders.models import Membership, Organisation, Person, keeps_reference

R = TypeVar("R", bound=Named)


def add(row: R, *, by: Actor, at: datetime) -> R:
    """Add a country, organisation or person that is built but not saved.

    Raises NotAllowed, Conflict (what the constraints say).
    """
    _require(by, type(row))
    row.folded = folded(name=row.name, name_own=row.name_own, name_latin=row.name_latin)["folded"]
    with act(rules.SAVED, on=row, by=by, at=at) as story, judged():
        row.save(force_insert=True)
        story["name"] = row.name
    return row


def edit(row: R, *, version: int, by: Actor, at: datetime, **values: Any) -> R:
    """Change a country, organisation or person. Raises NotAllowed, Stale, Conflict."""
    _require(by, type(row))
    with act(rules.SAVED, on=row, by=by, at=at) as story, judged():
        row = fresh(type(row), row.pk, version)
        names = {
            end: values.get(end, getattr(row, end)) for end in ("name", "name_own", "name_latin")
        }
        change(row, **(values | folded(**names)))
        story["name"] = row.name
    return row


def join(
    *, person: Person, organisation: Organisation, may_clear: bool = False, by: Actor, at: datetime
) -> Membership:
    """Make a person a member of an organisation. Raises NotAllowed, Conflict (a member already)."""
    _require(by, Membership)
    with act(rules.SAVED, on=organisation, by=by, at=at) as story, judged():
        story["name"] = organisation.name
        return Membership.objects.create(
            person=person, organisation=organisation, may_clear=may_clear
        )


def _require(by: Actor, model: type[Named] | type[Membership]) -> None:
    """Reference data belongs to administrators; organisations and people to their keepers too.

    Memberships make keepers, so they are the administrators' alone.
    """
    if by.system or (by.user and by.user.is_staff):
        return
    if by.user and model in (Organisation, Person) and keeps_reference(by.user):
        return
    raise NotAllowed(_("Reference data belongs to the administrators."))
