"""Real races of one key: one effect, one answer."""

import json
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from planning.accounts import actions, rules
from planning.accounts.models import IdempotencyKey, User
from planning.audit.models import AuditEvent
from planning.audit.rules import Actor
from planning.core.errors import Refused
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


def sent(stage, name, method, row, times=20):
    """Send one request many times at once; return the answers and how many acts there were."""
    client = signed_in(stage.world.cast[row.writer])
    url, body = row.url(name, stage.own), row.data(stage.own)
    before = set(AuditEvent.objects.values_list("context_id", flat=True))
    answers = at_once(*[lambda: send(client(), url, body, f"{name}-{method}", method)] * times)
    acts = set(AuditEvent.objects.values_list("context_id", flat=True)) - before
    return answers, len(acts)


def furnished_anew():
    """Return a new world in place of the one that has been used up."""
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    return furnish()


# Opening a visit from another holds the acts of its parts.
COMPOSED = {"api:visit-next-edition", "api:visit-prepare"}


def test_every_write_sent_twenty_times_at_once_is_done_and_answered_once():
    stage = furnish()
    for (name, method), row in WRITES.items():
        ok = row.written(name)
        answers, acts = sent(stage, name, method, row)
        if answers[0].status_code != ok:  # what came before has used up its row
            stage = furnished_anew()
            answers, acts = sent(stage, name, method, row)
        expected = int(ok < 400)
        if name in COMPOSED:
            stage = furnished_anew()
            _answers, expected = sent(stage, name, method, row, times=1)

        assert [answer.status_code for answer in answers] == [ok] * 20, name
        assert len({answer.content for answer in answers}) == 1, name
        assert len({answer.get("ETag") for answer in answers}) == 1, name
        assert acts == expected, name


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


@pytest.mark.parametrize("whose", ["each other's", "their own"])
def test_of_two_administrators_who_go_at_once_one_stays(world, whose):
    one, two = world.administrator.user, User.objects.create(
        email="two@example.org", name="Two", is_staff=True
    )  # fmt: skip
    pairs = [(one, two), (two, one)] if whose == "each other's" else [(one, one), (two, two)]

    def take(by, user):
        return actions.edit(user=user, version=1, is_staff=False, by=Actor(user=by), at=NOW)

    results = at_once(*[lambda pair=pair: take(*pair) for pair in pairs])

    assert sum(isinstance(result, Refused) for result in results) == 1
    assert User.objects.filter(is_staff=True, is_active=True).count() == 1


def test_of_two_second_factors_removed_at_once_one_stays(world, passwords, browser, settings):
    officer = browser()
    officer.enter("officer@example.org")
    settings.SECOND_FACTOR_REQUIRED = True
    app, key = (
        Authenticator.objects.create(user=world.officer.user, type=kind, data={"name": "Key"})
        for kind in ("totp", "webauthn")
    )
    places = ["app", f"keys/{key.pk}"]

    def remove(place):
        client = Client()
        client.cookies = SimpleCookie({name: one.value for name, one in officer.cookies.items()})
        return client.post(f"/account/second-factor/{place}/remove/").status_code

    results = at_once(*[lambda place=place: remove(place) for place in places])

    assert sorted(results) == [200, 302]
    assert Authenticator.objects.filter(pk__in=[app.pk, key.pk]).count() == 1


def test_a_form_sent_five_times_at_once_is_done_once_and_answered_alike():
    stage = furnish()
    client, before = signed_in(stage.world.officer), AuditEvent.objects.count()
    sent = {"title": "Polar shipping", "csrfmiddlewaretoken": "x" * 64}

    answers = at_once(*[lambda: client().post("/visits/v-7k3qf/agenda/new/", sent)] * 5)

    assert {(one.status_code, one.get("Location")) for one in answers} == {
        (302, "/visits/v-7k3qf/agenda/")
    }
    assert AuditEvent.objects.count() == before + 1
