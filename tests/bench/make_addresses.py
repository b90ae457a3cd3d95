"""Writes a pack of invented addresses for the bench: `python tests/bench/make_addresses.py COUNT FILE`.

Numbers, letters, ids and places are spread as in a real municipality (ids are not in step with the
numbers, streets have 5 to 200 numbers, one in eight has an addition), so that its size says something.
"""

import random
import sys
from pathlib import Path

from fieldapp.imports.pack import PackedAddress, pack

FIRST = "Lantaarn Molen Haven Linden Eiken Beuken Kastanje Rozen Tulpen Anjer Vissers Bakkers Smeden Kuipers Wevers Noorder Zuider Ooster Wester Nieuwe Oude Lange Korte Hoge Lage Kerk School Markt Brug Sluis Dijk Polder Weide Heide Bos Duin Zee Rivier Graaf Prins Koning Hertog Abdij Klooster Toren Poort Wal Vest Ravelijn Bastion Admiraal Kapitein Stuurman Reiger Merel Spreeuw Valk Arend Zwaan Gans Hazen Vossen Dassen Otter Bever".split()
LAST = "straat laan weg kade plein hof singel gracht pad steeg dijk dreef park erf brink kamp".split()
SUFFIXES = ["A", "B", "C", "-1", "-2", "-3", "-H", "-bis", "A-1", "-12"]


def make(count: int) -> list[PackedAddress]:
    """Return invented addresses, the same for the same count."""
    chance = random.Random(count)  # invented addresses, no secrets
    addresses: list[PackedAddress] = []
    streets = [f"{one}{two}{last}" for one in FIRST for two in ("", "veld", "zicht") for last in LAST]
    chance.shuffle(streets)
    while len(addresses) < count:
        street = streets.pop()
        lat, lon = 52.0 + chance.random() / 8, 5.0 + chance.random() / 5
        object_number = chance.randrange(1, 400_000)
        for number in range(1, chance.randrange(5, 200)):
            object_number += chance.choice([1, 1, 1, 2, 5, 700])
            suffix = chance.choice(SUFFIXES) if chance.random() < 0.125 else ""
            addresses.append(
                PackedAddress(
                    street,
                    "Voorbeeldstad",
                    number,
                    suffix,
                    f"999801{object_number:010d}",
                    f"999820{object_number + chance.randrange(-3, 4) + 10:010d}",
                    round(lat + number * 5e-5 + chance.random() * 1e-4, 6),
                    round(lon + number * 8e-5 + chance.random() * 1e-4, 6),
                )
            )
    return addresses[:count]


if __name__ == "__main__":
    made = pack(make(int(sys.argv[1])), municipality="9998", version="9998-bench")
    Path(sys.argv[2]).write_bytes(made)
    print(f"{sys.argv[1]} addresses, {len(made)} bytes")
