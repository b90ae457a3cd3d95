"""What a bezwaar is against: the besluit of a measure, or the besluit that says what must be paid of one claim.

The rules of remedies.py see each of them as if it were the besluit: `seen` shows a measure that way, and `kept` puts
what they changed where it belongs. So there is one law of remedies for all. Source: Awb art. 5:31c, 5:37, 5:39, 6:7.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.course import claims, ledger, terms
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.states import FORFEITED
from fieldapp.domain.documents import Changes, Measure

Fields = Mapping[str, Any]
BEZWAAR, TO_DECIDE = "bezwaar", "beslistermijn_bezwaar"
REMEDY_TERMS = (BEZWAAR, "beroep", "hoger_beroep", TO_DECIDE)
OF_THE_TRACK = ("rechtsmiddel", "final_on")


def kind_of(kind: str, of: str | None) -> str:
    """Return how a term about the remedies against this is called in the document."""
    if kind != BEZWAAR or of is None:
        return kind
    return "bezwaar_kosten" if of == COSTS else "bezwaar_invordering"


def key_of(kind: str, of: str | None) -> str:
    return kind if of is None else f"{kind}-{of}"


def seen(measure: Measure, of: str | None, equated: Collection[date] = frozenset()) -> Measure:
    """Return the measure as the rules of remedies see it when what was decided on a claim is contested."""
    if of is None:
        return measure
    decision = claims.decided(measure, of)
    view: dict[str, Any] = {
        **measure,
        "rechtsmiddel": _state(measure, of, decision),
        "final_on": decision.get("final_on"),
        "bekendmaking": {"on": decision["made_known_on"]},
        "rechtsmiddelen": _lodged(measure, of),
        "terms": _terms(measure, of, decision, equated),
        "besluit": {"signed_by": decision["by"]},
        "decided_at": None,
        "signatures": _who_decided_beside(claims.claim_of(measure, of)),
        "approved_by": None,
    }
    return view  # type: ignore[return-value]  # a measure with another besluit in its middle


def _who_decided_beside(claim: Fields) -> dict[str, Any]:
    """Return who fixed interest or gave leave to pay later, as signatures: the bezwaar is about these too. Source: Awb art. 10:3 lid 3."""
    beside = [claim["interest"]] if "interest" in claim else []
    return {str(number): {"by": one["by"]} for number, one in enumerate([*beside, *claim.get("deferrals", [])])}


def _state(measure: Fields, of: str, decision: Fields) -> str:
    """What was decided before remedies against it were recorded here: the six weeks say where it stands."""
    term = measure.get("terms", {}).get(key_of(kind_of(BEZWAAR, of), of))
    runs = term is not None and term["state"] == "loopt"
    return str(decision.get("rechtsmiddel") or ("bezwaartermijn_loopt" if runs else "onherroepelijk"))


def _lodged(measure: Fields, of: str) -> dict[str, Any]:
    known = measure.get("rechtsmiddelen", {}).items()
    return {key.removesuffix(f"-{of}"): one for key, one in known if key.endswith(f"-{of}")}


def _terms(measure: Fields, of: str, decision: Fields, equated: Collection[date]) -> dict[str, Any]:
    known = measure.get("terms", {})
    found = {kind: known.get(key_of(kind_of(kind, of), of)) for kind in REMEDY_TERMS}
    made: dict[str, Any] = {kind: {**term, "kind": kind} for kind, term in found.items() if term is not None}
    if BEZWAAR not in made:
        six_weeks = terms.for_remedy(BEZWAAR, date.fromisoformat(decision["made_known_on"]), equated, of=of)
        made[BEZWAAR] = terms.over(six_weeks, "verstreken", six_weeks["ends_on"])
    return made


def kept(measure: Measure, of: str | None, changes: Changes, claim: Fields | None = None) -> Changes:
    """Return these changes where they belong; `claim`: how the claim became, where the decision changed it too."""
    if of is None:
        return changes
    put: Changes = {name: value for name, value in changes.items() if not _is_of_the_track(name)}
    for name, value in changes.items():
        top, _, key = name.partition(".")
        if top == "terms":
            put[f"terms.{key_of(kind_of(key, of), of)}"] = {**value, "kind": kind_of(key, of), "of": of}
        elif top == "rechtsmiddelen":
            put[f"rechtsmiddelen.{key_of(key, of)}"] = value
    now = claims.claim_of(measure, of) if claim is None else {**claim}
    decision = {**(now if of == COSTS else now["invordering"])}
    decision |= {name: changes[name] for name in OF_THE_TRACK if name in changes}
    decision = {name: value for name, value in decision.items() if name not in OF_THE_TRACK or value is not None}
    changed = decision if of == COSTS else {**now, "invordering": decision}
    return {**put, **claims.put(of, changed), **_room(measure, of, changed)}


def _room(measure: Measure, of: str, claim: Fields) -> Changes:
    """Under the maximum there is room again once an invordering is undone for good. Source: Awb art. 5:32b lid 2."""
    if of == COSTS or measure["state"] not in FORFEITED:
        return {}
    with_it = {**measure, "verbeurten": {**measure["verbeurten"], of: claim}}
    left = (measure.get("max_eur_cents") or 0) - ledger.forfeited_so_far(with_it)
    stands = "verbeurd_deels" if left > 0 else "maximum_bereikt"
    return {} if stands == measure["state"] else {"state": stands}


def _is_of_the_track(name: str) -> bool:
    return name in OF_THE_TRACK or name.startswith(("terms.", "rechtsmiddelen."))


def of_term(term: Fields) -> tuple[str | None, str]:
    """Return what a term about a remedy is against, and its kind as the rules know it."""
    kind = BEZWAAR if term["kind"] in ("bezwaar_invordering", "bezwaar_kosten") else str(term["kind"])
    return (term.get("of") if kind in REMEDY_TERMS else None), kind
