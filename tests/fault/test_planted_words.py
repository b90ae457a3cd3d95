"""Words that were typed into the app are nowhere to be read: not in the browser's profile, nor in a log or error page.

Four words, each by another way in; searched as UTF-8 and as UTF-16 in every file, after a normal close, a kill, a lock,
a new version of the shell and a blocked phone.
"""

from __future__ import annotations

import gzip
import re
import secrets
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.rig.chromium import Browser
from tests.rig.desk import fresh_totp
from tests.rig.field import FieldPhone
from tests.rig.office import Office
from tests.rig.server import ROOT, Server

BUILD = "() => document.querySelector('script[src]').src.split('/s/')[1].split('/')[0]"


def planted() -> dict[str, str]:
    """Return four words that no dictionary holds, by where each is typed."""
    return {place: f"zwalk{secrets.token_hex(4)}" for place in ("finding", "half-typed", "address", "search")}


def hits(words: list[str], places: list[Path]) -> list[str]:
    """Return which word lies in which file, plain or packed."""
    found = []
    for path in (path for place in places for path in [place, *place.rglob("*")] if path.is_file()):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        for form in forms_of(data):
            found += [
                f"{word} in {path.name}" for word in words if word.encode() in form or word.encode("utf-16-le") in form
            ]
    return found


def forms_of(data: bytes) -> list[bytes]:
    try:
        return [data, gzip.decompress(data)] if data[:2] == b"\x1f\x8b" else [data]
    except (OSError, EOFError, zlib.error):
        return [data]


def test_the_search_itself_finds_a_word_in_a_profile(new_browser: Callable[..., Browser], server: Server) -> None:
    """Without this a search that reads the wrong folder would pass."""
    browser = new_browser("control")
    page = browser.open()
    page.goto(server.address + "/inloggen")
    page.evaluate("() => { localStorage.setItem('control', 'zwalkcontrole'); }")
    browser.close()
    assert hits(["zwalkcontrole"], [browser.profile])


def test_no_word_is_left_anywhere(own_server: Server, new_browser: Callable[..., Browser], tmp_path: Path) -> None:
    words = planted()
    phone = FieldPhone(own_server, new_browser("planted"))
    places = [phone.browser.profile, own_server.log]
    phone.enrol(own_server.code_of(own_server.user("inspector")["login"]))
    phone.start_licensed()
    words["premises"] = phone.page.locator("h1").inner_text()  # a browser keeps titles of pages in its history
    assert re.search(r"\w+ \d+", words["premises"]), "the address of the visit"
    phone.part("brandveiligheid")
    phone.fail("nooduitgang_vrij")
    phone.write(f"Bij de deur stond {words['finding']}.")
    phone.page.get_by_label("Toelichting").type(f" En {words['half-typed']}")
    phone.kill()
    assert hits(list(words.values()), places) == [], "after a kill"

    phone.open()
    phone.unlock()
    phone.at("bevinding")
    finding = "#" + phone.page.url.split("#")[1]
    assert words["finding"] in phone.page.get_by_label("Toelichting").input_value(), "it must be there to be hidden"
    phone.go("#/panden")
    phone.at("panden")
    phone.page.get_by_role("searchbox").or_(phone.page.get_by_role("textbox")).first.fill(words["search"])
    phone.send()
    phone.lock_now()
    assert hits(list(words.values()), places) == [], "after a lock"
    phone.close()
    assert hits(list(words.values()), places) == [], "after a normal close"

    own_server.stop()
    own_server.settings["PYTHONPATH"] = str(newer_version(tmp_path / "newer"))
    own_server.start()
    update(phone)
    phone.unlock()
    phone.go(finding)
    assert words["finding"] in phone.at("bevinding").get_by_label("Toelichting").input_value(), "nothing may be lost"
    phone.close()
    assert hits(list(words.values()), places) == [], "after an update"

    wrong_page(own_server, words["address"])
    phone.open()
    phone.unlock()
    block_the_phone(own_server, new_browser("desk", desk=True))
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.page.get_by_text("Dit toestel is geblokkeerd").first).to_be_visible(timeout=30_000)
    phone.close()
    assert hits(list(words.values()), places) == [], "after a block"


def newer_version(folder: Path) -> Path:
    """Return a copy of the program in which one module of the field app is another."""
    for name in ("fieldapp", "sync", "static", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "static" / "app" / "main.js").open("a") as module:
        module.write("// a newer version\n")
    return folder


def update(phone: FieldPhone) -> None:
    """Open the app, let the newer shell come in, and take it at the lock screen as it is offered there."""
    phone.open()
    phone.at("ontgrendelen")
    before = phone.page.evaluate(BUILD)
    phone.page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    expect(phone.page.get_by_text("Nieuwe versie klaar.")).to_be_visible(timeout=30_000)
    with phone.page.expect_navigation():
        phone.tap("Werk nu bij")
    phone.at("ontgrendelen")
    assert phone.page.evaluate(BUILD) != before


def wrong_page(server: Server, word: str) -> None:
    """Ask for pages that are not there: the answer and the log may not repeat what was asked."""
    for path in (f"/kantoor/{word}", f"/api/v1/{word}", f"/inloggen?verder=/{word}", f"/s/{word}/x.js"):
        said = server.get(path)
        assert word not in said or "verder" in path, path


def block_the_phone(server: Server, browser: Browser) -> None:
    lead = server.user("team_lead")
    office = Office.sign_in(server, browser, lead)
    office.go("/kantoor/toestellen")
    office.page.get_by_role("link", name="Blokkeer").first.click()
    office.page.get_by_label("Code van 6 cijfers").fill(fresh_totp(server, lead["totp"]))
    office.page.get_by_role("button", name="Blokkeer").click()
