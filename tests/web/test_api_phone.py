"""A phone from its code to its documents, and what happens when somebody pretends."""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from flask.testing import FlaskClient

from fieldapp.config import PROTOCOL
from fieldapp.installation import Installation
from sync.envelope import public_point, sign, verify
from tests import people
from tests.web.conftest import BY_NAME, Phone, b64, point

OpenPhone = Callable[[str], Phone]


def enrol_body(code: str) -> dict[str, Any]:
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    return {"code": code, "dev_public": point(keys[0]), "sign_public": point(keys[1]), "build": "test"}


def visit_body(premises: str, leader: str) -> dict[str, Any]:
    return {
        "premises_id": premises,
        "team_id": people.CENTRUM,
        "visit_kind": "licensed_premises",
        "reason": "routine",
        "leader_id": leader,
        "co_visitor_ids": [],
        "checklist": "chk-lp@1",
        "opened_at": "2026-11-21T20:13:00Z",
        "day_list_id": None,
    }


def test_what_enrolment_gives_is_signed_by_the_installation(phone: OpenPhone, house: Installation) -> None:
    enrolled = phone("ines").enrolled
    signing = public_point(base64.b64decode(enrolled["signing_public"]))
    installation = bytes.fromhex(enrolled["installation"])
    body, signature = (base64.b64decode(enrolled["certificate"][name]) for name in ("body", "signature"))
    assert verify(signing, signature, b"fieldapp/certificate/1" + installation + body)
    for key in enrolled["server_keys"]:
        statement = (
            b"fieldapp/server-key/1" + installation + key["kid"].to_bytes(4, "big") + base64.b64decode(key["public"])
        )
        assert verify(signing, base64.b64decode(key["signature"]), statement)
    assert enrolled["person"]["name"] == "Ines"
    assert house.directory.device(enrolled["phone"])["state"] == "enrolled"  # type: ignore[index]


def test_a_code_is_good_for_one_phone_but_a_lost_answer_can_be_had_again(
    client: FlaskClient, house: Installation
) -> None:
    code = house.accounts.new_device_code(BY_NAME["ines"])["code"]
    first = enrol_body(code)
    answers = [client.post("/api/v1/enrol", json=first).get_json() for _ in range(2)]
    assert answers[0]["phone"] == answers[1]["phone"]
    assert answers[0]["certificate"]["body"] == answers[1]["certificate"]["body"]
    assert house.store.count("device", None, {}) == 1
    other = client.post("/api/v1/enrol", json=enrol_body(code))
    assert (other.status_code, other.get_json()["type"]) == (403, "code_used")


def test_a_code_may_be_typed_in_small_letters_without_the_dash(client: FlaskClient, house: Installation) -> None:
    code = house.accounts.new_device_code(BY_NAME["ines"])["code"]
    assert client.post("/api/v1/enrol", json=enrol_body(code.lower().replace("-", ""))).status_code == 200


def test_a_wrong_code_is_refused_and_guessing_ends(client: FlaskClient) -> None:
    answers = [client.post("/api/v1/enrol", json=enrol_body("ABCD-2345")) for _ in range(21)]
    assert answers[0].get_json()["type"] == "code_unknown"
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_a_whole_team_may_enrol_behind_one_address(client: FlaskClient, house: Installation) -> None:
    codes = [house.accounts.new_device_code(BY_NAME["ines"])["code"] for _ in range(25)]
    assert [client.post("/api/v1/enrol", json=enrol_body(code)).status_code for code in codes] == [200] * 25


def test_codes_that_were_good_give_a_guesser_no_more_tries(client: FlaskClient, house: Installation) -> None:
    for _ in range(20):
        code = house.accounts.new_device_code(BY_NAME["ines"])["code"]
        client.post("/api/v1/enrol", json=enrol_body("ABCD-2345"))
        answer = client.post("/api/v1/enrol", json=enrol_body(code))
    assert answer.status_code == 429


def test_keys_that_are_no_keys_use_up_no_code(client: FlaskClient, house: Installation) -> None:
    code = house.accounts.new_device_code(BY_NAME["ines"])["code"]
    broken = enrol_body(code) | {"dev_public": b64(b"\x04" + bytes(64))}
    assert client.post("/api/v1/enrol", json=broken).get_json()["type"] == "keys"
    assert client.post("/api/v1/enrol", json=enrol_body(code)).status_code == 200


def test_what_a_phone_records_is_kept_applied_and_comes_back(phone: OpenPhone, premises: str) -> None:
    ines = phone("ines")
    visit = "018f0000-0000-7000-8000-0000000000aa"
    opened = ines.record("visit.open", visit, visit_body(premises, BY_NAME["ines"]))
    answered = ines.record("visit.answer", visit, {"answers.nooduitgang_vrij": {"value": "in_orde"}})
    answer = ines.push(ines.token(full=False))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    said = answer.get_json()
    assert [kept[:2] for kept in said["kept"]] == [[opened.split(":")[0], 1], [answered.split(":")[0], 2]]
    assert said["results"][0] == {"stream": opened.split(":")[0], "n": 1, "r": "applied", "code": None}
    found = ines.pull(ines.token())
    assert found["more"] is False
    assert found["outcomes"][opened]["outcome"] == "applied"
    mine = {document["id"]: document for document in found["documents"]}
    assert mine[visit]["fields"]["premises_id"] == premises
    assert mine[premises]["kind"] == "premises"


def test_a_push_twice_is_a_push_once(phone: OpenPhone, premises: str, house: Installation) -> None:
    ines = phone("ines")
    ines.record("visit.open", "018f0000-0000-7000-8000-0000000000aa", visit_body(premises, BY_NAME["ines"]))
    token = ines.token(full=False)
    first, end = ines.push(token).get_json(), house.engine.log_head()
    again = ines.push(token).get_json()
    assert again["kept"] == first["kept"]
    assert house.engine.log_head() == end


def test_a_token_to_push_does_not_read(phone: OpenPhone) -> None:
    ines = phone("ines")
    token = ines.token(full=False)
    for path, said in (("pull", {}), ("manifest", {}), ("fetch", {"ids": []})):
        answer = ines.ask(path, said, token)
        assert (answer.status_code, answer.get_json()["type"]) == (403, "scope"), path


def test_an_open_phone_hears_which_keys_the_server_has_and_a_locked_one_does_not(phone: OpenPhone) -> None:
    ines = phone("ines")
    said = {full: ines.ask("token", ines.proof(full=full)).get_json() for full in (True, False)}
    known = {key["kid"]: key["public"] for key in ines.enrolled["server_keys"]}
    assert {key["kid"]: key["public"] for key in said[True]["server_keys"]} == known
    assert "server_keys" not in said[False]


def test_what_is_pushed_is_not_told_to_who_may_only_push(phone: OpenPhone, premises: str) -> None:
    ines = phone("ines")
    ines.record("visit.open", "018f0000-0000-7000-8000-0000000000aa", visit_body(premises, BY_NAME["ines"]))
    text = ines.push(ines.token(full=False)).get_data(as_text=True)
    assert premises not in text
    assert "visit" not in text


def test_a_challenge_buys_one_token(phone: OpenPhone) -> None:
    ines = phone("ines")
    proof = ines.proof(full=True)
    assert ines.ask("token", proof).status_code == 200
    assert ines.ask("token", proof).get_json()["type"] == "challenge_expired"


def test_a_challenge_is_good_for_two_minutes(
    phone: OpenPhone, house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines = phone("ines")
    proof = ines.proof(full=True)
    object.__setattr__(house.config, "clock_offset_seconds", 121)
    assert ines.ask("token", proof).get_json()["type"] == "challenge_expired"


def test_a_challenge_of_one_phone_is_worth_nothing_to_another(phone: OpenPhone) -> None:
    ines, ivo = phone("ines"), phone("ivo")
    challenge = ines.ask("challenge", {"phone": ines.id}).get_json()["challenge"]
    assert ivo.ask("token", ivo.proof(full=True, challenge=challenge)).get_json()["type"] == "challenge_expired"


@pytest.mark.parametrize("field", ["dev_signature", "sign_signature"])
def test_a_wrong_signature_buys_nothing(phone: OpenPhone, field: str) -> None:
    ines = phone("ines")
    proof = ines.proof(full=True)
    proof[field] = b64(sign(ec.generate_private_key(ec.SECP256R1()), b"something else"))
    answer = ines.ask("token", proof)
    assert (answer.status_code, answer.get_json()["type"]) == (403, "device_unknown")


def test_a_certificate_that_we_did_not_sign_buys_nothing(phone: OpenPhone) -> None:
    ines, ivo = phone("ines"), phone("ivo")
    forged = ines.proof(full=True) | {
        "certificate": {
            "body": ivo.enrolled["certificate"]["body"],
            "signature": ines.enrolled["certificate"]["signature"],
        }
    }
    assert ines.ask("token", forged).get_json()["type"] == "device_unknown"
    stolen = ines.proof(full=True) | {"certificate": ivo.enrolled["certificate"]}
    assert ines.ask("token", stolen).get_json()["type"] == "device_unknown"


def test_a_token_ends_after_fifteen_minutes(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    token = ines.token()
    object.__setattr__(house.config, "clock_offset_seconds", 15 * 60 + 1)
    answer = ines.ask("pull", {}, token)
    assert (answer.status_code, answer.get_json()["type"]) == (401, "token_expired")


@pytest.mark.parametrize("token", ["", "x", "x.y", "é.é", "A" * 5000, "."])
def test_a_token_that_is_none_is_told_to_ask_again(client: FlaskClient, token: str) -> None:
    answer = client.post(
        "/api/v1/pull",
        json={},
        headers={"Authorization": f"Bearer {token}".encode("latin-1", "replace").decode("latin-1")},
    )
    assert (answer.status_code, answer.get_json()["type"]) == (401, "token_expired")


def test_a_push_token_cannot_be_turned_into_a_full_one(phone: OpenPhone) -> None:
    ines = phone("ines")
    head, _, proof = ines.token(full=False).partition(".")
    raw = bytearray(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    assert raw[16:17] == b"p"
    raw[16:17] = b"f"
    forged = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() + "." + proof
    assert ines.ask("pull", {}, forged).status_code == 401


def test_a_blocked_phone_reads_nothing_from_that_moment_and_its_work_is_held(
    phone: OpenPhone, house: Installation, premises: str
) -> None:
    ines = phone("ines")
    full = ines.token()
    operation = ines.record("visit.open", "018f0000-0000-7000-8000-0000000000aa", visit_body(premises, BY_NAME["ines"]))
    assert house.accounts.block_device(people.TOM, ines.id).outcome == "applied"
    answer = ines.ask("pull", {}, full)
    assert (answer.status_code, answer.get_json()["type"], answer.get_json()["wipe"]) == (403, "device_revoked", True)
    granted = ines.ask("token", ines.proof(full=True)).get_json()
    assert (granted["scope"], granted["state"]) == ("push", "blocked")
    result = ines.push(granted["token"]).get_json()
    assert result["results"] == [{"stream": operation.split(":")[0], "n": 1, "r": "held", "code": "revoked"}]
    assert ines.id in house.register.subjects("phone_revoked")


def test_a_blocked_phone_that_has_erased_everything_is_shown_as_emptied(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    house.accounts.block_device(people.ADA, ines.id)
    token = ines.token(full=False)
    assert ines.ask("emptied", {}, token).status_code == 204
    assert house.directory.device(ines.id)["state"] == "emptied"  # type: ignore[index]
    assert house.accounts.device_reports()[ines.id]["emptied_at"]


def test_a_phone_that_is_not_revoked_cannot_say_that_it_was_emptied(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    ines.ask("emptied", {}, ines.token(full=False))
    assert house.directory.device(ines.id)["state"] == "enrolled"  # type: ignore[index]


def test_a_person_who_is_switched_off_may_still_send(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    full = ines.token()
    assert house.accounts.switch_off(people.ADA, BY_NAME["ines"]).outcome == "applied"
    assert ines.ask("pull", {}, full).get_json()["type"] == "person_off"
    granted = ines.ask("token", ines.proof(full=True)).get_json()
    assert (granted["scope"], granted["state"]) == ("push", "person_off")
    assert ines.push(granted["token"]).status_code == 200


def test_a_phone_that_a_restored_server_forgot_is_taken_up_again(
    phone: OpenPhone, house: Installation, config: Any, furnished: Any, tmp_path: Any
) -> None:
    ines = phone("ines")
    forget(house, ines.id)
    assert house.directory.device(ines.id) is None
    assert ines.ask("token", ines.proof(full=True)).get_json()["scope"] == "full"
    assert house.directory.device(ines.id)["number"] == ines.enrolled["phone_number"]  # type: ignore[index]


def test_a_revoked_phone_that_a_restored_server_forgot_stays_out(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    house.accounts.block_device(people.TOM, ines.id)
    forget(house, ines.id)
    answer = ines.ask("token", ines.proof(full=True))
    assert (answer.status_code, answer.get_json()["type"]) == (403, "device_revoked")


def forget(house: Installation, device: str) -> None:
    """Make the store as it was before this phone was enrolled."""
    with house.store.transaction():
        house.store.drop_document(device, house.engine.log_head()[0])


def test_contact_and_what_is_unsent_are_kept_as_the_phone_reports_them(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    ines.push(ines.token(full=False), unsent={"changes": 3}, build="abc")
    report = house.accounts.device_reports()[ines.id]
    assert (report["unsent"], report["build"]) == ({"changes": 3}, "abc")
    ines.pull(ines.token())
    assert house.accounts.device_reports()[ines.id]["pulled_at"]


def test_a_phone_cannot_send_without_end_in_one_day(phone: OpenPhone, house: Installation, app: Flask) -> None:
    object.__setattr__(house.config, "push_per_day", 2)
    ines = phone("ines")
    token = ines.token(full=False)
    for _ in range(2):
        ines.record("visit.answer", str(uuid.uuid4()), {})
    assert ines.push(token).status_code == 200
    ines.record("visit.answer", str(uuid.uuid4()), {})
    answer = ines.push(token, ines.envelopes[-1:])
    assert (answer.status_code, answer.get_json()["type"]) == (429, "too_often")


@pytest.mark.parametrize(
    "header",
    [
        {"build": "\ud800"},
        {"unsent": {"\udc00": 1}},
        {"holds": [{"stream": "00" * 16, "from": 1, "acked": 0, "h": "", "phone": "\ud800"}]},
        {"holds": [{"stream": "00" * 16, "from": 1, "acked": 0, "h": "\udfff"}]},
    ],
)
def test_half_a_character_in_a_header_is_refused_with_a_sentence(phone: OpenPhone, header: dict[str, Any]) -> None:
    ines = phone("ines")
    answer = ines.push(ines.token(full=False), **header)
    assert (answer.status_code, answer.get_json()["type"]) == (400, "bad_request")
    assert answer.get_json()["title"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"\x00\x00\x00\x02{}",
        b"\x00\x00\x00\x05[1,2]",
        b"\xff\xff\xff\xff",
        b'\x00\x00\x00\x07{"p":1}\x00\x00\x00\x04abcd',
        b'\x00\x00\x00\x07{"p":1}\x00\x00',
        b"\x00\x00\x27\x10" + b"[" * 10_000,
    ],
)
def test_a_push_that_is_none_keeps_nothing(phone: OpenPhone, house: Installation, body: bytes) -> None:
    ines = phone("ines")
    token, end = ines.token(full=False), house.engine.log_head()
    answer = ines.client.post("/api/v1/push", data=body, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.get_json()["type"]) == (400, "bad_request")
    assert house.engine.log_head() == end


def test_a_push_that_knows_more_than_the_server_is_behind(phone: OpenPhone) -> None:
    ines = phone("ines")
    hold = {"stream": "ab" * 16, "from": 1, "acked": 7, "h": "cd" * 32}
    answer = ines.push(ines.token(full=False), holds=[hold])
    assert answer.status_code == 409
    assert (answer.get_json()["type"], answer.get_json()["have"]) == ("behind", {"ab" * 16: [0]})


def test_a_phone_that_was_unlocked_thousands_of_times_still_sends(phone: OpenPhone) -> None:
    """Every unlock begins a stream, and without backups all of them are in the outbox for thirty days."""
    ines = phone("ines")
    held = {"from": 1, "last": 9999, "acked": 0, "h": "cd" * 32}
    answer = ines.push(ines.token(full=False), holds=[{"stream": f"{n:032x}", **held} for n in range(3000)])
    assert answer.status_code == 200, answer.get_json()


def test_a_stranger_gets_nothing_of_another_team(phone: OpenPhone, premises: str) -> None:
    otto = phone("otto")
    token = otto.token()
    assert premises not in {document["id"] for document in otto.pull(token)["documents"]}
    assert otto.ask("fetch", {"ids": [premises]}, token).get_json()["missing"] == [premises]


@pytest.mark.parametrize("said", [None, "1", "x", "-2", "²", ""])
def test_a_phone_that_is_too_old_sends_everything_and_receives_nothing(
    phone: Callable[[str], Phone], house: Installation, said: str | None
) -> None:
    ines = phone("ines")
    ines.record("visit.answer", str(uuid.uuid4()), {})
    object.__setattr__(house.config, "min_protocol", 2)
    headers = {} if said is None else {"X-Fieldapp-Protocol": said}
    full = {"Authorization": f"Bearer {ines.token()}", **headers}
    for path in ("pull", "manifest", "fetch"):
        answer = ines.client.post(f"/api/v1/{path}", json={}, headers=full)
        assert (answer.status_code, answer.get_json()["type"]) == (426, "build_too_old"), path
    assert len(ines.push(ines.token(full=False)).get_json()["kept"]) == 1
    blob = ines.client.get(f"/api/v1/blobs/{'a' * 64}", headers={"Authorization": f"Bearer {ines.token(full=False)}"})
    assert blob.status_code == 200


@pytest.mark.parametrize("said", ["2", "3", "17"])
def test_a_phone_that_is_new_enough_receives(phone: Callable[[str], Phone], house: Installation, said: str) -> None:
    ines = phone("ines")
    object.__setattr__(house.config, "min_protocol", 2)
    full = {"Authorization": f"Bearer {ines.token()}", "X-Fieldapp-Protocol": said}
    asked = {"cursor": None, "seen": None, "after": None, "scope": None, "streams": []}
    assert ines.client.post("/api/v1/pull", json=asked, headers=full).status_code == 200


def test_the_field_app_of_this_build_speaks_what_the_server_calls_newest() -> None:
    said = re.search(
        r"export const PROTOCOL = (\d+);", (Path(__file__).parents[2] / "static/app/sync/api.js").read_text()
    )
    assert said is not None
    assert int(said[1]) == PROTOCOL
