"""Samen bezocht at the office: sharing with purpose and ground, answering, assigning a unit."""

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import Evening, an_evening, fields, joint_visit

SHARED = {
    "what": "vergunning",
    "text": "De vergunning is geldig tot maart.",
    "purpose": "Toezicht samen",
    "ground": "Wpg art. 16",
}


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def test_the_list_shows_visits_and_what_asks_for_attention(desk: Sit, house: Installation, evening: Evening) -> None:
    joint_visit(house, evening.premises, None, unit="anders")
    page = text(desk("tom").get("/kantoor/samen"))
    assert "Team Mensenhandel" in page and "Kies de eenheid" in page


def test_sharing_needs_purpose_and_ground(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/samen/{evening.joint}"
    for missing in SHARED:
        answer = desk("tom").post(f"{path}/deel", SHARED | {missing: ""}, page=path)
        assert answer.status_code == 422, missing
    assert "shared" not in fields(house, evening.joint) or not fields(house, evening.joint)["shared"]


def test_what_is_shared_is_read_by_the_unit(desk: Sit, evening: Evening) -> None:
    path = f"/kantoor/samen/{evening.joint}"
    assert desk("tom").post(f"{path}/deel", SHARED, page=path).status_code == 303
    assert SHARED["text"] in text(desk("pia").get(f"/partner/bezoek/{evening.joint}"))


def test_personal_data_is_not_shared(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/samen/{evening.joint}"
    answer = desk("tom").post(f"{path}/deel", SHARED | {"text": "BSN 111222333"}, page=path)
    assert answer.status_code == 409
    assert "In de tekst staat een gegeven van een persoon." in text(answer)
    assert not fields(house, evening.joint).get("shared")


def test_what_may_be_a_name_is_shared_or_answered_only_after_a_question(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    path, said = f"/kantoor/samen/{evening.joint}", "Ioana Popescu was er, zij is zwanger."
    asked = desk("tom").post(f"{path}/deel", SHARED | {"text": said}, page=path)
    assert asked.status_code == 422 and not fields(house, evening.joint).get("shared")
    assert "Staat hier een naam: ‘Ioana Popescu’" in text(asked) and "Is dit nodig: ‘zwanger’" in text(asked)
    seen = {"text-gezien": "Ioana Popescu, zwanger"}
    assert desk("tom").post(f"{path}/deel", SHARED | {"text": said} | seen, page=path).status_code == 303
    desk("pia").post(
        f"/partner/bezoek/{evening.joint}/verzoek", {"ground": "Wpg art. 16", "text": "Is hier een vergunning?"}
    )
    (request_id,) = fields(house, evening.joint)["requests"]
    answer = desk("tom").post(
        f"{path}/verzoek/{request_id}", {f"{request_id}-answer": "Vraag Ioana Popescu."}, page=path
    )
    assert answer.status_code == 422 and f'name="{request_id}-answer-gezien"' in text(answer)


def test_a_request_is_answered_once(desk: Sit, house: Installation, evening: Evening) -> None:
    asked = {"ground": "Wpg art. 16", "text": "Is de vergunning nog geldig?"}
    desk("pia").post(f"/partner/bezoek/{evening.joint}/verzoek", asked)
    (request_id,) = fields(house, evening.joint)["requests"]
    path = f"/kantoor/samen/{evening.joint}"
    assert "Is de vergunning nog geldig?" in text(desk("tom").get(path))
    data = {f"{request_id}-answer": "Ja, tot maart."}
    assert desk("tom").post(f"{path}/verzoek/{request_id}", data, page=path).status_code == 303
    assert "Ja, tot maart." in text(desk("pia").get(f"/partner/bezoek/{evening.joint}"))
    answer = desk("tom").post(f"{path}/verzoek/{request_id}", data, page=path)
    assert answer.status_code == 409 and "al geantwoord" in text(answer)


def test_assigning_a_unit_shows_the_visit_to_it(desk: Sit, house: Installation, evening: Evening) -> None:
    joint = joint_visit(house, evening.premises, None, unit="anders")
    path = f"/kantoor/samen/{joint}"
    assert desk("pam").get(f"/partner/bezoek/{joint}").status_code == 404
    assert desk("tom").post(f"{path}/eenheid", {"unit_id": people.OTHER_UNIT}, page=path).status_code == 303
    assert desk("pam").get(f"/partner/bezoek/{joint}").status_code == 200
    assert desk("pia").get(f"/partner/bezoek/{joint}").status_code == 404


def test_a_team_lead_closes_one_whose_phone_is_gone(desk: Sit, house: Installation, evening: Evening) -> None:
    joint = joint_visit(house, evening.premises, None, is_closed=False)
    path = f"/kantoor/samen/{joint}"
    assert "Sluit af zonder de inspecteur" in text(desk("tom").get(path))
    assert "Sluit af zonder de inspecteur" not in text(desk("ines").get(path))
    assert desk("tom").post(f"{path}/sluit", {"end_reason": ""}, page=path).status_code == 422
    assert desk("tom").post(f"{path}/sluit", {"end_reason": "toestel_weg"}, page=path).status_code == 303
    page = text(desk("tom").get(path))
    assert "einde niet vastgelegd" in page and "Het toestel is kwijt of kapot." in page
    assert "einde niet vastgelegd" in text(desk("pia").get(f"/partner/bezoek/{joint}"))
    again = desk("tom").post(f"{path}/sluit", {"end_reason": "toestel_weg"}, page=path)
    assert again.status_code == 409
    assert "blijft bewaard; de teamleider kijkt ernaar" in text(again)
