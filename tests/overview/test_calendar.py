"""The calendar: each reader finds the days they may know, and no trace of the rest."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from planning.dates import actions as dates
from planning.lifecycle import actions as lifecycle
from planning.stakeholders.models import Country
from planning.visits.models import Appointment, Link, Visit
from tests.negotiation import DAYS, ask, propose
from tests.world import NOW, ROLES, let_in, named, preparatory

URL = reverse("overview:calendar")
VIEWS = ["month", "quarter", "year"]
DECEMBER = {"view": "month", "at": "2025-12"}
WHOLE = ["chief", "deputy", "officer", "desk", "principals_office", "mission"]
SUMMIT = "23rd Annual Summit"


@pytest.fixture
def look(world, sign_in):
    """Return a way to open the calendar as somebody."""

    def look(who="officer", **query):
        response = sign_in(world.cast[who]).get(URL, DECEMBER | query)
        assert response.status_code == 200
        return response

    return look


@pytest.fixture
def of_principal(world):
    """Return a way to make another visit of the host's principal, seen by somebody alone."""

    def make(who, days=DAYS):
        visit = Visit.objects.create(title="Another visit", category="working")
        Appointment.objects.create(visit=visit, user=world.cast[who].user, role="O")
        side = visit.sides.create(visit=visit, country=world.india, role="host")
        side.principals.create(visit=visit, side=side, person=world.people["host"])
        propose(side, world.cast[who], days)
        return visit

    return make


def titles(response, what="visits"):
    return [entry.title for entry in getattr(response.context["calendar"], what)]


def text_of(response):
    """Return a page without what is drawn at random for each answer."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b|nonce=\"[^\"]*\"", "", response.text)


# What each may know


def test_an_embargo_changes_nothing_for_those_not_let_in(world, asked, look):
    def pages():
        asked_for = [
            *({"view": view, "at": "2025-12"} for view in VIEWS),
            {"kind": ["hold", "visit"], "certainty": ["proposed", "confirmed", "announced"]},
            {"principal": str(world.people["host"].pk), "side": "RU"},
        ]
        return [
            text_of(look(who, **query))
            for who in ("viewer", "ministry", "outsider")
            for query in asked_for
        ]

    before, inside = pages(), text_of(look())
    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    assert pages() == before
    assert text_of(look()) != inside


def test_days_not_public_look_confirmed_to_those_let_in_alone(world, confirmed, look):
    let_in(world, "press")

    seen = {
        who
        for who in ROLES
        if "confirmed, not public" in look(who, view="quarter").text.partition("</details>")[2]
    }

    assert seen == {*WHOLE, "press"}


def test_announced_days_look_announced_to_everybody_on_the_visit(world, confirmed, look):
    lifecycle.grant(asked=ask("announce", confirmed, world.officer), version=1, by=world.chief,
                    at=NOW)  # fmt: skip

    shapes = {
        who: [(entry.shape, entry.first) for entry in look(who).context["calendar"].visits]
        for who in ("officer", "ministry", "viewer", "outsider")
    }

    announced = [("announced", DAYS[0])]
    assert shapes == dict.fromkeys(shapes, announced) | {"outsider": []}


def test_a_press_estimate_is_public_and_looks_like_one(world, look):
    lifecycle.estimate(visit=world.summit, starts_on=DAYS[0], ends_on=DAYS[1], source="Press",
                       by=world.officer, at=NOW)  # fmt: skip

    for view in VIEWS:
        text = look("viewer", view=view).text
        assert 'class="certainty estimated"' in text
        assert "press estimate" in text


def test_a_visit_without_dates_is_listed_for_those_on_it(world, confirmed, look):
    undated = {who: [one.title for one, _of in look(who).context["calendar"].undated]
               for who in ("officer", "viewer", "outsider")}  # fmt: skip

    assert undated == {"officer": [], "viewer": [SUMMIT], "outsider": []}


def test_a_preparatory_visit_stands_under_the_summit_that_it_prepares(world, confirmed, note, look):
    preparing = note("Talks of the ministers")
    Link.objects.create(visit=preparing, to=world.summit, kind="prepares")

    page = look(view="quarter")

    group = page.context["calendar"].groups()[0]
    assert [(row.title, row.is_under) for row in group.rows] == [
        (SUMMIT, False),
        ("Talks of the ministers", True),
    ]
    assert f"prepares: {SUMMIT}" in page.text
    assert titles(look(kind="preparatory")) == ["Talks of the ministers"]
    assert titles(look(kind="visit")) == [SUMMIT]


def test_a_preparatory_visit_is_just_a_visit_to_who_has_no_part_in_the_summit(
    world, confirmed, note, look
):
    preparing = note("Talks of the ministers", who="stranger")
    Link.objects.create(visit=preparing, to=world.summit, kind="prepares")

    page = look("stranger", view="quarter", kind="visit")

    assert titles(page) == ["Talks of the ministers"]
    assert "prepares" not in page.text.partition("</details>")[2]
    assert SUMMIT not in page.text


def test_visits_that_prepare_each_other_are_all_listed(world, note, look):
    first, second = note("First"), note("Second")
    Link.objects.create(visit=first, to=second, kind="prepares")
    Link.objects.create(visit=second, to=first, kind="prepares")

    rows = look(view="quarter").context["calendar"].groups()[0].rows

    assert sorted(row.title for row in rows) == ["First", "Second"]


def test_the_list_by_day_holds_what_lies_in_the_month_from_its_first_day_on(world, note, look):
    for title, first, last in [
        ("Before", date(2025, 9, 29), date(2025, 9, 30)),
        ("Over", date(2025, 9, 30), date(2025, 10, 2)),
        ("Within", date(2025, 10, 2), date(2025, 10, 2)),
        ("After", date(2025, 11, 1), date(2025, 11, 2)),
    ]:
        note(title, (first, last))

    found = look(at="2025-10").context["calendar"]

    assert titles(look(at="2025-10")) == ["Before", "Over", "Within", "After"]  # in its weeks
    assert [(one.day.number, [entry.title for entry in one.entries]) for one in found.listed()] == [
        ("1", ["Over"]),
        ("2", ["Within"]),
    ]


# Holds


def test_pencils_are_seen_by_who_sees_options_and_firm_holds_by_who_knows_the_days(
    world, asked, look
):
    let_in(world, "press")

    def shapes():
        return {
            who: {entry.shape for entry in look(who).context["calendar"].holds}
            for who in ("officer", "mission", "press", "ministry", "viewer", "stranger")
        }

    nobody = {"ministry": set(), "viewer": set(), "stranger": set()}
    pencil, firm = {"pencil"}, {"firm"}
    assert shapes() == {"officer": pencil, "mission": pencil, "press": set()} | nobody

    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)
    assert shapes() == {"officer": firm, "mission": firm, "press": firm} | nobody


def test_what_is_held_on_the_visits_own_days_stands_with_the_visit(world, accepted, look):
    later = (date(2025, 12, 11), date(2025, 12, 12))
    propose(world.host, world.officer, later)

    found = look().context["calendar"]

    people = ("Narendra Modi", "Vladimir Putin")
    assert [(one.kind, one.first, one.people) for one in found.entries] == [
        ("visit", DAYS[0], people),
        ("hold", later[0], people),
    ]
    assert [row.title for row in look(view="quarter").context["calendar"].groups()[1].rows] == [
        *people
    ]


def test_a_clash_with_a_hidden_visit_says_only_that_the_days_are_not_free(
    world, confirmed, of_principal, look
):
    let_in(world, "press")
    hidden = of_principal("outsider")
    people = ("officer", "mission", "press", "viewer", "outsider")

    for view in VIEWS:
        texts = {who: look(who, view=view).text for who in people}
        told = {who for who, text in texts.items() if "not free on these days" in text}
        assert told == {"officer", "mission", "outsider"}
        assert {who for who, text in texts.items() if hidden.title in text} == {"outsider"}
        assert {who for who, text in texts.items() if hidden.slug in text} == {"outsider"}


def test_days_beside_another_visit_are_free(world, option, of_principal, look):
    of_principal("outsider", (DAYS[1] + timedelta(days=1), DAYS[1] + timedelta(days=2)))

    assert "not free" not in look().text


# Holidays, weekends and fixed meetings


@pytest.fixture
def rested(world):
    """Give both countries their holidays and weekends."""
    for code, key in (("IN", "IN-DL"), ("RU", "RU")):
        Country.objects.filter(code=code).update(holidays_key=key, weekend=[6, 7])


def notes(response):
    """Return what is known of the days of a month."""
    return {
        f"{day.on:%m-%d}": [(note.words, note.signs) for note in day.notes]
        for day in response.context["calendar"].days
        if day.notes and day.is_inside
    }


def test_holidays_of_the_sides_stand_on_their_days(world, rested, look):
    page = look(at="2025-11")

    assert notes(page) == {
        "11-01": [("working day", ("RU",))],
        "11-03": [("Day off (moved from 1 November 2025)", ("RU",))],
        "11-04": [("Unity Day", ("RU",))],
        "11-05": [("Guru Nanak's Birthday", ("IN",))],
    }
    assert "Guru Nanak&#x27;s Birthday" in page.text
    assert [day.is_weekend for day in page.context["calendar"].days[:7]] == [False] * 5 + [True] * 2


def test_a_weekend_that_is_not_everybodys_is_named(world, rested, look):
    egypt = named(Country, "Egypt", code="EG", capital="Cairo", zone="UTC", weekend=[5, 6])
    world.summit.sides.create(visit=world.summit, country=egypt, role="party")

    found = notes(look())

    assert (found["12-05"], found["12-07"]) == (
        [("weekend", ("EG",))],
        [("working day", ("EG",))],
    )
    assert "12-06" not in found


def test_who_has_no_visit_is_told_no_countrys_holidays(world, rested, look):
    assert look("outsider").context["calendar"].holidays == []


@pytest.fixture
def meeting(world):
    """A meeting in Moscow."""
    return dates.fix_meeting(
        name="SCO heads of government", country=world.russia, city="Moscow",
        starts_on=date(2025, 12, 17), ends_on=date(2025, 12, 18), source="Press",
        by=world.officer, at=NOW,
    )  # fmt: skip


def test_fixed_meetings_are_shown_to_everybody(meeting, look):
    for who in ("officer", "outsider"):
        for view in VIEWS:
            assert meeting.name in look(who, view=view).text


# The page: filters, periods, today


def test_filters_keep_what_was_asked_for(world, option, meeting, note, rested, look):
    note("A call")

    def found(**query):
        calendar = look(**query).context["calendar"]
        return (
            [entry.title for entry in calendar.visits],
            sorted({entry.people[0] for entry in calendar.holds}),
            [entry.title for entry in calendar.meetings],
            [country.code for country, _entries in calendar.holidays],
        )

    people = ["Narendra Modi", "Vladimir Putin"]
    visits, codes = sorted(["A call", SUMMIT]), ["IN", "RU"]
    both, meetings = (visits, people), [meeting.name]
    assert (sorted(found()[0]), *found()[1:]) == (*both, meetings, codes)
    assert found(side="RU") == ([SUMMIT], people, meetings, ["RU"])
    assert found(side="IN") == ([SUMMIT], people, [], ["IN"])
    guest = str(world.people["guest"].pk)
    assert found(principal=guest) == ([SUMMIT], ["Vladimir Putin"], meetings, codes)
    assert found(certainty="announced") == (["A call"], [], meetings, codes)
    assert found(kind="meeting") == ([], [], meetings, [])
    assert found(kind=["hold", "holiday"]) == ([], people, [], codes)


def test_an_organisation_is_a_side_to_filter_by(world, note, look):
    office = world.of["embassy"]
    note("A call").sides.create(visit=Visit.objects.get(title="A call"), organisation=office,
                                role="party")  # fmt: skip

    assert titles(look(side=str(office.pk))) == ["A call"]


@pytest.mark.parametrize("slip", [{"side": "EG"}, {"principal": "x"}, {"kind": "x"}])
def test_a_filter_that_is_unknown_is_refused_by_name(world, confirmed, slip, look):
    page = look(**slip)

    assert "Select a valid choice" in page.text
    assert titles(page) == [SUMMIT]


def test_what_one_may_not_see_cannot_be_filtered_by(world, of_principal, look):
    hidden = of_principal("outsider")
    egypt = named(Country, "Egypt", code="EG", capital="Cairo", zone="UTC")
    hidden.sides.create(visit=hidden, country=egypt, role="guest")

    assert "Egypt" not in look().text
    assert "Vladimir Putin" not in look("outsider").text
    errors = look(side="EG").context["form"].errors
    assert errors == look(side="ZZ").context["form"].errors | {
        "side": ["Select a valid choice. EG is not one of the available choices."]
    }


@pytest.mark.parametrize("at", ["2025-13", "soon", "1899-12", "2200", "٢٠٢٥", "2025-1", "\x00"])
def test_a_month_that_is_none_is_refused_and_todays_shown(look, at):
    page = look(at=at)

    assert page.context["calendar"].name == "October 2025"
    assert page.context["form"].errors


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"view": "", "at": ""}, "October–December 2025"),
        ({"view": "month", "at": ""}, "October 2025"),
        ({"view": "quarter", "at": "2026-02"}, "January–March 2026"),
        ({"view": "year", "at": "2024"}, "2024"),
    ],
)
def test_without_a_word_it_is_the_quarter_of_today(look, query, name):
    assert f"<h1>Calendar, {name}</h1>" in look(**query).text


def test_the_way_to_other_periods_keeps_the_filters(world, option, look):
    page = look(side="RU", kind=["visit", "hold"]).context

    kept = "side=RU&kind=visit&kind=hold"
    assert page["previous"] == f"?view=month&at=2025-11&{kept}"
    assert page["next"] == f"?view=month&at=2026-01&{kept}"
    assert page["now"] == f"?view=month&{kept}"
    assert page["views"][1][1] == f"?view=quarter&at=2025-10&{kept}"


@pytest.mark.parametrize("view", VIEWS)
def test_today_is_marked_by_the_products_clock(look, view):
    text = look(view=view, at="2025-10").text

    assert text.count('aria-current="date"') == 2  # in the table, and in the list for a phone
    assert 'aria-current="date"' not in look(view=view, at="2024-10").text


def test_no_time_zone_shifts_a_day(world, option, look):
    user = world.officer.user
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        user.time_zone = zone
        user.save()
        days.add(look().text.count("4–5 December 2025"))

    assert len(days) == 1
    assert look(at="2025-09").context["calendar"].days[29].is_today is True  # still 30 September


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("view", VIEWS)
def test_query_counts(world, parties, note, sign_in, django_assert_num_queries, view, count):
    for n in range(count):
        days = tuple(day + timedelta(days=n) for day in DAYS)
        propose(world.guest, world.officer, days)
        preparing = preparatory(world, f"Talks {n}")
        lifecycle.note(visit=note(f"Call {n}", days), starts_on=days[0] + timedelta(days=9),
                       ends_on=days[1] + timedelta(days=9), source="Press", by=world.officer,
                       at=NOW)  # fmt: skip
        preparing.sides.create(visit=preparing, country=world.russia, role="guest")
    client = sign_in(world.officer)

    with django_assert_num_queries(10):
        client.get(URL, {"view": view, "at": "2025-12"})
