"""The queries of the SQLite store, and how its rows become the words of the contract."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sync.merge import FieldState, Stored
from sync.operation import to_json
from sync.store.contract import Kept, LogRow, StoreUnavailable, Stream

OUTCOMES = ("applied", "conflict", "held", "closed")
CODE_OF = {name: number for number, name in enumerate(OUTCOMES)}
STREAM = "SELECT sid, stream, phone, have, judged, last, proved, follows, follows_n FROM streams"
KEPT = """SELECT k.seq, k.sid, s.stream, k.n, p.name, k.envelope, k.h, k.received_ms, coalesce(w.attempts, 0)
  FROM kept k JOIN streams s ON s.sid = k.sid JOIN names p ON p.num = k.phone LEFT JOIN pending w ON w.seq = k.seq"""
ENTRY = """SELECT e.position, e.head, e.seq, e.alias, s.stream, e.n, k.name, d.name, e.outcome, e.code, m.name, e.base,
  e.made_at, e.received_ms, e.salt, e.content, e.content_digest
  FROM entries e JOIN streams s ON s.sid = e.sid JOIN names k ON k.num = e.kind JOIN names d ON d.num = e.document
  JOIN names m ON m.num = e.maker"""
NEWEST = f"""{ENTRY} WHERE e.sid = ? AND e.alias IS NULL AND e.position > ? AND e.position =
  (SELECT max(f.position) FROM entries f WHERE f.sid = e.sid AND f.n = e.n AND f.alias IS NULL) ORDER BY e.n"""  # noqa: S608
CHANGED = """SELECT s.position, n.name, d.version FROM document_scopes s JOIN names n ON n.num = s.document
  JOIN documents d ON d.num = s.document WHERE s.scope = ? AND s.position > ? ORDER BY s.position LIMIT ?"""
DOCUMENT = """SELECT n.name, k.name, d.fields, d.states, d.position, d.version, d.scopes, d.idx, d.num
  FROM documents d JOIN names n ON n.num = d.num JOIN names k ON k.num = d.kind"""
IN_SCOPE = """EXISTS (SELECT 1 FROM document_scopes s WHERE s.scope IN ({}) AND s.position = d.position
  AND s.document = d.num)"""


def access_line(position: int, kind: str, by: str, document: str | None, detail: str, at: str) -> bytes:
    return to_json([position, kind, by, document, detail, at]).encode()


def unavailable(error: sqlite3.Error) -> StoreUnavailable:
    return StoreUnavailable(str(error), "full" in str(error))


def question_marks(values: Sequence[Any]) -> str:
    return ",".join("?" * len(values))


def test_of(wanted: Any) -> tuple[str, list[Any]]:
    """A value, any of several (list, tuple, set), or a range (`{"from": ..., "until": ...}`, both inclusive)."""
    if isinstance(wanted, Mapping):
        bounds = [
            (f"v.value {sign} ?", wanted[key]) for key, sign in (("from", ">="), ("until", "<=")) if key in wanted
        ]
        return " AND ".join(test for test, _ in bounds) or "1", [value for _, value in bounds]
    if isinstance(wanted, str):
        return "v.value = ?", [wanted]
    several = sorted(wanted)
    return f"v.value IN ({question_marks(several)})", several


def stream_of(row: tuple[Any, ...]) -> Stream:
    sid, stream, phone, have, judged, last, proved, follows, follows_n = row
    return Stream(sid, stream, phone, have, judged, last, bool(proved), (follows, follows_n) if follows else None)


def kept_of(row: tuple[Any, ...]) -> Kept:
    seq, sid, stream, n, phone, envelope, h, received_ms, attempts = row
    return Kept(seq, sid, stream, n, phone, envelope, h or sha256(envelope).digest(), received_ms, attempts)


@lru_cache(maxsize=4096)
def maker_text(by: str, device: str | None, signed_in: str) -> str:
    """Who, with what, signed in how: a few hundred different ones, kept as names."""
    return to_json([by, device, signed_in])


def log_row_of(row: tuple[Any, ...]) -> LogRow:
    position, head, seq, alias, stream, n, kind, document, outcome, code, maker, *rest = row
    by, device, signed_in = json.loads(maker)
    base, made_at, received_ms, salt, content, content_digest = rest
    return LogRow(
        position, head, seq, alias or f"{stream.hex()}:{n}", stream, n, kind, document, OUTCOMES[outcome], code,
        by, device, signed_in, base, made_at, received_ms, salt, content, content_digest,
    )  # fmt: skip


def document_of(row: tuple[Any, ...]) -> Stored:
    name, kind, fields, states, position, version, scopes, index, _ = row
    return Stored(
        name, kind, json.loads(fields), states_from_json(states), position, version,
        frozenset(json.loads(scopes)), json.loads(index),
    )  # fmt: skip


def states_as_json(states: Mapping[str, FieldState]) -> str:
    return to_json({name: [s.writers, s.rivals] if s.rivals else [s.writers] for name, s in states.items()})


def states_from_json(text: str) -> dict[str, FieldState]:
    return {
        name: FieldState(
            tuple((w[0], w[1]) for w in parts[0]), tuple((r[0], r[1], r[2]) for r in parts[1]) if len(parts) > 1 else ()
        )
        for name, parts in json.loads(text).items()
    }
