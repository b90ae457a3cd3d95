"""One evening as the office finds it in the morning: a visit with a photo, a proposal, a joint visit, a list."""

import base64
import hashlib
import io
import os
import uuid
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from sync import LATEST, Actor
from tests import people

OPENED, CLOSED = "2026-11-20T20:14:00Z", "2026-11-20T20:24:00Z"
CHECKLIST = "chk-lp@1"


@dataclass(frozen=True)
class Evening:
    premises: str
    visit: str
    measure: str
    finding: str
    photo: str
    joint: str


def new_id() -> str:
    return str(uuid.uuid4())


def submit(house: Installation, actor: Actor, kind: str, document: str, body: dict[str, Any]) -> str:
    outcome = house.engine.submit(actor, kind, document, body, base=LATEST)
    assert outcome.outcome == "applied", (kind, outcome.outcome, outcome.code)
    return document


def an_evening(house: Installation, premises: str, *, photo_arrives: bool = True) -> Evening:
    """Ines and Ivo visit; the emergency exit is blocked; Ines proposes a last onder dwangsom; the police was there."""
    visit = submit(house, people.INES, "visit.open", new_id(), opening(premises))
    answers(house, visit)
    finding = new_id()
    submit(house, people.INES, "visit.find", visit, {f"findings.{finding}": blocked_exit()})
    photo = take_photo(house, visit, finding, arrives=photo_arrives)
    submit(house, people.INES, "visit.close", visit, {"outcome": "afgerond", "statement": True, "made_at": CLOSED})
    measure = submit(house, people.INES, "measure.propose", new_id(), proposal(premises, visit, finding))
    return Evening(premises, visit, measure, finding, photo, joint_visit(house, premises, visit))


def opening(premises: str, kind: str = "licensed_premises", checklist: str = CHECKLIST) -> dict[str, Any]:
    return {
        "premises_id": premises,
        "team_id": people.CENTRUM,
        "visit_kind": kind,
        "reason": "routine",
        "leader_id": people.INES.person,
        "co_visitor_ids": [people.IVO.person],
        "checklist": checklist,
        "opened_at": OPENED,
        "day_list_id": None,
    }


def answers(house: Installation, visit: str) -> None:
    legitimation = {"value": "leidinggevende", "at": OPENED}
    submit(house, people.INES, "visit.note", visit, {"legitimation": legitimation, "near_address": "ja"})
    items = house.policy().checklists[CHECKLIST]["items"]
    asked = [one for one in items if one["enabled"] and one["recorded_in"] is None and one["asked"] == "altijd"]
    said = {f"answers.{one['id']}": answer(one) for one in asked}
    submit(house, people.INES, "visit.answer", visit, said)


def answer(item: Any) -> dict[str, Any]:
    if item["answer"] == "aantal":
        return {"number": 3}
    if item["answer"] == "oordeel":
        return {"value": "niet_in_orde" if item["id"] == "nooduitgang_vrij" else "in_orde"}
    return {"value": "nee" if item["answer"] == "ja_nee" else item["choices"][0]["id"]}


def blocked_exit() -> dict[str, Any]:
    return {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": "Dozen voor de deur.", "number": None}


def proposal(premises: str, visit: str, finding: str, **more: Any) -> dict[str, Any]:
    amounts = {"mode": "per_overtreding", "amount_eur_cents": 250000, "max_eur_cents": 1000000}
    return {
        "premises_id": premises,
        "visit_id": visit,
        "team_id": people.CENTRUM,
        "finding_ids": [finding],
        "measure_type": "last_onder_dwangsom",
        "rule_key": "apv.inrichtingseisen",
        "matrix": "matrix-voorbeeld@1",
        "advice": {"result": "maatregel", "row": "L10", "step": 2, "measure_type": "last_onder_dwangsom", **amounts},
        "deviation": None,
        "inform_owner": False,
        "addressee": {"role": "exploitant", "operator": {"name": "De Lantaarn", "kvk_nummer": None}, "zaak_ref": None},
        "time_unit": None,
        "term_days": 14,
        "dates": {
            "zienswijze_until_on": "2026-12-04",
            "herstel_until_on": "2026-12-14",
            "hercontrole_on": "2026-12-15",
        },
        **amounts,
        **more,
    }


def take_photo(house: Installation, visit: str, finding: str, *, arrives: bool) -> str:
    """Record a photo with real bytes under real keys; `arrives` puts the large one in the blob store."""
    photo, full, thumb = new_id(), jpeg(640), jpeg(160)
    blob, chunks, key = seal(house, full, arrives)
    small, _, small_key = seal(house, thumb, True)
    item = {
        "finding_id": finding,
        "blob": blob,
        "chunks": chunks,
        "key": key,
        "thumb": small,
        "thumb_key": small_key,
        "sha256": hashlib.sha256(full).hexdigest(),
        "bytes": len(full),
        "width": 640,
        "height": 480,
        "taken_at": "2026-11-20T20:17:00Z",
        "blurred": 1,
    }
    submit(house, people.INES, "visit.add_photo", visit, {f"photos.{photo}": item})
    return photo


def jpeg(width: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, width * 3 // 4), (110, 104, 92)).save(out, "JPEG")
    return out.getvalue()


def seal(house: Installation, data: bytes, arrives: bool) -> tuple[str, int, str]:
    key = os.urandom(32)
    sealed = AESGCM(key).encrypt(bytes(12), data, b"FAB1|1|0")
    blob = hashlib.sha256(hashlib.sha256(sealed).digest()).hexdigest()
    if arrives:
        house.blobs.put(blob, 0, sealed, hashlib.sha256(sealed).hexdigest())
        assert house.blobs.done(blob, 1)
    return blob, 1, base64.b64encode(key).decode()


def joint_visit(
    house: Installation, premises: str, visit: str | None, unit: str = people.POLICE_UNIT, is_closed: bool = True
) -> str:
    body = {
        "visit_id": visit,
        "premises_id": premises,
        "premises_text": "Lantaarnkade 12",
        "premises_type": "prive_huis_club",
        "team_id": people.CENTRUM,
        "unit_id": unit,
        "officers_count": 2,
        "ground": "handhaving_samen",
        "purpose_municipality": "toezicht_vergunning",
        "purpose_police": "bijstand",
        "started_at": OPENED,
        "shared_on_the_spot": {"direction": "gemeente_aan_politie", "category": "vergunning"},
        "leader_id": people.INES.person,
        "co_visitor_ids": [people.IVO.person],
    }
    joint = submit(house, people.INES, "joint_visit.open", new_id(), body)
    if not is_closed:
        return joint
    return submit(house, people.INES, "joint_visit.close", joint, {"ended_at": CLOSED})


def fields(house: Installation, document: str) -> dict[str, Any]:
    """Return a document as the worker sees it."""
    shown = house.engine.read(SYSTEM, document)
    assert shown is not None
    found: dict[str, Any] = shown["fields"]
    return found
