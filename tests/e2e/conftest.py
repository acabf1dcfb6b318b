"""The running product, as `dev.py run` starts it, and a real browser."""

import json
import mailbox
import os
import time
from collections.abc import Callable, Iterator
from email.message import Message

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.copies import Copy, another

expect.set_options(timeout=20_000)  # milliseconds; two files run at a time


class Desk:
    """A running copy with its demonstration: its addresses, its people, its SMTP server's mails."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.base = f"http://127.0.0.1:{copy.port}"
        entries = json.loads((copy.data / "demo-sign-ins.json").read_text())
        self.people = {one["role"]: one for one in entries}

    def mails(self, kind: str = "") -> list[Message]:
        """Return all mails filed so far, or those whose subject holds some words."""
        box = mailbox.Maildir(self.copy.data / "mail", create=False)
        return [mail for mail in box if kind in mail["Subject"]]

    def manage(self, *words: str) -> str:
        """Run a management command in the running copy."""
        code, out, err = self.copy.said_by("manage", *words)
        assert code == 0, err
        return out


@pytest.fixture(scope="module")
def desk(first, tmp_path_factory) -> Iterator[Desk]:
    """One running copy for all tests of a file; it is stopped in the end."""
    with another(first, tmp_path_factory.mktemp("desk") / "its data") as copy:
        copy.start()
        yield Desk(copy)


@pytest.fixture(scope="session")
def browser() -> Browser:
    """Chromium, as `dev.py test` found it."""
    path = os.environ.get("CHROMIUM")
    if not path:
        pytest.skip("BROWSER TESTS SKIPPED: no Chromium; see python3 dev.py test --help")
    with sync_playwright() as play:
        chromium = play.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def enter(desk, browser) -> Callable[[str], Page]:
    """Return a page in which somebody of the demonstration has signed in through the form."""
    contexts, reports = [], []

    def sign_in(role: str, **options) -> Page:
        context = browser.new_context(base_url=desk.base, **options)
        contexts.append(context)
        page = context.new_page()
        page.csp_reports = []
        page.on(
            "console",
            lambda line: (
                page.csp_reports.append(line.text) if "Content Security" in line.text else None
            ),
        )
        page.goto("/account/sign-in/")
        page.get_by_label("E-mail address").fill(desk.people[role]["email"])
        page.get_by_label("Password").fill(desk.people[role]["password"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(desk.base + "/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert [line for line in reports if "Content Security Policy" in line] == []


def until(found: Callable[[], object], seconds: float = 60) -> object:
    """Wait until something is found, and return it."""
    end = time.monotonic() + seconds
    while not (what := found()):
        assert time.monotonic() < end, f"nothing within {seconds} seconds"
        time.sleep(0.2)
    return what
