"""A judge annuls only the decision on bezwaar: the besluit under it stands, and another decision on bezwaar is due.

The bezwaar that it was about stands in the file once more, open, with the day of the ruling. Nobody is worse off by his
own beroep: what the annulled decision made less stays less. Hoger beroep does not suspend it (Awb art. 6:16, 6:24), so
the term runs on meanwhile; the other decision is then by law part of that appeal (Awb art. 6:19).
Source: Awb art. 7:10, 7:11, 8:72 lid 4.
"""

from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import terms
from fieldapp.domain.course.rounds import bezwaren, next_key, rounds
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import Rechtsmiddel, Term
from fieldapp.domain.documents.course_acts import DecidingBeroep
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import read_day

RESULT = "vernietigd_opnieuw_beslissen"
GONE = frozenset({"gegrond_herroepen", "gegrond_nieuwe_beschikking"})
"""Results of a decision on bezwaar that leave nothing of what was decided."""
NOT_NEEDED = "hoeft_niet"
ENDS_IT = frozenset({RESULT, "vernietigd", "vernietigd_nieuwe_beschikking", "gegrond_in_stand"})
"""After a ruling on hoger beroep the decision that the rechtbank asked for is not due any more, or asked for anew."""
LONGEST = timedelta(days=366)


def asked_by(seen: Measure, body: DecidingBeroep, context: Context) -> Changes:
    """Return the changes by which this ruling asks another decision on bezwaar, or needs it no more; none for any other.

    Refused: measure.wrong_days, for a term that this ruling does not give or that is over before it began.
    """
    needless = _no_longer_due(seen, body["on"]) if body["result"] in ENDS_IT else Changes()
    until_on = body.get("until_on")
    if body["result"] != RESULT:
        if until_on is not None:
            raise Refused("measure.wrong_days")
        return needless
    on = read_day(body["on"])
    if until_on is not None and not on < read_day(until_on) <= on + LONGEST:
        raise Refused("measure.wrong_days")
    bezwaar = _decided_on(seen)
    item: dict[str, Any] = {
        "received_on": bezwaar["received_on"],
        "posted_on": None,
        "excused": None,
        "is_late": False,
        "with_committee": bezwaar.get("with_committee", False),
        "anew_on": body["on"],
    }
    return {
        **needless,
        f"rechtsmiddelen.{next_key(seen, 'bezwaar')}": item,
        "final_on": None,
        "terms.beslistermijn_bezwaar": _term(on, until_on, item["with_committee"], context),
        **_where_it_stands(seen, on, context),
    }


AT_THE_RECHTBANK = frozenset({"beroep_lopend", "vernietigd_beroep_loopt"})


def _where_it_stands(seen: Measure, on: date, context: Context) -> Changes:
    """After the rechtbank six weeks for hoger beroep begin; the highest court leaves nothing but to decide."""
    if seen["rechtsmiddel"] not in AT_THE_RECHTBANK:
        return {"rechtsmiddel": "bezwaar_lopend"}
    appeal = terms.for_remedy("hoger_beroep", on, context.policy.equated_days)
    return {"rechtsmiddel": "opnieuw_beslissen", "terms.hoger_beroep": appeal}


def _decided_on(seen: Measure) -> Rechtsmiddel:
    """Return the bezwaar whose decision was annulled: the newest that was decided on.

    A claim that came along with the besluit has none of its own (Awb art. 5:31c, 5:39): then its beroep says when.
    """
    decided = [one for one in bezwaren(seen).values() if one.get("result") not in (None, "ingetrokken", NOT_NEEDED)]
    if decided:
        return max(decided, key=lambda one: one["decided_on"])
    return next(iter({**rounds(seen, "beroep"), **rounds(seen, "hoger_beroep")}.values()))


def _term(on: date, until_on: str | None, with_committee: bool, context: Context) -> Term:
    """Without a term of the judge that of Awb art. 7:10 lid 1 counts, from the ruling on."""
    if until_on is not None:
        return terms.set_by_court("beslistermijn_bezwaar", on, read_day(until_on))
    term = terms.to_decide_on_bezwaar(on, with_committee, context.policy.equated_days)
    said = (
        "De rechter vernietigde de beslissing op bezwaar en gaf geen termijn: die van de wet telt vanaf de uitspraak."
    )
    return {**term, "why": [said, *term["why"]]}


def is_set_by_court(term: Term) -> bool:
    return term["unit"] == "until"


DECIDED = frozenset({"beroepstermijn_loopt", "beroep_lopend"})


def appeal_runs(seen: Measure) -> bool:
    """Say whether the ruling that asked the decision which was taken meanwhile can still be appealed. Source: Awb art. 8:104."""
    if seen.get("rechtsmiddel") not in DECIDED:
        return False
    return any(term["kind"] == "hoger_beroep" for _, term in terms.running(seen))


def was_obeyed(seen: Measure) -> bool:
    """Say whether the decision that a ruling asked for undid it, so that the municipality did and not the judge."""
    return any("anew_on" in one and one.get("result") in GONE for one in bezwaren(seen).values())


def was_revoked(seen: Measure) -> bool:
    """Say whether the municipality undid it in bezwaar, and no ruling did or asked for that."""
    return not was_obeyed(seen) and any(one.get("result") in GONE for one in bezwaren(seen).values())


def is_due(seen: Measure) -> bool:
    return any(_is_open(one) for one in bezwaren(seen).values())


def _is_open(one: Rechtsmiddel) -> bool:
    return "anew_on" in one and "result" not in one


def _no_longer_due(seen: Measure, on: str) -> Changes:
    said = {"result": NOT_NEEDED, "decided_on": on, "text": None}
    waits = {key: one for key, one in bezwaren(seen).items() if _is_open(one)}
    ended = terms.end_running(seen, "vervallen", on, "beslistermijn_bezwaar") if waits else {}
    return {**{f"rechtsmiddelen.{key}": {**one, **said} for key, one in waits.items()}, **ended}
