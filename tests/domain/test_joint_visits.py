"""Together with the police: who may go, what each notes, and what the unit sees when."""

from typing import Any

import pytest

from fieldapp.domain import joint_visits
from tests.domain.situations import (
    HOME_ID,
    PREMISES_ID,
    RECORD,
    VISIT_ID,
    ask,
    closed_joint_visit,
    consent_record,
    home_visit,
    joint_opening,
    joint_visit,
    licensed,
    refusal,
    visit,
)
from tests.people import CENTRUM, ELSEWHERE, INES, IVO, OTHER_UNIT, OTTO, PAM, PIA, POLICE_UNIT, SYSTEM, TOM

SHARING = {
    "what": "bevinding",
    "text": "De nooduitgang was versperd.",
    "purpose": "Veiligheid bij het volgende bezoek",
    "ground": "AVG art. 6 lid 1 e",
}
ENTRY = {
    "capacity": "politie",
    "count": 2,
    "basis": "toestemming",
    "entered_at": "2026-11-20T21:33:00Z",
    "left_at": None,
}


POLICE = {"kind": "police", "name": "Politie Centrum"}


def open_one(body: Any, by: Any = INES, beside: Any = None, premises: Any = None, unit: Any = POLICE) -> str:
    there = premises or licensed()
    return refusal(joint_visits.open_joint_visit, None, body, by=by, visit=beside, premises=there, unit=unit)


def test_a_joint_visit_is_opened_with_how_many_went_of_each_side() -> None:
    changes = ask(joint_visits.open_joint_visit, None, joint_opening(), visit=None, premises=licensed(), unit=POLICE)
    assert (changes["state"], changes["inspectors_count"], changes["officers_count"]) == ("open", 2, 2)


def test_it_is_opened_by_who_goes_for_the_own_team() -> None:
    assert open_one(joint_opening(), by=IVO) == ""
    assert open_one(joint_opening(), by=OTTO) == "joint_visit.not_yours"
    assert open_one(joint_opening(team_id=ELSEWHERE)) == "joint_visit.other_team"


def test_beside_a_visit_it_is_at_the_same_premises_and_by_the_same_people() -> None:
    assert open_one(joint_opening(visit_id=VISIT_ID), beside=visit()) == ""
    assert open_one(joint_opening(premises_id=HOME_ID), beside=visit()) == "joint_visit.other_visit"
    assert open_one(joint_opening(), beside=visit(leader_id=TOM.person, co_visitor_ids=[])) == "joint_visit.not_yours"


def test_it_is_at_premises_that_have_a_file() -> None:
    body = joint_opening()
    assert refusal(joint_visits.open_joint_visit, None, body, visit=None, premises=None, unit=POLICE) == (
        "joint_visit.no_premises"
    )


@pytest.mark.parametrize("unit", [None, {"kind": "team"}, {"kind": "partner"}])
def test_only_a_police_unit_reads_along(unit: Any) -> None:
    assert open_one(joint_opening(), unit=unit) == "joint_visit.no_unit"
    assert open_one(joint_opening(unit_id="anders"), unit=None) == ""
    said = {"unit_id": OTHER_UNIT}
    assert refusal(joint_visits.note, joint_visit(), said, unit=unit) == "joint_visit.no_unit"
    not_known = closed_joint_visit(unit_id="anders")
    assert refusal(joint_visits.assign_unit, not_known, said, by=TOM, unit=unit) == "joint_visit.no_unit"
    assert refusal(joint_visits.assign_unit, not_known, said, by=TOM, unit=POLICE) == ""


def test_a_joint_visit_at_shielded_premises_is_read_only_by_those_named() -> None:
    shielded = licensed(is_restricted=True, restricted_to={"person_ids": [TOM.person]})
    changes = ask(joint_visits.open_joint_visit, None, joint_opening(), premises=shielded, unit=POLICE)
    assert changes["restricted_to"] == {"person_ids": [TOM.person]}
    held = joint_visits.scopes(changes)  # type: ignore[arg-type]  # a joint visit
    assert f"person:{TOM.person}" in held
    assert f"team:{CENTRUM}" not in held


def test_shielding_premises_afterwards_shields_the_joint_visit_until_it_ends() -> None:
    following = {"is_restricted": True, "person_ids": [TOM.person]}
    changes = ask(joint_visits.restrict, closed_joint_visit(), following, by=SYSTEM)
    assert f"team:{CENTRUM}" not in joint_visits.scopes(closed_joint_visit(**changes))
    ended = ask(joint_visits.restrict, closed_joint_visit(**changes), {"is_restricted": False, "person_ids": []})
    assert ended == {"restricted_to": None}


def test_there_is_at_least_one_officer() -> None:
    assert open_one(joint_opening(officers_count=0)) == "joint_visit.no_officers"


@pytest.mark.parametrize("field", ["purpose_municipality", "purpose_police"])
def test_a_purpose_is_a_code(field: str) -> None:
    assert open_one(joint_opening(**{field: "Wij zochten mevrouw X"})) == "text.not_a_code"


def test_an_address_line_takes_no_personal_data() -> None:
    said = joint_opening(premises_text="bij 0612345678", premises_type="hotel")
    changes = ask(joint_visits.open_joint_visit, None, said, premises=licensed(), unit=POLICE)
    assert (changes["premises_text"], changes["premises_type"]) == ("Lantaarnkade 12", "raamexploitatie")


def test_no_joint_visit_where_the_health_service_came_along() -> None:
    with_ggd = home_visit(binnentreden={RECORD: consent_record(companions=[{"capacity": "ggd", "count": 1}])})
    with_ggd["premises_id"] = PREMISES_ID
    assert open_one(joint_opening(), beside=with_ggd) == "joint_visit.ggd_and_police"
    assert refusal(
        joint_visits.close, joint_visit(), {"ended_at": "2026-11-20T21:52:00Z"}, visit=with_ggd
    ) == "joint_visit.ggd_and_police"  # fmt: skip


def test_the_health_service_does_not_enter_on_a_joint_visit() -> None:
    body = {"entries.a": {**ENTRY, "capacity": "ggd"}}
    assert refusal(joint_visits.enter, joint_visit(), body) == "joint_visit.ggd_and_police"
    assert refusal(joint_visits.note_entries, joint_visit(), {"entries": {"a": {**ENTRY, "capacity": "ggd"}}}) == (
        "joint_visit.ggd_and_police"
    )


def test_entries_are_capacity_and_number() -> None:
    assert ask(joint_visits.enter, joint_visit(), {"entries.a": ENTRY}) == {"entries.a": ENTRY}


def test_what_was_noted_changes_until_it_is_closed() -> None:
    assert ask(joint_visits.note, joint_visit(), {"co_visitor_ids": []}) == {
        "co_visitor_ids": [],
        "inspectors_count": 1,
    }
    assert refusal(joint_visits.note, closed_joint_visit(), {"officers_count": 3}) == "joint_visit.closed"
    assert refusal(joint_visits.note, joint_visit(), {"officers_count": 3}, by=OTTO) == "joint_visit.not_yours"
    handed_over = {"handed_over": {"yes": True, "at": "laat"}}
    assert refusal(joint_visits.note, joint_visit(), handed_over) == "moment.unreadable"


def test_closing_gives_it_an_end() -> None:
    body = {"ended_at": "2026-11-20T21:52:00Z"}
    assert ask(joint_visits.close, joint_visit(), body, visit=None) == {
        "state": "closed",
        "received_at": "2026-11-20T21:14:00Z",
        **body,
    }
    assert refusal(joint_visits.close, closed_joint_visit(), body, visit=None) == "joint_visit.closed"


def test_who_entered_is_copied_from_the_visit_once() -> None:
    body = {"entries": {"a": ENTRY, "b": ENTRY}}
    assert ask(joint_visits.note_entries, closed_joint_visit(entries={"a": ENTRY}), body) == {"entries.b": ENTRY}


# --- the unit


def test_the_unit_reads_it_only_once_it_is_closed() -> None:
    assert f"unit:{POLICE_UNIT}" not in joint_visits.scopes(joint_visit())
    assert f"unit:{POLICE_UNIT}" in joint_visits.scopes(closed_joint_visit())


def test_a_unit_that_is_not_known_reads_nothing() -> None:
    assert not any(one.startswith("unit:") for one in joint_visits.scopes(closed_joint_visit(unit_id="anders")))


def test_the_unit_reads_it_for_twelve_months() -> None:
    left = closed_joint_visit(left_unit_on="2027-11-21")
    assert not any(one.startswith("unit:") for one in joint_visits.scopes(left))
    assert joint_visits.index(left)["for_unit"] == "false"
    assert joint_visits.index(closed_joint_visit())["for_unit"] == "true"


def test_the_team_lead_says_which_unit_it_was() -> None:
    not_known = closed_joint_visit(unit_id="anders")
    changes = ask(joint_visits.assign_unit, not_known, {"unit_id": OTHER_UNIT}, by=TOM, unit=POLICE)
    assert changes == {"unit_id": OTHER_UNIT}
    assert refusal(joint_visits.assign_unit, closed_joint_visit(), {"unit_id": OTHER_UNIT}) == "joint_visit.unit_known"


# --- sharing, notes, requests


def test_a_team_lead_shares_with_purpose_and_ground() -> None:
    changes = ask(joint_visits.share, closed_joint_visit(), SHARING, by=TOM)
    assert changes == {"shared.aabb-7": {**SHARING, "by": TOM.person, "at": "2026-11-20T21:14:00Z"}}


@pytest.mark.parametrize("empty", ["text", "purpose", "ground"])
def test_nothing_is_shared_without_text_purpose_and_ground(empty: str) -> None:
    assert refusal(joint_visits.share, closed_joint_visit(), {**SHARING, empty: " "}, by=TOM) == (
        "joint_visit.needs_ground"
    )


def test_what_is_shared_holds_no_personal_data_and_waits_for_the_end() -> None:
    personal = {**SHARING, "text": "BSN 111222333"}
    assert refusal(joint_visits.share, closed_joint_visit(), personal, by=TOM) == "text.personal_data"
    assert refusal(joint_visits.share, joint_visit(), SHARING, by=TOM) == "joint_visit.not_closed"


def test_an_officer_of_the_unit_notes_something_that_stays() -> None:
    body = {"partner_notes.n": {"text": "Wij waren er van 22:31 tot 22:52."}}
    changes = ask(joint_visits.add_partner_note, closed_joint_visit(), body, by=PIA)
    assert changes["partner_notes.n"]["by"] == PIA.person
    noted = closed_joint_visit(partner_notes={"n": changes["partner_notes.n"]})
    assert refusal(joint_visits.add_partner_note, noted, body, by=PIA) == "joint_visit.note_stays"


def test_an_officer_of_another_unit_notes_and_asks_nothing() -> None:
    note = {"partner_notes.n": {"text": "Wij waren er."}}
    asked = {"requests.r": {"ground": "Wpg art. 16", "text": "Wie is de exploitant?"}}
    assert refusal(joint_visits.add_partner_note, closed_joint_visit(), note, by=PAM) == "joint_visit.not_your_unit"
    assert refusal(joint_visits.request, closed_joint_visit(), asked, by=PAM) == "joint_visit.not_your_unit"
    assert refusal(joint_visits.request, closed_joint_visit(), asked, by=INES) == "joint_visit.not_your_unit"


def test_a_request_has_its_ground_and_gets_one_answer() -> None:
    asked = {"requests.r": {"ground": "Wpg art. 16", "text": "Wie is de exploitant?"}}
    changes = ask(joint_visits.request, closed_joint_visit(), asked, by=PIA)
    assert changes["requests.r"]["answer"] is None
    waiting = closed_joint_visit(requests={"r": changes["requests.r"]})
    answer = {"request_id": "r", "answer": "Dat staat in het openbare besluit."}
    answered = ask(joint_visits.answer_request, waiting, answer, by=TOM)
    assert answered["requests.r"]["answered_by"] == TOM.person
    again = closed_joint_visit(requests={"r": answered["requests.r"]})
    assert refusal(joint_visits.answer_request, again, answer, by=TOM) == "joint_visit.request_answered"
    assert refusal(joint_visits.answer_request, closed_joint_visit(), answer, by=TOM) == "joint_visit.no_request"
    assert refusal(joint_visits.request, waiting, asked, by=PIA) == "joint_visit.note_stays"


def test_a_request_without_ground_is_refused() -> None:
    asked = {"requests.r": {"ground": " ", "text": "Wie is de exploitant?"}}
    assert refusal(joint_visits.request, closed_joint_visit(), asked, by=PIA) == "joint_visit.needs_ground"


def test_the_team_reads_it_always_and_the_pair_on_their_phones_for_a_while() -> None:
    assert {f"team:{CENTRUM}", f"person:{INES.person}", f"person:{IVO.person}"} <= joint_visits.scopes(joint_visit())
    left = closed_joint_visit(left_phones_on="2026-11-28")
    assert not any(one.startswith("person:") for one in joint_visits.scopes(left))
    assert joint_visits.people({}) == set()


@pytest.mark.parametrize("rule", [joint_visits.leave_phones, joint_visits.leave_unit])
def test_an_open_joint_visit_leaves_nobody(rule: Any) -> None:
    assert refusal(rule, joint_visit(), {"on": "2026-11-28"}) == "joint_visit.not_closed"
    assert refusal(rule, closed_joint_visit(), {"on": "2026-11-28"}) == ""
