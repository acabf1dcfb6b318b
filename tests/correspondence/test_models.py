"""Who reads what of the register."""

from datetime import date

import pytest

from planning.correspondence.models import RegisterEntry
from planning.stakeholders.models import Membership
from planning.visits.models import Participation
from tests.correspondence.conftest import LETTER

READS = {
    "chief": {"entry", "own", "marked"},
    "deputy": {"entry", "own", "marked"},
    "officer": {"entry", "own", "marked"},
    "desk": {"entry", "own", "marked"},
    "principals_office": {"entry", "own"},
    "mission": {"entry", "own"},
    "ministry": {"own"},
    "second_ministry": set(),
    "press": set(),
    "security": set(),
    "viewer": set(),
    "stranger": set(),
    "outsider": set(),
    "administrator": set(),
}


@pytest.mark.parametrize(("who", "reads"), READS.items())
def test_who_reads_which_letter(world, entry, own, marked, who, reads):
    named = {"entry": entry, "own": own, "marked": marked}

    found = set(RegisterEntry.objects.visible_to(world.cast[who].user))

    assert found == {named[name] for name in reads}


def test_a_marking_for_ministries_lets_only_the_one_concerned_in(world, own):
    world.restricted.roles = ["M"]
    world.restricted.save()
    RegisterEntry.objects.update(marking=world.restricted)

    readers = [
        who
        for who, one in world.cast.items()
        if RegisterEntry.objects.visible_to(one.user).exists()
    ]

    assert readers == ["ministry"]


def test_membership_alone_opens_no_letter(world, own):
    Membership.objects.create(person=world.people["outsider"], organisation=world.of["ministry"])

    assert not RegisterEntry.objects.visible_to(world.outsider.user).exists()


def test_a_part_in_another_visit_opens_no_letter_of_this_one(world, own):
    RegisterEntry.objects.create(visit=world.foreign, organisation=world.of["ministry"], **LETTER)
    Participation.objects.create(
        visit=world.foreign, organisation=world.of["ministry"], part="ministry"
    )

    found = RegisterEntry.objects.visible_to(world.ministry.user)

    assert list(found) == [own]


def test_the_latest_letter_stands_first(enter):
    sent = enter(subject="sent", sent_on=date(2025, 9, 20))
    received = enter(subject="received", received_on=date(2025, 9, 25))
    old = enter(subject="old", sent_on=date(2025, 8, 1))

    assert list(RegisterEntry.objects.latest_first()) == [received, sent, old]
