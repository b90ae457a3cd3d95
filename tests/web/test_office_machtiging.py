"""The team lead takes a machtiging over from paper; what is wrong is said beside the field and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import BY_NAME, Desk, must
from tests.web.evening import fields, new_id

TO_CARRY_OUT = {
    "measure_type": "last_onder_bestuursdwang", "rule_key": "apv.inrichtingseisen", "state": "toepassing_gepland",
    "term_ends_on": None, "amount_eur_cents": None, "max_eur_cents": None, "operator": None, "imposed_on": "2026-11-02",
}  # fmt: skip


@pytest.fixture
def home(house: Installation) -> str:
    """A dwelling of team Centrum where bestuursdwang waits to be carried out."""
    return dwelling(house, {new_id(): TO_CARRY_OUT})


def dwelling(house: Installation, measures: dict[str, Any]) -> str:
    document = new_id()
    address = {
        "bag_object_id": "9998010000000041",
        "bag_address_id": "9998200000000041",
        "text": "Molenstraat 41-2",
        "lat": 52.1,
        "lon": 5.1,
    }
    body = {"address": address, "premises_type": "woning", "is_dwelling": True, "team_id": people.CENTRUM}
    body |= {f"open_measures.{key}": one for key, one in measures.items()}
    must(house, "premises.register", document, body)
    return document


def on_paper(house: Installation, **more: Any) -> dict[str, Any]:
    return {
        "purpose": "bestuursdwang",
        "issuer": "burgemeester",
        "given_on": house.today().isoformat(),
        "provisions": "Awb art. 5:27",
        "zaak_id": "Z-2026-00012",
        "authorised_ids": [BY_NAME["ines"]],
        "companions": ["politie"],
        "night": "y",
        **more,
    }


def test_what_stands_on_paper_is_taken_over_and_can_be_withdrawn(
    desk: Callable[[str], Desk], house: Installation, home: str
) -> None:
    tom, path = desk("tom"), f"/kantoor/dossiers/{home}/machtiging"
    assert tom.post(path, on_paper(house)).status_code == 303
    [(key, known)] = fields(house, home)["machtigingen"].items()
    assert (known["dwellings"], known["night"], known["absence"]) == ([home], True, False)
    page = tom.get(path).get_data(as_text=True)
    assert "Verlengen kan niet" in page and "Ines" in page
    assert tom.post(f"{path}/{key}/trek-in", page=path).status_code == 303
    assert fields(house, home)["machtigingen"][key]["withdrawn_at"]
    assert "Ingetrokken" in tom.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"authorised_ids": []}, 422, "Kies wie in de machtiging staat."),
        ({"given_on": "gisteren"}, 422, ""),
        ({"zaak_id": "Jan Jansen"}, 409, "Dit is geen zaaknummer."),
        ({"purpose": "toezicht"}, 409, "In het beleid staat geen artikel"),
        ({"given_on": "2099-01-01"}, 409, "Deze dag is nog niet geweest."),
        ({"issuer": "officier"}, 422, ""),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    desk: Callable[[str], Desk], house: Installation, home: str, wrong: dict[str, Any], status: int, said: str
) -> None:
    answer = desk("tom").post(f"/kantoor/dossiers/{home}/machtiging", on_paper(house, **wrong))
    assert answer.status_code == status
    assert said in answer.get_data(as_text=True)
    assert "machtigingen" not in fields(house, home)


def test_where_nothing_is_carried_out_there_is_no_machtiging_for_it(
    desk: Callable[[str], Desk], house: Installation
) -> None:
    home = dwelling(house, {})
    answer = desk("tom").post(f"/kantoor/dossiers/{home}/machtiging", on_paper(house))
    assert answer.status_code == 409
    assert "Bij dit adres loopt geen bestuursdwang of sluiting." in answer.get_data(as_text=True)
    assert "machtigingen" not in fields(house, home)


def test_a_business_needs_none(desk: Callable[[str], Desk], house: Installation, premises: str) -> None:
    answer = desk("tom").post(f"/kantoor/dossiers/{premises}/machtiging", on_paper(house))
    assert "Dit is geen woning." in answer.get_data(as_text=True)
