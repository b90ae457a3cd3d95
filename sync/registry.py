"""The forms that an application fills in: its kinds of operation and of document.

`new` starts a document, `edit` sets fields and merges, `act` decides against the document as it
is, `pick` chooses between rivals. A rule is `rule(document, body, context) -> changes`; it is pure
and changes neither the document nor the body it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sync.operation import Actor, Changes, Context, Document
from sync.shapes import Shape, collections_of

Rule = Callable[[Any, Any, Context], Mapping[str, Any]]  # Any: each rule names its own TypedDicts
NEW, EDIT, ACT, PICK = "new", "edit", "act", "pick"
BY_ID = "id"


@dataclass(frozen=True)
class Find:
    """Other documents of one kind that a rule looks at, in the transaction in which it decides.

    Those whose id (`BY_ID`), or whose value under the index name `by`, is among `values(document, body)`. What is
    not there is left out: unlike what a kind `reads`, it holds no operation.
    """

    kind: str
    by: str
    values: Callable[[Document, Changes], Iterable[str]]


@dataclass(frozen=True)
class OperationKind:
    """One kind of operation.

    `reads`: name in the context -> field (of body, else document) that holds an id;
    a `?` after the field: what is not there (yet) does not hold the operation, the rule finds None.
    `finds`: name in `context.found` -> which other documents the rule looks at.
    """

    name: str
    form: str
    on: str
    by: frozenset[str]
    shape: Shape | None
    rule: Rule
    reads: Mapping[str, str] = field(default_factory=dict)
    anywhere: bool = False
    secret: tuple[str, ...] = ()
    finds: Mapping[str, Find] = field(default_factory=dict)


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document and its readers. `redact` copies what the actor may see (an allow-list)."""

    name: str
    shape: Any  # a TypedDict class; Python has no type for these
    scopes: Callable[[Any], set[str]]
    index: Callable[[Any], dict[str, str]]
    redact: Callable[[Any, Actor, date], Document]
    logged_for: frozenset[str] = frozenset()
    search: Callable[[Any], str] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "logged_for", frozenset(self.logged_for))
        object.__setattr__(self, "collections", collections_of(self.shape))

    collections: frozenset[str] = field(init=False, default=frozenset())


def new(
    kind: str,
    on: str,
    by: Iterable[str],
    sets: Any,
    rule: Rule,
    reads: Mapping[str, str] | None = None,
    anywhere: bool = False,
    secret: tuple[str, ...] = (),
    finds: Mapping[str, Find] | None = None,
) -> OperationKind:
    """Start a document. `anywhere`: the documents it reads, and one that exists already, need not be in scope.

    If the document exists already the rule finds it as `context.reads["existing"]`; what it returns is
    then merged as an edit that had seen nothing.
    """
    return OperationKind(kind, NEW, on, frozenset(by), Shape(sets), rule, reads or {}, anywhere, secret, finds or {})


def edit(
    kind: str,
    on: str,
    by: Iterable[str],
    sets: Any,
    rule: Rule,
    reads: Mapping[str, str] | None = None,
    secret: tuple[str, ...] = (),
    finds: Mapping[str, Find] | None = None,
) -> OperationKind:
    """Set fields. `secret`: `collection.*.key` values that never reach rule, log or document."""
    return OperationKind(kind, EDIT, on, frozenset(by), Shape(sets), rule, reads or {}, False, secret, finds or {})


def act(
    kind: str,
    on: str,
    by: Iterable[str],
    takes: Any,
    rule: Rule,
    reads: Mapping[str, str] | None = None,
    secret: tuple[str, ...] = (),
    finds: Mapping[str, Find] | None = None,
) -> OperationKind:
    """Decide something against the document as it is. `secret`: `fact.key` values that never reach rule, log or document."""
    return OperationKind(kind, ACT, on, frozenset(by), Shape(takes), rule, reads or {}, False, secret, finds or {})


def _as_picked(document: Any, body: Changes, context: Context) -> Changes:
    return body


def pick(kind: str, on: str, by: Iterable[str], rule: Rule = _as_picked) -> OperationKind:
    """Choose between rivals: their makers may, and `by`. The rule comes after that and may note more, or refuse."""
    return OperationKind(kind, PICK, on, frozenset(by), None, rule)


class _NeverRefuses(Exception):
    reason = ""


class Registry:
    """All that can happen.

    `refused` is the exception with which a rule says no (`.reason`, a slug). `decides` are the roles
    that may replay or close what is held within their scopes; `oversees` see that something is
    held, never what. `takes_in`: the kinds that such a role may take in although their maker lacked scope or
    role (`replay(override=True)`); None for every kind. `version` changes when redaction or document shapes do: it makes phones compare.
    """

    def __init__(
        self,
        operations: Iterable[OperationKind],
        documents: Iterable[DocumentKind],
        refused: type[Exception] = _NeverRefuses,
        *,
        decides: Iterable[str] = ("team_lead",),
        oversees: Iterable[str] = ("administrator",),
        takes_in: Iterable[str] | None = None,
        version: str = "1",
    ) -> None:
        self.operations = _by_name(operations)
        self.documents = _by_name(documents)
        self.refused = refused
        self.decides = frozenset(decides)
        self.oversees = frozenset(oversees)
        self.takes_in = frozenset(self.operations if takes_in is None else takes_in)
        self.version = version
        for kind in self.operations.values():
            if kind.on not in self.documents:
                raise ValueError(f"{kind.name} is on {kind.on}, which is no kind of document")


def _by_name(kinds: Iterable[Any]) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for kind in kinds:
        if kind.name in table:
            raise ValueError(f"{kind.name} is registered twice")
        table[kind.name] = kind
    return table
