"""Fixtures for tests that drive the delivered server, with or without a browser."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.rig.chromium import CHROMIUM, DESK, PHONE, Browser
from tests.rig.server import Server, copied, make_template

type_of_new_browser = Callable[..., Browser]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Server:
    """The example municipality, made once for all workers of this run and never started."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "example-municipality"
    folder.mkdir(exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "example.json").exists():
            make_template(folder)
    return Server(folder, 0, json.loads((folder / "example.json").read_text()))


@pytest.fixture(scope="session")
def server(template: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running server for all tests of this worker; tests that stop it take `own_server`."""
    with copied(template, tmp_path_factory.mktemp("server")) as running:
        running.start()
        yield running


@pytest.fixture
def own_server(template: Server, tmp_path: Path) -> Iterator[Server]:
    """A fresh server of this test alone, running; the test may stop, kill and start it."""
    with copied(template, tmp_path / "own") as running:
        running.start()
        yield running


@pytest.fixture
def new_browser(playwright: Playwright, tmp_path: Path) -> Iterator[type_of_new_browser]:
    """Make browsers, each with a profile of its own: `new_browser("ines")`, `new_browser("desk", desk=True)`."""
    made: list[Browser] = []

    def make(name: str, *, desk: bool = False, program: str = CHROMIUM, **options: object) -> Browser:
        look = {**(DESK if desk else PHONE), **options}
        browser = Browser(playwright, tmp_path / f"profile-{name}", look, program=program)
        made.append(browser)
        return browser

    yield make
    for browser in made:
        browser.close()


__all__ = ["new_browser", "own_server", "playwright", "server", "template"]
