"""What the worker could not do: set aside so that the rest goes on, tried again later and later, never given up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from fieldapp.values import Values

OWNER = "worker_fault"
WAITS = (5, 30, 120, 600, 3600, 24 * 3600)
"""Seconds until the next try; the last again and again."""
SHOWN_TRIES = 3
"""Tries after which people are told: what is mended by trying again is no news."""


@dataclass(frozen=True)
class Fault:
    """One thing that failed. `name`: `entry:<position>`, `day:<document>` or `part:<name>`; `error`: its type only."""

    name: str
    kind: str
    document: str
    error: str
    tries: int
    since: str
    due_at: str

    def words(self) -> str:
        """Say it for an operator; no value that anybody recorded is in it."""
        return f"worker: {self.kind} of {self.document or self.name} failed {self.tries} times since {self.since}: {self.error}"


class Faults:
    """Kept in the store, so that a start of the worker forgets none."""

    def __init__(self, values: Values, now: Callable[[], datetime]) -> None:
        self._values = values
        self._now = now

    def note(self, name: str, kind: str, document: str, error: BaseException) -> None:
        """Count one try in vain, and say when the next one is."""
        before = self._values.get(OWNER, name) or {}
        tries, now = int(before.get("tries", 0)) + 1, self._now()
        due_at = now + timedelta(seconds=WAITS[min(tries, len(WAITS)) - 1])
        since = str(before.get("since", now.isoformat()))
        fault = Fault(name, kind, document, type(error).__name__, tries, since, due_at.isoformat())
        self._values.put(OWNER, name, asdict(fault))

    def clear(self, name: str) -> None:
        """Forget it: it succeeded."""
        if self._values.get(OWNER, name) is not None:
            self._values.put(OWNER, name, None)

    def all(self, prefix: str = "") -> list[Fault]:
        found = [Fault(**said) for said in self._values.all(OWNER).values()]
        return sorted((one for one in found if one.name.startswith(prefix)), key=lambda one: one.since)

    def due(self, prefix: str) -> list[Fault]:
        now = self._now()
        longest = now + timedelta(seconds=WAITS[-1])  # later still: it was noted while the clock was ahead
        return [one for one in self.all(prefix) if not now < datetime.fromisoformat(one.due_at) <= longest]

    def shown(self) -> list[Fault]:
        """Return those that people should know of."""
        return [one for one in self.all() if one.tries >= SHOWN_TRIES or one.name.startswith("day:")]
