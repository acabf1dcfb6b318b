"""One-time links: for a first password, a new one, and to sign in."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from planning.accounts import actions
from planning.accounts.models import OneTimeLink, User
from planning.accounts.rules import Purpose
from planning.audit.models import AuditEvent
from planning.core.errors import NotAllowed, Refused
from planning.outbox.models import Message
from tests.world import NOW

NEW = "a dozen quiet words"
TYPED = {"password": NEW, "again": NEW}


def test_an_invitation_leads_to_a_first_password(world, browser, links):
    actions.invite(user=world.viewer.user, by=world.administrator, at=NOW)
    path = links()["viewer@example.org"]
    client = browser()

    assert "<h1>Set your password</h1>" in client.get(path).text
    assert client.post(path, TYPED)["Location"] == "/account/sign-in/"

    assert client.enter("viewer@example.org", NEW)["Location"] == "/"
    assert {event.verb for event in AuditEvent.objects.all()} == {
        "accounts.user_invited",
        "accounts.password_set",
    }


@pytest.mark.parametrize("who", ["chief", "officer", "outsider"])
def test_administrators_alone_invite(world, nothing_happened, who):
    with pytest.raises(NotAllowed):
        actions.invite(user=world.viewer.user, by=world.cast[who], at=NOW)

    nothing_happened()


def test_nobody_is_invited_to_a_shut_account(world, nothing_happened):
    world.viewer.user.is_active = False

    with pytest.raises(Refused, match="may not sign in"):
        actions.invite(user=world.viewer.user, by=world.administrator, at=NOW)

    nothing_happened()


def test_a_second_invitation_voids_the_first(world, links, browser):
    for _ in range(2):
        actions.invite(user=world.viewer.user, by=world.administrator, at=NOW)

    assert OneTimeLink.objects.count() == 1
    assert browser().get(links()["viewer@example.org"]).status_code == 200


def test_a_forgotten_password_is_set_anew_and_ends_every_session(passwords, browser, links):
    elsewhere, client = browser(), browser()
    elsewhere.enter("ministry@example.org")
    client.post("/account/forgotten/", {"email": "Ministry@example.org"})

    client.post(links()["ministry@example.org"], TYPED)

    assert not elsewhere.is_in
    assert client.enter("ministry@example.org").status_code == 200
    assert client.enter("ministry@example.org", NEW)["Location"] == "/"


@pytest.mark.parametrize(
    "typed", [{"again": "another one, not this"}, {"password": "short", "again": "short"}]
)
def test_what_will_not_do_as_a_password_leaves_the_link_unused(world, browser, links, typed):
    actions.invite(user=world.viewer.user, by=world.administrator, at=NOW)
    path = links()["viewer@example.org"]

    assert browser().post(path, TYPED | typed).status_code == 422

    assert OneTimeLink.objects.get().used_at is None


def test_a_focal_point_gets_in_by_a_link_alone(strict, browser, links):
    client = browser()
    client.post("/account/link/", {"email": "ministry@example.org"})
    path = links()["ministry@example.org"]

    assert "You are about to sign in as Ministry." in client.get(path).text
    assert client.post(path)["Location"] == "/"

    assert client.get("/visits/v-7k3qf/").status_code == 200
    assert AuditEvent.objects.get(verb="accounts.entered_by_link").link is not None


def test_looking_at_a_link_does_not_use_it(passwords, browser, links):
    client = browser()
    client.post("/account/link/", {"email": "ministry@example.org"})
    path = links()["ministry@example.org"]

    for method in ("get", "head", "get", "options"):
        getattr(client, method)(path)

    assert not client.is_in
    assert client.post(path)["Location"] == "/"


def test_a_link_alone_lets_in_nobody_whose_role_needs_more(strict, browser, links):
    client = browser()
    client.post("/account/link/", {"email": "chief@example.org"})

    response = client.post(links()["chief@example.org"])

    assert response.status_code == 422
    assert "Your role needs a password and a second factor" in response.text
    assert not client.is_in


def test_a_link_and_a_code_let_in_whoever_has_a_second_factor(secured, links):
    secured.post("/account/link/", {"email": "officer@example.org"})

    assert secured.post(links()["officer@example.org"])["Location"] == "/account/sign-in/code/"
    assert not secured.is_in
    assert secured.answer(secured.code())["Location"] == "/"


def test_a_mailbox_is_not_flooded(passwords, browser):
    cache.clear()
    for _ in range(5):
        assert browser().post("/account/link/", {"email": "press@example.org"}).status_code == 200

    assert Message.objects.filter(kind="accounts.sign_in_link").count() == 3


def test_neither_row_nor_message_holds_the_secret(passwords, browser, links):
    browser().post("/account/link/", {"email": "press@example.org"})
    secret = links()["press@example.org"].split("/")[-2]

    assert secret not in str(list(OneTimeLink.objects.values()) + list(Message.objects.values()))


def test_a_link_asked_for_late_is_not_mailed(passwords, browser, links, fixed_clock):
    browser().post("/account/link/", {"email": "press@example.org"})

    fixed_clock.shift(timedelta(minutes=16))

    assert links() == {}


def test_a_new_address_voids_what_was_sent_to_the_old_one(world, links, browser):
    actions.send_link(email="press@example.org", purpose=Purpose.PASSWORD, at=NOW)
    path = links()["press@example.org"]
    press = world.press.user

    actions.edit(user=press, version=1, email="x@example.org", by=world.administrator, at=NOW)

    assert browser().get(path).status_code == 422
    assert User.objects.get(pk=press.pk).email == "x@example.org"
