"""The second host name: ministries' pages alone, for ministries alone."""

import re

import pytest
from django.test import override_settings

from planning.accounts import actions as accounts
from planning.accounts.rules import Purpose
from planning.outbox.actions import post
from planning.outbox.models import Message
from planning.outbox.rules import KINDS, Recipient
from tests.world import NOW, let_in

pytestmark = pytest.mark.django_db
HOST = "ministries.example"
OFFICE = ["chief", "officer", "desk", "viewer", "principals_office", "administrator"]


@pytest.fixture(autouse=True)
def two_hosts(settings):
    settings.SUMMIT_MINISTRY_HOST = HOST
    settings.SUMMIT_MINISTRY_URL = f"https://{HOST}"
    settings.ALLOWED_HOSTS = [HOST, "testserver"]


@pytest.fixture
def outside(sign_in):
    """Return a client that reaches the second host alone, as somebody of the cast or a stranger."""

    def make(who=None, host=HOST):
        client = sign_in(who)
        client.defaults["HTTP_HOST"] = host
        return client

    return make


@pytest.mark.parametrize("who", OFFICE)
def test_who_works_in_the_office_does_not_work_there(world, outside, who):
    client = outside(getattr(world, who))

    assert client.get("/").status_code == 403
    assert client.get(f"/visits/{world.summit.slug}/").status_code == 403
    assert client.get("/account/").status_code == 403
    assert client.post("/account/sign-out/").status_code == 302


def test_a_stranger_is_sent_to_the_door_there_too(world, outside):
    assert outside().get("/")["Location"] == "/account/sign-in/?next=/"
    assert outside().get("/account/sign-in/").status_code == 200


@pytest.mark.parametrize("host", [HOST, HOST.upper(), f"{HOST}.", f"{HOST}:443", f"{HOST}.:443"])
def test_the_host_is_known_however_it_is_written(world, outside, host):
    assert outside(world.officer, host).get("/").status_code == 403


def test_no_link_there_leads_nowhere(world, outside):
    client = outside(world.ministry)
    found, todo = set(), {"/"}
    while todo:
        page = client.get(todo.pop())
        assert page.status_code in (200, 302), page.request["PATH_INFO"]
        links = set(re.findall(r'href="(/[^"#?]*)"', page.text)) - found
        todo |= {link for link in links if not link.startswith("/static/")}
        found |= links

    assert f"/visits/{world.summit.slug}/agenda/" in found


def test_where_no_second_host_is_named_nothing_changes(world, sign_in):
    with override_settings(SUMMIT_MINISTRY_HOST="", ALLOWED_HOSTS=["testserver"]):
        assert sign_in(world.officer).get("/").status_code == 200


@pytest.mark.parametrize(
    ("who", "base"),
    [("ministry", f"https://{HOST}"), ("officer", "http://127.0.0.1:8000")],
)
def test_a_mail_leads_to_the_host_that_its_reader_reaches(world, confirmed, who, base):
    Message.objects.all().delete()
    let_in(world, "ministry")
    post(
        "lifecycle.dates_confirmed", about=confirmed.requests.get(), visit_id=world.summit.pk,
        to=[Recipient(user_id=getattr(world, who).user.pk)], key="x", at=NOW,
    )  # fmt: skip

    mail = KINDS["lifecycle.dates_confirmed"](Message.objects.get())

    assert f"{base}/visits/{world.summit.slug}/" in mail.body


@pytest.mark.parametrize(
    ("who", "base"),
    [("ministry", f"https://{HOST}"), ("officer", "http://127.0.0.1:8000")],
)
def test_a_one_time_link_leads_to_the_host_that_its_reader_reaches(world, who, base):
    user = getattr(world, who).user
    accounts.send_link(email=user.email, purpose=Purpose.SIGN_IN, at=NOW)

    mail = KINDS["accounts.sign_in_link"](Message.objects.get())

    assert f"{base}/account/link/" in mail.body
