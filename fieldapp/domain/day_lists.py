"""The list of one pair for one day: planned by the team lead, sent to two phones, changed on the way."""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.documents import (
    Changes,
    Context,
    DayList,
    DayListPlan,
    LeavingPhones,
    Sending,
    ShieldingStops,
    WithdrawingList,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_counts, check_free_text, check_ids, check_keys, check_line
from fieldapp.domain.moments import check_clock_time, check_days, instant
from fieldapp.domain.visit_endings import is_voided

PAIR = 2
WITHDRAWN = "ingetrokken"


def scopes(day_list: DayList) -> set[str]:
    """The team; the two phones from sending until they leave it."""
    held = {"system"}
    if "team_id" in day_list:
        held.add(f"team:{day_list['team_id']}")
    if day_list.get("state") == "verstuurd" and "left_phones_on" not in day_list:
        held |= {f"person:{person}" for person in day_list.get("person_ids", [])}
    return held


def index(day_list: DayList) -> dict[str, str]:
    return {
        "on": day_list.get("on", ""),
        "team_id": day_list.get("team_id", ""),
        "state": day_list.get("state", ""),
        "on_phones": "false" if "left_phones_on" in day_list else "true",
    }


def plan(day_list: DayList | None, body: DayListPlan, context: Context) -> Changes:
    """Start a list. Controls are done in pairs.

    Refused: day_list.other_team, day_list.not_a_pair, text.personal_data.
    """
    _check_team(body["team_id"], context)
    if len(set(body["person_ids"])) != PAIR or len(body["person_ids"]) != PAIR:
        raise Refused("day_list.not_a_pair")
    check_ids(*body["person_ids"])
    check_keys(body)
    check_days(body["on"])
    check_free_text(body.get("note"), context)
    said: Changes = dict(body)
    for field, stop in said.items():
        if field.startswith("stops."):
            _check_stop(stop, context)
    return {**body, "state": "concept", **shielded({}, context)}


def set_stop(day_list: DayList, body: Changes, context: Context) -> Changes:
    """Add, change or take off a stop; the pair may add one and change the order on the way.

    A stop keeps its visit and its premises: another address is another stop.
    Refused: day_list.withdrawn, day_list.other_team, day_list.not_yours, day_list.lead_takes_off, day_list.stop_stays,
    text.personal_data.
    """
    _check_stands(day_list)
    leads = "team_lead" in context.by.roles
    if leads:
        _check_team(day_list["team_id"], context)
    elif context.by.person not in day_list["person_ids"] and not context.override:
        raise Refused("day_list.not_yours")
    check_keys(body)
    for field, stop in body.items():
        before = day_list.get("stops", {}).get(field.partition(".")[2])
        if stop is None:
            if not leads and before is not None and before["added_by"] != context.by.person:
                raise Refused("day_list.lead_takes_off")
            continue
        _check_stop(stop, context)
        if before is not None and any(before[name] != stop[name] for name in ("premises_id", "visit_id", "added_by")):
            raise Refused("day_list.stop_stays")
    kept = {field: _as_kept(day_list, field, stop, context.by.person) for field, stop in body.items()}
    return {**kept, **shielded(day_list, context)}


def premises_on(day_list: Mapping[str, Any], body: Mapping[str, Any]) -> set[str]:
    """Return which premises the list has a stop at, with what is set now."""
    said = [stop for field, stop in body.items() if field.startswith("stops.") and stop is not None]
    return {stop["premises_id"] for stop in (*day_list.get("stops", {}).values(), *said)}


def shielded(day_list: Mapping[str, Any], context: Context) -> Changes:
    """Shield the stops at premises that are shielded, from the moment that they stand on the list."""
    known, changes = day_list.get("restricted", {}), {}
    for premises_id, premises in sorted(context.found.get("premises", {}).items()):
        named = premises["restricted_to"] if premises.get("is_restricted") else None
        if named is not None and known.get(premises_id) != named:
            changes[f"restricted.{premises_id}"] = named
    return changes


def _as_kept(day_list: DayList, field: str, stop: Changes | None, person: str) -> Changes | None:
    """A stop keeps the address it was made with, and its appointment from who may not see it."""
    before = day_list.get("stops", {}).get(field.partition(".")[2])
    if stop is None or before is None:
        return stop
    named = day_list.get("restricted", {}).get(before["premises_id"])
    hour = before["appointment"] if named and person not in named["person_ids"] else stop["appointment"]
    return {**stop, "address_text": before["address_text"], "appointment": hour}


def restrict(day_list: DayList, body: ShieldingStops, context: Context) -> Changes:
    named = {"person_ids": body["person_ids"]} if body["is_restricted"] else None
    return {f"restricted.{body['premises_id']}": named}


def send(day_list: DayList, body: Sending, context: Context) -> Changes:
    """Send the list to the two phones.

    Refused: day_list.other_team, day_list.withdrawn, day_list.sent_already, day_list.empty.
    """
    _check_team(day_list["team_id"], context)
    _check_stands(day_list)
    if day_list.get("state") != "concept":
        raise Refused("day_list.sent_already")
    if not day_list.get("stops"):
        raise Refused("day_list.empty")
    return {"state": "verstuurd", "sent_at": instant(context.at), **shielded(day_list, context)}


def withdraw(day_list: DayList, body: WithdrawingList, context: Context) -> Changes:
    """Take back a list on which no visit was begun: made by mistake, or no longer needed. It leaves the phones.

    A visit that lapsed does not stand in the way.
    Refused: day_list.other_team, day_list.withdrawn, day_list.visit_begun.
    """
    _check_team(day_list["team_id"], context)
    _check_stands(day_list)
    of_stops = {stop["visit_id"] for stop in day_list.get("stops", {}).values()}
    for visit_id, visit in context.found.get("visits", {}).items():
        is_of_list = visit_id in of_stops or visit.get("day_list_id") == context.document_id
        if is_of_list and not is_voided(visit):
            raise Refused("day_list.visit_begun")
    return {"state": WITHDRAWN}


def leave_phones(day_list: DayList, body: LeavingPhones, context: Context) -> Changes:
    return {"left_phones_on": body["on"]}


def _check_stands(day_list: DayList) -> None:
    if day_list.get("state") == WITHDRAWN:
        raise Refused("day_list.withdrawn")


def _check_team(team: str, context: Context) -> None:
    if team not in context.by.teams and "system" not in context.by.roles:
        raise Refused("day_list.other_team")


def _check_stop(stop: dict[str, str | int], context: Context) -> None:
    check_line(str(stop["address_text"]), context)
    check_ids(str(stop["premises_id"]), str(stop["visit_id"]), str(stop["added_by"]))
    check_counts(int(stop["order"]))
    appointment = stop["appointment"]
    check_clock_time(None if appointment is None else str(appointment))
