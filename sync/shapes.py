"""Whether a JSON value has the shape that a TypedDict declares; unknown fields do not pass.

Bodies and documents cross this border in two writings: nested (`{"answers": {"a": 1}}`) inside
documents, flat (`{"answers.a": 1}`) in bodies and changes. A collection is a field annotated
`dict[str, ...]`; each of its items is a field of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NotRequired, Required, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError
from typing_extensions import ReadOnly, TypedDict, get_type_hints, is_typeddict

KEY_PATTERN = "[a-z0-9_-]{1,64}"
FIELD = re.compile(rf"[A-Za-z_][A-Za-z0-9_]{{0,63}}(\.{KEY_PATTERN})?")
STRICT = ConfigDict(extra="forbid", strict=True)


class WrongShape(ValueError):
    """Says where and what, never the value itself."""


class Shape:
    """A TypedDict, or a mapping of field pattern to type (`{"answers.*": Answer}`)."""

    def __init__(self, declared: Any) -> None:
        self.declared = _as_typed_dict(declared) if isinstance(declared, Mapping) else declared
        self.collections = collections_of(self.declared)
        self._adapter: TypeAdapter[Any] = TypeAdapter(_strictly(self.declared))

    def check(self, flat: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body with each item of a collection as a field; raise WrongShape."""
        body = flatten(flat, self.collections)
        self.check_facts(nest(body, self.collections))
        return body

    def check_facts(self, body: Mapping[str, Any]) -> None:
        """Check the body of an act, whose names are facts and no fields; raise WrongShape."""
        try:
            self._adapter.validate_python(body)
        except ValidationError as error:
            raise WrongShape(self._where(error)) from None

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of the nested writing."""
        return self._adapter.json_schema()

    def _where(self, error: ValidationError) -> str:
        """The declared field and what is wrong; never a deeper name, which may be a key that somebody typed."""
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        top = first["loc"][0] if first["loc"] else ""
        declared = top in get_type_hints(self.declared, include_extras=True)
        return f"{top}: {first['type']}" if declared else str(first["type"])


def collections_of(declared: Any) -> frozenset[str]:
    """Return the fields of a TypedDict that are annotated `dict[str, ...]`."""
    hints = get_type_hints(declared, include_extras=True)
    return frozenset(name for name, hint in hints.items() if get_origin(_bare(hint)) is dict)


def flatten(body: Mapping[str, Any], collections: frozenset[str]) -> dict[str, Any]:
    """Write `{"answers": {"a": 1}}` as `{"answers.a": 1}`; raise WrongShape for what is no field."""
    flat: dict[str, Any] = {}
    for name, value in body.items():
        if name in collections and isinstance(value, dict):
            flat.update((f"{name}.{key}", item) for key, item in value.items())
        elif name in collections:
            raise WrongShape(f"{name}: a collection is set by its items")
        else:
            flat[name] = value
    for name in flat:
        if not _is_field(name):
            raise WrongShape("a name that is no field")
        if "." in name and name.partition(".")[0] not in collections:
            raise WrongShape("an item of what is no collection")
    return flat


def nest(flat: Mapping[str, Any], collections: Iterable[str]) -> dict[str, Any]:
    """Write `{"answers.a": 1}` as `{"answers": {"a": 1}}`."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        top, dot, key = name.partition(".")
        if dot:
            nested.setdefault(top, {})[key] = value
        else:
            nested[name] = value
    return nested


@lru_cache(maxsize=16_384)
def _is_field(name: str) -> bool:
    return FIELD.fullmatch(name) is not None


def _as_typed_dict(patterns: Mapping[str, Any]) -> Any:
    fields = {name.removesuffix(".*"): dict[str, kind] if name.endswith(".*") else kind  # type: ignore[valid-type]
              for name, kind in patterns.items()}  # fmt: skip
    return TypedDict("Body", fields, total=False)  # type: ignore[operator]  # made from a table


def _strictly(declared: Any) -> Any:
    """Let a TypedDict, and each one inside it, refuse unknown names and converted values."""
    if is_typeddict(declared) and getattr(declared, "__pydantic_config__", None) is not STRICT:
        declared.__pydantic_config__ = STRICT
        for hint in get_type_hints(declared).values():
            _strictly(hint)
    for inner in get_args(declared):
        _strictly(inner)
    return declared


def _bare(hint: Any) -> Any:
    while get_origin(hint) in (Required, NotRequired, ReadOnly):
        hint = get_args(hint)[0]
    return hint
