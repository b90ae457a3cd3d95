"""A besluit that binds: complied with, forfeited, collected, applied, closed, suspended, contested, put away."""

from datetime import date, timedelta
from typing import Any

import pytest

from fieldapp.domain.course import ledger, terms
from fieldapp.domain.course.next_steps import Facts, next_steps, waits_for
from fieldapp.registry import REGISTRY
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    made_known,
    mandate,
    signed,
    through_voornemen,
    uid,
    weighed,
)
from tests.domain.situations import (
    POLICY,
    VISIT_ID,
    consent_record,
    finding,
    home,
    licensed,
    penalty,
    permit,
    proposal,
    running_penalty,
)
from tests.people import INES, LEA, MIA, ROB, TOM


def last(**more: Any) -> Case:
    """A last onder dwangsom of € 2.500 each time up to € 10.000, made known on 11 December with two weeks to comply."""
    return made_known(signed(weighed(approved(skip="spoed", **penalty(**more)))))


def binding(**more: Any) -> Case:
    return last(**more).tick("2027-01-04")


def another(measure_type: str, **more: Any) -> dict[str, Any]:
    advice = {"result": "maatregel", "measure_type": measure_type, "amount_eur_cents": None, "max_eur_cents": None}
    return proposal(measure_type=measure_type, advice=advice, **more)


# --- a letter that is no besluit


def test_a_warning_is_sent_looked_at_again_and_put_away() -> None:
    case = approved(**proposal()).on("2026-11-23").do(ROB, "send_letter", on="2026-11-23", how="toegezonden")
    assert case.ends_on("herstel") == "2026-12-07"
    assert terms.hercontrole_on(case.measure) == "2026-12-08"
    assert case.tick("2026-12-08").state == "hersteltermijn_verstreken"
    seen = case.on("2026-12-10").visit_on("2026-12-09")
    assert case.do(TOM, "note_hercontrole", visit_id=seen, result="niet_nagekomen").state == "hersteltermijn_verstreken"
    assert terms.hercontrole_on(case.measure) is None, "somebody went"
    better = case.on("2026-12-16").visit_on("2026-12-15", 2)
    assert case.do(TOM, "note_hercontrole", visit_id=better, result="nagekomen").state == "opgevolgd"
    assert case.do(TOM, "close", reason="nagekomen", text=REASON).state == "afgesloten"


def test_an_owner_is_told_nothing_before_the_privacytoets() -> None:
    case = approved(**another("informeren_eigenaar"))
    sending = {"on": "2026-11-20", "how": "toegezonden"}
    assert case.refused(ROB, "send_letter", **sending) == "measure.not_now"
    check = {"agrees": True, "recipient": "eigenaar", "legal_basis": REASON, "is_neutral": False, "text": None}
    assert case.refused(LEA, "check_privacy", **check) == "measure.not_neutral"
    case.do(LEA, "check_privacy", **{**check, "is_neutral": True})
    assert case.do(ROB, "send_letter", **sending).state == "verzonden"
    assert case.tick("2026-12-05").state == "geen_reactie"
    assert case.do(ROB, "note_reply", received_on="2026-12-05", text="De verhuur stopt.").state == "reactie_ontvangen"


def test_when_the_privacytoets_says_no_the_owner_is_not_told() -> None:
    body = {"agrees": False, "recipient": "bewindvoerder", "legal_basis": REASON, "is_neutral": False, "text": REASON}
    case = approved(**another("informeren_eigenaar")).do(LEA, "check_privacy", **body)
    assert (case.state, "closed_at" in case.measure) == ("afgezien", True)


# --- last onder dwangsom


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
    assert [one for one in case.measure["terms"].values() if one.get("of") == of and one["state"] == "loopt"] == []
    assert ledger.is_settled(case.measure)


def test_nothing_is_forfeited_before_the_term_is_over() -> None:
    case = last().on("2026-12-29")
    seen = case.visit_on("2026-12-28")
    body = {"verbeurte_id": uid(1), "forfeited_on": "2026-12-28", "visit_id": seen, "finding_ids": [uid(9101)]}
    assert case.refused(TOM, "forfeit", **body) == "measure.not_now"
    case.tick()
    assert case.refused(TOM, "forfeit", **body) == "measure.day_too_early"


def test_each_breach_forfeits_once() -> None:
    """Awb art. 5:32b lid 1: one visit, one breach."""
    case = binding()
    case.on("2027-01-06").forfeit("2027-01-05")
    again = {"verbeurte_id": uid(2), "forfeited_on": "2027-01-05", "visit_id": uid(9001), "finding_ids": [uid(9101)]}
    assert case.refused(TOM, "forfeit", **again) == "measure.already_forfeited"
    assert case.refused(TOM, "forfeit", **{**again, "verbeurte_id": uid(1)}) == "measure.already_forfeited"


def test_a_visit_that_saw_another_breach_forfeits_nothing() -> None:
    case = binding()
    seen = case.visit_on("2027-01-04", findings={uid(9101): finding(rule_key="apv.openingstijden")})
    body = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-04", "visit_id": seen, "finding_ids": [uid(9101)]}
    assert case.refused(TOM, "forfeit", **body) == "measure.no_finding"
    assert case.refused(TOM, "forfeit", **{**body, "visit_id": uid(1)}) == "measure.no_hercontrole"
    elsewhere = case.visit_on("2027-01-04", 3, premises_id=uid(5))
    assert case.refused(TOM, "forfeit", **{**body, "visit_id": elsewhere}) == "measure.no_hercontrole"


def test_above_the_maximum_nothing_is_forfeited() -> None:
    """Awb art. 5:32b lid 2: four times € 2.500, the last one only what was left."""
    case = binding(max_eur_cents=900_000, deviation={"reason": "minder_ernstig", "text": None})
    for number, day in enumerate(("2027-01-05", "2027-01-06", "2027-01-07"), start=1):
        case.on(day).forfeit(day, number)
    assert case.state == "verbeurd_deels"
    case.on("2027-01-08").forfeit("2027-01-08", 4)
    assert (case.state, case.measure["verbeurten"][uid(4)]["amount_eur_cents"]) == ("maximum_bereikt", 150_000)
    seen = case.on("2027-01-09").visit_on("2027-01-09", 5)
    body = {"verbeurte_id": uid(5), "forfeited_on": "2027-01-09", "visit_id": seen, "finding_ids": [uid(9105)]}
    assert case.refused(TOM, "forfeit", **body) == "measure.not_now"
    assert ledger.ledger_totals(case.measure).left_under_maximum == 0


def per_week(**more: Any) -> Case:
    reason = {"reason": "ernstiger", "text": None}
    return binding(mode="per_tijdseenheid", time_unit="week", deviation=reason, **more)


def test_per_unit_of_time_each_unit_forfeits_on_its_last_day_and_once() -> None:
    """The term ended on 28 December: the first week is up to and including 4 January."""
    case = per_week()
    body: dict[str, Any] = {"verbeurte_id": uid(1), "visit_id": case.visit_on("2027-01-02"), "finding_ids": [uid(9101)]}
    case.on("2027-01-12")
    assert case.refused(TOM, "forfeit", **body, forfeited_on="2027-01-05", period=1) == "measure.day_does_not_fit"
    assert case.refused(TOM, "forfeit", **body, forfeited_on="2027-01-04", period=None) == "measure.day_does_not_fit"
    assert case.refused(TOM, "forfeit", **body, forfeited_on="2027-01-04", period=0) == "measure.day_does_not_fit"
    case.do(TOM, "forfeit", **body, forfeited_on="2027-01-04", period=1)
    again = {**body, "verbeurte_id": uid(2), "forfeited_on": "2027-01-04", "period": 1}
    assert case.refused(TOM, "forfeit", **again) == "measure.already_forfeited"
    in_week_two = {"visit_id": case.visit_on("2027-01-06", 2), "finding_ids": [uid(9102)]}
    case.do(TOM, "forfeit", **{**again, **in_week_two, "forfeited_on": "2027-01-11", "period": 2})


def test_a_lump_sum_is_forfeited_once() -> None:
    reason = {"reason": "ernstiger", "text": None}
    case = binding(mode="ineens", deviation=reason)
    case.on("2027-01-06").forfeit("2027-01-05")
    seen = case.visit_on("2027-01-06", 2)
    body = {"verbeurte_id": uid(2), "forfeited_on": "2027-01-06", "visit_id": seen, "finding_ids": [uid(9102)]}
    assert case.refused(TOM, "forfeit", **body) == "measure.already_forfeited"


def test_without_a_voornemen_the_invordering_says_why() -> None:
    case = binding()
    of = case.on("2027-01-06").forfeit("2027-01-05")
    body: dict[str, Any] = {"verbeurte_id": of, "made_known_on": "2027-01-06", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "decide_invordering", **body) == "measure.no_zienswijze"
    assert case.refused(MIA, "decide_invordering", **body, skip_zienswijze="awb_4_12") == ""


def test_complied_with_and_nothing_left_to_do_it_has_worked_out() -> None:
    case = binding().on("2027-01-06")
    seen = case.visit_on("2027-01-05", findings={})
    assert case.do(TOM, "note_hercontrole", visit_id=seen, result="nagekomen").state == "actief"
    assert case.refused(TOM, "note_hercontrole", visit_id=seen, result="nagekomen") == "measure.seen_already"
    last_seen = case.visit_on("2027-01-06", 2, findings={})
    case.do(TOM, "note_hercontrole", visit_id=last_seen, result="nagekomen", is_finished=True)
    assert case.state == "uitgewerkt"


# --- prescription (Awb art. 5:35, 5:37a, 4:110)


def final(case: Case) -> Case:
    """The six weeks and the week of the post go by."""
    return case.tick("2027-02-03")


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


# --- bezwaar, beroep, hoger beroep


def test_posted_in_time_and_in_within_a_week_is_in_time() -> None:
    """Awb art. 6:9 lid 2; the six weeks end on 22 January."""
    case = last().tick("2027-01-29")
    assert case.measure["rechtsmiddel"] == "bezwaartermijn_loopt", "the post may still bring one"
    posted = {"received_on": "2027-01-29", "posted_on": "2027-01-22", "with_committee": False}
    assert case.refused(LEA, "receive_bezwaar", **posted) == ""
    case.do(LEA, "receive_bezwaar", **posted)
    assert case.measure["rechtsmiddelen"]["bezwaar"]["is_late"] is False
    assert case.ends_on("beslistermijn_bezwaar") == "2027-03-05", "six weeks from the day after the term ended"


def test_a_late_bezwaar_is_kept_and_only_an_excuse_makes_it_count() -> None:
    """Awb art. 6:11."""
    case = final(last())
    case.do(LEA, "receive_bezwaar", received_on="2027-02-03", with_committee=False)
    assert case.measure["rechtsmiddelen"]["bezwaar"]["is_late"] is True
    grounded = {"result": "gegrond_herroepen", "on": "2027-02-03", "text": REASON}
    assert case.refused(LEA, "decide_bezwaar", **grounded) == "measure.bezwaar_was_late"
    excused = final(last()).do(
        LEA, "receive_bezwaar", received_on="2027-02-03", excused="De bekendmaking kwam aantoonbaar niet aan.",
        with_committee=False,
    )  # fmt: skip
    assert excused.refused(LEA, "decide_bezwaar", **grounded) == ""


def test_a_decision_on_bezwaar_is_postponed_once() -> None:
    """Awb art. 7:10 lid 3."""
    case = last().on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=True)
    assert case.ends_on("beslistermijn_bezwaar") == "2027-04-16"
    case.on("2027-04-01").do(LEA, "postpone_bezwaar", on="2027-04-01", text=REASON)
    assert case.ends_on("beslistermijn_bezwaar") == "2027-05-28"
    assert case.refused(LEA, "postpone_bezwaar", on="2027-04-01", text=REASON) == "measure.postponed_already"


def test_what_is_annulled_takes_everything_along_and_money_goes_back() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.do(
        ROB, "record_payment", payment_id=uid(70), on="2027-01-05", amount_eur_cents=250_000, of=of, kind="betaling"
    )
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="gegrond_herroepen", on="2027-02-20", text=REASON)
    assert (case.state, case.measure["rechtsmiddel"]) == ("vernietigd", "vernietigd")
    assert [one for one in case.measure["terms"].values() if one["state"] == "loopt"] == []
    assert ledger.ledger_totals(case.measure).sums.overpaid == 250_000
    back = {"payment_id": uid(71), "on": "2027-02-20", "of": of, "kind": "terugbetaling"}
    assert case.refused(ROB, "record_payment", **back, amount_eur_cents=250_001) == "measure.paid_more_than_received"
    case.do(ROB, "record_payment", **back, amount_eur_cents=250_000)
    assert ledger.is_settled(case.measure)


def test_after_the_court_comes_hoger_beroep_and_then_it_is_final() -> None:
    case = last().on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    case.on("2027-03-20").do(LEA, "receive_beroep", received_on="2027-03-20")
    case.on("2027-09-01").do(LEA, "decide_beroep", result="ongegrond", on="2027-09-01", text=REASON)
    assert case.measure["rechtsmiddel"] == "hoger_beroepstermijn_loopt"
    case.on("2027-10-01").do(LEA, "receive_beroep", received_on="2027-10-01")
    assert case.measure["rechtsmiddel"] == "hoger_beroep_lopend"
    case.on("2028-05-01").do(LEA, "decide_beroep", result="ongegrond", on="2028-05-01", text=REASON)
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("onherroepelijk", "2028-05-01")


def test_a_bezwaar_withdrawn_within_the_term_leaves_the_term_open() -> None:
    case = last().on("2026-12-20").do(LEA, "receive_bezwaar", received_on="2026-12-20", with_committee=False)
    case.on("2026-12-22").do(LEA, "decide_bezwaar", result="ingetrokken", on="2026-12-22", text=REASON)
    assert case.measure["rechtsmiddel"] == "bezwaartermijn_loopt"
    assert final(case).measure["rechtsmiddel"] == "onherroepelijk"


# --- lifting, suspending, revoking, closing


def test_a_last_is_lifted_after_a_year_without_forfeiture() -> None:
    """Awb art. 5:34 lid 2: in force since 11 December 2026, or since the last forfeiture."""
    case = final(last())
    body: dict[str, Any] = {"ground": "jaar_5_34_2", "text": REASON, "mandate_id": MANDATE_ID}
    assert case.on("2027-12-11").refused(MIA, "lift", **body, on="2027-12-11") == "measure.not_a_year_yet"
    assert case.on("2027-12-12").refused(MIA, "lift", **body, on="2027-12-12") == ""
    case.on("2027-02-05").forfeit("2027-02-05")
    assert case.on("2027-12-12").refused(MIA, "lift", **body, on="2027-12-12") == "measure.not_a_year_yet"


def test_while_a_last_is_suspended_its_term_stands_still() -> None:
    """Awb art. 5:34 lid 1, 8:81: fourteen days were left until 28 December."""
    case = last().on("2026-12-14")
    case.do(LEA, "suspend", on="2026-12-14", until_on=None, ground="voorzieningenrechter_8_81", text=REASON)
    assert case.tick("2027-02-01").state == "opgeschort"
    assert case.do(LEA, "resume", on="2027-02-01").state == "in_begunstiging"
    assert case.ends_on("begunstiging") == "2027-02-15"


def test_a_suspension_with_an_end_ends_by_itself() -> None:
    case = binding().on("2027-01-10")
    case.do(LEA, "suspend", on="2027-01-10", until_on="2027-01-31", ground="verzoek_5_34_1", text=REASON)
    assert case.tick("2027-01-31").state == "opgeschort"
    assert case.tick("2027-02-01").state == "actief"


def test_a_revoked_last_keeps_what_was_forfeited_unless_the_besluit_says_so() -> None:
    """Awb art. 5:38 lid 1."""
    for lapses, expected in ((False, "geconstateerd"), (True, "vervallen")):
        case = binding()
        of = case.on("2027-01-05").forfeit("2027-01-05")
        case.do(MIA, "revoke", on="2027-01-05", text=REASON, mandate_id=MANDATE_ID, forfeited_lapses=lapses)
        assert (case.state, case.measure["verbeurten"][of]["state"]) == ("ingetrokken", expected)


def test_a_file_is_put_away_only_when_final_and_with_no_money_open() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-05").do(MIA, "lift", on="2027-01-05", ground="doel_bereikt", text=REASON, mandate_id=MANDATE_ID)
    closing = {"reason": "beeindigd", "text": REASON}
    assert case.refused(TOM, "close", **closing) == "measure.rechtsmiddel_open"
    final(case)
    assert case.refused(TOM, "close", **closing) == "measure.money_open"
    case.do(MIA, "waive_verbeurte", verbeurte_id=of, reason="onevenredig", text=REASON, on="2027-02-03",
            mandate_id=MANDATE_ID)  # fmt: skip
    assert case.refused(TOM, "close", reason="beeindigd", text="kort") == "measure.remark_too_short"
    case.do(TOM, "close", **closing)
    assert (case.state, case.measure["closed_at"]) == ("afgesloten", "2027-02-03T12:00:00Z")


# --- bestuursdwang and closing


def bestuursdwang(**more: Any) -> dict[str, Any]:
    return another("last_onder_bestuursdwang", term_days=14, **more)


def test_regular_bestuursdwang_waits_for_the_term_and_costs_follow() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), cost_recovery="geheel")))
    assert (case.state, case.ends_on("uitvoering")) == ("in_uitvoeringstermijn", "2026-12-28")
    early = case.on("2026-12-20").visit_on("2026-12-19")
    seen: dict[str, Any] = {"visit_id": early, "result": "niet_nagekomen"}
    assert case.refused(TOM, "note_hercontrole", **seen) == "measure.term_runs"
    case.tick("2026-12-30")
    late = case.visit_on("2026-12-29", 2)
    assert case.do(TOM, "note_hercontrole", visit_id=late, result="niet_nagekomen").state == "toepassing_gepland"
    goods = {"applied_at": "2026-12-30T09:00:00Z", "goods_record": "PV 12", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "apply", **goods) == "measure.goods_copy_missing"
    assert case.refused(MIA, "apply", **goods, goods_copy_on="aan mevrouw Popescu") == "moment.unreadable"
    case.do(MIA, "apply", **goods, goods_copy_on="2026-12-30")
    assert case.ends_on("verkoop") == "2027-03-31", "thirteen weeks, never moved (Awb art. 5:30, Atw art. 4)"
    case.do(TOM, "end_application", on="2026-12-30", text=REASON)
    case.on("2027-01-12").do(
        MIA, "fix_costs", amount_eur_cents=125_000, made_known_on="2027-01-12", mandate_id=MANDATE_ID
    )
    case.do(ROB, "record_payment", payment_id=uid(70), on="2027-01-12", amount_eur_cents=125_000, of="kosten",
            kind="betaling")  # fmt: skip
    assert case.state == "kosten_geind"
    assert final(case).do(TOM, "close", reason="beeindigd", text=REASON).state == "afgesloten"


def test_complied_with_in_time_nothing_is_applied() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang())))).on("2026-12-20")
    seen = case.visit_on("2026-12-19", findings={})
    assert case.do(TOM, "note_hercontrole", visit_id=seen, result="nagekomen").state == "nagekomen"


def test_after_five_years_costs_are_no_longer_fixed() -> None:
    """Awb art. 5:25 lid 6."""
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1",
                                     cost_recovery="deels")))  # fmt: skip
    assert case.state == "toepassing_gepland", "spoed: without a term (Awb art. 5:31 lid 1)"
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    fixing = {"amount_eur_cents": 100, "mandate_id": MANDATE_ID}
    assert case.on("2031-12-11").refused(MIA, "fix_costs", **fixing, made_known_on="2031-12-11") == ""
    assert case.on("2031-12-12").refused(MIA, "fix_costs", **fixing, made_known_on="2031-12-12") == (
        "measure.costs_too_late"
    )


def closure(**more: Any) -> dict[str, Any]:
    return another("sluiting", **{"duration": {"weeks": 4, "months": None, "until": None}, "term_days": None, **more})


def closed(**more: Any) -> Case:
    case = weighed(approved(skip="spoed", **closure()), **{"closure_basis": "apv_seksinrichting", **more})
    case = made_known(signed(case))
    return case.do(MIA, "close_premises", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID, seal_numbers=["A1"])


def test_a_closure_ends_on_the_day_of_the_besluit_and_no_weekend_moves_it() -> None:
    case = closed()
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2027-01-08")
    assert case.tick("2027-01-08").state == "verzegeld"
    assert case.tick("2027-01-09").state == "opgeheven"


def test_a_broken_seal_is_reported_and_the_door_sealed_again() -> None:
    case = closed().on("2026-12-20")
    case.do(TOM, "report_broken_seal", on="2026-12-20", text="Het zegel op de voordeur is gebroken.")
    assert (case.state, case.measure["seals"]["1"]["broken_on"]) == ("verbroken_zegel", "2026-12-20")
    case.do(TOM, "seal", on="2026-12-20", seal_numbers=["A2"])
    assert (case.state, case.measure["seals"]["2"]["numbers"]) == ("verzegeld", ["A2"])


def test_a_place_opens_for_a_while_and_the_closure_goes_on() -> None:
    case = closed().on("2026-12-20")
    case.do(MIA, "reopen_for_a_while", from_on="2026-12-20", until_on="2026-12-21", text=REASON, mandate_id=MANDATE_ID)
    assert "heropening-1" in case.tick("2026-12-20").measure["alarms"]
    case.on("2026-12-21").do(TOM, "close_again", on="2026-12-21", seal_numbers=[])
    assert (case.state, case.ends_on("sluiting")) == ("pand_gesloten", "2027-01-08")


def test_only_a_closure_for_the_public_order_is_extended_and_can_then_be_contested_again() -> None:
    """Gemeentewet art. 174a lid 3."""
    body: dict[str, Any] = {"until_on": "2027-03-01", "made_known_on": "2027-01-05", "text": REASON,
                            "mandate_id": MANDATE_ID}  # fmt: skip
    assert closed().on("2027-01-05").refused(MIA, "extend_closure", **body) == "measure.cannot_be_extended"
    case = closed(closure_basis="gemw_174a").on("2027-01-05").do(MIA, "extend_closure", **body)
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2027-03-01")
    assert case.ends_on("bezwaar") == "2027-02-16"


def test_very_urgent_a_business_is_closed_first_and_the_besluit_follows() -> None:
    """Awb art. 5:31 lid 2."""
    case = Case(**closure()).on("2026-11-20")
    at_once = {"applied_at": "2026-11-20T01:00:00Z", "seal_numbers": ["A1"], "mandate_id": MANDATE_ID,
               "reason": "Er was direct gevaar voor wie binnen was."}  # fmt: skip
    case.do(MIA, "apply_at_once", **at_once)
    assert (case.state, case.ends_on("besluit_achteraf")) == ("toegepast_besluit_volgt", "2026-11-22")
    assert "besluit_achteraf-1" in case.tick("2026-11-21").measure["alarms"]
    weighed(case, closure_basis="apv_seksinrichting")
    case = made_known(signed(case, "2026-11-21"), "2026-11-21", "uitgereikt")
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2026-12-18"), "counted from the closed door"
    assert case.measure["terms"]["besluit_achteraf"]["state"] == "gehaald"


def test_entering_a_dwelling_for_bestuursdwang_names_its_record_and_its_machtiging() -> None:
    """Awb art. 5:27 lid 2; Awbi art. 2, 6 lid 2: three days."""
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1")))
    case.measure["is_dwelling"], case.premises = True, home()
    body: dict[str, Any] = {"applied_at": "2026-12-11T09:00:00Z", "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "apply", **body) == "measure.entry_record_missing"
    body["visit_id"] = case.visit_on("2026-12-11", opened_at="2026-12-11T08:00:00Z")
    assert case.refused(MIA, "apply", **body) == "measure.machtiging_missing"
    for given, reason in (("2026-12-07", "measure.machtiging_expired"), ("2026-12-08", "")):
        machtiging = {"issuer": "burgemeester", "given_on": given}
        assert case.refused(MIA, "apply", **body, machtiging=machtiging) == reason
    entered = consent_record(entered_at="2026-12-11T08:05:00Z")
    case.visits[body["visit_id"]]["binnentreden"] = {"b": entered}
    assert case.refused(MIA, "apply", **body) == ""


# --- the permit


def permit_measure(measure_type: str, **more: Any) -> Case:
    case = approved(skip="spoed", **another(measure_type, duration={"weeks": 2}))
    return weighed(case, permit_number="v-2024-101", **more)


def test_a_suspension_begins_on_its_day_and_ends_by_itself() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning", starts_on="2026-12-20")))
    assert case.state == "schorsing_aangekondigd"
    assert case.tick("2026-12-19").state == "schorsing_aangekondigd"
    assert case.tick("2026-12-20").state == "geschorst"
    assert case.ends_on("schorsing") == "2027-01-03"
    assert case.tick("2027-01-04").state == "schorsing_afgelopen"


def test_after_days_of_dark_a_suspension_has_begun_and_ended_in_one_night() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning", starts_on="2026-12-20")))
    assert case.tick("2027-02-03").state == "schorsing_afgelopen"


def test_a_permit_is_named_and_is_one_of_these_premises() -> None:
    case = approved(skip="spoed", **another("intrekking_vergunning"))
    assert case.refused(TOM, "weigh", permit_number="v-1999-1") == "measure.permit_missing"
    weighed(case)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.permit_missing"
    assert made_known(signed(weighed(case, permit_number="v-2024-101"))).state == "vergunning_ingetrokken"
    assert permit()["nummer"] == "V-2024-101" and "v-2024-101" in licensed()["vergunningen"]


# --- what can be done next


def facts(case: Case, person: Any) -> Facts:
    return Facts(person, case.today, POLICY, "raamexploitatie", case.mandates)


def can(case: Case, person: Any) -> set[str]:
    return {one.act for one in next_steps(case.measure, facts(case, person)) if one.may}


def test_next_steps_say_who_can_do_what_now() -> None:
    case = approved(skip="spoed", **penalty())
    assert can(case, INES) == set()
    assert can(case, TOM) == {"measure.weigh", "measure.decline"}
    [signing] = [one for one in next_steps(case.measure, facts(case, MIA)) if one.act == "measure.sign"]
    assert (signing.may, signing.why_not, signing.mandate_ids) == (False, ("measure.repair_missing",), (MANDATE_ID,))
    assert can(weighed(case), MIA) == {"measure.sign"}
    case.mandates = {}
    [signing] = [one for one in next_steps(case.measure, facts(case, MIA)) if one.act == "measure.sign"]
    assert signing.why_not == ("measure.no_mandate",)
    assert waits_for(case.measure, case.today) is not None


@pytest.mark.parametrize("person", [TOM, MIA, ROB, LEA], ids=lambda one: one.name)
def test_what_next_steps_offer_the_rules_allow(person: Any) -> None:
    """For each act offered without a why-not, the rule never answers that it cannot be now."""
    cases = [approved(**penalty()), weighed(approved(skip="spoed", **penalty())), last(), binding(), closed(),
             approved(**proposal()), made_known(signed(permit_measure("schorsing_vergunning")))]  # fmt: skip
    owing = binding()
    owing.on("2027-01-05").forfeit("2027-01-05")
    for case in [*cases, owing]:
        for step in next_steps(case.measure, facts(case, person)):
            if step.may:
                reason = case.refused(person, step.act.removeprefix("measure."), **body_of(case, step))
                assert reason not in {"measure.not_now", "measure.no_mandate", "measure.mandate_too_narrow"}, step


def body_of(case: Case, step: Any) -> dict[str, Any]:
    """A body that the shape takes; whether the days fit is not what is asked."""
    on = case.today.isoformat()
    values: dict[str, Any] = {
        "mandate_id": MANDATE_ID, "on": on, "sent_on": on, "made_known_on": on, "received_on": on, "from_on": on,
        "until_on": (case.today + timedelta(days=100)).isoformat(), "text": REASON, "how": "toegezonden",
        "zienswijze_days": 14, "verbeurte_id": step.of or uid(8), "visit_id": VISIT_ID, "finding_ids": [uid(1)],
        "applied_at": f"{on}T01:00:00Z", "forfeited_on": on, "payment_id": uid(88), "amount_eur_cents": 100,
        "of": step.of or "kosten", "kind": "betaling", "seal_numbers": ["A9"], "with_committee": False,
        "zienswijze_id": uid(89), "form": "geen", "skip_zienswijze": "awb_4_12", "bears_interest": True,
    }  # fmt: skip
    chosen = {"lift": {"ground": "doel_bereikt"}, "suspend": {"ground": "bezwaar_6_16"},
              "decline": {"reason": "onevenredig"}, "close": {"reason": "nagekomen"},
              "note_hercontrole": {"result": "nagekomen"}, "waive_verbeurte": {"reason": "onevenredig"},
              "interrupt_verjaring": {"how": "erkenning"},
              "decide_bezwaar": {"result": "ongegrond"}}  # fmt: skip
    act = step.act.removeprefix("measure.")
    wanted = REGISTRY.operations[step.act].shape.declared.__annotations__
    return {name: value for name, value in {**values, **chosen.get(act, {})}.items() if name in wanted}


# --- what two proofs taught


def test_one_visit_proves_one_unit_of_time() -> None:
    """Awb art. 5:32b, 5:33: each week needs a breach seen in that week."""
    case = per_week().on("2027-01-20")
    body: dict[str, Any] = {"visit_id": case.visit_on("2027-01-03"), "finding_ids": [uid(9101)]}
    case.do(TOM, "forfeit", **body, verbeurte_id=uid(1), forfeited_on="2027-01-04", period=1)
    second = {**body, "verbeurte_id": uid(2), "forfeited_on": "2027-01-11", "period": 2}
    assert case.refused(TOM, "forfeit", **second) == "measure.day_does_not_fit"
    in_week_two = {"visit_id": case.visit_on("2027-01-09", 2), "finding_ids": [uid(9102)]}
    assert case.refused(TOM, "forfeit", **{**second, **in_week_two}) == ""


def test_a_closure_whose_days_passed_while_it_was_suspended_is_over_when_taken_up_again() -> None:
    case = closed().on("2026-12-20")
    case.do(LEA, "suspend", on="2026-12-20", until_on=None, ground="voorzieningenrechter_8_81", text=REASON)
    assert case.tick("2027-02-01").state == "opgeschort"
    assert case.do(LEA, "resume", on="2027-02-01").state == "opgeheven"


def test_a_suspended_suspension_of_a_permit_ends_too() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning"))).on("2026-12-13")
    case.do(LEA, "suspend", on="2026-12-13", until_on="2027-01-31", ground="bezwaar_6_16", text=REASON)
    assert case.tick("2027-02-01").state == "schorsing_afgelopen"


def test_who_signed_or_approved_does_not_decide_on_the_bezwaar() -> None:
    """Awb art. 10:3 lid 3."""
    case = last().on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    body = {"result": "ongegrond", "on": "2027-01-20", "text": REASON}
    assert case.refused(LEA, "decide_bezwaar", **body) == ""
    for person in (MIA, TOM):
        assert case.refused(person, "decide_bezwaar", **body) == "measure.signed_the_besluit"
    assert case.refused(INES, "decide_bezwaar", **body) == "measure.own_proposal"


def test_of_two_signed_lasten_for_one_breach_one_is_made_known() -> None:
    """Awb art. 5:6: what came into force in between counts, and what is signed elsewhere is not signed again."""
    case = weighed(approved(skip="spoed", **penalty()))
    other = running_penalty(state="ondertekend", imposed_on=None)
    case.premises["open_measures"] = {uid(5): other}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.sanction_running"
    case.premises["open_measures"] = {}
    signed(case)
    case.premises["open_measures"] = {uid(5): {**other, "state": "in_begunstiging", "imposed_on": "2026-12-10"}}
    known = {"on": "2026-12-10", "how": "toegezonden"}
    assert case.refused(ROB, "make_known", **known) == "measure.sanction_running"
    assert case.do(TOM, "decline", reason="andere_instantie", text=REASON).state == "afgezien"


def test_a_suspended_last_still_stands_in_the_way_of_a_second() -> None:
    case = weighed(approved(skip="spoed", **penalty()))
    case.premises["open_measures"] = {uid(5): running_penalty(state="opgeschort")}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.sanction_running"


@pytest.mark.parametrize(
    ("running", "name", "number", "stops"),
    [("10734211", "Raamverhuur De Lantaarn B.V.", None, True), ("10734211", "Anders B.V.", "99999999", False),
     ("Raamverhuur de lantaarn BV", "Raamverhuur De Lantaarn B.V.", None, True),
     ("Anders B.V.", "Raamverhuur De Lantaarn B.V.", None, False)],
)  # fmt: skip
def test_the_same_operator_written_otherwise_is_the_same(
    running: str, name: str, number: str | None, stops: bool
) -> None:
    addressee = {"role": "exploitant", "operator": {"name": name, "kvk_nummer": number}, "zaak_ref": None}
    case = weighed(approved(skip="spoed", **penalty(addressee=addressee)))
    case.premises["open_measures"] = {uid(5): running_penalty(state="in_begunstiging", operator=running)}
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == ("measure.sanction_running" if stops else "")


def test_a_last_is_lifted_as_impossible_before_its_term_is_over() -> None:
    """Awb art. 5:34 lid 1."""
    body = {"on": "2026-12-14", "ground": "onmogelijk_5_34_1", "text": REASON, "mandate_id": MANDATE_ID}
    assert last().on("2026-12-14").do(MIA, "lift", **body).state == "opgeheven"


def test_costs_can_be_fixed_after_the_last_was_revoked() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1",
                                     cost_recovery="geheel")))  # fmt: skip
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(MIA, "revoke", on="2026-12-11", text=REASON, mandate_id=MANDATE_ID)
    case.do(MIA, "fix_costs", amount_eur_cents=50_000, made_known_on="2026-12-11", mandate_id=MANDATE_ID)
    assert case.state == "kosten_vastgesteld"


def test_costs_that_nobody_recovers_are_given_up_with_a_reason_and_the_file_closes() -> None:
    """Awb art. 5:25 lid 1: as far as that is reasonable."""
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1",
                                     cost_recovery="geheel")))  # fmt: skip
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    case.tick("2032-01-05")
    closing = {"reason": "beeindigd", "text": REASON}
    assert case.refused(TOM, "close", **closing) == "measure.costs_not_fixed"
    case.do(MIA, "waive_costs", on="2032-01-05", text=REASON, mandate_id=MANDATE_ID)
    assert case.do(TOM, "close", **closing).state == "afgesloten"


def test_fixed_costs_that_nobody_pays_can_be_given_up() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1",
                                     cost_recovery="geheel")))  # fmt: skip
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    case.do(MIA, "fix_costs", amount_eur_cents=50_000, made_known_on="2026-12-11", mandate_id=MANDATE_ID)
    case.mandates[uid(9)] = mandate(max_eur_cents=49_999)
    body = {"on": "2027-02-03", "text": REASON}
    assert final(case).refused(MIA, "waive_costs", mandate_id=uid(9), **body) == "measure.mandate_too_narrow"
    case.do(MIA, "waive_costs", mandate_id=MANDATE_ID, **body)
    assert ledger.costs_of(case.measure).waived == 50_000
    assert case.do(TOM, "close", reason="onevenredig", text=REASON).state == "afgesloten"


def test_costs_paid_for_what_was_annulled_go_back() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1",
                                     cost_recovery="geheel")))  # fmt: skip
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON)
    case.do(MIA, "fix_costs", amount_eur_cents=50_000, made_known_on="2026-12-11", mandate_id=MANDATE_ID)
    paid = {"on": "2026-12-11", "amount_eur_cents": 50_000, "of": "kosten"}
    case.do(ROB, "record_payment", **paid, payment_id=uid(70), kind="betaling")
    case.do(LEA, "receive_bezwaar", received_on="2026-12-11", with_committee=False)
    case.do(LEA, "decide_bezwaar", result="gegrond_herroepen", on="2026-12-11", text=REASON)
    case.do(ROB, "record_payment", **paid, payment_id=uid(71), kind="terugbetaling")
    assert (case.state, ledger.is_settled(case.measure)) == ("vernietigd", True)


def test_a_second_bezwaar_is_kept_and_both_are_decided_before_it_goes_on() -> None:
    case = last().on("2027-01-18").do(LEA, "receive_bezwaar", received_on="2027-01-18", with_committee=False)
    case.on("2027-01-20").do(ROB, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    assert set(case.measure["rechtsmiddelen"]) == {"bezwaar", "bezwaar_2"}
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    assert case.measure["rechtsmiddel"] == "bezwaar_lopend"
    case.do(LEA, "decide_bezwaar", which="bezwaar_2", result="ongegrond", on="2027-02-20", text=REASON)
    assert case.measure["rechtsmiddel"] == "beroepstermijn_loopt"


def _forfeited_thrice(most: int = 1_200_00) -> Case:
    """Three times 500 euro under a maximum: 500, 500 and what is left."""
    case = binding(amount_eur_cents=500_00, max_eur_cents=most, deviation={"reason": "ernstiger", "text": None})
    for number, on in enumerate(("2027-01-05", "2027-01-06", "2027-01-07"), start=1):
        case.on(on).forfeit(on, number)
    return case.on("2027-01-18").do(LEA, "receive_bezwaar", received_on="2027-01-18", with_committee=False)


def _amounts(case: Case) -> list[tuple[int, str]]:
    known = case.measure["verbeurten"]
    return [(known[one]["amount_eur_cents"], known[one]["state"]) for one in sorted(known)]


PARTLY = {"result": "gegrond_gewijzigd", "on": "2027-02-20", "text": REASON}


def test_a_bezwaar_that_is_partly_right_makes_less_of_what_was_forfeited() -> None:
    case = _forfeited_thrice()
    case.do(ROB, "record_payment", payment_id=uid(70), kind="betaling", of=uid(1), on="2027-01-18",
            amount_eur_cents=500_00)  # fmt: skip
    case.on("2027-02-20").do(LEA, "decide_bezwaar", **PARTLY, amount_eur_cents=300_00, max_eur_cents=600_00)
    assert _amounts(case) == [(300_00, "betaald"), (300_00, "geconstateerd"), (200_00, "vervallen")]
    assert (case.measure["amount_eur_cents"], case.measure["max_eur_cents"]) == (300_00, 600_00)
    assert case.measure["rechtsmiddelen"]["bezwaar"]["before"] == {
        "amount_eur_cents": 500_00,
        "max_eur_cents": 1_200_00,
    }
    assert case.state == "maximum_bereikt"
    sums = ledger.ledger_totals(case.measure).sums
    assert (sums.overpaid, sums.outstanding) == (200_00, 300_00)
    assert case.measure["terms"][f"betaling-{uid(3)}"]["state"] == "vervallen"


def test_what_was_paid_in_part_is_paid_once_the_amount_is_less() -> None:
    case = _forfeited_thrice()
    case.do(ROB, "record_payment", payment_id=uid(70), kind="betaling", of=uid(2), on="2027-01-18",
            amount_eur_cents=250_00)  # fmt: skip
    case.on("2027-02-20").do(LEA, "decide_bezwaar", **PARTLY, amount_eur_cents=250_00)
    assert _amounts(case) == [(250_00, "geconstateerd"), (250_00, "betaald"), (200_00, "geconstateerd")]
    assert case.state == "verbeurd_deels"
    assert case.measure["terms"][f"verjaring-{uid(2)}"]["state"] == "gehaald"


def test_no_bezwaar_makes_a_dwangsom_more_and_another_outcome_changes_no_amount() -> None:
    case = _forfeited_thrice().on("2027-02-20")
    for more in (
        {"amount_eur_cents": 600_00},
        {"max_eur_cents": 1_300_00},
        {"amount_eur_cents": 0},
        {"amount_eur_cents": 500_00},
    ):
        assert case.refused(LEA, "decide_bezwaar", **PARTLY, **more) == "measure.not_less"
    assert case.refused(LEA, "decide_bezwaar", **PARTLY, max_eur_cents=400_00) == "measure.amount_over_maximum"
    whole = {**PARTLY, "result": "ongegrond", "amount_eur_cents": 300_00}
    assert case.refused(LEA, "decide_bezwaar", **whole) == "measure.not_less"


def test_a_bezwaar_after_the_last_court_changes_nothing_of_what_was_decided() -> None:
    case = last().on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    case.tick("2027-05-01")
    before = dict(case.measure["rechtsmiddelen"]["bezwaar"])
    case.do(ROB, "receive_bezwaar", received_on="2027-05-01", with_committee=False)
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("onherroepelijk", "2027-04-05")
    assert case.measure["rechtsmiddelen"]["bezwaar"] == before
    late = {"which": "bezwaar_2", "on": "2027-05-01", "text": REASON}
    assert case.refused(LEA, "decide_bezwaar", **late, result="ongegrond") == "measure.bezwaar_was_late"
    case.do(LEA, "decide_bezwaar", **late, result="niet_ontvankelijk")
    assert case.measure["rechtsmiddel"] == "onherroepelijk"
    assert case.refused(LEA, "decide_bezwaar", **late, result="niet_ontvankelijk") == "measure.no_open_bezwaar"


def test_who_weighs_from_an_older_page_is_told() -> None:
    case = weighed(approved(skip="spoed", **penalty()))
    assert case.measure["weighing"]["edition"] == 1
    assert case.refused(LEA, "weigh", edition=0, geschikt=REASON) == "measure.changed_meanwhile"
    assert case.do(LEA, "weigh", edition=1, geschikt=REASON).measure["weighing"]["edition"] == 2


# --- days off, days before, and second rounds


SUSPENDED = {"ground": "voorzieningenrechter_8_81", "until_on": None, "text": REASON}


def test_nothing_is_forfeited_on_a_day_on_which_the_last_was_suspended() -> None:
    case = binding().on("2027-01-10").do(LEA, "suspend", on="2027-01-10", **SUSPENDED)
    case.on("2027-02-10").do(LEA, "resume", on="2027-02-10")
    seen = case.on("2027-02-12").visit_on("2027-01-20")
    body = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-20", "visit_id": seen, "finding_ids": [uid(9101)]}
    assert case.refused(TOM, "forfeit", **body) == "measure.was_suspended"
    case.forfeit("2027-01-09", 2)
    case.forfeit("2027-02-10", 3)
    assert case.state == "verbeurd_deels"


def test_a_unit_of_time_of_which_a_day_was_suspended_forfeits_nothing() -> None:
    counted = {"mode": "per_tijdseenheid", "time_unit": "week"}
    case = last(**counted).tick("2027-01-04")
    case.on("2027-01-06").do(LEA, "suspend", on="2027-01-06", **SUSPENDED)
    case.on("2027-01-08").do(LEA, "resume", on="2027-01-08").on("2027-01-20")
    seen, again = case.visit_on("2027-01-10", 1), case.visit_on("2027-01-13", 2)
    second = {"verbeurte_id": uid(1), "forfeited_on": "2027-01-11", "visit_id": seen, "period": 2}
    third = {"verbeurte_id": uid(2), "forfeited_on": "2027-01-18", "visit_id": again, "period": 3}
    assert case.refused(TOM, "forfeit", **second, finding_ids=[uid(9101)]) == "measure.was_suspended"
    assert case.do(TOM, "forfeit", **third, finding_ids=[uid(9102)]).state == "verbeurd_deels"


def test_what_was_established_on_a_day_that_turns_out_suspended_falls_away() -> None:
    case = binding()
    before, after = case.on("2027-01-22").forfeit("2027-01-09", 1), case.forfeit("2027-01-20", 2)
    case.do(LEA, "suspend", on="2027-01-10", **SUSPENDED)
    assert [case.measure["verbeurten"][one]["state"] for one in (before, after)] == ["geconstateerd", "vervallen"]
    assert case.on("2027-01-25").do(LEA, "resume", on="2027-01-25").state == "verbeurd_deels"


def test_a_term_that_was_over_when_the_last_was_suspended_stays_over() -> None:
    case = last().on("2027-01-04").do(LEA, "suspend", on="2027-01-04", **SUSPENDED)
    assert case.on("2027-01-10").do(LEA, "resume", on="2027-01-10").state == "actief"
    assert case.tick("2027-01-11").measure["terms"]["begunstiging"]["state"] == "verstreken"


def test_a_suspension_noted_late_gives_back_the_days_that_were_left() -> None:
    case = binding()
    assert (case.state, case.ends_on("begunstiging")) == ("actief", "2026-12-28")
    case.do(LEA, "suspend", on="2026-12-18", **SUSPENDED)
    assert case.on("2027-01-11").do(LEA, "resume", on="2027-01-11").state == "in_begunstiging"
    assert case.ends_on("begunstiging") == "2027-01-21", "ten days were left"


def test_a_suspension_that_ended_by_itself_is_not_longer_because_somebody_came_late() -> None:
    case = last().on("2026-12-14").do(LEA, "suspend", on="2026-12-14", **{**SUSPENDED, "until_on": "2026-12-20"})
    case.on("2027-01-20").do(LEA, "resume", on="2027-01-20")
    assert case.measure["suspensions"]["1"]["until_on"] == "2026-12-20"
    assert case.ends_on("begunstiging") == "2027-01-04", "fourteen days after the 21st"


def test_a_permit_is_suspended_on_its_day_though_that_day_passed_while_the_besluit_did_not_work() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning", starts_on="2027-01-10")))
    case.on("2026-12-20").do(LEA, "suspend", on="2026-12-20", **SUSPENDED)
    case.tick("2027-01-15").do(LEA, "resume", on="2027-01-15")
    assert case.state == "geschorst"
    assert case.tick("2027-12-01").state == "schorsing_afgelopen"


@pytest.mark.parametrize("act", ["lift", "revoke", "suspend"])
def test_no_besluit_is_undone_on_a_day_before_it_was_carried_out(act: str) -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **closure()), closure_basis="gemw_174a")))
    door = {"applied_at": "2026-12-20T09:00:00Z", "mandate_id": MANDATE_ID, "seal_numbers": []}
    case.on("2026-12-20").do(MIA, "close_premises", **door).on("2026-12-22")
    body = {"on": "2026-12-19", "text": REASON}
    more = {"lift": {"ground": "doel_bereikt", "mandate_id": MANDATE_ID}, "revoke": {"mandate_id": MANDATE_ID}}
    said = {**body, **more.get(act, {"ground": "bezwaar_6_16", "until_on": None})}
    assert case.refused(LEA if act == "suspend" else MIA, act, **said) == "measure.day_too_early"


def test_a_last_is_not_lifted_on_a_day_before_what_it_forfeited() -> None:
    case = binding()
    case.on("2027-01-20").forfeit("2027-01-20")
    body = {"on": "2027-01-10", "text": REASON, "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "lift", ground="doel_bereikt", **body) == "measure.day_too_early"
    assert case.refused(MIA, "revoke", **body) == "measure.day_too_early"
    assert case.refused(MIA, "revoke", **body, forfeited_lapses=True) == ""


def test_a_place_opens_for_a_while_only_within_its_closure() -> None:
    case = closed().on("2026-12-20")
    body = {"text": REASON, "mandate_id": MANDATE_ID}
    too_early, too_long = (
        {"from_on": "2026-12-01", "until_on": "2026-12-22"},
        {"from_on": "2026-12-20", "until_on": "2030-01-01"},
    )
    assert case.refused(MIA, "reopen_for_a_while", **body, **too_early) == "measure.day_too_early"
    assert case.refused(MIA, "reopen_for_a_while", **body, **too_long) == "measure.wrong_days"


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


def test_a_closure_is_extended_again_and_stays_sealed() -> None:
    case = closed(closure_basis="gemw_174a")
    for day, until in (("2027-01-05", "2027-03-01"), ("2027-02-20", "2027-06-01")):
        body = {"until_on": until, "made_known_on": day, "text": REASON, "mandate_id": MANDATE_ID}
        case.on(day).do(MIA, "extend_closure", **body)
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2027-06-01")
    assert case.on("2027-03-02").do(TOM, "report_broken_seal", on="2027-03-02", text=REASON).state == "verbroken_zegel"


def test_what_was_lodged_against_an_extension_stands_beside_what_was_decided_before() -> None:
    case = closed(closure_basis="gemw_174a").on("2026-12-20")
    case.do(ROB, "receive_bezwaar", received_on="2026-12-20", with_committee=False)
    case.do(LEA, "postpone_bezwaar", on="2026-12-20", text=REASON)
    case.on("2027-01-02").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-01-02", text=REASON)
    case.do(LEA, "receive_beroep", received_on="2027-01-02")
    case.on("2027-01-04").do(LEA, "decide_beroep", result="ingetrokken", on="2027-01-04", text=REASON)
    longer = {"until_on": "2027-06-01", "made_known_on": "2027-01-05", "text": REASON, "mandate_id": MANDATE_ID}
    case.on("2027-01-05").do(MIA, "extend_closure", **longer)
    case.on("2027-01-10").do(ROB, "receive_bezwaar", received_on="2027-01-10", with_committee=False)
    case.do(LEA, "postpone_bezwaar", on="2027-01-10", text=REASON)
    assert case.refused(LEA, "postpone_bezwaar", on="2027-01-10", text=REASON) == "measure.postponed_already"
    second = {"which": "bezwaar_2", "result": "ongegrond", "on": "2027-01-12", "text": REASON}
    case.on("2027-01-12").do(LEA, "decide_bezwaar", **second).do(LEA, "receive_beroep", received_on="2027-01-12")
    kept = case.measure["rechtsmiddelen"]
    assert [kept[one].get("result") for one in ("beroep", "beroep_2")] == ["ingetrokken", None]
    case.on("2027-03-01").do(LEA, "decide_beroep", result="ongegrond", on="2027-03-01", text=REASON)
    assert case.measure["rechtsmiddelen"]["beroep_2"]["result"] == "ongegrond"


def test_nothing_is_lodged_before_what_it_is_lodged_against() -> None:
    case = binding().on("2027-01-05").do(ROB, "receive_bezwaar", received_on="2027-01-05", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    assert case.on("2027-02-22").refused(LEA, "receive_beroep", received_on="2027-02-19") == "measure.day_too_early"
    posted = {"received_on": "2027-02-21", "posted_on": "2027-02-22"}
    assert case.refused(LEA, "receive_beroep", **posted) == "measure.wrong_days"


def test_what_was_applied_at_once_and_finds_no_besluit_ends_with_its_reason() -> None:
    case = Case(**another("sluiting", duration={"weeks": 8}))
    case.do(MIA, "apply_at_once", applied_at="2026-11-20T11:00:00Z", mandate_id=MANDATE_ID, reason=REASON)
    case.on("2026-11-21").do(TOM, "decline", reason="niet_vastgesteld", text=REASON)
    assert case.state == "afgezien"
    assert not [one for one in case.measure["terms"].values() if one["state"] == "loopt"]


def test_with_consent_that_was_withdrawn_bestuursdwang_still_needs_its_machtiging() -> None:
    """Awbi art. 1 lid 4, 2 lid 1; Awb art. 5:27 lid 2: from the body that applies it."""
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1")))
    case.measure["is_dwelling"], case.premises = True, home()
    body: dict[str, Any] = {"applied_at": "2026-12-11T09:00:00Z", "mandate_id": MANDATE_ID}
    body["visit_id"] = case.visit_on("2026-12-11", opened_at="2026-12-11T08:00:00Z")
    gone = {"consent": "ingetrokken", "withdrawn_at": "2026-12-11T08:20:00Z"}
    case.visits[body["visit_id"]]["binnentreden"] = {"b": consent_record(entered_at="2026-12-11T08:05:00Z", **gone)}
    assert case.refused(MIA, "apply", **body) == "measure.machtiging_missing"
    other = {"issuer": "college_van_burgemeester_en_wethouders", "given_on": "2026-12-11"}
    assert case.refused(MIA, "apply", **body, machtiging=other) == "measure.machtiging_wrong_issuer"
    assert case.refused(MIA, "apply", **body, machtiging={**other, "issuer": "burgemeester"}) == ""


def test_a_bezwaar_that_comes_after_the_file_was_put_away_can_be_kept_and_decided_on() -> None:
    case = binding().on("2027-01-20")
    case.do(TOM, "note_hercontrole", visit_id=case.visit_on("2027-01-19"), result="nagekomen", is_finished=True)
    case.tick("2027-06-01").do(TOM, "close", reason="nagekomen", text=REASON)
    assert case.state == "afgesloten"

    def offered(person: Any) -> set[str]:
        facts = Facts(person, case.today, POLICY, "prive_huis_club", case.mandates)
        return {one.act for one in next_steps(case.measure, facts) if one.may}

    assert offered(ROB) == {"measure.receive_bezwaar"} and not offered(TOM)
    assert waits_for(case.measure, case.today) is None
    case.do(ROB, "receive_bezwaar", received_on="2027-06-01", with_committee=False)
    assert "measure.decide_bezwaar" in offered(LEA)
    case.on("2027-06-10").do(LEA, "decide_bezwaar", result="niet_ontvankelijk", on="2027-06-10", text=REASON)
    assert (case.state, case.measure["rechtsmiddel"]) == ("afgesloten", "beroepstermijn_loopt")
