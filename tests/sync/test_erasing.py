"""What was destroyed can be read nowhere any more: not in the store, not in the copy of the log, not after a restore."""

import sqlite3

import pytest

from sync import LogCopy, Register, StoreUnavailable
from sync.envelope import NOBODY, Malformed, Opener, Unopenable
from sync.log_copy import Trace
from sync.store import sqlite
from tests.sync.test_invariants import backup, restore
from tests.sync.world import INES, INSTALLATION, IVO, SYSTEM, TOM, forged

WORD = b"zonnebloem"


def said(world, envelopes):
    """All that the keys of the installation open."""
    opener, found = Opener(INSTALLATION, world.keys), b""
    for envelope in envelopes:
        try:
            found += opener.open(envelope).body
        except (Malformed, Unopenable):
            continue
    return found


def in_store(world):
    return said(world, [kept.envelope for kept in world.store.kept_since(0, 999) if kept.envelope is not None])


def in_copy(world):
    return said(world, [envelope for _, envelope, _ in LogCopy(world.folder / "copy.bin").read()])


@pytest.fixture
def held(world):
    """An operation that came too late, in store and copy, and the phone that made it."""
    world.copy_to("copy.bin")
    document, phone = world.note(), world.phone(INES)
    world.engine.submit(TOM, "note.close", document, {})
    row = phone.record("note.write", document, a=WORD.decode())
    return world, phone, row


def test_bytes_that_another_phone_sent_first_are_wiped_with_those_of_the_phone(held):
    world, phone, row = held
    world.engine.push(world.phone(IVO).certificate, {"p": 1, "holds": []}, [row.envelope])
    phone.send()
    assert in_store(world).count(WORD) == 2
    world.engine.erase_held(TOM, row.id, "personal data")
    assert WORD not in in_store(world)
    assert world.engine.check().is_whole


def test_bytes_that_another_phone_sends_of_what_was_wiped_are_not_kept(held):
    world, phone, row = held
    phone.send()
    world.engine.erase_held(TOM, row.id, "personal data")
    world.engine.push(world.phone(IVO).certificate, {"p": 1, "holds": []}, [row.envelope])
    assert WORD not in in_store(world) + in_copy(world)
    assert world.engine.check().is_whole


def test_what_was_erased_while_somebody_read_is_in_no_file_once_that_ended(world, monkeypatch):
    """A backup reads the store as it was when it began; it may take minutes, and it may be at night as this is."""
    monkeypatch.setattr(sqlite, "SCRUB_MS", 10)
    document = world.note(a=WORD.decode())
    files = world.store.path.parent.glob(f"{world.store.path.name}*")
    reader = sqlite3.connect(world.store.path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM documents").fetchone()
    world.engine.erase(SYSTEM, document)
    world.engine.catch_up()
    reader.close()
    world.engine.catch_up()
    assert [file.name for file in files if WORD in file.read_bytes()] == []


def test_what_was_wiped_is_not_in_the_copy_of_the_log_either(held):
    world, phone, row = held
    phone.send()
    assert WORD in in_copy(world)
    world.engine.erase_held(TOM, row.id, "personal data")
    assert WORD not in in_copy(world)
    before = world.engine.log_head()
    world.note()
    assert world.engine.log_head() != before
    assert WORD not in in_copy(world) + in_store(world)


def test_a_restore_with_the_copy_that_was_written_anew_gives_the_same_documents(held):
    world, phone, row = held
    empty = backup(world)
    other = phone.record("note.open", world.new_id(), team="centrum", title="stays")
    phone.send()
    world.engine.erase_held(TOM, row.id, "personal data")
    before = {one.id: (one.fields, one.scopes) for one in world.store.all_documents()}
    restore(world, empty)
    world.engine.take_copy(LogCopy(world.folder / "copy.bin"))
    assert world.engine.holes() == []
    assert {one.id: (one.fields, one.scopes) for one in world.store.all_documents()} == before
    phone.send(phone.rows)
    assert all(one.acked for one in (row, other))
    assert world.outcome(row.id)[0] == "closed"
    assert WORD not in in_copy(world) + in_store(world)
    assert world.engine.check().is_whole


def test_a_stream_whose_first_operation_was_wiped_is_still_its_phones_after_a_restore(held):
    world, phone, row = held
    empty, thief = backup(world), world.phone(IVO)
    phone.send()
    stolen = forged(world, thief, row.stream, "d", n=2)
    world.engine.push(thief.certificate, {"p": 1, "holds": []}, [stolen])
    world.engine.erase_held(TOM, row.id, "personal data")
    restore(world, empty)
    world.engine.take_copy(LogCopy(world.folder / "copy.bin"))
    later = phone.record("note.open", world.new_id(), team="centrum", title="t")
    phone.send()
    assert world.outcome(later.id) == ("applied", None)


def test_what_comes_later_for_an_erased_document_is_destroyed_in_store_and_copy(world):
    world.copy_to("copy.bin")
    document, phone = world.note(), world.phone(INES)
    world.engine.erase(SYSTEM, document)
    row = phone.record("note.write", document, a=WORD.decode())
    phone.send()
    assert world.outcome(row.id) == ("closed", "erased")
    assert WORD not in in_store(world)
    world.engine.catch_up()
    assert WORD not in in_copy(world)
    phone.send([row])
    assert WORD not in in_store(world) + in_copy(world)
    assert world.engine.check().is_whole


def test_a_kill_before_the_copy_is_written_anew_does_so_at_the_next_start(held, monkeypatch):
    world, phone, row = held
    phone.send()
    monkeypatch.setattr(LogCopy, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        world.engine.erase_held(TOM, row.id, "personal data")
    monkeypatch.undo()
    assert WORD in in_copy(world)
    world.restart().recover()
    assert WORD not in in_copy(world)


def test_a_kill_after_the_copy_is_written_anew_loses_nothing_of_it(held, monkeypatch):
    world, phone, row = held
    phone.send()
    monkeypatch.setattr("sync.copying.kill_point", killed_at("after_renewal"))
    with pytest.raises(KeyboardInterrupt):
        world.engine.erase_held(TOM, row.id, "personal data")
    monkeypatch.undo()
    world.restart().recover()
    world.note()
    kept = [
        one.envelope or Trace(one.stream, one.n, one.h, NOBODY).as_bytes() for one in world.store.kept_since(0, 999)
    ]
    assert [envelope for _, envelope, _ in LogCopy(world.folder / "copy.bin").read()] == kept
    assert WORD not in in_copy(world) + in_store(world)


def test_without_room_to_write_the_copy_anew_it_is_wiped_and_the_worker_tries_until_it_is(held, monkeypatch):
    world, phone, row = held
    phone.send()
    monkeypatch.setattr(LogCopy, "replace", full)
    assert world.engine.erase_held(TOM, row.id, "personal data").outcome == "closed"
    with pytest.raises(StoreUnavailable):
        world.engine.catch_up()
    assert WORD in in_copy(world)
    monkeypatch.undo()
    world.engine.catch_up()
    assert WORD not in in_copy(world)


def test_what_could_not_be_wiped_or_erased_is_not_said_to_be_in_the_register(held, monkeypatch):
    world, phone, row = held
    phone.send()
    world.options["register"] = Register(world.folder / "register.jsonl")
    world.restart().recover()
    monkeypatch.setattr(LogCopy, "add", full)
    for destroy in (
        lambda: world.engine.erase_held(TOM, row.id, "personal data"),
        lambda: world.engine.erase(SYSTEM, row.operation.document),
    ):
        with pytest.raises(StoreUnavailable):
            destroy()
    monkeypatch.undo()
    assert list(world.options["register"].records()) == []
    world.restart().recover()
    assert world.engine.replay(TOM, row.id, override=True).outcome == "applied"
    assert world.fields(row.operation.document)["a"] == WORD.decode()


def killed(*_):
    raise KeyboardInterrupt


def full(*_):
    raise OSError(28, "No space left on device")


def killed_at(point):
    return lambda name: killed() if name == point else None
