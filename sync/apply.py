"""Drains what is kept: opens it, checks who signed it, judges it, and writes entry and document.

A drain is one transaction. Judging writes nothing, so one operation's refusal or error leaves no
trace in another's; only when the transaction itself fails is each operation tried alone.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace

from sync import secret_parts
from sync.chain import content_digest, content_text
from sync.copying import note_erasure
from sync.decisions import CLOSE, DECIDED, OVERRIDE, WIPE, Decision, decision_of, name_of_bytes
from sync.envelope import NOBODY, Malformed, Opened, Unopenable, verify
from sync.faults import kill_point
from sync.judge import APPLIED, CLOSED, CONFLICT, ERASE, HELD, Incoming, Verdict, judge, public_body, unjudged
from sync.merge import PLAIN, SET
from sync.operation import Misshapen, Operation, parse_operation
from sync.push import is_strange
from sync.store.contract import Kept, LogRow, Store, StoreUnavailable
from sync.work import Work

log = logging.getLogger("sync")
BATCH = 1000
MOST_ATTEMPTS = 2


@dataclass(frozen=True)
class Drains:
    """How the engine applies: a new Work for each transaction, and the store that ends it."""

    store: Store
    work: Callable[[], Work]
    relaxed: bool = False
    """Whether another flush vouches for these operations already (the copy of the log)."""

    def transaction(self) -> AbstractContextManager[None]:
        return self.store.transaction(durable=not self.relaxed)


def drain(drains: Drains) -> dict[int, LogRow]:
    """Judge everything that waits to be judged; return the entries by seq of the kept bytes."""
    done: dict[int, LogRow] = {}
    while True:
        try:
            with drains.transaction():
                work = drains.work()
                rows = drains.store.pending(BATCH)
                done.update(_apply_all(work, rows))
                work.flush()
        except Exception:
            log.exception("a drain failed as a whole; each operation is tried alone")
            done.update(drain_singly(drains))
            return done
        if len(rows) < BATCH:
            return done


def drain_singly(drains: Drains) -> dict[int, LogRow]:
    """Judge each waiting operation in a transaction of its own.

    Its attempts are raised durably before it is tried: what stopped the server twice is held
    `server_error`, and the others go on. A store that cannot write now raises StoreUnavailable.
    """
    done: dict[int, LogRow] = {}
    while rows := drains.store.pending(1):
        try:
            done.update(_one_alone(drains, rows[0].seq))
        except StoreUnavailable:
            raise
        except Exception:
            if rows[0].attempts + 1 >= MOST_ATTEMPTS:
                raise
            log.exception("an operation cannot be written; it will be held")
    return done


def _one_alone(drains: Drains, seq: int) -> dict[int, LogRow]:
    """Judge one operation, unless another process did so while this one waited for its turn.

    The attempt is raised and used up in one turn: processes that recover together do not count as tries.
    """
    with drains.store.turn():
        with drains.store.transaction():
            drains.store.raise_attempts(seq)
        with drains.store.transaction():
            kept = drains.store.pending_row(seq)
            if kept is None:
                return {}
            work = drains.work()
            done = _give_up(work, kept) if kept.attempts >= MOST_ATTEMPTS else _apply_all(work, [kept])
            work.flush()
    return done


def _give_up(work: Work, kept: Kept) -> dict[int, LogRow]:
    incoming = opened(work, [kept])[0]
    verdict = unjudged(work, incoming)
    verdict.outcome, verdict.code = HELD, "server_error"
    return {kept.seq: settle(work, incoming, verdict)}


def _apply_all(work: Work, rows: list[Kept]) -> dict[int, LogRow]:
    done: dict[int, LogRow] = {}
    for incoming in opened(work, rows):
        kill_point("in_apply")
        done.update(apply_with_waiting(work, incoming))
    return done


def apply_with_waiting(work: Work, incoming: Incoming) -> dict[int, LogRow]:
    """Apply one, then what waited for it, in order of arrival: what a decision is about, what needs its document."""
    done: dict[int, LogRow] = {}
    queue = [Turn(incoming)]
    while queue:
        turn = queue.pop(0)
        row, verdict = apply_one(work, turn)
        done[turn.incoming.kept.seq] = row
        queue += _woken(work, turn.incoming.kept, row, verdict)
    return done


@dataclass(frozen=True)
class Turn:
    """One operation to be judged. `again`: it was held; `decision`: who has it tried again, and how."""

    incoming: Incoming
    again: bool = False
    decision: Decision | None = None


def _woken(work: Work, kept: Kept, row: LogRow, verdict: Verdict) -> list[Turn]:
    """What can be judged now because this one was."""
    decision = verdict.decision
    if decision is not None:
        held = work.entry(decision.operation_id)
        target = work.store.kept(held.seq) if held is not None and verdict.outcome == APPLIED else None
        return [Turn(opened(work, [target])[0], True, decision)] if target is not None else []
    waited = row.document if verdict.made else name_of_bytes(kept.h) if row.outcome in (HELD, CLOSED) else None
    return [Turn(one, True) for one in opened(work, _waiting(work, waited))] if waited else []


def apply_one(work: Work, turn: Turn) -> tuple[LogRow, Verdict]:
    """Judge one operation and write what became of it."""
    incoming, decision = _of_its_phone(work, turn.incoming), turn.decision
    if decision is not None and decision.way in (CLOSE, WIPE):
        return _put_away(work, incoming, decision)
    standing = _standing(work, incoming)
    if standing is not None:
        return settle(work, incoming, standing, variant=True), standing
    _learn(work, incoming)
    override = decision is not None and decision.way == OVERRIDE
    verdict = judge(work, incoming, operation_id_of(incoming), override)
    if verdict.outcome in (APPLIED, CONFLICT) and _must_wait(work, incoming, decision):
        verdict = _held_for_its_decision(work, incoming)
    verdict.decided = decision.note if decision is not None else None
    if turn.again:
        work.store.stop_waiting(incoming.kept.seq)
    if verdict.operation is not None and verdict.operation.kind == ERASE and verdict.outcome == APPLIED:
        erase(work, verdict.operation.document)
    if verdict.decision is not None and verdict.decision.way == WIPE:
        work.store.mark_erased(name_of_bytes(verdict.decision.h))
    row = settle(work, incoming, verdict)
    if verdict.is_wiped and incoming.kept.envelope is not None:
        _destroy(work, [row])
    return row, verdict


def _must_wait(work: Work, incoming: Incoming, decision: Decision | None) -> bool:
    """Whether a decision comes behind this one: the first trial waits for any, a later trial only for the end of it."""
    way = work.means.coming.get(incoming.kept.h.hex())
    return way is not None and (decision is None or way in (CLOSE, WIPE))


def _held_for_its_decision(work: Work, incoming: Incoming) -> Verdict:
    """Somebody decided about this while it was held. Judged anew it would pass: what was decided holds."""
    verdict = unjudged(work, incoming)
    verdict.outcome, verdict.code = HELD, "dep"
    return verdict


def decisions_to_come(work: Work, rows: Iterable[Kept]) -> Iterator[tuple[str, str]]:
    """Yield the digest of the bytes that each decision among these rows is about, and its way; the last one counts."""
    for incoming in opened(work, [kept for kept in rows if kept.phone == ""]):
        if incoming.opened is None or not incoming.trusted:
            continue
        with suppress(Misshapen):
            operation = parse_operation(incoming.opened.body)
            if operation.kind == DECIDED:
                decision = decision_of(operation)
                yield decision.h, decision.way


def _destroy(work: Work, rows: Iterable[LogRow]) -> None:
    """Destroy the content of these entries and the bytes that came, in store and (later) in the copy of the log."""
    work.flush()
    work.store.erase_entries(rows, content_digest)
    note_erasure(work.store)


def _of_its_phone(work: Work, incoming: Incoming) -> Incoming:
    """A signature of one phone vouches for nothing in a stream that is another's."""
    stream = work.stream(incoming.kept.stream)
    strange = stream is not None and is_strange(stream, incoming.kept.phone)
    return replace(incoming, trusted=False) if strange else incoming


def _put_away(work: Work, incoming: Incoming, decision: Decision) -> tuple[LogRow, Verdict]:
    """Close what is held; wiping destroys what it says and the bytes that came, under every entry of it."""
    verdict = unjudged(work, incoming)
    known = work.entry(decision.operation_id)
    verdict.outcome, verdict.code, verdict.decided = CLOSED, known.code if known else None, decision.note
    variant = known is not None and known.operation_id != operation_id_of(incoming)
    work.store.stop_waiting(incoming.kept.seq)
    if decision.way == WIPE:
        verdict.is_wiped = True
        work.flush()
        rows = work.store.history(known.document) if known else []
        _destroy(work, [row for row in rows if row.seq == incoming.kept.seq])
    return settle(work, incoming, verdict, variant), verdict


def operation_id_of(incoming: Incoming) -> str:
    """`<stream>:<n>`; in streams of the server the id that the operation was given, if any."""
    return _given_id(incoming) or f"{incoming.kept.stream.hex()}:{incoming.kept.n}"


def _given_id(incoming: Incoming) -> str | None:
    if incoming.kept.phone != "" or incoming.opened is None or not incoming.trusted:
        return None
    try:
        return parse_operation(incoming.opened.body).id
    except Misshapen:
        return None


def _standing(work: Work, incoming: Incoming) -> Verdict | None:
    """Whether other bytes under this number are the operation already; then these are a variant."""
    kept = incoming.kept
    given = _given_id(incoming)
    before = work.entry(given) if given else None
    if before is not None and before.seq != kept.seq:
        return _not_the_operation(work, incoming, CLOSED, "repeated")
    others = [k for k in work.store.kept_under(kept.sid, kept.n) if k.seq < kept.seq] if _may_vary(work, kept) else []
    for other in others:
        entry = work.entry(f"{kept.stream.hex()}:{kept.n}")
        if entry is not None and entry.seq == other.seq and entry.code not in ("unopenable", "bad_sig"):
            return _not_the_operation(work, incoming, HELD, "variant" if incoming.trusted else "bad_sig")
    return None


def _not_the_operation(work: Work, incoming: Incoming, outcome: str, code: str) -> Verdict:
    verdict = unjudged(work, incoming)
    verdict.outcome, verdict.code = outcome, code
    return verdict


def _may_vary(work: Work, kept: Kept) -> bool:
    """Other bytes can only be known for a number that was reached before these came."""
    stream = work.stream(kept.stream)
    return stream is not None and stream.judged >= kept.n


def _learn(work: Work, incoming: Incoming) -> None:
    """Note whose stream this is and what it follows, once a signature vouches for it."""
    stream = work.stream(incoming.kept.stream)
    if stream is None or incoming.opened is None or not incoming.trusted or stream.proved:
        return
    follows = incoming.opened.follows
    stream.proved, stream.phone = True, incoming.kept.phone
    stream.follows = None if follows == NOBODY else follows
    work.update(stream)


def settle(work: Work, incoming: Incoming, verdict: Verdict, variant: bool = False) -> LogRow:
    """Write the entry, the document, its secrets; the bytes are judged now."""
    kept = incoming.kept
    operation_id = operation_id_of(incoming) + (f"~{kept.h.hex()[:8]}" if variant else "")
    row = work.append(_row(work, incoming, verdict, operation_id), kept)
    if verdict.document is not None:
        work.put(work.versioned(verdict.document, row.position))
    _keep_secrets(work, verdict, row.document)
    if verdict.waits_for is not None:
        work.store.wait(verdict.waits_for, kept.seq)
    stream = work.stream(kept.stream)
    if stream is not None:
        stream.judged, stream.last = max(stream.judged, kept.n), row.position
        work.update(stream)
    work.settled.append(kept.seq)
    return row


def _keep_secrets(work: Work, verdict: Verdict, document_id: str) -> None:
    """A value that was not set, since another stood there, does not take away the secret of the one that stands."""
    for name, sealed in verdict.secrets.items():
        is_set = verdict.effects.get(name.rpartition(".")[0], PLAIN).effect == SET
        if is_set or not secret_parts.is_kept(work.store, document_id, name):
            secret_parts.keep(work.store, document_id, name, sealed)


def _row(work: Work, incoming: Incoming, verdict: Verdict, operation_id: str) -> LogRow:
    kept, operation = incoming.kept, verdict.operation or Operation("", "", {}, None, "")
    by = verdict.by
    content = content_text(
        None if verdict.is_wiped or verdict.operation is None else verdict.body or public_body(work, operation),
        verdict.changes,
        verdict.effects,
        operation.mono,
        verdict.decided,
    )
    return LogRow(
        position=0,
        head=b"",
        seq=kept.seq,
        operation_id=operation_id,
        stream=kept.stream,
        n=kept.n,
        kind=operation.kind,
        document=operation.document,
        outcome=verdict.outcome,
        code=verdict.code,
        by=by.person if by else "",
        device=(by.device if by else kept.phone) or None,
        signed_in=by.signed_in if by else "",
        base=operation.base,
        made_at=operation.made_at,
        received_ms=kept.received_ms,
        salt=incoming.opened.salt if incoming.opened else os.urandom(16),
        content=content,
    )


def erase(work: Work, document: str) -> None:
    """Destroy what is known of a document: its fields, the content of its entries, the bytes that came."""
    work.flush()
    _destroy(work, work.store.history(document))
    work.store.drop_document(document, work.position)
    work.store.mark_erased(document)
    secret_parts.forget_all(work.store, document)
    work.forget(document)


def _waiting(work: Work, document: str) -> list[Kept]:
    found = (work.store.kept(seq) for seq in work.store.waiting(document))
    return [kept for kept in found if kept is not None]


def opened(work: Work, rows: Iterable[Kept]) -> list[Incoming]:
    """Open each, and verify: of each stream the last, and each earlier one that it reaches through `prev`."""
    inside = [(kept, _open(work, kept)) for kept in rows]
    found: list[Incoming] = []
    vouched: dict[tuple[bytes, str], tuple[int, bytes]] = {}
    for kept, content in reversed(inside):
        trusted = False
        if content is not None:
            key = (kept.stream, kept.phone)
            trusted = vouched.get(key) == (kept.n, kept.h) or _verified(work, kept, content)
            if trusted:
                vouched[key] = (kept.n - 1, content.prev)
        found.append(Incoming(kept, content, trusted))
    return found[::-1]


def _open(work: Work, kept: Kept) -> Opened | None:
    if kept.envelope is None:
        return None
    try:
        return work.means.opener.open(kept.envelope)
    except (Malformed, Unopenable):
        return None


def _verified(work: Work, kept: Kept, content: Opened) -> bool:
    return any(verify(key, content.signature, content.message) for key in work.sign_keys(kept.phone))
