"""The register: what was taken away, outside the database, so that no restored backup gives it back.

One JSON line a record, each chained to the one before and flushed before it counts. It only ever
takes away: revoked phones and people, roles, erased documents and photos, wiped operations; and it notes published
`safe` marks and daily log heads. The application replays it at every start.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sync.operation import as_utc_text, to_json

PHONE_REVOKED, PERSON_REVOKED, ROLE_TAKEN = "phone_revoked", "person_revoked", "role_taken"
PHONE_TAKEN_IN = "phone_taken_in"
ERASED, WIPED, SAFE, LOG_HEAD = "erased", "wiped", "safe", "log_head"
BLOB_ERASED = "blob_erased"
"""`wiped`: the bytes of one held operation; the subject is the digest of its envelope. `blob_erased`: a photo's bytes."""


class Register:
    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def add(self, what: str, subject: str, at: datetime, **detail: Any) -> None:
        """Append one record and flush it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            lines = file.read().split(b"\n")
            if lines[-1]:  # torn by a crash: it never counted
                os.ftruncate(file.fileno(), file.tell() - len(lines[-1]))
            head = json.loads(lines[-2])["head"] if len(lines) > 1 else ""
            record = {"what": what, "subject": subject, "at": as_utc_text(at), **detail}
            line = to_json({**record, "head": _next(head, record)})
            file.write(line.encode() + b"\n")
            file.flush()
            os.fdatasync(file.fileno())

    def records(self, what: str | None = None) -> Iterator[dict[str, Any]]:
        """Records in order, a torn last line left out."""
        if not self.path.exists():
            return
        for line in self.path.read_bytes().split(b"\n")[:-1]:
            record = json.loads(line)
            if what in (None, record["what"]):
                yield record

    def subjects(self, what: str) -> set[str]:
        """All that was taken away of one kind, e.g. the ids of revoked phones."""
        return {record["subject"] for record in self.records(what)}

    def check(self) -> list[str]:
        """Say which records do not follow; an empty list when the chain is whole."""
        head, wrong = "", []
        for number, record in enumerate(self.records(), 1):
            said = record.pop("head")
            head = _next(head, record)
            if head != said:
                wrong.append(f"register: record {number} does not follow")
                head = said
        return wrong


def _next(head: str, record: dict[str, Any]) -> str:
    return sha256((head + to_json(record)).encode()).hexdigest()
