"""Photo bytes and frozen letters beside the store: numbered chunks, any order, twice is once.

A blob's id is the SHA-256, in hex, over the concatenated SHA-256 of its chunks as they came
(ciphertext). A chunk is written to a temporary file, flushed, renamed, and its folder flushed,
before `put` returns. `done` checks count and id; after it the blob is whole for good.
"""

from __future__ import annotations

import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

BLOB_ID = re.compile(r"[0-9a-f]{64}")
LARGEST_CHUNK = 512 * 1024 + 16
MOST_CHUNKS = 256
DONE = "done"


class WrongChunk(ValueError):
    """Not the bytes they claim to be, too many, or too large: nothing was kept."""


class Blobs:
    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def put(self, blob_id: str, i: int, data: bytes, sha256_hex: str) -> None:
        """Keep chunk i (from 0), durably. Raise WrongChunk; a chunk already there is left as it is."""
        place = self._place(blob_id)
        if not 0 <= i < MOST_CHUNKS or not 0 < len(data) <= LARGEST_CHUNK:
            raise WrongChunk("size or number")
        if sha256(data).hexdigest() != sha256_hex.lower():
            raise WrongChunk("digest")
        chunk = place / str(i)
        if (place / DONE).exists() or (chunk.exists() and sha256(chunk.read_bytes()).hexdigest() == sha256_hex.lower()):
            return
        self._make(place)
        _write_durably(chunk, data)

    def have(self, blob_id: str) -> list[int]:
        """The numbers of the chunks that are here, in order."""
        place = self._place(blob_id)
        if not place.is_dir():
            return []
        return sorted(int(entry.name) for entry in place.iterdir() if entry.name.isdecimal())

    def done(self, blob_id: str, count: int) -> bool:
        """Say whether the blob is whole with this many chunks; if so it stays so."""
        place = self._place(blob_id)
        if (place / DONE).exists():
            return self._count(place) == count
        if not 1 <= count <= MOST_CHUNKS or self.have(blob_id) != list(range(count)):
            return False
        if self._id_of(place, count) != blob_id:
            return False
        _write_durably(place / DONE, str(count).encode())
        return True

    def is_done(self, blob_id: str) -> bool:
        return (self._place(blob_id) / DONE).exists()

    def exists(self, blob_id: str) -> bool:
        """Say whether the whole blob is here."""
        return self.is_done(blob_id)

    def open(self, blob_id: str) -> bytes:
        """Return the chunks one after another, as they came; raise FileNotFoundError until it is whole."""
        return b"".join(self.chunks(blob_id))

    def chunks(self, blob_id: str) -> list[bytes]:
        """Return the chunks in order; raise FileNotFoundError until the blob is whole."""
        place = self._place(blob_id)
        return [(place / str(i)).read_bytes() for i in range(self._count(place))]

    def add(self, chunks: list[bytes]) -> str:
        """Keep a blob made here; return its id."""
        digests = [sha256(chunk) for chunk in chunks]
        blob_id = sha256(b"".join(d.digest() for d in digests)).hexdigest()
        for i, (chunk, d) in enumerate(zip(chunks, digests, strict=True)):
            self.put(blob_id, i, chunk, d.hexdigest())
        if not self.done(blob_id, len(chunks)):
            raise WrongChunk("incomplete")
        return blob_id

    def erase(self, blob_id: str) -> None:
        """Remove a blob and whatever of it came; nothing happens when there is none."""
        place = self._place(blob_id)
        if place.is_dir():
            for entry in place.iterdir():
                entry.unlink()
            place.rmdir()
            _flush_folder(place.parent)

    def check(self) -> list[str]:
        """Compute the id of every whole blob anew; say which differ."""
        whole = sorted(self.folder.glob(f"??/*/{DONE}"))
        return [f"blob {mark.parent.name} is damaged" for mark in whole if not self._holds(mark.parent)]

    def _holds(self, place: Path) -> bool:
        try:
            return self._id_of(place, self._count(place)) == place.name
        except (OSError, ValueError):
            return False

    def _place(self, blob_id: str) -> Path:
        if not BLOB_ID.fullmatch(blob_id):
            raise WrongChunk("id")
        return self.folder / blob_id[:2] / blob_id

    def _make(self, place: Path) -> None:
        if not place.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            _flush_folder(place.parent)
            _flush_folder(place.parent.parent)

    def _count(self, place: Path) -> int:
        return int((place / DONE).read_text())

    def _id_of(self, place: Path, count: int) -> str:
        return sha256(b"".join(sha256((place / str(i)).read_bytes()).digest() for i in range(count))).hexdigest()


def _write_durably(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
