"""The notices that wait, as the store keeps them: to be counted without what sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.values import Values

OWNER = "notice"


@dataclass(frozen=True)
class Waiting:
    """One notice for one browser."""

    name: str
    person: str
    endpoint: str
    link: str
    tries: int
    due_at: datetime


def waiting_in(values: Values) -> list[Waiting]:
    """Return the notices that wait."""
    return [_read(name, said) for name, said in values.all(OWNER).items()]


def move(values: Values, person: str, before: str, after: str, now: datetime) -> None:
    """Let what waits for one address of a person's browser go to another, now."""
    for name, said in values.all(OWNER).items():
        if said["person"] == person and said["endpoint"] == before:
            values.put(OWNER, name, {**said, "endpoint": after, "due_at": now.isoformat(), "tries": 0})


def _read(name: str, said: dict[str, Any]) -> Waiting:
    return Waiting(
        name, said["person"], said["endpoint"], said["link"], said["tries"], datetime.fromisoformat(said["due_at"])
    )
