"""Meetings whose days others have set."""

from datetime import date

import pytest

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
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


def correct(meeting, by, version=1, **values):
    return actions.correct_meeting(meeting=meeting, version=version, by=by, at=NOW, **values)


def test_a_meeting_is_corrected_once_from_one_version(world, fix):
    meeting = fix()

    correct(meeting, world.desk, ends_on=date(2025, 11, 19))
    with pytest.raises(Stale):
        correct(meeting, world.desk, city="Kazan")

    meeting.refresh_from_db()
    assert (meeting.city, meeting.ends_on, meeting.version) == ("Moscow", date(2025, 11, 19), 2)
    event = AuditEvent.objects.get(verb="dates.meeting_changed")
    assert event.payload.body["days"] == "17–19 November 2025"
    assert AuditEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "slip", "refusal"),
    [
        ("outsider", {"city": "Kazan"}, NotAllowed),
        ("ministry", {"city": "Kazan"}, NotAllowed),
        ("officer", {"source": " "}, Refused),
        ("officer", {"starts_on": date(2025, 11, 30)}, Refused),
    ],
)
def test_a_correction_is_held_to_the_same_rules(world, fix, who, slip, refusal):
    meeting = fix()

    with pytest.raises(refusal):
        correct(meeting, getattr(world, who), **slip)

    meeting.refresh_from_db()
    assert meeting.version == 1
    assert AuditEvent.objects.count() == 1
