"""The administrator's units: an office that starts empty makes its first team here."""

import re
from typing import Any

import pytest

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import BY_NAME, Sit, text
from tests.web.evening import fields

TEAM = {"name": "Toezicht Zuid", "kind": "team", "phone": "", "covenant_until_on": ""}
POLICE = {"name": "Haven", "kind": "police", "phone": "0900 8844", "covenant_until_on": "2027-12-31"}


def named(house: Installation, name: str) -> list[dict[str, Any]]:
    return house.engine.find(SYSTEM, "unit", where={"name": name})


def test_the_list_shows_kind_phone_and_covenant(desk: Sit) -> None:
    ada = desk("ada")
    ada.post("/beheer/eenheden/nieuw", POLICE)
    ada.post("/beheer/eenheden/nieuw", POLICE | {"name": "Oud", "covenant_until_on": "2020-01-31"})
    page = text(ada.get("/beheer/eenheden"))
    for words in (
        "Haven",
        "0900 8844",
        "tot en met",
        "31 december 2027",
        "Verlopen",
        "31 januari 2020",
        "Team Centrum",
    ):
        assert words in page, words
    assert page.index("Team Centrum") < page.index("Haven"), "teams come first"
    assert "Er is nog geen team." not in page


def test_an_office_without_units_says_what_to_do_first(
    desk: Sit, house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.engine, "find", lambda *asked, **more: [])
    page = text(desk("ada").get("/beheer/eenheden"))
    assert "Er zijn nog geen eenheden." in page and "Er is nog geen team." in page
    assert page.count("Nieuwe eenheid") == 1


def test_a_new_team_can_be_chosen_for_a_new_account(desk: Sit, house: Installation) -> None:
    ada = desk("ada")
    answer = ada.post("/beheer/eenheden/nieuw", TEAM, follow_redirects=True)
    assert answer.status_code == 200 and "Toezicht Zuid is toegevoegd." in text(answer)
    (unit,) = named(house, "Toezicht Zuid")
    assert unit["fields"]["kind"] == "team" and unit["fields"].get("covenant_until_on") is None
    assert unit["id"] in text(ada.get("/beheer/mensen/nieuw"))


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"name": ""}, 422, "Vul de naam in."),
        ({"name": "x" * 81}, 422, "Maak de naam korter"),
        ({"name": "TEAM CENTRUM"}, 422, "Er is al een eenheid met deze naam."),
        ({"kind": ""}, 422, "Kies wat voor eenheid het is."),
        ({"kind": "bende"}, 422, ""),
        ({"phone": "bel Jan"}, 422, "Vul een telefoonnummer in"),
        ({"covenant_until_on": "morgen"}, 422, ""),
        ({"kind": "police"}, 409, "Vul in tot en met welke dag het convenant"),
        ({"name": "Jan 0612345678"}, 409, ""),
    ],
)
def test_a_wrong_unit_is_asked_again(
    desk: Sit, house: Installation, change: dict[str, str], status: int, words: str
) -> None:
    before = house.engine.count(SYSTEM, "unit")
    answer = desk("ada").post("/beheer/eenheden/nieuw", TEAM | change)
    assert answer.status_code == status and words in text(answer)
    assert house.engine.count(SYSTEM, "unit") == before


def test_a_covenant_that_is_lengthened_changes_nothing_else(desk: Sit, house: Installation) -> None:
    path, ada = f"/beheer/eenheden/{people.POLICE_UNIT}", desk("ada")
    page = text(ada.get(path))
    base = re.search(r'name="base" value="([^"]+)"', page)
    assert base and 'value="2099-12-31"' in page and 'name="kind"' not in page
    form = {"base": base[1], "name": "Team Mensenhandel", "phone": "", "covenant_until_on": "2098-12-31"}
    assert ada.post(path, form).status_code == 303
    unit = fields(house, people.POLICE_UNIT)
    assert (unit["covenant_until_on"], unit["kind"], unit["name"]) == ("2098-12-31", "police", "Team Mensenhandel")
    assert "Er was niets te veranderen." in text(ada.post(path, form, follow_redirects=True))


def test_the_police_unit_keeps_a_covenant(desk: Sit, house: Installation) -> None:
    path = f"/beheer/eenheden/{people.POLICE_UNIT}"
    answer = desk("ada").post(path, {"base": "", "name": "Team Mensenhandel", "phone": "", "covenant_until_on": ""})
    assert answer.status_code == 409 and "Vul in tot en met welke dag het convenant" in text(answer)
    assert fields(house, people.POLICE_UNIT)["covenant_until_on"] == "2099-12-31"


def test_an_unknown_unit_and_another_document_are_not_found(desk: Sit) -> None:
    ada = desk("ada")
    for one in ("00000000-0000-7000-8000-000000000000", BY_NAME["tom"]):
        assert ada.get(f"/beheer/eenheden/{one}").status_code == 404


@pytest.mark.parametrize("name", ["ines", "tom", "mia", "rob", "lea", "pia"])
def test_other_roles_see_no_units_page(desk: Sit, name: str) -> None:
    for path in ("/beheer/eenheden", "/beheer/eenheden/nieuw", f"/beheer/eenheden/{people.CENTRUM}"):
        assert desk(name).get(path).status_code == 403


def test_a_stranger_signs_in_first_and_a_wrong_method_is_refused(client: Any, desk: Sit) -> None:
    assert client.get("/beheer/eenheden").headers["Location"].startswith("/inloggen")
    assert desk("ada").client.delete("/beheer/eenheden/nieuw").status_code in (400, 405)


def test_the_units_are_in_the_side_bar_and_on_the_page_of_people(desk: Sit) -> None:
    assert text(desk("ada").get("/beheer/mensen")).count('href="/beheer/eenheden"') == 2
    assert "/beheer/eenheden" not in text(desk("tom").get("/kantoor/planning"))


def test_who_comes_to_make_a_team_finds_that_chosen(desk: Sit) -> None:
    assert '<option value="team" selected>' in text(desk("ada").get("/beheer/eenheden/nieuw?soort=team"))
    assert " selected" not in text(desk("ada").get("/beheer/eenheden/nieuw?soort=verzonnen")).replace(
        'value="" selected', ""
    )
