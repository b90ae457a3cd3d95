"""How fast a push is kept and judged, as delivered but for HTTP: `python tests/bench/sync_push.py`.

20 phones x 500 operations of 12 values (333 bytes of body on average), each one item of a document
(`--spread`: twelve items of one value each, so twelve merges), batches of 100, one after another on one thread. Sealing happens before the clock starts. Prints one JSON line: operations a
second, server CPU per operation, bytes on disk per operation, and the same for an idle and an
incremental pull.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sync import Behind
from tests.sync.world import INES, Phone, World

FIELDS = [f"item_{i:02}" for i in range(12)]


def body(random: Random) -> dict[str, Any]:
    return {f"items__{name}": "".join(random.choices("abcdefghij klmno", k=8)) for name in FIELDS}


def fill(world: World, phones: int, operations: int, random: Random, spread: bool = False) -> list[Phone]:
    made = [world.phone(INES, f"phone-{i}") for i in range(phones)]
    for phone in made:
        documents = [world.new_id() for _ in range(max(operations // 25, 1))]
        for document in documents:
            phone.record("note.open", document, team="centrum", title="bezoek")
        for i in range(operations - len(documents)):
            said = body(random) if spread else {"things": {f"thing-{i}": body(random)}}
            phone.record("note.write" if spread else "note.thing", documents[i % len(documents)], **said)
    return made


def push_all(world: World, phones: list[Phone], batch: int) -> int:
    sent = 0
    for start in range(0, len(phones[0].rows), batch):
        for phone in phones:
            rows = phone.rows[start : start + batch]
            header = {"p": 1, "holds": [{"stream": rows[0].stream.hex(), "from": 1, "acked": 0, "h": ""}]}
            answer = world.engine.push(phone.certificate, header, [row.envelope for row in rows])
            assert not isinstance(answer, Behind) and len(answer["kept"]) == len(rows)
            assert all(r["r"] == "applied" for r in answer["results"]), answer["results"][:3]
            sent += len(rows)
    return sent


def timed(work: Any, times: int = 1) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        work()
    return (time.perf_counter() - wall) / times, (time.process_time() - cpu) / times


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--phones", type=int, default=20)
    options.add_argument("--operations", type=int, default=500)
    options.add_argument("--batch", type=int, default=100)
    options.add_argument("--spread", action="store_true", help="twelve items of one value, not one item of twelve")
    options.add_argument("--seed", type=int, default=1)
    said = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        phones = fill(world, said.phones, said.operations, Random(said.seed), said.spread)
        total = said.phones * said.operations
        wall, cpu = timed(lambda: push_all(world, phones, said.batch))
        world.store.scrub()
        disk = sum(f.stat().st_size for f in Path(folder).iterdir())
        actor = phones[0].actor
        full, _ = timed(lambda: phones[0].pull(limit=500))
        cursor = phones[0].pull(limit=500)["cursor"]
        request = {"cursor": cursor, "streams": []}
        _, idle_cpu = timed(lambda: world.engine.pull(actor, request), 500)
        print(json.dumps({
            "operations_per_s": round(total / wall), "cpu_ms_per_operation": round(cpu / total * 1000, 4),
            "disk_bytes_per_operation": round(disk / total), "wire_bytes_per_operation": len(phones[0].rows[-1].envelope),
            "fresh_pull_s": round(full, 3), "idle_pull_cpu_ms": round(idle_cpu * 1000, 3),
        }))  # fmt: skip


if __name__ == "__main__":
    main()
