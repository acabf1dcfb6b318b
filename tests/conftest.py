"""Fixtures of the whole suite: a fixed clock, the world, a real SMTP server."""

import os
import pickle
import socket
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import transaction
from django.test import Client
from xdist.scheduler import LoadFileScheduling

from planning.audit.models import AuditEvent
from planning.audit.rules import Actor
from planning.lifecycle import actions as lifecycle
from planning.outbox.models import Message
from tests import world as worlds
from tests.copies import Copy, stopped_afterwards
from tests.negotiation import ask, propose, say
from tests.world import NOW, World

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop beside the ORM


class ByFile(LoadFileScheduling):
    """Keep each file in one process, as all that runs whole copies, and the matrix of rights."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(("tests/e2e/", "tests/test_dev.py", "tests/test_production.py")):
            return "copies"
        return "authz" if nodeid.startswith("tests/authz/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    """Share the tests out by file."""
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Begin with what takes long: whole copies of the product, then the matrix of rights."""

    def place(item):
        return (item.get_closest_marker("dev") is None, "authz" not in item.nodeid)

    items.sort(key=place)


@pytest.fixture(scope="session")
def first(tmp_path_factory) -> Copy:
    """A whole copy of the product after its first run; its data are what others start from."""
    copy = Copy(tmp_path_factory.mktemp("first") / "dätä of its own")
    with stopped_afterwards(copy):
        copy.start()
        code, _, err = copy.stop()
        assert (code, err) == (0, "")
    return copy


@pytest.fixture(autouse=True)
def fixed_clock(request):
    """Stop the clock of every test at NOW, but for those that run whole copies of the product."""
    if request.node.get_closest_marker("dev"):
        yield None
        return
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def uncounted(settings):
    """Let every test ask the API as often as it likes: all stand in one minute of the clock."""
    settings.API_RATES = dict.fromkeys(settings.API_RATES, 0)


@pytest.fixture(scope="module")
def standing_world(request, django_db_setup, django_db_blocker) -> bytes:
    """The world, pickled, its rows written once for a module; nothing where its tests commit."""
    items = [item for item in request.session.items if item.module is request.module]
    markers = [item.get_closest_marker("django_db") for item in items]
    if any(marker and marker.kwargs.get("transaction") for marker in markers):
        yield b""
        return
    with django_db_blocker.unblock(), transaction.atomic():
        yield pickle.dumps(worlds.build())
        transaction.set_rollback(True)


@pytest.fixture
def world(standing_world, db) -> World:
    """The small world, as good as new for each test."""
    return pickle.loads(standing_world) if standing_world else worlds.build()


@pytest.fixture
def sign_in():
    """Return a browser's client in which somebody of the cast has signed in."""

    def make(who: Actor | None) -> Client:
        client = Client()
        if who:
            client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


class Postbox:
    """What the test's SMTP server accepted; ``refuse`` maps addresses to answers."""

    def __init__(self) -> None:
        self.mails = []
        self.refuse = {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Refuse an address, or take it."""
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        """Keep a mail."""
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture(scope="session")
def smtp_server():
    """Run a real SMTP server for the session."""
    postbox = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        postbox.port = free.getsockname()[1]
    controller = Controller(postbox, hostname="127.0.0.1", port=postbox.port)
    controller.start()
    yield postbox
    controller.stop()


@pytest.fixture
def mailbox(smtp_server, settings, tmp_path) -> Postbox:
    """An empty postbox, to which the product's mails go."""
    smtp_server.mails.clear()
    smtp_server.refuse.clear()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    settings.OUTBOX_JOURNAL = tmp_path / "journal"
    return smtp_server


@pytest.fixture
def nothing_happened(db):
    """Assert that no act was recorded and no message queued since the fixture was asked for."""
    before = (AuditEvent.objects.count(), Message.objects.count())

    def check():
        assert (AuditEvent.objects.count(), Message.objects.count()) == before

    return check


@pytest.fixture
def parties(world):
    """One office on each side whose yes is needed."""
    sides = [(world.host, "principals_office"), (world.guest, "counterpart")]
    return [
        lifecycle.add_party(
            side=side, organisation=world.of[name], mandatory=True, by=world.officer, at=NOW
        )
        for side, name in sides
    ]


@pytest.fixture
def option(world, parties):
    """Dates proposed by the guest."""
    return propose(world.guest, world.officer)


@pytest.fixture
def accepted(world, option, parties):
    """Dates to which every side has said yes."""
    for party in parties:
        say(option, party, "acceptable", world.officer)
    return option


@pytest.fixture
def asked(world, accepted):
    """The officer's request to confirm them."""
    return ask("confirm", accepted, world.officer)


@pytest.fixture
def confirmed(world, asked):
    """Confirmed dates, not public."""
    return lifecycle.grant(asked=asked, version=1, by=world.chief, at=NOW).option


@pytest.fixture(autouse=True)
def one_factor(settings):
    """Let everybody in without ceremony, as the demonstration does; some tests ask for more."""
    settings.SECOND_FACTOR_REQUIRED = False
