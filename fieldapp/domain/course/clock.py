"""What the clock does: terms that are over act once, and alarms ring once, however many days the house was dark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import claims, contested, deciding_anew, ledger, terms
from fieldapp.domain.course.binding import resumed
from fieldapp.domain.course.claims import COSTS
from fieldapp.domain.course.flow import suspension_term
from fieldapp.domain.course.states import MAY_REVIVE, REMEDY_ENDS
from fieldapp.domain.course.steps import Step
from fieldapp.domain.course.table import step_of_clock
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course_acts import EndingTerm, NotingAlarm
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import days_later, instant, read_day, today

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Alarm:
    """One ring: `days` before the last day of a term, for who holds `role`."""

    id: str
    term_id: str
    kind: str
    days: int
    ends_on: date
    role: str


USUAL = (3, 1)
"""Days before the end."""
OWN_APPEAL = (14, 3)
OWN_MAY_COME = MAY_REVIVE | deciding_anew.DECIDED | {"opnieuw_beslissen"}
"""Where the six weeks of hoger beroep are about a ruling against the municipality."""
BEFORE: dict[str, tuple[int, ...]] = {
    "verjaring": (90, 30),
    "kosten_vaststelling": (90, 30),
    "verjaring_kosten": (90, 30),
    "besluit_achteraf": (1, 0),
    "bezwaar": (),
    "beroep": (),
    "hoger_beroep": (),
    "bezwaar_invordering": (),
    "bezwaar_kosten": (),
    "bezwaar_rente": (),
    "betaling_rente": (0,),
    "opheffing_na_jaar": (0,),
    "verkoop": (0,),
    "betaling": (0,),
    "reactie": (0,),
    "beslistermijn_bezwaar": (14, 3),
}
"""Awb art. 5:35: a forfeited amount is lost after a year, so its alarms ring three months and one month before."""


def alarms(measure: Fields, on: date) -> list[Alarm]:
    """Return the alarms that ring today and have not rung: for each term the nearest one only."""
    given, found = measure.get("alarms", {}), []
    for term in terms.running_terms(measure, on):
        reached = [days for days in _before(measure, term) if _rings(term, days, on)]
        rung = _rung(given, term)
        if reached and term.ends_on and (not rung or min(reached) < min(rung)):
            days = min(reached)
            found.append(Alarm(f"{term.id}-{days}", term.id, term.kind, days, term.ends_on, term.owner))
    return found


def _rung(given: Fields, term: terms.RunningTerm) -> list[int]:
    """Return what rang for this last day: a term that began anew or was made longer has another, and rings once more."""
    last = term.ends_on.isoformat() if term.ends_on else ""
    return [
        int(key.rpartition("-")[2])
        for key, one in given.items()
        if key.rpartition("-")[0] == term.id and one.get("ends_on", last) == last
    ]


def _before(measure: Fields, term: terms.RunningTerm) -> tuple[int, ...]:
    """After an annulment it is the municipality itself that must lodge hoger beroep in time. Source: Awb art. 8:104."""
    decision = claims.decided(measure, term.of) if term.of else measure
    if term.kind == "hoger_beroep" and decision.get("rechtsmiddel") in OWN_MAY_COME:
        return OWN_APPEAL
    return BEFORE.get(term.kind, USUAL)


def _rings(term: terms.RunningTerm, days: int, on: date) -> bool:
    return term.ends_on is not None and term.ends_on - timedelta(days=days) <= on


def note_alarm(measure: Measure, body: NotingAlarm, context: Context) -> Changes:
    """Keep that an alarm rang, so that it rings once. Refused: measure.no_alarm."""
    ringing = {one.id: one for one in alarms(measure, today(context.at))}
    if body["alarm_id"] not in ringing:
        raise Refused("measure.no_alarm")
    ends_on = ringing[body["alarm_id"]].ends_on.isoformat()
    return {f"alarms.{body['alarm_id']}": {"on": body["on"], "ends_on": ends_on}}


def end_term(measure: Measure, body: EndingTerm, context: Context) -> Changes:
    """Note that a term is over and do what its end does: once, since it then runs no more.

    Source: per line of the table. Refused: measure.term_runs.
    """
    if body["term_id"] not in terms.due(measure, today(context.at)):
        raise Refused("measure.term_runs")
    term = measure["terms"][body["term_id"]]
    of, kind = contested.of_term(term)
    if of is not None:
        return _of_claim(measure, body["term_id"], of, kind, context)
    verbeurte = measure.get("verbeurten", {}).get(term.get("of") or "")
    stands = ledger.state_of_costs(measure) if term.get("of") == COSTS else verbeurte["state"] if verbeurte else None
    step = step_of_clock(term["kind"], measure, stands)
    changes: Changes = {f"terms.{body['term_id']}": terms.over(term, "verstreken", term["ends_on"])}
    if step is not None:
        changes |= _ENDS.get(term["kind"], _next_state)(measure, step, body["term_id"], context)
    return changes


def _next_state(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    return {"state": step.to[0]}


def _of_claim(measure: Measure, term_id: str, of: str, kind: str, context: Context) -> Changes:
    """The same for what was decided on one claim. Source: Awb art. 6:7."""
    seen = contested.seen(measure, of)
    ended: Changes = {f"terms.{kind}": terms.over(seen["terms"][kind], "verstreken", seen["terms"][kind]["ends_on"])}
    step = step_of_clock(kind, seen)
    final = _final(seen, step, kind, context) if step is not None else Changes()
    return contested.kept(
        measure, of, {**ended, **{name: final[name] for name in contested.OF_THE_TRACK if name in final}}
    )


def _final(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    """Nobody came in time: it is onherroepelijk from the day after the term, or annulled for good. Source: Awb art. 6:7.

    Where another decision on bezwaar is due, that is all that is left. Source: Awb art. 8:72 lid 4.
    """
    if step.to[0] not in REMEDY_ENDS:
        return {"rechtsmiddel": step.to[0]}
    final: Changes = {"rechtsmiddel": step.to[0], "final_on": measure["terms"][term_id]["ends_on"]}
    if step.to[0] == "vernietigd":
        final |= {"closed_at": instant(context.at), "annulment": None}
    return final


def _suspension_begins(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    starts_on = days_later(measure["terms"][term_id]["ends_on"], 1)
    return {"state": step.to[0], **suspension_term(measure, starts_on)}


def _resumes(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    changes = resumed(measure, days_later(measure["terms"][term_id]["ends_on"], 1), context)
    changes.pop(f"terms.{term_id}", None)
    return changes


def _prescribed(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    """Source: Awb art. 5:35, 4:104: what is left can no longer be enforced."""
    term = measure["terms"][term_id]
    of = term["of"] or ""
    claim = terms.prescription_of(measure, of)
    on = claim.on.isoformat() if claim.on else term["ends_on"]
    ended = terms.end_claim(measure, "vervallen", on, of)
    over = terms.over(term, "verstreken", on)
    ended[f"terms.{term_id}"] = {**over, "ends_on": on, "acts_after_on": on, "why": list(claim.why)}
    gone = {"prescribed_on": on} if of == COSTS else {"state": step.to[0], "ended_on": on}
    return {**claims.put(of, {**claims.claim_of(measure, of), **gone}), **ended}


def _closure_over(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    on = measure["terms"][term_id]["ends_on"]
    return {"state": step.to[0], **terms.end_running(measure, "vervallen", on, "heropening")}


_ENDS: dict[str, Callable[[Measure, Step, str, Context], Changes]] = {
    "bezwaar": _final,
    "beroep": _final,
    "hoger_beroep": _final,
    "begin_schorsing": _suspension_begins,
    "opschorting": _resumes,
    "verjaring": _prescribed,
    "verjaring_kosten": _prescribed,
    "sluiting": _closure_over,
}


def is_over(measure: Fields, term_id: str, on: date) -> bool:
    """Say whether a term of the measure is behind us; a measure without it has nothing to wait for."""
    term = measure.get("terms", {}).get(term_id)
    return term is None or read_day(term["ends_on"]) < on
