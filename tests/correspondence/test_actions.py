"""Entering and correcting, all of it or nothing."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.correspondence import actions
from planning.correspondence.models import RegisterEntry
from planning.correspondence.rules import SCAN_LIMIT
from planning.outbox.models import Message
from planning.overview.queries import story
from planning.visits.access import rights
from tests.correspondence.conftest import LETTER, PDF, PNG, upload
from tests.world import NOW, TODAY

TOMORROW = date(2025, 10, 2)
RECORDERS = ["chief", "deputy", "officer", "desk", "principals_office", "mission"]
OTHERS = ["viewer", "press", "security", "stranger", "outsider", "administrator"]


def correct(entry, by, version=1, **more):
    return actions.correct(**{"entry": entry, "version": version} | LETTER | more, by=by, at=NOW)


def stories(world, who):
    return [told.what for told in story(world.summit, rights(world.cast[who].user, world.summit))]


@pytest.mark.parametrize("who", RECORDERS)
def test_whoever_records_enters_a_letter(world, enter, who):
    entry = enter(world.cast[who], number_ours="PMO/118")

    assert RegisterEntry.objects.get() == entry
    assert (entry.subject, entry.sent_on, entry.number_ours, entry.version) == (
        "Invitation to the summit",
        date(2025, 9, 1),
        "PMO/118",
        1,
    )
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id, event.user, event.needs) == (
        "correspondence.entered",
        world.summit.pk,
        world.cast[who].user,
        "see_options",
    )
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", [*OTHERS, "ministry"])
def test_nobody_else_enters_a_letter(world, enter, media, nothing_happened, who):
    with pytest.raises(NotAllowed):
        enter(world.cast[who], scan=upload())

    assert not RegisterEntry.objects.exists()
    assert not media()
    nothing_happened()


def test_a_ministry_enters_only_what_concerns_it(world, enter, nothing_happened):
    with pytest.raises(NotAllowed):
        enter(world.ministry, organisation=world.of["second_ministry"])
    nothing_happened()

    entry = enter(world.ministry, organisation=world.of["ministry"])

    assert entry.organisation == world.of["ministry"]
    assert AuditEvent.objects.get().of == [world.of["ministry"].pk]


@pytest.mark.parametrize("field", ["sent_on", "received_on"])
def test_a_day_in_the_future_is_refused(enter, nothing_happened, field):
    with pytest.raises(Refused, match=r"^This day lies in the future\.$") as no:
        enter(**{field: TOMORROW})

    assert no.value.field == field
    assert not RegisterEntry.objects.exists()
    nothing_happened()


def test_today_is_the_day_where_the_reader_is(world):
    late = datetime(2025, 10, 1, 20, 0, tzinfo=UTC)  # 01:30 of the next day in New Delhi

    with timezone.override("Asia/Kolkata"):
        entry = actions.enter(
            visit=world.summit, **LETTER | {"sent_on": TOMORROW}, by=world.officer, at=late
        )

    assert entry.sent_on == TOMORROW


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"sent_on": None}, "Enter the day it was sent or received."),
        (
            {"sent_on": TODAY, "received_on": date(2025, 9, 30)},
            "It cannot have been received before it was sent.",
        ),
    ],
)
def test_the_days_must_make_sense(enter, media, nothing_happened, days, sentence):
    with pytest.raises(Conflict, match=f"^{sentence}$"):
        enter(scan=upload(), **days)

    assert not RegisterEntry.objects.exists()
    assert not media()
    nothing_happened()


def test_our_number_is_given_once_and_leaves_no_scan_behind(enter, media):
    enter(number_ours="PMO/118")
    acts = AuditEvent.objects.count()

    with pytest.raises(Conflict, match=r"^Our number is taken by another entry of this visit\.$"):
        enter(number_ours="PMO/118", scan=upload())

    assert RegisterEntry.objects.count() == 1
    assert AuditEvent.objects.count() == acts
    assert not media()


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png")])
def test_a_scan_is_kept_whole_under_a_name_that_says_nothing(enter, media, content, kind):
    entry = enter(scan=upload(content, name="../../etc/passwd secret.pdf"))

    (path,) = media()
    assert path.read_bytes() == content
    assert path.parent.name == "scans"
    assert len(path.name) == 32
    assert "secret" not in entry.scan.name
    assert (entry.scan.path, entry.scan_type) == (str(path), kind)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html><script>alert(1)</script>%PDF-1.7", "A scan is a PDF, PNG or JPEG file"),
        (b"%PDF-1.7" + bytes(SCAN_LIMIT), "The scan is too large: at most 10 megabytes"),
    ],
    ids=["html", "large"],
)
def test_what_is_no_scan_is_refused(enter, media, nothing_happened, content, sentence):
    with pytest.raises(Refused, match=f"^{sentence}") as no:
        enter(scan=upload(content))

    assert no.value.field == "scan"
    assert not RegisterEntry.objects.exists()
    assert not media()
    nothing_happened()


def test_a_marked_letter_is_told_without_a_word_of_it(world, enter):
    enter()
    enter(marking=world.restricted, subject="Close hold")

    assert stories(world, "officer") == [
        "entered a marked paper in the register",
        "entered in the register: Invitation to the summit",
    ]
    assert stories(world, "mission") == ["entered in the register: Invitation to the summit"]
    assert stories(world, "ministry") == []


def test_correcting_changes_the_letter_and_keeps_its_scan(world, enter, media):
    entry = enter(scan=upload())

    corrected = correct(entry, world.desk, subject="Invitation, final", received_on=TODAY)

    entry.refresh_from_db()
    assert entry == corrected
    assert (entry.subject, entry.received_on, entry.version) == ("Invitation, final", TODAY, 2)
    assert entry.scan.path == str(*media())
    event = AuditEvent.objects.get(verb="correspondence.corrected")
    assert (event.user, event.visit_id) == (world.desk.user, world.summit.pk)


def test_a_new_scan_takes_the_place_of_the_one_that_the_history_keeps(world, enter, media):
    entry = enter(scan=upload())
    first = entry.scan.name

    correct(entry, world.officer, scan=upload(PNG))

    entry.refresh_from_db()
    assert entry.scan.name != first
    assert entry.scan_type == "image/png"
    assert len(media()) == 2


def test_correcting_twice_from_one_version_is_stale_and_keeps_the_first(world, entry, media):
    correct(entry, world.desk, subject="First")
    acts = AuditEvent.objects.count()

    with pytest.raises(Stale) as stale:
        correct(entry, world.officer, subject="Second", scan=upload())

    entry.refresh_from_db()
    assert stale.value.current.subject == "First"
    assert (entry.subject, entry.version) == ("First", 2)
    assert AuditEvent.objects.count() == acts
    assert not media()


@pytest.mark.parametrize("who", [*OTHERS, "ministry", "second_ministry"])
def test_nobody_else_corrects_a_letter(world, entry, who):
    acts = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        correct(entry, world.cast[who], organisation=world.of.get(who))

    entry.refresh_from_db()
    assert (entry.version, entry.organisation) == (1, None)
    assert AuditEvent.objects.count() == acts


def test_a_ministry_hands_its_letter_to_no_other(world, own):
    with pytest.raises(NotAllowed):
        correct(own, world.ministry, organisation=world.of["second_ministry"])

    own.refresh_from_db()
    assert (own.version, own.organisation) == (1, world.of["ministry"])


def test_who_may_not_read_a_marked_letter_cannot_correct_it(world, marked):
    acts = AuditEvent.objects.count()

    with pytest.raises(NotAllowed):
        correct(marked, world.mission)

    marked.refresh_from_db()
    assert (marked.version, marked.marking) == (1, world.restricted)
    assert AuditEvent.objects.count() == acts


def test_a_correction_in_the_future_is_refused_and_leaves_no_scan(world, entry, media):
    with pytest.raises(Refused, match=r"^This day lies in the future\.$"):
        correct(entry, world.officer, received_on=TOMORROW, scan=upload())

    entry.refresh_from_db()
    assert (entry.version, entry.received_on) == (1, None)
    assert not media()
