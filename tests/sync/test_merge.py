"""Rivals stay side by side: the vectors shared with JavaScript, and what holds for any history."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.merge import LATE, PLAIN, RIVAL, UNTOUCHED, Effect, FieldState, Stored, effect_on, lay, same, value_of

VECTORS = json.loads((Path(__file__).parent.parent / "vectors" / "merge.json").read_text())["vectors"]


def states_of(said: dict[str, Any]) -> dict[str, FieldState]:
    return {
        name: FieldState(tuple((o, p) for o, p in s["writers"]), tuple((o, p, v) for o, p, v in s["rivals"]))
        for name, s in said.items()
    }


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["why"])
def test_an_operation_does_to_a_document_what_the_vectors_say(vector):
    document = Stored("d", "note", vector["document"]["fields"], states_of(vector["document"]["states"]))
    before = json.dumps(document.fields)
    operation, base = vector["operation"], vector["base"]
    effects: dict[str, Effect] = {}
    if operation["form"] != "act":
        effects = {
            name: effect_on(
                document.states.get(name, UNTOUCHED),
                value_of(document.fields, name),
                value,
                is_ancestor=lambda o: o in vector["ancestors"],
                is_seen=lambda position: base is not None and position <= base,
                is_late=name in vector["late"],
                picks=operation["form"] == "pick",
            )
            for name, value in operation["changes"].items()
        }
    after = lay(document, operation["changes"], effects, operation["id"], operation["position"])
    outcome = "conflict" if any(e.effect == RIVAL for e in effects.values()) else "applied"
    assert outcome == vector["result"]["outcome"]
    assert after.fields == vector["result"]["fields"]
    assert after.states == states_of(vector["result"]["states"])
    assert json.dumps(document.fields) == before, "laying changes nothing in place"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["why"])
def test_the_overlay_of_a_phone_shows_its_own_changes(vector):
    document = Stored("d", "note", vector["document"]["fields"])
    assert lay(document, vector["operation"]["changes"], {}, "x", 1).fields == vector["overlay"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False, width=16) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


@given(JSON, JSON)
def test_sameness_is_symmetric_and_agrees_with_javascript_numbers(one, other):
    assert same(one, other) == same(other, one)
    assert same(one, json.loads(json.dumps(one)))
    if same(one, other):
        assert one == other


@given(
    writers=st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), max_size=4, unique_by=lambda w: w[0]),
    rivals=st.lists(st.tuples(st.integers(11, 19), st.integers(1, 9), st.integers(0, 2)), max_size=4, unique_by=lambda r: r[0]),
    ancestors=st.sets(st.integers(1, 19)),
    base=st.none() | st.integers(0, 9),
    value=st.integers(0, 2),
    present=st.integers(0, 2),
    picks=st.booleans(),
)  # fmt: skip
def test_no_value_leaves_a_field_unless_the_operation_had_seen_it(
    writers, rivals, ancestors, base, value, present, picks
):
    state = FieldState(tuple((str(o), p) for o, p in writers), tuple((str(o), p, v) for o, p, v in rivals))

    def is_covered(operation: str, position: int) -> bool:
        return int(operation) in ancestors or (base is not None and position <= base)

    effect = effect_on(
        state,
        present,
        value,
        is_ancestor=lambda o: int(o) in ancestors,
        is_seen=lambda p: base is not None and p <= base,
        is_late=False,
        picks=picks,
    )
    document = Stored("d", "note", {"a": present}, {"a": state})
    after = lay(document, {"a": value}, {"a": effect}, "new", 10)
    left = after.states["a"]
    standing = {o for o, _ in left.writers} | {o for o, _, _ in left.rivals}
    for operation, position in state.writers:
        assert operation in standing or is_covered(operation, position)
    for operation, position, _ in state.rivals:
        if operation not in standing:
            assert int(operation) in ancestors or (picks and is_covered(operation, position))
    assert "new" in standing
    shown = {after.fields.get("a")} | {v for _, _, v in left.rivals}
    assert value in shown
    if any(o in standing for o, _ in state.writers):
        assert after.fields["a"] == present, "a writer that stays keeps its value"


def test_what_came_late_leaves_the_document_untouched():
    document = Stored("d", "note", {"a": 1}, {"a": FieldState((("x", 1),))})
    after = lay(document, {"a": 2}, {"a": Effect(LATE)}, "y", 2)
    assert (after.fields, after.states) == (document.fields, document.states)
    assert PLAIN.effect == "set"


def test_a_field_inside_something_that_is_no_collection_has_no_value():
    assert value_of({"a": 3}, "a.b") is None
