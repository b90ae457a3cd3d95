"""A copy of every kept envelope on another disk: append-only, chained, flushed before the answer.

What is made at a desk has no outbox; `restore` is a backup plus this file. A record is
u32 length, JSON line {"phone", "at_ms"}, newline, envelope, then 32 bytes chain digest. In the place of
an envelope that was destroyed stands what it was: `FAED`, stream, n (u64), digest, and where a signature had proved
whose its stream is, what that stream follows (stream, n).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from sync.operation import to_json

DIGEST = 32
DESTROYED = b"FAED"


class BrokenCopy(ValueError):
    """A record in the middle of the copy does not follow from the one before."""


class Trace(NamedTuple):
    """What is left of an envelope that was destroyed.

    `follows`: what its stream follows, once a signature proved that the stream is of the phone that sent this; else None.
    Without it anybody could claim the stream of somebody whose first operation was wiped, in a store made anew.
    """

    stream: bytes
    n: int
    h: bytes
    follows: tuple[bytes, int] | None = None

    def as_bytes(self) -> bytes:
        tail = self.follows[0] + self.follows[1].to_bytes(8, "big") if self.follows else b""
        return DESTROYED + self.stream + self.n.to_bytes(8, "big") + self.h + tail


def read_trace(data: bytes) -> Trace | None:
    """Return what was destroyed; None for an envelope."""
    if not data.startswith(DESTROYED):
        return None
    stream, n, h, tail = data[4:20], int.from_bytes(data[20:28], "big"), data[28:60], data[60:]
    return Trace(stream, n, h, (tail[:16], int.from_bytes(tail[16:], "big")) if tail else None)


class LogCopy:
    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def append(self, envelopes: Iterable[tuple[str, bytes]], at_ms: int) -> None:
        """Add (phone, envelope) records that came at one time."""
        if records := [(phone, envelope, at_ms) for phone, envelope in envelopes]:
            self.add(records)

    def add(self, records: Iterable[tuple[str, bytes, int]]) -> tuple[int, str]:
        """Add (phone, envelope, at_ms) records and flush once; return the size and the last head, hex.

        A torn end from a crash is cut off first, and so is what a failed write left. Raises OSError.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            head = self._last_head(file.fileno())
            size = os.fstat(file.fileno()).st_size
            try:
                for phone, envelope, at_ms in records:
                    record = to_json({"phone": phone, "at_ms": at_ms}).encode() + b"\n" + envelope
                    head = sha256(head + record).digest()
                    _write(file.fileno(), len(record).to_bytes(4, "big") + record + head)
                os.fdatasync(file.fileno())
            except BaseException:
                self.cut(size)
                raise
            return os.fstat(file.fileno()).st_size, head.hex() if head != bytes(DIGEST) else ""

    def replace(self, records: Iterable[tuple[str, bytes, int]]) -> tuple[int, str]:
        """Put a file with these records in the place of this one, at once; return its size and last head. Raises OSError."""
        draft = LogCopy(self.path.with_name(f"{self.path.name}.new"))
        draft.path.unlink(missing_ok=True)
        end, head = draft.add(records)
        draft.path.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return end, head

    def size(self) -> int:
        """Bytes in the file, 0 if there is none."""
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def is_writable(self) -> bool:
        """Say whether the file, or a new one in its folder, could be opened for writing now."""
        place = next((one for one in (self.path, *self.path.parents) if one.exists()), self.path)
        return os.access(place, os.W_OK) and (place == self.path or place.is_dir())

    def head_at(self, size: int) -> str:
        """The head (hex) of the record that ends at this size, "" at the beginning or where nothing is."""
        if not DIGEST < size <= self.size():
            return ""
        with self.path.open("rb") as file:
            return os.pread(file.fileno(), DIGEST, size - DIGEST).hex()

    def cut(self, size: int) -> None:
        """Take the end off again, as far as the disk lets us: a torn end counts for nothing."""
        with suppress(OSError):
            os.truncate(self.path, size)

    def read(self, start: int = 0) -> Iterator[tuple[str, bytes, int]]:
        """(phone, envelope, at_ms) in order; `start`: where a record begins. Stops at a torn end.

        Raises BrokenCopy before a record that does not follow.
        """
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            file.seek(max(start - DIGEST, 0))
            head = file.read(DIGEST) if start else bytes(DIGEST)
            while True:
                size = int.from_bytes(file.read(4), "big")
                record, said = file.read(size), file.read(DIGEST)
                if len(record) < size or len(said) < DIGEST or size == 0:
                    return
                head = sha256(head + record).digest()
                if head != said:
                    raise BrokenCopy(str(self.path))
                line, _, envelope = record.partition(b"\n")
                about = json.loads(line)
                yield about["phone"], envelope, about["at_ms"]

    _known: tuple[int, bytes] = (0, bytes(DIGEST))
    """How many bytes were read, and the last head in them."""

    def _last_head(self, descriptor: int) -> bytes:
        """The digest at the end of the last whole record. Another process may have written, or renewed it, since we did."""
        size = os.fstat(descriptor).st_size
        known_size, head = self._known
        if size < known_size or (known_size and os.pread(descriptor, DIGEST, known_size - DIGEST) != head):
            known_size, head = 0, bytes(DIGEST)
        at = known_size
        while at < size:
            length = int.from_bytes(os.pread(descriptor, 4, at), "big")
            end = at + 4 + length + DIGEST
            if length == 0 or end > size:
                os.ftruncate(descriptor, at)
                break
            head, at = os.pread(descriptor, DIGEST, end - DIGEST), end
        self._known = (at, head)
        return head


def _write(descriptor: int, data: bytes) -> None:
    """Write all of it: a disk that is nearly full takes a part and then says no."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
