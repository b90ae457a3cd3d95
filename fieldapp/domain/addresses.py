"""How addresses are written, compared and placed: BAG ids, house numbers, RD metres to degrees.

Source of the forms: Basisregistratie Adressen en Gebouwen (an id is text of 16 digits: municipality,
kind of object, number; leading zeros matter, there is no check digit).
"""

import re
import unicodedata
from dataclasses import dataclass

BAG_OBJECT_ID = re.compile(r"[0-9]{4}0[123][0-9]{10}")
"""A verblijfsobject (01), ligplaats (02) or standplaats (03)."""

BAG_ADDRESS_ID = re.compile(r"[0-9]{4}20[0-9]{10}")
"""A nummeraanduiding."""

POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")

_NUMBER = re.compile(r"(?P<number>[0-9]{1,5})[ ]*(?P<letter>[A-Za-z]?)(?:[ -]+(?P<addition>[A-Za-z0-9]{1,4}))?")


@dataclass(frozen=True)
class HouseNumber:
    """`26A` is letter A; `131-3` is addition 3. Empty text where there is none."""

    number: int
    letter: str = ""
    addition: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.letter}{'-' if self.addition else ''}{self.addition}"


def address_text(street: str, house: HouseNumber) -> str:
    """Return `Lantaarnkade 26A`, `Singel 131-3`."""
    return f"{street} {house}"


def read_house_number(written: str) -> HouseNumber | None:
    """Return the house number in `12`, `26 a`, `131-3`, `95A-bis`; None when it is none."""
    found = _NUMBER.fullmatch(written.strip())
    if found is None or int(found["number"]) == 0:
        return None
    return HouseNumber(int(found["number"]), found["letter"].upper(), found["addition"] or "")


def normalised(text: str) -> str:
    """Return small letters without accents, with single spaces for all else: what two spellings share."""
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return re.sub("[^a-z0-9]+", " ", bare.lower()).strip()


def clean_postcode(written: str) -> str | None:
    """Return `9910AA`, or None when it is no postcode."""
    bare = written.replace(" ", "").upper()
    return bare if POSTCODE.fullmatch(bare) else None


def premises_name(bag_object_id: str | None, text: str, place: str) -> str:
    """Return the name under which every maker derives the same id (UUIDv5) for these premises.

    An address that the BAG does not know has a name of its own, which stays the same from import to import.
    """
    if bag_object_id:
        return f"premises:{bag_object_id}"
    return f"premises:unverified:{normalised(place)}:{normalised(text)}"


def rd_to_wgs84(x_m: float, y_m: float) -> tuple[float, float]:
    """Return latitude and longitude in degrees of a point in Rijksdriehoek metres (EPSG:28992).

    Polynomial of Schreutelkamp and Strang van Hees; within half a metre of the exact transformation,
    which is enough to walk to a door.
    """
    dx, dy = (x_m - 155_000) * 1e-5, (y_m - 463_000) * 1e-5
    lat = sum(factor * dx**p * dy**q for p, q, factor in _LATITUDE)
    lon = sum(factor * dx**p * dy**q for p, q, factor in _LONGITUDE)
    return 52.15517440 + lat / 3600, 5.38720621 + lon / 3600


_LATITUDE = (
    (0, 1, 3235.65389),
    (2, 0, -32.58297),
    (0, 2, -0.24750),
    (2, 1, -0.84978),
    (0, 3, -0.06550),
    (2, 2, -0.01709),
    (1, 0, -0.00738),
    (4, 0, 0.00530),
    (2, 3, -0.00039),
    (4, 1, 0.00033),
    (1, 1, -0.00012),
)
_LONGITUDE = (
    (1, 0, 5260.52916),
    (1, 1, 105.94684),
    (1, 2, 2.45656),
    (3, 0, -0.81885),
    (1, 3, 0.05594),
    (3, 1, -0.05607),
    (0, 1, 0.01199),
    (3, 2, -0.00256),
    (1, 4, 0.00128),
    (0, 2, 0.00022),
    (2, 0, -0.00022),
    (5, 0, 0.00026),
)
