"""Somebody at a desk, without a browser: signs in as the pages ask and sends their forms."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any

import pyotp
import requests

from tests.rig.server import PASSWORD, Server

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
# A code counts once, also over tests that share a server: remember the last one used for a secret.
_used: dict[str, str] = {}


def fresh_totp(secret: str, offset_seconds: int = 0) -> str:
    """Return a code of this secret that was not used before; waits for the next half minute if it must."""
    while (code := pyotp.TOTP(secret).at(int(time.time()) + offset_seconds)) == _used.get(secret):
        time.sleep(0.5)
    _used[secret] = code
    return code


@dataclass
class Desk:
    """A signed-in session of one user."""

    server: Server
    user: dict[str, Any]
    http: requests.Session = field(default_factory=requests.Session)

    @classmethod
    def sign_in(cls, server: Server, user: dict[str, Any]) -> Desk:
        desk = cls(server, user)
        first = desk.post("/inloggen", {"login": user["login"], "password": PASSWORD})
        assert first.status_code == 200, first.status_code
        second = desk.post("/tweede-factor", {"code": fresh_totp(user["totp"])})
        assert second.status_code == 200 and "/tweede-factor" not in second.url, second.url
        return desk

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.http.get(self.server.address + path, timeout=30, **more)

    def post(self, path: str, fields: dict[str, Any], page: str | None = None, **more: Any) -> requests.Response:
        """Send the form of `page` (the same path unless said otherwise) with its CSRF token."""
        found = TOKEN.search(self.get(page or path).text)
        token = {"csrf_token": found.group(1)} if found else {}
        return self.http.post(self.server.address + path, data={**token, **fields}, timeout=30, **more)
