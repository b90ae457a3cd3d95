"""Any act at any moment: a rule changes the measure within its line of the table, or says no; it never breaks."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.course import clock, ledger, terms
from fieldapp.domain.course.next_steps import Facts, next_steps, waits_for
from fieldapp.domain.course.states import BESCHIKKINGEN, ENDS, LETTERS
from fieldapp.domain.course.table import ACTS
from fieldapp.registry import REGISTRY
from tests.domain.course import MANDATE_ID, REASON, WEIGHING, Case, uid
from tests.domain.situations import POLICY, VISIT_ID, penalty, proposal
from tests.people import LEA, MIA, ROB, TOM

PEOPLE = (TOM, MIA, ROB, LEA)
CHOICES: dict[str, list[Any]] = {
    "how": ["toegezonden", "erkenning"],
    "form": ["mondeling", "geen"],
    "result": [
        "nagekomen",
        "niet_nagekomen",
        "ongegrond",
        "gegrond_herroepen",
        "ingetrokken",
        "vernietigd",
        "gegrond_in_stand",
        "vernietigd_opnieuw_beslissen",
        "vernietigd_nieuwe_beschikking",
        "gegrond_nieuwe_beschikking",
    ],
    "ground": ["doel_bereikt", "jaar_5_34_2", "bezwaar_6_16", "verzoek_5_34_1"],
    "reason": ["onevenredig", "nagekomen", REASON],
    "kind": ["betaling", "terugbetaling"],
    "variant": ["regulier", "spoed_5_31_1"],
    "closure_basis": ["gemw_174a", "apv_seksinrichting", "omgevingsplan"],
    "cost_recovery": ["geheel", "niet"],
    "skip_zienswijze": ["awb_4_12", None],
    "seal_numbers": [[], ["A1"]],
    "agrees": [True, False],
    "is_neutral": [True, False],
    "forfeited_lapses": [True, False],
    "is_finished": [True, False],
    "with_committee": [True, False],
    "recipient": ["eigenaar"],
    "legal_basis": [REASON],
    "amount_eur_cents": [1, 100_000, 252_000],
    "machtiging": [None],
    "goods_record": [None],
    "permit_number": ["v-2024-101"],
    "starts_on": [None, "2026-12-20"],
    "until_on": [None],
    "period": [None, 1],
}
REMEDIES = ("receive_bezwaar", "postpone_bezwaar", "decide_bezwaar", "receive_beroep", "decide_beroep", "join_remedy")
NUMBERS = st.integers(min_value=0, max_value=9)


def start(measure_type: str, spoed: bool) -> Case:
    advice = {"result": "maatregel", "measure_type": measure_type, "amount_eur_cents": None, "max_eur_cents": None}
    lasts = {"weeks": 3, "months": None, "until": None}
    body = (
        penalty()
        if measure_type == "last_onder_dwangsom"
        else proposal(measure_type=measure_type, advice=advice, duration=lasts)
    )
    case = Case(**body)
    if measure_type not in {"last_onder_bestuursdwang", "sluiting"} or not spoed:
        case.do(TOM, "approve", seen_proposal=1, skip_zienswijze="spoed" if spoed else None)
    if measure_type in BESCHIKKINGEN:
        case.do(TOM, "weigh", **{**WEIGHING, "permit_number": "v-2024-101", "closure_basis": "gemw_174a",
                                 "cost_recovery": "geheel"})  # fmt: skip
    return case


ENDING = {"decline", "weigh", "revoke", "close", "lift", "suspend"}
ANY = sorted(ACTS)
"""Acts in any order would mostly end it early: two of three times one is drawn that leads on."""


def bind(case: Case) -> None:
    """The besluit is signed and made known: from here it is carried out."""
    if case.state == "voorgesteld":
        case.do(TOM, "approve", seen_proposal=1, skip_zienswijze="spoed")
    case.do(MIA, "sign", mandate_id=MANDATE_ID)
    case.do(ROB, "make_known", on=case.today.isoformat(), how="uitgereikt")
    case.tick("2026-12-20")


def body_of(case: Case, act: str, numbers: list[int]) -> dict[str, Any]:
    """A body of the right shape: days around today, ids that exist or not, choices as they come."""
    shape = REGISTRY.operations[f"measure.{act}"].shape
    assert shape is not None
    known = sorted(case.measure.get("verbeurten", {}))
    number = numbers[0]
    on = (case.today - timedelta(days=numbers[1] if numbers[1] > 7 else 0)).isoformat()
    seen = case.visit_on(case.today.isoformat(), 10 * numbers[2] + number)
    of = known[number % len(known)] if known and numbers[3] else uid(number)
    values: dict[str, Any] = {
        "mandate_id": MANDATE_ID, "on": on, "sent_on": on, "made_known_on": on, "received_on": on, "from_on": on,
        "posted_on": None, "text": REASON, "zienswijze_days": 14, "verbeurte_id": uid(numbers[4]) if act == "forfeit" else of,
        "visit_id": seen if numbers[3] else VISIT_ID, "finding_ids": [uid(9100 + 10 * numbers[2] + number)],
        "applied_at": f"{on}T01:00:00Z", "forfeited_on": on, "payment_id": uid(1000 + number),
        "of": of if numbers[1] else "kosten", "zienswijze_id": uid(2000 + number), "remarks": {},
    }  # fmt: skip
    if act in ("reopen_for_a_while", "extend_closure", "suspend"):
        values["until_on"] = (case.today + timedelta(days=10 * (1 + numbers[4]))).isoformat()
    if act in REMEDIES:
        values |= {"of": [of, "kosten", None][numbers[2] % 3]}
    if values["of"] is None:
        del values["of"]
    wanted = shape.declared.__annotations__
    chosen = {name: values[name] if name in values else CHOICES[name][numbers[4] % len(CHOICES[name])]
              for name in wanted if name in values or name in CHOICES}  # fmt: skip
    return {**WEIGHING, **chosen} if act == "weigh" else chosen


@pytest.mark.parametrize("spoed", [True, False])
@pytest.mark.parametrize("measure_type", sorted(BESCHIKKINGEN | LETTERS))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_in_any_order_nothing_breaks(measure_type: str, spoed: bool, data: st.DataObject) -> None:
    case = start(measure_type, spoed)
    if spoed and measure_type in BESCHIKKINGEN and data.draw(st.booleans()):
        bind(case)
    for _ in range(data.draw(st.integers(5, 30))):
        offered = [one.act.removeprefix("measure.") for person in PEOPLE for one in steps(case, person) if one.may]
        onward = sorted(set(offered) - ENDING)
        acts = st.sampled_from(onward or sorted(ACTS)) | st.sampled_from(onward or sorted(ACTS)) | st.sampled_from(ANY)
        act, numbers = data.draw(acts), data.draw(st.lists(NUMBERS, min_size=5, max_size=5))
        attempt(case, act, numbers)
        case.tick((case.today + timedelta(days=data.draw(st.sampled_from([0, 1, 3, 20, 45])))).isoformat())
        hold(case)


def attempt(case: Case, act: str, numbers: list[int]) -> None:
    kind = REGISTRY.operations[f"measure.{act}"]
    by = next(one for one in PEOPLE if one.roles & kind.by)
    body = body_of(case, act, numbers)
    try:
        assert kind.shape is not None
        kind.shape.check_facts(body)
    except ValueError:
        return  # a choice of another act: the engine holds it as `shape`
    if not case.refused(by, act, **body):
        case.do(by, act, **body)


def steps(case: Case, person: Any) -> list[Any]:
    return next_steps(case.measure, Facts(person, case.today, POLICY, "raamexploitatie", case.mandates))


def hold(case: Case) -> None:
    """What is true of every measure at every moment."""
    totals = ledger.ledger_totals(case.measure)
    for sums in (totals.sums, totals.costs):
        assert sums.due == sums.applied + sums.outstanding + sums.waived + sums.prescribed + sums.lapsed
    assert terms.due(case.measure, case.today) == [] == clock.alarms(case.measure, case.today)
    waits_for(case.measure, case.today)
    if case.state in ENDS and "annulment" in case.measure:
        assert case.state == "vernietigd" and "closed_at" not in case.measure
    elif case.state in ENDS:
        assert case.measure["closed_at"]
        running = {one["kind"] for one in case.measure.get("terms", {}).values() if one["state"] == "loopt"}
        assert running <= terms.ABOUT_REMEDIES, "a bezwaar that came late is decided on in a file that was put away too"
    if case.log and case.log[-1] == ("close", "afgesloten"):  # what comes in later goes back: then it is open again
        assert ledger.is_settled(case.measure)
