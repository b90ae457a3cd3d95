"""A letter at the desk: begun, filled in, read, made final by who holds the mandate, sent, and never changed after."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from fieldapp.directory import SYSTEM
from fieldapp.domain import letters
from fieldapp.installation import Installation
from fieldapp.letters import making
from fieldapp.letters.docx import text_of
from fieldapp.letters.keeping import check_letters
from fieldapp.worker import Worker
from tests import people
from tests.domain.course import MANDATE_ID as MANDATE
from tests.domain.course import WEIGHING, mandate
from tests.web.conftest import Desk, Sit
from tests.web.evening import Evening, an_evening, new_id, opening, submit

TEXT = "De regel beschermt iedereen bij brand."
FILLED = {
    "motivering": TEXT,
    "zienswijze": "U vond de termijn te kort. Wij geven daarom twee weken.",
    "herstelmaatregelen": "Houd de nooduitgang vrij.",
    "bedrag_reden": "Het bedrag is nodig om herhaling te voorkomen.",
}


@pytest.fixture
def evening(house: Installation, premises: str) -> Evening:
    return an_evening(house, premises)


def begin(desk: Desk, path: str, kind: str) -> str:
    """Begin a letter and return its address."""
    answer = desk.post(path, {"soort": kind})
    assert answer.status_code == 303, answer.get_data(as_text=True)[-2000:]
    return str(answer.headers["Location"])


def letter_at(house: Installation, address: str) -> dict[str, Any]:
    shown = house.engine.read(SYSTEM, address.strip("/").split("/")[-1])
    assert shown is not None
    return dict(shown["fields"])


def decided(house: Installation, evening: Evening) -> None:
    """The proposal was approved without a zienswijze: the besluit can be written."""
    body = {"seen_proposal": 1, "skip_zienswijze": "spoed"}
    submit(house, people.TOM, "measure.approve", evening.measure, body)
    submit(house, people.TOM, "measure.weigh", evening.measure, WEIGHING)
    submit(house, SYSTEM, "mandate.grant", MANDATE, mandate(valid_from_on="2020-01-01"))


def of(evening: Evening) -> str:
    return f"/kantoor/maatregelen/{evening.measure}/brief/"


def test_a_decision_goes_from_concept_to_sent(desk: Sit, house: Installation, evening: Evening) -> None:
    decided(house, evening)
    tom, mia, rob = desk("tom"), desk("mia"), desk("rob")
    assert f'class="of-back" href="/kantoor/maatregelen/{evening.measure}"' in tom.get(of(evening)).get_data(
        as_text=True
    )
    address = begin(tom, of(evening), "besluit_last_onder_dwangsom")
    first = tom.get(address).get_data(as_text=True)
    assert "Afschrift voor de bewoner" not in first, "that belongs to a verslag van binnentreden"
    assert "Dit mist nog" in first and "De motivering (Awb art. 3:46 en 3:47 lid 1)" in first
    assert "Maak definitief</span>" not in first
    assert tom.post(f"{address}vul-in", {**FILLED, "edition": "0"}, page=address).status_code == 303
    complete = mia.get(address).get_data(as_text=True)
    assert "Dit mist nog" not in complete and TEXT in complete
    assert tom.post(f"{address}definitief", {"edition": "1"}, page=address).status_code == 409
    assert mia.post(f"{address}definitief", {"edition": "1"}, page=address).status_code == 303
    final = letter_at(house, address)
    assert (final["state"], final["number"][5:], final["frozen_by"]) == ("definitief", "0001", people.MIA.person)
    sent = {"on": house.today().isoformat(), "how": "toegezonden", "digest": ""}
    unsigned = rob.post(f"{address}verzonden", sent, page=address)
    assert unsigned.status_code == 409 and "nog niet ondertekend" in unsigned.get_data(as_text=True)
    letter_id = address.strip("/").split("/")[-1]
    submit(house, people.MIA, "measure.sign", evening.measure, {"mandate_id": MANDATE, "letter_id": letter_id})
    assert rob.post(f"{address}verzonden", sent, page=address).status_code == 303
    assert letter_at(house, address)["state"] == "verzonden"
    assert "met de post" in rob.get(of(evening)).get_data(as_text=True)


def make_final(desk: Sit, house: Installation, evening: Evening) -> str:
    decided(house, evening)
    address = begin(desk("mia"), of(evening), "besluit_last_onder_dwangsom")
    desk("mia").post(f"{address}vul-in", {**FILLED, "edition": "0"}, page=address)
    assert desk("mia").post(f"{address}definitief", {"edition": "1"}, page=address).status_code == 303
    return address


def test_a_final_letter_gives_the_same_bytes_whatever_changes_later(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    address = make_final(desk, house, evening)
    pdf = desk("mia").get(f"{address}brief.pdf").data
    word = desk("rob").get(f"{address}brief.docx").data
    assert hashlib.sha256(pdf).hexdigest() == letter_at(house, address)["pdf"]["sha256"]
    submit(house, people.ROB, "premises.update", evening.premises, {"name": "Heel anders B.V."})
    assert desk("mia").get(f"{address}brief.pdf").data == pdf
    assert desk("rob").get(f"{address}brief.docx").data == word
    assert letter_at(house, address)["number"] in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert TEXT in text_of(word) and "concept" not in text_of(word).lower()


def test_the_keys_of_frozen_letters_are_in_no_log_and_no_document(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    address = make_final(desk, house, evening)
    letter_id = address.strip("/").split("/")[-1]
    key = house.engine.secret(letter_id, "pdf.key")
    assert isinstance(key, str)
    assert key not in str(house.engine.history(people.MIA, letter_id))
    assert key not in str(house.engine.entries_since(0, 10_000))
    assert "key" not in letter_at(house, address)["pdf"]
    assert house.engine.check().is_whole


def test_bytes_that_were_changed_are_not_shown(desk: Sit, house: Installation, evening: Evening) -> None:
    address = make_final(desk, house, evening)
    assert check_letters(house) == []
    blob = letter_at(house, address)["pdf"]["blob"]
    chunk = house.config.blobs / blob[:2] / blob / "0"
    chunk.write_bytes(chunk.read_bytes()[:-1] + b"x")
    answer = desk("mia").get(f"{address}brief.pdf")
    assert answer.status_code == 409
    assert "niet meer gelijk" in answer.get_data(as_text=True)
    number = letter_at(house, address)["number"]
    assert check_letters(house) == [f"letter {number} (pdf) is not what was frozen"]


def test_numbers_have_no_gap_when_a_letter_is_tried_twice(desk: Sit, house: Installation, evening: Evening) -> None:
    """A letter that took its number and then failed keeps that number; the next letter gets the next one."""
    decided(house, evening)
    first = begin(desk("mia"), of(evening), "besluit_last_onder_dwangsom")
    year = house.today().year
    book = str(uuid.uuid5(house.keys.namespace, f"letters:{year}"))
    taking = {"year": year, "letter_id": first.strip("/").split("/")[-1]}
    submit(house, people.MIA, "letter_book.take", book, taking)
    second = begin(desk("lea"), of(evening), "uitnodiging")
    filled = {"gesprek_at": "3 december, 10.00 uur", "gesprek_plaats": "Stadhuis", "gesprek_over": "Het pand."}
    desk("lea").post(f"{second}vul-in", {**filled, "edition": "0"}, page=second)
    assert desk("lea").post(f"{second}definitief", {"edition": "1"}, page=second).status_code == 303
    desk("mia").post(f"{first}vul-in", {**FILLED, "edition": "0"}, page=first)
    assert desk("mia").post(f"{first}definitief", {"edition": "1"}, page=first).status_code == 303
    assert letter_at(house, first)["number"] == letters.number_words(year, 1)
    assert letter_at(house, second)["number"] == letters.number_words(year, 2)


def test_without_a_mandate_nobody_makes_a_decision_final_and_no_number_is_taken(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    decided(house, evening)
    submit(house, people.ADA, "mandate.end", MANDATE, {"on": "2020-01-02"})
    address = begin(desk("mia"), of(evening), "besluit_last_onder_dwangsom")
    desk("mia").post(f"{address}vul-in", {**FILLED, "edition": "0"}, page=address)
    shown = desk("mia").get(address).get_data(as_text=True)
    assert "Definitief maken kan nog niet." in shown and 'action="definitief"' not in shown
    answer = desk("mia").post(f"{address}definitief", {"edition": "1"}, page=address)
    assert answer.status_code == 409 and "mandaat" in answer.get_data(as_text=True)
    assert house.engine.find(SYSTEM, "letter_book") == []


def test_signs_and_counts_of_people_are_told_by_no_letter(desk: Sit, house: Installation, evening: Evening) -> None:
    visit = submit(house, people.INES, "visit.open", new_id(), opening(evening.premises))
    sign = {"item": "geen_signalen_dwang", "chips": ["s4"], "text": None, "number": None}
    submit(house, people.INES, "visit.find", visit, {f"findings.{new_id()}": sign})
    address = begin(desk("ines"), f"/kantoor/bezoek/{visit}/brief/", "rapport_van_bevindingen")
    page = desk("ines").get(address).get_data(as_text=True)
    assert "eweld" not in page and "Er zijn geen bevindingen over het pand vastgelegd." in page


def test_what_is_not_whole_takes_no_number(desk: Sit, house: Installation, evening: Evening) -> None:
    decided(house, evening)
    address = begin(desk("mia"), of(evening), "besluit_last_onder_dwangsom")
    answer = desk("mia").post(f"{address}definitief", {"edition": "0"}, page=address)
    assert answer.status_code == 409 and "De motivering (Awb" in answer.get_data(as_text=True)
    assert house.engine.find(SYSTEM, "letter_book") == []


def test_an_older_page_loses_nothing_and_says_so(desk: Sit, house: Installation, evening: Evening) -> None:
    address = begin(desk("tom"), of(evening), "voornemen")
    desk("lea").post(f"{address}vul-in", {"motivering": "Eerst.", "edition": "0"}, page=address)
    late = desk("tom").post(f"{address}vul-in", {"motivering": "Later getypt.", "edition": "0"}, page=address)
    page = late.get_data(as_text=True)
    assert late.status_code == 409 and "Iemand anders veranderde deze brief" in page
    assert "Later getypt." in page and letter_at(house, address)["filled"] == {"motivering": "Eerst."}


def test_personal_data_of_others_keeps_a_letter_from_being_kept(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    address = begin(desk("tom"), of(evening), "voornemen")
    answer = desk("tom").post(f"{address}vul-in", {"motivering": "Bel 06 12345678.", "edition": "0"}, page=address)
    assert answer.status_code == 409
    assert letter_at(house, address)["filled"] == {}


def test_the_report_is_made_by_who_was_there_with_the_photos_and_their_digests(
    desk: Sit, house: Installation, evening: Evening
) -> None:
    path = f"/kantoor/bezoek/{evening.visit}/brief/"
    address = begin(desk("ines"), path, "rapport_van_bevindingen")
    filled = {"auteur": "toezichthouder met nummer 417", "eed": "ambtsbelofte", "edition": "0"}
    desk("ines").post(f"{address}vul-in", filled, page=address)
    assert desk("tom").post(f"{address}definitief", {"edition": "1"}, page=address).status_code == 409
    assert desk("ines").post(f"{address}definitief", {"edition": "1"}, page=address).status_code == 303
    word = text_of(desk("tom").get(f"{address}brief.docx").data)
    digest = house.engine.read(SYSTEM, evening.visit)["fields"]["photos"][evening.photo]["sha256"]  # type: ignore[index]
    assert digest in word and "ambtsbelofte" in word


def test_the_verslag_says_its_deadlines_and_what_became_of_the_copy(
    desk: Sit, house: Installation, premises: str
) -> None:
    submit(
        house, people.ROB, "premises.update", premises, {"premises_type": "woning", "is_dwelling": True, "name": None}
    )
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises, "home_address", "chk-ha@1"))
    entered = (house.now() - timedelta(days=5)).strftime("%Y-%m-%dT20:00:00Z")
    danger = {"basis": "acuut_gevaar", "danger_reason": "Er was rook.", "entered_at": entered, "left_at": entered,
              "decided_at": entered}  # fmt: skip
    submit(house, people.INES, "visit.enter", visit, {f"binnentreden.{new_id()}": danger})
    address = begin(desk("ines"), f"/kantoor/bezoek/{visit}/brief/", "verslag_van_binnentreden")
    assert "te laat" in desk("ines").get(address).get_data(as_text=True)
    terms = desk("tom").get("/kantoor/termijnen").get_data(as_text=True)
    assert "Verslag versturen" in terms and "Afschrift voor de bewoner" in terms and "1 dag te laat" in terms
    assert f"/kantoor/bezoek/{visit}/brief/" in terms and "Binnentreden op" in terms
    filled = {
        "auteur": "toezichthouder met nummer 417",
        "eed": "ambtseed",
        "bepalingen": "Algemene wet op het binnentreden artikel 2, derde lid",
        "doel": "Hulp bij brand",
        "wijze": "Door de voordeur, die openstond",
        "gebeurd": "Er stond een pan op het vuur. Wij zetten het vuur uit en gingen weg.",
        "aangehouden": "Niemand",
        "in_beslag": "Geen voorwerpen",
        "edition": "0",
    }
    desk("ines").post(f"{address}vul-in", filled, page=address)
    done = desk("ines").post(f"{address}definitief", {"edition": "1"}, page=address)
    assert done.status_code == 303, done.get_data(as_text=True)
    today = house.today().isoformat()
    desk("rob").post(f"{address}verzonden", {"on": today, "how": "uitgereikt", "digest": ""}, page=address)
    copied = {"copied_on": today, "mode": "beschikbaar_gehouden", "reason": ""}
    assert desk("rob").post(f"{address}afschrift", copied, page=address).status_code == 303
    page = desk("rob").get(address).get_data(as_text=True)
    assert "ligt zes maanden klaar" in page and "te laat" not in page
    assert letter_at(house, address)["copy_for_resident"]["available_until_on"] > today
    worker = Worker(house)
    while worker.step():
        pass
    assert "Verslag versturen" not in desk("tom").get("/kantoor/termijnen").get_data(as_text=True)


def test_the_verslag_of_an_entry_that_only_the_office_told_is_to_do_for_who_was_there(
    desk: Sit, house: Installation, premises: str
) -> None:
    """Awbi art. 10, 11: bestuursdwang on a machtiging that no record at the door has."""
    home = {"premises_type": "woning", "is_dwelling": True, "name": None}
    submit(house, people.ROB, "premises.update", premises, home)
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises, "home_address", "chk-ha@1"))
    said = "Maak het verslag van binnentreden en verstuur het"
    assert said not in desk("ines").get("/kantoor/").get_data(as_text=True)
    at = (house.now() - timedelta(days=2)).strftime("%Y-%m-%dT20:00:00Z")
    told = {"measure_id": new_id(), "entered_at": at, "issuer": "burgemeester", "given_on": at[:10]}
    submit(house, SYSTEM, "visit.note_entry", visit, told)
    for name, sees in (("ines", True), ("tom", True), ("lea", False), ("rob", False)):
        page = desk(name).get("/kantoor/").get_data(as_text=True)
        assert (said in page) == sees and (f"/kantoor/bezoek/{visit}/brief/" in page) == sees, name
    assert "Verslag versturen" in desk("ines").get("/kantoor/termijnen").get_data(as_text=True)
    page = desk("ines").get("/kantoor/").get_data(as_text=True)
    assert page.index(said) < page.index("Geef of stuur het afschrift"), "the verslag is made first"


def test_a_team_lead_makes_the_verslag_that_nobody_who_went_in_can_make(
    desk: Sit, house: Installation, premises: str
) -> None:
    home = {"premises_type": "woning", "is_dwelling": True, "name": None}
    submit(house, people.ROB, "premises.update", premises, home)
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises, "home_address", "chk-ha@1"))
    at = (house.now() - timedelta(days=2)).strftime("%Y-%m-%dT20:00:00Z")
    danger = {
        "basis": "acuut_gevaar",
        "danger_reason": "Er was rook.",
        "entered_at": at,
        "left_at": at,
        "decided_at": at,
    }
    submit(house, people.INES, "visit.enter", visit, {f"binnentreden.{new_id()}": danger})
    submit(house, people.TOM, "visit.end", visit, {"end_reason": "inspecteur_weg", "text": None})
    address = begin(desk("tom"), f"/kantoor/bezoek/{visit}/brief/", "verslag_van_binnentreden")
    filled = {
        "auteur": "teamleider",
        "bepalingen": "Algemene wet op het binnentreden artikel 2, derde lid",
        "doel": "Hulp bij brand",
        "wijze": "Door de voordeur, die openstond",
        "gebeurd": "Er stond een pan op het vuur.",
        "aangehouden": "Niemand",
        "in_beslag": "Geen voorwerpen",
    }
    desk("tom").post(f"{address}vul-in", {**filled, "eed": "ambtseed", "edition": "0"}, page=address)
    assert desk("tom").post(f"{address}definitief", {"edition": "1"}, page=address).status_code == 409
    gone = {**filled, "niet_zelf": "De toezichthouder is langdurig ziek.", "edition": "1"}
    desk("tom").post(f"{address}vul-in", gone, page=address)
    refused = desk("ines").post(f"{address}definitief", {"edition": "2"}, page=address)
    assert refused.status_code == 409 and "Maak het verslag zelf op" in refused.get_data(as_text=True)
    done = desk("tom").post(f"{address}definitief", {"edition": "2"}, page=address)
    assert done.status_code == 303, done.get_data(as_text=True)
    assert letter_at(house, address)["state"] == "definitief"


def test_an_inspector_is_offered_the_report_and_no_decision(desk: Sit, evening: Evening) -> None:
    assert "Begin brief" not in desk("ines").get(of(evening)).get_data(as_text=True)
    assert "Rapport van bevindingen" in desk("ines").get(f"/kantoor/bezoek/{evening.visit}/brief/").get_data(
        as_text=True
    )


def test_a_letter_about_a_home_names_nobody(desk: Sit, house: Installation, evening: Evening) -> None:
    """The addressee of a home is the case system's; the letter leaves an empty block."""
    submit(
        house,
        people.ROB,
        "premises.update",
        evening.premises,
        {"premises_type": "woning", "is_dwelling": True, "name": None},
    )
    address = begin(desk("ines"), f"/kantoor/bezoek/{evening.visit}/brief/", "verslag_van_binnentreden")
    page = desk("ines").get(address).get_data(as_text=True)
    assert "aan de bewoner(s) van" in page and "in te vullen in het zaaksysteem" in page


@pytest.mark.parametrize("name", ["pia", "ada", "otto"])
def test_who_may_not_read_the_measure_finds_no_letter(
    name: str, desk: Sit, house: Installation, evening: Evening
) -> None:
    address = begin(desk("tom"), of(evening), "voornemen")
    for path in (address, f"{address}brief.pdf", of(evening)):
        assert desk(name).get(path).status_code in (403, 404)


def test_a_letter_of_an_unknown_kind_is_refused_in_words(desk: Sit, evening: Evening) -> None:
    answer = desk("tom").post(of(evening), {"soort": "liefdesbrief"})
    assert answer.status_code == 409 and "Dit soort brief is er niet" in answer.get_data(as_text=True)


def test_without_pango_the_page_says_so_and_word_still_works(
    desk: Sit, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_pango(*given: object) -> None:
        raise making.NoPdf("libpango")

    address = begin(desk("tom"), of(evening), "voornemen")
    monkeypatch.setattr(making, "set_letter", no_pango)
    answer = desk("tom").get(f"{address}brief.pdf")
    assert answer.status_code == 503 and "Pango" in answer.get_data(as_text=True)
    assert desk("tom").get(f"{address}brief.docx").status_code == 200
