"""When the transaction itself fails: nothing counts as applied, each is tried alone, the rest go on."""

import multiprocessing
import os
from datetime import timedelta
from pathlib import Path

import pytest

from sync import LATEST, LogCopy, StoreUnavailable, apply, faults
from sync.apply import drain
from sync.envelope import digest
from sync.store.sqlite import SqliteStore
from tests.sync.world import INES, SYSTEM, TOM, World


def record_five(world):
    phone = world.phone(INES)
    phone.record("note.open", "d", team="centrum")
    for n in range(4):
        phone.record("note.write", "d", None, a=n)
    return phone


def results(answer):
    return [r["r"] for r in answer["results"]]


def test_a_drain_that_fails_as_a_whole_is_done_one_by_one(world, monkeypatch):
    phone, append, calls = record_five(world), SqliteStore.append, []

    def failing(self, rows):
        calls.append(len(rows))
        if len(rows) > 1:
            raise OSError(5, "Input/output error")
        append(self, rows)

    monkeypatch.setattr(SqliteStore, "append", failing)
    assert results(phone.send()) == ["applied"] * 5
    assert calls == [5, 1, 1, 1, 1, 1]
    assert world.fields("d")["a"] == 3
    assert world.engine.check().is_whole


def test_an_operation_that_cannot_be_written_is_held_and_the_others_go_on(world, monkeypatch):
    phone, append = record_five(world), SqliteStore.append

    def failing(self, rows):
        if any(r.outcome == "applied" and '"a":1' in r.content for r in rows):
            raise OverflowError("a number that no column takes")
        append(self, rows)

    monkeypatch.setattr(SqliteStore, "append", failing)
    assert [(r["r"], r["code"]) for r in phone.send()["results"]] == [
        ("applied", None),
        ("applied", None),
        ("held", "server_error"),
        ("applied", None),
        ("applied", None),
    ]
    monkeypatch.undo()
    assert world.fields("d")["a"] == 3
    row = world.store.latest_held(9)[0]
    assert world.engine.replay(SYSTEM, row.operation_id).outcome == "applied"
    assert world.fields("d")["a"] == 3, "overtaken by later ones of the same phone"


def test_a_store_that_cannot_write_says_so_and_everything_is_judged_later(world, monkeypatch):
    phone, append = record_five(world), SqliteStore.append

    def full(self, rows):
        raise StoreUnavailable("database or disk is full", is_full=True)

    monkeypatch.setattr(SqliteStore, "append", full)
    with pytest.raises(StoreUnavailable):
        phone.send()
    monkeypatch.setattr(SqliteStore, "append", append)
    assert len(world.store.pending(9)) == 5, "kept, though nothing could be said of it"
    assert not any(row.acked for row in phone.rows)
    assert results(phone.send()) == ["applied"] * 5


def test_what_cannot_even_be_held_is_an_error_and_not_a_loop(world, monkeypatch):
    phone = record_five(world)

    def broken(self, rows):
        raise RuntimeError("no entry can be written")

    monkeypatch.setattr(SqliteStore, "append", broken)
    with pytest.raises(RuntimeError):
        phone.send()


def test_a_failing_store_is_never_taken_for_a_fault_in_a_rule(world, monkeypatch):
    phone = record_five(world)
    monkeypatch.setattr(world.people, "actor", lambda *_: (_ for _ in ()).throw(StoreUnavailable("locked")))
    with pytest.raises(StoreUnavailable):
        phone.send()
    assert world.store.entries_since(0, 9) == []


def test_taking_in_a_copy_beside_a_worker_that_did_it_again_doubles_nothing(world, tmp_path):
    document = world.note()
    world.engine.submit(SYSTEM, "note.move", document, {"team": "x"}, stream="worker", operation_id="follow-1")
    copy = LogCopy(tmp_path / "c.bin")
    copy.append([("", world.store.kept_since(1, 9)[0].envelope)], 1)
    other = type(world)(tmp_path / "other")
    other.keys, other.signing = world.keys, world.signing
    other.restart()
    other.note()  # the backup: the same first document
    other.engine.submit(SYSTEM, "note.move", document, {"team": "x"}, stream="worker", operation_id="follow-1")
    assert other.engine.take_copy(LogCopy(copy.path)) == 1
    codes = [(r.outcome, r.code) for r in other.store.history(document)]
    assert codes == [("applied", None), ("applied", None), ("closed", "repeated")]
    assert other.engine.check().is_whole
    other.store.close()


def test_a_hole_in_the_copy_is_a_hole_in_the_stream(world, tmp_path):
    phone = world.phone(INES)
    rows = [phone.record("note.open", f"d{n}", team="centrum") for n in range(3)]
    copy = LogCopy(tmp_path / "c.bin")
    copy.append([(phone.name, rows[2].envelope)], 1)
    assert world.engine.take_copy(copy) == 1
    assert world.engine.holes() == [{"stream": rows[0].stream.hex(), "from": 1, "until": 2}]
    phone.send()
    assert world.engine.holes() == []
    assert {d.id for d in world.store.all_documents()} == {"d0", "d1", "d2"}


def test_a_phone_cannot_claim_to_follow_another_phone(world):
    document = world.note()
    base = world.version(document)
    victim, liar = world.phone(TOM), world.phone(INES)
    row = victim.record("note.write", document, base, a=1)
    victim.send()
    liar.tail = ((row.stream, row.n), bytes(32))
    liar.record("note.write", document, base, a=2)
    assert results(liar.send()) == ["conflict"]
    assert world.fields(document)["a"] == 1


def test_streams_that_follow_each_other_in_a_circle_end(world):
    document, phone = world.note(), world.phone(INES)
    base = world.version(document)
    first = phone.record("note.write", document, base, a=1)
    phone.send()
    phone.lock()
    phone.record("note.write", document, base, b=1)
    phone.send()
    with world.store.transaction():
        stream = world.store.stream(first.stream)
        stream.follows = (phone.rows[1].stream, 1)
        world.store.update_stream(stream)
    phone.lock()
    phone.record("note.write", document, base, a=3)
    assert results(phone.send()) == ["applied"]


def test_check_finds_a_changed_log_a_missing_document_and_a_false_signature(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    assert world.engine.log_head()[0] == 2
    db = world.store._db
    db.execute("UPDATE entries SET made_at = 'gisteren' WHERE position = 1")
    assert any("entry 1 does not follow" in w for w in world.engine.check().wrong)
    db.execute("UPDATE entries SET made_at = made_at WHERE position = 1")
    db.execute("UPDATE counter SET position = 7")
    assert any("counter" in w for w in world.engine.check().wrong)
    db.execute("UPDATE counter SET position = 2")
    world.signing = world.phone(TOM).sign
    world.restart()
    assert any("signature does not hold" in w for w in world.engine.check().wrong)
    db.execute("DELETE FROM documents")
    assert any("is missing" in w for w in world.engine.check().wrong)
    world.engine.rebuild()
    assert world.fields(document)["a"] == 1
    with world.store.transaction():
        stored = world.store.get(document)
        stored.id = "invented"
        world.store.put(stored)
    assert any("invented is not what" in w for w in world.engine.check().wrong)
    world.engine.rebuild()
    assert world.store.get("invented") is None


def test_a_kill_point_ends_the_process_the_named_time_and_is_nothing_otherwise(monkeypatch):
    ended = []
    monkeypatch.setattr(faults.os, "_exit", ended.append)
    faults.kill_point("here")
    monkeypatch.setattr(faults, "_POINT", "here")
    monkeypatch.setattr(faults, "_left", [2])
    faults.kill_point("there")
    faults.kill_point("here")
    assert ended == []
    faults.kill_point("here")
    assert ended == [137]


def test_an_operation_tried_twice_without_an_end_is_held_and_says_who_made_it(world):
    phone = record_five(world)
    phone.seal(b"no json")
    for row in phone.rows:
        with world.store.transaction():
            stream = world.store.open_stream(row.stream, phone.name, "phone")
            seq = world.store.keep(stream.sid, row.n, phone.name, row.envelope, digest(row.envelope), 1)
            world.store.make_pending([seq])
            stream.have = row.n
            world.store.update_stream(stream)
            if row.n in (3, 6):
                world.store.raise_attempts(seq)
    world.engine.recover()
    held = {r.n: (r.code, r.by, r.kind) for r in world.store.latest_held(9)}
    assert held == {3: ("server_error", "ines", "note.write"), 6: ("server_error", "ines", "")}
    assert world.fields("d")["a"] == 3


def test_the_worker_leaves_a_push_in_flight_alone(world):
    phone = record_five(world)
    with world.store.transaction():
        stream = world.store.open_stream(phone.rows[0].stream, phone.name, "phone")
        at_ms = int(world.clock().timestamp() * 1000)
        envelope = phone.rows[0].envelope
        world.store.make_pending([world.store.keep(stream.sid, 1, phone.name, envelope, digest(envelope), at_ms)])
    world.engine.catch_up()
    assert len(world.store.pending(9)) == 1
    world.clock.at += timedelta(seconds=5)
    world.engine.catch_up()
    world.engine.catch_up()
    assert world.store.pending(9) == []
    assert world.store.get("d") is not None


def test_what_another_process_judged_meanwhile_is_not_judged_again(world, monkeypatch):
    phone = record_five(world)
    with world.store.transaction():
        stream = world.store.open_stream(phone.rows[0].stream, phone.name, "phone")
        for row in phone.rows:
            world.store.make_pending(
                [world.store.keep(stream.sid, row.n, phone.name, row.envelope, digest(row.envelope), 1)]
            )
        stream.have = 5
        world.store.update_stream(stream)
    other, first, one_alone = world.engine, [], apply._one_alone

    def in_between(drains, seq):
        first.append(seq)
        if len(first) == 1:
            drain(other._drains)  # another process had its turn first
        return one_alone(drains, seq)

    monkeypatch.setattr(apply, "_one_alone", in_between)
    world.engine.recover()
    assert [r.outcome for r in world.store.history("d")] == ["applied"] * 5
    assert world.engine.check().is_whole


def work_for_others(path: str, number: int) -> None:
    world = World(Path(path))
    world.keys, world.signing = KEYS
    world.restart()
    for n in range(15):
        world.engine.submit(TOM, "note.open", f"d{number}-{n}", {"team": "centrum"})
        world.engine.submit(TOM, "note.write", "shared", {"a": n}, base=LATEST)
    os._exit(0)


KEYS: tuple = ()


def test_processes_write_one_after_another_and_the_log_has_no_gap(world):
    global KEYS
    KEYS = (world.keys, world.signing)
    world.engine.submit(TOM, "note.open", "shared", {"team": "centrum"})
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=work_for_others, args=(str(world.folder), n)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    assert world.store.log_end()[0] == 1 + 4 * 30
    assert len(list(world.store.all_documents())) == 61
    assert world.engine.read(TOM, "shared")["rivals"] == {}
    assert world.engine.check().is_whole


def recover_with_others(path: str) -> None:
    world = World(Path(path))
    world.keys, world.signing, world.people.certificates = KEYS
    world.restart().recover()
    os._exit(0)


def test_processes_that_recover_together_give_nothing_up(world):
    global KEYS
    phone = record_five(world)
    with world.store.transaction():
        stream = world.store.open_stream(phone.rows[0].stream, phone.name, "phone")
        for row in phone.rows:
            world.store.make_pending(
                [world.store.keep(stream.sid, row.n, phone.name, row.envelope, digest(row.envelope), 1)]
            )
        stream.have = 5
        world.store.update_stream(stream)
    KEYS = (world.keys, world.signing, world.people.certificates)
    context = multiprocessing.get_context("fork")
    others = [context.Process(target=recover_with_others, args=(str(world.folder),)) for _ in range(5)]
    for other in others:
        other.start()
    for other in others:
        other.join(120)
        assert other.exitcode == 0
    assert [r.outcome for r in world.store.history("d")] == ["applied"] * 5
    assert world.engine.check().is_whole


def test_what_could_not_be_judged_at_the_start_is_tried_again_with_the_next_push(world, monkeypatch):
    phone = record_five(world)
    with monkeypatch.context() as broken:
        broken.setattr("sync.engine.drain", lambda _: {})
        phone.send()
    world.restart()
    with monkeypatch.context() as broken:
        broken.setattr(world.people, "actor", lambda *_: (_ for _ in ()).throw(StoreUnavailable("locked")))
        with pytest.raises(StoreUnavailable):
            world.engine.recover()
    assert len(world.store.pending(9)) == 5
    world.engine.submit(SYSTEM, "note.move", "nowhere", {"team": "x"})
    assert world.store.pending(9) == []
