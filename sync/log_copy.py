"""A copy of every kept envelope on another disk: append-only, chained, flushed before the answer.

What is made at a desk has no outbox; `restore` is a backup plus this file. A record is
u32 length, JSON line {"phone", "at_ms"}, newline, envelope, then 32 bytes chain digest.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from sync.operation import to_json

DIGEST = 32


class BrokenCopy(ValueError):
    """A record in the middle of the copy does not follow from the one before."""


class LogCopy:
    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def append(self, envelopes: Iterable[tuple[str, bytes]], at_ms: int) -> None:
        """Add (phone, envelope) records and flush once; a torn end from a crash is cut off first."""
        records = [to_json({"phone": phone, "at_ms": at_ms}).encode() + b"\n" + data for phone, data in envelopes]
        if not records:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            head = self._last_head(file.fileno())
            for record in records:
                head = sha256(head + record).digest()
                file.write(len(record).to_bytes(4, "big") + record + head)
            file.flush()
            os.fdatasync(file.fileno())

    def read(self) -> Iterator[tuple[str, bytes, int]]:
        """(phone, envelope, at_ms) in order; stops at a torn end, raises BrokenCopy before it."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            head = bytes(DIGEST)
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

    def _last_head(self, descriptor: int) -> bytes:
        """The digest at the end of the last whole record. Another process may have written since we did."""
        size = os.fstat(descriptor).st_size
        known_size, head = self._known
        if size < known_size:
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
