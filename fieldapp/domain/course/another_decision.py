"""An invordering or a kostenbeschikking that was annulled for its form: the claim stays, and another can be decided.

What is forfeited is forfeited by law, and costs were made: a fault in the besluit that says so takes neither away. It
stands as before that besluit: what was done to collect by it falls, and so does its interruption of the prescription.
What was annulled stays in the file beside it. Source: Awb art. 5:25 lid 6, 5:33, 5:35, 5:37, 5:37a, 7:11, 8:72.
"""

from typing import Any

from fieldapp.domain.course import claims, contested, ledger, terms
from fieldapp.domain.course.annulment import runs_again
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.deciding_anew import NOT_NEEDED
from fieldapp.domain.course.states import FIXED, LAST_BESTUURSDWANG, VERBEURTE_ENDS
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import read_day

RESULTS = frozenset({"gegrond_nieuwe_beschikking", "vernietigd_nieuwe_beschikking"})
HANG_ON_IT = ("invordering", "aanmaning", "dwangbevel")
STOPS_OF_IT = frozenset({"invorderingsbeschikking", "aanmaning", "dwangbevel"})


def is_asked(measure: Measure, of: str | None, result: str) -> bool:
    """Say whether this outcome leaves the claim standing. While the besluit itself is annulled nothing stands.

    Refused: measure.only_for_money, for an outcome that only money has.
    """
    if result not in RESULTS:
        return False
    if of is None:
        raise Refused("measure.only_for_money")
    return measure["state"] != "vernietigd"


def claim_stays(measure: Measure, of: str, on: str, changes: Changes, context: Context) -> Changes:
    """Return the changes by which the claim stands as before what was decided on it, and the remedies end."""
    seen = contested.seen(measure, of)
    ended = terms.end_running(seen, "vervallen", on, *contested.REMEDY_TERMS)
    said = {"result": NOT_NEEDED, "decided_on": on, "text": None}
    needless = {
        f"rechtsmiddelen.{key}": {**one, **said}
        for key, one in seen["rechtsmiddelen"].items()
        if "result" not in one and f"rechtsmiddelen.{key}" not in changes
    }
    track = contested.kept(measure, of, {**ended, **needless, **changes})
    before = _costs_before if of == COSTS else _verbeurte_before
    return {**track, **terms.end_claim(measure, "vervallen", on, of), **before(measure, of, on, context)}


def _verbeurte_before(measure: Measure, of: str, on: str, context: Context) -> Changes:
    claim = claims.claim_of(measure, of)
    stays = {name: value for name, value in claim.items() if name not in HANG_ON_IT}
    stays |= {
        "interruptions": [one for one in claim.get("interruptions", []) if one["how"] not in STOPS_OF_IT],
        "earlier": [*claim.get("earlier", []), _past(claim, on)],
    }
    if ended := _ended_otherwise(claim):
        return claims.put(of, {**stays, "state": ended})
    stays.pop("ended_on", None)
    stays["state"] = ledger.state_by_facts(stays)
    with_it: Any = {**measure, "verbeurten": {of: stays}}
    if not ledger.sums_of(with_it, of).outstanding:
        return claims.put(of, {**stays, "state": "betaald", "ended_on": on})
    term = terms.statutory("verjaring", read_day(stays["forfeited_on"]), context.policy.equated_days, of=of)
    why = list(terms.prescription_of(with_it, of).why)
    return {**claims.put(of, stays), f"terms.verjaring-{of}": {**term, "why": why}, **_run_on(measure, of, claim)}


OF_THE_CLAIM = frozenset({"betaling", "uitstel", "betaling_rente"})


def _run_on(measure: Measure, of: str, claim: dict[str, Any]) -> Changes:
    """What the law or another besluit set runs on, also what a ruling on this one had stopped. Source: Awb art. 4:94, 5:33."""
    stopped = claim.get("ended_on") if claims.is_undone(claim) else None
    return {
        f"terms.{term_id}": runs_again(term)
        for term_id, term in measure.get("terms", {}).items()
        if term.get("of") == of
        and term["kind"] in OF_THE_CLAIM
        and (term["state"] == "loopt" or (term["state"] == "vervallen" and term.get("over_on") == stopped))
    }


def _past(claim: dict[str, Any], on: str) -> dict[str, Any]:
    past = {name: claim[name] for name in HANG_ON_IT if name in claim}
    stops = [one for one in claim.get("interruptions", []) if one["how"] in STOPS_OF_IT]
    return {**past, "on": on, "interruptions": stops, "rechtsmiddelen": {}}


def _ended_otherwise(claim: dict[str, Any]) -> str:
    """Return how the claim ended by something else than its besluit: given up, prescribed or lapsed, it stays so."""
    if "waived" in claim:
        return "afgezien"
    over = claim["state"] in VERBEURTE_ENDS - {"betaald"} and not claims.is_undone(claim)
    return str(claim["state"]) if over else ""


def _costs_before(measure: Measure, of: str, on: str, context: Context) -> Changes:
    number = len(measure.get("earlier_costs", {})) + 1
    past = {"on": on, "costs": claims.claim_of(measure, of), "rechtsmiddelen": {}}
    changes: Changes = {"costs": None, f"earlier_costs.{number}": past}
    to_fix = measure["terms"].get("kosten_vaststelling")
    if to_fix is not None and measure["state"] in FIXED and "costs_waived" not in measure:
        changes["terms.kosten_vaststelling"] = runs_again(to_fix)
    return changes | ({"state": _stood_at(measure)} if measure["state"] in FIXED else {})


def _stood_at(measure: Measure) -> str:
    if "revoked" in measure:
        return "ingetrokken"
    applied = measure["measure_type"] == LAST_BESTUURSDWANG and "lifted" not in measure
    return "beeindigd" if applied else "opgeheven"
