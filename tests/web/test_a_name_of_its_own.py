"""A new installation wears no name until it gets its own: not on pages, not on phones, not in letters."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fieldapp.config import Config
from fieldapp.installation import EXAMPLE, Installation, open_installation
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import an_evening, submit


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, municipality="")


def test_pages_and_phones_say_that_there_is_no_name_yet(desk: Sit, client: Any, phone: Callable[[str], Any]) -> None:
    pages = [text(client.get("/inloggen")), text(desk("ada").get("/beheer/mensen")), text(client.get("/app"))]
    for page in pages:
        assert "Nog geen naam" in page and "Gemeente Nog" not in page and "Voorbeeldstad" not in page
    assert "Laat de naam van de gemeente instellen: FIELDAPP_MUNICIPALITY." in pages[1]
    assert client.get("/manifest.webmanifest").get_json()["name"] == "Toezicht"
    assert phone("ines").enrolled["municipality"]["name"] == "Nog geen naam"


def test_the_example_has_the_name_of_the_example_and_a_setting_wins(config: Config) -> None:
    house = open_installation(config)
    house.values.put(*EXAMPLE, {"seed": 1})
    house.store.close()
    again = open_installation(config)
    assert (again.town, again.is_named) == ("Gemeente Voorbeeldstad", True)
    again.store.close()
    named = open_installation(replace(config, municipality="Gemeente Hoorn"))
    assert (named.town, named.config.municipality) == ("Gemeente Hoorn", "Gemeente Hoorn")
    named.store.close()


def test_no_letter_wears_the_sender_of_the_example(desk: Sit, house: Installation, premises: str) -> None:
    measure = an_evening(house, premises).measure
    submit(house, people.TOM, "measure.approve", measure, {"seen_proposal": 1, "skip_zienswijze": "spoed"})
    made = desk("mia").post(f"/kantoor/maatregelen/{measure}/brief/", {"soort": "besluit_last_onder_dwangsom"})
    address = str(made.headers["Location"])
    page = text(desk("mia").get(address))
    assert "Voorbeeldstad" not in page and "[nog invullen: gemeente van de afzender]" in page
    answer = desk("mia").post(f"{address}definitief", {"edition": "0"}, page=address)
    assert answer.status_code == 409
    assert "FIELDAPP_MUNICIPALITY" in text(answer) and "afzender.json" in text(answer)
