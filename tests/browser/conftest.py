"""The browser tests: a real Chromium, the delivered server, an example municipality."""

from __future__ import annotations

from tests.rig.fixtures import new_browser, own_server, playwright, server, template

__all__ = ["new_browser", "own_server", "playwright", "server", "template"]
