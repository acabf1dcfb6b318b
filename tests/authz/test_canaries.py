"""Marked words stand only where their readers may find them: pages, API, files, mails, logs."""

import logging
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from planning.agenda import rules as agenda
from planning.api import router
from planning.audit.actions import act
from planning.audit.models import AuditEvent
from planning.audit.rules import VERBS
from planning.correspondence import rules as correspondence
from planning.dossier import rules as dossier
from planning.outbox.actions import deliver_some
from planning.outbox.models import Message
from planning.outbox.rules import KINDS
from planning.preparation import rules as preparation
from planning.programme import rules as programme
from planning.reminders.actions import call_webhooks, remind
from planning.reminders.models import Webhook
from tests.authz.matrix import MATRIX
from tests.authz.panel import places
from tests.authz.stage import CANARIES, EVERY, NO_PART, WHO, furnish
from tests.world import NOW

pytestmark = pytest.mark.django_db

# Acts whose story must not tell what the rows themselves hide: the verb, what it says, whose it is.
TOLD = [
    (preparation.TASK_ADDED, {"title": "linnet"}, None),
    (preparation.TASK_ADDED, {"title": "brambling"}, "ministry"),
    (programme.ADDED, {"title": "siskin"}, None),
    (dossier.SENSITIVITY_SAVED, {"title": "ouzel"}, None),
    (correspondence.ENTERED, {"subject": "bittern"}, None),
    (correspondence.ENTERED, {"subject": "plover"}, "ministry"),
]

# Pages whose rows can be taken away as a sheet.
LISTS = [
    "overview:visits", "agenda:list", "programme:list", "preparation:list", "correspondence:list",
    "visits:participants",
]  # fmt: skip


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, tmp_path_factory):
    """The furnished world, its story told; each test's own doings are undone."""
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        stage = furnish()
        for verb, said, name in TOLD:
            of = [stage.world.of[name].pk] if name else []
            with act(verb, on=stage.world.summit, by=stage.world.officer, at=NOW, of=of) as story:
                story |= said
        yield stage
        transaction.set_rollback(True)


def found_in(text: str) -> set[str]:
    return {word for word in CANARIES if re.search(rf"(?<!foreign-){word}", text)}


def everything_shown_to(client, stage) -> str:
    """Return all that GET answers somebody on the summit: bodies, headers, files."""
    shown = []
    for (name, method), row in MATRIX.items():
        if method == "GET" and not row.api:
            response = client.get(row.url(name, stage.own))
            body = b"".join(response) if response.streaming else response.content
            shown.append(body.decode("utf-8", "replace") + str(response.headers))
    for name in LISTS:
        for kind in ("csv", "xlsx"):
            body = client.get(MATRIX[name, "GET"].url(name, stage.own), {"as": kind}).content
            if body.startswith(b"PK"):
                with ZipFile(BytesIO(body)) as book:
                    body = b"".join(book.read(part) for part in book.namelist())
            shown.append(body.decode("utf-8", "replace"))
    for _prefix, viewset, name in router.registry:
        narrow = {"visit": stage.world.summit.code} if name == "history" else {}
        shown.append(client.get(reverse(f"api:{name}-list"), {"limit": 200} | narrow).text)
        key, model = viewset.lookup_field, viewset.serializer_class.Meta.model
        for one in stage.own.values():
            if isinstance(one, model):
                url = reverse(f"api:{name}-detail", kwargs={key: getattr(one, key)})
                shown.append(client.get(url).text)
    for word in ("plover", "bittern", "curlew"):
        entry = stage.own[f"entry {word}"]
        for page in ("correspondence:correct", "correspondence:scan"):
            response = client.get(reverse(page, args=[stage.world.summit.slug, entry.pk]))
            body = b"".join(response) if response.streaming else response.content
            shown.append(body.decode("utf-8", "replace") + str(response.headers))
    for number in (1, 2):
        for kind in agenda.TextKind:
            page = reverse("agenda:write", args=[stage.world.summit.slug, number, kind.value])
            shown.append(client.get(page).content.decode())
    return "\n".join(shown)


@pytest.mark.parametrize("letter", EVERY)
def test_everybody_finds_exactly_the_words_they_may_read(stage, sign_in, letter):
    may_read = {word for word, letters in CANARIES.items() if letter in letters}
    if letter == "C":
        may_read_of = {"chief": may_read, "deputy": may_read - {"twite"}}
    else:
        may_read_of = dict.fromkeys(WHO[letter], may_read)

    for name, words in may_read_of.items():
        shown = everything_shown_to(sign_in(stage.world.cast[name]), stage)
        assert found_in(shown) == words
        assert "foreign-" not in shown


@pytest.mark.parametrize("name", [*NO_PART, None])
def test_who_has_no_part_in_the_visit_finds_none(stage, sign_in, name):
    shown = everything_shown_to(sign_in(stage.world.cast[name] if name else None), stage)

    assert found_in(shown) == set()


@pytest.mark.parametrize("name", ["administrator", "chief", "officer"])
def test_the_admin_panel_holds_none_for_anybody(stage, sign_in, name):
    world, client = stage.world, sign_in(stage.world.cast[name])
    with transaction.atomic():
        answers = {place: client.get(place) for place in places(world)}
        transaction.set_rollback(True)

    assert {answer.status_code for answer in answers.values()} <= {200, 302, 403, 404}
    secret = {*CANARIES, world.summit.code, world.summit.title, world.foreign.title}
    for place, answer in answers.items():
        shown = (answer.text + str(answer.headers)).replace(place.partition("?q=")[2] or "\0", "")
        assert {word for word in secret if word in shown} == set(), place


def test_no_mail_and_no_line_of_the_log_holds_one(stage, mailbox, caplog, sign_in):
    caplog.set_level(logging.DEBUG)

    with transaction.atomic():
        remind(at=NOW)
    while deliver_some():
        pass
    sign_in(stage.world.viewer).get(reverse("agenda:write", args=["v-7k3qf", 1, "line"]))

    assert mailbox.mails
    assert found_in("\n".join(mail.as_string() for mail in mailbox.mails)) == set()
    lines = [line for line in caplog.messages if not line.startswith("(")]  # SQL of the debugger
    assert found_in("\n".join(lines)) == set()


def test_no_call_to_a_ministrys_own_system_holds_one(stage, settings):
    settings.SUMMIT_WEBHOOKS = True
    for name in ("ministry", "second_ministry"):
        Webhook.objects.create(
            organisation=stage.world.of[name],
            address="https://a.example",
            is_on=True,
            on_since=NOW - timedelta(days=1),
        )

    with transaction.atomic():
        call_webhooks(at=NOW)

    calls = {
        (webhook.organisation, verb): KINDS[message.kind](message)
        for message in Message.objects.calls()
        for webhook in Webhook.objects.filter(pk=message.to_webhook_id)
        for verb in AuditEvent.objects.filter(pk=message.about_id).values_list("verb", flat=True)
    }
    # The ministry is told of its own task and entry; the other ministry of neither.
    assert {(office.name, verb) for office, verb in calls} == {
        ("Ministry of Commerce", "preparation.task_added"),
        ("Ministry of Commerce", "correspondence.entered"),
    }
    assert found_in(str(list(calls.values()))) == set()


def test_every_verb_that_names_a_thing_says_who_may_read_it():
    open_to_all = {
        verb.name for verb in VERBS.values() if not verb.needs and "%(title)s" in str(verb.sentence)
    }

    # Titles of agenda items and what the dossier takes from the public record are for all.
    assert {name.partition(".")[0] for name in open_to_all} <= {"agenda", "dossier"}
