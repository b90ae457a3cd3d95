"""Where operations and documents are kept: the contract of every store.

Words: a *kept row* is the bytes of one envelope as it came; *pending* rows are kept and not yet
judged; `number` is (stream, n). Times are milliseconds since 1970, UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from sync.merge import Stored


class StoreUnavailable(Exception):
    """The store could not do it now (full, read-only, locked); nothing of the transaction remains.

    `is_full`: there is no room left on the disk.
    """

    def __init__(self, message: str, is_full: bool = False) -> None:
        super().__init__(message)
        self.is_full = is_full


@dataclass(slots=True)
class Stream:
    """One stream: `have` is the last number kept without a gap, `judged` the highest judged.

    Changed in place by whoever applies or keeps, then written with `update_stream`.
    `last` is the position of its newest outcome. `phone` is "" for streams of the server;
    `proved` once a signature of that phone was valid. `follows` is None until known.
    """

    sid: int
    stream: bytes
    phone: str
    have: int = 0
    judged: int = 0
    last: int = 0
    proved: bool = False
    follows: tuple[bytes, int] | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept row. `envelope` is None once erased, then `h` remains."""

    seq: int
    sid: int
    stream: bytes
    n: int
    phone: str
    envelope: bytes | None
    h: bytes
    received_ms: int
    attempts: int = 0


@dataclass(slots=True)
class LogRow:
    """One line of the log as stored; position and head are given when it is appended. `content` is JSON text, None when erased; then `content_digest` remains."""

    position: int
    head: bytes
    seq: int
    operation_id: str
    stream: bytes
    n: int
    kind: str
    document: str
    outcome: str
    code: str | None
    by: str
    device: str | None
    signed_in: str
    base: str | None
    made_at: str
    received_ms: int
    salt: bytes | None
    content: str | None
    content_digest: bytes | None = None


class Store(Protocol):
    """What every store promises. Writes happen inside `transaction()` only."""

    failures: tuple[type[Exception], ...]
    """Errors of the store itself: they end the transaction, whatever was being judged."""

    def transaction(self, durable: bool = True) -> AbstractContextManager[None]:
        """All or nothing; one writer at a time over all processes; durable when it returns.

        Not `durable`: consistent, and durable with the next one. Inside another: joins it.
        Raises StoreUnavailable.
        """

    def close(self) -> None:
        """Close what this thread has open; the next use opens it again."""

    def turn(self) -> AbstractContextManager[None]:
        """No other writer has its transaction between those of one turn."""

    def reading(self) -> AbstractContextManager[None]:
        """One snapshot for everything read inside."""

    # -- kept bytes
    def keep(self, sid: int, n: int, phone: str, envelope: bytes | None, h: bytes, at_ms: int) -> int:
        """Keep bytes as they came; return their seq. Never looks inside. None: only that they came, not what they are."""

    def make_pending(self, seqs: Iterable[int]) -> None:
        """These wait to be judged."""

    def stream(self, stream: bytes) -> Stream | None: ...

    def open_stream(self, stream: bytes, phone: str, label: str) -> Stream:
        """The stream, made known with `have` 0 if it was not."""

    def update_stream(self, stream: Stream) -> None: ...

    def is_followed(self, stream: bytes) -> bool:
        """Whether another stream names this one as the one before it."""

    def kept_under(self, sid: int, n: int) -> list[Kept]:
        """All bytes kept under a number, first come first."""

    def last_from(self, sid: int, phone: str) -> int:
        """The highest number that this phone sent in a stream, its own or another's; 0 if none."""

    def have(self, stream: bytes) -> tuple[int, list[bytes]]:
        """The last number kept without a gap, and the digests of all bytes under it."""

    def add_hole(self, sid: int, first: int, last: int) -> None: ...

    def fill_hole(self, sid: int, n: int) -> bool:
        """Take one number out of the holes; False if it was none."""

    def holes(self) -> list[tuple[bytes, int, int]]: ...

    def pending(self, limit: int) -> list[Kept]:
        """What is kept and not judged, in order of arrival."""

    def pending_row(self, seq: int) -> Kept | None:
        """This row if it still waits to be judged."""

    def settle(self, seqs: Iterable[int]) -> None:
        """These are judged."""

    def raise_attempts(self, seq: int) -> None: ...

    def kept(self, seq: int) -> Kept | None: ...

    def last_kept(self) -> int:
        """The highest seq, 0 if nothing was kept."""

    def kept_since(self, seq: int, limit: int) -> list[Kept]: ...

    # -- the log
    def log_end(self) -> tuple[int, bytes]:
        """Position and head of the last entry, from the counter row."""

    def append(self, rows: Sequence[LogRow]) -> None:
        """Add entries at the next positions and move the counter row."""

    def head_at(self, position: int) -> bytes | None: ...

    def entry(self, operation_id: str) -> LogRow | None:
        """The latest entry of an operation: this makes a repetition harmless."""

    def entry_at(self, position: int) -> LogRow | None: ...

    def entries_since(self, position: int, limit: int) -> list[LogRow]: ...

    def history(self, document: str) -> list[LogRow]: ...

    def outcomes_since(self, stream: Stream, position: int) -> list[LogRow]:
        """The latest entry of each operation of the stream, if newer than the position."""

    def latest_held(self, limit: int) -> list[LogRow]:
        """Operations whose latest outcome is held, oldest first."""

    def wait(self, document: str, seq: int) -> None:
        """Note that a kept row waits for a document to be made."""

    def waiting(self, document: str) -> list[int]: ...

    def stop_waiting(self, seq: int) -> None: ...

    # -- documents
    def get(self, document: str) -> Stored | None: ...

    def put(self, document: Stored) -> None:
        """Replace it; scopes it has left are remembered as left at its position."""

    def all_documents(self) -> Iterable[Stored]: ...

    def drop_document(self, document: str, position: int) -> None:
        """Remove it from every scope at this position."""

    def forget_documents(self) -> None:
        """Remove all documents, to be put anew from the log. Nothing counts as left."""

    def find(
        self,
        kind: str,
        scopes: Iterable[str] | None,
        where: Mapping[str, Any],
        order: str | None,
        descending: bool,
        limit: int,
        offset: int,
    ) -> list[Stored]:
        """Documents by index values, within scopes (None: all)."""

    def disputed(self, scopes: Iterable[str], limit: int) -> list[Stored]:
        """Documents in these scopes that have rivals, the newest change first."""

    def count(self, kind: str, scopes: Iterable[str] | None, where: Mapping[str, Any]) -> int: ...

    def listed(self, kind: str, scopes: Iterable[str] | None, name: str) -> list[tuple[str, str]]:
        """Return (document, value) for every document that has a value that is not empty under this index name."""
        ...

    def changed_since(self, scopes: Iterable[str], position: int, limit: int | None) -> list[tuple[int, str, str]]:
        """(position, id, version) of documents in these scopes that changed after the position, by position."""

    def left_since(self, scopes: Iterable[str], position: int) -> list[str]:
        """Documents that left one of these scopes after the position and are in none of them now."""

    def search(self, text: str, kinds: Iterable[str], scopes: Iterable[str], limit: int) -> list[Stored]: ...

    # -- erasing
    def erase_entries(self, rows: Iterable[LogRow], digest_of: Callable[[LogRow], bytes]) -> None:
        """Remove content and salt of entries and the bytes kept for them; digests stay."""

    def scrub(self) -> bool:
        """Make sure that what was erased is not in files any more either. Outside a transaction.

        False when somebody still reads what was: it is to be called again.
        """

    def mark_erased(self, document: str) -> None:
        """What arrives under this name, of a document or of bytes, is not taken in any more."""

    def is_erased(self, document: str) -> bool: ...

    def erased_among(self, names: Collection[str]) -> list[str]:
        """Which of these names, at most some hundreds, are marked as erased."""

    # -- marks of backups
    def marks(self) -> Iterable[tuple[bytes, int, list[bytes]]]:
        """For each stream: have, and the digests under it."""

    def publish_marks(self, marks: Iterable[tuple[bytes, int, list[str]]]) -> None:
        """These become the newest; what was the newest becomes the older, which is `safe`."""

    def safe(self, stream: bytes) -> tuple[int, list[str]]: ...

    # -- what may not be in the log
    def get_value(self, owner: str, name: str) -> Any: ...

    def set_value(self, owner: str, name: str, value: Any) -> None:
        """None removes it."""

    def values(self, owner: str) -> dict[str, Any]: ...

    # -- the second log
    def append_access(self, kind: str, by: str, document: str | None, detail: str, at: str) -> int: ...

    def access(self, document: str | None, by: str | None, limit: int) -> list[dict[str, Any]]: ...

    def check_access(self) -> list[str]: ...
