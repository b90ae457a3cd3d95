"""Where a number or a choice belongs no name, no sentence and no number of a person fits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fieldapp.domain import binnentreden, day_lists, joint_visits, letters, measures, visits
from fieldapp.domain.course import mandates
from fieldapp.texts import LABELS
from tests.domain import course
from tests.domain.situations import (
    FINDING,
    POLICY,
    VISIT_ID,
    ask,
    closed_joint_visit,
    consent_record,
    context,
    exploitant,
    finding,
    finished,
    home_visit,
    joint_opening,
    joint_visit,
    licensed,
    opening,
    penalty,
    photo,
    proposal,
    refusal,
    stop,
    visit,
)
from tests.domain.test_letters import drafting
from tests.domain.test_letters import measure as letter_measure
from tests.people import INES, IVO, MIA, PIA, ROB, TOM

NAMED = ("maria-popescu", "bsn-123456782", "vrouw-uit-roemenie", "0612345678", "Maria Popescu")
ENTRY = {"capacity": "politie", "count": 1, "basis": None, "entered_at": None, "left_at": None}
PARTS: list[tuple[Callable[..., Any], Any, str, dict[str, Any], Any]] = [
    (visits.find, visit(), "findings", {"item": "nooduitgang_vrij", "chips": ["versperd"]}, INES),
    (visits.add_photo, visit(findings={FINDING: finding()}), "photos", photo(), INES),
    (visits.offer_help, visit(), "help_offers", {"organisation": None, "count": 1}, INES),
    (visits.see_outside, visit(), "seen_outside", {"chips": ["niets"]}, INES),
    (visits.add, finished(), "additions", {"text": "Later.", "at": "2026-11-20T22:00:00Z"}, INES),
    (binnentreden.enter, home_visit(), "binnentreden", consent_record(), INES),
    (joint_visits.enter, joint_visit(), "entries", ENTRY, INES),
    (joint_visits.add_partner_note, closed_joint_visit(), "partner_notes", {"text": "Rustig."}, PIA),
    (joint_visits.request, closed_joint_visit(), "requests", {"ground": "Wpg art. 16", "text": "Mag ik meer?"}, PIA),
    (day_lists.set_stop, {"team_id": "t", "person_ids": [INES.person, IVO.person]}, "stops", stop(), INES),
]


@pytest.mark.parametrize(("rule", "document", "name", "item", "by"), PARTS, ids=lambda part: str(part)[:20])
def test_a_key_says_nothing(rule: Any, document: Any, name: str, item: Any, by: Any) -> None:
    assert refusal(rule, document, {f"{name}.{VISIT_ID}": item}, by=by, premises=licensed()) == ""
    for said in NAMED:
        wrong = refusal(rule, document, {f"{name}.{said}": item}, by=by, premises=licensed())
        assert wrong == "text.not_a_code", said


@pytest.mark.parametrize("said", NAMED)
def test_who_what_and_which_unit_are_ids(said: str) -> None:
    for field, value in (("co_visitor_ids", [said]), ("day_list_id", said)):
        assert refusal(visits.open_visit, None, opening(**{field: value}), premises=licensed()) == "text.not_a_code"
    assert refusal(visits.note, visit(), {"co_visitor_ids": [said]}) == "text.not_a_code"
    for field, value in (("visit_id", said), ("premises_id", said), ("unit_id", said), ("co_visitor_ids", [said])):
        body = joint_opening(**{field: value})
        assert refusal(joint_visits.open_joint_visit, None, body) == "text.not_a_code", field


@pytest.mark.parametrize("said", NAMED)
def test_purposes_and_remarked_fields_are_on_a_list(said: str) -> None:
    for side in ("purpose_municipality", "purpose_police"):
        assert refusal(joint_visits.note, joint_visit(), {side: said}) == "text.not_a_code"
    measure = measures.propose(None, proposal(), context(reads={"premises": licensed(), "visit": finished()}))  # type: ignore[arg-type]  # as a phone says it
    body = {"reason": "anders", "remarks": {said: "Graag aanvullen."}}
    assert refusal(measures.give_back, measure, body, by=TOM, visit=finished()) == "text.not_a_code"


def test_days_and_kinds_of_the_course_of_a_measure_take_no_sentence() -> None:
    """Nobody's name or number fits where a day, a moment, a kind of measure or the id of a verbeurte belongs."""
    case = course.approved(**penalty()).on("2026-11-23")
    sent = {"sent_on": "2026-11-23", "how": "toegezonden", "zienswijze_days": 14, "mandate_id": course.MANDATE_ID}
    case.do(MIA, "send_voornemen", **sent)
    view = {"zienswijze_id": course.uid(1), "received_on": "2026-11-23", "form": "schriftelijk", "text": None}
    assert case.refused(ROB, "receive_zienswijze", **view, cautie_at=NAMED[-1]) == "moment.unreadable"
    granted = {**course.mandate(), "measure_types": [NAMED[-1]]}
    assert refusal(mandates.grant, None, granted) == "text.not_a_code"


def test_a_letter_about_a_besluit_keeps_no_key_of_a_verbeurte() -> None:
    drafted = ask(letters.draft, None, drafting(verbeurte_id=NAMED[-1]), TOM, measure=letter_measure())
    assert drafted["verbeurte_id"] is None


def test_every_purpose_has_its_words() -> None:
    assert set(LABELS["joint_purpose"]) == joint_visits.PURPOSES


@pytest.mark.parametrize("number", ["Z-2026-0042", "z-2026-7", "Z2026123456", "2026-12345", "Z.2026.1"])
def test_a_zaaknummer_is_a_letter_the_year_and_digits(number: str) -> None:
    assert ask(visits.note, finished(), {"zaak_id": number}) == {"zaak_id": number}


@pytest.mark.parametrize("number", [*NAMED, "123456782", "202612345", "Z-Maria-2026", "Z-2026-0612345678x", ""])
def test_anything_else_is_no_zaaknummer(number: str) -> None:
    said = {"role": "eigenaar", "operator": None, "zaak_ref": number}
    body = proposal(addressee=said)
    assert refusal(measures.propose, None, body, premises=licensed(), visit=finished()) == "text.no_zaaknummer"
    if number:
        assert refusal(visits.note, finished(), {"zaak_id": number}) == "text.no_zaaknummer"


def test_the_municipality_says_how_its_zaaknummers_look() -> None:
    """Of nine digits one in eleven could be a BSN: where the case system writes them so, they are a zaaknummer."""
    ours = replace(POLICY, switches={**POLICY.switches, "zaaknummer": "[0-9]{9}"})
    changes = visits.note(finished(), {"zaak_id": "123456782"}, context(policy=ours))
    assert changes == {"zaak_id": "123456782"}


@pytest.mark.parametrize("number", ["1073421", "107342110", "BSN 123456782", "Maria", "１０７３４２１１"])
def test_a_kvk_nummer_has_eight_digits(number: str) -> None:
    addressee = {**exploitant(), "operator": {"name": "De Lantaarn", "kvk_nummer": number}}
    body = proposal(addressee=addressee)
    assert refusal(measures.propose, None, body, premises=licensed(), visit=finished()) == "text.no_kvk_nummer"
