"""The main job on the real case, in a browser, to the mails in the SMTP server's folder."""

import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, until

pytestmark = [pytest.mark.e2e, pytest.mark.dev]

SUMMIT = "23rd India-Russia Annual Summit"
CHIEF, DEPUTY = "Chief of Protocol", "Deputy Chief of Protocol"
OFFICER, DESK, VIEWER = "Protocol Officer", "Eurasia Desk", "Viewer"
COMMERCE, DEFENCE = "Ministry of Commerce focal point", "Ministry of Defence focal point"
LET_IN = ["chief", "deputy", "desk", "mission", "officer", "principal"]


def test_from_an_estimate_to_a_confirmation_and_its_reminder(enter, desk):
    see_the_estimate_and_record_what_every_side_says(enter(OFFICER))
    request_the_confirmation(enter(CHIEF))
    nobody_without_a_chiefs_right_grants(enter)
    grant(enter(DEPUTY))

    everybody_concerned_gets_one_mail(desk)
    whoever_is_not_let_in_still_sees_the_estimate(enter)
    a_reminder_comes_once(enter(OFFICER), desk)
    a_mail_leaves_though_the_broker_hangs(enter(OFFICER), desk)


def see_the_estimate_and_record_what_every_side_says(page: Page) -> None:
    open_section(page, "Dates")
    expect(page.get_by_role("region", name="Press estimates")).to_contain_text("5–6 December 2025")

    page.get_by_role("link", name="Record proposed dates").click()
    page.get_by_label("Proposed by").select_option("Russia")
    page.get_by_label("First day").fill("2025-12-04")
    page.get_by_label("Last day").fill("2025-12-05")
    page.get_by_role("button", name="Save").click()
    for office in ("Prime Minister's Office", "Presidential Executive Office"):
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=office))
        row.get_by_role("link", name=re.compile("Record")).click()
        page.get_by_label("acceptable").check()
        page.get_by_label("Said by").fill("Counsellor, by telephone")
        page.get_by_role("button", name="Save").click()

    header = page.get_by_role("columnheader", name=re.compile("4–5 December 2025"))
    expect(header).to_contain_text("accepted by every side")


def request_the_confirmation(page: Page) -> None:
    open_section(page, "Dates")
    fill_the_request(page, "Request the confirmation")

    page.get_by_role("link", name="Look at it and decide").click()
    page.get_by_role("button", name="Grant").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "You made this request yourself: somebody else must grant it."
    )


def fill_the_request(page: Page, button: str) -> None:
    page.get_by_role("link", name=button).click()
    page.get_by_label("Office that decided").fill("Prime Minister's Office")
    page.get_by_label("Person who decided").fill("Principal Secretary")
    page.get_by_label("Reference").fill("Minute 7")
    for _form_then_check in range(2):
        page.get_by_role("button", name="Send the request").click()
    expect(page.locator("#notices")).to_contain_text("A chief other than you decides.")


def nobody_without_a_chiefs_right_grants(enter) -> None:
    chief = enter(CHIEF)
    open_section(chief, "Dates")
    address = chief.get_by_role("link", name="Look at it and decide").get_attribute("href")

    for who in (OFFICER, DESK, COMMERCE, VIEWER):
        page = enter(who)
        assert page.goto(address).status == 403
        expect(page.get_by_role("alert")).to_have_text(
            "Your role in this visit does not allow that."
        )


def grant(page: Page) -> None:
    page.get_by_role("link", name="Confirm 4–5 December 2025").click()
    page.get_by_role("button", name="Grant").click()

    expect(page.locator(".visit-facts")).to_contain_text("confirmed, not public")
    expect(page.locator(".visit-facts")).to_contain_text("4–5 December 2025")


def everybody_concerned_gets_one_mail(desk: Desk) -> None:
    until(lambda: len(desk.mails("dates confirmed")) >= len(LET_IN) - 1)
    until(lambda: re.search(r"queued: 0\nsending: 0\n", desk.manage("outbox", "status")))

    assert to(desk, "dates confirmed") == [name for name in LET_IN if name != "deputy"]
    assert to(desk, "waits for your decision") == ["deputy"]
    assert to(desk, "") == sorted(["chief", "deputy", "desk", "mission", "officer", "principal"])
    for mail in desk.mails():
        assert "Annual Summit" not in mail.as_string()
        assert "December" not in mail.get_payload()


def whoever_is_not_let_in_still_sees_the_estimate(enter) -> None:
    for who in (VIEWER, COMMERCE):
        page = enter(who)
        page.goto("/visits/")
        row = page.get_by_role("row").filter(has_text=SUMMIT)
        expect(row).to_contain_text("5–6 December 2025")
        expect(row).to_contain_text("press estimate")
        page.get_by_role("link", name=SUMMIT).click()
        assert "4–5 December" not in page.content()


def a_reminder_comes_once(page: Page, desk: Desk) -> None:
    page.get_by_label("Move on to").fill("2025-11-20")
    page.get_by_role("button", name="Move on").click()
    expect(page.get_by_role("region", name="Demonstration")).to_contain_text("20 November 2025")

    until(lambda: len(desk.mails("a day is drawing near")) >= len(LET_IN), seconds=90)
    sweep = "from django.core.management import call_command as call\n"
    desk.manage("shell", "-c", sweep + "for _again in range(10): call('send_due')")

    assert to(desk, "a day is drawing near") == LET_IN


def a_mail_leaves_though_the_broker_hangs(page: Page, desk: Desk) -> None:
    before = len(desk.mails("waits for your decision"))
    valkey = desk.copy.pids()["valkey"]
    os.kill(valkey, signal.SIGSTOP)
    try:
        open_section(page, "Dates")
        fill_the_request(page, "Request the announcement")
        until(lambda: len(desk.mails("waits for your decision")) == before + 2, seconds=60)
    finally:
        os.kill(valkey, signal.SIGCONT)


def to(desk: Desk, words: str) -> list[str]:
    """Return who got mails whose subject holds some words, each as often as they came."""
    return sorted(mail["To"].partition("@")[0] for mail in desk.mails(words))


def open_section(page: Page, section: str) -> None:
    page.goto("/visits/")
    page.get_by_role("link", name=SUMMIT).click()
    page.get_by_role("navigation").get_by_role("link", name=section, exact=True).click()


def open_text(page: Page, item: str) -> None:
    open_section(page, "Agenda")
    page.get_by_role("link", name=item, exact=True).click()
    page.get_by_role("link", name=re.compile("line to take", re.I)).click()


def test_a_ministry_edits_its_item_and_a_stale_save_shows_both_texts(enter):
    ministry, officer = enter(COMMERCE), enter(DESK)
    for page in (ministry, officer):
        open_text(page, "Trade")

    officer.get_by_label("Text").fill("Raise trade above the goal: the desk's words.")
    officer.get_by_role("button", name="Save").click()
    ministry.get_by_label("Text").fill("Customs pre-arrival: the ministry's words.")
    ministry.get_by_role("button", name="Save").click()

    expect(ministry.get_by_role("main")).to_contain_text("the desk's words")
    mine = ministry.locator("textarea")
    expect(mine).to_have_value("Customs pre-arrival: the ministry's words.")
    mine.fill("The desk's and the ministry's words.")
    ministry.get_by_role("button", name="Save").click()
    expect(ministry.get_by_role("main")).to_contain_text("The desk's and the ministry's words.")


def test_a_ministry_cannot_open_anothers_line_to_take(enter):
    commerce, defence = enter(COMMERCE), enter(DEFENCE)
    open_text(defence, "Defence and military-technical cooperation")
    address = defence.url
    defence.get_by_label("Text").fill("The words of defence alone.")
    defence.get_by_role("button", name="Save").click()

    answered = commerce.goto(address)

    assert answered.status == 403
    assert "The words of defence alone." not in commerce.content()
    commerce.goto(re.sub(r"line/edit/$", "", address))
    assert "The words of defence alone." not in commerce.content()
