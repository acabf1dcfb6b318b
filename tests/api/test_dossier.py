"""The dossier through the API."""

import pytest

from planning.dossier.models import Indicator, IndicatorValue, Project, Sensitivity, Statement
from tests.api.asking import last_act, made, problem, results
from tests.world import ROLES, TODAY

SAID = {
    "speaker": "Minister",
    "said_on": "2025-09-27",
    "words": "We shall come.",
    "source": "Press",
}
KINDS = {
    "sensitivities": ({"title": "Tariffs"}, "title"),
    "indicators": ({"title": "Trade", "unit": "billion dollars"}, "title"),
    "projects": ({"title": "Corridor"}, "title"),
    "statements": (SAID, "words"),
}


@pytest.mark.parametrize("path", KINDS)
def test_each_kind_is_added_and_changed_on_its_version(world, api, nothing_happened, path):
    body, name = KINDS[path]

    refused = problem(api("ministry", "post", path, body | {"visit": "V-7K3QF"}))
    nothing_happened()
    row = made(api("desk", "post", path, body | {"visit": "v-7k3qf"}))
    one = f"{path}/{row['id']}"
    blind = problem(api("desk", "patch", one, {name: "New"}))
    stale = problem(api("desk", "patch", one, {name: "New"}, if_match=2))
    shut = problem(api("principals_office", "patch", one, {name: "New"}, if_match=1))
    done = api("desk", "patch", one, {name: "New", "visit": "V-9XYZ2"}, if_match=1).json()

    assert (refused, shut) == ((403, [""]), (403, [""]))
    assert (blind, stale) == ((428, ["version"]), (412, [""]))
    assert (done[name], done["visit"], done["version"]) == ("New", "V-7K3QF", 2)
    assert last_act().startswith("dossier.")


@pytest.mark.parametrize("who", ROLES)
def test_a_sensitivity_is_there_for_those_who_may_read_it(world, api, who):
    row = made(
        api(
            "desk",
            "post",
            "sensitivities",
            {"visit": "V-7K3QF", "title": "T", "organisation": world.of["ministry"].pk},
        )
    )
    may_read = who in ("chief", "deputy", "officer", "desk", "principals_office", "ministry")

    assert len(results(api(who, "get", "sensitivities"))) == int(may_read)
    detail = api(who, "get", f"sensitivities/{row['id']}")
    assert detail.status_code == (200 if may_read else 404)


def test_a_value_is_noted_for_a_day(world, api):
    row = made(api("desk", "post", "indicators", KINDS["indicators"][0] | {"visit": "V-7K3QF"}))
    path = f"indicators/{row['id']}/values"

    shut = problem(api("viewer", "post", path, {"as_of": str(TODAY), "value": "65"}))
    late = problem(api("desk", "post", path, {"as_of": "2026-10-01", "value": "65"}))
    wrong = problem(api("desk", "post", path, {"as_of": str(TODAY), "value": "NaN"}))
    noted = api("desk", "post", path, {"as_of": str(TODAY), "value": "68.7"})

    assert (shut, late, wrong) == ((403, [""]), (422, ["as_of"]), (400, ["value"]))
    assert (noted.status_code, noted.json()["values"][0]["value"]) == (201, "68.700")
    assert problem(api("desk", "post", path, {"as_of": str(TODAY), "value": "1"})) == (409, [""])
    values = api("viewer", "get", f"indicators/{row['id']}").json()["values"]
    assert [(one["as_of"], one["value"]) for one in values] == [("2025-10-01", "68.700")]


def test_a_value_is_corrected_on_its_version(world, api):
    row = made(api("desk", "post", "indicators", KINDS["indicators"][0] | {"visit": "V-7K3QF"}))
    noted = {"as_of": str(TODAY), "value": "86.7"}
    made(api("desk", "post", f"indicators/{row['id']}/values", noted))
    (value,) = results(api("viewer", "get", "indicator-values", {"indicator": row["id"]}))
    path = f"indicator-values/{value['id']}"

    shut = problem(api("viewer", "patch", path, {"value": "68.7"}, if_match=1))
    blind = problem(api("desk", "patch", path, {"value": "68.7"}))
    done = api("desk", "patch", path, {"value": "68.7"}, if_match=1).json()

    assert (shut, blind) == ((403, [""]), (428, ["version"]))
    assert (done["value"], done["as_of"], done["version"]) == ("68.700", "2025-10-01", 2)
    assert problem(api("desk", "patch", path, {"value": "1"}, if_match=1)) == (412, [""])
    assert last_act() == "dossier.value_corrected"


@pytest.mark.parametrize("count", [1, 3])
def test_query_counts(world, count_queries, count):
    for n in range(count):
        of = {"visit": world.summit}
        Sensitivity.objects.create(title=f"S{n}", **of)
        Project.objects.create(title=f"P{n}", **of)
        Statement.objects.create(**of, **SAID)
        indicator = Indicator.objects.create(title=f"I{n}", unit="people", **of)
        IndicatorValue.objects.create(indicator=indicator, as_of=TODAY, value="1", **of)

    count_queries("sensitivities", count, 4)
    count_queries("projects", count, 4)
    count_queries("statements", count, 4)
    count_queries("indicators", count, 5)
    count_queries("indicator-values", count, 4)
