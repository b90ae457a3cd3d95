"""An invordering or a kostenbeschikking that was annulled for its form: the claim stays, another can be decided."""

from typing import Any

from fieldapp.domain import measures
from fieldapp.domain.course import ledger, terms
from fieldapp.domain.course.next_steps import Facts, next_steps
from fieldapp.pages import ledger as pages
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    bestuursdwang,
    binding,
    made_known,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import POLICY
from tests.domain.test_contested_money import KOSTEN, collected, decide, lodge, pay, stands, with_costs
from tests.domain.test_deciding_anew import judged
from tests.domain.test_own_appeal import annulled, before_the_judge
from tests.people import LEA, MIA, ROB, TOM

FORM = "gegrond_nieuwe_beschikking"


def undone(day: str = "2027-03-10") -> tuple[Case, str]:
    """An invordering of 3 February that was revoked on bezwaar, since who signed it had no mandate."""
    case, of = collected()
    return decide(lodge(case, of, "2027-02-10"), of, day, FORM), of


def again(case: Case, of: str, day: str) -> Case:
    deciding = {"verbeurte_id": of, "made_known_on": day, "mandate_id": MANDATE_ID, "skip_zienswijze": "awb_4_12"}
    return case.tick(day).do(MIA, "decide_invordering", **deciding)


def offered(case: Case, person: Any) -> set[tuple[str, str | None]]:
    facts = Facts(person, case.today, POLICY, "raamexploitatie", case.mandates)
    return {(one.act, one.of) for one in next_steps(case.measure, facts)}


def test_what_was_forfeited_by_law_stays_when_its_invordering_falls_for_its_form() -> None:
    """Awb art. 5:33, 5:37: due as before, and nothing of the annulled besluit interrupts the prescription."""
    case, of = undone()
    claim = case.measure["verbeurten"][of]
    assert (claim["state"], ledger.sums_of(case.measure, of).outstanding) == ("geconstateerd", 250_000)
    assert "invordering" not in claim and claim["interruptions"] == []
    assert claim["earlier"][0]["invordering"]["made_known_on"] == "2027-02-03"
    assert case.measure["terms"][f"verjaring-{of}"]["ends_on"] == "2028-01-05"
    assert [one["how"] for one in claim["earlier"][0]["interruptions"]] == ["invorderingsbeschikking"]
    assert (case.state, ledger.ledger_totals(case.measure).left_under_maximum) == ("verbeurd_deels", 750_000)
    assert case.tick("2028-01-06").measure["verbeurten"][of]["state"] == "verjaard"


def test_the_terms_to_pay_of_the_law_and_of_a_deferral_run_on_when_the_invordering_falls() -> None:
    """Awb art. 4:94, 5:33: neither is of the invordering; their alarms ring."""
    case, of = collected()
    later = {"of": of, "from_on": "2027-02-05", "until_on": "2027-06-30", "bears_interest": True, "text": REASON}
    case.on("2027-02-05").do(MIA, "defer_payment", **later, mandate_id=MANDATE_ID)
    decide(lodge(case, of, "2027-02-10"), of, "2027-02-12", FORM)
    running = {kind for kind, _ in terms.running(case.measure)}
    assert {f"betaling-{of}", f"uitstel-{of}", f"verjaring-{of}"} <= running
    case.tick("2027-06-30")
    assert any(key.startswith(f"uitstel-{of}") for key in case.measure["alarms"])


def test_another_invordering_is_decided_and_contested_as_the_first() -> None:
    case, of = undone()
    again(case, of, "2027-04-01")
    assert (stands(case, of), case.ends_on(f"bezwaar_invordering-{of}")) == ("bezwaartermijn_loopt", "2027-05-13")
    past = case.measure["verbeurten"][of]["earlier"][0]["rechtsmiddelen"]
    assert past[f"bezwaar-{of}"]["result"] == FORM, "what was decided on the first stays with the first"
    lodge(case, of, "2027-04-20")
    assert list(case.measure["rechtsmiddelen"]) == [f"bezwaar-{of}"]
    decide(case, of, "2027-05-20", FORM)
    again(case, of, "2027-05-21")
    assert len(case.measure["verbeurten"][of]["earlier"]) == 2


def test_what_was_paid_stays_paid() -> None:
    case, of = collected()
    pay(case, of, 250_000)
    decide(lodge(case, of, "2027-02-10"), of, "2027-03-10", FORM)
    claim = case.measure["verbeurten"][of]
    assert (claim["state"], ledger.sums_of(case.measure, of).overpaid) == ("betaald", 0)


def test_a_judge_may_annul_it_for_its_form_too() -> None:
    case, of = collected()
    judged(case, of, "vernietigd_nieuwe_beschikking")
    assert case.measure["verbeurten"][of]["state"] == "geconstateerd"
    assert not [one for one in case.measure["terms"].values() if one["kind"] == "hoger_beroep"
                and one["state"] == "loopt"]  # fmt: skip
    again(case, of, "2027-07-01")


def test_costs_can_be_fixed_anew_within_their_five_years() -> None:
    """Awb art. 5:25 lid 6."""
    case = with_costs()
    pay(case, KOSTEN, 125_000)
    decide(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, "2027-03-10", FORM)
    assert (case.state, "costs" in case.measure) == ("beeindigd", False)
    assert case.measure["earlier_costs"]["1"]["costs"]["amount_eur_cents"] == 125_000
    assert case.measure["terms"]["kosten_vaststelling"]["state"] == "loopt"
    assert ledger.costs_of(case.measure).overpaid == 125_000
    case.tick("2027-04-01").do(MIA, "fix_costs", amount_eur_cents=150_000, made_known_on="2027-04-01",
                               mandate_id=MANDATE_ID)  # fmt: skip
    assert ledger.costs_of(case.measure).outstanding == 25_000, "what was paid counts for it"
    assert "rechtsmiddelen" not in case.measure
    assert case.measure["earlier_costs"]["1"]["rechtsmiddelen"]["bezwaar-kosten"]["result"] == FORM


def test_what_was_paid_of_costs_that_nobody_fixes_anew_goes_back() -> None:
    case = with_costs()
    assert ("measure.record_payment", KOSTEN) in offered(case, ROB)
    pay(case, KOSTEN, 125_000)
    decide(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, "2027-03-10", FORM)
    assert ("measure.record_payment", KOSTEN) in offered(case, ROB)
    body = {"payment_id": uid(71), "on": "2027-03-10", "amount_eur_cents": 125_000, "of": KOSTEN}
    assert measures.index(case.measure)["has_money"] == "true"  # type: ignore[arg-type]  # a measure
    card = pages.card(case.measure, case.today, POLICY.interest)
    assert card and {"label": "Te veel betaald", "value": "€ 1.250", "is_open": False} in card["costs"]
    assert card["costs_row"]["state"] == "Kosten niet meer vastgesteld" and card["payments"]
    (row,) = pages.open_rows([{"id": "m", "fields": case.measure}], {}, case.today)
    assert (row["paid"], row["outstanding"], row["alarm"]) == ("€ 1.250", "€ 0", "")
    case.do(ROB, "record_payment", **body, kind="terugbetaling")
    assert (case.state, ledger.costs_of(case.measure).overpaid) == ("beeindigd", 0)
    assert pages.open_rows([{"id": "m", "fields": case.measure}], {}, case.today) == []
    pay(case, KOSTEN, 125_000, 72)
    assert (case.state, ledger.costs_of(case.measure).overpaid) == ("beeindigd", 125_000), (
        "what still comes in goes back"
    )
    pay(case, KOSTEN, 125_000, 73, "terugbetaling")
    case.do(MIA, "waive_costs", on="2027-03-10", text=REASON, mandate_id=MANDATE_ID)
    assert case.do(TOM, "close", reason="nagekomen", text=REASON).state == "afgesloten"
    pay(case, KOSTEN, 5_000, 74)
    assert (case.state, ledger.costs_of(case.measure).overpaid) == ("afgesloten", 5_000)
    assert ("measure.record_payment", KOSTEN) in offered(case, ROB)


def test_no_money_is_booked_for_costs_that_nobody_ever_fixed() -> None:
    case = weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1", cost_recovery="geheel")
    case = made_known(signed(case))
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    body = {"payment_id": uid(71), "on": "2026-12-11", "amount_eur_cents": 125_000, "of": KOSTEN, "kind": "betaling"}
    assert case.refused(ROB, "record_payment", **body) == "measure.not_now"
    assert ("measure.record_payment", KOSTEN) not in offered(case, ROB)


def test_a_refund_after_the_file_was_put_away_is_booked() -> None:
    """Awb art. 6:11: a late bezwaar was excused and right."""
    case = with_costs()
    pay(case, KOSTEN, 125_000).tick("2027-03-10")
    case.do(TOM, "close", reason="nagekomen", text=REASON)
    late = {"received_on": "2027-03-10", "with_committee": False, "excused": "De brief kwam niet aan."}
    case.do(ROB, "receive_bezwaar", of=KOSTEN, **late)
    decide(case, KOSTEN, "2027-03-20", "gegrond_herroepen")
    assert (case.state, ledger.costs_of(case.measure).overpaid) == ("afgesloten", 125_000)
    pay(case, KOSTEN, 125_000, 71, "terugbetaling")
    assert (case.state, ledger.costs_of(case.measure).overpaid) == ("afgesloten", 0)


def test_only_money_has_this_outcome() -> None:
    case = before_the_judge(binding())
    body = {"result": "vernietigd_nieuwe_beschikking", "on": "2027-03-20", "text": REASON}
    assert case.refused(LEA, "decide_beroep", **body) == "measure.only_for_money"


def test_while_the_last_is_annulled_no_claim_stands_on_it() -> None:
    """Awb art. 8:72: the last is gone for now, so the claim is too; it comes back with the last only if nothing undid it."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    again(case, of, "2027-02-03")
    lodge(case, of, "2027-02-10")
    annulled(before_the_judge(case))
    decide(case, of, "2027-05-03", FORM)
    assert (case.measure["verbeurten"][of]["state"], ledger.sums_of(case.measure, of).outstanding) == ("vervallen", 0)


def test_a_claim_that_was_given_up_is_not_due_again_when_its_invordering_falls() -> None:
    case, of = collected()
    lodge(case, of, "2027-02-10").do(MIA, "waive_verbeurte", verbeurte_id=of, reason="onevenredig", text=REASON,
                                     on="2027-02-10", mandate_id=MANDATE_ID)  # fmt: skip
    decide(case, of, "2027-03-10", FORM)
    claim = case.measure["verbeurten"][of]
    assert (claim["state"], claim["ended_on"], ledger.sums_of(case.measure, of).outstanding) == (
        "afgezien", "2027-02-10", 0)  # fmt: skip
    assert "invordering" not in claim and len(claim["earlier"]) == 1


def test_what_one_bezwaar_undid_for_good_another_does_not_bring_back() -> None:
    """Two of them against one invordering: the first found that nothing was forfeited."""
    case, of = collected()
    lodge(lodge(case, of, "2027-02-10"), of, "2027-02-12")
    decide(case, of, "2027-03-10", "gegrond_herroepen")
    decide(case, of, "2027-03-11", FORM, which="bezwaar_2")
    assert (case.measure["verbeurten"][of]["state"], stands(case, of)) == ("vervallen", "vernietigd")
    assert ledger.ledger_totals(case.measure).left_under_maximum == 1_000_000


def test_what_a_bezwaar_made_less_stays_less_under_the_next_invordering() -> None:
    """Awb art. 7:11: otherwise his own beroep costs him € 1.500."""
    case, of = collected()
    decide(lodge(case, of, "2027-02-10"), of, "2027-03-10", "gegrond_gewijzigd", amount_eur_cents=100_000)
    case.do(LEA, "receive_beroep", of=of, received_on="2027-03-10").tick("2027-06-01")
    case.do(LEA, "decide_beroep", of=of, result="vernietigd_nieuwe_beschikking", on="2027-06-01", text=REASON)
    assert ledger.sums_of(case.measure, of).outstanding == 100_000
    again(case, of, "2027-06-02")
    assert (ledger.sums_of(case.measure, of).outstanding, ledger.sums_of(case.measure, of).waived) == (100_000, 150_000)


def test_a_beroep_that_waits_keeps_no_file_open_once_its_invordering_is_gone() -> None:
    case, of = collected()
    decide(lodge(case, of, "2027-02-10"), of, "2027-03-10", "ongegrond")
    case.do(LEA, "receive_beroep", of=of, received_on="2027-03-10").tick("2027-04-01")
    late = {"received_on": "2027-04-01", "with_committee": False, "excused": "De brief kwam niet aan."}
    case.do(ROB, "receive_bezwaar", of=of, **late)
    decide(case, of, "2027-04-02", FORM, which="bezwaar_2")
    assert all("result" in one for one in case.measure["rechtsmiddelen"].values())


def test_in_a_file_that_was_put_away_no_term_to_fix_costs_runs() -> None:
    case = with_costs()
    pay(case, KOSTEN, 125_000).tick("2027-03-10")
    case.do(TOM, "close", reason="nagekomen", text=REASON)
    late = {"received_on": "2027-03-10", "with_committee": False, "excused": "De brief kwam niet aan."}
    case.do(ROB, "receive_bezwaar", of=KOSTEN, **late)
    decide(case, KOSTEN, "2027-03-20", FORM)
    assert (case.state, ledger.costs_of(case.measure).overpaid) == ("afgesloten", 125_000)
    assert [one for one in case.measure["terms"].values() if one["state"] == "loopt"] == []


def test_costs_that_a_bezwaar_made_less_are_not_fixed_above_that_anew() -> None:
    """Awb art. 7:11: a fault of form in the besluit costs nobody what his bezwaar won."""
    case = with_costs()
    decide(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, "2027-03-10", "gegrond_gewijzigd", amount_eur_cents=100_000)
    case.do(LEA, "receive_beroep", of=KOSTEN, received_on="2027-03-10").tick("2027-06-01")
    case.do(LEA, "decide_beroep", of=KOSTEN, result="vernietigd_nieuwe_beschikking", on="2027-06-01", text=REASON)
    fixing = {"made_known_on": "2027-06-01", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "fix_costs", amount_eur_cents=100_001, **fixing) == "measure.costs_over_bezwaar"
    case.do(MIA, "fix_costs", amount_eur_cents=100_000, **fixing)
    assert ledger.costs_of(case.measure).outstanding == 100_000
