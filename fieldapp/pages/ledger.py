"""The ledger of forfeited dwangsommen and costs: totals, a line for each, and what is about to prescribe."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import deferrals, interest
from fieldapp.domain.course.claims import COSTS, claim_of
from fieldapp.domain.course.ledger import Line, Sums, add_up, ledger_totals, lines, state_of_claim, state_of_costs
from fieldapp.domain.course.states import UNPAID
from fieldapp.domain.course.terms import Prescription, prescription_of
from fieldapp.pages.amounts import capital, measure_words
from fieldapp.pages.moments import count, day_long, day_of, day_year, days_left
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
    if measure.get("measure_type") != "last_onder_dwangsom" and not _has_costs(measure):
        return None
    totals = ledger_totals(measure)
    return {
        "rows": [line_row(line, today) for line in lines(measure)],
        "interest": [one for of in _claims(measure) if (one := interest_row(measure, of, rates, today))],
        "totals": total_rows(totals.sums) if totals.most else [],
        "most": eur(totals.most) if totals.most else "",
        "left": eur(totals.left_under_maximum) if totals.most else "",
        "costs": total_rows(totals.costs, "Kosten") if _has_costs(measure) else [],
        "costs_row": costs_row(measure, totals.costs, today) if _has_costs(measure) else None,
        "payments": payment_rows(measure),
    }


def _has_costs(measure: Fields) -> bool:
    """Say whether costs are fixed, or were, and something came in for them: that goes back. Source: Awb art. 4:89."""
    return "costs" in measure or any(one["of"] == COSTS for one in (measure.get("payments") or {}).values())


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
        "on": day_year(line.forfeited_on),
        "amount": eur(line.sums.forfeited),
        "was": f"vóór het bezwaar {eur(line.before_bezwaar)}" if line.before_bezwaar else "",
        "remedy": remedy_words(line.remedy),
        "fee": eur(line.sums.fees) if line.sums.fees else "",
        "paid": eur(line.sums.paid - line.sums.refunded),
        "outstanding": eur(line.sums.outstanding),
        "state": label("verbeurte_state", line.state),
        "state_tone": "safe" if line.state == "betaald" else "warning" if is_open else "neutral",
        "visit": f"/kantoor/bezoek/{line.visit_id}",
        "pay_until": day_year(line.pay_until_on) if line.pay_until_on else "",
        "pay_late": bool(is_open and line.pay_until_on and max(line.pay_until_on, deferred) < today),
        "deferred": f"uitstel tot en met {day_year(deferred)}" if is_open and deferred >= today else "",
        "interest": eur(line.sums.interest) if line.sums.interest else "",
        **prescription(line.state, Prescription(line.prescribes_on, line.prescription_why), today),
    }


def remedy_words(remedy: str) -> str:
    """Return how far the remedies against the invordering or the costs are, in small letters: "bezwaar loopt"."""
    words = label("rechtsmiddel", remedy) if remedy else ""
    return f"{words[:1].lower()}{words[1:]}"


def _claims(measure: Fields) -> list[str]:
    return [*(line.id for line in lines(measure)), *([COSTS] if "costs" in measure else [])]


def interest_row(measure: Fields, of: str, rates: Fields, today: date) -> dict[str, Any] | None:
    """Return the interest that is due through yesterday and how it comes about; None when there is none.

    Source: Awb art. 4:97 to 4:99, 4:101; BW art. 6:119, 6:120.
    """
    found, claim = interest.of_verbeurte(measure, of, rates, today - timedelta(days=1)), claim_of(measure, of)
    if state_of_claim(measure, of) not in {*UNPAID, "betaald"} or found.cents == 0 or found.from_on is None:
        return None
    warning = "" if found.is_checked else unknown_rate_words(found, rates)
    if warning:
        found = interest.of_verbeurte(measure, of, rates, interest.known_through(rates))
    fixed = claim.get("interest", {}).get("amount_eur_cents", 0)
    return {
        "of": "Kosten" if of == COSTS else of_words(claim),
        "amount": eur(found.cents) if found.cents else "Nog niet te berekenen",
        "fixed": f"Vastgesteld: {eur(fixed)}." if fixed else "Nog niet vastgesteld.",
        "why": [segment_words(one) for one in found.segments],
        "warning": warning,
    }


def unknown_rate_words(found: interest.Interest, rates: Fields) -> str:
    """Say over which days nothing was counted: a rate that nobody looked up is not guessed."""
    since = max(one for one in (interest.known_through(rates) + timedelta(days=1), found.from_on) if one)
    return f"Vanaf {day_long(since)} is het percentage niet bekend. Over die dagen is nog niets gerekend; vraag de beheerder het aan te vullen."


def segment_words(one: interest.Segment) -> str:
    rate = f"{one.basis_points / 100:g}".replace(".", ",")
    days = count((one.last - one.first).days + 1, "dag", "dagen")
    return f"{day_long(one.first)} tot en met {day_long(one.last)} ({days}): {rate} procent over {eur(one.over)} is {eur(interest.rounded(one))}."


def prescription(state: str, claim: Prescription, today: date) -> dict[str, Any]:
    """Return when the claim prescribes, with an alarm in the last 90 and 30 days; nothing once it is over."""
    if state not in UNPAID:
        return {"prescribes": "", "alarm": "", "alarm_tone": "", "why": []}
    if claim.on is None:
        words = "Nog niet: de last kan nog worden bestreden"
        return {"prescribes": words, "alarm": "", "alarm_tone": "", "why": list(claim.why)}
    days = (claim.on - today).days
    near = days <= ALARM_DAYS
    return {
        "prescribes": day_year(claim.on),
        "alarm": f"Verjaart: {days_left(claim.on, today)}" if near else "",
        "alarm_tone": "danger" if days <= LAST_ALARM_DAYS else "warning",
        "why": list(claim.why),
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
            until = prescription_of(fields, COSTS).on if "costs" in fields else None
            found.append((until or date.max, shown["id"], {**costs_row(fields, costs, today), **common}))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def _not_fixed_row(costs: Sums) -> dict[str, Any]:
    """The row of costs that nobody owes any more, since their besluit fell: what came in goes back."""
    words = dict.fromkeys(
        ("on", "amount", "remedy", "was", "fee", "visit", "pay_until", "deferred", "interest", "prescribes", "alarm"),
        "",
    )
    state = "Kosten niet meer vastgesteld"
    money = {"paid": eur(costs.paid - costs.refunded), "outstanding": eur(costs.outstanding)}
    return {**words, **money, "id": COSTS, "state": state, "state_tone": "warning", "pay_late": False, "why": []}


def costs_row(measure: Fields, costs: Sums, today: date) -> dict[str, Any]:
    if "costs" not in measure:
        return _not_fixed_row(costs)
    term = (measure.get("terms") or {}).get("betaling_kosten")
    pay_until = date.fromisoformat(term["ends_on"]) if term else None
    deferred = max((last for _, last, _ in deferrals.spans(measure["costs"])), default=date.min)
    state = state_of_costs(measure)
    return {
        "id": COSTS,
        "on": day_long(day_of(measure["costs"]["made_known_on"])),
        "amount": eur(costs.forfeited),
        "remedy": remedy_words(str(measure["costs"].get("rechtsmiddel", ""))),
        "was": f"vóór het bezwaar {eur(was)}" if (was := measure["costs"].get("before_bezwaar_eur_cents")) else "",
        "fee": eur(costs.fees) if costs.fees else "",
        "paid": eur(costs.paid - costs.refunded),
        "outstanding": eur(costs.outstanding),
        "state": "Kosten vastgesteld" if state == "ingevorderd_besloten" else label("verbeurte_state", state),
        "state_tone": "safe" if state == "betaald" else "warning" if state in UNPAID else "neutral",
        "visit": "",
        "pay_until": day_long(pay_until) if pay_until else "",
        "pay_late": bool(costs.outstanding and pay_until and max(pay_until, deferred) < today),
        "deferred": f"uitstel tot en met {day_year(deferred)}" if costs.outstanding and deferred >= today else "",
        "interest": eur(costs.interest) if costs.interest else "",
        **prescription(state, prescription_of(measure, COSTS), today),
    }


def grand_total(measures: Iterable[Shown]) -> list[dict[str, Any]]:
    """Return the sums over all measures, dwangsommen and costs together."""
    kept = [ledger_totals(shown["fields"]) for shown in measures]
    return total_rows(add_up([*(one.sums for one in kept), *(one.costs for one in kept)]), "Verbeurd en kosten")
