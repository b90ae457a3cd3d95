"""Signalen: what is passed on about a place (never about a person) to who is there for it.

Geconstateerd, looked at inside, shared by the team lead with purpose and ground, answered, closed. At acute danger
somebody calls first; this keeps only that it was passed on. Source: AVG art. 5, 6, 9; Wpg art. 16; Sv art. 162.
"""

from fieldapp.domain.course.steps import Step, step
from fieldapp.domain.documents import Changes, Context
from fieldapp.domain.documents.signals import (
    AssessingSignal,
    ClosingSignal,
    NotingFeedback,
    NotingSignal,
    SharingSignal,
    ShieldingSignal,
    Signaal,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_choices, check_free_text, check_ids
from fieldapp.domain.moments import check_days, instant, today

CODES = frozenset(f"s{number}" for number in range(1, 11))
"""Codes of what can be seen at a place: the same that the checklists count."""
SHORTEST = 10
"""Characters."""


STEPS = (
    step("note", set(), ["geconstateerd"], {"inspector", "team_lead", "system"}, "Awb art. 5:13", "Signaal vastleggen"),
    step("assess", {"geconstateerd"}, ["intern_beoordeeld"], {"team_lead"}, "AVG art. 5, 6", "Signaal beoordelen"),
    step(
        "share", {"intern_beoordeeld"}, ["gedeeld"], {"team_lead"}, "AVG art. 6, 9; Wpg art. 16; Sv art. 162", "Delen"
    ),
    step("note_feedback", {"gedeeld"}, ["terugkoppeling"], {"team_lead"}, "Awb art. 3:2", "Terugkoppeling vastleggen"),
    step(
        "close",
        {"intern_beoordeeld", "gedeeld", "terugkoppeling"},
        ["gesloten"],
        {"team_lead"},
        "AVG art. 5 lid 1 onder e",
        "Signaal sluiten",
    ),
)
ENDS = frozenset({"gesloten"})
ON_PHONES = frozenset({"geconstateerd"})


def scopes(signal: Signaal) -> set[str]:
    """The leads of the team and the legal officer; the maker until somebody looked at it."""
    held = {"system", "legal"}
    if "restricted_to" in signal:
        return held | {f"person:{person}" for person in signal["restricted_to"]["person_ids"]}
    if "team_id" in signal:
        held.add(f"lead:{signal['team_id']}")
    if signal.get("state") in ON_PHONES and signal.get("made_by", "system") != "system":
        held.add(f"person:{signal['made_by']}")
    return held


def index(signal: Signaal) -> dict[str, str]:
    return {
        "state": signal.get("state", ""),
        "team_id": signal.get("team_id", ""),
        "premises_id": signal.get("premises_id", ""),
        "signal_type": signal.get("signal_type", ""),
        "observed_on": signal.get("observed_on", ""),
        "closed_at": signal.get("closed_at", ""),
    }


def note(signal: Signaal | None, body: NotingSignal, context: Context) -> Changes:
    """Keep a signaal about a place. Of a home no code is kept: there it could point at who lives there.

    Refused: signaal.exists, signaal.other_team, signaal.no_codes_of_a_home, text.not_a_code.
    """
    if context.reads.get("existing"):
        raise Refused("signaal.exists")
    premises = context.reads.get("premises") or {}
    is_system = "system" in context.by.roles
    if not is_system and (body["team_id"] not in context.by.teams or premises.get("team_id") != body["team_id"]):
        raise Refused("signaal.other_team")
    check_days(body["observed_on"])
    if body["observed_on"] > today(context.at).isoformat():
        raise Refused("measure.day_in_the_future")
    check_choices(CODES, *body["codes"])
    check_ids(body.get("visit_id"), body.get("measure_id"))
    if body["codes"] and premises.get("is_dwelling", True):
        raise Refused("signaal.no_codes_of_a_home")
    changes: Changes = {**body, "state": "geconstateerd", "made_by": context.by.person, "made_at": instant(context.at)}
    if premises.get("is_restricted"):
        changes["restricted_to"] = premises.get("restricted_to", {"person_ids": []})
    return changes


def restrict(signal: Signaal, body: ShieldingSignal, context: Context) -> Changes:
    """What was decided for the premises holds here too."""
    return {"restricted_to": {"person_ids": body["person_ids"]} if body["is_restricted"] else None}


def assess(signal: Signaal, body: AssessingSignal, context: Context) -> Changes:
    """Look at it and say to whom it should go, or that it goes no further. Refused: signaal.not_now, text.personal_data."""
    step = _allowed("assess", signal)
    _reasoned(body["text"], context)
    kept = {**body, "by": context.by.person, "at": instant(context.at)}
    return {"state": step.to[0], "assessment": kept}


def share(signal: Signaal, body: SharingSignal, context: Context) -> Changes:
    """Keep to whom it went, for which purpose and on which ground; what was said goes outside this product.

    Source: AVG art. 6, 9; Wpg art. 16 to 20. Refused: signaal.not_now, signaal.goes_no_further, text.personal_data.
    """
    step = _allowed("share", signal)
    if signal["assessment"]["route"] is None:
        raise Refused("signaal.goes_no_further")
    _reasoned(body["purpose"], context)
    _reasoned(body["ground"], context)
    _check_day(body["on"], signal["observed_on"], context)
    return {"state": step.to[0], "shared": {**body, "by": context.by.person, "at": instant(context.at)}}


def note_feedback(signal: Signaal, body: NotingFeedback, context: Context) -> Changes:
    """Refused: signaal.not_now, text.personal_data."""
    step = _allowed("note_feedback", signal)
    _check_day(body["on"], signal["shared"]["on"], context)
    check_free_text(body["text"], context)
    return {"state": step.to[0], "feedback": {**body, "by": context.by.person}}


def close(signal: Signaal, body: ClosingSignal, context: Context) -> Changes:
    """Put it away; it is kept for a year from here. Refused: signaal.not_now, signaal.still_to_share."""
    step = _allowed("close", signal)
    _reasoned(body["text"], context)
    if signal["state"] == "intern_beoordeeld" and signal["assessment"]["route"] is not None:
        raise Refused("signaal.still_to_share")
    return {"state": step.to[0], "closed_at": instant(context.at), "closed_why": body["text"]}


def _allowed(act: str, signal: Signaal) -> Step:
    step = next(one for one in STEPS if one.act == act)
    if signal["state"] not in step.before:
        raise Refused("signaal.not_now")
    return step


def _check_day(on: str, since: str, context: Context) -> None:
    check_days(on)
    if on > today(context.at).isoformat():
        raise Refused("measure.day_in_the_future")
    if on < since:
        raise Refused("measure.day_too_early")


def _reasoned(text: str, context: Context) -> None:
    if len(text.strip()) < SHORTEST:
        raise Refused("measure.remark_too_short")
    check_free_text(text, context)
