"""What an operator does before anyone can sign in: the policy, the first people."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

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
    acts = [
        *(
            ("device.take_in", phone, {})
            for phone in sorted(house.revocations.phones_taken_in())
            if _is_at_work(house, phone)
        ),
        *(("device.block", phone, {}) for phone in sorted(house.revocations.phones()) if _may_be_blocked(house, phone)),
        *(("person.switch_off", one, {}) for one in sorted(house.revocations.people()) if _is_active(house, one)),
        *_rights_again(house),
    ]
    changed = sum(
        house.engine.submit(SYSTEM, kind, document, body).outcome == "applied" for kind, document, body in acts
    )
    _count_rights_from_here(house)
    return changed


def _is_at_work(house: Installation, phone: str) -> bool:
    device = house.directory.device(phone)
    return device is not None and device.get("state") == "enrolled"


def _may_be_blocked(house: Installation, phone: str) -> bool:
    device = house.directory.device(phone)
    return device is not None and device.get("state") != "blocked"


def _is_active(house: Installation, person_id: str) -> bool:
    person = house.directory.person(person_id)
    return person is not None and bool(person.get("is_active"))


def _rights_again(house: Installation) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Write what people kept into their documents, which may still say more."""
    for person_id in house.revocations.people_with_rights():
        stored, kept = house.store.get(person_id), house.directory.person(person_id)
        if stored is None or kept is None:
            continue
        body = {name: kept[name] for name in ("roles", "team_ids") if kept.get(name) != stored.fields.get(name)}
        if body:
            yield "person.change", person_id, body


def _count_rights_from_here(house: Installation) -> None:
    """Positions of the history that was lost mean nothing in this one: what people have now counts from now on."""
    for person_id in house.revocations.people_with_rights():
        stored, rights = house.store.get(person_id), house.revocations.rights(person_id)
        if stored is not None and rights is not None and rights.position > stored.position:
            held, teams = stored.fields.get("roles", []), stored.fields.get("team_ids", [])
            house.revocations.changed_rights(person_id, stored.position, held, teams, house.now())


def _uuid7(now: datetime) -> str:
    """Return a UUID that begins with the time, so that new documents lie together."""
    at_ms = int(now.timestamp() * 1000)
    rest = uuid.uuid4().int & ((1 << 80) - 1)
    value = (at_ms << 80) | rest
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return str(uuid.UUID(int=value))
