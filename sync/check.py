"""The proof that documents follow from the log, that the log is whole, and that signatures hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sync.apply import opened
from sync.blobs import Blobs
from sync.chain import content_digest as content_digest
from sync.chain import effects_of, line_of, next_head
from sync.decisions import DECIDED
from sync.judge import APPLIED, CONFLICT, with_labels
from sync.merge import Stored, lay
from sync.registry import Registry
from sync.store.contract import LogRow, Store, StoreUnavailable
from sync.work import Work

STEP = 500


@dataclass(frozen=True)
class Report:
    """What was looked at, and what is wrong with it (sentences for an operator; no content of documents)."""

    entries: int = 0
    documents: int = 0
    signatures: int = 0
    wrong: tuple[str, ...] = ()
    is_readable: bool = True
    """Whether the store could be read to its end: if not, nothing else was looked at."""
    elsewhere: int = 0
    """Envelopes that nobody here can open, since they are sealed to another installation: neither right nor wrong."""

    @property
    def is_whole(self) -> bool:
        return not self.wrong


def check_all(
    store: Store, registry: Registry, work: Callable[[], Work], blobs: Blobs | None, sealed_elsewhere: int
) -> Report:
    """Prove it: the chain, every document from the log, every signature, the access log, every blob."""
    try:
        with store.reading():
            entries, chain = check_chain(store)
            documents, differing = check_documents(store, registry)
            signatures, elsewhere, unsigned = check_signatures(store, work(), sealed_elsewhere)
            looks = store.check_access()
    except (StoreUnavailable, ValueError) as error:  # broken pages, or content that is no longer text or JSON
        return Report(wrong=(f"store: it cannot be read whole: {error}",), is_readable=False)
    damaged = blobs.check() if blobs else []
    wrong = (*chain, *differing, *unsigned, *looks, *damaged)
    return Report(entries, documents, signatures, wrong, elsewhere=elsewhere)


def rebuild(store: Store, registry: Registry) -> Report:
    """Make every document anew from the log; report which were not what the log gives. Inside one transaction."""
    found, wrong = check_documents(store, registry)
    if wrong:
        fresh = rebuilt(store, registry)
        store.forget_documents()
        for document in fresh.values():
            store.put(document)
    return Report(store.log_end()[0], found, 0, tuple(wrong))


def rebuilt(store: Store, registry: Registry) -> dict[str, Stored]:
    """Return every document as the log alone gives it."""
    documents: dict[str, Stored] = {}
    for row in all_rows(store):
        if row.kind == "erased" and row.outcome == APPLIED:
            documents.pop(row.document, None)
        elif row.kind == DECIDED:
            continue
        elif row.outcome in (APPLIED, CONFLICT) and row.content is not None:
            _replay(documents, row, registry)
    return documents


def _replay(documents: dict[str, Stored], row: LogRow, registry: Registry) -> None:
    content = json.loads(row.content or "null")
    kind = registry.operations.get(row.kind)
    before = documents.get(row.document)
    if before is None and kind is None:
        return
    on = registry.documents[kind.on if kind else before.kind]  # type: ignore[union-attr]  # one of the two is there
    changes = content.get("changes", content["body"])
    effects = effects_of(content)
    if before is not None and all(effects.get(n) and effects[n].effect == "late" for n in changes):
        return
    before = before or Stored(row.document, on.name, {})
    after = lay(before, changes, effects, row.operation_id, row.position)
    after.version = f"{row.position}.{row.head.hex()[:8]}"
    documents[row.document] = with_labels(on, after)


def check_documents(store: Store, registry: Registry) -> tuple[int, list[str]]:
    """Compare stored documents with those that the log gives."""
    expected, wrong, found = rebuilt(store, registry), [], 0
    for document in store.all_documents():
        found += 1
        known = expected.pop(document.id, None)
        if known is None or _essence(known) != _essence(document):
            wrong.append(f"document {document.id} is not what the log gives")
    wrong += [f"document {missing} is missing" for missing in expected]
    return found, wrong


def _essence(document: Stored) -> tuple[object, ...]:
    states: Mapping[str, object] = dict(document.states)
    return (document.kind, document.fields, states, document.version, document.scopes, dict(document.index))


def check_chain(store: Store) -> tuple[int, list[str]]:
    """Compute every head anew, from content where it is there, from its digest where it was erased."""
    head, position, wrong = bytes(32), 0, []
    for row in all_rows(store):
        position += 1
        kept = store.kept(row.seq)
        h = kept.h if kept else bytes(32)
        head = next_head(head, line_of(row, h))
        if row.position != position or row.head != head:
            wrong.append(f"log: entry {row.position} does not follow from the one before")
            head, position = row.head, row.position
    if store.log_end() != (position, head):
        wrong.append("log: the counter is not at the last entry")
    return position, wrong


def check_signatures(store: Store, work: Work, own_after: int) -> tuple[int, int, list[str]]:
    """Verify every kept envelope after this number by itself.

    Return how many, how many are sealed to another installation (those up to it), and what does not hold.

    Of what was applied each signature must hold; chain breaks and branches are flags for the office.
    """
    wrong: list[str] = []
    applied = {row.seq for row in all_rows(store) if row.outcome in (APPLIED, CONFLICT)}
    total, elsewhere, last = 0, 0, 0
    while rows := store.kept_since(last, STEP):
        for kept in rows:
            last = kept.seq
            if kept.seq <= own_after:
                elsewhere += kept.envelope is not None
                continue
            total += 1
            is_whole = kept.envelope is None or opened(work, [kept])[0].trusted
            if kept.seq in applied and not is_whole:
                wrong.append(f"operation {kept.stream.hex()}:{kept.n} was applied, but its signature does not hold")
    return total, elsewhere, wrong


def all_rows(store: Store) -> Iterator[LogRow]:
    position = 0
    while rows := store.entries_since(position, STEP):
        yield from rows
        position = rows[-1].position
