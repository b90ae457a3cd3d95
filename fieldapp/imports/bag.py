"""Takes the addresses of one municipality out of a GeoPackage of the BAG (`bag-light.gpkg`).

Makes two things: the compact file that phones search (`packs/`), and the office's index. Both are
public data and follow from the file alone, so running it twice changes nothing. All or nothing: new
files are complete on disk before they take the place of the old ones.
"""

import json
import os
import re
import sqlite3
import struct
from collections.abc import Iterator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from fieldapp.domain.addresses import BAG_ADDRESS_ID, BAG_OBJECT_ID, HouseNumber, rd_to_wgs84
from fieldapp.imports.address_index import AddressIndex, IndexedAddress, write_index
from fieldapp.imports.pack import PackedAddress, pack
from fieldapp.imports.refused import ImportRefused, unreadable
from fieldapp.imports.report import Line, Progress, summary

TABLES = ("verblijfsobject", "ligplaats", "standplaats")
NEEDED = (
    "identificatie",
    "status",
    "openbare_ruimte_naam",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "postcode",
    "woonplaats_naam",
    "nummeraanduiding_hoofdadres_identificatie",
    "bronhouder_identificatie",
)
NOT_A_PLACE_TO_VISIT = re.compile(r"ingetrokken|buiten gebruik|niet gerealiseerd|ten onrechte", re.IGNORECASE)
ENVELOPE_BYTES = (0, 32, 48, 48, 64)
"""Length of the envelope of a GeoPackage geometry by its code. Source: OGC 12-128, 2.1.3."""

RD = 28992
WGS84 = 4326
STEP = 2_000
"""Rows between two steps of the progress bar."""


class _BadRow(Exception):
    """One row cannot be used; the message is the Dutch reason."""


def run(
    engine: object,
    actor: object,
    path: Path,
    dry_run: bool,
    progress: Progress | None = None,
    *,
    municipality: str,
    packs: Path,
    addresses: Path,
) -> dict[str, Any]:
    """Take the addresses of a municipality (its code of four digits, or a woonplaats) out of `path`.

    Addresses are no documents: `engine` and `actor` are only there because every import is called alike.
    `packs` is the public folder for phones, `addresses` the office's index. Raises ImportRefused.
    """
    with closing(_open(path)) as source:
        total = _count(source, municipality)
        read, refused = _read_all(source, municipality, total, progress)
        changed_on = _changed_on(source)
    if not read:
        raise ImportRefused(f"{path.name}: geen enkel adres is bruikbaar. Er is niets veranderd.")
    code = next(iter(read.values())).bag_object_id[:4] if not municipality.isdigit() else municipality
    packed = pack(
        (_for_phones(one) for one in read.values() if one.is_visitable),
        municipality=code,
        version=f"{code}-{changed_on}",
    )
    digest = sha256(packed).hexdigest()
    lines = [*refused, *_difference(addresses, read)]
    if not dry_run:
        _put(addresses, packs, read, packed, digest, f"{code}-{changed_on}")
    visitable = sum(one.is_visitable for one in read.values())
    return summary(
        path.name,
        lines,
        dry_run=dry_run,
        addresses=len(read),
        on_phones=visitable,
        pack_bytes=len(packed),
        digest=digest,
        version=f"{code}-{changed_on}",
        remarks=[_said(len(read), visitable, len(packed))],
    )


def _said(count: int, visitable: int, size: int) -> str:
    phones = f"{visitable} adressen gaan naar de telefoons ({_size(size)})."
    return f"{phones} {count - visitable} zijn ingetrokken of buiten gebruik en blijven alleen op kantoor."


def _open(path: Path) -> sqlite3.Connection:
    """Open the GeoPackage for reading only, or raise ImportRefused with what is wrong."""
    try:
        with path.open("rb") as file:
            if file.read(16) != b"SQLite format 3\x00":
                raise ImportRefused(f"{path.name} is geen GeoPackage. Kies het bestand bag-light.gpkg.")
        source = sqlite3.connect(f"file:{path.absolute()}?mode=ro", uri=True)
        source.row_factory = sqlite3.Row
        tables = {row[0] for row in source.execute("select name from sqlite_master where type in ('table', 'view')")}
    except OSError as error:
        raise unreadable(path, error) from error
    except sqlite3.Error as error:
        raise ImportRefused(f"{path.name} is beschadigd: {error}. Haal het bestand opnieuw op.") from error
    if "verblijfsobject" not in tables:
        raise ImportRefused(f"{path.name} heeft geen tabel verblijfsobject. Kies het bestand bag-light.gpkg.")
    for table in _tables(source):
        columns = {row["name"] for row in source.execute(f'pragma table_info("{table}")')}
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise ImportRefused(f"{path.name}: de tabel {table} heeft geen kolom {missing[0]}.")
    return source


def _tables(source: sqlite3.Connection) -> list[str]:
    there = {row[0] for row in source.execute("select name from sqlite_master where type in ('table', 'view')")}
    return [table for table in TABLES if table in there]


def _where(municipality: str) -> str:
    return "bronhouder_identificatie = ?" if municipality.isdigit() else "lower(woonplaats_naam) = lower(?)"


def _count(source: sqlite3.Connection, municipality: str) -> int:
    """How many rows there are of this municipality. Raises ImportRefused, naming those that are there."""
    if municipality.isdigit() and len(municipality) != 4:
        raise ImportRefused("De code van een gemeente heeft vier cijfers, bijvoorbeeld 0014.")
    total = 0
    for table in _tables(source):
        query = f"select count(*) from {table} where {_where(municipality)}"  # noqa: S608  # names from the tuple above
        total += int(source.execute(query, (municipality,)).fetchone()[0])
    if total == 0:
        rows = source.execute("select distinct bronhouder_identificatie from verblijfsobject order by 1 limit 8")
        there = ", ".join(str(row[0]) for row in rows)
        raise ImportRefused(f"Gemeente {municipality} staat niet in dit bestand. Wel: {there}.")
    return total


def _read_all(
    source: sqlite3.Connection, municipality: str, total: int, progress: Progress | None
) -> tuple[dict[str, IndexedAddress], list[Line]]:
    read: dict[str, IndexedAddress] = {}
    refused: list[Line] = []
    for number, row in enumerate(_rows(source, municipality), start=1):
        try:
            one = _read(row)
            if one.bag_object_id in read:
                raise _BadRow("Deze BAG-id staat er twee keer in.")
            read[one.bag_object_id] = one
        except _BadRow as bad:
            refused.append(Line(number, "refused", str(row["identificatie"]), str(bad)))
        if progress and (number % STEP == 0 or number == total):
            progress(number, total)
    return read, refused


def _rows(source: sqlite3.Connection, municipality: str) -> Iterator[Mapping[str, Any]]:
    """Rows of all tables; a damaged page of the file ends the import."""
    try:
        for table in _tables(source):
            query = f"select * from {table} where {_where(municipality)} order by identificatie"  # noqa: S608
            for row in source.execute(query, (municipality,)):
                yield dict(row)
    except sqlite3.Error as error:
        raise ImportRefused(f"Het bestand is beschadigd: {error}. Er is niets veranderd.") from error


def _read(row: Mapping[str, Any]) -> IndexedAddress:
    object_id, address_id = str(row["identificatie"]), str(row["nummeraanduiding_hoofdadres_identificatie"])
    if not BAG_OBJECT_ID.fullmatch(object_id) or not BAG_ADDRESS_ID.fullmatch(address_id):
        raise _BadRow("De BAG-id klopt niet.")
    street, number = row["openbare_ruimte_naam"], row["huisnummer"]
    if not street or not isinstance(number, int) or not 0 < number <= 99_999:
        raise _BadRow("Straat of huisnummer ontbreekt.")
    lat, lon = _place(row.get("geom"))
    return IndexedAddress(
        bag_object_id=object_id,
        bag_address_id=address_id,
        street=str(street),
        number=number,
        letter=str(row["huisletter"] or ""),
        addition=str(row["toevoeging"] or ""),
        postcode=str(row["postcode"] or ""),
        place=str(row["woonplaats_naam"] or ""),
        uses=str(row.get("gebruiksdoel") or ""),
        status=str(row["status"] or ""),
        is_visitable=not NOT_A_PLACE_TO_VISIT.search(str(row["status"] or "")),
        lat=lat,
        lon=lon,
    )


def _place(geometry: object) -> tuple[float, float]:
    """Latitude and longitude of a point, or of the first corner of an area (ligplaats, standplaats).

    A GeoPackage geometry is a header ("GP", version, flags, srs id, envelope) and then WKB.
    """
    if not isinstance(geometry, bytes) or len(geometry) < 29 or geometry[:2] != b"GP":
        raise _BadRow("De plek op de kaart ontbreekt.")
    order = "<" if geometry[3] & 1 else ">"
    envelope = geometry[3] >> 1 & 7
    if envelope >= len(ENVELOPE_BYTES) or geometry[3] & 16:
        raise _BadRow("De plek op de kaart ontbreekt.")
    srs = struct.unpack_from(f"{order}i", geometry, 4)[0]
    try:
        x, y = _first_point(geometry, 8 + ENVELOPE_BYTES[envelope])
    except struct.error as error:
        raise _BadRow("De plek op de kaart is onleesbaar.") from error
    if srs == WGS84:
        return round(y, 6), round(x, 6)
    if srs != RD or not (-7_000 < x < 300_000 and 289_000 < y < 629_000):
        raise _BadRow("De plek op de kaart ligt niet in Nederland.")
    lat, lon = rd_to_wgs84(x, y)
    return round(lat, 6), round(lon, 6)


def _first_point(data: bytes, at: int) -> tuple[float, float]:
    """The first point of a WKB geometry: 1 point, 2 line, 3 area, 4-6 several of these."""
    order = "<" if data[at] == 1 else ">"
    kind = struct.unpack_from(f"{order}I", data, at + 1)[0] % 1000
    if kind == 1:
        x, y = struct.unpack_from(f"{order}dd", data, at + 5)
        return x, y
    if kind in (2, 3):
        x, y = struct.unpack_from(f"{order}dd", data, at + (9 if kind == 2 else 13))
        return x, y
    if kind in (4, 5, 6):
        return _first_point(data, at + 9)
    raise _BadRow("De plek op de kaart is onleesbaar.")


def _changed_on(source: sqlite3.Connection) -> str:
    """The day on which the file was made, as it says itself."""
    try:
        found = source.execute("select max(last_change) from gpkg_contents").fetchone()[0]
    except sqlite3.Error:
        found = None
    return str(found)[:10] if found else "onbekend"


def _for_phones(one: IndexedAddress) -> PackedAddress:
    suffix = str(HouseNumber(0, one.letter, one.addition))[1:]
    return PackedAddress(
        one.street, one.place, one.number, suffix, one.bag_object_id, one.bag_address_id, one.lat, one.lon
    )


def _difference(addresses: Path, read: Mapping[str, IndexedAddress]) -> Iterator[Line]:
    before = _before(addresses)
    for number, (object_id, one) in enumerate(read.items(), start=1):
        old = before.pop(object_id, None)
        if old is None:
            yield Line(number, "added", one.text, "" if one.is_visitable else one.status)
        elif old != one:
            fields = [name for name in IndexedAddress.__dataclass_fields__ if getattr(old, name) != getattr(one, name)]
            yield Line(number, "changed", one.text, f"anders: {', '.join(fields)}")
        else:
            yield Line(number, "same", one.text)
    for old in before.values():
        yield Line(0, "gone", old.text, "staat niet meer in het bestand")


def _before(addresses: Path) -> dict[str, IndexedAddress]:
    if not addresses.exists():
        return {}
    with closing(AddressIndex(addresses)) as index:
        return index.all()


def _put(
    addresses: Path, packs: Path, read: Mapping[str, IndexedAddress], packed: bytes, digest: str, version: str
) -> None:
    """Write everything beside its place first; then the renames: index, file, and last what names it."""
    packs.mkdir(parents=True, exist_ok=True)
    fresh = addresses.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    write_index(fresh, read.values())
    listed = json.dumps({"version": version, "digest": digest, "url": f"/packs/{digest}.pack"}).encode()
    _write(packs / f"{digest}.pack", packed)
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(addresses)
    _write(packs / "addresses.json", listed)


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _size(count: int) -> str:
    return f"{count / 1024:.0f} kB" if count < 1024 * 1024 else f"{count / 1024 / 1024:.1f} MB"
