"""What the municipality decides when somebody pays later: leave to do so, its end, and the wettelijke rente.

Source: Awb art. 4:94, 4:96, 4:97 to 4:101, 4:111. Money in euro cents.
"""

from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import claims, deferrals, interest, ledger, lessening, terms
from fieldapp.domain.course.acting import begin, possible_day, reasoned
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.collecting import check_claim, check_mandate, claim_again, claim_for
from fieldapp.domain.course.states import AFTER_INVORDERING, FIXED
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course_acts import DeferringPayment, EndingDeferral, FixingInterest
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import read_day

LONGEST_DAYS = 5 * 366


def defer_payment(measure: Measure, body: DeferringPayment, context: Context) -> Changes:
    """Give leave to pay later: until then nobody reminds or collects, and the time of prescription is as much longer.

    Source: Awb art. 4:94, 4:101, 4:111 lid 1. Refused: measure.not_now, measure.unknown_verbeurte,
    measure.deferral_runs, measure.wrong_days, measure.claim_prescribed, measure.remark_too_short, mandate.
    """
    of = body["of"]
    claim = _claim("defer_payment", measure, of, context)
    since = claims.owed_since(measure, of)
    from_on, until_on = possible_day(body["from_on"], context, since=since), read_day(body["until_on"])
    if not from_on < until_on <= from_on + timedelta(days=LONGEST_DAYS):
        raise Refused("measure.wrong_days")
    _check_free(claim, from_on)
    check_claim(measure, of, from_on)
    reasoned(body["text"], context)
    kept = {name: value for name, value in body.items() if name != "of"} | {"by": context.by.person}
    why = "Tot en met deze dag hoeft er niet te worden betaald."
    return {
        **claims.put(of, {**claim, "deferrals": [*claim.get("deferrals", []), kept]}),
        f"terms.uitstel-{of}": {**terms.until("uitstel", from_on, until_on, why), "of": of},
    }


def end_deferral(measure: Measure, body: EndingDeferral, context: Context) -> Changes:
    """Take leave to pay later back: what it asked was not done, or things changed.

    Source: Awb art. 4:96. Refused: measure.not_now, measure.no_deferral, measure.remark_too_short, mandate.
    """
    of = body["of"]
    claim = _claim("end_deferral", measure, of, context)
    on = possible_day(body["on"], context)
    running = next((one for one in claim.get("deferrals", []) if _holds(one, on)), None)
    if running is None:
        raise Refused("measure.no_deferral")
    reasoned(body["text"], context)
    others = [one for one in claim["deferrals"] if one is not running]
    return {
        **claims.put(of, {**claim, "deferrals": [*others, {**running, "ended_on": body["on"]}]}),
        **terms.end_running(measure, "vervallen", body["on"], "uitstel", of=of),
    }


def fix_interest(measure: Measure, body: FixingInterest, context: Context) -> Changes:
    """Fix by besluit what interest is due through the day before; a later besluit takes the place of an earlier one.

    Source: Awb art. 4:97, 4:98, 4:99, 4:87 lid 1. Refused: measure.not_now, measure.no_interest,
    measure.rates_not_checked, measure.claim_prescribed, mandate.
    """
    of, claim = claim_for("fix_interest", measure, body["verbeurte_id"], context)
    check_mandate(measure, of, context)
    on = possible_day(body["made_known_on"], context, since=claims.owed_since(measure, of))
    check_claim(measure, of, on)
    for reason in interest.why_not(measure, of, context.policy.interest, on):
        raise Refused(reason)
    found = interest.of_verbeurte(measure, of, context.policy.interest, on - timedelta(days=1))
    fixed: dict[str, Any] = {
        "amount_eur_cents": found.cents,
        "from_on": found.from_on.isoformat() if found.from_on else body["made_known_on"],
        "through_on": found.through_on.isoformat(),
        "made_known_on": body["made_known_on"],
        "by": context.by.person,
        "mandate_id": body["mandate_id"],
    }
    equated = context.policy.equated_days
    return {
        **_owing(measure, of, {**claim, "interest": fixed}, body["made_known_on"]),
        f"terms.betaling_rente-{of}": terms.statutory("betaling_rente", on, equated, of=of),
        f"terms.bezwaar_rente-{of}": terms.for_remedy("bezwaar_rente", on, equated, of=of),
    }


def _owing(measure: Measure, of: str, claim: dict[str, Any], on: str) -> Changes:
    """Less interest may be covered by what came in already; more opens what was paid."""
    before = claims.claim_of(measure, of).get("interest", {}).get("amount_eur_cents", 0)
    if claim["interest"]["amount_eur_cents"] > before:
        return _owing_again(measure, of, claim)
    paid, follows = lessening.covered(measure, of, claim, on)
    return {**claims.put(of, paid), **follows}


def _owing_again(measure: Measure, of: str, claim: dict[str, Any]) -> Changes:
    """Interest on what was paid too late opens the line again. Refused: measure.not_now, in a file that was put away."""
    if of == COSTS and ledger.state_of_costs(measure) == "betaald":
        if measure["state"] not in FIXED:
            raise Refused("measure.not_now")
        return {**claims.put(of, claim), "state": "kosten_vastgesteld", **claim_again(measure, of)}
    if claim.get("state") != "betaald":
        return claims.put(of, claim)
    claim.pop("ended_on", None)
    return {**claims.put(of, {**claim, "state": ledger.state_by_facts(claim)}), **claim_again(measure, of)}


def _claim(act: str, measure: Measure, of: str, context: Context) -> dict[str, Any]:
    """Return the verbeurte or the costs that it is about. Refused: those of `begin`, measure.unknown_verbeurte, mandate."""
    if of == COSTS:
        begin(act, measure, context)
        if ledger.state_of_costs(measure) not in AFTER_INVORDERING:  # waived, prescribed, or annulled by themselves
            raise Refused("measure.not_now")
        claim = claims.claim_of(measure, of)
    else:
        _, claim = claim_for(act, measure, of, context)
    check_mandate(measure, of, context)
    return claim


def _check_free(claim: dict[str, Any], from_on: date) -> None:
    """One deferral at a time. Refused: measure.deferral_runs."""
    if any(from_on <= last for _, last, _ in deferrals.spans(claim)):
        raise Refused("measure.deferral_runs")


def _holds(one: dict[str, Any], on: date) -> bool:
    return "ended_on" not in one and one["from_on"] <= on.isoformat() < one["until_on"]
