"""Random schedules: phones with the real sync JavaScript, a network that fails, the real server, two leads, backups.

The model knows what each phone said to have saved and what the server acknowledged. After every step of a phone its
outbox and its counter are compared with that; when all is quiet again, `Run.check` compares everything. The same seed
draws the same moves and the same faults; the processes themselves run as the machine lets them.

    python -m tests.fault.phones --seeds 20 --start 1
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from fieldapp import rescue
from fieldapp.backup import make_backup, restore_backup
from sync import NotEntitled
from tests.fault.node_phone import PROCESS, Hosts, NodePhone, bundled, waiting
from tests.rig.api_phone import uuid7
from tests.rig.fault_proxy import FaultProxy
from tests.rig.many import Play, Played, arguments_of, play_out, run_many
from tests.rig.nursery import Nursery
from tests.rig.rounds import CHECKLIST, ITEMS
from tests.rig.server import House, Server, copied, make_template
from tests.rig.small_town import make_small_town

PHONES = 3
STEPS = 40
QUIET_ROUNDS = 12
LOOKS_AGAIN = 20
LINKED_FROM = ("emptied", "new")
"""States in which the app offers to link: a phone out of use first sends what it has."""
PASSAGES = (10, 60)
"""To the disk, to and from the network, to us: before one of the first so many a browser that is to be killed ends."""
WHOLE = 10
"""Each so manyth seed is played in the whole example, with a process for each browser; the others as quick as can be."""
LEAST_PROTOCOL = 2
YEAR_MS = 365 * 86_400_000
HOUR_SECONDS = 3600


class Wrong(AssertionError):
    """A promise was broken; the message says which."""


@dataclass(frozen=True)
class Rig:
    """What many schedules share: a stopped server to copy, the script of a phone, and where servers are born."""

    template: Server
    process: Path = PROCESS
    nursery: Nursery | None = None
    hosts: Hosts | None = None


@dataclass
class Run:
    """One seed: a server of its own, a network of its own, three phones, two leads, and what they did."""

    server: Server
    seed: int
    folder: Path
    process: Path = PROCESS
    hosts: Hosts | None = None
    network_port: int = 0
    phones: list[Any] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    findings: dict[str, str] = field(default_factory=dict)
    premises: list[str] = field(default_factory=list)
    gone_phones: list[str] = field(default_factory=list)
    """Operations that were acknowledged to phones whose storage was thrown away."""
    story: list[str] = field(default_factory=list)
    """The moves so far."""

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.proxy = FaultProxy(self.server.port, self.seed, port=self.network_port)
        self._house: House | None = None
        self._known: set[str] = set()
        self._is_behind: set[int] = set()
        """Phones that did not exchange since a restore without the copy of the log."""

    @property
    def house(self) -> House:
        self._house = self._house or self.server.house()
        return self._house

    # --- the beginning

    def begin(self) -> None:
        """Three of the phones of `PEOPLE` are in use; those that the server's folder holds were linked before."""
        people = [user for user in self.server.example["users"] if "inspector" in user["roles"]]
        for name in sorted(self.dice.sample(sorted(PEOPLE), PHONES)):
            user = people[PEOPLE[name]]
            phone = begin_phone(self.proxy.address, self.server.folder / "phones" / name, self.process, self.hosts)
            if not phone.words:
                link(phone, self.server, user)
            phone.person = {**user, "team_ids": self._teams(user["person_id"])}
            self.phones.append(phone)
        actor = self.house.inside.directory.actor(people[0]["person_id"], None)
        assert actor is not None
        shown = self.house.engine.find(actor, "premises")
        self.premises = [one["id"] for one in shown if not one["fields"]["is_dwelling"]]
        self.proxy.is_faulty = True

    def _teams(self, person: str) -> list[str]:
        actor = self.house.inside.directory.actor(person, None)
        assert actor is not None
        return sorted(actor.teams)

    def play(self, steps: int = STEPS) -> None:
        moves = list(MOVES)
        for _ in range(steps):
            name = self.dice.choices(moves, [MOVES[move][0] for move in moves])[0]
            self.story.append(name)
            MOVES[name][1](self)

    # --- what inspectors do

    def _pick(self) -> tuple[int, NodePhone]:
        i = self.dice.randrange(len(self.phones))
        return i, self.phones[i]

    def open_visit(self) -> None:
        """Start a visit with all others along, so that several phones write in it."""
        i, phone = self._pick()
        visit, person = uuid7(), phone.person
        opening = {
            "premises_id": self.dice.choice(self.premises), "team_id": person["team_ids"][0],
            "visit_kind": "licensed_premises", "reason": "routine", "leader_id": person["person_id"],
            "co_visitor_ids": sorted({one.person["person_id"] for one in self.phones} - {person["person_id"]}),
            "checklist": CHECKLIST, "opened_at": now(),
        }  # fmt: skip
        phone.record("visit.open", visit, opening)
        self.visits.append(visit)
        self._look(i)

    def answer(self) -> None:
        """One to four answers on one phone."""
        if self.visits:
            i, phone = self._pick()
            for item in self.dice.sample(ITEMS, self.dice.randint(1, 4)):
                body = {f"answers.{item}": {"value": self.dice.choice(["in_orde", "niet_in_orde"])}}
                phone.record("visit.answer", self.dice.choice(self.visits[-3:]), body)
            self._look(i)

    def photo(self) -> None:
        """A finding once for each visit, then a photo of it: one chunk, or two and a bit."""
        if self.visits:
            i, phone = self._pick()
            visit = self.dice.choice(self.visits[-3:])
            finding = self.findings.setdefault(visit, uuid7())
            said = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": "Dozen voor de deur.", "number": None}
            phone.record("visit.find", visit, {f"findings.{finding}": said})
            phone.photo(visit, finding, self.dice.choice([4000, 1_200_000]))
            self._look(i)

    def sync(self) -> None:
        i, phone = self._pick()
        self._exchanged(i, phone.ask("sync"))
        self._look(i)

    def sync_all(self) -> None:
        """All phones at once."""
        for phone in self.phones:
            phone.tell("sync")
        for i, phone in enumerate(self.phones):
            self._exchanged(i, phone.heard())
            self._look(i)

    def _exchanged(self, i: int, said: dict[str, Any]) -> None:
        if said.get("said") == "done":
            self._is_behind.discard(i)

    def lock(self) -> None:
        i, phone = self._pick()
        phone.ask("lock")
        phone.ask("unlock", words=phone.words)
        self._look(i)

    def turn_clock(self) -> None:
        """Somebody sets the clock of a phone, up to three years off, or right again."""
        _, phone = self._pick()
        phone.clock_ms = self.dice.choice([0, self.dice.randrange(-3 * YEAR_MS, 3 * YEAR_MS)])
        phone.ask("clock", ms=phone.clock_ms)

    def see(self) -> None:
        """Somebody looks at what the office decided on his work: then it may go."""
        i, phone = self._pick()
        phone.ask("see")
        self._look(i)

    def change_version(self) -> None:
        """The app of a phone turns out to be an older one, that may send and not receive; or is brought up to date."""
        i, phone = self._pick()
        phone.protocol = 0 if phone.protocol else LEAST_PROTOCOL - 1
        phone.ask("speak", protocol=phone.protocol)
        self._look(i)

    def bring_rescue_file(self) -> None:
        """What the phone holds is carried to the office in a file, and sent as well."""
        i, phone = self._pick()
        file = self.folder / "redding.fieldapp"
        phone.ask("rescue", file=str(file))
        with file.open("rb") as content:
            rescue.take_in(self.house.inside, content)
        self._look(i)

    # --- what befalls phones

    def kill_phone(self) -> None:
        """The browser is killed while it records or exchanges."""
        i, phone = self._pick()
        phone.burn(self.dice.randrange(self.dice.choice(PASSAGES)))
        work: list[dict[str, Any]] = [{"what": "sync"}]
        if self.visits and self.dice.random() < 0.5:
            body = {f"answers.{self.dice.choice(ITEMS)}": {"value": "in_orde"}}
            said = {"what": "record", "kind": "visit.answer", "document": self.visits[-1], "body": body}
            work.insert(self.dice.randrange(2), said)
        for command in work:
            phone.tell(**command)
        time.sleep(0.3 * self.dice.random())
        phone.reopen(self.dice)
        self._look(i)

    def kill_recording(self) -> None:
        """The browser ends between two steps of saving answers that come one right after another."""
        if self.visits:
            i, phone = self._pick()
            phone.burn(self.dice.randrange(PASSAGES[0]))
            for item in self.dice.sample(ITEMS, 3):
                body = {f"answers.{item}": {"value": "in_orde"}}
                phone.tell("record", kind="visit.answer", document=self.visits[-1], body=body)
            phone.wait_for_end(3)
            phone.reopen(self.dice)
            self._look(i)

    def cut_power(self) -> None:
        """The battery is empty: what was not flushed may be gone."""
        i, phone = self._pick()
        phone.reopen(self.dice, power_cut=True)
        self._look(i)

    def lose_cache(self) -> None:
        """The documents on the phone are thrown away; what was recorded is not."""
        i, phone = self._pick()
        phone.ask("drop")
        phone.reopen(self.dice)
        self._look(i)

    def lose_outbox(self) -> None:
        """What was recorded is in the journal only; parts of photos are not."""
        i, phone = self._pick()
        phone.lose_outbox()
        self._exchanged(i, phone.ask("sync"))
        self._look(i)

    def lose_databases(self) -> None:
        """Keys and outbox are gone, the caches are not: who links this browser next brings the work of before."""
        i, phone = self._pick()
        phone.throw_away(keeps_caches=True)
        phone.is_out_of_use = False
        self._enrol_again(phone)
        self._exchanged(i, phone.ask("sync"))
        self._look(i)

    def lose_storage(self) -> None:
        """The browser empties its storage: only what the server has may be asked for; the person enrols again.

        What a server that was put back without the copy lacks, and this phone did not send again yet, is gone with it.
        """
        i, phone = self._pick()
        known = phone.state()["rows"]
        acked = {row["operation"] for row in known if row["acked"]}
        rows = {row["operation"] for row in known}
        left = [one for one in phone.recorded if one in acked or one not in rows]
        self.gone_phones += [one for one in left if i not in self._is_behind or self._is_at_server(one)]
        phone.recorded.clear()
        phone.throw_away()
        self._enrol_again(phone)

    def _enrol_again(self, phone: NodePhone) -> None:
        phone.enrol(str(self.house.inside.accounts.new_device_code(phone.person["person_id"], None)["code"]))

    # --- what befalls the server

    def kill_server(self) -> None:
        """Every process of it at once, while all phones exchange."""
        for phone in self.phones:
            phone.tell("sync")
        time.sleep(0.5 * self.dice.random())
        self.server.kill()
        for phone in self.phones:
            phone.heard()
        self._start()
        for i in range(len(self.phones)):
            self._look(i)

    def turn_server_clock(self) -> None:
        self.dice.choice([self.server.stop, self.server.kill])()
        self.server.settings["FIELDAPP_CLOCK_OFFSET_SECONDS"] = str(self.dice.randrange(-HOUR_SECONDS, HOUR_SECONDS))
        self._start()

    def _start(self) -> None:
        self.server.start()
        self._house = None

    def put_back(self) -> None:
        """The disk dies some time after a backup; the copy of the log is on another one."""
        self._restore(keeps_copy=True)

    def put_back_without_copy(self) -> None:
        """The machine dies with the copy of the log: what came since the backup is on the phones."""
        self._restore(keeps_copy=False)

    def back_up(self) -> None:
        """A verified backup: what the one before it held may go from the phones."""
        make_backup(self.house.inside, self.folder / "backups")

    def _work_on(self) -> None:
        self.dice.choice([Run.answer, Run.sync, Run.photo, Run.sync_all])(self)

    def _restore(self, *, keeps_copy: bool) -> None:
        made = make_backup(self.house.inside, self.folder / "backups")
        for _ in range(6):
            self._work_on()
        self.server.kill()
        lost = self.folder / f"lost-{self.dice.random()}"
        self.server.data.rename(lost)
        self.server.data.mkdir()
        shutil.copytree(lost / "keys", self.server.data / "keys")
        if not keeps_copy:
            (self.server.folder / "log-copy").rename(lost / "log-copy")
        restore_backup(self.house.inside.config, Path(made.folder), accept_loss=False)
        self._house, self._known = None, set()
        self._start()
        if not keeps_copy:
            self._is_behind = set(range(len(self.phones)))
            self.gone_phones = [one for one in self.gone_phones if self.house.engine.entry(one) is not None]

    # --- what leads do

    def _lead(self) -> Any:
        leads = [user for user in self.server.example["users"] if "team_lead" in user["roles"]]
        actor = self.house.inside.directory.actor(self.dice.choice(leads)["person_id"], None)
        assert actor is not None
        return actor

    def decide_held(self) -> None:
        """A lead judges again, takes over, closes or erases what is held."""
        lead, engine = self._lead(), self.house.engine
        for line in engine.held(lead)[:3]:
            operation, way = line["operation_id"], self.dice.choice(["replay", "override", "close", "erase"])
            try:
                if way == "close":
                    engine.close_held(lead, operation, "Dubbel.")
                elif way == "erase":
                    engine.erase_held(lead, operation, "Wissen.")
                else:
                    engine.replay(lead, operation, override=way == "override")
            except NotEntitled:
                continue

    def choose_version(self) -> None:
        """A lead chooses between the versions that two phones left."""
        lead, engine = self._lead(), self.house.engine
        for shown in engine.disputed(lead)[:2]:
            name, rivals = self.dice.choice(sorted(shown["rivals"].items()))
            value = self.dice.choice(rivals)["value"]
            engine.submit(lead, f"{shown['kind']}.pick", shown["id"], {name: value}, base=shown["version"])

    def block(self) -> None:
        self._take_out_of_use(self.house.inside.accounts.block_device)

    def take_in(self) -> None:
        self._take_out_of_use(self.house.inside.accounts.take_in_device)

    def _take_out_of_use(self, act: Callable[[Any, str], Any]) -> None:
        """What the phone still has is kept; sometimes the person enrols again on it."""
        i, phone = self._pick()
        if act(self.house.system, phone.id).outcome != "applied":
            return
        phone.is_out_of_use = True
        self._exchanged(i, phone.ask("sync"))
        self._look(i)
        if self.dice.random() < 0.6:
            if phone.state()["state"] not in LINKED_FROM:
                self.quietly(phone)
            self._enrol_again(phone)

    def quietly(self, phone: NodePhone) -> None:
        """Let one phone hear what the office did, on a whole network."""
        self.proxy.is_faulty = False
        for _ in range(3):
            phone.ask("sync")
        self.proxy.is_faulty = True

    # --- after each step

    def _look(self, i: int) -> None:
        """What was recorded is on the phone or, acknowledged, at the server; the counter is right."""
        phone = self.phones[i]
        known = phone.state()
        there = {row["operation"]: row for row in known["rows"]}
        for one in phone.recorded:
            if one in there and not there[one]["acked"]:
                continue
            if i not in self._is_behind and not self._is_at_server(one):
                raise Wrong(f"{one} of phone {i} is {'acknowledged' if one in there else 'not on the phone'} and lost")
        if [row for row in known["rows"] if row["damaged"]]:
            raise Wrong(f"phone {i} calls sound bytes damaged")
        self._count(i, known)
        self._confirm(i, known)

    def _confirm(self, i: int, known: dict[str, Any]) -> None:
        """What the server signed to have, it has, with these bytes."""
        for stream, n, h in known["receipts"] if i not in self._is_behind else []:
            store = self.house.engine.store
            row = store.entry(f"{stream}:{n}")
            kept = store.kept(row.seq) if row is not None else None
            if kept is None or kept.h.hex() != h:
                raise Wrong(f"phone {i} has a receipt for {stream}:{n}, which the server has not, or with other bytes")

    def _count(self, i: int, known: dict[str, Any]) -> None:
        """The counter is right; an exchange that an unlock began may just be between the disk and the screen."""
        for _ in range(LOOKS_AGAIN):
            if not (wrong := wrong_count(known)):
                return
            time.sleep(0.3)
            known = self.phones[i].state()
        raise Wrong(f"phone {i} {wrong}")

    def _is_at_server(self, operation: str) -> bool:
        if operation not in self._known and self.house.engine.entry(operation) is not None:
            self._known.add(operation)
        return operation in self._known

    # --- at the end

    def settle(self) -> None:
        """The network is whole again, and what it still kept arrives: exchange until nothing changes any more."""
        self.proxy.is_faulty = False
        for phone in self.phones:
            phone.protocol = 0
            is_linked_halfway = phone.state()["state"] in ("starting", "emptied")  # its first pull never came through
            if self.dice.random() < 0.5 or is_linked_halfway:
                phone.reopen(self.dice)
            else:
                phone.ask("speak", protocol=0)
        before: list[dict[str, Any]] = []
        for _ in range(QUIET_ROUNDS):
            self.proxy.flush()
            for i, phone in enumerate(self.phones):
                self._exchanged(i, phone.ask("sync"))
            now_known = [phone.state() for phone in self.phones]
            if now_known == before:
                return
            before = now_known

    def check(self) -> list[str]:
        """Return what is wrong: lost, doubled, without an outcome, or different on phone and server."""
        engine, wrong = self.house.engine, list[str]()
        done = Counter(e.operation_id for e in engine.entries_since(0, 10**6) if e.outcome in ("applied", "conflict"))
        wrong += [f"{operation} was applied {times} times" for operation, times in done.items() if times > 1]
        wrong += [f"{one} of a phone that is gone is lost" for one in self.gone_phones if engine.entry(one) is None]
        for i, phone in enumerate(self.phones):
            wrong += self._wrong_of(i, phone, phone.state())
        report = engine.check()
        return wrong + ([] if report.is_whole else [f"check: {report}"])

    def _wrong_of(self, i: int, phone: NodePhone, known: dict[str, Any]) -> list[str]:
        engine, blobs = self.house.engine, self.house.inside.blobs
        wrong = [f"phone {i} ({known['state']}) still has {known['unsent']} unsent"] * bool(known["unsent"])
        wrong += [f"{one} of phone {i} is lost" for one in phone.recorded if engine.entry(one) is None]
        wrong += [f"photo {b['id']} of phone {i} is lost" for b in known["blobs"] if not blobs.exists(b["id"])]
        if phone.is_out_of_use:
            left = known["state"] in ("open", "locked", "record_only")
            return wrong + [f"phone {i} is out of use and {known['state']}"] * left
        return wrong + self._differences(i, phone, known)

    def _differences(self, i: int, phone: NodePhone, known: dict[str, Any]) -> list[str]:
        if known["state"] != "open":
            return [f"phone {i} is {known['state']}"]
        actor = self.house.inside.directory.actor(phone.person["person_id"], phone.id)
        if actor is None:
            return [f"phone {i} is in use and the server shuts it out"]
        there, here = dict(self.house.engine.manifest(actor, {})["ids"]), known["documents"]
        mine = [row for row in known["rows"] if row["phone"] == phone.id]
        blind = [row["operation"] for row in mine if row["acked"] and row["outcome"] is None]
        wrong = [f"{operation} of phone {i} has no outcome there" for operation in blind]
        differ = [one for one in there.keys() | here.keys() if there.get(one) != here.get(one)]
        return wrong + [f"{one} differs: phone {i} {here.get(one)}, server {there.get(one)}" for one in differ]

    def close(self) -> None:
        for phone in self.phones:
            phone.close()
        self.proxy.close()


def wrong_count(known: dict[str, Any]) -> str:
    """Return what is wrong with the counter of unsent changes, or nothing."""
    waits, counted = waiting(known), known["unsent"]
    readable = all(row["subject"] for row in known["rows"] if not row["acked"])
    if (counted == 0) != (not waits) or (readable and counted != len(waits)):
        return f"counts {counted} unsent, there are {len(waits)}: {sorted(waits)}"
    if known["state"] == "open" and known["shown"] != counted:
        return f"shows {known['shown']} unsent and counts {counted}"
    return ""


def begin_phone(address: str, folder: Path, process: Path = PROCESS, hosts: Hosts | None = None) -> NodePhone:
    """A phone as it lies in this folder, opened; a new one when there is none."""
    said = folder / "phone.json"
    known = json.loads(said.read_text()) if said.exists() else {}
    phone = NodePhone(address, folder, **known, process=process, hosts=hosts)
    if phone.words:
        phone.ask("unlock", words=phone.words)
    return phone


def link(phone: NodePhone, server: Server, user: dict[str, Any]) -> None:
    phone.enrol(server.new_code(user["login"]))


def link_all(template: Server, folder: Path, nursery: Nursery) -> Server:
    """Return the template with all phones of `PEOPLE` linked, to be copied: linking takes longer than copying."""
    with copied(template, folder) as server:
        server.nursery = nursery
        server.start()
        people = [user for user in server.example["users"] if "inspector" in user["roles"]]
        for name, nth in PEOPLE.items():
            phone = begin_phone(server.address, folder / "phones" / name)
            link(phone, server, people[nth])
            phone.close()
            (phone.folder / "phone.json").write_text(json.dumps({"words": phone.words, "id": phone.id}))
        server.stop()
    return Server(folder, port=0, example=dict(template.example))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


# Phones, and which inspector holds each: one of them has two.
PEOPLE = {"a": 0, "b": 1, "c": 2, "second-of-a": 0}
# How often, and what.
MOVES: dict[str, tuple[int, Callable[[Run], None]]] = {
    "open a visit": (8, Run.open_visit),
    "answer": (30, Run.answer),
    "photo": (6, Run.photo),
    "sync": (24, Run.sync),
    "sync all": (6, Run.sync_all),
    "lock and unlock": (4, Run.lock),
    "turn the clock of a phone": (3, Run.turn_clock),
    "kill a phone": (6, Run.kill_phone),
    "kill a phone while it saves": (4, Run.kill_recording),
    "cut the power of a phone": (3, Run.cut_power),
    "lose the cache": (2, Run.lose_cache),
    "lose the outbox": (2, Run.lose_outbox),
    "lose all databases": (1, Run.lose_databases),
    "lose all storage": (1, Run.lose_storage),
    "bring a rescue file": (2, Run.bring_rescue_file),
    "look at decisions": (2, Run.see),
    "change the version of the app": (2, Run.change_version),
    "back up": (4, Run.back_up),
    "kill the server": (3, Run.kill_server),
    "turn the clock of the server": (1, Run.turn_server_clock),
    "restore": (2, Run.put_back),
    "restore without the copy": (1, Run.put_back_without_copy),
    "decide what is held": (3, Run.decide_held),
    "choose a version": (3, Run.choose_version),
    "block a phone": (1, Run.block),
    "take a phone in": (1, Run.take_in),
}


def play_seed(rig: Rig, seed: int, folder: Path, steps: int = STEPS) -> tuple[list[str], Run]:
    """Play one schedule; returns what was wrong, and the run."""
    keeps = "today" if random.Random(seed).random() < 0.3 else "all"
    settings = {"FIELDAPP_MIN_PROTOCOL": str(LEAST_PROTOCOL), "FIELDAPP_PHONE_KEEPS": keeps}
    with copied(rig.template, folder / "own", **settings) as server:
        server.nursery = rig.nursery
        server.start()
        run = Run(server, seed, folder, rig.process, rig.hosts)
        return play_out(run, run.begin, steps), run


@contextmanager
def ready(folder: Path, steps: int, *, keeps: bool) -> Iterator[Play]:
    """What the schedules of one process share: linked phones to copy, and where servers and browsers are born."""
    with closing(Nursery()) as nursery, closing(Hosts(folder)) as hosts:
        quick = Rig(
            link_all(make_small_town(folder / "town"), folder / "linked", nursery), nursery=nursery, hosts=hosts
        )
        whole = cache(lambda: whole_rig(folder / "whole", nursery))
        yield lambda seed: play(quick if seed % WHOLE else whole(), seed, folder / f"seed-{seed}", steps, keeps=keeps)


def whole_rig(folder: Path, nursery: Nursery) -> Rig:
    """The whole example municipality, and a process of its own for each browser: a kill is a SIGKILL."""
    template = make_template(folder / "template")
    return Rig(link_all(template, folder / "linked", nursery), bundled(folder), nursery)


def play(rig: Rig, seed: int, folder: Path, steps: int, *, keeps: bool) -> Played:
    wrong, run = play_seed(rig, seed, folder, steps)
    if not (wrong and keeps):
        shutil.rmtree(folder, ignore_errors=True)
    recorded = Counter({"operations recorded": sum(phone.made for phone in run.phones)})
    return Played(seed, wrong, {"work": recorded, "moves": Counter(run.story), "network": run.proxy.met})


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of(__doc__, 20)
    parser.add_argument("--steps", type=int, default=STEPS, help="moves in each")
    options = parser.parse_args(arguments)
    return run_many(partial(ready, steps=options.steps, keeps=options.keep is not None), options)


if __name__ == "__main__":
    sys.exit(main())
