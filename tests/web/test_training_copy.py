"""A training copy: real documents, other keys, nobody let in by what let them in before."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fieldapp.administration import publish_policy
from fieldapp.app import create_app
from fieldapp.config import load_config
from fieldapp.installation import Installation, open_installation
from fieldapp.training_copy import make_training_copy
from fieldapp.worker import Worker
from tests.web.commands import empty_with_keys, note_something, run, said
from tests.web.conftest import BY_NAME, point


def training_copy(made: dict[str, Any], place: Path) -> tuple[dict[str, Any], Installation]:
    answer: dict[str, Any] = said(run("restore", made["folder"], "--as-copy", "--json", "--data", place))
    return answer, open_installation(load_config({"FIELDAPP_MUNICIPALITY": "Voorbeeldstad"}, data=place))


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
