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
THROW_AWAY = """
async () => {
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
}
"""


def test_a_phone_out_of_sight_is_blank_and_says_so_when_its_storage_was_thrown_away(
    server: Server, new_browser: Callable[..., Browser]
) -> None:
    phone = FieldPhone(server, new_browser("life"))
    phone.enrol(server.new_code("s.deboer"))
    assert phone.page.evaluate(SIGHT, "hidden") == "0"
    assert phone.page.evaluate(SIGHT, "visible") == "1"
    phone.page.evaluate(THROW_AWAY)
    phone.page.reload()
    phone.at("koppelen")
    expect(phone.page.get_by_text("De opslag van dit toestel is leeg.")).to_be_visible()
    expect(phone.page.get_by_text("Meld het als u daarna nog iets invulde.")).to_be_visible()
