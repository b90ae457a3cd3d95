"""The promises of every store, one test a promise. A store's test module gives `store` and imports these."""

from __future__ import annotations

import threading
from hashlib import sha256
from typing import Any

import pytest

from sync.merge import FieldState, Stored
from sync.store import LogRow, StoreUnavailable

STREAM, OTHER = b"s" * 16, b"o" * 16


def keep(store: Any, n: int, envelope: bytes = b"bytes", stream: bytes = STREAM) -> int:
    with store.transaction():
        known = store.open_stream(stream, "phone", "phone")
        seq = store.keep(known.sid, n, "phone", envelope, sha256(envelope).digest(), 5)
        store.make_pending([seq])
        known.have = max(known.have, n)
        store.update_stream(known)
    return seq


def row(position: int, **said: Any) -> LogRow:
    about: dict[str, Any] = {
        "position": position, "head": bytes([position]) * 32, "seq": 1, "operation_id": f"{STREAM.hex()}:{position}",
        "stream": STREAM, "n": position, "kind": "note.write", "document": "d", "outcome": "applied", "code": None,
        "by": "ines", "device": "phone", "signed_in": "phone:full", "base": None, "made_at": "then", "received_ms": 7,
        "salt": b"salt", "content": '{"body":{"a":1}}',
    }  # fmt: skip
    return LogRow(**{**about, **said})


def append(store: Any, *rows: LogRow) -> None:
    with store.transaction():
        store.open_stream(STREAM, "phone", "phone")
        store.append(rows)


def put(store: Any, name: str, position: int, scopes: set[str], **index: str) -> None:
    with store.transaction():
        store.put(Stored(name, "note", {"name": name}, {}, position, f"{position}.0000000{position % 10}",
                         frozenset(scopes), index, name))  # fmt: skip


def test_a_transaction_is_all_or_nothing(store):
    with pytest.raises(RuntimeError), store.transaction():
        store.open_stream(STREAM, "phone", "phone")
        store.set_value("a", "b", 1)
        raise RuntimeError
    assert store.stream(STREAM) is None
    assert store.get_value("a", "b") is None


def test_a_name_first_used_in_a_lost_transaction_is_not_remembered(store):
    with pytest.raises(RuntimeError), store.transaction():
        store.put(Stored("d", "note", {}, {}, 1, "1.00000000", frozenset({"new-scope"}), {}))
        raise RuntimeError
    put(store, "d", 1, {"new-scope"})
    assert [i for _, i, _ in store.changed_since({"new-scope"}, 0, 10)] == ["d"]


def test_a_transaction_inside_another_joins_it(store):
    with pytest.raises(RuntimeError), store.transaction():
        with store.transaction():
            store.set_value("a", "b", 1)
        raise RuntimeError
    assert store.get_value("a", "b") is None


def test_one_writer_at_a_time_over_threads(store):
    with store.transaction():
        store.set_value("count", "n", 0)

    def add() -> None:
        for _ in range(20):
            with store.transaction():
                store.set_value("count", "n", store.get_value("count", "n") + 1)
        store.close()

    threads = [threading.Thread(target=add) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.get_value("count", "n") == 120


def test_a_reading_sees_one_moment(store):
    put(store, "d", 1, {"t"})
    with store.reading():
        assert len(store.changed_since({"t"}, 0, 10)) == 1

        def write() -> None:
            put(store, "e", 2, {"t"})
            store.close()

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
        with store.reading():
            assert len(store.changed_since({"t"}, 0, 10)) == 1
    assert len(store.changed_since({"t"}, 0, 10)) == 2


def test_kept_bytes_come_back_as_they_came_and_wait_to_be_judged(store):
    seq = keep(store, 1, b"\x00anything")
    kept = store.kept(seq)
    assert (kept.envelope, kept.stream, kept.n, kept.phone) == (b"\x00anything", STREAM, 1, "phone")
    assert [k.seq for k in store.pending(10)] == [seq]
    assert store.pending_row(seq).seq == seq
    with store.transaction():
        store.settle([seq])
    assert store.pending(10) == []
    assert store.pending_row(seq) is None
    assert store.kept(seq + 1) is None
    assert [k.seq for k in store.kept_since(0, 10)] == [seq]


def test_other_bytes_under_a_known_number_are_kept_beside(store):
    keep(store, 1, b"one")
    keep(store, 1, b"two")
    n, digests = store.have(STREAM)
    assert n == 1
    assert set(digests) == {sha256(b"one").digest(), sha256(b"two").digest()}
    assert [k.envelope for k in store.kept_under(store.stream(STREAM).sid, 1)] == [b"one", b"two"]


def test_nothing_is_had_of_an_unknown_stream(store):
    assert store.have(OTHER) == (0, [])
    assert store.stream(OTHER) is None


def test_an_attempt_counts_until_the_bytes_are_judged(store):
    seq = keep(store, 1)
    with store.transaction():
        store.raise_attempts(seq)
    assert store.pending(1)[0].attempts == 1


def test_a_hole_is_filled_one_number_at_a_time(store):
    with store.transaction():
        sid = store.open_stream(STREAM, "phone", "phone").sid
        store.add_hole(sid, 3, 7)
    with store.transaction():
        assert not store.fill_hole(sid, 2)
        assert not store.fill_hole(sid, 8)
        assert store.fill_hole(sid, 5)
        assert not store.fill_hole(sid, 5)
        assert store.fill_hole(sid, 3)
    assert store.holes() == [(STREAM, 4, 4), (STREAM, 6, 7)]


def test_a_stream_keeps_what_is_learnt_of_it(store):
    with store.transaction():
        known = store.open_stream(STREAM, "phone", "phone")
        known.have, known.judged, known.last, known.proved, known.follows = 9, 8, 7, True, (OTHER, 3)
        store.update_stream(known)
    assert store.stream(STREAM) == known
    assert store.is_followed(OTHER)
    assert not store.is_followed(STREAM)


def test_positions_have_no_gaps_and_the_counter_row_is_at_the_last(store):
    assert store.log_end() == (0, bytes(32))
    append(store, row(1), row(2))
    append(store)
    assert store.log_end() == (2, bytes([2]) * 32)
    with pytest.raises(StoreUnavailable):
        append(store, row(2))
    assert store.log_end() == (2, bytes([2]) * 32)


def test_an_entry_comes_back_whole(store):
    first = row(1, outcome="held", code="dep", base="1.00000000")
    append(store, first)
    assert store.entry_at(1) == first
    assert store.entry_at(2) is None
    assert store.head_at(1) == first.head
    assert store.head_at(2) is None


def test_the_latest_entry_of_an_operation_is_found_by_its_id(store):
    append(store, row(1, outcome="held", code="dep", n=1), row(2, n=1, operation_id=f"{STREAM.hex()}:1"))
    assert store.entry(f"{STREAM.hex()}:1").position == 2
    append(store, row(3, n=3, operation_id="derived-id"))
    assert store.entry("derived-id").position == 3


@pytest.mark.parametrize(
    "name", ["", ":", "x:1", f"{'z' * 32}:1", f"{STREAM.hex()}:9", f"{STREAM.hex()}:{'9' * 40}", "a:b:c"]
)
def test_an_id_that_is_none_finds_nothing(store, name):
    append(store, row(1))
    assert store.entry(name) is None


def test_entries_are_read_in_order_after_a_position(store):
    append(store, *(row(n) for n in range(1, 6)))
    assert [r.position for r in store.entries_since(2, 2)] == [3, 4]
    assert [r.position for r in store.history("d")] == [1, 2, 3, 4, 5]
    assert store.history("unknown") == []


def test_outcomes_of_a_stream_are_the_latest_and_only_newer_ones(store):
    append(store, row(1, outcome="held", code="dep"), row(2), row(3, n=1, operation_id=f"{STREAM.hex()}:1"))
    stream = store.stream(STREAM)
    stream.last = 3
    assert [(r.n, r.position) for r in store.outcomes_since(stream, 0)] == [(1, 3), (2, 2)]
    assert [(r.n, r.position) for r in store.outcomes_since(stream, 2)] == [(1, 3)]
    assert store.outcomes_since(stream, 3) == []


def test_held_operations_are_listed_until_their_outcome_changes(store):
    append(store, row(1, outcome="held", code="dep"), row(2, outcome="held", code="shape"))
    assert [r.n for r in store.latest_held(10)] == [1, 2]
    append(store, row(3, n=1, operation_id=f"{STREAM.hex()}:1"))
    assert [r.n for r in store.latest_held(10)] == [2]


def test_what_waits_for_a_document_is_found_in_order_until_it_stops_waiting(store):
    with store.transaction():
        for seq in (5, 3, 4):
            store.wait("d", seq)
        store.wait("d", 3)
    assert store.waiting("d") == [3, 4, 5]
    with store.transaction():
        store.stop_waiting(4)
    assert store.waiting("d") == [3, 5]
    assert store.waiting("other") == []


def test_a_document_comes_back_whole(store):
    states = {"a": FieldState((("x:1", 1), ("y:1", 2)), (("z:1", 3, {"v": [1, None, "é"]}),)), "b": FieldState()}
    document = Stored("d", "note", {"a": {"k": 1.5}}, states, 3, "3.00000003", frozenset({"t", "u"}), {"state": "open"})
    with store.transaction():
        store.put(document)
    assert store.get("d") == document
    assert store.get("e") is None
    assert list(store.all_documents()) == [document]
    assert [d.id for d in store.disputed({"t"}, 10)] == ["d"]
    assert store.disputed({"elsewhere"}, 10) == []


def test_a_document_is_found_only_in_the_scopes_it_has_now(store):
    put(store, "d", 1, {"t", "u"})
    put(store, "d", 2, {"u"})
    assert store.changed_since({"t"}, 0, 10) == []
    assert store.changed_since({"u"}, 0, 10) == [(2, "d", "2.00000002")]
    assert store.changed_since({"t", "u"}, 1, None) == [(2, "d", "2.00000002")]
    assert store.changed_since({"u"}, 2, 10) == []
    assert store.changed_since(set(), 0, 10) == []


def test_leaving_a_scope_is_remembered_for_those_who_hold_no_other(store):
    put(store, "d", 1, {"t", "u"})
    put(store, "d", 2, {"u"})
    assert store.left_since({"t"}, 1) == ["d"]
    assert store.left_since({"t"}, 2) == []
    assert store.left_since({"t", "u"}, 1) == []
    put(store, "d", 3, {"t"})
    assert store.left_since({"t"}, 0) == []
    assert store.left_since({"u"}, 2) == ["d"]


def test_a_dropped_document_has_left_every_scope(store):
    put(store, "d", 1, {"t"}, state="open")
    with store.transaction():
        store.drop_document("d", 2)
        store.drop_document("unknown", 2)
    assert store.get("d") is None
    assert store.left_since({"t"}, 1) == ["d"]
    assert store.find("note", {"t"}, {}, None, False, 10, 0) == []
    assert store.search("d", ["note"], {"t"}, 10) == []


def test_documents_can_be_forgotten_and_put_anew(store):
    put(store, "a", 1, {"t"}, state="open")
    with store.transaction():
        store.forget_documents()
    assert (store.get("a"), store.left_since({"t"}, 0), store.search("a", ["note"], {"t"}, 9)) == (None, [], [])
    put(store, "a", 1, {"t"}, state="open")
    assert names(store.find("note", {"t"}, {"state": "open"}, None, False, 9, 0)) == ["a"]


def names(found: list[Stored]) -> list[str]:
    return [document.id for document in found]


def test_documents_are_found_by_index_values_within_scopes(store):
    put(store, "a", 1, {"t"}, state="open", on="2026-01-02")
    put(store, "b", 2, {"t"}, state="closed", on="2026-01-01")
    put(store, "c", 3, {"u"}, state="open", on="2026-01-03")
    put(store, "d", 4, {"t"}, state="open")
    both = {"t", "u"}
    assert names(store.find("note", both, {"state": "open"}, "on", False, 10, 0)) == ["a", "c", "d"]
    assert names(store.find("note", both, {"state": "open"}, "on", True, 10, 0)) == ["c", "a", "d"]
    assert names(store.find("note", {"t"}, {"state": ["open", "closed"]}, "on", False, 10, 0)) == ["b", "a", "d"]
    assert names(
        store.find("note", both, {"on": {"from": "2026-01-02", "until": "2026-01-03"}}, "on", False, 10, 0)
    ) == ["a", "c"]
    assert names(store.find("note", both, {"on": {}}, "on", False, 10, 0)) == ["b", "a", "c"]
    assert names(store.find("note", both, {}, None, False, 2, 1)) == ["b", "c"]
    assert names(store.find("note", both, {"state": "open", "on": "2026-01-03"}, None, False, 10, 0)) == ["c"]
    assert names(store.find("note", None, {}, None, True, 1, 0)) == ["d"]
    assert store.find("other", both, {}, None, False, 10, 0) == []
    assert store.count("note", {"t"}, {"state": "open"}) == 2
    assert store.count("note", None, {}) == 4


def test_one_index_name_is_listed_over_all_documents_in_scope(store):
    put(store, "a", 1, {"t"}, state="open", on="2026-01-02")
    put(store, "b", 2, {"t", "u"}, state="closed", on="")
    put(store, "c", 3, {"u"}, state="open", on="2026-01-03")
    assert sorted(store.listed("note", {"t"}, "on")) == [("a", "2026-01-02")]
    assert sorted(store.listed("note", {"t", "u"}, "state")) == [("a", "open"), ("b", "closed"), ("c", "open")]
    assert store.listed("note", None, "unknown") == []
    assert store.listed("note", set(), "state") == []


def test_an_index_value_that_changed_finds_nothing_any_more(store):
    put(store, "a", 1, {"t"}, state="open")
    put(store, "a", 2, {"t"}, state="closed")
    assert store.find("note", {"t"}, {"state": "open"}, None, False, 10, 0) == []
    assert names(store.find("note", {"t"}, {"state": "closed"}, None, False, 10, 0)) == ["a"]


def test_search_finds_beginnings_of_words_within_kinds_and_scopes(store):
    put(store, "Café Zeezicht", 1, {"t"})
    put(store, "Massagesalon Zon", 2, {"u"})
    put(store, "Café Zeezicht", 3, {"t"})
    assert names(store.search("cafe zee", ["note"], {"t"}, 10)) == ["Café Zeezicht"]
    assert store.search("zee", ["note"], {"u"}, 10) == []
    assert store.search("zee", ["board"], {"t"}, 10) == []


@pytest.mark.parametrize("text", ["", "   ", '"', "*", "a AND (", 'zee" OR "', "zee\x00", "-", "NEAR("])
def test_search_takes_any_text_for_words(store, text):
    put(store, "Zeezicht", 1, {"t"})
    assert isinstance(store.search(text, ["note"], {"t"}, 10), list)


def test_erasing_removes_content_and_bytes_and_keeps_digests(store):
    seq = keep(store, 1, b"secret bytes")
    append(store, row(1, seq=seq), row(2, seq=seq))
    with store.transaction():
        store.erase_entries(store.history("d"), lambda r: b"d" * 32)
        store.erase_entries(store.history("d"), lambda r: b"e" * 32)
    erased = store.entry_at(1)
    assert (erased.content, erased.salt, erased.content_digest) == (None, None, b"d" * 32)
    kept = store.kept(seq)
    assert kept.envelope is None
    assert kept.h == sha256(b"secret bytes").digest()
    assert store.have(STREAM) == (1, [sha256(b"secret bytes").digest()])


def test_what_was_erased_is_remembered_and_gone_from_the_files(store):
    put(store, "gevoelig-woord", 1, {"t"})
    with store.transaction():
        store.drop_document("gevoelig-woord", 2)
        store.mark_erased("gevoelig-id")
        store.mark_erased("gevoelig-id")
    store.scrub()
    assert store.is_erased("gevoelig-id")
    assert not store.is_erased("other")


def test_safe_is_what_the_older_of_the_two_newest_backups_holds(store):
    with store.transaction():
        store.publish_marks([(STREAM, 3, ["aa"])])
    assert store.safe(STREAM) == (0, [])
    with store.transaction():
        store.publish_marks([(STREAM, 5, ["bb"]), (OTHER, 1, ["cc"])])
    assert store.safe(STREAM) == (3, ["aa"])
    assert store.safe(OTHER) == (0, [])
    with store.transaction():
        store.publish_marks([])
    assert store.safe(STREAM) == (5, ["bb"])


def test_marks_are_what_is_kept_of_each_stream(store):
    keep(store, 1, b"one")
    assert list(store.marks()) == [(STREAM, 1, [sha256(b"one").digest()])]


def test_a_value_is_kept_until_it_is_none(store):
    store.set_value("person", "ines", {"hash": "x"})
    store.set_value("person", "ivo", [1])
    assert store.get_value("person", "ines") == {"hash": "x"}
    assert store.values("person") == {"ines": {"hash": "x"}, "ivo": [1]}
    store.set_value("person", "ines", None)
    assert store.get_value("person", "ines") is None


def test_the_access_log_is_chained_and_filtered(store):
    assert store.append_access("look", "pia", "d", "{}", "t1") == 1
    assert store.append_access("sign_in", "ines", None, '{"x":1}', "t2") == 2
    assert [line["kind"] for line in store.access(None, None, 10)] == ["sign_in", "look"]
    assert store.access("d", None, 10)[0]["by"] == "pia"
    assert store.access(None, "ines", 10)[0]["detail"] == {"x": 1}
    assert store.check_access() == []
