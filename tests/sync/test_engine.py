"""Judging, at a desk and from phones: the order of reasons, what follows, who may decide."""

import json
from dataclasses import replace

import pytest

from sync import LATEST, BadRequest, Behind, NotApplied, NotEntitled, OverQuota, Registry, act, edit, new
from sync.envelope import digest
from sync.operation import Misshapen, Operation, parse_operation, serialise, to_json
from tests.sync.world import (
    ADA,
    INES,
    IVO,
    OTTO,
    PIA,
    REGISTRY,
    SYSTEM,
    TOM,
    Board,
    World,
    forged,
    open_note,
    redact_board,
)


def codes(answer):
    return [r["code"] or r["r"] for r in answer["results"]]


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


# -- desk, worker, import


def test_what_a_person_at_a_desk_is_refused_is_closed_at_once(world):
    document = world.note()
    world.engine.submit(TOM, "note.close", document, {})
    refused = world.engine.submit(TOM, "note.close", document, {})
    assert (refused.outcome, refused.code) == ("held", "note.closed")
    assert world.outcome(refused.operation_id) == ("closed", "note.closed")
    assert world.engine.held(TOM) == []
    assert world.engine.submit(TOM, "note.write", "nowhere", {"a": 1}).code == "dep"
    assert world.store.waiting("nowhere") == []


def test_a_fault_of_ours_stays_held_and_is_applied_after_the_repair(world):
    document = world.note()
    broken = world.engine.submit(TOM, "note.write", document, {"a": "explode"})
    assert (broken.outcome, broken.code) == ("held", "server_error")
    world.policy.mended = True
    assert world.engine.replay(SYSTEM, broken.operation_id).outcome == "applied"
    assert world.fields(document)["a"] == "explode"
    with pytest.raises(NotEntitled):
        world.engine.replay(SYSTEM, broken.operation_id)


def test_an_operation_of_a_newer_app_waits_for_the_server_that_knows_it(world, monkeypatch):
    document, phone = world.note(), world.phone(INES)
    with monkeypatch.context() as older:
        older.delitem(REGISTRY.operations, "note.write")
        phone.record("note.write", document, a=5)
        assert codes(phone.send()) == ["unknown_kind"]
    world.restart()
    operation = phone.rows[-1].id
    assert world.engine.replay(SYSTEM, operation).outcome == "applied"
    assert world.fields(document)["a"] == 5


def test_doing_a_follow_up_twice_is_doing_it_once(world):
    document = world.note()
    first = world.engine.submit(SYSTEM, "note.move", document, {"team": "x"}, stream="worker", operation_id="follow-1")
    end = world.store.log_end()
    assert world.engine.submit(SYSTEM, "note.move", document, {"team": "x"}, operation_id="follow-1") == first
    assert world.store.log_end() == end
    assert world.engine.entry("follow-1").kind == "note.move"
    assert world.engine.entry("follow-2") is None


def test_a_person_who_had_seen_nothing_makes_a_rival_and_the_worker_does_not(world):
    document = world.note(a=1)
    assert world.engine.submit(TOM, "note.write", document, {"a": 2}).conflicts == ("a",)
    assert world.engine.submit(SYSTEM, "note.write", document, {"a": 3}).outcome == "applied"
    assert world.engine.submit(TOM, "note.write", document, {"b": 3}, stream="worker").outcome == "applied"
    assert world.fields(document)["a"] == 3


def test_two_people_at_desks_rival_each_other_though_the_server_signs_for_both(world):
    document = world.note(a=1)
    base = world.version(document)
    assert world.engine.submit(TOM, "note.write", document, {"a": 2}, base=base).outcome == "applied"
    assert world.engine.submit(INES, "note.write", document, {"a": 3}, base=base).outcome == "conflict"


def test_all_of_several_operations_or_none(world):
    made = [("note.open", f"n{i}", {"team": "centrum"}) for i in range(3)]
    assert [o.outcome for o in world.engine.submit_all(TOM, made)] == ["applied"] * 3
    end = world.store.log_end()
    with pytest.raises(NotApplied) as refused:
        world.engine.submit_all(TOM, [("note.close", "n0", {}), ("note.close", "n0", {}), ("note.close", "n1", {})])
    assert refused.value.outcome.code == "note.closed"
    assert world.store.log_end() == end
    assert "closed" not in world.fields("n0")
    assert world.engine.submit(TOM, "note.close", "n0", {}).outcome == "applied"
    assert world.engine.check().is_whole


def test_a_desk_goes_on_after_a_transaction_around_it_was_lost(world):
    with pytest.raises(RuntimeError), world.store.transaction():
        world.engine.submit(TOM, "note.open", "lost", {"team": "centrum"})
        raise RuntimeError
    assert world.store.get("lost") is None
    world.note()
    assert world.engine.check().is_whole


def test_a_desk_writes_into_a_stream_of_its_process(world, monkeypatch):
    world.note()
    world.note()
    monkeypatch.setattr("sync.engine.os.getpid", lambda: 1)
    world.note()
    streams = [(r.stream, r.n) for r in world.store.entries_since(0, 9)]
    assert streams[0] == (streams[1][0], 1) and streams[1][1] == 2
    assert streams[2][0] != streams[0][0]


# -- what is held


def held_ids(world, actor):
    return [line["operation_id"] for line in world.engine.held(actor)]


def test_what_is_held_is_seen_by_its_maker_its_team_lead_and_without_content_by_an_administrator(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.move", document, team="geheim")
    nowhere = phone.record("note.write", "nowhere", a="geheim")
    phone.send()
    for actor in (INES, TOM):
        assert held_ids(world, actor) == [row.id, nowhere.id]
        assert world.engine.held(actor)[0]["body"] == {"team": "geheim"}
    assert held_ids(world, ADA) == [row.id, nowhere.id]
    assert "geheim" not in repr(world.engine.held(ADA))
    assert [line["may_decide"] for line in world.engine.held(TOM)] == [True, True]
    assert [world.engine.held_count(actor, 9) for actor in (INES, TOM, ADA)] == [2, 2, 2]
    assert [line["may_decide"] for line in world.engine.held(INES)] == [False, False]
    for stranger in (OTTO, PIA, IVO):
        assert world.engine.held(stranger) == []


def test_however_much_of_a_document_is_held_it_is_fetched_once_and_counted_to_the_end_asked_for(world, monkeypatch):
    document, phone = world.note(), world.phone(INES)
    for _ in range(30):
        phone.record("note.move", document, team="geheim")
    phone.send()
    fetched = []
    get = world.store.get
    monkeypatch.setattr(world.store, "get", lambda name: (fetched.append(name), get(name))[1])
    assert len(world.engine.held(TOM)) == 30
    assert [world.engine.held_count(TOM, most) for most in (10, 100)] == [10, 30]
    assert fetched == [document] * 3


def test_bytes_that_nobody_can_open_are_shown_to_the_lead_of_the_phones_person(world):
    phone = world.phone(INES)
    garbage = b"FAE1" + bytes(16) + (1).to_bytes(8, "big") + bytes(700)
    world.engine.push(phone.certificate, {"holds": []}, [garbage])
    assert [line["code"] for line in world.engine.held(TOM)] == ["unopenable"]
    assert world.engine.held(OTTO) == []


def test_a_lead_of_the_maker_who_may_not_see_the_document_sees_nothing_of_what_is_held_on_it(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, None, a="geheim")
    world.engine.submit(TOM, "note.move", document, {"team": "elders"})
    phone.send()
    tess = replace(TOM, person="tess", scopes=frozenset({"team:elders"}), teams=frozenset({"elders"}))
    assert world.engine.held(TOM) == []
    for attempt in (world.engine.replay, lambda *said: world.engine.close_held(*said, "no")):
        with pytest.raises(NotEntitled):
            attempt(TOM, row.id)
    assert held_ids(world, tess) == held_ids(world, INES) == held_ids(world, ADA) == [row.id]
    assert "geheim" not in repr(world.engine.held(ADA))
    assert world.engine.held(tess)[0]["may_decide"] is True


def test_only_a_lead_near_it_may_replay_or_close(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.move", document, team="elders")
    phone.send()
    for stranger in (
        INES,
        OTTO,
        ADA,
        PIA,
        replace(TOM, person="tess", scopes=frozenset({"team:elders"}), teams=frozenset()),
    ):
        with pytest.raises(NotEntitled):
            world.engine.replay(stranger, row.id)
        with pytest.raises(NotEntitled):
            world.engine.close_held(stranger, row.id, "no")
    with pytest.raises(NotEntitled):
        world.engine.replay(TOM, "unknown")
    closed = world.engine.close_held(TOM, row.id, "dubbel")
    assert (closed.outcome, closed.code) == ("closed", "no_permission")
    assert world.engine.entry(row.id).decided == {"by": "tom", "reason": "dubbel"}
    told = phone.pull()["outcomes"][row.id]
    assert (told["outcome"], told["code"]) == ("closed", "no_permission")
    assert told["decided"] == {"by": "tom", "reason": "dubbel"}, "its maker learns who closed it and why"


def test_an_override_is_told_to_the_rule_which_may_waive_its_refusal_never_the_merge(world):
    document, phone = world.note(a=1), world.phone(INES)
    base = world.version(document)
    row = phone.record("note.write", document, base, a=2)
    world.engine.submit(TOM, "note.write", document, {"a": 3}, base=base)
    world.engine.submit(TOM, "note.close", document, {})
    assert codes(phone.send()) == ["note.closed"]
    assert world.engine.replay(TOM, row.id).code == "note.closed"
    assert world.engine.replay(TOM, row.id, override=True).outcome == "conflict"
    assert world.fields(document)["a"] == 3


def test_a_rule_may_refuse_an_override_too(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.close", document)
    world.engine.submit(TOM, "note.close", document, {})
    phone.send()
    assert world.engine.replay(TOM, row.id, override=True).code == "note.closed"


def test_a_waiting_operation_that_was_closed_is_not_judged_again(world):
    phone = world.phone(INES)
    row = phone.record("note.write", "d", a=1)
    phone.send()
    world.engine.close_held(TOM, row.id, "vergissing")
    phone.record("note.open", "d", team="centrum")
    phone.send()
    assert world.outcome(row.id) == ("closed", "dep")
    assert "a" not in world.fields("d")


def test_an_erased_held_operation_leaves_its_trace_and_no_word(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.move", document, team="persoonsgegeven")
    phone.send()
    assert world.engine.erase_held(TOM, row.id, "hoort hier niet").outcome == "closed"
    assert all("persoonsgegeven" not in (r.content or "") for r in world.store.history(document)[:2])
    assert world.engine.entry(row.id).body is None
    assert world.engine.check().is_whole
    assert phone.send(phone.rows)["kept"][0][2] == digest(row.envelope).hex()[:8]
    assert b"persoonsgegeven" not in b"".join(f.read_bytes() for f in world.folder.iterdir())


# -- secrets


def test_a_secret_part_reaches_neither_log_nor_document_nor_answer(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.photo", document, None, photos={"p1": {"text": "deur", "key": "GEHEIM"}})
    assert codes(phone.send()) == ["applied"]
    assert world.engine.read(TOM, document)["fields"]["photos"] == {"p1": {"text": "deur"}}
    assert world.engine.secret(document, "photos.p1.key") == "GEHEIM"
    assert world.engine.secret(document, "photos.p2.key") is None
    everything = b"".join(f.read_bytes() for f in world.folder.iterdir())
    assert b"GEHEIM" not in everything
    world.engine._wrap_keys = [bytes(31) + b"x"]
    assert world.engine.secret(document, "photos.p1.key") is None


def test_a_secret_of_a_value_that_was_not_set_takes_away_none(world):
    """Two people say the same of one photo, each with a key of their own: the photo that stands stays readable."""
    document, first, second = world.note(), world.phone(INES), world.phone(IVO)
    base = world.engine.read(TOM, document)["version"]
    for phone, key in ((first, "EERSTE"), (second, "TWEEDE")):
        phone.record("note.photo", document, base, photos={"p1": {"text": "deur", "key": key}})
        phone.send()
    assert world.engine.secret(document, "photos.p1.key") == "EERSTE"


def test_a_held_secret_is_not_in_the_log_either(world):
    phone = world.phone(INES)
    phone.record("note.photo", "nowhere", None, photos={"p1": {"text": "deur", "key": "GEHEIM"}})
    phone.record("note.photo", "nowhere", None, photos={"p1": {"key": "GEHEIM", "zzz": 1}})
    phone.record("note.photo", "nowhere", None, nothing={"p1": {"key": "GEHEIM"}})
    phone.record("note.photo", "nowhere", None, photos="GEHEIM")
    assert codes(phone.send()) == ["dep", "shape", "shape", "shape"]
    assert "GEHEIM" not in "".join(r.content or "" for r in world.store.entries_since(0, 9))
    assert world.store.values("blob") == {}


def test_without_a_key_to_wrap_it_a_secret_is_a_fault_and_nothing_is_written(tmp_path):
    world = World(tmp_path, wrap_key=None)
    document, phone = world.note(), world.phone(INES)
    phone.record("note.photo", document, None, photos={"p1": {"key": "GEHEIM"}})
    assert codes(phone.send()) == ["server_error"]
    assert "photos" not in world.fields(document)
    assert world.engine.secret(document, "photos.p1.key") is None
    world.store.close()


# -- erasing


def test_an_erased_document_is_gone_everywhere_and_the_chain_still_verifies(world):
    phone = world.phone(INES)
    phone.record("note.open", "d", team="centrum", title="zonnebloem")
    phone.record("note.photo", "d", None, photos={"p1": {"text": "zonnebloem", "key": "k"}})
    phone.send()
    cursor = phone.pull()["cursor"]
    assert world.engine.search(INES, "zonnebloem", ["note"]) != []
    world.engine.erase(SYSTEM, "d")
    assert world.engine.read(TOM, "d") is None
    assert world.engine.history(TOM, "d") == []
    assert world.engine.search(INES, "zonnebloem", ["note"]) == []
    assert world.engine.secret("d", "photos.p1.key") is None
    assert phone.pull(cursor)["gone"] == ["d"]
    assert world.engine.check().is_whole
    assert b"zonnebloem" not in b"".join(f.read_bytes() for f in world.folder.iterdir())
    assert len(world.engine.entries_since(0, 9)) == 3


# -- looks


def test_who_looks_is_written_before_the_answer_where_the_kind_says_so(world):
    document = world.note(a=1, title="Zeezicht")
    world.engine.submit(TOM, "note.share", document, {})
    world.engine.read(TOM, document)
    assert world.engine.access_log.list() == []
    world.engine.read(PIA, document)
    world.engine.history(PIA, document)
    world.engine.find(PIA, "note")
    world.engine.search(PIA, "zee", ["note"])
    lines = world.engine.access_log.list(document=document)
    assert [(line["by"], line["detail"]["how"]) for line in lines] == [
        ("pia", "search"),
        ("pia", "list"),
        ("pia", "history"),
        ("pia", "read"),
    ]
    world.engine.submit(TOM, "note.write", document, {"a": 2})
    world.engine.disputed(PIA)
    assert world.engine.access_log.list(by="pia", limit=1)[0]["detail"]["how"] == "list"
    assert world.engine.access_log.check() == []


def test_a_history_tells_who_did_what_by_which_sign_in(world):
    document, phone = world.note(title="t"), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    opened, written = world.engine.history(TOM, document)
    assert (opened["by_name"], opened["device"], opened["signed_in"]) == ("Tom", None, "password+totp")
    assert (written["by_name"], written["device"], written["signed_in"]) == ("Ines", phone.name, "phone:full")
    assert written["changes"] == {"a": 1}
    del world.people.actors["ines"]
    assert world.engine.history(TOM, document)[1]["by_name"] == ""


# -- finding


def test_lists_filter_order_and_count(world):
    for title in ("b", "a", "c"):
        world.note(title=title)
    found = world.engine.find(TOM, "note", where={"state": "open"}, order="title", descending=True, limit=2)
    assert [d["fields"]["title"] for d in found] == ["c", "b"]
    assert world.engine.find(TOM, "note", order="title", offset=2)[0]["fields"]["title"] == "c"
    assert world.engine.count(TOM, "note", where={"title": ["a", "b"]}) == 2
    assert len(world.engine.search(TOM, "a", ["note"])) == 1


# -- limits


def test_a_push_beyond_the_limits_keeps_nothing(world):
    phone = world.phone(INES)
    envelope = phone.record("note.open", "d", team="centrum").envelope
    for wrong in ([envelope] * 201, [bytes(520_000)], [b"short"], [b"XXXX" + envelope[4:]]):
        with pytest.raises(BadRequest):
            world.engine.push(phone.certificate, {"holds": []}, wrong)
    for holds in (7, [7], [{"stream": "zz", "from": 1}], [{"stream": "00", "from": 1}], [{"stream": "0" * 32, "from": 0}],
                  [{"stream": "0" * 32, "from": True}], [{"stream": "0" * 32, "from": 1, "acked": 2**60}],
                  [{"stream": "0" * 32, "from": 1, "h": 5}], [{"stream": "0" * 32}]):  # fmt: skip
        with pytest.raises(BadRequest):
            world.engine.push(phone.certificate, {"holds": holds}, [envelope])
    assert world.store.kept_since(0, 9) == []


def test_a_phone_over_its_quota_is_told_and_keeps_its_work(tmp_path):
    world = World(tmp_path, quota=lambda phone, envelopes, size: envelopes < 2)
    phone = world.phone(INES)
    for n in range(2):
        phone.record("note.open", f"d{n}", team="centrum")
    with pytest.raises(OverQuota):
        phone.send()
    assert not any(row.acked for row in phone.rows)
    phone.send(phone.rows[:1])
    assert phone.rows[0].acked
    world.store.close()


def test_a_phone_whose_mark_shows_other_bytes_is_told_it_is_behind(world):
    phone = world.phone(INES)
    row = phone.record("note.open", "d", team="centrum")
    phone.send()
    for h in ("", "0" * 64, "00000000"):
        holds = [{"stream": row.stream.hex(), "from": 1, "acked": 1, "h": h}]
        answer = world.engine.push(phone.certificate, {"holds": holds}, [])
        assert isinstance(answer, Behind)
        assert answer.have == {row.stream.hex(): [1, digest(row.envelope).hex()[:8]]}


def test_a_stream_of_an_earlier_enrolment_on_the_same_phone_counts_as_that_ones(world):
    old, new_one = world.phone(INES), world.phone(INES)
    row = old.record("note.open", "d", team="centrum")
    holds = [{"stream": row.stream.hex(), "from": 1, "acked": 0, "h": "", "phone": old.name}]
    assert codes(world.engine.push(new_one.certificate, {"holds": holds}, [row.envelope])) == ["applied"]
    other = old.record("note.open", "e", team="centrum")
    holds[0]["phone"] = "unknown"
    assert codes(world.engine.push(new_one.certificate, {"holds": holds}, [other.envelope])) == ["bad_sig"]


# -- variants


def test_a_second_valid_signature_under_one_number_is_a_variant_never_applied(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, None, a=1)
    phone.send()
    twin = world.phone(INES, phone.name)
    twin.sign = phone.sign
    world.people.certificates[phone.name] = phone.certificate
    other = twin.record("note.write", document, None, a=2)
    twin.session.stream = row.stream  # a page that would repeat a number of an earlier one
    twin.session.n = 0
    second = forged(world, twin, row.stream, document)
    answer = world.engine.push(phone.certificate, {"holds": []}, [second])
    assert answer["results"] == []
    assert world.fields(document)["a"] == 1
    assert world.outcome(row.id) == ("applied", None)
    assert [line["code"] for line in world.engine.held(TOM)] == ["variant"], "people can look at it, and close it"
    assert other.n == 1


def _in_the_stream_of(world, phone, thief, document):
    """What another enrolled phone signs with its own key under the next number of this phone's stream."""
    return forged(world, thief, phone.session.stream, document, phone.session.n + 1)


def test_the_number_of_another_phone_cannot_be_taken_first(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(IVO)
    phone.record("note.write", document, None, a=1)
    phone.send()
    stolen = _in_the_stream_of(world, phone, thief, document)
    for _ in range(2):
        answer = world.engine.push(thief.certificate, {"holds": []}, [stolen])
        assert codes(answer) == ["bad_sig"]
        assert world.store.have(phone.session.stream)[0] == 1, "nobody else's bytes reach a number"
    assert world.fields(document)["a"] == 1
    row = phone.record("note.write", document, None, a=2)
    answer = phone.send()
    assert [(r["r"], r["code"]) for r in answer["results"]] == [("applied", None)]
    assert world.outcome(row.id) == ("applied", None)
    assert world.fields(document)["a"] == 2
    assert row.acked
    assert not isinstance(phone.send([]), Behind)
    assert world.engine.check().is_whole


def test_bytes_of_another_phone_under_a_number_that_is_taken_are_held_for_people_to_see(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(IVO)
    phone.record("note.write", document, None, a=1)
    stolen = _in_the_stream_of(world, phone, thief, document)
    row = phone.record("note.write", document, None, a=2)
    phone.send()
    assert codes(world.engine.push(thief.certificate, {"holds": []}, [stolen])) == []
    assert world.outcome(row.id) == ("applied", None)
    assert world.fields(document)["a"] == 2
    (line,) = world.engine.held(TOM)
    assert (line["code"], line["body"], line["device"]) == ("bad_sig", None, thief.name)
    assert world.engine.close_held(TOM, line["operation_id"], "gezien").outcome == "closed"
    assert world.engine.held(TOM) == []
    assert world.outcome(row.id) == ("applied", None)


def test_another_phone_fills_no_hole_and_is_not_told_behind_for_what_is_kept_beside(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(IVO)
    phone.record("note.write", document, None, a=1)
    stolen = _in_the_stream_of(world, phone, thief, document)
    lost = phone.record("note.write", document, None, a=2)
    phone.record("note.write", document, None, a=3)
    phone.send(phone.rows[:1])
    phone.rows = [phone.rows[0], phone.rows[2]]
    hold = {"stream": lost.stream.hex(), "from": 3, "acked": 0, "h": ""}
    world.engine.push(phone.certificate, {"holds": [hold]}, [phone.rows[1].envelope])
    assert world.engine.holes() != []
    world.engine.push(thief.certificate, {"holds": []}, [stolen])
    assert world.engine.holes() != []
    h = digest(stolen).hex()
    again = {"stream": lost.stream.hex(), "from": 2, "acked": 2, "h": h}
    answer = world.engine.push(thief.certificate, {"holds": [again]}, [])
    assert not isinstance(answer, Behind)
    assert answer["holes"] == {}, "it would send its own bytes for ever"
    assert answer["receipts"] == {}, "nobody is told that a stream is whole that is not"
    assert phone.send([])["holes"] == {lost.stream.hex(): [(2, 2)]}
    phone.send([lost])
    assert world.engine.holes() == []
    assert world.outcome(lost.id) == ("applied", None)


# -- the registry


def test_a_registry_with_a_hole_in_it_does_not_start():
    kind = REGISTRY.documents["board"]
    with pytest.raises(ValueError, match="no kind of document"):
        Registry([new("x.open", "x", ["writer"], Board, open_note)], [kind])
    with pytest.raises(ValueError, match="twice"):
        Registry([act("board.a", "board", ["writer"], Board, open_note)] * 2, [kind])
    patterns = Registry([edit("board.b", "board", ["writer"], {"things.*": int, "name": str}, open_note)], [kind])
    shape = patterns.operations["board.b"].shape
    assert shape.check({"things.x": 1, "name": "n"}) == {"things.x": 1, "name": "n"}
    assert redact_board({"zzz": 1}, INES, None) == {}


def test_a_push_that_is_told_behind_notes_nothing_at_all(world):
    one, other = world.phone(INES), world.phone(IVO)
    first = one.record("note.open", "d", team="centrum")
    second = other.record("note.open", "e", team="centrum")
    holds = [
        {"stream": first.stream.hex(), "from": 5, "acked": 0, "h": ""},
        {"stream": second.stream.hex(), "from": 1, "acked": 1, "h": digest(second.envelope).hex()},
    ]
    answer = world.engine.push(one.certificate, {"holds": holds}, [])
    assert isinstance(answer, Behind)
    assert answer.have == {first.stream.hex(): [0], second.stream.hex(): [0]}
    assert world.engine.holes() == []
    assert world.store.stream(first.stream) is None


def test_damaged_numbers_become_holes_and_hold_up_nothing_behind_them(world):
    document, phone = world.note(), world.phone(INES)
    for n in range(5):
        phone.record("note.write", document, world.version(document), a=n)
    sound = [phone.rows[0], phone.rows[2]]
    hold = {"stream": sound[0].stream.hex(), "from": 1, "acked": 0, "h": "", "gaps": [[2, 2], [4, 5]]}
    answer = world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [row.envelope for row in sound])
    assert [n for _, n, _ in answer["kept"]] == [1, 3]
    assert answer["have"][hold["stream"]] == [5], "the mark is at a hole: no bytes, no digest"
    assert answer["holes"] == {hold["stream"]: [(2, 2), (4, 5)]}
    filled = world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [phone.rows[1].envelope])
    assert filled["holes"] == {hold["stream"]: [(4, 5)]}


def test_a_server_that_is_behind_says_which_numbers_it_lacks_inside(world):
    document, phone = world.note(), world.phone(INES)
    for n in range(3):
        phone.record("note.write", document, world.version(document), a=n)
    first, second, third = phone.rows
    hold = {"stream": first.stream.hex(), "from": 1, "acked": 0, "h": "", "gaps": [[2, 2]]}
    world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [first.envelope, third.envelope])
    told = {**hold, "acked": 2, "h": digest(second.envelope).hex(), "gaps": []}
    answer = world.engine.push(phone.certificate, {"p": 1, "holds": [told]}, [])
    assert answer.holes == {hold["stream"]: [(2, 2)]}


@pytest.mark.parametrize("gaps", [[[3, 2]], [[0, 2]], [[1]], [["1", 2]], "x", [[1, 2]] * 1001, [[True, 2]]])
def test_gaps_that_are_no_numbers_are_no_push(world, gaps):
    phone = world.phone(INES)
    hold = {"stream": "00" * 16, "from": 1, "acked": 0, "h": "", "gaps": gaps}
    with pytest.raises(BadRequest):
        world.engine.push(phone.certificate, {"p": 1, "holds": [hold]}, [])
