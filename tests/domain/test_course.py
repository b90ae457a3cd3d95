"""The tables of a measure after approval: every line whole, every state with a way out, every rule within its line."""

import re
from typing import Any, get_args

import pytest

from fieldapp import texts
from fieldapp.domain import documents, signals
from fieldapp.domain.course import guards, states, table, terms
from fieldapp.domain.course.states import BEFORE_APPROVAL, BESCHIKKINGEN, ENDS, LETTERS, REMEDY, STATE, VERBEURTE
from fieldapp.domain.course.steps import END_TERM, Step
from fieldapp.domain.course.table import STEPS
from fieldapp.domain.matrix import ENDED
from fieldapp.registry import REGISTRY
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    binding,
    made_known,
    mandate,
    signed,
    through_voornemen,
    uid,
    weighed,
)
from tests.domain.situations import POLICY, VISIT_ID, home, penalty, running_penalty
from tests.people import INES, LEA, MIA, ROB, TESS, TOM

TYPES = sorted(BESCHIKKINGEN | LETTERS)


def line(step: Step) -> str:
    return f"{step.act}-{'+'.join(sorted(step.types)) or 'all'}-{step.term or min(step.before)}"


# --- the tables themselves


@pytest.mark.parametrize("step", STEPS, ids=line)
def test_every_line_has_a_role_a_ground_and_dutch_words(step: Step) -> None:
    assert step.by <= set(get_args(documents.Role))
    assert step.ground and step.label[0].isupper()
    assert step.before


@pytest.mark.parametrize("step", STEPS, ids=line)
def test_every_line_names_states_that_exist(step: Step) -> None:
    known = {
        STATE: get_args(documents.MeasureState),
        REMEDY: get_args(documents.RechtsmiddelState),
        states.CLAIM_REMEDY: get_args(documents.RechtsmiddelState),
        VERBEURTE: get_args(documents.VerbeurteState),
    }[step.track]
    assert {*step.before, *step.to} <= set(known)


@pytest.mark.parametrize("step", [one for one in STEPS if one.act != END_TERM], ids=line)
def test_every_act_is_registered_with_the_roles_of_the_table(step: Step) -> None:
    kind = REGISTRY.operations[f"measure.{step.act}"]
    assert step.by <= kind.by
    assert f"measure.{step.act}" in texts.LABELS["operation"]


def test_no_act_is_registered_for_more_roles_than_the_table_gives() -> None:
    for act in table.ACTS:
        given = frozenset().union(*(step.by for step in STEPS if step.act == act))
        assert REGISTRY.operations[f"measure.{act}"].by == given, act


@pytest.mark.parametrize("measure_type", TYPES)
def test_every_state_has_a_way_out_or_is_an_end(measure_type: str) -> None:
    """Each state that a measure of this type can come to leads further, until an end."""
    reached, new = set(), {"voornemen_klaar", "besluit_klaar"} if measure_type in BESCHIKKINGEN else {"besluit_klaar"}
    if measure_type in states.BESTUURSDWANG:
        new = new | {"toegepast_besluit_volgt"}
    while new:
        state = new.pop()
        reached.add(state)
        lines = table.steps_from({"measure_type": measure_type, "state": state})
        out = {to for step in lines for to in step.to} - {state}
        assert out or state in ENDS, (measure_type, state)
        new |= out - reached
    assert ENDS & reached


@pytest.mark.parametrize("measure_type", TYPES)
def test_from_every_state_an_end_can_be_reached(measure_type: str) -> None:
    edges: dict[str, set[str]] = {}
    for step in STEPS:
        if step.track == STATE and (not step.types or measure_type in step.types):
            for state in step.before:
                edges.setdefault(state, set()).update(step.to)
    good = set(ENDS)
    while more := {state for state, to in edges.items() if to & good} - good:
        good |= more
    assert set(edges) - good <= BEFORE_APPROVAL, "the table of proposals leads on from there"


def test_every_state_of_a_remedy_and_of_a_verbeurte_has_a_way_out_or_is_an_end() -> None:
    for track, ends in ((REMEDY, states.REMEDY_ENDS), (VERBEURTE, states.VERBEURTE_ENDS)):
        left = {state for step in STEPS if step.track == track for state in step.before if set(step.to) - {state}}
        came = {state for step in STEPS if step.track == track for state in step.to}
        assert came - left - ends == set()


def test_every_kind_of_term_that_the_clock_ends_is_known_and_explained() -> None:
    assert {step.term for step in STEPS if step.act == END_TERM} <= set(terms.KINDS)
    for kind in terms.KINDS.values():
        assert kind.label and kind.ground and kind.action.endswith(".")
        assert kind.owner in get_args(documents.Role)


def test_every_reason_of_a_guard_has_a_sentence() -> None:
    source = guards.__loader__.get_source(guards.__name__)  # type: ignore[union-attr]  # an ordinary module
    assert source is not None
    for reason in set(re.findall(r'"(measure\.[a-z_]+)"', source)):
        assert reason in texts.REASONS, reason


def test_a_measure_that_binds_counts_as_running_and_one_that_ended_does_not() -> None:
    """Awb art. 5:6: the matrix and the course speak of the same states."""
    herstel = {"last_onder_dwangsom", "last_onder_bestuursdwang", "sluiting"}
    binding = frozenset().union(*(states.IN_FORCE[one] for one in herstel))
    assert binding & ENDED == set()
    assert {*ENDS, *states.UNDER_DECISION, "ondertekend", "opgeheven", "ingetrokken", "maximum_bereikt"} <= ENDED


def test_the_machine_of_a_signaal_has_a_way_out_of_every_state_and_its_roles() -> None:
    for step in signals.STEPS:
        kind = REGISTRY.operations[f"signaal.{step.act}"]
        assert kind.by == step.by
        assert step.ground and step.label
    states = {to for step in signals.STEPS for to in step.to}
    assert states == set(get_args(documents.SignalState))
    assert {state for state in states if not any(state in step.before for step in signals.STEPS)} == signals.ENDS


# --- the decision


def test_a_last_goes_from_voornemen_to_bekendmaking() -> None:
    case = made_known(signed(weighed(through_voornemen(approved(**penalty())))))
    assert case.state == "in_begunstiging"
    assert case.measure["rechtsmiddel"] == "bezwaartermijn_loopt"
    assert case.measure["besluit"]["authority"] == ["burgemeester"]
    assert case.measure["besluit"]["mandate_number"] == "MB 2026 14"
    assert case.ends_on("begunstiging") == "2026-12-28", "the 25th is Christmas, the house rule moves it"
    assert case.ends_on("bezwaar") == "2027-01-22"
    assert [act for act, _ in case.log] == [
        "approve",
        "send_voornemen",
        "receive_zienswijze",
        "prepare_besluit",
        "weigh",
        "sign",
        "make_known",
    ]


def test_without_a_zienswijze_the_clock_goes_on_and_the_lead_decides() -> None:
    case = approved(**penalty()).on("2026-11-23")
    case.do(MIA, "send_voornemen", sent_on="2026-11-23", how="toegezonden", zienswijze_days=14, mandate_id=MANDATE_ID)
    assert case.ends_on("zienswijze") == "2026-12-07"
    assert case.tick("2026-12-07").state == "voornemen_verzonden", "the last day still counts"
    assert case.tick("2026-12-11").state == "zienswijze_verstreken", "also when the house was dark for days"
    assert case.tick("2026-12-12").state == "zienswijze_verstreken"
    assert [one for one in case.log if one[0] == "end_term"] == [("end_term", "zienswijze_verstreken")]


def test_a_late_zienswijze_is_kept_too() -> None:
    case = approved(**penalty()).on("2026-11-23")
    case.do(MIA, "send_voornemen", sent_on="2026-11-23", how="toegezonden", zienswijze_days=14, mandate_id=MANDATE_ID)
    case.tick("2026-12-08").do(
        ROB, "receive_zienswijze", zienswijze_id=uid(1), received_on="2026-12-08", form="schriftelijk", text=None
    )
    assert case.state == "zienswijze_ontvangen"
    again = {"zienswijze_id": uid(1), "received_on": "2026-12-08", "form": "schriftelijk", "text": None}
    assert case.refused(ROB, "receive_zienswijze", **again) == "measure.zienswijze_exists"


def test_before_an_oral_zienswijze_that_may_lead_to_punishment_the_cautie_is_given() -> None:
    """Awb art. 5:10a lid 2."""
    case = approved(**penalty())
    weighed(case, criminal_track=True).on("2026-11-23")
    case.do(MIA, "send_voornemen", sent_on="2026-11-23", how="toegezonden", zienswijze_days=14, mandate_id=MANDATE_ID)
    oral = {"zienswijze_id": uid(1), "received_on": "2026-11-23", "form": "mondeling", "text": None}
    assert case.refused(ROB, "receive_zienswijze", **oral) == "measure.cautie_missing"
    assert case.refused(ROB, "receive_zienswijze", **oral, cautie_at="2026-11-23T09:00:00Z") == ""


def test_until_the_signature_the_lead_can_still_leave_it_with_a_reason() -> None:
    case = through_voornemen(approved(**penalty()))
    case.do(TOM, "decline", reason="legalisatie", text=REASON)
    assert case.state == "afgezien"
    assert case.measure["closed_at"]
    assert [one for one in case.measure["terms"].values() if one["state"] == "loopt"] == []


def test_a_day_that_has_not_come_or_lies_before_the_act_is_refused() -> None:
    case = signed(weighed(approved(skip="spoed", **penalty())))
    assert case.refused(ROB, "make_known", on="2026-12-12", how="toegezonden") == "measure.day_in_the_future"
    assert case.refused(ROB, "make_known", on="2026-12-09", how="toegezonden") == "measure.day_too_early"


@pytest.mark.parametrize("act", ["sign", "make_known", "forfeit", "lift", "close", "note_hercontrole"])
def test_what_is_not_on_the_line_is_refused(act: str) -> None:
    bodies: dict[str, Any] = {
        "sign": {"mandate_id": MANDATE_ID},
        "make_known": {"on": "2026-11-20", "how": "toegezonden"},
        "forfeit": {"verbeurte_id": uid(1), "forfeited_on": "2026-11-20", "visit_id": uid(2), "finding_ids": []},
        "lift": {"on": "2026-11-20", "ground": "doel_bereikt", "text": REASON, "mandate_id": MANDATE_ID},
        "close": {"reason": "nagekomen", "text": REASON},
        "note_hercontrole": {"visit_id": uid(2), "result": "nagekomen"},
    }
    assert approved(**penalty()).refused(TOM, act, **bodies[act]) == "measure.not_now"


# --- mandate and four eyes


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"person_id": ROB.person}, "measure.no_mandate"),
        ({"valid_from_on": "2027-01-01"}, "measure.mandate_expired"),
        ({"valid_until_on": "2026-12-09"}, "measure.mandate_expired"),
        ({"ended_on": "2026-12-10"}, "measure.mandate_expired"),
        ({"acts": ["voornemen"]}, "measure.mandate_too_narrow"),
        ({"measure_types": ["sluiting"]}, "measure.mandate_too_narrow"),
        ({"authority": "college_van_burgemeester_en_wethouders"}, "measure.mandate_too_narrow"),
        ({"max_eur_cents": 999_999}, "measure.mandate_too_narrow"),
        ({"valid_until_on": "2026-12-10", "max_eur_cents": 1_000_000}, ""),
    ],
)
def test_a_besluit_is_signed_under_a_mandate_that_holds_that_day(more: dict[str, Any], reason: str) -> None:
    case = weighed(approved(skip="spoed", **penalty())).on("2026-12-10")
    case.mandates[MANDATE_ID] = mandate(**more)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == reason


def test_an_unknown_mandate_is_no_mandate() -> None:
    case = weighed(approved(skip="spoed", **penalty()))
    assert case.refused(MIA, "sign", mandate_id=uid(77)) == "measure.no_mandate"


def test_who_proposed_or_was_there_does_not_sign() -> None:
    case = weighed(approved(skip="spoed", **penalty()))
    case.measure["co_visitor_ids"] = [MIA.person]
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.own_visit"
    case.measure["proposed_by"] = MIA.person
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.own_proposal"


def test_who_made_the_second_visit_does_not_draw_its_consequence() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **penalty())))).tick("2027-01-05")
    seen = case.visit_on("2027-01-04", leader_id=TESS.person)
    body = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-04", "visit_id": seen, "finding_ids": [uid(9101)]}
    assert case.refused(TESS, "forfeit", **body) == "measure.own_visit"
    assert case.refused(TOM, "forfeit", **body) == ""


def test_who_gave_the_second_visit_away_and_was_taken_off_it_draws_no_consequence_either() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **penalty())))).tick("2027-01-05")
    seen = case.visit_on("2027-01-04", also_wrote={TESS.person: {"at": "2027-01-04T20:10:00Z"}})
    body = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-04", "visit_id": seen, "finding_ids": [uid(9101)]}
    assert case.refused(TESS, "forfeit", **body) == "measure.own_visit"


def test_who_was_at_the_second_visit_by_the_log_with_the_police_draws_no_consequence_either() -> None:
    """The log of the hercontrole, not that of the visit with which the measure began."""
    case = made_known(signed(weighed(approved(skip="spoed", **penalty())))).tick("2027-01-05")
    seen = case.visit_on("2027-01-04")
    body = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-04", "visit_id": seen, "finding_ids": [uid(9101)]}
    find = REGISTRY.operations["measure.forfeit"].finds["joint_visits"]
    assert list(find.values(case.measure, body)) == [seen]
    case.found = {"joint_visits": {"j": {"leader_id": TESS.person, "co_visitor_ids": [TOM.person]}}}
    assert case.refused(TOM, "forfeit", **body) == "measure.own_visit"


def test_who_made_the_verslag_for_who_was_there_does_not_decide_on_that_visit() -> None:
    """Awbi art. 10: a team lead may stand in; what the measure rests on is then her word too."""
    finds = REGISTRY.operations["measure.approve"].finds["reports"]
    case = Case(**penalty())
    assert list(finds.values(case.measure, {"seen_proposal": 1})) == [VISIT_ID]
    case.found = {"reports": {"l": {"letter_kind": "verslag_van_binnentreden", "frozen_by": TOM.person}}}
    body = {"seen_proposal": 1, "skip_zienswijze": "spoed", "seen_binnentreden": True}
    assert case.refused(TOM, "approve", **body) == "measure.own_verslag"
    assert case.refused(TESS, "approve", **body) == ""
    late = binding().on("2027-01-06")
    seen = late.visit_on("2027-01-05")
    forfeiting = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-05", "visit_id": seen, "finding_ids": [uid(9101)]}
    assert list(REGISTRY.operations["measure.forfeit"].finds["reports"].values(late.measure, forfeiting)) == [seen]
    late.found = case.found
    assert late.refused(TOM, "forfeit", **forfeiting) == "measure.own_verslag"
    lifting = {"on": "2027-01-06", "ground": "doel_bereikt", "text": REASON, "mandate_id": MANDATE_ID}
    late.found = {"reports": {"l": {"frozen_by": MIA.person}}}
    assert late.refused(MIA, "lift", **lifting) == "measure.own_verslag"


# --- the guards of the law


def test_no_besluit_while_another_sanction_for_the_same_breach_runs() -> None:
    """Awb art. 5:6: what began after the approval counts too."""
    case = weighed(approved(skip="spoed", **penalty()))
    case.premises["open_measures"] = {uid(5): running_penalty(state="in_begunstiging")}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.sanction_running"


def test_a_last_without_a_term_says_why() -> None:
    """Awb art. 5:32a lid 2."""
    case = weighed(approved(skip="spoed", **penalty(term_days=0)))
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.begunstiging_missing"
    weighed(case, no_begunstiging_reason="voorkomen_herhaling")
    assert made_known(signed(case)).state == "actief"


def test_a_last_says_what_must_be_done() -> None:
    case = weighed(approved(skip="spoed", **penalty()), herstelmaatregelen=[])
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.repair_missing"


def closing(**more: Any) -> dict[str, Any]:
    advice = {"result": "maatregel", "measure_type": "sluiting", "amount_eur_cents": None, "max_eur_cents": None}
    return penalty(measure_type="sluiting", mode=None, amount_eur_cents=None, max_eur_cents=None, advice=advice,
                   duration={"weeks": 4}, term_days=None, **more)  # fmt: skip


@pytest.mark.parametrize("missing", ["geschikt", "noodzakelijk", "evenwichtig"])
def test_a_closure_is_suitable_necessary_and_balanced(missing: str) -> None:
    """Awb art. 3:4 lid 2; RVS:2022:285."""
    case = weighed(approved(skip="spoed", **closing()), closure_basis="apv_seksinrichting", **{missing: "  "})
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.weighing_missing"


def test_a_closure_rests_on_a_basis_that_carries_it() -> None:
    case = weighed(approved(skip="spoed", **closing()))
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.closure_basis_missing"
    weighed(case, closure_basis="omgevingsplan")
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.closure_needs_another_basis"
    weighed(case, closure_basis="apv_seksinrichting")
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == ""


def closing_a_home() -> Any:
    case = approved(skip="spoed", **closing())
    case.measure["is_dwelling"] = True
    case.premises = home()
    return case


def test_closing_a_home_needs_its_facts_and_the_legal_officer_after_the_weighing() -> None:
    """EVRM art. 8; Awb art. 3:4 lid 2."""
    case = closing_a_home()
    weighed(case, closure_basis="gemw_174a", minors_count=None)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.home_facts_missing"
    weighed(case.on("2026-11-24"), closure_basis="gemw_174a", minors_count=1)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.dwelling_closure_needs_legal_check"
    case.on("2026-11-25").do(LEA, "check_legally", agrees=True, text=REASON)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == ""
    weighed(case.on("2026-11-26"), closure_basis="gemw_174a", minors_count=2)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.dwelling_closure_needs_legal_check"


def test_a_letter_to_a_resident_waits_for_the_lead_and_the_case_system() -> None:
    """AVG art. 9: the resident may be who works there; the name is never here."""
    resident = {"role": "bewoner", "operator": None, "zaak_ref": None}
    case = weighed(approved(skip="spoed", **penalty(addressee=resident)))
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.addressee_not_confirmed"
    weighed(case, confirm_resident=True)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.zaak_ref_missing"
    weighed(case, confirm_resident=True, zaak_ref="Z2026-00412")
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == ""


def test_what_is_weighed_holds_no_personal_data() -> None:
    case = approved(skip="spoed", **penalty())
    assert case.refused(TOM, "weigh", geschikt="Bel haar op 06-12345678.") == "text.personal_data"
    assert case.refused(TOM, "weigh", herstelmaatregelen=["Bel 06-12345678."]) == "text.personal_data"


def test_only_who_may_decide_weighs() -> None:
    assert INES.roles & REGISTRY.operations["measure.weigh"].by == set()


def test_who_signed_first_signs_again_when_it_was_weighed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's signature stands under what another wrote after it. Awb art. 3:46."""
    rule = {"rule_key": "apv.", "premises_types": [], "ground": "Gemeentewet art. 125", "together": True,
            "authorities": ["burgemeester", "college_van_burgemeester_en_wethouders"]}  # fmt: skip
    monkeypatch.setitem(POLICY.authority, "rules", [rule])  # type: ignore[arg-type]  # a dict of the test
    case = signed(weighed(approved(skip="spoed", **penalty())))
    weighed(case, herstelmaatregelen=["Sluit de achterdeur."])
    case.mandates[uid(9)] = mandate(authority="college_van_burgemeester_en_wethouders")
    assert case.do(MIA, "sign", mandate_id=uid(9)).state == "besluit_klaar"
    assert case.do(MIA, "sign", mandate_id=MANDATE_ID).state == "ondertekend"


def test_a_zienswijze_that_comes_before_the_signature_is_weighed_too() -> None:
    """Awb art. 3:2, 4:8: also where none was asked."""
    for case in (through_voornemen(weighed(approved(**penalty()))), weighed(approved(skip="spoed", **penalty()))):
        assert case.state == "besluit_klaar"
        late = {"zienswijze_id": uid(501), "received_on": case.today.isoformat(), "form": "schriftelijk"}
        assert case.do(ROB, "receive_zienswijze", **late, text="De deur is hersteld.").state == "zienswijze_ontvangen"
        assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.not_now"
        assert case.do(TOM, "prepare_besluit", text=REASON).state == "besluit_klaar"


def test_where_two_decide_together_both_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gemeentewet art. 125 lid 2 and 3: one last for a by-law of each."""
    rule = {"rule_key": "apv.", "premises_types": [], "ground": "Gemeentewet art. 125", "together": True,
            "authorities": ["burgemeester", "college_van_burgemeester_en_wethouders"]}  # fmt: skip
    monkeypatch.setitem(POLICY.authority, "rules", [rule])  # type: ignore[arg-type]  # a dict of the test
    case = signed(weighed(approved(skip="spoed", **penalty())))
    assert case.state == "besluit_klaar"
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.signed_already"
    case.mandates[uid(9)] = mandate(authority="college_van_burgemeester_en_wethouders")
    case.do(MIA, "sign", mandate_id=uid(9))
    assert case.state == "ondertekend"
    assert case.measure["besluit"]["authority"] == ["burgemeester", "college_van_burgemeester_en_wethouders"]
