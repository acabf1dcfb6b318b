"""The first page, a visit at a glance, and the head of its pages: to each what they may know."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from planning.agenda import actions as agenda
from planning.agenda.models import AgendaItem
from planning.correspondence import actions as correspondence
from planning.lifecycle import actions as lifecycle
from planning.overview import pages
from planning.overview.queries import Contact
from planning.preparation import actions as preparation
from planning.visits.models import Visit
from tests.negotiation import ask, say
from tests.world import NOW, TODAY, let_in, preparatory

HOME = reverse("overview:home")
GLANCE = "/visits/v-7k3qf/"


def owing(response, name):
    """Return kind and owner of what a page lists under a name."""
    return [(one.kind.value, one.owner) for one in response.context[name]]


def test_who_manages_a_visit_sees_what_others_owe_and_they_see_their_own(
    world, option, add_task, sign_in
):
    add_task("Order flags", 2, "ministry")
    add_task("Hang flags", 2)

    officer, ministry, office, viewer = (
        sign_in(world.cast[who]).get(HOME)
        for who in ("officer", "ministry", "principals_office", "viewer")
    )

    assert owing(officer, "waiting") == [
        ("task", "Ministry of Commerce"),
        ("position", "Presidential Executive Office"),
        ("position", "Prime Minister's Office"),
    ]
    assert owing(officer, "owed") == [("task", "")]
    assert owing(ministry, "owed") == [("task", "Ministry of Commerce")]
    assert owing(ministry, "waiting") == []
    assert owing(office, "owed") == [("position", "Prime Minister's Office")]
    assert owing(viewer, "owed") == owing(viewer, "waiting") == []


def test_an_answer_is_owed_until_it_is_given(world, option, parties, sign_in):
    client = sign_in(world.officer)
    assert "2 answers awaited" in client.get("/visits/v-7k3qf/agenda/").text

    say(option, parties[0], "declined", world.officer)

    assert "1 answer awaited" in client.get("/visits/v-7k3qf/agenda/").text


def test_that_nothing_is_owed_any_more_does_not_betray_a_confirmation(world, confirmed, sign_in):
    for name in ("ministry", "second_ministry"):
        lifecycle.add_party(
            side=world.host, organisation=world.of[name], mandatory=False, by=world.officer, at=NOW
        )
    let_in(world, "second_ministry")

    found = {
        who: owing(sign_in(world.cast[who]).get(HOME), "owed")
        for who in ("ministry", "second_ministry", "officer")
    }

    assert found == {
        "ministry": [("position", "Ministry of Commerce")],
        "second_ministry": [],
        "officer": [],
    }


def test_texts_are_owed_by_ministries_of_our_side_alone(world, sign_in):
    for title, lead in (("Trade", "ministry"), ("Arms", "counterpart")):
        item = agenda.suggest(
            visit=world.summit, title=title, lead=world.of[lead], by=world.desk, at=NOW
        )
        agenda.accept(item=item, version=item.version, by=world.desk, at=NOW)

    undated = owing(sign_in(world.ministry).get(HOME), "owed")
    unseen = owing(sign_in(world.officer).get(HOME), "waiting")
    AgendaItem.objects.update(due_on=TODAY)

    assert (undated, unseen) == ([("text", "Ministry of Commerce")], [])
    assert owing(sign_in(world.officer).get(HOME), "waiting") == [("text", "Ministry of Commerce")]


def test_what_is_postponed_owes_nothing(world, option, add_task, sign_in):
    add_task("Order flags", 0)
    Visit.objects.update(standing="postponed")

    page = sign_in(world.officer).get(HOME)

    assert (owing(page, "owed"), owing(page, "waiting")) == ([], [])


def test_news_are_what_others_did_since_one_was_here(world, option, sign_in, fixed_clock):
    sign_in(world.desk).get(HOME)
    fixed_clock.shift(timedelta(hours=2))
    at = NOW + timedelta(hours=1)
    for who in ("officer", "desk"):
        lifecycle.estimate(
            visit=world.summit,
            starts_on=date(2025, 12, 5),
            ends_on=date(2025, 12, 6 if who == "desk" else 7),
            source="Press",
            by=world.cast[who],
            at=at,
        )

    again = sign_in(world.desk).get(HOME)

    told = [(one.told.who, one.told.what) for one in again.context["news"]]
    assert told == [("Officer", "noted the press estimate 5–7 December 2025 (Press)")]
    assert "Since you were here on 1 October, 09:30 IST" in again.text


def test_news_keep_an_embargo(world, confirmed, sign_in):
    told = {
        who: "confirmed 4–5 December 2025" in sign_in(world.cast[who]).get(HOME).text
        for who in ("officer", "mission", "ministry", "press", "viewer")
    }

    assert told == {
        "officer": True, "mission": True, "ministry": False, "press": False, "viewer": False,
    }  # fmt: skip


@pytest.mark.parametrize(("who", "days"), [("officer", "64 days to go"), ("viewer", None)])
def test_days_to_go_keep_an_embargo(world, confirmed, sign_in, who, days):
    text = sign_in(world.cast[who]).get(GLANCE).text

    assert ("to go" in text) == (days is not None)
    assert days is None or days in text


def test_a_nearest_deadline_keeps_an_embargo(world, confirmed, sign_in):
    preparation.add(
        visit=world.summit,
        title="Order flags",
        anchor="first_day",
        offset=-14,
        organisation=world.of["ministry"],
        by=world.officer,
        at=NOW,
    )

    due = {
        who: [one.due for one in sign_in(world.cast[who]).get(HOME).context["visits"]]
        for who in ("officer", "ministry")
    }

    assert due == {"officer": [date(2025, 11, 20)], "ministry": [None]}


def test_the_clocks_of_the_capitals_stand_at_the_head(world, sign_in):
    text = sign_in(world.viewer).get(GLANCE).text

    assert '<time datetime="2025-10-01T09:30+05:30" data-zone="Asia/Kolkata">09:30</time>' in text
    assert '<time datetime="2025-10-01T07:00+03:00" data-zone="Europe/Moscow">07:00</time>' in text


def test_another_day_in_a_capital_is_said(world):
    late = NOW.replace(hour=20)  # half past one in New Delhi, eleven at night in Moscow

    clocks = pages.clocks(world.summit, late)

    shown = [(one.city, one.time, one.zone_name, one.shift) for one in clocks]
    assert shown == [("New Delhi", "01:30", "IST", ""), ("Moscow", "23:00", "MSK", "−1")]


def test_the_way_to_a_page_stands_above_it(world, sign_in):
    client = sign_in(world.officer)

    ways = {
        page: [one.label for one in client.get(page).context["crumbs"]]
        for page in (HOME, "/visits/", GLANCE, f"{GLANCE}dates/propose/", "/account/sessions/")
    }

    assert ways == {
        HOME: [],
        "/visits/": ["Home"],
        GLANCE: ["Home", "Visits"],
        f"{GLANCE}dates/propose/": ["Home", "Visits", "V-7K3QF", "Dates"],
        "/account/sessions/": ["Home", "Your account"],
    }


def test_the_stage_is_what_the_reader_may_know_of_it(world, sign_in):
    correspondence.enter(
        visit=world.summit, kind="invitation", direction="out", channel="note",
        subject="Invitation", sender="Protocol", addressee="Embassy", sent_on=TODAY,
        by=world.officer, at=NOW,
    )  # fmt: skip

    stages = {
        who: str(sign_in(world.cast[who]).get(GLANCE).context["around"].stage)
        for who in ("officer", "mission", "viewer", "ministry")
    }

    assert stages == {
        "officer": "invited", "mission": "invited", "viewer": "planned", "ministry": "planned",
    }  # fmt: skip


def test_the_last_visit_to_each_side_is_named(world, note, sign_in):
    past = note("22nd Annual Summit", (date(2024, 7, 8), date(2024, 7, 9)))
    past.sides.create(visit=past, country=world.russia, role="host", position=1)
    past.sides.create(visit=past, country=world.india, role="guest", position=2)

    last = sign_in(world.officer).get(GLANCE).context["around"].last

    assert [(side.name, visit and visit.title) for side, visit in last] == [
        ("India", None),
        ("Russia", "22nd Annual Summit"),
    ]


def test_what_prepares_a_visit_stands_on_the_line_before_it(world, note, sign_in):
    talks = preparatory(world, "Talks")

    line = sign_in(world.officer).get(GLANCE).context["line"]

    assert [(point.kind, point.visit and point.visit.title) for point in line] == [
        ("today", None),
        ("preparing", talks.title),
        ("visit", "23rd Annual Summit"),
    ]


def test_who_owes_stands_with_the_numbers_to_call(world, add_task, sign_in):
    person = world.people["ministry"]
    type(person).objects.filter(pk=person.pk).update(telephone="+91 11 2306 0000")
    add_task("Order flags", 3, "ministry")
    add_task("Far away", 30, "ministry")

    response = sign_in(world.officer).get(GLANCE)

    [debtor] = response.context["debtors"]
    assert debtor.name == "Ministry of Commerce"
    assert [type(one) for one in debtor.contacts] == [Contact]
    assert [(one.title, may_chase) for one, may_chase in debtor.owed] == [("Order flags", True)]
    assert [one.title for one in response.context["deadlines"]] == ["Order flags", "Far away"]
    assert response.text.count('href="tel:+91 11 2306 0000"') == 2


def test_a_decision_is_owed_by_a_chief(world, accepted, sign_in):
    ask("confirm", accepted, world.officer)

    [debtor] = sign_in(world.officer).get(GLANCE).context["debtors"]

    assert (debtor.name, [may for _one, may in debtor.owed]) == ("Chief of protocol", [False])
