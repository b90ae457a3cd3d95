"""The ledger of forfeited dwangsommen, in cents: what is due, paid, outstanding, and what was given up.

Two sums always hold, per line and in total:
due = applied + outstanding + waived + prescribed + lapsed, and paid - refunded = applied + overpaid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fieldapp.domain.course import deferrals
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.states import MAY_REVIVE, UNPAID
from fieldapp.domain.course.terms import prescription
from fieldapp.domain.documents.course import Payment, Verbeurte

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Sums:
    """Cents. `due`: forfeited plus fees and interest that was fixed; `applied`: what payments covered of it; `overpaid`: what goes back."""

    forfeited: int = 0
    fees: int = 0
    interest: int = 0
    due: int = 0
    paid: int = 0
    refunded: int = 0
    applied: int = 0
    outstanding: int = 0
    waived: int = 0
    prescribed: int = 0
    lapsed: int = 0
    overpaid: int = 0


@dataclass(frozen=True)
class Line:
    """One verbeurte as the ledger shows it. Days may be unknown (`None`): prescription that waits for the last."""

    id: str
    forfeited_on: date
    state: str
    sums: Sums
    visit_id: str
    pay_until_on: date | None
    deferred_until_on: date | None
    """Set while payment is deferred, also where that is over by now."""
    prescribes_on: date | None
    prescription_why: tuple[str, ...]
    before_bezwaar: int = 0
    """Cents; 0 where no decision on bezwaar made it less."""
    remedy: str = ""
    """How far the remedies against its invordering are; empty while nothing was decided."""


@dataclass(frozen=True)
class Totals:
    """The sums over all lines, with the maximum (`most`) and what is left under it; costs apart."""

    sums: Sums
    most: int
    left_under_maximum: int
    costs: Sums


def add_up(all_sums: Iterable[Sums]) -> Sums:
    kept = list(all_sums)
    return Sums(**{one.name: sum(getattr(each, one.name) for each in kept) for one in fields(Sums)})


def lines(measure: Fields) -> list[Line]:
    """Return the verbeurten, the oldest first."""
    found = sorted(measure.get("verbeurten", {}).items(), key=lambda one: (one[1]["forfeited_on"], one[0]))
    return [_line(measure, verbeurte_id, verbeurte) for verbeurte_id, verbeurte in found]


def ledger_totals(measure: Fields) -> Totals:
    """Return what adds up for the whole measure."""
    sums = add_up(line.sums for line in lines(measure))
    most = measure.get("max_eur_cents") or 0
    return Totals(sums, most, most - forfeited_so_far(measure), costs_of(measure))


def sums_of(measure: Fields, verbeurte_id: str) -> Sums:
    """Return the sums of one verbeurte."""
    verbeurte = measure["verbeurten"][verbeurte_id]
    fee = verbeurte["aanmaning"]["fee_eur_cents"] if "aanmaning" in verbeurte else 0
    paid, refunded = _received(measure, verbeurte_id)
    rent = verbeurte["interest"]["amount_eur_cents"] if "interest" in verbeurte else 0
    less = verbeurte["amount_eur_cents"] - collected(verbeurte)
    return settle(verbeurte["amount_eur_cents"], fee, paid, refunded, verbeurte["state"], rent, less)


def sums_of_claim(measure: Fields, of: str) -> Sums:
    """Return the sums of a verbeurte or of the costs."""
    return costs_of(measure) if of == COSTS else sums_of(measure, of)


def collected(claim: Fields) -> int:
    """Return what is collected of a claim: all of it, or less where a bezwaar against an invordering was right.

    What it made less stays less when that invordering falls and another is decided. Source: Awb art. 5:37, 7:11.
    """
    decided = [claim.get("invordering", {}), *(one["invordering"] for one in claim.get("earlier", []))]
    return min(int(one.get("amount_eur_cents", claim["amount_eur_cents"])) for one in [claim, *decided])


def costs_of(measure: Fields) -> Sums:
    """Return the sums of the costs of bestuursdwang; nothing due while no besluit fixed them."""
    costs = measure.get("costs", {})
    fee = costs["aanmaning"]["fee_eur_cents"] if "aanmaning" in costs else 0
    rent = costs["interest"]["amount_eur_cents"] if "interest" in costs else 0
    paid, refunded = _received(measure, COSTS)
    return settle(costs.get("amount_eur_cents", 0), fee, paid, refunded, _given_up_of_costs(measure) or "open", rent)


def _given_up_of_costs(measure: Fields) -> str:
    """Annulled with the besluit or by themselves, given up, prescribed, or nothing of these.

    Source: Awb art. 4:104, 5:25 lid 1, 5:31c.
    """
    costs = measure.get("costs", {})
    if measure.get("state") == "vernietigd" or str(costs.get("rechtsmiddel", "")).startswith("vernietigd"):
        return "vervallen"
    if "costs_waived" in measure:
        return "afgezien"
    return "verjaard" if "prescribed_on" in costs else ""


def state_of_costs(measure: Fields) -> str:
    """Return how far collecting the costs has come, in the words of a verbeurte. Source: Awb titel 4.4."""
    given_up = _given_up_of_costs(measure)
    if given_up:
        return given_up
    if not costs_of(measure).outstanding:
        return "betaald"
    by_facts = state_by_facts(measure["costs"])
    return "ingevorderd_besloten" if by_facts == "geconstateerd" else by_facts


def state_of_claim(measure: Fields, of: str) -> str:
    return state_of_costs(measure) if of == COSTS else str(measure["verbeurten"][of]["state"])


def settle(amount: int, fee: int, paid: int, refunded: int, state: str, rent: int = 0, less: int = 0) -> Sums:
    """Spread what came in over what is due; what is given up depends on the state. `less`: not collected after bezwaar."""
    due, net = amount + fee + rent, paid - refunded
    applied = 0 if state == "vervallen" else min(net, due - less)
    waived = 0 if state == "vervallen" else less
    rest = due - applied - waived
    given_up = {_GIVEN_UP.get(state, "outstanding"): rest}
    given_up["waived"] = given_up.get("waived", 0) + waived
    return Sums(
        forfeited=amount,
        fees=fee,
        interest=rent,
        due=due,
        paid=paid,
        refunded=refunded,
        applied=applied,
        overpaid=net - applied,
        **given_up,
    )


_GIVEN_UP = {"afgezien": "waived", "verjaard": "prescribed", "vervallen": "lapsed"}


def forfeited_so_far(measure: Fields) -> int:
    """Return what was forfeited under the maximum; what was given up afterwards was still forfeited.

    Source: Awb art. 5:32b lid 2.
    """
    return sum(one["amount_eur_cents"] for one in measure.get("verbeurten", {}).values() if counts(one))


def counts(verbeurte: Fields) -> bool:
    """Say whether it counts under the maximum: not what fell away, unless hoger beroep can still bring it back."""
    may_revive = verbeurte.get("invordering", {}).get("rechtsmiddel") in MAY_REVIVE
    return may_revive or verbeurte["state"] != "vervallen"


def next_amount(measure: Fields) -> int:
    """Return what the next verbeurte comes to: the amount, or what is left under the maximum."""
    left = (measure.get("max_eur_cents") or 0) - forfeited_so_far(measure)
    return max(0, min(measure.get("amount_eur_cents") or 0, left))


def is_settled(measure: Fields) -> bool:
    """Say whether no money is open in either direction."""
    totals = ledger_totals(measure)
    return not any((totals.sums.outstanding, totals.sums.overpaid, totals.costs.outstanding, totals.costs.overpaid))


def fee_of(table: Iterable[Mapping[str, int]], year: int, debt_eur_cents: int) -> int:
    """Return the fee of an aanmaning sent in a year; a year that is not in the table follows the year before.

    Source: Awb art. 4:113 lid 1 (amounts are indexed each year).
    """
    rows = sorted(table, key=lambda row: row["year"])
    row = next((row for row in reversed(rows) if row["year"] <= year), rows[0])
    return row["high_eur_cents"] if debt_eur_cents >= row["from_eur_cents"] else row["low_eur_cents"]


def state_by_facts(verbeurte: Fields) -> str:
    """Return how far collecting had come, by what is recorded: a refund may open a paid line again."""
    for fact, state in (
        ("dwangbevel", "dwangbevel"),
        ("aanmaning", "aangemaand"),
        ("invordering", "ingevorderd_besloten"),
        ("announced_on", "invordering_voornemen"),
        ("notified_on", "mededeling_verzonden"),
    ):
        if fact in verbeurte:
            return state
    return "geconstateerd"


def after_payment(measure: Fields, verbeurte_id: str, payment: Payment) -> str:
    """Return the state of a verbeurte once this payment or refund is in the book."""
    verbeurte = measure["verbeurten"][verbeurte_id]
    with_it = {**measure, "payments": {**measure.get("payments", {}), "": payment}}
    state = str(verbeurte["state"])
    if state not in UNPAID and state != "betaald":
        return state
    open_verbeurte = {**verbeurte, "state": state_by_facts(verbeurte)}
    rest = sums_of({**with_it, "verbeurten": {verbeurte_id: open_verbeurte}}, verbeurte_id).outstanding
    return "betaald" if rest == 0 else str(open_verbeurte["state"])


def _received(measure: Fields, of: str) -> tuple[int, int]:
    paid = refunded = 0
    for payment in measure.get("payments", {}).values():
        if payment["of"] == of and payment["kind"] == "betaling":
            paid += payment["amount_eur_cents"]
        elif payment["of"] == of:
            refunded += payment["amount_eur_cents"]
    return paid, refunded


def _line(measure: Fields, verbeurte_id: str, verbeurte: Verbeurte) -> Line:
    term = measure.get("terms", {}).get(f"betaling-{verbeurte_id}")
    claim = prescription(measure, verbeurte)
    return Line(
        id=verbeurte_id,
        forfeited_on=date.fromisoformat(verbeurte["forfeited_on"]),
        state=verbeurte["state"],
        sums=sums_of(measure, verbeurte_id),
        visit_id=verbeurte["visit_id"],
        pay_until_on=date.fromisoformat(term["ends_on"]) if term else None,
        deferred_until_on=max((last for _, last, _ in deferrals.spans(verbeurte)), default=None),
        prescribes_on=claim.on,
        prescription_why=claim.why,
        before_bezwaar=verbeurte.get("before_bezwaar_eur_cents", 0),
        remedy=verbeurte.get("invordering", {}).get("rechtsmiddel", ""),
    )
