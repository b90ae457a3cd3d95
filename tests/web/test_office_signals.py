"""Signalen at the office: noted, looked at, shared with purpose and ground, answered and closed; never about a person."""

from typing import Any

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import fields, new_id, submit

pytestmark = pytest.mark.usefixtures("clock")

WHY = "Er hangen signalen die verder moeten."
SHARED = {"shared_with": "zorgcoordinator", "on": "2026-11-21", "purpose": "Hulp kunnen bieden.",
          "ground": "AVG art. 6 lid 1 onder e"}  # fmt: skip


def note(house: Installation, premises: str, **more: Any) -> str:
    body = {"premises_id": premises, "team_id": "t1", "signal_type": "mensenhandel", "codes": ["s2"],
            "observed_on": "2026-11-01", "visit_id": None, "measure_id": None}  # fmt: skip
    team = fields(house, premises)["team_id"]
    return submit(house, people.TOM, "signaal.note", new_id(), {**body, "team_id": team, **more})


@pytest.fixture
def signal(house: Installation, premises: str) -> str:
    return note(house, premises)


def test_the_list_shows_what_is_open_and_how_long_it_waits(desk: Sit, signal: str) -> None:
    page = text(desk("tom").get("/kantoor/signalen"))
    assert "Open (1)" in page and "Mensenhandel" in page and "Nog niet beoordeeld" in page
    assert "Gesloten (0)" in page and "wacht" in page
    assert text(desk("lea").get("/kantoor/signalen")).count("Mensenhandel") == 1
    assert desk("ines").get("/kantoor/signalen").status_code == 403


def test_a_signaal_goes_from_looked_at_to_closed_and_the_list_says_what_became_of_it(
    desk: Sit, house: Installation, signal: str
) -> None:
    tom, path = desk("tom"), f"/kantoor/signalen/{signal}"
    do = f"{path}/doe"
    assert tom.post(f"{do}/assess", {"route": "zorgcoordinator", "text": WHY}, page=f"{do}/assess").status_code == 303
    assert "Nog te delen: Zorgcoördinator" in text(tom.get("/kantoor/signalen"))
    page = text(tom.get(path))
    assert f"{do}/share" in page and f"{do}/close" not in page
    assert tom.post(f"{do}/share", SHARED, page=f"{do}/share").status_code == 303
    answered = {"on": "2026-11-21", "text": "De zorgcoördinator gaat langs."}
    assert tom.post(f"{do}/note-feedback", answered, page=f"{do}/note-feedback").status_code == 303
    assert (
        tom.post(f"{do}/close", {"text": "De zorgcoördinator heeft het overgenomen."}, page=f"{do}/close").status_code
        == 303
    )
    assert fields(house, signal)["state"] == "gesloten"
    page = text(tom.get("/kantoor/signalen"))
    assert "Open (0)" in page and "Zorgcoördinator antwoordde op 21 november 2026" in page
    page = text(tom.get(path))
    for said in ("Zegt niet weg te mogen", "Hulp kunnen bieden.", "AVG art. 6 lid 1 onder e", "overgenomen"):
        assert said in page, said
    assert "/doe/" not in page


def test_what_goes_no_further_is_closed_and_not_shared(desk: Sit, signal: str) -> None:
    tom, path = desk("tom"), f"/kantoor/signalen/{signal}"
    assert tom.post(f"{path}/doe/assess", {"route": "", "text": WHY}, page=f"{path}/doe/assess").status_code == 303
    page = text(tom.get(path))
    assert "Gaat niet verder" in page and "doe/close" in page and "doe/share" not in page
    assert tom.get(f"{path}/doe/share").status_code == 303


@pytest.mark.parametrize("missing", sorted(SHARED))
def test_sharing_says_with_whom_when_why_and_on_which_ground(desk: Sit, signal: str, missing: str) -> None:
    tom, path = desk("tom"), f"/kantoor/signalen/{signal}/doe"
    tom.post(f"{path}/assess", {"route": "zorgcoordinator", "text": WHY}, page=f"{path}/assess")
    assert tom.post(f"{path}/share", SHARED | {missing: ""}, page=f"{path}/share").status_code == 422


def test_a_person_in_the_text_is_refused(desk: Sit, house: Installation, signal: str) -> None:
    path = f"/kantoor/signalen/{signal}/doe/assess"
    answer = desk("tom").post(path, {"route": "", "text": "Haar nummer is 06 12345678."}, page=path)
    assert answer.status_code == 409
    assert fields(house, signal)["state"] == "geconstateerd"


def test_a_team_lead_notes_a_signaal_from_the_dossier(desk: Sit, premises: str) -> None:
    tom, path = desk("tom"), f"/kantoor/signalen/nieuw/{premises}"
    assert path in text(tom.get(f"/kantoor/dossiers/{premises}"))
    assert tom.post(path, {"signal_type": "", "observed_on": ""}, page=path).status_code == 422
    future = tom.post(path, {"signal_type": "drugs", "observed_on": "2099-01-01"}, page=path)
    assert future.status_code == 409 and "Deze dag is nog niet geweest." in text(future)
    done = tom.post(path, {"signal_type": "drugs", "observed_on": "2026-11-19", "codes": ["s5"]}, page=path)
    assert done.status_code == 303
    page = text(tom.get(done.headers["Location"]))
    assert "Drugs" in page and "Zeer lange werktijden" in page


def test_an_unknown_act_is_not_found(desk: Sit, signal: str) -> None:
    assert desk("tom").get(f"/kantoor/signalen/{signal}/doe/restrict").status_code == 404
