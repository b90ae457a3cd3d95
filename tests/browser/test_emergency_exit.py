"""The worker that takes itself out of every phone: work, keys and journal stay, and the app goes on without it."""

from __future__ import annotations

from tests.browser.test_store import MakePhone, make_phone, open_visit
from tests.rig.server import Server

__all__ = ["make_phone"]

GONE = """async () => {
  const there = await navigator.serviceWorker.getRegistrations();
  for (const one of there) await one.update().catch(() => {});
  return there.length === 0;
}"""


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
    phone.page.wait_for_function(GONE, timeout=30_000)  # it also loads the page again, which this outlives
    phone.page.goto(f"{own_server.address}/app")
    phone.wait_for("(await app('sync/phone')).phone.value.state === 'locked'")
    assert phone.unlock() == "open"
    phone.settle()
    assert phone.unsent() == 0
    assert phone.do("return (await (await app('store/outbox')).allRows()).map(({ acked }) => acked);") == [1, 1, 1]
    assert not [name for name in phone.do("return caches.keys();") if name.startswith("fa-shell-")]
