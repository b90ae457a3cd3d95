"""The address of a person's calendar feed: random, revocable, and kept as a digest only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from fieldapp.restored import last_restored
from fieldapp.values import Values

OWNER, NAME = "calendar", "calendar"
BYTES = 32


def make(values: Values, person_id: str, now: datetime) -> str:
    """Return a new token for this person's feed; an earlier one ends, also one that is made at this moment."""
    token = secrets.token_urlsafe(BYTES)

    def step(before: dict[str, Any] | None) -> dict[str, Any]:
        if before:
            values.put(OWNER, before["digest"], None)
        values.put(OWNER, _digest(token), person_id)
        return {"digest": _digest(token), "made_at": now.isoformat(timespec="seconds")}

    values.change(person_id, NAME, step)
    return token


def revoke(values: Values, person_id: str) -> bool:
    """End the feed of this person; say whether there was one."""
    ended = []

    def step(known: dict[str, Any] | None) -> None:
        if known:
            values.put(OWNER, known["digest"], None)
            ended.append(known)

    values.change(person_id, NAME, step)
    return bool(ended)


def made_at(values: Values, person_id: str) -> str | None:
    """Return since when this person has a feed that works, None when there is none."""
    known: dict[str, Any] | None = values.get(person_id, NAME)
    return str(known["made_at"]) if known and not _is_older_than_a_restore(values, known) else None


def person_of(values: Values, token: str) -> str | None:
    """Return whose feed this is, None for an address that was never given, was revoked, or came out of a backup.

    A backup may hold an address that was revoked since: after a restore every address is made anew.
    """
    found = values.get(OWNER, _digest(token))
    known = values.get(str(found), NAME) if found else None
    if not known or known["digest"] != _digest(token):  # an address that lost its race against a later one
        return None
    return None if _is_older_than_a_restore(values, known) else str(found)


def _is_older_than_a_restore(values: Values, known: dict[str, Any]) -> bool:
    restored = last_restored(values)
    return restored is not None and datetime.fromisoformat(known["made_at"]) < datetime.fromisoformat(restored.at)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
