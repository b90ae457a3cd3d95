"""What is known to exist of somebody's work and is not here: numbers that never came, and what a phone still holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sync.operation import as_utc_text
from sync.store.contract import Store


def missing_of(store: Store, phone: str, reported: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return {"stream", "from", "until", "since", "is_there"} for each gap in the work of a phone.

    `reported`: the last number that the phone said to hold, per stream. `since`: when the first of the stream came
    (ISO), or None. `is_there`: the phone said to have it; otherwise it never came and the phone has it no more.
    """
    gaps = [(name, first, last, False) for name, first, last in store.holes() if _is_of(store, name, phone)]
    for stream, last in reported.items():
        name = bytes.fromhex(stream)
        have = store.have(name)[0]
        if last > have:
            gaps.append((name, have + 1, last, True))
    return [
        {"stream": name.hex(), "from": first, "until": last, "since": _since(store, name), "is_there": is_there}
        for name, first, last, is_there in gaps
    ]


def _is_of(store: Store, name: bytes, phone: str) -> bool:
    stream = store.stream(name)
    return stream is not None and stream.phone == phone


def _since(store: Store, name: bytes) -> str | None:
    stream = store.stream(name)
    first = store.kept_under(stream.sid, 1) if stream else []
    return as_utc_text(datetime.fromtimestamp(first[0].received_ms / 1000, UTC)) if first else None
