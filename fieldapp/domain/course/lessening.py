"""What a bezwaar that was partly right makes less: the dwangsom, its maximum, and what was forfeited under them.

Nobody is worse off by his own bezwaar: no amount rises. Source: Awb art. 7:11. Money in euro cents.
"""

from typing import Any

from fieldapp.domain.course import claims, ledger, terms
from fieldapp.domain.course.binding import lapse
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.states import FORFEITED, LAST_DWANGSOM, UNPAID
from fieldapp.domain.documents import Changes, Measure
from fieldapp.domain.documents.course import Amounts, Verbeurte
from fieldapp.domain.documents.course_acts import DecidingBezwaar
from fieldapp.domain.errors import Refused

CHANGED = "gegrond_gewijzigd"


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


def claim_lessened(measure: Measure, of: str, body: DecidingBezwaar) -> tuple[dict[str, Any], Changes]:
    """Return the claim of which less is collected, with what follows: what was paid already may cover it now.

    A dwangsom was forfeited by law: what is not collected of it is given up, and counts under the maximum all the same.
    Costs become what the municipality may recover. Source: Awb art. 5:25 lid 1, 5:33, 5:37, 7:11.
    Refused: measure.not_less.
    """
    amount, claim = body.get("amount_eur_cents"), claims.claim_of(measure, of)
    is_changed = body["result"] == CHANGED and body.get("max_eur_cents") is None
    if not is_changed or amount is None or not 0 < amount < ledger.collected(claim):
        raise Refused("measure.not_less")
    if of == COSTS:
        before = claim.get("before_bezwaar_eur_cents", claim["amount_eur_cents"])
        claim |= {"amount_eur_cents": amount, "before_bezwaar_eur_cents": before}
    else:
        claim["invordering"] = {**claim["invordering"], "amount_eur_cents": amount}
    return covered(measure, of, claim, body["on"])


def covered(measure: Measure, of: str, claim: dict[str, Any], on: str) -> tuple[dict[str, Any], Changes]:
    """Return the claim that became less, paid where what came in covers it now, with what ends then."""
    rest = ledger.sums_of_claim({**measure, **_with(measure, of, claim)}, of).outstanding
    if rest:
        return claim, Changes()
    ended = terms.end_claim(measure, "gehaald", on, of)
    if of == COSTS:
        is_paid = measure["state"] == "kosten_vastgesteld"
        return claim, {**ended, "state": "kosten_geind"} if is_paid else ended
    if claim["state"] not in UNPAID:
        return claim, Changes()
    return {**claim, "state": "betaald", "ended_on": on}, ended


def _with(measure: Measure, of: str, claim: dict[str, Any]) -> dict[str, Any]:
    return {"costs": claim} if of == COSTS else {"verbeurten": {**measure["verbeurten"], of: claim}}


def _recounted(measure: Measure, new: Amounts, on: str) -> Changes:
    left, changes, gone = new["max_eur_cents"], Changes(), list[str]()
    for line in ledger.lines(measure):
        verbeurte = measure["verbeurten"][line.id]
        if not _may_stand(measure, line.id, verbeurte):
            continue
        amount = min(verbeurte["amount_eur_cents"], new["amount_eur_cents"], left)
        left -= amount
        if amount:
            changes |= _less(measure, line.id, verbeurte, amount, on)
        elif verbeurte["state"] == "vervallen":
            gone.append(line.id)
        else:
            changes |= lapse(measure, on, [line.id])
    stands = "verbeurd_deels" if left else "maximum_bereikt"
    if measure["state"] in FORFEITED:
        changes["state"] = stands
    return changes | _kept_as_less(measure, stands, gone)


def _may_stand(measure: Measure, of: str, verbeurte: Verbeurte) -> bool:
    """Say whether it counts, or will when hoger beroep brings back the last that is annulled. Source: Awb art. 8:113."""
    kept = measure.get("annulment", {}).get("verbeurten", {})
    return ledger.counts(verbeurte) or (of in kept and not claims.is_undone(verbeurte))


def _kept_as_less(measure: Measure, stands: str, gone: list[str]) -> Changes:
    """What is kept of a last that is annulled becomes less too: it comes back that way. Source: Awb art. 7:11, 8:113."""
    kept = measure.get("annulment")
    if not kept:
        return {}
    stood = {of: state for of, state in kept["verbeurten"].items() if of not in gone}
    from_state = stands if kept["from_state"] in FORFEITED else kept["from_state"]
    ran = [term_id for term_id in kept["term_ids"] if measure["terms"][term_id].get("of") not in gone]
    return {"annulment": {**kept, "verbeurten": stood, "from_state": from_state, "term_ids": ran}}


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
        return {f"verbeurten.{of}": changed, **terms.end_claim(measure, "gehaald", on, of)}
    return {f"verbeurten.{of}": changed}
