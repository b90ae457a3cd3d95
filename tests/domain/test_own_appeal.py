"""The rechtbank annuls, and the municipality appeals: gone at once, not for good, and back when the appeal succeeds."""

from typing import Any

import pytest

from fieldapp.domain import measures
from fieldapp.domain.course import ledger
from fieldapp.domain.course.states import LAST_DWANGSOM
from fieldapp.domain.retention import File, candidates
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    bestuursdwang,
    binding,
    closure,
    last,
    made_known,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import POLICY
from tests.people import LEA, MIA, ROB, TOM


def before_the_judge(case: Case) -> Case:
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    return case.on("2027-03-20").do(LEA, "receive_beroep", received_on="2027-03-20")


def annulled(case: Case, day: str = "2027-05-03") -> Case:
    return case.tick(day).do(LEA, "decide_beroep", result="vernietigd", on=day, text=REASON)


def appealed(case: Case, day: str = "2027-06-01") -> Case:
    return case.tick(day).do(LEA, "receive_beroep", received_on=day)


def ruled(case: Case, result: str, day: str = "2027-12-01") -> Case:
    return case.tick(day).do(LEA, "decide_beroep", result=result, on=day, text=REASON)


def test_what_the_rechtbank_annuls_is_gone_but_the_file_has_not_ended() -> None:
    """Awb art. 8:72, 8:104: six weeks from 3 May end on 14 June."""
    case = annulled(before_the_judge(binding()))
    assert (case.state, case.measure["rechtsmiddel"]) == ("vernietigd", "vernietigd_hoger_beroep_kan")
    assert case.ends_on("hoger_beroep") == "2027-06-14"
    assert "closed_at" not in case.measure and "final_on" not in case.measure
    assert measures.index(case.measure)["is_ended"] == "false"  # type: ignore[arg-type]  # a measure
    assert case.tick("2027-06-21").measure["rechtsmiddel"] == "vernietigd_hoger_beroep_kan", "the post may bring it"
    case.tick("2027-06-22")
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("vernietigd", "2027-06-14")
    assert case.measure["closed_at"] == "2027-06-22T12:00:00Z"
    assert "annulment" not in case.measure


def test_while_it_may_come_back_its_year_of_keeping_does_not_run() -> None:
    case = appealed(annulled(before_the_judge(binding())))
    shown = {"id": uid(1), "kind": "measure", "fields": case.measure}
    later = case.today.replace(year=2040)
    assert not candidates(POLICY.retention, File(measures=[shown]), later)
    ruled(case, "ongegrond")
    assert [one.due_on.year for one in candidates(POLICY.retention, File(measures=[shown]), later)]


@pytest.mark.parametrize("result", ["ongegrond", "niet_ontvankelijk", "ingetrokken", "vernietigd"])
def test_an_own_appeal_that_fails_leaves_the_besluit_annulled(result: str) -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    ruled(appealed(annulled(before_the_judge(case))), result)
    assert (case.state, case.measure["rechtsmiddel"], case.measure["final_on"]) == (
        "vernietigd", "vernietigd", "2027-12-01")  # fmt: skip
    assert case.measure["closed_at"] and case.measure["verbeurten"][of]["state"] == "vervallen"


def test_an_own_appeal_that_succeeds_brings_everything_back_and_no_day_in_between_forfeits() -> None:
    """Awb art. 5:33, 8:113: what was paid back is due again; the last is final from the ruling."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    pay = {"of": of, "amount_eur_cents": 250_000}
    case.do(ROB, "record_payment", payment_id=uid(70), on="2027-01-05", kind="betaling", **pay)
    annulled(before_the_judge(case))
    case.do(ROB, "record_payment", payment_id=uid(71), on="2027-05-03", kind="terugbetaling", **pay)
    ruled(appealed(case), "gegrond_in_stand")
    assert (case.state, case.measure["rechtsmiddel"], case.measure["final_on"]) == (
        "verbeurd_deels", "onherroepelijk", "2027-12-01")  # fmt: skip
    assert (case.measure["verbeurten"][of]["state"], ledger.sums_of(case.measure, of).outstanding) == (
        "geconstateerd", 250_000)  # fmt: skip
    seen = case.on("2027-12-10").visit_on("2027-08-10", 2)
    body = {"verbeurte_id": uid(2), "forfeited_on": "2027-08-10", "visit_id": seen, "finding_ids": [uid(9102)]}
    assert case.refused(TOM, "forfeit", **body) == "measure.was_suspended"
    case.forfeit("2027-12-05", 3)
    assert "closed_at" not in case.measure


def test_a_term_to_comply_that_was_running_goes_on_with_the_days_that_were_left() -> None:
    case = last(term_days=300)
    left = case.ends_on("begunstiging")
    ruled(appealed(annulled(before_the_judge(case))), "gegrond_in_stand")
    assert (left, case.state) == ("2027-10-07", "in_begunstiging")
    assert case.ends_on("begunstiging") == "2028-05-08", (
        "157 days after 1 December is a Saturday in May; Monday is next"
    )


def test_a_closure_whose_days_passed_meanwhile_is_over_when_it_stands_again() -> None:
    half_a_year = {"weeks": 26, "months": None, "until": None}
    case = signed(weighed(approved(skip="spoed", **closure(duration=half_a_year)), closure_basis="gemw_174a"))
    made_known(case).do(MIA, "close_premises", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    annulled(before_the_judge(case))
    assert ruled(appealed(case), "gegrond_in_stand").tick("2027-12-01").state == "opgeheven"


def test_an_appeal_is_of_the_municipality_and_says_so() -> None:
    case = appealed(annulled(before_the_judge(binding())))
    assert case.measure["rechtsmiddelen"]["hoger_beroep"]["by_municipality"] is True
    assert case.measure["measure_type"] == LAST_DWANGSOM


def test_a_bezwaar_of_another_is_decided_on_though_the_besluit_is_annulled() -> None:
    case = binding().on("2027-01-20")
    case.do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    case.on("2027-03-01").do(ROB, "receive_bezwaar", received_on="2027-03-01", with_committee=False)
    case.on("2027-03-20").do(LEA, "receive_beroep", received_on="2027-03-20")
    annulled(case)
    said = {"which": "bezwaar_2", "result": "niet_ontvankelijk", "text": REASON}
    case.do(LEA, "decide_bezwaar", on="2027-05-03", **said)
    assert case.measure["rechtsmiddel"] == "vernietigd_hoger_beroep_kan"


def test_an_invordering_annulled_by_the_rechtbank_comes_back_on_appeal() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.tick("2027-02-03").do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-03",
                               mandate_id=MANDATE_ID, skip_zienswijze="awb_4_12")  # fmt: skip
    against: dict[str, Any] = {"of": of, "text": REASON}
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    case.on("2027-03-10").do(LEA, "decide_bezwaar", **against, result="ongegrond", on="2027-03-10")
    case.on("2027-04-01").do(LEA, "receive_beroep", of=of, received_on="2027-04-01")
    case.tick("2027-06-01").do(LEA, "decide_beroep", **against, result="vernietigd", on="2027-06-01")
    assert case.measure["verbeurten"][of]["invordering"]["rechtsmiddel"] == "vernietigd_hoger_beroep_kan"
    assert (case.measure["verbeurten"][of]["state"], ledger.sums_of(case.measure, of).outstanding) == ("vervallen", 0)
    case.on("2027-06-10").do(LEA, "receive_beroep", of=of, received_on="2027-06-10")
    case.tick("2027-11-01").do(LEA, "decide_beroep", **against, result="gegrond_in_stand", on="2027-11-01")
    assert case.measure["verbeurten"][of]["state"] == "ingevorderd_besloten"
    assert case.measure["verbeurten"][of]["invordering"]["rechtsmiddel"] == "onherroepelijk"
    assert case.measure["terms"][f"verjaring-{of}"]["state"] == "loopt"
    assert (case.state, case.measure["rechtsmiddel"]) == ("verbeurd_deels", "onherroepelijk")


def collected() -> tuple[Case, str]:
    """An invordering of 3 February, while beroep against the last runs."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.tick("2027-02-03").do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-03",
                               mandate_id=MANDATE_ID, skip_zienswijze="awb_4_12")  # fmt: skip
    return case, of


def test_an_invordering_that_was_revoked_meanwhile_stays_so_when_the_last_stands_again() -> None:
    """Awb art. 7:11: nobody pays what a decision on his bezwaar undid."""
    case, of = collected()
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    before_the_judge(case)
    annulled(case)
    case.do(LEA, "decide_bezwaar", of=of, result="gegrond_herroepen", on="2027-05-03", text=REASON)
    ruled(appealed(case), "gegrond_in_stand")
    assert (case.measure["verbeurten"][of]["state"], ledger.sums_of(case.measure, of).outstanding) == ("vervallen", 0)
    assert not [one for one in case.measure["terms"].values() if one.get("of") == of and one["state"] == "loopt"]


def test_the_term_for_beroep_about_money_runs_on_when_the_last_stands_again() -> None:
    """Awb art. 6:7: otherwise nothing ever ended it, and the file could never be put away."""
    case, of = collected()
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    before_the_judge(case)
    case.tick("2027-04-20").do(LEA, "decide_bezwaar", of=of, result="ongegrond", on="2027-04-20", text=REASON)
    ruled(appealed(annulled(case)), "gegrond_in_stand").tick("2027-12-02")
    assert case.measure["verbeurten"][of]["invordering"]["rechtsmiddel"] == "onherroepelijk"


def undone(**more: Any) -> tuple[Case, str]:
    """The last is final; the rechtbank annulled the invordering on 1 June, and the municipality may appeal."""
    case = binding(**more)
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.tick("2027-02-03").do(MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-03",
                               mandate_id=MANDATE_ID, skip_zienswijze="awb_4_12")  # fmt: skip
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    case.on("2027-03-10").do(LEA, "decide_bezwaar", of=of, result="ongegrond", on="2027-03-10", text=REASON)
    case.on("2027-04-01").do(LEA, "receive_beroep", of=of, received_on="2027-04-01")
    case.tick("2027-06-01").do(LEA, "decide_beroep", of=of, result="vernietigd", on="2027-06-01", text=REASON)
    return case, of


def test_a_breach_of_which_the_invordering_was_undone_is_not_forfeited_anew() -> None:
    """Awb art. 5:32b, 8:72: after the appeal the same breach would be collected twice."""
    case, _ = undone()
    again = {"verbeurte_id": uid(2), "forfeited_on": "2027-01-05", "visit_id": uid(9001), "finding_ids": [uid(9101)]}
    assert case.refused(TOM, "forfeit", **again) == "measure.already_forfeited"
    assert case.tick("2027-08-01").refused(TOM, "forfeit", **again) == "measure.already_forfeited"


def test_what_may_come_back_leaves_no_room_under_the_maximum_until_it_is_gone_for_good() -> None:
    """Awb art. 5:32b lid 2: otherwise more is forfeited than the maximum when the appeal succeeds."""
    case, of = undone(max_eur_cents=250_000, deviation={"reason": "minder_ernstig", "text": None})
    assert (case.state, ledger.ledger_totals(case.measure).left_under_maximum) == ("maximum_bereikt", 0)
    case.tick("2027-08-01")
    assert case.measure["verbeurten"][of]["invordering"]["rechtsmiddel"] == "vernietigd"
    assert (case.state, ledger.ledger_totals(case.measure).left_under_maximum) == ("verbeurd_deels", 250_000)


def test_costs_that_went_back_are_due_again_when_they_stand_after_all() -> None:
    """Awb art. 5:25, 8:113: paid, annulled, given back; then the page may not say that they are paid."""
    case = weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1", cost_recovery="geheel")
    case = made_known(signed(case))
    case.do(MIA, "apply", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID)
    case.do(TOM, "end_application", on="2026-12-11", text=REASON).tick("2027-01-12")
    case.do(MIA, "fix_costs", amount_eur_cents=125_000, made_known_on="2027-01-12", mandate_id=MANDATE_ID)
    pay = {"of": "kosten", "amount_eur_cents": 125_000}
    case.do(ROB, "record_payment", payment_id=uid(70), on="2027-01-12", kind="betaling", **pay)
    against: dict[str, Any] = {"of": "kosten", "text": REASON}
    case.tick("2027-02-03").do(ROB, "receive_bezwaar", of="kosten", received_on="2027-02-03", with_committee=False)
    case.do(LEA, "decide_bezwaar", **against, result="ongegrond", on="2027-02-03")
    case.do(LEA, "receive_beroep", of="kosten", received_on="2027-02-03")
    case.do(LEA, "decide_beroep", **against, result="vernietigd", on="2027-02-03")
    case.do(ROB, "record_payment", payment_id=uid(71), on="2027-02-03", kind="terugbetaling", **pay)
    case.do(LEA, "receive_beroep", of="kosten", received_on="2027-02-03")
    case.do(LEA, "decide_beroep", **against, result="gegrond_in_stand", on="2027-02-03")
    assert (case.state, ledger.costs_of(case.measure).outstanding) == ("kosten_vastgesteld", 125_000)
    assert case.measure["terms"]["verjaring-kosten"]["state"] == "loopt"


def test_the_own_six_weeks_ring_before_they_are_over() -> None:
    """Awb art. 8:104: they end on 14 June; nobody else lodges this appeal."""
    case = annulled(before_the_judge(binding()))
    assert "hoger_beroep-14" in case.tick("2027-06-01").measure["alarms"]
    assert "hoger_beroep-3" in case.tick("2027-06-12").measure["alarms"]


def won(case: Case, of: str) -> Case:
    """The municipality appeals against the ruling of 1 June about the invordering, and wins on 1 November."""
    case.on("2027-06-10").do(LEA, "receive_beroep", of=of, received_on="2027-06-10")
    return case.tick("2027-11-01").do(
        LEA, "decide_beroep", of=of, result="gegrond_in_stand", on="2027-11-01", text=REASON
    )


def judged(case: Case, of: str) -> Case:
    """Bezwaar, beroep and an annulment of 1 June about the invordering of 3 February."""
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    case.on("2027-03-10").do(LEA, "decide_bezwaar", of=of, result="ongegrond", on="2027-03-10", text=REASON)
    case.on("2027-04-01").do(LEA, "receive_beroep", of=of, received_on="2027-04-01")
    return case.tick("2027-06-01").do(LEA, "decide_beroep", of=of, result="vernietigd", on="2027-06-01", text=REASON)


def test_what_was_given_up_stays_so_when_its_invordering_comes_back() -> None:
    case, of = collected()
    case.do(MIA, "waive_verbeurte", verbeurte_id=of, reason="onevenredig", text=REASON, on="2027-02-03",
            mandate_id=MANDATE_ID)  # fmt: skip
    claim = won(judged(case, of), of).measure["verbeurten"][of]
    assert (claim["state"], ledger.sums_of(case.measure, of).outstanding) == ("afgezien", 0)


def test_what_had_prescribed_stays_so_when_its_invordering_comes_back() -> None:
    """Awb art. 5:35: a year after the invordering of 3 February 2027 the claim is over, whatever the judge does later."""
    case, of = collected()
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    case.on("2027-03-10").do(LEA, "decide_bezwaar", of=of, result="ongegrond", on="2027-03-10", text=REASON)
    case.on("2027-04-01").do(LEA, "receive_beroep", of=of, received_on="2027-04-01").tick("2028-03-01")
    assert case.measure["verbeurten"][of]["state"] == "verjaard"
    case.do(LEA, "decide_beroep", of=of, result="vernietigd", on="2028-03-01", text=REASON)
    case.do(LEA, "receive_beroep", of=of, received_on="2028-03-01").tick("2028-11-01")
    case.do(LEA, "decide_beroep", of=of, result="gegrond_in_stand", on="2028-11-01", text=REASON)
    claim = case.measure["verbeurten"][of]
    assert (claim["state"], claim["ended_on"]) == ("verjaard", "2028-02-03")
    assert case.measure["terms"][f"verjaring-{of}"]["state"] == "verstreken"


@pytest.mark.parametrize("which", ["besluit", "invordering"])
def test_what_was_paid_and_given_back_prescribes_again_when_it_is_due_again(which: str) -> None:
    """Awb art. 5:35: without its term nothing rang and nothing ended it."""
    case, of = collected()
    pay = {"of": of, "amount_eur_cents": 250_000}
    case.do(ROB, "record_payment", payment_id=uid(70), on="2027-02-03", kind="betaling", **pay)
    if which == "besluit":
        annulled(before_the_judge(case))
    else:
        judged(case, of)
    day = case.today.isoformat()
    case.do(ROB, "record_payment", payment_id=uid(71), on=day, kind="terugbetaling", **pay)
    if which == "besluit":
        ruled(appealed(case), "gegrond_in_stand")
    else:
        won(case, of)
    assert ledger.sums_of(case.measure, of).outstanding == 250_000
    assert case.measure["terms"][f"verjaring-{of}"]["state"] == "loopt"


@pytest.mark.parametrize(
    ("result", "state", "due"), [("gegrond_in_stand", "ingevorderd_besloten", 250_000), ("ongegrond", "vervallen", 0)]
)
def test_an_invordering_that_comes_back_while_the_last_is_annulled_waits_for_the_last(
    result: str, state: str, due: int
) -> None:
    """Awb art. 8:72: what the last carried stands or falls with it."""
    case, of = collected()
    case.on("2027-02-10").do(ROB, "receive_bezwaar", of=of, received_on="2027-02-10", with_committee=False)
    case.on("2027-03-10").do(LEA, "decide_bezwaar", of=of, result="ongegrond", on="2027-03-10", text=REASON)
    case.on("2027-03-12").do(LEA, "receive_beroep", of=of, received_on="2027-03-12")
    case.tick("2027-03-15").do(LEA, "decide_beroep", of=of, result="vernietigd", on="2027-03-15", text=REASON)
    case.on("2027-03-16").do(LEA, "receive_beroep", of=of, received_on="2027-03-16")
    case = appealed(annulled(before_the_judge(case)))
    case.tick("2027-11-01").do(LEA, "decide_beroep", of=of, result="gegrond_in_stand", on="2027-11-01", text=REASON)
    assert (case.measure["verbeurten"][of]["state"], ledger.sums_of(case.measure, of).outstanding) == ("vervallen", 0)
    ruled(case, result)
    assert (case.measure["verbeurten"][of]["state"], ledger.sums_of(case.measure, of).outstanding) == (state, due)
    runs = case.measure["terms"][f"verjaring-{of}"]["state"] == "loopt"
    assert runs == bool(due)


def two_forfeited() -> Case:
    """€ 2.500 twice, and a second bezwaar that nobody decided on when the rechtbank annulled the last."""
    case = binding()
    case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-08").forfeit("2027-01-08", 2)
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-20", text=REASON)
    case.on("2027-03-01").do(ROB, "receive_bezwaar", received_on="2027-03-01", with_committee=False, excused=REASON)
    case.on("2027-03-20").do(LEA, "receive_beroep", received_on="2027-03-20")
    return appealed(annulled(case))


def lowered(case: Case, amount: int, most: int) -> Case:
    said = {"which": "bezwaar_2", "result": "gegrond_gewijzigd", "on": "2027-06-10", "text": REASON}
    amounts = {"amount_eur_cents": amount, "max_eur_cents": most}
    return case.tick("2027-06-10").do(LEA, "decide_bezwaar", **said, **amounts)


def test_what_a_bezwaar_makes_less_while_the_last_is_annulled_comes_back_as_less() -> None:
    """Awb art. 7:11: nobody is worse off because his last was annulled for a while."""
    case = lowered(two_forfeited(), 100_000, 150_000)
    assert ledger.ledger_totals(case.measure).sums.outstanding == 0, "nothing is due meanwhile"
    ruled(case, "gegrond_in_stand")
    assert [ledger.sums_of(case.measure, uid(one)).outstanding for one in (1, 2)] == [100_000, 50_000]
    assert (case.state, ledger.ledger_totals(case.measure).left_under_maximum) == ("maximum_bereikt", 0)


def test_what_no_longer_fits_under_the_lower_maximum_does_not_come_back() -> None:
    case = ruled(lowered(two_forfeited(), 100_000, 100_000), "gegrond_in_stand")
    assert [case.measure["verbeurten"][uid(one)]["state"] for one in (1, 2)] == ["geconstateerd", "vervallen"]
    assert not [one for one in case.measure["terms"].values() if one.get("of") == uid(2) and one["state"] == "loopt"]
