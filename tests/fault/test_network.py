"""One phone with the real sync code, one kind of fault at a time, on every request: nothing is lost, doubled or believed.

Each test ends on a whole network, where everything must be at the server once and the phone must show what it shows.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.fault.node_phone import NodePhone, waiting
from tests.rig.api_phone import uuid7
from tests.rig.fault_proxy import FAULTS, FaultProxy
from tests.rig.rounds import CHECKLIST, ITEMS, now
from tests.rig.server import Server, copied

# The server never hears of these requests, or only later.
NEVER_ARRIVE = {"lost before", "only later", "portal"}
# These end well at the first try.
HARMLESS = {"none", "slow", "twice at once", "once more later", "JSON written anew"}
HOUR_SECONDS = 3600
DAY_SECONDS = 86_400
WORKER_RESTS_WITHIN = 20
"""Exchanges."""


class Line:
    """A server, a network and one phone of the first inspector."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.proxy = FaultProxy(server.port, seed=1)
        self.user = server.user("inspector")
        self.phone = NodePhone(self.proxy.address, folder)
        self.phone.enrol(server.new_code(self.user["login"]))
        actor = server.house().inside.directory.actor(self.user["person_id"], None)
        assert actor is not None
        self.team = sorted(actor.teams)[0]
        shown = server.house().engine.find(actor, "premises")
        self.premises = cycle(one["id"] for one in shown if not one["fields"]["is_dwelling"])

    def visit(self) -> str:
        """Record a visit with three answers; returns its id."""
        visit = uuid7()
        opening = {
            "premises_id": next(self.premises), "team_id": self.team, "visit_kind": "licensed_premises",
            "reason": "routine", "leader_id": self.user["person_id"], "co_visitor_ids": [],
            "checklist": CHECKLIST, "opened_at": now(),
        }  # fmt: skip
        self.phone.record("visit.open", visit, opening)
        for item in ITEMS[:3]:
            self.phone.record("visit.answer", visit, {f"answers.{item}": {"value": "in_orde"}})
        return visit

    def photo(self, visit: str, length: int) -> None:
        finding = uuid7()
        said = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": "Dozen voor de deur.", "number": None}
        self.phone.record("visit.find", visit, {f"findings.{finding}": said})
        self.phone.photo(visit, finding, length)

    def network(self, fault: str | None, rate: float = 1.0) -> None:
        self.proxy.faults, self.proxy.rate, self.proxy.is_faulty = [fault or "none"], rate, fault is not None

    def sync(self) -> dict[str, Any]:
        """Exchange; the first may be one that began before the last save."""
        self.phone.ask("sync")
        self.phone.ask("sync")
        return self.phone.state()

    def ends_well(self) -> None:
        """On a whole network, with everything that was kept on the way delivered first, and the worker at rest."""
        self.network(None)
        self.proxy.flush()
        engine = self.server.house().engine
        actor = self.server.house().inside.directory.actor(self.user["person_id"], self.phone.id)
        assert actor is not None
        for turn in range(WORKER_RESTS_WITHIN):
            known, shown = self.sync(), dict(engine.manifest(actor, {})["ids"])
            if turn > 0 and shown == known["documents"]:
                break  # the worker of a server whose clock jumped writes for a while
        times = Counter(e.operation_id for e in engine.entries_since(0, 10**6) if e.outcome in ("applied", "conflict"))
        assert {one: times[one] for one in self.phone.recorded} == dict.fromkeys(self.phone.recorded, 1)
        assert known["unsent"] == 0 and waiting(known) == set()
        assert {row["outcome"] for row in known["rows"]} <= {"applied"}
        assert shown == known["documents"]
        assert [b["id"] for b in known["blobs"] if not self.server.house().inside.blobs.exists(b["id"])] == []

    def close(self) -> None:
        self.phone.close()
        self.proxy.close()


@pytest.fixture
def line(server: Server, tmp_path: Path) -> Iterator[Line]:
    made = Line(server, tmp_path / "phone")
    yield made
    made.close()


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "none"])
def test_whatever_the_network_does_to_every_request_nothing_is_lost_doubled_or_believed(line: Line, fault: str) -> None:
    before = line.phone.state()["documents"]
    line.photo(line.visit(), 4000)
    line.network(fault)
    known = line.sync()
    if fault in NEVER_ARRIVE:
        assert known["unsent"] == 2 and not any(row["acked"] for row in known["rows"])
    if fault in HARMLESS:
        assert known["unsent"] == 0
    else:
        assert known["documents"].items() >= before.items(), "the phone forgot what it had"
    line.ends_well()


def test_two_thirds_of_all_requests_cut_in_the_middle_only_cost_time(line: Line) -> None:
    line.photo(line.visit(), 1_700_000)
    line.network("upload cut", rate=0.66)
    for _ in range(6):
        line.sync()
    line.ends_well()


def test_days_without_the_server_and_tokens_that_ended_cost_nothing(template: Server, tmp_path: Path) -> None:
    with copied(template, tmp_path / "own") as server:
        server.start()
        line = Line(server, tmp_path / "phone")
        try:
            line.sync()
            server.stop()
            for _ in range(6):
                line.photo(line.visit(), 30_000)
            assert line.sync()["unsent"] == 12
            line.phone.ask("lock")
            server.settings["FIELDAPP_CLOCK_OFFSET_SECONDS"] = str(3 * DAY_SECONDS)
            server.start()
            for _ in range(10):
                line.network("upload cut", rate=0.3)
                line.sync()
            line.network(None)
            assert line.sync()["unsent"] == 0, "a locked phone delivers without its words"
            line.phone.ask("unlock", words=line.phone.words)
            line.ends_well()
        finally:
            line.close()


def test_a_server_whose_clock_jumps_back_an_hour_goes_on_in_the_same_order(template: Server, tmp_path: Path) -> None:
    with copied(template, tmp_path / "own") as server:
        server.start()
        line = Line(server, tmp_path / "phone")
        try:
            line.visit()
            line.sync()
            head, _ = server.house().engine.log_head()
            server.stop()
            server.settings["FIELDAPP_CLOCK_OFFSET_SECONDS"] = str(-HOUR_SECONDS)
            server.start()
            line.visit()
            assert line.sync()["unsent"] == 0
            assert server.house().engine.log_head()[0] > head
            line.ends_well()
        finally:
            line.close()


def test_a_phone_put_back_from_a_backup_of_itself_loses_neither_its_old_nor_its_new_work(
    line: Line, tmp_path: Path
) -> None:
    line.visit()
    line.sync()
    line.phone.kill()
    shutil.copytree(line.phone.disk, tmp_path / "backup")
    line.phone.reopen(random.Random(1))
    line.visit()
    assert line.sync()["unsent"] == 0
    line.phone.kill()
    shutil.rmtree(line.phone.disk)
    shutil.copytree(tmp_path / "backup", line.phone.disk)
    line.phone.reopen(random.Random(1))
    line.visit()
    line.ends_well()


@pytest.mark.parametrize("nth", range(5))
def test_a_browser_killed_while_it_exchanges_goes_on_where_it_was(line: Line, nth: int) -> None:
    dice = random.Random(nth)
    for _ in range(3):
        line.photo(line.visit(), 600_000)
        line.phone.tell("sync")
        time.sleep(0.4 * dice.random())
        line.phone.reopen(dice, power_cut=nth % 2 == 0)
    line.ends_well()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="a new key to seal to"),
        pytest.param(["--new-signing"], id="and one to sign with", marks=pytest.mark.slow),
        pytest.param(["--new-signing", "--leaked"], id="since the one before leaked", marks=pytest.mark.slow),
    ],
)
def test_work_sealed_to_an_older_key_of_the_server_is_opened_after_a_new_one_was_made(
    template: Server, tmp_path: Path, words: list[str]
) -> None:
    with copied(template, tmp_path / "own") as server:
        server.start()
        line = Line(server, tmp_path / "phone")
        try:
            server.stop()
            line.visit()
            server.command("keys", "--new-hpke", *words, "--data", str(server.data))
            server.settings["FIELDAPP_CLOCK_OFFSET_SECONDS"] = str(60 * DAY_SECONDS)
            server.start()
            line.ends_well()
        finally:
            line.close()
