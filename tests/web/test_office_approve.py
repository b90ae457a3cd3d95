"""Goedkeuren: what a team lead sees, the three decisions, and who may not decide."""

from typing import Any

import pytest

from fieldapp.installation import Installation
from tests import people
from tests.web.conftest import Sit, text
from tests.web.evening import Evening, an_evening, fields, new_id, proposal, submit


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def test_an_empty_queue_says_so_and_who_never_made_a_list_reads_how_to_begin(desk: Sit, house: Installation) -> None:
    page = text(desk("tom").get("/kantoor/goedkeuren"))
    assert "Er wacht nog geen voorstel." in page and "Zo begint u." in page
    pair = {"team_id": people.CENTRUM, "on": "2026-11-21", "person_ids": [people.INES.person, people.IVO.person]}
    submit(house, people.TOM, "day_list.plan", new_id(), pair)
    page = text(desk("tom").get("/kantoor/goedkeuren"))
    assert "Alles is beslist." in page and "Zo begint u." not in page


def test_the_detail_shows_what_a_decision_needs(desk: Sit, evening: Evening) -> None:
    page = text(desk("tom").get(f"/kantoor/goedkeuren/{evening.measure}"))
    for words in (
        "Lantaarnkade 12: last onder dwangsom",
        "Voorstel van Ines",
        "versperd. Dozen voor de deur.",
        "1 foto, ongewijzigd sinds 21:17. Op foto 1 is 1 vlak vervaagd.",
        "€\u00a02.500 per keer, hoogstens €\u00a010.000",
        "Het voorstel is gelijk aan het advies",
        "ma 14 december",
        "Keur goed",
        "Stuur terug",
        "U beslist als Tom",
    ):
        assert words in page, words


def test_the_number_behind_goedkeuren_counts_what_the_reader_may_decide(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    counted = '<span class="of-hidden">, </span>1</span>'
    assert counted in text(desk("tom").get("/kantoor/termijnen"))
    house.engine.submit(
        people.SYSTEM, "measure.note", evening.measure, {"co_visitor_ids": [people.TOM.person]}, stream="worker",
        operation_id=new_id(),
    )  # fmt: skip
    assert counted not in text(desk("tom").get("/kantoor/termijnen"))
    assert counted in text(desk("tess").get("/kantoor/termijnen"))


def test_approving_decides_and_says_so(desk: Sit, house: Installation, evening: Evening) -> None:
    tom = desk("tom")
    path = f"/kantoor/goedkeuren/{evening.measure}"
    answer = tom.post(f"{path}/keur-goed", {"seen_proposal": "1"}, page=path)
    assert answer.status_code == 303
    measure = fields(house, evening.measure)
    assert (measure["state"], measure["approved_by"]) == ("voornemen_klaar", people.TOM.person)
    assert "Goedgekeurd: Lantaarnkade 12. Nog 0." in text(tom.get(answer.headers["Location"]))


def test_approving_with_a_reason_to_skip_the_zienswijze_gives_a_besluit(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    path = f"/kantoor/goedkeuren/{evening.measure}"
    desk("tom").post(f"{path}/keur-goed", {"seen_proposal": "1", "skip_zienswijze": "spoed"}, page=path)
    measure = fields(house, evening.measure)
    assert (measure["state"], measure["decision"]["reason"]) == ("besluit_klaar", "spoed")


def test_who_saw_an_older_version_decides_nothing(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/goedkeuren/{evening.measure}"
    answer = desk("tom").post(f"{path}/keur-goed", {"seen_proposal": "0"}, page=path)
    assert answer.status_code == 409
    assert "Er is een nieuwe versie. U beslist over de nieuwste." in text(answer)
    assert fields(house, evening.measure)["state"] == "voorgesteld"


def test_who_saw_the_finding_in_other_words_looks_again_first(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/goedkeuren/{evening.measure}"
    answer = desk("tom").post(f"{path}/keur-goed", {"seen_proposal": "1", "seen_visit": "1.00000000"}, page=path)
    assert answer.status_code == 409
    assert "De controle is veranderd" in text(answer)
    assert fields(house, evening.measure)["state"] == "voorgesteld"


def test_a_colleague_who_was_faster_is_named(desk: Sit, evening: Evening) -> None:
    path = f"/kantoor/goedkeuren/{evening.measure}"
    tom, tess = desk("tom"), desk("tess")
    tess.get(path)
    tom.post(f"{path}/keur-goed", {"seen_proposal": "1"}, page=path)
    answer = tess.post(f"{path}/keur-goed", {"seen_proposal": "1"}, page="/kantoor/instellingen")
    assert answer.status_code == 409
    assert "Tom besliste dit om " in text(answer) and ": goedgekeurd." in text(answer)
    assert "Keur goed" not in text(answer)


def test_the_team_lead_cannot_approve_her_own_proposal(desk: Sit, house: Installation, premises: str) -> None:
    evening = an_evening(house, premises)
    own = dict(fields(house, evening.visit))
    assert own["leader_id"] == people.INES.person
    visit = submit(house, people.TESS, "visit.open", "018f0000-0000-7000-8000-00000000e001", opening_of_tess(premises))
    submit(
        house, people.TESS, "visit.find", visit, {"findings.f1": {"item": "nooduitgang_vrij", "chips": ["versperd"]}}
    )
    from_visit = fields(house, evening.measure)
    names = ("measure_type", "rule_key", "matrix", "advice", "addressee", "mode", "amount_eur_cents", "max_eur_cents")
    body = {name: from_visit[name] for name in names} | {
        "premises_id": premises, "visit_id": visit, "team_id": people.CENTRUM, "finding_ids": ["f1"],
    }  # fmt: skip
    measure = submit(house, people.TESS, "measure.propose", "018f0000-0000-7000-8000-00000000e002", body)
    tess, path = desk("tess"), f"/kantoor/goedkeuren/{measure}"
    page = text(tess.get(path))
    assert "Dit is uw eigen voorstel. Een collega moet beslissen." in page
    assert "keur-goed" not in page
    answer = tess.post(f"{path}/keur-goed", {"seen_proposal": "1"}, page="/kantoor/instellingen")
    assert answer.status_code == 409
    assert fields(house, measure)["state"] == "voorgesteld"


def opening_of_tess(premises: str) -> dict[str, Any]:
    return {
        "premises_id": premises,
        "team_id": people.CENTRUM,
        "visit_kind": "licensed_premises",
        "reason": "routine",
        "leader_id": people.TESS.person,
        "co_visitor_ids": [],
        "checklist": "chk-lp@1",
        "opened_at": "2026-11-20T21:00:00Z",
    }


def test_photos_on_their_way_switch_the_button_off(desk: Sit, house: Installation, premises: str) -> None:
    evening = an_evening(house, premises, photo_arrives=False)
    path = f"/kantoor/goedkeuren/{evening.measure}"
    page = text(desk("tom").get(path))
    assert "1 foto is nog onderweg." in page and "Foto onderweg" in page
    assert 'disabled aria-describedby="waarom-niet"' in page
    answer = desk("tom").post(f"{path}/keur-goed", {"seen_proposal": "1"}, page=path)
    assert answer.status_code == 409
    assert fields(house, evening.measure)["state"] == "voorgesteld"


def test_a_photo_that_was_changed_is_not_called_unchanged(desk: Sit, house: Installation, evening: Evening) -> None:
    blob = fields(house, evening.visit)["photos"][evening.photo]["blob"]
    files = [path for path in house.config.data.rglob("*") if path.is_file() and blob in str(path)]
    file = max(files, key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.chmod(0o600)
    file.write_bytes(data)
    page = text(desk("tom").get(f"/kantoor/goedkeuren/{evening.measure}"))
    assert "1 foto is veranderd na opname." in page
    assert "ongewijzigd" not in page


def test_a_possible_name_in_the_reason_of_a_deviation_is_pointed_out(
    desk: Sit, house: Installation, premises: str
) -> None:
    evening = an_evening(house, premises)
    deviation = {"reason": "ernstiger", "text": "Gesproken met mevrouw Jansen."}
    body = proposal(premises, evening.visit, evening.finding, deviation=deviation)
    measure = submit(house, people.INES, "measure.propose", new_id(), body)
    page = text(desk("tom").get(f"/kantoor/goedkeuren/{measure}"))
    assert "In de tekst staat misschien een naam of een nummer. Lees na." in page
    assert "Geen namen of nummers gevonden" not in page
    assert "Geen namen of nummers gevonden" in text(desk("tom").get(f"/kantoor/goedkeuren/{evening.measure}"))


def test_sending_back_takes_a_reason_and_a_remark_per_field(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/goedkeuren/{evening.measure}/stuur-terug"
    data = {"reason": "bewijs_aanvullen", "remark_finding_ids": "Op de foto zie ik niet of de deur op slot zit."}
    assert desk("tom").post(path, data).status_code == 303
    measure = fields(house, evening.measure)
    assert measure["state"] == "teruggegeven"
    assert set(measure["remarks"]) == {"finding_ids"}
    assert measure["remarks"]["finding_ids"]["reason"] == "bewijs_aanvullen"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Kies waarom u het voorstel terugstuurt."),
        ({"reason": "anders"}, "Schrijf bij minstens één onderdeel wat er moet veranderen."),
        ({"reason": "anders", "remark_dates": "te kort"}, "Schrijf minstens 10 tekens"),
        ({"reason": "bestaat niet", "remark_dates": "lang genoeg hoor"}, "remark_dates"),
    ],
)
def test_a_remark_that_says_too_little_is_asked_again(
    desk: Sit, house: Installation, evening: Evening, data: dict[str, str], words: str
) -> None:
    answer = desk("tom").post(f"/kantoor/goedkeuren/{evening.measure}/stuur-terug", data)
    assert answer.status_code == 422
    assert words in text(answer) and "Kijk dit nog na" in text(answer)
    assert all(value in text(answer) for name, value in data.items() if name.startswith("remark"))
    assert fields(house, evening.measure)["state"] == "voorgesteld"


def test_a_remark_with_personal_data_is_refused_and_stays_in_the_form(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    remark = "Bel haar even op 06-12345678 graag"
    data = {"reason": "anders", "remark_anders": remark}
    answer = desk("tom").post(f"/kantoor/goedkeuren/{evening.measure}/stuur-terug", data)
    assert answer.status_code == 409
    assert "In de tekst staat een gegeven van een persoon." in text(answer)
    assert remark in text(answer)
    assert fields(house, evening.measure)["state"] == "voorgesteld"


def test_declining_takes_its_legal_reason(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/goedkeuren/{evening.measure}/zie-af"
    assert desk("tom").post(path, {"reason": "beeindigd", "text": "kort"}).status_code == 422
    assert (
        desk("tom").post(path, {"reason": "beeindigd", "text": "De deur is vrij sinds vanmorgen."}).status_code == 303
    )
    measure = fields(house, evening.measure)
    assert (measure["state"], measure["decision"]["reason"]) == ("afgezien", "beeindigd")


def test_after_a_decision_the_next_proposal_opens(desk: Sit, house: Installation, premises: str) -> None:
    first, second = an_evening(house, premises), an_evening(house, premises)
    path = f"/kantoor/goedkeuren/{first.measure}"
    answer = desk("tom").post(f"{path}/keur-goed", {"seen_proposal": "1"}, page=path)
    assert answer.headers["Location"].endswith(second.measure)


def test_the_legal_officer_looks_and_the_team_lead_reads_it(desk: Sit, house: Installation, evening: Evening) -> None:
    path = f"/kantoor/juridisch/{evening.measure}"
    assert desk("lea").post(path, {"agrees": "ja"}).status_code == 422
    answer = desk("lea").post(path, {"agrees": "ja", "text": "Er is geen lichter middel."})
    assert answer.status_code == 303
    assert fields(house, evening.measure)["legal_check"]["agrees"] is True
