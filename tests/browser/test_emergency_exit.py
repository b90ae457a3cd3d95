"""The worker that takes itself out of every phone: work, keys and journal stay, and the app goes on without it."""

from __future__ import annotations

import time
from contextlib import suppress

from playwright.sync_api import Error, Page

from tests.browser.test_store import MakePhone, make_phone, open_visit
from tests.rig.server import Server

__all__ = ["make_phone"]

THERE = """async () => {
  const shells = (await caches.keys()).filter((name) => name.startsWith("fa-shell-"));
  return shells.length + (await navigator.serviceWorker.getRegistrations()).length;
}"""


def wait_until_it_is_gone(page: Page, seconds: float = 30) -> None:
    """The worker loads the page again on its way out, so a question to it may be lost.

    Chromium now and then lets a worker wait until the app is closed: then close it, and open it again.
    """
    if is_gone(page, seconds):
        return
    address = page.url
    page.goto("about:blank")
    page.wait_for_timeout(1000)
    page.goto(address)
    assert is_gone(page, seconds), "the worker or its shell is still there"


def is_gone(page: Page, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(Error):
            if page.evaluate(THERE) == 0:
                return True
        page.wait_for_timeout(200)
    return False


def test_the_emergency_exit_leaves_all_work_on_the_phone_and_it_is_sent(
    own_server: Server, make_phone: MakePhone
) -> None:
    phone = make_phone("ines", own_server)
    phone.open()
    phone.enrol(own_server.new_code(own_server.user("inspector")["login"]))
    own_server.stop()
    open_visit(phone, 2)
    phone.wait_for("(await app('store/journal')).places().then((all) => all.length === 3)")
    phone.kill()

    own_server.settings["FIELDAPP_SHELL_OFF"] = "1"
    own_server.start()
    phone.open()
    wait_until_it_is_gone(phone.page)
    phone.page.goto(f"{own_server.address}/app")
    phone.wait_for("(await app('sync/phone')).phone.value.state === 'locked'")
    assert phone.unlock() == "open"
    phone.settle()
    assert phone.unsent() == 0
    assert phone.do("return (await (await app('store/outbox')).allRows()).map(({ acked }) => acked);") == [1, 1, 1]
    wait_until_it_is_gone(phone.page)
