"""Whatever else is sent with a write of the API, only what its description lists is taken."""

import json

import pytest
from django.db import models, transaction
from django.test import Client
from django.urls import resolve

from planning.core.schema import schema
from tests.authz.matrix import MATRIX
from tests.authz.stage import furnish

pytestmark = pytest.mark.django_db

WRITES = [
    (name, method, row)
    for (name, method), row in MATRIX.items()
    if row.api and method in ("POST", "PUT", "PATCH")
]


def listed(url, method):
    """Return the fields that the description of an operation lists in its body."""
    path = url
    for name, value in resolve(url).kwargs.items():
        path = path.replace(str(value), "{id}" if name == "pk" else f"{{{name}}}")
    content = schema()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    body = body.get("items", body)
    name = body.get("$ref", "").rpartition("/")[2]
    return set(schema()["components"]["schemas"].get(name, {}).get("properties", ()))


def strange(field):
    """Return a value for a field that nobody would have sent."""
    if field.is_relation:
        row = field.related_model._default_manager.last()
        return str(row.pk) if row else None
    if field.choices:
        return field.flatchoices[-1][0]
    if isinstance(field, models.DateTimeField):
        return "2030-01-01T00:00:00Z"
    if isinstance(field, models.DateField):
        return "2030-01-01"
    if isinstance(field, models.UUIDField):
        return "00000000-0000-4000-8000-000000000000"
    return 99 if isinstance(field, models.IntegerField) else "strange"


def kept_of(model):
    """Return all rows of a model, but for their keys and what the database's clock says.

    What is drawn at random is no more than told from what was sent.
    """
    stored = [f for f in model._meta.concrete_fields if not f.primary_key]
    fields = [field for field in stored if not field.has_db_default()]
    rows = list(model._default_manager.values(*[field.attname for field in fields]))
    for drawn in (f for f in fields if callable(f.default) and f.default not in (list, dict)):
        for row in rows:
            row[drawn.attname] = row[drawn.attname] == strange(drawn)
    return sorted(str(row) for row in rows)


def outcome(client, url, method, body, model):
    """Return the status of a write and the rows after it, and undo it."""
    point = transaction.savepoint()
    response = client.generic(method, url, json.dumps(body), "application/json")
    found = (response.status_code, kept_of(model))
    transaction.savepoint_rollback(point)
    return found


def test_only_what_is_listed_is_taken():
    stage, tried = furnish(), 0
    for name, method, row in WRITES:
        client = Client()
        who = stage.world.cast[row.writer]
        client.force_login(who.user, "django.contrib.auth.backends.ModelBackend")
        url, body = row.url(name, stage.own), row.data(stage.own)
        model = resolve(url).func.cls.serializer_class.Meta.model
        fields = [field for field in model._meta.concrete_fields if field.name != "version"]
        more = {
            key: strange(field)
            for field in fields
            for key in {field.name, field.attname, "pk"}
            if key not in listed(url, method)
        }
        plain = outcome(client, url, method, body, model)

        assert plain[0] == row.written(name), name
        assert outcome(client, url, method, more | body, model) == plain, f"{method} {name}"
        tried += len(more)

    assert tried > 20
