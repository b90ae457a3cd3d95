"""The SQLite store keeps every promise of the contract, and those of its own."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.store import StoreUnavailable, open_store
from sync.store.sqlite import SqliteStore
from tests.sync.store_contract import *  # noqa: F403


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(f"sqlite:///{tmp_path / 'fieldapp.db'}")
    yield store
    store.close()


@pytest.mark.parametrize("url", ["postgres:///x", "sqlite:/x", "", "fieldapp.db"])
def test_a_store_that_is_not_known_is_refused_at_the_start(url):
    with pytest.raises(ValueError, match="no store for"):
        open_store(url)


def test_a_commit_is_flushed_and_the_log_is_written_ahead(store):
    with store.transaction():
        assert store._db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert store._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    with store.transaction(durable=False):
        assert store._db.execute("PRAGMA synchronous").fetchone()[0] == 1


def test_migrating_twice_changes_nothing(store):
    store.migrate()
    assert store.log_end() == (0, bytes(32))


def test_a_full_disk_is_told_as_such_and_leaves_nothing_half(store):
    store._db.execute("PRAGMA max_page_count = 80")
    with pytest.raises(StoreUnavailable) as full, store.transaction():
        for n in range(500):
            store.set_value("a", str(n), "x" * 2000)
    assert full.value.is_full
    assert store.values("a") == {}
    store._db.execute("PRAGMA max_page_count = 100000")
    store.set_value("a", "b", 1)
    assert store.values("a") == {"b": 1}


def test_a_locked_database_is_unavailable_not_an_internal_error(store, tmp_path):
    store._db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "fieldapp.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as locked, store.transaction():
        pass
    assert not locked.value.is_full
    other.execute("ROLLBACK")
    other.close()
    with store.transaction():
        pass


def test_a_folder_that_went_away_is_unavailable(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'deep' / 'fieldapp.db'}")
    (tmp_path / "deep" / "fieldapp.db.lock").unlink()
    (tmp_path / "deep" / "fieldapp.db.lock").mkdir()
    with pytest.raises(StoreUnavailable), store.transaction():
        pass
    store.close()


def test_only_the_owner_may_open_the_lock(store, tmp_path):
    with store.transaction():
        pass
    assert stat.S_IMODE(os.stat(tmp_path / "fieldapp.db.lock").st_mode) == 0o600


def test_a_changed_line_of_the_access_log_is_found(store):
    store.append_access("look", "pia", "d", "{}", "t1")
    store.append_access("look", "pia", "e", "{}", "t2")
    store._db.execute("UPDATE access SET by = 'otto' WHERE position = 1")
    assert store.check_access() == ["access log: line 1 does not follow"]
    store._db.execute("DELETE FROM access WHERE position = 1")
    assert store.check_access() == ["access log: line 2 does not follow"]


def test_an_erased_word_is_in_no_file_of_the_store(store, tmp_path):
    put(store, "zonnebloemlaan", 1, {"t"}, state="zonnebloemlaan")  # noqa: F405
    with store.transaction():
        store.drop_document("zonnebloemlaan", 2)
    store.scrub()
    found = [f.name for f in tmp_path.iterdir() if b"zonnebloemlaan" in f.read_bytes().replace(b"document", b"")]
    assert len(found) <= 1, "an id stays known, its words are gone"


def test_names_and_streams_are_forgotten_before_they_fill_the_memory(store):
    store._names.update({f"name {n}": 0 for n in range(100_001)})
    put(store, "d", 1, {"t"})  # noqa: F405
    assert len(store._names) < 10


def test_a_store_that_is_gone_is_not_made_anew_and_empty(tmp_path):
    path = tmp_path / "fieldapp.db"
    store = open_store(f"sqlite:///{path}")
    with store.transaction():
        store.mark_erased("d")
    store.close()
    path.unlink()
    with pytest.raises(StoreUnavailable), store.reading():
        pass
    with pytest.raises(StoreUnavailable), store.transaction():
        pass
    with pytest.raises(StoreUnavailable, match="Restore a backup"):
        open_store(f"sqlite:///{path}")
    assert not path.exists()
    (tmp_path / "fieldapp.db.lock").unlink()
    open_store(f"sqlite:///{path}").close()
    assert path.exists()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_store_that_is_removed_or_replaced_while_in_use_takes_nothing_more(store, tmp_path, replaced):
    path = tmp_path / "fieldapp.db"
    store.set_value("a", "b", 1)
    os.rename(path, tmp_path / "elsewhere.db")
    if replaced:
        sqlite3.connect(path).execute("CREATE TABLE x(y)").connection.close()
    with pytest.raises(StoreUnavailable, match="removed or replaced"):
        store.set_value("a", "b", 2)
    with pytest.raises(StoreUnavailable, match="removed or replaced"), store.reading():
        pass
    os.rename(tmp_path / "elsewhere.db", path)
    assert store.get_value("a", "b") == 1
    store.set_value("a", "b", 2)
