"""The team lead ends a visit that nobody closes, lets it lapse, or gives it to a colleague; the phone's late work waits."""

from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.installation import Installation
from fieldapp.worker import Worker
from sync import LATEST
from tests import people
from tests.web.conftest import BY_NAME, Desk
from tests.web.evening import fields, new_id, opening, submit


@pytest.fixture
def going_on(house: Installation, premises: str) -> str:
    """A visit of Ines and Ivo that was not closed."""
    return submit(house, people.INES, "visit.open", new_id(), opening(premises))


def path_of(visit: str) -> str:
    return f"/kantoor/bezoek/{visit}/beeindigen"


def test_a_visit_that_goes_on_says_so_once(desk: Callable[[str], Desk], going_on: str) -> None:
    page = desk("tom").get(f"/kantoor/bezoek/{going_on}").get_data(as_text=True)
    assert page.partition('class="of-head"')[2].partition("</header>")[0].count("nog bezig") == 1


def test_the_team_lead_gives_a_visit_to_a_colleague(
    desk: Callable[[str], Desk], house: Installation, going_on: str
) -> None:
    said = {"wat": "over", "leader_id": BY_NAME["ivo"], "handover_reason": "ziek"}
    answer = desk("tom").post(path_of(going_on), said)
    assert answer.status_code == 303
    visit = fields(house, going_on)
    assert (visit["leader_id"], visit["co_visitor_ids"]) == (BY_NAME["ivo"], [BY_NAME["ines"]])
    page = desk("tom").get(f"/kantoor/bezoek/{going_on}").get_data(as_text=True)
    assert "nam over van Ines" in page and "De collega is ziek." in page


def test_a_visit_that_nobody_closes_is_ended_and_a_late_closing_still_counts(
    desk: Callable[[str], Desk], house: Installation, going_on: str
) -> None:
    tom = desk("tom")
    assert tom.post(path_of(going_on), {"wat": "sluit", "end_reason": "toestel_weg"}).status_code == 303
    assert fields(house, going_on)["outcome"] == "afgebroken"
    assert "heeft niet ondertekend" in tom.get(f"/kantoor/bezoek/{going_on}").get_data(as_text=True)
    late = {"outcome": "gesloten", "statement": True, "made_at": "2026-11-20T20:24:00Z"}
    held = house.engine.submit(people.INES_ON_HER_PHONE, "visit.close", going_on, late, base=LATEST, stream="worker")
    assert (held.outcome, held.code) == ("held", "visit.closed")
    assert tom.post(f"/kantoor/wacht/{held.operation_id}/toch").status_code == 303
    assert fields(house, going_on)["outcome"] == "gesloten"
    assert "alsnog afgerond" in tom.get(f"/kantoor/bezoek/{going_on}").get_data(as_text=True)


def test_what_is_never_taken_in_is_not_offered_and_keeps_its_reason(
    desk: Callable[[str], Desk], house: Installation, going_on: str
) -> None:
    tom = desk("tom")
    assert tom.post(path_of(going_on), {"wat": "sluit", "end_reason": "toestel_weg"}).status_code == 303
    late = {"void_reason": "dubbel", "text": None, "made_at": "2026-11-20T20:24:00Z"}
    held = house.engine.submit(people.INES_ON_HER_PHONE, "visit.void", going_on, late, base=LATEST, stream="worker")
    path = f"/kantoor/wacht/{held.operation_id}"
    page = tom.get(path).get_data(as_text=True)
    assert "Neem toch over" not in page and "Probeer" in page
    assert "niet ingevuld" in page and "weggehaald" not in page
    assert tom.post(f"{path}/toch", page=path).status_code == 400
    assert [line["code"] for line in house.engine.held(people.TOM)] == ["visit.closed"]


def test_a_visit_that_lapsed_stays_in_the_dossier_and_counts_nowhere(
    desk: Callable[[str], Desk], house: Installation, premises: str, going_on: str
) -> None:
    tom = desk("tom")
    assert tom.post(path_of(going_on), {"wat": "vervalt", "void_reason": "dubbel"}).status_code == 303
    assert fields(house, going_on)["outcome"] == "vervallen"
    while Worker(house).step():
        pass
    assert going_on not in fields(house, premises).get("visits", {})
    assert "telt niet mee" in tom.get(f"/kantoor/dossiers/{premises}").get_data(as_text=True)
    assert "niets te beëindigen" in tom.get(path_of(going_on)).get_data(as_text=True)


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"wat": "sluit"}, 422, "Kies waarom u afsluit."),
        ({"wat": "sluit", "end_reason": "anders"}, 409, "ten minste 10 tekens"),
        ({"wat": "sluit", "end_reason": "anders", "end_text": "Bel 06 12345678"}, 409, ""),
        ({"wat": "over", "handover_reason": "ziek"}, 422, "Kies een inspecteur."),
        ({"wat": "over", "handover_reason": "ziek", "leader_id": "wie dan ook"}, 422, ""),
        ({"wat": "iets"}, 400, ""),
        ({}, 400, ""),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    desk: Callable[[str], Desk], house: Installation, going_on: str, said: dict[str, Any], status: int, words: str
) -> None:
    answer = desk("tom").post(path_of(going_on), said)
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
    assert "outcome" not in fields(house, going_on)
