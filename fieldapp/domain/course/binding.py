"""What can happen to a besluit that binds: lifted, suspended, taken up again, revoked, and in the end closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from fieldapp.domain.course import mandates, terms
from fieldapp.domain.course.acting import begin, check_letter, gezag, made_known_on, possible_day, reasoned
from fieldapp.domain.course.flow import suspension_term
from fieldapp.domain.course.states import UNPAID
from fieldapp.domain.deadlines import day_text
from fieldapp.domain.documents import Changes, Context, Measure
from fieldapp.domain.documents.course_acts import ClosingMeasure, Lifting, Resuming, Revoking, SuspendingMeasure
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import day_of, days_later, instant, read_day

PAUSED = {"begunstiging": "in_begunstiging", "uitvoering": "in_uitvoeringstermijn"}
"""Terms to comply do not run while the last is suspended; in which state they run."""
STAYS_AFTER_LIFTING = ("bezwaar", "beroep", "hoger_beroep", "beslistermijn_bezwaar", "kosten_vaststelling", "verkoop")


def lift(measure: Measure, body: Lifting, context: Context) -> Changes:
    """Lift it: complying is impossible, a year went by without forfeiture, or the aim was reached.

    Source: Awb art. 5:34 lid 1 and 2. Refused: measure.not_now, measure.not_a_year_yet, mandate, measure.remark_too_short.
    """
    step = begin("lift", measure, context)
    check_letter(body)
    mandates.check(context, "opheffing", measure["measure_type"], None, gezag(measure, context).bodies)
    possible_day(body["on"], context, since=_newest(measure))
    reasoned(body["text"], context)
    if body["ground"] == "jaar_5_34_2":
        _check_year(measure, body["on"])
    ended = _end_course_terms(measure, body["on"])
    lifted = {**_kept(body), "by": context.by.person}
    return {"state": step.to[0], "lifted": lifted, **_suspension_over(measure, body["on"]), **ended}


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
    on = possible_day(body["on"], context, since=_applied_on(measure))
    reasoned(body["text"], context)
    until_on = read_day(body["until_on"]) if body["until_on"] is not None else None
    if until_on is not None and until_on < on:
        raise Refused("measure.wrong_days")
    paused = _paused(measure, body["on"])
    gone = _not_forfeited(measure, body, bool(paused))
    changes: Changes = {
        "state": step.to[0],
        "suspended": {**body, "from_state": _stood_at(measure, body["on"], paused, gone)},
        **{f"terms.{kind}": terms.over(measure["terms"][kind], "vervallen", body["on"]) for kind in paused},
        **lapse(measure, body["on"], gone),
    }
    if until_on is None:
        return changes
    why = "De maatregel is opgeschort tot en met de dag die is bepaald."
    return {**changes, "terms.opschorting": terms.until("opschorting", on, until_on, why)}


def _paused(measure: Measure, on: str) -> list[str]:
    """Return the terms to comply that had days left, also when their end was noted before the suspension was."""
    known = measure.get("terms", {})
    return [
        kind
        for kind in PAUSED
        if kind in known and known[kind]["state"] in ("loopt", "verstreken") and known[kind]["ends_on"] >= on
    ]


def _not_forfeited(measure: Measure, body: SuspendingMeasure, is_paused: bool) -> list[str]:
    """Return what was established on a day on which, it turns out, the last did not work. Source: Awb art. 5:32b, 5:33."""
    last = None if is_paused else body["until_on"]
    return [
        verbeurte_id
        for verbeurte_id, one in measure.get("verbeurten", {}).items()
        if one["state"] != "vervallen" and body["on"] <= one["forfeited_on"] <= (last or one["forfeited_on"])
    ]


def _stood_at(measure: Measure, on: str, paused: list[str], gone: list[str]) -> str:
    """Return the state on the day of the suspension, whatever was noted later."""
    if paused:
        return PAUSED[paused[0]]
    left = [
        key for key, one in measure.get("verbeurten", {}).items() if one["state"] != "vervallen" and key not in gone
    ]
    is_over = measure["state"] == "in_begunstiging" and measure["terms"]["begunstiging"]["ends_on"] < on
    if is_over or (measure["state"] == "verbeurd_deels" and not left):
        return "actief"
    return measure["state"]


def resume(measure: Measure, body: Resuming, context: Context) -> Changes:
    """Let it work again, at the latest when the suspension ended by itself.

    Refused: measure.not_now, measure.day_in_the_future, measure.day_too_early.
    """
    begin("resume", measure, context)
    possible_day(body["on"], context, since=measure["suspended"]["on"])
    until_on = measure["suspended"]["until_on"]
    on = min(body["on"], days_later(until_on, 1)) if until_on else body["on"]
    return resumed(measure, on, context)


def resumed(measure: Measure, on: str, context: Context) -> Changes:
    """Return to where it stood; a term to comply goes on with the days that were left. Source: Awb art. 5:34 lid 1."""
    suspended = measure["suspended"]
    changes: Changes = {
        "state": _over_meanwhile(measure) or suspended["from_state"],
        **_suspension_over(measure, on),
        **_begun_meanwhile(measure),
        **terms.end_running(measure, "gehaald", on, "opschorting"),
    }
    return {**changes, **goes_on(measure, suspended["on"], on, context)}


def _suspension_over(measure: Measure, on: str) -> Changes:
    """Return the changes by which a suspension ends, however it does: its days are kept, for none of them forfeits."""
    suspended = measure.get("suspended")
    if not suspended:
        return {"suspended": None}
    number = len(measure.get("suspensions", {})) + 1
    days = {"on": suspended["on"], "until_on": days_later(on, -1), "ground": suspended["ground"]}
    return {"suspended": None, f"suspensions.{number}": days}


def goes_on(measure: Measure, since: str, on: str, context: Context) -> Changes:
    """Return the term to comply that stood still since a day, with the days that were left. Source: Awb art. 5:34 lid 1."""
    changes = Changes()
    for kind in PAUSED:
        paused = measure.get("terms", {}).get(kind)
        if paused and paused["state"] == "vervallen" and paused.get("over_on") == since and paused["ends_on"] >= since:
            left = max((read_day(paused["ends_on"]) - read_day(since)).days, 1)
            term = terms.by_decision(kind, read_day(on), left, context.policy.equated_days)
            days = "was nog 1 dag" if left == 1 else f"waren nog {left} dagen"
            why = f"Opgeschort van {day_text(read_day(since))} tot {day_text(read_day(on))}: er {days} over."
            changes[f"terms.{kind}"] = {**term, "why": [why, *term["why"]]}
    return changes


def was_suspended(measure: Measure, first: date, last: date) -> bool:
    """Say whether the besluit did not work on one of these days."""
    spans = [(one["on"], one["until_on"]) for one in measure.get("suspensions", {}).values()]
    if now := measure.get("suspended"):
        spans.append((now["on"], now["until_on"] or last.isoformat()))
    return any(begins <= last.isoformat() and first.isoformat() <= ends for begins, ends in spans)


def _begun_meanwhile(measure: Measure) -> Changes:
    """A suspension of a permit begins on the day that the besluit names, also when that day passed meanwhile."""
    begins = measure.get("terms", {}).get("begin_schorsing")
    if begins is None or begins["state"] != "verstreken" or "schorsing" in measure["terms"]:
        return {}
    return {"state": "geschorst", **suspension_term(measure, days_later(begins["ends_on"], 1))}


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
    since = _applied_on(measure) if body.get("forfeited_lapses") else _newest(measure)
    possible_day(body["on"], context, since=since)
    reasoned(body["text"], context)
    unpaid = [key for key, one in measure.get("verbeurten", {}).items() if one["state"] in UNPAID]
    lapsed = lapse(measure, body["on"], unpaid) if body.get("forfeited_lapses") else {}
    ended = _end_course_terms(measure, body["on"])
    return {
        "state": step.to[0],
        "revoked": {**_kept(body), "by": context.by.person},
        **_suspension_over(measure, body["on"]),
        **ended,
        **lapsed,
    }


def lapse(measure: Measure, on: str, which: Iterable[str]) -> Changes:
    """Return the changes by which these forfeited dwangsommen fall away with their last. Source: Awb art. 5:38, 5:39."""
    changes: Changes = {}
    for verbeurte_id in which:
        changes[f"verbeurten.{verbeurte_id}"] = {
            **measure["verbeurten"][verbeurte_id],
            "state": "vervallen",
            "ended_on": on,
        }
        changes |= terms.end_claim(measure, "vervallen", on, verbeurte_id)
    return changes


def annulled(measure: Measure, on: str, context: Context) -> Changes:
    """Return the changes by which the besluit is gone, and all that hung on it. Source: Awb art. 7:11 lid 2, 8:72."""
    return {
        "state": "vernietigd",
        "rechtsmiddel": "vernietigd",
        "final_on": on,
        "closed_at": instant(context.at),
        "suspended": None,
        "annulment": None,
        **terms.end_running(measure, "vervallen", on),
        **lapse(measure, on, measure.get("verbeurten", {})),
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


def _applied_on(measure: Measure) -> str:
    """Return the day from which there is something to suspend: made known, and carried out if it was."""
    applied = measure.get("application")
    return max(made_known_on(measure), day_of(applied["applied_at"]) if applied else "")


def _newest(measure: Measure) -> str:
    """Return the day of the newest thing that it worked for: lifting it earlier would undo that in silence."""
    forfeited = [one["forfeited_on"] for one in measure.get("verbeurten", {}).values() if one["state"] != "vervallen"]
    return max([_applied_on(measure), *forfeited])


def _end_course_terms(measure: Measure, on: str) -> dict[str, Any]:
    """End what runs for the measure itself; bezwaar and money go on."""
    kinds = {term["kind"] for _, term in terms.running(measure) if not term.get("of")} - set(STAYS_AFTER_LIFTING)
    return terms.end_running(measure, "vervallen", on, *sorted(kinds)) if kinds else {}


def _kept(body: Lifting | Revoking) -> dict[str, Any]:
    return dict(body)
