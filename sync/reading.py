"""The door out at a desk: one document, lists, history, search, what is held. Scope first, then redaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from itertools import islice
from typing import Any

from sync.access_log import AccessLog
from sync.chain import as_entry
from sync.decisions import DECIDED
from sync.merge import Stored
from sync.operation import Actor, Entry
from sync.pull import Reader
from sync.shown import in_scope, redacted_changes, shown
from sync.store.contract import LogRow
from sync.work import Directory

MOST_FOUND = 100_000


def read(reader: Reader, document_id: str) -> dict[str, Any] | None:
    """The shown form; None when it is absent or out of scope, without difference."""
    document = _visible(reader, document_id)
    if document is None:
        return None
    _log_looks(reader, [document], "read")
    return _shown(reader, document)


def find(
    reader: Reader,
    kind: str,
    where: Mapping[str, Any],
    order: str | None,
    descending: bool,
    limit: int,
    offset: int,
) -> list[dict[str, Any]]:
    """Shown forms by index values; documents without the value they are ordered by come last."""
    with reader.store.reading():
        found = reader.store.find(
            kind, reader.actor.scopes, where, order, descending, min(max(limit, 0), MOST_FOUND), max(offset, 0)
        )
        forms = [_shown(reader, document) for document in found]
    _log_looks(reader, found, "list")
    return forms


def count(reader: Reader, kind: str, where: Mapping[str, Any]) -> int:
    return reader.store.count(kind, reader.actor.scopes, where)


def listed(reader: Reader, kind: str, name: str) -> list[tuple[str, str]]:
    """(document, value) of one index name for all documents in scope. What stands in an index is not redacted."""
    return reader.store.listed(kind, reader.actor.scopes, name)


def search(reader: Reader, text: str, kinds: Iterable[str], limit: int) -> list[dict[str, Any]]:
    """Documents of these kinds whose search text has all words, each as a beginning."""
    with reader.store.reading():
        found = reader.store.search(text, kinds, reader.actor.scopes, limit)
        forms = [_shown(reader, document) for document in found]
    _log_looks(reader, found, "search")
    return forms


def disputed(reader: Reader, limit: int) -> list[dict[str, Any]]:
    """Documents in which several values of a field wait for a choice, as far as this actor sees those values."""
    with reader.store.reading():
        found = reader.store.disputed(reader.actor.scopes, limit)
        pairs = [(document, _shown(reader, document)) for document in found]
    seen = [(document, form) for document, form in pairs if form["rivals"]]
    _log_looks(reader, [document for document, _ in seen], "list")
    return [form for _, form in seen]


def history(reader: Reader, document_id: str, directory: Directory) -> list[dict[str, Any]]:
    """The entries of a document in order, each with what this actor may see of it."""
    with reader.store.reading():
        document = _visible(reader, document_id)
        if document is None:
            return []
        rows = [row for row in reader.store.history(document_id) if row.kind != DECIDED]
        lines = [_line(reader, document, as_entry(row), directory) for row in rows]
    _log_looks(reader, [document], "history")
    return lines


def held(reader: Reader, directory: Directory) -> list[dict[str, Any]]:
    """What is held and this actor may know of: own work, that of the own team, or, without content, that it is there."""
    with reader.store.reading():
        return [_held_line(reader, row, directory) for row in _held_rows(reader, directory)]


def held_count(reader: Reader, directory: Directory, most: int) -> int:
    """How many `held` lists, counted to `most`: it stands on every page."""
    with reader.store.reading():
        return len(list(islice(_held_rows(reader, directory), most)))


def _held_rows(reader: Reader, directory: Directory) -> Iterator[LogRow]:
    """Rows of one reading: each document is fetched once, however much of it is held."""
    rows = (row for row in reader.store.latest_held(10_000) if row.kind != DECIDED)
    return (row for row in rows if _may_know(reader, row, directory))


def may_decide(reader: Reader, row: LogRow, directory: Directory) -> bool:
    """Whether the actor may replay or close this: one who decides, in whose scopes it lies."""
    roles = reader.actor.roles
    return bool(roles & reader.registry.decides) and _is_near(reader, row, directory)


def may_see_held(reader: Reader, row: LogRow, directory: Directory) -> bool:
    """Whether the actor may see what a held operation says: its maker, or one who decides."""
    return (row.by != "" and row.by == reader.actor.person) or may_decide(reader, row, directory)


def _may_know(reader: Reader, row: LogRow, directory: Directory) -> bool:
    return bool(reader.actor.roles & reader.registry.oversees) or may_see_held(reader, row, directory)


def _is_near(reader: Reader, row: LogRow, directory: Directory) -> bool:
    """The document is in the actor's scopes; only where there is none, the maker's team is the actor's.

    What would start a document is no nearer than the documents that it is about.
    """
    document = reader.document(row.document)
    if document is not None:
        return in_scope(document, reader.actor.scopes)
    if not all(in_scope(one, reader.actor.scopes) for one in _about(reader, row)):
        return False
    maker = _maker(row, directory)
    return maker is not None and not maker.teams.isdisjoint(reader.actor.teams)


def _about(reader: Reader, row: LogRow) -> list[Stored]:
    """The documents that are there and that a held operation names, as far as its kind says so."""
    kind = reader.registry.operations.get(row.kind)
    body = as_entry(row).body or {}
    named = [body.get(field.rstrip("?")) for field in kind.reads.values()] if kind else []
    found = [reader.document(one) for one in named if isinstance(one, str)]
    return [one for one in found if one is not None]


def _maker(row: LogRow, directory: Directory) -> Actor | None:
    person = row.by
    if not person and row.device:
        certificate = directory.certificate(row.device)
        person = certificate.person if certificate else ""
    return directory.actor(person, None) if person else None


def _held_line(reader: Reader, row: LogRow, directory: Directory) -> dict[str, Any]:
    entry = as_entry(row)
    line = {k: v for k, v in asdict(entry).items() if k not in ("effects", "changes", "head", "outcome")}
    line["by_name"] = _name(directory, entry.by)
    line["may_decide"] = may_decide(reader, row, directory)
    if not may_see_held(reader, row, directory):
        line["body"] = None
    return line


def _line(reader: Reader, document: Stored, entry: Entry, directory: Directory) -> dict[str, Any]:
    on = reader.registry.documents[document.kind]
    said = entry.changes if entry.outcome in ("applied", "conflict") else None
    changes = redacted_changes(on, document.fields, said or {}, reader.actor, reader.today)
    return {
        "position": entry.position,
        "operation": entry.operation_id,
        "kind": entry.kind,
        "by": entry.by,
        "by_name": _name(directory, entry.by),
        "device": entry.device,
        "signed_in": entry.signed_in,
        "made_at": entry.made_at,
        "received_at": entry.received_at,
        "outcome": entry.outcome,
        "code": entry.code,
        "changes": changes,
        "conflicts": [name for name in entry.conflicts if name in changes],
        "decided": entry.decided,
    }


def _name(directory: Directory, person: str) -> str:
    actor = directory.actor(person, None) if person else None
    return actor.name if actor else ""


def _visible(reader: Reader, document_id: str) -> Stored | None:
    document = reader.store.get(document_id)
    return document if in_scope(document, reader.actor.scopes) else None


def _shown(reader: Reader, document: Stored) -> dict[str, Any]:
    on = reader.registry.documents[document.kind]
    return shown(on, document, reader.actor, reader.today, reader.store.entry_at)


def _log_looks(reader: Reader, documents: Iterable[Stored], how: str) -> None:
    """Write who looked, before the answer, where the kind says so for a role of the actor."""
    kinds, roles = reader.registry.documents, reader.actor.roles
    noted = [document for document in documents if kinds[document.kind].logged_for & roles]
    if not noted:
        return
    log = AccessLog(reader.store)
    with reader.store.transaction():
        for document in noted:
            log.add("look", reader.actor.person, document.id, {"kind": document.kind, "how": how}, reader.now)
