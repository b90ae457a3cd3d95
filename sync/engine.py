"""The two doors: everything that changes comes in here, everything that is read goes out here.

Keep first, judge after: `push` makes the bytes durable before anything looks inside. `read`, `find`,
`pull` check scope and redact. A desk, the worker and an import write by `submit`, through the same
judgement, in streams that the server's own key signs.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.asymmetric import ec

import sync.check as checking
from sync import reading, secret_parts
from sync.access_log import AccessLog
from sync.apply import (
    Drains,
    apply_with_waiting,
    decisions_to_come,
    drain,
    drain_singly,
    opened,
    settle,
)
from sync.blobs import Blobs
from sync.chain import as_entry
from sync.check import Report
from sync.copying import Copying
from sync.decisions import CLOSE, DECIDED, OVERRIDE, REPLAY, WIPE, Decision, about, name_of_bytes, place
from sync.envelope import Malformed, Opener, Session, Signer, claim, digest
from sync.faults import kill_point
from sync.judge import APPLIED, CLOSED, ERASE, HELD, unjudged
from sync.log_copy import LogCopy
from sync.missing import missing_of
from sync.operation import (
    Actor,
    Certificate,
    Entry,
    Operation,
    Outcome,
    as_utc_text,
    from_json,
    serialise,
)
from sync.pull import Reader, fetch, fingerprint_of, manifest, page
from sync.push import (
    BadRequest,
    Batch,
    Behind,
    Hold,
    OverQuota,
    check_size,
    have_of,
    holes_of,
    keep_all,
    keep_copied,
    own_streams,
    read_holds,
)
from sync.receipts import receipts
from sync.register import ERASED, WIPED, Register
from sync.registry import Registry
from sync.store.contract import Kept, LogRow, Store, StoreUnavailable
from sync.work import Directory, Means, Work

log = logging.getLogger("sync")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SYSTEM = "system"
SYSTEM_ACTOR = Actor(SYSTEM, "Fieldapp", frozenset(), frozenset(), None, "register")
WORKER = "worker"
LATEST = "latest"
GRACE_MS = 2000
UNSCRUBBED = ("files", "unscrubbed")
"""The value that says that something destroyed may still be in the files of the store."""
MOST_PENDING = 1_000_000
"""More than a copy of the log ever holds beyond a backup that may be put back."""


class NotEntitled(Exception):
    """There is no such held operation, or this actor may not decide about it; no difference is told."""


class NotApplied(Exception):
    """One of several operations that belong together was not applied, so none was. `outcome` says which and why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


class Engine:
    """Safe to share between threads. Nothing is written until the first change arrives."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        *,
        directory: Directory,
        opener: Opener,
        signer: Signer,
        policy: Callable[[], Any],
        now: Callable[[], datetime],
        copy: LogCopy | None = None,
        register: Register | None = None,
        wrap_key: bytes | None = None,
        quota: Callable[[str, int, int], bool] | None = None,
        sealed_elsewhere: int = 0,
        older_wrap_keys: Sequence[bytes] = (),
        older_sign_keys: Sequence[ec.EllipticCurvePublicKey] = (),
    ) -> None:
        """`wrap_key`: 32 bytes for secrets, `older_wrap_keys` read what was wrapped before; `quota(phone, envelopes, bytes)` says whether the phone may go on today.

        `older_sign_keys`: with which the server's own streams were signed before the present signer.
        `sealed_elsewhere`: kept envelopes up to this number are of another installation, as in a training copy.
        """
        self.store = store
        self.registry = registry
        self.directory = directory
        self.access_log = AccessLog(store)
        self._signer = signer
        self._policy = policy
        self._now = now
        self._copy = copy
        self._copying = Copying(store, copy)
        self._keeping = self._copying.keeping
        self._register = register
        self._quota = quota
        self._wrap_keys = [wrap_key, *older_wrap_keys] if wrap_key is not None else []
        self._sealed_elsewhere = sealed_elsewhere
        own_keys = (signer.sign_private.public_key(), *older_sign_keys)
        self._means = Means(registry, directory, opener, own_keys, wrap_key)
        self._drains = Drains(store, self._work, relaxed=copy is not None)
        self._sessions: dict[tuple[int, str], Session] = {}
        self._recovered = False

    # -- in: phones

    def push(self, sender: Certificate, header: Mapping[str, Any], envelopes: list[bytes]) -> dict[str, Any] | Behind:
        """Keep what a phone sends, then judge it; the answer tells what is kept, how far, what became of it.

        Raises BadRequest (nothing kept), OverQuota, StoreUnavailable.
        """
        return self._push(sender, header, envelopes, is_metered=True)

    def take_in(self, sender: Certificate, header: Mapping[str, Any], envelopes: list[bytes]) -> dict[str, Any]:
        """Keep and judge what a phone wrote and somebody else brings, in a file: as a push, without its daily limit.

        Raises BadRequest (nothing kept; also for a header that says what was acknowledged), StoreUnavailable.
        """
        answer = self._push(sender, header, envelopes, is_metered=False)
        if isinstance(answer, Behind):
            raise BadRequest("acked")
        return answer

    def has(self, envelope: bytes) -> bool:
        """Say whether these bytes are kept here. Raises Malformed."""
        name, n = claim(envelope)
        with self.store.reading():
            stream = self.store.stream(name)
            return stream is not None and any(k.h == digest(envelope) for k in self.store.kept_under(stream.sid, n))

    def _push(
        self, sender: Certificate, header: Mapping[str, Any], envelopes: list[bytes], *, is_metered: bool
    ) -> dict[str, Any] | Behind:
        check_size(envelopes)
        holds = [self._known_hold(hold, sender) for hold in read_holds(header, sender.phone)]
        try:
            phones = {claim(envelope)[0]: sender.phone for envelope in envelopes}
        except Malformed as error:
            raise BadRequest(str(error)) from None
        with self._metered(sender.phone, envelopes if is_metered else []):
            self.recover()
            batch = self._keep(sender, holds, envelopes)
        if isinstance(batch, Behind):
            return batch
        kill_point("after_keep")
        done = drain(self._drains) if batch.fresh or self.store.pending(1) else {}
        kill_point("after_apply")
        return self._pushed(batch, phones | {hold.stream: hold.phone for hold in holds}, done)

    def recover(self) -> None:
        """Judge what an unclean stop left unjudged, each operation alone. Once for each engine."""
        if not self._recovered:
            self._recovered = True
            try:
                self._recover()
            except BaseException:
                self._recovered = False
                raise

    def _recover(self) -> None:
        if self._copy is not None:
            with self._keeping():
                pass  # what is only here, or only in the copy, is in both after it
        if self.store.pending(1):
            self._look_ahead()
            if self._register is not None:  # what was wiped since this backup was made may not be applied first
                self._means.coming.update((record["subject"], WIPE) for record in self._register.records(WIPED))
            drain_singly(self._drains)
            self._scrub()  # it may have been an erasure
            self._means.coming.clear()
        self._take_away()
        self._renew_or_later()

    def _take_away(self) -> None:
        """Destroy again what the register says was destroyed: a restored backup may have brought it back."""
        if self._register is None:
            return
        gone = 0
        for record in self._register.records():
            if record["what"] == ERASED and not self.store.is_erased(record["subject"]):
                gone += self._erase(SYSTEM_ACTOR, record["subject"], is_noted=True) is not None
            elif record["what"] == WIPED and not self.store.is_erased(name_of_bytes(record["subject"])):
                gone += self._wipe(record["subject"], record["operation"])
        if gone:
            self._scrub()

    def _wipe(self, h: str, operation_id: str) -> bool:
        """Wipe these bytes if they are here; if not, note that they may not come back."""
        row = self.store.entry(operation_id)
        kept = self.store.kept(row.seq) if row is not None else None
        if row is not None and kept is not None and kept.h.hex() == h and row.outcome == HELD:
            self._decide(SYSTEM_ACTOR, operation_id, WIPE, is_noted=True)
            return True
        with self.store.transaction():
            self.store.mark_erased(name_of_bytes(h))
        return False

    def catch_up(self) -> None:
        """Judge what a process that died elsewhere left unjudged. For the worker, now and then.

        What is younger than two seconds is left to the push that brought it. What was destroyed since goes out
        of the copy of the log too. Raises StoreUnavailable.
        """
        waiting = self.store.pending(1)
        if waiting and self._now_ms() - waiting[0].received_ms > GRACE_MS:
            drain_singly(self._drains)
        if self._copying.is_due() or self.store.get_value(*UNSCRUBBED) is not None:
            self._scrub()
        if self._copying.is_due():
            self._copying.renew()

    def take_copy(self, copy: LogCopy) -> int:
        """Take in what a copy of the log holds and the store does not (after a restore); return how many."""
        before = self.store.last_kept()
        self.recover()
        with self._keeping():
            for phone, envelope, at_ms in copy.read():
                keep_copied(self.store, phone, envelope, at_ms)
        self._look_ahead()
        drain(self._drains)
        self._means.coming.clear()
        self._scrub()  # an erasure that is in the copy was carried out again
        self._renew_or_later()
        return self.store.last_kept() - before

    def _look_ahead(self) -> None:
        """Learn which bytes among those to be judged were decided about since: their decisions come behind them."""
        with self.store.reading():
            self._means.coming.update(decisions_to_come(self._work(), self.store.pending(MOST_PENDING)))

    def _known_hold(self, hold: Hold, sender: Certificate) -> Hold:
        """A stream of another enrolment on the same phone counts as that one's, if it was ours."""
        if hold.phone == sender.phone or self.directory.certificate(hold.phone) is not None:
            return hold
        return replace(hold, phone=sender.phone)

    def _keep(self, sender: Certificate, holds: list[Hold], envelopes: list[bytes]) -> Batch | Behind:
        with self._keeping():
            batch = keep_all(self.store, sender.phone, holds, envelopes, self._now_ms())
            kill_point("in_keep")
        return batch

    @contextmanager
    def _metered(self, phone: str, envelopes: list[bytes]) -> Iterator[None]:
        """Count what a phone sends before it is kept; what could not be kept, as on a full disk, does not count."""
        count, size = len(envelopes), sum(map(len, envelopes))
        if envelopes and self._quota and not self._quota(phone, count, size):
            raise OverQuota(phone)
        try:
            yield
        except StoreUnavailable:
            if envelopes and self._quota:
                with suppress(StoreUnavailable):
                    self._quota(phone, -count, -size)
            raise

    def _pushed(self, batch: Batch, phones: Mapping[bytes, str], done: Mapping[int, LogRow]) -> dict[str, Any]:
        """The answer about these streams; `phones`: whose each was said to be."""
        entries, streams = {row.operation_id: row for row in done.values()}, sorted(phones)
        with self.store.reading():
            have = {stream.hex(): have_of(self.store, stream, phones[stream]) for stream in streams}
            safe = {stream.hex(): self._safe(stream) for stream in streams}
            holes = holes_of(self.store, phones)
            signed = receipts(self.store, self._signer, own_streams(self.store, phones), holes, self._now_ms())
            results = [r for kept in batch.kept if (r := self._result(kept, entries)) is not None]
        return {
            "kept": [[stream.hex(), n, h.hex()[:8]] for stream, n, h in batch.kept],
            "have": have,
            "safe": safe,
            "holes": holes,
            "receipts": signed,
            "results": results,
            "server_time": as_utc_text(self._now()),
        }

    def _safe(self, stream: bytes) -> list[Any]:
        n, digests = self.store.safe(stream)
        return [n, *digests]

    def _result(self, kept: tuple[bytes, int, bytes], entries: Mapping[str, LogRow]) -> dict[str, Any] | None:
        """What became of an operation, if it was these bytes that were judged."""
        stream, n, h = kept
        row = entries.get(f"{stream.hex()}:{n}")
        if row is None:
            row = self.store.entry(f"{stream.hex()}:{n}")
            judged = self.store.kept(row.seq) if row else None
            if row is None or judged is None or judged.h != h:
                return None
        return {"stream": stream.hex(), "n": n, "r": row.outcome, "code": row.code}

    # -- in: desk, worker, import

    def submit(
        self,
        actor: Actor,
        kind: str,
        document: str,
        body: Mapping[str, Any],
        *,
        base: str | None = None,
        stream: str = "office",
        operation_id: str | None = None,
    ) -> Outcome:
        """Write an operation for someone the application has signed in, and judge it at once.

        `base` is the version that was shown; None means nothing was, LATEST the document as it is now
        (for the system and the worker None means that too). With an `operation_id` doing it twice is doing
        it once. What a person at a desk is refused is closed at once: he or she is there to hear no.
        """
        self.recover()
        with self._keeping():
            before = self.store.entry(operation_id) if operation_id else None
            if before is not None:
                return outcome_of(before)
            work = self._work()
            operation = self._operation(work, actor, kind, document, body, base, stream, operation_id)
            row = self._write_own(work, stream, operation, closes=_is_there(actor, stream))
            work.flush()
        kill_point("after_submit")
        return outcome_of(row)

    def submit_all(
        self, actor: Actor, operations: Iterable[tuple[str, str, Mapping[str, Any]]], *, stream: str = "office"
    ) -> list[Outcome]:
        """Write (kind, document, body) each against the documents as they are: all of them, or none.

        Raises NotApplied with the first outcome that is not `applied`; then nothing was written.
        """
        self.recover()
        outcomes = []
        with self._keeping():
            work = self._work()
            for kind, document, body in operations:
                operation = self._operation(work, actor, kind, document, body, LATEST, stream, None)
                row = self._write_own(work, stream, operation, closes=False)
                if row.outcome != APPLIED:
                    raise NotApplied(outcome_of(row))
                outcomes.append(outcome_of(row))
            work.flush()
        return outcomes

    def _operation(
        self,
        work: Work,
        actor: Actor,
        kind: str,
        document: str,
        body: Mapping[str, Any],
        base: str | None,
        stream: str,
        operation_id: str | None,
    ) -> Operation:
        """Say it as a phone would; a base of LATEST is the version that the document has now."""
        if base == LATEST or (base is None and not _is_there(actor, stream)):
            stored = work.document(document)
            base = stored.version if stored else None
        made_at = as_utc_text(work.at)
        return Operation(kind, document, from_json(body), base, made_at, id=operation_id, actor=actor)

    def _write_own(self, work: Work, label: str, operation: Operation, closes: bool) -> LogRow:
        """Seal, keep and judge in the present transaction; `closes` what a person was refused."""
        session = self._session(label)
        envelope = session.seal(serialise(operation))
        kept = self._keep_own(work, session, envelope)
        incoming = opened(work, [kept])[0]
        row = apply_with_waiting(work, incoming)[kept.seq]
        if closes and row.outcome == HELD and row.code != "server_error":
            refused = unjudged(work, incoming)
            refused.outcome, refused.code = CLOSED, row.code
            settle(work, incoming, refused)
            self.store.stop_waiting(kept.seq)
        return row

    def _session(self, label: str) -> Session:
        """The stream of this process; a new one after a fork, or when a transaction was rolled back."""
        key = (os.getpid(), label)
        session = self._sessions.get(key)
        if session is not None and session.n:
            known = self.store.stream(session.stream)
            session = session if known is not None and known.have == session.n else None
        if session is None:
            session = self._sessions[key] = self._signer.session()
            self.store.open_stream(session.stream, "", label)
        return session

    def _keep_own(self, work: Work, session: Session, envelope: bytes) -> Kept:
        stream = work.stream(session.stream) or self.store.open_stream(session.stream, "", "server")
        h, at_ms = digest(envelope), self._now_ms()
        seq = self.store.keep(stream.sid, session.n, "", envelope, h, at_ms)
        stream.have, stream.proved = session.n, True
        self.store.update_stream(stream)
        work.update(stream)
        return Kept(seq, stream.sid, session.stream, session.n, "", envelope, h, at_ms)

    # -- what is held

    def held(self, actor: Actor) -> list[dict[str, Any]]:
        """What waits for a decision and this actor may know of, oldest first; `body` None when not to be seen."""
        return reading.held(self._reader(actor), self.directory)

    def held_count(self, actor: Actor, most: int) -> int:
        """How many operations `held` lists for this actor, counted to `most`."""
        return reading.held_count(self._reader(actor), self.directory, most)

    def replay(self, actor: Actor, operation_id: str, *, override: bool = False) -> Outcome:
        """Judge a held operation again; with `override` scope and role are set aside, and the rule is told.

        Nobody takes in what he or she made. Raises NotEntitled.
        """
        return self._decide(actor, operation_id, OVERRIDE if override else REPLAY)

    def close_held(self, actor: Actor, operation_id: str, reason: str) -> Outcome:
        """Put a held operation away with a reason; it stays in the log. Raises NotEntitled."""
        return self._decide(actor, operation_id, CLOSE, reason)

    def erase_held(self, actor: Actor, operation_id: str, reason: str) -> Outcome:
        """Close a held operation and destroy what it says; that it was there stays. Raises NotEntitled."""
        outcome = self._decide(actor, operation_id, WIPE, reason)
        self._scrub()
        self._renew_or_later()
        return outcome

    def _decide(
        self, actor: Actor, operation_id: str, way: str, reason: str | None = None, is_noted: bool = False
    ) -> Outcome:
        """Write the decision as an operation of the server, and carry it out at once."""
        self.recover()
        with self._keeping() as last:
            row, kept = self._held_bytes(actor, operation_id)
            if way == OVERRIDE and row.by == actor.person:
                raise NotEntitled(operation_id)
            work = self._work()
            decision = Decision(row.operation_id, kept.h.hex(), way, reason=reason, at=place(row))
            operation = self._operation(work, actor, DECIDED, about(row), decision.as_body(), None, "office", None)
            self._write_own(work, "office", operation, closes=False)
            work.flush()
            if way == WIPE and not is_noted:
                last.append(lambda: self._note(WIPED, decision.h, operation=row.operation_id))
        now = self.store.entry(operation_id)
        return outcome_of(now or row)

    def _held_bytes(self, actor: Actor, operation_id: str) -> tuple[LogRow, Kept]:
        row = self.store.entry(operation_id)
        allowed = row is not None and row.outcome == HELD and row.kind != DECIDED and (
            actor.person == SYSTEM or reading.may_decide(self._reader(actor), row, self.directory)
        )  # fmt: skip
        kept = self.store.kept(row.seq) if row is not None and allowed else None
        if row is None or kept is None:
            raise NotEntitled(operation_id)
        return row, kept

    # -- out: phones

    def pull(self, actor: Actor, request: Mapping[str, Any]) -> dict[str, Any]:
        """One page of what changed for this actor since the cursor. Raises BadRequest."""
        return page(self._reader(actor), request)

    def manifest(self, actor: Actor, request: Mapping[str, Any]) -> dict[str, Any]:
        """Every id and version that this actor may have. Raises BadRequest."""
        return manifest(self._reader(actor), request)

    def fetch(self, actor: Actor, ids: Any, cursor: Any = None) -> dict[str, Any]:
        """Documents by id, at most 500; `cursor` is that of the manifest that named them. Raises BadRequest."""
        return fetch(self._reader(actor), ids, cursor)

    # -- out: desks

    def read(self, actor: Actor, document_id: str) -> dict[str, Any] | None:
        return reading.read(self._reader(actor), document_id)

    def find(
        self,
        actor: Actor,
        kind: str,
        *,
        where: Mapping[str, Any] | None = None,
        order: str | None = None,
        descending: bool = False,
        limit: int = 100,
        offset: int = 0,
    ) -> list[dict[str, Any]]:
        """Shown forms. `where`: index name -> a value, several values, or {"from": .., "until": ..} (inclusive)."""
        return reading.find(self._reader(actor), kind, where or {}, order, descending, limit, offset)

    def count(self, actor: Actor, kind: str, *, where: Mapping[str, Any] | None = None) -> int:
        return reading.count(self._reader(actor), kind, where or {})

    def listed(self, actor: Actor, kind: str, name: str) -> list[tuple[str, str]]:
        """(document, value) of one index name over all documents of a kind that this actor may find.

        For lists that are too long to open each document. Index values are not redacted: show of them only
        what everybody may read who may find the document.
        """
        return reading.listed(self._reader(actor), kind, name)

    def disputed(self, actor: Actor, limit: int = 200) -> list[dict[str, Any]]:
        """Documents with rivals that this actor may see, the newest change first."""
        return reading.disputed(self._reader(actor), limit)

    def history(self, actor: Actor, document_id: str) -> list[dict[str, Any]]:
        return reading.history(self._reader(actor), document_id, self.directory)

    def search(self, actor: Actor, text: str, kinds: Iterable[str], limit: int = 20) -> list[dict[str, Any]]:
        return reading.search(self._reader(actor), text, kinds, limit)

    def secret(self, document_id: str, name: str) -> Any:
        """Return a secret part of a document (`photos.<id>.key`), None if there is none or it was erased.

        For the application itself, never for an answer: check with `read` first that the actor sees the item.
        """
        return secret_parts.read(self.store, self._wrap_keys, document_id, name)

    def wrap_anew(self) -> int:
        """Wrap every secret with the present key that an older one wrapped; return how many. All of them, or none."""
        with self.store.transaction():
            return secret_parts.wrap_anew(self.store, self._wrap_keys)

    # -- the log, for the worker and for proofs

    def entries_since(self, position: int, limit: int) -> list[Entry]:
        return [as_entry(row) for row in self.store.entries_since(position, limit)]

    def entry(self, operation_id: str) -> Entry | None:
        """The latest entry of an operation."""
        row = self.store.entry(operation_id)
        return as_entry(row) if row else None

    def log_head(self) -> tuple[int, str]:
        """Position and head of the newest entry: what the register notes each day."""
        position, head = self.store.log_end()
        return position, head.hex()

    def erase(self, actor: Actor, document_id: str) -> Outcome:
        """Destroy a document in tables, log and kept bytes; who may order it is the application's to check."""
        outcome = self._erase(actor, document_id)
        self._scrub()
        return outcome

    def _erase(self, actor: Actor, document_id: str, is_noted: bool = False) -> Outcome:
        with self._keeping() as last:
            work = self._work()
            operation = self._operation(work, actor, ERASE, document_id, {}, None, "office", None)
            row = self._write_own(work, "office", operation, closes=False)
            work.flush()
            if not is_noted:
                last.append(lambda: self._note(ERASED, document_id))
        return outcome_of(row)

    def _note(self, what: str, subject: str, **detail: str) -> None:
        """Note in the register, just before the commit: what then fails is destroyed at the next start after all."""
        if self._register is not None:
            self._register.add(what, subject, self._now(), **detail)

    def traces(self, document_id: str) -> tuple[int, str]:
        """How many lines of the log are about a document, and the digest over their heads: the same after erasing."""
        rows = [row for row in self.store.history(document_id) if row.kind != ERASE]
        return len(rows), sha256(b"".join(row.head for row in rows)).hexdigest()

    def forget_secrets(self, document_id: str, names: Iterable[str]) -> None:
        """Destroy secret parts of a document (`photos.<id>.key`) that stays itself."""
        with self.store.transaction():
            secret_parts.forget(self.store, document_id, names)

    def copy_trouble(self) -> tuple[str, ...]:
        """Say what is wrong with the copy of the log: `unwritable`, `behind`, `destroyed` (what was is still in it)."""
        with self.store.reading():
            return self._copying.trouble()

    def renew_copy(self) -> None:
        """Write the copy of the log anew, without what was erased since; nothing happens without a copy.

        Raises StoreUnavailable; the copy is then as it was.
        """
        self._copying.renew()

    def _scrub(self) -> None:
        """Take what was destroyed out of the files of the store; while somebody reads what was, `catch_up` tries again."""
        is_clean = self.store.scrub()
        if is_clean != (self.store.get_value(*UNSCRUBBED) is None):
            with self.store.transaction():
                self.store.set_value(*UNSCRUBBED, None if is_clean else True)

    def _renew_or_later(self) -> None:
        """Take what was destroyed out of the copy of the log; where that cannot be written now, `catch_up` does it."""
        try:
            if self._copying.is_due():
                self._copying.renew()
        except StoreUnavailable as error:
            log.error("what was destroyed is still in the copy of the log", exc_info=error)

    def marks(self) -> list[tuple[bytes, int, list[str]]]:
        """For each stream how far it is here, with digests: what a verified backup holds."""
        with self.store.reading():
            return [(stream, n, [h.hex()[:8] for h in digests]) for stream, n, digests in self.store.marks()]

    def publish_safe(self, marks: Iterable[tuple[bytes, int, list[str]]]) -> None:
        """Tell phones of a verified backup, by marks read from it: safe is what the older of the two newest holds."""
        with self._keeping():
            self.store.publish_marks(marks)

    def holes(self) -> list[dict[str, Any]]:
        """Numbers that no phone holds any more and that never came: the office is told."""
        return [{"stream": s.hex(), "from": first, "until": last} for s, first, last in self.store.holes()]

    def missing_of(self, phone: str, reported: Mapping[str, int]) -> list[dict[str, Any]]:
        """What is known to exist of a phone's work and is not here; `reported`: the last number it said to hold, per stream.

        As `sync.missing.missing_of` returns it.
        """
        with self.store.reading():
            return missing_of(self.store, phone, reported)

    def rebuild(self) -> Report:
        """Make every document anew from the log; report which were not what the log gives."""
        with self.store.transaction():
            return checking.rebuild(self.store, self.registry)

    def check(self, blobs: Blobs | None = None) -> Report:
        """Prove it: the chain, every document from the log, every signature, the access log, every blob."""
        return checking.check_all(self.store, self.registry, self._work, blobs, self._sealed_elsewhere)

    # -- means

    @contextmanager
    def in_the_past(self, clock: Callable[[], datetime]) -> Iterator[None]:
        """Let what is written meanwhile happen at another time: for an example with a past, never for a house in use."""
        present, self._now = self._now, clock
        try:
            yield
        finally:
            self._now = present

    def _work(self) -> Work:
        return Work(self.store, self._means, self._now(), self._policy())

    def _reader(self, actor: Actor) -> Reader:
        now = self._now()
        fingerprint = fingerprint_of(self.registry, actor, self._policy())
        return Reader(self.store, self.registry, actor, now.astimezone(AMSTERDAM).date(), fingerprint, as_utc_text(now))

    def _now_ms(self) -> int:
        return int(self._now().timestamp() * 1000)


def outcome_of(row: LogRow) -> Outcome:
    entry = as_entry(row)
    return Outcome(entry.operation_id, entry.outcome, entry.code, entry.position, entry.document, entry.conflicts)


def _is_there(actor: Actor, stream: str) -> bool:
    """Whether a person waits for the answer: then a refusal is heard, and `base` is what was shown."""
    return actor.person != SYSTEM and stream != WORKER
