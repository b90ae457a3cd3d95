"""Photos: decrypted for one reader at a time, through the document that shows them; checked before they are shown."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image, UnidentifiedImageError

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from sync import Actor

CHECKED_AT_ONCE = 200
SIZES = {"full": ("blob", "chunks", "key"), "thumb": ("thumb", None, "thumb_key")}
Image.MAX_IMAGE_PIXELS = 50_000_000


def photo_bytes(house: Installation, actor: Actor, document_id: str, ref: str, size: str) -> bytes | None:
    """Return the JPEG, or None when it is not there, not whole yet, or not for this reader, without difference."""
    shown = house.engine.read(actor, document_id) if size in SIZES else None
    item = ((shown or {}).get("fields", {}).get("photos") or {}).get(ref)
    if not isinstance(item, dict):
        return None
    blob_field, count_field, key_field = SIZES[size]
    blob, count = item.get(blob_field), int(item.get(count_field, 1)) if count_field else 1
    key = house.engine.secret(document_id, f"photos.{ref}.{key_field}")
    if not isinstance(blob, str) or not isinstance(key, str) or not house.blobs.exists(blob):
        return None
    jpeg = decrypt(house.blobs.chunks(blob), key, count)
    wanted = item.get("sha256") if size == "full" else None
    return jpeg if jpeg is not None and is_clean(jpeg, wanted) else None


@dataclass
class PhotoReport:
    """What `check` found: photos that were opened and are what was recorded, those still on their way,
    those that a training copy came without, and what is wrong."""

    whole: int = 0
    on_their_way: int = 0
    left_behind: int = 0
    wrong: list[str] = field(default_factory=list)


def check_photos(house: Installation) -> PhotoReport:
    """Decrypt every photo that a visit holds and compare it with the digest that the phone signed."""
    report, offset = PhotoReport(), 0
    while visits := house.engine.find(SYSTEM, "visit", limit=CHECKED_AT_ONCE, offset=offset):
        offset += len(visits)
        for visit in visits:
            for ref, item in (visit["fields"].get("photos") or {}).items():
                _check_photo(house, visit["id"], ref, item, report)
    return report


def _check_photo(house: Installation, visit_id: str, ref: str, item: dict[str, Any], report: PhotoReport) -> None:
    if not house.blobs.exists(item["blob"]):
        is_behind = house.keys.copy_of and house.engine.secret(visit_id, f"photos.{ref}.key") is None
        report.left_behind += bool(is_behind)
        report.on_their_way += not is_behind
    elif photo_bytes(house, SYSTEM, visit_id, ref, "full") is None:
        report.wrong.append(f"photo {ref} of visit {visit_id} is not what was recorded")
    else:
        report.whole += 1


def decrypt(chunks: list[bytes], key_base64: str, count: int) -> bytes | None:
    """Return the plaintext of all chunks, or None if any of them is not what its key sealed."""
    try:
        box = AESGCM(decode_key(key_base64))
    except ValueError:
        return None
    if len(chunks) != count:
        return None
    try:
        return b"".join(
            box.decrypt(i.to_bytes(12, "big"), chunk, f"FAB1|{count}|{i}".encode()) for i, chunk in enumerate(chunks)
        )
    except InvalidTag:
        return None


def decode_key(key_base64: str) -> bytes:
    """Return the 32 bytes of a photo's key. Raises ValueError."""
    key = base64.b64decode(key_base64, validate=True)
    if len(key) != 32:
        raise ValueError("a photo's key has 32 bytes")
    return key


def is_clean(jpeg: bytes, sha256: Any) -> bool:
    """Return whether these bytes are the photo that was recorded: its digest, a JPEG, and no metadata in it."""
    if sha256 is not None and hashlib.sha256(jpeg).hexdigest() != sha256:
        return False
    try:
        with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as image:
            has_metadata = bool(image.getexif()) or bool({"exif", "xmp", "comment", "photoshop"} & set(image.info))
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
    return not has_metadata
