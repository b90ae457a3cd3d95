"""Nothing recorded is lost with a database: journal, rescue file, office, in a real browser against the delivered server."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_store import MakePhone, Phone, make_phone, open_visit
from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.office import Office
from tests.rig.server import Server

__all__ = ["make_phone"]

NOTED = "return (await app('store/journal')).places().then((all) => all.length);"
ROWS = "return (await (await app('store/outbox')).allRows()).map(({ stream, n, acked }) => [stream, n, acked]);"
LOCK_SCREEN = """async () => (await import(
  `/s/${document.documentElement.dataset.build}/app/sync/phone.js`)).lockScreen()"""
LOSE = """
  await (await app("store/db")).closeAll();
  await new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = request.onblocked = () => reject(new Error("not deleted"));
  });
"""


def positions(server: Server) -> int:
    return server.house().engine.log_head()[0]


@pytest.fixture
def offline(own_server: Server, make_phone: MakePhone) -> Phone:
    """A phone with a visit of four operations that the server never saw, its journal written."""
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    own_server.stop()
    open_visit(phone, 3)
    phone.wait_for("(await app('store/journal')).places().then((all) => all.length === 4)")
    return phone


def test_an_outbox_that_was_deleted_is_sent_from_the_journal(offline: Phone, own_server: Server) -> None:
    before = offline.do(ROWS)
    offline.do(LOSE, name="fa-outbox")
    offline.kill()
    own_server.start()
    offline.open()
    assert offline.unlock() == "open"
    offline.settle()
    assert offline.do(ROWS) == [[stream, n, 1] for stream, n, _ in before]
    assert offline.unsent() == 0


def test_a_rescue_file_reaches_the_office_and_the_phone_that_sends_later_doubles_nothing(
    own_server: Server, new_browser: Callable[..., Browser], tmp_path: Path
) -> None:
    """Through the screens: Verzenden offline, the file, Wacht op kantoor, and then the phone has a connection after all."""
    phone = FieldPhone(own_server, new_browser("ines"))
    phone.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    away(phone, True)
    phone.start_licensed()
    phone.page.goto(own_server.address + "/app#/verzenden")
    phone.at("verzenden")
    with phone.page.expect_download() as download:
        phone.tap("Reddingsbestand maken")
    place = tmp_path / "redding.fieldapp"
    download.value.save_as(place)
    assert re.fullmatch(r"redding-toestel-\d+-\d{4}-\d\d-\d\d\.fieldapp", download.value.suggested_filename)
    expect(phone.page.get_by_text("Het bestand staat bij de downloads van uw telefoon.")).to_be_visible()
    phone.page.evaluate(LOCK_SCREEN)
    expect(phone.page.locator(".th-keypad")).to_be_visible()
    expect(phone.page.get_by_role("button", name="Reddingsbestand maken")).to_be_visible()
    phone.type_quick_code()
    phone.at("verzenden")

    office = Office.sign_in(own_server, new_browser("tom", desk=True), own_server.user("team_lead"))
    assert "Ingelezen: " in bring(office, place)
    before = positions(own_server)
    away(phone, False)
    phone.tap("Probeer nu te verzenden")
    expect(phone.page.locator(".th-sync-card[data-unsent='0']")).to_be_visible(timeout=30_000)
    again = bring(office, place)
    assert "Was er al: " in again and "Ingelezen: " not in again
    assert positions(own_server) == before


def away(phone: FieldPhone, is_away: bool) -> None:
    assert phone.browser.context is not None
    phone.browser.context.set_offline(is_away)


def bring(office: Office, place: Path) -> str:
    """Choose the file at Wacht op kantoor; return what the page says of it, taken over by its script."""
    office.go("/kantoor/wacht")
    office.page.get_by_role("link", name="Reddingsbestand inlezen").click()
    office.page.get_by_label("Bestand", exact=True).set_input_files(place)
    office.page.get_by_role("button", name="Lees in").click()
    heading = office.page.get_by_role("heading", name="Dit is ingelezen")
    expect(heading).to_be_focused()
    return office.page.locator("#redding").inner_text()
