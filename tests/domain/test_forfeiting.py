"""Forfeiting a dwangsom: when, how often, up to which maximum; and complying, after which nothing more is forfeited."""

from typing import Any

import pytest

from fieldapp.domain.course import ledger
from fieldapp.domain.course.hercontrole import hercontrole_on
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    SUSPENDED,
    Case,
    approved,
    binding,
    last,
    made_known,
    per_week,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import finding, penalty
from tests.people import LEA, MIA, TOM

ERNSTIGER = {"reason": "ernstiger", "text": None}


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


def test_complied_with_and_nothing_left_to_do_it_has_worked_out() -> None:
    case = binding().on("2027-01-06")
    seen = case.visit_on("2027-01-05", findings={})
    assert case.do(TOM, "note_hercontrole", visit_id=seen, result="nagekomen").state == "actief"
    assert case.refused(TOM, "note_hercontrole", visit_id=seen, result="nagekomen") == "measure.seen_already"
    last_seen = case.visit_on("2027-01-06", 2, findings={})
    case.do(TOM, "note_hercontrole", visit_id=last_seen, result="nagekomen", is_finished=True)
    assert case.state == "uitgewerkt"


def test_a_last_in_force_asks_for_the_next_look() -> None:
    """Awb art. 5:32b lid 1: each week needs its own proof; a last that does not count by time waits four weeks."""
    weekly = per_week()
    assert hercontrole_on(weekly.measure) == "2026-12-29"
    seen = weekly.on("2027-01-02").visit_on("2027-01-02")
    weekly.do(TOM, "note_hercontrole", visit_id=seen, result="niet_nagekomen")
    assert hercontrole_on(weekly.measure) == "2027-01-05", "the second week"
    in_week_two = {"visit_id": weekly.visit_on("2027-01-06", 2), "finding_ids": [uid(9102)]}
    weekly.on("2027-01-12").do(TOM, "forfeit", **in_week_two, verbeurte_id=uid(2), forfeited_on="2027-01-11", period=2)
    assert hercontrole_on(weekly.measure) == "2027-01-12"
    better = weekly.on("2027-01-13").visit_on("2027-01-13", 3, findings={})
    weekly.do(TOM, "note_hercontrole", visit_id=better, result="nagekomen")
    assert hercontrole_on(weekly.measure) == "2027-02-10", "complied with: after four weeks"
    weekly.do(TOM, "note_hercontrole", visit_id=weekly.visit_on("2027-01-13", 4), result="nagekomen", is_finished=True)
    assert hercontrole_on(weekly.measure) is None
    each = binding()
    each.on("2027-01-06").forfeit("2027-01-05")
    assert hercontrole_on(each.measure) == "2027-02-02"


def test_a_last_per_day_asks_for_its_next_look_after_a_week_and_forfeits_on_each_day_that_somebody_looks() -> None:
    """Awb art. 5:32b lid 1, 5:33: the rhythm is a house rule; the law asks only that each day has its own proof."""
    daily = binding(mode="per_tijdseenheid", time_unit="dag", deviation=ERNSTIGER)
    assert hercontrole_on(daily.measure) == "2026-12-29", "the first: the day after the term to comply"
    for number, day, period in ((1, "2027-01-04", 7), (2, "2027-01-05", 8)):
        seen = {"visit_id": daily.on(day).visit_on(day, number), "finding_ids": [uid(9100 + number)]}
        daily.do(TOM, "forfeit", **seen, verbeurte_id=uid(number), forfeited_on=day, period=period)
    assert hercontrole_on(daily.measure) == "2027-01-12", "a week after the newest look"
    better = daily.on("2027-01-12").visit_on("2027-01-12", 3, findings={})
    daily.do(TOM, "note_hercontrole", visit_id=better, result="nagekomen")
    assert hercontrole_on(daily.measure) == "2027-02-09", "complied with: after four weeks"


def test_a_lump_sum_that_was_forfeited_asks_for_no_other_look() -> None:
    case = binding(mode="ineens", deviation=ERNSTIGER)
    case.on("2027-01-06").forfeit("2027-01-05")
    assert hercontrole_on(case.measure) is None


def test_a_last_that_binds_at_once_asks_for_its_first_look() -> None:
    case = made_known(
        signed(
            weighed(
                approved(skip="spoed", **penalty(term_days=None, deviation=ERNSTIGER)),
                no_begunstiging_reason="voorkomen_herhaling",
            )
        )
    )
    assert (case.state, hercontrole_on(case.measure)) == ("actief", "2026-12-11")


@pytest.mark.parametrize("outcome", ["niemand_aanwezig", "geen_medewerking", "afgebroken"])
def test_a_visit_on_which_nobody_looked_is_no_hercontrole(outcome: str) -> None:
    case = binding().on("2027-01-06")
    seen = case.visit_on("2027-01-05", outcome=outcome, answers={}, findings={})
    asked = {"visit_id": seen, "result": "niet_nagekomen"}
    assert case.refused(TOM, "note_hercontrole", **asked) == "measure.nobody_looked"
    assert hercontrole_on(case.measure) == "2026-12-29", "it is still to come"
    broken_off = case.visit_on("2027-01-05", 2, outcome="afgebroken", answers={})
    case.do(TOM, "note_hercontrole", visit_id=broken_off, result="niet_nagekomen")
    assert hercontrole_on(case.measure) == "2027-02-02", "what was found before it was broken off was seen"


def test_one_visit_proves_one_unit_of_time() -> None:
    """Awb art. 5:32b, 5:33: each week needs a breach seen in that week."""
    case = per_week().on("2027-01-20")
    body: dict[str, Any] = {"visit_id": case.visit_on("2027-01-03"), "finding_ids": [uid(9101)]}
    case.do(TOM, "forfeit", **body, verbeurte_id=uid(1), forfeited_on="2027-01-04", period=1)
    second = {**body, "verbeurte_id": uid(2), "forfeited_on": "2027-01-11", "period": 2}
    assert case.refused(TOM, "forfeit", **second) == "measure.day_does_not_fit"
    in_week_two = {"visit_id": case.visit_on("2027-01-09", 2), "finding_ids": [uid(9102)]}
    assert case.refused(TOM, "forfeit", **{**second, **in_week_two}) == ""


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


# --- established later: forfeited by law on a day on which the last worked (Awb art. 5:33)


def late(case: Case, day: str, number: int = 1) -> dict[str, Any]:
    seen = case.visit_on(day, number)
    return {"verbeurte_id": uid(number), "forfeited_on": day, "visit_id": seen, "finding_ids": [uid(9100 + number)]}


def test_a_breach_from_before_a_suspension_is_established_while_it_lasts() -> None:
    case = binding().on("2027-01-10").do(LEA, "suspend", on="2027-01-10", **SUSPENDED).on("2027-01-20")
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-12", 2)) == "measure.was_suspended"
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-10", 3)) == "measure.was_suspended"
    case.do(TOM, "forfeit", **late(case, "2027-01-09"))
    assert (case.state, case.measure["verbeurten"][uid(1)]["amount_eur_cents"]) == ("opgeschort", 250_000)
    assert case.do(LEA, "resume", on="2027-01-20").state == "verbeurd_deels"


def test_the_maximum_found_reached_while_it_is_suspended_stays_reached() -> None:
    case = binding(max_eur_cents=250_000, deviation={"reason": "minder_ernstig", "text": None})
    case.on("2027-01-10").do(LEA, "suspend", on="2027-01-10", **SUSPENDED)
    case.on("2027-01-20").do(TOM, "forfeit", **late(case, "2027-01-09"))
    assert case.do(LEA, "resume", on="2027-01-20").state == "maximum_bereikt"


def over(how: str) -> Case:
    case = binding().on("2027-01-10")
    if how == "uitgewerkt":
        seen = case.visit_on("2027-01-10", 9, findings={})
        return case.do(TOM, "note_hercontrole", visit_id=seen, result="nagekomen", is_finished=True)
    body = {"on": "2027-01-10", "text": REASON, "mandate_id": MANDATE_ID}
    if how == "opgeheven":
        return case.do(MIA, "lift", ground="doel_bereikt", **body)
    return case.do(MIA, "revoke", **body)


@pytest.mark.parametrize("how", ["uitgewerkt", "opgeheven", "ingetrokken"])
def test_a_breach_from_before_the_last_was_over_is_established_afterwards(how: str) -> None:
    case = over(how).on("2027-02-01")
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-10", 2)) == "measure.not_in_force"
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-20", 3)) == "measure.not_in_force"
    case.do(TOM, "forfeit", **late(case, "2027-01-09"))
    assert (case.state, case.ends_on(f"betaling-{uid(1)}")) == (how, "2027-02-22")
    assert case.measure["terms"]["opheffing_na_jaar"]["starts_on"] == "2026-12-11", "no new year for what is over"
    assert case.tick("2027-03-01").refused(TOM, "close", reason="beeindigd", text=REASON) == "measure.money_open"


@pytest.mark.parametrize("how", ["lift", "revoke"])
def test_a_day_of_a_suspension_that_ended_with_the_last_forfeits_nothing_afterwards(how: str) -> None:
    """Awb art. 5:33, 5:34: lifted or revoked out of a suspension, its days are still days on which it did not work."""
    case = binding().on("2027-01-10").do(LEA, "suspend", on="2027-01-10", **SUSPENDED).on("2027-02-10")
    body = {"on": "2027-02-10", "text": REASON, "mandate_id": MANDATE_ID}
    case.do(MIA, how, **body, **({"ground": "doel_bereikt"} if how == "lift" else {}))
    case.on("2027-02-20")
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-20", 2)) == "measure.was_suspended"
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-09")) == ""


def test_what_was_revoked_with_all_it_forfeited_forfeits_nothing_afterwards() -> None:
    """Awb art. 5:38 lid 1."""
    case = binding().on("2027-01-10")
    gone = {"on": "2027-01-10", "text": REASON, "mandate_id": MANDATE_ID, "forfeited_lapses": True}
    case.do(MIA, "revoke", **gone).on("2027-02-01")
    assert case.refused(TOM, "forfeit", **late(case, "2027-01-09")) == "measure.not_in_force"


def test_a_last_that_was_lifted_within_its_term_forfeits_nothing_afterwards() -> None:
    case = last().on("2026-12-20")
    body = {"on": "2026-12-20", "text": REASON, "mandate_id": MANDATE_ID}
    case.do(MIA, "lift", ground="onmogelijk_5_34_1", **body).on("2027-01-10")
    assert case.refused(TOM, "forfeit", **late(case, "2026-12-19")) == "measure.day_too_early"
