"""The main job on the real case, in a browser, to the mails in the SMTP server's folder."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import until

pytestmark = [pytest.mark.e2e, pytest.mark.dev]

SUMMIT = "23rd India-Russia Annual Summit"
CHIEF, DEPUTY = "Chief of Protocol", "Deputy Chief of Protocol"
OFFICER, DESK, VIEWER = "Protocol Officer", "Eurasia Desk", "Viewer"
COMMERCE, DEFENCE = "Ministry of Commerce focal point", "Ministry of Defence focal point"


def open_dates(page: Page) -> None:
    page.goto("/visits/")
    page.get_by_role("link", name=SUMMIT).click()
    page.get_by_role("link", name="Dates", exact=True).click()


def answer(page: Page, office: str) -> None:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=office))
    row.get_by_role("link", name=re.compile("Record")).first.click()
    page.get_by_label("acceptable").check()
    page.get_by_label("Said by").fill("Counsellor, by telephone")
    page.get_by_role("button", name="Save").click()


@pytest.fixture(scope="module")
def confirmed(desk, browser):
    """Walk from the press estimate to the confirmation once; later tests look at what came of it."""
    return {}


def test_1_the_officer_sees_an_estimate_and_records_what_every_side_says(enter):
    page = enter(OFFICER)
    open_dates(page)
    expect(page.get_by_role("region", name="Press estimates")).to_contain_text("5–6 December 2025")

    page.get_by_role("link", name="Record proposed dates").click()
    page.get_by_label("Proposed by").select_option("Russia")
    page.get_by_label("First day").fill("2025-12-04")
    page.get_by_label("Last day").fill("2025-12-05")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("columnheader", name=re.compile("4–5 December 2025"))).to_be_visible()

    answer(page, "Prime Minister's Office")
    answer(page, "Presidential Executive Office")

    expect(page.get_by_role("columnheader", name=re.compile("4–5 December"))).to_contain_text(
        "accepted by every side"
    )
    assert page.csp_reports == []


def test_2_the_chief_requests_and_cannot_grant_the_own_request(enter):
    page = enter(CHIEF)
    open_dates(page)
    page.get_by_role("link", name="Request the confirmation").click()
    page.get_by_label("Office that decided").fill("Prime Minister's Office")
    page.get_by_label("Person who decided").fill("Principal Secretary")
    page.get_by_label("Reference").fill("Minute 7")
    page.get_by_role("button", name="Send the request").click()

    page.get_by_role("link", name="Look at it and decide").click()
    page.get_by_role("button", name="Grant").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "You made this request yourself: somebody else must grant it."
    )


def test_3_nobody_without_a_chiefs_right_grants(enter, desk):
    chief = enter(CHIEF)
    open_dates(chief)
    address = chief.get_by_role("link", name="Look at it and decide").get_attribute("href")

    for who in (OFFICER, DESK, COMMERCE, VIEWER):
        page = enter(who)
        assert page.goto(address).status == 403
        expect(page.get_by_role("alert")).to_have_text(
            "Your role in this visit does not allow that."
        )


def test_4_the_deputy_grants_and_everybody_concerned_gets_one_mail(enter, desk):
    page = enter(DEPUTY)
    page.get_by_role("link", name="Confirm 4–5 December 2025").click()
    page.get_by_role("button", name="Grant").click()
    expect(page.locator(".visit-facts")).to_contain_text("confirmed, not public")
    expect(page.locator(".visit-facts")).to_contain_text("4–5 December 2025")

    def settled():
        out = desk.manage("outbox", "status")
        return "queued: 0" in out and "sending: 0" in out

    until(settled)
    told = sorted(mail["To"] for mail in desk.mails("dates confirmed"))
    let_in = ("chief", "desk", "mission", "officer", "principal")
    assert told == [f"{name}@summit.example" for name in let_in]
    assert [mail["To"] for mail in desk.mails("waits for your decision")] == [
        "deputy@summit.example"
    ]
    everything = "".join(mail.as_string() for mail in desk.mails())
    assert "Annual Summit" not in everything
    assert "December 2025" not in everything.replace("Date:", "")


def test_5_whoever_is_not_let_in_still_sees_the_press_estimate(enter):
    for who in (VIEWER, COMMERCE):
        page = enter(who)
        page.goto("/visits/")
        row = page.get_by_role("row").filter(has_text=SUMMIT)

        expect(row).to_contain_text("5–6 December 2025")
        expect(row).to_contain_text("press estimate")
        page.get_by_role("link", name=SUMMIT).click()
        assert "4–5 December" not in page.content()


def test_6_a_ministry_edits_its_item_and_loses_nothing_to_a_stale_save(enter):
    ministry, desk_officer = enter(COMMERCE), enter(DESK)
    for page in (ministry, desk_officer):
        page.goto("/visits/")
        page.get_by_role("link", name=SUMMIT).click()
        page.get_by_role("link", name="Agenda", exact=True).click()
        page.get_by_role("link", name="Trade", exact=True).click()
        page.get_by_role("link", name=re.compile("(Write|Edit).*line to take", re.I)).click()

    desk_officer.get_by_role("textbox").first.fill("Raise trade above the goal: the desk's words.")
    desk_officer.get_by_role("button", name="Save").click()
    ministry.get_by_role("textbox").first.fill("Customs pre-arrival: the ministry's words.")
    ministry.get_by_role("button", name="Save").click()

    expect(ministry.locator("main")).to_contain_text("the desk's words")
    expect(ministry.get_by_role("textbox").first).to_have_value(
        "Customs pre-arrival: the ministry's words."
    )
    ministry.get_by_role("textbox").first.fill("Both the desk's and the ministry's words.")
    ministry.get_by_role("button", name="Save").click()
    expect(ministry.locator("main")).to_contain_text("Both the desk's and the ministry's words.")


def test_7_a_ministry_cannot_open_anothers_line_to_take(enter):
    commerce, defence = enter(COMMERCE), enter(DEFENCE)
    defence.goto("/visits/")
    defence.get_by_role("link", name=SUMMIT).click()
    defence.get_by_role("link", name="Agenda", exact=True).click()
    defence.get_by_role("link", name="Defence and military-technical cooperation").click()
    defence.get_by_role("link", name=re.compile("(Write|Edit).*line to take", re.I)).click()
    address = defence.url
    defence.get_by_role("textbox").first.fill("The words of defence alone.")
    defence.get_by_role("button", name="Save").click()

    answered = commerce.goto(address)

    assert answered.status == 403
    assert "The words of defence alone." not in commerce.content()


def test_8_a_reminder_comes_once_when_the_clock_moves_on(enter, desk):
    page = enter(OFFICER)
    page.get_by_label("Move on to").fill("2025-11-20")
    page.get_by_role("button", name="Move on").click()
    expect(page.get_by_role("region", name="Demonstration")).to_contain_text("20 November 2025")

    reminded = until(lambda: desk.mails("a day is drawing near"), seconds=90)
    for _again in range(10):
        desk.manage("send_due")

    to = sorted(mail["To"] for mail in desk.mails("a day is drawing near"))
    assert len(reminded) <= len(to)
    assert to == sorted(set(to))
    assert {f"{name}@summit.example" for name in ("chief", "deputy", "officer", "desk")} <= set(to)
    assert not {f"{name}@summit.example" for name in ("viewer", "commerce", "defence")} & set(to)
