"""The second factor: who needs one, how it is set up, what happens without."""

import pytest
from allauth.mfa.models import Authenticator

from planning.accounts.actions import forget_second_factor
from planning.audit.models import AuditEvent
from planning.core.errors import NotAllowed
from planning.outbox.models import Message
from planning.visits.models import Appointment
from planning.visits.rules import Role
from tests.world import NOW

HOME = "/account/second-factor/"


@pytest.mark.parametrize(
    "who", ["chief", "deputy", "officer", "desk", "principals_office", "administrator"]
)
def test_whoever_needs_a_second_factor_opens_nothing_before_it_is_set_up(strict, browser, who):
    client = browser()

    client.enter(f"{who}@example.org")

    for page in ("/", "/visits/v-7k3qf/", "/account/", "/account/sessions/", "/admin/"):
        assert client.get(page)["Location"] == HOME
    assert "Your role needs a second factor" in client.get("/", follow=True).text
    answer = client.get("/api/v1/visits/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert client.get("/account/second-factor/app/").status_code == 200


@pytest.mark.parametrize("who", ["ministry", "mission", "press", "security", "viewer", "outsider"])
def test_others_get_in_by_their_password(strict, browser, who):
    client = browser()

    assert client.enter(f"{who}@example.org")["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_role_given_today_asks_for_the_second_factor_with_the_next_request(
    strict, world, browser
):
    client = browser()
    client.enter("outsider@example.org")
    assert client.get("/").status_code == 200

    Appointment.objects.create(visit=world.summit, user=world.outsider.user, role=Role.OFFICER)

    assert client.get("/")["Location"] == HOME


def test_setting_up_an_app_opens_the_pages_and_shows_ten_recovery_codes_once(
    strict, browser, django_capture_on_commit_callbacks
):
    client, elsewhere = browser(), browser()
    for one in (client, elsewhere):
        one.enter("officer@example.org")

    with django_capture_on_commit_callbacks(execute=True):
        client.set_up()

    assert len(set(client.codes)) == 10
    assert client.codes[0] not in client.get("/account/second-factor/codes/").text
    assert client.get("/").status_code == 200
    assert not elsewhere.is_in
    assert Message.objects.get().kind == "accounts.secured"
    assert AuditEvent.objects.get().payload.body == {"what": "an authenticator app was added"}


def test_the_secret_of_an_app_is_stored_enciphered(secured):
    stored = Authenticator.objects.get(type="totp").data["secret"]

    assert secured.app not in stored
    assert stored.startswith("gAAAA")


def test_the_password_is_not_enough_and_the_code_is(secured):
    assert secured.enter("officer@example.org")["Location"] == "/account/sign-in/code/"
    assert not secured.is_in
    assert secured.get("/")["Location"].startswith("/account/sign-in/")

    assert secured.answer(secured.code())["Location"] == "/"
    assert secured.get("/visits/v-7k3qf/").status_code == 200


def test_a_recovery_code_stands_in_for_a_lost_phone(secured):
    secured.enter("officer@example.org")

    assert secured.answer(secured.codes[3])["Location"] == "/"


def test_whoever_has_given_a_second_factor_needs_one_still(secured):
    secured.enter("officer@example.org")
    secured.answer(secured.code())
    assert secured.get("/").status_code == 200

    Authenticator.objects.all().delete()

    assert secured.get("/")["Location"] == HOME


def test_what_changes_how_one_signs_in_asks_for_the_password_again(strict, browser, fixed_clock):
    client = browser()
    client.enter("ministry@example.org")
    fixed_clock.shift(301)

    response = client.get("/account/second-factor/app/")

    assert response["Location"].startswith("/account/again/?next=")


def test_every_page_of_the_second_factor_stands_in_our_frame(secured):
    secured.enter("officer@example.org")
    assert "Second step" in secured.get("/account/sign-in/code/").text
    secured.answer(secured.code())

    for path, heading in {
        HOME: "Second factor",
        f"{HOME}app/remove/": "Remove it?",
        f"{HOME}codes/": "Recovery codes",
        f"{HOME}codes/new/": "Make new codes",
        f"{HOME}keys/add/": "Add a passkey",
        "/account/again/": "Is it you?",
        "/account/again/code/": "Is it you?",
        "/account/password/": "Your password",
        "/account/sessions/": "Your sessions",
    }.items():
        page = secured.get(path)
        assert page.status_code == 200, path
        assert f"<h1>{heading}</h1>" in page.text
        assert 'class="brand"' in page.text


def test_an_administrator_frees_somebody_who_lost_everything(secured, world, browser):
    forget_second_factor(user=world.officer.user, by=world.administrator, at=NOW)

    assert not Authenticator.objects.exists()
    client = browser()
    client.enter("officer@example.org")
    assert client.get("/")["Location"] == HOME


@pytest.mark.parametrize("who", ["chief", "officer", "administrator"])
def test_nobody_else_may_and_no_administrator_their_own(world, nothing_happened, who):
    by = world.cast[who]

    with pytest.raises(NotAllowed):
        forget_second_factor(user=by.user, by=by, at=NOW)

    nothing_happened()


def passkey(user, name="Passkey 1"):
    return Authenticator.objects.create(user=user, type="webauthn", data={"name": name})


def removal(factor):
    part = "app" if factor.type == "totp" else f"keys/{factor.pk}"
    return f"{HOME}{part}/remove/"


ONLY = "Your role needs a second factor, and you have no other: add another one first."


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_who_needs_a_second_factor_keeps_the_last_one(secured, world, kind, nothing_happened):
    secured.enter("officer@example.org")
    secured.answer(secured.code())
    last = Authenticator.objects.get(type="totp")
    if kind == "webauthn":
        last.delete()
        last = passkey(world.officer.user)

    shown, sent = secured.get(removal(last)), secured.post(removal(last))

    for page in (shown.text, sent.text):
        assert ONLY in page
        assert "You will no longer be able to sign in with it." not in page
    assert Authenticator.objects.filter(pk=last.pk).exists()
    nothing_happened()


def test_of_two_second_factors_either_goes_and_then_the_other_stays(
    secured, world, django_capture_on_commit_callbacks
):
    secured.enter("officer@example.org")
    secured.answer(secured.code())
    app, key = Authenticator.objects.get(type="totp"), passkey(world.officer.user)

    with django_capture_on_commit_callbacks(execute=True):
        answers = [secured.post(removal(one)) for one in (key, app)]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert ONLY in answers[1].text
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_who_needs_none_may_remove_the_last(strict, browser, world):
    client = browser()
    client.enter("ministry@example.org")
    key = passkey(world.ministry.user)

    assert client.post(removal(key)).status_code == 302

    assert not Authenticator.objects.exists()
