"""A claim under a measure: one forfeited dwangsom, or the costs of bestuursdwang. What both have in common, by name.

`of` is the id of the verbeurte, or `COSTS`. Source: Awb titel 4.4, art. 5:25, 5:33.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from fieldapp.domain.documents import Changes

Fields = Mapping[str, Any]
COSTS = "kosten"


def claim_of(measure: Fields, of: str) -> dict[str, Any]:
    """Return what is kept of one claim, nothing where there is none."""
    if of == COSTS:
        return {**measure.get("costs", {})}
    return {**measure.get("verbeurten", {}).get(of, {})}


def owed(measure: Fields) -> dict[str, Fields]:
    """Return every claim under a measure by its name."""
    costs = {COSTS: measure["costs"]} if "costs" in measure else {}
    return {**measure.get("verbeurten", {}), **costs}


def were_fixed(measure: Fields) -> bool:
    """Say whether costs were ever fixed, also by a kostenbeschikking that fell."""
    return bool(measure.keys() & {"costs", "earlier_costs"})


def put(of: str, changed: Fields) -> Changes:
    return {"costs": {**changed}} if of == COSTS else {f"verbeurten.{of}": {**changed}}


def decided(measure: Fields, of: str) -> dict[str, Any]:
    """Return the besluit that says what must be paid: the invordering of a verbeurte, or the costs themselves.

    Source: Awb art. 5:25 lid 6, 5:37 lid 1.
    """
    claim = claim_of(measure, of)
    return claim if of == COSTS else {**claim.get("invordering", {})}


def owed_since(measure: Fields, of: str) -> str | None:
    """Return the day from which there is something to pay, None for what does not exist."""
    day = claim_of(measure, of).get("made_known_on" if of == COSTS else "forfeited_on")
    return str(day) if day else None


def pay_term(measure: Fields, of: str) -> Any:
    """Return the term to pay, None where none began; that of the costs has always stood without their name."""
    return measure.get("terms", {}).get("betaling_kosten" if of == COSTS else f"betaling-{of}")


def decided_on(measure: Fields) -> Iterator[str]:
    """Yield the claims of which a besluit says that they must be paid; those can be contested."""
    yield from (key for key, one in sorted(measure.get("verbeurten", {}).items()) if "invordering" in one)
    if "costs" in measure:
        yield COSTS


def is_undone(verbeurte: Fields) -> bool:
    """Say whether its own invordering was revoked or annulled, for now or for good. Source: Awb art. 7:11, 8:72."""
    return str(verbeurte.get("invordering", {}).get("rechtsmiddel", "")).startswith("vernietigd")


def put_away(measure: Fields, of: str) -> tuple[dict[str, Any], Changes]:
    """Return the claim and the changes by which the remedies against the earlier besluit go with it: another begins."""
    claim = claim_of(measure, of)
    known = {key: one for key, one in measure.get("rechtsmiddelen", {}).items() if key.endswith(f"-{of}")}
    if not known:
        return claim, Changes()
    gone: Changes = {f"rechtsmiddelen.{key}": None for key in known}
    if of == COSTS:
        number = str(len(measure.get("earlier_costs", {})))
        past = {**measure.get("earlier_costs", {})[number], "rechtsmiddelen": known}
        return claim, gone | {f"earlier_costs.{number}": past}
    newest = {**claim["earlier"][-1], "rechtsmiddelen": known}
    return claim | {"earlier": [*claim["earlier"][:-1], newest]}, gone
