"""Letters: who writes and signs them, numbers without gaps, and nothing typed that says who lives somewhere."""

from typing import Any

import pytest

from fieldapp.domain import letters
from fieldapp.domain.documents import Id
from tests.domain.course import MANDATE_ID, approved, mandate, weighed
from tests.domain.situations import VISIT_ID, ask, penalty, refusal
from tests.people import CENTRUM, INES, IVO, LEA, MIA, OTTO, ROB, TOM

MEASURE_ID, BOOK_ID = "66666666-0000-7000-8000-000000000001", "99999999-0000-5000-8000-000000000001"
OTHER: Id = "77777777-0000-7000-8000-000000000001"
DIGEST = "ab" * 32
FILE = {"blob": DIGEST, "chunks": 1, "sha256": DIGEST, "bytes": 20_000}


def measure(**more: Any) -> dict[str, Any]:
    return {
        "premises_id": "p",
        "team_id": CENTRUM,
        "measure_type": "last_onder_dwangsom",
        "state": "besluit_klaar",
        "visit_leader_id": INES.person,
        "co_visitor_ids": [IVO.person],
        "verbeurten": {"w1": {"forfeited_on": "2026-11-18"}},
        **more,
    }


def visit() -> dict[str, Any]:
    return {"premises_id": "p", "team_id": CENTRUM, "leader_id": INES.person, "co_visitor_ids": [IVO.person]}


def drafting(slug: str = "besluit_last_onder_dwangsom", **more: Any) -> dict[str, Any]:
    return {"letter_kind": slug, "measure_id": MEASURE_ID, "visit_id": None, "verbeurte_id": None, **more}


def concept(slug: str = "besluit_last_onder_dwangsom", **more: Any) -> dict[str, Any]:
    return {**ask(letters.draft, None, drafting(slug), TOM, measure=measure()), **more}


def report(**more: Any) -> dict[str, Any]:
    body = drafting("rapport_van_bevindingen", measure_id=None, visit_id=VISIT_ID)
    return {**ask(letters.draft, None, body, INES, visit=visit()), **more}


def ready() -> dict[str, Any]:
    """A measure whose besluit can be signed now."""
    return weighed(approved("spoed", **penalty(term_days=14))).measure


def freezing(**more: Any) -> dict[str, Any]:
    return {
        "edition": 0,
        "book_id": BOOK_ID,
        "number": 1,
        "dated_on": "2026-11-20",
        "pdf": FILE,
        "docx": FILE,
        "templates": DIGEST,
        "mandate_id": MANDATE_ID,
        **more,
    }


def reading(**more: Any) -> dict[str, Any]:
    """What the rule reads when all is well."""
    premises = {"premises_type": "raamexploitatie"}
    return {"measure": ready(), "premises": premises, "mandate": mandate(), "book": book(VISIT_ID), **more}


def book(*letter_ids: str, year: int = 2026) -> dict[str, Any]:
    taken = {str(n): {"letter_id": one, "at": "2026-11-20T21:14:07Z"} for n, one in enumerate(letter_ids, start=1)}
    return {"year": year, "taken": taken}


def test_a_letter_takes_over_where_it_belongs_from_its_measure() -> None:
    letter = concept()
    assert (letter["state"], letter["edition"], letter["team_id"]) == ("concept", 0, CENTRUM)
    assert letter["visitor_ids"] == sorted([INES.person, IVO.person])
    assert letters.scopes(letter) == {"system", "municipality", f"team:{CENTRUM}"}  # type: ignore[arg-type]


def test_a_letter_about_shielded_premises_is_shielded_from_the_start() -> None:
    shielded = measure(restricted_to={"person_ids": [TOM.person]})
    letter: Any = ask(letters.draft, None, drafting(), TOM, measure=shielded)
    assert letters.scopes(letter) == {"system", "municipality", f"person:{TOM.person}"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (drafting("liefdesbrief"), "letter.unknown_kind"),
        (drafting("besluit_sluiting"), "letter.not_of_this_measure"),
        (drafting("aanmaning"), "letter.about_nothing"),
        (drafting("aanmaning", verbeurte_id="w9"), "letter.about_nothing"),
        (drafting("rapport_van_bevindingen"), "letter.about_nothing"),
    ],
)
def test_a_letter_needs_something_that_it_is_about(body: Any, reason: str) -> None:
    assert refusal(letters.draft, None, body, TOM, measure=measure()) == reason


def test_an_inspector_writes_the_report_and_no_decision() -> None:
    assert refusal(letters.draft, None, drafting(), INES, measure=measure()) == "letter.not_for_you"
    assert report()["letter_kind"] == "rapport_van_bevindingen"


def test_what_is_filled_in_replaces_what_was_and_counts_an_edition() -> None:
    changes = ask(letters.fill, concept(), {"edition": 0, "filled": {"motivering": "Omdat het moet.", "aan": " "}}, TOM)
    assert changes == {"filled": {"motivering": "Omdat het moet."}, "edition": 1}


@pytest.mark.parametrize(
    ("filled", "reason"),
    [
        ({"motivering": "Bel 06 12345678."}, "text.personal_data"),
        ({"motivering": "x" * 6001}, "text.too_long"),
        ({"begunstiging_until_on": "morgen"}, "moment.unreadable"),
        ({"gesprek_at": "maandag"}, "letter.unknown_field"),
        ({"sekswerker": "x"}, "letter.unknown_field"),
    ],
)
def test_what_is_filled_in_is_checked(filled: dict[str, str], reason: str) -> None:
    assert refusal(letters.fill, concept(), {"edition": 0, "filled": filled}, TOM) == reason


def test_an_older_page_overwrites_nothing() -> None:
    body = {"edition": 0, "filled": {}}
    assert refusal(letters.fill, concept(edition=3), body, TOM) == "letter.changed_meanwhile"


def test_who_holds_the_mandate_makes_a_decision_final_under_the_next_number() -> None:
    changes = ask(letters.freeze, concept(), freezing(number=2), MIA, **reading(book=book(OTHER, VISIT_ID)))
    assert changes["state"] == "definitief"
    assert changes["number"] == "2026-0002"
    assert changes["frozen_by"] == MIA.person


@pytest.mark.parametrize("actor", [TOM, LEA, INES, OTTO])
def test_nobody_without_the_mandate_makes_a_decision_final(actor: Any) -> None:
    assert refusal(letters.freeze, concept(), freezing(), actor, **reading()) == "letter.not_for_you"


def test_only_who_was_there_makes_the_report_final() -> None:
    known = {"book": book(VISIT_ID)}
    assert refusal(letters.freeze, report(), freezing(), OTTO, **known) == "letter.not_there_yourself"
    assert refusal(letters.freeze, report(), freezing(), TOM, **known) == "letter.not_there_yourself"
    assert ask(letters.freeze, report(), freezing(), IVO, **known)["number"] == "2026-0001"


@pytest.mark.parametrize(
    ("more", "reads", "reason"),
    [
        ({"number": 2}, {}, "letter.wrong_number"),
        ({}, {"book": book(OTHER)}, "letter.wrong_number"),
        ({}, {"book": book(VISIT_ID, year=2025)}, "letter.wrong_number"),
        ({"dated_on": "2026-11-19"}, {}, "letter.dated_otherwise"),
        ({"edition": 4}, {}, "letter.changed_meanwhile"),
        ({"pdf": {**FILE, "blob": "../x"}}, {}, "letter.wrong_file"),
        ({"docx": {**FILE, "bytes": 0}}, {}, "letter.wrong_file"),
        ({"templates": "x"}, {}, "letter.wrong_file"),
        ({}, {"measure": {**ready(), "state": "voorgesteld"}}, "letter.measure_not_ready"),
        ({}, {"measure": {**ready(), "state": "actief"}}, "letter.measure_not_ready"),
        ({}, {"measure": approved("spoed", **penalty(term_days=14)).measure}, "measure.repair_missing"),
        ({}, {"mandate": None}, "measure.no_mandate"),
        ({}, {"mandate": mandate(person_id=TOM.person)}, "measure.no_mandate"),
        ({}, {"mandate": mandate(valid_until_on="2026-11-01")}, "measure.mandate_expired"),
    ],
)
def test_a_letter_becomes_final_only_when_all_is_right(more: Any, reads: Any, reason: str) -> None:
    assert refusal(letters.freeze, concept(), freezing(**more), MIA, **reading(**reads)) == reason


@pytest.mark.parametrize("state", ["definitief", "verzonden", "vervallen"])
def test_a_final_letter_does_not_change(state: str) -> None:
    letter = concept(state=state)
    assert refusal(letters.fill, letter, {"edition": 0, "filled": {}}, TOM) == "letter.not_a_concept"
    assert refusal(letters.freeze, letter, freezing(), MIA, **reading()) == "letter.not_a_concept"


def test_numbers_follow_each_other_and_a_letter_keeps_its_own() -> None:
    taking = {"year": 2026, "letter_id": VISIT_ID}
    first = ask(letters.take_number, None, taking, MIA, letter=concept())
    assert first["year"] == 2026 and first["taken.1"]["letter_id"] == VISIT_ID
    third = ask(letters.take_number, None, taking, MIA, letter=concept(), existing=book(OTHER, OTHER))
    assert list(third) == ["taken.3"]
    again = ask(letters.take_number, None, taking, MIA, letter=concept(), existing=book(OTHER, VISIT_ID))
    assert again == {}


@pytest.mark.parametrize(
    ("year", "letter", "actor", "reason"),
    [
        (2025, concept(), MIA, "letter.wrong_number"),
        (2026, concept(state="definitief"), MIA, "letter.not_a_concept"),
        (2026, None, MIA, "letter.not_a_concept"),
        (2026, concept(), TOM, "letter.not_for_you"),
    ],
)
def test_nobody_takes_a_number_for_nothing(year: int, letter: Any, actor: Any, reason: str) -> None:
    body = {"year": year, "letter_id": VISIT_ID}
    assert refusal(letters.take_number, None, body, actor, letter=letter) == reason


SIGNED: dict[str, Any] = {"measure": {"besluit": {"signed_by": MIA.person}}}


def final(**more: Any) -> dict[str, Any]:
    return concept(state="definitief", dated_on="2026-11-18", number="2026-0001", **more)


def test_the_registrar_notes_when_and_how_it_was_sent() -> None:
    sent = ask(letters.send, final(), {"on": "2026-11-19", "how": "via_zaaksysteem", "digest": DIGEST}, ROB, **SIGNED)
    assert (sent["state"], sent["sent_on"], sent["sent_digest"]) == ("verzonden", "2026-11-19", DIGEST)


@pytest.mark.parametrize(
    ("on", "digest", "letter", "reason"),
    [
        ("2026-11-17", None, final(), "letter.sent_before_it_was_made"),
        ("2026-11-21", None, final(), "letter.sent_before_it_was_made"),
        ("gisteren", None, final(), "moment.unreadable"),
        ("2026-11-19", "x", final(), "letter.wrong_file"),
        ("2026-11-19", None, concept(), "letter.not_final"),
    ],
)
def test_sending_is_noted_only_as_it_can_have_been(on: str, digest: Any, letter: Any, reason: str) -> None:
    assert refusal(letters.send, letter, {"on": on, "how": "toegezonden", "digest": digest}, ROB, **SIGNED) == reason


def test_a_besluit_that_nobody_signed_leaves_not() -> None:
    body = {"on": "2026-11-19", "how": "toegezonden", "digest": None}
    assert refusal(letters.send, final(), body, ROB, measure=measure()) == "letter.not_signed"


def test_a_besluit_that_was_signed_is_written_out_by_who_signed_it() -> None:
    was_signed = {**ready(), "state": "ondertekend", "besluit": {"signed_by": MIA.person}}
    assert ask(letters.freeze, concept(), freezing(), MIA, **reading(measure=was_signed))["state"] == "definitief"
    by_another = {**was_signed, "besluit": {"signed_by": TOM.person}}
    assert refusal(letters.freeze, concept(), freezing(), MIA, **reading(measure=by_another)) == "letter.not_for_you"


def entered() -> dict[str, Any]:
    danger = {"basis": "acuut_gevaar", "entered_at": "2026-11-17T20:00:00Z", "left_at": "2026-11-17T20:20:00Z"}
    return {**visit(), "binnentreden": {"b1": danger}}


def verslag(**more: Any) -> dict[str, Any]:
    made = {"letter_kind": "verslag_van_binnentreden", "state": "definitief", "dated_on": "2026-11-18"}
    return report(**{**made, **more})


def test_the_copy_for_the_resident_is_given_or_lies_ready_for_six_months() -> None:
    given = {"on": "2026-11-19", "mode": "uitgereikt", "reason": None}
    noted = ask(letters.note_copy, verslag(), given, ROB, visit=entered())["copy_for_resident"]
    assert (noted["mode"], noted["available_until_on"]) == ("uitgereikt", None)
    ready = {**given, "mode": "beschikbaar_gehouden"}
    noted = ask(letters.note_copy, verslag(), ready, ROB, visit=entered())["copy_for_resident"]
    assert noted["available_until_on"] == "2027-05-17"


@pytest.mark.parametrize(
    ("letter", "more", "seen", "reason"),
    [
        (verslag(state="concept"), {}, entered(), "letter.not_final"),
        (verslag(), {}, visit(), "letter.no_copy_for_resident"),
        (report(state="definitief"), {}, entered(), "letter.no_copy_for_resident"),
        (verslag(), {"mode": "uitgesteld"}, entered(), "letter.reason_too_short"),
        (verslag(), {"on": "2026-11-17"}, entered(), "letter.sent_before_it_was_made"),
        (verslag(), {"mode": "uitgesteld", "reason": "Bel 06 12345678 eerst"}, entered(), "text.personal_data"),
    ],
)
def test_a_copy_is_noted_only_as_it_can_have_been(letter: Any, more: Any, seen: Any, reason: str) -> None:
    body = {"on": "2026-11-19", "mode": "uitgereikt", "reason": None, **more}
    assert refusal(letters.note_copy, letter, body, ROB, visit=seen) == reason


def test_a_letter_that_was_not_sent_can_be_given_up_with_a_reason() -> None:
    gone = ask(letters.drop, final(), {"reason": "De maatregel gaat niet door."}, TOM)
    assert gone["state"] == "vervallen" and gone["dropped"]["by"] == TOM.person
    assert refusal(letters.drop, final(), {"reason": "Nee."}, TOM) == "letter.reason_too_short"
    sent = {**final(), "state": "verzonden"}
    assert refusal(letters.drop, sent, {"reason": "De maatregel gaat niet door."}, TOM) == "letter.sent_already"
