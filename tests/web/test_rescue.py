"""Reddingsbestand: the sealed work of a phone that cannot send, brought to the office as a file. Twice is once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fieldapp.cli import main
from fieldapp.installation import Installation
from tests.rig.rescue_file import blob_of, rescue_file
from tests.web.conftest import Desk, Phone, Sit, text, token_of
from tests.web.evening import new_id, opening

PAGE = "/kantoor/wacht/reddingsbestand"
UNKNOWN_PHONE = "018f0000-0000-7000-8000-000000000000"


@pytest.fixture
def ines(phone: Callable[[str], Phone], premises: str) -> Phone:
    """A phone with a visit and two answers that were never sent."""
    phone_of_ines = phone("ines")
    visit = new_id()
    phone_of_ines.record("visit.open", visit, opening(premises))
    for value in ("niet_in_orde", "in_orde"):
        phone_of_ines.record("visit.answer", visit, {"answers.nooduitgang_vrij": {"value": value}})
    return phone_of_ines


def file_of(phone: Phone, **more: Any) -> bytes:
    return rescue_file(phone.installation.hex(), {phone.id: phone.envelopes}, **more)


def bring(desk: Desk, raw: bytes) -> TestResponse:
    return send_form(desk.client, token_of(desk.get(PAGE).get_data(as_text=True)), raw)


def send_form(client: FlaskClient, token: str, raw: bytes) -> TestResponse:
    """Send the form as a browser does: the test client would leave a file of this size open."""
    field = b'--grens\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    file_name = b'; filename="redding.fieldapp"'
    body = field % (b"csrf_token", b"", token.encode()) + field % (b"file", file_name, raw) + b"--grens--\r\n"
    headers = {"Referer": "https://localhost/"}
    return client.post(PAGE, data=body, headers=headers, content_type="multipart/form-data; boundary=grens")


def positions(house: Installation) -> int:
    return house.engine.log_head()[0]


def test_a_file_brings_the_work_and_says_so_per_phone(house: Installation, desk: Sit, ines: Phone) -> None:
    answer = bring(desk("tom"), file_of(ines))
    assert answer.status_code == 200
    assert "Toestel 1" in text(answer) and "Ingelezen: 3 handelingen." in text(answer)
    stream = ines.session.stream.hex()
    assert [house.store.entry(f"{stream}:{n}").outcome for n in (1, 2, 3)] == ["applied"] * 3  # type: ignore[union-attr]


def test_the_same_file_twice_changes_nothing(house: Installation, desk: Sit, ines: Phone) -> None:
    bring(desk("tom"), file_of(ines))
    before = positions(house)
    assert "Was er al: 3 handelingen." in text(bring(desk("ada"), file_of(ines)))
    assert positions(house) == before


def test_the_phone_that_later_sends_the_same_doubles_nothing(house: Installation, desk: Sit, ines: Phone) -> None:
    bring(desk("tom"), file_of(ines))
    before = positions(house)
    answer = ines.push(ines.token(full=False)).get_json()
    assert [n for _, n, _ in answer["kept"]] == [1, 2, 3]
    assert answer["have"][ines.session.stream.hex()][0] == 3
    assert positions(house) == before


def test_what_the_phone_sent_before_is_there_already(desk: Sit, ines: Phone) -> None:
    ines.push(ines.token(full=False), ines.envelopes[:2])
    page = text(bring(desk("tom"), file_of(ines)))
    assert "Ingelezen: 1 handeling." in page and "Was er al: 2 handelingen." in page


def test_an_envelope_that_the_phone_lost_holds_up_nothing_behind_it(
    house: Installation, desk: Sit, ines: Phone
) -> None:
    lost = ines.envelopes.pop(1)
    assert "Ingelezen: 2 handelingen." in text(bring(desk("tom"), file_of(ines)))
    ines.push(ines.token(full=False), [lost])
    assert house.store.entry(f"{ines.session.stream.hex()}:2").outcome == "applied"  # type: ignore[union-attr]


def test_photos_come_in_too_and_are_whole(house: Installation, desk: Sit, ines: Phone) -> None:
    blob = blob_of(b"x" * 512 * 1024, b"y" * 100)
    raw = file_of(ines, blobs={ines.id: [blob]})
    assert "3 handelingen en 1 fotobestand" in text(bring(desk("tom"), raw))
    assert house.blobs.open(blob[0]) == b"".join(blob[1])
    assert "Was er al: 3 handelingen en 1 fotobestand." in text(bring(desk("tom"), raw))


def test_a_photo_that_is_not_what_its_name_says_is_refused(house: Installation, desk: Sit, ines: Phone) -> None:
    blob, _ = blob_of(b"one")
    page = text(bring(desk("tom"), file_of(ines, blobs={ines.id: [(blob, [b"another"])]})))
    assert "Niet ingelezen: 1 fotobestand." in page
    assert not house.blobs.exists(blob)


def test_of_a_file_that_was_cut_off_the_whole_part_comes_in(desk: Sit, ines: Phone) -> None:
    page = text(bring(desk("tom"), file_of(ines)[:-10]))
    assert "Ingelezen: 2 handelingen." in page
    assert "Het bestand was niet heel: 1 deel is niet gelezen." in page


def test_work_that_the_rules_refuse_waits_at_the_office(desk: Sit, phone: Callable[[str], Phone]) -> None:
    other = phone("ivo")
    other.record("visit.answer", new_id(), {"answers.nooduitgang_vrij": {"value": "in_orde"}})
    assert "Daarvan 1 wacht op kantoor." in text(bring(desk("tom"), file_of(other)))


def test_bytes_that_are_no_envelope_are_refused_and_the_rest_comes_in(desk: Sit, ines: Phone) -> None:
    ines.envelopes.insert(1, b"not an envelope")
    page = text(bring(desk("tom"), file_of(ines)))
    assert "Ingelezen: 3 handelingen." in page and "Niet ingelezen: 1 handeling." in page


def test_a_phone_that_is_not_known_here_is_said(house: Installation, desk: Sit, ines: Phone) -> None:
    before = positions(house)
    page = text(bring(desk("tom"), rescue_file(None, {UNKNOWN_PHONE: ines.envelopes})))
    assert "Onbekend toestel" in page and "Er is niets van ingelezen." in page
    assert positions(house) == before


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda raw: b"", "Dit is geen reddingsbestand."),
        (lambda raw: b"%PDF-1.7 something else", "Dit is geen reddingsbestand."),
        (lambda raw: raw[:6], "Dit is geen reddingsbestand."),
        (lambda raw: raw[:200], "Dit reddingsbestand is beschadigd."),
        (lambda raw: raw[:40] + b"!" + raw[41:], "Dit reddingsbestand is beschadigd."),
        (lambda raw: b"FAR1\xff\xff\xff\xff" + raw, "Dit reddingsbestand is beschadigd."),
        (lambda raw: rescue_file("00" * 16, {}), "van een andere gemeente of van een oefenomgeving"),
        (lambda raw: rescue_file(None, {}, form=2), "met een nieuwere versie van de app"),
        (lambda raw: rescue_file(None, {}, envelopes=[[0, 9]]), "Dit reddingsbestand is beschadigd."),
        (lambda raw: rescue_file(None, {}, phones=["\x00"]), "Dit reddingsbestand is beschadigd."),
    ],
)
def test_a_file_that_is_none_is_one_sentence_and_changes_nothing(
    house: Installation, desk: Sit, ines: Phone, spoil: Callable[[bytes], bytes], sentence: str
) -> None:
    before = positions(house)
    answer = bring(desk("tom"), spoil(file_of(ines)))
    assert (answer.status_code, sentence in text(answer)) == (422, True), text(answer)
    assert positions(house) == before


def test_no_file_at_all_is_asked_for(desk: Sit) -> None:
    answer = desk("tom").post(PAGE)
    assert (answer.status_code, "Kies een bestand." in text(answer)) == (422, True)


def test_a_large_file_is_taken_from_who_may_bring_it_and_from_nobody_else(
    desk: Sit, ines: Phone, client: FlaskClient
) -> None:
    blobs = [blob_of(bytes([i]) * 512 * 1024) for i in range(4)]
    raw = file_of(ines, blobs={ines.id: blobs})
    assert "4 fotobestanden" in text(bring(desk("tom"), raw))
    assert send_form(client, "", raw).status_code == 413
    assert desk("ines").client.post("/api/v1/import", data=raw).status_code in {400, 403, 413}


def test_a_program_at_a_desk_brings_it_with_the_token_of_a_page(desk: Sit, ines: Phone) -> None:
    tom = desk("tom")
    headers = {"X-CSRFToken": token_of(text(tom.get(PAGE))), "Referer": "https://localhost/"}
    octets = "application/octet-stream"
    answer = tom.client.post("/api/v1/import", data=file_of(ines), headers=headers, content_type=octets)
    assert answer.get_json()["phones"][0]["new"] == 3
    refused = tom.client.post("/api/v1/import", data=b"no", headers=headers, content_type=octets)
    assert (refused.status_code, refused.get_json()["type"]) == (422, "rescue_no_file")
    assert tom.client.post("/api/v1/import", data=file_of(ines), content_type=octets).status_code == 400


def test_who_brought_which_phone_is_in_the_log(house: Installation, desk: Sit, ines: Phone) -> None:
    bring(desk("tom"), file_of(ines))
    line = house.access_log.list(ines.id)[0]
    assert (line["kind"], line["by"], line["detail"]["new"]) == ("rescue_file", desk("tom").person, 3)


def test_the_command_brings_it_too(house: Installation, ines: Phone, tmp_path: Path) -> None:
    place = tmp_path / "redding.fieldapp"
    place.write_bytes(file_of(ines))
    words = ["import-redding", str(place), "--data", str(house.config.data)]
    first = CliRunner().invoke(main, [*words, "--json"])
    assert json.loads(first.stdout)[0]["new"] == 3, first.output
    assert CliRunner().invoke(main, words).stdout == "Toestel 1: Was er al: 3 handelingen.\n"
    place.write_bytes(b"nothing")
    wrong = CliRunner().invoke(main, words)
    assert (wrong.exit_code, "Dit is geen reddingsbestand" in wrong.stderr) == (2, True)
