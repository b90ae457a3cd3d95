"""What a phone shows when it is put away, and when its browser threw the work away."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

SIGHT = """
(state) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
  return getComputedStyle(document.body).opacity;
}
"""
LOCK_SCREEN = """
async () => {
  const { lockScreen } = await import(`/s/${document.documentElement.dataset.build}/app/sync/phone.js`);
  lockScreen();
}
"""
OPENED = """
async () => {
  const { knownNames, route } = await import(`/s/${document.documentElement.dataset.build}/app/ui/navigation.js`);
  return [...knownNames(), ...(route.value.id ? [route.value.id] : [])];
}
"""
THROW_AWAY = """
async () => {
  const gone = ({ name }) => new Promise((resolve, reject) => {
    Object.assign(indexedDB.deleteDatabase(name), { onsuccess: resolve, onerror: reject });
  });
  await Promise.all((await indexedDB.databases()).map(gone));
}
"""


def open_beside(phone: FieldPhone, link: Locator) -> str:
    """Open a link in a new tab, and turn to that; return what the link says."""
    said = link.inner_text()
    with phone.page.context.expect_page() as opened:
        link.click(button="middle")
    phone.page.close()
    phone.opened = opened.value
    return said


def test_a_phone_put_away_is_blank_opens_with_its_code_and_says_when_its_storage_was_thrown_away(
    server: Server, new_browser: Callable[..., Browser]
) -> None:
    phone = FieldPhone(server, new_browser("life"))
    phone.enrol(server.new_code("s.deboer"))
    assert phone.page.evaluate(SIGHT, "hidden") == "0"
    assert phone.page.evaluate(SIGHT, "visible") == "1"
    phone.page.evaluate(LOCK_SCREEN)
    phone.at("ontgrendelen")
    phone.type_quick_code("111111")
    expect(phone.page.get_by_text("Deze code klopt niet.")).to_be_visible()
    phone.type_quick_code()
    phone.at("vandaag")
    phone.go("#/panden")
    phone.page.get_by_label(re.compile("^Zoek op straat")).fill("Nergensstraat 9")
    expect(phone.page.get_by_text("Alle adressen van de gemeente vindt u bij Vandaag")).to_be_visible()
    expect(phone.page.locator("main .th-rows")).to_have_count(0)
    phone.page.get_by_label(re.compile("^Zoek op straat")).fill("")
    phone.at("panden").locator(".th-rows a").first.click()
    phone.at("pand")
    title = phone.page.locator("h1").inner_text()
    phone.lock_now()
    assert phone.page.evaluate(OPENED) == [], "who finds a locked phone learns nothing of where it was"
    phone.unlock()
    phone.at("pand")
    expect(phone.page.locator("h1")).to_have_text(title)
    phone.go("#/panden")
    title = open_beside(phone, phone.at("panden").locator(".th-rows a").nth(3))
    phone.unlock()
    phone.at("pand")
    assert phone.page.locator("h1").inner_text() in title, "the new tab knows what the name in its address stands for"
    phone.page.goto(f"{server.address}/manifest.webmanifest")  # the app itself would put back what it knew
    phone.page.evaluate(THROW_AWAY)
    phone.page.goto(f"{server.address}/app")
    phone.at("koppelen")
    expect(phone.page.get_by_text("De opslag van dit toestel is leeg.")).to_be_visible()
    expect(phone.page.get_by_text("Meld het als u daarna nog iets invulde.")).to_be_visible()
    phone.tap("Verder")
    expect(phone.page.get_by_text("Vul alle 8 tekens in van de code")).to_be_visible()
