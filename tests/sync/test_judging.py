"""Judging what phones send: the order of reasons, what rules read, joining, picks and acts."""

import json
from dataclasses import replace

import pytest

from sync import LATEST, NotEntitled
from sync.operation import Misshapen, Operation, parse_operation, serialise, to_json
from tests.sync.world import (
    INES,
    IVO,
    OTTO,
    TOM,
    codes,
)

# -- the order of judgement


def test_the_first_reason_that_fails_is_the_one_that_is_told(world):
    document, phone = world.note(), world.phone(INES)
    phone.seal(b"[]")
    phone.record("note.nothing", "nowhere", zzz=1)
    phone.record("note.write", "nowhere", zzz=1)
    phone.record("note.move", "nowhere", team="x")
    phone.record("note.move", document, team="x")
    phone.record("note.close", document)
    phone.record("note.write", document, a=1)
    assert codes(phone.send()) == ["shape", "unknown_kind", "shape", "dep", "no_permission", "applied", "note.closed"]


def test_a_revoked_phone_hears_revoked_before_anything_about_content(world):
    phone = world.phone(INES)
    phone.seal(b"[]")
    phone.record("note.nothing", "nowhere")
    world.people.revoked.add("ines")
    assert codes(phone.send()) == ["revoked", "revoked"]


def test_a_phone_without_a_certificate_signs_for_nobody(world):
    phone = world.phone(INES)
    phone.record("note.open", "d", team="centrum")
    del world.people.certificates[phone.name]
    assert codes(phone.send()) == ["bad_sig"]


@pytest.mark.parametrize(
    "body",
    [
        b'{"kind":"note.write","document":"d","body":[],"base":null,"made_at":""}',
        b'{"kind":"Note","document":"d","body":{},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"a b","body":{},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{},"base":"x","made_at":""}',
        b'{"kind":"note.write","document":"d","body":{},"base":7,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{},"base":null,"made_at":7}',
        b'{"kind":"note.write","document":"d","body":{},"base":null,"made_at":"","mono":"x"}',
        b'{"kind":"note.write","document":"d","body":{"a":9007199254740993},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{"a":NaN},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{"a":"\\ud800"},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{"a":' + b"[" * 20 + b"]" * 20 + b'},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{"a":' + b"[" * 30000 + b'},"base":null,"made_at":""}',
        b'{"kind":"note.write","document":"d","body":{},"base":null,"made_at":"","actor":{"person":"tom"}}',
        b"\xff\xfe",
        b"",
    ],
)
def test_signed_bytes_that_are_no_operation_are_held_and_stop_nobody(world, body):
    phone = world.phone(INES)
    phone.seal(body)
    phone.record("note.open", "d", team="centrum")
    assert codes(phone.send()) == ["shape", "applied"]


@pytest.mark.parametrize(
    "body",
    [
        {"items": 3},
        {"items.a.b": 3},
        {"items.A": 3},
        {"nothing.a": 3},
        {"a b": 3},
        {"a": [1]},
        {"items.x": {}},
        {"title": 5},
    ],
)
def test_a_body_of_another_shape_is_held(world, body):
    document, phone = world.note(), world.phone(INES)
    operation = Operation("note.write", document, body, None, "")
    phone.seal(serialise(operation), operation)
    assert codes(phone.send()) == ["shape"]


def test_a_body_never_says_who_made_it(world):
    document, phone = world.note(), world.phone(INES)
    operation = Operation("note.write", document, {"a": 1}, None, "2026-11-21T20:00:00Z", actor=TOM, id="derived")
    phone.seal(serialise(operation), operation)
    assert codes(phone.send()) == ["applied"]
    line = world.engine.history(TOM, document)[-1]
    assert line["by"] == "ines"
    assert world.store.entry("derived") is None


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("note.write", {"Maria_Popescu": 1}),
        ("note.write", {"Maria_Popescu.x": 1}),
        ("note.write", {"items.maria-popescu": {"x": 1}}),
        ("note.thing", {"things": {"t": {"Maria Popescu": 1}}}),
        ("note.close", {"Maria Popescu": 1}),
        ("note.close", {"why": {"Maria Popescu": 1}}),
        ("note.photo", {"photos": {"p": {"Maria Popescu": "x"}}}),
    ],
)
def test_the_log_file_of_the_server_never_names_a_key_that_somebody_typed(world, caplog, kind, body):
    caplog.set_level("INFO")
    document, phone = world.note(), world.phone(INES)
    phone.record(kind, document, None, **body)
    assert codes(phone.send()) == ["shape"]
    assert f"held, wrong shape: {kind}" in caplog.text
    assert "popescu" not in caplog.text.lower()


def test_what_is_no_number_is_never_written_as_json():
    for value in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="not JSON compliant"):
            to_json([value])


def test_an_operation_on_a_document_of_another_kind_is_held(world):
    phone = world.phone(INES)
    phone.record("board.open", "b", team="centrum")
    phone.record("note.write", "b", a=1)
    phone.record("note.open", "b", team="centrum")
    assert codes(phone.send()) == ["applied", "shape", "shape"]


def test_a_body_may_write_a_collection_whole_and_an_item_by_its_field(world):
    document = world.note(items={"x": 1})
    world.engine.submit(TOM, "note.write", document, {"items": {"y": 2}, "items.z": 3}, base=LATEST)
    assert world.fields(document)["items"] == {"x": 1, "y": 2, "z": 3}
    world.engine.submit(TOM, "note.write", document, {"items.y": None}, base=LATEST)
    assert world.fields(document)["items"] == {"x": 1, "z": 3}


# -- documents that a rule reads


def test_what_a_new_reads_must_be_there_and_in_scope(world):
    phone = world.phone(INES)
    phone.record("note.open_on", "n1", board_id="b", team="centrum")
    assert codes(phone.send()) == ["dep"]
    phone.record("board.open", "b", team="centrum")
    phone.send()
    assert world.store.get("n1") is not None, "what waited for a document it reads is judged again"
    elsewhere = world.phone(OTTO)
    elsewhere.record("note.open_on", "n2", board_id="b", team="elders")
    elsewhere.record("note.open_any", "n3", board_id="b", team="elders")
    elsewhere.record("note.open_on", "n4", team="elders")
    assert codes(elsewhere.send()) == ["no_permission", "applied", "applied"]


# -- new on a document that exists


def test_a_second_new_joins_equal_values_and_makes_rivals_of_others(world):
    one, two = world.phone(INES), world.phone(IVO)
    one.record("note.open", "d", team="centrum", title="a", a=1)
    two.record("note.open", "d", team="centrum", title="a", a=2, b=3)
    one.send()
    assert codes(two.send()) == ["conflict"]
    shown = world.engine.read(TOM, "d")
    assert (shown["fields"]["a"], shown["fields"]["b"]) == (1, 3)
    assert [r["value"] for r in shown["rivals"]["a"]] == [2]
    assert set(shown["rivals"]) == {"a"}
    assert shown["writers"]["a"]["by"] == "ines"


def test_a_new_on_a_strangers_document_needs_its_scope_unless_it_may_be_anywhere(world):
    document, phone = world.note(), world.phone(OTTO)
    phone.record("note.open", document, team="elders")
    phone.record("note.open_any", document, team="elders")
    assert codes(phone.send()) == ["no_permission", "conflict"]


# -- picks


def test_a_pick_is_for_the_lead_and_for_who_made_a_rival(world):
    document = world.note(a=0)
    base = world.version(document)
    for phone, value in ((world.phone(INES), 1), (ivo := world.phone(IVO), 2)):
        phone.record("note.write", document, base, a=value)
        phone.send()
    third = replace(INES, person="iris", name="Iris")
    world.people.actors["iris"] = third
    assert world.engine.submit(third, "note.pick", document, {"a": 2}, base=LATEST).code == "no_permission"
    assert world.engine.submit(TOM, "note.pick", document, {"a": 99}, base=LATEST).code == "pick_unknown_value"
    ivo.record("note.pick", document, world.version(document), a=2)
    assert codes(ivo.send()) == ["applied"]
    assert world.engine.read(TOM, document)["rivals"] == {}
    assert world.engine.disputed(TOM) == []


@pytest.mark.parametrize("seen", [True, False])
def test_where_nobody_disagrees_there_is_nothing_to_pick(world, seen):
    """A pick chooses; it never brings back what was decided, seen or unseen."""
    document = world.note(a="first")
    world.engine.submit(TOM, "note.write", document, {"a": "second"}, base=world.version(document))
    base = world.version(document) if seen else None
    picked = world.engine.submit(TOM, "note.pick", document, {"a": "first"}, base=base)
    assert (picked.outcome, picked.code) == ("held", "pick_unknown_value")
    assert world.fields(document)["a"] == "second"


@pytest.mark.parametrize("made_at", ["", "gisteren", "2026-11-21", "2026-13-41T00:00:00Z", "BSN 123456782"])
def test_an_instant_that_is_none_is_no_operation(made_at):
    body = {"kind": "note.write", "document": "d", "body": {}, "base": None, "made_at": made_at, "mono": None}
    with pytest.raises(Misshapen):
        parse_operation(json.dumps(body).encode())


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_that_no_phone_can_read_is_no_operation(number):
    said = '{"kind":"note.write","document":"d","body":{"a":%s},"base":null,"made_at":"2026-11-21T20:00:00Z","mono":1}'
    with pytest.raises(Misshapen):
        parse_operation((said % number).encode())


def test_nobody_takes_in_what_he_made_himself(world):
    document, phone = world.note(OTTO, team="noord"), world.phone(TOM)
    phone.record("note.write", document, None, a=1)
    assert codes(phone.send()) == ["no_permission"]
    held = world.engine.held(TOM)[0]["operation_id"]
    with pytest.raises(NotEntitled):
        world.engine.replay(TOM, held, override=True)


def test_disputed_documents_are_listed_with_their_rivals_for_those_who_see_them(world):
    document = world.note(a=1)
    phone = world.phone(INES)
    phone.record("note.write", document, None, secret="x")
    phone.send()
    world.engine.submit(TOM, "note.write", document, {"secret": "y"})
    assert [d["id"] for d in world.engine.disputed(TOM)] == [document]
    assert world.engine.disputed(INES) == []
    world.engine.submit(TOM, "note.write", document, {"a": 7})
    assert [r["value"] for r in world.engine.disputed(INES)[0]["rivals"]["a"]] == [7]


def test_a_rival_that_removes_is_shown_as_nothing(world):
    document = world.note(items={"x": 1})
    phone = world.phone(INES)
    phone.record("note.write", document, None, items__x=None)
    assert codes(phone.send()) == ["conflict"]
    assert world.engine.read(TOM, document)["rivals"]["items.x"][0]["value"] is None


# -- acts


def test_an_act_is_judged_against_the_document_as_it_is(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.close", document)
    world.engine.submit(TOM, "note.close", document, {})
    assert codes(phone.send()) == ["note.closed"]


def test_the_body_of_an_act_is_facts_not_fields(world):
    assert world.engine.submit(TOM, "note.move", world.note(), {"team": "elders", "x": 1}).code == "shape"
