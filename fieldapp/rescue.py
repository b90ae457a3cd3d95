"""Rescue files: what a phone that can no longer send has written down, still sealed, taken in at the office.

The file: `FAR1`, u32 length, JSON header, the SHA-256 of all before, then the parts one after another: envelopes,
then chunks of photos. What is in it goes the way of a push: kept first, judged after, twice is once. Of a file that was
cut off, what is whole is taken in and the rest is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Annotated, Any, BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fieldapp.api_shapes import Uuid
from fieldapp.installation import Installation
from sync import Actor
from sync.blobs import LARGEST_CHUNK, MOST_CHUNKS, WrongChunk
from sync.envelope import LONGEST_ENVELOPE, Malformed, claim, digest
from sync.push import MOST_BYTES, MOST_ENVELOPES, MOST_GAPS

MAGIC = b"FAR1"
LARGEST_HEADER = 16 * 1024 * 1024
LARGEST_FILE = 512 * 1024 * 1024


class WrongFile(ValueError):
    """Nothing of the file was taken in; `slug` says why: a row of the problems of the application."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


Place = Annotated[int, Field(ge=0, le=10_000)]


class Header(BaseModel):
    """`envelopes`: (place in `phones`, length); `blobs`: (place in `phones`, id, length of each chunk, 0 when it was lost)."""

    model_config = ConfigDict(extra="ignore", strict=True)

    form: int
    installation: str | None = None
    build: str = Field(default="", max_length=64)
    made_at: str = Field(default="", max_length=40)
    phones: list[Uuid] = Field(max_length=1000)
    envelopes: list[tuple[Place, Annotated[int, Field(ge=1, le=LONGEST_ENVELOPE)]]]
    blobs: list[
        tuple[
            Place,
            Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")],
            Annotated[list[Annotated[int, Field(ge=0, le=LARGEST_CHUNK)]], Field(min_length=1, max_length=MOST_CHUNKS)],
        ]
    ] = []


@dataclass
class Taken:
    """What became of the work of one phone in a rescue file. Counts of operations, then of photos and thumbnails.

    `held`: how many of the new ones wait for the office. `refused`: what is no envelope, or could not be kept.
    """

    phone: str
    is_known: bool = True
    new: int = 0
    there: int = 0
    held: int = 0
    refused: int = 0
    photos_new: int = 0
    photos_there: int = 0
    photos_refused: int = 0
    cut_off: int = 0

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass
class Contents:
    """What one phone put in: whole envelopes and blobs; `cut_off` parts that the end of the file took away."""

    envelopes: list[bytes] = field(default_factory=list)
    blobs: list[tuple[str, list[bytes]]] = field(default_factory=list)
    cut_off: int = 0


def take_in(house: Installation, file: BinaryIO) -> list[Taken]:
    """Take in a rescue file, per phone. Raises WrongFile: then nothing of it was kept; StoreUnavailable."""
    header = read_header(file)
    if header.form != 1:
        raise WrongFile("rescue_other_version")
    if header.installation is not None and header.installation != house.keys.installation.hex():
        raise WrongFile("rescue_other_installation")
    places = range(len(header.phones))
    if any(one[0] not in places for one in (*header.envelopes, *header.blobs)):
        raise WrongFile("rescue_damaged")
    taken = {phone: Taken(phone, house.directory.certificate(phone) is not None) for phone in header.phones}
    contents: dict[str, Contents] = defaultdict(Contents)
    for place, length in header.envelopes:
        _add(contents[header.phones[place]], _whole(file, length))
    for phone, found in contents.items():
        _take_envelopes(house, taken[phone], found.envelopes)
        taken[phone].cut_off += found.cut_off
    for place, blob, lengths in header.blobs:
        _take_blob(house, taken[header.phones[place]], blob, [_whole(file, length) for length in lengths])
    return list(taken.values())


def note(house: Installation, by: Actor, taken: Iterable[Taken]) -> None:
    """Write in the access log who brought the work of which phone, in numbers."""
    for one in taken:
        detail = {name: value for name, value in one.as_json().items() if name != "phone"}
        house.access_log.add("rescue_file", by.person, one.phone, detail, house.now())


def numbers_of(house: Installation, taken: Iterable[Taken]) -> dict[str, int]:
    """Return the number by which people know each of these phones."""
    devices = {one.phone: house.directory.device(one.phone) for one in taken}
    return {phone: int(device["number"]) for phone, device in devices.items() if device and "number" in device}


def read_header(file: BinaryIO) -> Header:
    """Return what the file says it holds. Raises WrongFile."""
    start = file.read(len(MAGIC) + 4)
    if not start.startswith(MAGIC) or len(start) < len(MAGIC) + 4:
        raise WrongFile("rescue_no_file")
    length = int.from_bytes(start[len(MAGIC) :], "big")
    if length > LARGEST_HEADER:
        raise WrongFile("rescue_damaged")
    raw = file.read(length)
    if file.read(32) != sha256(start + raw).digest():
        raise WrongFile("rescue_damaged")
    try:
        return Header.model_validate_json(raw)
    except (ValidationError, RecursionError) as error:
        raise WrongFile("rescue_damaged") from error


def _whole(file: BinaryIO, length: int) -> bytes | None:
    """The next part, empty when the phone had lost it; None when the file ends before it does."""
    part = file.read(length)
    return part if len(part) == length else None


def _add(contents: Contents, envelope: bytes | None) -> None:
    if envelope is None:
        contents.cut_off += 1
    else:
        contents.envelopes.append(envelope)


def _take_envelopes(house: Installation, taken: Taken, envelopes: list[bytes]) -> None:
    """Push them as the phone would, in its order."""
    certificate = house.directory.certificate(taken.phone)
    if certificate is None:
        taken.refused += len(envelopes)
        return
    sound = [envelope for envelope in envelopes if _numbered(envelope)]
    taken.refused += len(envelopes) - len(sound)
    holds = list(_holds(sound))
    for batch in _batches(sound):
        before = {digest(envelope) for envelope in batch if house.engine.has(envelope)}
        answer = house.engine.take_in(certificate, {"holds": holds}, batch)
        kept = {(stream, n, h8) for stream, n, h8 in answer["kept"]}
        ended = {(one["stream"], one["n"]): one["r"] for one in answer["results"]}
        for envelope in batch:
            _count(taken, envelope, kept, ended, is_there=digest(envelope) in before)


def _count(
    taken: Taken,
    envelope: bytes,
    kept: set[tuple[str, int, str]],
    ended: dict[tuple[str, int], str],
    *,
    is_there: bool,
) -> None:
    stream, n = claim(envelope)
    if (stream.hex(), n, digest(envelope).hex()[:8]) not in kept:
        taken.refused += 1
    elif is_there:
        taken.there += 1
    else:
        taken.new += 1
        taken.held += ended.get((stream.hex(), n)) == "held"


def _numbered(envelope: bytes) -> bool:
    try:
        claim(envelope)
    except Malformed:
        return False
    return True


def _holds(envelopes: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Say per stream what the file holds, as the phone does: what is missing between is a gap that holds up nothing."""
    numbers: dict[bytes, set[int]] = defaultdict(set)
    for envelope in envelopes:
        stream, n = claim(envelope)
        numbers[stream].add(n)
    for stream, found in numbers.items():
        order = sorted(found)
        gaps = [[a + 1, b - 1] for a, b in pairwise(order) if b > a + 1][:MOST_GAPS]
        yield {"stream": stream.hex(), "from": order[0], "acked": 0, "h": "", "gaps": gaps}


def _batches(envelopes: Iterable[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    for envelope in envelopes:
        if batch and (len(batch) == MOST_ENVELOPES or sum(map(len, batch)) + len(envelope) > MOST_BYTES):
            yield batch
            batch = []
        batch.append(envelope)
    if batch:
        yield batch


def _take_blob(house: Installation, taken: Taken, blob: str, chunks: list[bytes | None]) -> None:
    """Keep a photo as if its phone had sent it; what is not whole here may still come from the phone."""
    sizes = Counter("cut" if chunk is None else "lost" if not chunk else "whole" for chunk in chunks)
    if not taken.is_known:
        taken.photos_refused += 1
    elif house.blobs.exists(blob) or house.blobs.is_erased(blob):
        taken.photos_there += 1
    elif sizes["cut"]:
        taken.cut_off += 1
    elif sizes["lost"] or not _keep_blob(house, taken.phone, blob, [chunk for chunk in chunks if chunk]):
        taken.photos_refused += 1
    else:
        taken.photos_new += 1


def _keep_blob(house: Installation, phone: str, blob: str, chunks: list[bytes]) -> bool:
    try:
        for i, chunk in enumerate(chunks):
            house.blobs.put(blob, i, chunk, sha256(chunk).hexdigest(), phone)
    except WrongChunk:
        return False
    return house.blobs.done(blob, len(chunks), phone)
