"""What was decided about held work stays decided, after any restore; what was wiped stays wiped."""

import pytest

from sync import LogCopy, Register
from sync.check import all_rows
from sync.envelope import digest
from sync.register import ERASED, WIPED
from tests.sync.test_invariants import backup, restore
from tests.sync.world import INES, SYSTEM, TOM


@pytest.fixture
def decided(world):
    """Three operations that came too late, and what Tom decided about each. A backup from before."""
    world.options["register"] = Register(world.folder / "register.jsonl")
    world.copy_to("copy.bin")
    documents = [world.note(), world.note(), world.note()]
    for document in documents:
        world.engine.submit(TOM, "note.close", document, {})
    empty = backup(world)
    phone = world.phone(INES)
    rows = [
        phone.record("note.write", d, a=v) for d, v in zip(documents, ("late", "zonnebloem", "not needed"), strict=True)
    ]
    phone.send()
    full = backup(world)
    assert world.engine.replay(TOM, rows[0].id, override=True).outcome == "applied"
    assert world.engine.erase_held(TOM, rows[1].id, "personal data").outcome == "closed"
    assert world.engine.close_held(TOM, rows[2].id, "not needed").outcome == "closed"
    return world, phone, documents, rows, {"empty": empty, "full": full}


def assert_decided(world, documents, rows):
    assert [world.outcome(row.id)[0] for row in rows] == ["applied", "closed", "closed"]
    assert world.fields(documents[0])["a"] == "late"
    assert all("a" not in world.fields(document) for document in documents[1:])
    assert all("zonnebloem" not in (row.content or "") for row in all_rows(world.store))
    assert world.store.kept(world.store.entry(rows[1].id).seq).envelope is None
    assert world.engine.held(TOM) == []
    assert world.engine.check().is_whole


def test_a_decision_is_an_operation_in_the_log_and_in_its_copy(decided):
    world, _, documents, rows, _ = decided
    assert_decided(world, documents, rows)
    made = [row for row in all_rows(world.store) if row.kind == "decided"]
    assert [(row.by, row.document, row.outcome) for row in made] == [("tom", d, "applied") for d in documents]
    copied = {envelope for _, envelope, _ in LogCopy(world.folder / "copy.bin").read()}
    assert {world.store.kept(row.seq).envelope for row in made} <= copied
    assert world.engine.entry(rows[0].id).decided == {"by": "tom", "override": True}
    assert world.engine.entry(rows[1].id).decided == {"by": "tom", "reason": "personal data"}


def test_a_decision_is_no_line_of_its_own_in_the_history_of_a_dossier(decided):
    world, _, documents, _, _ = decided
    lines = world.engine.history(TOM, documents[0])
    assert [line["kind"] for line in lines] == ["note.open", "note.close", "note.write", "note.write"]
    assert lines[-1]["decided"] == {"by": "tom", "override": True}


@pytest.mark.parametrize("saved", ["empty", "full"])
def test_decisions_come_back_with_the_copy_of_the_log(decided, saved):
    world, phone, documents, rows, backups = decided
    restore(world, backups[saved])
    world.engine.take_copy(LogCopy(world.folder / "copy.bin"))
    assert_decided(world, documents, rows)
    phone.send(rows)
    phone.send(rows)
    assert_decided(world, documents, rows)


def test_a_decision_waits_for_the_bytes_that_it_is_about(decided):
    world, phone, documents, rows, backups = decided
    theirs = [record for record in LogCopy(world.folder / "copy.bin").read() if record[0] == ""]
    other = LogCopy(world.folder / "desks-only.bin")
    for phone_id, envelope, at_ms in theirs:
        other.append([(phone_id, envelope)], at_ms)
    world.options["copy"] = None
    restore(world, backups["empty"])
    world.engine.take_copy(other)
    assert "a" not in world.fields(documents[0])
    phone.send(rows)
    phone.send(rows)
    assert_decided(world, documents, rows)


@pytest.mark.parametrize("saved", ["empty", "full"])
def test_what_was_wiped_does_not_come_back_even_without_the_copy(decided, saved):
    world, phone, _, rows, backups = decided
    world.options["copy"] = None
    restore(world, backups[saved])
    phone.send([])
    phone.send()
    assert world.outcome(rows[1].id)[0] == "closed"
    assert world.store.kept(world.store.entry(rows[1].id).seq).envelope is None
    assert world.store.kept(world.store.entry(rows[1].id).seq).h == digest(rows[1].envelope)
    assert all("zonnebloem" not in (row.content or "") for row in all_rows(world.store))
    assert phone.pull()["outcomes"][rows[1].id]["outcome"] == "closed"
    assert all(row.acked for row in phone.rows)
    assert world.engine.check().is_whole
    assert [one["subject"] for one in world.options["register"].records(WIPED)] == [digest(rows[1].envelope).hex()]


def test_a_wiped_operation_of_the_worker_leaves_no_decision_waiting_after_a_restore(world):
    """Its name was sealed in what was wiped; the decision finds it by its place."""
    world.options["register"] = Register(world.folder / "register.jsonl")
    world.copy_to("copy.bin")
    saved = backup(world)
    given = {"stream": "worker", "operation_id": "once"}
    assert world.engine.submit(TOM, "note.write", world.note(), {"a": "explode"}, **given).outcome == "held"
    world.engine.erase_held(SYSTEM, "once", "mislukt")
    restore(world, saved)
    world.engine.take_copy(LogCopy(world.folder / "copy.bin"))
    assert world.engine.held(SYSTEM) == []
    assert "decided" not in [row.kind for row in world.store.latest_held(10)]
    assert ("closed", "erased") in [(row.outcome, row.code) for row in all_rows(world.store)]
    assert world.engine.check().is_whole


def test_an_erased_document_is_in_the_register_and_goes_again_after_a_restore(world):
    world.options["register"] = Register(world.folder / "register.jsonl")
    world.restart()
    document = world.note(title="zonnebloem")
    saved = backup(world)
    world.engine.erase(SYSTEM, document)
    assert world.options["register"].subjects(ERASED) == {document}
    restore(world, saved)
    assert world.store.get(document) is None
    assert all("zonnebloem" not in (row.content or "") for row in all_rows(world.store))
    assert len(list(world.options["register"].records(ERASED))) == 1
    assert world.engine.check().is_whole


def test_a_replay_by_the_system_comes_back_too(world):
    world.copy_to("copy.bin")
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, None, a="explode")
    phone.send()
    saved = backup(world)
    world.policy.mended = True
    assert world.engine.replay(SYSTEM, row.id).outcome == "applied"
    restore(world, saved)
    world.engine.take_copy(LogCopy(world.folder / "copy.bin"))
    assert world.outcome(row.id) == ("applied", None)
