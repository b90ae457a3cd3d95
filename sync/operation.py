"""The words of the engine: who acts, what was said, what became of it.

All times are UTC, ISO 8601 with a `Z`; positions count from 1; a field is a
top-level name or `collection.key`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Any, NoReturn

LARGEST_INTEGER = 2**53
DEEPEST_NESTING = 16
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}(\.[a-z][a-z0-9_]{0,39})?")
DOCUMENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._:-]{0,127}")
VERSION = re.compile(r"([1-9][0-9]{0,15})\.([0-9a-f]{8})")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
MADE_AT_LONGEST = 40

Document = dict[str, Any]
Changes = dict[str, Any]
Version = tuple[int, str]


@dataclass(frozen=True)
class Actor:
    """Who acts, as the application's directory resolved it."""

    person: str
    name: str
    roles: frozenset[str]
    scopes: frozenset[str]
    device: str | None = None
    signed_in: str = ""
    unit: str | None = None
    teams: frozenset[str] = frozenset()
    linked_by: str | None = None
    """Who let this device in for the person, until the person said that it is hers: it may be in other hands."""


@dataclass(frozen=True)
class Certificate:
    """What the installation vouches for: this phone, this person, these keys (65-byte P-256 points)."""

    phone: str
    person: str
    dev_public: bytes
    sign_public: bytes
    serial: int = 0
    issued_on: str = ""
    linked_by: str | None = None
    """As of the actor that it stands for."""


@dataclass(frozen=True)
class Context:
    """What a rule gets besides the document and the body.

    `override`: somebody entitled takes a held operation in. Scope, role and revocation are set aside by
    the engine; which of its own refusals a rule waives then, it decides itself.
    `has_secret`: items of the body under whose name a secret is kept already, also of one that was removed.
    `found`: what the kind declares that it looks up (`Find`), by name and then by id, as it is in this transaction.
    """

    by: Actor
    at: datetime
    made_at: str
    policy: Any  # the engine passes it on unopened
    reads: Mapping[str, Document | None]
    document_id: str
    operation_id: str
    override: bool = False
    has_secret: frozenset[str] = frozenset()
    found: Mapping[str, Mapping[str, Document]] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One statement about one document, as its maker's page wrote it."""

    kind: str
    document: str
    body: dict[str, Any]
    base: str | None
    made_at: str
    mono: int | float | None = None
    id: str | None = None  # only in streams of the server: a follow-up's derived id
    actor: Actor | None = None  # only in streams of the server: phones never say who


@dataclass(frozen=True)
class Outcome:
    """What became of an operation; `conflicts` are the fields where it stands as a rival."""

    operation_id: str
    outcome: str
    code: str | None
    position: int
    document: str
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of the log. `body` and `changes` are None when they were erased or never opened.

    `effects`: field -> what was done to it, where it was not plainly set. `decided`: who tried a held
    operation again or closed it (`by`, `override` or `reason`).
    """

    position: int
    head: str
    operation_id: str
    kind: str
    document: str
    outcome: str
    code: str | None
    changes: Changes | None
    by: str
    device: str | None
    stream: str
    n: int
    base: str | None
    made_at: str
    received_at: str
    body: dict[str, Any] | None
    signed_in: str = ""
    effects: Mapping[str, Any] | None = None
    decided: Mapping[str, Any] | None = None

    @property
    def conflicts(self) -> tuple[str, ...]:
        return tuple(sorted(f for f, e in (self.effects or {}).items() if e["effect"] == "rival"))


class Misshapen(ValueError):
    """The signed bytes are not an operation."""


def parse_operation(data: bytes) -> Operation:
    """Read a body as it was signed.

    Raises Misshapen: not JSON of the expected form, an integer beyond 2^53, nested deeper than 16,
    or text that is no Unicode.
    """
    said = _parse_json(data)
    if not isinstance(said, dict) or not isinstance(said.get("body"), dict):
        raise Misshapen("not an operation")
    return Operation(
        kind=_text(said, "kind", KIND),
        document=_text(said, "document", DOCUMENT_ID),
        body=said["body"],
        base=_base(said.get("base")),
        made_at=_made_at(said.get("made_at")),
        mono=_mono(said.get("mono")),
        id=_text(said, "id", DOCUMENT_ID) if "id" in said else None,
        actor=_actor(said["actor"]) if "actor" in said else None,
    )


def serialise(operation: Operation) -> bytes:
    """Write a body, once; what is signed are these bytes."""
    said: dict[str, Any] = {
        "kind": operation.kind,
        "document": operation.document,
        "body": operation.body,
        "base": operation.base,
        "made_at": operation.made_at,
    }
    if operation.mono is not None:
        said["mono"] = operation.mono
    if operation.id is not None:
        said["id"] = operation.id
    if operation.actor is not None:
        said["actor"] = _actor_as_json(operation.actor)
    return to_json(said).encode()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def to_json(value: Any) -> str:
    """Write JSON as digests, log and store have it. Raises ValueError for what is no number: no phone reads NaN."""
    return _ENCODER.encode(value)


def from_json(value: Mapping[str, Any] | bytes) -> Any:
    """Return JSON data as the other side would read it: no shared parts, no tuples, no odd keys."""
    return json.loads(value if isinstance(value, bytes) else to_json(value))


def parse_version(text: str | None) -> Version | None:
    """Split `"<position>.<head8>"`; None for anything else."""
    found = VERSION.fullmatch(text) if isinstance(text, str) else None
    return (int(found[1]), found[2]) if found else None


def as_utc_text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _parse_json(data: bytes) -> Any:
    try:
        text = data.decode("utf-8")
        value = _DECODER.decode(text)
        if "\\u" in text:
            to_json(value).encode("utf-8")  # a lone surrogate passes the parser, but no store
    except (ValueError, RecursionError) as error:
        raise Misshapen("not JSON") from error
    if text.count("{") + text.count("[") > DEEPEST_NESTING:
        _check_depth(value, DEEPEST_NESTING)
    return value


def _finite(text: str) -> float:
    """1e999 is no constant and yet infinite: no phone can read what holds it."""
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _integer(digits: str) -> int:
    if len(digits) > 17 or not -LARGEST_INTEGER <= int(digits) <= LARGEST_INTEGER:
        raise ValueError("integer beyond 2^53")
    return int(digits)


_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_int=_integer, parse_float=_finite)


def _check_depth(value: Any, left: int) -> None:
    if isinstance(value, dict):
        children: Any = value.values()
    elif isinstance(value, list):
        children = value
    else:
        return
    if left == 0:
        raise Misshapen("nested too deep")
    for child in children:
        _check_depth(child, left - 1)


def _text(said: dict[str, Any], name: str, form: re.Pattern[str]) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not form.fullmatch(value):
        raise Misshapen(name)
    return value


def _base(value: Any) -> str | None:
    if value is not None and parse_version(value) is None:
        raise Misshapen("base")
    return value  # type: ignore[no-any-return]  # parse_version accepts text only


def _made_at(value: Any) -> str:
    """An instant, right or wrong: no other text may ride along in it."""
    if not isinstance(value, str) or len(value) > MADE_AT_LONGEST or not INSTANT.fullmatch(value):
        raise Misshapen("made_at")
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise Misshapen("made_at") from None
    return value


def _mono(value: Any) -> int | float | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise Misshapen("mono")
    return value


def _actor(said: Any) -> Actor:
    try:
        return Actor(
            person=said["person"],
            name=said["name"],
            roles=frozenset(said["roles"]),
            scopes=frozenset(said["scopes"]),
            device=said["device"],
            signed_in=said["signed_in"],
            unit=said["unit"],
            teams=frozenset(said["teams"]),
        )
    except (KeyError, TypeError) as error:
        raise Misshapen("actor") from error


def _actor_as_json(actor: Actor) -> dict[str, Any]:
    return {
        "person": actor.person,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "scopes": sorted(actor.scopes),
        "device": actor.device,
        "signed_in": actor.signed_in,
        "unit": actor.unit,
        "teams": sorted(actor.teams),
    }
