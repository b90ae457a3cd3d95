"""The ledger of forfeited dwangsommen and costs: totals, a line for each, and what is about to prescribe."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import deferrals, interest
from fieldapp.domain.course.ledger import COSTS, Line, Sums, add_up, ledger_totals, lines
from fieldapp.domain.course.table import UNPAID
from fieldapp.pages.amounts import capital, measure_words
from fieldapp.pages.moments import count, day_long, day_of, days_left
from fieldapp.texts import eur, label

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
ALARM_DAYS, LAST_ALARM_DAYS = 90, 30
"""Awb art. 5:35: a claim is lost after a year."""
TOTALS = (
    ("forfeited", "Verbeurd"),
    ("fees", "Aanmaankosten"),
    ("interest", "Rente"),
    ("due", "Samen te betalen"),
    ("paid", "Betaald"),
    ("refunded", "Terugbetaald"),
    ("waived", "Van afgezien"),
    ("prescribed", "Verjaard"),
    ("lapsed", "Vervallen"),
    ("overpaid", "Te veel betaald"),
    ("outstanding", "Staat open"),
)
ALWAYS = frozenset({"forfeited", "paid", "outstanding"})


def card(measure: Fields, today: date, rates: Fields) -> dict[str, Any] | None:
    """Return the ledger of one measure with the interest until today, None when no money is at stake."""
    if measure.get("measure_type") != "last_onder_dwangsom" and "costs" not in measure:
        return None
    totals = ledger_totals(measure)
    return {
        "rows": [line_row(line, today) for line in lines(measure)],
        "interest": [one for line in lines(measure) if (one := interest_row(measure, line, rates, today))],
        "totals": total_rows(totals.sums) if totals.most else [],
        "most": eur(totals.most) if totals.most else "",
        "left": eur(totals.left_under_maximum) if totals.most else "",
        "costs": total_rows(totals.costs, "Kosten") if "costs" in measure else [],
        "payments": payment_rows(measure),
    }


def total_rows(sums: Sums, first: str = "Verbeurd") -> list[dict[str, Any]]:
    """Return the sums as label and amount; what is nothing and says nothing is left out."""
    words = {"forfeited": first}
    return [
        {"label": words.get(name, said), "value": eur(getattr(sums, name)), "is_open": name == "outstanding"}
        for name, said in TOTALS
        if getattr(sums, name) or name in ALWAYS
    ]


def line_row(line: Line, today: date) -> dict[str, Any]:
    is_open, deferred = line.state in UNPAID, line.deferred_until_on or date.min
    return {
        "id": line.id,
        "on": day_long(line.forfeited_on),
        "amount": eur(line.sums.forfeited),
        "was": f"vóór het bezwaar {eur(line.before_bezwaar)}" if line.before_bezwaar else "",
        "fee": eur(line.sums.fees) if line.sums.fees else "",
        "paid": eur(line.sums.paid - line.sums.refunded),
        "outstanding": eur(line.sums.outstanding),
        "state": label("verbeurte_state", line.state),
        "state_tone": "safe" if line.state == "betaald" else "warning" if is_open else "neutral",
        "visit": f"/kantoor/bezoek/{line.visit_id}",
        "pay_until": day_long(line.pay_until_on) if line.pay_until_on else "",
        "pay_late": bool(is_open and line.pay_until_on and max(line.pay_until_on, deferred) < today),
        "deferred": f"uitstel tot en met {day_long(deferred)}" if is_open and deferred >= today else "",
        "interest": eur(line.sums.interest) if line.sums.interest else "",
        **prescription(line, today),
    }


def interest_row(measure: Fields, line: Line, rates: Fields, today: date) -> dict[str, Any] | None:
    """Return the interest that is due through yesterday and how it comes about; None when there is none.

    Source: Awb art. 4:97 to 4:99, 4:101; BW art. 6:119, 6:120.
    """
    found = interest.of_verbeurte(measure, line.id, rates, today - timedelta(days=1))
    if line.state not in {*UNPAID, "betaald"} or found.cents == 0 or found.from_on is None:
        return None
    fixed = measure["verbeurten"][line.id].get("interest", {}).get("amount_eur_cents", 0)
    return {
        "of": of_words(measure["verbeurten"][line.id]),
        "amount": eur(found.cents),
        "fixed": f"Vastgesteld: {eur(fixed)}." if fixed else "Nog niet vastgesteld.",
        "why": [segment_words(one) for one in found.segments],
        "warning": "" if found.is_checked else "Niemand keek nog na welk percentage in de laatste dagen gold.",
    }


def segment_words(one: interest.Segment) -> str:
    rate = f"{one.basis_points / 100:g}".replace(".", ",")
    days = count((one.last - one.first).days + 1, "dag", "dagen")
    return f"{day_long(one.first)} tot en met {day_long(one.last)} ({days}): {rate} procent over {eur(one.over)} is {eur(interest.rounded(one))}."


def prescription(line: Line, today: date) -> dict[str, Any]:
    """Return when the claim prescribes, with an alarm in the last 90 and 30 days; nothing once it is over."""
    if line.state not in UNPAID:
        return {"prescribes": "", "alarm": "", "alarm_tone": "", "why": []}
    if line.prescribes_on is None:
        words = "Nog niet: de last kan nog worden bestreden"
        return {"prescribes": words, "alarm": "", "alarm_tone": "", "why": list(line.prescription_why)}
    days = (line.prescribes_on - today).days
    near = days <= ALARM_DAYS
    return {
        "prescribes": day_long(line.prescribes_on),
        "alarm": f"Verjaart: {days_left(line.prescribes_on, today)}" if near else "",
        "alarm_tone": "danger" if days <= LAST_ALARM_DAYS else "warning",
        "why": list(line.prescription_why),
    }


def payment_rows(measure: Fields) -> list[dict[str, str]]:
    """Return what came in and went back, the newest first."""
    payments = sorted((measure.get("payments") or {}).values(), key=lambda one: (one["on"], one["at"]), reverse=True)
    verbeurten = measure.get("verbeurten") or {}
    return [
        {
            "on": day_long(day_of(one["on"])),
            "kind": label("payment_kind", one["kind"]),
            "amount": eur(one["amount_eur_cents"]),
            "of": "Kosten" if one["of"] == COSTS else of_words(verbeurten.get(one["of"])),
        }
        for one in payments
    ]


def of_words(verbeurte: Fields | None) -> str:
    return f"Verbeurd op {day_long(day_of(verbeurte['forfeited_on']))}" if verbeurte else ""


def open_rows(measures: Iterable[Shown], addresses: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    """Return every claim that is open, what prescribes first on top."""
    found: list[tuple[Any, ...]] = []
    for shown in measures:
        fields = shown["fields"]
        common = {
            "measure_id": shown["id"],
            "address": addresses.get(fields.get("premises_id", ""), "Onbekend adres"),
            "measure": capital(measure_words(fields)),
        }
        for line in lines(fields):
            if line.sums.outstanding or line.sums.overpaid:
                found.append((line.prescribes_on or date.max, shown["id"], {**line_row(line, today), **common}))
        costs = ledger_totals(fields).costs
        if costs.outstanding or costs.overpaid:
            found.append((date.max, shown["id"], {**costs_row(fields, costs, today), **common}))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def costs_row(measure: Fields, costs: Sums, today: date) -> dict[str, Any]:
    term = (measure.get("terms") or {}).get("betaling_kosten")
    pay_until = date.fromisoformat(term["ends_on"]) if term else None
    deferred = max((last for _, last, _ in deferrals.spans(measure["costs"])), default=date.min)
    return {
        "id": COSTS,
        "on": day_long(day_of(measure["costs"]["made_known_on"])),
        "amount": eur(costs.due),
        "fee": "",
        "paid": eur(costs.paid - costs.refunded),
        "outstanding": eur(costs.outstanding),
        "state": "Kosten vastgesteld",
        "state_tone": "warning",
        "visit": "",
        "pay_until": day_long(pay_until) if pay_until else "",
        "pay_late": bool(pay_until and max(pay_until, deferred) < today),
        "deferred": f"uitstel tot en met {day_long(deferred)}" if deferred >= today else "",
        "interest": "",
        "prescribes": "",
        "alarm": "",
        "alarm_tone": "",
        "why": [],
    }


def grand_total(measures: Iterable[Shown]) -> list[dict[str, Any]]:
    """Return the sums over all measures, dwangsommen and costs together."""
    kept = [ledger_totals(shown["fields"]) for shown in measures]
    return total_rows(add_up([*(one.sums for one in kept), *(one.costs for one in kept)]), "Verbeurd en kosten")
