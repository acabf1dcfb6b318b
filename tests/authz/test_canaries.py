"""Marked words stand only where their readers may find them: pages, API, files, mails, logs."""

import logging
import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from planning.agenda import rules as agenda
from planning.api import router
from planning.audit.models import AuditEvent
from planning.audit.rules import VERBS
from planning.dates.actions import settle
from planning.dates.models import DateOption
from planning.lifecycle import actions as lifecycle
from planning.outbox.actions import deliver_some
from planning.outbox.models import Message
from planning.outbox.rules import KINDS
from planning.preparation import actions as preparation
from planning.preparation.models import Task
from planning.reminders.actions import call_webhooks, remind
from planning.reminders.models import Webhook
from planning.visits.models import OfVisit
from tests.authz.conftest import found_in
from tests.authz.matrix import MATRIX
from tests.authz.panel import places
from tests.authz.stage import CANARIES, EVERY, NO_PART, WHO, Stage
from tests.world import NOW

pytestmark = pytest.mark.django_db


# Pages whose rows can be taken away as a sheet.
LISTS = [
    "overview:visits", "agenda:list", "programme:list", "preparation:list", "correspondence:list",
    "visits:participants",
]  # fmt: skip


def rows_of(visit) -> str:
    """Return all that the rows of a visit hold."""
    of_a_visit = [
        model
        for model in apps.get_app_config("planning").get_models()
        if issubclass(model, OfVisit)
    ]
    return str([list(model._default_manager.filter(visit=visit).values()) for model in of_a_visit])


def everything_on(stage) -> list[str]:
    """Return all addresses that may show something of the summit."""
    summit = stage.world.summit
    urls = [
        row.url(name, stage.own)
        for (name, method), row in MATRIX.items()
        if method == "GET" and not row.api
    ]
    urls += [
        f"{MATRIX[name, 'GET'].url(name, stage.own)}?as={kind}"
        for name in LISTS
        for kind in ("csv", "xlsx")
    ]
    for _prefix, viewset, name_of in router.registry:
        narrow = f"&visit={summit.code}" if name_of == "history" else ""
        urls.append(reverse(f"api:{name_of}-list") + "?limit=200" + narrow)
        key, model = viewset.lookup_field, viewset.serializer_class.Meta.model
        urls += [
            reverse(f"api:{name_of}-detail", kwargs={key: getattr(one, key)})
            for one in stage.own.values()
            if isinstance(one, model)
        ]
    urls += [
        reverse(page, args=[summit.slug, stage.own[f"entry {word}"].pk])
        for word in ("plover", "bittern", "curlew")
        for page in ("correspondence:correct", "correspondence:scan")
    ]
    urls += [
        reverse("agenda:write", args=[summit.slug, number, kind.value])
        for number in (1, 2)
        for kind in agenda.TextKind
    ]
    return urls


def everything_shown_to(name, ask, stage) -> set[str]:
    """Return the marked words in all that GET answers somebody on the summit."""
    return set().union(*(ask.words(name, url) for url in everything_on(stage)))


@pytest.mark.parametrize("letter", EVERY)
def test_everybody_finds_exactly_the_words_they_may_read(stage, ask, letter):
    may_read = {word for word, letters in CANARIES.items() if letter in letters}
    if letter == "C":
        may_read_of = {"chief": may_read, "deputy": may_read - {"twite"}}
    else:
        may_read_of = dict.fromkeys(WHO[letter], may_read)

    for name, words in may_read_of.items():
        assert everything_shown_to(name, ask, stage) == words


@pytest.mark.parametrize("name", [*NO_PART, None])
def test_who_has_no_part_in_the_visit_finds_none(stage, ask, name):
    assert everything_shown_to(name, ask, stage) == set()


DRAWN_AT_RANDOM = re.compile(
    r"""nonce[=-]"?[\w+/=-]+|csrfmiddlewaretoken" value="\w+|X-CSRFToken":\s*"\w+|"""
    r"""csrf\w*[":=' ]+\w{64}|'X-Request-ID': '[^']+'|<code>\w{32}</code>""",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", ["ministry", "viewer"])
def test_days_confirmed_inside_change_nothing_for_whoever_is_not_let_in(stage, ask, name):
    world, spare = stage.world, stage.own["spare"]
    DateOption.objects.filter(pk=spare.pk).update(entered_at=NOW + timedelta(minutes=1))
    settle(world.summit)
    add = {"anchor": "first_day", "offset": -14, "by": world.officer, "at": NOW}
    task = preparation.add(
        visit=world.summit, title="Order flags", organisation=world.of["ministry"], **add
    )
    urls = everything_on(Stage(world, stage.own | {"hanging": task}))
    urls = [url for url in urls if not url.startswith("/account/")]

    before = {url: ask.shown(name, url) for url in urls}
    lifecycle.grant(asked=stage.own["request"], version=1, by=world.deputy, at=NOW)
    after = {url: ask.shown(name, url) for url in urls}

    moved = Task.objects.get(pk=task.pk)
    assert (task.due_on, moved.due_on) == (date(2025, 12, 21), date(2025, 11, 20))
    assert len(urls) > 90
    for url, shown in before.items():
        assert DRAWN_AT_RANDOM.sub("", after[url]) == DRAWN_AT_RANDOM.sub("", shown), url


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
        ("Ministry of Commerce", "visits.changed"),
        ("Ministry of Defence", "visits.changed"),
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


def test_no_marked_word_comes_with_the_next_edition_nor_with_a_preparatory_visit(stage):
    chief = stage.world.chief

    following = lifecycle.next_edition(
        edition=stage.world.summit, title="Next", category="state", by=chief, at=NOW
    )
    talks = lifecycle.prepare(
        visit=stage.world.summit, title="Talks", host=stage.world.guest, by=chief, at=NOW
    )

    assert found_in(rows_of(following) + rows_of(talks)) == set()
    assert following.required_parties.count() == 4
    assert not following.participations.exists()
