"""The commands, on temporary folders: what an operator types, and what is said back."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fieldapp.cli import COMMANDS
from fieldapp.config import WrongSetting, load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.keys import NoKeys, load_keys, make_keys
from fieldapp.worker import Worker
from tests import people
from tests.web.commands import note_something, run, said

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
