"""What changed since a phone's cursor: pages, removals, outcomes; and the manifest, the one repair path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from sync.chain import as_entry
from sync.merge import Stored
from sync.operation import Actor, Entry, Version, parse_version, to_json
from sync.push import BadRequest
from sync.registry import Registry
from sync.shown import in_scope, shown
from sync.store.contract import Store

PAGE = 500
LARGEST_PAGE = 1000
MOST_STREAMS = 10_000
START = "0.00000000"


@dataclass(frozen=True)
class Reader:
    """One reading: whose, of which day, under which fingerprint."""

    store: Store
    registry: Registry
    actor: Actor
    today: date
    fingerprint: str
    now: str
    _known: dict[str, Stored | None] = field(default_factory=dict)

    def document(self, document_id: str) -> Stored | None:
        """A document as it stands in this reading, fetched once."""
        if document_id not in self._known:
            self._known[document_id] = self.store.get(document_id)
        return self._known[document_id]


def fingerprint_of(registry: Registry, actor: Actor, policy: Any) -> str:
    """Digest of all that decides what an actor sees: person, roles, scopes, unit, versions."""
    parts = [actor.person, sorted(actor.roles), sorted(actor.scopes), actor.unit, registry.version,
             str(getattr(policy, "version", ""))]  # fmt: skip
    return sha256(to_json(parts).encode()).hexdigest()[:16]


def page(reader: Reader, request: Mapping[str, Any]) -> dict[str, Any]:
    """One page of a pull, from one snapshot; the last brings removals, outcomes and the new cursor."""
    cursor, scope = _split_cursor(request.get("cursor"))
    with reader.store.reading():
        reset = _reset(reader, cursor, scope, request)
        if reset:
            return {"reset": reset, "server_time": reader.now}
        since = cursor[0] if cursor else 0
        after = max(since, _number(request.get("after"), 0))
        limit = min(max(_number(request.get("limit"), PAGE), 1), LARGEST_PAGE)
        rows = reader.store.changed_since(reader.actor.scopes, after, limit)
        found = {
            "documents": _documents(reader, (document for _, document, _ in rows)),
            "more": len(rows) == limit,
            "after": rows[-1][0] if rows else after,
            "head": _version_now(reader.store),
            "scope": reader.fingerprint,
            "server_time": reader.now,
        }
        return found if found["more"] else found | _ending(reader, since, request)


def manifest(reader: Reader, request: Mapping[str, Any]) -> dict[str, Any]:
    """All ids with versions in scope, all outcomes of the streams, a cursor; of one snapshot."""
    with reader.store.reading():
        rows = reader.store.changed_since(reader.actor.scopes, 0, None)
        return {
            "ids": [[document, version] for _, document, version in rows],
            "outcomes": _outcomes(reader, 0, request),
            "cursor": _cursor(reader),
            "server_time": reader.now,
        }


def fetch(reader: Reader, ids: Any, cursor: Any = None) -> dict[str, Any]:
    """Documents by id; `missing` are those that are not there or not in scope, without difference.

    With the `cursor` of the manifest that named them: a reset when the server was restored, or the
    scopes changed, in between.
    """
    if not isinstance(ids, list) or len(ids) > PAGE or not all(isinstance(i, str) for i in ids):
        raise BadRequest("ids")
    with reader.store.reading():
        version, scope = _split_cursor(cursor)
        reset = _reset(reader, version, scope, {"cursor": cursor})
        if reset:
            return {"reset": reset, "server_time": reader.now}
        documents = _documents(reader, ids)
    there = {document["id"] for document in documents}
    return {"documents": documents, "missing": [i for i in ids if i not in there], "server_time": reader.now}


def _reset(reader: Reader, cursor: Version | None, scope: str | None, request: Mapping[str, Any]) -> str | None:
    seen = request.get("seen")
    unknown = [v for v in (cursor, parse_version(seen)) if v and not _is_known(reader.store, v)]
    if unknown or (request.get("cursor") is not None and cursor is None) or (seen and not parse_version(seen)):
        return "history"
    told = {scope, request.get("scope")} - {None}
    return "scope" if told - {reader.fingerprint} else None


def _is_known(store: Store, version: Version) -> bool:
    if version[0] == 0:
        return True
    head = store.head_at(version[0])
    return head is not None and head.hex()[:8] == version[1]


def _ending(reader: Reader, since: int, request: Mapping[str, Any]) -> dict[str, Any]:
    is_first = since == 0 and not request.get("after")  # nothing was taken before: nothing can have left
    gone = [] if is_first else reader.store.left_since(reader.actor.scopes, since)
    return {"gone": gone, "outcomes": _outcomes(reader, since, request), "cursor": _cursor(reader)}


def _outcomes(reader: Reader, since: int, request: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _streams(request):
        stream = reader.store.stream(name)
        if stream is None or stream.phone != reader.actor.device:
            continue
        for row in map(as_entry, reader.store.outcomes_since(stream, since)):
            found[row.operation_id] = _outcome(row)
    return found


def _outcome(row: Entry) -> dict[str, Any]:
    """What became of an operation; `decided` says who closed it or took it in, and why."""
    said: dict[str, Any] = {
        "outcome": row.outcome, "code": row.code, "position": row.position, "conflicts": list(row.conflicts)
    }  # fmt: skip
    return said if row.decided is None else said | {"decided": row.decided}


def _streams(request: Mapping[str, Any]) -> list[bytes]:
    streams = request.get("streams") or []
    try:
        if not isinstance(streams, list) or len(streams) > MOST_STREAMS:
            raise BadRequest("streams")
        return [bytes.fromhex(stream) for stream in streams]
    except (TypeError, ValueError):
        raise BadRequest("streams") from None


def _documents(reader: Reader, ids: Iterable[str]) -> list[dict[str, Any]]:
    found = []
    for document_id in ids:
        document = reader.store.get(document_id)
        if document is not None and in_scope(document, reader.actor.scopes):
            on = reader.registry.documents[document.kind]
            found.append(shown(on, document, reader.actor, reader.today, reader.store.entry_at))
    return found


def _version_now(store: Store) -> str:
    position, head = store.log_end()
    return f"{position}.{head.hex()[:8]}"


def _cursor(reader: Reader) -> str:
    return f"{_version_now(reader.store)}.{reader.fingerprint}"


def _split_cursor(cursor: Any) -> tuple[Version | None, str | None]:
    if not isinstance(cursor, str):
        return None, None
    version, _, scope = cursor.rpartition(".")
    if version == START:
        return (0, "00000000"), scope
    return parse_version(version), scope


def _number(value: Any, default: int) -> int:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 2**53:
        raise BadRequest("a number was expected")
    return value
