"""Bestuursdwang and closing: carried out, sealed, extended, ended, and its costs.

Source: Awb afdeling 5.3.1; Gemeentewet art. 125, 174, 174a; Opiumwet art. 13b.
"""

from datetime import date
from typing import Any

from fieldapp.domain import binnentreden
from fieldapp.domain.course import claims, mandates, terms
from fieldapp.domain.course.acting import begin, gezag, made_known_on, possible_day, reasoned, who_and_when
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.flow import closing_term
from fieldapp.domain.deadlines import end_of_term, geldigheid_machtiging
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course_acts import (
    Applying,
    ApplyingAtOnce,
    ClosingAgain,
    EndingApplication,
    ExtendingClosure,
    FixingCosts,
    Reopen,
    ReportingBrokenSeal,
    Sealing,
    WaivingCosts,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_line
from fieldapp.domain.moments import day_of, days_later, instant, read_day, read_instant

MOST_SEALS = 50
MOST_EUR_CENTS = 100_000_000_00


def apply_at_once(measure: Measure, body: ApplyingAtOnce, context: Context) -> Changes:
    """So urgent that nothing can be awaited: applied now, the besluit follows as soon as possible.

    Source: Awb art. 5:31 lid 2. Refused: measure.not_now, measure.no_mandate and its kin, those of `_application`.
    """
    step = begin("apply_at_once", measure, context)
    mandates.check(context, "spoed", measure["measure_type"], None, gezag(measure, context).bodies)
    reasoned(body["reason"], context)
    applied = _application(measure, body, context)
    day = read_day(day_of(applied["applied_at"]))
    counted = end_of_term(day, terms.BESLUIT_ACHTERAF_HOURS, "hours", statutory=False)
    at_once = {
        "reason": body["reason"],
        "at": applied["applied_at"],
        "by": context.by.person,
        "mandate_id": body["mandate_id"],
    }
    return {
        "state": step.to[0],
        "at_once": at_once,
        "decided_by": context.by.person,
        "decided_at": instant(context.at),
        "decision": {"result": "goedgekeurd", "reason": "spoed", "text": body["reason"]},
        "approved_by": context.by.person,
        "terms.besluit_achteraf": terms.written("besluit_achteraf", counted, terms.BESLUIT_ACHTERAF_HOURS, "hours"),
        **_applied(measure, applied, context),
    }


def apply(measure: Measure, body: Applying, context: Context) -> Changes:
    """Carry out what the overtreder left undone. Source: Awb art. 5:21, 5:27 to 5:30.

    Refused: measure.not_now, measure.no_mandate and its kin, those of `_application`.
    """
    step = begin("apply", measure, context)
    mandates.check(context, "besluit", measure["measure_type"], None, gezag(measure, context).bodies)
    applied = _application(measure, body, context, since=made_known_on(measure))
    return {"state": step.to[0], **_applied(measure, applied, context)}


def close_premises(measure: Measure, body: Applying, context: Context) -> Changes:
    """Shut the door, and seal it if seals are named. Source: Awb art. 5:21, 5:27, 5:28.

    Refused: measure.not_now, measure.no_mandate and its kin, measure.day_too_early, those of `_application`.
    """
    begin("close_premises", measure, context)
    mandates.check(context, "besluit", measure["measure_type"], None, gezag(measure, context).bodies)
    since = max(made_known_on(measure), measure.get("weighing", {}).get("starts_on") or "")
    applied = _application(measure, body, context, since=since)
    state = "verzegeld" if applied["seal_numbers"] else "pand_gesloten"
    return {
        "state": state,
        **_applied(measure, applied, context),
        **closing_term(measure, day_of(applied["applied_at"])),
    }


def _application(
    measure: Measure, body: Applying | ApplyingAtOnce, context: Context, *, since: str | None = None
) -> dict[str, Any]:
    """Check what carrying out asks: a dwelling has a record of entering and, without consent, a machtiging.

    Refused: measure.entry_record_missing, measure.machtiging_missing, measure.machtiging_wrong_issuer,
    measure.machtiging_expired, measure.goods_copy_missing.
    """
    day = day_of(body["applied_at"])
    possible_day(day, context, since=since)
    if read_instant(body["applied_at"]) > context.at:
        raise Refused("measure.day_in_the_future")
    numbers = _seal_numbers(body.get("seal_numbers", []), context)
    if measure.get("is_dwelling", True):
        _check_entry(measure, body, day, context)
    check_line(body.get("goods_record"), context)
    if body.get("goods_record") and not body.get("goods_copy_on"):
        raise Refused("measure.goods_copy_missing")
    if body.get("goods_copy_on") is not None:
        possible_day(str(body["goods_copy_on"]), context)
    return {
        "applied_at": body["applied_at"],
        "visit_id": body.get("visit_id"),
        "machtiging": body.get("machtiging"),
        "goods_record": body.get("goods_record"),
        "goods_copy_on": body.get("goods_copy_on"),
        "seal_numbers": numbers,
    }


def _check_entry(measure: Measure, body: Applying | ApplyingAtOnce, day: str, context: Context) -> None:
    """Consent that stands, or a machtiging of the body that applies it. Source: Awb art. 5:27 lid 1 and 2; Awbi art. 2, 6 lid 2, 10."""
    visit = context.reads.get("visit") if body.get("visit_id") else None
    if visit is None or visit["premises_id"] != measure["premises_id"]:
        raise Refused("measure.entry_record_missing")
    opened = day_of(visit["opened_at"])
    if not opened <= day <= days_later(opened, 1):
        raise Refused("measure.entry_record_missing")
    record = binnentreden.went_in_to_apply(visit)  # type: ignore[arg-type]  # a visit
    if record and record["basis"] != "machtiging":
        return
    machtiging = (record and record.get("machtiging")) or body.get("machtiging")
    if machtiging is None:
        raise Refused("measure.machtiging_missing")
    if machtiging["issuer"] not in gezag(measure, context).bodies:
        raise Refused("measure.machtiging_wrong_issuer")
    given = read_day(machtiging["given_on"])
    if not given.isoformat() <= day <= geldigheid_machtiging(given).last_day.isoformat():
        raise Refused("measure.machtiging_expired")


def _applied(measure: Measure, applied: dict[str, Any], context: Context) -> Changes:
    """Keep the application with what follows from it: costs within five years, goods kept thirteen weeks."""
    on, equated = read_day(day_of(applied["applied_at"])), context.policy.equated_days
    changes: Changes = {
        "application": {**applied, **who_and_when(context)},
        "terms.kosten_vaststelling": terms.statutory("kosten_vaststelling", on, equated),
        **terms.end_running(measure, "verstreken", on.isoformat(), "uitvoering"),
    }
    if applied["goods_record"]:
        changes["terms.verkoop"] = terms.statutory("verkoop", on, equated)
    if applied["seal_numbers"]:
        changes[f"seals.{_next(measure, 'seals')}"] = {"on": on.isoformat(), "numbers": applied["seal_numbers"]}
    return changes


def end_application(measure: Measure, body: EndingApplication, context: Context) -> Changes:
    """Say that the breach is over and the application ends. Refused: measure.not_now, measure.remark_too_short."""
    step = begin("end_application", measure, context)
    possible_day(body["on"], context, since=day_of(measure["application"]["applied_at"]))
    reasoned(body["text"], context)
    return {"state": step.to[0], "ended": {**body, "by": context.by.person}}


def fix_costs(measure: Measure, body: FixingCosts, context: Context) -> Changes:
    """Fix by besluit what the overtreder pays; payable within six weeks. Source: Awb art. 5:25 lid 6, 4:87 lid 1.

    Refused: measure.not_now, measure.no_cost_recovery, measure.costs_too_late, measure.amount_missing, mandate,
    measure.costs_differ, measure.costs_over_bezwaar.
    """
    step = begin("fix_costs", measure, context)
    amount = body["amount_eur_cents"]
    if not 0 < amount <= MOST_EUR_CENTS:
        raise Refused("measure.amount_missing")
    mandates.check(context, "kosten", measure["measure_type"], amount, gezag(measure, context).bodies)
    on = possible_day(body["made_known_on"], context, since=day_of(measure["application"]["applied_at"]))
    _check_letter_says(amount, context)
    _check_not_above_bezwaar(measure, amount)
    costs = {
        "amount_eur_cents": amount,
        "made_known_on": body["made_known_on"],
        "by": context.by.person,
        "mandate_id": body["mandate_id"],
        "rechtsmiddel": "bezwaartermijn_loopt",
        "interruptions": [],
    }
    pay = terms.statutory("betaling_kosten", on, context.policy.equated_days)
    _, put_away = claims.put_away(measure, COSTS)
    return {
        **put_away,
        "state": step.to[0],
        "costs": costs,
        "terms.verjaring-kosten": terms.statutory(
            "verjaring_kosten", read_day(pay["ends_on"]), context.policy.equated_days, of=COSTS
        ),
        "terms.bezwaar_kosten-kosten": terms.for_remedy("bezwaar_kosten", on, context.policy.equated_days, of=COSTS),
        "terms.betaling_kosten": pay,
        **terms.end_running(measure, "gehaald", body["made_known_on"], "kosten_vaststelling"),
    }


def _check_not_above_bezwaar(measure: Measure, amount: int) -> None:
    """What a bezwaar made less stays less in the next kostenbeschikking. Source: Awb art. 7:11. Refused: measure.costs_over_bezwaar."""
    earlier = [one["costs"] for one in measure.get("earlier_costs", {}).values()]
    lowered = [one["amount_eur_cents"] for one in earlier if "before_bezwaar_eur_cents" in one]
    if lowered and amount > min(lowered):
        raise Refused("measure.costs_over_bezwaar")


WRITTEN = frozenset({"definitief", "verzonden"})


def _check_letter_says(amount: int, context: Context) -> None:
    """What the newest kostenbeschikking says is what is fixed. Source: Awb art. 4:86 lid 2, 5:25 lid 6.

    A letter that was sent stays; one made after it takes its place. Refused: measure.costs_differ.
    """
    said = [
        (str(letter.get("frozen_at", "")), int(letter["filled"]["kosten_eur_cents"]))
        for letter in context.found.get("letters", {}).values()
        if letter["letter_kind"] == "kostenbeschikking"
        and letter["state"] in WRITTEN
        and letter.get("measure_id") == context.document_id
        and (letter.get("filled") or {}).get("kosten_eur_cents")
    ]
    if said and max(said)[1] != amount:
        raise Refused("measure.costs_differ")


def waive_costs(measure: Measure, body: WaivingCosts, context: Context) -> Changes:
    """Leave the costs to the municipality, before or after they were fixed. Source: Awb art. 5:25 lid 1, 3:4 lid 2.

    Refused: measure.not_now, measure.no_cost_recovery, mandate, measure.remark_too_short.
    """
    begin("waive_costs", measure, context)
    fixed = measure["costs"]["amount_eur_cents"] if "costs" in measure else None
    mandates.check(context, "kosten", measure["measure_type"], fixed, gezag(measure, context).bodies)
    possible_day(body["on"], context, since=day_of(measure["application"]["applied_at"]))
    reasoned(body["text"], context)
    ended = terms.end_running(measure, "vervallen", body["on"], "kosten_vaststelling")
    ended |= terms.end_claim(measure, "vervallen", body["on"], COSTS)
    return {"costs_waived": {**body, "by": context.by.person}, **ended}


def seal(measure: Measure, body: Sealing, context: Context) -> Changes:
    """Source: Awb art. 5:28. Refused: measure.not_now, measure.seal_missing, measure.day_in_the_future."""
    step = begin("seal", measure, context)
    return {"state": step.to[0], **_sealed(measure, body["on"], body["seal_numbers"], context)}


def report_broken_seal(measure: Measure, body: ReportingBrokenSeal, context: Context) -> Changes:
    """Note a broken seal; a signaal for an aangifte follows by itself.

    Source: Awb art. 5:28; Wetboek van Strafrecht art. 199. Refused: measure.not_now, measure.remark_too_short.
    """
    step = begin("report_broken_seal", measure, context)
    newest = max(measure["seals"], key=int)
    possible_day(body["on"], context, since=measure["seals"][newest]["on"])
    reasoned(body["text"], context)
    broken = {**measure["seals"][newest], "broken_on": body["on"]}
    return {"state": step.to[0], f"seals.{newest}": broken, "broken_seal": {**body, "by": context.by.person}}


def reopen_for_a_while(measure: Measure, body: Reopen, context: Context) -> Changes:
    """Open the place for a while, within the closure, whose duration goes on. Source: Awb art. 3:4 lid 2.

    Refused: measure.not_now, measure.wrong_days, mandate.
    """
    step = begin("reopen_for_a_while", measure, context)
    mandates.check(context, "opheffing", measure["measure_type"], None, gezag(measure, context).bodies)
    reasoned(body["text"], context)
    since = day_of(measure["application"]["applied_at"])
    from_on, until_on = possible_day(body["from_on"], context, since=since), read_day(body["until_on"])
    closed = measure.get("terms", {}).get("sluiting")
    if until_on < from_on or (closed is not None and body["until_on"] > closed["ends_on"]):
        raise Refused("measure.wrong_days")
    item = {
        "from_state": measure["state"],
        "from_on": body["from_on"],
        "until_on": body["until_on"],
        "text": body["text"],
        "by": context.by.person,
    }
    why = "Het pand mag open tot en met de dag die is afgesproken."
    return {
        "state": step.to[0],
        "reopening": item,
        "terms.heropening": terms.until("heropening", from_on, until_on, why),
    }


def close_again(measure: Measure, body: ClosingAgain, context: Context) -> Changes:
    """Refused: measure.not_now, measure.day_in_the_future, measure.day_too_early."""
    begin("close_again", measure, context)
    possible_day(body["on"], context, since=measure["reopening"]["from_on"])
    ended = terms.end_running(measure, "gehaald", body["on"], "heropening")
    if not body["seal_numbers"]:
        return {"state": "pand_gesloten", **ended}
    return {"state": "verzegeld", **ended, **_sealed(measure, body["on"], body["seal_numbers"], context)}


def extend_closure(measure: Measure, body: ExtendingClosure, context: Context) -> Changes:
    """A new besluit lets the closure last longer; bezwaar is open against it again.

    Source: Gemeentewet art. 174a lid 3; Awb art. 3:46. Refused: measure.not_now, measure.cannot_be_extended,
    measure.wrong_days, mandate.
    """
    begin("extend_closure", measure, context)
    mandates.check(context, "besluit", measure["measure_type"], None, gezag(measure, context).bodies)
    reasoned(body["text"], context)
    on, until_on = (
        possible_day(body["made_known_on"], context, since=made_known_on(measure)),
        read_day(body["until_on"]),
    )
    term = measure.get("terms", {}).get("sluiting")
    if until_on <= on or (term and body["until_on"] <= term["ends_on"]):
        raise Refused("measure.wrong_days")
    item = {
        "until_on": body["until_on"],
        "made_known_on": body["made_known_on"],
        "text": body["text"],
        "by": context.by.person,
        "mandate_id": body["mandate_id"],
    }
    return {
        "state": "verzegeld" if measure["state"] == "verzegeld" else "verlengd",
        f"extensions.{_next(measure, 'extensions')}": item,
        "terms.sluiting": terms.until("sluiting", on, until_on, "De sluiting is verlengd."),
        **_contestable_again(measure, on, context),
    }


def _contestable_again(measure: Measure, on: date, context: Context) -> Changes:
    """A new besluit opens the six weeks again, unless a case about the first one runs: that one takes it in (Awb art. 6:19)."""
    if measure.get("rechtsmiddel") not in ("onherroepelijk", "bezwaartermijn_loopt"):
        return {}
    term = terms.for_remedy("bezwaar", on, context.policy.equated_days)
    return {"rechtsmiddel": "bezwaartermijn_loopt", "final_on": None, "terms.bezwaar": term}


def _sealed(measure: Measure, on: str, numbers: list[str], context: Context) -> Changes:
    possible_day(on, context, since=day_of(measure["application"]["applied_at"]))
    checked = _seal_numbers(numbers, context)
    if not checked:
        raise Refused("measure.seal_missing")
    return {f"seals.{_next(measure, 'seals')}": {"on": on, "numbers": checked}}


def _seal_numbers(numbers: list[str], context: Context) -> list[str]:
    if len(numbers) > MOST_SEALS or any(not number.strip() for number in numbers):
        raise Refused("measure.seal_missing")
    for number in numbers:
        check_line(number, context)
    return [number.strip() for number in numbers]


def _next(measure: Measure, collection: str) -> str:
    known: dict[str, Any] = measure.get(collection, {})  # type: ignore[assignment]  # one of its collections
    return str(len(known) + 1)
