"""Search, suggestions and counts hold nothing of what is hidden, and do not tell that it is."""

import re

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.overview.queries.search import Kind, find
from tests.authz.stage import CANARIES, NO_PART, WHO, furnish

pytestmark = pytest.mark.django_db
SEARCH, SUGGEST = reverse("overview:search"), reverse("overview:suggest")


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    """The furnished world, beside which no other stands."""
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield furnish()
        transaction.set_rollback(True)


# Positions, options, requests, calls about what is owed, what history keeps.
NEVER_SEARCHED = {"kestrel", "magpie", "heron", "grebe", "dotterel", "turnstone", "egret"}


def test_each_reader_finds_what_is_theirs_and_counts_no_more(stage):
    readers = {who: letter for letter, names in WHO.items() for who in names[:1]}
    readers |= dict.fromkeys(NO_PART, "")
    for who, letter in readers.items():
        user = stage.world.cast[who].user
        found = {word: find(user, word[:4])[0] for word in CANARIES}
        may = {word for word, letters in CANARIES.items() if letter and letter in letters}
        assert {word for word, some in found.items() if some} == may - NEVER_SEARCHED, who
        for word in may - NEVER_SEARCHED:
            (of_kind,) = found[word]
            own = [hit for hit in of_kind.hits if hit.visit.pk == stage.own["visit"].pk]
            assert of_kind.count == len(of_kind.hits) == len(own) or word == "twite"


def test_a_hidden_word_is_answered_like_one_that_nobody_wrote(stage, sign_in):
    client = sign_in(stage.world.viewer)

    def told(door, word, **more):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(door, {"q": word} | more).text
        page = re.sub(r'nonce="[^"]*"|"x-csrftoken": "[^"]*"|value="[^"]{64}"', "", page)
        return page.replace(word, ""), len(asked)

    for word in ("curlew", "avocet", "linnet"):
        for door, more in ((SEARCH, {}), (SUGGEST, {}), (SUGGEST, {"at": "v-7k3qf"})):
            assert told(door, word, **more) == told(door, "zyxwvu", **more)


def test_every_kind_has_its_address_in_the_api(stage, sign_in):
    for kind in Kind:
        assert reverse(f"api:{kind.value}-list")
    client = sign_in(stage.world.chief)

    found = client.get("/api/v1/search/", {"q": "subject", "limit": 1}).json()
    one = found[0]["results"][0]

    assert [(of_kind["kind"], of_kind["count"]) for of_kind in found] == [
        ("agenda-item", 3),
    ]
    assert (one["title"], one["visit"]) == ("Subject 1", "V-7K3QF")
    assert client.get(one["url"]).json()["title"] == "Subject 1"
    assert client.get(one["page"]).status_code == 200
