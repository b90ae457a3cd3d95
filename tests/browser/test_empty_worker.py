"""A service worker of which a box on the way left nothing: no browser compares a digest of it, so the app asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser.test_store import Phone, open_visit
from tests.rig.chromium import Browser
from tests.rig.older_build import Front, before
from tests.rig.server import Server

pytestmark = pytest.mark.slow

LOOK = """
  const registration = await navigator.serviceWorker.getRegistration("/app");
  await registration.update();
  for (let i = 0; i < 100 && !registration.waiting; i += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  return registration.waiting !== null;
"""
SPEAKS = """(await (async () => {
  const there = await navigator.serviceWorker.getRegistration('/app');
  const { buildOf } = await app('sync/worker-voice');
  return there?.active && !there.installing ? buildOf(there[which] ?? there.active) : null;
})()) === document.documentElement.dataset.build"""


@pytest.fixture
def front(own_server: Server) -> Iterator[Front]:
    with before(own_server) as box:
        yield box


@pytest.fixture
def phone(front: Front, new_browser: Callable[..., Browser]) -> Phone:
    """A phone that starts without a connection, and got an empty worker that waits."""
    made = Phone(front, new_browser("ines"))  # type: ignore[arg-type]  # it needs no more than an address
    made.open()
    made.enrol(front.server.new_code(front.server.user("inspector")["login"]))
    made.do("await navigator.serviceWorker.ready;")
    made.wait_for("navigator.serviceWorker.controller !== null")
    front.is_emptied = True
    assert made.do(LOOK), "the browser takes nothing for a worker"
    return made


def test_an_empty_worker_that_waits_is_not_offered_and_goes_before_it_takes_over(front: Front, phone: Phone) -> None:
    phone.page.wait_for_timeout(7000)
    assert phone.do("return (await app('ui/update')).updateReady.value;") is False
    front.is_emptied = False
    phone.do("dispatchEvent(new Event('online'));")
    phone.wait_for(SPEAKS.replace("which", "'waiting'"), within=60)
    assert phone.do("return (await app('ui/update')).updateReady.value;") is False, "it is the build that runs"
    starts_without_a_connection(front, phone)


def test_an_empty_worker_that_took_over_makes_place_and_no_work_is_lost(front: Front, phone: Phone) -> None:
    open_visit(phone, 2)
    phone.kill()
    phone.open()
    front.is_emptied = False
    phone.do("dispatchEvent(new Event('online'));")
    phone.wait_for(SPEAKS.replace("which", "'active'"), within=90)
    assert phone.unlock() == "open"
    phone.settle()
    assert phone.unsent() == 0
    starts_without_a_connection(front, phone)


def starts_without_a_connection(front: Front, phone: Phone) -> None:
    phone.kill()
    front.server.stop()
    phone.open()
    phone.wait_for("(await app('sync/phone')).phone.value.state === 'locked'")
    front.server.start()
