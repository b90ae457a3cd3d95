"""Visits together with the police: who may go together, and what either side notes for itself.

A joint visit holds nothing that its unit may not read. Help, counts and findings stay
on the visit; what a team lead shares is copied in with purpose and ground
(AVG art. 5 lid 1 b, art. 6; Wpg art. 16, 19, 20).
"""

import re
from collections.abc import Mapping
from typing import Any

from fieldapp.domain import binnentreden
from fieldapp.domain.documents import (
    AnsweringRequest,
    AssigningUnit,
    Changes,
    Context,
    Following,
    JointClosing,
    JointEntries,
    JointNote,
    JointOpening,
    JointVisit,
    LeavingPhones,
    Sharing,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_choices, check_counts, check_free_text, check_ids, check_keys, check_line
from fieldapp.domain.moments import check_instants, day_of, instant

NO_UNIT = "anders"
PURPOSES = frozenset(
    {
        "toezicht_vergunning",
        "toezicht_woning",
        "hercontrole",
        "bijstand",
        "opsporing",
        "openbare_orde",
        "veiligheid",
    }
)
DAYS_ADDRESS_SHOWN = 90
MONTHS_FOR_UNIT = 12


def scopes(joint_visit: JointVisit) -> set[str]:
    """The team, or who is named where the premises are shielded, and the municipality; the unit only once the visit is closed and its unit is known."""
    held = {"system", "municipality"}
    if "restricted_to" in joint_visit:
        held |= {f"person:{person}" for person in joint_visit["restricted_to"]["person_ids"]}
    elif "team_id" in joint_visit:
        held.add(f"team:{joint_visit['team_id']}")
    if "left_phones_on" not in joint_visit:
        held |= {f"person:{person}" for person in people(joint_visit)}
    unit = joint_visit.get("unit_id", NO_UNIT)
    if joint_visit.get("state") == "closed" and unit != NO_UNIT and "left_unit_on" not in joint_visit:
        held.add(f"unit:{unit}")
    return held


def index(joint_visit: JointVisit) -> dict[str, str]:
    return {
        "unit_id": joint_visit.get("unit_id", ""),
        "state": joint_visit.get("state", ""),
        "ended_on": over_since(joint_visit) or "",
        "visit_id": joint_visit.get("visit_id") or "",
        "premises_id": joint_visit.get("premises_id", ""),
        "team_id": joint_visit.get("team_id", ""),
        "on_phones": "false" if "left_phones_on" in joint_visit else "true",
        "for_unit": "true" if any(scope.startswith("unit:") for scope in scopes(joint_visit)) else "false",
    }


def over_since(joint_visit: Mapping[str, Any]) -> str | None:
    """Return the day from which the seven days, ninety days and twelve months count: that of the office's clock."""
    written = joint_visit.get("received_at") or joint_visit.get("ended_at")
    return day_of(written) if written else None


def people(joint_visit: JointVisit) -> set[str]:
    if "leader_id" not in joint_visit:
        return set()
    return {joint_visit["leader_id"], *joint_visit.get("co_visitor_ids", [])}


def open_joint_visit(joint_visit: JointVisit | None, body: JointOpening, context: Context) -> Changes:
    """Log that municipality and police go together, and why each of them goes.

    Source: Awb art. 5:13, 5:15 lid 2 (sterke arm) and lid 3.
    Which address it was follows from the file, not from what the phone wrote.
    Refused: joint_visit.not_yours, joint_visit.other_team, joint_visit.no_premises, joint_visit.no_unit,
    joint_visit.no_officers, joint_visit.other_visit, joint_visit.ggd_and_police, text.personal_data.
    """
    if context.by.person not in {body["leader_id"], *body["co_visitor_ids"]} and not context.override:
        raise Refused("joint_visit.not_yours")
    if body["team_id"] not in context.by.teams and not context.override:
        raise Refused("joint_visit.other_team")
    check_ids(body["leader_id"], body["premises_id"], body.get("visit_id"))
    existing = context.reads.get("existing")
    if existing is not None and (existing.get("state") != "open" or context.by.person not in people(existing)):  # type: ignore[arg-type]  # a joint visit
        raise Refused("joint_visit.not_yours")
    visit = context.reads.get("visit")
    if visit is not None:
        if visit["premises_id"] != body["premises_id"]:
            raise Refused("joint_visit.other_visit")
        if context.by.person not in {visit["leader_id"], *visit.get("co_visitor_ids", [])} and not context.override:
            raise Refused("joint_visit.not_yours")
    check_together(visit)
    _check_fields(JointNote(**{name: body[name] for name in JointNote.__annotations__ if name in body}), context)  # type: ignore[literal-required,typeddict-item]
    _check_police(body["unit_id"], context)
    check_instants(body["started_at"])
    return {**body, **_place(context), "state": "open", "inspectors_count": 1 + len(body["co_visitor_ids"])}


def _place(context: Context) -> Changes:
    """Address and type as the file has them, and who may read it where the file is shielded."""
    premises = context.reads.get("premises")
    if premises is None:
        raise Refused("joint_visit.no_premises")
    place: Changes = {"premises_text": premises["address"]["text"], "premises_type": premises["premises_type"]}
    return place | ({"restricted_to": premises["restricted_to"]} if premises.get("is_restricted") else {})


def _check_police(unit_id: str, context: Context) -> None:
    """The unit that reads along is one of the police, or not known yet. Source: Wpg art. 1, 16; AVG art. 6."""
    unit = context.reads.get("unit")
    if unit_id != NO_UNIT and (unit is None or unit.get("kind") != "police"):
        raise Refused("joint_visit.no_unit")


def note(joint_visit: JointVisit, body: JointNote, context: Context) -> Changes:
    """Refused: joint_visit.closed, joint_visit.not_yours, joint_visit.no_officers, joint_visit.no_unit,
    text.not_a_code."""
    _check_open_and_own(joint_visit, context)
    _check_fields(body, context)
    if "unit_id" in body:
        _check_police(body["unit_id"], context)
    changes: Changes = dict(body)
    if "co_visitor_ids" in body:
        company = _company(joint_visit, body["co_visitor_ids"], context.by.person)
        changes |= {"co_visitor_ids": company, "inspectors_count": 1 + len(company)}
    return changes


def _company(joint_visit: JointVisit, named: list[str], by: str) -> list[str]:
    """Who led until a colleague took over, and did not know of it yet, names that colleague: as on the visit itself."""
    leads = joint_visit["leader_id"]
    if leads not in named:
        return named
    return [*(one for one in named if one not in (leads, by)), by]


def enter(joint_visit: JointVisit, body: Changes, context: Context) -> Changes:
    """Record who went in when: capacity and number, never a name.

    Refused: joint_visit.closed, joint_visit.not_yours, joint_visit.ggd_and_police.
    """
    _check_open_and_own(joint_visit, context)
    check_keys(body)
    for entry in body.values():
        binnentreden.check_company(["politie", entry["capacity"]])
        check_counts(entry["count"])
        check_instants(entry["entered_at"], entry["left_at"])
    return dict(body)


def close(joint_visit: JointVisit, body: JointClosing, context: Context) -> Changes:
    """Close; from now on the unit reads it. What comes after the team lead closed it counts once the office takes it in.

    So does the closing of one on which the health service came along: its unit never reads it.
    Refused: joint_visit.closed, joint_visit.not_yours, joint_visit.ggd_and_police.
    """
    after_all = context.override and "ended_at" not in joint_visit
    if joint_visit.get("state") != "open" and not after_all:
        raise Refused("joint_visit.closed")
    _check_open_and_own(joint_visit, context)
    unread: Changes = {}
    if context.override and is_with_ggd(context.reads.get("visit")):
        unread = {"left_unit_on": joint_visit.get("left_unit_on", day_of(instant(context.at)))}
    else:
        check_together(context.reads.get("visit"))
    check_instants(body["ended_at"])
    return {"state": "closed", "ended_at": body["ended_at"], "received_at": instant(context.at), **unread}


def note_entries(joint_visit: JointVisit, body: JointEntries, context: Context) -> Changes:
    """Copy who entered and when from the visit that was closed.

    Refused: joint_visit.ggd_and_police.
    """
    for entry in body["entries"].values():
        binnentreden.check_company(["politie", entry["capacity"]])
    known = joint_visit.get("entries", {})
    return {f"entries.{key}": entry for key, entry in body["entries"].items() if key not in known}


def share(joint_visit: JointVisit, body: Sharing, context: Context) -> Changes:
    """Share one thing with the unit, with its purpose and legal ground.

    Source: AVG art. 5 lid 1 b and c, art. 6 lid 1. Refused: joint_visit.not_closed, joint_visit.needs_ground,
    text.personal_data.
    """
    if joint_visit.get("state") != "closed":
        raise Refused("joint_visit.not_closed")
    if not body["ground"].strip() or not body["purpose"].strip() or not body["text"].strip():
        raise Refused("joint_visit.needs_ground")
    check_line(body["ground"], context)
    check_line(body["purpose"], context)
    check_free_text(body["text"], context)
    return {f"shared.{_key(context)}": {**body, "by": context.by.person, "at": instant(context.at)}}


def answer_request(joint_visit: JointVisit, body: AnsweringRequest, context: Context) -> Changes:
    """Refused: joint_visit.no_request, joint_visit.request_answered, text.personal_data."""
    request = joint_visit.get("requests", {}).get(body["request_id"])
    if request is None:
        raise Refused("joint_visit.no_request")
    if request["answer"] is not None:
        raise Refused("joint_visit.request_answered")
    check_free_text(body["answer"], context)
    answered = {"answer": body["answer"], "answered_by": context.by.person, "answered_at": instant(context.at)}
    return {f"requests.{body['request_id']}": {**request, **answered}}


def assign_unit(joint_visit: JointVisit, body: AssigningUnit, context: Context) -> Changes:
    """Say which unit it was, when the phone could not.

    Refused: joint_visit.unit_known, joint_visit.no_unit, text.not_a_code.
    """
    if joint_visit.get("unit_id", NO_UNIT) != NO_UNIT:
        raise Refused("joint_visit.unit_known")
    check_ids(body["unit_id"])
    _check_police(body["unit_id"], context)
    return {"unit_id": body["unit_id"]}


def add_partner_note(joint_visit: JointVisit, body: Changes, context: Context) -> Changes:
    """Let an officer note something on the joint visit of the own unit.

    Refused: joint_visit.not_your_unit, joint_visit.note_stays, text.personal_data.
    """
    _check_unit(joint_visit, context)
    check_keys(body)
    changes: Changes = {}
    for field, noted in body.items():
        if field.partition(".")[2] in joint_visit.get("partner_notes", {}):
            raise Refused("joint_visit.note_stays")
        check_free_text(noted["text"], context)
        changes[field] = {"text": noted["text"], "at": instant(context.at), "by": context.by.person}
    return changes


def request(joint_visit: JointVisit, body: Changes, context: Context) -> Changes:
    """Let an officer ask the team lead for more, with a legal ground.

    Source: Wpg art. 16; AVG art. 6. Refused: joint_visit.not_your_unit, joint_visit.needs_ground,
    joint_visit.note_stays, text.personal_data.
    """
    _check_unit(joint_visit, context)
    check_keys(body)
    changes: Changes = {}
    for field, asked in body.items():
        if field.partition(".")[2] in joint_visit.get("requests", {}):
            raise Refused("joint_visit.note_stays")
        if not asked["ground"].strip() or not asked["text"].strip():
            raise Refused("joint_visit.needs_ground")
        check_line(asked["ground"], context)
        check_free_text(asked["text"], context)
        changes[field] = {**asked, "at": instant(context.at), "by": context.by.person, "answer": None}
    return changes


def restrict(joint_visit: JointVisit, body: Following, context: Context) -> Changes:
    return {"restricted_to": {"person_ids": body["person_ids"]} if body["is_restricted"] else None}


def leave_phones(joint_visit: JointVisit, body: LeavingPhones, context: Context) -> Changes:
    """Refused: joint_visit.not_closed."""
    if joint_visit.get("state") != "closed":
        raise Refused("joint_visit.not_closed")
    return {"left_phones_on": body["on"]}


def leave_unit(joint_visit: JointVisit, body: LeavingPhones, context: Context) -> Changes:
    """End the view of the unit, twelve months after the visit. Refused: joint_visit.not_closed."""
    if joint_visit.get("state") != "closed":
        raise Refused("joint_visit.not_closed")
    return {"left_unit_on": body["on"]}


def _check_open_and_own(joint_visit: JointVisit, context: Context) -> None:
    if context.override:
        return
    if joint_visit.get("state") != "open":
        raise Refused("joint_visit.closed")
    if context.by.person not in people(joint_visit):
        raise Refused("joint_visit.not_yours")


def check_together(visit: dict[str, object] | None) -> None:
    """No joint visit over a visit on which the health service came along."""
    records = (visit or {}).get("binnentreden", {})
    assert isinstance(records, dict)
    for item in records.values():
        binnentreden.check_company(["politie", *(one["capacity"] for one in item.get("companions", []))])


def is_with_ggd(visit: dict[str, object] | None) -> bool:
    """Say whether the health service came along on this visit of the municipality."""
    try:
        check_together(visit)
    except Refused:
        return True
    return False


def _check_fields(body: JointNote, context: Context) -> None:
    if body.get("officers_count", 1) < 1:
        raise Refused("joint_visit.no_officers")
    check_counts(body.get("officers_count"))
    unit = body.get("unit_id", NO_UNIT)
    check_ids(None if unit == NO_UNIT else unit, *body.get("co_visitor_ids", []))
    check_choices(PURPOSES, body.get("purpose_municipality"), body.get("purpose_police"))
    if "handed_over" in body:
        check_instants(body["handed_over"]["at"])


def _check_unit(joint_visit: JointVisit, context: Context) -> None:
    if context.override:
        return
    if context.by.unit is None or context.by.unit != joint_visit.get("unit_id"):
        raise Refused("joint_visit.not_your_unit")


def _key(context: Context) -> str:
    """A key made from the operation, so that the same operation never makes two items."""
    return re.sub(r"[^a-z0-9_-]", "-", context.operation_id.lower())[:64]
