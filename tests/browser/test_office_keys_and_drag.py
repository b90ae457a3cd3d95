"""What script adds to office pages: keys through a list for who wants them, and dragging beside the menu that does the same."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.rig.chromium import Browser
from tests.rig.office import Office
from tests.rig.server import Server

Browsers = Callable[..., Browser]
LISTS = ["/kantoor/goedkeuren", "/kantoor/dossiers", "/kantoor/planning", "/kantoor/samen"]


def at_desk(server: Server, browsers: Browsers) -> Office:
    return Office.sign_in(server, browsers("desk", desk=True), server.user("team_lead"))


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement?.getAttribute('href') ?? ''"))


def test_keys_do_nothing_until_somebody_switches_them_on(server: Server, new_browser: Browsers) -> None:
    office = at_desk(server, new_browser)
    office.go("/kantoor/dossiers")
    office.page.keyboard.press("j")
    assert focused(office.page) == ""
    office.go("/kantoor/instellingen")
    office.page.get_by_role("button", name="Zet toetsen aan").click()
    expect(office.page.get_by_text("De toetsen staan aan.")).to_be_visible()
    for path in LISTS:
        goes_through(office, path)
    office.go("/kantoor/instellingen")
    office.page.get_by_role("button", name="Zet toetsen uit").click()
    office.go("/kantoor/dossiers")
    office.page.keyboard.press("j")
    assert focused(office.page) == ""
    assert office.browser.complaints == []


def goes_through(office: Office, path: str) -> None:
    """J goes down, K up, and the ends hold; typing is typing; `?` says which keys there are; Enter opens the row."""
    page = office.page
    office.go(path)
    first = page.locator("[data-row]").first.get_attribute("href")
    page.keyboard.press("j")
    begin = focused(page)
    assert begin, path
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == first, path
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Toetsen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Toetsen")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(str(first).split("?")[0])))


def test_a_key_in_a_search_box_is_a_letter(server: Server, new_browser: Browsers) -> None:
    office = at_desk(server, new_browser)
    office.go("/kantoor/instellingen")
    office.page.get_by_role("button", name="Zet toetsen aan").click()
    office.go("/kantoor/dossiers")
    box = office.page.get_by_role("searchbox")
    box.focus()
    office.page.keyboard.type("kj?")
    expect(box).to_have_value("kj?")
    expect(box).to_be_focused()


def test_a_stop_is_dragged_to_a_place_and_an_address_to_a_list(own_server: Server, new_browser: Browsers) -> None:
    office = at_desk(own_server, new_browser)
    page = office.page
    office.go("/kantoor/planning")
    stops = page.locator("[data-list]").first.locator("[data-stop] .of-plan__address")
    before = stops.all_inner_texts()
    assert len(before) >= 3
    stops.nth(0).locator("xpath=ancestor::li").drag_to(stops.nth(2).locator("xpath=ancestor::li"))
    expect(page.get_by_text("De lijst is aangepast.")).to_be_visible()
    assert stops.all_inner_texts() == [before[1], before[2], before[0], *before[3:]]

    listed = page.locator("[data-list]").nth(1)
    listed.scroll_into_view_if_needed()
    title = listed.get_by_role("heading").inner_text()
    candidate = page.locator("[data-put]").first
    address = candidate.locator(".of-plan__address").inner_text()
    candidate.drag_to(listed.get_by_role("heading"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(address)
    chosen = page.get_by_label("Op welke lijst?").or_(page.locator("select[name=list_id]")).first
    assert chosen.evaluate("select => select.selectedOptions[0].textContent").strip() in title
    assert office.browser.complaints == []
