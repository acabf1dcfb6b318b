"""Every form of the product: sent empty, and sent twice."""

import re

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.utils.html import strip_tags

from planning.audit.models import AuditEvent
from tests.authz.matrix import MATRIX
from tests.authz.stage import furnish
from tests.world import NOW

pytestmark = pytest.mark.django_db

# Without a field that can be missing: a look before an act; what nobody of the cast has.
NOTHING_TO_MISS = {
    "lifecycle:grant", "account_change_password", "mfa_remove_webauthn", "mfa_deactivate_totp",
    "mfa_generate_recovery_codes", "mfa_add_webauthn", "dates:request-withdraw",
    "programme:remove", "visits:dismiss", "visits:let-in", "visits:shut-out",
    "visits:point-release", "lifecycle:side-lead",
    "visits:parts-add",  # no field, but the list as a whole misses a tick
}  # fmt: skip
FORMS = sorted(
    (name, row.writer)
    for (name, method), row in MATRIX.items()
    if method == "POST"
    and (name, "GET") in MATRIX
    and not row.api
    and row.may
    and name not in NOTHING_TO_MISS
)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        yield furnish()
        transaction.set_rollback(True)


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


@pytest.mark.parametrize(("name", "who"), FORMS)
def test_a_form_that_is_sent_empty_says_at_the_top_what_is_wrong(stage, name, who):
    row, client = MATRIX[name, "POST"], Client()
    client.force_login(stage.world.cast[who].user, "django.contrib.auth.backends.ModelBackend")

    page = client.post(row.url(name, stage.own), {"version": "1"}).text

    assert "<title>Error: " in page, words(page)[:200]
    summary = re.search(r'<div class="problems".*?</div>', page, re.S)[0]
    assert 'role="alert" tabindex="-1" id="problems"' in summary
    assert "There is a problem" in summary
    links = re.findall(r'<a href="#([^"]*)">(.*?)</a>', summary, re.S)
    assert links
    for target, sentence in links:
        assert f'id="{target}"' in page
        said = [words(one) for one in re.findall(r'<p class="problem">(.*?)</p>', page, re.S)]
        assert words(sentence) in said


POSTS = sorted(
    (name, row.writer) for (name, method), row in MATRIX.items() if method == "POST" and not row.api
)
TOKEN = {"csrfmiddlewaretoken": "x" * 64}


@pytest.mark.parametrize(("name", "who"), POSTS)
def test_a_form_that_is_sent_twice_has_one_effect_and_one_answer(stage, name, who):
    row, client = MATRIX[name, "POST"], Client(raise_request_exception=False)
    client.force_login(stage.world.cast[who].user, "django.contrib.auth.backends.ModelBackend")
    url, sent = row.url(name, stage.own), row.data(stage.own) | TOKEN
    point, before = transaction.savepoint(), AuditEvent.objects.count()

    first = client.post(url, sent)
    acts = AuditEvent.objects.count() - before
    again = client.post(url, sent)

    assert AuditEvent.objects.count() - before == acts
    if first.status_code == 302:
        assert (again.status_code, again.get("Location")) == (302, first["Location"])
    transaction.savepoint_rollback(point)
