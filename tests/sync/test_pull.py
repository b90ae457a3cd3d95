"""What a phone asks for: pages, removals, outcomes, and the manifest as the one repair path."""

from dataclasses import replace

import pytest

from sync import BadRequest
from tests.sync.world import INES, SYSTEM, TOM


def test_pages_follow_each_other_by_position_and_the_last_brings_the_cursor(world):
    documents = [world.note(title=str(n)) for n in range(7)]
    phone = world.phone(INES)
    seen, after = [], None
    while True:
        page = world.engine.pull(phone.actor, {"cursor": None, "after": after, "limit": 3})
        seen += [d["id"] for d in page["documents"]]
        assert page["more"] == ("cursor" not in page)
        if not page["more"]:
            break
        after = page["after"]
    assert seen == documents
    assert page["cursor"].startswith(page["head"])


def test_a_document_that_changes_between_pages_comes_again(world):
    first = world.note(a=1)
    for _ in range(3):
        world.note()
    phone = world.phone(INES)
    page = world.engine.pull(phone.actor, {"limit": 3})
    world.engine.submit(SYSTEM, "note.write", first, {"a": 2})
    rest = world.engine.pull(phone.actor, {"limit": 3, "after": page["after"], "scope": page["scope"]})
    assert rest["documents"][-1]["fields"]["a"] == 2


def test_what_leaves_between_the_pages_of_a_first_pull_is_told_as_gone(world):
    first = world.note()
    for _ in range(3):
        world.note()
    phone = world.phone(INES)
    page = world.engine.pull(phone.actor, {"limit": 3})
    world.engine.submit(TOM, "note.move", first, {"team": "elders"})
    rest = world.engine.pull(phone.actor, {"limit": 3, "after": page["after"]})
    assert rest["gone"] == [first]


@pytest.mark.parametrize("cursor", ["1.00000000", "9.12345678", "rubbish", "", "..", "1.2.3"])
def test_a_cursor_that_this_log_does_not_know_asks_for_the_manifest(world, cursor):
    world.note()
    phone = world.phone(INES)
    fingerprint = phone.pull()["cursor"].rpartition(".")[2]
    answer = world.engine.pull(phone.actor, {"cursor": f"{cursor}.{fingerprint}"})
    assert answer["reset"] == "history"


@pytest.mark.parametrize("seen", ["1.00000000", "7.12345678", "rubbish"])
def test_a_seen_version_that_this_log_does_not_know_asks_for_the_manifest(world, seen):
    world.note()
    phone = world.phone(INES)
    assert phone.pull(phone.pull()["cursor"], seen=seen)["reset"] == "history"


def test_the_cursor_of_an_empty_store_is_good_later(world):
    phone = world.phone(INES)
    cursor = phone.pull()["cursor"]
    document = world.note()
    assert set(phone.pull(cursor)["documents"]) == {document}


def test_other_scopes_roles_policy_or_person_ask_for_the_manifest(world):
    world.note()
    phone = world.phone(INES)
    cursor = phone.pull()["cursor"]
    for changed in ({"scopes": frozenset({"team:elders"})}, {"roles": frozenset({"writer", "lead"})}, {"unit": "u"}):
        world.people.actors["ines"] = replace(INES, **changed)
        assert phone.pull(cursor)["reset"] == "scope"
    world.people.actors["ines"] = INES
    assert "reset" not in phone.pull(cursor)
    world.policy.version = "2"
    assert phone.pull(cursor)["reset"] == "scope"


def test_scopes_that_change_between_pages_ask_for_the_manifest(world):
    for _ in range(3):
        world.note()
    phone = world.phone(INES)
    page = world.engine.pull(phone.actor, {"limit": 2})
    world.people.actors["ines"] = replace(INES, scopes=frozenset({"team:elders"}))
    request = {"limit": 2, "after": page["after"], "scope": page["scope"]}
    assert world.engine.pull(phone.actor, request)["reset"] == "scope"


def test_a_manifest_names_every_version_and_every_outcome(world):
    document, phone = world.note(), world.phone(INES)
    row = phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    found = world.engine.manifest(phone.actor, {"streams": [row.stream.hex()]})
    assert found["ids"] == [[document, world.version(document)]]
    assert found["outcomes"][row.id] == {"outcome": "applied", "code": None, "position": 2, "conflicts": []}
    fetched = world.engine.fetch(phone.actor, [document, "unknown"], found["cursor"])
    assert [d["version"] for d in fetched["documents"]] == [world.version(document)]
    assert fetched["missing"] == ["unknown"]
    assert world.engine.fetch(phone.actor, [document], "9.12345678.x")["reset"] == "history"
    assert world.engine.fetch(phone.actor, [document], found["cursor"][:-1] + "-")["reset"] == "scope"


def test_only_outcomes_newer_than_the_cursor_come(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    phone.send()
    cursor = phone.pull()["cursor"]
    second = phone.record("note.write", document, world.version(document), a=2)
    phone.send()
    page = phone.pull(cursor)
    assert list(page["outcomes"]) == [second.id]
    assert phone.pull(page["cursor"])["outcomes"] == {}


def test_the_fields_of_a_conflict_are_told_to_its_maker(world):
    document, phone = world.note(a=1), world.phone(INES)
    row = phone.record("note.write", document, None, a=2, b=1)
    phone.send()
    assert phone.pull()["outcomes"][row.id]["conflicts"] == ["a"]


@pytest.mark.parametrize(
    "request_",
    [
        {"after": "x"},
        {"after": -1},
        {"after": True},
        {"limit": 1.5},
        {"streams": 5},
        {"streams": ["zz"]},
        {"streams": [5]},
        {"streams": ["00"] * 10_001},
    ],
)
def test_a_request_that_is_none_is_refused_with_nothing_told(world, request_):
    with pytest.raises(BadRequest):
        world.engine.pull(INES, request_)


@pytest.mark.parametrize("ids", [None, "x", [5], ["x"] * 501])
def test_a_fetch_that_is_none_is_refused(world, ids):
    with pytest.raises(BadRequest):
        world.engine.fetch(INES, ids)


def test_safe_tells_what_the_older_of_two_verified_backups_holds(world):
    document, phone = world.note(), world.phone(INES)
    phone.record("note.write", document, world.version(document), a=1)
    first = phone.send()
    stream = phone.rows[0].stream.hex()
    assert first["safe"] == {stream: [0]}
    world.engine.publish_safe(world.engine.marks())
    phone.record("note.write", document, world.version(document), a=2)
    phone.send()
    world.engine.publish_safe(world.engine.marks())
    assert phone.send(phone.rows)["safe"] == {stream: first["have"][stream]}
