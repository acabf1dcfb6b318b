"""Visits and their frame through the API."""

import pytest

from planning.lifecycle import actions as lifecycle
from planning.visits.models import Appointment, FocalPoint, Leg, Link, Participation, Side, Visit
from planning.visits.rules import LinkKind, Part, SideRole
from tests.api.asking import last_act, made, problem, results
from tests.world import NOW, ROLES, named, preparatory

ON_VISIT = [who for who, role in ROLES.items() if role]
FRAME = ["sides", "legs", "participations", "focal-points", "roles", "links"]
SUMMIT = "visits/v-7k3qf"


@pytest.mark.parametrize("who", ROLES)
def test_the_frame_is_there_for_those_on_the_visit(world, api, who):
    part = Participation.objects.get(visit=world.summit, organisation=world.of["press"])

    counts = {path: len(results(api(who, "get", path, visit="V-7K3QF"))) for path in FRAME}

    on_visit = {
        "sides": 2, "legs": 1, "participations": 6, "focal-points": 6, "roles": 5, "links": 0
    }  # fmt: skip
    assert counts == (on_visit if who in ON_VISIT else dict.fromkeys(FRAME, 0))
    detail = api(who, "get", f"participations/{part.pk}")
    assert detail.status_code == (200 if who in ON_VISIT else 404)


def test_whoever_opens_a_visit_is_its_officer(world, api, nothing_happened):
    body = {"title": "Call", "category": "working", "standing": "closed", "code": "V-22222"}

    refused = problem(api("viewer", "post", "visits", body))
    nothing_happened()
    row = made(api("desk", "post", "visits", body))

    visit = Visit.objects.get(pk=row["id"])
    assert refused == (403, [""])
    assert (visit.standing, visit.code != "V-22222", row["version"]) == ("planned", True, 1)
    roles = Appointment.objects.filter(visit=visit).order_by("role").values_list("user", "role")
    assert list(roles) == [(world.desk.user.pk, "D"), (world.desk.user.pk, "O")]
    assert last_act() == "visits.made"


def test_head_data_are_edited_on_a_version(world, api, nothing_happened):
    blind = problem(api("officer", "patch", SUMMIT, {"title": "Summit"}))
    stale = problem(api("officer", "patch", SUMMIT, {"title": "Summit"}, if_match=9))
    shut = problem(api("desk", "patch", SUMMIT, {"title": "Summit"}, if_match=1))
    nothing_happened()
    done = api("officer", "patch", SUMMIT, {"title": "Summit", "dates_mode": "noted"}, if_match=1)

    assert (blind, stale, shut) == ((428, ["version"]), (412, [""]), (403, [""]))
    assert (done.status_code, done.json()["title"], done.json()["version"]) == (200, "Summit", 2)
    world.summit.refresh_from_db()
    assert world.summit.dates_mode == "negotiated"
    assert last_act() == "visits.changed"


@pytest.mark.parametrize("who", ON_VISIT)
def test_versions_that_count_what_happens_inside_are_for_those_who_manage(world, api, who):
    part = Participation.objects.get(visit=world.summit, organisation=world.of["press"])
    let = api("officer", "post", f"participations/{part.pk}/let-in", if_match=1)

    visit = api(who, "get", SUMMIT).json()
    shown = api(who, "get", f"participations/{part.pk}").json()

    assert let.json()["let_in_at"] is not None
    manages = who in ("chief", "deputy", "officer")
    assert visit["version"] == (1 if manages else None)
    assert (shown["version"], shown["let_in_at"] is None) == (
        (2, False) if manages else (None, True)
    )


def test_visits_are_chosen_by_days_as_the_reader_knows_them(world, confirmed, api):
    found = {
        who: [one["code"] for one in results(api(who, "get", "visits", **chosen))]
        for who, chosen in [
            ("officer", {"certainty": "confirmed"}),
            ("chief", {"ends_after": "2025-12-01", "starts_before": "2025-12-31"}),
            ("viewer", {"certainty": "confirmed"}),
            ("press", {"ends_after": "2025-12-01"}),
        ]
    }

    assert found == {"officer": ["V-7K3QF"], "chief": ["V-7K3QF"], "viewer": [], "press": []}
    assert problem(api("officer", "get", "visits", certainty="sure"))[0] == 400


def test_a_side_is_added_with_its_principals(world, api):
    guest = named(type(world.people["guest"]), "Somebody")
    body = {
        "visit": "v-7k3qf", "role": "party", "country": str(world.india.pk),
        "principals": [str(guest.pk)], "position": 9,
    }  # fmt: skip

    twice = problem(api("officer", "post", "sides", body))
    norway = named(type(world.india), "Norway", code="NO", capital="Oslo", zone="Europe/Oslo")
    row = made(api("officer", "post", "sides", body | {"country": str(norway.pk)}))

    assert twice == (409, [""])
    assert (row["name"], row["position"], row["principals"]) == ("Norway", 3, [str(guest.pk)])


def test_a_place_is_added(world, api):
    body = {"visit": "V-7K3QF", "country": str(world.russia.pk), "city": "Sochi", "zone": "x"}

    wrong = problem(api("officer", "post", "legs", body))
    row = made(api("officer", "post", "legs", body | {"zone": "Europe/Moscow"}))

    assert wrong == (400, ["zone"])
    assert (row["city"], row["position"]) == ("Sochi", 2)
    assert last_act() == "visits.leg_added"


def test_a_link_is_seen_from_both_ends_or_not_at_all(world, api):
    talks = preparatory(world, "Talks")
    row = made(
        api("officer", "post", "links", {"visit": "v-7k3qf", "to": talks.slug, "kind": "part_of"})
    )

    assert len(results(api("officer", "get", "links"))) == 2
    assert results(api("chief", "get", "links")) == []
    assert problem(api("chief", "get", f"links/{row['id']}"))[0] == 404
    hidden = {"visit": "v-7k3qf", "to": talks.code, "kind": "leg_of"}
    assert problem(api("chief", "post", "links", hidden)) == (400, ["to"])
    absent = hidden | {"to": "V-22222"}
    assert problem(api("chief", "post", "links", absent)) == (400, ["to"])


def test_an_organisation_takes_part_with_a_focal_point(world, api):
    office = world.of["stranger"]
    part = made(
        api(
            "officer",
            "post",
            "participations",
            {"visit": "V-7K3QF", "organisation": str(office.pk), "part": "service"},
        )
    )
    before = results(api("stranger", "get", "visits", category="state"))
    ids = {"participation": part["id"], "person": str(world.people["stranger"].pk)}
    point = made(api("officer", "post", "focal-points", ids))
    after = results(api("stranger", "get", "visits", category="state"))
    gone = api("officer", "post", f"focal-points/{point['id']}/release")

    assert (before, len(after), point["name"]) == ([], 1, "Stranger")
    assert gone.status_code == 204
    assert problem(api("officer", "get", f"focal-points/{point['id']}"))[0] == 404
    assert last_act() == "visits.point_released"


def test_roles_are_given_by_address_and_taken_back(world, api, nothing_happened):
    body = {"visit": "V-7K3QF", "role": "V", "email": "OUTSIDER@example.org"}

    shut = {problem(api("desk", "post", "roles", body | {"email": e})) == (403, [""])
            for e in ("outsider@example.org", "nobody@example.org")}  # fmt: skip
    nobody = problem(api("officer", "post", "roles", body | {"email": "nobody@example.org"}))
    wrong = problem(api("officer", "post", "roles", body | {"role": "M"}))
    nothing_happened()
    row = made(api("officer", "post", "roles", body))
    gone = api("officer", "post", f"roles/{row['id']}/dismiss")

    assert (shut, nobody, wrong) == ({True}, (422, ["email"]), (400, ["role"]))
    assert (row["name"], gone.status_code) == ("Outsider", 204)
    assert not Appointment.objects.filter(user=world.outsider.user).exists()


def test_series_are_named_to_those_who_may_know_of_them(world, api, nothing_happened):
    found = {
        who: len(results(api(who, "get", "series")))
        for who in ("viewer", "desk", "administrator", "outsider", "stranger")
    }
    refused = problem(api("officer", "post", "series", {"name": "Forum"}))
    nothing_happened()
    row = made(api("administrator", "post", "series", {"name": "Forum"}))

    assert found == {"viewer": 1, "desk": 1, "administrator": 1, "outsider": 0, "stranger": 0}
    assert (refused, row["version"]) == ((403, [""]), 1)


@pytest.mark.parametrize("path", ["sides", "legs", "participations", "roles", "links"])
def test_what_one_has_no_part_in_cannot_be_named(world, api, nothing_happened, path):
    bodies = [{"visit": code} for code in ("V-9XYZ2", "V-22222", "\0", "", None, [], 5)]

    answers = [problem(api("officer", "post", path, body)) for body in bodies]

    assert {status for status, _fields in answers} == {400}
    assert all("visit" in fields for _status, fields in answers)
    assert problem(api("officer", "post", path, []))[0] == 400
    nothing_happened()


@pytest.mark.parametrize("more", [0, 2])
def test_query_counts(world, count_queries, more):
    for n in range(more):
        country = named(type(world.india), f"C{n}", code=f"A{'AB'[n]}", capital="C", zone="UTC")
        Side.objects.create(
            visit=world.summit, country=country, role=SideRole.PARTY, position=3 + n
        )
        Leg.objects.create(
            visit=world.summit, country=country, city="City", zone="UTC", position=2 + n
        )
        office = named(type(world.of["press"]), f"O{n}", kind="ministry", country=country)
        part = Participation.objects.create(
            visit=world.summit, organisation=office, part=Part.MINISTRY
        )
        person = named(type(world.people["guest"]), f"P{n}")
        FocalPoint.objects.create(visit=world.summit, participation=part, person=person)
        Appointment.objects.create(visit=world.summit, user=list(world.cast.values())[n + 8].user,
                                   role="V")  # fmt: skip
        Link.objects.create(
            visit=preparatory(world, f"Talks {n}"), to=world.summit, kind=LinkKind.LEG_OF
        )

    count_queries("visits", 1 + more, 6)
    count_queries("series", 1, 5)
    count_queries("sides", 2 + more, 5)
    count_queries("legs", 1 + more, 4)
    count_queries("participations", 6 + more, 5)
    count_queries("focal-points", 6 + more, 4)
    count_queries("roles", 5 + 2 * more, 4)
    if more:
        count_queries("links", 2 * more, 4)


def test_an_embargo_leaves_no_trace_in_the_frame(world, asked, api):
    paths = [SUMMIT, *FRAME]
    before = [api("ministry", "get", path).json() for path in paths]

    lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW)

    assert [api("ministry", "get", path).json() for path in paths] == before


def test_a_list_of_participations_is_added_whole_or_not_at_all(world, api, nothing_happened):
    person = str(world.people["stranger"].pk)
    railways = {
        "visit": "v-7k3qf", "organisation": str(world.of["stranger"].pk), "part": "ministry",
        "people": [person],
    }  # fmt: skip
    commerce = {**railways, "organisation": str(world.of["ministry"].pk)}

    failed = problem(api("officer", "post", "participations", [railways, commerce]))
    nothing_happened()
    done = api("officer", "post", "participations", [railways])

    assert failed == (409, [""])
    assert (done.status_code, len(done.json())) == (201, 1)
    assert done.json()[0]["focal_points"][0]["person"] == person
    assert last_act() == "visits.parts_added"


def test_the_next_edition_is_opened_with_what_is_named(world, api):
    part = Participation.objects.get(visit=world.summit, organisation=world.of["ministry"])
    body = {"participations": [str(part.pk)], "file_number": "X/24"}

    row = made(api("officer", "post", f"{SUMMIT}/next-edition", body))
    again = problem(api("officer", "post", f"{SUMMIT}/next-edition", body))

    assert (row["title"], row["ordinal"], row["file_number"]) == ("24th Annual Summit", 24, "X/24")
    assert [(one["role"], one["name"]) for one in row["sides"]] == [
        ("host", "Russia"),
        ("guest", "India"),
    ]
    assert again == (409, [""])
    assert FocalPoint.objects.get(visit=row["id"]).person == world.people["ministry"]


def test_a_preparatory_visit_is_opened(world, api, nothing_happened):
    body = {"title": "Talks", "host": str(world.guest.pk), "city": "Sochi"}
    foreign = Side.objects.filter(visit=world.foreign).first()
    other = Participation.objects.get(visit=world.foreign)

    unseen = problem(
        api("officer", "post", f"{SUMMIT}/preparatory-visit", body | {"host": str(foreign.pk)})
    )
    elsewhere = problem(
        api("officer", "post", f"{SUMMIT}/preparatory-visit",
            body | {"participations": [str(other.pk)]})
    )  # fmt: skip
    nothing_happened()
    row = made(api("officer", "post", f"{SUMMIT}/preparatory-visit", body))

    assert (unseen, elsewhere) == ((400, ["host"]), (400, ["participations"]))
    assert (row["category"], row["legs"][0]["city"]) == ("working", "Sochi")
    assert Link.objects.get(visit=row["id"]).to == world.summit


def test_sides_places_and_links_are_changed_on_a_version(world, api, nothing_happened):
    side, leg = f"sides/{world.guest.pk}", f"legs/{world.summit.legs.get().pk}"
    guest = str(world.people["guest"].pk)
    talks = preparatory(world, "Talks")
    link = Link.objects.get(visit=talks)

    stale = problem(api("officer", "patch", side, {"principals": []}, if_match=9))
    blind = problem(api("officer", "patch", leg, {"city": "Agra"}))
    nothing_happened()
    led = api("officer", "patch", side, {"with_spouse": [guest], "role": "host"}, if_match=1)
    moved = api("officer", "patch", leg, {"city": "Agra", "version": 1})
    gone = api("officer", "post", f"links/{link.pk}/take-back")

    assert (stale, blind) == ((412, [""]), (428, ["version"]))
    assert (led.json()["with_spouse"], led.json()["version"]) == ([guest], 2)
    assert (led.json()["role"], led.json()["principals"]) == ("guest", [guest])
    assert (moved.json()["city"], moved.json()["version"]) == ("Agra", 2)
    assert (gone.status_code, Link.objects.filter(pk=link.pk).exists()) == (204, False)
