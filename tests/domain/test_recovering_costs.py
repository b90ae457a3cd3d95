"""The costs of bestuursdwang to the last cent: aanmaning, dwangbevel, interest, deferral, and five years until they prescribe."""

from datetime import date
from typing import Any

import pytest

from fieldapp.domain.course import interest, ledger, terms
from fieldapp.domain.course.next_steps import Facts, next_steps, waits_for
from fieldapp.pages import ledger as pages
from tests.domain.course import (
    MANDATE_ID,
    MEASURE_ID,
    REASON,
    Case,
    approved,
    bestuursdwang,
    final,
    made_known,
    mandate,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import POLICY
from tests.people import MIA, ROB, TOM

KOSTEN = "kosten"


def fixed(cents: int = 125_000) -> Case:
    """Fixed on 12 January 2027: payable until 23 February, and five years later it prescribes."""
    case = weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1", cost_recovery="geheel")
    case = made_known(signed(case))
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON).tick("2027-01-12")
    return case.do(MIA, "fix_costs", amount_eur_cents=cents, made_known_on="2027-01-12", mandate_id=MANDATE_ID)


def reminded() -> Case:
    return fixed().tick("2027-02-24").do(ROB, "remind", verbeurte_id=KOSTEN, sent_on="2027-02-24")


def pay(case: Case, cents: int, number: int = 70, kind: str = "betaling") -> Case:
    on = case.today.isoformat()
    return case.do(ROB, "record_payment", payment_id=uid(number), on=on, amount_eur_cents=cents, of=KOSTEN, kind=kind)


def test_costs_are_reminded_after_the_term_to_pay_with_the_fee_of_the_year() -> None:
    """Awb art. 4:87, 4:112, 4:113: € 20 on a debt from € 454."""
    case = fixed()
    assert case.ends_on("betaling_kosten") == "2027-02-23"
    case.on("2027-02-23")
    assert case.refused(ROB, "remind", verbeurte_id=KOSTEN, sent_on="2027-02-23") == "measure.term_runs"
    case = reminded()
    assert (ledger.costs_of(case.measure).fees, ledger.costs_of(case.measure).due) == (2_000, 127_000)
    assert (case.ends_on("aanmaning-kosten"), ledger.state_of_costs(case.measure)) == ("2027-03-10", "aangemaand")
    assert case.state == "kosten_vastgesteld"


def test_after_the_aanmaning_comes_the_dwangbevel_under_the_mandate_for_costs() -> None:
    case = reminded().on("2027-03-10")
    bevel = {"verbeurte_id": KOSTEN, "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "issue_dwangbevel", **bevel, on="2027-03-10") == "measure.term_runs"
    case.tick("2027-03-11").mandates[MANDATE_ID] = mandate(acts=["invordering"])
    assert case.refused(MIA, "issue_dwangbevel", **bevel, on="2027-03-11") == "measure.mandate_too_narrow"
    case.mandates[MANDATE_ID] = mandate(acts=["kosten"])
    case.do(MIA, "issue_dwangbevel", **bevel, on="2027-03-11")
    assert ledger.state_of_costs(case.measure) == "dwangbevel"
    assert pay(case, 127_000).state == "kosten_geind"
    assert ledger.state_of_costs(case.measure) == "betaald"
    assert [one["kind"] for one in case.measure["terms"].values() if one["state"] == "loopt"] == []


def test_costs_prescribe_five_years_after_the_term_to_pay_and_the_alarms_ring() -> None:
    """Awb art. 4:104 lid 1."""
    case = final(fixed())
    assert case.ends_on("verjaring-kosten") == "2032-02-23"
    assert "verjaring-kosten-90" in case.tick("2031-12-01").measure["alarms"]
    assert "verjaring-kosten-30" in case.tick("2032-01-30").measure["alarms"]
    assert ledger.state_of_costs(case.tick("2032-02-23").measure) == "ingevorderd_besloten"
    assert ledger.state_of_costs(case.tick("2032-02-24").measure) == "verjaard"
    assert ledger.costs_of(case.measure).prescribed == 125_000
    assert case.refused(ROB, "remind", verbeurte_id=KOSTEN, sent_on="2032-02-24") == "measure.not_now"
    assert case.do(TOM, "close", reason="beeindigd", text=REASON).state == "afgesloten"


def test_an_aanmaning_and_an_acknowledgement_let_the_five_years_of_costs_begin_anew() -> None:
    """Awb art. 4:105, 4:106, 4:110."""
    case = reminded()
    assert terms.prescription_of(case.measure, KOSTEN).on.isoformat() == "2032-02-24"  # type: ignore[union-attr]  # a day
    said = {"verbeurte_id": KOSTEN, "on": "2030-05-06", "how": "erkenning", "mandate_id": MANDATE_ID}
    case.tick("2030-05-06").do(MIA, "interrupt_verjaring", **said)
    assert case.ends_on("verjaring-kosten") == "2035-05-06"
    late = {**said, "on": "2035-05-07"}
    assert case.on("2035-05-07").refused(MIA, "interrupt_verjaring", **late) == "measure.claim_prescribed"


def test_deferral_makes_the_prescription_of_costs_as_much_longer_and_nobody_reminds() -> None:
    """Awb art. 4:94 lid 2, 4:111 lid 1: 92 days after the term to pay."""
    case = fixed().tick("2027-02-24")
    later = {"of": KOSTEN, "from_on": "2027-02-24", "until_on": "2027-05-26", "bears_interest": True, "text": REASON}
    case.do(MIA, "defer_payment", **later, mandate_id=MANDATE_ID)
    assert case.refused(ROB, "remind", verbeurte_id=KOSTEN, sent_on="2027-02-24") == "measure.deferral_runs"
    assert terms.prescription_of(case.measure, KOSTEN).on.isoformat() == "2032-05-25"  # type: ignore[union-attr]  # a day


def test_interest_over_costs_is_counted_from_the_day_after_the_term_to_pay_and_fixed() -> None:
    """Awb art. 4:97, 4:99: from 24 February."""
    case = fixed(10_000_000).tick("2027-04-24")
    rates = {**POLICY.interest, "checked_through_on": "2040-12-31"}
    found = interest.of_verbeurte(case.measure, KOSTEN, rates, case.today)
    assert found.from_on is not None and found.from_on.isoformat() == "2027-02-24"
    said = {"verbeurte_id": KOSTEN, "made_known_on": "2027-04-24", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "fix_interest", **said) in ("", "measure.rates_not_checked")
    case.measure["costs"]["interest"] = {"amount_eur_cents": found.cents}
    assert ledger.costs_of(case.measure).due == 10_000_000 + found.cents


def test_interest_over_costs_that_were_paid_late_in_full_opens_them_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Awb art. 4:97, 4:99."""
    monkeypatch.setitem(POLICY.interest, "checked_through_on", "2040-12-31")
    case = pay(fixed(10_000_000).tick("2027-04-24"), 10_000_000)
    assert case.state == "kosten_geind"
    said = {"verbeurte_id": KOSTEN, "made_known_on": "2027-04-26", "mandate_id": MANDATE_ID}
    case.tick("2027-04-26").do(MIA, "fix_interest", **said)
    rent = case.measure["costs"]["interest"]["amount_eur_cents"]
    assert (case.state, ledger.costs_of(case.measure).outstanding) == ("kosten_vastgesteld", rent)
    assert case.measure["terms"]["verjaring-kosten"]["state"] == "loopt"
    assert pay(case, rent, 71).state == "kosten_geind"
    case.measure["state"] = "afgesloten"
    case.measure["costs"].pop("interest")
    assert case.refused(MIA, "fix_interest", **said) == "measure.not_now", "a file that was put away"


def test_costs_that_were_waived_are_not_deferred() -> None:
    case = fixed().tick("2027-02-24")
    later = {"of": KOSTEN, "from_on": "2027-02-24", "until_on": "2027-05-26", "bears_interest": True, "text": REASON}
    assert case.refused(MIA, "defer_payment", **later, mandate_id=MANDATE_ID) == ""
    case.do(MIA, "waive_costs", on="2027-02-24", text=REASON, mandate_id=MANDATE_ID)
    assert case.refused(MIA, "defer_payment", **later, mandate_id=MANDATE_ID) == "measure.not_now"
    facts = Facts(MIA, case.today, POLICY, "raamexploitatie", case.mandates)
    assert "measure.defer_payment" not in {one.act for one in next_steps(case.measure, facts)}


@pytest.mark.parametrize("act", ["remind", "issue_dwangbevel", "interrupt_verjaring", "fix_interest"])
def test_without_fixed_costs_there_is_nothing_to_collect(act: str) -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()))))
    day = case.today.isoformat()
    bodies: dict[str, Any] = {
        "remind": {"sent_on": day},
        "issue_dwangbevel": {"on": day, "mandate_id": MANDATE_ID},
        "interrupt_verjaring": {"on": day, "how": "erkenning", "mandate_id": MANDATE_ID},
        "fix_interest": {"made_known_on": day, "mandate_id": MANDATE_ID},
    }
    assert case.refused(MIA, act, verbeurte_id=KOSTEN, **bodies[act]) == "measure.unknown_verbeurte"


def test_a_refund_of_paid_costs_lets_their_prescription_run_on() -> None:
    case = pay(fixed(), 125_000)
    assert case.measure["terms"]["verjaring-kosten"]["state"] == "gehaald"
    pay(case, 25_000, 71, "terugbetaling")
    assert (case.state, case.measure["terms"]["verjaring-kosten"]["state"]) == ("kosten_vastgesteld", "loopt")


def test_late_costs_wait_for_somebody_to_remind_and_the_page_offers_it() -> None:
    case = final(fixed())
    case.tick("2027-02-24")
    waiting = waits_for(case.measure, case.today)
    assert waiting is not None and (waiting.label, waiting.by) == ("Aanmanen", frozenset({"registrar"}))
    steps = next_steps(case.measure, Facts(ROB, case.today, POLICY, "raamexploitatie", {}))
    assert [one.of for one in steps if one.act == "measure.remind" and one.may] == [KOSTEN]
    held: Any = {MANDATE_ID: mandate(acts=["kosten"])}
    steps = next_steps(case.measure, Facts(MIA, case.today, POLICY, "raamexploitatie", held))
    assert "measure.interrupt_verjaring" in {one.act for one in steps if one.may and one.of == KOSTEN}


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        ({}, "measure.costs_differ"),
        ({"filled": {"kosten_eur_cents": "125000"}}, ""),
        ({"state": "concept"}, ""),
        ({"letter_kind": "opheffing"}, ""),
        ({"measure_id": uid(4)}, ""),
        ({"filled": {}}, ""),
    ],
)
def test_costs_are_fixed_at_what_the_letter_says(letter: dict[str, Any], reason: str) -> None:
    """Awb art. 4:86 lid 2, 5:25 lid 6."""
    case = weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1", cost_recovery="geheel")
    case = made_known(signed(case)).do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    known = {"letter_kind": "kostenbeschikking", "state": "verzonden", "measure_id": MEASURE_ID}
    case.found = {"letters": {uid(3): {**known, "filled": {"kosten_eur_cents": "125100"}, **letter}}}
    body = {"amount_eur_cents": 125_000, "made_known_on": "2026-12-11", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "fix_costs", **body) == reason


def test_a_new_letter_takes_the_place_of_one_that_was_sent_with_another_amount() -> None:
    """A letter that was sent cannot be given up: without this no amount at all could be fixed."""
    case = weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1", cost_recovery="geheel")
    case = made_known(signed(case)).do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    known = {"letter_kind": "kostenbeschikking", "state": "verzonden", "measure_id": MEASURE_ID}
    first = {**known, "frozen_at": "2026-12-11T10:00:00Z", "filled": {"kosten_eur_cents": "125100"}}
    newer = {**known, "frozen_at": "2026-12-11T11:00:00Z", "filled": {"kosten_eur_cents": "125000"}}
    case.found = {"letters": {uid(4): first, uid(3): newer}}
    body = {"made_known_on": "2026-12-11", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "fix_costs", amount_eur_cents=125_100, **body) == "measure.costs_differ"
    assert case.refused(MIA, "fix_costs", amount_eur_cents=125_000, **body) == ""


def test_nobody_is_asked_to_close_a_file_of_which_the_costs_are_open() -> None:
    case = final(fixed())
    assert waits_for(case.measure, case.today) is None, "it waits for the money, not for the team lead"
    waiting = waits_for(pay(case, 125_000).tick("2027-03-10").measure, case.today)
    assert waiting is not None and waiting.label == "Afsluiten"


def test_costs_that_were_paid_in_time_are_never_called_too_late() -> None:
    case = pay(fixed(), 125_000)
    row = pages.costs_row(case.measure, ledger.costs_of(case.measure), date(2027, 6, 1))
    assert (row["state"], row["pay_late"]) == ("Betaald", False)
    late = fixed().measure
    assert pages.costs_row(late, ledger.costs_of(late), date(2027, 6, 1))["pay_late"]
