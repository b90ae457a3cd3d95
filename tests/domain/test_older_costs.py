"""Costs that were fixed before their terms were counted get them after all, once, and the clock goes on from there."""

from types import SimpleNamespace
from typing import Any

import pytest

from fieldapp import reactions
from fieldapp.domain.course import older_costs
from tests.domain.course import Case, uid
from tests.domain.test_recovering_costs import KOSTEN, fixed, pay
from tests.people import ROB, SYSTEM, TOM
from tests.test_reactions import desk

BOTH = ["bezwaar_kosten-kosten", "verjaring-kosten"]
CLOSING = {"text": "De kosten zijn betaald en het pand is in orde.", "reason": "nagekomen"}


def older(case: Case | None = None) -> Case:
    """Fixed on 12 January 2027 by a version that counted neither term."""
    case = case or fixed()
    for term_id in BOTH:
        del case.measure["terms"][term_id]
    for name in ("rechtsmiddel", "interruptions"):
        del case.measure["costs"][name]
    return case


def night(case: Case, day: str) -> Case:
    """What the worker does: first what is lacking, then the clock."""
    case.on(day)
    at = desk(("m", "measure", case.measure))
    wanted = [one for one in reactions.daily(case.today, at) if getattr(one, "kind", "") == "measure.add_terms"]
    for one in wanted:
        case.do(SYSTEM, "add_terms", **one.body)  # type: ignore[union-attr]  # a follow-up
    return case.tick()


def test_costs_of_before_get_the_terms_that_costs_of_today_have() -> None:
    """Awb art. 4:104, 5:31c, 6:7."""
    today, before = fixed(), night(older(), "2027-01-13")
    for term_id in BOTH:
        assert before.measure["terms"][term_id] == today.measure["terms"][term_id]
    assert before.measure["costs"]["rechtsmiddel"] == "bezwaartermijn_loopt"


def test_it_is_done_once() -> None:
    case = night(older(), "2027-01-13")
    night(case, "2027-01-14")
    assert [act for act, _ in case.log].count("add_terms") == 1
    assert case.refused(SYSTEM, "add_terms", term_ids=BOTH) == "measure.not_now"
    assert case.refused(SYSTEM, "add_terms", term_ids=[]) == "measure.not_now"
    assert older_costs.lacking(fixed().measure) == []


def test_within_the_six_weeks_the_file_stays_open_and_afterwards_it_may_be_put_away() -> None:
    case = pay(older(), 125_000)
    assert case.state == "kosten_geind"
    night(case.tick("2027-02-03"), "2027-02-04")
    assert case.refused(TOM, "close", **CLOSING) == "measure.rechtsmiddel_open"
    night(case, "2027-03-03")
    assert (case.measure["costs"]["rechtsmiddel"], case.measure["costs"]["final_on"]) == (
        "onherroepelijk",
        "2027-02-23",
    )
    assert case.do(TOM, "close", **CLOSING).state == "afgesloten"


def test_a_bezwaar_that_was_recorded_meanwhile_stays_where_it_is() -> None:
    case = older()
    case.on("2027-01-20").do(ROB, "receive_bezwaar", of=KOSTEN, received_on="2027-01-20", with_committee=False,
                             excused="De gemeente wees een verkeerde termijn aan.")  # fmt: skip
    assert older_costs.lacking(case.measure) == ["verjaring-kosten"]
    night(case, "2027-01-21")
    assert case.measure["costs"]["rechtsmiddel"] == "bezwaar_lopend"


def test_they_prescribe_by_the_clock_with_what_was_done_before_counted() -> None:
    """Awb art. 4:104, 4:106: the dwangbevel of a version that counted nothing interrupts all the same."""
    case = night(older(), "2027-01-13")
    assert case.ends_on("verjaring-kosten") == "2032-02-23"
    assert "verjaring-kosten-30" in case.tick("2032-01-30").measure["alarms"]
    assert "prescribed_on" in case.tick("2032-02-24").measure["costs"]


@pytest.mark.parametrize("more", [{"state": "afgesloten"}, {"state": "vernietigd"}])
def test_what_has_ended_gets_nothing_more(more: dict[str, Any]) -> None:
    assert older_costs.lacking({**older().measure, **more}) == []


def test_paid_costs_that_go_back_get_their_prescription_then() -> None:
    case = pay(older(), 125_000)
    night(case.tick("2027-01-14"), "2027-01-15")
    assert "verjaring-kosten" not in case.measure["terms"]
    pay(case, 100_000, 71, "terugbetaling")
    assert case.state == "kosten_vastgesteld"
    assert night(case, "2027-01-16").ends_on("verjaring-kosten") == "2032-02-23"
    assert uid(71) in case.measure["payments"]


def test_a_term_that_was_over_long_ago_ends_the_same_night() -> None:
    case = older().on("2027-06-01").do(SYSTEM, "add_terms", term_ids=BOTH)
    assert case.measure["costs"]["rechtsmiddel"] == "bezwaartermijn_loopt"
    at = desk(("m", "measure", case.measure))
    entry: Any = SimpleNamespace(received_at="2027-06-01T03:00:00Z", changes={})
    found = [one for reaction in reactions.REACTIONS["measure.add_terms"] for one in reaction(entry, at.get("m"), at)]
    assert [getattr(one, "kind", "") for one in found] == ["measure.end_term"]
    assert case.tick().measure["costs"]["final_on"] == "2027-02-23"
