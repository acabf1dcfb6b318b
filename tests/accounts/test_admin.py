"""The admin panel of accounts: another door to the same actions."""

import pytest

from planning.accounts.models import User
from planning.audit.models import AuditEvent

USERS = "/admin/planning/user/"
ACCOUNT = {
    "email": "New.One@example.org",
    "name": "New One",
    "language": "en",
    "time_zone": "Asia/Kolkata",
    "is_active": "on",
}


@pytest.fixture
def panel(world, sign_in):
    """The administrator's browser."""
    return sign_in(world.administrator)


def test_an_administrator_opens_an_account(world, panel):
    response = panel.post(f"{USERS}add/", ACCOUNT | {"first_password": "long enough, this"})

    user = User.objects.get(email="new.one@example.org")
    assert response.status_code == 302
    assert user.check_password("long enough, this")
    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id) == ("accounts.user_created", user.pk)
    assert event.user == world.administrator.user


def test_an_account_opened_without_a_password_gets_an_invitation(world, panel, links):
    panel.post(f"{USERS}add/", ACCOUNT)

    assert links().keys() == {"new.one@example.org"}
    verbs = AuditEvent.objects.order_by("recorded_at").values_list("verb", flat=True)
    assert set(verbs) == {"accounts.user_created", "accounts.user_invited"}


@pytest.mark.parametrize(
    ("action", "verb"),
    [("invite", "user_invited"), ("forget_second_factor", "factor_forgotten")],
)
def test_an_administrator_helps_people_back_in(world, panel, action, verb):
    chosen = {"action": action, "_selected_action": [str(world.desk.user.pk)]}

    assert panel.post(USERS, chosen).status_code == 302

    event = AuditEvent.objects.get()
    assert (event.verb, event.on_id) == (f"accounts.{verb}", world.desk.user.pk)


def test_an_administrator_changes_what_the_form_names_and_nothing_else(world, panel):
    desk = world.desk.user

    response = panel.post(
        f"{USERS}{desk.pk}/change/",
        ACCOUNT | {"made_on": 1, "password": "x", "version": 99, "last_login": "2020-01-01"},
    )

    user = User.objects.get(pk=desk.pk)
    assert response.status_code == 302
    assert (user.email, user.name, user.version) == ("new.one@example.org", "New One", 2)
    assert (user.password, user.last_login) == ("!", None)
    assert AuditEvent.objects.get(on_id=desk.pk).verb == "accounts.user_changed"


def test_a_page_from_before_another_change_is_refused(world, panel, nothing_happened):
    desk = world.desk.user
    User.objects.filter(pk=desk.pk).update(version=2)

    response = panel.post(f"{USERS}{desk.pk}/change/", ACCOUNT | {"made_on": 1})

    assert response.status_code == 409
    assert "Somebody else has changed this in the meantime." in response.text
    nothing_happened()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "chief@example.org"},
        {"time_zone": "Asia/Nowhere"},
        {"first_password": "short"},
        {"first_password": "password1234"},
    ],
)
def test_what_will_not_do_is_refused(world, panel, nothing_happened, wrong):
    response = panel.post(f"{USERS}add/", ACCOUNT | wrong)

    assert response.status_code in (200, 409)
    assert 'class="errorlist"' in response.text or "already an account" in response.text
    nothing_happened()


def test_accounts_are_listed_found_and_never_deleted(world, panel):
    desk = world.desk.user

    assert "desk@example.org" in panel.get(USERS, {"q": "desk"}).text
    assert panel.get(f"{USERS}{desk.pk}/change/").status_code == 200
    assert panel.post(f"{USERS}{desk.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=desk.pk).exists()


@pytest.mark.parametrize("who", ["chief", "officer", "outsider"])
def test_accounts_are_the_administrators_alone(world, sign_in, nothing_happened, who):
    client = sign_in(world.cast[who])

    for page in (USERS, f"{USERS}add/", f"{USERS}{world.desk.user.pk}/change/"):
        assert client.get(page, follow=True).status_code == 403
    assert client.post(f"{USERS}add/", ACCOUNT, follow=True).status_code == 403
    nothing_happened()


def test_the_panel_shows_no_content_of_visits(world, panel):
    page = panel.get("/admin/").text

    assert "User" in page or "user" in page
    for word in ("visit", "agenda", "option", "position", "message", "audit", "group"):
        assert f"/admin/planning/{word}" not in page
        assert f"/admin/auth/{word}" not in page
