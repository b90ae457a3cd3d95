"""Bezwaar, beroep and hoger beroep against the besluit: in time or late, decided, withdrawn, and what each decision does."""

from typing import Any

from fieldapp.domain.course import ledger
from fieldapp.domain.course.next_steps import Facts, next_steps, waits_for
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    binding,
    closed,
    closure,
    final,
    last,
    made_known,
    signed,
    through_voornemen,
    uid,
    weighed,
)
from tests.domain.situations import POLICY, penalty
from tests.people import INES, LEA, MIA, ROB, TOM


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
    assert (case.state, case.measure["rechtsmiddel"]) == ("vernietigd", "vernietigd_beroep_kan")
    assert [kind for kind, one in case.measure["terms"].items() if one["state"] == "loopt"] == ["beroep"]
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


def test_who_signed_or_approved_does_not_decide_on_the_bezwaar() -> None:
    """Awb art. 10:3 lid 3."""
    case = last().on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    body = {"result": "ongegrond", "on": "2027-01-20", "text": REASON}
    assert case.refused(LEA, "decide_bezwaar", **body) == ""
    for person in (MIA, TOM):
        assert case.refused(person, "decide_bezwaar", **body) == "measure.signed_the_besluit"
    assert case.refused(INES, "decide_bezwaar", **body) == "measure.own_proposal"


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


# --- before the bekendmaking, and long after the term


EARLY = {"received_on": "2026-12-10", "with_committee": False}


def test_a_bezwaar_before_the_bekendmaking_is_taken_and_runs_from_it() -> None:
    """Awb art. 6:10: signed on the 10th, made known on the 11th; the six weeks end on 22 January all the same."""
    case = signed(weighed(approved(skip="spoed", **penalty()))).do(ROB, "receive_bezwaar", **EARLY)
    assert (case.state, case.measure.get("rechtsmiddel")) == ("ondertekend", None)
    assert case.measure["rechtsmiddelen"]["bezwaar"]["is_late"] is False
    made_known(case)
    assert case.measure["rechtsmiddel"] == "bezwaar_lopend"
    assert (case.ends_on("bezwaar"), case.ends_on("beslistermijn_bezwaar")) == ("2027-01-22", "2027-03-05")
    case.do(LEA, "decide_bezwaar", result="ongegrond", on="2026-12-11", text=REASON)
    assert case.measure["rechtsmiddel"] == "beroepstermijn_loopt"


def test_a_bezwaar_dated_before_the_bekendmaking_is_taken_afterwards_too() -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **penalty())))).do(ROB, "receive_bezwaar", **EARLY)
    assert case.measure["rechtsmiddel"] == "bezwaar_lopend"
    before = {"received_on": "2026-12-09", "with_committee": False}
    assert last().refused(ROB, "receive_bezwaar", **before) == "measure.day_too_early"


def test_nothing_can_be_contested_while_nobody_could_think_that_there_is_a_besluit() -> None:
    case = approved(**penalty())
    body = {"received_on": "2026-11-20", "with_committee": False}
    assert case.refused(ROB, "receive_bezwaar", **body) == "measure.not_now"


def test_a_bezwaar_against_a_besluit_that_never_came_ends_with_it() -> None:
    case = signed(weighed(approved(skip="spoed", **penalty()))).do(ROB, "receive_bezwaar", **EARLY)
    case.do(TOM, "decline", reason="legalisatie", text=REASON)
    assert case.measure["rechtsmiddelen"]["bezwaar"]["result"] == "geen_besluit"


def test_what_prescribed_runs_again_when_an_excused_bezwaar_comes_late() -> None:
    """Awb art. 5:35 lid 2, 6:11."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.tick("2028-01-10")
    assert case.measure["verbeurten"][of]["state"] == "verjaard"
    late = {"received_on": "2028-01-10", "with_committee": False}
    plain = case.refused(LEA, "receive_bezwaar", **late)
    case.do(LEA, "receive_bezwaar", **late, excused="De bekendmaking kwam aantoonbaar niet aan.")
    assert (plain, case.measure["verbeurten"][of]["state"]) == ("", "geconstateerd")
    assert case.tick("2028-03-01").measure["verbeurten"][of]["state"] == "geconstateerd"
    assert ledger.sums_of(case.measure, of).outstanding == 250_000
    case.do(LEA, "decide_bezwaar", result="ongegrond", on="2028-03-01", text=REASON).tick("2028-05-01")
    assert (case.measure["rechtsmiddel"], case.measure["verbeurten"][of]["state"]) == ("onherroepelijk", "verjaard")


def test_a_late_bezwaar_without_an_excuse_leaves_what_prescribed_as_it_was() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.tick("2028-01-10").do(LEA, "receive_bezwaar", received_on="2028-01-10", with_committee=False)
    assert case.measure["verbeurten"][of]["state"] == "verjaard"


WITHDRAWN = {"result": "ingetrokken", "text": "De indiener trok het bezwaar in."}


def test_a_bezwaar_from_before_the_bekendmaking_can_be_withdrawn_and_leaves_no_trace_in_the_terms() -> None:
    """Awb art. 6:10, 6:21."""
    case = signed(weighed(approved(skip="spoed", **penalty()))).do(ROB, "receive_bezwaar", **EARLY)
    offered = {one.act for one in next_steps(case.measure, Facts(LEA, case.today, POLICY, "", {})) if one.may}
    assert "measure.decide_bezwaar" in offered
    said = {**WITHDRAWN, "on": "2026-12-10"}
    assert case.refused(LEA, "decide_bezwaar", **{**said, "result": "ongegrond"}) == "measure.besluit_not_known_yet"
    case.do(LEA, "decide_bezwaar", **said)
    offered = {one.act for one in next_steps(case.measure, Facts(LEA, case.today, POLICY, "", {}))}
    assert "measure.decide_bezwaar" not in offered, "there is none to decide on any more"
    assert (case.state, case.measure.get("rechtsmiddel"), case.measure.get("terms")) == ("ondertekend", None, None)
    made_known(case)
    assert case.measure["rechtsmiddel"] == "bezwaartermijn_loopt"
    assert "beslistermijn_bezwaar" not in case.measure["terms"]
    final(case)
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("onherroepelijk", "2027-01-22")


def test_it_can_be_withdrawn_too_when_a_late_zienswijze_put_the_measure_back() -> None:
    case = weighed(through_voornemen(approved(**penalty())))
    case.do(ROB, "receive_bezwaar", received_on="2026-12-02", with_committee=False)
    case.on("2026-12-03").do(ROB, "receive_zienswijze", zienswijze_id=uid(501), received_on="2026-12-03",
                             form="schriftelijk", text="De deur is vrij.", heard_by_role=None)  # fmt: skip
    assert case.state == "zienswijze_ontvangen"
    case.do(LEA, "decide_bezwaar", **WITHDRAWN, on="2026-12-03")
    assert case.state == "zienswijze_ontvangen"


def test_one_of_before_the_bekendmaking_that_is_withdrawn_after_it_gives_the_six_weeks_back() -> None:
    case = signed(weighed(approved(skip="spoed", **penalty()))).do(ROB, "receive_bezwaar", **EARLY)
    made_known(case).on("2026-12-20").do(LEA, "decide_bezwaar", **WITHDRAWN, on="2026-12-20")
    assert (case.measure["rechtsmiddel"], case.ends_on("bezwaar")) == ("bezwaartermijn_loopt", "2027-01-22")
    assert case.measure["terms"]["beslistermijn_bezwaar"]["state"] == "gehaald"
    assert final(case).measure["final_on"] == "2027-01-22"


def test_a_late_bezwaar_that_is_withdrawn_leaves_the_day_on_which_the_besluit_became_final() -> None:
    """Awb art. 6:7, 6:11: without an excuse it opened nothing."""
    case = final(last()).do(LEA, "receive_bezwaar", received_on="2027-02-03", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", **WITHDRAWN, on="2027-02-20")
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("onherroepelijk", "2027-01-22")


def test_withdrawn_after_the_other_was_decided_the_six_weeks_for_beroep_count_from_that_decision() -> None:
    """Awb art. 6:8 lid 1: a withdrawal is no decision."""
    case = last().on("2027-01-10").do(LEA, "receive_bezwaar", received_on="2027-01-10", with_committee=False)
    case.do(LEA, "receive_bezwaar", received_on="2027-01-10", with_committee=False)
    case.on("2027-02-01").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-02-01", text=REASON)
    case.on("2027-02-15").do(LEA, "decide_bezwaar", which="bezwaar_2", **WITHDRAWN, on="2027-02-15")
    assert (case.measure["rechtsmiddel"], case.ends_on("beroep")) == ("beroepstermijn_loopt", "2027-03-15")


def test_a_bezwaar_that_waited_when_a_closure_was_extended_can_be_withdrawn() -> None:
    """The new besluit opens the six weeks again; what was lodged against the first one does not wait for these."""
    case = weighed(approved(skip="spoed", **closure(duration={"weeks": 40, "months": None, "until": None})),
                   closure_basis="gemw_174a")  # fmt: skip
    made_known(signed(case)).do(MIA, "close_premises", applied_at="2026-12-11T09:00:00Z", mandate_id=MANDATE_ID,
                                seal_numbers=["A1"])  # fmt: skip
    case.on("2027-01-10").do(LEA, "receive_bezwaar", received_on="2027-01-10", with_committee=False)
    case.do(LEA, "decide_bezwaar", result="ongegrond", on="2027-01-10", text=REASON).tick("2027-03-10")
    case.do(LEA, "receive_bezwaar", received_on="2027-03-10", with_committee=False)
    case.do(
        MIA, "extend_closure", made_known_on="2027-03-10", until_on="2027-12-20", text=REASON, mandate_id=MANDATE_ID
    )
    assert case.measure["rechtsmiddel"] == "bezwaartermijn_loopt"
    case.do(LEA, "decide_bezwaar", which="bezwaar_2", **WITHDRAWN, on="2027-03-10")
    assert case.measure["rechtsmiddel"] == "bezwaartermijn_loopt"
    assert final(case).tick("2027-05-01").measure["final_on"] == "2027-04-21"
