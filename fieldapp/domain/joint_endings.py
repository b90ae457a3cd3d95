"""A joint visit goes where its visit goes: to who leads on, or with it when it lapses; a team lead can close it.

Nothing of it disappears. What should not have been begun is said to be so, and shows the police no address.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.documents import Changes, Context, FollowingVisit, JointEnding, JointVisit
from fieldapp.domain.errors import Refused
from fieldapp.domain.joint_visits import is_with_ggd
from fieldapp.domain.moments import day_of, instant
from fieldapp.domain.visit_endings import check_reason, is_voided


def follow_visit(joint_visit: JointVisit, body: FollowingVisit, context: Context) -> Changes:
    """Take over who leads the visit, and that it lapsed or counts after all. Who went along before stays named.

    What lapsed with the health service there is read by no unit: the two do not go together.
    """
    changes: Changes = {"voided_at": body["voided_at"]} if body["voided_at"] != joint_visit.get("voided_at") else {}
    if lapsed_with_ggd(joint_visit, body["voided_at"], context.reads.get("visit")):
        changes["left_unit_on"] = day_of(instant(context.at))
    if joint_visit.get("state") != "open":
        return changes
    if body["voided_at"] is not None:
        changes |= {"state": "closed", "received_at": instant(context.at)}
    company = _company(joint_visit, body)
    if (body["leader_id"], company) != (joint_visit["leader_id"], joint_visit["co_visitor_ids"]):
        together = {"leader_id": body["leader_id"], "co_visitor_ids": company}
        changes |= {**together, "inspectors_count": 1 + len(company)}
    return changes


def lapsed_with_ggd(joint_visit: Mapping[str, Any], voided_at: str | None, visit: dict[str, object] | None) -> bool:
    """Say whether its unit should be told not to read it, and was not yet."""
    return voided_at is not None and "left_unit_on" not in joint_visit and is_with_ggd(visit)


def _company(joint_visit: JointVisit, body: FollowingVisit) -> list[str]:
    there = [*joint_visit["co_visitor_ids"], joint_visit["leader_id"], *body["co_visitor_ids"]]
    return [one for one in dict.fromkeys(there) if one != body["leader_id"]]


def body_of(visit: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a joint visit takes over from this visit."""
    return {
        "leader_id": visit["leader_id"],
        "co_visitor_ids": list(visit.get("co_visitor_ids", [])),
        "voided_at": visit["ended"]["at"] if is_voided(visit) else None,
    }


def end(joint_visit: JointVisit, body: JointEnding, context: Context) -> Changes:
    """Close a joint visit at a desk that who was there cannot close; when they parted stays unknown.

    The closing that comes from a phone after all is held, and the team lead may take it in. One on which the health
    service came along is closed too, but its unit never reads it: the two do not go together.
    Refused: joint_visit.closed, joint_visit.not_yours, visit.needs_reason, text.personal_data.
    """
    if joint_visit.get("state") != "open":
        raise Refused("joint_visit.closed")
    if joint_visit["team_id"] not in context.by.teams:
        raise Refused("joint_visit.not_yours")
    check_reason(body["text"], body["end_reason"] == "anders", context)
    now = instant(context.at)
    ended = {"reason": body["end_reason"], "text": body["text"], "by": context.by.person, "at": now}
    unread = {"left_unit_on": day_of(now)} if is_with_ggd(context.reads.get("visit")) else {}
    return {"state": "closed", "ended": ended, "received_at": now, **unread}
