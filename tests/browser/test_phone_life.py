"""What a phone shows when it is put away, and when its browser threw the work away."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

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
THROW_AWAY = """
async () => {
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
}
"""


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
    phone.page.evaluate(THROW_AWAY)
    phone.page.reload()
    phone.at("koppelen")
    expect(phone.page.get_by_text("De opslag van dit toestel is leeg.")).to_be_visible()
    expect(phone.page.get_by_text("Meld het als u daarna nog iets invulde.")).to_be_visible()
