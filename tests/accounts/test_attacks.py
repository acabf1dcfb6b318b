"""Attacks on the way in, and what each gets: the ten of the security plan, and a few more."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import hashers

from planning.accounts import actions
from planning.accounts.models import OneTimeLink, User
from planning.accounts.rules import Purpose
from planning.audit.models import AuditEvent
from planning.outbox.models import Message
from tests.accounts.conftest import LOCKED, PASSWORD
from tests.world import NOW

DOORS = {"site": "/", "admin panel": "/admin/", "API": "/api/v1/visits/"}


def locked(response):
    return response.status_code == 429 and LOCKED in response.text


# 1. Guessing


@pytest.mark.parametrize("door", DOORS)
def test_after_five_wrong_passwords_every_door_is_locked_with_one_wording(passwords, browser, door):
    client = browser()
    for _ in range(5):
        client.enter("administrator@example.org", "wrong", next=DOORS[door])

    assert locked(client.enter("administrator@example.org", next=DOORS[door]))
    assert client.get(DOORS[door]).status_code in (302, 401)


def test_wrong_passwords_and_codes_are_counted_together(secured, browser):
    for _ in range(2):
        secured.enter("officer@example.org", "wrong")
    secured.enter("officer@example.org")
    for _ in range(3):
        response = secured.answer("000000")

    assert locked(response)
    assert locked(secured.answer(secured.code()))
    assert locked(browser().enter("officer@example.org"))
    assert not secured.is_in


def test_a_session_left_open_lets_nobody_guess_the_password(passwords, browser):
    client = browser()
    client.enter("press@example.org")
    new = {"password1": "a dozen quiet words", "password2": "a dozen quiet words"}

    answers = [
        client.post("/account/password/", {"oldpassword": f"guess {n}"} | new) for n in range(5)
    ]

    assert locked(answers[-1])
    assert locked(client.post("/account/password/", {"oldpassword": PASSWORD} | new))


# 2. Enumeration


def shown(response):
    """Return what a person sees, without what is random in it."""
    nonce, token = response.context["CSP_NONCE"], str(response.context["csrf_token"])
    return response.text.replace(str(nonce), "").replace(token, "")


@pytest.mark.parametrize("path", ["/account/link/", "/account/forgotten/"])
def test_asking_for_a_link_tells_nobody_who_has_an_account(passwords, browser, path):
    User.objects.filter(email="press@example.org").update(is_active=False)
    addresses = ["viewer@example.org", "nobody@example.org", "press@example.org"]

    answers = [browser().post(path, {"email": address}) for address in addresses]

    assert {answer.status_code for answer in answers} == {200}
    assert len({shown(answer) for answer in answers}) == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "state"),
    [
        ("viewer", {}),
        ("viewer", {"is_active": False}),
        ("viewer", {"password": "!"}),
        ("nobody", {}),
    ],
)
def test_a_wrong_password_costs_one_hash_and_says_the_same_whoever_it_is(
    passwords, browser, monkeypatch, who, state
):
    hashed, hasher = [], type(hashers.get_hasher())
    if state:
        User.objects.filter(email="viewer@example.org").update(**state)
    for name in ("encode", "verify"):
        whole = getattr(hasher, name)
        monkeypatch.setattr(
            hasher,
            name,
            lambda *args, whole=whole, **more: hashed.append(1) or whole(*args, **more),
        )

    response = browser().enter(f"{who}@example.org", "wrong")

    assert "Please enter a correct e-mail address and password." in response.text
    assert len(hashed) == 1


def test_an_unknown_address_is_locked_like_a_known_one(passwords, browser):
    answers = {}
    for who in ("viewer", "nobody"):
        client = browser()
        answers[who] = [client.enter(f"{who}@example.org", "wrong").status_code for _ in range(6)]

    assert answers["viewer"] == answers["nobody"] == [200, 200, 200, 200, 429, 429]


# 3. Around the second factor


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/planning/user/"])
def test_the_admin_panel_is_no_way_around_the_second_factor(
    strict, browser, fixed_clock, django_capture_on_commit_callbacks, path
):
    client = browser()
    client.enter("administrator@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        client.set_up()
    client.post("/account/sign-out/")

    client.post("/admin/login/", {"username": "administrator@example.org", "password": PASSWORD})
    client.enter("administrator@example.org", next=path)

    assert client.get(path)["Location"].startswith(("/account/sign-in/", "/admin/login/"))
    assert not client.is_in


@pytest.mark.parametrize("path", ["/", "/api/v1/visits/", "/account/second-factor/app/remove/"])
def test_half_a_sign_in_opens_nothing(secured, path):
    secured.enter("officer@example.org")

    assert secured.get(path).status_code in (302, 401)
    assert Authenticator.objects.filter(type="totp").exists()


# 4. Somebody who was shut out


def test_a_disabled_users_session_is_dead_with_the_next_request(world, passwords, browser):
    client = browser()
    client.enter("press@example.org")
    press = world.press.user
    press.refresh_from_db()

    actions.edit(user=press, version=press.version, is_active=False, by=world.administrator, at=NOW)

    assert client.get("/").status_code == 302
    assert client.get("/api/v1/visits/").status_code == 401
    assert not client.is_in


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_disabled_users_link_does_nothing(world, browser, links, purpose):
    actions.send_link(email="press@example.org", purpose=purpose, at=NOW)
    path = links()["press@example.org"]
    actions.edit(user=world.press.user, version=1, is_active=False, by=world.administrator, at=NOW)
    client, typed = browser(), {"password": "a dozen quiet words", "again": "a dozen quiet words"}

    assert client.get(path).status_code == 422
    assert client.post(path, typed).status_code == 422

    assert not client.is_in
    assert User.objects.get(pk=world.press.user.pk).password == "!"


def test_a_link_that_waits_in_the_outbox_goes_to_no_disabled_user(world, links):
    actions.send_link(email="press@example.org", purpose=Purpose.SIGN_IN, at=NOW)
    User.objects.filter(pk=world.press.user.pk).update(is_active=False)

    assert links() == {}


# 5. What works once works once


def test_a_recovery_code_works_once(secured):
    secured.enter("officer@example.org")
    assert secured.answer(secured.codes[0])["Location"] == "/"
    secured.post("/account/sign-out/")
    secured.enter("officer@example.org")

    assert "Incorrect code." in secured.answer(secured.codes[0]).text
    assert not secured.is_in


def test_an_apps_code_works_once_even_for_who_looked_over_a_shoulder(secured, browser):
    code = secured.code()
    secured.enter("officer@example.org")
    assert secured.answer(code)["Location"] == "/"
    thief = browser()
    thief.enter("officer@example.org")

    assert "Incorrect code." in thief.answer(code).text
    assert not thief.is_in


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_link_works_once(passwords, browser, links, purpose):
    actions.send_link(email="press@example.org", purpose=purpose, at=NOW)
    path = links()["press@example.org"]
    typed = {"password": "a dozen quiet words", "again": "a dozen quiet words"}
    assert browser().post(path, typed).status_code == 302
    acts = AuditEvent.objects.count()

    thief = browser()
    response = thief.post(path, {"password": "the thief's own words", "again": "the thief's own"})

    assert response.status_code == 422
    assert "This link has been used or has run out." in response.text
    assert not thief.is_in
    assert AuditEvent.objects.count() == acts


@pytest.mark.parametrize(
    ("purpose", "life"),
    [(Purpose.SIGN_IN, timedelta(minutes=15)), (Purpose.PASSWORD, timedelta(hours=24))],
)
def test_a_link_runs_out(passwords, browser, links, fixed_clock, purpose, life):
    actions.send_link(email="press@example.org", purpose=purpose, at=NOW)
    path = links()["press@example.org"]

    fixed_clock.shift(life + timedelta(seconds=1))

    assert browser().post(path).status_code == 422
    assert OneTimeLink.objects.get().used_at is None


def test_a_link_to_sign_in_sets_no_password_and_the_other_way_round(world, links):
    by_mail = {}
    for purpose in Purpose:
        actions.send_link(email="press@example.org", purpose=purpose, at=NOW)
        by_mail[purpose] = OneTimeLink.objects.get(purpose=purpose).secret

    with pytest.raises(actions.Refused, match=r"^This link is for something else\.$"):
        actions.set_password_by_link(secret=by_mail[Purpose.SIGN_IN], password="x", at=NOW)
    with pytest.raises(actions.Refused, match=r"^This link is for something else\.$"):
        actions.enter_by_link(secret=by_mail[Purpose.PASSWORD], needs_second_factor=False, at=NOW)

    assert not OneTimeLink.objects.exclude(used_at=None).exists()


# 6. Led astray

EVIL = ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]


@pytest.mark.parametrize("evil", EVIL)
def test_next_leads_to_no_other_host_after_any_way_in(secured, passwords, browser, links, evil):
    secured.enter("officer@example.org", next=evil)
    assert secured.answer(secured.code())["Location"] == "/"

    client = browser()
    client.post("/account/link/", {"email": "press@example.org"})
    assert client.post(links()["press@example.org"], {"next": evil})["Location"] == "/"
    assert client.get("/account/sign-in/", {"next": evil})["Location"] == "/"
    assert client.post("/account/sign-out/", {"next": evil})["Location"] == "/account/sign-in/"


def test_nobody_signs_up(passwords, browser):
    before = User.objects.count()
    form = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}

    for path in ("signup/", "sign-up/", "password/reset/", "email/", "login/", "social/signup/"):
        assert browser().post(f"/account/{path}", form).status_code == 404

    assert User.objects.count() == before
