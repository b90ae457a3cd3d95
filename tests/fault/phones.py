"""Phones with the real sync JavaScript on a network that fails, against the real server: random schedules by a seed.

What must hold when all is quiet again is in `Run.check`. A failing seed is run again with
`python3 dev.py faults --seeds 1 --start SEED`.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.rig.api_phone import uuid7
from tests.rig.rounds import CHECKLIST, ITEMS
from tests.rig.server import ROOT, Server

PROCESS = ROOT / "tests" / "js" / "rig" / "phone-process.js"
PHONES = 3
STEPS = 60
QUIET_ROUNDS = 12


class NodePhone:
    """One phone in a process of its own."""

    def __init__(self, address: str, seed: int, log: Path) -> None:
        self._log = log.open("w")
        self._process = subprocess.Popen(
            ["node", str(PROCESS), address, str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            cwd=ROOT,
        )
        self.id = ""
        self.recorded: list[str] = []
        self.is_blocked = False

    def ask(self, what: str, **said: Any) -> dict[str, Any]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **said}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the phone ended: see {self._log.name}"
        answer: dict[str, Any] = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer

    def record(self, kind: str, document: str, body: dict[str, Any]) -> None:
        """Record; what was said to be saved may never be lost."""
        answer = self.ask("record", kind=kind, document=document, body=body)
        if "operation" in answer:
            self.recorded.append(answer["operation"])

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()
        self._log.close()


@dataclass
class Run:
    """One seed: a server of its own, three phones, and what they did."""

    server: Server
    seed: int
    folder: Path
    phones: list[NodePhone] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    premises: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def begin(self) -> None:
        logins = [user["login"] for user in self.server.example["users"] if "inspector" in user["roles"]][:PHONES]
        for i, login in enumerate(logins):
            phone = NodePhone(self.server.address, self.seed * 10 + i, self.folder / f"phone-{i}.log")
            self.phones.append(phone)
            enrolled = phone.ask("enrol", code=self.server.code_of(login))
            phone.id = enrolled["phone"]
            self.people.append(enrolled["person"])
        house = self.server.house()
        actor = house.inside.directory.actor(self.people[0]["id"], None)
        assert actor is not None
        shown = house.engine.find(actor, "premises")
        self.premises = [one["id"] for one in shown if not one["fields"]["is_dwelling"]]
        self._all("faults", on=True)

    def play(self, steps: int = STEPS) -> None:
        moves: list[tuple[int, Callable[[], None]]] = [
            (8, self.open_visit), (40, self.answer), (30, self.sync), (8, self.restart), (3, self.kill), (2, self.put_back),
        ]  # fmt: skip
        for _ in range(steps):
            self.dice.choices([move for _, move in moves], [weight for weight, _ in moves])[0]()
        if self.dice.random() < 0.3:
            self.block()

    # --- moves

    def _phone(self) -> NodePhone:
        return self.dice.choice(self.phones)

    def _all(self, what: str, **said: Any) -> None:
        for phone in self.phones:
            phone.ask(what, **said)

    def open_visit(self) -> None:
        """Start a visit with all others along, so that several phones write in it."""
        i = self.dice.randrange(len(self.phones))
        visit, person = uuid7(), self.people[i]
        others = [one["id"] for one in self.people if one is not person]
        opening = {
            "premises_id": self.dice.choice(self.premises), "team_id": person["team_ids"][0],
            "visit_kind": "licensed_premises", "reason": "routine", "leader_id": person["id"],
            "co_visitor_ids": others, "checklist": CHECKLIST,
            "opened_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        }  # fmt: skip
        self.phones[i].record("visit.open", visit, opening)
        self.visits.append(visit)

    def answer(self) -> None:
        if self.visits:
            value = self.dice.choice(["in_orde", "niet_in_orde"])
            body = {f"answers.{self.dice.choice(ITEMS)}": {"value": value}}
            self._phone().record("visit.answer", self.dice.choice(self.visits[-3:]), body)

    def sync(self) -> None:
        self._phone().ask("sync")

    def restart(self) -> None:
        self._phone().ask("restart")

    def kill(self) -> None:
        self.server.kill()
        self.server.start()

    def put_back(self) -> None:
        """The disk of the server dies after a backup: the backup and the copy of the log are put back."""
        self.server.command("backup", str(self.folder / "backups"), "--data", str(self.server.data))
        for _ in range(5):
            self.dice.choice([self.answer, self.sync])()
        self.server.stop()
        lost = self.folder / f"lost-{self.dice.random()}"
        self.server.data.rename(lost)
        self.server.data.mkdir()
        shutil.copytree(lost / "keys", self.server.data / "keys")
        newest = max((self.folder / "backups").iterdir(), key=lambda one: one.name)
        self.server.command("restore", str(newest), "--data", str(self.server.data))
        self.server.start()

    def block(self) -> None:
        """The office blocks one phone: what it still has is kept, and held."""
        phone = self._phone()
        house = self.server.house()
        assert house.inside.accounts.block_device(house.system, phone.id).outcome == "applied"
        phone.is_blocked = True

    # --- at the end

    def settle(self) -> None:
        """The network is whole again: exchange until nothing changes any more."""
        self._all("faults", on=False)
        before: list[dict[str, Any]] = []
        for _ in range(QUIET_ROUNDS):
            for phone in self.phones:
                phone.ask("sync")
            now = [phone.ask("state") for phone in self.phones]
            if now == before:
                return
            before = now

    def check(self) -> list[str]:
        """Return what is wrong: lost, doubled, without an outcome, or different on phone and server."""
        house, wrong = self.server.house(), list[str]()
        done = Counter(
            e.operation_id for e in house.engine.entries_since(0, 10**6) if e.outcome in ("applied", "conflict")
        )
        wrong += [f"{operation} was applied {times} times" for operation, times in done.items() if times > 1]
        for i, phone in enumerate(self.phones):
            known = phone.ask("state")
            wrong += [f"phone {i} still has {known['unsent']} unsent"] * bool(known["unsent"])
            wrong += [f"{one} of phone {i} is lost" for one in phone.recorded if house.engine.entry(one) is None]
            if not phone.is_blocked:
                wrong += self._differences(i, known)
        report = house.engine.check()
        return wrong + ([] if report.is_whole else [f"check: {report}"])

    def _differences(self, i: int, known: dict[str, Any]) -> list[str]:
        house = self.server.house()
        actor = house.inside.directory.actor(self.people[i]["id"], self.phones[i].id)
        assert actor is not None
        there = dict(house.engine.manifest(actor, {})["ids"])
        blind = [row["operation"] for row in known["rows"] if row["acked"] and row["outcome"] is None]
        wrong = [f"{operation} of phone {i} has no outcome there" for operation in blind]
        differ = [
            one for one in there.keys() | known["documents"].keys() if there.get(one) != known["documents"].get(one)
        ]
        return wrong + [
            f"{one} differs: phone {i} {known['documents'].get(one)}, server {there.get(one)}" for one in differ
        ]

    def close(self) -> None:
        for phone in self.phones:
            phone.close()
