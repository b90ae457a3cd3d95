"""The mandate register at the desk of the administrator, and the lists of what waits for each role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Clock
from tests.web.course import Case, a_case, approve

pytestmark = pytest.mark.usefixtures("clock")

PATH = f"/beheer/mensen/{people.MIA.person}/mandaten"
FILLED = {
    "number": "MB 2026-20",
    "authority": "burgemeester",
    "acts": ["voornemen", "besluit"],
    "measure_types": ["last_onder_dwangsom"],
    "most": "25.000",
    "valid_from_on": "2026-11-01",
    "valid_until_on": "2027-12-31",
}


def mandates(house: Installation) -> list[dict[str, Any]]:
    return [one["fields"] for one in house.engine.find(SYSTEM, "mandate")]


def test_the_administrator_grants_a_mandate_with_what_it_holds(desk: Callable[[str], Any], house: Installation) -> None:
    assert desk("ada").post(PATH, FILLED).status_code == 303
    (granted,) = mandates(house)
    assert granted["person_id"] == people.MIA.person and granted["max_eur_cents"] == 2500000
    assert granted["acts"] == ["voornemen", "besluit"] and granted["valid_until_on"] == "2027-12-31"
    page = desk("ada").get(PATH).get_data(as_text=True)
    assert "MB 2026-20" in page and "Geldt" in page and "tot € 25.000" in page and "Last onder dwangsom" in page


def test_what_is_missing_or_impossible_is_said_at_its_field(desk: Callable[[str], Any], house: Installation) -> None:
    answer = desk("ada").post(PATH, {**FILLED, "number": "", "acts": [], "most": "veel"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for said in ("Vul het nummer van het mandaatbesluit in.", "Kies minstens één handeling.", "Vul een bedrag in"):
        assert said in page, said
    answer = desk("ada").post(PATH, {**FILLED, "valid_until_on": "2026-01-01"})
    assert answer.status_code == 409 and "Het einde van het mandaat ligt voor het begin." in answer.get_data(
        as_text=True
    )
    assert mandates(house) == []


def test_a_mandate_that_ended_holds_no_more_and_stays_in_the_register(
    desk: Callable[[str], Any], house: Installation
) -> None:
    desk("ada").post(PATH, FILLED)
    mandate = house.engine.find(SYSTEM, "mandate")[0]["id"]
    assert desk("ada").post(f"{PATH}/{mandate}/beeindig", {"on": "2026-11-21"}, page=PATH).status_code == 303
    assert mandates(house)[0]["ended_on"] == "2026-11-21"
    page = desk("ada").get(PATH).get_data(as_text=True)
    assert "Voorbij" in page and "Beëindig" not in page
    other = PATH.replace(people.MIA.person, people.ROB.person)
    assert desk("ada").post(f"{other}/{mandate}/beeindig", {"on": "2026-11-21"}, page=other).status_code == 404


def test_nobody_else_keeps_the_register(desk: Callable[[str], Any]) -> None:
    for name in ("tom", "mia", "rob", "lea", "ines"):
        assert desk(name).get(PATH).status_code == 403


@pytest.fixture
def case(clock: Clock, house: Installation, premises: str, desk: Callable[[str], Any]) -> Case:
    return approve(a_case(house, clock, desk, premises))


def start_of(case: Case, name: str) -> str:
    return str(case.desk(name).get("/kantoor/").get_data(as_text=True))


def test_each_role_finds_what_waits_for_it_on_its_start_page(case: Case) -> None:
    page = start_of(case, "mia")
    assert "Te doen (1)" in page and "Voornemen versturen" in page and case.path in page
    assert "Te doen (0)" in start_of(case, "rob") and "Te doen (0)" in start_of(case, "tom")
    case.do("tom", "weigh", herstelmaatregelen="Maak de nooduitgang vrij.")
    case.do("mia", "send-voornemen", sent_on="2026-11-21", how="toegezonden", zienswijze_days="14")
    case.on("2026-12-08")
    assert "Te doen (1)" in start_of(case, "tom") and "Besluit klaarzetten" in start_of(case, "tom")
    case.do("tom", "prepare-besluit", text="Er kwam geen zienswijze binnen.").do("mia", "sign")
    assert "Te doen (1)" in start_of(case, "rob") and "Bekendmaken" in start_of(case, "rob")
    assert "Te doen" not in start_of(case, "ines")
