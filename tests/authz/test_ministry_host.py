"""The second host name, over the whole resolver: on the list, or not there, whoever asks."""

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from planning.visits.rules import MINISTRY_PAGES
from tests.authz.matrix import MATRIX

pytestmark = pytest.mark.django_db
HOST = "ministries.example"
MINISTRIES = ["ministry", "press"]


@pytest.fixture(autouse=True)
def two_hosts(settings):
    settings.SUMMIT_MINISTRY_HOST = HOST
    settings.ALLOWED_HOSTS = [HOST, "testserver"]


@pytest.fixture
def outside(sign_in):
    """Return a client that reaches the second host alone, as somebody of the cast or a stranger."""

    def make(who=None, host=HOST):
        client = sign_in(who)
        client.defaults["HTTP_HOST"] = host
        return client

    return make


def addresses(patterns=None, space=""):
    """Yield the name of every address, as the resolver calls it."""
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry.url_patterns, space + inner)
        else:
            yield space + (entry.name or ""), entry


def test_every_address_that_is_not_on_the_list_does_not_exist_there(stage, outside):
    world = stage.world
    clients = [outside(who) for who in (None, world.ministry, world.officer, world.administrator)]
    urls = {
        (name, row.url(name, stage.own))
        for (name, _method), row in MATRIX.items()
        if name not in MINISTRY_PAGES
    }
    names = {name for name, _entry in addresses()} - MINISTRY_PAGES - {name for name, _ in MATRIX}
    for name in names:
        for arguments in ([], ["1"], ["1", "1"]):
            try:
                urls.add((name, reverse(name, args=arguments)))
            except NoReverseMatch:
                continue

    assert names <= {name for name, _url in urls} | {
        "admin:",
        "admin:app_list",
        "admin:view_on_site",
    }
    for name, url in sorted(urls):
        for client in clients:
            for method in ("get", "post"):
                answer = getattr(client, method)(url)
                assert answer.status_code == 404, f"{method} {name}"


def test_what_is_on_the_list_is_served_as_on_the_other_host(stage, outside):
    pages = {(n, r.url(n, stage.own)) for (n, m), r in MATRIX.items() if m == "GET"}

    for who in MINISTRIES:
        theirs = getattr(stage.world, who)
        there, here = outside(theirs), outside(theirs, "testserver")
        for name, url in sorted(pages):
            if name in MINISTRY_PAGES:
                assert there.get(url).status_code == here.get(url).status_code, f"{who} {name}"
