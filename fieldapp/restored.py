"""What an installation remembers of being put back from a backup, and that its notices wait until somebody says go."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from fieldapp.values import Values

PLACE = ("installation", "restored")


@dataclass(frozen=True)
class Restored:
    """One restore. What was done at a desk between `made_at` and `at` came back only `has_log_copy`.

    Who was taken off since the backup stays off only `has_register`: one that knows this backup lay at its place.
    """

    at: str
    backup: str
    made_at: str
    has_log_copy: bool
    released_at: str | None = None
    has_register: bool = True

    @property
    def holds_notices(self) -> bool:
        return self.released_at is None


def note_restored(values: Values, restored: Restored) -> None:
    """Remember it in the store that was put back, before the server answers anyone."""
    values.put(*PLACE, asdict(restored))


def last_restored(values: Values) -> Restored | None:
    said = values.get(*PLACE)
    return Restored(**said) if said else None


def release_notices(values: Values, now: datetime) -> bool:
    """Let the worker send again; return whether it was holding back."""
    restored = last_restored(values)
    if restored is None or not restored.holds_notices:
        return False
    note_restored(values, replace(restored, released_at=now.isoformat()))
    return True
