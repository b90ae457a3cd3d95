"""The invariants of the protocol that concern the server, one test each (docs/protocol.md, section 10)."""

import shutil
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import Behind, LogCopy
from sync.check import rebuilt
from sync.envelope import digest
from sync.operation import Operation, serialise
from tests.sync.world import ADA, INES, IVO, OTTO, PIA, REGISTRY, SYSTEM, TOM, World, forged


def outcomes(answer):
    return [(r["r"], r["code"]) for r in answer["results"]]


def test_3_what_arrives_is_kept_before_the_answer_whatever_is_inside(world):
    phone = world.phone(INES)
    row = phone.seal(b"\xff not an operation at all")
    garbage = b"FAE1" + bytes(16) + (1).to_bytes(8, "big") + bytes(700)
    answer = world.engine.push(phone.certificate, {"holds": phone.holds()}, [row.envelope, garbage])
    assert [k[2] for k in answer["kept"]] == [digest(row.envelope).hex()[:8], digest(garbage).hex()[:8]]
    assert outcomes(answer) == [("held", "shape"), ("held", "unopenable")]
    assert {k.envelope for k in world.store.kept_since(0, 9)} == {row.envelope, garbage}


def restore(world: World, backup) -> None:
    world.store.close()
    target = world.folder / f"restored-{len(list(world.folder.iterdir()))}.db"
    shutil.copy(backup, target)
    world.restart(f"sqlite:///{target}").recover()


def backup(world: World):
    path = world.folder / f"backup-{len(list(world.folder.iterdir()))}.db"
    target, source = sqlite3.connect(path), sqlite3.connect(world.store.path)
    source.backup(target)
    target.close()
    source.close()
    return path


def test_4_after_a_restore_the_phone_is_told_and_sends_again_what_is_missing(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    saved = backup(world)
    row = phone.record("note.write", document, world.version(document), a=2)
    phone.send()
    assert all(r.acked for r in phone.rows)
    restore(world, saved)
    answer = phone.send([])
    assert isinstance(answer, Behind)
    assert not row.acked
    phone.send()
    assert world.fields(document)["a"] == 2


def test_4_desk_work_since_the_backup_comes_back_from_the_copy_of_the_log(world):
    copy = world.copy_to("copy.bin")
    document = world.note()
    saved = backup(world)
    world.engine.submit(TOM, "note.close", document, {"why": "klaar"})
    other = world.note(title="later")
    phone = world.phone(INES)
    phone.record("note.open", "from-a-phone", team="centrum")
    phone.send()
    world.options["copy"] = None
    restore(world, saved)
    assert world.store.get(other) is None
    world.copy_to("copy.bin")
    assert world.engine.take_copy(LogCopy(world.folder / "copy.bin")) == 3
    assert world.fields(document)["closed"] is True
    assert world.fields(other)["title"] == "later"
    assert world.store.get("from-a-phone") is not None
    assert world.engine.take_copy(copy) == 0
    assert world.engine.check().is_whole
    assert not isinstance(phone.send([]), Behind)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_5_any_repetition_and_any_cut_give_the_same_document_and_apply_once(tmp_path_factory, data):
    world = World(tmp_path_factory.mktemp("world"))
    phone = world.phone(INES)
    phone.record("note.open", "d", team="centrum", title="t")
    for n in range(data.draw(st.integers(1, 6))):
        phone.record("note.write", "d", None, **{data.draw(st.sampled_from(["a", "b"])): n})
    size = len(phone.rows)
    for _ in range(data.draw(st.integers(0, 6))):
        first = data.draw(st.integers(0, size - 1))
        phone.send(phone.rows[first : first + data.draw(st.integers(1, size))])
    phone.send(phone.rows)
    expected: dict[str, object] = {"team": "centrum", "title": "t"}
    for row in phone.rows[1:]:
        expected.update(row.operation.body)
    assert world.fields("d") == expected
    applied = [r.operation_id for r in world.store.history("d") if r.outcome == "applied"]
    assert sorted(applied) == sorted({r.id for r in phone.rows})
    assert rebuilt(world.store, REGISTRY)["d"].fields == expected
    assert world.engine.check().is_whole
    world.store.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_6_in_any_order_of_arrival_no_value_is_lost_and_7_no_phone_rivals_itself(tmp_path_factory, data):
    world = World(tmp_path_factory.mktemp("world"))
    document = world.note(a="first")
    base = world.version(document)
    phones = [world.phone(person) for person in (INES, IVO, INES)]
    for _ in range(data.draw(st.integers(2, 8))):
        phone = data.draw(st.sampled_from(phones))
        if data.draw(st.booleans()):
            phone.lock()
        phone.record("note.write", document, base, a=data.draw(st.integers(0, 3)))
    for phone in data.draw(st.permutations(phones)):
        if phone.rows:
            phone.send()
    state = world.store.get(document).states["a"]
    standing = {o: world.fields(document)["a"] for o, _ in state.writers} | {o: v for o, _, v in state.rivals}
    for phone in phones:
        if phone.rows:
            last = phone.rows[-1]
            assert standing[last.id] == last.operation.body["a"], "the last word of each phone stands"
        assert len({o for o in standing if o in {r.id for r in phone.rows}}) <= 1, "and only its last"
    assert world.engine.check().is_whole
    world.store.close()


def test_7_late_streams_of_one_phone_never_rival_the_later_ones(world):
    document, phone = world.note(), world.phone(INES)
    base = world.version(document)
    first = phone.record("note.write", document, base, a=1)
    phone.lock()
    second = phone.record("note.write", document, base, a=2)
    phone.send([second])
    assert outcomes(phone.send([first])) == [("applied", None)]
    assert world.fields(document)["a"] == 2
    assert world.store.get(document).states["a"].rivals == ()


def test_8_a_rival_stays_until_a_pick_that_had_seen_it(world):
    document = world.note(a=0)
    base = world.version(document)
    one, two, three = (world.phone(person) for person in (INES, IVO, INES))
    for phone, value in ((one, 1), (two, 2)):
        phone.record("note.write", document, base, a=value)
        phone.send()
    seen = world.version(document)
    three.record("note.write", document, base, a=3)
    three.send()
    world.engine.submit(TOM, "note.write", document, {"b": 1}, base=world.version(document))
    assert world.engine.submit(TOM, "note.pick", document, {"a": 2}, base=seen).outcome == "applied"
    shown = world.engine.read(TOM, document)
    assert shown["fields"]["a"] == 2
    assert [r["value"] for r in shown["rivals"]["a"]] == [3]


def test_6_a_version_of_another_history_counts_as_nothing_seen(world):
    document = world.note(a=1)
    saved = backup(world)
    world.engine.submit(TOM, "note.write", document, {"a": 2}, base=world.version(document))
    lost = world.version(document)
    restore(world, saved)
    world.engine.submit(IVO, "note.write", document, {"a": 3}, base=world.version(document))
    assert world.version(document) != lost and world.version(document).split(".")[0] == lost.split(".")[0]
    assert world.engine.submit(INES, "note.write", document, {"a": 4}, base=lost).outcome == "conflict"


def test_9_who_had_seen_the_present_value_never_conflicts(world):
    document, phones = world.note(a=0), [world.phone(INES), world.phone(IVO)]
    for n in range(6):
        phones[n % 2].record("note.write", document, world.version(document), a=n)
        assert outcomes(phones[n % 2].send()) == [("applied", None)]


def test_11_after_a_pull_a_phone_has_what_the_server_shows_it(world):
    phone = world.phone(INES)
    documents = {world.note(title=str(n)) for n in range(8)}
    elsewhere = world.engine.submit(SYSTEM, "note.move", next(iter(documents)), {"team": "elders"}).document
    pulled = phone.pull()
    assert set(pulled["documents"]) == documents - {elsewhere}
    assert all(d == world.engine.read(phone.actor, i) for i, d in pulled["documents"].items())
    assert phone.pull(pulled["cursor"])["documents"] == {}


def test_12_what_left_the_scopes_is_gone_and_what_was_gained_comes(world):
    phone, document = world.phone(INES), world.note()
    cursor = phone.pull()["cursor"]
    world.engine.submit(TOM, "note.move", document, {"team": "elders"})
    page = phone.pull(cursor)
    assert (page["gone"], page["documents"]) == ([document], {})
    world.people.actors["ines"] = replace(INES, scopes=frozenset({"team:elders"}))
    assert phone.pull(page["cursor"])["reset"] == "scope"
    manifest = world.engine.manifest(phone.actor, {"streams": []})
    assert [i for i, _ in manifest["ids"]] == [document]
    assert set(phone.pull(manifest["cursor"])["documents"]) == set()


def test_12_a_stranger_gets_no_document_by_any_door(world):
    document = world.note(title="Zeezicht")
    world.engine.submit(TOM, "note.share", document, {})
    for stranger in (OTTO, ADA):
        assert world.engine.read(stranger, document) is None
        assert world.engine.find(stranger, "note") == []
        assert world.engine.count(stranger, "note") == 0
        assert world.engine.history(stranger, document) == []
        assert world.engine.search(stranger, "Zeezicht", ["note"]) == []
        assert world.engine.disputed(stranger) == []
        assert world.engine.pull(stranger, {"cursor": None})["documents"] == []
        assert world.engine.manifest(stranger, {})["ids"] == []
        fetched = world.engine.fetch(stranger, [document, "unknown"])
        assert (fetched["documents"], fetched["missing"]) == ([], [document, "unknown"])


def said_without_signatures(answer):
    """ECDSA signs the same receipt with other bytes each time."""
    receipts = {stream: one[:2] for stream, one in answer["receipts"].items()}
    return {k: v for k, v in answer.items() if k != "server_time"} | {"receipts": receipts}


def test_13_a_repeated_push_changes_nothing_and_answers_the_same(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    first = phone.send(phone.rows)
    end = world.store.log_end()
    again = phone.send(phone.rows)
    assert world.store.log_end() == end
    assert said_without_signatures(again) == said_without_signatures(first)


def test_14_every_acknowledged_operation_has_an_outcome_that_its_phone_gets(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    phone.record("note.write", "nowhere", a=1)
    phone.record("note.unheard_of", document)
    phone.record("note.write", document, a="explode")
    phone.record("note.write", document, c=1)
    phone.record("note.move", document, team="elders")
    phone.send()
    found = phone.pull()["outcomes"]
    assert [(found[r.id]["outcome"], found[r.id]["code"]) for r in phone.rows] == [
        ("applied", None),
        ("held", "dep"),
        ("held", "unknown_kind"),
        ("held", "server_error"),
        ("held", "shape"),
        ("held", "no_permission"),
    ]


def test_14_nobody_learns_the_outcomes_of_another_phone(world):
    document, phone, other = world.note(), world.phone(INES), world.phone(IVO)
    row = phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    page = world.engine.pull(other.actor, {"cursor": None, "streams": [row.stream.hex()]})
    assert page["outcomes"] == {}


def test_15_a_held_operation_holds_only_those_whose_document_it_would_have_made(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.open", "refused-note", title="refused")
    phone.record("note.write", "refused-note", a=1)
    phone.record("note.write", document, world.version(document), a="explode")
    phone.record("note.write", document, world.version(document), a=2)
    phone.record("note.close", document)
    phone.record("note.close", document)
    phone.record("note.open", "another", team="centrum")
    assert outcomes(phone.send()) == [
        ("held", "note.refused"),
        ("held", "dep"),
        ("held", "server_error"),
        ("applied", None),
        ("applied", None),
        ("held", "note.closed"),
        ("applied", None),
    ]


def test_15_what_waited_is_judged_in_order_when_its_document_is_made(world):
    early, maker = world.phone(INES), world.phone(IVO)
    for value in (1, 2, 3):
        early.record("note.write", "d", a=value)
    assert outcomes(early.send()) == [("held", "dep")] * 3
    maker.record("note.open", "d", team="centrum")
    assert outcomes(maker.send()) == [("applied", None)]
    assert world.fields("d")["a"] == 3
    found = early.pull()["outcomes"]
    assert {found[r.id]["outcome"] for r in early.rows} == {"applied"}
    assert world.store.waiting("d") == []


def test_16_an_outbox_empties_in_whatever_order_and_batches_it_is_sent(world):
    phone = world.phone(INES)
    for n in range(7):
        phone.record("note.open", f"d{n}", team="centrum")
    phone.send(phone.rows[4:])
    assert not any(r.acked for r in phone.rows), "a gap is not kept: have says so"
    phone.send(phone.rows[2:])
    phone.send(phone.rows[:3])
    phone.send()
    assert all(r.acked for r in phone.rows)


def test_16_a_purged_or_damaged_number_is_passed_as_a_hole_and_filled_if_it_turns_up(world):
    phone = world.phone(INES)
    rows = [phone.record("note.open", f"d{n}", team="centrum") for n in range(4)]
    phone.rows = rows[2:]
    answer = phone.send()
    assert [k[1] for k in answer["kept"]] == [3, 4]
    assert world.engine.holes() == [{"stream": rows[0].stream.hex(), "from": 1, "until": 2}]
    phone.rows = rows
    phone.send([rows[1]])
    assert world.store.get("d1") is not None
    assert world.engine.holes() == [{"stream": rows[0].stream.hex(), "from": 1, "until": 1}]


def test_16_an_outbox_empties_even_where_its_stream_is_taken_to_be_of_another_phone(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(OTTO)
    rows = [phone.record("note.open", f"d{n}", team="centrum") for n in range(5)]
    world.engine.push(thief.certificate, {"holds": []}, [forged(world, thief, rows[0].stream, document)])
    phone.send(rows[:2])
    phone.send()
    assert all(row.acked for row in rows)
    assert phone.send([])["have"][rows[0].stream.hex()][0] == 5, "and they stay acknowledged"
    assert all(row.acked for row in rows)


def test_17_a_revoked_phone_drains_to_held_and_its_maker_gets_nothing(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    world.people.revoked.add(phone.name)
    assert outcomes(phone.send()) == [("held", "revoked")]
    assert all(r.acked for r in phone.rows)
    assert "a" not in world.fields(document)


def test_17_a_revoked_phones_work_is_applied_when_the_lead_takes_it_over(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, world.version(document), a=1)
    world.people.revoked.add(phone.name)
    phone.send()
    assert world.engine.replay(TOM, row.id).code == "revoked"
    assert world.engine.replay(TOM, row.id, override=True).outcome == "applied"
    line = world.engine.history(TOM, document)[-1]
    assert (line["by"], line["decided"]) == ("ines", {"by": "tom", "override": True})


def test_17_what_was_erased_stays_erased_when_a_phone_sends_it_again(world):
    phone = world.phone(INES)
    phone.record("note.open", "d", team="centrum", title="gevoelig")
    phone.send()
    saved = backup(world)
    world.engine.erase(SYSTEM, "d")
    row = phone.record("note.write", "d", title="gevoelig")
    phone.send()
    assert world.outcome(row.id) == ("closed", "erased")
    restore(world, saved)
    world.engine.erase(SYSTEM, "d")
    phone.send([])
    phone.send()
    assert world.store.get("d") is None
    assert all("gevoelig" not in (r.content or "") for r in world.store.entries_since(0, 99))


def test_18_the_answer_to_a_push_tells_no_content(world):
    document, phone, other = world.note(a=5), world.phone(INES), world.phone(IVO)
    base = world.version(document)
    for p, value in ((phone, "geheim-een"), (other, "geheim-twee")):
        p.record("note.write", document, base, a=value)
        answer = p.send()
    assert outcomes(answer) == [("conflict", None)]
    text = repr(answer)
    assert "geheim" not in text and document not in text and "'a'" not in text and base not in text


def test_18_what_was_redacted_is_in_no_answer_not_in_rivals_nor_history(world):
    document = world.note(a=1)
    base = world.version(document)
    for phone, value in ((world.phone(INES), "rood"), (world.phone(IVO), "groen")):
        phone.record("note.write", document, base, secret=value)
        phone.send()
    world.engine.submit(TOM, "note.share", document, {})
    assert [r["value"] for r in world.engine.read(TOM, document)["rivals"]["secret"]] == ["groen"]
    for reader in (INES, PIA):
        text = repr([world.engine.read(reader, document), world.engine.history(reader, document),
                     world.engine.pull(reader, {"cursor": None}), world.engine.find(reader, "note")])  # fmt: skip
        assert "rood" not in text and "groen" not in text and "secret" not in text


def test_19_a_clock_of_a_phone_orders_and_refuses_nothing(world):
    document, fresh = world.note(), world.phone(IVO)
    for year, value in (("2199", 1), ("1970", 2)):
        operation = Operation("note.write", document, {"a": value}, None, f"{year}-01-01T00:00:00Z")
        fresh.seal(serialise(operation), operation)
    fresh.send()
    assert world.fields(document)["a"] == 2


def test_20_a_stream_sent_by_a_thief_does_not_stop_the_owner(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, world.version(document), a=1)
    squat = b"FAE1" + row.envelope[4:28] + bytes(661)
    world.engine.push(phone.certificate, {"holds": []}, [squat])
    assert world.outcome(row.id) == ("held", "unopenable")
    answer = phone.send()
    assert outcomes(answer) == [("applied", None)]
    assert row.acked
    assert len(answer["have"][row.stream.hex()]) == 3, "marks carry the digests of all bytes under the number"


def test_20_bytes_signed_by_another_phone_are_not_its_senders_work(world):
    document, phone, thief = world.note(), world.phone(INES), world.phone(OTTO)
    row = phone.record("note.write", document, world.version(document), a=1)
    answer = world.engine.push(thief.certificate, {"holds": []}, [row.envelope])
    assert outcomes(answer) == [("held", "bad_sig")]
    assert outcomes(phone.send()) == [("applied", None)], "and who signed them still gets them applied"


def test_22_losing_any_envelopes_hinders_none_of_the_others(world):
    phone = world.phone(INES)
    rows = [phone.record("note.open", f"d{n}", team="centrum") for n in range(6)]
    phone.rows = [rows[1], rows[4]]
    holds = [{"stream": rows[0].stream.hex(), "from": 2, "acked": 0, "h": ""}]
    world.engine.push(phone.certificate, {"holds": holds}, [rows[1].envelope])
    holds[0]["from"] = 5
    world.engine.push(phone.certificate, {"holds": holds}, [rows[4].envelope])
    assert world.store.get("d1") is not None and world.store.get("d4") is not None


@pytest.mark.parametrize("mutant", [True, False])
def test_the_proof_sees_a_document_that_the_log_does_not_give(world, mutant):
    document = world.note(a=1)
    if mutant:
        stored = world.store.get(document)
        stored.fields["a"] = 2
        with world.store.transaction():
            world.store.put(stored)
    report = world.engine.check()
    assert report.is_whole is not mutant
    world.engine.rebuild()
    assert world.fields(document)["a"] == 1
    assert world.engine.check().is_whole
