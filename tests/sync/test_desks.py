"""What desks, the worker and imports do, and what they read: follow-ups, lists, looks, erasing."""

import pytest

from sync import NotApplied, NotEntitled, Registry, act, edit, new
from tests.sync.world import (
    INES,
    PIA,
    REGISTRY,
    SYSTEM,
    TOM,
    Board,
    codes,
    open_note,
    redact_board,
)

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
