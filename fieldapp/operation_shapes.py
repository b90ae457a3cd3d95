"""What an operation of a phone says, as JSON schema: the part of the description of the API that is sealed inside a push."""

from __future__ import annotations

from typing import Any

from fieldapp.registry import FIELD, REGISTRY
from sync.registry import EDIT, NEW, OperationKind
from sync.shapes import KEY_PATTERN


def phone_operations() -> dict[str, dict[str, Any]]:
    """Return per kind that an inspector may make: form, kind of document, roles, and the schema of its body."""
    made = {name: kind for name, kind in REGISTRY.operations.items() if FIELD & kind.by and kind.shape is not None}
    return {name: _described(kind) for name, kind in sorted(made.items())}


def _described(kind: OperationKind) -> dict[str, Any]:
    assert kind.shape is not None
    schema = kind.shape.schema()
    if kind.form in (NEW, EDIT):
        schema = _flat(schema, kind.shape.collections)
    return {"form": kind.form, "document": kind.on, "by": sorted(kind.by), "body": schema}


def _flat(schema: dict[str, Any], collections: frozenset[str]) -> dict[str, Any]:
    """Write a collection as its items, the way they stand in a body: `answers.nooduitgang_vrij`."""
    named = schema["properties"]
    items = {
        rf"^{name}\.{KEY_PATTERN}$": named[name].get("additionalProperties", {})
        for name in sorted(collections & named.keys())
    }
    plain = {name: one for name, one in named.items() if name not in collections}
    return {**schema, "properties": plain} | ({"patternProperties": items} if items else {})
