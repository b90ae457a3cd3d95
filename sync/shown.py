"""The shown form of a document: redacted for its reader before anything else happens to it.

A rival's value is shown only as the reader may see it: it is laid into the document, redacted with
it, and taken out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sync.merge import Stored, value_of, with_value
from sync.operation import Actor, Changes, Document
from sync.registry import DocumentKind
from sync.store.contract import LogRow

EntryAt = Callable[[int], LogRow | None]


def shown(on: DocumentKind, document: Stored, actor: Actor, today: date, entry_at: EntryAt) -> dict[str, Any]:
    """Return what this actor may see of a document: fields, and rivals and writers of disputed fields."""
    form: dict[str, Any] = {
        "id": document.id,
        "kind": document.kind,
        "version": document.version,
        "fields": on.redact(document.fields, actor, today),
        "rivals": {},
        "writers": {},
    }
    for name, state in document.states.items():
        if state.rivals:
            _add_rivals(form, on, document, name, actor, today, entry_at)
    return form


def _add_rivals(
    form: dict[str, Any],
    on: DocumentKind,
    document: Stored,
    name: str,
    actor: Actor,
    today: date,
    entry_at: EntryAt,
) -> None:
    state = document.states[name]
    seen = [
        {"operation": operation, "value": value, **_maker(entry_at(position))}
        for operation, position, said in state.rivals
        for may, value in [redacted_value(on, document.fields, name, said, actor, today)]
        if may
    ]
    if seen:
        form["rivals"][name] = seen
        form["writers"][name] = _maker(entry_at(state.writers[-1][1])) if state.writers else None


def redacted_value(
    on: DocumentKind, fields: Document, name: str, value: Any, actor: Actor, today: date
) -> tuple[bool, Any]:
    """Return whether the actor may see this value of the field, and what of it.

    A value that is nothing (removed) is seen by whoever sees another value there.
    """
    if value is None:
        present = value_of(fields, name)
        return present is not None and value_of(on.redact(fields, actor, today), name) is not None, None
    redacted = value_of(on.redact(with_value(fields, name, value), actor, today), name)
    return redacted is not None, redacted


def redacted_changes(on: DocumentKind, fields: Document, changes: Changes, actor: Actor, today: date) -> dict[str, Any]:
    """Return what of an entry's changes this actor may see."""
    found = {name: redacted_value(on, fields, name, value, actor, today) for name, value in changes.items()}
    return {name: value for name, (may, value) in found.items() if may}


def in_scope(document: Stored | None, scopes: Iterable[str]) -> bool:
    return document is not None and not document.scopes.isdisjoint(scopes)


def _maker(row: LogRow | None) -> Mapping[str, Any]:
    return {"by": row.by if row else "", "made_at": row.made_at if row else ""}
