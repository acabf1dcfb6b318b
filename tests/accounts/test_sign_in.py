"""One way in: who gets through it, who is locked out, where it leads."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from planning.accounts.models import User

SIGN_IN = "/account/sign-in/"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def user(db):
    """Somebody who signs in with a password."""
    return User.objects.create(
        email="officer@example.org", name="Officer", password=make_password(PASSWORD)
    )


def enter(client, email="officer@example.org", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


@pytest.mark.parametrize(
    "typed", ["officer@example.org", "Officer@Example.ORG", "  officer@example.org "]
)
def test_people_sign_in_with_their_address_in_any_case(client, user, typed):
    response = enter(client, typed)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("typed", ["officer@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, user, typed):
    response = enter(client, typed, "wrong")

    assert response.status_code == 200
    assert "Please enter a correct e-mail address and password." in response.text
    assert client.get("/account/").status_code == 302


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client, user):
    statuses = [enter(client, password="wrong").status_code for _ in range(5)]

    response = enter(client)

    assert (statuses, response.status_code) == ([200, 200, 200, 200, 429], 429)
    assert "Signing in is locked for a quarter of an hour." in response.text
    assert client.get("/account/").status_code == 302


def test_the_lock_counts_an_address_in_any_case_as_one(client, user):
    for typed in ("officer", "Officer", "OFFICER", "oFFICER", "ofFICER"):
        enter(client, f"{typed}@example.org", "wrong")

    assert enter(client).status_code == 429


def test_the_lock_stands_in_the_database_for_every_process(client, user):
    for _ in range(5):
        enter(client, password="wrong")

    assert enter(Client()).status_code == 429


def test_the_lock_shuts_out_nobody_else(client, user):
    User.objects.create(email="desk@example.org", name="Desk", password=make_password(PASSWORD))
    for _ in range(5):
        enter(client, password="wrong")

    assert enter(client, "desk@example.org").status_code == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(client, user, fixed_clock):
    for _ in range(5):
        enter(client, password="wrong")

    fixed_clock.shift(timedelta(minutes=15, seconds=1))

    assert enter(client).status_code == 302


def test_four_wrong_passwords_are_forgotten_with_the_right_one(client, user):
    for _ in range(2):
        for _ in range(4):
            enter(client, password="wrong")
        assert enter(client).status_code == 302
        client.post("/account/sign-out/")


@pytest.mark.parametrize("path", ["/", "/visits/", "/visits/v-7k3qf/dates/", "/admin/"])
def test_a_stranger_is_sent_to_sign_in_and_comes_back_afterwards(client, user, path):
    User.objects.update(is_staff=True)

    way, _status = client.get(path, follow=True).redirect_chain[-1]

    assert way == f"{SIGN_IN}?next={path}"
    assert enter(client, next=path)["Location"] == path
    assert client.get("/admin/").status_code == 200


def test_who_is_no_administrator_finds_no_admin_panel_and_no_other_way_in(client, user):
    enter(client)

    assert client.get("/admin/", follow=True).status_code == 403
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 403


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "http:///evil.example/",
    ],
)
def test_next_leads_to_no_other_host(client, user, evil):
    assert enter(client, next=evil)["Location"] == "/"


def test_the_session_gets_a_new_key_at_sign_in(client, user):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["summit_session"] = before = session.session_key

    enter(client)

    assert client.cookies["summit_session"].value != before


def test_signing_out_takes_a_post(client, user):
    enter(client)

    assert client.get("/account/sign-out/").status_code == 405
    assert client.get("/account/").status_code == 200

    response = client.post("/account/sign-out/")

    assert (response.status_code, response["Location"]) == (302, SIGN_IN)
    assert client.get("/account/").status_code == 302


def test_signing_out_of_a_session_that_has_ended_leads_to_sign_in_and_nowhere_else(client, db):
    response = client.post("/account/sign-out/")

    assert (response.status_code, response["Location"]) == (302, SIGN_IN)


def test_signing_in_and_out_take_a_token_against_forgery(user):
    client = Client(enforce_csrf_checks=True)

    assert enter(client).status_code == 403
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/account/sign-out/").status_code == 403
    assert client.get("/account/").status_code == 200


def test_whoever_is_shut_out_is_out_with_the_next_request(client, user):
    enter(client)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get("/").status_code == 302
    assert enter(client).status_code == 200


def test_whoever_gets_another_password_is_out_with_the_next_request(client, user):
    enter(client)
    User.objects.filter(pk=user.pk).update(password=make_password("another one, long enough"))

    assert client.get("/").status_code == 302


def test_a_session_ends_after_twelve_hours(client, user, fixed_clock):
    enter(client)

    fixed_clock.shift(timedelta(hours=12, seconds=1))

    assert client.get("/").status_code == 302


def test_whoever_is_in_is_led_on_from_the_sign_in_page(client, user):
    enter(client)

    assert client.get(reverse("accounts:sign-in"))["Location"] == "/"
