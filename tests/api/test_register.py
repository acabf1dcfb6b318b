"""The register through the API."""

import pytest
from django.core.files.base import ContentFile

from planning.correspondence.models import RegisterEntry
from tests.api.asking import last_act, made, problem, results
from tests.world import TODAY

NOTE = {
    "visit": "V-7K3QF", "kind": "invitation", "direction": "out", "channel": "note",
    "sender": "Protocol", "addressee": "Embassy", "subject": "Invitation",
    "sent_on": "2025-09-30",
}  # fmt: skip


def test_a_letter_is_entered_by_those_who_may(world, api, nothing_happened):
    own = {"organisation": str(world.of["ministry"].pk)}

    refused = [
        problem(api(who, "post", "register-entries", NOTE)) for who in ("viewer", "ministry")
    ]
    late = problem(api("desk", "post", "register-entries", NOTE | {"sent_on": "2026-01-01"}))
    nothing_happened()
    row = made(api("ministry", "post", "register-entries", NOTE | own))

    assert (refused, late) == ([(403, [""])] * 2, (422, ["sent_on"]))
    assert (row["marking"], row["has_scan"], row["version"]) == (None, False, 1)
    assert last_act() == "correspondence.entered"


def test_a_marked_paper_is_there_for_the_roles_that_may_read_it(world, api):
    row = made(api("desk", "post", "register-entries", NOTE | {"marking": "Restricted"}))

    found = {
        who: len(results(api(who, "get", "register-entries")))
        for who in (
            "chief",
            "officer",
            "desk",
            "principals_office",
            "mission",
            "ministry",
            "viewer",
        )
    }

    assert row["marking"] == "Restricted"
    assert found == {
        "chief": 1, "officer": 1, "desk": 1, "principals_office": 0, "mission": 0, "ministry": 0,
        "viewer": 0,
    }  # fmt: skip
    assert problem(api("mission", "get", f"register-entries/{row['id']}"))[0] == 404
    for name in ("Top", "T\0p", 5, {}):
        wrong = problem(api("desk", "post", "register-entries", NOTE | {"marking": name}))
        assert wrong == (400, ["marking"])


def test_what_one_enters_with_a_marking_above_oneself_is_hidden_from_then_on(world, api):
    made_blind = api("mission", "post", "register-entries", NOTE | {"marking": "Restricted"})

    assert (made_blind.status_code, made_blind.content) == (204, b"")
    assert RegisterEntry.objects.get().marking == world.restricted


def test_a_scan_is_handed_out_as_its_page_does_it(world, api, sign_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    entry = RegisterEntry.objects.create(
        visit=world.summit, kind="other", direction="in", channel="note", sender="Embassy",
        addressee="Protocol", subject="Flags", received_on=TODAY, scan_type="application/pdf",
        scan=ContentFile(b"%PDF-1.7", name="scan.pdf"), marking=world.restricted,
    )  # fmt: skip
    plain = made(api("desk", "post", "register-entries", NOTE))
    address = api("desk", "get", f"register-entries/{entry.pk}").json()["scan"]
    desk = sign_in(world.desk)

    for accepted in ("*/*", "application/pdf"):
        file = desk.get(address, headers={"Accept": accepted})
        assert (file.status_code, file.content) == (200, b"%PDF-1.7")
        assert file["Content-Type"] == "application/pdf"
        assert file["Content-Security-Policy"] == "sandbox"
        assert file["Content-Disposition"].startswith("attachment; ")

    assert plain["scan"] is None
    assert problem(api("desk", "get", f"register-entries/{plain['id']}/scan")) == (404, [""])
    assert problem(sign_in(world.mission).get(address)) == (404, [""])


def test_a_correction_keeps_what_it_does_not_name(world, api):
    office = str(world.of["ministry"].pk)
    row = made(api("desk", "post", "register-entries", NOTE | {"organisation": office}))
    path = f"register-entries/{row['id']}"

    blind = problem(api("ministry", "patch", path, {"subject": "Flags"}))
    stale = problem(api("ministry", "patch", path, {"subject": "Flags", "version": 3}))
    stolen = problem(api("ministry", "patch", path, {"organisation": None, "version": 1}))
    done = api("ministry", "patch", path, {"subject": "Flags", "visit": "x"}, if_match=1).json()
    gone = api("desk", "patch", path, {"organisation": None}, if_match=2).json()

    assert (blind, stale, stolen) == ((428, ["version"]), (409, [""]), (403, [""]))
    assert (done["subject"], done["organisation"], done["sent_on"]) == (
        "Flags",
        office,
        "2025-09-30",
    )
    assert (gone["organisation"], gone["visit"], gone["version"]) == (None, "V-7K3QF", 3)
    assert problem(api("ministry", "get", path))[0] == 404


@pytest.mark.parametrize("count", [1, 3])
def test_query_count(world, count_queries, count):
    for n in range(count):
        RegisterEntry.objects.create(
            visit=world.summit, kind="other", direction="in", channel="note", sender="Embassy",
            addressee="Protocol", subject=f"Note {n}", received_on=TODAY,
            marking=world.restricted, organisation=world.of["ministry"],
        )  # fmt: skip

    count_queries("register-entries", count, 4)
