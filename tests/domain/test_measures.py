"""From proposal to decision: the table of steps, four eyes, Awb 5:6, and what a proposal must hold."""

from datetime import date
from typing import Any, get_args

import pytest

from fieldapp.domain import documents, measures
from fieldapp.domain.advice import read_advice
from fieldapp.domain.course import states, table
from fieldapp.domain.course.states import BEFORE_APPROVAL, UNDER_DECISION
from fieldapp.domain.matrix import advise_for
from sync.shapes import Shape, WrongShape
from tests.domain.situations import (
    POLICY,
    RECORD,
    VISIT_ID,
    ask,
    consent_record,
    context,
    exploitant,
    finished,
    home,
    licensed,
    penalty,
    proposal,
    refusal,
    running_penalty,
)
from tests.people import CENTRUM, INES, IVO, LEA, OTTO, TESS, TOM

DECLINING = {"reason": "andere_instantie", "text": "De brandweer pakt dit op."}
RETURNING = {"reason": "bewijs_aanvullen", "remarks": {"finding_ids": "Was de sleutel er? Graag aanvullen."}}
APPROVING = {"seen_proposal": 1}
EARLIER = {
    day: {"rule_key": "apv.inrichtingseisen", "found_on": day, "sanction": sanction, "sent_on": sent, "operator": None}
    for day, sanction, sent in (
        ("2026-02-10", "waarschuwing", "2026-02-14"),
        ("2026-05-10", None, "2026-05-14"),
        ("2026-06-10", None, None),
    )
}


def propose(body: Any, by: Any = INES, premises: Any = None, visit: Any = None) -> str:
    return refusal(measures.propose, None, body, by=by, premises=premises or licensed(), visit=visit or finished())


def proposed(body: Any = None, premises: Any = None, visit: Any = None, **more: Any) -> Any:
    """A measure as it stands after the proposal."""
    changes = ask(measures.propose, None, body or penalty(), premises=premises or licensed(), visit=visit or finished())
    first = changes.pop("proposals.1")
    return {**changes, "proposals": {"1": first}, **more}


def decide(rule: Any, body: Any, measure: Any = None, by: Any = TOM, premises: Any = None, visit: Any = None) -> str:
    return refusal(rule, measure or proposed(), body, by=by, premises=premises or licensed(), visit=visit or finished())


def after(rule: Any, body: Any, measure: Any = None, by: Any = TOM) -> dict[str, Any]:
    return ask(rule, measure or proposed(), body, by=by, premises=licensed(), visit=finished())


# --- proposing


def test_a_proposal_is_kept_with_who_was_there() -> None:
    measure = proposed(proposal())
    assert measure["state"] == "voorgesteld"
    assert (measure["proposed_by"], measure["visit_leader_id"]) == (INES.person, INES.person)
    assert measure["co_visitor_ids"] == [IVO.person]
    assert measure["proposals"]["1"]["measure_type"] == "waarschuwing"
    assert measure["received_at"] == "2026-11-20T21:14:00Z"


def test_the_office_computes_the_advice_itself() -> None:
    """The phone may have missed that a warning was sent in May: then the matrix is one step further."""
    warned = licensed(breaches={"b": {
        "rule_key": "apv.inrichtingseisen", "found_on": "2026-05-10", "sanction": "waarschuwing",
        "sent_on": "2026-05-14", "operator": "10734211",
    }})  # fmt: skip
    assert proposed(proposal())["office_advice"]["measure_type"] == "waarschuwing"
    assert proposed(proposal(), premises=warned)["office_advice"]["measure_type"] == "last_onder_dwangsom"


def test_only_who_was_at_the_visit_proposes() -> None:
    assert propose(proposal(), by=OTTO) == "measure.not_your_visit"
    assert propose(proposal(), by=IVO) == ""


def test_nothing_is_proposed_or_decided_without_the_visit() -> None:
    for premises, visit in ((licensed(), None), (None, finished())):
        assert refusal(measures.propose, None, proposal(), premises=premises, visit=visit) == "measure.no_visit"
        returned = proposed(state="teruggegeven")
        assert refusal(measures.propose_again, returned, penalty(), premises=premises, visit=visit) == (
            "measure.no_visit"
        )
    assert refusal(measures.approve, proposed(), APPROVING, by=TOM, premises=licensed(), visit=None) == (
        "measure.no_visit"
    )


def test_a_proposal_belongs_to_the_premises_of_its_visit() -> None:
    assert propose(proposal(premises_id="99999999-0000-5000-8000-000000000009")) == "measure.other_premises"


def test_a_proposal_needs_a_finding_of_its_visit() -> None:
    assert propose(proposal(finding_ids=[])) == "measure.no_finding"
    assert propose(proposal(finding_ids=["unknown"])) == "measure.no_finding"


def test_something_else_than_the_advice_needs_a_reason() -> None:
    other = proposal(measure_type="geen_maatregel")
    assert propose(other) == "measure.deviation_needs_reason"
    assert propose({**other, "deviation": {"reason": "ter_plekke_hersteld", "text": None}}) == ""


@pytest.mark.parametrize(
    "wrong",
    [{"why": [{"text": "Bel 06 12345678"}]}, {"why": [{"text": "Maria werkt hier."}]},
     {"why": [{"text": "Geen advies in de matrix."}] * 21}, {"matrix": "maria-popescu@1"}, {"rule_key": "Maria Popescu"},
     {"why": [{"text": f"Eerder: {'waarschuwing (1 mei 2026), ' * 90}waarschuwing (1 mei 2026) en brief (1 mei 2026)."}]}],
)  # fmt: skip
def test_the_advice_on_the_screen_holds_no_typed_text(wrong: dict[str, Any]) -> None:
    assert propose(proposal(advice={**proposal()["advice"], **wrong})) == "measure.advice_unreadable"


@pytest.mark.parametrize("wrong", [{"step": -1}, {"term_days": 2**53}, {"amount_eur_cents": 2**53},
                                   {"duration": {"weeks": -5}}, {"then": {"duration": {"months": 10_000}}}])  # fmt: skip
def test_a_number_in_the_advice_is_a_sensible_one(wrong: dict[str, Any]) -> None:
    assert propose(proposal(advice={**proposal()["advice"], **wrong})) == "number.out_of_range"


def test_words_in_the_advice_that_the_matrix_in_force_does_not_know_are_left_out() -> None:
    typed = dict.fromkeys(("row", "label", "authority", "addressee", "confirm", "variant"), "Maria Popescu")
    kept = proposed(proposal(advice={**proposal()["advice"], **typed, "notify": ["maria", "brandweer"]}))["advice"]
    assert kept == {**proposal()["advice"], **dict.fromkeys(typed), "notify": ["brandweer"]}


def test_all_that_the_matrix_advises_is_readable_and_kept_as_it_is() -> None:
    matrix = {row["rule_key"]: row for row in POLICY.matrix["rows"] if row["enabled"]}
    for rule_key in [*matrix, "awb.5_20", "onbekend"]:
        for premises in (licensed(breaches=EARLIER), home(), licensed(open_measures={"m": running_penalty()})):
            advice = advise_for(POLICY.matrix, premises, rule_key, date(2026, 11, 20))
            assert read_advice(advice, rule_key, advice["matrix"], context()) == advice  # type: ignore[arg-type]  # as made


@pytest.mark.parametrize("wrong", [{"rule_key": "Dit is een zin"}, {"rule_key": "maria-popescu"},
                                   {"matrix": "mijn matrix"}, {"matrix": "matrix-voorbeeld@x"},
                                   {"duration": {"until": "tot zij weg is"}}, {"duration": {"until": "maria"}}])  # fmt: skip
def test_rule_matrix_and_duration_are_those_of_the_policy(wrong: dict[str, Any]) -> None:
    assert propose(proposal(**wrong)) == "text.not_a_code"


@pytest.mark.parametrize("wrong", [{"opmerking": "Maria Popescu"}, {"why": "een zin"}, {"why": ["een zin"]}, {"row": 5},
                                   {"why": [{"text": "ok", "x": "BSN"}]}, {"result": 5}, {"step": "y"},
                                   {"measure_type": ["z"]}, {"duration": "q"}, {"then": {}}])  # fmt: skip
def test_the_advice_has_one_closed_shape(wrong: dict[str, Any]) -> None:
    shape = Shape(documents.Proposal)
    shape.check(proposal())
    with pytest.raises(WrongShape):
        shape.check(proposal(advice={**proposal()["advice"], **wrong}))


def test_a_finding_under_no_rule_may_be_proposed_on() -> None:
    advice = {"result": "geen_regel", "measure_type": None}
    assert propose(proposal(rule_key="", advice=advice)) == ""


def test_another_amount_than_the_advice_needs_a_reason() -> None:
    assert propose(penalty(amount_eur_cents=240000)) == "measure.deviation_needs_reason"


def test_where_the_matrix_has_no_row_nothing_is_deviated_from() -> None:
    assert propose(proposal(advice={"result": "geen_regel", "measure_type": None})) == ""


def test_the_text_of_a_deviation_takes_no_personal_data() -> None:
    body = proposal(deviation={"reason": "ernstiger", "text": "Haar nummer is 06-12345678."})
    assert propose(body) == "text.personal_data"


@pytest.mark.parametrize("missing", [{"amount_eur_cents": None}, {"max_eur_cents": None}, {"mode": None},
                                     {"mode": "per_tijdseenheid", "time_unit": None}])  # fmt: skip
def test_a_last_onder_dwangsom_has_amount_maximum_and_mode(missing: dict[str, Any]) -> None:
    reason = {"reason": "ernstiger", "text": None}
    assert propose(penalty(deviation=reason, **missing)) == "measure.amount_missing"


def test_an_amount_stays_under_its_maximum() -> None:
    reason = {"reason": "ernstiger", "text": None}
    assert propose(penalty(max_eur_cents=100000, deviation=reason)) == "measure.amount_over_maximum"


def test_the_name_of_a_resident_stays_out() -> None:
    body = proposal(addressee={**exploitant(), "role": "bewoner"})
    assert propose(body) == "measure.no_name_of_a_resident"
    assert propose(proposal(addressee={"role": "bewoner", "operator": None, "zaak_ref": "z-2026-0007"})) == ""


def test_no_second_herstelsanctie_while_one_is_in_force() -> None:
    running = licensed(open_measures={"m": running_penalty()})
    assert propose(penalty(), premises=running) == "measure.sanction_running"
    assert propose(proposal(deviation=None), premises=running) == "", "a warning is no herstelsanctie"


@pytest.mark.parametrize("state", ["maximum_bereikt", "ingetrokken", "opgeheven", "voorgesteld", "voornemen_klaar"])
def test_a_new_last_follows_one_that_does_not_bind_any_more_or_yet(state: str) -> None:
    assert propose(penalty(), premises=licensed(open_measures={"m": running_penalty(state=state)})) == ""


def test_another_rule_or_another_operator_is_another_breach() -> None:
    for other in ({"rule_key": "apv.bedrijfsplan"}, {"operator": "99999999"}):
        assert propose(penalty(), premises=licensed(open_measures={"m": running_penalty(**other)})) == ""


def test_a_proposal_on_a_restricted_visit_is_restricted_too() -> None:
    restricted = finished(restricted_to={"person_ids": [TOM.person]})
    assert proposed(visit=restricted)["restricted_to"] == {"person_ids": [TOM.person]}


# --- the table of steps

RULES: dict[str, tuple[Any, Any, Any]] = {
    "approve": (measures.approve, APPROVING, TOM),
    "return": (measures.give_back, RETURNING, TOM),
    "decline": (measures.decline, DECLINING, TOM),
    "propose_again": (measures.propose_again, penalty(), INES),
    "withdraw": (measures.withdraw, {}, INES),
}


@pytest.mark.parametrize("state", get_args(documents.MeasureState))
@pytest.mark.parametrize("act", sorted(RULES))
def test_every_act_is_refused_in_every_state_but_its_own(act: str, state: str) -> None:
    rule, body, by = RULES[act]
    expected = "" if state in measures.STEPS[act].before else "measure.wrong_state"
    if act == "decline" and state not in BEFORE_APPROVAL:
        may_end = UNDER_DECISION | {"privacy_getoetst", "ondertekend", "toegepast_besluit_volgt"}
        expected = "" if state in may_end else "measure.not_now"
    assert decide(rule, body, proposed(state=state), by=by) == expected


@pytest.mark.parametrize("act", sorted(RULES))
def test_every_act_leads_where_the_table_says(act: str) -> None:
    rule, body, by = RULES[act]
    step = measures.STEPS[act]
    for state in step.before:
        changes = ask(rule, proposed(state=state), body, by=by, premises=licensed(), visit=finished())
        assert changes["state"] == (step.to or measures.AFTER_APPROVAL["last_onder_dwangsom"])


def test_every_state_is_reached_and_every_type_has_a_state_after_approval() -> None:
    reached = {step.to for step in measures.STEPS.values()} | set(measures.AFTER_APPROVAL.values())
    later = {state for step in table.STEPS if step.track == states.STATE for state in step.to} | {"vernietigd"}
    assert (reached - {None}) | later == set(get_args(documents.MeasureState))
    assert set(measures.AFTER_APPROVAL) == set(get_args(documents.MeasureType))


# --- four eyes


@pytest.mark.parametrize(("rule", "body"), [(measures.approve, APPROVING), (measures.give_back, RETURNING),
                                            (measures.decline, DECLINING)])  # fmt: skip
def test_a_team_lead_does_not_decide_on_her_own_proposal(rule: Any, body: Any) -> None:
    own = proposed(proposed_by=TESS.person)
    assert decide(rule, body, own, by=TESS) == "measure.own_proposal"


@pytest.mark.parametrize(("rule", "body"), [(measures.approve, APPROVING), (measures.give_back, RETURNING),
                                            (measures.decline, DECLINING)])  # fmt: skip
def test_a_team_lead_does_not_decide_on_a_visit_she_made(rule: Any, body: Any) -> None:
    assert decide(rule, body, proposed(visit_leader_id=TESS.person), by=TESS) == "measure.own_visit"
    assert decide(rule, body, proposed(co_visitor_ids=[TESS.person]), by=TESS) == "measure.own_visit"


def test_who_joined_the_visit_after_the_proposal_does_not_decide_either() -> None:
    joined = finished(co_visitor_ids=[IVO.person, TESS.person])
    assert decide(measures.approve, APPROVING, by=TESS, visit=joined) == "measure.own_visit"


# --- deciding


def test_approval_is_noted_with_who_and_when() -> None:
    changes = after(measures.approve, APPROVING)
    assert changes["state"] == "voornemen_klaar"
    assert (changes["approved_by"], changes["decided_by"]) == (TOM.person, TOM.person)
    assert changes["decision"] == {"result": "goedgekeurd", "reason": None, "text": None}


def test_only_the_newest_proposal_is_approved() -> None:
    again = proposed()
    again["proposals"]["2"] = again["proposals"]["1"]
    assert decide(measures.approve, APPROVING, again) == "measure.newer_proposal"
    assert decide(measures.approve, {"seen_proposal": 2}, again) == ""


def test_photos_arrive_before_the_decision() -> None:
    assert decide(measures.approve, {**APPROVING, "photos_on_their_way": 2}) == "measure.photos_on_their_way"


def test_the_approver_looks_at_how_a_dwelling_was_entered() -> None:
    entered = finished(binnentreden={RECORD: consent_record(entered_at="2026-11-20T20:17:00Z")})
    assert decide(measures.approve, APPROVING, visit=entered) == "measure.binnentreden_not_seen"
    assert decide(measures.approve, {**APPROVING, "seen_binnentreden": True}, visit=entered) == ""


def test_the_zienswijze_is_skipped_only_by_choice() -> None:
    assert after(measures.approve, {**APPROVING, "skip_zienswijze": "spoed"})["state"] == "besluit_klaar"
    assert after(measures.approve, APPROVING)["state"] == "voornemen_klaar"


def test_a_sanction_that_began_to_run_meanwhile_stops_the_approval() -> None:
    running = licensed(open_measures={"m": running_penalty()})
    assert decide(measures.approve, APPROVING, premises=running) == "measure.sanction_running"


def test_a_proposal_whose_finding_was_taken_back_is_not_approved() -> None:
    assert decide(measures.approve, APPROVING, visit={**finished(), "findings": {}}) == "measure.no_finding"


def test_the_legal_officer_who_agreed_does_not_also_approve_and_was_not_there() -> None:
    closure = proposed(is_dwelling=True, measure_type="sluiting")
    opinion = {"agrees": True, "text": "Een reden van de jurist.", "by": TOM.person, "at": "2026-11-21T09:00:00Z"}
    assert decide(measures.approve, APPROVING, {**closure, "legal_check": opinion}) == "measure.own_legal_check"
    checking = {"agrees": True, "text": "Een lichtere maatregel helpt niet."}
    assert decide(measures.check_legally, checking, closure, by=IVO) == "measure.own_visit"


def test_closing_a_dwelling_waits_for_the_legal_officer() -> None:
    closure = proposed(proposal(
        measure_type="sluiting", deviation={"reason": "ernstiger", "text": None},
        addressee={"role": "eigenaar", "operator": None, "zaak_ref": None},
    ), premises=home())  # fmt: skip
    assert decide(measures.approve, APPROVING, closure) == "measure.dwelling_closure_needs_legal_check"
    opinion = ask(measures.check_legally, closure, {"agrees": True, "text": "Een lichtere maatregel helpt niet."}, LEA)
    assert decide(measures.approve, APPROVING, {**closure, **opinion}) == ""


def test_a_legal_check_that_disagrees_or_is_older_than_the_proposal_does_not_count() -> None:
    closure = proposed(is_dwelling=True, measure_type="sluiting")
    for check in ({"agrees": False, "at": "2026-11-21T09:00:00Z"}, {"agrees": True, "at": "2026-11-19T09:00:00Z"}):
        legal_check = {"text": "Een reden van de jurist.", "by": LEA.person, **check}
        assert decide(measures.approve, APPROVING, {**closure, "legal_check": legal_check}) == (
            "measure.dwelling_closure_needs_legal_check"
        )


def test_closing_premises_that_are_no_dwelling_needs_no_legal_check() -> None:
    assert decide(measures.approve, APPROVING, proposed(measure_type="sluiting")) == ""


def test_a_legal_check_comes_from_somebody_else_than_the_proposer_and_has_reasons() -> None:
    own = proposed(proposed_by=LEA.person)
    assert decide(measures.check_legally, {"agrees": True, "text": "Een lichtere maatregel."}, own, by=LEA) == (
        "measure.own_proposal"
    )
    assert decide(measures.check_legally, {"agrees": True, "text": "Ja."}, by=LEA) == "measure.remark_too_short"


def test_a_return_says_what_is_missing_per_field() -> None:
    changes = after(measures.give_back, RETURNING)
    assert changes["state"] == "teruggegeven"
    assert changes["remarks.finding_ids"] == {
        "text": "Was de sleutel er? Graag aanvullen.",
        "reason": "bewijs_aanvullen",
        "by": TOM.person,
        "at": "2026-11-20T21:14:00Z",
    }


@pytest.mark.parametrize(
    ("remarks", "reason"),
    [({}, "measure.no_remark"), ({"dates": "te kort"}, "measure.remark_too_short"),
     ({"dates": "Bel me op 06 12345678 hierover."}, "text.personal_data"),
     ({"een hele zin": "Dit klopt nog niet helemaal."}, "text.not_a_code")],
)  # fmt: skip
def test_a_return_without_a_usable_remark_is_refused(remarks: dict[str, str], reason: str) -> None:
    assert decide(measures.give_back, {**RETURNING, "remarks": remarks}) == reason


def test_leaving_it_without_a_measure_needs_a_reason() -> None:
    assert after(measures.decline, DECLINING)["decision"]["reason"] == "andere_instantie"
    assert decide(measures.decline, {**DECLINING, "text": "nee"}) == "measure.remark_too_short"


# --- again, withdrawn


def test_a_returned_proposal_comes_back_and_the_first_one_stays() -> None:
    returned = proposed(state="teruggegeven")
    again = {**proposal(), "text": "De sleutel hing er niet."}
    for name in ("premises_id", "visit_id", "team_id"):
        again.pop(name)
    changes = ask(measures.propose_again, returned, again, premises=licensed(), visit=finished())
    assert changes["measure_type"] == "waarschuwing"
    assert changes["amount_eur_cents"] is None, "what the new proposal does not say is gone"
    assert changes["proposals.2"]["text"] == "De sleutel hing er niet."
    assert "proposals.1" not in changes


def test_only_the_proposer_repairs_or_withdraws() -> None:
    returned = proposed(state="teruggegeven")
    assert decide(measures.withdraw, {}, returned, by=IVO) == "measure.not_yours"
    assert decide(measures.propose_again, penalty(), returned, by=IVO) == "measure.not_yours"


def test_a_repaired_proposal_is_checked_like_the_first() -> None:
    returned = proposed(state="teruggegeven")
    assert decide(measures.propose_again, penalty(finding_ids=[]), returned, by=INES) == "measure.no_finding"


# --- who reads


def test_the_proposer_keeps_the_proposal_on_the_phone_until_it_leaves() -> None:
    measure = proposed()
    assert measures.scopes(measure) == {"system", "municipality", f"team:{CENTRUM}", f"person:{INES.person}"}
    assert f"person:{INES.person}" not in measures.scopes({**measure, "left_phones_on": "2026-11-28"})


def test_a_restricted_measure_is_read_by_those_named() -> None:
    scopes = measures.scopes(proposed(left_phones_on="2026-11-28", restricted_to={"person_ids": [TOM.person]}))
    assert scopes == {"system", "municipality", f"person:{TOM.person}"}


def test_what_waits_for_somebody_does_not_leave_the_phone() -> None:
    for state in get_args(documents.MeasureState):
        expected = "" if state in measures.DECIDED else "measure.wrong_state"
        assert refusal(measures.leave_phones, proposed(state=state), {"on": "2026-11-28"}) == expected


def test_lists_filter_on_state_premises_and_proposer() -> None:
    index = measures.index(proposed())
    assert index["state"] == "voorgesteld"
    assert index["proposed_by"] == INES.person
    assert index["visit_id"] == VISIT_ID


def test_a_proposal_that_waits_is_found_by_who_may_not_decide_about_it() -> None:
    def those(**more: Any) -> set[str]:
        return {name.partition(".")[2] for name in measures.index(proposed(**more)) if name.startswith("waits_not_for")}

    assert those() == {INES.person, IVO.person}
    let_in = {"d": {"by": TOM.person, "at": "2026-11-20T21:14:00Z", "confirmed_at": None}}
    assert those(linked_by=let_in) == {INES.person, IVO.person, TOM.person}
    assert those(state="goedgekeurd") == set(), "it waits for nobody"


def test_the_people_of_the_visit_are_kept_up_to_date_and_a_restriction_follows() -> None:
    assert ask(measures.note, proposed(), {"co_visitor_ids": [TESS.person]}) == {
        "co_visitor_ids": sorted([IVO.person, TESS.person])
    }, "who was there stays named"
    assert ask(measures.restrict, proposed(), {"is_restricted": False, "person_ids": []}) == {"restricted_to": None}


def test_a_measure_that_exists_is_not_proposed_anew() -> None:
    """Repeating a proposal on the same id would lay rivals beside what was decided, for the proposer to pick."""
    decided = proposed(state="voornemen_klaar", approved_by=TOM.person)
    reads = {"premises": licensed(), "visit": finished(), "existing": decided}
    assert refusal(measures.propose, None, penalty(), **reads) == "measure.exists"
