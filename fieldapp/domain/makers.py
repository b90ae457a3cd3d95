"""Who made a visit what it is: who led it, who came along, and everybody else who wrote on it.

Four eyes looks at all of them: whoever put something in a visit does not decide on what follows from it. Neither does
who made the code of the device on which it was written: he or she may have held that device, until its owner knows it.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from fieldapp.domain.documents import Changes, Context, KnowingDevice
from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import instant, read_instant

Rule = Callable[[Any, Any, Context], Changes]


def people(visit: Mapping[str, Any]) -> set[str]:
    """Return who led the visit and who came along."""
    return {visit["leader_id"], *visit.get("co_visitor_ids", [])} if "leader_id" in visit else set()


def led_at(visit: Mapping[str, Any], at: str) -> str:
    """Return who led the visit at this instant: until it went to a colleague, who led it before."""
    moment = read_instant(at)
    later = [one for one in visit.get("handovers", {}).values() if read_instant(one["at"]) > moment]
    first = min(later, key=lambda one: read_instant(one["at"]), default=None)
    return str(first["from_id"] if first else visit["leader_id"])


def makers(visit: Mapping[str, Any]) -> set[str]:
    """Return those, and everybody who ever wrote on it, also who is off the visit since. None of them decides."""
    return people(visit) | set(visit.get("also_wrote", {}))


def visit_of(measure: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    """Return of which visit a rule on this measure looks for the log with the police."""
    return [str({**body, **measure}["visit_id"])]


def visit_there(measure: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    """Return the later visit that an act rests on: the hercontrole, not the visit that the measure began with."""
    return [str(body["visit_id"])]


def logged(context: Context) -> set[str]:
    """Return who was there by the logs of the joint visits that the rule looks at: they do not decide either."""
    return {person for one in context.found.get("joint_visits", {}).values() for person in people(one)}


def check_not_told(context: Context) -> None:
    """Who made the verslag of this visit in the place of who was there does not decide on it. Refused: measure.own_verslag.

    Source: Awb art. 2:4; Awbi art. 10.
    """
    if context.by.person in {one.get("frozen_by") for one in context.found.get("reports", {}).values()}:
        raise Refused("measure.own_verslag")


def linkers(document: Mapping[str, Any]) -> set[str]:
    """Return who made the code of a device that wrote on this visit or measure and that its owner does not know yet."""
    return {one["by"] for one in document.get("linked_by", {}).values() if one["confirmed_at"] is None}


def involved(measure: Mapping[str, Any]) -> set[str]:
    """Return who may not decide: proposer, leader, co-visitor, or who let in the device (four eyes)."""
    there = {measure.get("proposed_by", ""), measure.get("visit_leader_id", ""), *(measure.get("co_visitor_ids") or ())}
    return (there | linkers(measure)) - {""}


def links(document: Mapping[str, Any], context: Context) -> Changes:
    """Return what notes the device of this operation on the document, once, while its owner has not said it is hers."""
    device, by = context.by.device, context.by.linked_by
    if device is None or by is None or device in document.get("linked_by", {}):
        return {}
    return {f"linked_by.{device}": {"by": by, "at": instant(context.at), "confirmed_at": None}}


def know_device(document: Mapping[str, Any], body: KnowingDevice, context: Context) -> Changes:
    """The owner of a device knows it: who made its code may decide again on what was written with it."""
    device = body["device_id"]
    noted = document.get("linked_by", {}).get(device)
    return {f"linked_by.{device}": {**noted, "confirmed_at": instant(context.at)}} if noted else {}


def noting_maker(rule: Rule) -> Rule:
    """Let a rule for visits note its maker, once, and the device: who leads it is known, who came along may be taken off."""

    @wraps(rule)
    def noted(visit: Any, body: Any, context: Context) -> Changes:
        changes = rule(visit, body, context)
        maker, known = context.by.person, {**changes, **(visit or {})}
        changes = {**changes, **links(visit or {}, context)}
        if maker == known.get("leader_id") or maker in known.get("also_wrote", {}):
            return changes
        return changes | {f"also_wrote.{maker}": {"at": instant(context.at)}}

    return noted
