"""Planning, another address: a place without a file gets one and stands on the list, both or neither."""

import re
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldapp.directory import SYSTEM
from fieldapp.domain.moments import evening_of
from fieldapp.imports import bag
from fieldapp.installation import Installation
from fieldapp.letters import making
from fieldapp.worker import Worker
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import fields, submit

GEOPACKAGE = Path(__file__).parents[2] / "fieldapp" / "data" / "voorbeeld" / "bag-light-voorbeeld.gpkg"
HOME, OUT_OF_USE = "9998010000000192", "9998010000000013"
SEARCH, PUT = "/kantoor/planning/adres", f"/kantoor/planning/adres/{HOME}"


@pytest.fixture(scope="session")
def index_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("addresses")
    found = folder / "addresses.db"
    bag.run(None, None, GEOPACKAGE, False, municipality="9998", packs=folder / "packs", addresses=found)
    return found


@pytest.fixture
def known(house: Installation, index_file: Path) -> None:
    """The addresses of the municipality were read in."""
    shutil.copy(index_file, house.config.data / "addresses.db")


@pytest.fixture
def day_list(desk: Sit, house: Installation) -> dict[str, Any]:
    data = {"on": day(house), "first": people.INES.person, "second": people.IVO.person}
    assert desk("tom").post("/kantoor/planning/nieuw", data).status_code == 303
    return lists(house)[0]


def day(house: Installation) -> str:
    return evening_of(house.now()).isoformat()


def lists(house: Installation) -> list[dict[str, Any]]:
    return house.engine.find(SYSTEM, "day_list")


def stops(house: Installation) -> list[dict[str, Any]]:
    return list(lists(house)[0]["fields"].get("stops", {}).values())


def id_of(house: Installation, object_id: str = HOME) -> str:
    return str(uuid.uuid5(uuid.UUID(bytes=house.keys.installation), f"premises:{object_id}"))


def said(day_list: dict[str, Any], **more: str) -> dict[str, str]:
    return {"use": "woning", "list_id": day_list["id"], "reason": "melding", "appointment": "", **more}


def registering(house: Installation, team: str) -> dict[str, Any]:
    address = {"bag_object_id": HOME, "bag_address_id": None, "text": "Molenstraat 41-2", "lat": None, "lon": None}
    return {"address": address, "premises_type": "woning", "is_dwelling": True, "team_id": team}


def test_planning_leads_to_the_search_and_keeps_the_day(desk: Sit) -> None:
    page = text(desk("tom").get("/kantoor/planning?dag=2026-11-20"))
    assert re.search(r'href="/kantoor/planning/adres\?dag=2026-11-20">.*?Ander adres', page)


def test_without_addresses_the_page_says_whom_to_ask(desk: Sit) -> None:
    page = text(desk("tom").get(f"{SEARCH}?q=molen"))
    assert "De adressen zijn nog niet ingelezen. Vraag uw beheerder." in page
    assert desk("tom").get(PUT).status_code == 404


@pytest.mark.usefixtures("known")
def test_a_street_and_number_are_found_among_all_addresses(desk: Sit) -> None:
    page = text(desk("tom").get(f"{SEARCH}?q=molenstraat+41-2&dag=2026-11-20"))
    assert f'href="{PUT}?dag=2026-11-20"' in page and "<strong>Molenstraat 41-2</strong>" in page
    assert "9911 BB Voorbeeldstad" in page and "Volgens de BAG: woonfunctie." in page


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("typed", "words"),
    [("molenstraat", "De eerste 20 adressen"), ("zzz", "Niets gevonden."), ("", "Zoek"), ("x" * 300, "Zoek")],
)
def test_what_cannot_be_found_is_said(desk: Sit, typed: str, words: str) -> None:
    answer = desk("tom").get(SEARCH, query_string={"q": typed})
    assert answer.status_code == 200 and words in text(answer)


@pytest.mark.usefixtures("known")
def test_nothing_but_the_only_list_is_chosen_beforehand(desk: Sit, day_list: dict[str, Any]) -> None:
    page = text(desk("tom").get(PUT))
    assert " checked" not in page and page.count(" selected") == 1
    assert f'value="{day_list["id"]}" selected' in page and "Volgens de BAG: woonfunctie." in page


@pytest.mark.usefixtures("known")
def test_a_home_gets_its_file_and_its_stop(desk: Sit, house: Installation, day_list: dict[str, Any]) -> None:
    answer = desk("tom").post(PUT, said(day_list, appointment="21:30"), follow_redirects=True)
    assert "Molenstraat 41-2 staat op de lijst." in text(answer)
    file = fields(house, id_of(house))
    assert (file["premises_type"], file["is_dwelling"], file["is_verified"]) == ("woning", True, True)
    assert file["address"]["bag_object_id"] == HOME and file["team_id"] == people.CENTRUM and not file.get("name")
    (stop,) = stops(house)
    assert (stop["premises_id"], stop["reason"], stop["appointment"]) == (id_of(house), "melding", "21:30")
    assert stop["address_text"] == "Molenstraat 41-2" and stop["added_by"] == people.TOM.person


@pytest.mark.usefixtures("known")
def test_other_premises_are_no_home(desk: Sit, house: Installation, day_list: dict[str, Any]) -> None:
    assert desk("tom").post(PUT, said(day_list, use="overig")).status_code == 303
    file = fields(house, id_of(house))
    assert (file["premises_type"], file["is_dwelling"]) == ("overig", False)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"use": ""}, "Kies wat het is: een woning of een ander pand."),
        ({"use": "kasteel"}, ""),
        ({"reason": ""}, "Kies de reden van het bezoek."),
        ({"reason": "zomaar"}, ""),
        ({"list_id": ""}, "Kies een lijst."),
        ({"list_id": "iets"}, ""),
        ({"appointment": "half tien"}, "Schrijf de tijd als 21:30."),
    ],
)
def test_what_is_not_filled_in_writes_nothing(
    desk: Sit, house: Installation, day_list: dict[str, Any], change: dict[str, str], words: str
) -> None:
    answer = desk("tom").post(PUT, said(day_list, **change))
    assert answer.status_code == 422 and words in text(answer)
    assert house.engine.read(SYSTEM, id_of(house)) is None and stops(house) == []


@pytest.mark.usefixtures("known")
def test_an_address_with_a_file_has_its_own_page(desk: Sit, house: Installation, day_list: dict[str, Any]) -> None:
    submit(house, SYSTEM, "premises.register", id_of(house), registering(house, people.CENTRUM))
    answer = desk("tom").get(f"{PUT}?dag={day(house)}")
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/kantoor/planning/zet/{id_of(house)}?dag={day(house)}"


@pytest.mark.usefixtures("known")
def test_the_file_of_another_team_is_left_as_it_is(desk: Sit, house: Installation, day_list: dict[str, Any]) -> None:
    """Neither the file nor the list changes: both are written, or neither."""
    submit(house, SYSTEM, "premises.register", id_of(house), registering(house, people.ELSEWHERE))
    answer = desk("tom").post(PUT, said(day_list, use="overig"))
    assert answer.status_code == 409 and "Dit adres hoort bij een ander team of is afgeschermd." in text(answer)
    shown = house.engine.read(SYSTEM, id_of(house))
    assert shown and shown["fields"]["team_id"] == people.ELSEWHERE and not shown.get("rivals")
    assert stops(house) == []


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("object_id", [OUT_OF_USE, "9998010099999999", "x", "' or 1=1 --"])
def test_an_address_that_cannot_be_visited_is_not_found(desk: Sit, object_id: str) -> None:
    assert desk("tom").get(f"{SEARCH}/{object_id}").status_code == 404


@pytest.mark.usefixtures("known")
def test_without_a_list_the_page_leads_to_a_new_one(desk: Sit, house: Installation) -> None:
    page = text(desk("tom").get(f"{PUT}?dag={day(house)}"))
    assert "Er is voor deze dag nog geen lijst." in page and f"/kantoor/planning/nieuw?dag={day(house)}" in page


@pytest.mark.usefixtures("known")
def test_a_list_that_was_sent_brings_the_home_to_both_phones_and_to_nobody_else(
    desk: Sit, phone: Callable[[str], Any], house: Installation, premises: str, day_list: dict[str, Any]
) -> None:
    tom = desk("tom")
    tom.post(f"/kantoor/planning/zet/{premises}", said(day_list))
    tom.post("/kantoor/planning/verstuur", page="/kantoor/planning")
    assert tom.post(PUT, said(day_list)).status_code == 303
    worker = Worker(house)
    while worker.step():
        pass
    for name, gets_it in (("ines", True), ("ivo", True), ("tess", False)):
        device = phone(name)
        pulled = device.pull(device.token(full=True), cursor=None, after=0, seen=None)
        ids = {shown["id"] for shown in pulled["documents"]}
        assert (id_of(house) in ids) is gets_it, name
        assert premises in ids, name


@pytest.mark.parametrize("name", ["ines", "mia", "rob", "lea", "pia", "ada"])
def test_other_roles_put_no_address_on_a_list(desk: Sit, name: str) -> None:
    assert desk(name).get(SEARCH).status_code == 403
    assert desk(name).get(PUT).status_code == 403


def test_a_stranger_signs_in_first_and_a_wrong_method_is_refused(client: Any, desk: Sit) -> None:
    assert client.get(SEARCH).headers["Location"].startswith("/inloggen")
    assert desk("tom").client.put(SEARCH).status_code in (400, 405)
    assert desk("tom").client.delete(PUT).status_code in (400, 405)


def test_a_letter_takes_postcode_and_place_from_the_register(house: Installation, index_file: Path) -> None:
    premises = {"address": {"bag_object_id": HOME, "text": "Waterhof 9"}}
    assert making.postal_of(house, premises) is None, "no register was read in"
    shutil.copy(index_file, house.config.data / "addresses.db")
    assert re.fullmatch(r"\d{4} [A-Z]{2} Voorbeeldstad", making.postal_of(house, premises) or "")
    assert making.postal_of(house, {"address": {"bag_object_id": "9998010000099999"}}) is None
    assert making.postal_of(house, {}) is None
