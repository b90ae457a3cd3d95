"""The fault rigs: the delivered server and a real browser, ended in every way that hurts."""

from __future__ import annotations

from tests.rig.fixtures import new_browser, own_server, playwright, server, template

__all__ = ["new_browser", "own_server", "playwright", "server", "template"]
