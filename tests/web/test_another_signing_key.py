"""Another signing key takes over: what the older one signed holds, phones come along on its word, a leaked one is done."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldapp.app import create_app
from fieldapp.backup import make_backup, restore_backup
from fieldapp.config import Config
from fieldapp.installation import Installation
from fieldapp.keys import handover_statement, load_keys
from sync.envelope import public_point, verify
from tests import people
from tests.web.conftest import Phone
from tests.web.evening import an_evening, new_id, opening, submit
from tests.web.test_api_phone import forget
from tests.web.test_keys import can_see, keys, opened

OpenPhone = Callable[[str], Phone]


@contextmanager
def after(config: Config, house: Installation, *words: str, times: int = 1) -> Iterator[Installation]:
    """The installation as it is started again after `fieldapp keys` with these words."""
    for _ in range(times):
        assert keys(config, *words).exit_code == 0
    again = opened(config)
    yield again
    again.store.close()


def test_what_the_older_key_signed_still_proves_and_the_older_key_itself_is_gone(
    config: Config, house: Installation, premises: str
) -> None:
    found, first = an_evening(house, premises), (config.keys / "signing.pem").read_bytes()
    house.store.close()
    with after(config, house, "--new-signing", times=2) as again:
        submit(again, people.INES, "visit.open", new_id(), opening(premises))
        report = again.engine.check(again.blobs)
        assert report.is_whole and report.signatures > 5
        assert can_see(again, found)
    assert first not in {path.read_bytes() for path in config.keys.iterdir()}
    assert not any("PRIVATE" in path.read_text() for path in config.keys.glob("signing-*.json"))


def test_an_entry_that_no_key_of_this_installation_signed_is_found(
    config: Config, house: Installation, premises: str
) -> None:
    an_evening(house, premises)
    house.store.close()
    with after(config, house, "--new-signing") as again:
        stranger = dataclasses.replace(again.keys, handovers=())
        assert stranger.older_signing() == []
    (config.keys / "signing-1.json").unlink()
    alone = opened(config)
    assert any("signature does not hold" in one for one in alone.engine.check(alone.blobs).wrong)
    alone.store.close()


def test_a_phone_gets_the_word_of_the_older_key_and_its_certificate_anew(
    config: Config, house: Installation, phone: OpenPhone
) -> None:
    ines, first = phone("ines"), house.keys.signing_public()
    house.store.close()
    with after(config, house, "--new-signing", times=2) as again:
        ines.client = create_app(house=again).test_client()
        said = ines.ask("token", ines.proof(full=False)).get_json()
        signer = first
        for one in said["signing"]:
            older, following = base64.b64decode(one["public"]), base64.b64decode(one["following"])
            assert older == signer
            word = handover_statement(ines.installation, older, following)
            assert verify(public_point(older), base64.b64decode(one["signature"]), word)
            signer = following
        assert signer == again.keys.signing_public()
        body, signature = (base64.b64decode(said["certificate"][name]) for name in ("body", "signature"))
        assert said["certificate"]["body"] == ines.enrolled["certificate"]["body"]
        assert verify(public_point(signer), signature, b"fieldapp/certificate/1" + ines.installation + body)
        ines.enrolled["certificate"] = said["certificate"]
        assert "certificate" not in ines.ask("token", ines.proof(full=True)).get_json()


def test_an_installation_with_its_first_key_says_nothing_of_others(house: Installation, phone: OpenPhone) -> None:
    ines = phone("ines")
    said = ines.ask("token", ines.proof(full=True)).get_json()
    assert "signing" not in said and "certificate" not in said


@pytest.mark.parametrize(("words", "is_let_in"), [((), True), (("--leaked",), False)])
def test_a_phone_that_a_restored_server_forgot_comes_back_on_an_older_key_only_if_that_did_not_leak(
    config: Config, house: Installation, phone: OpenPhone, words: tuple[str, ...], is_let_in: bool
) -> None:
    ines = phone("ines")
    forget(house, ines.id)
    house.store.close()
    with after(config, house, "--new-signing", *words) as again:
        ines.client = create_app(house=again).test_client()
        answer = ines.ask("token", ines.proof(full=True))
        assert (answer.status_code == 200) is is_let_in, answer.get_json()
        assert (again.directory.device(ines.id) is not None) is is_let_in


def test_after_a_leak_a_phone_that_is_known_works_on_and_hears_no_word_of_that_key(
    config: Config, house: Installation, phone: OpenPhone
) -> None:
    ines = phone("ines")
    ines.record("visit.note", new_id(), {"near_address": "ja"})
    house.store.close()
    for words in (("--new-signing",), ("--new-signing", "--leaked")):
        assert keys(config, *words).exit_code == 0
    with after(config, house, "--new-signing") as again:
        ines.client = create_app(house=again).test_client()
        said = ines.ask("token", ines.proof(full=True)).get_json()
        leaked = {base64.b64encode(one.public).decode() for one in again.keys.handovers[:2]}
        assert [one["public"] for one in said["signing"]] and not leaked & {one["public"] for one in said["signing"]}
        assert ines.push(said["token"]).get_json()["kept"]


def test_a_backup_of_before_is_put_back_and_proves_with_the_keys_of_now(
    config: Config, house: Installation, premises: str, tmp_path: Path
) -> None:
    an_evening(house, premises)
    backup = make_backup(house, tmp_path / "copies")
    house.store.close()
    keys(config, "--new-signing")
    for left in config.data.glob("fieldapp.db*"):
        left.unlink()
    restore_backup(config, Path(backup.folder), accept_loss=False)
    again = opened(config)
    assert again.engine.check(again.blobs).is_whole
    again.store.close()


def test_cut_off_before_the_last_step_the_present_key_stays_and_the_next_try_is_whole(
    config: Config, house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, put = house.keys.signing_public(), Path.replace
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda path, to: _fails() if to.name == "signing.pem" else put(path, to))
        assert keys(config, "--new-signing").exit_code != 0
    assert (config.keys / "signing-1.json").exists()
    kept = load_keys(config.keys)
    assert kept.signing_public() == first and kept.handovers == ()
    assert keys(config, "--new-signing").exit_code == 0
    now = load_keys(config.keys)
    assert [one.public for one in now.handovers] == [first]
    assert now.handovers[0].following == now.signing_public()


def test_no_public_half_is_overwritten_when_somebody_took_an_older_one_away(
    config: Config, house: Installation
) -> None:
    for _ in range(2):
        assert keys(config, "--new-signing").exit_code == 0
    second = (config.keys / "signing-2.json").read_bytes()
    (config.keys / "signing-1.json").unlink()
    assert keys(config, "--new-signing").exit_code == 0
    assert (config.keys / "signing-2.json").read_bytes() == second
    assert len(load_keys(config.keys).handovers) == 2


def test_leaked_is_said_of_a_signing_key_only(config: Config, house: Installation) -> None:
    before = (config.keys / "signing.pem").read_bytes()
    assert keys(config, "--leaked").exit_code == 2
    assert (config.keys / "signing.pem").read_bytes() == before


def _fails() -> None:
    raise OSError("no room")
