"""Storage that a browser throws away, in whole or in part, with unsent work at hand: what comes back, what is said, what goes on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Error, expect

from tests.browser.test_store import IMPORT, MADE_BY_CAMERA
from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.office import Office
from tests.rig.server import Server

pytestmark = pytest.mark.slow

TAKE_PHOTO = (
    MADE_BY_CAMERA
    + """
  const photos = await app("sync/photos");
  const [, visitId] = /#\\/bezoek\\/([\\w-]+)/.exec(location.hash);
  const [findingId] = Object.keys((await app("sync/watch")).documents.get(visitId).fields.findings);
  const { photoId } = await photos.takeFile(file, { visitId, findingId });
  await photos.usePhoto(photoId, {});
  await (await app("sync/photo-copies")).copyPhotos();
  return photoId;
"""
)
OPERATIONS = "return (await (await app('store/outbox')).allRows()).map(({ stream, n }) => `${stream}:${n}`).sort();"
PHOTOS_WAITING = "return (await (await app('store/outbox')).allBlobs()).filter(({ done }) => !done).length;"
IN_JOURNAL = "return (await (await app('store/journal')).places()).length;"
SHELL_IS_WHOLE = """
  for (const name of await caches.keys()) {
    if (name.startsWith("fa-shell-") && (await (await caches.open(name)).match("/__made"))) return true;
  }
  return false;
"""
DOCUMENTS_ARE_KEPT = """
  const { transact } = await app("store/db");
  return (await transact("fa-cache", "packs", "readonly", (tx) => tx.objectStore("packs").count())) > 0;
"""
SENT_ALL_TEXT = """
  await (await app("sync/loop")).syncNow();
  return (await (await app("store/outbox")).allRows()).every(({ acked }) => acked);
"""
NOTICE = "[data-emptied]"


def do(phone: FieldPhone, script: str) -> Any:
    """Run module code in the page."""
    return phone.page.evaluate(f"async () => {{ {IMPORT} {script} }}")


def wait_until(phone: FieldPhone, script: str) -> None:
    for _ in range(150):
        if do(phone, script):
            return
        phone.page.wait_for_timeout(100)
    raise AssertionError(f"never: {script}; {do(phone, OPERATIONS)}; {phone.strip.inner_text()}")


def away(phone: FieldPhone, is_away: bool) -> None:
    assert phone.browser.context is not None
    phone.browser.context.set_offline(is_away)


def clear(phone: FieldPhone, types: str) -> None:
    """As a browser does that clears the data of this site, also under an open page."""
    assert phone.browser.context is not None
    session = phone.browser.context.new_cdp_session(phone.page)
    session.send("Storage.clearDataForOrigin", {"origin": phone.server.address, "storageTypes": types})
    session.detach()


def close_and_lose(phone: FieldPhone, *folders: str) -> None:
    """End the browser and take these folders of its profile away, as a browser that is short of room does between two starts."""
    phone.kill()
    for folder in folders:
        found = list(phone.browser.profile.rglob(folder))
        assert found, folder
        for one in found:
            shutil.rmtree(one, ignore_errors=True)


def find_with_photo(phone: FieldPhone) -> str:
    """Record a finding with a photo in a new visit, all of it with a second place; ends on the finding; returns the id of the visit."""
    visit = phone.start_licensed()
    phone.fail(phone.items_here()[0])
    phone.write("Muf in de gang.")
    do(phone, TAKE_PHOTO)
    expect(phone.page.locator(".th-photo img")).to_be_visible()
    wait_until(phone, "return (await app('store/journal')).places().then((all) => all.length > 3);")
    return visit


def with_photo(server: Server, visit: str) -> dict[str, Any]:
    """Return what the office has of this visit; both sizes of its photo are there."""
    house = server.house()
    shown = house.engine.read(house.system, visit)
    assert shown is not None, "the visit never arrived"
    (photo,) = shown["fields"]["photos"].values()
    assert house.inside.blobs.exists(photo["blob"]) and house.inside.blobs.exists(photo["thumb"])
    return dict(shown["fields"])


@pytest.fixture
def phone(own_server: Server, new_browser: Callable[..., Browser]) -> FieldPhone:
    made = FieldPhone(own_server, new_browser("ines"))
    made.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    return made


def test_databases_cleared_under_an_open_app_come_back_with_photos_and_thumbnails_and_are_sent(
    own_server: Server, phone: FieldPhone
) -> None:
    away(phone, True)
    visit = find_with_photo(phone)
    before = do(phone, OPERATIONS)
    clear(phone, "indexeddb")
    notice = phone.page.locator(NOTICE)
    expect(notice).to_contain_text(f"kwamen terug: {len(before)} handelingen en 1 foto")
    assert phone.unsent() > 0
    assert do(phone, OPERATIONS) == before
    assert do(phone, PHOTOS_WAITING) == 2
    wait_until(phone, DOCUMENTS_ARE_KEPT)
    finding = phone.page.url.split("#")[1]
    phone.page.reload()
    phone.unlock()
    expect(phone.page.locator(NOTICE)).to_be_visible()
    phone.go(f"#{finding}")
    phone.at("bevinding")
    expect(phone.page.locator(".th-photo img")).to_be_visible()
    away(phone, False)
    phone.send()
    fields = with_photo(own_server, visit)
    assert [finding["text"] for finding in fields["findings"].values()] == ["Muf in de gang."]
    phone.tap("Gezien")
    expect(phone.page.locator(NOTICE)).to_have_count(0)


def test_a_shell_that_was_thrown_away_is_kept_again_after_one_contact(own_server: Server, phone: FieldPhone) -> None:
    away(phone, True)
    phone.start_licensed()
    waiting = do(phone, OPERATIONS)
    clear(phone, "cache_storage")
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    wait_until(phone, IN_JOURNAL.replace(";", f" === {len(waiting)};"))
    clear(phone, "cache_storage")
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.page.goto(own_server.address + "/app")
    away(phone, False)
    phone.page.goto(own_server.address + "/app")
    phone.at("ontgrendelen")
    wait_until(phone, SHELL_IS_WHOLE)
    wait_until(phone, "return (await app('store/outbox')).countUnsent().then((n) => n === 0);")
    phone.kill()
    own_server.stop()
    phone.open()
    phone.unlock()
    assert do(phone, OPERATIONS) == waiting


def test_databases_gone_at_a_start_are_said_and_journal_and_photos_go_with_the_next_enrolment(
    own_server: Server, phone: FieldPhone
) -> None:
    away(phone, True)
    visit = find_with_photo(phone)
    close_and_lose(phone, "IndexedDB")
    own_server.stop()
    phone.open()
    lost = phone.at("koppelen").get_by_role("alert").filter(has_text="De opslag van dit toestel is leeg.")
    expect(lost).to_contain_text("Uw laatste werk staat nog versleuteld op dit toestel. Koppel het opnieuw")
    own_server.start()
    phone.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    wait_until(phone, "return (await app('store/outbox')).countUnsent().then((n) => n === 0);")
    with_photo(own_server, visit)
    phone.go(f"#/bezoek/{visit}")
    phone.at("bezoek")


def test_a_phone_whose_storage_is_all_gone_links_anew_and_the_office_knows_what_it_held(
    own_server: Server, new_browser: Callable[..., Browser], phone: FieldPhone
) -> None:
    phone.page.route(re.compile("/api/v1/blobs/"), lambda route: route.abort())
    find_with_photo(phone)
    wait_until(phone, SENT_ALL_TEXT)
    before = do(phone, "return (await (await app('store/phones')).activePhone()).phone;")
    close_and_lose(phone, "IndexedDB", "Service Worker", "Cookies")
    phone.open()
    expect(phone.at("koppelen").get_by_label("Code van 8 tekens")).to_be_visible()
    phone.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    office = Office.sign_in(own_server, new_browser("tom", desk=True), own_server.user("team_lead"))
    office.go(f"/kantoor/toestellen/{before}")
    expect(office.page.get_by_role("region", name="Wat ontbreekt")).to_contain_text(re.compile("foto"))
