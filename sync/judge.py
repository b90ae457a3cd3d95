"""Says what becomes of one operation. Pure towards the store: it reads, it never writes.

The order of judgement, the first that fails gives `held` with its code: unopenable, bad_sig,
revoked, unknown_kind, shape, dep, no_permission, the rule's own slug, server_error.
"""

from __future__ import annotations

import fnmatch
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sync.decisions import DECIDED, Decision, decision_of, name_of_bytes
from sync.envelope import Opened
from sync.merge import LATE, PLAIN, RIVAL, UNTOUCHED, Effect, Stored, effect_on, lay, same, value_of
from sync.operation import Actor, Changes, Context, Document, Misshapen, Operation, parse_operation
from sync.registry import ACT, NEW, PICK, DocumentKind, OperationKind
from sync.secret_parts import is_kept, wrapped
from sync.shapes import WrongShape, flatten
from sync.store.contract import Kept, LogRow, StoreUnavailable
from sync.work import Work

log = logging.getLogger("sync")
ERASE = "erased"
APPLIED, CONFLICT, HELD, CLOSED = "applied", "conflict", "held", "closed"


class Held(Exception):
    """What does not fit, and why. `waits_for`: the document that must be made first."""

    def __init__(self, code: str, waits_for: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.waits_for = waits_for


@dataclass(frozen=True, slots=True)
class Incoming:
    """One kept operation as far as it could be opened. `trusted`: a valid signature vouches for it."""

    kept: Kept
    opened: Opened | None
    trusted: bool


@dataclass(slots=True)
class Verdict:
    """What will be written; filled in step by step. `document` is the new state, None when nothing changes."""

    outcome: str
    code: str | None = None
    operation: Operation | None = None
    by: Actor | None = None
    body: Mapping[str, Any] | None = None
    changes: Changes | None = None
    effects: Mapping[str, Effect] = field(default_factory=dict)
    document: Stored | None = None
    secrets: Mapping[str, Any] = field(default_factory=dict)
    waits_for: str | None = None
    made: bool = False
    decided: Mapping[str, Any] | None = None
    decision: Decision | None = None
    is_wiped: bool = False
    """Nothing of what the operation says may be written."""


def judge(work: Work, incoming: Incoming, operation_id: str, override: bool = False) -> Verdict:
    """Judge an operation against what is there now.

    `override` sets scope, role and revocation aside, never the merge and never the rule: it is told
    (`context.override`) and knows best which of its refusals may be waived, and what else it changes.
    """
    verdict = Verdict(HELD)
    if incoming.kept.envelope is None:
        return Verdict(CLOSED, "erased", is_wiped=True)
    try:
        verdict = _who_says_what(work, incoming, override)
        _judge_known(work, verdict, incoming.kept, operation_id, override)
    except Held as held:
        verdict.code, verdict.waits_for = held.code, held.waits_for
    except _Unsaid as unsaid:
        verdict.code, verdict.by = unsaid.code, unsaid.by
    except Exception as error:
        if isinstance(error, (StoreUnavailable, *work.store.failures)):
            raise
        log.exception("applying operation %s failed", operation_id)
        verdict.outcome, verdict.code = HELD, "server_error"
        verdict.document = verdict.changes = None
    return verdict


def unjudged(work: Work, incoming: Incoming) -> Verdict:
    """What is known of an operation without judging it: who made it and, if readable, what it says."""
    try:
        return _who_says_what(work, incoming, override=True)
    except _Unsaid as unsaid:
        return Verdict(HELD, unsaid.code, by=unsaid.by)


def public_body(work: Work, operation: Operation) -> Mapping[str, Any] | None:
    """The body of an operation without what is declared secret; None when that cannot be told apart."""
    kind = work.means.registry.operations.get(operation.kind)
    if kind is None or not kind.secret:
        return operation.body
    try:
        body = _checked_body(kind, work.means.registry.documents[kind.on], operation)
    except Held:
        return None
    return _without_secrets(kind, body)[0]


class _Unsaid(Exception):
    """Held before it could be read; `by` is known once the signature was."""

    def __init__(self, code: str, by: Actor | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.by = by


def _who_says_what(work: Work, incoming: Incoming, override: bool) -> Verdict:
    if incoming.opened is None:
        raise _Unsaid("unopenable")
    if not incoming.trusted:
        raise _Unsaid("bad_sig")
    maker = _certified(work, incoming.kept.phone)
    actor = work.actor(maker.person, incoming.kept.phone) if maker else None
    revoked = maker is not None and actor is None and not override
    try:
        operation = parse_operation(incoming.opened.body)
    except Misshapen:
        raise _Unsaid("revoked" if revoked else "shape", maker) from None
    if revoked:
        return Verdict(HELD, "revoked", operation, maker)
    if maker is None:
        return Verdict(HELD, None, operation, operation.actor)
    by = actor or maker
    return Verdict(HELD, None, operation, replace(by, linked_by=maker.linked_by) if maker.linked_by else by)


def _certified(work: Work, phone: str) -> Actor | None:
    """The maker as the certificate names him or her, holding nothing."""
    certificate = work.certificate(phone) if phone else None
    if certificate is None:
        return None
    return Actor(certificate.person, "", frozenset(), frozenset(), phone, linked_by=certificate.linked_by)


def _judge_known(work: Work, verdict: Verdict, kept: Kept, operation_id: str, override: bool) -> None:
    """Fill in the verdict; it is applied or conflict only when the last line was reached."""
    operation, by = verdict.operation, verdict.by
    if operation is None or verdict.code is not None:
        return
    if by is None:
        raise Held("shape")
    if operation.kind == ERASE and kept.phone == "":
        verdict.outcome = APPLIED
        return
    if operation.kind == DECIDED and kept.phone == "":
        _judge_decision(work, verdict, operation)
        return
    kind = work.means.registry.operations.get(operation.kind)
    if kind is None:
        raise Held("unknown_kind")
    on = work.means.registry.documents[kind.on]
    if work.document(operation.document) is None and work.store.is_erased(operation.document):
        verdict.outcome, verdict.code, verdict.is_wiped = CLOSED, "erased", True
        return
    body, secrets = _without_secrets(kind, _checked_body(kind, on, operation))
    verdict.body = body
    document = _present(work, kind, operation.document)
    reads = _reads(work, kind, body, document)
    if not override:
        _permit(kind, by, document, reads)
    elif kind.name not in work.means.registry.takes_in:
        raise Held("no_permission")  # a decision is made by who may decide, never taken in from who may not
    if kind.form == NEW:
        reads["existing"] = document
    has_secret, found = _with_secrets(work, operation, secrets), _found(work, kind, document, body)
    context = _context(work, by, operation, operation_id, reads, override, has_secret, found)
    changes = _changes(work, kind, on, document, body, context)
    effects = {} if kind.form == ACT or document is None else _effects(work, kind, document, kept, changes, operation)
    _merge(work, on, document, operation, changes, effects, verdict, operation_id)
    verdict.secrets = {name: _wrapped(work, operation.document, name, value) for name, value in secrets.items()}


def _judge_decision(work: Work, verdict: Verdict, operation: Operation) -> None:
    """A decision counts while the bytes that it is about are held; it waits for bytes that are not here."""
    try:
        decision = decision_of(operation)
    except Misshapen:
        raise Held("shape") from None
    row = work.entry(decision.operation_id) or work.entry(decision.at)
    kept = work.store.kept(row.seq) if row else None
    verdict.decision = decision
    if row is None or kept is None or kept.h.hex() != decision.h:
        raise Held("dep", name_of_bytes(decision.h))
    if row.outcome != HELD:
        verdict.outcome, verdict.code = CLOSED, "repeated"
        return
    verdict.outcome = APPLIED


def _checked_body(kind: OperationKind, on: DocumentKind, operation: Operation) -> dict[str, Any]:
    try:
        if kind.shape is None:
            return flatten(operation.body, on.collections)
        if kind.form == ACT:
            kind.shape.check_facts(operation.body)
            return operation.body
        return kind.shape.check(operation.body)
    except WrongShape as error:
        log.info("held, wrong shape: %s %s", kind.name, error)
        raise Held("shape") from None


def _without_secrets(kind: OperationKind, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take `collection.*.key` out of the items; they go to values, never to rule, log or document."""
    if not kind.secret:
        return body, {}
    clean, secrets = dict(body), {}
    for pattern in kind.secret:
        path, _, key = pattern.rpartition(".")
        for name in fnmatch.filter(body, path):
            if isinstance(clean[name], dict) and key in clean[name]:
                secrets[f"{name}.{key}"] = clean[name][key]
                clean[name] = {k: v for k, v in clean[name].items() if k != key}
    return clean, secrets


def _with_secrets(work: Work, operation: Operation, secrets: Mapping[str, Any]) -> frozenset[str]:
    """Return the items under whose name a secret is kept already: laying another over it would lock the first for ever."""
    kept = (name for name in secrets if is_kept(work.store, operation.document, name))
    return frozenset(name.rpartition(".")[0] for name in kept)


def _wrapped(work: Work, document_id: str, name: str, value: Any) -> str:
    """Seal a secret under the application's key, which is not in the database; bound to its place."""
    if work.means.wrap_key is None:
        raise RuntimeError("a secret arrived, but the engine has no key to wrap it with")
    return wrapped(work.means.wrap_key, f"{document_id}/{name}", value)


def _present(work: Work, kind: OperationKind, document_id: str) -> Stored | None:
    document = work.document(document_id)
    if document is None:
        if kind.form != NEW:
            raise Held("dep", document_id)
    elif document.kind != kind.on:
        raise Held("shape")
    return document


def _reads(
    work: Work, kind: OperationKind, body: Mapping[str, Any], document: Stored | None
) -> dict[str, Stored | None]:
    found: dict[str, Stored | None] = {}
    for name, named in kind.reads.items():
        holder, may_be_unknown = named.rstrip("?"), named.endswith("?")
        wanted = value_of(body, holder) or (value_of(document.fields, holder) if document else None)
        found[name] = work.document(wanted) if isinstance(wanted, str) else None
        there = found[name]
        if there is not None and name in work.means.registry.documents and there.kind != name:
            raise Held("shape")  # an id of something else
        if isinstance(wanted, str) and there is None and not may_be_unknown:
            raise Held("dep", wanted)
    return found


def _permit(kind: OperationKind, by: Actor, document: Stored | None, reads: Mapping[str, Stored | None]) -> None:
    if kind.form != PICK and not by.roles & kind.by:
        raise Held("no_permission")
    if kind.anywhere:
        return
    for needed in (document, *(reads.values() if kind.form == NEW else ())):
        if needed is not None and not needed.scopes & by.scopes:
            raise Held("no_permission")


def _found(
    work: Work, kind: OperationKind, document: Stored | None, body: Mapping[str, Any]
) -> dict[str, dict[str, Document]]:
    fields = document.fields if document is not None else {}
    return {
        name: {
            one: found.fields for one, found in work.find(find.kind, find.by, find.values(fields, dict(body))).items()
        }
        for name, find in kind.finds.items()
    }


def _context(
    work: Work,
    by: Actor,
    operation: Operation,
    operation_id: str,
    reads: Mapping[str, Stored | None],
    override: bool,
    has_secret: frozenset[str],
    found: Mapping[str, Mapping[str, Document]],
) -> Context:
    return Context(
        by=by,
        at=work.at,
        made_at=operation.made_at,
        policy=work.policy,
        reads={name: document.fields if document else None for name, document in reads.items()},
        document_id=operation.document,
        operation_id=operation_id,
        override=override,
        has_secret=has_secret,
        found=found,
    )


def _changes(
    work: Work,
    kind: OperationKind,
    on: DocumentKind,
    document: Stored | None,
    body: dict[str, Any],
    context: Context,
) -> Changes:
    if kind.form == PICK and document is not None:
        body = _picked(work, kind, document, body, context.by, context.override)
    shown = None if document is None or kind.form == NEW else document.fields
    try:
        changes = kind.rule(shown, body, context)
        return body if changes is body and kind.form != ACT else flatten(changes, on.collections)
    except work.means.registry.refused as refused:
        raise Held(str(getattr(refused, "reason", "refused"))) from None


def _picked(
    work: Work, kind: OperationKind, document: Stored, body: dict[str, Any], by: Actor, override: bool
) -> Changes:
    for name, value in body.items():
        state = document.states.get(name, UNTOUCHED)
        if not state.rivals:
            raise Held("pick_unknown_value")  # nobody said another value: there is nothing to choose
        if not (override or by.roles & kind.by or _made_a_rival(work, state.rivals, by)):
            raise Held("no_permission")
        if not _was_ever_said(work, document, name, value):
            raise Held("pick_unknown_value")
    return body


def _made_a_rival(work: Work, rivals: tuple[tuple[str, int, Any], ...], by: Actor) -> bool:
    entries = (work.entry(operation) for operation, _, _ in rivals)
    return any(entry is not None and entry.by == by.person for entry in entries)


def _was_ever_said(work: Work, document: Stored, name: str, value: Any) -> bool:
    """Whether somebody said this value of this field before: a pick chooses, it never invents."""
    state = document.states.get(name, UNTOUCHED)
    if same(value_of(document.fields, name), value) or any(same(r[2], value) for r in state.rivals):
        return True
    return any(name in said and same(said[name], value) for said in map(changes_of, work.history(document.id)))


def _merge(
    work: Work,
    on: DocumentKind,
    document: Stored | None,
    operation: Operation,
    changes: Changes,
    effects: Mapping[str, Effect],
    verdict: Verdict,
    operation_id: str,
) -> None:
    before = document or Stored(operation.document, on.name, {})
    if document is None or any(effects.get(name, PLAIN).effect != LATE for name in changes):
        verdict.document = with_labels(on, lay(before, changes, effects, operation_id, work.position))
    verdict.changes, verdict.made = changes, document is None
    verdict.effects = {name: effect for name, effect in effects.items() if effect != PLAIN}
    is_rival = any(effect.effect == RIVAL for effect in verdict.effects.values())
    verdict.outcome = CONFLICT if is_rival else APPLIED


def _effects(
    work: Work, kind: OperationKind, document: Stored, kept: Kept, changes: Changes, operation: Operation
) -> dict[str, Effect]:
    base = None if kind.form == NEW else work.known_position(operation.base)
    late, ancestors = _late_fields(work, document, kept), dict[str, bool]()

    def is_ancestor(operation_id: str) -> bool:
        if operation_id not in ancestors:
            ancestors[operation_id] = work.is_ancestor(operation_id, kept.stream, kept.n)
        return ancestors[operation_id]

    def is_seen(position: int) -> bool:
        return base is not None and position <= base

    effects: dict[str, Effect] = {}
    for name, value in changes.items():
        state = document.states.get(name, UNTOUCHED)
        if not late and not state.rivals and all(is_ancestor(o) or is_seen(p) for o, p in state.writers):
            effects[name] = PLAIN
            continue
        effects[name] = effect_on(
            state,
            value_of(document.fields, name),
            value,
            is_ancestor=is_ancestor,
            is_seen=is_seen,
            is_late=name in late,
            picks=kind.form == PICK,
        )
    return effects


def _late_fields(work: Work, document: Stored, kept: Kept) -> set[str]:
    """Fields that a later operation of the same phone already reached.

    Only looked for when there can be one: a higher number of the stream was judged, or another stream
    follows this one.
    """
    stream = work.stream(kept.stream)
    if stream is None or stream.phone == "":
        return set()
    if stream.judged <= kept.n and not work.is_followed(kept.stream):
        return set()
    fields: set[str] = set()
    for row in work.history(document.id):
        mine = f"{kept.stream.hex()}:{kept.n}"
        if row.outcome in (APPLIED, CONFLICT) and work.is_ancestor(mine, row.stream, row.n):
            fields.update(changes_of(row))
    return fields


def changes_of(row: LogRow) -> Changes:
    """Return what an applied entry said about fields; nothing for one that was held or erased."""
    if row.content is None:
        return {}
    content = json.loads(row.content)
    return content.get("changes", content["body"]) or {}


def with_labels(on: DocumentKind, document: Stored) -> Stored:
    """Set the scopes, index and search text that follow from the fields."""
    document.scopes = frozenset(on.scopes(document.fields))
    document.index = {k: str(v) for k, v in on.index(document.fields).items() if v is not None}
    document.text = on.search(document.fields) if on.search else None
    return document
