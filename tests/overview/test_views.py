"""The pages that read everything: each reader finds what is theirs, and no trace of the rest."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from planning.audit.models import AuditPayload
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from planning.preparation import actions as preparation
from planning.visits.models import Appointment, Link, Visit
from tests.negotiation import DAYS, ask, propose, say
from tests.world import NOW, ROLES, TODAY, let_in, preparatory

ON_VISIT = [who for who, role in ROLES.items() if role]
WHOLE = ["chief", "deputy", "officer", "desk", "principals_office", "mission"]
SPAN = "4–5 December 2025"
EARLIER = (date(2021, 12, 6), date(2021, 12, 6))


def url(name, visit="v-7k3qf"):
    return reverse(f"overview:{name}", kwargs={"visit": visit})


HOME, VISITS = reverse("overview:home"), reverse("overview:visits")


# Home


def test_a_request_waits_for_every_chief_but_the_one_who_made_it(world, accepted, sign_in):
    ask("confirm", accepted, world.chief)

    found = {who: len(sign_in(world.cast[who]).get(HOME).context["requests"]) for who in ROLES}

    assert found == {who: int(who == "deputy") for who in ROLES}


def test_a_decided_request_waits_no_more(world, asked, sign_in):
    assert "Confirm 4–5 December 2025" in sign_in(world.deputy).get(HOME).text

    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    assert "No request waits for your decision." in sign_in(world.deputy).get(HOME).text


def test_home_shows_what_is_owed_by_oneself_within_a_week(world, add_task, sign_in):
    for title, days, office in [
        ("Overdue", -1, "ministry"),
        ("Today", 0, "ministry"),
        ("In a week", 7, "ministry"),
        ("Later", 8, "ministry"),
        ("Of another", 1, "second_ministry"),
        ("Of nobody", 1, None),
    ]:
        add_task(title, days, office)
    done = add_task("Done", 0, "ministry")
    preparation.tick(task=done, version=1, by=world.ministry, at=NOW)

    owed = {
        who: [one.title for one in sign_in(world.cast[who]).get(HOME).context["owed"]]
        for who in ("ministry", "second_ministry", "press", "viewer", "stranger")
    }

    assert owed == {
        "ministry": ["Overdue", "Today", "In a week"],
        "second_ministry": ["Of another"],
        "press": [],
        "viewer": [],
        "stranger": [],
    }


def test_home_leaves_out_what_is_over_as_the_reader_knows_it(world, note, sign_in):
    note("Long ago", EARLIER, "viewer")
    note("Today", (TODAY, TODAY), "viewer")

    response = sign_in(world.viewer).get(HOME)

    coming = [one.visit.title for one in response.context["visits"]]
    assert coming == ["Today", "23rd Annual Summit"]


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_who_has_no_part_finds_an_empty_home(world, asked, sign_in, who):
    for page in (HOME, VISITS):
        text = sign_in(world.cast[who]).get(page).text
        assert "You have a part in no" in text
        assert "Summit</a>" in text
        assert "V-7K3QF" not in text


# The list of visits


def test_visits_are_sorted_and_shown_by_what_the_reader_may_know(world, accepted, note, sign_in):
    note("A call", (date(2025, 11, 1), date(2025, 11, 1)), "viewer")
    note("A rehearsal", (date(2026, 1, 1), date(2026, 1, 1)), "viewer")

    found = {
        who: [
            (one.title, one.certainty_shown, one.from_on)
            for one in sign_in(world.cast[who]).get(VISITS).context["list"].lines
        ]
        for who in ("officer", "viewer")
    }

    call = ("A call", "announced", date(2025, 11, 1))
    rehearsal = ("A rehearsal", "announced", date(2026, 1, 1))
    assert found == {
        "officer": [rehearsal, ("23rd Annual Summit", "proposed", DAYS[0]), call],
        "viewer": [("23rd Annual Summit", "undated", None), rehearsal, call],
    }


def test_confirmed_days_are_listed_for_those_let_in_alone(world, confirmed, sign_in):
    let_in(world, "press")

    seen = [
        who
        for who in ON_VISIT
        for page in (HOME, VISITS, url("visit"))
        if SPAN in sign_in(world.cast[who]).get(page).text
    ]

    assert sorted(seen) == sorted([*WHOLE, "press"] * 3)


def test_announced_days_look_announced_to_everybody(world, confirmed, sign_in):
    asked = ask("announce", confirmed, world.officer)
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    for who in ON_VISIT:
        for page in (VISITS, url("visit")):
            text = sign_in(world.cast[who]).get(page).text
            assert SPAN in text
            assert "certainty announced" in text
            assert "confirmed, not public" not in text or who in [*WHOLE, "press"]


# One visit


@pytest.mark.parametrize("who", ROLES)
def test_a_visit_exists_for_those_on_it(world, sign_in, who):
    pages = ("visit", "history", "messages")

    statuses = [sign_in(world.cast[who]).get(url(page)).status_code for page in pages]

    assert statuses == [200 if who in ON_VISIT else 404] * 3


def test_a_preparatory_visit_leaves_no_trace_with_those_who_have_no_part_in_it(
    world, note, sign_in
):
    preparing = preparatory(world, "Secret talks")
    Link.objects.create(visit=world.summit, to=preparing, kind="margins_of")
    past = note("22nd Annual Summit", EARLIER, series=world.summit.series, ordinal=22)
    pages = [url(name) for name in ("visit", "history", "messages")] + [HOME, VISITS]

    for who in ON_VISIT:
        texts = "".join(sign_in(world.cast[who]).get(page).text for page in pages)
        assert ("Secret talks" in texts) == (who == "officer")
        assert (preparing.code in texts) == (who == "officer")
        assert (past.title in texts) == (who == "officer")


def test_a_visit_shows_what_lies_around_it(world, note, sign_in):
    for number in (19, 20, 21, 22, 24):
        note(f"Edition {number}", EARLIER, series=world.summit.series, ordinal=number)
    preparing = preparatory(world, "Foreign minister")
    preparing.legs.create(visit=preparing, country=world.india, city="Goa", zone="Asia/Kolkata")
    assembly = preparatory(world, "General Assembly", of=preparing)
    for kind in ("margins_of", "leg_of"):
        Link.objects.create(visit=world.summit, to=assembly, kind=kind)

    response = sign_in(world.officer).get(url("visit"))

    around = response.context["around"]
    assert [(one.title, one.cities) for one in around.preparing] == [("Foreign minister", ["Goa"])]
    assert [(kind.value, one.title) for kind, one in around.linked] == [
        ("leg_of", "General Assembly"),
        ("margins_of", "General Assembly"),
    ]
    assert [one.title for one in around.editions] == ["Edition 22", "Edition 21", "Edition 20"]
    assert "on the margins of" in response.text


def test_a_visit_without_a_series_has_no_editions(world, note, sign_in):
    alone = note("A call")
    note("Another call")

    around = sign_in(world.officer).get(url("visit", alone.slug)).context["around"]

    assert (around.preparing, around.linked, around.editions) == ([], [], [])


def test_what_may_be_said_publicly_is_said(world, confirmed, sign_in):
    assert "they have not been announced" in sign_in(world.officer).get(url("visit")).text

    asked = ask("announce", confirmed, world.officer)
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    assert "they have not been announced" not in sign_in(world.press).get(url("visit")).text


# History


@pytest.fixture
def told(world, parties, sign_in):
    """Return a way to read the story of the summit as somebody."""

    def read(who):
        page = sign_in(world.cast[who]).get(url("history"))
        return [
            (act.told.who, act.told.what) for _day, acts in page.context["days"] for act in acts
        ]

    return read


def test_the_story_tells_what_each_may_know(world, option, parties, told):
    lifecycle.estimate(
        visit=world.summit,
        starts_on=DAYS[0],
        ends_on=DAYS[1],
        source="The Hindu",
        by=world.officer,
        at=NOW,
    )
    own = lifecycle.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=True, by=world.officer, at=NOW
    )
    say(option, own, "preferred", world.ministry)
    say(option, parties[0], "acceptable", world.officer)

    estimated = ("Officer", f"noted the press estimate {SPAN} (The Hindu)")
    of_ministry = [
        ("Ministry", f"recorded: Ministry of Commerce calls {SPAN} preferred"),
        ("Officer", "asks for the yes of Ministry of Commerce"),
        estimated,
    ]
    assert told("ministry") == of_ministry
    for who in ("viewer", "press", "security", "second_ministry"):
        assert told(who) == [estimated]
    for who in WHOLE:
        assert set(of_ministry) < set(told(who))
        assert ("Officer", f"recorded {SPAN}, proposed by Russia") in told(who)
        assert len(told(who)) == 7


def test_the_story_keeps_an_embargo(world, confirmed, told):
    let_in(world, "press")
    line = ("Chief", f"confirmed {SPAN}, not public, as decided by Prime Minister's Office")

    readers = [who for who in ON_VISIT if line in told(who)]

    assert sorted(readers) == sorted([*WHOLE, "press"])
    for who in ("viewer", "ministry", "second_ministry", "security"):
        assert told(who) == []
    assert told("press") == [line]


def test_an_announcement_is_told_to_everybody(world, confirmed, told):
    asked = ask("announce", confirmed, world.officer)
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    for who in ON_VISIT:
        assert ("Chief", f"announced {SPAN}, as decided by Prime Minister's Office") in told(who)


def test_a_shredded_payload_leaves_the_verb(world, confirmed, told):
    AuditPayload.objects.all().delete()

    assert told("officer")[0] == ("Chief", "lifecycle.confirmed")


def test_reasons_stand_beside_what_was_done(world, option, sign_in):
    lifecycle.withdraw(option=option, version=1, reason="A <slip>", by=world.officer, at=NOW)

    assert "because: A &lt;slip&gt;" in sign_in(world.desk).get(url("history")).text
    assert "slip" not in sign_in(world.viewer).get(url("history")).text


# Messages


def test_who_manages_sees_all_messages_and_others_their_own(world, confirmed, sign_in):
    found = {
        who: sorted(
            (one.to_name, one.reason)
            for one in sign_in(world.cast[who]).get(url("messages")).context["leaf"].rows
        )
        for who in ON_VISIT
    }

    everything = found["officer"]
    assert len(everything) == 7
    for who in ON_VISIT:
        name = world.cast[who].user.name
        manages = who in ("chief", "deputy", "officer")
        assert found[who] == (everything if manages else [m for m in everything if m[0] == name])
    assert found["desk"] == [("Desk", "dates confirmed, not public")]
    assert found["viewer"] == found["ministry"] == []


def test_a_message_that_was_cancelled_is_not_named_to_its_reader(world, confirmed, sign_in):
    Message.objects.filter(to_user=world.mission.user).update(state="cancelled")

    assert "dates confirmed, not public" not in sign_in(world.mission).get(url("messages")).text
    assert "no longer allowed" in sign_in(world.officer).get(url("messages")).text


# One number of queries, however many rows


@pytest.fixture
def fill(world, parties, add_task, note):
    """Return a way to fill every list with so many rows."""

    def rows(count):
        options = []
        for n in range(count):
            later = tuple(day + timedelta(days=7 * n) for day in DAYS)
            options.append(propose(world.guest, world.officer, later))
            add_task(f"Task {n}", n, "ministry")
            preparing = preparatory(world, f"Talks {n}")
            preparing.sides.create(visit=preparing, country=world.russia, role="guest")
            preparing.legs.create(
                visit=preparing, country=world.india, city="Goa", zone="Asia/Kolkata"
            )
            note(f"Edition {n}", EARLIER, series=world.summit.series, ordinal=n + 1)
            other = note(f"Other {n}", later, "chief")
            Link.objects.create(visit=world.summit, to=other, kind="part_of")
        for party in parties:
            say(options[0], party, "acceptable", world.officer)
        Appointment.objects.create(visit=world.summit, user=world.stranger.user, role="V")
        ask("confirm", options[0], world.officer)

    return rows


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        (HOME, 9),
        (VISITS, 10),
        (url("visit"), 12),
        (url("history"), 11),
        (url("messages"), 8),
        (url("messages-next"), 11),
    ],
)
@pytest.mark.parametrize("who", ["chief", "officer"])
def test_query_counts(world, fill, sign_in, django_assert_num_queries, who, page, queries, count):
    fill(count)
    client = sign_in(world.cast[who])

    with django_assert_num_queries(queries):
        response = client.get(page)

    assert response.status_code == 200
    assert Visit.objects.filter(title__startswith="Talks").count() == count
