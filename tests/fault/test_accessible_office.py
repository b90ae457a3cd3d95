"""Every page of the office and of the partner, found by following its own links: no barrier, nothing too wide."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.rig.accessible import barriers, too_wide
from tests.rig.chromium import Browser
from tests.rig.office import Office
from tests.rig.server import Server

MOST_PAGES = 40
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def shape_of(path: str) -> str:
    """Return the path with ids and queries made equal: one page of each shape is enough."""
    bare, _, query = path.partition("?")
    names = sorted({pair.split("=")[0] for pair in query.split("&") if pair})
    return re.sub(r"/\d+(?=/|$)", "/n", UUID.sub("id", bare)) + ("?" + "&".join(names) if names else "")


SPELLED = """() => [...document.querySelectorAll("textarea, input[type=text], input[type=search], input:not([type])")]
  .filter((field) => field.spellcheck || field.getAttribute("autocorrect") !== "off").map((field) => field.id)"""
"""Some browsers check spelling by sending what is typed to their maker."""
FILES = (".pdf", ".docx", ".csv", ".ics")
"""What a browser takes as a file instead of showing it as a page."""


@pytest.mark.parametrize("role", ["team_lead", "administrator", "police", "registrar", "legal_officer"])
def test_no_page_of_this_role_has_a_barrier(server: Server, new_browser: Callable[..., Browser], role: str) -> None:
    browser = new_browser(role, desk=True)
    office = Office.sign_in(server, browser, server.user(role))
    waiting, seen, wrong = [office.page.url.removeprefix(server.address)], set[str](), list[str]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if (
            shape_of(path) in seen
            or path.startswith(("/uitloggen", "/app", "/s/"))
            or path.partition("?")[0].endswith(FILES)
        ):
            continue
        seen.add(shape_of(path))
        answer = office.page.goto(server.address + path)
        assert answer is not None and answer.status < 400, (path, answer and answer.status)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        wrong += barriers(office.browser, office.page, path)
        wrong += [f"{path}: {field} is read by the spelling of the browser" for field in office.page.evaluate(SPELLED)]
        for width in (1280, 768, 390, 320):
            office.page.set_viewport_size({"width": width, "height": 800})
            wrong += too_wide(office.page, f"{path} at {width}")
        wrong += run_small(office, path)
        waiting += office.links()
    assert len(seen) >= 2
    assert wrong == []
    assert browser.complaints == []


def run_small(office: Office, path: str) -> list[str]:
    """The same page on a phone: the navigation is another there."""
    office.page.set_viewport_size({"width": 390, "height": 844})
    found = barriers(office.browser, office.page, f"{path} at 390")
    office.page.set_viewport_size({"width": 1280, "height": 900})
    return found
