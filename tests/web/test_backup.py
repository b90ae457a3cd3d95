"""Backups: what phones may rely on, and what a restored server says and does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.backup import BackupRefused, make_backup, restore_backup
from fieldapp.config import Config, load_config
from fieldapp.installation import Installation, open_installation
from tests.web.test_cli import empty_with_keys

DAY = 24 * 3600


def a_stream(phone: Any, house: Installation) -> tuple[Any, str, str]:
    """A phone of Ines that sent one operation: the phone, its token, its stream."""
    ines = phone("ines")
    token = ines.token()
    send(ines, token)
    return ines, token, ines.session.stream.hex()


def send(ines: Any, token: str) -> dict[str, Any]:
    """Record one operation more and send; return the answer. What it does is of no matter here."""
    ines.record("visit.note", "018f0000-0000-7000-8000-0000000000aa", {"zaak_id": "Z-1"})
    answer = ines.push(token)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    found: dict[str, Any] = answer.get_json()
    return found


def new_machine(house: Installation, place: Path) -> Config:
    return load_config({}, data=empty_with_keys(house, place))


def test_phones_hear_what_the_older_of_the_two_newest_backups_holds(
    phone: Any, house: Installation, tmp_path: Path
) -> None:
    ines, token, stream = a_stream(phone, house)
    first = send(ines, token)
    assert first["safe"] == {stream: [0]}
    one = make_backup(house, tmp_path / "backups")
    assert send(ines, token)["safe"] == {stream: [0]}
    assert list(house.register.records("safe")) == []
    make_backup(house, tmp_path / "backups")
    assert send(ines, token)["safe"] == {stream: first["have"][stream]}
    assert [record["subject"] for record in house.register.records("safe")] == [one.id]


def test_marks_are_read_from_the_verified_copy_and_not_from_the_store_that_went_on(
    phone: Any, house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines, token, stream = a_stream(phone, house)
    first = send(ines, token)
    verify = make_backup.__globals__["_verify"]

    def work_goes_on(*given: Any) -> Any:
        send(ines, token)
        return verify(*given)

    monkeypatch.setattr("fieldapp.backup._verify", work_goes_on)
    make_backup(house, tmp_path / "backups")
    monkeypatch.undo()
    make_backup(house, tmp_path / "backups")
    assert send(ines, token)["safe"] == {stream: first["have"][stream]}


def test_after_a_restore_nothing_is_safe_until_two_backups_hold_it(
    phone: Any, house: Installation, tmp_path: Path
) -> None:
    ines, token, _ = a_stream(phone, house)
    for _ in range(3):
        send(ines, token)
        made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    restore_backup(config, Path(made.folder), accept_loss=False)
    other = open_installation(config)
    assert other.store.safe(ines.session.stream) == (0, [])
    make_backup(other, tmp_path / "backups")
    assert other.store.safe(ines.session.stream)[0] == 4
    assert list(other.register.records("safe"))[-1]["subject"] == made.id
    other.store.close()


def test_the_newest_backup_is_refused_when_phones_may_have_let_go_of_what_came_since(
    house: Installation, tmp_path: Path
) -> None:
    made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    late = replace(config, clock_offset_seconds=8 * DAY)
    with pytest.raises(BackupRefused, match="8 days ago"):
        restore_backup(late, Path(made.folder), accept_loss=False)
    assert not (config.data / "fieldapp.db").exists()
    restore_backup(late, Path(made.folder), accept_loss=True)


def test_of_two_backups_at_the_same_entry_the_older_is_refused_too(house: Installation, tmp_path: Path) -> None:
    older = make_backup(house, tmp_path / "backups")
    make_backup(house, tmp_path / "backups")  # it may hold photos that came in between, without an entry
    with pytest.raises(BackupRefused, match="newer backup"):
        restore_backup(new_machine(house, tmp_path / "fresh"), Path(older.folder), accept_loss=False)
