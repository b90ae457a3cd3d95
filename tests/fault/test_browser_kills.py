"""kill -9 of the browser right after "bewaard": what the screen called saved is there when the phone starts again.

`FAULT_TIMES=500` is the figure of a release; each run here does ten on a used phone and five on fresh ones. Many are done
in `chromium-headless-shell` where that is installed, on phones whose words are stretched by the fewest rounds.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

from tests.rig.chromium import CHROMIUM, SHELL, Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

TIMES = int(os.environ.get("FAULT_TIMES", "10"))
FRESH = max(5, TIMES // 5)
SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**9)))
IS_MANY = TIMES > 10
PROGRAM = SHELL if IS_MANY else CHROMIUM
ITEMS = ["vergunning_getoond", "beheerder_aanwezig", "bedrijfsplan_gevolgd", "werktijden_gevolgd"]
VALUES = ["in_orde", "niet_van_toepassing"]


def test_a_used_phone_killed_after_bewaard_has_lost_nothing(
    own_server: Server, new_browser: Callable[..., Browser]
) -> None:
    began = time.monotonic()
    dice, said = random.Random(SEED), dict[str, str]()
    phone = FieldPhone(own_server, new_browser("used", program=PROGRAM))
    phone.enrol(own_server.code_of(own_server.user("inspector")["login"]), is_slow=IS_MANY)
    visit = phone.start_licensed()
    own_server.stop()
    for _ in range(TIMES):
        item, value = dice.choice(ITEMS), dice.choice(VALUES)
        phone.answer(item, value)
        said[item] = value
        phone.kill()
        phone.open()
        phone.unlock()
        phone.at("bezoek")
        assert phone.visit_in_address() == visit, "the same place returns"
        for known, chosen in said.items():
            phone.expect_answer(known, chosen)
    own_server.start()
    phone.send()
    assert phone.unsent() == 0
    assert phone.complaints() == []
    print(f"{TIMES} kills after bewaard, FAULT_SEED={SEED}: 0 lost, {time.monotonic() - began:.0f} s")


def test_a_fresh_phone_killed_within_seconds_offers_unlocking_and_has_lost_nothing(
    own_server: Server, new_browser: Callable[..., Browser]
) -> None:
    began = time.monotonic()
    login = own_server.user("inspector")["login"]
    for number in range(FRESH):
        phone = FieldPhone(own_server, new_browser(f"fresh-{number}", program=PROGRAM))
        phone.enrol(own_server.new_code(login), is_slow=IS_MANY)
        phone.kill()
        phone.open()
        phone.unlock()
        phone.at("vandaag")
        phone.close()
    print(f"{FRESH} kills of fresh phones: unlocking offered each time, {time.monotonic() - began:.0f} s")
