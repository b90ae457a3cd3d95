"""Scanning the code of the office: a camera that is opened is closed again, and only our own codes are taken."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

Browsers = Callable[..., Browser]
# Chromium on Linux has no detector of its own: this one sees real frames and reads from them what the test holds up.
DETECTOR = """
() => {
  globalThis.heldUp = [];
  globalThis.looked = 0;
  globalThis.BarcodeDetector = class {
    async detect(video) {
      globalThis.looked += 1;
      if (!video?.videoWidth) throw new DOMException("no frame", "InvalidStateError");
      return globalThis.heldUp.map((rawValue) => ({ rawValue }));
    }
  };
  globalThis.tracks = [];
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (asked) => {
    await new Promise((go) => setTimeout(go, globalThis.slowCamera ?? 0));
    const stream = await real(asked);
    globalThis.tracks.push(...stream.getTracks());
    return stream;
  };
}
"""


def scanning(server: Server, browsers: Browsers) -> FieldPhone:
    phone = FieldPhone(server, browsers("qr"))
    phone.opened = phone.browser.open()
    phone.page.add_init_script(f"({DETECTOR})()")
    phone.page.goto(f"{server.address}/app")
    phone.at("koppelen")
    return phone


def looked_at_least(page: Page, times: int) -> None:
    for _ in range(100):
        if page.evaluate("() => globalThis.looked") >= times:
            return
        page.wait_for_timeout(100)
    raise AssertionError("nothing was looked at")


def expect_camera_off(page: Page) -> None:
    page.wait_for_timeout(600)
    looked = page.evaluate("() => globalThis.looked")
    page.wait_for_timeout(600)
    assert page.evaluate("() => globalThis.looked") == looked, "nobody looks any more"
    assert page.evaluate("() => globalThis.tracks.map((track) => track.readyState)") == ["ended"]


def test_the_code_of_the_office_is_read_and_a_foreign_one_is_not(server: Server, new_browser: Browsers) -> None:
    phone = scanning(server, new_browser)
    phone.tap("Scan de QR-code")
    box = phone.page.get_by_label("Code van 8 tekens")
    phone.page.evaluate("() => { globalThis.heldUp = ['https://elders.example/kaart/ABCD']; }")
    looked_at_least(phone.page, 4)
    expect(box).to_have_value("")
    phone.page.evaluate("() => { globalThis.heldUp = [`${location.origin}/app#/koppelen/ABCD2345`]; }")
    expect(box).to_have_value("ABCD-2345")
    expect_camera_off(phone.page)
    assert phone.complaints() == []


def test_who_stops_scanning_before_the_camera_is_there_has_no_camera_left_on(
    server: Server, new_browser: Browsers
) -> None:
    phone = scanning(server, new_browser)
    phone.page.evaluate("() => { globalThis.slowCamera = 500; }")
    phone.tap("Scan de QR-code")
    phone.tap("Stop met scannen")
    phone.page.wait_for_timeout(700)
    expect_camera_off(phone.page)


def test_who_stops_scanning_is_not_looked_at_any_more(server: Server, new_browser: Browsers) -> None:
    phone = scanning(server, new_browser)
    phone.tap("Scan de QR-code")
    looked_at_least(phone.page, 2)
    phone.tap("Stop met scannen")
    expect_camera_off(phone.page)


def test_without_a_camera_the_code_is_typed(server: Server, new_browser: Browsers) -> None:
    phone = scanning(server, new_browser)
    phone.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }; }"
    )
    phone.tap("Scan de QR-code")
    expect(
        phone.page.get_by_role("alert").filter(has_text="De camera staat uit. Typ de code van 8 tekens.")
    ).to_be_visible()
