"""The office's index of all addresses of the municipality: public data, made by `import-bag`.

It keeps what is ingetrokken or buiten gebruik too: nobody visits it, but a permit may still name it.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from fieldapp.domain.addresses import HouseNumber, address_text, normalised


@dataclass(frozen=True)
class IndexedAddress:
    """One addressable object of the BAG with its main address; latitude and longitude in degrees."""

    bag_object_id: str
    bag_address_id: str
    street: str
    number: int
    letter: str
    addition: str
    postcode: str
    place: str
    uses: str
    status: str
    is_visitable: bool
    lat: float
    lon: float

    @property
    def text(self) -> str:
        return address_text(self.street, HouseNumber(self.number, self.letter, self.addition))

    def as_address(self) -> dict[str, Any]:
        """Return the field `address` of a premises document."""
        return {
            "bag_object_id": self.bag_object_id,
            "bag_address_id": self.bag_address_id,
            "text": self.text,
            "lat": self.lat,
            "lon": self.lon,
        }


_FIELDS = tuple(IndexedAddress.__dataclass_fields__)
_LOOKUP = "select * from addresses where "


class AddressIndex:
    """Look-ups in the index; opened for one job and closed again."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self._db.row_factory = sqlite3.Row

    def close(self) -> None:
        self._db.close()

    def by_object_id(self, bag_object_id: str) -> IndexedAddress | None:
        return next(self._rows(_LOOKUP + "bag_object_id = ?", bag_object_id), None)

    def by_address(self, street: str, house: HouseNumber, postcode: str | None = None) -> list[IndexedAddress]:
        """Return what bears this street and house number; with a postcode only those in it."""
        found = self._rows(
            _LOOKUP + "normal_street = ? and number = ? and upper(letter) = ? and upper(addition) = ?",
            normalised(street),
            house.number,
            house.letter.upper(),
            house.addition.upper(),
        )
        return [one for one in found if postcode is None or one.postcode in ("", postcode)]

    def search(self, said: str, limit: int = 20) -> list[IndexedAddress]:
        """Return places to visit whose street starts with, or has a word that starts with, what was typed.

        A house number behind it narrows: the same number first, then those that begin with it.
        """
        street, number = _typed(said)
        if not street:
            return []
        like = street.replace("%", "").replace("_", "")
        found = self._rows(
            _LOOKUP + "is_visitable and (normal_street like ? or normal_street like ?)"
            " and cast(number as text) like ? order by normal_street = ? desc, normal_street,"
            " number = ? desc, number, letter, addition limit ?",
            f"{like}%",
            f"% {like}%",
            f"{number}%",
            street,
            int(number or 0),
            limit,
        )
        return list(found)

    def all(self) -> dict[str, IndexedAddress]:
        return {one.bag_object_id: one for one in self._rows("select * from addresses")}

    def _rows(self, query: str, *values: object) -> Iterator[IndexedAddress]:
        for row in self._db.execute(query, values):
            yield IndexedAddress(
                **{field: row[field] for field in _FIELDS if field != "is_visitable"},
                is_visitable=bool(row["is_visitable"]),
            )


def _typed(said: str) -> tuple[str, str]:
    """The street and the digits of the house number in what somebody typed; a letter behind it is left out."""
    words = normalised(said)
    found = re.fullmatch(r"(.*?[a-z].*?) ?(?<![0-9])([0-9]{1,5})(?: ?[a-z])?(?: [a-z0-9]{1,4})?", words)
    return (found[1], found[2]) if found else (words, "")


def write_index(path: Path, addresses: Iterable[IndexedAddress]) -> None:
    """Write a new index file; the caller puts it in its place."""
    with closing(sqlite3.connect(path)) as connection:
        table = Database(connection).table("addresses")
        rows = (
            {field: getattr(one, field) for field in _FIELDS} | {"normal_street": normalised(one.street)}
            for one in addresses
        )
        table.insert_all(
            rows, pk="bag_object_id", columns={"is_visitable": int, "number": int, "lat": float, "lon": float}
        )
        table.create_index(["normal_street", "number"])
        connection.commit()
