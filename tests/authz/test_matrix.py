"""Every address, method and role, on one's own visit and on a foreign one, as real requests."""

from http.cookies import SimpleCookie

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.authz.matrix import ANYBODY, MATRIX, OPEN, Row
from tests.authz.stage import EVERY, KEEPERS, NO_PART, WHO

pytestmark = pytest.mark.django_db


CASES = [(name, method, row) for (name, method), row in MATRIX.items()]
IDS = [f"{method}-{name}" for (name, method) in MATRIX]
OF_A_VISIT = [case for case in CASES if case[0] not in ANYBODY]


@pytest.mark.parametrize(("name", "method", "row"), CASES, ids=IDS)
def test_on_ones_own_visit(stage, ask, name, method, row: Row):
    url, data = row.url(name, stage.own), row.data(stage.own)
    found = {}
    for letter in EVERY:
        for who in WHO[letter]:
            found[who] = ask(who, method, url, data, api=row.api)

    for letter in EVERY:
        for who in WHO[letter]:
            status, acts = found[who]
            assert status == row.expected(letter, method), f"{who}: {status}"
            if method == "GET" or status >= 400:
                assert acts == 0, f"{who} left a trace"


@pytest.mark.parametrize(("name", "method", "row"), OF_A_VISIT)
def test_what_one_has_no_part_in_does_not_exist(stage, ask, name, method, row: Row):
    own, foreign = row.url(name, stage.own), row.url(name, stage.foreign)

    answers = {who: ask(who, method, own, row.data(stage.own), api=row.api) for who in NO_PART}
    answers |= {
        who: ask(who, method, foreign, row.data(stage.foreign), api=row.api)
        for names in WHO.values()
        for who in names
    }

    assert answers == dict.fromkeys(answers, (row.foreign, 0))


@pytest.mark.parametrize(("name", "method", "row"), CASES, ids=IDS)
def test_a_stranger_is_sent_to_the_door(stage, ask, name, method, row: Row):
    status, acts = ask(None, method, row.url(name, stage.own), row.data(stage.own), api=row.api)

    assert (status, acts) == (401 if row.api else 302, 0)


def test_a_method_that_is_not_in_the_table_is_refused(stage, ask):
    for name in {name for name, _method in MATRIX}:
        row = next(row for (other, _method), row in MATRIX.items() if other == name)
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if (name, method) not in MATRIX:
                answer = ask("officer", method, row.url(name, stage.own), {}, api=row.api)
                assert answer == (405, 0), f"{method} {name}"


def failing(get_response):
    """Have every view fail as a defect would."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, args, kwargs):
        raise ValueError("canary")

    middleware.process_view = process_view
    return middleware


def test_a_defect_behind_any_address_is_told_without_details(stage, ask, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.{failing.__name__}"]
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(ask.cookies["officer"])

    for name, method, row in CASES:
        if method == "GET":
            answer = client.get(row.url(name, stage.own))
            said = answer.text + str(answer.headers)
            assert (answer.status_code, "canary" in said, "Traceback" in said) == (
                500, False, False,
            ), name  # fmt: skip
            assert answer["X-Request-ID"] in answer.text, name


def test_every_address_stands_in_the_table():
    declared = {name for name, _method in MATRIX} | set(OPEN)

    assert {name for name, _pattern in _addresses() if not name.startswith("admin:")} == declared


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_admin_panel_is_shut_to_those_who_keep_none_of_its_tables(stage, ask, method):
    names = {name for name, _pattern in _addresses() if name.startswith("admin:")}
    # Who keeps which table is asked in tests/test_panel.py.
    everybody = [who for who in stage.world.cast if who not in ("administrator", *KEEPERS)]
    harmless = {"admin:logout", "admin:jsi18n"}
    tried = 0
    for name in sorted(names):
        for arguments in ([], ["1"], ["1", "1"]):
            try:
                url = reverse(name, args=arguments)
            except NoReverseMatch:
                continue
            tried += 1
            for who in everybody if tried % 10 == 1 else ["ministry", "outsider"]:
                status, acts = ask(who, method, url, {})
                # A redirect leads to the panel's own sign-in, which refuses them.
                assert (status in (302, 403) or name in harmless, acts) == (True, 0), (who, url)
    assert tried > 40


def _addresses(patterns=None, space=""):
    """Walk all URL patterns; yield their full names."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern
