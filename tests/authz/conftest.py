"""One furnished world for all of this folder, and a client that may be anybody of the cast."""

import re
from http.cookies import SimpleCookie
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings

from planning.audit.actions import act
from planning.audit.models import AuditEvent
from planning.correspondence import rules as correspondence
from planning.dossier import rules as dossier
from planning.outbox.models import Message
from planning.preparation import rules as preparation
from planning.programme import rules as programme
from planning.reminders import rules as reminders
from planning.reminders.rules import Debt
from tests.authz.stage import CANARIES, Stage, furnish
from tests.world import NOW

# Acts whose story must not tell what the rows themselves hide: the verb, what it says, whose it is.
TOLD = [
    (preparation.TASK_ADDED, {"title": "linnet"}, None),
    (preparation.TASK_ADDED, {"title": "brambling"}, "ministry"),
    (programme.ADDED, {"title": "siskin"}, None),
    (dossier.SENSITIVITY_SAVED, {"title": "ouzel"}, None),
    (correspondence.ENTERED, {"subject": "bittern"}, None),
    (correspondence.ENTERED, {"subject": "plover"}, "ministry"),
    (reminders.CHASED[Debt.POSITION], {"owner": "Embassy", "said": "dotterel"}, None),
    (reminders.CHASED[Debt.TASK], {"owner": "Ministry", "said": "turnstone"}, None),
]
MARKED = re.compile(f"(?:foreign-)?(?:{'|'.join(CANARIES)})")
ACTS = "SELECT " + " + ".join(
    f"(SELECT count(*) FROM {model._meta.db_table})" for model in (AuditEvent, Message)
)


@pytest.fixture(scope="package")
def stage(django_db_setup, django_db_blocker, tmp_path_factory) -> Stage:
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


class Asking:
    """Sends requests as anybody of the cast, undoes what they did, and counts acts and messages.

    What a GET answers is remembered: the table of rights and the search for marked words look at
    the same pages.
    """

    def __init__(self, stage: Stage) -> None:
        self.client = Client(raise_request_exception=False)
        self.cookies = {None: {}}
        for name, who in stage.world.cast.items():
            client = Client()
            client.force_login(who.user, "django.contrib.auth.backends.ModelBackend")
            self.cookies[name] = {key: one.value for key, one in client.cookies.items()}
        self.before = self.acts()
        self.seen: dict[tuple[str | None, str], tuple[int, int, set[str]]] = {}

    def __call__(
        self, name: str | None, method: str, url: str, data: dict | None = None, *, api=False
    ) -> tuple[int, int]:
        """Send one request; return its status and the number of acts and messages it made."""
        if method == "GET" and not data:
            return self.get(name, url)[:2]
        kind = {"content_type": "application/json"} if api else {}
        response, acts = self.send(name, method, url, data, **kind)
        return response.status_code, acts

    def words(self, name: str | None, url: str) -> set[str]:
        """Return the marked words that GET shows somebody: in body, headers, or file."""
        return self.get(name, url)[2]

    def get(self, name: str | None, url: str) -> tuple[int, int, set[str]]:
        if (name, url) not in self.seen:
            response, acts = self.send(name, "GET", url)
            self.seen[name, url] = response.status_code, acts, found_in(whole(response))
        return self.seen[name, url]

    def shown(self, name: str | None, url: str) -> str:
        """Return all that GET answers somebody at this moment: body, headers, file."""
        return whole(self.send(name, "GET", url)[0])

    def send(self, name: str | None, method: str, url: str, *data, **kind):
        self.client.cookies = SimpleCookie(self.cookies[name])
        point = transaction.savepoint()
        response = getattr(self.client, method.lower())(url, *data, **kind)
        acts = self.acts() - self.before
        transaction.savepoint_rollback(point)
        return response, acts

    def acts(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(ACTS)
            return cursor.fetchone()[0]


def whole(response) -> str:
    """Return the body and the headers of an answer."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            body = b"".join(book.read(part) for part in book.namelist())
    return body.decode("utf-8", "replace") + str(response.headers)


def found_in(text: str) -> set[str]:
    """Return the marked words of a text; those of the foreign visit with "foreign-" before."""
    return set(MARKED.findall(text))


@pytest.fixture(scope="package")
def ask(stage) -> Asking:
    """The client that may be anybody."""
    return Asking(stage)
