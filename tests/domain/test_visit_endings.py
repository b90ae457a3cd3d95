"""Void, take over, end: what may end a visit that who leads it cannot close, and what stays of it."""

from dataclasses import replace
from typing import Any

import pytest

from fieldapp.domain import measures, visit_endings, visits
from fieldapp.domain.errors import Refused
from fieldapp.domain.makers import makers
from tests.domain.situations import (
    FINDING,
    RECORD,
    VISIT_ID,
    ask,
    consent_record,
    context,
    finding,
    finished,
    home_visit,
    licensed,
    refusal,
    taken_in,
    visit,
)
from tests.people import CENTRUM, ELSEWHERE, INES, IVO, OTTO, TESS, TOM

NOW = "2026-11-20T20:40:00Z"
MISTAKE = {"void_reason": "verkeerd_adres", "text": None, "made_at": NOW}
ENDING = {"end_reason": "toestel_weg", "text": None}
CLOSING = {"outcome": "gesloten", "statement": True, "made_at": "2026-11-20T20:24:00Z"}


def colleague(**more: Any) -> dict[str, Any]:
    return {"roles": ["inspector"], "team_ids": [CENTRUM], "is_active": True, **more}


def over(to: Any, **more: Any) -> dict[str, Any]:
    return {"leader_id": to.person, "handover_reason": "ziek", "made_at": NOW, **more}


def with_measure(state: str, visit_id: str = VISIT_ID) -> Any:
    return replace(context(), found={"measures": {"m": {"visit_id": visit_id, "state": state}}})


def test_a_visit_that_was_begun_by_mistake_lapses_with_its_reason_and_keeps_what_it_has() -> None:
    changes = ask(visit_endings.void, visit(answers={"nooduitgang_vrij": {"value": "in_orde"}}), MISTAKE)
    assert changes == {
        "outcome": "vervallen",
        "ended": {"reason": "verkeerd_adres", "text": None, "by": INES.person, "at": NOW},
        "closed_at": NOW,
        "closed_by": INES.person,
        "received_at": "2026-11-20T21:14:00Z",
    }


def test_who_was_there_or_leads_the_team_lets_a_visit_lapse() -> None:
    assert refusal(visit_endings.void, visit(), MISTAKE, by=IVO) == ""
    assert refusal(visit_endings.void, visit(), MISTAKE, by=TOM) == ""
    assert refusal(visit_endings.void, visit(), MISTAKE, by=OTTO) == "visit.not_yours"
    assert refusal(visit_endings.void, visit(team_id=ELSEWHERE), MISTAKE, by=TOM) == "visit.not_yours"


def test_a_closed_visit_does_not_lapse() -> None:
    assert refusal(visit_endings.void, finished(), MISTAKE) == "visit.closed"


def test_a_visit_on_which_a_dwelling_was_entered_does_not_lapse() -> None:
    entered = home_visit(binnentreden={RECORD: consent_record(entered_at="2026-11-20T20:17:00Z")})
    assert refusal(visit_endings.void, entered, MISTAKE) == "visit.was_entered"
    assert refusal(visit_endings.void, home_visit(binnentreden={RECORD: consent_record("nee")}), MISTAKE) == ""


def test_a_visit_on_which_a_measure_rests_does_not_lapse() -> None:
    with pytest.raises(Refused, match=r"visit\.has_measure"):
        visit_endings.void(visit(), MISTAKE, with_measure("voorgesteld"))  # type: ignore[arg-type]  # a context
    for other in (with_measure("ingetrokken_voorstel"), with_measure("voorgesteld", "another visit")):
        assert visit_endings.void(visit(), MISTAKE, other)["outcome"] == "vervallen"  # type: ignore[arg-type]  # a context


def test_another_reason_or_a_finding_asks_for_an_explanation() -> None:
    for document, body in (
        (visit(), {**MISTAKE, "void_reason": "anders", "text": "te kort"}),
        (visit(findings={FINDING: finding()}), MISTAKE),
    ):
        assert refusal(visit_endings.void, document, body) == "visit.needs_reason"
        assert refusal(visit_endings.void, document, {**body, "text": "Dit is het pand van de buren."}) == ""
    named = {**MISTAKE, "text": "Bel 06 12345678"}
    assert refusal(visit_endings.void, visit(), named) == "text.personal_data"


def test_no_measure_rests_on_a_visit_that_lapsed() -> None:
    lapsed = visit(outcome="vervallen")
    body = {"premises_id": lapsed["premises_id"], "visit_id": VISIT_ID}
    assert refusal(measures.propose, None, body, visit=lapsed, premises=licensed()) == "measure.visit_voided"


def test_who_came_along_takes_the_visit_over_and_who_led_it_stays_named() -> None:
    changes = ask(visit_endings.take_over, visit(), over(IVO), by=IVO, person=colleague())
    assert (changes["leader_id"], changes["co_visitor_ids"]) == (IVO.person, [INES.person])
    assert changes["handovers.1"] == {
        "from_id": INES.person,
        "to_id": IVO.person,
        "by": IVO.person,
        "reason": "ziek",
        "at": NOW,
    }
    alone = visit(
        leader_id=IVO.person, co_visitor_ids=[], also_wrote={INES.person: changes[f"also_wrote.{INES.person}"]}
    )
    assert INES.person in makers(alone), "taking her off the visit afterwards does not let her decide"


def test_a_team_lead_gives_a_visit_to_an_inspector_of_the_team_and_may_still_decide() -> None:
    changes = ask(visit_endings.take_over, visit(), over(OTTO), by=TOM, person=colleague())
    assert (changes["leader_id"], changes["co_visitor_ids"]) == (OTTO.person, [IVO.person, INES.person])
    assert f"also_wrote.{TOM.person}" not in changes


@pytest.mark.parametrize(
    ("by", "to", "person", "reason"),
    [
        (OTTO, OTTO, colleague(), "visit.not_yours"),
        (IVO, OTTO, colleague(), "visit.not_yours"),
        (INES, IVO, colleague(), "visit.not_yours"),
        (INES, INES, colleague(), "visit.leads_already"),
        (TOM, OTTO, colleague(roles=["registrar"]), "visit.no_inspector"),
        (TOM, OTTO, colleague(team_ids=[ELSEWHERE]), "visit.no_inspector"),
        (TOM, OTTO, colleague(is_active=False), "visit.no_inspector"),
    ],
)
def test_nobody_else_takes_a_visit_over(by: Any, to: Any, person: Any, reason: str) -> None:
    assert refusal(visit_endings.take_over, visit(), over(to), by=by, person=person) == reason


def test_a_shielded_visit_is_given_to_nobody_who_may_not_read_it() -> None:
    shielded = visit(restricted_to={"person_ids": [INES.person, TOM.person]})
    refused = refusal(visit_endings.take_over, shielded, over(OTTO), by=TOM, person=colleague())
    assert refused == "visit.no_inspector"
    assert refusal(visit_endings.take_over, shielded, over(IVO), by=TOM, person=colleague()) == "", "he was there"
    named = visit(restricted_to={"person_ids": [OTTO.person, TOM.person]})
    assert refusal(visit_endings.take_over, named, over(OTTO), by=TOM, person=colleague()) == ""


def test_a_lead_who_came_along_and_ends_the_visit_or_gives_it_away_stays_one_who_was_there() -> None:
    with_tess = visit(co_visitor_ids=[TESS.person])
    given = ask(visit_endings.take_over, with_tess, over(OTTO), by=TESS, person=colleague())
    for changes in (
        given,
        ask(visit_endings.end, with_tess, ENDING, by=TESS),
        ask(visit_endings.void, with_tess, MISTAKE, by=TESS),
    ):
        assert f"also_wrote.{TESS.person}" in changes
    assert f"also_wrote.{TOM.person}" not in ask(visit_endings.end, with_tess, ENDING, by=TOM)


def test_who_came_along_by_a_note_from_before_the_handover_is_not_lost() -> None:
    """Her phone did not know yet that Ivo leads: he is no company any more, and she is."""
    handed = {"1": {"from_id": INES.person, "to_id": IVO.person, "by": IVO.person, "reason": "ziek", "at": NOW}}
    going_on = visit(leader_id=IVO.person, co_visitor_ids=[INES.person], handovers=handed)
    noted = ask(visits.note, going_on, {"co_visitor_ids": [IVO.person, TESS.person]})
    assert noted["co_visitor_ids"] == [TESS.person, INES.person]
    assert refusal(visits.note, going_on, {"co_visitor_ids": []}) == "visit.was_there"
    by_another = refusal(visits.note, going_on, {"co_visitor_ids": [IVO.person, TESS.person]}, by=IVO)
    assert by_another == "visit.twice_the_same_person"


def test_a_closed_visit_is_not_taken_over() -> None:
    assert refusal(visit_endings.take_over, finished(), over(IVO), by=IVO, person=colleague()) == "visit.closed"


def test_the_team_lead_ends_a_visit_without_the_statement_of_who_was_there() -> None:
    changes = ask(visit_endings.end, visit(), ENDING, by=TOM)
    assert (changes["outcome"], changes["statement"]) == ("afgebroken", False)
    assert (changes["closed_by"], changes["closed_at"]) == (TOM.person, "2026-11-20T21:14:00Z")
    assert refusal(visit_endings.end, finished(), ENDING, by=TOM) == "visit.closed"
    assert refusal(visit_endings.end, visit(), {**ENDING, "end_reason": "anders"}, by=TOM) == "visit.needs_reason"


@pytest.mark.parametrize("outcome", ["afgebroken", "vervallen"])
def test_the_closing_of_who_was_there_counts_when_the_office_takes_it_in(outcome: str) -> None:
    ended = visit(outcome=outcome, closed_by=TOM.person, closed_at=NOW)
    assert refusal(visits.close, ended, CLOSING) == "visit.closed"
    assert taken_in(visits.close, ended, CLOSING) == ""
    assert taken_in(visits.close, finished(), CLOSING) == "visit.closed"
