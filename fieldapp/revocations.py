"""What the register has taken away: phones and people that stay out, whatever a restored backup says."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sync.register import PERSON_REVOKED, PHONE_REVOKED, PHONE_TAKEN_IN, ROLE_TAKEN, Register


@dataclass(frozen=True)
class Rights:
    """What a person kept after the change at `position` of the log; older documents may not give more."""

    position: int
    roles: frozenset[str]
    teams: frozenset[str]


class Revocations:
    """Answers from memory; reads the register again when another process has added to it."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._lock = threading.Lock()
        self._seen = (-1, -1)
        self._phones: frozenset[str] = frozenset()
        self._people: frozenset[str] = frozenset()
        self._rights: dict[str, Rights] = {}

    def has_phone(self, phone: str) -> bool:
        self._refresh()
        return phone in self._phones

    def has_person(self, person: str) -> bool:
        self._refresh()
        return person in self._people

    def rights(self, person: str) -> Rights | None:
        """Return what the newest change of this person's roles and teams left, or None if there was none."""
        self._refresh()
        return self._rights.get(person)

    def phones(self) -> frozenset[str]:
        self._refresh()
        return self._phones

    def phones_taken_in(self) -> set[str]:
        return self.register.subjects(PHONE_TAKEN_IN)

    def people(self) -> frozenset[str]:
        self._refresh()
        return self._people

    def people_with_rights(self) -> list[str]:
        """Everybody whose roles or teams ever changed."""
        self._refresh()
        return sorted(self._rights)

    def phone(self, phone: str, at: datetime) -> None:
        """Take a phone's right to read away, flushed before this returns."""
        self.register.add(PHONE_REVOKED, phone, at)

    def taken_in(self, phone: str, at: datetime) -> None:
        """Note that a phone was taken in: it sends what it has and gets nothing any more."""
        self.register.add(PHONE_TAKEN_IN, phone, at)

    def person(self, person: str, at: datetime) -> None:
        """Take a person's access away, flushed before this returns."""
        self.register.add(PERSON_REVOKED, person, at)

    def changed_rights(
        self, person: str, position: int, roles: Iterable[str], teams: Iterable[str], at: datetime
    ) -> None:
        """Note what a change of roles or teams left, so that no restored document gives back what it took."""
        self.register.add(ROLE_TAKEN, person, at, position=position, roles=sorted(roles), teams=sorted(teams))

    def _refresh(self) -> None:
        path = self.register.path
        seen = (path.stat().st_size, path.stat().st_mtime_ns) if path.exists() else (0, 0)
        if seen == self._seen:
            return
        with self._lock:
            self._phones = frozenset(self.register.subjects(PHONE_REVOKED))
            self._people = frozenset(self.register.subjects(PERSON_REVOKED))
            self._rights = {
                record["subject"]: Rights(record["position"], frozenset(record["roles"]), frozenset(record["teams"]))
                for record in self.register.records(ROLE_TAKEN)
            }
            self._seen = seen
