"""The logboek dataverwerkingen: one line for each processing of personal data, in a file of its own.

It is written from the access log and never mixed with the operations. Its lines name no person: they
point to the line of the access log that does. Form: Logius, Logboek dataverwerkingen.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from fieldapp.config import Config

# kind of line in the access log -> the activity in the municipality's register of processing
ACTIVITIES = {
    "sign_in": "toegang-verlenen",
    "sign_in_refused": "toegang-verlenen",
    "export": "gegevens-uitvoeren",
}
LONGEST_LINE = 16 * 1024
OTHER = "toezicht-en-handhaving"
WITH_PARTNER = "gegevens-delen-met-partner"


class AccessLines(Protocol):
    def list(self, *, limit: int) -> list[dict[str, Any]]:
        """The newest lines of the access log, newest first."""


class ProcessingLog:
    """An append-only file; where it stopped is read from its own last line, so it needs no cursor elsewhere."""

    def __init__(self, path: Path, config: Config) -> None:
        self.path = path
        self.config = config
        self._position: int | None = None

    def write_from(self, access: AccessLines) -> int:
        """Append what the access log has since our last line; return how many lines."""
        if self._position is None:
            self._position = self.last_position()
        lines = _since(access, self._position)
        if lines:
            self._append([self._line(one) for one in lines])
            self._position = int(lines[-1]["position"])
        return len(lines)

    def last_position(self) -> int:
        """Return the position in the access log of the last whole line; a line cut off by a power failure is dropped."""
        if not self.path.exists():
            return 0
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            file.seek(max(0, size - LONGEST_LINE))
            tail = file.read()
        whole = tail[: tail.rfind(b"\n") + 1]
        if len(whole) < len(tail):
            os.truncate(self.path, size - len(tail) + len(whole))
        lines = whole.splitlines()
        return int(json.loads(lines[-1])["attributes"]["fieldapp.access_position"]) if lines else 0

    def _append(self, lines: list[dict[str, Any]]) -> None:
        with self.path.open("ab") as file:
            for line in lines:
                file.write(json.dumps(line, separators=(",", ":")).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def _line(self, one: dict[str, Any]) -> dict[str, Any]:
        source = f"{one['position']}|{one['at']}|{one['kind']}".encode()
        at_ms = int(datetime.fromisoformat(one["at"]).timestamp() * 1000)
        activity = _activity(one)
        return {
            "trace_id": hashlib.sha256(b"trace" + source).hexdigest()[:32],
            "span_id": hashlib.sha256(b"span" + source).hexdigest()[:16],
            "status": "Error" if str(one["kind"]).endswith("refused") else "Ok",
            "name": one["kind"],
            "start_time": at_ms,
            "end_time": at_ms,
            "resource": {"name": "fieldapp", "municipality": self.config.municipality_code},
            "attributes": {
                "dpl.core.processing_activity_id": f"urn:gemeente:{self.config.municipality_code}:verwerking:{activity}",
                "fieldapp.access_position": one["position"],
            },
        }


def _activity(one: dict[str, Any]) -> str:
    """Return what a line is part of; of looks only those of a partner say how: the engine writes them."""
    if one["kind"] == "look" and "how" in one["detail"]:
        return WITH_PARTNER
    return ACTIVITIES.get(one["kind"], OTHER)


def _since(access: AccessLines, position: int) -> list[dict[str, Any]]:
    """Return the lines after a position, oldest first; asks for more until it has them all."""
    limit = 1
    while True:
        lines = access.list(limit=limit)
        if len(lines) < limit or lines[-1]["position"] <= position + 1:
            return sorted((one for one in lines if one["position"] > position), key=lambda one: int(one["position"]))
        limit *= 16
