"""Taps and key presses of the tasks that count, from real pointer events: more than the budget fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

ROUTINE_CHECK = 25
PROPOSAL = 3
REFUSAL = 6


@pytest.fixture
def phone(own_server: Server, new_browser: Callable[..., Browser]) -> Iterator[FieldPhone]:
    """On a server of its own: what other tests did at an address changes what is advised there."""
    phone = FieldPhone(own_server, new_browser("budget"))
    phone.enrol(own_server.code_of(own_server.user("inspector")["login"]))
    phone.at("vandaag")
    yield phone
    assert phone.complaints() == []


def spent(phone: FieldPhone, before: dict[str, int]) -> tuple[int, int]:
    after = phone.touches()
    return after["taps"] - before["taps"], after["keys"] - before["keys"]


def test_a_routine_check_takes_at_most_25_taps_and_no_typing(phone: FieldPhone) -> None:
    """One tap more is added for the unlock before it."""
    before = phone.touches()
    phone.start_stop(home=False)
    phone.tap("Ja, aan de leidinggevende")
    phone.at("bezoek")
    phone.answer_everything()
    phone.sign()
    taps, keys = spent(phone, before)
    assert (taps + 1 <= ROUTINE_CHECK, keys) == (True, 0), (taps + 1, keys)


def test_proposing_what_the_matrix_advises_takes_at_most_3_taps(phone: FieldPhone) -> None:
    phone.start_licensed()
    phone.part("brandveiligheid")
    phone.fail("nooduitgang_vrij")
    before = phone.touches()
    phone.tap(re.compile("Stel maatregel voor"))
    phone.at("maatregel")
    phone.page.locator(".th-advice input[type='radio']").click()
    phone.tap("Stuur voorstel")
    phone.at("bezoek")
    taps, keys = spent(phone, before)
    assert (taps <= PROPOSAL, keys) == (True, 0), (taps, keys)


def test_a_refusal_at_the_door_takes_at_most_6_taps(phone: FieldPhone) -> None:
    """One tap is added for Start controle: as the next stop it has its own button."""
    phone.start_stop(home=True)
    before = phone.touches()
    for said in ("Ik liet mijn legitimatiebewijs zien", "Ik zei waarom ik kom", "Ik zei dat nee zeggen mag"):
        phone.page.get_by_role("checkbox", name=re.compile(said)).click()
    phone.tap("Nee, geweigerd")
    phone.at("geen-toestemming")
    phone.tap("Rond bezoek af")
    phone.at("vandaag")
    taps, keys = spent(phone, before)
    assert (taps + 1 <= REFUSAL, keys) == (True, 0), (taps + 1, keys)
