"""Photos: chunks in any order, and bytes only for who may see the visit they belong to."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image
from werkzeug.test import TestResponse

from fieldapp.installation import Installation
from fieldapp.photos import PhotoReport, check_photos, is_clean, photo_bytes
from tests import people
from tests.web.conftest import Phone

CHUNK = 512 * 1024
VISIT = "018f0000-0000-7000-8000-0000000000aa"
PHOTO = "018f0000-0000-7000-8000-0000000000bb"


def jpeg(width: int = 640, *, noise: bool = False, exif: bool = False) -> bytes:
    image = Image.effect_noise((width, width), 90) if noise else Image.new("RGB", (width, width), (30, 90, 120))
    out = io.BytesIO()
    details = Image.Exif()
    details[0x010F] = "Maker"
    image.convert("RGB").save(out, "JPEG", quality=95, **({"exif": details} if exif else {}))
    return out.getvalue()


@dataclass
class Sealed:
    """A photo as a phone seals it."""

    plain: bytes

    def __post_init__(self) -> None:
        self.key = os.urandom(32)
        parts = [self.plain[at : at + CHUNK] for at in range(0, len(self.plain), CHUNK)]
        box, count = AESGCM(self.key), len(parts)
        self.chunks = [
            box.encrypt(i.to_bytes(12, "big"), part, f"FAB1|{count}|{i}".encode()) for i, part in enumerate(parts)
        ]
        self.id = hashlib.sha256(b"".join(hashlib.sha256(chunk).digest() for chunk in self.chunks)).hexdigest()

    def send(self, phone: Phone, token: str, i: int, data: bytes | None = None) -> TestResponse:
        chunk = self.chunks[i]
        headers = {"Authorization": f"Bearer {token}", "X-SHA256": hashlib.sha256(chunk).hexdigest()}
        return phone.client.put(f"/api/v1/blobs/{self.id}/{i}", data=chunk if data is None else data, headers=headers)

    def state(self, phone: Phone, token: str) -> dict[str, Any]:
        answer = phone.client.get(f"/api/v1/blobs/{self.id}", headers={"Authorization": f"Bearer {token}"})
        found: dict[str, Any] = answer.get_json()
        return found


def record_photo(phone: Phone, premises: str, full: Sealed, thumb: Sealed) -> None:
    opening = {"premises_id": premises, "team_id": people.CENTRUM, "visit_kind": "licensed_premises", "reason": "routine",
               "leader_id": phone.enrolled["person"]["id"], "co_visitor_ids": [], "checklist": "chk-lp@1", "opened_at": "2026-11-21T20:00:00Z"}  # fmt: skip
    phone.record("visit.open", VISIT, opening)
    finding = {"item": "nooduitgang_vrij", "chips": ["versperd"]}
    phone.record("visit.find", VISIT, {"findings.f1": finding})
    photo = {
        "finding_id": "f1",
        "blob": full.id,
        "chunks": len(full.chunks),
        "key": base64.b64encode(full.key).decode(),
        "thumb": thumb.id,
        "thumb_key": base64.b64encode(thumb.key).decode(),
        "sha256": hashlib.sha256(full.plain).hexdigest(),
        "bytes": len(full.plain),
        "width": 640,
        "height": 640,
        "taken_at": "2026-11-21T20:10:00Z",
        "blurred": 0,
    }
    phone.record("visit.add_photo", VISIT, {f"photos.{PHOTO}": photo})
    said = phone.push(phone.token(full=False)).get_json()
    assert [one["r"] for one in said["results"]] == ["applied"] * 3, said["results"]


def look(phone: Phone, size: str = "full", photo: str = PHOTO) -> TestResponse:
    return phone.client.get(
        f"/api/v1/photos/{VISIT}/{photo}?size={size}", headers={"Authorization": f"Bearer {phone.token()}"}
    )


def upload(phone: Phone, *photos: Sealed) -> None:
    token = phone.token(full=False)
    for one in photos:
        for i in range(len(one.chunks)):
            assert one.send(phone, token, i).status_code == 204
        assert phone.ask(f"blobs/{one.id}/done", {"chunks": len(one.chunks)}, token).get_json() == {"done": True}


def test_chunks_come_in_any_order_and_twice_is_once(phone: Callable[[str], Phone]) -> None:
    ines, photo = phone("ines"), Sealed(jpeg(1100, noise=True))
    assert len(photo.chunks) >= 2
    token = ines.token(full=False)
    assert photo.state(ines, token) == {"have": [], "done": False, "safe": False}
    last = len(photo.chunks) - 1
    assert photo.send(ines, token, last).status_code == 204
    early = ines.ask(f"blobs/{photo.id}/done", {"chunks": len(photo.chunks)}, token)
    assert (early.status_code, early.get_json()["type"], early.get_json()["have"]) == (409, "incomplete", [last])
    for i in range(last, -1, -1):
        assert photo.send(ines, token, i).status_code == 204
    assert ines.ask(f"blobs/{photo.id}/done", {"chunks": len(photo.chunks)}, token).get_json() == {"done": True}
    assert photo.state(ines, token) == {"have": list(range(last + 1)), "done": True, "safe": False}


def test_a_chunk_that_was_damaged_on_the_way_is_refused(phone: Callable[[str], Phone]) -> None:
    ines, photo = phone("ines"), Sealed(jpeg())
    token = ines.token(full=False)
    answer = photo.send(ines, token, 0, photo.chunks[0][:-1] + b"x")
    assert (answer.status_code, answer.get_json()["type"]) == (422, "chunk_hash")
    assert photo.state(ines, token)["have"] == []


def test_a_chunk_may_not_be_larger_than_agreed(phone: Callable[[str], Phone]) -> None:
    ines, photo = phone("ines"), Sealed(jpeg())
    answer = photo.send(ines, ines.token(full=False), 0, bytes(CHUNK + 17))
    assert answer.status_code == 413


def test_photos_count_for_what_a_phone_may_send_in_a_day(phone: Callable[[str], Phone], house: Installation) -> None:
    ines, photo = phone("ines"), Sealed(jpeg(1100, noise=True))
    object.__setattr__(house.config, "bytes_per_day", len(photo.chunks[0]) + 10)
    token = ines.token(full=False)
    assert photo.send(ines, token, 0).status_code == 204
    answer = photo.send(ines, token, 1)
    assert (answer.status_code, answer.get_json()["type"]) == (429, "too_often")
    assert photo.state(ines, token)["have"] == [0]
    ines.record("visit.answer", VISIT, {})
    assert ines.push(token).status_code == 429, "one count for both"
    other = phone("ivo")
    assert photo.send(other, other.token(full=False), 1).status_code == 204, "each phone has its own"


def test_a_phone_does_not_spoil_the_photo_that_another_is_sending(phone: Callable[[str], Phone]) -> None:
    ines, other, photo = phone("ines"), phone("ivo"), Sealed(jpeg(1100, noise=True))
    token, strange = ines.token(full=False), other.token(full=False)
    assert photo.send(ines, token, 0).status_code == 204
    headers = {"Authorization": f"Bearer {strange}", "X-SHA256": hashlib.sha256(b"junk").hexdigest()}
    assert other.client.put(f"/api/v1/blobs/{photo.id}/0", data=b"junk", headers=headers).status_code == 204
    upload(ines, photo)
    assert photo.state(other, strange)["done"] is True


def test_a_photo_that_was_destroyed_is_done_for_the_phone_that_still_has_it(
    phone: Callable[[str], Phone], house: Installation
) -> None:
    ines, photo = phone("ines"), Sealed(jpeg())
    upload(ines, photo)
    house.erase_blobs([photo.id])
    token = ines.token(full=False)
    assert photo.state(ines, token) == {"have": [], "done": True, "safe": True}
    upload(ines, photo)
    assert not house.blobs.exists(photo.id)


def test_a_photo_that_was_destroyed_does_not_come_back_with_an_older_backup(
    phone: Callable[[str], Phone], house: Installation
) -> None:
    ines, photo = phone("ines"), Sealed(jpeg())
    upload(ines, photo)
    copied = house.config.data / "older"
    shutil.copytree(house.config.blobs, copied)
    house.erase_blobs([photo.id])
    shutil.rmtree(house.config.blobs)
    copied.rename(house.config.blobs)
    assert house.blobs.exists(photo.id)
    house.recover()
    assert photo.state(ines, ines.token(full=False)) == {"have": [], "done": True, "safe": True}


@pytest.mark.parametrize("blob", ["..", "x" * 64, "A" * 64, "a" * 63, "%2e%2e"])
def test_a_name_that_is_no_digest_is_not_found(phone: Callable[[str], Phone], blob: str) -> None:
    ines = phone("ines")
    headers = {"Authorization": f"Bearer {ines.token(full=False)}"}
    for answer in (
        ines.client.get(f"/api/v1/blobs/{blob}", headers=headers),
        ines.client.put(f"/api/v1/blobs/{blob}/0", headers=headers),
    ):
        assert answer.status_code in {308, 404}


def test_a_photo_is_seen_by_its_maker_and_her_office_and_by_nobody_else(
    phone: Callable[[str], Phone], house: Installation, premises: str
) -> None:
    ines, full, thumb = phone("ines"), Sealed(jpeg()), Sealed(jpeg(80))
    record_photo(ines, premises, full, thumb)
    assert look(ines).status_code == 404  # on its way still
    upload(ines, full, thumb)
    answer = look(ines)
    assert (answer.status_code, answer.content_type, answer.get_data()) == (200, "image/jpeg", full.plain)
    assert answer.headers["Cache-Control"] == "no-store"
    assert look(ines, "thumb").get_data() == thumb.plain
    assert look(ines, "huge").status_code == 404
    assert look(ines, photo="00000000-0000-7000-8000-000000000000").status_code == 404
    assert look(phone("otto")).status_code == 404
    assert photo_bytes(house, people.TOM, VISIT, PHOTO, "full") == full.plain
    for stranger in (people.OTTO, people.PIA, people.ADA):
        assert photo_bytes(house, stranger, VISIT, PHOTO, "full") is None


def test_another_photo_under_the_name_of_a_removed_one_takes_neither_its_key_nor_its_place(
    phone: Callable[[str], Phone], house: Installation, premises: str
) -> None:
    """What was removed may be asked for in an objection, until it is destroyed with its visit."""
    ines, full, thumb, other = phone("ines"), Sealed(jpeg()), Sealed(jpeg(80)), Sealed(jpeg(320))
    record_photo(ines, premises, full, thumb)
    upload(ines, full, thumb)
    item = house.engine.read(people.TOM, VISIT)["fields"]["photos"][PHOTO]  # type: ignore[index]
    ines.record("visit.remove_photo", VISIT, {f"photos.{PHOTO}": None})
    again = {**item, "blob": other.id, "sha256": hashlib.sha256(other.plain).hexdigest(), "bytes": len(other.plain)}
    ines.record("visit.add_photo", VISIT, {f"photos.{PHOTO}": {**again, "key": base64.b64encode(other.key).decode()}})
    said = ines.push(ines.token(full=False)).get_json()["results"]
    assert [(one["r"], one["code"]) for one in said[-2:]] == [("applied", None), ("held", "visit.photo_exists")]
    assert house.engine.secret(VISIT, f"photos.{PHOTO}.key") == base64.b64encode(full.key).decode()


def test_the_keys_of_a_photo_are_in_no_document_no_log_and_no_answer(
    phone: Callable[[str], Phone], house: Installation, premises: str
) -> None:
    ines, full, thumb = phone("ines"), Sealed(jpeg()), Sealed(jpeg(80))
    record_photo(ines, premises, full, thumb)
    secret = base64.b64encode(full.key).decode()
    assert secret not in ines.ask("pull", {}, ines.token()).get_data(as_text=True)
    for entry in house.engine.entries_since(0, 10_000):
        assert secret not in str(entry)
    house.store.close()
    raw = b"".join(path.read_bytes() for path in house.config.data.glob("fieldapp.db*"))
    assert secret.encode() not in raw
    assert full.key not in raw


@pytest.mark.parametrize(
    "wrong",
    ["another photo", "with a maker in it", "no jpeg"],
)
def test_what_is_not_the_recorded_photo_is_not_shown(
    phone: Callable[[str], Phone], premises: str, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    plain = {"another photo": jpeg(), "with a maker in it": jpeg(exif=True), "no jpeg": b"GIF89a" + bytes(600)}[wrong]
    ines, full, thumb = phone("ines"), Sealed(plain), Sealed(jpeg(80))
    if wrong == "another photo":
        monkeypatch.setattr(full, "plain", jpeg(641))  # what is recorded is not what is sent
    record_photo(ines, premises, full, thumb)
    upload(ines, full, thumb)
    assert look(ines).status_code == 404


def test_check_opens_every_photo_and_names_those_that_are_not_what_was_recorded(
    phone: Callable[[str], Phone], house: Installation, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines, full, thumb = phone("ines"), Sealed(jpeg()), Sealed(jpeg(80))
    sent = full.plain
    monkeypatch.setattr(full, "plain", jpeg(641))
    record_photo(ines, premises, full, thumb)
    assert check_photos(house) == PhotoReport(whole=0, on_their_way=1, wrong=[])
    upload(ines, full, thumb)
    assert check_photos(house).wrong == [f"photo {PHOTO} of visit {VISIT} is not what was recorded"]
    monkeypatch.setattr("fieldapp.photos.is_clean", lambda plain, _digest: plain == sent)
    assert check_photos(house) == PhotoReport(whole=1, on_their_way=0, wrong=[])


def test_a_clean_photo_has_no_metadata_of_any_kind() -> None:
    assert is_clean(jpeg(), None)
    assert not is_clean(jpeg(exif=True), None)
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", comment="bij Lantaarnkade 12")
    assert not is_clean(out.getvalue(), None)
    assert not is_clean(jpeg()[:300], None)


def test_a_photo_that_was_cut_off_is_not_clean() -> None:
    assert not is_clean(b"", None)
    assert not is_clean(b"\xff\xd8\xff", None)
