"""What holds for every collection: what can be written, and that nothing else can."""

import json

import pytest
from django.urls import resolve, reverse

from planning.api import router
from tests.api.asking import ROOT
from tests.authz.stage import furnish

NAMES = {"name", "name_own", "name_latin"}
NOTED = {"visit", "title", "body", "source"}
WRITTEN = {
    "countries": NAMES | {"code", "capital", "zone", "weekend", "holidays_key"},
    "organisations": NAMES | {"short", "kind", "country", "city"},
    "people": NAMES | {"style", "post", "precedence", "email", "telephone"},
    "memberships": {"person", "organisation", "may_clear"},
    "series": NAMES,
    "visits": {
        "file_number", "title", "title_own", "title_latin", "category", "series", "ordinal",
        "dates_mode",
    },
    "sides": {"visit", "role", "country", "organisation", "principals", "with_spouse"},
    "legs": {"visit", "country", "city", "zone"},
    "links": {"visit", "kind", "to"},
    "participations": {"visit", "organisation", "part"},
    "focal-points": {"participation", "person"},
    "roles": {"visit", "role", "email"},
    "fixed-meetings": {"name", "country", "city", "starts_on", "ends_on", "source"},
    "date-options": {
        "visit", "kind", "side", "starts_on", "ends_on", "channel", "source", "sent_on", "answers",
        "entry",
    },
    "required-parties": {"side", "organisation", "is_mandatory"},
    "chasers": {"party", "part", "task", "said", "promised_on"},
    "positions": {"option", "party", "answer", "explanation", "said_by", "channel", "said_on"},
    "requests": {
        "kind", "option", "decider_office", "decider_person", "decider_reference", "decided_on",
    },
    "register-entries": {
        "visit", "kind", "direction", "channel", "number_ours", "number_theirs", "sent_on",
        "received_on", "sender", "addressee", "subject", "organisation", "marking",
    },
    "sensitivities": NOTED | {"organisation"},
    "indicators": NOTED | {"unit", "goal"},
    "indicator-values": {"value", "as_of", "remark"},
    "projects": NOTED,
    "statements": {"visit", "person", "speaker", "said_on", "place", "words", "source"},
    "agenda-items": {"visit", "title", "title_own", "cluster", "due_on", "lead"},
    "agenda-texts": {"item", "kind", "body"},
    "programme-items": {
        "leg", "day", "certainty", "starts", "ends", "zone", "is_second_hour", "kind", "state",
        "title", "title_own", "place", "organisation", "is_public", "people",
    },
    "tasks": {"visit", "title", "organisation", "anchor", "offset", "fixed_on"},
    "messages": set(),
    "history": set(),
}  # fmt: skip
KEEPS = {"version", "folded"}  # what the action itself counts and derives
EDITED = [entry for entry in router.registry if hasattr(entry[1], "partial_update")]


def test_what_can_be_written_is_what_the_table_names():
    found = {}
    for path, viewset, _name in router.registry:
        fields = viewset.serializer_class().get_fields()
        found[path] = {name for name, field in fields.items() if not field.read_only}

    assert found == WRITTEN


def test_every_row_has_its_address():
    for _path, viewset, _name in router.registry:
        assert viewset.serializer_class.Meta.fields[0] == "url"


@pytest.fixture
def stage(db, settings, tmp_path):
    """One row of each kind."""
    settings.MEDIA_ROOT = tmp_path
    return furnish()


def test_an_edit_changes_nothing_that_the_table_does_not_name(stage, sign_in):
    changed = {}
    for path, viewset, name in EDITED:
        serializer = viewset.serializer_class
        fixed = {"visit", *getattr(serializer.Meta, "fixed", ())}
        model = serializer.Meta.model
        row = next(one for one in stage.own.values() if isinstance(one, model))
        closed = {field.name for field in model._meta.fields} - (WRITTEN[path] - fixed)
        body = dict.fromkeys(closed, "1") | {"version": row.version}
        who = "administrator" if path in ("countries", "series") else "chief"
        key = {viewset.lookup_field: getattr(row, viewset.lookup_field)}
        client = sign_in(stage.world.cast[who])

        response = client.patch(
            reverse(f"api:{name}-detail", kwargs=key), json.dumps(body), "application/json"
        )

        assert response.status_code == 200, (path, response.text)
        after = model._base_manager.get(pk=row.pk)
        before = {field.attname: getattr(row, field.attname) for field in model._meta.fields}
        changed[path] = {key for key in before if getattr(after, key) != before[key]} - KEEPS
    assert len(changed) == len(EDITED) == 15
    assert not any(changed.values()), changed


def test_no_list_is_chosen_or_sorted_by_what_it_does_not_show(stage, sign_in):
    client = sign_in(stage.world.viewer)
    hidden = ["starts_on", "certainty", "due_on", "let_in_at", "user__password", "scan"]
    for path in WRITTEN.keys() - {"date-options", "fixed-meetings", "agenda-items"}:
        for asking in ({"ordering": name} for name in hidden), ({f"{n}__gt": "1"} for n in hidden):
            for asked in asking:
                of = {"visit": "V-7K3QF"} if path == "history" else {}
                answer = client.get(f"{ROOT}/{path}/", asked | of)

                assert answer.status_code == 400, (path, asked)
                assert [one["field"] for one in answer.json()["errors"]] == [*asked], path


def test_every_list_is_sorted_by_all_that_it_offers(stage, sign_in):
    client = sign_in(stage.world.officer)
    for path in WRITTEN:
        view = resolve(f"{ROOT}/{path}/").func.cls
        for name in getattr(view, "ordering_fields", ()):
            for sign in ("", "-"):
                assert client.get(f"{ROOT}/{path}/", {"ordering": sign + name}).status_code == 200
