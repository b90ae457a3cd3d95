"""People who sign in, their phones, the units they work with, and versions of the policy."""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.documents import (
    Changes,
    Context,
    Device,
    DeviceAct,
    Enrolment,
    PersonAddition,
    PersonChange,
    PersonDocument,
    PolicyVersion,
    Publication,
    SwitchingOff,
    Unit,
    UnitAddition,
    UnitChange,
)
from fieldapp.domain.errors import Refused
from fieldapp.domain.free_text import check_codes, check_line
from fieldapp.domain.moments import check_days, instant
from fieldapp.domain.roles import STANDS_ALONE


def person_scopes(person: PersonDocument) -> set[str]:
    """Administrators; a name card for every desk, for the phones of the own team, and for oneself.

    What of it each reader sees is in `redaction.py`.
    """
    held = {"system", "admin", "desk"} | {f"field:{team}" for team in person.get("team_ids", [])}
    return held | {f"person:{person['person_id']}"} if "person_id" in person else held


def person_index(person: PersonDocument) -> dict[str, str]:
    return {
        "login": person.get("login", ""),
        "is_active": "true" if person.get("is_active") else "false",
        "unit_id": person.get("unit_id") or "",
        "name": person.get("name", ""),
    }


def wanted_login(person: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    """Return the name with which somebody is to sign in from now on: nobody else may have it."""
    return [body["login"]] if "login" in body else []


def add_person(person: PersonDocument | None, body: PersonAddition, context: Context) -> Changes:
    """Refused: person.role_stands_alone, person.police_needs_unit, person.wrong_login, person.login_taken."""
    _check_person(dict(body))
    _check_login(context)
    return {"team_ids": [], "unit_id": None, "designation": None, "access_until_on": None} | {
        **body,
        "person_id": context.document_id,
        "is_active": True,
    }


def change_person(person: PersonDocument, body: PersonChange, context: Context) -> Changes:
    """Refused: person.role_stands_alone, person.police_needs_unit, person.wrong_login, person.login_taken."""
    _check_person({**person, **body})
    _check_login(context)
    return dict(body)


def switch_off(person: PersonDocument, body: SwitchingOff, context: Context) -> Changes:
    """End the access; the name stays with what the person did. Refused: person.off_already."""
    if not person.get("is_active"):
        raise Refused("person.off_already")
    return {"is_active": False}


def _check_person(person: dict[str, Any]) -> None:
    roles = set(person["roles"])
    if roles & STANDS_ALONE and len(roles) > 1:
        raise Refused("person.role_stands_alone")
    if "police" in roles and not person.get("unit_id"):
        raise Refused("person.police_needs_unit")
    if not person["login"].strip() or len(person["login"]) > 80 or not person["name"].strip():
        raise Refused("person.wrong_login")
    check_days(person.get("access_until_on"))


def _check_login(context: Context) -> None:
    """Two people with one login could neither of them sign in."""
    if context.found.get("same_login", {}).keys() - {context.document_id}:
        raise Refused("person.login_taken")


def device_scopes(device: Device) -> set[str]:
    """Administrators, the team's desk, and the phone itself."""
    held = {"system", "admin"} | {f"team:{team}" for team in device.get("team_ids", [])}
    if "person_id" in device:
        held.add(f"person:{device['person_id']}")
    return held


def device_index(device: Device) -> dict[str, str]:
    return {
        "person_id": device.get("person_id", ""),
        "state": device.get("state", ""),
        "number": f"{device.get('number', 0):05d}",
    }


def enrol_device(device: Device | None, body: Enrolment, context: Context) -> Changes:
    return {**body, "state": "enrolled", "enrolled_at": instant(context.at)}


def linked_by(device: Device) -> str | None:
    """Return who made the code of a device, if that was somebody else, and its owner has not said that it is hers."""
    by = device.get("issued_by")
    return None if by in (None, "system", device.get("person_id")) or "confirmed_at" in device else by


def confirm_device(device: Device, body: DeviceAct, context: Context) -> Changes:
    """Its owner says that a device is hers: at a desk, or on a device that came by another hand. Twice is once.

    Until then who made its code does not decide on what the device wrote.
    Refused: device.not_yours, device.confirm_elsewhere.
    """
    if context.by.person != device.get("person_id"):
        raise Refused("device.not_yours")
    if context.by.device == context.document_id or context.by.linked_by == linked_by(device) is not None:
        raise Refused("device.confirm_elsewhere")
    return {} if "confirmed_at" in device else {"confirmed_at": instant(context.at)}


def block_device(device: Device, body: DeviceAct, context: Context) -> Changes:
    """Lost or stolen: it reads nothing any more. What it had not sent still arrives. Refused: device.blocked_already."""
    if device.get("state") not in ("enrolled", "taken_in"):
        raise Refused("device.blocked_already")
    return {"state": "blocked", "blocked_at": instant(context.at), "blocked_by": context.by.person}


def take_in_device(device: Device, body: DeviceAct, context: Context) -> Changes:
    """The inspector stops: first everything is sent, then it is emptied. Refused: device.not_in_use."""
    if device.get("state") != "enrolled":
        raise Refused("device.not_in_use")
    return {"state": "taken_in"}


def empty_device(device: Device, body: DeviceAct, context: Context) -> Changes:
    """The device confirmed that it holds nothing any more. Refused: device.still_in_use."""
    if device.get("state") not in ("blocked", "taken_in"):
        raise Refused("device.still_in_use")
    return {"state": "emptied"}


def unit_scopes(unit: Unit) -> set[str]:
    """Everyone but police, who see the card of their own unit."""
    held = {"system", "all", "admin"}
    return held | {f"unit:{unit['unit_id']}"} if "unit_id" in unit else held


def unit_index(unit: Unit) -> dict[str, str]:
    return {"kind": unit.get("kind", ""), "name": unit.get("name", "")}


def add_unit(unit: Unit | None, body: UnitAddition, context: Context) -> Changes:
    """Refused: unit.police_needs_covenant, unit.needs_name, text.personal_data for a name that holds some."""
    _check_unit(dict(body), context)
    return {"covenant_until_on": None, "phone": None, "functions": [], **body, "unit_id": context.document_id}


def change_unit(unit: Unit, body: UnitChange, context: Context) -> Changes:
    """Refused: as for a new one."""
    _check_unit({**unit, **body}, context)
    return dict(body)


def _check_unit(unit: dict[str, Any], context: Context) -> None:
    """Police read what is shared with them on the ground of a covenant, so their access ends with it."""
    if not unit["name"].strip():
        raise Refused("unit.needs_name")
    check_line(unit["name"], context)
    check_days(unit.get("covenant_until_on"))
    if unit["kind"] == "police" and not unit.get("covenant_until_on"):
        raise Refused("unit.police_needs_covenant")


def policy_scopes(policy: PolicyVersion) -> set[str]:
    return {"system", "all", "admin"}


def policy_index(policy: PolicyVersion) -> dict[str, str]:
    return {
        "name": policy.get("name", ""),
        "policy_kind": policy.get("policy_kind", ""),
        "effective_from_on": policy.get("effective_from_on", ""),
    }


def publish_policy(policy: PolicyVersion | None, body: Publication, context: Context) -> Changes:
    """Publish one version; it is never changed, since documents name it. Refused: policy.exists."""
    existing = context.reads.get("existing")
    if existing:
        if existing.get("content") != body["content"]:
            raise Refused("policy.exists")
        return {}
    check_codes(body["policy_kind"])
    check_days(body["effective_from_on"])
    return dict(body)
