"""The commands, on temporary folders: what an operator types, and what is said back."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric import ec

from fieldapp.administration import publish_policy
from fieldapp.app import create_app
from fieldapp.cli import COMMANDS, main
from fieldapp.config import WrongSetting, load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.keys import NoKeys, load_keys, make_keys
from fieldapp.pages.server import restored_words
from fieldapp.restored import last_restored
from fieldapp.training_copy import make_training_copy
from fieldapp.worker import Worker
from sync.log_copy import LogCopy
from tests import people
from tests.web.conftest import BY_NAME, must, point


def run(*words: object, environ: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env=environ or {}, catch_exceptions=False)


def said(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


# --- settings and keys


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("CLOCK_OFFSET_SECONDS", "morgen", "must be a whole number"),
        ("PROXIES", "9", "must be from 0 to 3"),
        ("ORIGIN", "http://toezicht.example.nl", "must be the address of this server"),
        ("ORIGIN", "https://toezicht.example.nl/pad", "must be the address of this server"),
        ("SECRET", "kort", "at least 16"),
        ("MUNICIPALITY_CODE", "12", "four digits"),
        ("POLICY", "/nergens/hier", "must be a folder"),
        ("VAPID_CONTACT", "beheer", "must begin with mailto:"),
        ("WEBPUSH_LOOPBACK", "ja", "must be 0 or 1"),
        ("SECRET_FILE", "/nergens/hier", "cannot be read"),
        ("CLOK_OFFSET", "1", "is not a setting"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with pytest.raises(WrongSetting, match=sentence):
        load_config({f"FIELDAPP_{name}": value}, data=tmp_path)
    result = run("init", "--data", tmp_path / "d", environ={f"FIELDAPP_{name}": value})
    assert result.exit_code == 2
    assert sentence in result.output
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("name", ["REGISTER", "LOG_COPY"])
def test_what_must_survive_the_data_folder_may_not_lie_in_it(tmp_path: Path, name: str) -> None:
    with pytest.raises(WrongSetting, match="outside"):
        load_config({f"FIELDAPP_{name}": str(tmp_path / "in" / "it")}, data=tmp_path)


def test_a_setting_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("een lang geheim van meer dan zestien\n")
    config = load_config({"FIELDAPP_SECRET_FILE": str(tmp_path / "secret"), "FIELDAPP_MIN_PROTOCOL": ""}, data=tmp_path)
    assert config.secret == "een lang geheim van meer dan zestien"
    assert config.register == tmp_path.with_name(f"{tmp_path.name}.register")


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    first = make_keys(tmp_path / "keys")
    again = make_keys(tmp_path / "keys")
    assert (first.installation, first.wrapping, first.session) == (again.installation, again.wrapping, again.session)
    assert first.server_keys()[0][1] == again.server_keys()[0][1]
    for path in (tmp_path / "keys").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_a_missing_key_is_named(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys")
    (tmp_path / "keys" / "signing.pem").unlink()
    with pytest.raises(NoKeys, match=r"has no signing\.pem"):
        load_keys(tmp_path / "keys")


def test_a_new_server_key_is_added_and_the_old_one_stays(tmp_path: Path) -> None:
    run("init", "--data", tmp_path / "d")
    result = run("keys", "--new-hpke", "--data", tmp_path / "d")
    assert "hpke-2.pem was made" in result.output
    assert sorted(load_keys(tmp_path / "d" / "keys").hpke) == [1, 2]


# --- commands


def test_every_command_has_help() -> None:
    listed = run("--help").output
    for name in COMMANDS:
        assert name in listed
        result = run(name, "--help")
        assert result.exit_code == 0, name
        assert result.output.startswith("Usage"), name


def test_init_twice_changes_nothing(tmp_path: Path) -> None:
    first, again = (run("init", "--data", tmp_path / "d").output for _ in range(2))
    assert first == again
    assert said(run("check", "--json", "--data", tmp_path / "d"))["wrong"] == []


def test_serve_makes_no_installation_where_other_things_lie(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a folder of somebody else")
    refused = run("serve", "--port", "1", "--data", tmp_path)
    assert (refused.exit_code, "fieldapp init" in refused.output) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("name", ["REGISTER", "LOG_COPY"])
def test_serve_begins_no_second_installation_when_the_disk_of_the_first_did_not_come_up(
    tmp_path: Path, name: str
) -> None:
    elsewhere, data = tmp_path / "elsewhere", tmp_path / "data"
    elsewhere.write_bytes(b"of the first")
    data.mkdir()
    refused = run("serve", "--port", "1", "--data", data, environ={f"FIELDAPP_{name}": str(elsewhere)})
    assert (refused.exit_code, "not come up" in refused.output) == (2, True)
    assert (list(data.iterdir()), elsewhere.read_bytes()) == ([], b"of the first")


def test_a_wrong_path_makes_no_installation(tmp_path: Path) -> None:
    permits = Path(__file__).parents[2] / "fieldapp" / "data" / "voorbeeld" / "vergunningen-voorbeeld.csv"
    typing_errors = (("serve", "--port", "1"), ("user", "k.bakker"), ("import-vergunningen", permits))
    for words in typing_errors:
        refused = run(*words, "--data", tmp_path / "feildapp" / "data")
        assert (refused.exit_code, "fieldapp init" in refused.output) == (2, True), words
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", ["serve --port 1", "work --once", "check", "rebuild", "tick", "notices", "vapid", "keys"]
)
def test_keys_that_wait_for_their_store_get_no_empty_one(tmp_path: Path, words: str) -> None:
    """A restore would refuse to come in its place."""
    make_keys(tmp_path / "d" / "keys")
    refused = run(*words.split(), "--data", tmp_path / "d")
    listing = words == "keys"
    assert (refused.exit_code, "fieldapp restore" in refused.output) == ((0, False) if listing else (2, True))
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["keys"]


@pytest.mark.slow
def test_only_the_owner_of_the_process_reads_the_data_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fieldapp", "init", "--data", str(tmp_path / "d")]
    subprocess.run(command, check=True, capture_output=True)
    places = [tmp_path / "d", *(tmp_path / "d").rglob("*")]
    assert not [place.name for place in places if stat.S_IMODE(place.stat().st_mode) & 0o077]


def test_the_addresses_of_the_example_reach_the_phones(phone: Any, house: Installation) -> None:
    example = Path(__file__).parents[2] / "fieldapp" / "data" / "voorbeeld" / "bag-light-voorbeeld.gpkg"
    ines = phone("ines")
    token = ines.token()
    headers = {"Authorization": f"Bearer {token}"}
    assert ines.client.get("/api/v1/packs/addresses", headers=headers).status_code == 404
    summary = said(run("import-bag", example, "--gemeente", "9998", "--json", "--data", house.config.data))
    listed = ines.client.get("/api/v1/packs/addresses", headers=headers).get_json()
    answer = ines.client.get(listed["url"])
    assert hashlib.sha256(answer.get_data()).hexdigest() == listed["digest"] == summary["digest"]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in answer.headers
    answer.close()
    assert ines.client.get("/packs/addresses.json").status_code == 404


def test_the_permits_of_the_example_are_taken_in_once(house: Installation) -> None:
    example = Path(__file__).parents[2] / "fieldapp" / "data" / "voorbeeld" / "vergunningen-voorbeeld.csv"
    tried = said(run("import-vergunningen", example, "--dry-run", "--json", "--data", house.config.data))
    assert tried["added"] > 0
    assert house.store.count("premises", None, {}) == 0
    first = said(run("import-vergunningen", example, "--json", "--data", house.config.data))
    assert (first["added"], first["refused"]) == (tried["added"], tried["refused"])
    again = said(run("import-vergunningen", example, "--json", "--data", house.config.data))
    assert (again["added"], again["changed"]) == (0, 0)


@pytest.mark.slow
def test_a_person_is_added_and_can_sign_in_at_once(tmp_path: Path) -> None:
    data = tmp_path / "d"
    run("init", "--data", data)
    added = said(run("user", "K.Bakker", "--name", "K. Bakker", "--role", "administrator", "--data", data))
    house = open_installation(load_config({}, data=data))
    assert house.accounts.check_password("k.bakker", added["password"], "here") == added["person_id"]
    changed = said(run("user", "k.bakker", "--data", data))
    assert changed["person_id"] == added["person_id"]
    assert house.accounts.check_password("k.bakker", added["password"], "here") is None
    assert house.accounts.check_password("k.bakker", changed["password"], "here") == added["person_id"]
    house.store.close()


def test_who_cannot_be_added_is_said_why(house: Installation) -> None:
    data = house.config.data
    nobody = run("user", "nieuw", "--data", data)
    assert (nobody.exit_code, "give --name and --role" in nobody.output) == (2, True)
    role = run("user", "nieuw", "--name", "N", "--role", "tester", "--data", data)
    assert (role.exit_code, "team_lead" in role.output) == (2, True)
    police = run("user", "nieuw", "--name", "N", "--role", "police", "--data", data)
    assert (police.exit_code, "nieuw is not added" in police.output) == (2, True)
    unknown = run("user", "nieuw", "--name", "N", "--role", "inspector", "--team", "Team Zuid", "--data", data)
    assert "Team Centrum" in unknown.output
    known = run("user", "nieuw", "--name", "N", "--role", "inspector", "--team", "Team Centrum", "--data", data)
    person = house.directory.person(said(known)["person_id"])
    assert person is not None and person["team_ids"] == [people.CENTRUM]


def test_routes_are_printed_with_who_may_use_them(tmp_path: Path) -> None:
    lines = run("routes", "--data", tmp_path / "d").output.splitlines()
    assert "POST /api/v1/push phone:push" in lines
    assert "GET /app open" in lines
    assert not [line for line in lines if line.endswith("?")]
    assert list(tmp_path.iterdir()) == [], "to look at routes makes no installation"


@pytest.mark.slow
def test_the_example_is_made_once_and_holds(tmp_path: Path) -> None:
    data = tmp_path / "d"
    made = said(run("demo", "--password", "een goed wachtwoord", "--data", data))
    assert {"inspector", "team_lead", "police", "administrator"} <= {
        role for user in made["users"] for role in user["roles"]
    }
    assert all({"login", "totp"} <= set(user) for user in made["users"])
    assert made["device_codes"]
    assert said(run("check", "--json", "--data", data))["wrong"] == []
    again = run("demo", "--password", "een goed wachtwoord", "--data", data)
    assert again.exit_code == 2
    assert "already" in again.output


def test_a_password_that_is_too_short_for_the_example_makes_nothing(tmp_path: Path) -> None:
    refused = run("demo", "--password", "kort", "--data", tmp_path / "d")
    assert (refused.exit_code, "8 to 200" in refused.output) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", "--data", tmp_path / "file" / "d")
    assert result.exit_code == 2
    assert "cannot be used" in result.output


def test_check_says_what_somebody_must_look_up(house: Installation) -> None:
    result = run("check", "--data", house.config.data)
    assert result.exit_code == 0
    assert "To look up: De wettelijke rente is nagekeken tot en met" in result.output
    assert said(run("check", "--json", "--data", house.config.data))["look_up"]


def test_check_says_what_is_wrong_when_somebody_changed_the_store(house: Installation) -> None:
    house.store.close()
    with sqlite3.connect(house.config.data / "fieldapp.db") as raw:
        raw.execute("UPDATE entries SET content = replace(content, 'Team Centrum', 'Team Midden')")
    raw.close()
    result = run("check", "--data", house.config.data)
    assert result.exit_code == 1
    assert "does not follow" in result.output


def test_check_of_a_store_with_broken_pages_says_so_and_no_command_ends_in_a_traceback(house: Installation) -> None:
    data, store = house.config.data, house.config.data / "fieldapp.db"
    house.store.close()
    size = store.stat().st_size
    with store.open("r+b") as file:
        file.seek(size // 3 // 4096 * 4096)
        file.write(b"\xa5" * (size // 3))
    looked = run("check", "--json", "--data", data)
    assert looked.exit_code == 1
    assert any(line.startswith("store:") for line in json.loads(looked.stdout)["wrong"])
    store.write_bytes(b"this is no database" * 500)
    for words in (("check",), ("serve", "--port", "1"), ("backup", data.parent / "copies"), ("rebuild",)):
        refused = run(*words, "--data", data)
        assert (refused.exit_code, refused.stdout) == (2, ""), words
        assert "not a database" in refused.stderr, words


def test_what_is_not_there_is_said_in_a_sentence(house: Installation, tmp_path: Path) -> None:
    unknown = run("replay", "ab:1", "--data", house.config.data)
    assert (unknown.exit_code, "ab:1" in unknown.output) == (2, True)
    nothing = run("keys", "--data", tmp_path / "nergens")
    assert (nothing.exit_code, "fieldapp init" in nothing.output) == (2, True)


def test_check_finds_a_log_that_was_shortened(house: Installation, furnished: Path) -> None:
    note_something(house, "1")
    Worker(house).look_at_today()
    assert house.missing_from_log() == []
    house.store.close()
    (house.config.data / "fieldapp.db").write_bytes((furnished / "fieldapp.db").read_bytes())
    for left in house.config.data.glob("fieldapp.db-*"):
        left.unlink()
    result = run("check", "--data", house.config.data)
    assert result.exit_code == 1
    assert "the register noted" in result.output


# --- backup and restore


def note_something(house: Installation, name: str) -> str:
    document = f"018f0000-0000-7000-9000-{name:0>12}"
    must(house, "unit.add", document, {"name": f"Team {name}", "kind": "team"})
    return document


def empty_with_keys(house: Installation, place: Path) -> Path:
    """A new machine: the keys and the register are there, nothing else."""
    place.mkdir()
    for path in sorted((house.config.data / "keys").iterdir()):
        (place / "keys").mkdir(exist_ok=True)
        (place / "keys" / path.name).write_bytes(path.read_bytes())
    if house.config.register.exists():
        place.with_name(f"{place.name}.register").write_bytes(house.config.register.read_bytes())
    return place


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


# --- a training copy


def training_copy(made: dict[str, Any], place: Path) -> tuple[dict[str, Any], Installation]:
    answer: dict[str, Any] = said(run("restore", made["folder"], "--as-copy", "--json", "--data", place))
    return answer, open_installation(load_config({}, data=place))


def test_a_training_copy_shows_the_documents_under_keys_of_its_own(
    phone: Any, house: Installation, tmp_path: Path
) -> None:
    ines = phone("ines")
    document = note_something(house, "1")
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    answer, copy = training_copy(made, tmp_path / "copy")
    assert copy.keys.installation != house.keys.installation
    assert copy.keys.signing_public() != house.keys.signing_public()
    assert copy.keys.namespace == house.keys.namespace
    assert copy.store.get(document) == house.store.get(document)
    assert (answer["phones_blocked"], copy.directory.is_blocked(ines.id)) == (1, True)
    assert (answer["training_copy_of"], answer["not_verified"]) == (house.keys.installation.hex(), made["entries"])
    copy.store.close()


def test_nothing_begins_on_a_training_copy_before_its_phones_are_blocked(
    phone: Any, house: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone("ines")
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    refused = []

    def power_fails(*_: Any) -> bool:
        refused.append(run("check", "--data", tmp_path / "copy"))
        raise OSError("power")

    monkeypatch.setattr("fieldapp.training_copy._block", power_fails)
    with pytest.raises(OSError, match="power"):
        make_training_copy(load_config({}, data=tmp_path / "copy"), Path(made["folder"]))
    monkeypatch.undo()
    refused.append(run("check", "--data", tmp_path / "copy"))
    assert [(one.exit_code, "is being put back" in one.output) for one in refused] == [(2, True)] * 2
    _, copy = training_copy(made, tmp_path / "second")
    assert not (tmp_path / "second" / "restoring").exists()
    copy.store.close()


def test_nobody_is_let_into_a_training_copy_by_what_let_them_in_before(
    phone: Any, house: Installation, tmp_path: Path
) -> None:
    ines, ada = phone("ines"), BY_NAME["ada"]
    session = house.accounts.start_session(ada)
    house.accounts.save_subscription(ada, {"endpoint": "https://push.test/1", "keys": {}})
    code = house.accounts.new_device_code(ada)["code"].replace("-", "")
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    _, copy = training_copy(made, tmp_path / "copy")
    web = create_app(house=copy).test_client()
    challenge = web.post("/api/v1/challenge", json={"phone": ines.id}).get_json()["challenge"]
    answer = web.post("/api/v1/token", json=ines.proof(full=True, challenge=challenge))
    assert answer.status_code == 403, answer.get_data(as_text=True)
    assert copy.accounts.actor(session) is None
    assert copy.accounts.subscriptions(ada) == []
    assert copy.values.all("enrol") == {} and copy.values.all(ada) == {}
    raw = (copy.config.data / "fieldapp.db").read_bytes()
    assert b"$argon2" not in raw and code.encode() not in raw
    copy.store.close()


def test_a_training_copy_says_what_it_is_on_its_pages_and_to_phones(house: Installation, tmp_path: Path) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    _, copy = training_copy(made, tmp_path / "copy")
    web = create_app(house=copy).test_client()
    page = web.get("/inloggen").get_data(as_text=True)
    assert "Dit is een oefenkopie." in page
    assert "Voorbeeldstad (oefenkopie)" in page
    code = copy.accounts.new_device_code(BY_NAME["ines"])["code"]
    keys = [point(ec.generate_private_key(ec.SECP256R1())) for _ in range(2)]
    wanted = {"code": code, "dev_public": keys[0], "sign_public": keys[1], "build": "test"}
    answer = web.post("/api/v1/enrol", json=wanted).get_json()
    assert answer["municipality"]["name"] == "Voorbeeldstad (oefenkopie)"
    assert "oefenkopie" not in create_app(house=house).test_client().get("/inloggen").get_data(as_text=True)
    copy.store.close()


def test_check_of_a_training_copy_says_what_cannot_be_verified_and_finds_what_is_wrong(
    house: Installation, tmp_path: Path
) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    _, copy = training_copy(made, tmp_path / "copy")
    note_something(copy, "2")
    while Worker(copy).step():
        pass
    copy.store.close()
    report = said(run("check", "--json", "--data", copy.config.data))
    assert (report["not_verified"], report["wrong"]) == (made["entries"], [])
    assert report["signatures"] >= 1
    assert "sealed to another installation" in run("check", "--data", copy.config.data).output
    assert "Everything holds" not in run("check", "--data", copy.config.data).output
    again = said(run("backup", tmp_path / "backups", "--json", "--data", copy.config.data))
    _, second = training_copy(again, tmp_path / "second")
    assert second.keys.namespace == house.keys.namespace
    second.store.close()
    with sqlite3.connect(copy.config.data / "fieldapp.db") as raw:
        raw.execute("UPDATE entries SET content = replace(content, 'Team Centrum', 'Team Midden')")
    raw.close()
    assert run("check", "--data", copy.config.data).exit_code == 1


def test_no_second_set_of_policy_documents_comes_with_a_training_copy(house: Installation, tmp_path: Path) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    _, copy = training_copy(made, tmp_path / "copy")
    assert publish_policy(copy) == 0
    copy.store.close()


def test_a_training_copy_never_comes_beside_real_keys_register_or_log(house: Installation, tmp_path: Path) -> None:
    made = said(run("backup", tmp_path / "backups", "--json", "--data", house.config.data))
    with_keys = empty_with_keys(house, tmp_path / "fresh")
    assert run("restore", made["folder"], "--as-copy", "--data", with_keys).exit_code == 2
    real = {"FIELDAPP_REGISTER": str(house.config.register)}
    refused = run("restore", made["folder"], "--as-copy", "--data", tmp_path / "copy", environ=real)
    assert (refused.exit_code, "FIELDAPP_REGISTER" in refused.output) == (2, True)
    assert not (tmp_path / "copy").exists()


# --- the delivered server


class Served:
    """`fieldapp serve` in a process of its own."""

    def __init__(self, data: Path, log: Path) -> None:
        self.data, self.log = data, log
        self.port = free_port()
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "fieldapp", "serve", "--port", str(self.port), "--data", str(self.data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(words, stderr=log, stdout=log)

    def wait_until_up(self, seconds: float = 60) -> float:
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/ping", timeout=2) as answer:
                    assert answer.status == 200
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def children(self) -> list[int]:
        listed = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(pid) for pid in listed.stdout.split()]


def free_port() -> int:
    """Let the system choose: two workers of one test run may not meet on a port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def served(house: Installation, tmp_path: Path) -> Iterator[Served]:
    server = Served(house.config.data, tmp_path / "serve.log")
    server.wait_until_up()
    yield server
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(30)


@pytest.mark.slow
def test_a_stop_is_clean_and_takes_the_children_along(served: Served) -> None:
    children = served.children()
    assert len(children) == 2
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(30) == 0
    assert not [pid for pid in children if is_alive(pid)]
    assert is_free(served.port)


@pytest.mark.slow
def test_after_a_kill_nothing_holds_the_port_and_it_comes_back(served: Served) -> None:
    children = served.children()
    served.process.kill()
    served.process.wait(10)
    served.start()
    served.wait_until_up()
    until = time.monotonic() + 10  # one that is writing is gone when the disk has answered
    while any(is_alive(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in children if is_alive(pid)]


@pytest.mark.slow
def test_a_child_that_dies_is_started_again(served: Served) -> None:
    for child in served.children():
        os.kill(child, signal.SIGKILL)
    time.sleep(0.5)
    served.wait_until_up()
    until = time.monotonic() + 30
    while len(served.children()) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert len(served.children()) == 2
    assert "started again" in served.log.read_text()


@pytest.mark.slow
def test_the_logs_name_routes_and_never_what_was_asked_for(served: Served) -> None:
    for path in (
        "/kantoor/zoeken?q=Lantaarnkade",
        "/app/Lantaarnkade",
        "/Lantaarnkade",
        "/api/v1/photos/Lantaarnkade/x",
    ):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{served.port}{path}", timeout=10).close()
        except OSError as error:
            assert "HTTP Error 4" in str(error), path
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.sendall(b"GET /Lantaarnkade HTTP/9.9\r\nHost: Lantaarnkade\r\n\r\n")
        raw.settimeout(5)
        raw.recv(100)
    text = served.log.read_text()
    assert '"route": "/app/<path:_place>"' in text
    assert "Lantaarnkade" not in text
    assert all(json.loads(line)["level"] for line in text.splitlines())


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path, house: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = [sys.executable, "-m", "fieldapp", "serve", "--port", str(port), "--data", str(house.config.data)]
        ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert f"Port {port}" in ended.stderr
    assert "Traceback" not in ended.stderr
