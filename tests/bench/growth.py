"""How the office and a phone fare when the store has grown: 200,000 visits, 1,000,000 operations.

    python -m tests.bench.growth [--visits 200000] [--operations 1000000] [--times 40]

One evening is recorded through the engine; its visit is then put into the store again and again at other addresses, with
entries of a log that chains, so all indexes have the size of years. Pages are asked for as a browser asks, a pull as a phone
does after fifty changes. Bars: 500 ms (p95) for list, search and dossier, 300 ms for the pull. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from fieldapp.administration import publish_policy
from fieldapp.app import create_app
from fieldapp.config import load_config
from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation, open_installation, set_up
from fieldapp.registry import REGISTRY
from sync.chain import line_of, next_head
from sync.judge import with_labels
from sync.merge import Stored
from sync.store.contract import Kept, LogRow
from tests import people
from tests.web.conftest import UNITS
from tests.web.evening import an_evening, opening

OFFICE_BAR_MS, PULL_BAR_MS = 500, 300
AT_ONE_ADDRESS = 40
STEP = 20_000
CHANGED = 50
ENVELOPE_BYTES = 689
LANES = (
    "Proefstraat",
    "Lantaarnkade",
    "Oude Gracht",
    "Havenweg",
    "Kerkplein",
    "Nieuwstraat",
    "Molensingel",
    "Spoorlaan",
)


def furnished(data: Path) -> Installation:
    """An installation with the people of the tests."""
    config = load_config({"FIELDAPP_LOG_COPY": str(data.parent / "copy")}, data=data)
    set_up(config)
    house = open_installation(config)
    publish_policy(house)
    for unit_id, unit in UNITS.items():
        house.engine.submit(SYSTEM, "unit.add", unit_id, unit)
    for person_id, said in people.PEOPLE.items():
        body: dict[str, Any] = {
            name: said[name] for name in ("name", "roles", "team_ids", "unit_id", "login") if name in said
        }
        house.engine.submit(SYSTEM, "person.add", person_id, body)
    return house


def place(number: int) -> dict[str, Any]:
    return {
        "address": {
            "bag_object_id": f"999801{number:010d}",
            "bag_address_id": f"999820{number:010d}",
            "text": f"{LANES[number % len(LANES)]} {number}",
            "lat": 52.1,
            "lon": 5.1,
        },
        "name": f"Zaak {number}",
        "premises_type": "prive_huis_club",
        "is_dwelling": False,
        "is_verified": True,
        "team_id": people.CENTRUM,
    }


def premises_id(house: Installation, number: int) -> str:
    return str(uuid.uuid5(house.keys.namespace, f"premises:999801{number:010d}"))


class Grown:
    """Puts visits and their entries into the store in bulk; what they say is what the engine wrote of the first."""

    def __init__(self, house: Installation, model: Stored, row: LogRow) -> None:
        self.house, self.model, self.row = house, model, row
        self.position, self.head = house.store.log_end()
        self.chance = random.Random(5)
        self.kept = 0

    def visit(self, number: int, entries: int) -> Iterator[LogRow]:
        """Put one visit; yield its entries."""
        store, stream = self.house.store, self.chance.randbytes(16)
        opened = store.open_stream(stream, "phone-of-years", "")
        document = str(uuid.UUID(int=self.chance.getrandbits(128), version=4))
        for n in range(1, entries + 1):
            envelope = os.urandom(ENVELOPE_BYTES)
            h = sha256(envelope).digest()
            seq = store.keep(opened.sid, n, "phone-of-years", envelope, h, self.row.received_ms)
            named = replace(
                self.row, stream=stream, n=n, seq=seq, document=document, operation_id=f"{stream.hex()}:{n}"
            )
            yield self._chained(named, h, envelope, opened.sid)
        opened.have = opened.judged = entries
        opened.last, opened.proved = self.position, True
        store.update_stream(opened)
        fields = dict(self.model.fields) | {"premises_id": premises_id(self.house, number % self.places + 1)}
        version = f"{self.position}.{self.head.hex()[:8]}"
        grown = Stored(document, "visit", fields, self.model.states, position=self.position, version=version)
        store.put(with_labels(REGISTRY.documents["visit"], grown))

    def _chained(self, row: LogRow, h: bytes, envelope: bytes, sid: int) -> LogRow:
        kept = Kept(row.seq, sid, row.stream, row.n, "phone-of-years", envelope, h, row.received_ms)
        row.position = self.position = self.position + 1
        row.head = self.head = next_head(self.head, line_of(row, kept.h))
        return row

    def grow(self, visits: int, operations: int) -> None:
        self.places = max(visits // AT_ONE_ADDRESS, 1)
        store, each = self.house.store, max(operations // visits, 1)
        for start in range(0, visits, STEP):
            with store.transaction():
                rows: list[LogRow] = []
                for number in range(start, min(start + STEP, visits)):
                    rows += self.visit(number, each)
                store.append(rows)


def prepared(data: Path, visits: int, operations: int) -> Installation:
    house = furnished(data)
    for number in range(1, max(visits // AT_ONE_ADDRESS, 1) + 1):
        house.engine.submit(SYSTEM, "premises.register", premises_id(house, number), place(number))
    found = an_evening(house, premises_id(house, 1))
    model = house.store.get(found.visit)
    row = house.store.history(found.visit)[1]
    assert model is not None
    Grown(house, model, row).grow(visits, operations)
    return house


def p95(ask: Callable[[int], Any], times: int) -> dict[str, float]:
    """The first is asked once more: it loads what a server that runs has loaded."""
    ask(0)
    took = []
    for number in range(times):
        began = time.perf_counter()
        ask(number)
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    return {"median_ms": round(took[len(took) // 2]), "p95_ms": round(took[max(int(len(took) * 0.95) - 1, 0)])}


def pages(house: Installation, visits: int, times: int) -> dict[str, dict[str, float]]:
    app = create_app(house=house)
    app.config["PREFERRED_URL_SCHEME"] = "https"
    browser = app.test_client()
    with browser.session_transaction(base_url="https://localhost") as cookie:
        cookie["desk"] = house.accounts.start_session(people.TOM.person)
    places = max(visits // AT_ONE_ADDRESS, 1)

    def get(path: str) -> None:
        answer = browser.get(path, base_url="https://localhost")
        assert answer.status_code == 200, (path, answer.status_code)

    asked: dict[str, Callable[[int], None]] = {
        "list": lambda i: get(f"/kantoor/dossiers?pagina={i % max(places // 50, 1)}"),
        "search": lambda i: get(f"/kantoor/dossiers?q={LANES[i % len(LANES)].replace(' ', '+')}+{i * 37 % places + 1}"),
        "search_street": lambda i: get(f"/kantoor/dossiers?q={LANES[i % len(LANES)].replace(' ', '+')}"),
        "dossier": lambda i: get(f"/kantoor/dossiers/{premises_id(house, i * 37 % places + 1)}"),
        "start": lambda i: get("/kantoor/"),
    }
    return {name: p95(ask, times) for name, ask in asked.items()}


def pulls(house: Installation, times: int) -> dict[str, dict[str, float]]:
    """A phone of Ines that was here before the last changes, and one that missed nothing."""
    actor = people.on_phone(people.INES.person)
    cursor = house.engine.pull(actor, {"cursor": None, "limit": 1000})
    while cursor["more"]:
        cursor = house.engine.pull(actor, {"cursor": None, "after": cursor["after"], "limit": 1000})
    before = cursor["cursor"]
    for number in range(1, CHANGED + 1):
        said = opening(premises_id(house, number))
        outcome = house.engine.submit(people.INES, "visit.open", str(uuid.UUID(int=number, version=4)), said)
        assert outcome.outcome == "applied", outcome
    brought = house.engine.pull(actor, {"cursor": before})
    assert len(brought["documents"]) >= CHANGED, len(brought["documents"])
    idle = brought["cursor"]
    return {
        "incremental_pull": p95(lambda _: house.engine.pull(actor, {"cursor": before}), times),
        "idle_pull": p95(lambda _: house.engine.pull(actor, {"cursor": idle}), times),
    }


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--visits", type=int, default=200_000)
    options.add_argument("--operations", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=40)
    said = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldapp-growth-") as folder:
        began = time.perf_counter()
        house = prepared(Path(folder) / "data", said.visits, said.operations)
        built = time.perf_counter() - began
        print(f"built in {built:.0f} s, {time.process_time():.0f} s of them on the processor", file=sys.stderr)
        figures = pages(house, said.visits, said.times) | pulls(house, said.times)
        size = (house.config.data / "fieldapp.db").stat().st_size
        house.store.close()
    over = [
        name
        for name, one in figures.items()
        if one["p95_ms"] > (PULL_BAR_MS if name.endswith("pull") else OFFICE_BAR_MS)
    ]
    grown = {"visits": said.visits, "operations": said.operations, "built_s": round(built), "store_mb": size >> 20}
    print(json.dumps({**grown, **figures, "over_the_bar": over}))
    return bool(over)


if __name__ == "__main__":
    sys.exit(main())
