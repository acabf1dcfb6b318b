"""Reference data through the API."""

import pytest

from planning.stakeholders.models import Country, Membership, Organisation, Person
from tests.api.asking import last_act, made, problem, results
from tests.world import ROLES, named

KEEPERS = ["chief", "deputy", "officer", "desk", "administrator"]


@pytest.mark.parametrize("who", ROLES)
def test_the_book_of_people_is_for_its_keepers(world, api, who):
    people = {one["name"] for one in results(api(who, "get", "people"))}
    memberships = results(api(who, "get", "memberships"))

    if who in KEEPERS:
        assert len(people) == Person.objects.count()
        assert len(memberships) == Membership.objects.count()
    else:
        assert people == {world.people[who].name}
        assert {one["person"] for one in memberships} <= {str(world.people[who].pk)}
    guest = api(who, "get", f"people/{world.people['guest'].pk}")
    assert guest.status_code == (200 if who in KEEPERS else 404)
    assert len(results(api(who, "get", "countries"))) == 2
    assert len(results(api(who, "get", "organisations"))) == Organisation.objects.count()


def test_a_person_s_account_is_not_named_and_cannot_be_given(world, api):
    body = {"name": "Somebody", "user": str(world.outsider.user.pk), "folded": "x"}

    row = made(api("desk", "post", "people", body))

    person = Person.objects.get(pk=row["id"])
    assert "user" not in row
    assert (person.user, person.folded) == (None, "smvd")
    assert last_act() == "stakeholders.saved"


@pytest.mark.parametrize(
    ("path", "body", "may"),
    [
        (
            "countries",
            {"name": "Norway", "code": "NO", "capital": "Oslo", "zone": "Europe/Oslo"},
            ["administrator"],
        ),
        ("organisations", {"name": "SCO", "kind": "international", "short": "SCO"}, KEEPERS),
        ("people", {"name": "Somebody"}, KEEPERS),
    ],
)
@pytest.mark.parametrize("who", ["administrator", "officer", "viewer", "ministry", "outsider"])
def test_who_may_write_reference_data(world, api, nothing_happened, path, body, may, who):
    response = api(who, "post", path, body)

    if who in may:
        assert made(response)["version"] == 1
    else:
        assert problem(response) == (403, [""])
        nothing_happened()


def test_only_administrators_make_members(world, api, nothing_happened):
    ids = {
        "person": str(world.people["outsider"].pk),
        "organisation": str(world.of["ministry"].pk),
    }

    refused = problem(api("officer", "post", "memberships", ids))
    nothing_happened()
    row = made(api("administrator", "post", "memberships", ids))

    assert refused == (403, [""])
    assert row["may_clear"] is False
    assert problem(api("administrator", "post", "memberships", ids)) == (409, [""])


def test_an_edit_names_its_version(world, api, nothing_happened):
    office = world.of["press"]
    path = f"organisations/{office.pk}"

    blind = problem(api("desk", "patch", path, {"city": "Agra"}))
    stale = problem(api("desk", "patch", path, {"city": "Agra", "version": 2}))
    moved = problem(api("desk", "patch", path, {"city": "Agra"}, if_match=2))
    shut = problem(api("ministry", "patch", path, {"city": "Agra", "version": 1}))
    nothing_happened()
    done = api("desk", "patch", path, {"city": "Agra"}, if_match=1)

    assert (blind, stale, moved) == ((428, ["version"]), (409, [""]), (412, [""]))
    assert shut == (403, [""])
    row = done.json()
    assert (row["city"], row["name"], row["version"]) == ("Agra", "External Publicity", 2)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"code": "NO\0"}, "code"),
        ({"zone": "Moon/Base"}, "zone"),
        ({"weekend": [9]}, "weekend.0"),
        ({"name": ""}, "name"),
    ],
)
def test_nonsense_is_refused_by_field(world, api, nothing_happened, body, field):
    path = f"countries/{world.india.pk}"

    status, fields = problem(api("administrator", "patch", path, body | {"version": 1}))

    assert (status, fields[0].partition(".")[0]) == (400, field.partition(".")[0])
    nothing_happened()


def test_the_database_judges_what_stands_there_already(world, api):
    twice = api(
        "administrator",
        "post",
        "countries",
        {"name": "India", "code": "IN", "capital": "New Delhi", "zone": "Asia/Kolkata"},
    )

    assert problem(twice) == (409, [""])
    assert Country.objects.count() == 2


def test_lists_are_filtered_and_sorted(world, api):
    offices = results(api("viewer", "get", "organisations", kind="mission", ordering="-name"))

    assert [one["name"] for one in offices] == ["Embassy of Russia", "Embassy of India"]
    assert problem(api("viewer", "get", "organisations", kind="\0"))[0] == 400
    assert problem(api("viewer", "get", "organisations", ordering="folded")) == (400, ["ordering"])


@pytest.mark.parametrize("more", [0, 2])
def test_query_counts(world, count_queries, more):
    for n in range(more):
        named(Country, f"Country {n}", code=f"A{'AB'[n]}", capital="City", zone="UTC")
        office = named(Organisation, f"Office {n}", kind="ministry", country=world.india)
        person = named(Person, f"Person {n}")
        Membership.objects.create(person=person, organisation=office)

    count_queries("countries", 2 + more, 4)
    count_queries("organisations", Organisation.objects.count(), 4)
    count_queries("people", Person.objects.count(), 5)
    count_queries("memberships", Membership.objects.count(), 5)
