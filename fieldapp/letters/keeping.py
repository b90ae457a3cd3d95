"""Frozen letters in the blob store: encrypted under a key of their own, whole and unchanged or not shown at all."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from fieldapp.photos import decrypt

Shown = dict[str, Any]
CHUNK = 512 * 1024
FORMS = ("pdf", "docx")
CHECKED_AT_ONCE = 200


class NotKept(Exception):
    """The frozen bytes are not here, or are not what was frozen; the message is a Dutch sentence."""


def keep(house: Installation, data: bytes) -> dict[str, Any]:
    """Put frozen bytes in the blob store and return what the letter says of them; the form is that of photos."""
    key = os.urandom(32)
    box, parts = AESGCM(key), [data[at : at + CHUNK] for at in range(0, len(data), CHUNK)]
    sealed = [
        box.encrypt(i.to_bytes(12, "big"), part, f"FAB1|{len(parts)}|{i}".encode()) for i, part in enumerate(parts)
    ]
    return {
        "blob": house.blobs.add(sealed),
        "chunks": len(parts),
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "key": base64.b64encode(key).decode(),
    }


def frozen(house: Installation, letter: Shown, form: str) -> bytes:
    """Return the frozen bytes of a letter as `pdf` or `docx`. Raises NotKept."""
    key = house.engine.secret(letter["id"], f"{form}.key")
    if key is None and house.keys.copy_of is not None:
        raise NotKept("Deze brief is van voor de oefenkopie. De tekst is niet meegekomen.")
    data = _opened(house, letter["fields"][form], key)
    if data is None:
        raise NotKept("De bewaarde brief is er niet of is niet meer gelijk aan wat is vastgelegd. Vraag uw beheerder.")
    return data


def _opened(house: Installation, file: dict[str, Any], key: Any) -> bytes | None:
    if not isinstance(key, str) or not house.blobs.exists(file["blob"]):
        return None
    data = decrypt(house.blobs.chunks(file["blob"]), key, file["chunks"])
    return data if data is not None and hashlib.sha256(data).hexdigest() == file["sha256"] else None


def check_letters(house: Installation) -> list[str]:
    """Open every final letter and compare it with its digest; say which are not what was frozen."""
    return [words for letter in _final(house) for words in _wrong(house, letter)]


def _final(house: Installation) -> Iterator[Shown]:
    offset = 0
    while found := house.engine.find(SYSTEM, "letter", limit=CHECKED_AT_ONCE, offset=offset):
        offset += len(found)
        yield from (letter for letter in found if "pdf" in letter["fields"])


def _wrong(house: Installation, letter: Shown) -> Iterator[str]:
    for form in FORMS:
        key = house.engine.secret(letter["id"], f"{form}.key")
        if key is None and house.keys.copy_of is not None:
            continue
        if _opened(house, letter["fields"][form], key) is None:
            yield f"letter {letter['fields']['number']} ({form}) is not what was frozen"
