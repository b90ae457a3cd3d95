"""From what was forfeited to the last cent: invordering, aanmaning, dwangbevel, payment, and what prescribes meanwhile."""

from datetime import date
from typing import Any

from fieldapp.domain.course import ledger, terms
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    approved,
    binding,
    final,
    made_known,
    signed,
    through_voornemen,
    uid,
    weighed,
)
from tests.domain.situations import (
    penalty,
)
from tests.people import LEA, MIA, ROB, TOM


def test_a_last_lives_from_finding_to_the_last_cent() -> None:
    """Through voornemen and oral zienswijze to besluit, hercontrole, verbeurte, invordering, aanmaning and payment."""
    case = made_known(signed(weighed(through_voornemen(approved(**penalty())))))
    assert case.tick("2026-12-28").state == "in_begunstiging"
    assert case.tick("2026-12-29").state == "actief"
    of = case.on("2027-01-05").forfeit("2027-01-04")
    assert (case.state, case.ends_on(f"betaling-{of}")) == ("verbeurd_deels", "2027-02-15")
    case.do(ROB, "notify_verbeurte", verbeurte_id=of, sent_on="2027-01-05")
    case.do(MIA, "announce_invordering", verbeurte_id=of, sent_on="2027-01-05", zienswijze_days=14,
            mandate_id=MANDATE_ID)  # fmt: skip
    deciding: dict[str, Any] = {"verbeurte_id": of, "mandate_id": MANDATE_ID}
    case.on("2027-01-19")
    assert case.refused(MIA, "decide_invordering", **deciding, made_known_on="2027-01-19") == "measure.term_runs"
    case.tick("2027-01-26").do(MIA, "decide_invordering", **deciding, made_known_on="2027-01-26")
    assert case.ends_on(f"verjaring-{of}") == "2028-01-26", "interrupted: a new year (Awb art. 5:37a)"
    case.on("2027-02-15")
    assert case.refused(ROB, "remind", verbeurte_id=of, sent_on="2027-02-15") == "measure.term_runs"
    case.tick("2027-02-16").do(ROB, "remind", verbeurte_id=of, sent_on="2027-02-16")
    assert ledger.sums_of(case.measure, of).due == 252_000, "€ 20 on a debt from € 454 (Awb art. 4:113)"
    case.do(
        ROB, "record_payment", payment_id=uid(70), on="2027-02-16", amount_eur_cents=100_000, of=of, kind="betaling"
    )
    assert case.measure["verbeurten"][of]["state"] == "aangemaand"
    bevel: dict[str, Any] = {"verbeurte_id": of, "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "issue_dwangbevel", **bevel, on="2027-02-16") == "measure.term_runs"
    case.tick("2027-03-03").do(MIA, "issue_dwangbevel", **bevel, on="2027-03-03")
    case.do(
        ROB, "record_payment", payment_id=uid(71), on="2027-03-03", amount_eur_cents=152_000, of=of, kind="betaling"
    )
    assert case.measure["verbeurten"][of]["state"] == "betaald"
    left = [one["kind"] for one in case.measure["terms"].values() if one.get("of") == of and one["state"] == "loopt"]
    assert left == ["bezwaar_invordering"], "who paid can still contest it"
    assert ledger.is_settled(case.measure)


def test_without_a_voornemen_the_invordering_says_why() -> None:
    case = binding()
    of = case.on("2027-01-06").forfeit("2027-01-05")
    body: dict[str, Any] = {"verbeurte_id": of, "made_known_on": "2027-01-06", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "decide_invordering", **body) == "measure.no_zienswijze"
    assert case.refused(MIA, "decide_invordering", **body, skip_zienswijze="awb_4_12") == ""


def test_a_forfeited_amount_prescribes_after_a_year_and_the_alarms_ring_before() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    final(case)
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("onherroepelijk", "2027-01-22")
    case.tick("2027-10-06")
    assert f"verjaring-{of}-90" not in case.measure.get("alarms", {})
    assert f"verjaring-{of}-90" in case.tick("2027-10-08").measure["alarms"]
    assert f"verjaring-{of}-30" in case.tick("2027-12-10").measure["alarms"]
    assert case.tick("2028-01-05").measure["verbeurten"][of]["state"] == "geconstateerd"
    assert case.tick("2028-01-06").measure["verbeurten"][of]["state"] == "verjaard"
    body = {"verbeurte_id": of, "made_known_on": "2028-01-06", "mandate_id": MANDATE_ID, "skip_zienswijze": "awb_4_12"}
    assert case.refused(MIA, "decide_invordering", **body) == "measure.not_now"
    assert ledger.ledger_totals(case.measure).sums.prescribed == 250_000


def test_an_alarm_rings_once_also_after_days_of_dark() -> None:
    case = binding()
    case.on("2027-01-05").forfeit("2027-01-05")
    final(case).tick("2027-12-20").tick("2027-12-21")
    rung = [act for act, _ in case.log if act == "note_alarm"]
    claims = [one for one in case.measure["alarms"] if one.startswith("verjaring")]
    assert claims == [f"verjaring-{uid(1)}-30"], "the nearest only"
    assert len(rung) == len(case.measure["alarms"])


def test_while_the_last_is_contested_nothing_prescribes() -> None:
    """Awb art. 5:35 lid 2."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=True)
    case.tick("2028-06-01")
    assert case.measure["verbeurten"][of]["state"] == "geconstateerd"
    [claim] = [one for one in terms.running_terms(case.measure, case.today) if one.kind == "verjaring"]
    assert claim.ends_on is None and "5:35 lid 2" in claim.why[-1]
    case.do(LEA, "decide_bezwaar", result="ongegrond", on="2028-06-01", text=REASON)
    case.tick("2028-07-21")
    assert case.measure["rechtsmiddel"] == "onherroepelijk"
    assert case.measure["final_on"] == "2028-07-13"
    assert case.measure["verbeurten"][of]["state"] == "verjaard", "prescribed on the day it became final"


def test_each_interruption_begins_a_new_year_from_the_next_day() -> None:
    case = final(binding())
    of = case.on("2027-02-05").forfeit("2027-02-05")
    case.on("2027-12-01").do(MIA, "interrupt_verjaring", verbeurte_id=of, on="2027-12-01", how="erkenning",
                             mandate_id=MANDATE_ID)  # fmt: skip
    assert terms.prescription(case.measure, case.measure["verbeurten"][of]).on == date(2028, 12, 1)
    assert case.tick("2028-02-06").measure["verbeurten"][of]["state"] == "geconstateerd"
    late = {"verbeurte_id": of, "on": "2028-12-02", "how": "erkenning", "mandate_id": MANDATE_ID}
    assert case.on("2028-12-02").refused(MIA, "interrupt_verjaring", **late) == "measure.claim_prescribed"


def test_invordering_is_not_decided_on_a_day_within_the_term_for_a_zienswijze() -> None:
    case = binding()
    of = case.on("2027-01-06").forfeit("2027-01-06")
    said = {"sent_on": "2027-01-20", "zienswijze_days": 14, "mandate_id": MANDATE_ID}
    case.on("2027-01-20").do(MIA, "announce_invordering", verbeurte_id=of, **said).tick("2027-02-10")
    for day, why in (("2027-01-08", "measure.term_runs"), ("2027-02-03", "measure.term_runs"), ("2027-02-04", "")):
        body = {"verbeurte_id": of, "made_known_on": day, "mandate_id": MANDATE_ID}
        assert case.refused(MIA, "decide_invordering", **body) == why, day


def test_nothing_is_paid_before_it_was_due() -> None:
    case = binding()
    of = case.on("2027-01-06").forfeit("2027-01-06")
    paid = {"payment_id": uid(1), "amount_eur_cents": 100, "of": of, "kind": "betaling"}
    assert case.refused(ROB, "record_payment", on="2027-01-05", **paid) == "measure.day_too_early"


def test_what_prescribed_after_a_long_bezwaar_says_on_which_day() -> None:
    case = binding()
    of = case.on("2027-01-06").forfeit("2027-01-06")
    case.do(ROB, "receive_bezwaar", received_on="2027-01-06", with_committee=False).tick("2028-02-01")
    case.do(LEA, "decide_bezwaar", result="ingetrokken", on="2028-02-01", text=REASON).tick("2028-02-02")
    assert case.measure["verbeurten"][of]["state"] == "verjaard"
    assert case.measure["verbeurten"][of]["ended_on"] == case.ends_on(f"verjaring-{of}") == "2028-02-01"


def test_what_was_rightly_paid_does_not_go_back_once_the_file_is_closed() -> None:
    """Awb art. 4:89: it would leave a debt in a file that was put away; what was paid too much still goes back."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    pay = {"of": of, "on": "2027-01-05"}
    case.do(ROB, "record_payment", **pay, payment_id=uid(1), amount_eur_cents=250_000, kind="betaling")
    case.do(MIA, "lift", on="2027-01-05", ground="doel_bereikt", text=REASON, mandate_id=MANDATE_ID)
    final(case).do(TOM, "close", reason="nagekomen", text=REASON)
    case.do(ROB, "record_payment", **pay, payment_id=uid(2), amount_eur_cents=5_000, kind="betaling")
    back = {**pay, "kind": "terugbetaling"}
    assert (
        case.refused(ROB, "record_payment", **back, payment_id=uid(3), amount_eur_cents=5_001) == "measure.rightly_paid"
    )
    case.do(ROB, "record_payment", **back, payment_id=uid(3), amount_eur_cents=5_000)
    assert (case.state, ledger.is_settled(case.measure)) == ("afgesloten", True)
