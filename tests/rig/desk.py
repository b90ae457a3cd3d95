"""Somebody at a desk, without a browser: signs in as the pages ask and sends their forms."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from typing import Any

import pyotp
import requests
from requests.cookies import RequestsCookieJar

from tests.rig.server import PASSWORD, Server

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
STEP_SECONDS = 30
TYPING_SECONDS = 10
"""So long a busy browser may take to send a code: an earlier one that ends within it is not taken."""
# A code counts once and steps only go up: the last step used, for each server and secret.
_last_step: dict[tuple[str, str], int] = {}


def fresh_totp(server: Server, secret: str) -> str:
    """Return a code that this server still takes; one step early or late is allowed, so three in a row need no wait."""
    offset = int(server.settings.get("FIELDAPP_CLOCK_OFFSET_SECONDS", "0"))
    place = (server.address, secret)
    while True:
        now = int(time.time()) + offset
        earliest = (now + TYPING_SECONDS) // STEP_SECONDS - 1
        step = max(_last_step.get(place, 0) + 1, earliest)
        if step <= now // STEP_SECONDS + 1:
            _last_step[place] = step
            return pyotp.TOTP(secret).generate_otp(step)
        time.sleep(0.5)


class LocalCookies(RequestsCookieJar):
    """Cookies that are sent to localhost although they are `Secure`, as browsers do and requests does not."""

    def set_cookie(self, cookie: Cookie, *args: Any, **kwargs: Any) -> Any:
        cookie.secure = False
        return super().set_cookie(cookie, *args, **kwargs)


def session() -> requests.Session:
    made = requests.Session()
    made.cookies = LocalCookies()
    return made


@dataclass
class Desk:
    """A signed-in session of one user."""

    server: Server
    user: dict[str, Any]
    http: requests.Session = field(default_factory=session)

    @classmethod
    def sign_in(cls, server: Server, user: dict[str, Any]) -> Desk:
        desk = cls(server, user)
        first = desk.post("/inloggen", {"login": user["login"], "password": PASSWORD})
        assert first.status_code == 200, first.status_code
        second = desk.post("/tweede-factor", {"code": fresh_totp(server, user["totp"])})
        assert second.status_code == 200 and "/tweede-factor" not in second.url, second.url
        return desk

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.http.get(self.server.address + path, timeout=30, **more)

    def post(self, path: str, fields: dict[str, Any], page: str | None = None, **more: Any) -> requests.Response:
        """Send the form of `page` (the same path unless said otherwise) with its CSRF token."""
        found = TOKEN.search(self.get(page or path).text)
        token = {"csrf_token": found.group(1)} if found else {}
        return self.http.post(self.server.address + path, data={**token, **fields}, timeout=30, **more)
