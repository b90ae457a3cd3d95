"""A municipality as small as schedules need: its units, staff and premises, and nothing that ever happened there.

Every backup, restore and last look of a schedule proves the whole log, and every new phone reads all documents: with the
whole example most of a schedule would be that, over and over.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from fieldapp.demo import Example
from fieldapp.example_town import STAFF
from fieldapp.policy import load_policy
from fieldapp.worker import Worker
from tests.rig.server import Server


def make_small_town(folder: Path) -> Server:
    """Make it as a stopped server, to be copied."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder, port=0)
    server.command("init", "--data", str(server.data))
    house = server.house().inside
    example = Example(house.engine, random.Random(7), house.today(), house.keys.installation, load_policy(), None)
    example.make_units()
    example.make_people()
    example.make_premises()
    example.make_day_lists()
    worker = Worker(house)
    while worker.step():
        pass
    house.store.close()
    people = [{"login": p.login, "roles": list(p.roles), "person_id": example.actors[p.login].person} for p in STAFF]
    server.example = {"users": people}
    (folder / "example.json").write_text(json.dumps(server.example))
    return server
