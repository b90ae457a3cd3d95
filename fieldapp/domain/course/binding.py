"""What can happen to a besluit that binds: lifted, suspended, taken up again, revoked, and in the end closed."""

from typing import Any

from fieldapp.domain.course import mandates, terms
from fieldapp.domain.course.acting import begin, check_letter, gezag, made_known_on, possible_day, reasoned
from fieldapp.domain.course.table import UNPAID
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course import ClosingMeasure, Lifting, Resuming, Revoking, SuspendingMeasure
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import instant, read_day

PAUSED = ("begunstiging", "uitvoering")
"""Terms to comply do not run while the last is suspended."""
STAYS_AFTER_LIFTING = ("bezwaar", "beroep", "hoger_beroep", "beslistermijn_bezwaar", "kosten_vaststelling", "verkoop")


def lift(measure: Measure, body: Lifting, context: Context) -> Changes:
    """Lift it: complying is impossible, a year went by without forfeiture, or the aim was reached.

    Source: Awb art. 5:34 lid 1 and 2. Refused: measure.not_now, measure.not_a_year_yet, mandate, measure.remark_too_short.
    """
    step = begin("lift", measure, context)
    check_letter(body)
    mandates.check(context, "opheffing", measure["measure_type"], None, gezag(measure, context).bodies)
    possible_day(body["on"], context, since=made_known_on(measure))
    reasoned(body["text"], context)
    if body["ground"] == "jaar_5_34_2":
        _check_year(measure, body["on"])
    ended = _end_course_terms(measure, body["on"])
    return {"state": step.to[0], "lifted": {**_kept(body), "by": context.by.person}, "suspended": None, **ended}


def _check_year(measure: Measure, on: str) -> None:
    """Source: Awb art. 5:34 lid 2: in force for a year, and nothing forfeited since."""
    term = measure.get("terms", {}).get("opheffing_na_jaar")
    if term is None or on <= term["ends_on"]:
        raise Refused("measure.not_a_year_yet")


def suspend(measure: Measure, body: SuspendingMeasure, context: Context) -> Changes:
    """Let it not work for now: on request, because of bezwaar, or because the judge said so.

    Source: Awb art. 5:34 lid 1, 6:16, 8:81. Refused: measure.not_now, measure.wrong_days, measure.remark_too_short.
    """
    step = begin("suspend", measure, context)
    on = possible_day(body["on"], context, since=made_known_on(measure))
    reasoned(body["text"], context)
    changes: Changes = {
        "state": step.to[0],
        "suspended": {**body, "from_state": measure["state"]},
        **terms.end_running(measure, "vervallen", body["on"], *PAUSED),
    }
    if body["until_on"] is None:
        return changes
    until_on = read_day(body["until_on"])
    if until_on < on:
        raise Refused("measure.wrong_days")
    why = "De maatregel is opgeschort tot en met de dag die is bepaald."
    return {**changes, "terms.opschorting": terms.until("opschorting", on, until_on, why)}


def resume(measure: Measure, body: Resuming, context: Context) -> Changes:
    """Let it work again. Refused: measure.not_now, measure.day_in_the_future, measure.day_too_early."""
    begin("resume", measure, context)
    possible_day(body["on"], context, since=measure["suspended"]["on"])
    return resumed(measure, body["on"], context)


def resumed(measure: Measure, on: str, context: Context) -> Changes:
    """Return to where it stood; a term to comply goes on with the days that were left. Source: Awb art. 5:34 lid 1."""
    suspended = measure["suspended"]
    changes: Changes = {
        "state": _over_meanwhile(measure) or suspended["from_state"],
        "suspended": None,
        **terms.end_running(measure, "gehaald", on, "opschorting"),
    }
    for kind in PAUSED:
        paused = measure.get("terms", {}).get(kind)
        if paused and paused["state"] == "vervallen" and paused.get("over_on") == suspended["on"]:
            left = (read_day(paused["ends_on"]) - read_day(suspended["on"])).days
            term = terms.by_decision(kind, read_day(on), max(left, 1), context.policy.equated_days)
            why = f"Opgeschort van {suspended['on']} tot {on}: er waren nog {left} dagen."
            changes[f"terms.{kind}"] = {**term, "why": [why, *term["why"]]}
    return changes


OVER_MEANWHILE = {"sluiting": "opgeheven", "schorsing": "schorsing_afgelopen"}
"""The besluit names the end: nothing moves it, so it may pass while the measure is suspended."""


def _over_meanwhile(measure: Measure) -> str | None:
    for kind, state in OVER_MEANWHILE.items():
        term = measure.get("terms", {}).get(kind)
        if term is not None and term["state"] == "verstreken":
            return state
    return None


def revoke(measure: Measure, body: Revoking, context: Context) -> Changes:
    """Take the besluit back; what was forfeited falls away only when the besluit says so.

    Source: Awb art. 5:38 lid 1. Refused: measure.not_now, mandate, measure.remark_too_short.
    """
    step = begin("revoke", measure, context)
    check_letter(body)
    mandates.check(context, "opheffing", measure["measure_type"], None, gezag(measure, context).bodies)
    possible_day(body["on"], context, since=made_known_on(measure))
    reasoned(body["text"], context)
    lapsed = lapse(measure, body["on"], only_unpaid=True) if body.get("forfeited_lapses") else {}
    ended = _end_course_terms(measure, body["on"])
    return {
        "state": step.to[0],
        "revoked": {**_kept(body), "by": context.by.person},
        "suspended": None,
        **ended,
        **lapsed,
    }


def lapse(measure: Measure, on: str, *, only_unpaid: bool = False) -> Changes:
    """Return the changes by which forfeited dwangsommen fall away with their last. Source: Awb art. 5:38, 5:39."""
    changes: Changes = {}
    for verbeurte_id, verbeurte in measure.get("verbeurten", {}).items():
        if verbeurte["state"] in UNPAID or not only_unpaid:
            changes[f"verbeurten.{verbeurte_id}"] = {**verbeurte, "state": "vervallen", "ended_on": on}
            changes |= terms.end_running(measure, "vervallen", on, of=verbeurte_id)
    return changes


def annulled(measure: Measure, on: str, context: Context) -> Changes:
    """Return the changes by which the besluit is gone, and all that hung on it. Source: Awb art. 7:11 lid 2, 8:72."""
    return {
        "state": "vernietigd",
        "rechtsmiddel": "vernietigd",
        "final_on": on,
        "closed_at": instant(context.at),
        "suspended": None,
        **terms.end_running(measure, "vervallen", on),
        **lapse(measure, on),
    }


def close(measure: Measure, body: ClosingMeasure, context: Context) -> Changes:
    """Put the file away: it is final, no money is open, and the reason is written down.

    Source: Awb art. 3:46; beginselplicht tot handhaving. Refused: measure.not_now, measure.rechtsmiddel_open,
    measure.money_open, measure.costs_not_fixed, measure.remark_too_short.
    """
    step = begin("close", measure, context)
    reasoned(body["text"], context)
    on = instant(context.at)
    return {
        "state": step.to[0],
        "closing": {**body, "by": context.by.person},
        "closed_at": on,
        **terms.end_running(measure, "vervallen", on[:10]),
    }


def _end_course_terms(measure: Measure, on: str) -> dict[str, Any]:
    """End what runs for the measure itself; bezwaar and money go on."""
    kinds = {term["kind"] for _, term in terms.running(measure) if not term.get("of")} - set(STAYS_AFTER_LIFTING)
    return terms.end_running(measure, "vervallen", on, *sorted(kinds)) if kinds else {}


def _kept(body: Lifting | Revoking) -> dict[str, Any]:
    return dict(body)
