"""API tokens: made once, shown once, ended at once."""

import json
import logging
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError
from django.test import Client

from planning.accounts import actions
from planning.accounts.models import ApiToken
from planning.accounts.rules import SECRET, digest_of
from planning.audit.models import AuditEvent
from planning.audit.rules import Actor
from planning.core.errors import Conflict, NotAllowed, Refused
from tests.world import NOW

URL = "/account/tokens/"
VISITS = "/api/v1/visits/"
MONTH = timedelta(days=30)


def make(by, scope="read", name="Nightly export", life=MONTH):
    return actions.create_token(name=name, scope=scope, life=life, by=by, at=NOW)


def bearer(secret, method="get", url=VISITS, body=None):
    """Ask the API with a token, and no cookie."""
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
    return getattr(client, method)(url, *([json.dumps(body), "application/json"] if body else []))


def test_a_token_is_made_for_oneself_and_its_secret_is_kept_nowhere(world):
    token, secret = make(world.officer, name=" Nightly export ")

    token.refresh_from_db()
    assert SECRET.fullmatch(secret)["handle"] == token.handle
    assert (token.user, token.name, token.scope) == (world.officer.user, "Nightly export", "read")
    assert (token.digest, token.expires_at) == (digest_of(secret), NOW + MONTH)
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id) == ("accounts.token_created", world.officer.user.pk)
    assert event.payload.body == {
        "name": "Nightly export",
        "handle": token.handle,
        "scope": "read",
    }
    history = [field.name for field in token.events.model._meta.fields]
    assert not {"digest", "last_used_at"} & set(history)
    assert token.events.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "  "}, "Name the program that will use the token."),
        ({"life": timedelta(days=366)}, "A token lives for a year at most."),
        ({"life": timedelta()}, "A token lives for a year at most."),
    ],
)
def test_a_token_that_will_not_do_is_refused(world, nothing_happened, wrong, sentence):
    with pytest.raises(Refused, match=f"^{sentence}$"):
        make(world.officer, **wrong)

    assert not ApiToken.objects.exists()
    nothing_happened()


def test_only_a_user_has_tokens(world, nothing_happened):
    with pytest.raises(NotAllowed):
        make(Actor(system="tests"))

    nothing_happened()


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"handle": "taken"}, "apitoken_one_per_handle"),
        ({"scope": "all"}, "apitoken_scope"),
        ({"expires_at": NOW}, "apitoken_lives_a_year_at_most"),
        ({"expires_at": NOW + timedelta(days=366)}, "apitoken_lives_a_year_at_most"),
        ({"revoked_at": NOW}, "apitoken_revoked_at_and_by"),
    ],
)
def test_the_database_refuses_a_token_that_cannot_be(world, wrong, constraint):
    right = {"user": world.officer.user, "name": "Export", "digest": "0" * 64, "scope": "read"}
    right |= {"created_at": NOW, "expires_at": NOW + MONTH}
    ApiToken.objects.create(**right, handle="taken")

    with pytest.raises(IntegrityError, match=constraint):
        ApiToken.objects.create(**(right | {"handle": "free"} | wrong))


@pytest.mark.parametrize("who", ["officer", "administrator"])
def test_a_token_is_revoked_by_its_user_or_an_administrator(world, who):
    token, secret = make(world.officer)

    actions.revoke_token(token=token, by=world.cast[who], at=NOW)

    token.refresh_from_db()
    assert (token.revoked_at, token.revoked_by) == (NOW, world.cast[who].user)
    assert AuditEvent.objects.filter(verb="accounts.token_revoked").count() == 1
    assert bearer(secret).status_code == 401
    with pytest.raises(Conflict, match=r"^This token is revoked already\.$"):
        actions.revoke_token(token=token, by=world.officer, at=NOW)


def test_nobody_else_revokes_it(world):
    token, secret = make(world.officer)

    with pytest.raises(NotAllowed):
        actions.revoke_token(token=token, by=world.chief, at=NOW)

    token.refresh_from_db()
    assert token.revoked_at is None
    assert bearer(secret).status_code == 200


# The page


def test_the_secret_stands_on_the_answer_and_on_no_later_page(world, sign_in, caplog):
    caplog.set_level(logging.DEBUG)
    client = sign_in(world.officer)

    made = client.post(URL, {"name": "Export", "scope": "read", "days": "90"})

    secret = SECRET.search(unescape(made.text))[0]
    token = ApiToken.objects.get()
    assert (made.status_code, token.expires_at) == (200, NOW + timedelta(days=90))
    assert "no-store" in made["Cache-Control"]
    assert bearer(secret).status_code == 200
    later = client.get(URL).text
    assert secret not in later
    assert f"summit_{token.handle}" in later
    words = [line for line in caplog.messages if not line.startswith("(")]  # SQL of the debugger
    assert secret not in "\n".join(words)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scope": "all"}, {"days": "366"}, {"days": ""}, {"days": "x"}]
)
def test_a_form_that_will_not_do_is_shown_again(world, sign_in, nothing_happened, wrong):
    typed = {"name": "Export", "scope": "read", "days": "90"} | wrong

    response = sign_in(world.officer).post(URL, typed)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    nothing_happened()


def test_one_sees_and_ends_ones_own(world, sign_in, nothing_happened):
    token, _secret = make(world.officer)
    url = f"{URL}{token.pk}/revoke/"

    assert sign_in(world.chief).post(url).status_code == 404
    assert "Nightly export" not in sign_in(world.chief).get(URL).text
    ended = sign_in(world.officer).post(url, follow=True)

    assert "The token Nightly export is revoked." in ended.text
    assert sign_in(world.officer).post(url).status_code == 409
    assert sign_in(world.officer).get(url).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    world, sign_in, count, django_assert_num_queries
):
    for _ in range(count):
        make(world.officer)
    client = sign_in(world.officer)

    with django_assert_num_queries(3):
        client.get(URL)


# At the door


def test_a_token_opens_what_its_user_may_see(world):
    seen = {who: bearer(make(world.cast[who])[1]).json()["count"] for who in ("officer", "press")}

    assert seen == {"officer": 1, "press": 1}
    assert bearer(make(world.outsider)[1]).json()["count"] == 0


def spoilt(world):
    """Yield what each of several useless tokens is called, and its secret."""
    good = make(world.officer)[1]
    revoked, ended = make(world.officer)
    actions.revoke_token(token=revoked, by=world.officer, at=NOW)
    old, expired = make(world.officer)
    past = {"created_at": NOW - 2 * MONTH, "expires_at": NOW}
    ApiToken.objects.filter(pk=old.pk).update(**past)
    disabled = make(world.viewer)[1]
    world.viewer.user.is_active = False
    world.viewer.user.save()
    return {
        "unknown": f"summit_{'f' * 12}_{'x' * 43}",
        "another secret": good[:-43] + "x" * 43,
        "no token": "x",
        "nothing": "",
        "not ASCII": "summit_é",
        "revoked": ended,
        "expired": expired,
        "of a disabled user": disabled,
    }


def test_whatever_is_wrong_with_a_token_the_answer_is_the_same(world):
    answers = {name: bearer(secret) for name, secret in spoilt(world).items()}

    assert {answer.status_code for answer in answers.values()} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers.values()} == {'Bearer realm="Summit"'}
    assert len({answer.content for answer in answers.values()}) == 1
    assert answers["unknown"].json() == {
        "title": "Sign in, or send a valid token.",
        "status": 401,
        "errors": [{"field": "", "detail": "Sign in, or send a valid token."}],
    }


def test_a_read_only_token_writes_nothing(world, asked, nothing_happened):
    url = f"/api/v1/requests/{asked.pk}/grant/"
    read = make(world.chief)[1]
    before = AuditEvent.objects.count()

    response = bearer(read, "post", url, {"version": 1})

    assert (response.status_code, response.json()["title"]) == (403, "This token may only read.")
    asked.refresh_from_db()
    assert (asked.state, AuditEvent.objects.count()) == ("requested", before)


def test_a_token_writes_without_a_cookie_and_a_session_only_with_its_own_form(world, asked):
    url = f"/api/v1/requests/{asked.pk}/grant/"
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.chief.user, "django.contrib.auth.backends.ModelBackend")

    forged = browser.post(url, json.dumps({"version": 1}), "application/json")
    granted = bearer(make(world.chief, "write")[1], "post", url, {"version": 1})

    assert (forged.status_code, forged["Content-Type"]) == (403, "application/problem+json")
    assert "CSRF" in forged.json()["title"]
    assert (granted.status_code, granted.json()["state"]) == (200, "granted")


def test_the_last_use_is_noted_once_a_minute_and_is_no_act(world, fixed_clock):
    token, secret = make(world.officer)
    before = (AuditEvent.objects.count(), token.events.count())
    noted = []

    for seconds in (0, 59, 1):
        fixed_clock.shift(seconds)
        bearer(secret)
        noted.append(ApiToken.objects.get().last_used_at - NOW)

    assert noted == [timedelta(), timedelta(), timedelta(seconds=60)]
    assert (AuditEvent.objects.count(), token.events.count()) == before


def test_other_schemes_are_left_to_the_session(world, sign_in):
    client = sign_in(world.officer)

    response = client.get(VISITS, headers={"Authorization": "Basic eDp5"})

    assert response.status_code == 200


def test_an_administrator_ends_tokens_in_the_panel_and_reads_no_digest(world, sign_in):
    tokens = [make(world.officer)[0], make(world.chief)[0]]
    panel = sign_in(world.administrator)
    url = "/admin/planning/apitoken/"

    shown = panel.get(f"{url}{tokens[0].pk}/change/").text
    for _ in range(2):
        chosen = {"action": "revoke", "_selected_action": [str(token.pk) for token in tokens]}
        assert panel.post(url, chosen).status_code == 302

    assert tokens[0].handle in shown
    assert tokens[0].digest not in shown
    assert set(ApiToken.objects.values_list("revoked_by", flat=True)) == {
        world.administrator.user.pk
    }
    assert AuditEvent.objects.filter(verb="accounts.token_revoked").count() == 2
    assert panel.get(f"{url}add/").status_code == 403
