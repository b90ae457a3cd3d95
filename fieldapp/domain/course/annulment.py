"""What a ruling undoes, and what comes back when the municipality's own hoger beroep succeeds.

A ruling of the rechtbank works at once; hoger beroep does not suspend it (Awb art. 6:16, 6:24). So the besluit is gone,
but not for good: what it stood at is kept, and no day on which it was gone forfeits anything when it stands again.
Source: Awb art. 8:72, 8:104, 8:108, 8:113.
"""

from typing import Any

from fieldapp.domain.course import claims, ledger, terms
from fieldapp.domain.course.binding import PAUSED, annulled, goes_on
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.collecting import claim_again
from fieldapp.domain.course.states import ENDS, FIXED, UNPAID
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.moments import days_later, instant

GROUND = "vernietigd_8_72"
PAID = frozenset({"kosten_geind", "afgesloten"})
SETTLED = frozenset({"betaald"})


def gone_for_now(measure: Measure, on: str, context: Context) -> Changes:
    """Return the changes by which the besluit is gone while hoger beroep is open. Source: Awb art. 8:72, 8:104."""
    stood = {key: one["state"] for key, one in measure.get("verbeurten", {}).items() if one["state"] != "vervallen"}
    kept = {
        "on": on,
        "from_state": measure["state"],
        "suspended": measure.get("suspended"),
        "verbeurten": stood,
        "term_ids": [term_id for term_id, _ in terms.running(measure)],
    }
    return {**annulled(measure, on, context), "closed_at": None, "final_on": None, "annulment": kept}


def gone_for_good(measure: Measure, on: str, context: Context) -> Changes:
    """Return the changes by which what the rechtbank annulled stays so: the file ends. Source: Awb art. 8:113."""
    return {"rechtsmiddel": "vernietigd", "final_on": on, "closed_at": instant(context.at), "annulment": None}


def stands_again(measure: Measure, on: str, context: Context) -> Changes:
    """Return the changes by which the besluit stands as before it was annulled, and is final. Source: Awb art. 8:113."""
    kept = measure["annulment"]
    changes: Changes = {
        "closed_at": instant(context.at) if kept["from_state"] in ENDS else None,
        **_where_it_stood(measure, kept["from_state"]),
        "suspended": kept["suspended"],
        "annulment": None,
        "rechtsmiddel": "onherroepelijk",
        "final_on": on,
        **_running_again(measure, kept["term_ids"]),
        **goes_on(measure, kept["on"], on, context),
    }
    if on > kept["on"]:
        number = len(measure.get("suspensions", {})) + 1
        days = {"on": kept["on"], "until_on": days_later(on, -1), "ground": GROUND}
        changes[f"suspensions.{number}"] = days
    for of, state in kept["verbeurten"].items():
        if not claims.is_undone(measure["verbeurten"][of]):
            changes |= _revived(measure, of, _as_it_stood(measure, of, state))
    return changes


def _revived(measure: Measure, of: str, claim: dict[str, Any]) -> Changes:
    """What was paid and went back is due again: then its prescription, which had ended with the payment, runs again."""
    term: dict[str, Any] = {**measure["terms"].get(f"verjaring-{of}", {})}
    is_due = claim["state"] in UNPAID and term.get("state") == "gehaald"
    return {**claims.put(of, claim), **(claim_again(measure, of) if is_due else {})}


def _where_it_stood(measure: Measure, state: str) -> Changes:
    """Costs that went back meanwhile are due again, also in a file that was put away. Source: Awb art. 5:25, 8:113."""
    if state in PAID and ledger.costs_of({**measure, "state": state}).outstanding:
        return {"state": "kosten_vastgesteld", "closed_at": None, **claim_again(measure, COSTS)}
    return {"state": state}


def _running_again(measure: Measure, term_ids: list[str]) -> Changes:
    """What ran then runs again, unless its days stood still; what is over by now ends the same night.

    The remedies against the besluit are over; those against what was decided on a claim go on where they were.
    """
    known, undone = (
        measure["terms"],
        [key for key, one in measure.get("verbeurten", {}).items() if claims.is_undone(one)],
    )
    return {
        f"terms.{term_id}": runs_again(term)
        for term_id, term in known.items()
        if term_id in term_ids
        and term_id not in PAUSED
        and (term.get("of") or term["kind"] not in terms.OF_BESLUIT)
        and not any(terms.is_of_claim(term, of) for of in undone)
    }


def runs_again(term: Any) -> dict[str, Any]:
    return {name: value for name, value in term.items() if name != "over_on"} | {"state": "loopt"}


def _as_it_stood(measure: Measure, of: str, state: str) -> dict[str, Any]:
    """Money that went back meanwhile is due again; what was given up or had prescribed stays so."""
    claim = {name: value for name, value in claims.claim_of(measure, of).items() if name != "ended_on"}
    if state not in UNPAID | SETTLED:
        return {**claim, "state": state, "ended_on": measure["annulment"]["on"]}
    owing = {**claim, "state": ledger.state_by_facts(claim)}
    rest = ledger.sums_of({**measure, "verbeurten": {of: owing}}, of).outstanding
    return owing if rest else {**owing, "state": "betaald", "ended_on": measure["annulment"]["on"]}


def prescribed_again(measure: Measure) -> Changes:
    """What the clock called prescribed had not: the last was contested after all. Source: Awb art. 5:35 lid 2, 6:11."""
    changes = Changes()
    for of, verbeurte in measure.get("verbeurten", {}).items():
        if verbeurte["state"] != "verjaard":
            continue
        claim = {name: value for name, value in verbeurte.items() if name != "ended_on"}
        changes |= claims.put(of, {**claim, "state": ledger.state_by_facts(claim)})
        again = runs_again(measure["terms"][f"verjaring-{of}"])
        changes[f"terms.verjaring-{of}"] = again
    return changes


# --- one claim: its invordering or its kostenbeschikking


def claim_gone(measure: Measure, of: str, on: str) -> tuple[dict[str, Any], Changes]:
    """Return the claim of which nothing is due any more, with what follows; what was paid goes back.

    Source: Awb art. 7:11, 8:72.
    """
    ended = terms.end_claim(measure, "vervallen", on, of)
    claim = claims.claim_of(measure, of)
    if of == COSTS:
        return claim, ended
    return claim | {"state": "vervallen", "ended_on": on}, ended


def claim_stands_again(measure: Measure, of: str, since: str) -> tuple[dict[str, Any], Changes]:
    """Return the claim as the facts have it, with its terms running again. Source: Awb art. 8:113.

    What was given up or had prescribed stays so. While the last itself is annulled the claim waits for that one.
    """
    again = {
        f"terms.{term_id}": runs_again(term)
        for term_id, term in measure.get("terms", {}).items()
        if terms.is_of_claim(term, of) and term["state"] == "vervallen" and term.get("over_on") == since
    }
    claim = claims.claim_of(measure, of)
    if of == COSTS:
        with_it: Any = {**measure, "costs": {**claim, "rechtsmiddel": "onherroepelijk"}}
        return claim, again | (_where_it_stood(with_it, measure["state"]) if measure["state"] in FIXED | PAID else {})
    if measure["state"] == "vernietigd":
        return claim, _waits_for_the_last(measure, of, again)
    if over := _over_otherwise(measure, of, claim):
        return claim | over, {}
    claim.pop("ended_on", None)
    claim["state"] = ledger.state_by_facts(claim)
    if not ledger.sums_of({**measure, "verbeurten": {of: claim}}, of).outstanding:
        return {**claim, "state": "betaald", "ended_on": since}, {}
    return claim, again | {name: one for name, one in _revived(measure, of, claim).items() if name.startswith("terms.")}


def _over_otherwise(measure: Measure, of: str, claim: dict[str, Any]) -> dict[str, str]:
    """Return how the claim had ended before its invordering was undone, nothing where it had not."""
    term: dict[str, Any] = {**measure["terms"].get(f"verjaring-{of}", {})}
    if "waived" in claim:
        return {"state": "afgezien", "ended_on": str(term.get("over_on") or claim["ended_on"])}
    return {"state": "verjaard", "ended_on": term["ends_on"]} if term.get("state") == "verstreken" else {}


def _waits_for_the_last(measure: Measure, of: str, again: Changes) -> Changes:
    """Nothing is due on a last that is annulled; when that one comes back, so does this claim. Source: Awb art. 5:39, 8:72."""
    kept = measure.get("annulment")
    if not kept:
        return {}
    over = _over_otherwise(measure, of, claims.claim_of(measure, of))
    stood = {**kept["verbeurten"], of: over.get("state") or ledger.state_by_facts(claims.claim_of(measure, of))}
    ran = [name.removeprefix("terms.") for name in again]
    return {"annulment": {**kept, "verbeurten": stood, "term_ids": [*kept["term_ids"], *ran]}}
