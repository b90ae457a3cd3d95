"""A phone whose disk runs full, in a real browser with a small quota: text is kept, photos are refused, and it is said."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession

from tests.browser.test_store import MakePhone, Phone, make_phone, open_visit
from tests.rig.server import Server

__all__ = ["make_phone"]

USED = "await (await app('sync/room')).measureStorage(); return (await navigator.storage.estimate()).usage;"
SAVE_UNTIL_TIGHT = """
  const { record } = await app("sync/record");
  const { documents } = await app("sync/watch");
  const { hasNoRoomForPhotos } = await app("sync/room");
  const visit = documents.byKind("visit").at(-1).id;
  let saved = 0;
  for (let left = 10; left > 0 && saved < 200; left -= hasNoRoomForPhotos.value ? 1 : 0) {
    const text = crypto.getRandomValues(new Uint8Array(6000)).toString();
    await record("visit.add", visit, { [`additions.a${saved}`]: { text, at: "2026-11-20T20:00:00Z" } });
    saved += 1;
  }
  return [saved, hasNoRoomForPhotos.value, (await (await app("store/outbox")).allRows()).length, documents.byKind("premises").length > 0];
"""
TAKE_PHOTO = """
  const { takeFile } = await app("sync/photos");
  const visit = (await app("sync/watch")).documents.byKind("visit").at(-1).id;
  return takeFile(new Blob([new Uint8Array(3_000_000)]), { visitId: visit, findingId: "f" }).then(() => "taken", ({ slug }) => slug);
"""


def open_with_little_room(phone: Phone, free: int) -> CDPSession:
    """Start the app anew where the browser gives it so many bytes more than it uses, as long as the session is held."""
    used = int(phone.do(USED))
    context = phone.browser.context
    assert context is not None
    page = context.new_page()
    phone.page.close()
    quota = {"origin": phone.server.address, "quotaSize": used + free}
    session = context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", quota)
    page.wait_for_timeout(3000)  # Chromium forgets how much room it thought the databases had
    page.goto(f"{phone.server.address}/app")
    phone.opened = [page]
    phone.wait_for("!['starting'].includes((await app('sync/phone')).phone.value.state)")
    return session


@pytest.mark.slow
def test_on_a_full_disk_text_is_kept_photos_are_refused_and_the_screen_says_so(
    own_server: Server, make_phone: MakePhone
) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    open_visit(phone, 1)
    phone.settle()
    own_server.stop()
    session = open_with_little_room(phone, 300_000)
    assert phone.unlock() == "open", "a full disk must not lock an inspector out"
    before = len(phone.do("return (await app('store/outbox')).allRows();"))
    saved, is_said, rows, has_documents = phone.do(SAVE_UNTIL_TIGHT)
    assert rows == before + saved >= 10 and is_said and has_documents
    assert phone.do(TAKE_PHOTO) == "storage_full"
    phone.do("location.hash = '#/verzenden';")
    phone.page.locator("[data-room='full']").wait_for()
    session.detach()
    assert "zegt deze browser niet" in phone.page.locator("[data-room='full']").inner_text()
