"""Another key takes over while the older ones read what they closed; what a leaked one could do ends."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fieldapp.app import create_app
from fieldapp.backup import make_backup, restore_backup
from fieldapp.build import NO_PAGES
from fieldapp.cli import main
from fieldapp.config import Config, load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.keys import NoKeys, load_keys
from fieldapp.photos import photo_bytes
from tests import people
from tests.web.conftest import BY_NAME, Phone, code_now
from tests.web.evening import Evening, an_evening
from tests.web.test_api_phone import enrol_body


def keys(config: Config, *words: str, **environ: str) -> Result:
    return CliRunner().invoke(main, ["keys", *words, "--data", str(config.data)], env=environ)


def opened(config: Config) -> Installation:
    return open_installation(config, build=NO_PAGES)


def can_see(house: Installation, found: Evening) -> bool:
    return photo_bytes(house, people.TOM, found.visit, found.photo, "full") is not None


def test_the_list_says_of_every_key_since_when_it_is_and_what_it_is_for(config: Config, house: Installation) -> None:
    lines = keys(config).output.splitlines()
    assert [line.split()[0] for line in lines] == sorted(
        ["hpke-1.pem", "installation.json", "session.key", "signing.pem", "vapid.pem", "wrapping.key"]
    )
    today = house.now().date().isoformat()
    assert all(line.split()[1] <= today and len(line.split()) > 4 for line in lines)
    assert "not one of ours" not in "".join(lines)


def test_a_photo_and_a_second_factor_open_before_and_after_another_wrapping_key(
    config: Config, house: Installation, premises: str
) -> None:
    found, first = an_evening(house, premises), house.keys.wrapping
    house.store.close()
    said = keys(config, "--new-wrapping")
    assert said.exit_code == 0 and "wrapping-1.key" in said.output
    again = opened(config)
    assert again.keys.wrapping != first and again.keys.older_wrapping == (first,)
    assert can_see(again, found)
    assert again.accounts.check_second_factor(BY_NAME["tom"], code_now(again, "tom"))
    again.store.close()
    told = keys(config, "--wrap-anew").output
    assert "2 secrets of photos and letters" in told and f"{len(people.PEOPLE)} second factors" in told
    assert "0 secrets of photos and letters" in keys(config, "--wrap-anew").output, (
        "a second time there is nothing to do"
    )
    (config.keys / "wrapping-1.key").unlink()
    alone = opened(config)
    assert can_see(alone, found) and alone.engine.check(alone.blobs).is_whole
    assert alone.accounts.check_second_factor(BY_NAME["tess"], code_now(alone, "tess"))
    alone.store.close()


def test_what_is_recorded_after_the_change_needs_no_older_key(
    config: Config, house: Installation, premises: str
) -> None:
    house.store.close()
    keys(config, "--new-wrapping")
    later = opened(config)
    found = an_evening(later, premises)
    later.store.close()
    (config.keys / "wrapping-1.key").unlink()
    alone = opened(config)
    assert can_see(alone, found)
    alone.store.close()


def test_a_backup_of_before_the_change_is_put_back_and_opens_with_the_older_key(
    config: Config, house: Installation, premises: str, tmp_path: Path
) -> None:
    found = an_evening(house, premises)
    backup = make_backup(house, tmp_path / "copies")
    house.store.close()
    keys(config, "--new-wrapping")
    keys(config, "--wrap-anew")
    (config.data / "fieldapp.db").unlink()
    for left in config.data.glob("fieldapp.db-*"):
        left.unlink()
    restore_backup(config, Path(backup.folder), accept_loss=False)
    again = opened(config)
    assert can_see(again, found)
    again.store.close()


def test_a_key_that_was_cut_off_while_it_was_made_leaves_the_old_one_in_use(
    config: Config, house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = house.keys.wrapping
    with monkeypatch.context() as patch:
        patch.setattr("fieldapp.another_key.write_once", _fails)
        assert keys(config, "--new-wrapping").exit_code != 0
    assert load_keys(config.keys).wrapping == first
    assert keys(config, "--new-wrapping").exit_code == 0
    after = load_keys(config.keys)
    assert after.wrapping != first and first in after.older_wrapping


def _fails(*_said: object) -> None:
    raise OSError("no room")


def test_another_session_key_signs_everybody_out_and_phones_come_back_by_themselves(
    config: Config, house: Installation, phone: Callable[[str], Phone]
) -> None:
    ines = phone("ines")
    token, before = ines.token(), house.keys.session
    assert keys(config, "--new-session").exit_code == 0
    again = opened(config)
    assert again.keys.session != before and again.keys.wrapping == house.keys.wrapping
    ines.client = create_app(house=again).test_client()
    refused = ines.ask("pull", {"streams": []}, token)
    assert (refused.status_code, refused.get_json()["type"]) == (401, "token_expired")
    assert ines.pull(ines.token())["server_time"]
    again.store.close()


def test_a_session_key_in_the_environment_is_not_changed_in_a_file(config: Config, house: Installation) -> None:
    before = (config.keys / "session.key").read_text()
    refused = keys(config, "--new-session", FIELDAPP_SECRET="x" * 40)
    assert refused.exit_code == 2 and "FIELDAPP_SECRET" in refused.output
    assert (config.keys / "session.key").read_text() == before


def test_a_code_that_a_command_printed_links_a_phone_whatever_secret_the_server_starts_with(
    config: Config, house: Installation
) -> None:
    code = house.accounts.new_device_code(BY_NAME["ines"])["code"]
    house.store.close()
    again = opened(dataclasses.replace(config, secret="een-geheim-van-genoeg-tekens"))
    assert again.keys.session != house.keys.session
    client = create_app(house=again).test_client()
    assert client.post("/api/v1/enrol", json=enrol_body(code)).status_code == 200
    again.store.close()


def test_a_copy_of_a_key_that_somebody_left_in_the_folder_stops_nothing(config: Config, house: Installation) -> None:
    for name in ("wrapping-old.key", "vapid-copy.pem", "hpke-1-old.pem", "signing-old.json"):
        (config.keys / name).write_text("a copy")
    assert load_keys(config.keys).older_wrapping == ()
    assert keys(config).exit_code == 0


def test_no_key_is_made_in_a_folder_without_keys(tmp_path: Path) -> None:
    for words in ("--new-session", "--new-wrapping", "--new-signing", "--new-push"):
        assert keys(load_config({}, data=tmp_path), words).exit_code == 2
    with pytest.raises(NoKeys):
        load_keys(tmp_path / "keys")


@pytest.mark.parametrize("name", ["installation.json", "signing.pem", "hpke-1.pem", "wrapping.key"])
def test_a_key_that_the_store_needs_is_never_made_anew_beside_it(
    config: Config, house: Installation, name: str
) -> None:
    (config.keys / name).unlink()
    said = CliRunner().invoke(main, ["init", "--data", str(config.data)])
    assert said.exit_code == 2 and name in said.output
    assert not (config.keys / name).exists()


def test_keys_that_can_be_done_without_are_made_again(config: Config, house: Installation) -> None:
    for name in ("vapid.pem", "session.key"):
        (config.keys / name).unlink()
    assert CliRunner().invoke(main, ["init", "--data", str(config.data)]).exit_code == 0
    assert load_keys(config.keys).session != house.keys.session
