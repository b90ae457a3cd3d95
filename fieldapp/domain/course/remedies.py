"""Bezwaar, beroep and hoger beroep: the second track. It never suspends the measure by itself (Awb art. 6:16).

Each is against the besluit, or against what was decided on one claim under it (`of`): contested.py shows both alike.
"""

from collections.abc import Callable, Mapping
from typing import Any

from fieldapp.domain.course import annulment, another_decision, claims, contested, deciding_anew, lessening, terms
from fieldapp.domain.course.acting import begin, made_known_on, possible_day, reasoned
from fieldapp.domain.course.binding import annulled
from fieldapp.domain.course.deciding_anew import GONE
from fieldapp.domain.course.rounds import bezwaren, next_key, rounds
from fieldapp.domain.course.states import CLAIM_REMEDY, MAY_REVIVE, REMEDY, REVOKED, STATE, TO_DECIDE
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import Rechtsmiddel, Term
from fieldapp.domain.documents.course_acts import (
    DecidingBeroep,
    DecidingBezwaar,
    JoiningRemedy,
    PostponingBezwaar,
    ReceivingBeroep,
    ReceivingBezwaar,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_free_text
from fieldapp.domain.moments import day_of, read_day

ANNULLED = frozenset({"vernietigd", "vernietigd_nieuwe_beschikking"})
"""While the besluit under it is annulled a claim has nothing to stand on, whatever its own fault was."""
UNDONE = MAY_REVIVE | {"vernietigd"}
"""What another bezwaar or a judge undid already: no decision on a bezwaar brings it back."""
Undoing = Callable[[Measure, str | None, str, Context, Changes], Changes]
ONLY_FOR_LATE = frozenset({"niet_ontvankelijk", "ingetrokken"})


def receive_bezwaar(measure: Measure, body: ReceivingBezwaar, context: Context) -> Changes:
    """Keep a bezwaarschrift. A late one is kept too: it must be decided on, and only an excuse makes it count.

    One that comes while or after another was decided stands beside it: it must be decided on, and opens nothing again.
    Source: Awb art. 6:7, 6:8, 6:9 lid 2, 6:11, 7:10 lid 1. Refused: measure.not_now, measure.day_too_early,
    measure.unknown_verbeurte.
    """
    of = body.get("of")
    if of is None and "bekendmaking" not in measure:
        return _received_early(measure, body, context)
    seen = _seen(measure, of, context)
    begin("receive_bezwaar", seen, context, REMEDY)
    item = {**_received(seen, "bezwaar", body, context), "with_committee": body["with_committee"]}
    changes: Changes = {f"rechtsmiddelen.{next_key(seen, 'bezwaar')}": item}
    if not _opens(seen):
        return contested.kept(measure, of, changes)
    ended_on = read_day(seen["terms"]["bezwaar"]["ends_on"])
    to_decide = terms.to_decide_on_bezwaar(ended_on, body["with_committee"], context.policy.equated_days)
    changes |= {
        "rechtsmiddel": "bezwaar_lopend",
        "final_on": None,
        "terms.beslistermijn_bezwaar": to_decide,
        **terms.end_running(seen, "gehaald", body["received_on"], "bezwaar"),
    }
    claims_again = annulment.prescribed_again(measure) if of is None and _counts(item) else Changes()
    return {**contested.kept(measure, of, changes), **claims_again}


def _received_early(measure: Measure, body: ReceivingBezwaar, context: Context) -> Changes:
    """Keep a bezwaar that came before the bekendmaking: it is not refused, and waits for it. Source: Awb art. 6:10.

    Refused: measure.not_now, measure.day_too_early, measure.wrong_days.
    """
    begin("receive_bezwaar", measure, context)
    item = {**_received(measure, "bezwaar", body, context), "with_committee": body["with_committee"]}
    return {f"rechtsmiddelen.{next_key(measure, 'bezwaar')}": item}


def _seen(measure: Measure, of: str | None, context: Context) -> Measure:
    """Refused: measure.unknown_verbeurte, when nothing was decided on this claim."""
    if of is not None and of not in claims.decided_on(measure):
        raise Refused("measure.unknown_verbeurte")
    return contested.seen(measure, of, context.policy.equated_days)


def join_remedy(measure: Measure, body: JoiningRemedy, context: Context) -> Changes:
    """Note that the bezwaar or beroep against the besluit is by law about this claim too: it stands where that stands.

    Source: Awb art. 5:31c lid 1, 5:39 lid 1. Refused: measure.not_now, measure.besluit_not_contested,
    measure.unknown_verbeurte.
    """
    of = body["of"]
    seen = _seen(measure, of, context)
    step = begin("join_remedy", seen, context, CLAIM_REMEDY, seen["rechtsmiddel"])
    stage = "bezwaar_lopend" if measure["rechtsmiddel"] in TO_DECIDE else measure["rechtsmiddel"]
    if stage not in step.to:
        raise Refused("measure.besluit_not_contested")
    kind = stage.removesuffix("_lopend")
    lodged = list(rounds(measure, kind).values())[-1]
    possible_day(body["on"], context, since=max(made_known_on(seen), lodged["received_on"]))
    item = {"received_on": body["on"], "posted_on": None, "excused": None, "is_late": False, "with_besluit": True}
    changes: Changes = {
        f"rechtsmiddelen.{next_key(seen, kind)}": item,
        "rechtsmiddel": stage,
        "final_on": None,
        **terms.end_running(seen, "gehaald", body["on"], "bezwaar"),
    }
    term = measure.get("terms", {}).get("beslistermijn_bezwaar")
    if kind == "bezwaar" and term is not None:
        changes["terms.beslistermijn_bezwaar"] = term
    return contested.kept(measure, of, changes)


def _opens(measure: Measure) -> bool:
    """Only where none was decided yet: what the judge or a decision settled stays settled."""
    if measure["rechtsmiddel"] == "bezwaartermijn_loopt":
        return True
    decided = [one for one in bezwaren(measure).values() if one.get("result") not in (None, "ingetrokken")]
    return measure["rechtsmiddel"] == "onherroepelijk" and not decided


def _received(
    measure: Measure, kind: str, body: ReceivingBezwaar | ReceivingBeroep, context: Context
) -> dict[str, Any]:
    since = first_day_of_bezwaar(measure) if kind == "bezwaar" else measure["terms"][kind]["starts_on"]
    possible_day(body["received_on"], context, since=since)
    posted, excused = body.get("posted_on"), body.get("excused")
    if posted is not None:
        possible_day(posted, context, since=since)
        if posted > body["received_on"]:
            raise Refused("measure.wrong_days")
    check_free_text(excused, context)
    late = kind in measure.get("terms", {}) and not in_time(measure["terms"][kind], body["received_on"], posted)
    return {"received_on": body["received_on"], "posted_on": posted, "excused": excused, "is_late": late}


def first_day_of_bezwaar(measure: Measure) -> str:
    """Return the first day on which a bezwaar makes sense: once somebody could think that the besluit was there.

    Source: Awb art. 6:10 lid 1.
    """
    signed = measure.get("besluit", {}).get("signed_at") or measure.get("decided_at")
    known = measure.get("bekendmaking", {}).get("on")
    return min(day for day in (day_of(signed) if signed else None, known) if day)


def in_time(term: Term, received_on: str, posted_on: str | None) -> bool:
    """Say whether it came before the end, or was posted before the end and came within a week. Source: Awb art. 6:9."""
    if received_on <= term["ends_on"]:
        return True
    return posted_on is not None and posted_on <= term["ends_on"] and received_on <= term["acts_after_on"]


def postpone_bezwaar(measure: Measure, body: PostponingBezwaar, context: Context) -> Changes:
    """Take six weeks more, once for what is open. Source: Awb art. 7:10 lid 3.

    Refused: measure.not_now, measure.no_open_bezwaar, measure.postponed_already, measure.term_is_over,
    measure.term_of_court.
    """
    of = body.get("of")
    seen = _seen(measure, of, context)
    begin("postpone_bezwaar", seen, context, REMEDY)
    reasoned(body["text"], context)
    which, bezwaar = _first_open(seen)
    possible_day(body["on"], context, since=bezwaar.get("anew_on", bezwaar["received_on"]))
    if any("postponed_on" in one for one in bezwaren(seen).values() if "result" not in one):
        raise Refused("measure.postponed_already")
    term = seen["terms"]["beslistermijn_bezwaar"]
    if term["state"] != "loopt" or body["on"] > term["ends_on"]:
        raise Refused("measure.term_is_over")
    if deciding_anew.is_set_by_court(term):
        raise Refused("measure.term_of_court")
    item = {**bezwaar, "postponed_on": body["on"], "postponed_why": body["text"]}
    longer = terms.postponed(term, context.policy.equated_days)
    changes: Changes = {f"rechtsmiddelen.{which}": item, "terms.beslistermijn_bezwaar": longer}
    return contested.kept(measure, of, changes)


def _first_open(measure: Measure) -> tuple[str, Rechtsmiddel]:
    """Refused: measure.no_open_bezwaar."""
    waits = [(key, one) for key, one in bezwaren(measure).items() if "result" not in one]
    if not waits:
        raise Refused("measure.no_open_bezwaar")
    return waits[0]


def decide_bezwaar(measure: Measure, body: DecidingBezwaar, context: Context) -> Changes:
    """Note what was decided on a bezwaar, or that it was withdrawn; with several it goes on after the last.

    Before the bekendmaking it waits, and can only be withdrawn. Source: Awb art. 6:10 lid 2, 6:21, 7:11, 7:12, 10:3
    lid 3. Refused: measure.not_now, measure.no_open_bezwaar, measure.signed_the_besluit, measure.bezwaar_was_late,
    measure.remark_too_short, measure.not_less, measure.amount_over_maximum, measure.unknown_verbeurte,
    measure.only_for_money, measure.besluit_not_known_yet.
    """
    of = body.get("of")
    seen = _seen(measure, of, context)
    begin("decide_bezwaar", seen, context, REMEDY if "bekendmaking" in seen else STATE)
    which = body.get("which", "bezwaar")
    bezwaar = bezwaren(seen).get(which)
    if bezwaar is None or "result" in bezwaar:
        raise Refused("measure.no_open_bezwaar")
    possible_day(body["on"], context, since=bezwaar.get("anew_on", bezwaar["received_on"]))
    reasoned(body["text"], context)
    if not _counts(bezwaar) and body["result"] not in ONLY_FOR_LATE:
        raise Refused("measure.bezwaar_was_late")
    if "bekendmaking" not in seen and body["result"] != "ingetrokken":
        raise Refused("measure.besluit_not_known_yet")
    decided = {**bezwaar, "result": body["result"], "decided_on": body["on"], "text": body["text"]}
    less = lessening.lessened(measure, body) if of is None else Changes()
    if less:
        decided["before"] = lessening.amounts_of(measure)
    changes: Changes = {f"rechtsmiddelen.{which}": decided, **less}
    if another_decision.is_asked(measure, of, body["result"]) and seen["rechtsmiddel"] not in UNDONE:
        return another_decision.claim_stays(measure, of or "", body["on"], changes, context)
    if body["result"] in GONE:
        return _how_undone(seen, bezwaar, of)(measure, of, body["on"], context, changes)
    changes |= _after_bezwaar(seen, which, body, context)
    if of is not None and (body.get("amount_eur_cents"), body.get("max_eur_cents")) != (None, None):
        claim, more = lessening.claim_lessened(measure, of, body)
        return {**contested.kept(measure, of, changes, claim), **more}
    return contested.kept(measure, of, changes)


def _after_bezwaar(seen: Measure, which: str, body: DecidingBezwaar, context: Context) -> Changes:
    """Beroep is open once all were decided on; nothing changes where it had gone on already, or did not begin.

    The six weeks count from a decision, never from a withdrawal. Source: Awb art. 6:7, 6:8 lid 1, 8:1.
    """
    others = {key: one for key, one in bezwaren(seen).items() if key != which}
    if any("result" not in one for one in others.values()):
        return Changes()
    ended = terms.end_running(seen, "gehaald", body["on"], "beslistermijn_bezwaar")
    if seen.get("rechtsmiddel") not in TO_DECIDE:  # hoger beroep takes another decision along (Awb art. 6:19, 6:24)
        return Changes(ended)
    if body["result"] == "ingetrokken" and "anew_on" in bezwaren(seen)[which]:
        over = terms.end_running(seen, "vervallen", body["on"], "hoger_beroep")
        return {**ended, **over, "rechtsmiddel": "onherroepelijk", "final_on": body["on"]}
    by_now: dict[str, Any] = {
        **others,
        which: {**bezwaren(seen)[which], "result": body["result"], "decided_on": body["on"]},
    }
    decided_on = [one["decided_on"] for one in by_now.values() if one["result"] != "ingetrokken"]
    if not decided_on:
        return {**ended, **_withdrawn(seen, body["on"], by_now)}
    term = terms.for_remedy("beroep", read_day(max(decided_on)), context.policy.equated_days)
    return {**ended, "rechtsmiddel": "beroepstermijn_loopt", "terms.beroep": term}


def _undone(measure: Measure, of: str | None, on: str, context: Context, changes: Changes) -> Changes:
    """The besluit is gone for good, or nothing is due any more of this claim. Source: Awb art. 7:11 lid 2, 8:72."""
    if of is None:
        is_gone = measure["rechtsmiddel"] in REVOKED | {"vernietigd"}
        return changes if is_gone else {**annulled(measure, on, context), **changes}
    claim, more = annulment.claim_gone(measure, of, on)
    return {**_gone(measure, of, on, changes, claim, context), **more}


def _how_undone(seen: Measure, bezwaar: Rechtsmiddel, of: str | None) -> Undoing:
    """Return what this decision on bezwaar leaves of the besluit: gone for good, or while others may still contest that."""
    if _obeys_a_ruling(seen, bezwaar):
        return _undone_for_now
    return _revoked if of is None and seen["rechtsmiddel"] == "bezwaar_lopend" else _undone


def _revoked(measure: Measure, of: str | None, on: str, context: Context, changes: Changes) -> Changes:
    """Gone, and not for good: who has an interest in the besluit can go to the rechtbank. Source: Awb art. 1:2, 6:7, 8:1."""
    term = terms.for_remedy("beroep", read_day(on), context.policy.equated_days)
    gone = annulment.gone_for_now(measure, on, context)
    return {**gone, **changes, "rechtsmiddel": "vernietigd_beroep_kan", "terms.beroep": term}


def _obeys_a_ruling(seen: Measure, bezwaar: Rechtsmiddel) -> bool:
    """Say whether this decision was asked by a ruling that hoger beroep is or can be about: it stands or falls with that."""
    return seen["rechtsmiddel"] in ("opnieuw_beslissen", "hoger_beroep_lopend") and "anew_on" in bezwaar


def _undone_for_now(measure: Measure, of: str | None, on: str, context: Context, changes: Changes) -> Changes:
    """What was revoked to obey the rechtbank comes back when its ruling is annulled. Source: Awb art. 6:19, 6:24, 8:113.

    Where nobody appealed yet the municipality still may, until the six weeks are over (art. 8:104).
    """
    seen = _seen(measure, of, context)
    appealed = seen["rechtsmiddel"] == "hoger_beroep_lopend"
    waits = "vernietigd_hoger_beroep_loopt" if appealed else "vernietigd_hoger_beroep_kan"
    changes |= {} if appealed else {"terms.hoger_beroep": seen["terms"]["hoger_beroep"]}
    if of is None:
        return {**annulment.gone_for_now(measure, on, context), **changes, "rechtsmiddel": waits}
    claim, more = annulment.claim_gone(measure, of, on)
    return {**_gone(measure, of, on, changes, claim, context, waits), **more}


def _gone(
    measure: Measure,
    of: str,
    on: str,
    changes: Changes,
    claim: dict[str, Any],
    context: Context,
    to: str = "vernietigd",
) -> Changes:
    seen = _seen(measure, of, context)
    ended = terms.end_running(seen, "vervallen", on, *contested.REMEDY_TERMS)
    final = on if to == "vernietigd" else None
    return contested.kept(measure, of, {**ended, **changes, "rechtsmiddel": to, "final_on": final}, claim)


def _withdrawn(measure: Measure, on: str, lodged: dict[str, Any]) -> Changes:
    """Without a bezwaar it is final once the term is over, as if it never came; until then another may come.

    What was late without an excuse kept nothing open. Source: Awb art. 6:7, 6:11, 6:21.
    """
    term = measure["terms"]["bezwaar"]
    if on > term["acts_after_on"]:
        open_until = [one["decided_on"] for one in lodged.values() if _counts(one)]
        return {"rechtsmiddel": "onherroepelijk", "final_on": max([term["ends_on"], *open_until])}
    again = {name: value for name, value in term.items() if name != "over_on"} | {"state": "loopt"}
    return {"rechtsmiddel": "bezwaartermijn_loopt", "terms.bezwaar": again}


def _counts(bezwaar: Mapping[str, Any]) -> bool:
    """Say whether it came in time, or its lateness is excused. Source: Awb art. 6:11."""
    return not bezwaar.get("is_late") or bool(bezwaar.get("excused"))


def receive_beroep(measure: Measure, body: ReceivingBeroep, context: Context) -> Changes:
    """Note that beroep, or hoger beroep, was lodged; after an annulment by the municipality itself.

    Source: Awb art. 6:7, 6:24, 8:1, 8:104. Refused: measure.not_now, measure.day_too_early, measure.wrong_days,
    measure.unknown_verbeurte.
    """
    of = body.get("of")
    seen = _seen(measure, of, context)
    step = begin("receive_beroep", seen, context, REMEDY)
    after_anew = seen["rechtsmiddel"] in deciding_anew.DECIDED
    is_hoger = body.get("is_hoger") or not after_anew or seen["rechtsmiddel"] == "beroep_lopend"
    if after_anew and is_hoger and not deciding_anew.appeal_runs(seen):
        raise Refused("measure.not_now")
    kind = "hoger_beroep" if is_hoger and seen["rechtsmiddel"] not in REVOKED else "beroep"
    item = _received(seen, kind, body, context)
    if seen["rechtsmiddel"] in MAY_REVIVE and not deciding_anew.was_revoked(seen):
        item["by_municipality"] = True
    changes: Changes = {
        "rechtsmiddel": f"{kind}_lopend" if after_anew else step.to[0],
        f"rechtsmiddelen.{next_key(seen, kind)}": item,
        **terms.end_running(seen, "gehaald", body["received_on"], kind),
        **(_taken_along(seen, body["received_on"]) if after_anew and is_hoger else {}),
    }
    return contested.kept(measure, of, changes)


def _taken_along(seen: Measure, on: str) -> Changes:
    """Hoger beroep is by law about the decision taken meanwhile too, and a beroep against it goes along. Source: Awb art. 6:19, 6:24."""
    said = {"result": deciding_anew.NOT_NEEDED, "decided_on": on, "text": None}
    waits = {key: one for key, one in rounds(seen, "beroep").items() if "result" not in one}
    ended = terms.end_running(seen, "vervallen", on, "beroep")
    return {**{f"rechtsmiddelen.{key}": {**one, **said} for key, one in waits.items()}, **ended}


def decide_beroep(measure: Measure, body: DecidingBeroep, context: Context) -> Changes:
    """Note the ruling. What the rechtbank annuls is gone at once, though the municipality may still appeal.

    Source: Awb art. 8:70, 8:72, 8:104, 8:108, 8:113. Refused: measure.not_now, measure.remark_too_short,
    measure.unknown_verbeurte, measure.wrong_days, measure.only_for_money.
    """
    of = body.get("of")
    seen = _seen(measure, of, context)
    begin("decide_beroep", seen, context, REMEDY)
    kind = "beroep" if seen["rechtsmiddel"] in deciding_anew.AT_THE_RECHTBANK else "hoger_beroep"
    which, item = list(rounds(seen, kind).items())[-1]
    possible_day(body["on"], context, since=item["received_on"])
    reasoned(body["text"], context)
    decided = {**item, "result": body["result"], "decided_on": body["on"], "text": body["text"]}
    changes: Changes = {f"rechtsmiddelen.{which}": decided, **deciding_anew.asked_by(seen, body, context)}
    if another_decision.is_asked(measure, of, body["result"]):
        return another_decision.claim_stays(measure, of or "", body["on"], changes, context)
    if seen["rechtsmiddel"] in REVOKED:
        return _after_beroep_of_another(measure, body, context, changes)
    if seen["rechtsmiddel"] in MAY_REVIVE:
        return _after_own_appeal(measure, of, body, context, changes)
    if body["result"] == deciding_anew.RESULT:
        return contested.kept(measure, of, changes)
    if body["result"] in ANNULLED:
        return _annulled_by_court(measure, of, body["on"], context, changes, is_first=kind == "beroep")
    if kind == "hoger_beroep" and deciding_anew.is_due(seen) and body["result"] != STANDS_AFTER_ALL:
        return contested.kept(measure, of, {**changes, "rechtsmiddel": "bezwaar_lopend"})
    if body["result"] == "ingetrokken" or kind == "hoger_beroep":
        return contested.kept(measure, of, {**changes, "rechtsmiddel": "onherroepelijk", "final_on": body["on"]})
    term = terms.for_remedy("hoger_beroep", read_day(body["on"]), context.policy.equated_days)
    changes |= {"rechtsmiddel": "hoger_beroepstermijn_loopt", "terms.hoger_beroep": term}
    return contested.kept(measure, of, changes)


def _annulled_by_court(
    measure: Measure, of: str | None, on: str, context: Context, changes: Changes, *, is_first: bool
) -> Changes:
    """The highest court ends it; after the rechtbank the municipality has six weeks. Source: Awb art. 8:72, 8:104."""
    if not is_first:
        return _undone(measure, of, on, context, changes)
    term = terms.for_remedy("hoger_beroep", read_day(on), context.policy.equated_days)
    may_appeal = "vernietigd_hoger_beroep_kan"
    if of is None:
        gone = annulment.gone_for_now(measure, on, context)
        return {**gone, **changes, "rechtsmiddel": may_appeal, "terms.hoger_beroep": term}
    claim, more = annulment.claim_gone(measure, of, on)
    changes |= {"terms.hoger_beroep": term}
    return {**_gone(measure, of, on, changes, claim, context, may_appeal), **more}


STANDS_AFTER_ALL = "gegrond_in_stand"


def _after_beroep_of_another(measure: Measure, body: DecidingBeroep, context: Context, changes: Changes) -> Changes:
    """What was revoked in bezwaar stands again, to be decided on anew or not, or stays revoked; hoger beroep is open.

    Source: Awb art. 8:72 lid 3 and 4, 8:104.
    """
    on = body["on"]
    if body["result"] == "ingetrokken":
        return {**annulment.gone_for_good(measure, on, context), **changes}
    if body["result"] == deciding_anew.RESULT:
        return {**annulment.stands_again(measure, on, context), **changes}
    term = terms.for_remedy("hoger_beroep", read_day(on), context.policy.equated_days)
    changes |= {"terms.hoger_beroep": term, "final_on": None}
    if body["result"] != STANDS_AFTER_ALL:
        return {**changes, "rechtsmiddel": "vernietigd_hoger_beroep_kan"}
    return {**annulment.stands_again(measure, on, context), **changes, "rechtsmiddel": "hoger_beroepstermijn_loopt"}


def _after_own_appeal(
    measure: Measure, of: str | None, body: DecidingBeroep, context: Context, changes: Changes
) -> Changes:
    """Only a ruling that lets the besluit stand brings it back; any other leaves it annulled. Source: Awb art. 8:113.

    It stands too when only the decision on bezwaar is annulled: then that one is taken anew (art. 8:72 lid 4).
    """
    on, anew = body["on"], body["result"] == deciding_anew.RESULT
    stands = anew or body["result"] == STANDS_AFTER_ALL
    if of is None:
        follows = annulment.stands_again if stands else annulment.gone_for_good
        return {**follows(measure, on, context), **changes}
    if not anew:
        changes |= {"rechtsmiddel": "onherroepelijk" if stands else "vernietigd", "final_on": on}
    if not stands:
        return contested.kept(measure, of, changes)
    claim, more = annulment.claim_stands_again(measure, of, _gone_since(_seen(measure, of, context)))
    return {**contested.kept(measure, of, changes, claim), **more}


def _gone_since(seen: Measure) -> str:
    """Return the day of what undid it: the ruling of the rechtbank, or the decision that obeyed one."""
    lodged = [*rounds(seen, "beroep").values(), *bezwaren(seen).values()]
    return max(one["decided_on"] for one in lodged if one.get("result") in GONE | ANNULLED)
