"""Photo bytes and frozen letters beside the store: numbered chunks, any order, twice is once.

A blob's id is the SHA-256, in hex, over the concatenated SHA-256 of its chunks as they came
(ciphertext). What is not whole yet lies in a folder of who sends it, `<id>.<owner>`, so nobody can
spoil what another is sending. A chunk is written to a temporary file, flushed, renamed, and its folder
flushed, before `put` returns. `done` checks count and id and gives the folder the name of the blob;
after it the blob is whole for good, until it is erased: then `<id>.erased` says so, and what is sent again is not kept.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

BLOB_ID = re.compile(r"[0-9a-f]{64}")
OWNER = re.compile(r"[0-9a-z-]{1,64}")
LARGEST_CHUNK = 512 * 1024 + 16
MOST_CHUNKS = 256
DONE = "done"
HERE = "here"
"""The owner of what the server makes itself."""
ROTTEN = "rotten"
"""What a whole blob is called when its bytes no longer give its id: kept, but not counted as there."""
ERASED = "erased"
"""What marks a blob that was destroyed on purpose: whoever still has it need not send it, and it is not kept again."""


class WrongChunk(ValueError):
    """Not the bytes they claim to be, too many, or too large: nothing was kept."""


class Blobs:
    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def put(self, blob_id: str, i: int, data: bytes, sha256_hex: str, owner: str = HERE) -> None:
        """Keep chunk i (from 0) of this owner, durably. Raise WrongChunk; what is there already is left as it is."""
        place = self._part(blob_id, owner)
        if not 0 <= i < MOST_CHUNKS or not 0 < len(data) <= LARGEST_CHUNK:
            raise WrongChunk("size or number")
        if sha256(data).hexdigest() != sha256_hex.lower():
            raise WrongChunk("digest")
        if self.exists(blob_id) or self.is_erased(blob_id):
            return
        chunk = place / str(i)
        if chunk.exists() and sha256(chunk.read_bytes()).hexdigest() == sha256_hex.lower():
            return
        try:
            _make(place)
            _write_durably(chunk, data)
        except FileNotFoundError:  # the same request, made twice, got there first and the blob is whole
            if not self.exists(blob_id):
                raise

    def have(self, blob_id: str, owner: str = HERE) -> list[int]:
        """The numbers of the chunks that need not come again from this owner, in order."""
        whole = self._place(blob_id)
        return _numbers(whole if self.exists(blob_id) else self._part(blob_id, owner))

    def done(self, blob_id: str, count: int, owner: str = HERE) -> bool:
        """Say whether nothing of the blob need be sent: it is whole with this many chunks, and stays so, or was erased.

        Chunks that are all there and do not give the id are of no use: they are removed, so that they can come again.
        """
        whole, part = self._place(blob_id), self._part(blob_id, owner)
        with self._alone():
            if self.is_erased(blob_id):
                _remove(part)  # a chunk that was on its way when it was erased
                return True
            return self._finish(blob_id, whole, part, count)

    def _finish(self, blob_id: str, whole: Path, part: Path, count: int) -> bool:
        if self.exists(blob_id):
            if _id_of(whole, _count(whole)) == blob_id:
                return _count(whole) == count
            _move(whole, whole.with_name(f"{blob_id}.{ROTTEN}"))
        if not 1 <= count <= MOST_CHUNKS or _numbers(part) != list(range(count)):
            return False
        if _id_of(part, count) != blob_id:
            _remove(part)
            return False
        sizes = [(part / str(i)).stat().st_size for i in range(count)]
        _write_durably(part / DONE, " ".join(map(str, (count, *sizes))).encode())
        _move(part, whole)
        _remove(whole.with_name(f"{blob_id}.{ROTTEN}"))
        return True

    def exists(self, blob_id: str) -> bool:
        """Say whether the whole blob is here: every chunk, in its size. What is in them, `check` proves."""
        place = self._place(blob_id)
        try:
            count, *sizes = map(int, (place / DONE).read_text().split())
            found = [(place / str(i)).stat().st_size for i in range(count)]
        except FileNotFoundError:
            return False
        return found == sizes if sizes else all(found)

    def open(self, blob_id: str) -> bytes:
        """Return the chunks one after another, as they came; raise FileNotFoundError until it is whole."""
        return b"".join(self.chunks(blob_id))

    def chunks(self, blob_id: str) -> list[bytes]:
        """Return the chunks in order; raise FileNotFoundError until the blob is whole."""
        place = self._place(blob_id)
        return [(place / str(i)).read_bytes() for i in range(_count(place))]

    def add(self, chunks: list[bytes]) -> str:
        """Keep a blob made here; return its id."""
        digests = [sha256(chunk) for chunk in chunks]
        blob_id = sha256(b"".join(d.digest() for d in digests)).hexdigest()
        for i, (chunk, d) in enumerate(zip(chunks, digests, strict=True)):
            self.put(blob_id, i, chunk, d.hexdigest())
        if not self.done(blob_id, len(chunks)):
            raise WrongChunk("incomplete")
        return blob_id

    def whole_before(self, blob_id: str, moment_ns: int) -> bool:
        """Say whether the blob was whole before a moment of this disk's own clock; see `moment`."""
        try:
            made = (self._place(blob_id) / DONE).stat().st_mtime_ns
        except FileNotFoundError:
            return False
        return made < moment_ns and self.exists(blob_id)

    def moment(self) -> int:
        """Return the present moment, ns, by the clock that dates the files here."""
        self.folder.mkdir(parents=True, exist_ok=True)
        mark = self.folder / ".moment"
        mark.write_bytes(b"")
        return mark.stat().st_mtime_ns

    def erase(self, blob_id: str) -> None:
        """Destroy a blob and whatever of it came, from whomever, for good: it is not kept when it comes again."""
        place, mark = self._place(blob_id), self._mark(blob_id)
        with self._alone():
            _make(place.parent)
            _write_durably(mark, b"")
            for found in (place, *place.parent.glob(f"{blob_id}.*")):
                if found != mark:
                    _remove(found)

    def is_erased(self, blob_id: str) -> bool:
        """Say whether this blob was destroyed on purpose."""
        return self._mark(blob_id).exists()

    def forget_unfinished(self, before: float) -> int:
        """Remove what nobody added to since `before` (seconds since 1970) and what is not whole; return how many.

        Who still has the photo sends it from the beginning.
        """
        with self._alone():
            old = [part for part in self._unfinished() if part.stat().st_mtime < before]
            for part in old:
                _remove(part)
        return len(old)

    def check(self) -> list[str]:
        """Compute the id of every whole blob anew; say which differ."""
        whole = sorted(mark.parent for mark in self.folder.glob(f"??/*/{DONE}"))
        return [f"blob {place.name} is damaged" for place in whole if not _holds(place)]

    def _unfinished(self) -> Iterator[Path]:
        for place in self.folder.glob("??/*"):
            if place.is_dir() and not place.name.endswith(f".{ROTTEN}") and not (place / DONE).exists():
                yield place

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time give a folder its name or take it away."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _place(self, blob_id: str) -> Path:
        if not BLOB_ID.fullmatch(blob_id):
            raise WrongChunk("id")
        return self.folder / blob_id[:2] / blob_id

    def _mark(self, blob_id: str) -> Path:
        return self._place(blob_id).with_name(f"{blob_id}.{ERASED}")

    def _part(self, blob_id: str, owner: str) -> Path:
        if not OWNER.fullmatch(owner) or owner in (ROTTEN, ERASED):
            raise WrongChunk("owner")
        return self._place(blob_id).with_name(f"{blob_id}.{owner}")


def _holds(place: Path) -> bool:
    try:
        return _id_of(place, _count(place)) == place.name.partition(".")[0] and not place.name.endswith(f".{ROTTEN}")
    except (OSError, ValueError):
        return False


def _count(place: Path) -> int:
    return int((place / DONE).read_text().split()[0])


def _numbers(place: Path) -> list[int]:
    if not place.is_dir():
        return []
    return sorted(int(entry.name) for entry in place.iterdir() if entry.name.isdecimal())


def _id_of(place: Path, count: int) -> str:
    return sha256(b"".join(sha256((place / str(i)).read_bytes()).digest() for i in range(count))).hexdigest()


def _make(place: Path) -> None:
    if not place.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        _flush_folder(place.parent)
        _flush_folder(place.parent.parent)


def _move(source: Path, target: Path) -> None:
    """Give a folder another name, durably; what had that name before goes."""
    _remove(target)
    source.rename(target)
    _flush_folder(target.parent)


def _remove(place: Path) -> None:
    """Remove a folder of chunks, what says that it is whole first; another process may be doing the same."""
    with suppress(FileNotFoundError):
        (place / DONE).unlink(missing_ok=True)
        for entry in place.iterdir():
            entry.unlink(missing_ok=True)
        place.rmdir()
        _flush_folder(place.parent)


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
