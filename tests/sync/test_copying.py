"""Nothing is acknowledged before the copy of the log has it; what could not be copied was not done at all."""

import errno
import os

import pytest

from sync import Behind, LogCopy, StoreUnavailable, log_copy
from tests.sync.test_invariants import backup, restore
from tests.sync.test_kills import loaded, run_victim
from tests.sync.world import INES, SYSTEM, TOM, World


def copied(world: World) -> list[bytes]:
    return [envelope for _, envelope, _ in LogCopy(world.folder / "copy.bin").read()]


def kept(world: World) -> list[bytes]:
    return [one.envelope for one in world.store.kept_since(0, 999)]


@pytest.fixture
def full_disk(monkeypatch):
    """The disk of the copy takes half a record and no more, until `.room = True`."""

    class Disk:
        room = False

    disk, real = Disk(), log_copy._write

    def write(descriptor, data):
        if disk.room:
            return real(descriptor, data)
        os.write(descriptor, data[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(log_copy, "_write", write)
    return disk


def test_a_desk_that_is_told_failed_may_do_it_again_and_then_it_is_done_once(world, full_disk):
    world.copy_to("copy.bin")
    with pytest.raises(StoreUnavailable) as told:
        world.engine.submit(TOM, "note.open", "d", {"team": "centrum"}, operation_id="once")
    assert told.value.is_full
    assert kept(world) == []
    assert world.store.get("d") is None
    full_disk.room = True
    for _ in range(2):
        assert world.engine.submit(TOM, "note.open", "d", {"team": "centrum"}, operation_id="once").outcome == "applied"
    assert kept(world) == copied(world)
    assert len(kept(world)) == 1


def test_what_could_not_be_kept_does_not_count_for_the_day(tmp_path, full_disk):
    """A phone that tries again while the disk is full must not be shut out when there is room."""
    sent: list[int] = []

    def quota(phone, count, size):
        sent.append(count)
        return sum(sent) <= 3

    world = World(tmp_path, quota=quota)
    world.copy_to("copy.bin")
    phone = world.phone(INES)
    for n in range(2):
        phone.record("note.open", f"d{n}", None, team="centrum")
    for _ in range(5):
        with pytest.raises(StoreUnavailable):
            phone.send()
    full_disk.room = True
    phone.send()
    assert [row.acked for row in phone.rows] == [True, True]
    assert sum(sent) == 2
    world.store.close()


def test_each_way_to_write_at_a_desk_fails_whole_while_the_copy_cannot_be_written(world, full_disk):
    full_disk.room = True
    world.copy_to("copy.bin")
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.move", document, team="elders")
    phone.send()
    before, full_disk.room = (kept(world), world.engine.log_head(), world.fields(document)), False
    for attempt in (
        lambda: world.engine.submit_all(TOM, [("note.write", document, {"a": 1}), ("note.close", document, {})]),
        lambda: world.engine.replay(SYSTEM, row.id, override=True),
        lambda: world.engine.close_held(TOM, row.id, "dubbel"),
        lambda: world.engine.erase_held(TOM, row.id, "tekst"),
        lambda: world.engine.erase(SYSTEM, document),
    ):
        with pytest.raises(StoreUnavailable):
            attempt()
        assert (kept(world), world.engine.log_head(), world.fields(document)) == before
    full_disk.room = True
    assert world.engine.close_held(TOM, row.id, "dubbel").outcome == "closed"
    assert kept(world) == copied(world)
    assert world.engine.check().is_whole


def test_a_phone_is_not_acknowledged_while_the_copy_cannot_be_written_and_is_after(world, full_disk):
    world.copy_to("copy.bin")
    phone = world.phone(INES)
    row = phone.record("note.open", "d", team="centrum")
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            phone.send()
    assert not row.acked
    assert kept(world) == copied(world) == []
    full_disk.room = True
    phone.send()
    assert row.acked
    assert kept(world) == copied(world) == [row.envelope]


def test_what_was_kept_before_there_was_a_copy_is_copied_before_anything_more_is_answered(world, full_disk):
    phone = world.phone(INES)
    row = phone.record("note.open", "d", team="centrum")
    phone.send()
    world.copy_to("copy.bin")
    with pytest.raises(StoreUnavailable):
        phone.send([row])
    with pytest.raises(StoreUnavailable):
        world.engine.publish_safe(world.engine.marks())
    full_disk.room = True
    phone.send([row])
    assert copied(world) == [row.envelope]


def test_a_copy_that_was_lost_is_written_anew_whole(world):
    copy = world.copy_to("copy.bin")
    for n in range(3):
        world.note(a=n)
    copy.path.unlink()
    world.restart().recover()
    assert copied(world) == kept(world)
    world.note()
    assert copied(world) == kept(world)
    assert len(copied(world)) == 4


def test_another_file_in_the_place_of_the_copy_is_seen(world):
    copy = world.copy_to("copy.bin")
    world.note()
    size = copy.path.stat().st_size
    copy.path.unlink()
    LogCopy(copy.path).append([("", kept(world)[0])], 5)
    os.truncate(copy.path, size - 40)
    world.note()
    assert set(copied(world)) == set(kept(world))


@pytest.mark.parametrize("point", ["after_copy", "after_keep"])
def test_a_kill_between_copy_and_commit_leaves_both_the_same(world, point):
    phone = world.phone(INES, "phone")
    for n in range(3):
        phone.record("note.open", f"d{n}", team="centrum")
    world.store.close()
    loaded(world, phone)
    (world.folder / "with-copy").touch()
    assert run_victim(world, point).returncode == 137
    world.copy_to("copy.bin")
    assert len(copied(world)) == 3
    world.engine.recover()
    assert sorted(kept(world)) == sorted(copied(world))
    phone.send()
    phone.send(phone.rows)
    assert len(kept(world)) == len(copied(world)) == 3
    assert {d.id for d in world.store.all_documents()} == {"d0", "d1", "d2"}
    assert world.engine.check().is_whole


def test_a_commit_that_fails_after_the_copy_takes_the_end_off_the_copy_again(world, monkeypatch):
    world.copy_to("copy.bin")
    world.note()
    monkeypatch.setattr("sync.copying.kill_point", lambda _: (_ for _ in ()).throw(StoreUnavailable("full")))
    with pytest.raises(StoreUnavailable):
        world.note()
    monkeypatch.undo()
    assert copied(world) == kept(world)
    world.note()
    assert copied(world) == kept(world)
    assert len(kept(world)) == 2


def test_an_older_store_put_back_by_hand_catches_up_with_the_copy_at_its_start(world):
    world.copy_to("copy.bin")
    saved = backup(world)
    document = world.note(title="later")
    phone = world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    restore(world, saved)
    assert world.fields(document) == {"team": "centrum", "title": "later", "a": 1}
    assert not isinstance(phone.send([]), Behind)
    assert sorted(copied(world)) == sorted(kept(world))


def test_a_broken_copy_stops_what_would_be_lost_and_says_what_to_do(world):
    copy = world.copy_to("copy.bin")
    world.note()
    saved = backup(world)
    world.note()
    data = bytearray(copy.path.read_bytes())
    data[-40] ^= 1
    copy.path.write_bytes(data)
    world.store.close()
    os.replace(saved, world.folder / "old.db")
    with pytest.raises(StoreUnavailable, match="move it away"):
        world.restart(f"sqlite:///{world.folder / 'old.db'}").recover()
    copy.path.unlink()
    world.note()
    assert copied(world) == kept(world)


# --- what is said of a copy that cannot be written


def test_a_copy_that_could_not_be_written_is_told_until_it_can(world, full_disk):
    world.copy_to("copy.bin")
    assert world.engine.copy_trouble() == ()
    with pytest.raises(StoreUnavailable):
        world.engine.submit(TOM, "note.open", "d", {"team": "centrum"})
    assert world.engine.copy_trouble() == ("unwritable",)
    full_disk.room = True
    world.engine.submit(TOM, "note.open", "d", {"team": "centrum"})
    assert world.engine.copy_trouble() == ()


def test_a_copy_that_was_lost_or_is_another_is_told_until_the_next_change(world):
    world.copy_to("copy.bin")
    world.engine.submit(TOM, "note.open", "d", {"team": "centrum"})
    (world.folder / "copy.bin").write_bytes(b"")
    assert world.engine.copy_trouble() == ("behind",)
    world.engine.submit(TOM, "note.open", "e", {"team": "centrum"})
    assert world.engine.copy_trouble() == ()


def test_a_copy_that_still_has_what_was_destroyed_is_told_until_it_was_renewed(world, full_disk):
    world.copy_to("copy.bin")
    full_disk.room = True
    world.engine.submit(TOM, "note.open", "d", {"team": "centrum"})
    world.engine.erase(SYSTEM, "d")
    assert world.engine.copy_trouble() == (), "the worker is about to renew it"
    full_disk.room = False
    with pytest.raises(StoreUnavailable):
        world.engine.renew_copy()
    assert set(world.engine.copy_trouble()) == {"unwritable", "destroyed"}
    full_disk.room = True
    world.engine.renew_copy()
    assert world.engine.copy_trouble() == ()
