"""Sessions: how long they last, and how they are listed and ended."""

from datetime import timedelta

import pytest

from planning.accounts import actions
from planning.accounts.formats import device_in_words
from planning.accounts.models import Session
from planning.core.errors import NotAllowed
from tests.world import NOW

PAGE = "/account/sessions/"
PHONE = {"User-Agent": "A phone"}


def test_a_session_that_is_idle_for_an_hour_ends(passwords, browser, fixed_clock):
    client = browser()
    client.enter("press@example.org")

    fixed_clock.shift(timedelta(minutes=61))

    assert client.get("/").status_code == 302
    assert not client.is_in


def test_a_session_in_use_lasts_and_ends_after_twelve_hours_all_the_same(
    passwords, browser, fixed_clock
):
    client = browser()
    client.enter("press@example.org")

    for _ in range(14):
        fixed_clock.shift(timedelta(minutes=50))
        assert client.get("/").status_code == 200
    fixed_clock.shift(timedelta(minutes=21))

    assert client.get("/").status_code == 302


def test_ones_own_sessions_are_listed_and_no_key_stands_on_the_page(
    passwords, browser, fixed_clock
):
    client, phone = browser(), browser(headers=PHONE)
    for one in (client, phone):
        one.enter("press@example.org")
    browser().enter("viewer@example.org")
    fixed_clock.shift(timedelta(minutes=2))
    phone.get("/")

    page = client.get(PAGE).text

    assert page.count("<tr>") == 3
    assert "A phone" in page
    assert page.count("127.0.0.1") == 2
    assert page.count("This session") == 1
    assert page.count("1 Oct 2025") == 4
    for session in Session.objects.all():
        assert session.session_key not in page


def test_a_session_is_ended_from_another_device(passwords, browser):
    client, phone = browser(), browser()
    for one in (client, phone):
        one.enter("press@example.org")
    name = Session.objects.get(pk=phone.session.session_key).name

    client.post(f"{PAGE}{name}/end/")

    assert (client.is_in, phone.is_in) == (True, False)


def test_all_others_are_ended_at_once(passwords, browser):
    clients = [browser() for _ in range(3)]
    for one in clients:
        one.enter("press@example.org")

    clients[0].post(f"{PAGE}end/")

    assert [one.is_in for one in clients] == [True, False, False]


def test_nobody_ends_the_sessions_of_another(world, passwords, browser, nothing_happened):
    victim, client = browser(), browser()
    victim.enter("press@example.org")
    client.enter("viewer@example.org")
    name = Session.objects.get(pk=victim.session.session_key).name

    client.post(f"{PAGE}{name}/end/")
    with pytest.raises(NotAllowed):
        actions.end_sessions(user=world.press.user, names=[name], by=world.viewer, at=NOW)

    assert victim.is_in


def test_a_new_password_ends_the_other_sessions_and_is_told(passwords, browser, links, mailbox):
    client, elsewhere = browser(), browser()
    for one in (client, elsewhere):
        one.enter("press@example.org")

    client.post(
        "/account/password/",
        {
            "oldpassword": "correct horse battery staple",
            "password1": "a dozen quiet words",
            "password2": "a dozen quiet words",
        },
    )

    assert (client.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)
    links()
    assert client.enter("press@example.org").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    passwords, browser, count, django_assert_num_queries
):
    clients = [browser() for _ in range(count)]
    for one in clients:
        one.enter("press@example.org")

    with django_assert_num_queries(3):
        clients[0].get(PAGE)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("(Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
         "Firefox on Windows"),
        (("(Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
         " Safari/537.36 Edg/126.0.0.0"), "Edge on Windows"),
        (("(iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
         " Version/17.5 Mobile/15E148 Safari/604.1"), "Safari on iPhone"),
        (("(iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0"
         " Mobile/15E148 Safari/604.1"), "Chrome on iPad"),
        (("(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
         " Version/17.5 Safari/605.1.15"), "Safari on Mac"),
        ("(Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0", "Firefox on Android"),
    ],
)  # fmt: skip
def test_a_device_is_called_what_people_call_it(agent, words):
    assert device_in_words(f"Mozilla/5.0 {agent}") == words


@pytest.mark.parametrize(("agent", "words"), [("curl/8.5.0", "curl"), ("A phone", ""), ("", "")])
def test_what_is_no_browser_is_called_by_its_name_or_not_at_all(agent, words):
    assert device_in_words(agent) == words


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/visits/v-7k3qf/dates/propose/", "/visits/v-7k3qf/"),
        ("/account/sessions/end/", "/"),
        ("/admin/planning/user/add/", "/admin/"),
    ],
)
@pytest.mark.parametrize("ended", ["by time", "on another device"])
def test_what_is_sent_after_a_session_has_ended_is_not_lost_without_a_word(
    passwords, browser, fixed_clock, path, page, ended
):
    client, who = browser(), "administrator" if page == "/admin/" else "officer"
    client.enter(f"{who}@example.org")
    if ended == "by time":
        fixed_clock.shift(timedelta(minutes=61))
    else:
        Session.objects.all().delete()

    at_sign_in = client.post(path, {"title": "Typed for an hour"}, follow=True)
    following = at_sign_in.context["redirect_field_value"]
    after = client.enter(f"{who}@example.org", next=following)

    landed = client.get(after["Location"])
    assert (after["Location"], landed.status_code) == (page, 200)
    for shown in (at_sign_in, landed):
        assert "what you sent was not saved" in shown.text
    assert "what you sent was not saved" not in client.get(page).text
