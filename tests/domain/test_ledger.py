"""The ledger in cents: whatever is forfeited, paid, refunded, waived or annulled, it always adds up."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.course import ledger
from fieldapp.domain.course.ledger import Sums, settle
from fieldapp.domain.course.states import UNPAID, VERBEURTE_ENDS
from fieldapp.domain.course.terms import prescription
from fieldapp.registry import REGISTRY
from tests.domain.course import MANDATE_ID, REASON, Case, approved, made_known, signed, uid, weighed
from tests.domain.situations import POLICY, penalty
from tests.people import LEA, MIA, ROB, TOM

CENTS = st.integers(min_value=0, max_value=10_000_000)
STATES = st.sampled_from(sorted(UNPAID | VERBEURTE_ENDS))


def adds_up(sums: Sums) -> None:
    assert sums.due == sums.forfeited + sums.fees + sums.interest
    assert sums.due == sums.applied + sums.outstanding + sums.waived + sums.prescribed + sums.lapsed
    assert sums.paid - sums.refunded == sums.applied + sums.overpaid
    assert min(sums.applied, sums.outstanding, sums.waived, sums.prescribed, sums.lapsed) >= 0


@given(amount=CENTS, fee=CENTS, paid=CENTS, refunded=CENTS, state=STATES, rent=CENTS)
def test_every_line_adds_up(amount: int, fee: int, paid: int, refunded: int, state: str, rent: int) -> None:
    adds_up(settle(amount, fee, paid + refunded, refunded, state, rent))


def last(**more: Any) -> Case:
    reason = {"reason": "ernstiger", "text": None}
    case = made_known(signed(weighed(approved(skip="spoed", **penalty(deviation=reason, **more)))))
    return case.tick("2027-01-04")


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "forfeit",
                "notify",
                "decide",
                "remind",
                "bevel",
                "pay",
                "refund",
                "waive",
                "night",
                "year",
                "annul",
                "partly",
                "defer",
                "interest",
            ]
        ),
        st.integers(min_value=1, max_value=400_000),
        st.integers(min_value=0, max_value=5),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@given(amount=st.integers(1, 300_000), factor=st.integers(1, 5), rest=st.integers(0, 50_000), acts=ACTS)
def test_whatever_happens_the_totals_add_up(amount: int, factor: int, rest: int, acts: list[Any]) -> None:
    """Acts in any order: what a rule refuses changes nothing, what it takes keeps every sum."""
    case = last(amount_eur_cents=amount, max_eur_cents=amount * factor + rest)
    for number, (act, cents, which) in enumerate(acts, start=1):
        case.on((case.today + timedelta(days=1)).isoformat())
        before = dict(case.measure)
        if not step(case, act, cents, which, number):
            assert case.measure == before
        check(case, case.measure["max_eur_cents"])


def step(case: Case, act: str, cents: int, which: int, number: int) -> bool:
    """Try one act; say whether it was done."""
    on, known = case.today.isoformat(), sorted(case.measure.get("verbeurten", {}))
    of = known[which % len(known)] if known else uid(1)
    if act == "night":
        return bool(case.tick((case.today + timedelta(days=cents % 60)).isoformat()))
    if act == "year":
        return bool(case.tick((case.today + timedelta(days=200)).isoformat()))
    if act == "forfeit":
        case.visit_on(on, number)
        found = {"visit_id": uid(9000 + number), "finding_ids": [uid(9100 + number)]}
        return attempt(case, "forfeit", {"verbeurte_id": uid(number), "forfeited_on": on, **found})
    if act == "annul":
        received = attempt(case, "receive_bezwaar", {"received_on": on, "with_committee": False})
        attempt(case, "decide_bezwaar", {"result": "gegrond_herroepen", "on": on, "text": REASON})
        return received or case.state == "vernietigd"
    if act == "partly":
        received = attempt(case, "receive_bezwaar", {"received_on": on, "with_committee": False})
        less = {"amount_eur_cents": case.measure["amount_eur_cents"] * 2 // 3, "max_eur_cents": cents}
        waits = [key for key, one in case.measure.get("rechtsmiddelen", {}).items() if "result" not in one]
        decided = {"which": waits[0] if waits else "bezwaar", "result": "gegrond_gewijzigd", "on": on, "text": REASON}
        return attempt(case, "decide_bezwaar", {**decided, **less}) or received
    kind = "terugbetaling" if act == "refund" else "betaling"
    bodies: dict[str, tuple[str, dict[str, Any]]] = {
        "notify": ("notify_verbeurte", {"sent_on": on}),
        "decide": (
            "decide_invordering",
            {"made_known_on": on, "mandate_id": MANDATE_ID, "skip_zienswijze": "awb_4_12"},
        ),
        "remind": ("remind", {"sent_on": on}),
        "interest": ("fix_interest", {"made_known_on": on, "mandate_id": MANDATE_ID}),
        "bevel": ("issue_dwangbevel", {"on": on, "mandate_id": MANDATE_ID}),
        "waive": ("waive_verbeurte", {"reason": "onevenredig", "text": REASON, "on": on, "mandate_id": MANDATE_ID}),
    }
    if act == "defer":
        until = (case.today + timedelta(days=1 + cents % 90)).isoformat()
        more = {"of": of, "from_on": on, "until_on": until, "bears_interest": bool(cents % 2), "text": REASON}
        return attempt(case, "defer_payment", {**more, "mandate_id": MANDATE_ID})
    if act in bodies:
        name, body = bodies[act]
        return attempt(case, name, {"verbeurte_id": of, **body})
    payment = {"payment_id": uid(5000 + number), "on": on, "amount_eur_cents": cents, "of": of, "kind": kind}
    return attempt(case, "record_payment", payment)


def attempt(case: Case, act: str, body: dict[str, Any]) -> bool:
    by = next(one for one in (TOM, MIA, ROB, LEA) if one.roles & REGISTRY.operations[f"measure.{act}"].by)
    if case.refused(by, act, **body):
        return False
    case.do(by, act, **body)
    return True


def check(case: Case, most: int) -> None:
    totals = ledger.ledger_totals(case.measure)
    adds_up(totals.sums)
    lines = ledger.lines(case.measure)
    for line in lines:
        adds_up(line.sums)
        assert (line.state == "betaald") <= (line.sums.outstanding == 0)
    assert totals.sums == ledger.add_up(line.sums for line in lines)
    lapsed = sum(line.sums.forfeited for line in lines if line.state == "vervallen")
    assert totals.sums.forfeited - lapsed + totals.left_under_maximum == most
    assert totals.left_under_maximum >= 0
    assert in_book(case) == totals.sums.paid


def in_book(case: Case) -> int:
    return sum(
        one["amount_eur_cents"] for one in case.measure.get("payments", {}).values() if one["kind"] == "betaling"
    )


# --- the fee of an aanmaning (Awb art. 4:113)


@pytest.mark.parametrize(
    ("year", "debt", "fee"), [(2026, 45_399, 900), (2026, 45_400, 2000), (2025, 10, 900), (2031, 90_000, 2000)]
)
def test_the_fee_comes_from_the_table_of_the_year_or_the_last_known_one(year: int, debt: int, fee: int) -> None:
    assert ledger.fee_of(POLICY.fees["aanmaning"], year, debt) == fee


def test_a_newer_row_counts_from_its_year() -> None:
    rows = [*POLICY.fees["aanmaning"], {"year": 2028, "from_eur_cents": 50_000, "low_eur_cents": 1000,
                                        "high_eur_cents": 2200}]  # fmt: skip
    assert [ledger.fee_of(rows, year, 49_000) for year in (2027, 2028, 2030)] == [2000, 1000, 1000]


# --- prescription against a count of our own


@settings(max_examples=300, deadline=None)
@given(
    start=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    gaps=st.lists(st.integers(min_value=0, max_value=500), max_size=5),
    final=st.one_of(st.none(), st.integers(min_value=-200, max_value=1500)),
)
def test_prescription_is_one_year_after_the_last_interruption_that_was_in_time(
    start: date, gaps: list[int], final: int | None
) -> None:
    """Counted day by day: the same date next year, or 28 February, and never before the last is final."""
    stops, day = [], start
    for gap in gaps:
        day += timedelta(days=gap)
        stops.append(day)
    final_on = start + timedelta(days=final) if final is not None else None
    measure: dict[str, Any] = {"rechtsmiddel": "onherroepelijk", "final_on": final_on.isoformat()} if final_on else {}
    verbeurte: Any = {
        "forfeited_on": start.isoformat(),
        "interruptions": [{"on": stop.isoformat(), "how": "erkenning"} for stop in stops],
    }
    assert prescription(measure, verbeurte).on == by_hand(start, stops, final_on)


def by_hand(start: date, stops: Iterable[date], final_on: date | None) -> date:
    def last_day(begun: date) -> date:
        is_leap_day = (begun.month, begun.day) == (2, 29)
        year_on = begun.replace(year=begun.year + 1, day=28 if is_leap_day else begun.day)
        return max(year_on, final_on) if final_on else year_on

    begun = start
    for stop in stops:
        if stop <= last_day(begun):
            begun = stop
    return last_day(begun)
