"""What people at a desk do in a browser, in sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.rig.chromium import Browser
from tests.rig.desk import fresh_totp
from tests.rig.server import PASSWORD, Server


@dataclass
class Office:
    """A desk browser with one person signed in."""

    server: Server
    page: Page
    browser: Browser

    @classmethod
    def sign_in(cls, server: Server, browser: Browser, user: dict[str, Any]) -> Office:
        page = browser.open()
        page.goto(f"{server.address}/inloggen")
        page.get_by_label("Gebruikersnaam").fill(user["login"])
        page.get_by_label("Wachtwoord").fill(user.get("password", PASSWORD))
        page.get_by_role("button", name="Verder").click()
        page.get_by_label("Code van 6 cijfers").fill(fresh_totp(server, user["totp"]))
        page.get_by_role("button", name="Inloggen").click()
        expect(page).not_to_have_url(re.compile("/inloggen|/tweede-factor"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return cls(server, page, browser)

    def go(self, path: str) -> None:
        self.page.goto(self.server.address + path)

    def links(self) -> list[str]:
        """Return the paths that this page leads to, on this server, without fragment."""
        found: list[str] = self.page.evaluate(
            "() => [...document.querySelectorAll('a[href]')].filter((a) => a.origin === location.origin)"
            ".map((a) => a.pathname + a.search)"
        )
        return list(dict.fromkeys(found))
