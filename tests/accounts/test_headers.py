"""What leaves with every kind of answer."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import path

from planning.accounts.models import User
from summit.urls import urlpatterns as addresses


@login_not_required
def broken(request):
    """Fail."""
    raise ZeroDivisionError("secret")


urlpatterns = [*addresses, path("broken/", broken)]

ANSWERS = {
    "a page": ("officer", "get", "/", {}, 200),
    "a page of a visit": ("officer", "get", "/visits/v-7k3qf/dates/", {}, 200),
    "a form sent back": ("officer", "post", "/account/", {}, 422),
    "a redirect after a form": ("officer", "post", "/account/sign-out/", {}, 302),
    "a stranger's way to sign-in": (None, "get", "/visits/", {}, 302),
    "the sign-in page": (None, "get", "/account/sign-in/", {}, 200),
    "a page that is not there": ("officer", "get", "/nowhere/", {}, 404),
    "a visit that is not there": ("outsider", "get", "/visits/v-7k3qf/", {}, 404),
    "a refusal": ("viewer", "get", "/visits/v-7k3qf/dates/propose/", {}, 403),
    "a refusal to htmx": (
        "viewer", "get", "/visits/v-7k3qf/dates/propose/", {"HX-Request": "true"}, 403,
    ),
    "a wrong method": ("officer", "get", "/account/sign-out/", {}, 405),
    "the admin panel": ("administrator", "get", "/admin/", {}, 200),
    "the API": ("officer", "get", "/api/v1/visits/", {}, 200),
    "the API to a stranger": (None, "get", "/api/v1/visits/", {}, 401),
    "the API's not found": ("officer", "get", "/api/v1/visits/V-NONE/", {}, 404),
    "the pulse": (None, "get", "/healthz", {}, 200),
    "an error of ours": (None, "get", "/broken/", {}, 500),
}  # fmt: skip


@pytest.fixture
def answer(world, settings):
    """Return the answer of a kind."""
    settings.ROOT_URLCONF = __name__

    def get(kind):
        who, method, address, headers, status = ANSWERS[kind]
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(
                world.cast[who].user, backend="django.contrib.auth.backends.ModelBackend"
            )
        data = {"language": "none"} if method == "post" else {}
        response = getattr(client, method)(address, data, headers=headers)
        assert response.status_code == status
        return response

    return get


def policy(response):
    """Return the content security policy by directive."""
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_is_shut_tight(answer, kind):
    response = answer(kind)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert {"no-store", "private"} <= set(re.split(", ?", response["Cache-Control"]))
    assert "HX-Request" in response["Vary"]
    assert "Server" not in response
    csp = policy(response)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert csp["default-src"] == csp["base-uri"] == csp["object-src"] == ["'none'"]
    assert csp["frame-ancestors"] == ["'none'"]
    assert csp["form-action"] == csp["connect-src"] == csp["style-src"] == ["'self'"]
    assert csp["script-src"][0] == "'self'"


@pytest.mark.parametrize("kind", ["a page", "the sign-in page", "a refusal", "the admin panel"])
def test_a_pages_scripts_carry_its_nonce_and_no_page_has_a_script_or_style_inside(answer, kind):
    response = answer(kind)

    nonces = re.findall(r"'nonce-([^']{20,})'", response["Content-Security-Policy"])
    if kind != "the admin panel":
        assert f'nonce="{nonces[0]}"' in response.text
        assert nonces != re.findall(r"'nonce-([^']+)'", answer(kind)["Content-Security-Policy"])
    assert not re.search(r"<script(?![^>]*src=)[^>]*>\s*\S", response.text)
    assert not re.search(r"<style|\sstyle=|\son\w+=", response.text)


def test_an_error_of_ours_tells_nothing(answer):
    response = answer("an error of ours")

    assert "secret" not in response.text
    assert "Something went wrong here" in response.text


def test_cookies_are_for_no_script_and_no_other_site(world, client):
    User.objects.update(password=make_password("right"))

    client.post("/account/sign-in/", {"login": "officer@example.org", "password": "right"})

    for name in ("summit_csrf", "summit_session"):
        cookie = client.cookies[name]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/", True, "Lax")
        assert not cookie["domain"]
