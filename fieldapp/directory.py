"""Who is who: actors from person documents, certificates of phones from device documents."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol, cast

from fieldapp.domain import people, roles
from fieldapp.domain.documents import Device, PersonDocument
from fieldapp.revocations import Rights
from sync import Actor, Certificate
from sync.store import Store

SYSTEM = Actor(
    person="system",
    name="Systeem",
    roles=roles.SYSTEM,
    scopes=roles.SYSTEM_SCOPES,
    signed_in="worker",
)


class RevocationList(Protocol):
    """What the register takes away, whatever the documents say."""

    def has_phone(self, phone: str) -> bool: ...

    def has_person(self, person: str) -> bool: ...

    def rights(self, person: str) -> Rights | None: ...


class Directory:
    """Answers the engine's two questions, who is this person and whose phone is this, as of this moment."""

    def __init__(self, store: Store, revocations: RevocationList, today: Callable[[], date]) -> None:
        self._store = store
        self._revocations = revocations
        self._today = today

    def actor(self, person_id: str, device_id: str | None) -> Actor | None:
        """Return who acts, at a desk or on a phone; None for nobody, ended access, or a phone that is blocked."""
        if person_id == SYSTEM.person:
            return SYSTEM
        fields = self.person(person_id)
        if fields is None or self._revocations.has_person(person_id) or not self._may_enter(fields):
            return None
        if device_id is not None and self.is_blocked(device_id):
            return None
        return Actor(
            person=person_id,
            name=str(fields.get("name", "")),
            roles=frozenset(fields.get("roles", [])),
            scopes=frozenset(roles.scopes(person_id, fields, device=device_id is not None)),
            device=device_id,
            signed_in="phone:full" if device_id else "",
            unit=fields.get("unit_id"),
            teams=frozenset(fields.get("team_ids", [])),
        )

    def _may_enter(self, person: PersonDocument) -> bool:
        """Return whether the account is on, and for a partner whether the covenant of the unit still runs."""
        if not roles.may_enter(person, self._today()):
            return False
        if "police" not in person.get("roles", []):
            return True
        unit = self.unit(person.get("unit_id"))
        until_on = unit.get("covenant_until_on") if unit else None
        return unit is not None and (until_on is None or self._today().isoformat() <= until_on)

    def unit(self, unit_id: str | None) -> Mapping[str, Any] | None:
        """Return the fields of a unit; police have its name and covenant from here, since they read no unit documents."""
        return self._fields(unit_id or "", "unit")

    def system(self) -> Actor:
        """Return the actor of the worker and of the commands."""
        return SYSTEM

    def person(self, person_id: str) -> PersonDocument | None:
        """Return the fields of a person, with no role or team that a later change took away before a restore."""
        stored = self._store.get(person_id)
        if stored is None or stored.kind != "person":
            return None
        rights = self._revocations.rights(person_id)
        if rights is None or stored.position >= rights.position:
            return cast(PersonDocument, stored.fields)
        kept = {
            "roles": [role for role in stored.fields.get("roles", []) if role in rights.roles],
            "team_ids": [team for team in stored.fields.get("team_ids", []) if team in rights.teams],
        }
        return cast(PersonDocument, {**stored.fields, **kept})

    def person_with_login(self, login: str) -> str | None:
        """Return the one person with this login; logins are in lower case."""
        found = self._store.find("person", None, {"login": login}, None, False, 2, 0)
        return found[0].id if len(found) == 1 else None

    def device(self, device_id: str) -> Mapping[str, Any] | None:
        return self._fields(device_id, "device")

    def is_blocked(self, device_id: str) -> bool:
        """Return whether a phone is lost to us: what it still sends is held. One that is taken in may still send."""
        device = self.device(device_id)
        return device is None or device.get("state") == "blocked" or self._revocations.has_phone(device_id)

    def certificate(self, device_id: str) -> Certificate | None:
        """Return the keys and the person of a phone that was ever enrolled, revoked or not."""
        fields = self.device(device_id)
        if fields is None:
            return None
        return Certificate(
            phone=device_id,
            person=fields["person_id"],
            dev_public=base64.b64decode(fields["dev_public"]),
            sign_public=base64.b64decode(fields["sign_public"]),
            serial=int(fields["number"]),
            issued_on=str(fields.get("enrolled_at", ""))[:10],
            linked_by=people.linked_by(cast(Device, fields)),
        )

    def _fields(self, document_id: str, kind: str) -> Mapping[str, Any] | None:
        stored = self._store.get(document_id)
        return stored.fields if stored is not None and stored.kind == kind else None
