"""Wacht op kantoor and Twee versies: seen by who may, decided by a team lead, nothing lost."""

from typing import Any

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Sit, text, token_of
from tests.web.evening import Evening, an_evening, fields, new_id, opening, submit

SECRET = "Bel Maria op 06-12345678"


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def hold(house: Installation, kind: str, document: str, body: dict[str, Any], by: Any = people.INES) -> str:
    """Let an operation be held, as it would be from a phone."""
    shown = house.engine.read(house.directory.system(), document)
    outcome = house.engine.submit(by, kind, document, body, base=shown["version"] if shown else None, stream="worker")
    assert outcome.outcome == "held", outcome
    return str(outcome.operation_id)


@pytest.fixture
def late_answer(house: Installation, evening: Evening) -> str:
    """Ivo's answer that came after Ines had closed the visit."""
    return hold(house, "visit.answer", evening.visit, {"answers.nooduitgang_vrij": {"value": "in_orde"}}, people.IVO)


@pytest.fixture
def with_personal_data(house: Installation, premises: str) -> str:
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises))
    finding = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": SECRET, "number": None}
    return hold(house, "visit.find", visit, {f"findings.{new_id()}": finding})


def test_nothing_waits_says_so(desk: Sit) -> None:
    assert "Er wacht niets." in text(desk("tom").get("/kantoor/wacht"))


def test_what_is_held_says_what_who_and_why(desk: Sit, late_answer: str) -> None:
    page = text(desk("tom").get("/kantoor/wacht"))
    assert "Antwoord in een controle, Lantaarnkade 12" in page
    assert "Ivo" in page and "aanvulling van de collega" in page


def test_the_maker_sees_it_too_and_decides_nothing(desk: Sit, late_answer: str) -> None:
    page = text(desk("ivo").get(f"/kantoor/wacht/{late_answer}"))
    assert "In orde" in page and "Neem toch over" not in page


def test_a_stranger_and_another_inspector_do_not_see_it(desk: Sit, late_answer: str) -> None:
    for name in ("otto", "ines"):
        assert desk(name).get(f"/kantoor/wacht/{late_answer}").status_code == 404, name


def test_the_administrator_knows_of_it_without_content(desk: Sit, with_personal_data: str) -> None:
    page = text(desk("ada").get(f"/kantoor/wacht/{with_personal_data}"))
    assert "Alleen de maker en de teamleider zien de inhoud." in page
    assert "Maria" not in page and "06-12345678" not in page


def test_trying_again_keeps_it_held_and_says_why(desk: Sit, late_answer: str) -> None:
    answer = desk("tom").post(f"/kantoor/wacht/{late_answer}/opnieuw", page=f"/kantoor/wacht/{late_answer}")
    assert answer.status_code == 409
    assert "Deze controle is al afgerond." in text(answer)


def test_taking_it_in_applies_it(desk: Sit, house: Installation, evening: Evening, late_answer: str) -> None:
    answer = desk("tom").post(f"/kantoor/wacht/{late_answer}/toch", page=f"/kantoor/wacht/{late_answer}")
    assert answer.status_code == 303
    assert house.engine.held(people.TOM) == []
    shown = house.engine.read(house.directory.system(), evening.visit)
    assert shown is not None
    assert shown["fields"]["answers"]["nooduitgang_vrij"]["value"] == "in_orde"


def test_closing_asks_a_reason(desk: Sit, house: Installation, late_answer: str) -> None:
    path = f"/kantoor/wacht/{late_answer}"
    assert desk("tom").post(f"{path}/sluit", {"text": ""}, page=path).status_code == 422
    assert desk("tom").post(f"{path}/sluit", {"text": "Dit stond al in de controle."}, page=path).status_code == 303
    assert house.engine.held(people.TOM) == []


def test_personal_data_cannot_be_taken_in_but_can_be_erased(
    desk: Sit, house: Installation, with_personal_data: str
) -> None:
    path = f"/kantoor/wacht/{with_personal_data}"
    tom = desk("tom")
    page = text(tom.get(path))
    assert "Maria" in page and "Neem toch over" not in page and "Wis de inhoud met reden" in page
    assert tom.post(f"{path}/toch", page=path).status_code == 400
    assert tom.post(f"{path}/wis", {"text": "Gegeven van een persoon."}, page=path).status_code == 303
    entry = house.engine.entry(with_personal_data)
    assert entry is not None and SECRET not in str(entry)


def test_a_decision_that_is_sent_twice_says_that_it_was_taken(desk: Sit, house: Installation, late_answer: str) -> None:
    """A double press: the second answer takes the place of the first, and nobody looks for what is done."""
    tom, path = desk("tom"), f"/kantoor/wacht/{late_answer}"
    page = tom.get(path)
    hidden = {"csrf_token": token_of(text(page)), "text": "Dubbel ingevuld."}
    answers = [
        tom.client.post(f"{path}/sluit", data=hidden, headers={"Referer": "https://localhost/"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert "Deze wijziging wacht niet meer" in text(tom.get("/kantoor/wacht"))
    assert house.engine.held(people.TOM) == []


def test_what_waits_for_another_reason_is_not_called_wiped(desk: Sit, house: Installation, late_answer: str) -> None:
    """A page that was opened before a retry changed the reason still has the button."""
    path = f"/kantoor/wacht/{late_answer}"
    answer = desk("tom").post(f"{path}/wis", {"text": "Gegeven van een persoon."}, page=path)
    assert answer.status_code == 409 and "Er is niets gewist" in text(answer)
    assert [line["operation_id"] for line in house.engine.held(people.TOM)] == [late_answer]


def test_what_would_start_a_document_of_shielded_premises_is_hidden_from_who_is_not_named(
    desk: Sit, house: Installation, premises: str
) -> None:
    submit(
        house,
        people.TESS,
        "premises.restrict",
        premises,
        {"is_restricted": True, "person_ids": [people.INES.person, people.TESS.person]},
    )
    held = hold(house, "visit.open", new_id(), opening(premises) | {"checklist": "chk-onbekend@1"})
    assert desk("tess").get(f"/kantoor/wacht/{held}").status_code == 200
    assert desk("tom").get(f"/kantoor/wacht/{held}").status_code == 404
    assert held not in text(desk("tom").get("/kantoor/wacht"))


def test_an_unknown_operation_is_not_found(desk: Sit) -> None:
    for name in ("00:1", "x", "../etc"):
        assert desk("tom").get(f"/kantoor/wacht/{name}").status_code == 404


@pytest.fixture
def disputed(house: Installation, premises: str) -> str:
    """One visit in which Ines and Ivo said something else about the same item, neither knowing of the other."""
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises))
    shown = house.engine.read(house.directory.system(), visit)
    assert shown is not None
    for who, value in ((people.INES, "in_orde"), (people.IVO, "niet_in_orde")):
        body = {"answers.nooduitgang_vrij": {"value": value}}
        house.engine.submit(who, "visit.answer", visit, body, base=shown["version"])
    return visit


def test_two_versions_stand_side_by_side_and_none_is_chosen(desk: Sit, disputed: str) -> None:
    assert "Nooduitgang" in text(desk("tom").get("/kantoor/twee-versies"))
    page = text(desk("tom").get(f"/kantoor/twee-versies/{disputed}/answers.nooduitgang_vrij"))
    assert "In orde (Ines" in page and "Niet in orde (Ivo" in page
    assert " checked" not in page
    assert "Er is niets weg." in page


def test_picking_keeps_both_in_the_log(desk: Sit, house: Installation, disputed: str) -> None:
    path = f"/kantoor/twee-versies/{disputed}/answers.nooduitgang_vrij"
    tom = desk("tom")
    assert tom.post(path, {"base": version(house, disputed)}).status_code == 422
    assert tom.post(path, {"base": "1.00000000", "version": "1"}).status_code == 409
    assert tom.post(path, {"base": version(house, disputed), "version": "1"}).status_code == 303
    assert fields(house, disputed)["answers"]["nooduitgang_vrij"]["value"] == "niet_in_orde"
    said = [entry["changes"] for entry in house.engine.history(people.TOM, disputed)]
    assert "in_orde" in str(said) and "niet_in_orde" in str(said)
    assert desk("tom").get(path).status_code == 404


def version(house: Installation, document: str) -> str:
    shown = house.engine.read(house.directory.system(), document)
    assert shown is not None
    return str(shown["version"])
