"""The lines of the log: what an entry's head is made over, and how content is kept so that it can be erased.

head = SHA-256(previous head || line). The line holds digests of what may have to be erased (the
envelope, the content with its salt), so erasing leaves the chain whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sync.merge import Effect
from sync.operation import Changes, Entry, as_utc_text, to_json
from sync.store.contract import LogRow


def line_of(row: LogRow, h: bytes) -> bytes:
    """Return the bytes that the head is made over; `h` is the digest of the envelope."""
    return to_json(
        [
            row.position,
            row.operation_id,
            row.kind,
            row.document,
            row.outcome,
            row.code,
            row.by,
            row.device,
            row.signed_in,
            row.base,
            row.made_at,
            row.received_ms,
            h.hex(),
            content_digest(row).hex(),
        ]
    ).encode()


def next_head(head: bytes, line: bytes) -> bytes:
    return sha256(head + line).digest()


def content_digest(row: LogRow) -> bytes:
    """Return the digest of the salted content, also after it was erased."""
    if row.content_digest is not None:
        return row.content_digest
    return sha256((row.salt or b"") + (row.content or "").encode()).digest()


def content_text(
    body: Mapping[str, Any] | None,
    changes: Changes | None,
    effects: Mapping[str, Effect],
    mono: float | None = None,
    decided: Mapping[str, Any] | None = None,
) -> str:
    """Write what an entry keeps of an operation; changes only where they differ from the body.

    `decided`: who tried it again or closed it, and why.
    """
    content: dict[str, Any] = {"body": body}
    if changes is not None and changes != body:
        content["changes"] = changes
    elif changes is None:
        content["changes"] = None
    if effects:
        content["effects"] = {name: [e.effect, *e.out] for name, e in effects.items()}
    if mono is not None:
        content["mono"] = mono
    if decided is not None:
        content["decided"] = decided
    return to_json(content)


def effects_of(content: Mapping[str, Any]) -> dict[str, Effect]:
    return {name: Effect(e[0], tuple(e[1:])) for name, e in content.get("effects", {}).items()}


def as_entry(row: LogRow) -> Entry:
    """Return a line of the log as the application sees it."""
    content = json.loads(row.content) if row.content is not None else {"body": None, "changes": None}
    body = content["body"]
    return Entry(
        position=row.position,
        head=row.head.hex(),
        operation_id=row.operation_id,
        kind=row.kind,
        document=row.document,
        outcome=row.outcome,
        code=row.code,
        changes=content.get("changes", body),
        by=row.by,
        device=row.device,
        stream=row.stream.hex(),
        n=row.n,
        base=row.base,
        made_at=row.made_at,
        received_at=as_utc_text(datetime.fromtimestamp(row.received_ms / 1000, UTC)),
        body=body,
        signed_in=row.signed_in,
        effects={name: {"effect": e.effect, "out": list(e.out)} for name, e in effects_of(content).items()},
        decided=content.get("decided"),
    )
