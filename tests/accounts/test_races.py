"""Real races of one key: one effect, one answer."""

import json
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from planning.accounts import rules
from planning.accounts.models import IdempotencyKey
from planning.audit.models import AuditEvent
from tests.authz.matrix import MATRIX
from tests.authz.stage import furnish
from tests.races import at_once
from tests.world import NOW

pytestmark = pytest.mark.django_db(transaction=True)

WRITES = {
    (name, method): row for (name, method), row in MATRIX.items() if row.api and method != "GET"
}


def signed_in(who):
    """Return how to make a client of somebody in each of several threads."""
    first = Client()
    first.force_login(who.user, "django.contrib.auth.backends.ModelBackend")

    def client():
        another = Client()
        another.cookies = SimpleCookie({key: one.value for key, one in first.cookies.items()})
        return another

    return client


def send(client, url, body, key, method="POST"):
    return client.generic(
        method, url, json.dumps(body), "application/json", headers={"Idempotency-Key": key}
    )


def twenty(stage, name, method, row):
    """Send one request twenty times at once; return the answers and how many acts there were."""
    client = signed_in(stage.world.cast[row.writer])
    url, body = row.url(name, stage.own), row.data(stage.own)
    before = set(AuditEvent.objects.values_list("context_id", flat=True))
    answers = at_once(*[lambda: send(client(), url, body, f"{name}-{method}", method)] * 20)
    acts = set(AuditEvent.objects.values_list("context_id", flat=True)) - before
    return answers, len(acts)


def test_every_write_sent_twenty_times_at_once_is_done_and_answered_once():
    stage = furnish()
    for (name, method), row in WRITES.items():
        ok = row.written(name)
        answers, acts = twenty(stage, name, method, row)
        if answers[0].status_code != ok:  # what came before has used up its row
            call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
            stage = furnish()
            answers, acts = twenty(stage, name, method, row)

        assert [answer.status_code for answer in answers] == [ok] * 20, name
        assert len({answer.content for answer in answers}) == 1, name
        assert len({answer.get("ETag") for answer in answers}) == 1, name
        assert acts == int(ok < 400), name


def test_who_waits_too_long_for_its_twin_is_told_to_come_again(world, monkeypatch):
    monkeypatch.setattr(rules, "PATIENCE", timedelta(milliseconds=100))
    twin = {"user": world.desk.user, "key": "a", "fingerprint": "", "made_at": NOW}
    desk = signed_in(world.desk)()

    with transaction.atomic():
        IdempotencyKey.objects.create(**twin)
        [response] = at_once(lambda: send(desk, "/api/v1/positions/", {}, "a"))

    assert (response.status_code, response["Retry-After"]) == (409, "1")
    assert response.json()["title"] == "The same request is still being worked on."
    assert not AuditEvent.objects.exists()


def test_a_form_sent_five_times_at_once_is_done_once_and_answered_alike():
    stage = furnish()
    client, before = signed_in(stage.world.officer), AuditEvent.objects.count()
    sent = {"title": "Polar shipping", "csrfmiddlewaretoken": "x" * 64}

    answers = at_once(*[lambda: client().post("/visits/v-7k3qf/agenda/new/", sent)] * 5)

    assert {(one.status_code, one.get("Location")) for one in answers} == {
        (302, "/visits/v-7k3qf/agenda/")
    }
    assert AuditEvent.objects.count() == before + 1
