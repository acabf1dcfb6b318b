"""Every write to reference data that has names, and to memberships."""

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
from planning.stakeholders.rules import KEEPERS

R = TypeVar("R", bound=Named)


def add(row: R, *, by: Actor, at: datetime) -> R:
    """Add a country, organisation, person or series that is built but not saved.

    Raises NotAllowed, Conflict (what the constraints say).
    """
    _require(by, type(row))
    if getattr(row, "user_id", None):
        require_administrator(by)
    row.folded = folded(name=row.name, name_own=row.name_own, name_latin=row.name_latin)["folded"]
    with act(rules.SAVED, on=row, by=by, at=at) as story, judged():
        row.save(force_insert=True)
        story["name"] = row.name
    return row


def edit(row: R, *, version: int, by: Actor, at: datetime, **values: Any) -> R:
    """Change a country, organisation, person or series. Raises NotAllowed, Stale, Conflict.

    Members of an office of the keepers' kinds open visits, so only administrators make one of
    another office. A person's account is changed by ``visits.actions.edit_person``.
    """
    _require(by, type(row))
    if "user" in values:
        require_administrator(by)
    with act(rules.SAVED, on=row, by=by, at=at) as story, judged():
        row = fresh(type(row), row.pk, version)
        if values.get("kind") in KEEPERS and getattr(row, "kind", None) not in KEEPERS:
            require_administrator(by)
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
    require_administrator(by)
    made = Membership(person=person, organisation=organisation, may_clear=may_clear)
    with act(rules.JOINED, on=made, by=by, at=at) as story, judged():
        story |= {"person": person.name, "name": organisation.name}
        made.save(force_insert=True)
    return made


def edit_membership(
    *,
    membership: Membership,
    version: int,
    may_clear: bool,
    is_current: bool,
    by: Actor,
    at: datetime,
) -> Membership:
    """Give or take the right to clear texts; end a membership, or let it hold again.

    Raises NotAllowed for all but administrators, Stale.
    """
    require_administrator(by)
    ends = membership.is_current and not is_current
    verb = rules.MEMBERSHIP_ENDED if ends else rules.MEMBERSHIP_CHANGED
    with act(verb, on=membership, by=by, at=at) as story:
        membership = fresh(Membership, membership.pk, version)
        story |= {"person": membership.person.name, "name": membership.organisation.name}
        change(membership, may_clear=may_clear, is_current=is_current)
    return membership


def require_administrator(by: Actor) -> None:
    """Insist on an administrator, or the system itself. Raises NotAllowed."""
    if not (by.system or (by.user and by.user.is_staff)):
        raise NotAllowed(_("Reference data belongs to the administrators."))


def _require(by: Actor, model: type[Named]) -> None:
    """Reference data belongs to administrators; organisations and people to their keepers too.

    Memberships make keepers, so they are the administrators' alone.
    """
    if not (by.user and model in (Organisation, Person) and keeps_reference(by.user)):
        require_administrator(by)
