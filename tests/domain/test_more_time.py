"""More time: a term that we set ourselves made longer, payment put off, and the wettelijke rente over what came late."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.course import contested, guards, interest, ledger, terms
from fieldapp.domain.course.next_steps import Facts, next_steps
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    Case,
    approved,
    made_known,
    mandate,
    signed,
    uid,
    weighed,
)
from tests.domain.situations import POLICY, penalty
from tests.people import LEA, MIA, ROB, TOM

WHY = {"reason": "ernstiger", "text": None}
RATES = {**POLICY.interest, "checked_through_on": "2040-12-31"}


def last(**more: Any) -> Case:
    return made_known(signed(weighed(approved(skip="spoed", **penalty(deviation=WHY, **more)))))


def longer(case: Case, until: str, by: Any = MIA, **more: Any) -> Case:
    return case.do(by, "lengthen_term", until_on=until, text=REASON, **{"mandate_id": MANDATE_ID, **more})


# --- a term that we set ourselves


def test_the_term_to_comply_is_lengthened_with_a_reason_and_ends_on_a_working_day() -> None:
    case = last().on("2026-12-14")
    before = case.ends_on("begunstiging")
    longer(case, "2027-01-16")
    assert (before, case.ends_on("begunstiging")) == ("2026-12-28", "2027-01-18")
    why = " ".join(case.measure["terms"]["begunstiging"]["why"])
    assert "Verlengd op ma 14 december 2026 (Awb art. 5:32a lid 2, 5:34 lid 1)" in why
    assert "za 16 januari 2027 is zaterdag" in why
    assert case.measure["longer_terms"]["1"]["was_until_on"] == before
    assert case.measure["longer_terms"]["1"]["text"] == REASON


def test_nothing_is_forfeited_before_the_longer_term_is_over() -> None:
    case = longer(last().on("2026-12-14"), "2027-01-15").tick("2027-01-10")
    assert case.state == "in_begunstiging"
    assert case.tick("2027-01-16").state == "actief"


def test_the_alarms_of_a_longer_term_ring_anew() -> None:
    case = last().tick("2026-12-28")
    assert "begunstiging-1" in case.measure["alarms"]
    longer(case, "2027-01-15")
    assert "alarms" not in case.measure
    assert "begunstiging-3" in case.tick("2027-01-12").measure["alarms"]


def test_a_term_that_is_over_is_not_lengthened() -> None:
    case = last().on("2026-12-29")
    assert case.refused(MIA, "lengthen_term", until_on="2027-01-15", text=REASON, mandate_id=MANDATE_ID) == (
        "measure.term_is_over"
    )


@pytest.mark.parametrize("until", ["2026-12-28", "2026-12-20", "2029-01-15"])
def test_a_longer_term_ends_later_and_within_reason(until: str) -> None:
    case = last().on("2026-12-14")
    assert (
        case.refused(MIA, "lengthen_term", until_on=until, text=REASON, mandate_id=MANDATE_ID) == "measure.wrong_days"
    )


def test_more_time_needs_a_mandate_where_it_changes_a_besluit() -> None:
    case = last().on("2026-12-14")
    body = {"until_on": "2027-01-15", "text": REASON}
    assert case.refused(MIA, "lengthen_term", **body) == "measure.no_mandate"
    case.mandates[MANDATE_ID] = mandate(acts=["voornemen"])
    assert case.refused(MIA, "lengthen_term", **body, mandate_id=MANDATE_ID) == "measure.mandate_too_narrow"


def test_after_a_waarschuwing_the_team_lead_gives_more_time_without_mandate() -> None:
    case = approved(measure_type="waarschuwing", term_days=14)
    case.on("2026-11-23").do(ROB, "send_letter", on="2026-11-23", how="toegezonden")
    longer(case, "2026-12-18", TOM, mandate_id=None)
    assert case.ends_on("herstel") == "2026-12-18"
    steps = next_steps(case.measure, Facts(TOM, case.today, POLICY, "raamexploitatie"))
    assert next(one for one in steps if one.act == "measure.lengthen_term").may


def test_the_term_for_a_zienswijze_is_lengthened_too() -> None:
    case = approved(**penalty(deviation=WHY))
    case.on("2026-11-23").do(
        MIA, "send_voornemen", sent_on="2026-11-23", how="toegezonden", zienswijze_days=14, mandate_id=MANDATE_ID
    )
    longer(case, "2026-12-21")
    assert case.ends_on("zienswijze") == "2026-12-21"
    assert case.tick("2026-12-10").state == "voornemen_verzonden"


# --- payment put off


def collected(until: str = "2027-03-01") -> tuple[Case, str]:
    """Forfeited on 13 January 2027, payable until 24 February, invordering decided on 20 January."""
    case = last().tick("2027-01-04").on("2027-01-13")
    of = case.forfeit("2027-01-13")
    case.on("2027-01-20").do(
        MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-01-20", mandate_id=MANDATE_ID,
        skip_zienswijze="awb_4_12",
    )  # fmt: skip
    return case.tick(until), of


def defer(case: Case, of: str, from_on: str, until_on: str, *, bears_interest: bool = True) -> Case:
    return case.do(
        MIA, "defer_payment", of=of, from_on=from_on, until_on=until_on, bears_interest=bears_interest, text=REASON,
        mandate_id=MANDATE_ID,
    )  # fmt: skip


def test_while_payment_is_deferred_nobody_reminds_and_afterwards_somebody_may() -> None:
    case, of = collected()
    defer(case, of, "2027-03-01", "2027-04-01")
    remind = {"verbeurte_id": of, "sent_on": "2027-03-20"}
    assert case.on("2027-03-20").refused(ROB, "remind", **remind) == "measure.deferral_runs"
    step = next(one for one in next_steps(case.measure, Facts(ROB, case.today, POLICY, "raamexploitatie"))
                if one.act == "measure.remind")  # fmt: skip
    assert step.why_not == ("measure.deferral_runs",)
    case.on("2027-04-02").do(ROB, "remind", verbeurte_id=of, sent_on="2027-04-02")
    assert case.measure["verbeurten"][of]["state"] == "aangemaand"


def test_deferral_makes_the_time_of_prescription_as_much_longer() -> None:
    """Awb art. 4:111 lid 1: a year from the invordering, and the 32 days of deferral."""
    case, of = collected()
    before = terms.prescription(case.measure, case.measure["verbeurten"][of]).on
    defer(case, of, "2027-03-01", "2027-04-01")
    after = terms.prescription(case.measure, case.measure["verbeurten"][of])
    assert before == date(2028, 1, 20) and after.on == before + timedelta(days=32)
    assert any("32 dagen uitstel" in one for one in after.why)
    assert case.tick("2028-01-25").measure["verbeurten"][of]["state"] == "ingevorderd_besloten"
    assert case.tick("2028-02-22").measure["verbeurten"][of]["state"] == "verjaard"


def test_deferral_before_an_interruption_counts_only_as_far_as_it_lasts_after_it() -> None:
    case, of = collected()
    defer(case, of, "2027-03-01", "2027-04-01")
    case.on("2027-03-11").do(
        MIA, "interrupt_verjaring", verbeurte_id=of, on="2027-03-11", how="erkenning", mandate_id=MANDATE_ID
    )
    claim = terms.prescription(case.measure, case.measure["verbeurten"][of])
    assert claim.on == date(2028, 3, 11) + timedelta(days=21)


def test_a_deferral_that_is_taken_back_ends_on_that_day() -> None:
    case, of = collected()
    defer(case, of, "2027-03-01", "2027-06-01")
    body = {"of": of, "on": "2027-03-31", "text": REASON, "mandate_id": MANDATE_ID}
    case.on("2027-03-31").do(MIA, "end_deferral", **body)
    assert case.measure["terms"][f"uitstel-{of}"]["state"] == "vervallen"
    claim = terms.prescription(case.measure, case.measure["verbeurten"][of])
    assert claim.on == date(2028, 1, 20) + timedelta(days=31)
    assert case.on("2027-04-01").refused(MIA, "end_deferral", **{**body, "on": "2027-04-01"}) == "measure.no_deferral"
    case.do(ROB, "remind", verbeurte_id=of, sent_on="2027-04-01")


def test_one_deferral_at_a_time_and_never_of_what_prescribed() -> None:
    case, of = collected()
    defer(case, of, "2027-03-01", "2027-06-01")
    again = {"of": of, "from_on": "2027-03-02", "until_on": "2027-07-01", "bears_interest": True, "text": REASON,
             "mandate_id": MANDATE_ID}  # fmt: skip
    assert case.on("2027-03-02").refused(MIA, "defer_payment", **again) == "measure.deferral_runs"
    late = {**again, "from_on": "2028-08-01", "until_on": "2028-09-01"}
    assert case.on("2028-08-01").refused(MIA, "defer_payment", **late) == "measure.claim_prescribed"


def test_a_payment_ends_the_deferral() -> None:
    case, of = collected()
    defer(case, of, "2027-03-01", "2027-06-01")
    owed = ledger.sums_of(case.measure, of).outstanding
    case.on("2027-03-20").do(ROB, "record_payment", payment_id=uid(700), on="2027-03-20", amount_eur_cents=owed, of=of,
                             kind="betaling")  # fmt: skip
    assert case.measure["terms"][f"uitstel-{of}"]["state"] == "gehaald"


# --- wettelijke rente


def owing(principal: int, payments: list[tuple[str, int]] = (), **verbeurte: Any) -> dict[str, Any]:  # type: ignore[assignment]
    """A debt whose term to pay ended on 31 December 2023: interest from 1 January 2024."""
    book = {str(n): {"on": on, "amount_eur_cents": abs(cents), "of": "w1",
                     "kind": "betaling" if cents > 0 else "terugbetaling"}
            for n, (on, cents) in enumerate(payments)}  # fmt: skip
    return {
        "verbeurten": {"w1": {"amount_eur_cents": principal, "state": "ingevorderd_besloten", **verbeurte}},
        "terms": {"betaling-w1": {"ends_on": "2023-12-31"}},
        "payments": book,
    }


def due(measure: dict[str, Any], through: str) -> int:
    return interest.of_verbeurte(measure, "w1", RATES, date.fromisoformat(through)).cents


@pytest.mark.parametrize(
    ("through", "cents"),
    [
        ("2023-12-31", 0),  # not late yet
        ("2024-12-31", 35_000),  # 7% over a whole year
        ("2025-12-31", 67_100),  # and 6% over the principal with the interest of the first year (BW 6:119 lid 2)
        ("2024-06-30", 17_404),  # 182 of the 366 days
    ],
)
def test_interest_follows_the_rates_and_bears_interest_after_a_year(through: str, cents: int) -> None:
    assert due(owing(500_000), through) == cents


def test_interest_below_the_least_amount_is_not_due() -> None:
    """Awb art. 4:98 lid 2: less than € 20 at a payment, or at the last one."""
    assert due(owing(500_000), "2024-01-20") == 0
    assert due(owing(500_000, [("2024-01-15", 500_000)]), "2024-12-31") == 0
    assert due(owing(500_000), "2024-01-21") == 2_008


def test_a_payment_goes_to_costs_then_to_interest_then_to_the_principal() -> None:
    """Awb art. 4:92 lid 1."""
    fee = {"aanmaning": {"sent_on": "2024-03-01", "fee_eur_cents": 2_000}}
    found = interest.of_verbeurte(
        owing(500_000, [("2025-01-01", 137_000)], **fee), "w1", RATES, date.fromisoformat("2025-12-31")
    )
    assert found.segments[-1].over == 400_000
    assert found.cents == 35_000 + 24_000


def test_over_days_of_deferral_interest_is_due_unless_the_besluit_says_otherwise() -> None:
    """Awb art. 4:101."""
    put_off = {"from_on": "2024-03-01", "until_on": "2024-03-31", "text": "", "by": "", "mandate_id": ""}
    with_it = owing(500_000, deferrals=[{**put_off, "bears_interest": True}])
    without = owing(500_000, deferrals=[{**put_off, "bears_interest": False}])
    assert due(with_it, "2024-12-31") == 35_000
    assert due(without, "2024-12-31") == round(35_000 * 335 / 366)


PAYMENTS = st.lists(
    st.tuples(st.integers(0, 1500), st.integers(1, 200_000), st.booleans()), max_size=5, unique_by=lambda one: one[0]
)


@settings(max_examples=60, deadline=None)
@given(principal=st.integers(1, 5_000_000), days=st.integers(1, 1600), paid=PAYMENTS)
def test_interest_is_the_same_as_counted_day_by_day(principal: int, days: int, paid: list[Any]) -> None:
    start = date(2024, 1, 1)
    payments = [((start + timedelta(days=day)).isoformat(), -cents if back else cents) for day, cents, back in paid]
    through = start + timedelta(days=days)
    assert due(owing(principal, payments), through.isoformat()) == walked(principal, dict(payments), start, through)


def walked(principal: int, payments: dict[str, int], start: date, through: date) -> int:
    """Count it one day after the other, with nothing of the product but the rates."""
    left, old, new, covered, day = Fraction(principal), Fraction(0), Fraction(0), Fraction(0), start
    while day <= through:
        if day != start and (day.month, day.day) == (start.month, start.day):
            old, new = old + new, Fraction(0)
        cents = payments.get(day.isoformat(), 0)
        if cents < 0:
            left -= cents
        elif cents > 0:
            if old + new < 2_000:
                old = new = Fraction(0)
            mine = min(Fraction(cents), old + new)
            from_old = min(mine, old)
            old, new, covered, left = old - from_old, new - (mine - from_old), covered + mine, left - (cents - mine)
        rate = [row["basis_points"] for row in RATES["rates"] if row["from_on"] <= day.isoformat()][-1]
        year = date(day.year + 1, 1, 1) - date(day.year, 1, 1)
        new += (max(left, Fraction(0)) + old) * rate / 10_000 / year.days
        day += timedelta(days=1)
    total = covered + (old + new if old + new >= 2_000 else 0)
    return int((total + Fraction(1, 2)) // 1)


def checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(POLICY.interest, "checked_through_on", "2040-12-31")


def test_interest_is_fixed_by_besluit_and_then_part_of_what_is_due(monkeypatch: pytest.MonkeyPatch) -> None:
    checked(monkeypatch)
    case, of = collected()
    body = {"verbeurte_id": of, "made_known_on": "2028-01-10", "mandate_id": MANDATE_ID}
    case.on("2028-01-10").do(MIA, "fix_interest", **body)
    fixed = case.measure["verbeurten"][of]["interest"]
    assert (fixed["from_on"], fixed["through_on"]) == ("2027-02-25", "2028-01-09")
    sums = ledger.sums_of(case.measure, of)
    assert sums.interest == fixed["amount_eur_cents"] > 0
    assert sums.due == sums.forfeited + sums.interest
    assert case.measure["terms"][f"bezwaar_rente-{of}"]["state"] == "loopt"
    assert case.refused(MIA, "fix_interest", **body) == "measure.no_interest"


def test_a_later_besluit_may_fix_less_interest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Awb art. 4:99: a payment of before was booked afterwards."""
    checked(monkeypatch)
    case, of = collected()
    body = {"verbeurte_id": of, "made_known_on": "2028-01-10", "mandate_id": MANDATE_ID}
    case.on("2028-01-10").do(MIA, "fix_interest", **body)
    before = case.measure["verbeurten"][of]["interest"]["amount_eur_cents"]
    owed = ledger.sums_of(case.measure, of).forfeited
    case.do(ROB, "record_payment", payment_id=uid(701), on="2027-10-25", amount_eur_cents=owed, of=of, kind="betaling")
    assert case.refused(MIA, "fix_interest", **{**body, "made_known_on": "2027-12-01"}) == "measure.no_interest"
    case.on("2028-01-11").do(MIA, "fix_interest", **{**body, "made_known_on": "2028-01-11"})
    now = case.measure["verbeurten"][of]["interest"]["amount_eur_cents"]
    assert 0 < now < before
    assert ledger.sums_of(case.measure, of).outstanding == now
    assert case.ends_on(f"betaling_rente-{of}") == "2028-02-22"


def test_interest_that_became_nothing_leaves_a_claim_that_was_paid(monkeypatch: pytest.MonkeyPatch) -> None:
    checked(monkeypatch)
    case, of = collected()
    body = {"verbeurte_id": of, "made_known_on": "2028-01-10", "mandate_id": MANDATE_ID}
    case.on("2028-01-10").do(MIA, "fix_interest", **body)
    owed = ledger.sums_of(case.measure, of).forfeited
    case.do(ROB, "record_payment", payment_id=uid(701), on="2027-02-10", amount_eur_cents=owed, of=of, kind="betaling")
    case.on("2028-01-11").do(MIA, "fix_interest", **{**body, "made_known_on": "2028-01-11"})
    verbeurte = case.measure["verbeurten"][of]
    assert (verbeurte["state"], verbeurte["interest"]["amount_eur_cents"]) == ("betaald", 0)
    assert not [key for key, _ in terms.running(case.measure) if key == f"verjaring-{of}"]


def test_who_fixed_interest_or_gave_leave_to_pay_later_decides_on_no_bezwaar_about_that_claim() -> None:
    """Awb art. 10:3 lid 3: by its name that bezwaar is about these too."""
    for name, decided in (("interest", {"by": LEA.person}), ("deferrals", [{"by": LEA.person}])):
        case, of = collected()
        case.measure["verbeurten"][of][name] = decided
        seen = contested.seen(case.measure, of)  # type: ignore[arg-type]  # a measure
        assert guards.not_the_signer(seen, LEA.person, case.today) == "measure.signed_the_besluit"
        assert guards.not_the_signer(seen, TOM.person, case.today) is None


def test_interest_on_what_was_paid_late_opens_the_line_again(monkeypatch: pytest.MonkeyPatch) -> None:
    checked(monkeypatch)
    case, of = collected()
    owed = ledger.sums_of(case.measure, of).outstanding
    case.on("2027-12-20").do(ROB, "record_payment", payment_id=uid(701), on="2027-12-20", amount_eur_cents=owed, of=of,
                             kind="betaling")  # fmt: skip
    assert case.measure["verbeurten"][of]["state"] == "betaald"
    case.on("2028-01-05").do(MIA, "fix_interest", verbeurte_id=of, made_known_on="2028-01-05", mandate_id=MANDATE_ID)
    assert case.measure["verbeurten"][of]["state"] == "ingevorderd_besloten"
    rest = ledger.sums_of(case.measure, of).outstanding
    assert rest == case.measure["verbeurten"][of]["interest"]["amount_eur_cents"]
    case.do(ROB, "record_payment", payment_id=uid(702), on="2028-01-05", amount_eur_cents=rest, of=of, kind="betaling")
    assert case.measure["verbeurten"][of]["state"] == "betaald"


def test_days_whose_rate_nobody_looked_at_fix_nothing() -> None:
    case, of = collected()
    body = {"verbeurte_id": of, "made_known_on": "2028-01-10", "mandate_id": MANDATE_ID}
    assert case.on("2028-01-10").refused(MIA, "fix_interest", **body) == "measure.rates_not_checked"
