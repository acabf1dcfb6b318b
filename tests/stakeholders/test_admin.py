"""The admin panel of reference data: another door to the same actions."""

import pytest

from planning.audit.models import AuditEvent
from planning.stakeholders.models import Country, Membership, Organisation, Person

COUNTRY = {
    "name": "Nepal",
    "name_own": "नेपाल",
    "name_latin": "",
    "code": "NP",
    "capital": "Kathmandu",
    "zone": "Asia/Kathmandu",
    "weekend": "6",
    "holidays_key": "",
}


@pytest.fixture
def panel(world, sign_in):
    """The administrator's browser."""
    return sign_in(world.administrator)


def test_a_country_is_added_with_its_search_key(world, panel):
    response = panel.post("/admin/planning/country/add/", COUNTRY)

    row = Country.objects.get(code="NP")
    assert response.status_code == 302
    assert (row.folded, row.weekend) == ("npl", [6])
    assert AuditEvent.objects.get().on_id == row.pk


def test_a_country_is_changed_once_for_each_version(world, panel):
    address = f"/admin/planning/country/{world.russia.pk}/change/"
    sent = COUNTRY | {"name": "Russian Federation", "code": "RU", "made_on": 1}

    statuses = [panel.post(address, sent | {"capital": city}).status_code for city in "ab"]

    row = Country.objects.get(pk=world.russia.pk)
    assert statuses == [302, 409]
    assert (row.name, row.capital, row.version) == ("Russian Federation", "a", 2)
    assert AuditEvent.objects.count() == 1


def test_an_organisation_and_a_person_are_added_and_joined(world, panel):
    panel.post(
        "/admin/planning/organisation/add/",
        {"name": "Ministry of Textiles", "kind": "ministry", "country": world.india.pk},
    )
    panel.post("/admin/planning/person/add/", {"name": "Sergei Lavrov", "email": "s@example.org"})
    office = Organisation.objects.get(name="Ministry of Textiles")
    person = Person.objects.get(name="Sergei Lavrov")

    response = panel.post(
        "/admin/planning/membership/add/",
        {"person": person.pk, "organisation": office.pk, "may_clear": "on"},
    )

    assert response.status_code == 302
    assert Membership.objects.get(person=person).may_clear
    assert AuditEvent.objects.count() == 3


@pytest.mark.parametrize("table", ["country", "organisation", "person", "membership"])
def test_every_table_is_listed_searched_and_deleted_from_by_nobody(world, panel, table):
    row = {
        "country": world.india,
        "organisation": world.of["ministry"],
        "person": world.people["guest"],
        "membership": Membership.objects.first(),
    }[table]

    assert panel.get(f"/admin/planning/{table}/", {"q": "a"}).status_code == 200
    assert panel.get(f"/admin/planning/{table}/{row.pk}/change/").status_code == 200
    assert panel.get(f"/admin/planning/{table}/add/").status_code == 200
    assert panel.post(f"/admin/planning/{table}/{row.pk}/delete/").status_code == 403
