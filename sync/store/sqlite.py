"""The store on SQLite: WAL, `synchronous=FULL`, one writer at a time over all processes.

Keys grow (positions, seqs), names are stored once as numbers, so a batch appends instead of
scattering. Writers queue on a lock file: waiting for SQLite's own lock would be polling.
"""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from sync.merge import Stored
from sync.operation import to_json
from sync.store.contract import Kept, LogRow, StoreUnavailable, Stream
from sync.store.schema import MIGRATIONS
from sync.store.sqlite_rows import (
    CHANGED,
    CODE_OF,
    DOCUMENT,
    ENTRY,
    IN_SCOPE,
    KEPT,
    NEWEST,
    STREAM,
    access_line,
    document_of,
    kept_of,
    log_row_of,
    maker_text,
    question_marks,
    states_as_json,
    stream_of,
    test_of,
    unavailable,
)

SCRUB_MS = 1000  # for who reads the store as it was
BUSY_S, QUEUE_S = 5, 15  # for a foreign program that holds the file; for the writers before us


class SqliteStore:
    failures: tuple[type[Exception], ...] = (sqlite3.Error, OSError)

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self._local = threading.local()
        self._writer = threading.Lock()
        self._names: dict[str, int] = {}
        self._fresh_names: list[str] = []
        self._sids: dict[bytes, int] = {}

    # -- connections and transactions

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection of this thread and process."""
        local = self._local
        if getattr(local, "pid", None) != os.getpid():
            local.connection, local.pid, local.depth, local.has_turn = self._connect(), os.getpid(), 0, False
        return local.connection  # type: ignore[no-any-return]  # attributes of threading.local have no type

    def _connect(self, mode: str = "rw") -> sqlite3.Connection:
        """Open the file, which must be there: a store that is gone is no empty store."""
        try:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", timeout=BUSY_S, uri=True,
                                         isolation_level=None, cached_statements=256)  # fmt: skip
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000",
                           "wal_autocheckpoint=4000", "temp_store=MEMORY", "secure_delete=ON", "mmap_size=268435456"):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise unavailable(error) from error
        self._local.file = self._file()
        return connection

    def _file(self) -> tuple[int, int] | None:
        """Which file lies at the path now; None if there is none."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _check_file(self) -> None:
        """A file that was removed or replaced takes writes that nobody finds again."""
        if self._local.file != self._file():
            raise StoreUnavailable(f"{self.path} was removed or replaced while it was in use; put it back and restart")

    @property
    def _lock_path(self) -> Path:
        return self.path.with_name(self.path.name + ".lock")

    def create(self) -> None:
        """Make the file if there never was one: the lock file, made with the first transaction, tells."""
        if self.path.exists():
            return
        if self._lock_path.exists():
            raise StoreUnavailable(
                f"{self.path} is gone. Restore a backup; or, to begin with an empty store, remove {self._lock_path} first"
            )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._connect("rwc").close()

    def migrate(self) -> None:
        """Bring the tables up to date; nothing happens when they are."""
        with self.transaction():
            MIGRATIONS.apply(Database(self._db))

    def close(self) -> None:
        """Close the connection of this thread, if it has one."""
        if getattr(self._local, "pid", None) == os.getpid():
            self._local.connection.close()
        self._local.pid = None

    @contextmanager
    def transaction(self, durable: bool = True) -> Iterator[None]:
        db, local = self._db, self._local
        if local.depth:
            yield
            return
        with self.turn():
            self._begin(db, durable)
            local.depth = 1
            try:
                yield
                db.execute("COMMIT")
                self._fresh_names.clear()
            except sqlite3.Error as error:
                self._roll_back(db)
                raise unavailable(error) from error
            except BaseException:
                self._roll_back(db)
                raise
            finally:
                local.depth = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait in line with the writers of this and other processes; inside a turn there is no second one."""
        if self._db and self._local.has_turn:  # asking for the connection makes this thread's locals
            yield
            return
        if not self._writer.acquire(timeout=QUEUE_S):
            raise StoreUnavailable("writers wait too long for their turn")
        try:
            with self._lock_file() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._local.has_turn = True
                yield
        finally:
            self._local.has_turn = False
            self._writer.release()

    @contextmanager
    def _lock_file(self) -> Iterator[int]:
        try:
            lock = os.open(self._lock_path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreUnavailable(str(error)) from error
        try:
            yield lock
        finally:
            os.close(lock)

    def _begin(self, db: sqlite3.Connection, durable: bool) -> None:
        self._check_file()
        try:
            db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise unavailable(error) from error

    def _roll_back(self, db: sqlite3.Connection) -> None:
        if db.in_transaction:
            db.execute("ROLLBACK")
        for name in self._fresh_names:
            self._names.pop(name, None)
        self._fresh_names.clear()
        self._sids.clear()

    @contextmanager
    def reading(self) -> Iterator[None]:
        db, local = self._db, self._local
        if local.depth:
            yield
            return
        self._check_file()
        db.execute("BEGIN")
        local.depth = 1
        try:
            yield
        except sqlite3.Error as error:
            raise unavailable(error) from error
        finally:
            local.depth = 0
            if db.in_transaction:  # ended on its own when pages of the file could not be read
                db.execute("ROLLBACK")

    def _name(self, name: str) -> int:
        """The number of a name; a new name gets one (in a transaction only)."""
        known = self._names.get(name)
        if known is not None:
            return known
        row = self._db.execute("SELECT num FROM names WHERE name = ?", (name,)).fetchone()
        if row is None:
            row = (self._db.execute("INSERT INTO names(name) VALUES (?)", (name,)).lastrowid,)
            self._fresh_names.append(name)
        if len(self._names) > 100_000:
            self._names.clear()
        self._names[name] = row[0]
        return int(row[0])

    def _known_name(self, name: str) -> int:
        """The number of a name, 0 if there is none."""
        row = self._db.execute("SELECT num FROM names WHERE name = ?", (name,)).fetchone()
        return row[0] if row else 0

    def _known_names(self, names: Iterable[str]) -> list[int]:
        return [number for number in map(self._known_name, names) if number]

    # -- kept bytes

    def keep(self, sid: int, n: int, phone: str, envelope: bytes | None, h: bytes, at_ms: int) -> int:
        values = (sid, n, self._name(phone), at_ms, envelope, h if envelope is None else None)
        seq = self._db.execute(
            "INSERT INTO kept(sid, n, phone, received_ms, envelope, h) VALUES (?, ?, ?, ?, ?, ?)", values
        ).lastrowid
        return int(seq or 0)

    def make_pending(self, seqs: Iterable[int]) -> None:
        self._db.executemany("INSERT INTO pending VALUES (?, 0)", [(seq,) for seq in seqs])

    def stream(self, stream: bytes) -> Stream | None:
        row = self._db.execute(f"{STREAM} WHERE stream = ?", (stream,)).fetchone()
        return stream_of(row) if row else None

    def open_stream(self, stream: bytes, phone: str, label: str) -> Stream:
        self._db.execute(
            "INSERT OR IGNORE INTO streams(stream, phone, label, have, judged, last, proved) VALUES (?, ?, ?, 0, 0, 0, 0)",
            (stream, phone, label),
        )
        return stream_of(self._db.execute(f"{STREAM} WHERE stream = ?", (stream,)).fetchone())

    def update_stream(self, stream: Stream) -> None:
        follows = stream.follows or (None, None)
        self._db.execute(
            "UPDATE streams SET phone = ?, have = ?, judged = ?, last = ?, proved = ?, follows = ?, follows_n = ? WHERE sid = ?",
            (stream.phone, stream.have, stream.judged, stream.last, stream.proved, *follows, stream.sid),
        )

    def is_followed(self, stream: bytes) -> bool:
        return bool(self._db.execute("SELECT 1 FROM streams WHERE follows = ? LIMIT 1", (stream,)).fetchone())

    def kept_under(self, sid: int, n: int) -> list[Kept]:
        rows = self._db.execute(f"{KEPT} WHERE k.sid = ? AND k.n = ? ORDER BY k.seq", (sid, n))
        return [kept_of(row) for row in rows]

    def last_from(self, sid: int, phone: str) -> int:
        row = self._db.execute(
            "SELECT max(k.n) FROM kept k JOIN names p ON p.num = k.phone WHERE k.sid = ? AND p.name = ?", (sid, phone)
        ).fetchone()
        return int(row[0] or 0)

    def have(self, stream: bytes) -> tuple[int, list[bytes]]:
        known = self.stream(stream)
        if known is None or not known.have:
            return 0, []
        return known.have, self._digests(known.sid, known.have)

    def _digests(self, sid: int, n: int) -> list[bytes]:
        rows = self._db.execute("SELECT envelope, h FROM kept WHERE sid = ? AND n = ? ORDER BY seq", (sid, n))
        return [h or sha256(envelope).digest() for envelope, h in rows]

    def add_hole(self, sid: int, first: int, last: int) -> None:
        self._db.execute("INSERT INTO holes VALUES (?, ?, ?)", (sid, first, last))

    def fill_hole(self, sid: int, n: int) -> bool:
        row = self._db.execute(
            "SELECT first, last FROM holes WHERE sid = ? AND first <= ? ORDER BY first DESC LIMIT 1", (sid, n)
        ).fetchone()
        if row is None or row[1] < n:
            return False
        first, last = row
        self._db.execute("DELETE FROM holes WHERE sid = ? AND first = ?", (sid, first))
        rest = [(sid, a, b) for a, b in ((first, n - 1), (n + 1, last)) if a <= b]
        self._db.executemany("INSERT INTO holes VALUES (?, ?, ?)", rest)
        return True

    def holes(self) -> list[tuple[bytes, int, int]]:
        query = "SELECT s.stream, h.first, h.last FROM holes h JOIN streams s ON s.sid = h.sid ORDER BY h.sid, h.first"
        return self._db.execute(query).fetchall()

    def pending(self, limit: int) -> list[Kept]:
        query = KEPT.replace("LEFT JOIN pending", "JOIN pending")
        return [kept_of(row) for row in self._db.execute(f"{query} ORDER BY w.seq LIMIT ?", (limit,))]

    def pending_row(self, seq: int) -> Kept | None:
        row = self._db.execute(f"{KEPT} WHERE w.seq = ?", (seq,)).fetchone()
        return kept_of(row) if row else None

    def settle(self, seqs: Iterable[int]) -> None:
        self._db.executemany("DELETE FROM pending WHERE seq = ?", [(seq,) for seq in seqs])

    def raise_attempts(self, seq: int) -> None:
        self._db.execute("UPDATE pending SET attempts = attempts + 1 WHERE seq = ?", (seq,))

    def kept(self, seq: int) -> Kept | None:
        row = self._db.execute(f"{KEPT} WHERE k.seq = ?", (seq,)).fetchone()
        return kept_of(row) if row else None

    def last_kept(self) -> int:
        return int(self._db.execute("SELECT coalesce(max(seq), 0) FROM kept").fetchone()[0])

    def kept_since(self, seq: int, limit: int) -> list[Kept]:
        return [
            kept_of(row) for row in self._db.execute(f"{KEPT} WHERE k.seq > ? ORDER BY k.seq LIMIT ?", (seq, limit))
        ]

    # -- the log

    def log_end(self) -> tuple[int, bytes]:
        position, head = self._db.execute("SELECT position, head FROM counter").fetchone()
        return position, head

    def append(self, rows: Sequence[LogRow]) -> None:
        if not rows:
            return
        self._db.executemany(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            [self._entry_values(r) for r in rows],
        )
        self._db.execute("UPDATE counter SET position = ?, head = ?", (rows[-1].position, rows[-1].head))
        self._note_held(rows)

    def _entry_values(self, row: LogRow) -> tuple[Any, ...]:
        plain = f"{row.stream.hex()}:{row.n}" == row.operation_id
        return (
            row.position, row.head, row.seq, self._sid(row.stream), row.n, None if plain else row.operation_id,
            self._name(row.kind), self._name(row.document), CODE_OF[row.outcome], row.code,
            self._name(maker_text(row.by, row.device, row.signed_in)), row.base, row.made_at, row.received_ms,
            row.salt, row.content,
        )  # fmt: skip

    def _sid(self, stream: bytes) -> int:
        known = self._sids.get(stream)
        if known is None:
            if len(self._sids) > 10_000:
                self._sids.clear()
            known = self._sids[stream] = int(
                self._db.execute("SELECT sid FROM streams WHERE stream = ?", (stream,)).fetchone()[0]
            )
        return known

    def _note_held(self, rows: Sequence[LogRow]) -> None:
        """Only the last entry of each operation counts."""
        latest = {row.operation_id: row for row in rows}
        held = [(name, row.position) for name, row in latest.items() if row.outcome == "held"]
        self._db.executemany("DELETE FROM held WHERE operation = ?", [(name,) for name in latest])
        self._db.executemany("INSERT INTO held VALUES (?, ?)", held)

    def head_at(self, position: int) -> bytes | None:
        row = self._db.execute("SELECT head FROM entries WHERE position = ?", (position,)).fetchone()
        return row[0] if row else None

    def entry(self, operation_id: str) -> LogRow | None:
        stream, colon, n = operation_id.partition(":")
        if colon and n.isdecimal() and len(stream) == 32 and len(n) <= 16:
            number = "e.sid = (SELECT sid FROM streams WHERE stream = ?) AND e.n = ? AND e.alias IS NULL"
            query = f"{ENTRY} WHERE {number}"
            try:
                key: tuple[Any, ...] = (bytes.fromhex(stream), int(n))
            except ValueError:
                return None
        else:
            query, key = f"{ENTRY} WHERE e.alias = ?", (operation_id,)
        row = self._db.execute(f"{query} ORDER BY e.position DESC LIMIT 1", key).fetchone()
        return log_row_of(row) if row else None

    def entry_at(self, position: int) -> LogRow | None:
        row = self._db.execute(f"{ENTRY} WHERE e.position = ?", (position,)).fetchone()
        return log_row_of(row) if row else None

    def entries_since(self, position: int, limit: int) -> list[LogRow]:
        rows = self._db.execute(f"{ENTRY} WHERE e.position > ? ORDER BY e.position LIMIT ?", (position, limit))
        return [log_row_of(row) for row in rows]

    def history(self, document: str) -> list[LogRow]:
        rows = self._db.execute(f"{ENTRY} WHERE e.document = ? ORDER BY e.position", (self._known_name(document),))
        return [log_row_of(row) for row in rows]

    def outcomes_since(self, stream: Stream, position: int) -> list[LogRow]:
        if stream.last <= position:
            return []
        return [log_row_of(row) for row in self._db.execute(NEWEST, (stream.sid, position))]

    def latest_held(self, limit: int) -> list[LogRow]:
        query = f"{ENTRY} JOIN held ON held.position = e.position ORDER BY e.position LIMIT ?"
        return [log_row_of(row) for row in self._db.execute(query, (limit,))]

    def wait(self, document: str, seq: int) -> None:
        self._db.execute("INSERT OR IGNORE INTO waiting VALUES (?, ?)", (self._name(document), seq))

    def waiting(self, document: str) -> list[int]:
        rows = self._db.execute(
            "SELECT seq FROM waiting WHERE document = ? ORDER BY seq", (self._known_name(document),)
        )
        return [seq for (seq,) in rows]

    def stop_waiting(self, seq: int) -> None:
        self._db.execute("DELETE FROM waiting WHERE seq = ?", (seq,))

    # -- documents

    def get(self, document: str) -> Stored | None:
        row = self._db.execute(f"{DOCUMENT} WHERE n.name = ?", (document,)).fetchone()
        return document_of(row) if row else None

    def put(self, document: Stored) -> None:
        num = self._name(document.id)
        before = self._db.execute("SELECT position, scopes, idx FROM documents WHERE num = ?", (num,)).fetchone()
        self._db.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (num, self._name(document.kind), document.position, document.version, to_json(document.fields),
             states_as_json(document.states), to_json(sorted(document.scopes)), to_json(dict(document.index)),
             any(state.rivals for state in document.states.values())),
        )  # fmt: skip
        self._put_scopes(num, before, document)
        self._put_index(num, json.loads(before[2]) if before else {}, document)
        if document.text is not None:
            self._put_words(num, document.text)

    def _put_scopes(self, num: int, before: tuple[int, str, str] | None, document: Stored) -> None:
        if before is not None:
            old = set(json.loads(before[1]))
            gone = [(self._name(s), before[0], num) for s in old]
            self._db.executemany("DELETE FROM document_scopes WHERE scope = ? AND position = ? AND document = ?", gone)
            left = [(self._name(s), num, document.position) for s in old - document.scopes]
            self._db.executemany("INSERT OR REPLACE INTO left_scopes VALUES (?, ?, ?)", left)
        rows = [(self._name(s), document.position, num) for s in document.scopes]
        self._db.executemany("INSERT INTO document_scopes VALUES (?, ?, ?)", rows)

    def _put_index(self, num: int, before: Mapping[str, str], document: Stored) -> None:
        now = document.index
        gone = [(self._name(f"{document.kind}/{k}"), v, num) for k, v in before.items() if now.get(k) != v]
        come = [(self._name(f"{document.kind}/{k}"), v, num) for k, v in now.items() if before.get(k) != v]
        if gone:
            self._db.executemany("DELETE FROM index_values WHERE name = ? AND value = ? AND document = ?", gone)
        if come:
            self._db.executemany("INSERT OR REPLACE INTO index_values VALUES (?, ?, ?)", come)

    def _put_words(self, num: int, text: str) -> None:
        known = self._db.execute("SELECT text FROM words WHERE rowid = ?", (num,)).fetchone()
        if known is None:
            self._db.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (num, text))
        elif known[0] != text:
            self._db.execute("UPDATE words SET text = ? WHERE rowid = ?", (text, num))

    def all_documents(self) -> Iterator[Stored]:
        last = 0
        while rows := self._db.execute(f"{DOCUMENT} WHERE d.num > ? ORDER BY d.num LIMIT 200", (last,)).fetchall():
            last = rows[-1][-1]
            yield from map(document_of, rows)

    def drop_document(self, document: str, position: int) -> None:
        known = self.get(document)
        if known is None:
            return
        num = self._name(document)
        self._put_scopes(num, (known.position, to_json(sorted(known.scopes)), ""),
                         Stored(document, known.kind, {}, position=position))  # fmt: skip
        self._put_index(num, known.index, Stored(document, known.kind, {}))
        self._db.execute("DELETE FROM documents WHERE num = ?", (num,))
        self._db.execute("DELETE FROM words WHERE rowid = ?", (num,))

    def forget_documents(self) -> None:
        for table in ("documents", "document_scopes", "index_values", "words"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608  # names of ours

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
        condition, values = self._condition(kind, scopes, where)
        direction = "DESC" if descending else "ASC"
        if order is None:
            query = f"{DOCUMENT} WHERE {condition} ORDER BY d.num {direction}"
        else:
            query = f"""{DOCUMENT} LEFT JOIN index_values o ON o.document = d.num AND o.name = ? WHERE {condition}
              ORDER BY o.value IS NULL, o.value {direction}, d.num {direction}"""
            values = [self._known_name(f"{kind}/{order}"), *values]
        rows = self._db.execute(f"{query} LIMIT ? OFFSET ?", [*values, limit, offset])
        return [document_of(row) for row in rows]

    def disputed(self, scopes: Iterable[str], limit: int) -> list[Stored]:
        known = self._known_names(scopes)
        query = f"{DOCUMENT} WHERE d.disputed = 1 AND {IN_SCOPE.format(question_marks(known))} ORDER BY d.position DESC LIMIT ?"
        return [document_of(row) for row in self._db.execute(query, [*known, limit])]

    def count(self, kind: str, scopes: Iterable[str] | None, where: Mapping[str, Any]) -> int:
        condition, values = self._condition(kind, scopes, where)
        return int(self._db.execute(f"SELECT count(*) FROM documents d WHERE {condition}", values).fetchone()[0])  # noqa: S608

    def listed(self, kind: str, scopes: Iterable[str] | None, name: str) -> list[tuple[str, str]]:
        condition, values = self._condition(kind, scopes, {})
        query = f"""SELECT n.name, v.value FROM index_values v JOIN documents d ON d.num = v.document
          JOIN names n ON n.num = d.num WHERE v.name = ? AND v.value > '' AND {condition}"""  # noqa: S608
        return list(self._db.execute(query, [self._known_name(f"{kind}/{name}"), *values]))

    def _condition(self, kind: str, scopes: Iterable[str] | None, where: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """The words after WHERE. They hold only names of ours and question marks; all values are bound."""
        parts, values = ["d.kind = ?"], [self._known_name(kind)]
        if scopes is not None:
            known = self._known_names(scopes)
            parts.append(IN_SCOPE.format(question_marks(known)))
            values += known
        for name, wanted in where.items():
            test, bound = test_of(wanted)
            parts.append(f"d.num IN (SELECT v.document FROM index_values v WHERE v.name = ? AND {test})")  # noqa: S608
            values += [self._known_name(f"{kind}/{name}"), *bound]
        return " AND ".join(parts), values

    def changed_since(self, scopes: Iterable[str], position: int, limit: int | None) -> list[tuple[int, str, str]]:
        """Scope by scope, each in the order of its index; a document has one position, whatever its scopes."""
        found: set[tuple[int, str, str]] = set()
        most = -1 if limit is None else limit
        for scope in self._known_names(scopes):
            found.update(self._db.execute(CHANGED, (scope, position, most)))
        return sorted(found)[:limit]

    def left_since(self, scopes: Iterable[str], position: int) -> list[str]:
        known = self._known_names(scopes)
        query = f"""SELECT DISTINCT n.name FROM left_scopes l JOIN names n ON n.num = l.document
          LEFT JOIN documents d ON d.num = l.document WHERE l.scope IN ({question_marks(known)}) AND l.position > ?
          AND NOT EXISTS (SELECT 1 FROM document_scopes s WHERE s.scope IN ({question_marks(known)})
            AND s.position = d.position AND s.document = d.num) ORDER BY n.name"""  # noqa: S608
        return [name for (name,) in self._db.execute(query, [*known, position, *known])]

    def search(self, text: str, kinds: Iterable[str], scopes: Iterable[str], limit: int) -> list[Stored]:
        words = ['"' + word.replace('"', '""') + '"*' for word in text.replace("\x00", " ").split()[:8]]
        kind_numbers, known = self._known_names(kinds), self._known_names(scopes)
        if not words or not any(c.isalnum() for c in text):
            return []
        query = f"""{DOCUMENT} JOIN words ON words.rowid = d.num WHERE words.text MATCH ? AND d.kind IN ({question_marks(kind_numbers)})
          AND {IN_SCOPE.format(question_marks(known))} ORDER BY rank LIMIT ?"""
        rows = self._db.execute(query, [" ".join(words), *kind_numbers, *known, limit])
        return [document_of(row) for row in rows]

    # -- erasing

    def erase_entries(self, rows: Iterable[LogRow], digest_of: Callable[[LogRow], bytes]) -> None:
        for row in rows:
            if row.content is not None:
                self._db.execute(
                    "UPDATE entries SET content = NULL, salt = NULL, content_digest = ? WHERE position = ?",
                    (digest_of(row), row.position),
                )
            self._erase_kept(row.seq)

    def _erase_kept(self, seq: int) -> None:
        """Destroy these bytes, also where they are kept once more because another phone sent them too."""
        row = self._db.execute("SELECT sid, n, envelope FROM kept WHERE seq = ?", (seq,)).fetchone()
        if row is not None and row[2] is not None:
            query = "UPDATE kept SET envelope = NULL, h = ? WHERE sid = ? AND n = ? AND envelope = ?"
            self._db.execute(query, (sha256(row[2]).digest(), *row))

    def scrub(self) -> bool:
        """Freed pages are overwritten as they are freed; the words and the write-ahead log follow here.

        Who reads the store as it was, such as a backup, keeps the old pages where they are: then it is not done.
        """
        with self.transaction():
            self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
        self._db.execute(f"PRAGMA busy_timeout={SCRUB_MS}")  # writers wait behind it
        try:
            (is_busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self._db.execute(f"PRAGMA busy_timeout={BUSY_S * 1000}")
        return not is_busy

    def mark_erased(self, document: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO erased VALUES (?)", (self._name(document),))

    def is_erased(self, document: str) -> bool:
        query = "SELECT 1 FROM erased WHERE document = (SELECT num FROM names WHERE name = ?)"
        return bool(self._db.execute(query, (document,)).fetchone())

    def erased_among(self, names: Collection[str]) -> list[str]:
        query = f"SELECT name FROM names JOIN erased ON document = num WHERE name IN ({question_marks([*names])})"  # noqa: S608
        return [name for (name,) in self._db.execute(query, [*names])]

    # -- marks of backups

    def marks(self) -> Iterator[tuple[bytes, int, list[bytes]]]:
        for sid, stream, have in self._db.execute("SELECT sid, stream, have FROM streams WHERE have > 0").fetchall():
            yield stream, have, self._digests(sid, have)

    def publish_marks(self, marks: Iterable[tuple[bytes, int, list[str]]]) -> None:
        self._db.execute("DELETE FROM marks WHERE slot = 'older'")
        self._db.execute("UPDATE marks SET slot = 'older' WHERE slot = 'newest'")
        rows = [("newest", stream, n, to_json(digests)) for stream, n, digests in marks]
        self._db.executemany("INSERT INTO marks VALUES (?, ?, ?, ?)", rows)

    def safe(self, stream: bytes) -> tuple[int, list[str]]:
        query = "SELECT n, digests FROM marks WHERE slot = 'older' AND stream = ?"
        row = self._db.execute(query, (stream,)).fetchone()
        return (row[0], json.loads(row[1])) if row else (0, [])

    # -- what may not be in the log

    def get_value(self, owner: str, name: str) -> Any:
        query = "SELECT value FROM private_values WHERE owner = ? AND name = ?"
        row = self._db.execute(query, (owner, name)).fetchone()
        return json.loads(row[0]) if row else None

    def set_value(self, owner: str, name: str, value: Any) -> None:
        with self.transaction():
            if value is None:
                self._db.execute("DELETE FROM private_values WHERE owner = ? AND name = ?", (owner, name))
            else:
                self._db.execute(
                    "INSERT OR REPLACE INTO private_values VALUES (?, ?, ?)", (owner, name, to_json(value))
                )

    def values(self, owner: str) -> dict[str, Any]:
        rows = self._db.execute("SELECT name, value FROM private_values WHERE owner = ? ORDER BY name", (owner,))
        return {name: json.loads(value) for name, value in rows}

    # -- the second log

    def append_access(self, kind: str, by: str, document: str | None, detail: str, at: str) -> int:
        with self.transaction():
            row = self._db.execute("SELECT position, head FROM access ORDER BY position DESC LIMIT 1").fetchone()
            position, head = (row[0] + 1, row[1]) if row else (1, bytes(32))
            line = access_line(position, kind, by, document, detail, at)
            self._db.execute(
                "INSERT INTO access VALUES (?, ?, ?, ?, ?, ?, ?)",
                (position, sha256(head + line).digest(), kind, by, document, detail, at),
            )
        return int(position)

    def access(self, document: str | None, by: str | None, limit: int) -> list[dict[str, Any]]:
        query = """SELECT position, kind, by, document, detail, at FROM access
          WHERE (?1 IS NULL OR document = ?1) AND (?2 IS NULL OR by = ?2) ORDER BY position DESC LIMIT ?3"""
        names = ("position", "kind", "by", "document", "detail", "at")
        rows = [dict(zip(names, row, strict=True)) for row in self._db.execute(query, (document, by, limit))]
        return [{**row, "detail": json.loads(row["detail"])} for row in rows]

    def check_access(self) -> list[str]:
        head, expected, wrong = bytes(32), 1, []
        for position, stored, *line in self._db.execute(
            "SELECT position, head, kind, by, document, detail, at FROM access ORDER BY position"
        ):
            head = sha256(head + access_line(position, *line)).digest()
            if position != expected or head != stored:
                wrong.append(f"access log: line {position} does not follow")
                head = stored
            expected = position + 1
        return wrong
