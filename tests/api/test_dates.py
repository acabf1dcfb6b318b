"""Dates through the API: options, required parties, many positions at once, fixed meetings."""

from datetime import timedelta

import pytest

from planning.correspondence.models import RegisterEntry
from planning.dates.models import DateOption, FixedMeeting, Position
from planning.lifecycle import actions as lifecycle
from tests.api.asking import last_act, made, problem, results
from tests.negotiation import DAYS, propose
from tests.world import NOW, TODAY

SPAN = {"starts_on": "2025-12-11", "ends_on": "2025-12-12"}


def test_an_estimate_and_noted_dates_name_their_source(world, api, nothing_happened):
    body = SPAN | {"visit": "v-7k3qf", "kind": "estimate"}

    without = problem(api("desk", "post", "date-options", body))
    noted = api("desk", "post", "date-options", body | {"kind": "noted", "source": "Press"})
    shut = problem(api("viewer", "post", "date-options", body | {"source": "Press"}))
    nothing_happened()
    row = made(api("desk", "post", "date-options", body | {"source": "Press", "side": None}))

    assert (without, shut) == ((400, ["source"]), (403, [""]))
    assert problem(noted)[0] == 409  # its dates are negotiated
    assert (row["kind"], row["channel"], row["version"]) == ("estimate", "press", 1)
    assert last_act() == "dates.estimated"
    assert len(results(api("viewer", "get", "date-options"))) == 1


def test_dates_are_proposed_countered_and_withdrawn(world, api):
    body = SPAN | {"visit": "v-7k3qf", "kind": "proposal", "channel": "note"}
    sides = {"side": str(world.guest.pk)}

    without = problem(api("mission", "post", "date-options", body))
    first = made(api("mission", "post", "date-options", body | sides))
    answer = SPAN | {"side": str(world.host.pk), "channel": "note", "kind": "estimate"}
    second = made(api("desk", "post", f"date-options/{first['id']}/counter", answer))
    path = f"date-options/{second['id']}/withdraw"
    blind = problem(api("desk", "post", path, {"reason": "Slip"}))
    gone = api("desk", "post", path, {"reason": "Slip"}, if_match=1)

    assert (without, blind) == ((400, ["side"]), (428, ["version"]))
    assert (second["answers"], second["kind"], second["visit"]) == (
        first["id"],
        "proposal",
        "V-7K3QF",
    )
    assert (gone.status_code, gone.json()["version"]) == (200, 2)
    assert gone.json()["withdrawn_at"] is not None
    open_ones = results(api("desk", "get", "date-options", withdrawn_at__isnull="true"))
    assert [one["id"] for one in open_ones] == [first["id"]]


def test_what_follows_from_the_positions_is_told_to_those_who_see_them_all(
    world, api, option, parties
):
    estimate = SPAN | {"visit": "v-7k3qf", "kind": "estimate", "source": "Press"}
    made(api("desk", "post", "date-options", estimate))
    body = {"option": str(option.pk), "party": str(parties[0].pk), "answer": "preferred"}
    made(api("desk", "post", "positions", body | {"channel": "call", "said_on": str(TODAY)}))
    lifecycle.add_party(
        side=world.host, organisation=world.of["ministry"], mandatory=False, by=world.officer,
        at=NOW,
    )  # fmt: skip

    shown = {
        who: [
            (row["state"], row["verdicts"])
            for row in results(api(who, "get", "date-options", ordering="kind"))
        ]
        for who in ("mission", "ministry", "viewer")
    }

    verdicts = [
        {"side": str(world.host.pk), "verdict": "accepts", "waiting_for": []},
        {"side": str(world.guest.pk), "verdict": "waiting", "waiting_for": [str(parties[1].pk)]},
    ]
    assert shown == {
        "mission": [("estimate", []), ("one_side", verdicts)],
        "ministry": [(None, []), (None, [])],
        "viewer": [(None, [])],
    }


def test_what_belongs_to_another_visit_is_not_named(world, api, nothing_happened):
    other = world.foreign.sides.first()
    body = SPAN | {"visit": "v-7k3qf", "kind": "proposal", "channel": "note"}
    day = {"starts_on": "0001-01-01"}

    hidden = problem(api("desk", "post", "date-options", body | {"side": str(other.pk)}))
    slip = problem(api("desk", "post", "date-options", body | day | {"side": str(world.host.pk)}))
    world.foreign.appointments.create(user=world.desk.user, role="D")
    foreign = problem(api("desk", "post", "date-options", body | {"side": str(other.pk)}))

    assert (hidden, foreign, slip) == ((400, ["side"]), (400, ["side"]), (400, ["starts_on"]))
    nothing_happened()


def test_a_letter_is_not_named_to_who_may_not_read_it(world, api):
    entry = RegisterEntry.objects.create(
        visit=world.summit, kind="proposal", direction="in", channel="note", sender="Embassy",
        addressee="Protocol", subject="Dates", received_on=TODAY, marking=world.restricted,
    )  # fmt: skip
    body = SPAN | {
        "visit": "v-7k3qf", "kind": "proposal", "channel": "note", "side": str(world.guest.pk),
        "entry": str(entry.pk),
    }  # fmt: skip

    hidden = problem(api("mission", "post", "date-options", body))
    row = made(api("desk", "post", "date-options", body))

    assert hidden == (400, ["entry"])
    assert DateOption.objects.get(pk=row["id"]).entry == entry
    assert str(entry.pk) not in api("mission", "get", f"date-options/{row['id']}").text


def test_an_office_is_asked_for_its_yes(world, api):
    body = {"side": str(world.host.pk), "organisation": str(world.of["ministry"].pk)}

    shut = problem(api("ministry", "post", "required-parties", body))
    row = made(api("officer", "post", "required-parties", body | {"is_mandatory": False}))

    assert shut == (403, [""])
    assert (row["name"], row["is_mandatory"]) == ("Ministry of Commerce", False)
    assert problem(api("officer", "post", "required-parties", body)) == (409, [""])
    assert len(results(api("ministry", "get", "required-parties"))) == 1
    assert results(api("second_ministry", "get", "required-parties")) == []
    assert problem(api("viewer", "get", f"required-parties/{row['id']}"))[0] == 404


@pytest.fixture
def words(option, parties):
    """What every party says, in one list."""
    return [
        {
            "option": str(option.pk), "party": str(party.pk), "answer": "acceptable",
            "channel": "call", "said_on": str(TODAY),
        }
        for party in parties
    ]  # fmt: skip


def test_many_positions_are_recorded_in_one_call(world, words, api):
    response = api("officer", "post", "positions", words)

    rows = response.json()
    assert response.status_code == 201
    assert [(row["party"], row["answer"]) for row in rows] == [
        (word["party"], "acceptable") for word in words
    ]
    assert Position.objects.count() == 2


@pytest.mark.parametrize(
    ("last", "status"),
    [
        ({"answer": "conditional"}, 422),
        ({"answer": "perhaps"}, 400),
        ({"party": "nonsense"}, 400),
        ({"said_on": "2026-10-01"}, 422),
    ],
)
def test_a_list_with_one_wrong_position_records_none(
    world, words, api, nothing_happened, last, status
):
    response = api("officer", "post", "positions", [words[0], words[1] | last])

    assert problem(response)[0] == status
    assert not Position.objects.exists()
    nothing_happened()


def test_a_list_of_positions_has_bounds(world, words, api, nothing_happened):
    assert problem(api("officer", "post", "positions", []))[0] == 400
    assert problem(api("officer", "post", "positions", words * 51))[0] == 400
    assert problem(api("officer", "post", "positions", [1, None]))[0] == 400
    assert problem(api("viewer", "post", "positions", words))[0] == 400
    nothing_happened()


def test_a_list_of_positions_is_of_one_visit(world, words, api, nothing_happened):
    world.foreign.appointments.create(user=world.officer.user, role="O")
    other = propose(world.foreign.sides.first(), world.officer)

    answer = problem(
        api("officer", "post", "positions", [words[0], words[1] | {"option": other.pk}])
    )

    assert answer == (400, ["option"])
    assert not Position.objects.exists()


def test_a_meeting_is_entered_by_those_who_make_visits(world, api, nothing_happened):
    body = SPAN | {
        "name": "Forum", "country": str(world.india.pk), "city": "Agra", "source": "Press"
    }  # fmt: skip

    shut = problem(api("ministry", "post", "fixed-meetings", body))
    slip = problem(api("desk", "post", "fixed-meetings", body | {"ends_on": "2025-12-01"}))
    nothing_happened()
    row = made(api("desk", "post", "fixed-meetings", body))

    assert (shut, slip) == ((403, [""]), (422, ["ends_on"]))
    assert problem(api("desk", "post", "fixed-meetings", body))[0] == 409
    found = results(api("outsider", "get", "fixed-meetings", starts_on__gte="2025-12-01"))
    assert [one["id"] for one in found] == [row["id"]]


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(world, count_queries, count):
    for n in range(count):
        propose(world.guest, world.officer, tuple(day + timedelta(days=7 * n) for day in DAYS))
        office = world.of[("ministry", "press", "desk")[n]]
        lifecycle.add_party(
            side=world.host, organisation=office, mandatory=True, by=world.officer, at=NOW
        )
        FixedMeeting.objects.create(
            name=f"Forum {n}", country=world.india, city="Agra", starts_on=TODAY, ends_on=TODAY,
            source="Press",
        )  # fmt: skip

    count_queries("date-options", count, 9)
    count_queries("required-parties", count, 4)
    count_queries("fixed-meetings", count, 4)
