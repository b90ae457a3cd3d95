"""Forfeiting and collecting: each act on one verbeurte, from what a visit showed to the last cent.

Source: Awb art. 5:32b, 5:33 to 5:37a, titel 4.4. Money in euro cents.
"""

from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import claims, deferrals, ledger, mandates, terms
from fieldapp.domain.course.acting import begin, gezag, possible_day, reasoned
from fieldapp.domain.course.binding import was_suspended
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.flow import MOST_ZIENSWIJZE_DAYS, day_of_hercontrole, not_there
from fieldapp.domain.course.lines_measures import TO_GIVE_BACK
from fieldapp.domain.course.states import LAST_BINDS, STATE, VERBEURTE, VERBEURTE_ENDS
from fieldapp.domain.course.units_of_time import first_day_of_period, in_period, last_day_of_period
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import Payment, Verbeurte
from fieldapp.domain.documents.course_acts import (
    AnnouncingInvordering,
    DecidingInvordering,
    Forfeiting,
    InterruptingVerjaring,
    IssuingDwangbevel,
    NotifyingVerbeurte,
    RecordingPayment,
    Reminding,
    WaivingVerbeurte,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_ids
from fieldapp.domain.moments import days_later, read_day

MOST_EUR_CENTS = 100_000_000_00


def forfeit(measure: Measure, body: Forfeiting, context: Context) -> Changes:
    """Establish that a dwangsom was forfeited, on what a visit saw after the term; by law, never by decision.

    So it can be established later too, while the last is suspended or when it is over, for a day on which it worked.

    One for each breach, one for each unit of time, or one in all; never above the maximum.
    Source: Awb art. 5:32b, 5:33. Refused: measure.not_now, measure.maximum_reached, measure.no_hercontrole,
    measure.no_finding, measure.own_visit, measure.already_forfeited, measure.day_does_not_fit, measure.not_in_force.
    """
    step = begin("forfeit", measure, context)
    check_ids(body["verbeurte_id"])
    seen_on = day_of_hercontrole(measure, body["visit_id"], context)
    visit = context.reads["visit"] or {}
    not_there(visit, context)
    _check_findings(measure, body, visit)
    _check_once(measure, body)
    _check_day(measure, body, seen_on, context)
    amount = ledger.next_amount(measure)
    verbeurte: Verbeurte = {
        "forfeited_on": body["forfeited_on"],
        "amount_eur_cents": amount,
        "visit_id": body["visit_id"],
        "finding_ids": body["finding_ids"],
        "period": body.get("period"),
        "state": "geconstateerd",
        "by": context.by.person,
        "interruptions": [],
    }
    full = ledger.forfeited_so_far(measure) + amount >= (measure.get("max_eur_cents") or 0)
    stands = "maximum_bereikt" if full else "verbeurd_deels"
    return {
        **({"state": stands} if step.to else _later(measure, stands)),
        f"verbeurten.{body['verbeurte_id']}": verbeurte,
        **_terms_of(measure, body["verbeurte_id"], body["forfeited_on"], context),
    }


def _later(measure: Measure, stands: str) -> Changes:
    """What is over stays over; what is suspended comes back as it stood, with this forfeited."""
    if measure["state"] != "opgeschort":
        return {}
    return {"suspended": {**measure["suspended"], "from_state": stands}}


def _terms_of(measure: Measure, verbeurte_id: str, forfeited_on: str, context: Context) -> Changes:
    """Six weeks to pay (art. 5:33), a year until it prescribes (5:35); a year without forfeiture begins anew (5:34)."""
    on, equated = read_day(forfeited_on), context.policy.equated_days
    year = measure.get("terms", {}).get("opheffing_na_jaar")
    changes: Changes = {
        f"terms.betaling-{verbeurte_id}": terms.statutory("betaling", on, equated, of=verbeurte_id),
        f"terms.verjaring-{verbeurte_id}": terms.statutory("verjaring", on, equated, of=verbeurte_id),
    }
    goes_on = measure["state"] in LAST_BINDS or measure["state"] == "opgeschort"
    if goes_on and (year is None or year["starts_on"] < forfeited_on):
        changes["terms.opheffing_na_jaar"] = terms.statutory("opheffing_na_jaar", on, equated)
    return changes


def _check_findings(measure: Measure, body: Forfeiting, visit: dict[str, Any]) -> None:
    """The visit saw the same breach again. Refused: measure.no_finding."""
    findings = visit.get("findings", {})
    named = [findings.get(one) for one in body["finding_ids"]]
    if not named or any(one is None or one.get("rule_key") != measure["rule_key"] for one in named):
        raise Refused("measure.no_finding")


def _check_once(measure: Measure, body: Forfeiting) -> None:
    """Nothing is forfeited twice, nor anew for a breach on which a bezwaar or a judge undid the invordering.

    Source: Awb art. 5:32b, 7:11, 8:72. Refused: measure.already_forfeited.
    """
    known = measure.get("verbeurten", {})
    if body["verbeurte_id"] in known:
        raise Refused("measure.already_forfeited")
    mode = measure.get("mode")
    if mode == "ineens" and any(ledger.counts(one) for one in known.values()):
        raise Refused("measure.already_forfeited")
    settled = [one for one in known.values() if one["state"] != "vervallen" or claims.is_undone(one)]
    if mode != "per_tijdseenheid" and any(
        one["visit_id"] == body["visit_id"] or set(one["finding_ids"]) & set(body["finding_ids"]) for one in settled
    ):
        raise Refused("measure.already_forfeited")
    if mode == "per_tijdseenheid" and any(one.get("period") == body.get("period") for one in settled):
        raise Refused("measure.already_forfeited")


def _check_day(measure: Measure, body: Forfeiting, seen_on: str, context: Context) -> None:
    """The day fits how the last counts: the day of the breach, or the last day of the unit of time.

    Source: Awb art. 5:32a lid 2, 5:32b lid 1, 5:33. Refused: measure.day_does_not_fit, measure.day_in_the_future,
    measure.was_suspended, measure.not_in_force.
    """
    on = possible_day(body["forfeited_on"], context)
    term = measure.get("terms", {}).get("begunstiging")
    binds_after = term["ends_on"] if term else None
    first = read_day(binds_after) + timedelta(days=1) if binds_after else read_day(measure["bekendmaking"]["on"])
    if on < first or seen_on < first.isoformat():
        raise Refused("measure.day_too_early")
    if measure.get("mode") == "per_tijdseenheid":
        fits = on == last_day_of_period(measure, first, body.get("period") or 0) and in_period(
            measure, first, body.get("period") or 0, read_day(seen_on)
        )
    elif measure.get("mode") == "ineens":
        fits = body["forfeited_on"] <= seen_on
    else:
        fits = body["forfeited_on"] == seen_on
    if not fits:
        raise Refused("measure.day_does_not_fit")
    worked_until = last_day_in_force(measure)
    if worked_until is not None and max(body["forfeited_on"], seen_on) > worked_until:
        raise Refused("measure.not_in_force")
    begins = first_day_of_period(measure, first, body.get("period") or 0) or on
    if was_suspended(measure, begins, on) or was_suspended(measure, read_day(seen_on), read_day(seen_on)):
        raise Refused("measure.was_suspended")


def last_day_in_force(measure: Measure) -> str | None:
    """Return the last day on which the last worked, None while it does: before the day that lifted, revoked or ended it.

    It has worked out from the visit that saw that nothing was left to do. Source: Awb art. 5:33, 5:34, 5:38.
    """
    if measure["state"] == "uitgewerkt":
        seen = [one["on"] for one in measure.get("hercontroles", {}).values() if one["result"] == "nagekomen"]
        return days_later(max(seen), -1)
    over = measure.get({"opgeheven": "lifted", "ingetrokken": "revoked"}.get(measure["state"], ""))
    return days_later(over["on"], -1) if over else None  # type: ignore[index]  # a day in either


def notify_verbeurte(measure: Measure, body: NotifyingVerbeurte, context: Context) -> Changes:
    """Tell the overtreder what was forfeited and until when to pay. Source: Awb art. 5:33. Refused: measure.not_now,
    measure.unknown_verbeurte."""
    verbeurte = verbeurte_for("notify_verbeurte", measure, body["verbeurte_id"], context)
    possible_day(body["sent_on"], context, since=verbeurte["forfeited_on"])
    return set_verbeurte(
        body["verbeurte_id"], {**verbeurte, "state": "mededeling_verzonden", "notified_on": body["sent_on"]}
    )


def announce_invordering(measure: Measure, body: AnnouncingInvordering, context: Context) -> Changes:
    """Ask the view of the overtreder before collecting. Source: Awb art. 4:8. Refused: measure.wrong_days, mandate."""
    verbeurte = verbeurte_for("announce_invordering", measure, body["verbeurte_id"], context)
    check_mandate(measure, body["verbeurte_id"], context)
    sent = possible_day(body["sent_on"], context, since=verbeurte["forfeited_on"])
    if not 1 <= body["zienswijze_days"] <= MOST_ZIENSWIJZE_DAYS:
        raise Refused("measure.wrong_days")
    term = terms.by_decision(
        "zienswijze_invordering", sent, body["zienswijze_days"], context.policy.equated_days, of=body["verbeurte_id"]
    )
    changed = {**verbeurte, "state": "invordering_voornemen", "announced_on": body["sent_on"]}
    return set_verbeurte(body["verbeurte_id"], changed) | {f"terms.zienswijze_invordering-{body['verbeurte_id']}": term}


def decide_invordering(measure: Measure, body: DecidingInvordering, context: Context) -> Changes:
    """The invorderingsbeschikking: it interrupts the prescription, and bezwaar is open against it.

    Without a voornemen the ground says why (financial, Awb art. 4:12; or heard already, 4:11 under b).
    Source: Awb art. 5:37, 5:37a lid 1, 4:110. Refused: measure.not_now, measure.term_runs, measure.no_zienswijze,
    measure.claim_prescribed, mandate.
    """
    verbeurte = verbeurte_for("decide_invordering", measure, body["verbeurte_id"], context)
    check_mandate(measure, body["verbeurte_id"], context)
    on = possible_day(body["made_known_on"], context, since=verbeurte["forfeited_on"])
    check_claim(measure, body["verbeurte_id"], on)
    of = body["verbeurte_id"]
    if verbeurte["state"] == "invordering_voornemen":
        if body["made_known_on"] <= measure["terms"][f"zienswijze_invordering-{of}"]["ends_on"]:
            raise Refused("measure.term_runs")
    elif body.get("skip_zienswijze") is None:
        raise Refused("measure.no_zienswijze")
    invordering = {
        "made_known_on": body["made_known_on"],
        "by": context.by.person,
        "mandate_id": body["mandate_id"],
        "skip_zienswijze": body.get("skip_zienswijze"),
        "rechtsmiddel": "bezwaartermijn_loopt",
    }
    known, put_away = claims.put_away(measure, of)
    changed = {**known, "state": "ingevorderd_besloten", "invordering": invordering}
    bezwaar = terms.for_remedy("bezwaar_invordering", on, context.policy.equated_days, of=of)
    return {
        **terms.end_running(measure, "gehaald", body["made_known_on"], "zienswijze_invordering", of=of),
        **put_away,
        **_interrupted(measure, of, dict(changed), body["made_known_on"], "invorderingsbeschikking", context),
        f"terms.bezwaar_invordering-{of}": bezwaar,
    }


def remind(measure: Measure, body: Reminding, context: Context) -> Changes:
    """Aanmaning after the term to pay: two weeks, and a fee by the table of the year. It interrupts the prescription.

    Source: Awb art. 4:112, 4:113, 4:106. Refused: measure.not_now, measure.term_runs, measure.claim_prescribed,
    measure.deferral_runs.
    """
    of, claim = claim_for("remind", measure, body["verbeurte_id"], context)
    on = possible_day(body["sent_on"], context, since=claims.decided(measure, of)["made_known_on"])
    check_claim(measure, of, on)
    check_not_deferred(claim, on)
    if body["sent_on"] <= claims.pay_term(measure, of)["ends_on"]:
        raise Refused("measure.term_runs")
    debt = ledger.sums_of_claim(measure, of).outstanding
    fee = ledger.fee_of(context.policy.fees["aanmaning"], on.year, debt)
    changed = _moved(of, {**claim, "aanmaning": {"sent_on": body["sent_on"], "fee_eur_cents": fee}}, "aangemaand")
    return {
        **_interrupted(measure, of, changed, body["sent_on"], "aanmaning", context),
        f"terms.aanmaning-{of}": terms.statutory("aanmaning", on, context.policy.equated_days, of=of),
    }


def issue_dwangbevel(measure: Measure, body: IssuingDwangbevel, context: Context) -> Changes:
    """The dwangbevel after an aanmaning that did not help. Source: Awb art. 5:10 lid 2, 4:114 to 4:117, 4:106.

    Refused: measure.not_now, measure.term_runs, measure.claim_prescribed, measure.deferral_runs, mandate.
    """
    of, claim = claim_for("issue_dwangbevel", measure, body["verbeurte_id"], context)
    check_mandate(measure, of, context)
    on = possible_day(body["on"], context, since=claim["aanmaning"]["sent_on"])
    check_claim(measure, of, on)
    check_not_deferred(claim, on)
    if body["on"] <= measure["terms"][f"aanmaning-{of}"]["ends_on"]:
        raise Refused("measure.term_runs")
    changed = _moved(of, {**claim, "dwangbevel": {"on": body["on"], "by": context.by.person}}, "dwangbevel")
    ended = terms.end_running(measure, "verstreken", body["on"], "aanmaning", of=of)
    return {**ended, **_interrupted(measure, of, changed, body["on"], "dwangbevel", context)}


def _moved(of: str, claim: dict[str, Any], state: str) -> dict[str, Any]:
    """A verbeurte keeps its state; that of the costs follows from what is recorded."""
    return claim if of == COSTS else {**claim, "state": state}


def record_payment(measure: Measure, body: RecordingPayment, context: Context) -> Changes:
    """Book what came in or went back, of one verbeurte or of the costs. More than is due is booked too: it goes back.

    Source: Awb art. 4:89, 4:92. Refused: measure.unknown_verbeurte, measure.payment_exists, measure.amount_missing,
    measure.paid_more_than_received, measure.rightly_paid.
    """
    check_ids(body["payment_id"])
    possible_day(body["on"], context, since=claims.owed_since(measure, body["of"]))
    if body["payment_id"] in measure.get("payments", {}):
        raise Refused("measure.payment_exists")
    if not 0 < body["amount_eur_cents"] <= MOST_EUR_CENTS:
        raise Refused("measure.amount_missing")
    payment: Payment = {
        "on": body["on"],
        "amount_eur_cents": body["amount_eur_cents"],
        "of": body["of"],
        "kind": body["kind"],
        "by": context.by.person,
        "at": context.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
    booked: Changes = {f"payments.{body['payment_id']}": payment}
    if body["of"] == COSTS:
        return {**booked, **_costs_paid(measure, payment, context)}
    return {**booked, **_verbeurte_paid(measure, payment, context)}


def _costs_paid(measure: Measure, payment: Payment, context: Context) -> Changes:
    begin("record_payment", measure, context, STATE)
    before = ledger.costs_of(measure)
    _check_refund(payment, before)
    after = ledger.costs_of({**measure, "payments": {**measure.get("payments", {}), "": payment}})
    if measure["state"] in TO_GIVE_BACK and not claims.were_fixed(measure):
        raise Refused("measure.not_now")
    if measure["state"] in TO_GIVE_BACK and after.outstanding > before.outstanding:
        raise Refused("measure.rightly_paid")  # it would leave a debt in a file that was put away
    if measure["state"] in TO_GIVE_BACK | {"vernietigd"} or ledger.state_of_costs(measure) in VERBEURTE_ENDS - {
        "betaald"
    }:
        return {}  # nothing of it is due any more: what goes back makes it no paid claim
    if after.outstanding:
        again = claim_again(measure, COSTS) if measure["state"] == "kosten_geind" else {}
        return {"state": "kosten_vastgesteld", **again}
    return {"state": "kosten_geind", **terms.end_claim(measure, "gehaald", payment["on"], COSTS)}


def _verbeurte_paid(measure: Measure, payment: Payment, context: Context) -> Changes:
    of = payment["of"]
    verbeurte = verbeurte_for("record_payment", measure, of, context)
    _check_refund(payment, ledger.sums_of(measure, of))
    state = ledger.after_payment(measure, of, payment)
    if measure["state"] == "afgesloten" and verbeurte["state"] == "betaald" != state:
        raise Refused("measure.rightly_paid")
    changed: dict[str, Any] = {**verbeurte, "state": state}
    if state == "betaald" and verbeurte["state"] != "betaald":
        ended = terms.end_claim(measure, "gehaald", payment["on"], of)
        return set_verbeurte(of, {**changed, "ended_on": payment["on"]}) | ended
    if verbeurte["state"] == "betaald" and state != "betaald":
        changed.pop("ended_on", None)
        return set_verbeurte(of, changed) | claim_again(measure, of)
    return set_verbeurte(of, changed) if changed != verbeurte else {}


def claim_again(measure: Measure, of: str) -> Changes:
    """A refund that opens the debt again lets its prescription run on."""
    term = measure["terms"].get(f"verjaring-{of}")
    if term is None:  # costs that were fixed before their prescription was counted
        return {}
    again = {name: value for name, value in term.items() if name != "over_on"} | {"state": "loopt"}
    return {f"terms.verjaring-{of}": again}


def _check_refund(payment: Payment, sums: ledger.Sums) -> None:
    if payment["kind"] == "terugbetaling" and payment["amount_eur_cents"] > sums.paid - sums.refunded:
        raise Refused("measure.paid_more_than_received")


def waive_verbeurte(measure: Measure, body: WaivingVerbeurte, context: Context) -> Changes:
    """Leave what is outstanding, with the reason. Source: Awb art. 3:4 lid 2, 5:37. Refused: measure.not_now, mandate."""
    verbeurte = verbeurte_for("waive_verbeurte", measure, body["verbeurte_id"], context)
    check_mandate(measure, body["verbeurte_id"], context)
    possible_day(body["on"], context, since=verbeurte["forfeited_on"])
    reasoned(body["text"], context)
    waived = {"reason": body["reason"], "text": body["text"], "by": context.by.person}
    changed = {**verbeurte, "state": "afgezien", "waived": waived, "ended_on": body["on"]}
    ended = terms.end_claim(measure, "vervallen", body["on"], body["verbeurte_id"])
    return set_verbeurte(body["verbeurte_id"], changed) | ended


def interrupt_verjaring(measure: Measure, body: InterruptingVerjaring, context: Context) -> Changes:
    """Interrupt the prescription in another way: the debtor acknowledged the debt, or a legal act.

    Source: Awb art. 4:105, 4:110. Refused: measure.not_now, measure.claim_prescribed, mandate.
    """
    of, claim = claim_for("interrupt_verjaring", measure, body["verbeurte_id"], context)
    check_mandate(measure, of, context)
    on = possible_day(body["on"], context, since=claims.owed_since(measure, of))
    check_claim(measure, of, on)
    return _interrupted(measure, of, claim, body["on"], body["how"], context)


def _interrupted(measure: Measure, of: str, claim: dict[str, Any], on: str, how: str, context: Context) -> Changes:
    """A new term begins the next day; alarms about the old one are forgotten. Source: Awb art. 4:110."""
    changed = {**claim, "interruptions": [*claim.get("interruptions", []), {"on": on, "how": how}]}
    old = {f"alarms.{one}": None for one in measure.get("alarms", {}) if one.startswith(f"verjaring-{of}")}
    with_it: Any = {**measure, "costs": changed} if of == COSTS else {**measure, "verbeurten": {of: changed}}
    kind = "verjaring_kosten" if of == COSTS else "verjaring"
    term = terms.statutory(kind, read_day(on), context.policy.equated_days, of=of)
    why = list(terms.prescription_of(with_it, of).why)
    return {**claims.put(of, changed), f"terms.verjaring-{of}": {**term, "why": why}, **old}


def claim_for(act: str, measure: Measure, of: str, context: Context) -> tuple[str, dict[str, Any]]:
    """Return the claim that an act is about, a verbeurte or the costs. Refused: measure.unknown_verbeurte,
    measure.not_now, and the guards of the act."""
    claim = claims.claim_of(measure, of)
    if not claim:
        raise Refused("measure.unknown_verbeurte")
    begin(act, measure, context, VERBEURTE, ledger.state_of_claim(measure, of))
    return of, claim


def verbeurte_for(act: str, measure: Measure, verbeurte_id: str, context: Context) -> Verbeurte:
    """Refused: measure.unknown_verbeurte, measure.not_now, and the guards of the act."""
    verbeurte = measure.get("verbeurten", {}).get(verbeurte_id)
    if verbeurte is None:
        raise Refused("measure.unknown_verbeurte")
    begin(act, measure, context, VERBEURTE, verbeurte["state"])
    return verbeurte


def check_claim(measure: Measure, of: str, on: date) -> None:
    """What has prescribed cannot be collected or interrupted. Source: Awb art. 4:104, 5:35. Refused: measure.claim_prescribed."""
    claim = terms.prescription_of(measure, of)
    if claim.on is not None and on > claim.on:
        raise Refused("measure.claim_prescribed")


def check_not_deferred(claim: Any, on: date) -> None:
    """Source: Awb art. 4:94 lid 2: no aanmaning and no dwangbevel while payment is deferred. Refused: measure.deferral_runs."""
    if deferrals.until(claim, on) is not None:
        raise Refused("measure.deferral_runs")


def check_mandate(measure: Measure, of: str, context: Context) -> None:
    """Collecting a dwangsom and recovering costs are two mandates. Source: Awb art. 10:3."""
    amount, act = claims.claim_of(measure, of)["amount_eur_cents"], "kosten" if of == COSTS else "invordering"
    mandates.check(context, act, measure["measure_type"], amount, gezag(measure, context).bodies)


def set_verbeurte(verbeurte_id: str, changed: Any) -> Changes:
    return {f"verbeurten.{verbeurte_id}": changed}
