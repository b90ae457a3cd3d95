"""Where notices may be posted: nowhere but at the push services of browsers."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# The push services of the browsers. A server that would post to any address that a browser names
# could be used to reach what only this server can reach.
SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
# What two readers of an address could read differently (a backslash, a blank) has no place in one.
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")
LOOPBACK = frozenset({"127.0.0.1", "localhost"})


def is_allowed_endpoint(endpoint: str, loopback: bool) -> bool:
    """Return whether notices may be posted there: https at a known push service; loopback for tests only."""
    if not ADDRESS.fullmatch(endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password:
        return False
    if loopback and host in LOOPBACK:
        return parts.scheme in {"http", "https"}
    is_known = any(host == service or host.endswith(f".{service}") for service in SERVICES)
    return parts.scheme == "https" and is_known and port in {None, 443}
