"""Acts after which a visit's days may differ, each with all that follows, or with nothing."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection

from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed, Refused, Stale
from planning.dates.models import DateOption, Hold, Position, RequiredParty
from planning.dates.queries import picture
from planning.lifecycle import actions
from planning.outbox.models import Message
from planning.preparation import actions as preparation
from planning.visits.models import Visit
from tests.negotiation import DAYS, ask, propose, say
from tests.world import NOW, ROLES, TODAY, let_in

RECORDS = ["chief", "deputy", "officer", "desk", "principals_office", "mission"]
NO_RECORDS = [who for who in ROLES if who not in RECORDS]
LATER = (date(2025, 12, 9), date(2025, 12, 10))
ESTIMATE = {"starts_on": DAYS[0], "ends_on": DAYS[1], "source": "The Hindu, 1 October 2025"}
SPANS = [
    (date(2025, 12, 3), "The last day must not lie before the first."),
    (date(2026, 3, 3), "A visit of more than sixty days is surely a slip."),
]


def told_of(verb):
    """Return who did what, and what the one audit row of a verb keeps."""
    event = AuditEvent.objects.get(verb=verb)
    body = json.dumps(event.payload.body, sort_keys=True, ensure_ascii=False)
    assert event.digest == hashlib.sha256(body.encode()).hexdigest()
    return event.user.name, event.needs, event.payload.body


def days_of(visit):
    """Return a visit's days as known inside, and as public."""
    visit.refresh_from_db()
    return (
        (visit.certainty, visit.starts_on, visit.ends_on),
        (visit.public_certainty, visit.public_starts_on, visit.public_ends_on),
    )


UNDATED = ("undated", None, None)


# Estimates


def test_an_estimate_is_recorded_with_its_source(world):
    noted = actions.estimate(visit=world.summit, **ESTIMATE, by=world.officer, at=NOW)

    assert (noted.kind, noted.side, noted.entered_by) == ("estimate", None, world.officer.user)
    assert days_of(world.summit) == (("estimated", *DAYS), ("estimated", *DAYS))
    assert told_of("dates.estimated") == (
        "Officer",
        "",
        {"days": "4–5 December 2025", "source": "The Hindu, 1 October 2025"},
    )
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", NO_RECORDS)
def test_who_may_not_record_notes_no_estimate(world, nothing_happened, who):
    with pytest.raises(NotAllowed):
        actions.estimate(visit=world.summit, **ESTIMATE, by=world.cast[who], at=NOW)

    assert days_of(world.summit) == (UNDATED, UNDATED)
    nothing_happened()


@pytest.mark.parametrize(("ends_on", "sentence"), SPANS)
def test_an_estimate_of_an_impossible_span_is_refused(world, nothing_happened, ends_on, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.estimate(
            visit=world.summit, **ESTIMATE | {"ends_on": ends_on}, by=world.officer, at=NOW
        )

    assert not DateOption.objects.exists()
    nothing_happened()


def test_an_estimate_names_its_source(world, nothing_happened):
    with pytest.raises(Conflict, match=r"^Name the source of these dates\.$"):
        actions.estimate(visit=world.summit, **ESTIMATE | {"source": ""}, by=world.officer, at=NOW)

    assert not DateOption.objects.exists()
    nothing_happened()


def test_an_estimate_stands_once(world):
    actions.estimate(visit=world.summit, **ESTIMATE, by=world.officer, at=NOW)

    with pytest.raises(Conflict, match=r"^These dates stand here already\.$"):
        actions.estimate(visit=world.summit, **ESTIMATE, by=world.desk, at=NOW)

    assert DateOption.objects.count() == AuditEvent.objects.count() == 1


def test_an_estimate_beside_proposed_dates_changes_what_is_public_only(world, option):
    estimated = (date(2025, 12, 20), date(2025, 12, 21))
    actions.estimate(
        visit=world.summit,
        starts_on=estimated[0],
        ends_on=estimated[1],
        source="Press",
        by=world.officer,
        at=NOW,
    )

    assert days_of(world.summit) == (("proposed", *DAYS), ("estimated", *estimated))


# Noted dates


@pytest.fixture
def rehearsal(world):
    """The summit as a visit whose dates are just noted."""
    Visit.objects.filter(pk=world.summit.pk).update(dates_mode="noted")
    return world.summit


def test_noted_dates_are_public_at_once(world, rehearsal):
    noted = actions.note(visit=rehearsal, **ESTIMATE, by=world.desk, at=NOW)

    assert (noted.kind, noted.side) == ("noted", None)
    assert days_of(rehearsal) == (("announced", *DAYS),) * 2
    assert told_of("dates.noted")[0] == "Desk"
    assert not Message.objects.exists()
    assert not Hold.objects.exists()


@pytest.mark.parametrize("mode", ["negotiated", "given"])
def test_dates_that_are_not_just_noted_cannot_be_noted(world, nothing_happened, mode):
    Visit.objects.filter(pk=world.summit.pk).update(dates_mode=mode)

    with pytest.raises(Conflict, match="propose and confirm them"):
        actions.note(visit=world.summit, **ESTIMATE, by=world.officer, at=NOW)

    assert not DateOption.objects.exists()
    nothing_happened()


@pytest.mark.parametrize("who", NO_RECORDS)
def test_who_may_not_record_notes_no_dates(world, rehearsal, nothing_happened, who):
    with pytest.raises(NotAllowed):
        actions.note(visit=rehearsal, **ESTIMATE, by=world.cast[who], at=NOW)

    nothing_happened()


@pytest.mark.parametrize(("ends_on", "sentence"), SPANS)
def test_an_impossible_span_is_not_noted(world, rehearsal, nothing_happened, ends_on, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.note(visit=rehearsal, **ESTIMATE | {"ends_on": ends_on}, by=world.desk, at=NOW)

    nothing_happened()


def test_dates_are_noted_once(world, rehearsal):
    actions.note(visit=rehearsal, **ESTIMATE, by=world.desk, at=NOW)

    with pytest.raises(Conflict, match=r"^These dates stand here already\.$"):
        actions.note(visit=rehearsal, **ESTIMATE, by=world.desk, at=NOW)

    assert DateOption.objects.count() == 1


# Proposals


def test_a_proposal_names_its_side_and_pencils_the_principals(world):
    made = propose(world.guest, world.mission, source="Ambassador", sent_on=TODAY)

    assert (made.kind, made.side, made.sent_on) == ("proposal", world.guest, TODAY)
    assert days_of(world.summit) == (("proposed", *DAYS), UNDATED)
    assert set(Hold.objects.values_list("person__name", "firmness", "starts_on", "ends_on")) == {
        ("Narendra Modi", "pencil", *DAYS),
        ("Vladimir Putin", "pencil", *DAYS),
    }
    assert told_of("dates.proposed") == (
        "Mission",
        "see_options",
        {"days": "4–5 December 2025", "side": "Russia"},
    )


@pytest.mark.parametrize("who", NO_RECORDS)
def test_who_may_not_record_records_no_proposal(world, nothing_happened, who):
    with pytest.raises(NotAllowed):
        propose(world.guest, world.cast[who])

    assert not Hold.objects.exists()
    nothing_happened()


@pytest.mark.parametrize(("ends_on", "sentence"), SPANS)
def test_an_impossible_span_is_not_proposed(world, nothing_happened, ends_on, sentence):
    with pytest.raises(Refused, match=sentence):
        propose(world.guest, world.officer, (DAYS[0], ends_on))

    nothing_happened()


def test_a_proposal_was_not_sent_in_the_future(world, nothing_happened):
    with pytest.raises(Refused, match="lies in the future") as refused:
        propose(world.guest, world.officer, sent_on=TODAY + timedelta(days=1))

    assert refused.value.field == "sent_on"
    nothing_happened()


def test_a_counter_proposal_answers_dates_of_the_same_visit(world, option, nothing_happened):
    elsewhere = world.foreign.sides.first()

    with pytest.raises(Conflict, match="of the same visit"):
        actions.propose(
            side=world.host,
            starts_on=LATER[0],
            ends_on=LATER[1],
            channel="note",
            answers=DateOption(visit=elsewhere.visit),
            by=world.officer,
            at=NOW,
        )

    nothing_happened()


def test_a_side_proposes_the_same_dates_once(world, option):
    with pytest.raises(Conflict, match=r"^These dates stand here already\.$"):
        propose(world.guest, world.officer)

    propose(world.host, world.officer)
    assert DateOption.objects.count() == 2


# Required parties


def test_asking_for_a_yes_is_told_to_the_office_and_nobody_else(world):
    made = actions.add_party(
        side=world.host,
        organisation=world.of["ministry"],
        mandatory=False,
        by=world.officer,
        at=NOW,
    )

    assert (made.visit, made.is_mandatory, made.position) == (world.summit, False, 1)
    event = AuditEvent.objects.get()
    assert event.of == [world.of["ministry"].pk]
    assert told_of("dates.party_added") == (
        "Officer",
        "see_options",
        {"organisation": "Ministry of Commerce"},
    )


@pytest.mark.parametrize("who", NO_RECORDS)
def test_who_may_not_record_asks_no_office(world, nothing_happened, who):
    with pytest.raises(NotAllowed):
        actions.add_party(
            side=world.host,
            organisation=world.of["ministry"],
            mandatory=True,
            by=world.cast[who],
            at=NOW,
        )

    assert not RequiredParty.objects.exists()
    nothing_happened()


def test_an_office_is_asked_once(world, parties):
    with pytest.raises(Conflict, match=r"^This office is asked already\.$"):
        actions.add_party(
            side=world.host,
            organisation=world.of["principals_office"],
            mandatory=True,
            by=world.officer,
            at=NOW,
        )

    assert RequiredParty.objects.count() == 2


def test_another_office_whose_yes_is_needed_may_make_other_dates_the_most_accepted(world, accepted):
    propose(world.host, world.officer, LATER, at=NOW + timedelta(hours=1))
    assert days_of(world.summit)[0] == ("proposed", *DAYS)

    for side, name in [(world.host, "ministry"), (world.guest, "embassy")]:
        actions.add_party(
            side=side, organisation=world.of[name], mandatory=True, by=world.officer, at=NOW
        )

    assert days_of(world.summit)[0] == ("proposed", *LATER)


def test_another_office_asked_after_the_confirmation_has_taken_nothing_back(world, confirmed):
    actions.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=True, by=world.officer, at=NOW
    )

    assert picture(world.summit).confirmed.state == "confirmed"


# Positions


def test_a_position_is_recorded_for_who_said_it(world, option, parties):
    said = say(option, parties[0], "conditional", world.desk, explanation=" Not on a Sunday ")

    assert (said.answer, said.explanation, said.entered_by) == (
        "conditional",
        "Not on a Sunday",
        world.desk.user,
    )
    assert told_of("dates.position_taken") == (
        "Desk",
        "see_options",
        {
            "organisation": "Prime Minister's Office",
            "days": "4–5 December 2025",
            "answer": "conditional",
        },
    )
    event = AuditEvent.objects.get(verb="dates.position_taken")
    assert event.of == [world.of["principals_office"].pk]


def test_the_latest_word_counts_and_earlier_ones_are_kept(world, option, parties):
    for hours, answer in enumerate(["acceptable", "declined"]):
        say(option, parties[0], answer, world.officer, at=NOW + timedelta(hours=hours))

    assert picture(world.summit).offer(option.pk).by_side[world.host.pk] == "refuses"
    assert Position.objects.count() == 2


def test_a_ministry_records_its_own_words_and_nobody_elses(world, option, parties):
    own = actions.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=True, by=world.officer, at=NOW
    )
    say(option, own, "acceptable", world.ministry)
    before = AuditEvent.objects.count()

    for party, who in [(parties[0], world.ministry), (own, world.second_ministry)]:
        with pytest.raises(NotAllowed):
            say(option, party, "declined", who)

    assert [one.party for one in Position.objects.all()] == [own]
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", NO_RECORDS)
def test_who_may_not_record_records_no_position(world, option, parties, nothing_happened, who):
    with pytest.raises(NotAllowed):
        say(option, parties[0], "acceptable", world.cast[who])

    assert not Position.objects.exists()
    nothing_happened()


@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({"answer": "conditional"}, "explanation"),
        ({"answer": "waived", "explanation": "  "}, "explanation"),
        ({"answer": "acceptable", "said_on": TODAY + timedelta(days=1)}, "said_on"),
    ],
)
def test_a_slip_in_a_position_is_refused_at_its_field(
    world, option, parties, nothing_happened, slip, field
):
    with pytest.raises(Refused) as refused:
        say(option, parties[0], by=world.officer, **slip)

    assert refused.value.field == field
    assert not Position.objects.exists()
    nothing_happened()


def test_nobody_answers_an_estimate_or_withdrawn_dates(world, option, parties):
    noted = actions.estimate(visit=world.summit, **ESTIMATE, by=world.officer, at=NOW)
    actions.withdraw(option=option, version=1, reason="Slip", by=world.officer, at=NOW)

    for one in (noted, option):
        with pytest.raises(Conflict, match="Only proposed dates that still stand"):
            say(one, parties[0], "acceptable", world.officer)

    assert not Position.objects.exists()


def test_an_office_asked_on_another_visit_answers_nothing(world, option, nothing_happened):
    party = RequiredParty(
        visit=world.foreign, side=world.foreign.sides.first(), organisation=world.of["embassy"]
    )

    with pytest.raises(Conflict, match="not asked on this visit"):
        say(option, party, "acceptable", world.officer)

    nothing_happened()


def test_no_refusal_tells_a_ministry_that_other_dates_are_confirmed(world, accepted, parties):
    other = propose(world.host, world.officer, LATER)
    own = actions.add_party(
        side=world.host,
        organisation=world.of["ministry"],
        mandatory=False,
        by=world.officer,
        at=NOW,
    )
    actions.grant(asked=ask("confirm", accepted, world.officer), version=1, by=world.chief, at=NOW)

    answered = [say(one, own, "acceptable", world.ministry) for one in (accepted, other)]

    assert [one.answer for one in answered] == ["acceptable", "acceptable"]
    assert picture(world.summit).offer(other.pk).state == "superseded"


def test_a_no_after_the_confirmation_leaves_the_dates_confirmed(world, confirmed, parties):
    say(confirmed, parties[1], "declined", world.officer)

    assert picture(world.summit).confirmed.state == "unsettled"
    assert days_of(world.summit)[0] == ("confirmed", *DAYS)
    assert set(Hold.objects.values_list("firmness", flat=True)) == {"firm"}


# Withdrawing


def test_withdrawn_dates_free_the_principals(world, option):
    actions.withdraw(option=option, version=1, reason="Sent in error", by=world.desk, at=NOW)

    option.refresh_from_db()
    assert (option.withdrawn_at, option.withdrawn_by, option.version) == (NOW, world.desk.user, 2)
    assert days_of(world.summit) == (UNDATED, UNDATED)
    assert not Hold.objects.exists()
    assert told_of("dates.withdrawn") == (
        "Desk",
        "see_options",
        {"days": "4–5 December 2025", "reason": "Sent in error"},
    )


@pytest.mark.parametrize("who", NO_RECORDS)
def test_who_may_not_record_withdraws_nothing(world, option, nothing_happened, who):
    with pytest.raises(NotAllowed):
        actions.withdraw(option=option, version=1, reason="No", by=world.cast[who], at=NOW)

    option.refresh_from_db()
    assert option.withdrawn_at is None
    nothing_happened()


def test_dates_are_withdrawn_once_and_on_their_latest_version(world, option):
    actions.withdraw(option=option, version=1, reason="Slip", by=world.officer, at=NOW)

    with pytest.raises(Stale):
        actions.withdraw(option=option, version=1, reason="Slip", by=world.desk, at=NOW)
    with pytest.raises(Conflict, match=r"^These dates were withdrawn already\.$"):
        actions.withdraw(option=option, version=2, reason="Slip", by=world.desk, at=NOW)

    assert AuditEvent.objects.filter(verb="dates.withdrawn").count() == 1


def test_confirmed_dates_are_not_withdrawn(world, confirmed, nothing_happened):
    with pytest.raises(Conflict, match="moved or cancelled"):
        actions.withdraw(option=confirmed, version=1, reason="No", by=world.officer, at=NOW)

    assert days_of(world.summit)[0] == ("confirmed", *DAYS)
    nothing_happened()


def test_dates_under_a_request_are_not_withdrawn(world, accepted, asked, nothing_happened):
    with pytest.raises(Conflict, match="withdraw it first"):
        actions.withdraw(option=accepted, version=1, reason="No", by=world.officer, at=NOW)

    accepted.refresh_from_db()
    assert accepted.withdrawn_at is None
    nothing_happened()


# Granting


def test_a_confirmation_is_recorded_for_those_who_may_know(world, asked):
    actions.grant(asked=asked, version=1, by=world.deputy, at=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.ended_by, asked.ended_at, asked.version) == (
        "granted",
        world.deputy.user,
        NOW,
        2,
    )
    assert told_of("lifecycle.confirmed") == (
        "Deputy",
        "see_days",
        {"days": "4–5 December 2025", "office": "Prime Minister's Office"},
    )


def test_granting_an_announcement_makes_the_days_public_and_tells_everybody_else(world, confirmed):
    asked = ask("announce", confirmed, world.officer)

    actions.grant(asked=asked, version=1, by=world.chief, at=NOW)

    assert days_of(world.summit) == (("announced", *DAYS),) * 2
    told = Message.objects.filter(kind="lifecycle.dates_announced")
    assert sorted(told.values_list("to_user__email", flat=True)) == sorted(
        f"{who}@example.org" for who, role in ROLES.items() if role and who != "chief"
    )
    assert told_of("lifecycle.announced")[1] == ""


@pytest.mark.parametrize("kind", ["confirm", "announce"])
def test_a_request_is_granted_once(world, asked, kind):
    if kind == "announce":
        actions.grant(asked=asked, version=1, by=world.chief, at=NOW)
        asked = ask("announce", asked.option, world.officer)
    actions.grant(asked=asked, version=1, by=world.chief, at=NOW)
    before = (AuditEvent.objects.count(), Message.objects.count())

    with pytest.raises(Stale):
        actions.grant(asked=asked, version=1, by=world.deputy, at=NOW)
    with pytest.raises(Conflict, match=r"^This request has been decided already\.$"):
        actions.grant(asked=asked, version=2, by=world.deputy, at=NOW)

    assert (AuditEvent.objects.count(), Message.objects.count()) == before


def test_a_grant_on_an_old_version_is_refused(world, asked, nothing_happened):
    with pytest.raises(Stale):
        actions.grant(asked=asked, version=7, by=world.chief, at=NOW)

    assert days_of(world.summit)[0] == ("proposed", *DAYS)
    nothing_happened()


def add_task(world, title, **more):
    return preparation.add(visit=world.summit, title=title, **more, by=world.officer, at=NOW)


def test_confirming_moves_due_days_of_open_tasks_and_of_no_others(world, accepted):
    earlier = propose(world.host, world.officer, LATER, at=NOW + timedelta(hours=1))
    for party in RequiredParty.objects.all():
        say(earlier, party, "acceptable", world.officer)
    assert days_of(world.summit)[0] == ("proposed", *LATER)
    first = {"anchor": "first_day", "offset": -14}
    is_open, settled = add_task(world, "Flags", **first), add_task(world, "Cars", **first)
    fixed = add_task(world, "Budget", anchor="fixed", fixed_on=TODAY)
    preparation.tick(task=settled, version=1, by=world.officer, at=NOW)

    actions.grant(asked=ask("confirm", accepted, world.officer), version=1, by=world.chief, at=NOW)

    for task in (is_open, settled, fixed):
        task.refresh_from_db()
    assert is_open.due_on == date(2025, 11, 20)
    assert is_open.public_due_on is None
    assert settled.due_on == date(2025, 11, 25)
    assert fixed.due_on == TODAY
    assert set(Hold.objects.values_list("option", flat=True)) == {accepted.pk}


@pytest.mark.parametrize("last", ["planning_task", "planning_auditpayload"])
def test_a_grant_whose_last_step_fails_leaves_nothing_behind(world, asked, last):
    Visit.objects.filter(pk=world.summit.pk).update(starts_on=LATER[0], ends_on=LATER[1])
    add_task(world, "Flags", anchor="first_day", offset=-14)
    audited, queued = AuditEvent.objects.count(), Message.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON {last}"
            " FOR EACH ROW EXECUTE FUNCTION fail()"
        )

    with pytest.raises(DatabaseError, match="out of order"):
        actions.grant(asked=asked, version=1, by=world.chief, at=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.version) == ("requested", 1)
    assert days_of(world.summit)[0] == ("proposed", *LATER)
    assert set(Hold.objects.values_list("firmness", flat=True)) == {"pencil"}
    assert (AuditEvent.objects.count(), Message.objects.count()) == (audited, queued)


def test_of_a_confirmation_only_those_let_in_are_told(world, asked):
    let_in(world, "press")

    told = {one.user_id for one in actions.told_by(asked)}

    knowing = [*RECORDS, "press"]
    assert told == {world.cast[who].user.pk for who in knowing}
