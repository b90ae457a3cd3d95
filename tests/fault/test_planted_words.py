"""What was typed into the app, and what keeps it secret, is nowhere to be read: not in the browser's profile, a log or an error page.

Words by four ways in, the four words and the code that open the app, the key that signs, and photos as the camera gave them
and as they were kept; searched as text (UTF-8 and UTF-16) and as bytes in every file, after a normal close, a kill, a lock, a
new version of the shell and a blocked phone. The device key is not searched: the browser keeps it where no script reads it.
"""

from __future__ import annotations

import base64
import gzip
import re
import secrets
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_store import IMPORT, MADE_BY_CAMERA
from tests.rig.chromium import Browser
from tests.rig.desk import fresh_totp
from tests.rig.field import QUICK_CODE, FieldPhone
from tests.rig.office import Office
from tests.rig.server import ROOT, Server

BUILD = "() => document.querySelector('script[src]').src.split('/s/')[1].split('/')[0]"


SECRETS = (
    MADE_BY_CAMERA
    + """
  const photos = await app("sync/photos");
  const marked = new Blob([await file.arrayBuffer(), new TextEncoder().encode(marker)], { type: "image/jpeg" });
  const [, visitId] = /#\\/bezoek\\/([\\w-]+)/.exec(location.hash);
  const [findingId] = Object.keys((await app("sync/watch")).documents.get(visitId).fields.findings);
  const { photoId } = await photos.takeFile(marked, { visitId, findingId });
  await photos.usePhoto(photoId, {});
  await photos.takeFile(marked, { visitId, findingId });
  const bytes = new Uint8Array(await (await photos.openPhoto(photoId)).arrayBuffer());
  const middle = bytes.slice(bytes.length >> 1, (bytes.length >> 1) + 40);
  const { secrets } = (await app("sync/session")).session.value;
  return { photo: [...middle], key: secrets.sign_private };
"""
)
"""Two photos, of which one is used and one waits; what is returned is searched for."""
IN_A_KEY = 36
"""Where the 32 bytes of a P-256 key begin in its PKCS#8, as browsers write it (RFC 5915 in RFC 5208)."""


def planted() -> dict[str, str]:
    """Return words that no dictionary holds, by where each is typed. What packs files may shorten their common beginning."""
    return {place: f"zwalk{secrets.token_hex(5)}" for place in ("finding", "half-typed", "address", "search")}


def plant_secrets(phone: FieldPhone, marker: str) -> dict[str, list[bytes]]:
    """Take photos with this marker in them; return what must be nowhere, by what it is."""
    made = phone.page.evaluate(f"async () => {{ {IMPORT} const marker = {marker!r}; {SECRETS} }}")
    key = base64.b64decode(made["key"])
    return {
        "photo as the camera gave it": texts(marker),
        "photo as it is kept": [bytes(made["photo"])],
        "key that signs": [*texts(made["key"]), key[IN_A_KEY : IN_A_KEY + 32]],
        "passphrase": [one for between in (" ", "", "\n", "-", ",", "+", "%20") for one in pairs(phone.words, between)],
    }


def pairs(words: list[str], between: str) -> list[bytes]:
    """Return the words two by two: each of them alone is in the list of words that every phone has."""
    return [one for two in pairwise(words) for one in texts(between.join(two))]


def texts(word: str) -> list[bytes]:
    return [word.encode(), word.encode("utf-16-le")]


CODE = re.compile(rb"(?<![0-9])" + QUICK_CODE.encode() + rb"(?![0-9])")
"""Six digits by themselves: as part of a longer number they are a moment or a size."""


def leaks(words: Iterable[str], found: Mapping[str, list[bytes]], places: list[Path]) -> list[str]:
    """Return what lies in which file: words, secrets, and the code of the screen lock."""
    wanted = {word: texts(word.removeprefix("zwalk")) for word in words} | dict(found)
    named = []
    for name, form in forms_in(places):
        named += [f"{what} in {name}" for what, ways in wanted.items() if any(one in form for one in ways)]
        named += [f"code in {name}"] if CODE.search(form) or QUICK_CODE.encode("utf-16-le") in form else []
    return named


def forms_in(places: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield every file below these places by name, as it is and unpacked."""
    for path in (path for place in places for path in [place, *place.rglob("*")] if path.is_file()):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        for form in forms_of(data):
            yield path.name, form


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
    page.evaluate("said => { localStorage.setItem('control', said); }", f"zwalkcontrole {QUICK_CODE} appel-peer")
    page.evaluate(
        "() => caches.open('control').then((one) => one.put('/x', new Response(new Uint8Array(40).fill(161))))"
    )
    browser.close()
    found = leaks(
        ["zwalkcontrole"], {"two words": pairs(["appel", "peer"], "-"), "bytes": [b"\xa1" * 40]}, [browser.profile]
    )
    assert {one.split(" in ")[0] for one in found} == {"zwalkcontrole", "code", "two words", "bytes"}


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
    secret = plant_secrets(phone, f"kiekje{secrets.token_hex(8)}")
    phone.page.get_by_label("Toelichting").type(f" En {words['half-typed']}")
    phone.kill()

    def found() -> list[str]:
        return leaks(words.values(), secret, places)

    assert found() == [], "after a kill"

    phone.open()
    phone.unlock()
    phone.at("bevinding")
    finding = "#" + phone.page.url.split("#")[1]
    assert words["finding"] in phone.page.get_by_label("Toelichting").input_value(), "it must be there to be hidden"
    phone.go("#/panden")
    phone.at("panden")
    words["premises id"] = look_at_premises(phone)
    phone.page.get_by_role("searchbox").or_(phone.page.get_by_role("textbox")).first.fill(words["search"])
    phone.send()
    phone.lock_now()
    assert found() == [], "after a lock"
    phone.close()
    assert found() == [], "after a normal close"
    assert leaks(["#/pand/p"], {}, places), "the history of the browser is among what was searched"

    own_server.stop()
    own_server.settings["PYTHONPATH"] = str(newer_version(tmp_path / "newer"))
    own_server.start()
    update(phone)
    phone.unlock()
    phone.go(finding)
    assert words["finding"] in phone.at("bevinding").get_by_label("Toelichting").input_value(), "nothing may be lost"
    phone.close()
    assert found() == [], "after an update"

    wrong_page(own_server, words["address"])
    phone.open()
    phone.unlock()
    block_the_phone(own_server, new_browser("desk", desk=True))
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.page.get_by_text("Dit toestel is geblokkeerd").first).to_be_visible(timeout=30_000)
    phone.close()
    assert found() == [], "after a block"
    assert leaks([], secret, [own_server.folder]) == [], (
        "what opens a phone, and a plain photo, are not on the server either"
    )


def look_at_premises(phone: FieldPhone) -> str:
    """Open the first file of the list and come back; returns its id, which public data lead to."""
    link = phone.page.locator("main a[href^='#/pand/']").first
    premises = str(link.get_attribute("href")).rsplit("/", 1)[1]
    link.click()
    phone.at("pand")
    phone.go("#/panden")
    phone.at("panden")
    return premises


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
