"""Every page as its readers meet it: axe, a narrow screen, no JavaScript, the keyboard alone."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser, Locator, Page, expect

from tests.authz.matrix import MATRIX
from tests.e2e.conftest import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.dev]

SUMMIT = "23rd India-Russia Annual Summit"
OFFICER, CHIEF = "Protocol Officer", "Chief of Protocol"
ADMINISTRATOR, PANEL = "Administrator", "/admin/planning"
READERS = ["Ministry of Commerce focal point", "Viewer"]
SECURED = "Embassy in Moscow focal point"
SECTIONS = "nav.sections a"

AXE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": AXE}}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
FACTS = """() => ({
    title: document.title,
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
    stored: localStorage.length + sessionStorage.length,
})"""
RING = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    return style.outlineStyle !== "none"
        && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.right > 0;
}"""
RULES = {"light": EVERYTHING, "dark": COLOURS}
# Django's style sheets import others, which axe would write into the page to read them.
AS_LOADED = {"preload": False}
CALM = {"reduced_motion": "reduce"}  # no colour is on its way to another one
# The form of a call about a text is that of one about a task.
NOT_A_PAGE = {"healthz", "typed", "correspondence:scan", "mfa_list_webauthn", "overview:suggest"}
NOT_A_PAGE |= {"reminders:chase-text"}
PASSKEYS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Gallery:
    """What was found wrong with each page that was looked at, by reader and page."""

    base: str
    seen: set[str] = field(default_factory=set)
    axe: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        """Note what a page reports of its security policy, and whom it calls."""
        page.on("console", lambda line: self.report(f"{page.url}: {line.text}"))
        page.on(
            "request",
            lambda call: None if call.url.startswith(self.base) else self.calls.append(call.url),
        )
        return page

    def report(self, line: str) -> None:
        if "Content Security Policy" in line:
            self.calls.append(line)

    def look(self, page: Page, who: str = OFFICER) -> None:
        """Look at the page as it stands, wide and light, narrow, and dark."""
        name = f"{who}: {urlsplit(page.url).path}"
        self.seen.add(resolve(urlsplit(page.url).path).view_name)
        page.evaluate(Axe().axe_script)
        how = AS_LOADED if who == ADMINISTRATOR else {}
        schemes = ["light"] if who in READERS else ["light", "dark"]  # officers see the same dark
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("rules => axe.run(rules)", RULES[scheme] | how)["violations"]
            places = [(one["id"], one["nodes"][0]["target"]) for one in found]
            self.axe += [f"{name}, {scheme}: {rule} at {place}" for rule, place in places]
        page.set_viewport_size({"width": 320, "height": 740})
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        if width > 320:
            self.wide.append(f"{name}: {width}")
        facts = page.evaluate(FACTS)
        title = facts.pop("title")
        if facts != {"lang": "en", "headings": 1, "stored": 0} or not title.endswith("Summit"):
            self.frame.append(f"{name}: {title}, {facts}")

    def walk(self, page: Page, start: str, links: str, who: str = OFFICER) -> None:
        """Look at a page and at one page of each kind that its links lead to, and so on."""
        waiting, kinds = [start], set()
        while waiting:
            page.goto(waiting.pop())
            self.look(page, who)
            for link in page.locator(links).evaluate_all("all => all.map(a => a.href)"):
                kind = kind_of(link)
                if kind and kind not in kinds:
                    kinds.add(kind)
                    waiting.append(link)


def kind_of(link: str) -> str:
    """Name the page a link leads to; nothing where it is a file, or not one of ours."""
    page = resolve(urlsplit(link).path) if link.startswith("http:") else None
    if page is None or page.view_name in NOT_A_PAGE or page.app_names == ["admin"]:
        return ""
    return page.view_name


@pytest.fixture(scope="module")
def page_of(desk, browser, gallery) -> Iterator[Callable[[str], Page]]:
    """Return the one page of somebody, who signs in once."""
    pages: dict[str, Page] = {}

    def page_of(role: str) -> Page:
        if role not in pages:
            pages[role] = gallery.watch(browser.new_page(base_url=desk.base, **CALM))
            sign_in(pages[role], desk, role)
        return pages[role]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="module")
def gallery(desk) -> Gallery:
    return Gallery(desk.base)


@pytest.fixture(scope="module")
def looked(gallery, browser, desk, page_of) -> Gallery:
    """All pages looked at, on a visit on which a little of everything has been entered."""
    stranger = gallery.watch(browser.new_page(base_url=desk.base, **CALM))
    for address in ("/account/sign-in/", "/account/link/", "/account/forgotten/"):
        stranger.goto(address)
        gallery.look(stranger, "Stranger")
    stranger.context.close()
    look_at_the_way_in(browser, desk, gallery)

    page = page_of(OFFICER)
    summit = address_of_summit(page)
    look_at_what_a_form_answers(page, summit, gallery)
    furnish(page, summit, gallery)
    gallery.walk(page, summit, f"{SECTIONS}, main a[href]")
    for elsewhere in (
        "/",
        "/calendar/?view=month&at=2025-12",
        "/calendar/?view=quarter&at=2025-10",
        "/calendar/?view=year&at=2025",
        "/visits/",
        "/visits/new/",
        "/search/?q=india",
        "/search/?q=%D0%9F%D1%83%D1%82%D0%B8%D0%BD&kind=person",
        "/account/",
        "/account/sessions/",
        "/account/password/",
        "/account/tokens/",
        "/api/v1/docs/",
    ):
        page.goto(elsewhere)
        gallery.look(page)

    look_at_the_palette(page, summit, gallery)

    chief = page_of(CHIEF)
    chief.goto(f"{summit}dates/")
    decide = chief.get_by_role("link", name="Look at it and decide").get_attribute("href")
    for address in (decide, decide.replace("grant", "refuse")):
        chief.goto(address)
        gallery.look(chief, CHIEF)
    for who in READERS:
        gallery.walk(page_of(who), summit, SECTIONS, who)
    look_at_the_panel(page_of(ADMINISTRATOR), gallery)
    look_at_closed_doors(page_of(READERS[1]), summit, decide, gallery)
    return gallery


def look_at_the_way_in(browser: Browser, desk: Desk, gallery: Gallery) -> None:
    """Set up a passkey and an app, and sign in by them; passkeys need a host with a name."""
    base = desk.base.replace("127.0.0.1", "localhost")
    page = browser.new_page(base_url=base, **CALM)
    page.on("console", lambda line: gallery.report(f"{page.url}: {line.text}"))
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEYS})

    def look_at(*addresses: str) -> None:
        for address in addresses:
            page.goto(f"/account/{address}")
            gallery.look(page, SECURED)

    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(desk.people[SECURED]["email"])
    page.get_by_label("Password").fill(desk.people[SECURED]["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{base}/")
    look_at("second-factor/", "second-factor/app/", "second-factor/keys/add/")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    gallery.look(page, SECURED)
    page.goto("/account/second-factor/app/")
    secret = page.locator("#key").inner_text()
    page.get_by_label("Code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/second-factor/")
    look_at("second-factor/", "second-factor/codes/new/", "second-factor/app/remove/")
    page.goto("/account/second-factor/")
    page.get_by_role("link", name="Remove Passkey 1").click()
    page.wait_for_url("**/remove/")
    gallery.look(page, SECURED)
    look_at("again/", "again/code/", "again/passkey/")

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{base}/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.get_by_label("E-mail address").fill(desk.people[SECURED]["email"])
    page.get_by_label("Password").fill(desk.people[SECURED]["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    gallery.look(page, SECURED)
    page.context.close()


def look_at_what_a_form_answers(page: Page, summit: str, gallery: Gallery) -> None:
    page.goto(f"{summit}dates/propose/")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    gallery.look(page)

    page.goto("/visits/new/")
    page.get_by_label("Title", exact=True).fill("State visit of the President of Brazil")
    page.get_by_label("Guest").select_option("Brazil")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Open the visit")).to_be_visible()
    gallery.look(page)

    write = f"{summit}agenda/1/line/edit/"
    send(page, write, body="Raise trade above the goal.")
    page.goto(write)
    page.locator("[name=version]").evaluate("input => input.value = '0'")
    page.get_by_label("Text").fill("Raise trade, and customs pre-arrival.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your text is kept below")
    gallery.look(page)


def furnish(page: Page, summit: str, gallery: Gallery) -> None:
    days = {"starts_on": "2025-12-04", "ends_on": "2025-12-05"}
    send(page, f"{summit}dates/propose/", side="Russia", **days)
    look_at_what_is_owed(page, summit, gallery)
    for office in ("Prime Minister's Office", "Presidential Executive Office"):
        said = {"answer": "acceptable", "said_by": "Counsellor, by telephone"}
        chosen = {"option": "4–5 December 2025", "party": office}
        send(page, f"{summit}dates/positions/new/", **chosen, **said)
    for title, starts in (("Ceremonial welcome", "11:00"), ("Talks in narrow format", "11:50")):
        line = {"day": "2025-12-05", "leg": "New Delhi", "starts": starts, "title": title}
        send(page, f"{summit}programme/new/", **line)
    letter = {"subject": "Proposal of dates", "sender": "Embassy", "addressee": "Eurasia Division"}
    send(page, f"{summit}register/new/", **letter, received_on="2025-09-29")

    page.goto(f"{summit}dates/")
    gallery.look(page)
    ask = page.get_by_role("link", name="Request the confirmation").get_attribute("href")
    for address in (ask, ask.replace("confirm", "announce")):
        page.goto(address)
        gallery.look(page)
    page.goto(f"{summit}participants/")
    let_in = page.get_by_role("link", name=re.compile("^Let in")).first.get_attribute("href")
    for address in (let_in, let_in.replace("let-in", "shut-out")):
        page.goto(address)
        gallery.look(page)
    decided = {"decider_office": "Prime Minister's Office", "decider_person": "Principal Secretary"}
    send(page, ask, **decided, decider_reference="Minute 7")


def look_at_the_palette(page: Page, summit: str, gallery: Gallery) -> None:
    page.goto(summit)
    page.locator("#find").fill("india")
    expect(page.locator("#find-list")).to_be_visible()
    gallery.look(page)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette-list")).to_be_visible()
    gallery.look(page)
    page.get_by_role("button", name="All keys").click()
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    gallery.look(page)


def look_at_what_is_owed(page: Page, summit: str, gallery: Gallery) -> None:
    task = {"title": "List of guests", "days": "65", "when": "that many days before the first day"}
    owner = {"organisation": "Ministry of Commerce and Industry"}
    send(page, f"{summit}preparation/tasks/new/", **task, **owner)
    page.goto(summit)
    gallery.look(page)
    for call in page.locator(".chase form").evaluate_all("all => all.map(form => form.action)"):
        page.goto(call)
        gallery.look(page)


def look_at_the_panel(page: Page, gallery: Gallery) -> None:
    page.goto("/admin/")
    gallery.look(page, ADMINISTRATOR)
    for table in ("user", "person", "marking"):
        page.goto(f"{PANEL}/{table}/")
        gallery.look(page, ADMINISTRATOR)
        page.locator("#result_list tbody th a").first.click()
        gallery.look(page, ADMINISTRATOR)
    page.get_by_label("Rank").fill("70000")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".errornote")).to_be_visible()
    gallery.look(page, ADMINISTRATOR)
    page.get_by_role("link", name="History").click()
    gallery.look(page, ADMINISTRATOR)
    page.goto(f"{PANEL}/country/add/")
    gallery.look(page, ADMINISTRATOR)


def look_at_closed_doors(page: Page, summit: str, grant: str, gallery: Gallery) -> None:
    assert page.goto(grant).status == 403
    gallery.look(page, "Shut out")
    assert page.goto("/visits/v-22222/").status == 404
    gallery.look(page, "Lost")


def send(page: Page, address: str, **values: str) -> None:
    """Fill a form, field by field as it is named, and send it."""
    page.goto(address)
    for name, value in values.items():
        fields = page.locator(f"form.entry [name={name}]")
        if fields.first.get_attribute("type") == "radio":
            page.get_by_label(value, exact=True).check()
        elif fields.evaluate("field => field.tagName") == "SELECT":
            fields.select_option(value)
        else:
            fields.fill(value)
    page.locator("form.entry .btn-primary").click()
    expect(page.locator(".problems")).to_have_count(0)
    if page.locator("[name=sure]").count():
        page.locator("[name=sure]").click()


def sign_in(page: Page, desk: Desk, role: str) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(desk.people[role]["email"])
    page.get_by_label("Password").fill(desk.people[role]["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{desk.base}/")


def address_of_summit(page: Page) -> str:
    page.goto("/visits/")
    return page.get_by_role("link", name=SUMMIT).get_attribute("href")


def test_axe_finds_nothing_in_light_nor_in_dark(looked):
    assert "\n".join(looked.axe) == ""


def test_no_page_scrolls_sideways_on_a_narrow_screen(looked):
    assert "\n".join(looked.wide) == ""


def test_every_page_has_its_title_language_and_one_heading_and_stores_nothing(looked):
    assert "\n".join(looked.frame) == ""


def test_no_page_offends_the_security_policy_or_calls_another_host(looked):
    assert "\n".join(looked.calls) == ""


def test_no_page_was_forgotten(looked):
    pages = {name for (name, method), row in MATRIX.items() if method == "GET" and not row.api}

    assert pages - looked.seen - NOT_A_PAGE == set()


def test_a_quarter_of_the_calendar_is_printed_on_one_a3_sheet(looked, page_of):
    page = page_of(OFFICER)
    page.goto("/calendar/?view=quarter&at=2025-10")
    page.emulate_media(color_scheme="light")

    sheets = page.pdf(prefer_css_page_size=True)

    assert re.findall(rb"/MediaBox\s*\[0 0 (\d+)\S* (\d+)", sheets) == [(b"1191", b"841")]


def test_dates_are_recorded_without_javascript(page_of, browser: Browser, desk):
    state = page_of(OFFICER).context.storage_state()
    page = browser.new_page(base_url=desk.base, storage_state=state, java_script_enabled=False)

    page.goto("/visits/")
    page.get_by_role("link", name=SUMMIT).click()
    page.get_by_role("link", name="Dates", exact=True).click()
    page.get_by_role("link", name="Record proposed dates").click()
    page.get_by_label("Proposed by").select_option("Russia")
    page.get_by_label("First day").fill("8 12 2025")
    page.get_by_label("Last day").fill("9 December 2025")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("columnheader", name=re.compile("8–9 December 2025"))).to_be_visible()
    page.context.close()


def test_dates_are_recorded_by_the_keyboard_alone(browser: Browser, desk):
    page = browser.new_page(base_url=desk.base)
    keys = page.keyboard

    page.goto("/account/sign-in/")
    tab_to(page.get_by_label("E-mail address"))
    keys.type(desk.people[OFFICER]["email"])
    tab_to(page.get_by_label("Password"))
    keys.type(desk.people[OFFICER]["password"])
    keys.press("Enter")
    page.wait_for_url(f"{desk.base}/")
    for name in (SUMMIT, "Dates", "Record proposed dates"):
        tab_to(page.get_by_role("link", name=name, exact=True).first)
        keys.press("Enter")
        page.wait_for_load_state()
    tab_to(page.get_by_label("Proposed by"))
    keys.type("Russia")
    for name in ("First day", "Last day"):
        tab_to(page.get_by_label(name))
        keys.type("12/12/2025")
    tab_to(page.get_by_role("button", name="Save"))
    keys.press("Enter")

    expect(page.get_by_role("columnheader", name=re.compile("^12 December 2025"))).to_be_visible()
    page.context.close()


def test_the_palette_goes_finds_and_does_by_the_keyboard_alone(page_of, desk):
    page = page_of(OFFICER)
    keys, summit = page.keyboard, address_of_summit(page)

    def chosen() -> Locator:
        return page.get_by_role("dialog").get_by_role("option", selected=True)

    keys.press("Control+k")
    keys.type("23rd annual")
    expect(chosen()).to_contain_text(SUMMIT)
    keys.press("Enter")
    page.wait_for_url(f"{desk.base}{summit}")
    keys.press("Control+k")
    keys.type("proposed")
    expect(chosen()).to_have_text("Record proposed dates")
    keys.press("Enter")
    page.wait_for_url(f"{desk.base}{summit}dates/propose/")
    keys.press("/")
    expect(page.locator("#find")).to_be_focused()
    keys.type("Путин")
    expect(page.get_by_role("option", name="Vladimir Putin")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("#find-list")).to_be_hidden()
    keys.press("Enter")
    page.wait_for_url(f"{desk.base}/search/?q=*")
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_day_is_read_back_while_typing_and_picked_by_a_button(page_of):
    page = page_of(OFFICER)
    page.goto(f"{address_of_summit(page)}dates/propose/")
    first, read = page.get_by_label("First day"), page.locator("output").first

    first.fill("4 12 2025")
    first.press("Tab")
    expect(read).to_have_text("Thursday, 4 December 2025")
    page.keyboard.press("Enter")  # on the button beside it
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(read).to_have_text("Friday, 5 December 2025")
    expect(first).to_have_value("5 12 2025")
    page.get_by_role("link", name="Cancel").click()


def test_leaving_with_unsaved_text_asks_and_sending_or_cancelling_does_not(page_of):
    page, asked = page_of(OFFICER), []
    new = f"{address_of_summit(page)}agenda/new/"
    page.on("dialog", lambda one: (asked.append(one.type), one.accept()))

    for leave in (
        page.get_by_role("link", name="Cancel"),
        page.get_by_role("button", name="Suggest"),
        page.get_by_role("link", name="Register", exact=True),
    ):
        page.goto(new)
        page.get_by_label("Title", exact=True).fill("Polar shipping")
        leave.click()
        expect(page).not_to_have_url(re.compile("/new/$"))

    assert asked == ["beforeunload"]


def test_a_double_click_sends_once_and_a_tick_is_undone(page_of):
    page = page_of(OFFICER)
    summit = address_of_summit(page)
    page.goto(f"{summit}agenda/new/")
    page.get_by_label("Title", exact=True).fill("Double click")
    page.get_by_role("button", name="Suggest").dblclick()
    expect(page.get_by_role("link", name="Double click")).to_have_count(1)

    page.goto(f"{summit}preparation/")
    page.get_by_role("button", name=re.compile("^Done")).first.click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#notices")).to_contain_text("Reopened")


def tab_to(target: Locator, most: int = 60) -> None:
    """Press Tab until something has the focus; each stop on the way must show that it has it."""
    page = target.page
    expect(target).to_be_visible()
    for _press in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML")
    pytest.fail(f"{most} times Tab do not lead to {target}")


def test_after_signing_out_back_shows_nothing_and_nothing_is_stored(enter, desk):
    page = enter(OFFICER)
    page.goto(f"{address_of_summit(page)}dates/")

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/sign-in/"))
    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert "December" not in page.get_by_role("main").inner_text()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
