"""What the office may take in by its own word: too late, or not theirs. Never what may not be kept at all."""

from dataclasses import replace
from typing import Any

import pytest

from fieldapp.domain import binnentreden, day_lists, joint_visits, measures, premises, visits
from fieldapp.domain.makers import makers
from tests.domain.situations import (
    FINDING,
    PHOTO,
    RECORD,
    ask,
    closed_joint_visit,
    consent_record,
    context,
    finding,
    finished,
    home,
    home_visit,
    joint_opening,
    licensed,
    opening,
    photo,
    proposal,
    refusal,
    stop,
    taken_in,
    visit,
)
from tests.people import ELSEWHERE, INES, IVO, OTTO, TOM

LATE = {"answers.nooduitgang_vrij": {"value": "in_orde"}}
INSIDE = {"answers.geen_overlast": {"value": "in_orde"}}
CLOSING = {"outcome": "gesloten", "statement": True, "made_at": "2026-11-20T20:24:00Z"}


def test_a_late_answer_is_taken_in_with_its_privacy_class() -> None:
    assert refusal(visits.answer, finished(), LATE) == "visit.closed"
    assert taken_in(visits.answer, finished(), LATE) == ""
    assert ask(visits.answer, home_visit(binnentreden={RECORD: consent_record()}), INSIDE)[
        "answers.geen_overlast"
    ]["privacy"]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"answers.nooduitgang_vrij": {"value": "niet_in_orde", "text": "Bel 06 12345678"}}, "text.personal_data"),
        ({"answers.geen_minderjarige": {"value": "in_orde", "text": "Zij is 30."}}, "visit.item_takes_no_text"),
        ({"answers.onbekend": {"value": "in_orde"}}, "visit.unknown_item"),
    ],
)
def test_personal_data_is_not_taken_in(body: dict[str, Any], reason: str) -> None:
    assert taken_in(visits.answer, finished(), body) == reason


def test_what_was_recorded_without_consent_is_not_taken_in() -> None:
    assert taken_in(visits.answer, home_visit(binnentreden={RECORD: consent_record("nee")}), INSIDE) == (
        "visit.no_consent"
    )


def test_a_late_photo_is_taken_in_where_photos_are_allowed() -> None:
    body = {f"photos.{PHOTO}": photo()}
    assert taken_in(visits.add_photo, finished(), body, premises=licensed()) == ""
    assert taken_in(visits.add_photo, finished(), body, premises=licensed(is_dwelling=True)) == "visit.no_photos_here"


def test_a_late_record_of_the_threshold_is_taken_in_and_still_not_rewritten() -> None:
    decided = home_visit(binnentreden={RECORD: consent_record()}, outcome="afgerond")
    assert taken_in(binnentreden.enter, decided, {"binnentreden.b": consent_record("nee")}) == ""
    assert taken_in(binnentreden.enter, decided, {f"binnentreden.{RECORD}": consent_record("nee")}) == (
        "visit.binnentreden_stays"
    )


def test_a_visit_is_not_closed_twice_even_by_the_office() -> None:
    assert taken_in(visits.close, finished(), CLOSING) == "visit.closed"
    assert taken_in(joint_visits.close, closed_joint_visit(), {"ended_at": "2026-11-20T21:52:00Z"}) == (
        "joint_visit.closed"
    )


@pytest.mark.parametrize(
    ("rule", "document", "body", "reads", "reason"),
    [
        (visits.open_visit, None, opening(), {"premises": licensed()}, "visit.not_yours"),
        (visits.note, opening(), {"near_address": "ja"}, {}, "visit.not_yours"),
        (visits.add, finished(), {"additions.a": {"text": "Later.", "at": "2026-11-20T22:00:00Z"}}, {}, "visit.not_yours"),
        (binnentreden.enter, home_visit(), {"binnentreden.b": consent_record()}, {}, "visit.not_yours"),
        (measures.propose, None, proposal(), {"premises": licensed(), "visit": finished()}, "measure.not_your_visit"),
        (joint_visits.open_joint_visit, None, joint_opening(),
         {"visit": None, "premises": licensed(), "unit": {"kind": "police"}}, "joint_visit.not_yours"),
        (joint_visits.note, closed_joint_visit(), {"officers_count": 3}, {}, "joint_visit.closed"),
        (day_lists.set_stop, {"person_ids": [], "team_id": "t"}, {"stops.s": stop()}, {}, "day_list.not_yours"),
        (premises.update, home(), {"is_verified": True}, {}, "premises.other_team"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
def test_work_of_somebody_who_may_no_longer_is_taken_in(
    rule: Any, document: Any, body: Any, reads: dict[str, Any], reason: str
) -> None:
    assert refusal(rule, document, body, by=OTTO, **reads) == reason
    assert taken_in(rule, document, body, by=OTTO, **reads) == ""


def test_the_office_takes_in_a_closing_with_open_points() -> None:
    """An answer that was held and erased would otherwise keep its visit open for ever."""
    closing = {**CLOSING, "outcome": "afgerond"}
    assert refusal(visits.close, opening(), closing) == "visit.legitimation_open"
    assert taken_in(visits.close, opening(), closing) == ""
    assert taken_in(visits.close, home_visit(), closing) == "visit.outcome_does_not_fit"


def test_four_eyes_and_findings_are_never_waived() -> None:
    assert taken_in(measures.propose, None, proposal(finding_ids=[]), premises=licensed(), visit=finished()) == (
        "measure.no_finding"
    )
    made = ask(measures.propose, None, proposal(), premises=licensed(), visit=finished())
    measure = {**made, "proposals": {"1": {}}, "proposed_by": TOM.person}
    body = {"seen_proposal": 1}
    assert taken_in(measures.approve, measure, body, by=TOM, premises=licensed(), visit=finished()) == (
        "measure.own_proposal"
    )


def test_nothing_is_waived_by_itself() -> None:
    assert context(INES).override is False
    assert refusal(visits.open_visit, None, opening(team_id=ELSEWHERE), premises=licensed()) == "visit.other_team"


# --- whoever had something taken in is one of the makers


def test_who_had_a_finding_taken_in_does_not_decide_on_what_follows() -> None:
    """Not there, not one of the two on the visit: but the finding is theirs."""
    finding = {f"findings.{FINDING}": {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": None, "number": None}}
    changes = visits.find({**finished(), "findings": {}}, finding, replace(context(TOM, {}), override=True))
    assert changes[f"also_wrote.{TOM.person}"]["at"]
    written = finished(also_wrote={TOM.person: {"at": "2026-11-20T21:14:00Z"}})
    measure = ask(measures.propose, None, proposal(), premises=licensed(), visit=written)
    assert TOM.person in measure["co_visitor_ids"]
    measure = {**measure, "proposals": {"1": measure.pop("proposals.1")}}
    asked = {"by": TOM, "premises": licensed(), "visit": written}
    assert refusal(measures.approve, measure, {"seen_proposal": 1}, **asked) == "measure.own_visit"


def test_whoever_wrote_stays_a_maker_when_taken_off_the_visit() -> None:
    """Ivo came along and answered; Ines takes him off before she proposes."""
    going_on = {**visit(), "findings": {FINDING: finding()}}
    written = visits.answer(going_on, LATE, context(IVO, {}))
    assert f"also_wrote.{IVO.person}" in written
    alone = {**finished(), "co_visitor_ids": [], "also_wrote": {IVO.person: {"at": "2026-11-20T20:15:00Z"}}}
    assert makers(alone) == {INES.person, IVO.person}


def test_who_leads_or_wrote_before_is_not_named_again() -> None:
    going_on = {**visit(), "also_wrote": {IVO.person: {"at": "2026-11-20T20:15:00Z"}}}
    for who in (INES, IVO):
        assert not [field for field in visits.answer(going_on, LATE, context(who, {})) if "also_wrote" in field]


def test_who_chooses_between_two_versions_has_a_hand_in_the_visit() -> None:
    assert f"also_wrote.{TOM.person}" in visits.pick(finished(), LATE, context(TOM, {}))


def test_nobody_s_word_takes_back_a_finding_that_was_signed() -> None:
    gone = {f"findings.{FINDING}": None}
    assert taken_in(visits.find, finished(), gone) == "visit.closed"
