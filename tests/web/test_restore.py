"""A backup put back: what returns, what stays away, and what is refused."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from fieldapp.config import load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.pages.server import restored_words
from fieldapp.restored import last_restored
from fieldapp.worker import Worker
from sync.log_copy import LogCopy
from tests import people
from tests.web.commands import empty_with_keys, note_something, run, said
from tests.web.conftest import BY_NAME


def test_a_backup_put_back_is_the_same_by_digest(house: Installation, tmp_path: Path) -> None:
    note_something(house, "1")
    blob = house.blobs.add([b"x" * 1000, b"y" * 10])
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    fresh = empty_with_keys(house, tmp_path / "fresh")
    back = said(run("restore", made["folder"], "--json", "--data", fresh))
    assert (back["entries"], back["documents"]) == (made["entries"], made["documents"])
    other = open_installation(load_config({}, data=fresh))
    assert other.engine.log_head() == house.engine.log_head() == (made["position"], made["head"])
    assert other.blobs.open(blob) == house.blobs.open(blob)
    other.store.close()


def test_a_backup_holds_no_private_key_and_no_password(house: Installation, tmp_path: Path) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    files = [path for path in Path(made["folder"]).rglob("*") if path.is_file()]
    raw = b"".join(path.read_bytes() for path in files)
    assert b"PRIVATE KEY" not in raw
    assert not [path for path in files if "key" in path.name]
    for name in ("wrapping.key", "session.key"):
        key = (house.config.data / "keys" / name).read_text()
        assert key.encode() not in raw
        assert bytes.fromhex(key) not in raw


def test_a_damaged_backup_is_refused_and_nothing_is_put_back(house: Installation, tmp_path: Path) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    store = Path(made["folder"]) / "fieldapp.db"
    raw = bytearray(store.read_bytes())
    raw[len(raw) // 2] ^= 1
    store.write_bytes(raw)
    fresh = empty_with_keys(house, tmp_path / "fresh")
    result = run("restore", made["folder"], "--data", fresh)
    assert result.exit_code == 2
    assert "damaged" in result.output
    assert not (fresh / "fieldapp.db").exists()


def test_a_backup_of_a_damaged_store_does_not_count(house: Installation, tmp_path: Path) -> None:
    house.store.close()
    with sqlite3.connect(house.config.data / "fieldapp.db") as raw:
        raw.execute("UPDATE entries SET content = replace(content, 'Team Centrum', 'Team Midden')")
    raw.close()
    result = run("backup", tmp_path / "backups", "--data", house.config.data)
    assert result.exit_code == 2
    assert "does not hold" in result.output
    assert house.register.subjects("backup") == set()


def test_an_older_backup_is_refused_unless_the_loss_is_accepted(house: Installation, tmp_path: Path) -> None:
    old = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    document = note_something(house, "1")
    said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    fresh = empty_with_keys(house, tmp_path / "fresh")
    refused = run("restore", old["folder"], "--data", fresh)
    assert (refused.exit_code, "newer backup" in refused.output) == (2, True)
    said(run("restore", old["folder"], "--accept-loss", "--json", "--data", fresh))
    other = open_installation(load_config({}, data=fresh))
    assert other.store.get(document) is None
    other.store.close()


def test_a_restore_needs_the_keys_and_an_empty_folder(house: Installation, tmp_path: Path) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    assert "holds a store already" in run("restore", made["folder"], "--data", house.config.data).output
    assert (
        "put the keys of this installation back"
        in run("restore", made["folder"], "--data", tmp_path / "nothing").output
    )
    run("init", "--data", tmp_path / "other")
    (tmp_path / "other" / "fieldapp.db").unlink()
    assert "another installation" in run("restore", made["folder"], "--data", tmp_path / "other").output
    assert "is not a backup" in run("restore", tmp_path, "--data", tmp_path / "other").output


def test_what_came_after_the_backup_comes_back_from_the_copy_of_the_log(
    furnished: Path, house: Installation, tmp_path: Path
) -> None:
    copy = tmp_path / "elsewhere" / "log-copy"
    environ = {"FIELDAPP_LOG_COPY": str(copy)}
    with_copy = open_installation(load_config(environ, data=house.config.data))
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    document = note_something(with_copy, "1")
    assert list(LogCopy(copy).read())
    fresh = empty_with_keys(house, tmp_path / "fresh")
    back = said(run("restore", made["folder"], "--json", "--data", fresh, environ=environ))
    assert back["from_log_copy"] == 1
    other = open_installation(load_config({}, data=fresh))
    assert other.engine.read(people.SYSTEM, document) is not None
    other.store.close()
    with_copy.store.close()


def test_what_was_revoked_after_the_backup_stays_revoked(phone: Any, house: Installation, tmp_path: Path) -> None:
    ines = phone("ines")
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    house.accounts.block_device(people.ADA, ines.id)
    house.accounts.switch_off(people.ADA, BY_NAME["ivo"])
    fresh = empty_with_keys(house, tmp_path / "fresh")
    back = said(run("restore", made["folder"], "--json", "--data", fresh))
    assert (back["revoked_again"], back["has_register"]) == (2, True)
    other = open_installation(load_config({}, data=fresh))
    assert other.directory.is_blocked(ines.id)
    assert other.directory.actor(BY_NAME["ivo"], None) is None
    other.store.close()


@pytest.mark.parametrize("register", ["none", "of another day"])
def test_a_restore_without_its_register_says_who_may_be_in_again(
    house: Installation, tmp_path: Path, register: str
) -> None:
    earlier = house.config.register.read_bytes() if house.config.register.exists() else b""
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    fresh = empty_with_keys(house, tmp_path / "fresh")
    place = fresh.with_name("fresh.register")
    place.unlink() if register == "none" else place.write_bytes(earlier)
    result = run("restore", made["folder"], "--data", fresh)
    assert result.exit_code == 0
    assert f"{place} is missing or does not know this backup" in result.output
    other = open_installation(load_config({}, data=fresh))
    assert "mag er weer in" in restored_words(last_restored(other.values), other.now())
    other.store.close()


def test_a_role_taken_away_after_the_backup_stays_away_until_it_is_given_again(
    house: Installation, tmp_path: Path
) -> None:
    tess = BY_NAME["tess"]
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    for number in range(3):
        note_something(house, str(number))
    change_roles(house, tess, ["inspector"])
    while Worker(house).step():
        pass
    fresh = empty_with_keys(house, tmp_path / "fresh")
    said(run("restore", made["folder"], "--json", "--data", fresh))
    other = open_installation(load_config({}, data=fresh))
    actor = other.directory.actor(tess, None)
    assert actor is not None and actor.roles == {"inspector"}
    change_roles(other, tess, ["inspector", "team_lead"])
    while Worker(other).step():
        pass
    actor = other.directory.actor(tess, None)
    assert actor is not None and actor.roles == {"inspector", "team_lead"}
    assert list(other.register.records("role_taken"))[-1]["roles"] == ["inspector", "team_lead"]
    other.store.close()


def change_roles(house: Installation, person: str, roles: list[str]) -> None:
    shown = house.engine.read(people.ADA, person)
    assert shown
    outcome = house.engine.submit(people.ADA, "person.change", person, {"roles": roles}, base=shown["version"])
    assert outcome.outcome == "applied", outcome.code
