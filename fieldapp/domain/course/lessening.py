"""What a bezwaar that was partly right makes less: the dwangsom, its maximum, and what was forfeited under them.

Nobody is worse off by his own bezwaar: no amount rises. Source: Awb art. 7:11. Money in euro cents.
"""

from fieldapp.domain.course import ledger, terms
from fieldapp.domain.course.binding import lapse
from fieldapp.domain.course.table import LAST_DWANGSOM, UNPAID
from fieldapp.domain.documents import Changes, Measure
from fieldapp.domain.documents.course import Amounts, DecidingBezwaar, Verbeurte
from fieldapp.domain.errors import Refused

CHANGED = "gegrond_gewijzigd"
FORFEITED = frozenset({"verbeurd_deels", "maximum_bereikt"})


def amounts_of(measure: Measure) -> Amounts:
    """Return what the last says now, as it is kept beside the decision that changes it."""
    return {"amount_eur_cents": measure["amount_eur_cents"] or 0, "max_eur_cents": measure["max_eur_cents"] or 0}


def lessened(measure: Measure, body: DecidingBezwaar) -> Changes:
    """Return the changes by which the last and all that was forfeited under it become less; none where no amount is given.

    The oldest verbeurte counts first under the new maximum; what is left without an amount lapses.
    Refused: measure.not_less, measure.amount_over_maximum.
    """
    amount, most = body.get("amount_eur_cents"), body.get("max_eur_cents")
    if amount is None and most is None:
        return {}
    if body["result"] != CHANGED or measure["measure_type"] != LAST_DWANGSOM:
        raise Refused("measure.not_less")
    old = amounts_of(measure)
    new: Amounts = {
        "amount_eur_cents": old["amount_eur_cents"] if amount is None else amount,
        "max_eur_cents": old["max_eur_cents"] if most is None else most,
    }
    is_less = new != old and 0 < new["amount_eur_cents"] <= old["amount_eur_cents"]
    is_less = is_less and 0 < new["max_eur_cents"] <= old["max_eur_cents"]
    if not is_less:
        raise Refused("measure.not_less")
    if new["amount_eur_cents"] > new["max_eur_cents"]:
        raise Refused("measure.amount_over_maximum")
    return {**new, **_recounted(measure, new, body["on"])}


def _recounted(measure: Measure, new: Amounts, on: str) -> Changes:
    left, changes = new["max_eur_cents"], Changes()
    for line in ledger.lines(measure):
        verbeurte = measure["verbeurten"][line.id]
        if verbeurte["state"] == "vervallen":
            continue
        amount = min(verbeurte["amount_eur_cents"], new["amount_eur_cents"], left)
        left -= amount
        changes |= _less(measure, line.id, verbeurte, amount, on) if amount else lapse(measure, on, [line.id])
    if measure["state"] in FORFEITED:
        changes["state"] = "verbeurd_deels" if left else "maximum_bereikt"
    return changes


def _less(measure: Measure, of: str, verbeurte: Verbeurte, amount: int, on: str) -> Changes:
    """What was paid already may cover it now; what was paid too much shows in the ledger as to be given back."""
    if amount == verbeurte["amount_eur_cents"]:
        return {}
    changed: Verbeurte = {
        **verbeurte,
        "amount_eur_cents": amount,
        "before_bezwaar_eur_cents": verbeurte["amount_eur_cents"],
    }
    rest = ledger.sums_of({**measure, "verbeurten": {of: changed}}, of).outstanding
    if verbeurte["state"] in UNPAID and not rest:
        changed |= {"state": "betaald", "ended_on": on}
        return {f"verbeurten.{of}": changed, **terms.end_running(measure, "gehaald", on, of=of)}
    return {f"verbeurten.{of}": changed}
