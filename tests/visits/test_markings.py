"""Markings: who may read what bears them, kept by administrators."""

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Stale
from planning.visits import actions
from planning.visits.models import Marking
from tests.world import NOW


def edit(marking, by, version=1, **values):
    return actions.edit_marking(marking=marking, version=version, by=by, at=NOW, **values)


def test_a_marking_is_added_and_changed(world):
    made = actions.add_marking(
        Marking(name="Secret", rank=4, roles=["C", "O"]), by=world.administrator, at=NOW
    )

    edit(made, world.administrator, roles=["C"])

    made.refresh_from_db()
    assert (made.roles, made.version) == (["C"], 2)
    events = AuditEvent.objects.filter(verb="visits.marking_saved", on_id=made.pk)
    assert {event.payload.body["roles"] for event in events} == {"C, O", "C"}


@pytest.mark.parametrize("who", ["chief", "officer", "outsider"])
def test_only_administrators_write_markings(world, nothing_happened, who):
    by = getattr(world, who)

    with pytest.raises(NotAllowed):
        actions.add_marking(Marking(name="Secret", rank=4, roles=["C"]), by=by, at=NOW)
    with pytest.raises(NotAllowed):
        edit(world.restricted, by, roles=["V"])

    assert Marking.objects.get().roles == ["C", "O", "D"]
    nothing_happened()


def test_a_name_is_taken_once_and_a_version_is_changed_once(world):
    with pytest.raises(Conflict, match=r"^There is already a marking of this name\.$"):
        actions.add_marking(
            Marking(name="Restricted", rank=9, roles=["C"]), by=world.administrator, at=NOW
        )
    edit(world.restricted, world.administrator, rank=5)
    with pytest.raises(Stale):
        edit(world.restricted, world.administrator, rank=6)

    assert Marking.objects.get().rank == 5
    assert AuditEvent.objects.count() == 1
