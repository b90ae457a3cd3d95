"""Field apps of older versions, as phones got them, before the server of today; and the way from them to the app of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Error

from tests.browser.test_emergency_exit import wait_until_it_is_gone
from tests.browser.test_store import Phone, on_server, open_visit
from tests.rig.chromium import Browser
from tests.rig.older_build import Front, before
from tests.rig.server import Server

pytestmark = pytest.mark.slow

BUILD = "return document.documentElement.dataset.build;"
STATE = "return (await app('sync/phone')).phone.value.state;"
ANSWERS = "return Object.keys((await app('sync/watch')).documents.get(visit)?.fields.answers ?? {}).length;"
DATABASES = "return (await indexedDB.databases()).map(({ name, version }) => [name, version]).sort();"
LOOK_FOR_NEWER = """
  const registration = await navigator.serviceWorker.getRegistration("/app");
  for (let i = 0; i < 450 && !registration.waiting; i += 1) {
    if (!registration.installing) await registration.update().catch(() => {}); // one that failed on its way comes again
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return registration.waiting !== null;
"""
ANSWER_MORE = """
  const { record } = await app("sync/record");
  const { policy } = await app("sync/watch");
  const items = policy.value.checklists["chk-lp@1"].items.filter((item) => item.answer === "oordeel" && item.asked === "altijd");
  await record("visit.answer", visit, { [`answers.${items[5].id}`]: { value: "in_orde" } });
"""


@pytest.fixture
def front(request: pytest.FixtureRequest, own_server: Server) -> Iterator[Front]:
    with before(own_server, request.param) as box:
        yield box


@pytest.fixture
def phone(front: Front, new_browser: Callable[..., Browser]) -> Phone:
    """A phone that is linked with the older app."""
    made = Phone(front, new_browser("ines"))  # type: ignore[arg-type]  # it needs no more than an address
    made.open()
    made.enrol(front.server.new_code(front.server.user("inspector")["login"]))
    assert front.older is not None
    assert made.do(BUILD) == front.older.id
    return made


def update_at_the_lock_screen(phone: Phone) -> Any:
    """Lock, and take the version that waits, with what the older app itself has for it; return the build after it.

    Chromium now and then lets the version wait for minutes, whatever it is asked: then close the app, and open it again.
    """
    older = phone.do(BUILD)
    phone.do("(await app('sync/phone')).lockNow();")
    phone.wait_for("(await app('ui/update')).updateReady.value")  # before that nobody is offered it
    with suppress(Error):  # the page goes while it answers
        phone.do("location.hash = ''; return (await app('ui/update')).updateNow();")
    if not is_at_lock_screen_of_another(phone, older):
        phone.page.goto("about:blank")
        phone.page.wait_for_timeout(1000)
        phone.page.goto(f"{phone.server.address}/app")
        is_at_lock_screen_of_another(phone, older)
    return phone.do(BUILD)


def is_at_lock_screen_of_another(phone: Phone, older: Any) -> bool:
    for _ in range(150):
        with suppress(Error):
            if phone.do(BUILD) != older and phone.do(STATE) == "locked":
                return True
        phone.page.wait_for_timeout(100)
    return False


@pytest.mark.parametrize("front", ["0.4.0", "0.2.0"], indirect=True)
def test_an_older_app_works_on_this_server_survives_an_update_and_hands_all_its_work_to_this_app(
    front: Front, phone: Phone
) -> None:
    first = open_visit(phone, 2)
    phone.settle()
    assert phone.unsent() == 0
    assert len(on_server(front.server, first)["answers"]) == 2

    front.is_cut = True
    second = open_visit(phone, 3)
    waiting = phone.unsent()
    assert waiting == 1
    databases = phone.do(DATABASES)

    older, front.older = front.older, None
    assert older is not None
    assert phone.do(LOOK_FOR_NEWER), "the newer app is whole on the phone and waits"
    assert phone.do(BUILD) == older.id
    phone.do(ANSWER_MORE, visit=second)
    assert phone.do(ANSWERS, visit=second) == 4
    phone.do("await app('ui/premises-page'); await app('ui/finding-page');")  # asked for only now, and of its own build
    phone.page.reload()
    assert phone.do(BUILD) == older.id, "a reload is no lock screen that was asked"
    phone.wait_for("(await app('sync/phone')).phone.value.state === 'locked'")

    assert update_at_the_lock_screen(phone) != older.id
    assert phone.unlock() == "open"
    assert phone.unsent() == waiting
    assert phone.do(ANSWERS, visit=second) == 4
    assert phone.do(DATABASES) == databases
    front.is_cut = False
    phone.settle()
    assert phone.unsent() == 0
    assert len(on_server(front.server, second)["answers"]) == 4


@pytest.mark.parametrize("front", ["0.2.0"], indirect=True)
def test_an_older_app_that_is_too_old_sends_and_an_emergency_exit_takes_none_of_its_work(
    front: Front, phone: Phone
) -> None:
    front.server.stop()
    first = open_visit(phone, 2)
    front.server.settings["FIELDAPP_MIN_PROTOCOL"] = "2"
    front.server.start()
    phone.settle()
    assert phone.unsent() == 0
    assert len(on_server(front.server, first)["answers"]) == 2
    phone.page.get_by_text("te oud").first.wait_for()

    front.is_cut = front.is_off = True
    second = open_visit(phone, 2)
    phone.do("await (await navigator.serviceWorker.getRegistration('/app')).update().catch(() => {});")
    phone.kill()
    phone.open()
    wait_until_it_is_gone(phone.page)
    phone.page.goto(f"{front.address}/app")
    phone.wait_for("(await app('sync/phone')).phone.value.state === 'locked'")
    assert phone.unsent() == 1

    front.is_cut = front.is_off = False
    front.older = None
    phone.page.goto(f"{front.address}/app")
    phone.wait_for("(await app('sync/phone')).phone.value.state === 'locked'")
    assert phone.unlock() == "open"
    phone.settle()
    assert phone.unsent() == 0
    assert len(on_server(front.server, second)["answers"]) == 2
    phone.wait_for("navigator.serviceWorker.getRegistration('/app').then((one) => one?.active != null)")
