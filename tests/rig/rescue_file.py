"""Writes a rescue file as a phone does, apart from the code that reads it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

Blob = tuple[str, list[bytes]]


def rescue_file(
    installation: str | None,
    work: dict[str, list[bytes]],
    blobs: dict[str, list[Blob]] | None = None,
    **header: Any,
) -> bytes:
    """`work`: envelopes by phone; `blobs`: (id, chunks) by phone; `header`: what else is said, or said differently."""
    blobs = blobs or {}
    phones = sorted({*work, *blobs})
    said = {
        "form": 1,
        "installation": installation,
        "build": "test",
        "made_at": "2026-11-22T20:00:00Z",
        "phones": phones,
        "envelopes": [[phones.index(phone), len(one)] for phone, all_ in work.items() for one in all_],
        "blobs": [[phones.index(p), b, [len(c) for c in chunks]] for p, all_ in blobs.items() for b, chunks in all_],
        **header,
    }
    raw = json.dumps(said).encode()
    start = b"FAR1" + len(raw).to_bytes(4, "big") + raw
    parts = [one for all_ in work.values() for one in all_]
    parts += [chunk for all_ in blobs.values() for _, chunks in all_ for chunk in chunks]
    return start + sha256(start).digest() + b"".join(parts)


def blob_of(*chunks: bytes) -> Blob:
    return sha256(b"".join(sha256(chunk).digest() for chunk in chunks)).hexdigest(), list(chunks)
