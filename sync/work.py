"""One transaction's work: what was read, what will be written, and who acts; written at the end.

A visit of forty answers in one batch is read once and written once. Judging writes nothing, so a
refused operation has nothing to undo.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric import ec

from sync.chain import line_of, next_head
from sync.envelope import Opener, public_point
from sync.merge import Stored
from sync.operation import Actor, Certificate, parse_version
from sync.registry import BY_ID, Registry
from sync.store.contract import Kept, LogRow, Store, Stream

MOST = 10_000
"""More documents than one premises or visit ever has."""


class Directory(Protocol):
    """Whom the application knows. Asked inside transactions, so it answers from the store or from memory."""

    def actor(self, person_id: str, device_id: str | None) -> Actor | None:
        """The person with the roles and scopes of now; None when the person, or the device, may no longer act."""

    def certificate(self, device_id: str) -> Certificate | None:
        """The certificate of an enrolled phone, revoked or not."""


@dataclass(frozen=True)
class Means:
    """What judging needs besides the store: how to open, who acts, what may be done."""

    registry: Registry
    directory: Directory
    opener: Opener
    server_public: tuple[ec.EllipticCurvePublicKey, ...]
    """The server's own: the present key first, then those of before, for what they signed."""
    wrap_key: bytes | None
    coming: dict[str, str] = field(default_factory=dict)
    """Digests, hex, of bytes about which a decision is kept and not judged yet: after a restore, from the copy."""


class Work:
    """Reads through, writes back at `flush`. Lives inside one transaction."""

    def __init__(self, store: Store, means: Means, at: datetime, policy: Any) -> None:
        self.store = store
        self.means = means
        self.at = at
        self.policy = policy
        self._position, self._head = store.log_end()
        self._documents: dict[str, Stored | None] = {}
        self._changed: dict[str, Stored] = {}
        self._rows: list[LogRow] = []
        self._heads: dict[int, str] = {}
        self._known: dict[str, int | None] = {}
        self._actors: dict[tuple[str, str | None], Actor | None] = {}
        self._certificates: dict[str, Certificate | None] = {}
        self._keys: dict[str, tuple[ec.EllipticCurvePublicKey, ...]] = {}
        self._streams: dict[bytes, Stream] = {}
        self._changed_streams: dict[bytes, Stream] = {}
        self._followed: dict[bytes, bool] = {}
        self.settled: list[int] = []

    # -- reading

    def document(self, document_id: str) -> Stored | None:
        if document_id not in self._documents:
            self._documents[document_id] = self.store.get(document_id)
        return self._documents[document_id]

    def find(self, kind: str, by: str, values: Iterable[str]) -> dict[str, Stored]:
        """Return the documents of a kind with one of these values under an index name (or ids), as they are by now."""
        if by == BY_ID:
            named = {one: self.document(one) for one in set(values)}
            return {one: found for one, found in named.items() if found is not None and found.kind == kind}
        wanted = set(values)
        stored = [
            one.id for value in sorted(wanted) for one in self.store.find(kind, None, {by: value}, None, False, MOST, 0)
        ]
        here = {one: self.document(one) for one in dict.fromkeys([*stored, *self._changed])}
        return {
            one: found
            for one, found in here.items()
            if found is not None and found.kind == kind and found.index.get(by) in wanted
        }

    def known_position(self, base: str | None) -> int | None:
        """Return the position of a version if this log has that head there, else None."""
        if base is None:
            return None
        if base not in self._known:
            version = parse_version(base)
            known = version is not None and self._head8(version[0]) == version[1]
            self._known[base] = version[0] if version and known else None
        return self._known[base]

    def _head8(self, position: int) -> str | None:
        if position in self._heads:
            return self._heads[position]
        head = self.store.head_at(position)
        return head.hex()[:8] if head else None

    def actor(self, person: str, device: str | None) -> Actor | None:
        key = (person, device)
        if key not in self._actors:
            self._actors[key] = self.means.directory.actor(person, device)
        return self._actors[key]

    def certificate(self, phone: str) -> Certificate | None:
        if phone not in self._certificates:
            self._certificates[phone] = self.means.directory.certificate(phone)
        return self._certificates[phone]

    def sign_keys(self, phone: str) -> tuple[ec.EllipticCurvePublicKey, ...]:
        """Return the keys that may vouch for a phone's operations; those of the server for its own streams."""
        if phone == "":
            return self.means.server_public
        if phone not in self._keys:
            certificate = self.certificate(phone)
            self._keys[phone] = (public_point(certificate.sign_public),) if certificate else ()
        return self._keys[phone]

    def stream(self, stream: bytes) -> Stream | None:
        if stream not in self._streams:
            found = self.store.stream(stream)
            if found is None:
                return None
            self._streams[stream] = found
        return self._streams[stream]

    def is_followed(self, stream: bytes) -> bool:
        here = any(s.follows is not None and s.follows[0] == stream for s in self._changed_streams.values())
        if stream not in self._followed:
            self._followed[stream] = self.store.is_followed(stream)
        return here or self._followed[stream]

    def history(self, document_id: str) -> list[LogRow]:
        return self.store.history(document_id) + [row for row in self._rows if row.document == document_id]

    def is_ancestor(self, operation_id: str, stream: bytes, n: int) -> bool:
        """Say whether an operation is an earlier one of the same phone as (stream, n).

        Streams of the server are many people's and have no lineage.
        """
        wanted, wanted_n = _split(operation_id)
        here, first = self.stream(stream), True
        if here is None or here.phone == "":
            return False
        phone, there = here.phone, self.stream(wanted)
        if there is None or there.phone != phone:
            return False
        for _ in range(10_000):
            if here.stream == wanted:
                return wanted_n < n if first else wanted_n <= n
            if here.follows is None:
                return False
            before, n = here.follows
            found = self.stream(before)
            if found is None or found.phone != phone:
                return False
            here, first = found, False
        return False

    def entry(self, operation_id: str) -> LogRow | None:
        for row in reversed(self._rows):
            if row.operation_id == operation_id:
                return row
        return self.store.entry(operation_id)

    # -- writing

    @property
    def position(self) -> int:
        """The position that the next entry gets."""
        return self._position + 1

    def append(self, row: LogRow, kept: Kept) -> LogRow:
        """Give the row the next position and its head; return it."""
        row.position = self._position + 1
        row.head = next_head(self._head, line_of(row, kept.h))
        self._rows.append(row)
        self._position, self._head = row.position, row.head
        self._heads[row.position] = row.head.hex()[:8]
        return row

    def put(self, document: Stored) -> None:
        self._documents[document.id] = document
        self._changed[document.id] = document

    def forget(self, document_id: str) -> None:
        self._documents[document_id] = None
        self._changed.pop(document_id, None)

    def update(self, stream: Stream) -> None:
        self._streams[stream.stream] = stream
        self._changed_streams[stream.stream] = stream

    def flush(self) -> None:
        """Write everything; reading through the store sees it from then on."""
        self.store.append(self._rows)
        self._rows = []
        for stream in self._changed_streams.values():
            self.store.update_stream(stream)
        self._changed_streams = {}
        for document in self._changed.values():
            self.store.put(document)
        self._changed = {}
        self.store.settle(self.settled)
        self.settled = []

    def versioned(self, document: Stored, position: int) -> Stored:
        document.position, document.version = position, f"{position}.{self._heads[position]}"
        return document


@lru_cache(maxsize=65_536)
def _split(operation_id: str) -> tuple[bytes, int]:
    """Return stream and number of an operation id; a derived id is of no stream."""
    stream, colon, n = operation_id.partition(":")
    if not colon or not n.isdecimal():
        return b"", 0
    return bytes.fromhex(stream), int(n)
