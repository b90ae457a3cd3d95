"""The second log, the copy, the register, and photo chunks: durable, chained, harmless to repeat."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from sync import AccessLog, Blobs, LogCopy, Register, WrongChunk
from sync.log_copy import BrokenCopy
from sync.register import ERASED, PHONE_REVOKED

AT = datetime(2026, 3, 2, 21, tzinfo=UTC)


# -- the access log


def test_the_access_log_keeps_what_was_noted_and_when(world):
    log = AccessLog(world.store)
    log.add("sign_in", "ines", None, {"how": "totp"}, AT)
    log.add("export", "tom", "d", {"rows": 3}, "2026-03-02T22:00:00.000Z")
    assert [(line["kind"], line["at"]) for line in log.list()] == [
        ("export", "2026-03-02T22:00:00.000Z"),
        ("sign_in", "2026-03-02T21:00:00.000Z"),
    ]
    assert log.check() == []


# -- the copy of the log


def test_a_copy_gives_back_what_was_appended_in_order(tmp_path):
    copy = LogCopy(tmp_path / "other-disk" / "copy.bin")
    assert list(copy.read()) == []
    copy.append([], 1)
    assert not copy.path.exists()
    copy.append([("phone", b"one\n\x00two"), ("", b"")], 5)
    LogCopy(copy.path).append([("phone", b"three")], 6)
    copy.append([("phone", b"four")], 7)
    assert list(copy.read()) == [
        ("phone", b"one\n\x00two", 5),
        ("", b"", 5),
        ("phone", b"three", 6),
        ("phone", b"four", 7),
    ]


@pytest.mark.parametrize("cut", [1, 20, 40, 60])
def test_a_torn_end_is_left_out_and_cut_off_by_the_next_append(tmp_path, cut):
    copy = LogCopy(tmp_path / "copy.bin")
    copy.append([("a", b"whole")], 1)
    size = copy.path.stat().st_size
    copy.append([("a", b"torn")], 2)
    copy.path.write_bytes(copy.path.read_bytes()[: size + min(cut, copy.path.stat().st_size - size - 1)])
    assert [e for _, e, _ in copy.read()] == [b"whole"]
    fresh = LogCopy(copy.path)
    fresh.append([("a", b"next")], 3)
    assert [e for _, e, _ in fresh.read()] == [b"whole", b"next"]


def test_a_copy_that_was_cut_back_by_hand_is_followed_from_its_start(tmp_path):
    copy = LogCopy(tmp_path / "copy.bin")
    copy.append([("a", b"one")], 1)
    copy.append([("a", b"two")], 1)
    copy.path.write_bytes(b"")
    copy.append([("a", b"three")], 1)
    assert [e for _, e, _ in copy.read()] == [b"three"]


def test_a_changed_record_in_a_copy_is_found(tmp_path):
    copy = LogCopy(tmp_path / "copy.bin")
    copy.append([("a", b"one"), ("a", b"two")], 1)
    data = bytearray(copy.path.read_bytes())
    data[30] ^= 1
    copy.path.write_bytes(bytes(data))
    with pytest.raises(BrokenCopy):
        list(copy.read())


# -- the register


def test_the_register_only_ever_takes_away(tmp_path):
    register = Register(tmp_path / "elsewhere" / "register.jsonl")
    assert list(register.records()) == []
    register.add(PHONE_REVOKED, "p1", AT, by="ada")
    register.add(ERASED, "d1", AT)
    Register(register.path).add(PHONE_REVOKED, "p2", AT)
    assert register.subjects(PHONE_REVOKED) == {"p1", "p2"}
    assert [r["subject"] for r in register.records(ERASED)] == ["d1"]
    assert next(register.records())["by"] == "ada"
    assert register.check() == []


def test_a_torn_line_of_the_register_never_counted(tmp_path):
    register = Register(tmp_path / "register.jsonl")
    register.add(PHONE_REVOKED, "p1", AT)
    with register.path.open("ab") as file:
        file.write(b'{"what":"phone_rev')
    assert register.subjects(PHONE_REVOKED) == {"p1"}
    register.add(PHONE_REVOKED, "p2", AT)
    assert register.subjects(PHONE_REVOKED) == {"p1", "p2"}
    assert register.check() == []


def test_a_changed_or_missing_record_of_the_register_is_found(tmp_path):
    register = Register(tmp_path / "register.jsonl")
    for phone in ("p1", "p2", "p3"):
        register.add(PHONE_REVOKED, phone, AT)
    lines = register.path.read_text().splitlines()
    changed = json.loads(lines[1])
    changed["subject"] = "p9"
    register.path.write_text("\n".join([lines[0], json.dumps(changed), lines[2]]) + "\n")
    assert register.check() == ["register: record 2 does not follow"]
    register.path.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert register.check() == ["register: record 2 does not follow"]


# -- blobs


def parts(*chunks: bytes) -> tuple[str, list[tuple[int, bytes, str]]]:
    digests = [sha256(chunk) for chunk in chunks]
    blob_id = sha256(b"".join(d.digest() for d in digests)).hexdigest()
    return blob_id, [(i, c, d.hexdigest()) for i, (c, d) in enumerate(zip(chunks, digests, strict=True))]


def test_chunks_come_in_any_order_and_twice_is_once(tmp_path):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"one", b"two", b"three")
    for i in (2, 0, 2):
        blobs.put(blob_id, *chunks[i])
    assert blobs.have(blob_id) == [0, 2]
    assert not blobs.done(blob_id, 3)
    assert not blobs.exists(blob_id)
    with pytest.raises(FileNotFoundError):
        blobs.open(blob_id)
    blobs.put(blob_id, *chunks[1])
    assert blobs.done(blob_id, 3)
    assert blobs.done(blob_id, 3)
    assert not blobs.done(blob_id, 2)
    assert blobs.open(blob_id) == b"onetwothree"
    assert blobs.chunks(blob_id) == [b"one", b"two", b"three"]
    blobs.put(blob_id, 0, b"other", sha256(b"other").hexdigest())
    assert blobs.open(blob_id) == b"onetwothree", "whole for good"
    assert blobs.check() == []


def test_a_chunk_that_is_not_what_it_claims_is_not_kept(tmp_path):
    blobs, (blob_id, _) = Blobs(tmp_path), parts(b"one")
    good = sha256(b"x").hexdigest()
    for i, data, digest in ((0, b"y", good), (-1, b"x", good), (256, b"x", good), (0, b"", sha256(b"").hexdigest()),
                            (0, bytes(600_000), sha256(bytes(600_000)).hexdigest())):  # fmt: skip
        with pytest.raises(WrongChunk):
            blobs.put(blob_id, i, data, digest)
    for wrong in ("", "..", "A" * 64, "../" + "a" * 61, "a" * 63):
        with pytest.raises(WrongChunk):
            blobs.have(wrong)
    assert blobs.have(blob_id) == []
    assert list(tmp_path.iterdir()) == []


def test_chunks_that_do_not_make_the_id_are_not_done(tmp_path):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"one", b"two")
    blobs.put(blob_id, *chunks[0])
    blobs.put(blob_id, 1, b"TWO", sha256(b"TWO").hexdigest())
    assert not blobs.done(blob_id, 0)
    assert not blobs.done(blob_id, 2)
    assert blobs.have(blob_id) == [], "what is of no use goes, so that a phone sends it again"
    for chunk in chunks:
        blobs.put(blob_id, *chunk)
    assert blobs.done(blob_id, 2), "a wrong chunk can be mended"


def test_a_chunk_that_rotted_on_the_way_comes_again(tmp_path):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"a" * 100, b"b" * 100)
    blobs.put(blob_id, *chunks[0])
    (file,) = [path for path in tmp_path.rglob("0") if path.is_file()]
    file.write_bytes(b"rot" * 10)
    sent_until_done = 0
    while not blobs.done(blob_id, 2):
        have = blobs.have(blob_id)
        for chunk in chunks:
            if chunk[0] not in have:
                blobs.put(blob_id, *chunk)
        sent_until_done += 1
        assert sent_until_done < 3
    assert blobs.open(blob_id) == b"a" * 100 + b"b" * 100


@pytest.mark.parametrize("harm", ["gone", "short", "changed"])
def test_a_whole_blob_that_lost_a_chunk_is_not_there_and_can_come_again(tmp_path, harm):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"a" * 100, b"b" * 100)
    for chunk in chunks:
        blobs.put(blob_id, *chunk)
    assert blobs.done(blob_id, 2)
    (file,) = [path for path in tmp_path.rglob("1") if path.is_file()]
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"b" * 99 if harm == "short" else b"c" * 100)
    assert blobs.exists(blob_id) is (harm == "changed"), "what is in a chunk only its digest tells"
    assert blobs.check() == [f"blob {blob_id} is damaged"]
    assert not blobs.done(blob_id, 2)
    assert (blobs.exists(blob_id), blobs.have(blob_id)) == (False, [])
    for chunk in chunks:
        blobs.put(blob_id, *chunk)
    assert blobs.done(blob_id, 2)
    assert (blobs.exists(blob_id), blobs.check()) == (True, [])


def test_nobody_spoils_what_another_is_sending(tmp_path):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"one", b"two")
    blobs.put(blob_id, *chunks[0], owner="a")
    for i in range(2):
        blobs.put(blob_id, i, b"junk", sha256(b"junk").hexdigest(), owner="b")
    assert (blobs.have(blob_id, "a"), blobs.have(blob_id, "b")) == ([0], [0, 1])
    assert not blobs.done(blob_id, 2, "b")
    blobs.put(blob_id, *chunks[1], owner="a")
    assert blobs.done(blob_id, 2, "a")
    assert blobs.open(blob_id) == b"onetwo"
    for wrong in ("", "../x", "rotten", "A"):
        with pytest.raises(WrongChunk):
            blobs.put(blob_id, *chunks[0], owner=wrong)


def test_the_same_done_at_once_is_one_whole_blob(tmp_path):
    for turn in range(20):
        blobs, (blob_id, chunks) = Blobs(tmp_path), parts(f"one {turn}".encode(), b"two")
        for chunk in chunks:
            blobs.put(blob_id, *chunk)
        with ThreadPoolExecutor(8) as many:
            assert all(many.map(blobs.done, [blob_id] * 8, [2] * 8))
        assert blobs.exists(blob_id)


def test_what_nobody_finished_goes_after_a_while_and_what_is_whole_stays(tmp_path):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"one", b"two")
    whole = blobs.add([b"letter"])
    blobs.put(blob_id, *chunks[0], owner="a")
    assert blobs.forget_unfinished(before=0) == 0
    assert blobs.forget_unfinished(before=2**40) == 1
    assert (blobs.have(blob_id, "a"), blobs.open(whole)) == ([], b"letter")


def test_a_blob_made_here_is_whole_at_once_and_can_be_erased(tmp_path):
    blobs = Blobs(tmp_path)
    blob_id = blobs.add([b"letter"])
    assert blobs.open(blob_id) == b"letter"
    blobs.erase(blob_id)
    blobs.erase(blob_id)
    assert not blobs.exists(blob_id)
    assert blobs.check() == []


def test_a_blob_that_was_erased_is_not_kept_again_whoever_sends_it(tmp_path):
    blobs = Blobs(tmp_path)
    blob_id = blobs.add([b"a photo of somebody's stairs"])
    blobs.put(blob_id, 0, b"junk", sha256(b"junk").hexdigest(), "another")
    blobs.erase(blob_id)
    blobs.put(blob_id, 0, b"a photo of somebody's stairs", sha256(b"a photo of somebody's stairs").hexdigest(), "phone")
    assert blobs.done(blob_id, 1, "phone"), "the phone need not try again"
    assert (blobs.exists(blob_id), blobs.is_erased(blob_id), blobs.have(blob_id, "phone")) == (False, True, [])
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size], "no byte is left"


def test_a_failed_write_leaves_no_half_chunk(tmp_path, monkeypatch):
    blobs, (blob_id, chunks) = Blobs(tmp_path), parts(b"one")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sync.blobs.os.fsync", full)
    with pytest.raises(OSError, match="space"):
        blobs.put(blob_id, *chunks[0])
    monkeypatch.undo()
    assert blobs.have(blob_id) == []
    blobs.put(blob_id, *chunks[0])
    assert blobs.done(blob_id, 1)


def test_a_damaged_blob_is_found_by_check(world, tmp_path):
    blobs = Blobs(tmp_path / "blobs")
    one, two = blobs.add([b"one"]), blobs.add([b"two"])
    (tmp_path / "blobs" / one[:2] / one / "0").write_bytes(b"One")
    (tmp_path / "blobs" / two[:2] / two / "0").unlink()
    assert set(blobs.check()) == {f"blob {one} is damaged", f"blob {two} is damaged"}
    assert not world.engine.check(blobs).is_whole
