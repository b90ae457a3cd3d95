"""What is held: who sees it, who decides, and what of its secrets is written anywhere."""

from dataclasses import replace

import pytest

from sync import NotEntitled
from sync.envelope import digest
from tests.sync.world import (
    ADA,
    INES,
    IVO,
    OTTO,
    PIA,
    TOM,
    World,
    codes,
)

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
