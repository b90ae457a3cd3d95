"""Finger or face as a second way in, with an authenticator that the browser itself imitates and that answers `prf`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import CDPSession, Page, expect

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

OPEN_BY_FINGER = "Ontgrendelen met vinger of gezicht"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "hasPrf": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Finger:
    """The authenticator of one page; it lasts as long as the page."""

    def __init__(self, page: Page, **other: Any) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable", {"enableUI": False})
        self.session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | other})


def enrolled(server: Server, browser: Browser, **authenticator: Any) -> FieldPhone:
    """A phone at a named host (a passkey belongs to a name, never to a number), with its finger."""
    phone = FieldPhone(server, browser, opened=browser.open())
    Finger(phone.page, **authenticator)
    phone.page.goto(server.address.replace("127.0.0.1", "localhost") + "/app")
    phone.enrol(server.new_code("s.deboer"))
    return phone


def add_finger(phone: FieldPhone, words: list[str]) -> None:
    phone.tap("Meer")
    phone.page.get_by_role("button", name="Openen met vinger of gezicht").click()
    phone.page.get_by_label("Vier woorden", exact=True).fill(" ".join(words))
    phone.page.get_by_role("button", name="Zet aan").click()


def test_finger_or_face_opens_the_phone_beside_the_words(
    own_server: Server, new_browser: Callable[..., Browser]
) -> None:
    phone = enrolled(own_server, new_browser("finger"))
    add_finger(phone, ["fout", "fout", "fout", "fout"])
    expect(phone.page.get_by_text("Deze woorden kloppen niet.")).to_be_visible()
    phone.page.get_by_label("Vier woorden", exact=True).fill(" ".join(phone.words))
    phone.page.get_by_role("button", name="Zet aan").click()
    expect(phone.page.get_by_text("U kunt dit toestel nu openen")).to_be_visible()
    own_server.stop()
    phone.page.reload()
    phone.at("ontgrendelen")
    phone.page.get_by_role("button", name=OPEN_BY_FINGER).click()
    phone.at("vandaag")
    phone.lock_now()
    phone.unlock()
    phone.at("vandaag")


def test_a_phone_that_gives_no_secret_keeps_its_words_only(
    own_server: Server, new_browser: Callable[..., Browser]
) -> None:
    phone = enrolled(own_server, new_browser("plain"), hasPrf=False)
    add_finger(phone, phone.words)
    expect(phone.page.get_by_text("Dat lukte niet. U kunt blijven openen met uw vier woorden.")).to_be_visible()
    phone.page.reload()
    phone.at("ontgrendelen")
    expect(phone.page.get_by_role("button", name=OPEN_BY_FINGER)).to_have_count(0)
    phone.unlock()
