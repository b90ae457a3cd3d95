"""The compact file with which phones search addresses, and back again.

Public data, one file for each version of the BAG, named by its digest. Streets stand once in a JSON
header that a phone reads at once; the numbers of a street are delta-coded varints that it reads when
the street is searched. The twin that reads it is `static/app/domain/addresses.js`.

    "FAP1" | u32 length of header | header (JSON) | for each street its numbers | all of it gzipped

Each number: number (delta), suffix (index), pair of id prefixes (index), then four signed deltas: the
last ten digits of the object id, of the address id, latitude and longitude in 1e-5 degrees.
"""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

MAGIC = b"FAP1"
DEGREE_PARTS = 100_000


@dataclass(frozen=True)
class PackedAddress:
    """One place to visit; `suffix` is what follows the number (`A`, `-3`), latitude and longitude in degrees."""

    street: str
    place: str
    number: int
    suffix: str
    bag_object_id: str
    bag_address_id: str
    lat: float
    lon: float


def pack(addresses: Iterable[PackedAddress], *, municipality: str, version: str) -> bytes:
    """Return the file for phones. The same addresses give the same bytes."""
    by_street: dict[tuple[str, str], list[PackedAddress]] = {}
    for one in addresses:
        by_street.setdefault((one.street, one.place), []).append(one)
    suffixes, pairs = _Table(), _Table()
    streets, body = [], bytearray()
    for (street, place), numbers in sorted(by_street.items()):
        numbers.sort(key=lambda one: (one.number, one.suffix, one.bag_object_id))
        packed = _pack_street(numbers, suffixes, pairs)
        streets.append([street, place, len(numbers), len(packed)])
        body += packed
    header = {
        "format": 1,
        "municipality": municipality,
        "version": version,
        "count": sum(len(numbers) for numbers in by_street.values()),
        "suffixes": suffixes.values,
        "prefixes": [pair.split() for pair in pairs.values],
        "streets": streets,
    }
    said = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    return gzip.compress(MAGIC + len(said).to_bytes(4, "big") + said + bytes(body), compresslevel=9, mtime=0)


def unpack(data: bytes) -> tuple[dict[str, Any], Iterator[PackedAddress]]:
    """Return the header and all addresses of a packed file. Raises ValueError when it is none."""
    raw = gzip.decompress(data)
    if raw[:4] != MAGIC:
        raise ValueError("no pack of addresses")
    size = int.from_bytes(raw[4:8], "big")
    header = json.loads(raw[8 : 8 + size])
    return header, _unpack_streets(header, raw, 8 + size)


class _Table:
    """Values in the order in which they came, each with its index."""

    def __init__(self) -> None:
        self.values: list[str] = []
        self._index: dict[str, int] = {}

    def index(self, value: str) -> int:
        if value not in self._index:
            self._index[value] = len(self.values)
            self.values.append(value)
        return self._index[value]


def _pack_street(numbers: list[PackedAddress], suffixes: _Table, pairs: _Table) -> bytes:
    out, number, before = bytearray(), 0, [0, 0, 0, 0]
    for one in numbers:
        values = [
            int(one.bag_object_id[6:]),
            int(one.bag_address_id[6:]),
            round(one.lat * DEGREE_PARTS),
            round(one.lon * DEGREE_PARTS),
        ]
        _write(out, one.number - number)
        _write(out, suffixes.index(one.suffix))
        _write(out, pairs.index(f"{one.bag_object_id[:6]} {one.bag_address_id[:6]}"))
        for value, last in zip(values, before, strict=True):
            delta = value - last
            _write(out, 2 * delta if delta >= 0 else -2 * delta - 1)
        number, before = one.number, values
    return bytes(out)


def _unpack_streets(header: dict[str, Any], raw: bytes, at: int) -> Iterator[PackedAddress]:
    for street, place, count, _ in header["streets"]:
        number, values = 0, [0, 0, 0, 0]
        for _ in range(count):
            plain = []
            for _ in range(7):
                value, at = _read(raw, at)
                plain.append(value)
            number += plain[0]
            values = [last + _signed(value) for last, value in zip(values, plain[3:], strict=True)]
            object_prefix, address_prefix = header["prefixes"][plain[2]]
            yield PackedAddress(
                street,
                place,
                number,
                header["suffixes"][plain[1]],
                f"{object_prefix}{values[0]:010d}",
                f"{address_prefix}{values[1]:010d}",
                values[2] / DEGREE_PARTS,
                values[3] / DEGREE_PARTS,
            )


def _write(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _read(raw: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while raw[at] & 128:
        value |= (raw[at] & 127) << shift
        at, shift = at + 1, shift + 7
    return value | raw[at] << shift, at + 1


def _signed(value: int) -> int:
    return value >> 1 if value % 2 == 0 else -(value + 1 >> 1)
