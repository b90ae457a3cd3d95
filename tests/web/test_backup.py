"""Backups: what phones may rely on, and what a restored server says and does."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from fieldapp.app import create_app
from fieldapp.backup import BackupRefused, is_safe_blob, make_backup, new_recovery_key, restore_backup, verify_backup
from fieldapp.build import Build
from fieldapp.config import Config, WrongSetting, load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.notices import Notices
from fieldapp.pages.server import restored_words
from fieldapp.restored import Restored, last_restored
from fieldapp.sealing import PIECE, NotOpened, new_recovery_code, private_of, seal, unseal
from fieldapp.unfinished import filling
from fieldapp.webpush import Sender, Sent
from fieldapp.worker import Worker
from sync import LATEST
from sync.blobs import Blobs
from tests import people
from tests.rig.rescue_file import blob_of
from tests.web.commands import empty_with_keys, run
from tests.web.conftest import BY_NAME, Desk

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


def test_the_newest_backup_is_put_back_although_the_clock_went_back_since_the_one_before(
    house: Installation, tmp_path: Path
) -> None:
    make_backup(open_installation(replace(house.config, clock_offset_seconds=3600)), tmp_path / "backups")
    newest = make_backup(house, tmp_path / "backups")
    config = replace(new_machine(house, tmp_path / "fresh"), register=house.config.register)
    restore_backup(config, Path(newest.folder), accept_loss=False)
    assert (config.data / "fieldapp.db").exists()


def test_each_answer_to_a_phone_says_when_the_server_was_put_back(house: Installation, tmp_path: Path) -> None:
    assert "X-Fieldapp-Restored" not in create_app(house=house).test_client().get("/api/v1/ping").headers
    made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    restore_backup(config, Path(made.folder), accept_loss=False)
    put_back = open_installation(config)
    said = create_app(house=put_back).test_client().get("/api/v1/ping").headers["X-Fieldapp-Restored"]
    restored = last_restored(put_back.values)
    assert restored is not None and said == restored.at


def test_a_photo_that_is_erased_while_a_backup_is_made_fails_no_backup(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, goes = sorted((house.blobs.add([b"one"]), house.blobs.add([b"two"])))
    rglob = Path.rglob

    def listed_and_then_erased(folder: Path, pattern: str) -> list[Path]:
        found = list(rglob(folder, pattern))
        if folder == house.config.blobs:
            house.blobs.erase(goes)
        return found

    monkeypatch.setattr(Path, "rglob", listed_and_then_erased)
    made = make_backup(house, tmp_path / "backups")
    monkeypatch.undo()
    copied = Blobs(Path(made.folder) / "blobs")
    assert (copied.exists(stays), copied.exists(goes), copied.check()) == (True, False, [])


# --- backups that were killed


def unfinished(folder: Path) -> Path:
    """What a killed backup leaves, of an hour ago."""
    folder.mkdir(parents=True)
    (folder / "fieldapp.db").write_bytes(b"half")
    an_hour_ago = time.time() - 3600
    os.utime(folder, (an_hour_ago, an_hour_ago))
    return folder


def test_what_a_killed_backup_left_goes_with_the_next_one(house: Installation, tmp_path: Path) -> None:
    copies, data = tmp_path / "backups", house.config.data
    unfinished(copies / "20261120T023000a1b2c3.part")
    readable = unfinished(data / ".backup-abc")
    new_recovery_key(house.config.keys)
    made = make_backup(house, copies)
    assert [path.name for path in copies.iterdir()] == [made.id]
    assert not readable.exists(), "a copy that anybody can read lies no day beside the store"


def test_a_backup_that_is_being_made_and_folders_of_others_stay(house: Installation, tmp_path: Path) -> None:
    copies = tmp_path / "backups"
    others = unfinished(copies / "film.part")
    busy = unfinished(copies / "20261120T023000a1b2c3.part")
    with filling(busy):
        make_backup(house, copies)
    assert others.exists() and busy.exists()


def test_a_killed_backup_that_nobody_here_may_look_into_stops_no_later_one(house: Installation, tmp_path: Path) -> None:
    copies = tmp_path / "backups"
    copies.mkdir()
    closed = copies / "20261120T023000a1b2c3.part"
    closed.symlink_to(closed)  # opening it fails for root too
    made = make_backup(house, copies)
    assert (copies / made.id).is_dir()


# --- sealed backups


def test_a_sealed_backup_shows_nothing_and_comes_back_with_its_code(house: Installation, tmp_path: Path) -> None:
    blob = house.blobs.add([b"x" * 1000, b"y" * 10])
    printed = run("keys", "--new-recovery", "--data", house.config.data).output
    code = tmp_path / "code"
    code.write_text(next(line for line in printed.splitlines() if line.startswith("Recovery code: "))[15:])
    made = make_backup(house, tmp_path / "backups")
    raw = b"".join(path.read_bytes() for path in Path(made.folder).rglob("*") if path.is_file())
    assert b"Team Centrum" not in raw and b"SQLite" not in raw
    assert list(house.config.data.glob(".backup-*")) == []
    config = new_machine(house, tmp_path / "fresh")
    refused = run("restore", made.folder, "--data", config.data)
    assert (refused.exit_code, "--recovery-file" in refused.output) == (2, True)
    assert not (config.data / "fieldapp.db").exists()
    done = run("restore", made.folder, "--recovery-file", code, "--data", config.data)
    assert done.exit_code == 0, done.output
    other = open_installation(config)
    assert other.engine.log_head() == house.engine.log_head()
    assert other.blobs.open(blob) == house.blobs.open(blob)
    assert list(config.data.glob(".backup-*")) == []
    other.store.close()


def test_after_a_new_code_each_backup_opens_with_the_code_of_its_day(house: Installation, tmp_path: Path) -> None:
    first = new_recovery_key(house.config.keys)
    made = make_backup(house, tmp_path / "backups")
    second = new_recovery_key(house.config.keys)
    later = make_backup(house, tmp_path / "backups")
    assert verify_backup(house.config, Path(made.folder), first)["proved"] is True
    assert verify_backup(house.config, Path(later.folder), second)["proved"] is True
    assert verify_backup(house.config, Path(later.folder))["proved"] is False
    with pytest.raises(BackupRefused, match="another recovery code"):
        verify_backup(house.config, Path(made.folder), second)
    with pytest.raises(NotOpened, match="not a recovery code"):
        verify_backup(house.config, Path(made.folder), first[:-1] + ("A" if first[-1] != "A" else "B"))


def test_a_backup_that_changed_is_found_by_verify(house: Installation, tmp_path: Path) -> None:
    made = make_backup(house, tmp_path / "backups")
    assert "was opened and holds" in run("backup", made.folder, "--verify", "--data", house.config.data).output
    store = Path(made.folder) / "fieldapp.db"
    store.write_bytes(store.read_bytes()[:-1])
    result = run("backup", made.folder, "--verify", "--data", house.config.data)
    assert (result.exit_code, "damaged" in result.output) == (2, True)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_what_is_sealed_opens_as_it_was(tmp_path: Path, size: int) -> None:
    private = private_of(new_recovery_code())
    (tmp_path / "plain").write_bytes(bytes(range(256)) * (size // 256) + b"z" * (size % 256))
    seal(private.public_key(), tmp_path / "plain", tmp_path / "sealed")
    unseal(private, tmp_path / "sealed", tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "plain").read_bytes()


@pytest.mark.parametrize("harm", ["cut at a piece", "cut inside", "changed", "swapped", "another code"])
def test_what_was_cut_changed_or_moved_does_not_open(tmp_path: Path, harm: str) -> None:
    private = private_of(new_recovery_code())
    (tmp_path / "plain").write_bytes(b"a" * PIECE + b"b" * PIECE + b"c")
    seal(private.public_key(), tmp_path / "plain", tmp_path / "sealed")
    raw, head, whole = (tmp_path / "sealed").read_bytes(), 36, PIECE + 16
    one, two = raw[head : head + whole], raw[head + whole : head + 2 * whole]
    harmed = {
        "cut at a piece": raw[: head + 2 * whole],
        "cut inside": raw[:-1],
        "changed": raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
        "swapped": raw[:head] + two + one + raw[head + 2 * whole :],
        "another code": raw,
    }[harm]
    (tmp_path / "sealed").write_bytes(harmed)
    with pytest.raises(NotOpened):
        unseal(
            private_of(new_recovery_code()) if harm == "another code" else private, tmp_path / "sealed", tmp_path / "x"
        )
    assert not (tmp_path / "x").exists()


# --- a server that was put back


def test_nothing_begins_on_half_of_a_restore(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who restores may have a server that is started again each second: it would serve phones that were taken off."""
    made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    refused = []

    def power_fails(_: Any) -> None:
        refused.extend(
            run(*words, "--data", config.data) for words in (("serve", "--port", "1"), ("check",), ("init",))
        )
        raise OSError("power")

    monkeypatch.setattr("fieldapp.backup.replay_register", power_fails)
    with pytest.raises(OSError, match="power"):
        restore_backup(config, Path(made.folder), accept_loss=False)
    monkeypatch.undo()
    refused.append(run("serve", "--port", "1", "--data", config.data))
    assert [(one.exit_code, "is being put back" in one.output) for one in refused] == [(2, True)] * 4

    for left in config.data.glob("fieldapp.db*"):
        left.unlink()
    restore_backup(config, Path(made.folder), accept_loss=False)
    assert run("check", "--data", config.data).exit_code == 0


def test_the_last_words_of_a_lost_store_are_not_laid_over_the_one_put_back(house: Installation, tmp_path: Path) -> None:
    made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    (config.data / "fieldapp.db-wal").write_bytes(b"of another store")
    with pytest.raises(BackupRefused, match="the last words of the store before"):
        restore_backup(config, Path(made.folder), accept_loss=False)
    assert sorted(path.name for path in config.data.iterdir()) == ["fieldapp.db-wal", "keys"]


def test_a_backup_that_cannot_be_opened_leaves_the_folder_as_it_was(house: Installation, tmp_path: Path) -> None:
    new_recovery_key(house.config.keys)
    made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    with pytest.raises(BackupRefused, match="recovery code"):
        restore_backup(config, Path(made.folder), accept_loss=False)
    assert [path.name for path in config.data.iterdir()] == ["keys"]


@pytest.fixture
def restored(house: Installation, tmp_path: Path, build: Build) -> Iterator[Installation]:
    """The installation, put back from a backup without a copy of the log."""
    made = make_backup(house, tmp_path / "backups")
    config = new_machine(house, tmp_path / "fresh")
    restore_backup(config, Path(made.folder), accept_loss=False)
    opened = open_installation(config, build=build)
    yield opened
    opened.store.close()


def roles_of(house: Installation, person: str) -> set[str]:
    actor = house.directory.actor(person, None)
    return set(actor.roles) if actor else set()


def change(house: Installation, by: Any, person: str, body: dict[str, Any]) -> None:
    assert house.engine.submit(by, "person.change", person, body, base=LATEST).outcome == "applied"


def test_a_role_that_was_taken_stays_taken_after_a_restore_and_can_be_given_again(
    phone: Any, house: Installation, tmp_path: Path, build: Build
) -> None:
    """The backup still says team lead; later changes of something else must not bring that back."""
    ines, tess = phone("ines"), people.TESS.person
    made = make_backup(house, tmp_path / "backups")
    for name in ("Tess A", "Tess B", "Tess C"):
        change(house, people.ADA, tess, {"name": name})
    change(house, people.ADA, tess, {"roles": ["inspector"]})
    house.accounts.take_in_device(people.TOM, ines.id)
    Worker(house).step()
    config = replace(new_machine(house, tmp_path / "fresh"), register=house.config.register)
    restore_backup(config, Path(made.folder), accept_loss=False)
    other = open_installation(config, build=build)
    assert roles_of(other, tess) == {"inspector"}
    for name in ("Tess D", "Tess E", "Tess F", "Tess G"):
        change(other, people.ADA, tess, {"name": name})
    assert roles_of(other, tess) == {"inspector"}
    device = other.directory.device(ines.id)
    assert device is not None and device["state"] == "taken_in"
    change(other, people.ADA, tess, {"roles": ["inspector", "team_lead"]})
    assert roles_of(other, tess) == {"inspector", "team_lead"}
    other.store.close()


def test_marks_after_a_restore_are_those_of_the_backup_and_not_of_the_copy_of_the_log(
    phone: Any, house: Installation, tmp_path: Path
) -> None:
    """What came with the copy of the log is in no backup yet."""
    ines, token, stream = a_stream(phone, house)
    made = make_backup(house, tmp_path / "backups")
    send(ines, token)
    copied = replace(house.config, log_copy=tmp_path / "copy")
    house.store.close()
    filled = open_installation(copied)
    filled.engine.recover()
    filled.store.close()
    config = replace(new_machine(house, tmp_path / "fresh"), log_copy=tmp_path / "copy", register=house.config.register)
    restore_backup(config, Path(made.folder), accept_loss=False)
    other = open_installation(config)
    assert other.store.have(bytes.fromhex(stream))[0] == 2
    make_backup(other, tmp_path / "backups")
    assert other.store.safe(bytes.fromhex(stream))[0] == 1
    other.store.close()


def at_the_desk(house: Installation, name: str) -> Desk:
    app = create_app(house=house)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["desk"] = house.accounts.start_session(BY_NAME[name])
    return Desk(browser, BY_NAME[name])


def sent_by(house: Installation, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the worker sends, by address; nothing leaves this process."""
    sent: list[str] = []

    def send(_: Sender, endpoint: str, keys: Any, link: str, key: object) -> Sent:
        sent.append(endpoint)
        return Sent("sent")

    monkeypatch.setattr(Sender, "send", send)
    house.accounts.save_subscription(BY_NAME["ines"], {"endpoint": "https://push.example/1", "keys": {}})
    Notices(house.values, house.accounts, Sender(house.keys, house.config), house.now).add("x", BY_NAME["ines"], "/")
    return sent


def test_after_a_restore_notices_wait_until_an_administrator_lets_them_go(
    restored: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, worker = sent_by(restored, monkeypatch), Worker(restored)
    worker.step()
    assert sent == []
    ada = at_the_desk(restored, "ada")
    page = ada.get("/beheer/server").get_data(as_text=True)
    assert "Er wacht 1 melding." in page and "Geef meldingen vrij" in page
    assert ada.post("/beheer/server/meldingen", page="/beheer/server").status_code == 303
    worker.step()
    assert sent == ["https://push.example/1"]
    assert "Geef meldingen vrij" not in ada.get("/beheer/server").get_data(as_text=True)
    assert [one["kind"] for one in restored.access_log.list(limit=50)].count("notices_released") == 1


def test_notices_go_by_command_too(restored: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = sent_by(restored, monkeypatch)
    assert "Notices that wait: 1, held since a restore." in run("notices", "--data", restored.config.data).output
    assert "Notices that wait: 1." in run("notices", "--release", "--data", restored.config.data).output
    Worker(restored).step()
    assert len(sent) == 1


def test_a_server_that_was_never_put_back_sends_at_once_and_says_nothing(
    house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = sent_by(house, monkeypatch)
    Worker(house).step()
    assert len(sent) == 1
    assert "teruggezet" not in at_the_desk(house, "rob").get("/kantoor/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "path"), [("rob", "/kantoor/"), ("tom", "/kantoor/goedkeuren"), ("ada", "/beheer/mensen")]
)
def test_the_first_page_says_from_which_backup_and_from_when_desk_work_may_be_lost(
    restored: Installation, name: str, path: str
) -> None:
    page = at_the_desk(restored, name).get(path).get_data(as_text=True)
    assert "teruggezet met de back-up van" in page
    assert "kan weg zijn" in page


def test_police_read_nothing_of_a_restore(restored: Installation) -> None:
    assert "teruggezet" not in at_the_desk(restored, "pia").get("/partner/").get_data(as_text=True)


def test_the_words_name_the_span_only_without_a_copy_of_the_log_and_end_after_thirty_days() -> None:
    at, made_at = "2026-11-21T09:30:00+00:00", "2026-11-20T22:00:00+00:00"
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    alone = Restored(at, "b", made_at, False)
    assert "Werk op kantoor van 20 november 2026 om 23:00 tot 21 november 2026 om 10:30 kan weg zijn." in (
        restored_words(alone, now)
    )
    assert "kopie van het logboek" in restored_words(replace(alone, has_log_copy=True), now)
    released = replace(alone, released_at=at)
    assert "Meldingen wachten" not in restored_words(released, now)
    assert restored_words(released, now + timedelta(days=31)) == ""
    assert restored_words(alone, now + timedelta(days=31)) != ""


TICK = 0.05
"""Seconds. What came in the same tick of the disk's clock as a backup is not called safe: nobody can tell which was first."""


def deliver(ines: Any, token: str, content: bytes) -> str:
    """Send a photo of one chunk; return its id."""
    blob, (chunk,) = blob_of(content)
    headers = {"Authorization": f"Bearer {token}"}
    sent = {**headers, "X-SHA256": sha256(chunk).hexdigest()}
    assert ines.client.put(f"/api/v1/blobs/{blob}/0", data=chunk, headers=sent).status_code == 204
    assert ines.client.post(f"/api/v1/blobs/{blob}/done", json={"chunks": 1}, headers=headers).status_code == 200
    time.sleep(TICK)
    return blob


def is_safe(ines: Any, token: str, blob: str) -> bool:
    answer = ines.client.get(f"/api/v1/blobs/{blob}", headers={"Authorization": f"Bearer {token}"})
    found: bool = answer.get_json()["safe"]
    return found


def test_a_photo_is_safe_when_two_verified_backups_hold_it(phone: Any, house: Installation, tmp_path: Path) -> None:
    ines, token, _ = a_stream(phone, house)
    early = deliver(ines, token, b"early")
    assert not is_safe(ines, token, early)
    one = make_backup(house, tmp_path / "backups")
    late = deliver(ines, token, b"late")
    assert not is_safe(ines, token, early)
    make_backup(house, tmp_path / "backups")
    assert (is_safe(ines, token, early), is_safe(ines, token, late)) == (True, False)
    assert (Path(one.folder) / "blobs" / early[:2] / early / "0").read_bytes() == b"early"
    make_backup(house, tmp_path / "backups")
    assert is_safe(ines, token, late)


def test_a_restored_server_calls_no_photo_safe_before_two_new_backups(
    phone: Any, house: Installation, tmp_path: Path
) -> None:
    ines, token, _ = a_stream(phone, house)
    blob = deliver(ines, token, b"photo")
    make_backup(house, tmp_path / "backups")
    newest = make_backup(house, tmp_path / "backups")
    assert is_safe(ines, token, blob)
    config = new_machine(house, tmp_path / "machine")
    restore_backup(config, Path(newest.folder), accept_loss=True)
    restored = open_installation(config)
    assert not is_safe_blob(restored, blob)
    for _ in range(2):
        make_backup(restored, tmp_path / "later")
    assert is_safe_blob(restored, blob)
    restored.store.close()


def test_a_token_says_what_a_locked_phone_may_keep(phone: Any, house: Installation, app: Any) -> None:
    ines = phone("ines")
    assert ines.ask("token", ines.proof(full=False)).get_json()["keeps"] == "all"
    object.__setattr__(house.config, "phone_keeps", "today")
    assert ines.ask("token", ines.proof(full=False)).get_json()["keeps"] == "today"
    with pytest.raises(WrongSetting, match="FIELDAPP_PHONE_KEEPS must be one of all, today"):
        load_config({"FIELDAPP_PHONE_KEEPS": "nothing"})


@pytest.mark.parametrize("at", ["_copy_store", "_write"])
def test_a_backup_that_cannot_be_written_leaves_nothing_and_says_why(
    house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Half a backup would keep a full disk full."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "fieldapp.db")

    monkeypatch.setattr(f"fieldapp.backup.{at}", full)
    result = run("backup", tmp_path / "backups", "--data", house.config.data)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr and "Traceback" not in result.stderr
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_place_where_no_backup_can_be_made_is_said(house: Installation, tmp_path: Path) -> None:
    (tmp_path / "a_file").write_text("")
    result = run("backup", tmp_path / "a_file" / "backups", "--data", house.config.data)
    assert result.exit_code == 2
    assert "refused" in result.stderr
