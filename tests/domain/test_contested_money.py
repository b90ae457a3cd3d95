"""Bezwaar and beroep against what must be paid: an invordering or the costs alone, or with the besluit under them."""

from typing import Any

import pytest

from fieldapp.domain.course import interest, ledger, terms
from fieldapp.domain.course.next_steps import Facts, next_steps
from fieldapp.pages import tracks
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    bestuursdwang,
    binding,
    final,
    made_known,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import POLICY
from tests.people import LEA, MIA, ROB, TOM

KOSTEN = "kosten"


def collected() -> tuple[Case, str]:
    """€ 2.500 forfeited on 5 January, the last final on the 22nd, the invordering made known on 3 February."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    final(case).do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-03", mandate_id=MANDATE_ID,
                   skip_zienswijze="awb_4_12")  # fmt: skip
    return case, of


def with_costs() -> Case:
    """€ 1.250 of costs fixed on 12 January, of bestuursdwang that was applied on 11 December."""
    case = weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1", cost_recovery="geheel")
    case = made_known(signed(case))
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON).tick("2027-01-12")
    fixing = {"amount_eur_cents": 125_000, "made_known_on": "2027-01-12", "mandate_id": MANDATE_ID}
    return final(case.do(MIA, "fix_costs", **fixing))


def pay(case: Case, of: str, cents: int, number: int = 70, kind: str = "betaling") -> Case:
    on = case.today.isoformat()
    return case.do(ROB, "record_payment", payment_id=uid(number), on=on, amount_eur_cents=cents, of=of, kind=kind)


def lodge(case: Case, of: str, day: str) -> Case:
    return case.tick(day).do(ROB, "receive_bezwaar", of=of, received_on=day, with_committee=False)


def decide(case: Case, of: str, day: str, result: str, **more: Any) -> Case:
    return case.tick(day).do(LEA, "decide_bezwaar", of=of, result=result, on=day, text=REASON, **more)


def stands(case: Case, of: str) -> str:
    one = case.measure["costs"] if of == KOSTEN else case.measure["verbeurten"][of]["invordering"]
    return str(one["rechtsmiddel"])


def test_a_bezwaar_against_the_invordering_alone_is_taken_and_leaves_the_last_final() -> None:
    """Awb art. 5:37, 6:7: six weeks from 3 February end on 17 March."""
    case, of = collected()
    assert (stands(case, of), case.ends_on(f"bezwaar_invordering-{of}")) == ("bezwaartermijn_loopt", "2027-03-17")
    lodge(case, of, "2027-03-01")
    assert (stands(case, of), case.measure["rechtsmiddel"]) == ("bezwaar_lopend", "onherroepelijk")
    assert case.ends_on(f"beslistermijn_bezwaar-{of}") == "2027-04-28"
    case.do(LEA, "postpone_bezwaar", of=of, on="2027-03-01", text=REASON)
    assert case.ends_on(f"beslistermijn_bezwaar-{of}") == "2027-06-09"
    decide(case, of, "2027-04-20", "ongegrond")
    assert (stands(case, of), case.measure["rechtsmiddel"]) == ("beroepstermijn_loopt", "onherroepelijk")
    assert stands(case.tick("2027-06-20"), of) == "onherroepelijk"
    assert case.measure["verbeurten"][of]["invordering"]["final_on"] == "2027-06-01"
    assert ledger.sums_of(case.measure, of).outstanding == 250_000


def test_nobody_contests_an_invordering_and_after_the_six_weeks_it_is_final() -> None:
    case, of = collected()
    assert stands(case.tick("2027-03-24"), of) == "bezwaartermijn_loopt", "the post may still bring one"
    assert stands(case.tick("2027-03-25"), of) == "onherroepelijk"


def test_a_claim_on_which_nothing_was_decided_cannot_be_contested() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    body = {"received_on": "2027-01-05", "with_committee": False}
    for one in (of, uid(99), KOSTEN):
        assert case.refused(ROB, "receive_bezwaar", of=one, **body) == "measure.unknown_verbeurte"


def test_who_decided_on_the_invordering_does_not_decide_on_the_bezwaar() -> None:
    """Awb art. 10:3 lid 3: Mia did; who signed or approved the last may."""
    case, of = collected()
    lodge(case, of, "2027-03-01")
    body = {"of": of, "result": "ongegrond", "on": "2027-03-01", "text": REASON}
    assert case.refused(MIA, "decide_bezwaar", **body) == "measure.signed_the_besluit"
    assert case.refused(LEA, "decide_bezwaar", **body) == ""


def test_an_invordering_that_is_made_less_collects_less_and_what_was_forfeited_stays() -> None:
    """Awb art. 5:33, 5:37, 7:11: € 1.000 of € 2.500; the rest is given up and counts under the maximum."""
    case, of = collected()
    pay(lodge(case, of, "2027-03-01"), of, 60_000)
    too_much = {"of": of, "result": "gegrond_gewijzigd", "on": "2027-03-01", "text": REASON}
    for cents in (250_000, 300_000, 0):
        assert case.refused(LEA, "decide_bezwaar", **too_much, amount_eur_cents=cents) == "measure.not_less"
    assert case.refused(LEA, "decide_bezwaar", **too_much, max_eur_cents=100) == "measure.not_less"
    decide(case, of, "2027-04-01", "gegrond_gewijzigd", amount_eur_cents=100_000)
    sums = ledger.sums_of(case.measure, of)
    assert (sums.forfeited, sums.waived, sums.applied, sums.outstanding) == (250_000, 150_000, 60_000, 40_000)
    assert ledger.ledger_totals(case.measure).left_under_maximum == 750_000
    assert pay(case, of, 40_000, 71).measure["verbeurten"][of]["state"] == "betaald"
    assert pay(case, of, 500, 72).measure["verbeurten"][of]["state"] == "betaald"
    assert ledger.sums_of(case.measure, of).overpaid == 500


def test_what_was_paid_covers_an_invordering_that_became_less_and_the_rest_goes_back() -> None:
    case, of = collected()
    pay(case, of, 200_000)
    decide(lodge(case, of, "2027-03-01"), of, "2027-04-01", "gegrond_gewijzigd", amount_eur_cents=100_000)
    assert case.measure["verbeurten"][of]["state"] == "betaald"
    assert ledger.sums_of(case.measure, of).overpaid == 100_000
    assert stands(case, of) == "beroepstermijn_loopt"


def test_an_invordering_that_is_revoked_takes_its_verbeurte_along_and_money_goes_back() -> None:
    case, of = collected()
    pay(case, of, 250_000)
    decide(lodge(case, of, "2027-03-01"), of, "2027-04-01", "gegrond_herroepen")
    assert (case.state, case.measure["verbeurten"][of]["state"], stands(case, of)) == (
        "verbeurd_deels", "vervallen", "vernietigd")  # fmt: skip
    assert ledger.sums_of(case.measure, of).overpaid == 250_000
    assert ledger.ledger_totals(case.measure).left_under_maximum == 1_000_000
    assert not [one for one in case.measure["terms"].values() if one.get("of") == of and one["state"] == "loopt"]
    assert ledger.is_settled(pay(case, of, 250_000, 71, "terugbetaling").measure)


def test_a_full_maximum_has_room_again_when_an_invordering_is_revoked() -> None:
    case = binding(max_eur_cents=250_000, deviation={"reason": "minder_ernstig", "text": None})
    of = case.on("2027-01-05").forfeit("2027-01-05")
    assert case.state == "maximum_bereikt"
    final(case).do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-03", mandate_id=MANDATE_ID,
                   skip_zienswijze="awb_4_12")  # fmt: skip
    decide(lodge(case, of, "2027-03-01"), of, "2027-04-01", "gegrond_herroepen")
    assert case.state == "verbeurd_deels"


def test_interest_counts_over_what_is_collected() -> None:
    """Awb art. 4:97; the term to pay ended on 16 February."""
    whole, of = collected()
    less, _ = collected()
    decide(lodge(less, of, "2027-03-01"), of, "2027-04-01", "gegrond_gewijzigd", amount_eur_cents=125_000)
    rates = {**POLICY.interest, "checked_through_on": "2040-12-31"}
    through = whole.today.replace(year=2028)
    all_of_it = interest.of_verbeurte(whole.measure, of, rates, through).cents
    assert interest.of_verbeurte(less.measure, of, rates, through).cents in (all_of_it // 2, all_of_it // 2 + 1)


def test_costs_are_contested_alone_and_made_less() -> None:
    """Awb art. 5:25 lid 1, 5:31c: six weeks from 12 January end on 23 February."""
    case = with_costs()
    assert (stands(case, KOSTEN), case.ends_on("bezwaar_kosten-kosten")) == ("bezwaartermijn_loopt", "2027-02-23")
    pay(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, 50_000)
    decide(case, KOSTEN, "2027-03-10", "gegrond_gewijzigd", amount_eur_cents=50_000)
    assert (case.state, ledger.costs_of(case.measure).outstanding) == ("kosten_geind", 0)
    assert case.measure["costs"]["before_bezwaar_eur_cents"] == 125_000
    assert stands(case.tick("2027-05-20"), KOSTEN) == "onherroepelijk"
    assert case.do(TOM, "close", reason="beeindigd", text=REASON).state == "afgesloten"


def test_costs_that_are_revoked_go_back_and_the_file_waits_for_nothing_more() -> None:
    case = pay(with_costs(), KOSTEN, 50_000)
    decide(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, "2027-02-20", "gegrond_herroepen")
    assert (ledger.costs_of(case.measure).lapsed, ledger.costs_of(case.measure).overpaid) == (125_000, 50_000)
    assert case.measure["terms"]["betaling_kosten"]["state"] == "vervallen"
    assert case.refused(TOM, "close", reason="beeindigd", text=REASON) == "measure.money_open"
    pay(case, KOSTEN, 50_000, 71, "terugbetaling")
    assert case.do(TOM, "close", reason="beeindigd", text=REASON).state == "afgesloten"


def contested_last() -> tuple[Case, str]:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=True)
    case.on("2027-02-01").do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-01",
                             mandate_id=MANDATE_ID, skip_zienswijze="awb_4_12")  # fmt: skip
    return case, of


def test_a_bezwaar_against_the_last_is_by_law_about_the_invordering_too() -> None:
    """Awb art. 5:39 lid 1: no bezwaarschrift of its own, and the term to decide is that of the last."""
    case, of = contested_last()
    assert case.refused(LEA, "join_remedy", of=of, on="2027-01-31") == "measure.day_too_early"
    case.do(LEA, "join_remedy", of=of, on="2027-02-01")
    assert stands(case, of) == "bezwaar_lopend"
    assert case.ends_on(f"beslistermijn_bezwaar-{of}") == case.ends_on("beslistermijn_bezwaar")
    assert case.measure["rechtsmiddelen"][f"bezwaar-{of}"]["with_besluit"] is True
    case.on("2027-03-01").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-03-01", text=REASON)
    assert stands(case, of) == "bezwaar_lopend", "that is decided on by its own act"
    decide(case, of, "2027-03-01", "ongegrond")
    assert stands(case, of) == "beroepstermijn_loopt"


def test_what_was_collected_during_beroep_goes_before_the_same_judge() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    case.on("2027-03-20").do(LEA, "receive_beroep", received_on="2027-03-20")
    case.do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-03-20", mandate_id=MANDATE_ID,
            skip_zienswijze="awb_4_12")  # fmt: skip
    case.do(LEA, "join_remedy", of=of, on="2027-03-20")
    assert stands(case, of) == "beroep_lopend"
    case.on("2027-09-01").do(LEA, "decide_beroep", of=of, result="ongegrond", on="2027-09-01", text=REASON)
    assert stands(case, of) == "hoger_beroepstermijn_loopt"


def test_without_a_remedy_against_the_besluit_there_is_nothing_to_join() -> None:
    case, of = collected()
    assert case.refused(LEA, "join_remedy", of=of, on="2027-02-03") == "measure.besluit_not_contested"


def test_annulled_with_the_last_the_invordering_goes_too() -> None:
    case, of = contested_last()
    case.on("2027-03-01").do(LEA, "decide_bezwaar", result="gegrond_herroepen", on="2027-03-01", text=REASON)
    assert (case.state, case.measure["verbeurten"][of]["state"]) == ("vernietigd", "vervallen")


def test_a_file_stays_open_while_an_invordering_can_be_contested() -> None:
    case, of = collected()
    pay(case, of, 250_000)
    seen = case.visit_on("2027-02-03", 2, findings={})
    case.do(TOM, "note_hercontrole", visit_id=seen, result="nagekomen", is_finished=True)
    closing = {"reason": "nagekomen", "text": REASON}
    assert case.refused(TOM, "close", **closing) == "measure.rechtsmiddel_open"
    assert case.tick("2027-03-25").refused(TOM, "close", **closing) == ""


def test_while_an_invordering_is_contested_its_prescription_runs_on() -> None:
    """Awb art. 5:35 lid 2 is about the last only; the invordering interrupted it (5:37a), and an aanmaning does again."""
    case, of = collected()
    lodge(case, of, "2027-03-01")
    [claim] = [one for one in terms.running_terms(case.measure, case.today) if one.kind == "verjaring"]
    assert claim.ends_on is not None and claim.ends_on.isoformat() == "2028-02-03"


@pytest.mark.parametrize("make", [lambda: collected()[0], with_costs], ids=["invordering", "costs"])
def test_the_page_offers_each_remedy_against_what_it_is_about(make: Any) -> None:
    case = make()
    steps = next_steps(case.measure, Facts(LEA, case.today, POLICY, "raamexploitatie", {}))
    against = {one.of for one in steps if one.act == "measure.receive_bezwaar" and one.may}
    assert len(against - {None}) == 1
    assert all(one.is_remedy for one in steps if one.act == "measure.receive_bezwaar")


def test_a_second_bezwaar_against_an_invordering_keeps_nobody_from_beroep_against_the_last() -> None:
    """Awb art. 6:7, 8:1: what waits for a decision there is not against the besluit."""
    case, of = contested_last()
    for day in ("2027-02-10", "2027-02-11"):
        lodge(case, of, day)
    assert sorted(case.measure["rechtsmiddelen"]) == ["bezwaar", f"bezwaar-{of}", f"bezwaar_2-{of}"]
    case.on("2027-03-01").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-03-01", text=REASON)
    assert case.measure["rechtsmiddel"] == "beroepstermijn_loopt"


def test_costs_that_were_revoked_are_not_called_paid_when_money_goes_back() -> None:
    case = pay(with_costs(), KOSTEN, 50_000)
    decide(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, "2027-02-20", "gegrond_herroepen")
    assert pay(case, KOSTEN, 50_000, 71, "terugbetaling").state == "kosten_vastgesteld"


def test_of_costs_that_were_revoked_the_page_asks_no_payment() -> None:
    case = with_costs()
    assert "betaald zijn op" in tracks.stands(case.measure)
    decide(lodge(case, KOSTEN, "2027-02-10"), KOSTEN, "2027-02-20", "gegrond_herroepen")
    assert tracks.stands(case.measure) == "De kosten hoeven niet te worden betaald."


def test_a_bezwaar_against_money_is_not_dated_before_what_it_is_against() -> None:
    """Awb art. 6:10: before 3 February nobody could think that there was an invordering."""
    case, of = collected()
    early = {"of": of, "received_on": "2027-02-02", "with_committee": False}
    assert case.on("2027-02-10").refused(ROB, "receive_bezwaar", **early) == "measure.day_too_early"
    lodge(case, of, "2027-02-03")
