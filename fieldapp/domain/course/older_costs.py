"""Costs that were fixed before their six weeks for bezwaar and their prescription were counted: both are written after all.

Without the first they were final at once and the file could be put away within the six weeks; without the second
nothing rang before they prescribed, and nothing ended them.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.course import claims, ledger, terms
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.states import AFTER_INVORDERING, FIXED
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course_acts import AddingTerms
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import read_day

Fields = Mapping[str, Any]
BEZWAAR, PRESCRIPTION = f"bezwaar_kosten-{COSTS}", f"verjaring-{COSTS}"


def lacking(measure: Fields) -> list[str]:
    """Return the ids of the terms that should stand with the costs of this measure and do not."""
    if measure.get("state") not in FIXED or "costs" not in measure:
        return []
    known = measure.get("terms", {})
    wanted = {
        BEZWAAR: "rechtsmiddel" not in measure["costs"],
        PRESCRIPTION: ledger.state_of_costs(measure) in AFTER_INVORDERING
        and claims.pay_term(measure, COSTS) is not None,
    }
    return [term_id for term_id, is_wanted in wanted.items() if is_wanted and term_id not in known]


def add_terms(measure: Measure, body: AddingTerms, context: Context) -> Changes:
    """Write the terms that costs of before lack, counted from the days on which they began; what is over ends the same night.

    Source: Awb art. 4:104, 5:31c, 6:7. Refused: measure.not_now.
    """
    if not body["term_ids"] or set(body["term_ids"]) - set(lacking(measure)):
        raise Refused("measure.not_now")
    made = {BEZWAAR: _bezwaar, PRESCRIPTION: _prescription}
    changes: Changes = {}
    for term_id in body["term_ids"]:
        changes |= made[term_id](measure, context)
    return changes


def _bezwaar(measure: Measure, context: Context) -> Changes:
    costs = measure["costs"]
    on, equated = read_day(costs["made_known_on"]), context.policy.equated_days
    contestable = {**costs, "rechtsmiddel": "bezwaartermijn_loopt"}
    return {"costs": contestable, f"terms.{BEZWAAR}": terms.for_remedy("bezwaar_kosten", on, equated, of=COSTS)}


def _prescription(measure: Measure, context: Context) -> Changes:
    pay_until = read_day(claims.pay_term(measure, COSTS)["ends_on"])
    term = terms.statutory("verjaring_kosten", pay_until, context.policy.equated_days, of=COSTS)
    return {f"terms.{PRESCRIPTION}": {**term, "why": list(terms.prescription_of(measure, COSTS).why)}}
