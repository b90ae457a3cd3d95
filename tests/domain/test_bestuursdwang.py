"""Bestuursdwang: its term, carrying it out, entering a dwelling for it, and its costs."""

from typing import Any

from fieldapp.domain.course import ledger
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    approved,
    bestuursdwang,
    final,
    made_known,
    mandate,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import (
    consent_record,
    home,
)
from tests.people import LEA, MIA, ROB, TOM


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
    assert final(case).refused(TOM, "close", reason="beeindigd", text=REASON) == "measure.rechtsmiddel_open"
    assert case.tick("2027-03-03").do(TOM, "close", reason="beeindigd", text=REASON).state == "afgesloten"


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


def test_a_machtiging_for_supervision_carries_nothing_out() -> None:
    """Awb art. 5:27 lid 2: another power, another machtiging."""
    case = made_known(signed(weighed(approved(skip="spoed", **bestuursdwang()), variant="spoed_5_31_1")))
    case.measure["is_dwelling"], case.premises = True, home()
    body: dict[str, Any] = {"applied_at": "2026-12-11T09:00:00Z", "mandate_id": MANDATE_ID}
    body["visit_id"] = case.visit_on("2026-12-11", opened_at="2026-12-11T08:00:00Z")
    visit = case.visits[body["visit_id"]]
    on_paper = {"issuer": "burgemeester", "given_on": "2026-12-11", "purpose": "toezicht"}
    visit["binnentreden"] = {"b": {"basis": "machtiging", "entered_at": "2026-12-11T08:05:00Z", "machtiging": on_paper}}
    assert case.refused(MIA, "apply", **body) == "measure.machtiging_missing"
    visit["reason"] = "uitvoering"
    assert case.refused(MIA, "apply", **body) == ""
    on_paper["issuer"] = "college_van_burgemeester_en_wethouders"
    assert case.refused(MIA, "apply", **body) == "measure.machtiging_wrong_issuer"
