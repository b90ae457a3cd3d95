"""What the clock does: terms that are over act once, and alarms ring once, however many days the house was dark."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.course import terms
from fieldapp.domain.course.binding import resumed
from fieldapp.domain.course.flow import suspension_term
from fieldapp.domain.course.table import Step, step_of_clock
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import EndingTerm, NotingAlarm
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import days_later, read_day, today

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
BEFORE: dict[str, tuple[int, ...]] = {
    "verjaring": (90, 30),
    "kosten_vaststelling": (90, 30),
    "besluit_achteraf": (1, 0),
    "bezwaar": (),
    "beroep": (),
    "hoger_beroep": (),
    "bezwaar_invordering": (),
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
        reached = [days for days in BEFORE.get(term.kind, USUAL) if _rings(term, days, on)]
        rung = [int(one.rpartition("-")[2]) for one in given if one.rpartition("-")[0] == term.id]
        if reached and term.ends_on and (not rung or min(reached) < min(rung)):
            days = min(reached)
            found.append(Alarm(f"{term.id}-{days}", term.id, term.kind, days, term.ends_on, term.owner))
    return found


def _rings(term: terms.RunningTerm, days: int, on: date) -> bool:
    return term.ends_on is not None and term.ends_on - timedelta(days=days) <= on


def note_alarm(measure: Measure, body: NotingAlarm, context: Context) -> Changes:
    """Keep that an alarm rang, so that it rings once. Refused: measure.no_alarm."""
    if body["alarm_id"] not in {one.id for one in alarms(measure, today(context.at))}:
        raise Refused("measure.no_alarm")
    return {f"alarms.{body['alarm_id']}": {"on": body["on"]}}


def end_term(measure: Measure, body: EndingTerm, context: Context) -> Changes:
    """Note that a term is over and do what its end does: once, since it then runs no more.

    Source: per line of the table. Refused: measure.term_runs.
    """
    if body["term_id"] not in terms.due(measure, today(context.at)):
        raise Refused("measure.term_runs")
    term = measure["terms"][body["term_id"]]
    verbeurte = measure.get("verbeurten", {}).get(term.get("of") or "")
    step = step_of_clock(term["kind"], measure, verbeurte["state"] if verbeurte else None)
    changes: Changes = {f"terms.{body['term_id']}": terms.over(term, "verstreken", term["ends_on"])}
    if step is not None:
        changes |= _ENDS.get(term["kind"], _next_state)(measure, step, body["term_id"], context)
    return changes


def _next_state(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    return {"state": step.to[0]}


def _final(measure: Measure, step: Step, term_id: str, context: Context) -> Changes:
    """Nobody came in time: the besluit is onherroepelijk from the day after the term. Source: Awb art. 6:7."""
    return {"rechtsmiddel": step.to[0], "final_on": measure["terms"][term_id]["ends_on"]}


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
    claim = terms.prescription(measure, measure["verbeurten"][of])
    on = claim.on.isoformat() if claim.on else term["ends_on"]
    ended = terms.end_running(measure, "vervallen", on, of=of)
    over = terms.over(term, "verstreken", on)
    ended[f"terms.{term_id}"] = {**over, "ends_on": on, "acts_after_on": on, "why": list(claim.why)}
    verbeurte = {**measure["verbeurten"][of], "state": step.to[0], "ended_on": on}
    return {f"verbeurten.{of}": verbeurte, **ended}


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
    "sluiting": _closure_over,
}


def is_over(measure: Fields, term_id: str, on: date) -> bool:
    """Say whether a term of the measure is behind us; a measure without it has nothing to wait for."""
    term = measure.get("terms", {}).get(term_id)
    return term is None or read_day(term["ends_on"]) < on
