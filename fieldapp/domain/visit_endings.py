"""A visit that was begun by mistake, goes to a colleague, or is ended by the team lead. Nothing of it disappears.

Everything that was recorded stays on the visit, with who ended it and why. What a phone still sends afterwards is held,
and the team lead takes it in.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain import binnentreden
from fieldapp.domain.documents import Changes, Context, Visit, VisitEnding, VisitTakingOver, VisitVoiding
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_free_text, check_ids
from fieldapp.domain.makers import links, people
from fieldapp.domain.moments import check_instants, instant

VOIDED, BROKEN_OFF = "vervallen", "afgebroken"
NOBODY_LOOKED = frozenset(
    {BROKEN_OFF, "geen_medewerking", "niemand_aanwezig", "niemand_thuis", "toestemming_geweigerd"}
)
"""Outcomes of a visit that saw nothing, or need not have: what must be looked at again still must be."""
SEEN = ("answers", "findings", "seen_outside")
LEAST_TEXT = 10
WITHDRAWN = "ingetrokken_voorstel"


def is_voided(visit: Mapping[str, Any]) -> bool:
    """Say whether it should not have been begun: it counts nowhere, and its file keeps it."""
    return visit.get("outcome") == VOIDED


def nobody_looked(visit: Mapping[str, Any]) -> bool:
    """Say whether it saw nothing of what it came for; one that was broken off may have."""
    return visit.get("outcome") in NOBODY_LOOKED and not any(visit.get(name) for name in SEEN)


def ended_without_closing(visit: Mapping[str, Any]) -> bool:
    """Say whether somebody ended it without the statement of who was there."""
    return visit.get("outcome") in (VOIDED, BROKEN_OFF)


def void(visit: Visit, body: VisitVoiding, context: Context) -> Changes:
    """Let a visit lapse that should not have been begun: the wrong address, or twice the same.

    Not once somebody went into a dwelling: that is told in a verslag (Awbi art. 10); nor with a measure on it.
    Refused: visit.closed, visit.not_yours, visit.was_entered, visit.has_measure, visit.needs_reason, text.personal_data.
    """
    _check_may_end(visit, context)
    if binnentreden.was_entered(visit):
        raise Refused("visit.was_entered")
    if any(_rests_on(one, context.document_id) for one in context.found.get("measures", {}).values()):
        raise Refused("visit.has_measure")
    check_instants(body["made_at"])
    must_explain = body["void_reason"] == "anders" or bool(visit.get("findings"))
    check_reason(body["text"], must_explain, context)
    ended = _ended(VOIDED, body["void_reason"], body["text"], body["made_at"], context)
    return {**ended, **_noted(visit, set(), context), **links(visit, context)}


def end(visit: Visit, body: VisitEnding, context: Context) -> Changes:
    """End a visit at a desk that who was there cannot close: what was recorded counts, what was not stays unchecked.

    The statement of who was there is not made for them; when it comes after all the office may take it in.
    Refused: visit.closed, visit.not_yours, visit.needs_reason, text.personal_data.
    """
    _check_may_end(visit, context)
    check_reason(body["text"], body["end_reason"] == "anders", context)
    ended = _ended(BROKEN_OFF, body["end_reason"], body["text"], instant(context.at), context)
    return {**ended, "statement": False, **_noted(visit, set(), context)}


def take_over(visit: Visit, body: VisitTakingOver, context: Context) -> Changes:
    """Let a colleague lead a visit that goes on. Who led it was there, and stays named: he or she does not decide.

    Who came along takes over by himself or herself; a team lead may ask any inspector of the team, of a shielded visit
    only who may read it.
    Refused: visit.closed, visit.not_yours, visit.leads_already, visit.no_inspector.
    """
    before, after = visit["leader_id"], body["leader_id"]
    check_ids(after)
    check_instants(body["made_at"])
    if "outcome" in visit:
        raise Refused("visit.closed")
    if not (_leads_team(visit, context) or (context.by.person == after and after in people(visit))):
        raise Refused("visit.not_yours")
    if after == before:
        raise Refused("visit.leads_already")
    if not _inspects(context.reads["person"], visit["team_id"]) or not may_get(visit, after):
        raise Refused("visit.no_inspector")
    company = [one for one in visit.get("co_visitor_ids", []) if one != after]
    number = len(visit.get("handovers", {})) + 1
    told = {"from_id": before, "to_id": after, "by": context.by.person, "reason": body["handover_reason"]}
    changes: Changes = {"leader_id": after, "co_visitor_ids": [*company, before]}
    changes |= {f"handovers.{number}": {**told, "at": body["made_at"]}, **links(visit, context)}
    return changes | _noted(visit, {before}, context, leads=after)


def may_get(visit: Mapping[str, Any], person: str) -> bool:
    """Say whether the visit may come on the phone of this colleague: a shielded one only of who is named or was there."""
    named = visit.get("restricted_to")
    return named is None or person in named["person_ids"] or person in people(visit)


def _noted(visit: Visit, before: set[str], context: Context, leads: str | None = None) -> Changes:
    """Note who led, and who was there and did this, so that leaving the visit afterwards opens no way to deciding."""
    there = before | ({context.by.person} & people(visit))
    known = {leads or visit["leader_id"], *visit.get("also_wrote", {})}
    return {f"also_wrote.{one}": {"at": instant(context.at)} for one in sorted(there - known)}


def _check_may_end(visit: Visit, context: Context) -> None:
    if "outcome" in visit:
        raise Refused("visit.closed")
    if context.by.person not in people(visit) and not _leads_team(visit, context):
        raise Refused("visit.not_yours")


def _leads_team(visit: Visit, context: Context) -> bool:
    return "team_lead" in context.by.roles and visit["team_id"] in context.by.teams


def _inspects(person: dict[str, Any] | None, team_id: str) -> bool:
    if person is None or not person.get("is_active"):
        return False
    return "inspector" in person.get("roles", []) and team_id in person.get("team_ids", [])


def _rests_on(measure: dict[str, Any], visit_id: str) -> bool:
    return measure.get("visit_id") == visit_id and measure.get("state") != WITHDRAWN


def check_reason(text: str | None, must_explain: bool, context: Context) -> None:
    """Refused: visit.needs_reason, text.personal_data, text.too_long."""
    if must_explain and len((text or "").strip()) < LEAST_TEXT:
        raise Refused("visit.needs_reason")
    check_free_text(text, context)


def _ended(outcome: str, reason: str, text: str | None, at: str, context: Context) -> Changes:
    return {
        "outcome": outcome,
        "ended": {"reason": reason, "text": text, "by": context.by.person, "at": at},
        "closed_at": at,
        "closed_by": context.by.person,
        "received_at": instant(context.at),
    }
