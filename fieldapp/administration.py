"""What an operator does before anyone can sign in: the policy, the first people."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from fieldapp.refusals import OperatorError
from fieldapp.texts import reason


class NotAdded(OperatorError):
    """A person could not be added; the message says why."""


def publish_policy(house: Installation) -> int:
    """Make a document of each piece of the policy that has none yet; return how many."""
    published = 0
    for name, piece in house.policy().as_json().items():
        document = str(uuid.uuid5(house.keys.namespace, f"policy:{name}"))
        if house.store.get(document) is None:
            outcome = house.engine.submit(SYSTEM, "policy.publish", document, piece)
            published += outcome.outcome == "applied"
    return published


def add_person(
    house: Installation, *, login: str, name: str, roles: Sequence[str], teams: Sequence[str], unit: str | None
) -> str:
    """Add somebody who may sign in; return the id. Raises NotAdded."""
    person_id = _uuid7(house.now())
    body = {"login": login, "name": name, "roles": list(roles), "team_ids": list(teams), "unit_id": unit}
    outcome = house.engine.submit(SYSTEM, "person.add", person_id, body)
    if outcome.outcome != "applied":
        raise NotAdded(f"{login} is not added: {reason(outcome.code)}")
    return person_id


def unit_id_of(house: Installation, wanted: str) -> str:
    """Return the id of the unit with this name or id. Raises NotAdded with the names there are."""
    units = {
        one.id: str(one.fields.get("name", "")) for one in house.store.find("unit", None, {}, None, False, 1000, 0)
    }
    found = [unit for unit, name in units.items() if wanted in {unit, name}]
    if len(found) != 1:
        there = ", ".join(sorted(units.values())) or "none yet"
        raise NotAdded(f"There is no unit {wanted!r}. The units are: {there}.")
    return found[0]


def new_way_in(house: Installation, person_id: str, password: str) -> dict[str, str]:
    """Give a person this password and a new second factor; return both, to be shown once."""
    house.accounts.set_password(person_id, password)
    secret, address = house.accounts.new_totp(person_id)
    return {"person_id": person_id, "password": password, "totp": secret, "otpauth": address}


def replay_register(house: Installation) -> int:
    """Take away again what the register says was taken away, as after a restore; return how many documents changed."""
    changed = 0
    for phone in house.revocations.phones():
        device = house.directory.device(phone)
        if device is not None and device.get("state") != "blocked":
            changed += house.engine.submit(SYSTEM, "device.block", phone, {}).outcome == "applied"
    for person in house.revocations.people():
        found = house.directory.person(person)
        if found is not None and found.get("is_active"):
            changed += house.engine.submit(SYSTEM, "person.switch_off", person, {}).outcome == "applied"
    return changed


def _uuid7(now: datetime) -> str:
    """Return a UUID that begins with the time, so that new documents lie together."""
    at_ms = int(now.timestamp() * 1000)
    rest = uuid.uuid4().int & ((1 << 80) - 1)
    value = (at_ms << 80) | rest
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))
