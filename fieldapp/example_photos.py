"""Drawn photos for the example: things only, sealed in chunks like those of a phone."""

import base64
import hashlib
import io
from collections.abc import Callable
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from PIL import Image, ImageDraw

WIDTH, HEIGHT, THUMB = 1200, 900, 240
CHUNK_BYTES = 512 * 1024
QUALITY = 80
WALL, FLOOR, DOOR, FRAME = "#8d9aa0", "#5b5148", "#3f6f5a", "#2e4f42"
BOX, TAPE, STEEL, RED, LIGHT, COVER = "#b98b52", "#8f6a3c", "#c9d1d4", "#b3382c", "#f4f1e4", "#14181a"

Pen = ImageDraw.ImageDraw


class Sealed(NamedTuple):
    """One picture in chunks of ciphertext, with what is needed to name it and to read it."""

    blob: str
    chunks: list[bytes]
    key: str


def make_photo(scene: str, key: bytes, thumb_key: bytes) -> tuple[bytes, Sealed, Sealed]:
    """Draw a scene; return the JPEG, and photo and thumbnail as sealed chunks."""
    image = _drawn(scene)
    small = image.resize((THUMB, THUMB * HEIGHT // WIDTH))
    jpeg = _as_jpeg(image)
    return jpeg, _sealed(jpeg, key), _sealed(_as_jpeg(small), thumb_key)


def item_of(finding_id: str, taken_at: str, jpeg: bytes, photo: Sealed, thumb: Sealed, blurred: int) -> dict[str, Any]:
    """Return the body of `visit.add_photo` for this picture."""
    return {
        "finding_id": finding_id,
        "blob": photo.blob,
        "chunks": len(photo.chunks),
        "key": photo.key,
        "thumb": thumb.blob,
        "thumb_key": thumb.key,
        "sha256": hashlib.sha256(jpeg).hexdigest(),
        "bytes": len(jpeg),
        "width": WIDTH,
        "height": HEIGHT,
        "taken_at": taken_at,
        "blurred": blurred,
    }


def _sealed(jpeg: bytes, key: bytes) -> Sealed:
    """Seal chunk i under the key, with i as nonce and count and place as associated data."""
    parts = [jpeg[at : at + CHUNK_BYTES] for at in range(0, len(jpeg), CHUNK_BYTES)]
    box = AESGCM(key)
    chunks = [
        box.encrypt(i.to_bytes(12, "big"), part, f"FAB1|{len(parts)}|{i}".encode()) for i, part in enumerate(parts)
    ]
    digests = b"".join(hashlib.sha256(chunk).digest() for chunk in chunks)
    return Sealed(hashlib.sha256(digests).hexdigest(), chunks, base64.b64encode(key).decode())


def _as_jpeg(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _drawn(scene: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 700, WIDTH, HEIGHT), FLOOR)
    SCENES[scene](pen)
    return image


def _door(pen: Pen) -> None:
    pen.rectangle((380, 130, 760, 705), FRAME)
    pen.rectangle((400, 150, 740, 705), DOOR)
    pen.rectangle((470, 60, 670, 110), "#2f8f4e")
    pen.text((530, 68), "UIT", LIGHT, font_size=34)


def _blocked_door(pen: Pen) -> None:
    """Boxes before an emergency exit; something at the right was covered."""
    _door(pen)
    for left, top, size in ((430, 520, 190), (620, 560, 170), (490, 370, 150)):
        pen.rectangle((left, top, left + size, top + size), BOX, TAPE, 4)
        pen.rectangle((left, top + size // 2 - 8, left + size, top + size // 2 + 8), TAPE)
    pen.rectangle((830, 280, 1010, 640), COVER)


def _locked_door(pen: Pen) -> None:
    _door(pen)
    pen.rectangle((360, 420, 780, 455), RED)
    pen.rectangle((560, 440, 650, 530), "#d9a93a", COVER, 4)
    pen.arc((575, 395, 635, 470), 180, 360, STEEL, 12)


def _extinguisher(pen: Pen) -> None:
    pen.rounded_rectangle((540, 300, 680, 700), 50, RED)
    pen.rectangle((585, 250, 635, 310), COVER)
    pen.rectangle((560, 430, 660, 560), LIGHT)
    pen.text((568, 450), "KEURING", COVER, font_size=20)
    pen.text((580, 490), "05-26", RED, font_size=28)


def _dark_lamp(pen: Pen) -> None:
    pen.rectangle((0, 0, WIDTH, 260), "#6f7a7f")
    pen.rounded_rectangle((420, 180, 780, 290), 16, "#4a5357", COVER, 4)
    pen.text((540, 210), "UIT", "#7d888c", font_size=48)


def _wash_room(pen: Pen) -> None:
    for left in range(0, WIDTH, 120):
        pen.line((left, 0, left, 700), "#79868c", 3)
    pen.rounded_rectangle((420, 400, 800, 560), 30, LIGHT, STEEL, 6)
    pen.rectangle((590, 300, 625, 410), STEEL)
    pen.ellipse((450, 450, 560, 500), "#b9ad8a")
    pen.ellipse((600, 480, 720, 530), "#a99c78")


SCENES: dict[str, Callable[[Pen], None]] = {
    "blocked_door": _blocked_door,
    "locked_door": _locked_door,
    "extinguisher": _extinguisher,
    "dark_lamp": _dark_lamp,
    "wash_room": _wash_room,
}
