"""Lays an operation into a document, field by field, and keeps rivals side by side.

A field has a value, its writers (who said this value) and rivals (other values that nobody chose
between yet), each with the operation and the position of its entry. `effect_on` decides by the four
rules of docs/protocol.md; `lay` carries a decision out and needs no knowledge of who saw what, so
the log alone rebuilds every document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.operation import Changes, Document

SET, JOIN, RIVAL, LATE = "set", "join", "rival", "late"


@dataclass(frozen=True, slots=True)
class FieldState:
    """Writers are (operation id, position); rivals have their value besides."""

    writers: tuple[tuple[str, int], ...] = ()
    rivals: tuple[tuple[str, int, Any], ...] = ()


UNTOUCHED = FieldState()


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation does to one field. `out`: writers and rivals that leave it (rivals only, when set)."""

    effect: str = SET
    out: tuple[str, ...] = ()


PLAIN = Effect()


@dataclass(slots=True)
class Stored:
    """A document as the store holds it. `lay` makes a new one; only its maker sets the labels, before it is put."""

    id: str
    kind: str
    fields: Document
    states: Mapping[str, FieldState] = field(default_factory=dict)
    position: int = 0
    version: str = ""
    scopes: frozenset[str] = frozenset()
    index: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None


def effect_on(
    state: FieldState,
    present: Any,
    value: Any,
    *,
    is_ancestor: Callable[[str], bool],
    is_seen: Callable[[int], bool],
    is_late: bool,
    picks: bool,
) -> Effect:
    """Decide what an edit does to a field.

    `is_ancestor(operation)`: earlier of the same phone; `is_seen(position)`: within the base;
    `is_late`: a later operation of the same lineage was applied to this field before.
    """
    if is_late:
        return Effect(LATE)
    unseen = [w for w in state.writers if not (is_ancestor(w[0]) or is_seen(w[1]))]
    own_rivals = tuple(r[0] for r in state.rivals if is_ancestor(r[0]))
    if not unseen:
        if picks:
            return Effect(SET, tuple(r[0] for r in state.rivals if is_ancestor(r[0]) or is_seen(r[1])))
        return Effect(SET, own_rivals)
    if same(present, value):
        return Effect(JOIN, tuple(w[0] for w in state.writers if is_ancestor(w[0])) + own_rivals)
    covered = tuple(w[0] for w in state.writers if w not in unseen)
    return Effect(RIVAL, covered + own_rivals)


def lay(document: Stored, changes: Changes, effects: Mapping[str, Effect], operation: str, position: int) -> Stored:
    """Return the document with the changes laid in; a field without an effect is plainly set."""
    fields, states = dict(document.fields), dict(document.states)
    copied: set[str] = set()
    alone = FieldState(((operation, position),))
    for name, value in changes.items():
        effect = effects.get(name, PLAIN)
        if effect.effect == LATE:
            continue
        state = states.get(name)
        if effect is PLAIN and (state is None or not state.rivals):
            states[name] = alone
        else:
            states[name] = _next_state(state or UNTOUCHED, effect, operation, position, value)
        if effect.effect == SET:
            _write(fields, copied, name, value)
    return Stored(
        document.id, document.kind, fields, states, position, document.version, document.scopes, document.index
    )


def value_of(fields: Mapping[str, Any], name: str) -> Any:
    """Return the value of a field, None where there is none."""
    top, dot, key = name.partition(".")
    value = fields.get(top)
    if not dot:
        return value
    return value.get(key) if isinstance(value, dict) else None


def with_value(fields: Document, name: str, value: Any) -> Document:
    """Return a copy of the fields in which one has another value; None removes it."""
    changed = dict(fields)
    _write(changed, set(), name, value)
    return changed


def same(one: Any, other: Any) -> bool:
    """Say whether two JSON values are equal: true is not 1, but 1.0 is 1, as in JavaScript."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


def _next_state(state: FieldState, effect: Effect, operation: str, position: int, value: Any) -> FieldState:
    rivals = tuple(r for r in state.rivals if r[0] not in effect.out)
    if effect.effect == SET:
        return FieldState(((operation, position),), rivals)
    writers = tuple(w for w in state.writers if w[0] not in effect.out)
    if effect.effect == JOIN:
        return FieldState((*writers, (operation, position)), rivals)
    return FieldState(writers, (*rivals, (operation, position, value)))


def _write(fields: Document, copied: set[str], name: str, value: Any) -> None:
    top, dot, key = name.partition(".")
    if not dot:
        _set_or_remove(fields, name, value)
        return
    if top not in copied:
        fields[top] = dict(fields.get(top) or {})
        copied.add(top)
    _set_or_remove(fields[top], key, value)
    if not fields[top]:
        del fields[top]
        copied.discard(top)


def _set_or_remove(holder: Document, key: str, value: Any) -> None:
    if value is None:
        holder.pop(key, None)
    else:
        holder[key] = value
