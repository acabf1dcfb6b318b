"""Meetings whose days others have set."""

from datetime import date

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused
from planning.dates import actions
from planning.dates.models import FixedMeeting
from tests.world import NOW


@pytest.fixture
def fix(world):
    """Enter the meeting of the SCO in Moscow."""

    def make(by=world.officer, **more):
        meeting = {
            "name": "SCO heads of government",
            "country": world.russia,
            "city": "Moscow",
            "starts_on": date(2025, 11, 17),
            "ends_on": date(2025, 11, 18),
            "source": "Ministry of Foreign Affairs",
        }
        return actions.fix_meeting(**meeting | more, by=by, at=NOW)

    return make


def test_a_meeting_is_entered_with_its_days_and_source(world, fix):
    meeting = fix()

    assert FixedMeeting.objects.get() == meeting
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id, event.visit_id) == ("dates.meeting_fixed", meeting.pk, None)
    assert event.payload.body == {
        "name": "SCO heads of government",
        "days": "17–18 November 2025",
    }


@pytest.mark.parametrize("who", ["ministry", "viewer", "outsider"])
def test_only_protocol_desk_and_administrators_enter_meetings(world, fix, nothing_happened, who):
    with pytest.raises(NotAllowed, match=r"^Only members of a protocol office or a desk"):
        fix(by=getattr(world, who))

    assert not FixedMeeting.objects.exists()
    nothing_happened()


@pytest.mark.parametrize(
    ("slip", "field"), [({"source": " "}, "source"), ({"ends_on": date(2025, 11, 16)}, "ends_on")]
)
def test_a_meeting_names_its_source_and_ends_after_it_starts(fix, nothing_happened, slip, field):
    with pytest.raises(Refused) as refused:
        fix(**slip)

    assert refused.value.field == field
    assert not FixedMeeting.objects.exists()
    nothing_happened()


def test_a_meeting_is_entered_once(world, fix):
    fix()

    with pytest.raises(Conflict):
        fix(by=world.desk)

    assert FixedMeeting.objects.count() == 1
    assert AuditEvent.objects.count() == 1
