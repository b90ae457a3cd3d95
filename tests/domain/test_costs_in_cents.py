"""The costs of bestuursdwang in cents: paid, put away, annulled and given back in any order, they always add up."""

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.course import ledger
from tests.domain.course import MANDATE_ID, REASON, Case, uid
from tests.domain.test_contested_money import KOSTEN, with_costs
from tests.domain.test_ledger import adds_up, attempt
from tests.domain.test_recovering_costs import pay
from tests.people import LEA, ROB, TOM

CLOSING = {"text": "De kosten zijn betaald en het pand is in orde.", "reason": "nagekomen"}
EXCUSED = "De bekendmaking kwam aantoonbaar niet aan."


def put_away() -> Case:
    """€ 1.250 paid, final, and the file closed."""
    case = pay(with_costs().tick("2027-03-10"), 125_000)
    return case.do(TOM, "close", **CLOSING)


def back(case: Case, cents: int, number: int = 80) -> dict[str, Any]:
    on = case.today.isoformat()
    return {"payment_id": uid(number), "on": on, "amount_eur_cents": cents, "of": KOSTEN, "kind": "terugbetaling"}


def annul(case: Case, day: str, of: str | None = KOSTEN) -> Case:
    about = {"of": of} if of else {}
    case.tick(day).do(ROB, "receive_bezwaar", **about, received_on=day, excused=EXCUSED, with_committee=False)
    return case.do(LEA, "decide_bezwaar", **about, result="gegrond_herroepen", on=day, text=REASON)


def test_rightly_paid_costs_of_a_closed_file_do_not_go_back() -> None:
    """Awb art. 4:89, 5:25: it would leave a debt in a file that nobody looks at any more."""
    case = put_away()
    assert case.refused(ROB, "record_payment", **back(case, 1)) == "measure.rightly_paid"
    case.do(ROB, "record_payment", **{**back(case, 5_000), "kind": "betaling"})
    assert case.refused(ROB, "record_payment", **back(case, 5_001, 81)) == "measure.rightly_paid"
    case.do(ROB, "record_payment", **back(case, 5_000, 81))
    assert (case.state, ledger.is_settled(case.measure)) == ("afgesloten", True)


def test_annulled_after_the_file_was_closed_they_go_back_to_the_last_cent() -> None:
    case = annul(put_away(), "2027-04-01")
    assert ledger.costs_of(case.measure).overpaid == 125_000
    case.do(ROB, "record_payment", **back(case, 125_000))
    assert (case.state, ledger.is_settled(case.measure)) == ("afgesloten", True)


def test_given_back_and_due_again_they_open_the_closed_file() -> None:
    """Awb art. 8:72: the last was revoked, its costs went back, and on beroep of another the last stands again."""
    case = annul(put_away(), "2027-04-01", None)
    case.do(ROB, "record_payment", **back(case, 125_000))
    case.do(LEA, "receive_beroep", received_on="2027-04-01").tick("2027-06-01")
    case.do(LEA, "decide_beroep", result="gegrond_in_stand", on="2027-06-01", text=REASON)
    assert (case.state, ledger.costs_of(case.measure).outstanding) == ("kosten_vastgesteld", 125_000)
    assert "closed_at" not in case.measure and case.measure["terms"]["verjaring-kosten"]["state"] == "loopt"


def test_a_kostenbeschikking_that_comes_back_on_appeal_opens_the_closed_file_too() -> None:
    """Awb art. 8:104, 8:113: annulled by the rechtbank after the file was closed, and given back meanwhile."""
    case = put_away()
    case.tick("2027-04-01").do(ROB, "receive_bezwaar", of=KOSTEN, received_on="2027-04-01", excused=EXCUSED,
                               with_committee=False)  # fmt: skip
    case.do(LEA, "decide_bezwaar", of=KOSTEN, result="ongegrond", on="2027-04-01", text=REASON)
    case.do(LEA, "receive_beroep", of=KOSTEN, received_on="2027-04-01").tick("2027-06-01")
    case.do(LEA, "decide_beroep", of=KOSTEN, result="vernietigd", on="2027-06-01", text=REASON)
    case.do(ROB, "record_payment", **back(case, 125_000))
    case.do(LEA, "receive_beroep", of=KOSTEN, received_on="2027-06-01").tick("2027-09-01")
    case.do(LEA, "decide_beroep", of=KOSTEN, result="gegrond_in_stand", on="2027-09-01", text=REASON)
    assert (case.state, ledger.costs_of(case.measure).outstanding) == ("kosten_vastgesteld", 125_000)
    assert "closed_at" not in case.measure and case.measure["terms"]["verjaring-kosten"]["state"] == "loopt"


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "refund", "close", "annul", "annul_all", "beroep", "ruled", "waive", "night"]),
        st.integers(1, 260_000),
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(acts=ACTS, is_closed=st.booleans())
def test_whatever_happens_to_the_costs_every_cent_adds_up(acts: list[Any], is_closed: bool) -> None:
    case = put_away() if is_closed else with_costs().tick("2027-03-10")
    for number, (act, cents) in enumerate(acts, start=100):
        case.tick((case.today + timedelta(days=1 + cents % 40 * (act == "night"))).isoformat())
        step(case, act, cents, number)
        sums = ledger.costs_of(case.measure)
        adds_up(sums)
        assert sums.paid - sums.refunded == booked(case)
        assert min(sums.overpaid, sums.paid - sums.refunded) >= 0
        if case.state == "afgesloten":
            assert not sums.outstanding, "a closed file has no debt"


def step(case: Case, act: str, cents: int, number: int) -> None:
    on = case.today.isoformat()
    lodging = {"received_on": on, "excused": EXCUSED, "with_committee": False}
    about = {"of": KOSTEN} if act == "annul" else {}
    deciding = {**about, "result": "gegrond_herroepen", "on": on, "text": REASON}
    bodies: dict[str, list[tuple[str, dict[str, Any]]]] = {
        "pay": [("record_payment", {**back(case, cents, number), "kind": "betaling"})],
        "refund": [("record_payment", back(case, cents, number))],
        "close": [("close", CLOSING)],
        "annul": [("receive_bezwaar", {**about, **lodging}), ("decide_bezwaar", deciding)],
        "annul_all": [("receive_bezwaar", lodging), ("decide_bezwaar", deciding)],
        "beroep": [("receive_beroep", {"received_on": on})],
        "ruled": [("decide_beroep", {"result": "gegrond_in_stand", "on": on, "text": REASON})],
        "waive": [("waive_costs", {"text": REASON, "on": on, "mandate_id": MANDATE_ID})],
        "night": [],
    }
    for name, body in bodies[act]:
        attempt(case, name, body)


def booked(case: Case) -> int:
    signs = {"betaling": 1, "terugbetaling": -1}
    return sum(signs[one["kind"]] * one["amount_eur_cents"] for one in case.measure.get("payments", {}).values())
