"""The API's description: committed, served and shown, always the same."""

import json
import re
from pathlib import Path

from planning.core.schema import groups, objects

COMMITTED = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"
RENEW = "renew it: python3 dev.py manage spectacular --format openapi-json --file docs/openapi.json"


def test_the_committed_schema_is_the_one_that_is_served(world, sign_in):
    served = sign_in(world.viewer).get("/api/v1/schema/")

    assert served["Content-Type"] == "application/json"
    assert served.json() == json.loads(COMMITTED.read_text()), RENEW


def test_it_names_both_ways_in_and_every_refusal():
    schema = json.loads(COMMITTED.read_text())

    assert schema["openapi"] == "3.1.0"
    assert set(schema["components"]["securitySchemes"]) == {"bearer", "session"}
    grant = schema["paths"]["/api/v1/requests/{id}/grant/"]["post"]
    assert {one["$ref"].rpartition("/")[2] for one in grant["parameters"] if "$ref" in one} == {
        "IdempotencyKey",
        "IfMatch",
    }
    assert set(grant["responses"]) == {
        "200", "204", "400", "401", "403", "404", "406", "409", "412", "415", "422", "428", "429",
    }  # fmt: skip
    assert grant["responses"]["200"]["headers"] == {"ETag": {"$ref": "#/components/headers/ETag"}}
    read = schema["paths"]["/api/v1/requests/{id}/"]["get"]["responses"]
    assert {"304", "404"} <= set(read)
    for one in schema["paths"].values():
        for operation in one.values():
            assert operation["security"] == [{"bearer": []}, {"session": []}]


def test_the_page_shows_every_operation_and_object_and_every_anchor_leads_somewhere(
    world, sign_in, django_assert_num_queries
):
    client = sign_in(world.viewer)

    with django_assert_num_queries(2):
        page = client.get("/api/v1/docs/").text

    for group in groups():
        for operation in group.operations:
            assert f"{operation.method} {operation.path}" in page
    assert all(f'id="object-{name}"' in page for name, _words, _fields in objects())
    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert "<script" not in page.partition("<main")[2]
