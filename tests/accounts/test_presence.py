"""When somebody was here before: what is news to them follows from it."""

from datetime import timedelta

import pytest

from planning.accounts import actions
from planning.accounts.models import Presence
from planning.accounts.rules import STAY
from tests.world import NOW

pytestmark = pytest.mark.django_db


def test_pages_within_one_stay_count_as_one(world):
    user, later = world.officer.user, NOW + STAY + timedelta(seconds=1)

    before = [
        actions.note_presence(user=user, at=at)
        for at in (NOW, NOW + STAY / 2, NOW + STAY, NOW + STAY + later.resolution, later + STAY * 3)
    ]

    assert before == [None, None, None, None, NOW + STAY + later.resolution]
    assert Presence.objects.get().seen_at == later + STAY * 3


def test_everybody_has_their_own(world):
    actions.note_presence(user=world.officer.user, at=NOW - timedelta(days=1))

    assert actions.note_presence(user=world.desk.user, at=NOW) is None
    assert actions.note_presence(user=world.officer.user, at=NOW) == NOW - timedelta(days=1)
