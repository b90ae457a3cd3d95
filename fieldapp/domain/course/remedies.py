"""Bezwaar, beroep and hoger beroep: the second track. It never suspends the measure by itself (Awb art. 6:16)."""

from typing import Any

from fieldapp.domain.course import lessening, terms
from fieldapp.domain.course.acting import begin, made_known_on, possible_day, reasoned
from fieldapp.domain.course.binding import annulled
from fieldapp.domain.course.table import REMEDY
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import (
    DecidingBeroep,
    DecidingBezwaar,
    PostponingBezwaar,
    ReceivingBeroep,
    ReceivingBezwaar,
    Rechtsmiddel,
    Term,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_free_text
from fieldapp.domain.moments import read_day

ONLY_FOR_LATE = frozenset({"niet_ontvankelijk", "ingetrokken"})


def receive_bezwaar(measure: Measure, body: ReceivingBezwaar, context: Context) -> Changes:
    """Keep a bezwaarschrift. A late one is kept too: it must be decided on, and only an excuse makes it count.

    One that comes while or after another was decided stands beside it: it must be decided on, and opens nothing again.
    Source: Awb art. 6:7, 6:8, 6:9 lid 2, 6:11, 7:10 lid 1. Refused: measure.not_now, measure.day_too_early.
    """
    begin("receive_bezwaar", measure, context, REMEDY)
    item = {**_received(measure, "bezwaar", body, context), "with_committee": body["with_committee"]}
    changes: Changes = {f"rechtsmiddelen.{_next_key(measure, 'bezwaar')}": item}
    if not _opens(measure):
        return changes
    ended_on = read_day(measure["terms"]["bezwaar"]["ends_on"])
    to_decide = terms.to_decide_on_bezwaar(ended_on, body["with_committee"], context.policy.equated_days)
    return {
        **changes,
        "rechtsmiddel": "bezwaar_lopend",
        "final_on": None,
        "terms.beslistermijn_bezwaar": to_decide,
        **terms.end_running(measure, "gehaald", body["received_on"], "bezwaar"),
    }


def bezwaren(measure: Measure) -> dict[str, Rechtsmiddel]:
    return rounds(measure, "bezwaar")


def rounds(measure: Measure, kind: str) -> dict[str, Rechtsmiddel]:
    """Return what was lodged of one kind, the oldest first: `bezwaar`, `bezwaar_2`, and so on."""
    known = measure.get("rechtsmiddelen", {})
    found = {key: one for key, one in known.items() if key == kind or key.startswith(f"{kind}_")}
    return dict(sorted(found.items(), key=lambda one: (len(one[0]), one[0])))


def _next_key(measure: Measure, kind: str) -> str:
    known = rounds(measure, kind)
    return kind if not known else f"{kind}_{len(known) + 1}"


def _opens(measure: Measure) -> bool:
    """Only where none was decided yet: what the judge or a decision settled stays settled."""
    if measure["rechtsmiddel"] == "bezwaartermijn_loopt":
        return True
    decided = [one for one in bezwaren(measure).values() if one.get("result") not in (None, "ingetrokken")]
    return measure["rechtsmiddel"] == "onherroepelijk" and not decided


def _received(
    measure: Measure, kind: str, body: ReceivingBezwaar | ReceivingBeroep, context: Context
) -> dict[str, Any]:
    since = made_known_on(measure) if kind == "bezwaar" else measure["terms"][kind]["starts_on"]
    possible_day(body["received_on"], context, since=since)
    posted, excused = body.get("posted_on"), body.get("excused")
    if posted is not None:
        possible_day(posted, context, since=since)
        if posted > body["received_on"]:
            raise Refused("measure.wrong_days")
    check_free_text(excused, context)
    late = not in_time(measure["terms"][kind], body["received_on"], posted)
    return {"received_on": body["received_on"], "posted_on": posted, "excused": excused, "is_late": late}


def in_time(term: Term, received_on: str, posted_on: str | None) -> bool:
    """Say whether it came before the end, or was posted before the end and came within a week. Source: Awb art. 6:9."""
    if received_on <= term["ends_on"]:
        return True
    return posted_on is not None and posted_on <= term["ends_on"] and received_on <= term["acts_after_on"]


def postpone_bezwaar(measure: Measure, body: PostponingBezwaar, context: Context) -> Changes:
    """Take six weeks more, once for what is open. Source: Awb art. 7:10 lid 3.

    Refused: measure.not_now, measure.no_open_bezwaar, measure.postponed_already, measure.term_is_over.
    """
    begin("postpone_bezwaar", measure, context, REMEDY)
    reasoned(body["text"], context)
    which, bezwaar = _first_open(measure)
    possible_day(body["on"], context, since=bezwaar["received_on"])
    if any("postponed_on" in one for one in bezwaren(measure).values() if "result" not in one):
        raise Refused("measure.postponed_already")
    term = measure["terms"]["beslistermijn_bezwaar"]
    if term["state"] != "loopt" or body["on"] > term["ends_on"]:
        raise Refused("measure.term_is_over")
    item = {**bezwaar, "postponed_on": body["on"], "postponed_why": body["text"]}
    longer = terms.postponed(term, context.policy.equated_days)
    return {f"rechtsmiddelen.{which}": item, "terms.beslistermijn_bezwaar": longer}


def _first_open(measure: Measure) -> tuple[str, Rechtsmiddel]:
    """Refused: measure.no_open_bezwaar."""
    waits = [(key, one) for key, one in bezwaren(measure).items() if "result" not in one]
    if not waits:
        raise Refused("measure.no_open_bezwaar")
    return waits[0]


def decide_bezwaar(measure: Measure, body: DecidingBezwaar, context: Context) -> Changes:
    """Note what was decided on a bezwaar, or that it was withdrawn; with several it goes on after the last.

    Source: Awb art. 6:21, 7:11, 7:12, 10:3 lid 3. Refused: measure.not_now, measure.no_open_bezwaar,
    measure.signed_the_besluit, measure.bezwaar_was_late, measure.remark_too_short, measure.not_less,
    measure.amount_over_maximum.
    """
    begin("decide_bezwaar", measure, context, REMEDY)
    which = body.get("which", "bezwaar")
    bezwaar = bezwaren(measure).get(which)
    if bezwaar is None or "result" in bezwaar:
        raise Refused("measure.no_open_bezwaar")
    on = possible_day(body["on"], context, since=bezwaar["received_on"])
    reasoned(body["text"], context)
    if bezwaar.get("is_late") and not bezwaar.get("excused") and body["result"] not in ONLY_FOR_LATE:
        raise Refused("measure.bezwaar_was_late")
    decided = {**bezwaar, "result": body["result"], "decided_on": body["on"], "text": body["text"]}
    if less := lessening.lessened(measure, body):
        decided["before"] = lessening.amounts_of(measure)
    changes: Changes = {f"rechtsmiddelen.{which}": decided, **less}
    if body["result"] == "gegrond_herroepen":
        return {**annulled(measure, body["on"], context), **changes}
    others_open = [key for key, one in bezwaren(measure).items() if key != which and "result" not in one]
    if measure["rechtsmiddel"] != "bezwaar_lopend" or others_open:
        return changes
    changes |= terms.end_running(measure, "gehaald", body["on"], "beslistermijn_bezwaar")
    results = {one.get("result") for key, one in bezwaren(measure).items() if key != which} | {body["result"]}
    if results == {"ingetrokken"}:
        return {**changes, **_withdrawn(measure, body["on"])}
    term = terms.for_remedy("beroep", on, context.policy.equated_days)
    return {**changes, "rechtsmiddel": "beroepstermijn_loopt", "terms.beroep": term}


def _withdrawn(measure: Measure, on: str) -> Changes:
    """Without a bezwaar it is final once the term is over; until then another may come."""
    term = measure["terms"]["bezwaar"]
    if on > term["acts_after_on"]:
        return {"rechtsmiddel": "onherroepelijk", "final_on": on}
    again = {name: value for name, value in term.items() if name != "over_on"} | {"state": "loopt"}
    return {"rechtsmiddel": "bezwaartermijn_loopt", "terms.bezwaar": again}


def receive_beroep(measure: Measure, body: ReceivingBeroep, context: Context) -> Changes:
    """Note that beroep, or hoger beroep, was lodged. Source: Awb art. 6:7, 6:24, 8:1, 8:104.

    Refused: measure.not_now, measure.day_too_early, measure.wrong_days.
    """
    step = begin("receive_beroep", measure, context, REMEDY)
    kind = "beroep" if measure["rechtsmiddel"] == "beroepstermijn_loopt" else "hoger_beroep"
    return {
        "rechtsmiddel": step.to[0],
        f"rechtsmiddelen.{_next_key(measure, kind)}": _received(measure, kind, body, context),
        **terms.end_running(measure, "gehaald", body["received_on"], kind),
    }


def decide_beroep(measure: Measure, body: DecidingBeroep, context: Context) -> Changes:
    """Note the ruling. Annulled is gone at once; after the first court hoger beroep is open.

    Source: Awb art. 8:70, 8:72, 8:104, 8:108. Refused: measure.not_now, measure.remark_too_short.
    """
    begin("decide_beroep", measure, context, REMEDY)
    first = measure["rechtsmiddel"] == "beroep_lopend"
    kind = "beroep" if first else "hoger_beroep"
    which, item = list(rounds(measure, kind).items())[-1]
    on = possible_day(body["on"], context, since=item["received_on"])
    reasoned(body["text"], context)
    decided = {**item, "result": body["result"], "decided_on": body["on"], "text": body["text"]}
    changes: Changes = {f"rechtsmiddelen.{which}": decided}
    if body["result"] == "vernietigd":
        return {**annulled(measure, body["on"], context), **changes}
    if body["result"] == "ingetrokken" or not first:
        return {**changes, "rechtsmiddel": "onherroepelijk", "final_on": body["on"]}
    term = terms.for_remedy("hoger_beroep", on, context.policy.equated_days)
    return {**changes, "rechtsmiddel": "hoger_beroepstermijn_loopt", "terms.hoger_beroep": term}
