"""Reads an export of permits line by line: encodings, dates, times and the damage that spreadsheets do.

What can be mended with certainty is mended and said; what cannot is refused with a reason. Nothing here
knows premises or documents.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fieldapp.domain.addresses import BAG_OBJECT_ID, HouseNumber, clean_postcode, read_house_number
from fieldapp.domain.deadlines import day_text
from fieldapp.domain.moments import FIRST_YEAR, LAST_YEAR
from fieldapp.domain.text_guard import check_text
from fieldapp.imports.refused import ImportRefused, unreadable

COLUMNS = (
    "Zaaknummer",
    "Vergunningnummer",
    "Soort inrichting",
    "Naam onderneming",
    "KvK-nummer",
    "Vestigingsnummer",
    "Straat",
    "Huisnummer",
    "Huisletter",
    "Toevoeging",
    "Postcode",
    "Plaats",
    "BAG-id",
    "Datum verlening",
    "Geldig tot",
    "Aantal werkplekken",
    "Leidinggevenden",
    "Openingstijden",
    "Voorschriften",
    "Status",
)
PREMISES_TYPES = {
    "raamexploitatie": "raamexploitatie",
    "raambordeel": "raamexploitatie",
    "privéhuis": "prive_huis_club",
    "privehuis": "prive_huis_club",
    "seksclub": "prive_huis_club",
    "club": "prive_huis_club",
    "bordeel": "prive_huis_club",
    "erotische massagesalon": "massagesalon",
    "massagesalon": "massagesalon",
    "sekstheater": "sekstheater",
    "escortbedrijf": "escortbedrijf",
    "escort": "escortbedrijf",
    "hotel": "hotel",
    "horecabedrijf": "overig",
    "overig": "overig",
}
STATUSES = ("verleend", "geschorst", "ingetrokken", "verlopen")
NO_END_YEAR = 9999
"""How a system writes that something has no end."""
WITHOUT_END = frozenset({"", "onbepaald", "onbepaalde tijd", "onbeperkt", "n.v.t."})
LARGEST_FILE_BYTES = 50 * 1024 * 1024
MOST_COUNT = 9_999

_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)


class Unusable(Exception):
    """One line cannot be taken in; the message is the Dutch reason."""

    def __init__(self, subject: str, reason: str) -> None:
        self.subject = subject
        super().__init__(reason)


@dataclass(frozen=True)
class PermitLine:
    """One permit as the file has it, with what was mended in `remarks`. Days as `2027-03-01`."""

    line: int
    number: str
    key: str
    zaak_id: str | None
    premises_type: str
    business: str
    kvk_nummer: str | None
    vestigingsnummer: str | None
    street: str
    house: HouseNumber
    postcode: str | None
    place: str
    bag_object_id: str | None
    valid_from_on: str | None
    valid_until_on: str | None
    werkplekken: int | None
    leidinggevenden: int | None
    openingstijden: str | None
    voorschriften: tuple[str, ...]
    status: str
    remarks: tuple[str, ...]

    @property
    def subject(self) -> str:
        return f"{self.number} {self.business}, {self.street} {self.house}"

    def as_vergunning(self) -> dict[str, Any]:
        """Return the item `vergunningen.<key>` of the premises."""
        return {
            "nummer": self.number,
            "status": self.status,
            "valid_from_on": self.valid_from_on,
            "valid_until_on": self.valid_until_on,
            "werkplekken": self.werkplekken,
            "leidinggevenden": self.leidinggevenden,
            "openingstijden": self.openingstijden,
            "voorschriften": list(self.voorschriften),
            "exploitant": {
                "name": self.business,
                "kvk_nummer": self.kvk_nummer,
                "vestigingsnummer": self.vestigingsnummer,
            },
            "zaak_id": self.zaak_id,
        }


def read_file(path: Path, rules: Mapping[str, Any], today: date) -> Iterator[tuple[int, PermitLine | Unusable]]:
    """Yield each line with its number in the file. `rules`: of the text guard. Raises ImportRefused."""
    rows = csv.reader(io.StringIO(_decoded(path), newline=""), delimiter=_separator(path), strict=True)
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        missing = [name for name in COLUMNS if name.casefold() not in header]
        if missing:
            raise ImportRefused(f"{path.name}: de kolom {missing[0]} ontbreekt. Er is niets veranderd.")
        starts = rows.line_num + 1
        for row in rows:
            number, starts = starts, rows.line_num + 1
            if any(cell.strip() for cell in row):
                yield number, _read_or_unusable(number, header, row, rules, today)
    except csv.Error as error:
        raise ImportRefused(
            f"{path.name}: regel {rows.line_num} is geen CSV ({error}). Er is niets veranderd."
        ) from error


def _decoded(path: Path) -> str:
    """The text of the file: UTF-8 or UTF-16 when it says so, else UTF-8, else Windows-1252."""
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise ImportRefused(f"{path.name} is groter dan 50 MB. Dat is geen lijst van vergunningen.")
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ImportRefused(f"{path.name} is geen tekst. Sla de lijst op als CSV en probeer het opnieuw.")


def _separator(path: Path) -> str:
    first = _decoded(path).partition("\n")[0]
    return max(";,\t", key=first.count)


def _read_or_unusable(
    number: int, header: list[str], row: list[str], rules: Mapping[str, Any], today: date
) -> PermitLine | Unusable:
    subject = " ".join(cell.strip() for cell in row[1:2] + row[6:8] if cell.strip()) or "lege regel"
    try:
        if len(row) != len(header):
            raise _Wrong(f"De regel heeft {len(row)} cellen in plaats van {len(header)}.")
        return _read(number, _Cells(dict(zip(header, row, strict=True)), rules), today)
    except _Wrong as wrong:
        return Unusable(subject, str(wrong))


class _Wrong(Exception):
    """A cell cannot be used; the message is the Dutch reason."""


class _Cells:
    """The cells of one line, each read as what it should be; remembers what was mended."""

    def __init__(self, cells: Mapping[str, str], rules: Mapping[str, Any]) -> None:
        self._cells = cells
        self._rules = rules
        self.remarks: list[str] = []

    def plain(self, name: str) -> str:
        said = " ".join(self._cells[name.casefold()].split())
        if said[:1] in ("=", "+", "@") or (said.startswith("-") and len(said) > 1):
            raise _Wrong(f"{name} is een formule, geen tekst.")
        return "" if said == "-" else said

    def text(self, name: str) -> str:
        """Free text, without personal data that the guard is sure of."""
        said = self.plain(name)
        hits = [hit for hit in check_text(said, self._rules) if hit.blocks]
        if hits:
            raise _Wrong(f"{name} bevat een persoonsgegeven of een internetadres. Haal dat eerst weg.")
        if len(said) > 2_000:
            raise _Wrong(f"{name} is te lang.")
        return said

    def needed(self, name: str) -> str:
        said = self.plain(name)
        if not said:
            raise _Wrong(f"{name} ontbreekt.")
        return said

    def digits(self, name: str, length: int) -> str | None:
        """A number of a fixed length as text; a spreadsheet drops leading zeros, which come back."""
        said = self.plain(name).replace(" ", "")
        if not said:
            return None
        if not said.isascii() or not said.isdigit() or len(said) > length:
            raise _Wrong(f"{name} {said} klopt niet: het heeft {length} cijfers.")
        if len(said) < length:
            self.remarks.append(f"{name} aangevuld met nullen: {said.zfill(length)}.")
        return said.zfill(length)

    def day(self, name: str) -> str | None:
        said = self.plain(name)
        if said.casefold() in WITHOUT_END:
            return None
        found = _DUTCH_DATE.fullmatch(said)
        try:
            day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(said)
        except ValueError:
            raise _Wrong(f"{name} {said} is geen datum.") from None
        if day.year == NO_END_YEAR:
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise _Wrong(f"{name} {said} ligt niet tussen {FIRST_YEAR} en {LAST_YEAR}.")
        return day.isoformat()

    def count(self, name: str) -> int | None:
        said = self.plain(name)
        if not said:
            return None
        found = re.fullmatch(r"(\d{1,4})(?:[.,]0+)?", said)
        if found is None or int(found[1]) > MOST_COUNT:
            raise _Wrong(f"{name} {said} is geen aantal.")
        return int(found[1])

    def bag_object_id(self) -> str | None:
        """None when there is none, or when a spreadsheet has eaten it: then the address must do."""
        said = self.plain("BAG-id").replace(" ", "")
        if _SCIENTIFIC.fullmatch(said):
            self.remarks.append(f"BAG-id {said} is door een rekenblad afgerond; gezocht op het adres.")
            return None
        whole = said.zfill(16) if said.isdigit() else said
        if said and not BAG_OBJECT_ID.fullmatch(whole):
            raise _Wrong(f"BAG-id {said} klopt niet.")
        return whole if said else None

    def house(self) -> HouseNumber:
        letter, addition = self.plain("Huisletter"), self.plain("Toevoeging")
        written = self.plain("Huisnummer") + letter + (f"-{addition}" if addition else "")
        found = read_house_number(written)
        if found is None:
            raise _Wrong(f"Huisnummer {written} klopt niet.")
        return found

    def postcode(self) -> str | None:
        said = self.plain("Postcode")
        found = clean_postcode(said)
        if said and found is None:
            raise _Wrong(f"Postcode {said} bestaat niet.")
        return found


def _read(number: int, cells: _Cells, today: date) -> PermitLine:
    permit_number = cells.needed("Vergunningnummer")
    valid_from_on, valid_until_on = cells.day("Datum verlening"), cells.day("Geldig tot")
    status = cells.needed("Status").casefold()
    if status not in STATUSES:
        raise _Wrong(f"Status {status} is onbekend. Bekend zijn: {', '.join(STATUSES)}.")
    if valid_from_on and valid_until_on and valid_until_on < valid_from_on:
        raise _Wrong("Geldig tot ligt voor de datum van verlening.")
    read = PermitLine(
        line=number,
        number=permit_number,
        key=re.sub("[^a-z0-9_-]+", "-", permit_number.casefold())[:64],
        zaak_id=cells.plain("Zaaknummer") or None,
        premises_type=_premises_type(cells.needed("Soort inrichting")),
        business=cells.needed("Naam onderneming") and cells.text("Naam onderneming"),
        kvk_nummer=cells.digits("KvK-nummer", 8),
        vestigingsnummer=cells.digits("Vestigingsnummer", 12),
        street=cells.needed("Straat"),
        house=cells.house(),
        postcode=cells.postcode(),
        place=cells.text("Plaats"),
        bag_object_id=cells.bag_object_id(),
        valid_from_on=valid_from_on,
        valid_until_on=valid_until_on,
        werkplekken=cells.count("Aantal werkplekken"),
        leidinggevenden=cells.count("Leidinggevenden"),
        openingstijden=cells.text("Openingstijden") or None,
        voorschriften=tuple(one.strip() for one in cells.text("Voorschriften").split(";") if one.strip()),
        status=status,
        remarks=(),
    )
    if status == "verleend" and valid_until_on and valid_until_on < today.isoformat():
        cells.remarks.append(f"Deze vergunning liep af op {day_text(date.fromisoformat(valid_until_on))}.")
    return PermitLine(**{**vars(read), "remarks": tuple(cells.remarks)})


def _premises_type(said: str) -> str:
    found = PREMISES_TYPES.get(said.casefold())
    if found is None:
        raise _Wrong(f"Soort inrichting {said} is onbekend.")
    return found
