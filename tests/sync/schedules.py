"""Random schedules of phones, a desk, a bad network, backups and restores, over the real engine.

Run more of them by hand: `python -m tests.sync.schedules --seeds 5000 --start 1`. The simulation knows
what each maker really saw (`past`); the engine must get by with what is sent. Two stories: either the
server may lose its disk, or a phone.
"""

from __future__ import annotations

import errno
import logging
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from sync import LATEST, Behind, LogCopy, Register, StoreUnavailable
from sync.chain import as_entry, effects_of
from sync.check import all_rows
from sync.envelope import digest
from sync.merge import LATE, RIVAL, SET, Stored, lay
from sync.push import keep_all, read_holds
from sync.register import WIPED
from sync.store import open_store
from tests.rig.many import Play, Played, arguments_of, run_many
from tests.sync.world import INES, IVO, SYSTEM, TOM, Phone, Row, World, forged

TEAMS = ("centrum", "elders")
FIELDS = ("a", "b")
QUIET_ROUNDS = 12


class Violation(Exception):
    pass


@dataclass
class Said:
    """One recorded operation and what its maker really had seen on that field."""

    row: Row
    phone: str
    kind: str
    document: str
    field: str | None
    past: frozenset[str]


@dataclass
class Cached:
    """A document on a phone; `heads` per field and `applied` are the truth behind it, for judging only."""

    version: str
    heads: dict[str, frozenset[str]]
    rivals: dict[str, list[Any]]
    values: dict[str, Any]
    applied: frozenset[str]


@dataclass
class Disk:
    """What a phone has on its disk besides its outbox rows."""

    cache: dict[str, Cached] = field(default_factory=dict)
    included: dict[str, str] = field(default_factory=dict)
    cursor: str | None = None
    x: int = 0


class SimPhone:
    def __init__(self, schedule: Schedule, phone: Phone) -> None:
        self.s, self.phone, self.name = schedule, phone, phone.name
        self.disk = Disk()
        self.form: tuple[str, str, str | None, frozenset[str]] | None = None
        self.staged: dict[str, Any] | None = None
        self.is_wiped = False

    # -- recording

    def documents(self) -> list[str]:
        mine = {r.operation.document for r in self.phone.rows if r.operation.kind == "note.open" and self.shows(r)}
        return sorted(set(self.disk.cache) | mine)

    def shows(self, row: Row) -> bool:
        return self.disk.included.get(row.id, "held") == "held"

    def past_of(self, document: str, name: str) -> frozenset[str]:
        """What the person saw here: own work that was put away too, for a server put back may take it in after all."""
        past: set[str] = set()
        cached = self.disk.cache.get(document)
        for head in cached.heads.get(name, ()) if cached else ():
            past |= {head} | self.s.past(head)
        for row in self.phone.rows:
            is_mine = row.operation.document == document and name in row.operation.body
            was_closed = self.disk.included.get(row.id) == "closed"
            if is_mine and (self.shows(row) or was_closed or (cached and row.id in cached.applied)):
                past |= {row.id} | self.s.past(row.id)
        return frozenset(past)

    def record(
        self, kind: str, document: str, base: str | None = None, past: frozenset[str] = frozenset(), **body: Any
    ) -> None:
        if self.phone.session is None or self.phone.session.stream not in {r.stream for r in self.phone.rows}:
            self.disk.x += 1
        row = self.phone.record(kind, document, base, **body)
        name = next(iter(body)) if kind in ("note.write", "note.pick") else None
        self.s.said[row.id] = Said(row, self.name, kind, document, name, past)
        self.s.recorded.append((row, self))

    def begin_form(self, document: str, name: str) -> None:
        cached = self.disk.cache.get(document)
        base = cached.version if cached else None
        if cached is None:
            own = [r.operation.base for r in reversed(self.phone.rows)
                   if r.operation.document == document and name in r.operation.body and self.shows(r)]  # fmt: skip
            base = own[0] if own else None
        self.form = (document, name, base, self.past_of(document, name))

    # -- pushing

    def answered(self, x: int, answer: dict[str, Any] | Behind) -> None:
        if x != self.disk.x:
            return
        self.disk.x += 1
        self.phone.take_in(answer)
        for row in self.phone.rows:
            if row.acked:
                self.s.acked.add((row.id, digest(row.envelope)))
        if not isinstance(answer, Behind):
            self.purge(answer["safe"])

    def purge(self, safe: dict[str, list[Any]]) -> None:
        own = {row.id: digest(row.envelope).hex()[:8] for row in self.phone.rows}
        covered = {s: m[0] for s, m in safe.items() if own.get(f"{s}:{m[0]}") in m[1:]}
        left: list[Row] = []
        for row in self.phone.rows:
            stream, outcome = row.stream.hex(), self.disk.included.get(row.id, "held")
            first = all(r.stream != row.stream for r in left)
            if row.acked and outcome != "held" and row.n <= covered.get(stream, 0) and first:
                self.s.purged.add(row.id)
            else:
                left.append(row)
        self.phone.rows = left

    # -- pulling

    def streams(self) -> list[str]:
        return sorted({row.stream.hex() for row in self.phone.rows})

    def seen(self) -> str | None:
        documents = [*self.disk.cache.values(), *(self.staged["documents"].values() if self.staged else ())]
        return max((d.version for d in documents), key=lambda v: int(v.partition(".")[0]), default=None)

    def request(self, **more: Any) -> dict[str, Any]:
        return {"cursor": self.disk.cursor, "streams": self.streams(), "seen": self.seen(), "limit": 2, **more}

    def kill(self) -> None:
        self.phone.lock()
        self.form = self.staged = None

    def check_view(self) -> None:
        if self.is_wiped:
            return
        for row in self.phone.rows:
            cached = self.disk.cache.get(row.operation.document)
            settled = not self.shows(row) and self.disk.included[row.id] != "closed"
            if settled and cached and row.id not in cached.applied | self.s.overtaken:
                raise Violation("own work vanished from the screen")


class FlakyCopy(LogCopy):
    """A copy on a disk that is sometimes full: then it takes nothing, or a part, or all but the answer is no."""

    is_full = False

    def add(self, records: Iterable[tuple[str, bytes, int]]) -> tuple[int, str]:
        if self.is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().add(records)


class Schedule:
    def __init__(self, seed: int, folder: Path, steps: int = 120) -> None:
        self.random, self.steps, self.folder = Random(seed), steps, folder
        self.world = World(folder, register=Register(folder / "register.jsonl"))
        self.copy = FlakyCopy(folder / "copy.bin") if self.random.random() < 0.5 else None
        self.world.options["copy"] = self.copy
        self.world.restart()
        self.has_copy = self.copy is not None
        self.wiped: set[str] = set()
        self.closed: set[str] = set()
        self.desk: set[str] = set()
        self.said: dict[str, Said] = {}
        self.recorded: list[tuple[Row, SimPhone]] = []
        self.acked: set[tuple[str, bytes]] = set()
        self.purged: set[str] = set()
        self.late: list[tuple[Any, ...]] = []
        self.stats: Counter[str] = Counter()
        self.phones = {
            name: SimPhone(self, self.world.phone(person, name))
            for name, person in (("p1", INES), ("p2", INES), ("p3", IVO))
        }
        self.story = self.random.choice(("server", "phone"))
        self.backups: list[tuple[Path, Any]] = []
        self.making: tuple[Path, Any] | None = None
        self.phone_backups: dict[str, Any] = {}
        self.server_restores, self.too_old = 0, False
        self.checked = 0
        self.shadow: dict[str, Stored] = {}
        self.done: Counter[str] = Counter()
        self.revoked_before: set[str] = set()
        self.overtaken: set[str] = set()  # applied after a later operation of the same phone: no new version

    def past(self, operation: str) -> frozenset[str]:
        said = self.said.get(operation)
        return said.past if said else frozenset()

    def run(self) -> None:
        names, weights = zip(*EVENTS, strict=True)
        for _ in range(self.steps):
            event = self.random.choices(names, weights)[0]
            try:
                getattr(self, f"do_{event}")(self.phones[self.random.choice(sorted(self.phones))])
            except StoreUnavailable:
                self.stats["told unavailable"] += 1
                if self.copy is None or not self.copy.is_full:
                    raise
            self.check_log()
            self.revoked_before = set(self.world.people.revoked)
            for phone in self.phones.values():
                phone.check_view()
        self.quiet()

    # -- what phones do

    def do_new(self, p: SimPhone) -> None:
        if not p.is_wiped:
            team = self.random.choice(TEAMS[:1] * 4 + TEAMS[1:])
            p.record("note.open", self.world.new_id(), team=team, title="t")

    def do_form(self, p: SimPhone) -> None:
        documents = p.documents()
        if documents and not p.is_wiped:
            p.begin_form(self.random.choice(documents), self.random.choice(FIELDS))

    def do_save(self, p: SimPhone) -> None:
        if p.form is None or p.is_wiped:
            return
        document, name, base, past = p.form
        p.form = None
        if document in p.documents():
            value = "explode" if self.random.random() < 0.08 else self.random.randrange(3)
            mine = {row.id for row in p.phone.rows}
            past |= {o for o in p.past_of(document, name) if o in mine}  # of others' values: what the form showed
            p.record("note.write", document, base, past, **{name: value})

    def do_edit(self, p: SimPhone) -> None:
        self.do_form(p)
        self.do_save(p)

    def do_pick(self, p: SimPhone) -> None:
        for document, cached in sorted(p.disk.cache.items()):
            for name in FIELDS:
                if cached.rivals.get(name) and not p.is_wiped:
                    value = self.random.choice([cached.values.get(name), *cached.rivals[name]])
                    p.record("note.pick", document, cached.version, p.past_of(document, name), **{name: value})
                    return

    def do_act(self, p: SimPhone) -> None:
        documents = p.documents()
        if documents and not p.is_wiped:
            p.record("note.close", self.random.choice(documents))

    def do_push(self, p: SimPhone, calm: bool = False) -> None:
        rows = [r for r in p.phone.rows if not r.acked][: 100 if calm else self.random.randint(1, 5)]
        message = (p.phone.certificate, {"p": 1, "holds": p.phone.holds()}, [r.envelope for r in rows])
        fate = 1.0 if calm else self.random.random()
        if fate < 0.12:
            return
        if fate < 0.2:
            self.late.append(("request", p, p.disk.x, message))
            return
        answer = self.serve(message, crash=not calm and self.random.random() < 0.12)
        if answer is None or fate < 0.32:
            return
        if fate < 0.4:
            self.late.append(("answer", p, p.disk.x, answer))
            return
        p.answered(p.disk.x, answer)

    def serve(self, message: Any, crash: bool = False) -> dict[str, Any] | Behind | None:
        if not crash:
            return self.world.engine.push(*message)
        certificate, header, envelopes = message
        with self.world.engine._keeping():
            keep_all(self.world.store, certificate.phone, read_holds(header, certificate.phone), envelopes, 1)
        if self.random.random() < 0.5:
            self.world.restart().recover()
        return None

    def do_late(self, p: SimPhone) -> None:
        if self.late:
            what, p, x, rest = self.late.pop(self.random.randrange(len(self.late)))
            if what == "request":
                self.serve(rest)
            elif what == "answer":
                p.answered(x, rest)
            else:
                self.take_in(p, x, rest)

    def do_pull(self, p: SimPhone, calm: bool = False) -> None:
        if p.name in self.world.people.revoked:
            p.disk.cache, p.is_wiped, p.staged = {}, True, None
            return
        if p.staged is None or calm:
            p.staged = {"x": p.disk.x, "streams": set(p.streams()), "documents": {}, "after": None, "scope": None}
        page = self.ask(p)
        while page is not None and page.get("more"):
            if not calm and self.random.random() < 0.5:
                return
            page = self.ask(p)
        staged, p.staged = p.staged, None
        if page is None or staged is None or (not calm and self.random.random() < 0.1):
            return
        if not calm and self.random.random() < 0.1:
            self.late.append(("pulled", p, staged["x"], staged))
        else:
            self.take_in(p, staged["x"], staged)

    def ask(self, p: SimPhone) -> dict[str, Any] | None:
        """One request; the answer is staged. None: begin again another time."""
        staged = p.staged
        assert staged is not None
        if "manifest" in staged:
            return self.fetch(p, staged)
        answer = self.world.engine.pull(p.phone.actor, p.request(after=staged["after"], scope=staged["scope"]))
        if "reset" in answer:
            self.stats["resets"] += 1
            found = self.world.engine.manifest(p.phone.actor, p.request())
            staged.update(manifest=found["ids"], cursor=found["cursor"], outcomes=found["outcomes"], documents={})
            return {"more": True}
        for shown in answer["documents"]:
            staged["documents"][shown["id"]] = self.cached(shown)
        staged.update(after=answer["after"], scope=answer["scope"])
        if not answer["more"]:
            staged.update(gone=answer["gone"], cursor=answer["cursor"], outcomes=answer["outcomes"])
        return answer

    def fetch(self, p: SimPhone, staged: dict[str, Any]) -> dict[str, Any] | None:
        known = {d: v.version for d, v in p.disk.cache.items()}
        wanted = [d for d, version in staged["manifest"] if known.get(d) != version]
        answer = self.world.engine.fetch(p.phone.actor, wanted, staged["cursor"])
        if "reset" in answer or answer["missing"]:
            return None
        staged["documents"] = {d: p.disk.cache[d] for d, version in staged["manifest"] if known.get(d) == version}
        staged["documents"] |= {shown["id"]: self.cached(shown) for shown in answer["documents"]}
        staged["is_whole"] = True
        return {"more": False}

    def cached(self, shown: dict[str, Any]) -> Cached:
        stored = self.world.store.get(shown["id"])
        assert stored is not None and stored.version == shown["version"]
        heads = {
            name: frozenset({o for o, _ in state.writers} | {o for o, _, _ in state.rivals})
            for name, state in stored.states.items()
        }
        rows = self.world.store.history(shown["id"])
        applied = frozenset(r.operation_id for r in rows if r.outcome in ("applied", "conflict"))
        rivals = {name: [r["value"] for r in found] for name, found in shown["rivals"].items()}
        return Cached(shown["version"], heads, rivals, shown["fields"], applied)

    def take_in(self, p: SimPhone, x: int, staged: dict[str, Any]) -> None:
        if x != p.disk.x or p.is_wiped:
            return
        p.disk.x += 1
        outcomes = {
            o: said["outcome"] for o, said in staged["outcomes"].items() if o.split(":")[0] in staged["streams"]
        }
        if staged.get("is_whole"):
            p.disk.cache, p.disk.included = staged["documents"], outcomes
        else:
            merged = {**p.disk.cache, **staged["documents"]}
            p.disk.cache = {d: c for d, c in merged.items() if d not in staged["gone"]}
            p.disk.included = {**p.disk.included, **outcomes}
        p.disk.cursor = staged["cursor"]

    def do_thief(self, p: SimPhone) -> None:
        """Another phone, or someone with the push key of this one, takes the number of an unsent operation."""
        rows = [r for r in p.phone.rows if not r.acked]
        known = self.world.store.stream(rows[0].stream) if rows else None
        if known is not None and known.proved and self.random.random() < 0.7:
            thief = next(q for q in self.phones.values() if q is not p)
            stolen = forged(self.world, thief.phone, rows[0].stream, rows[0].operation.document, rows[0].n)
            self.stats["stolen"] += 1
            self.world.engine.push(thief.phone.certificate, {"p": 1, "holds": []}, [stolen])
        elif rows and self.random.random() < 0.5:
            header = b"FAE1" + rows[0].envelope[4:28]
            garbage = header + self.random.randbytes(661)
            self.stats["squatted"] += 1
            self.world.engine.push(p.phone.certificate, {"p": 1, "holds": []}, [garbage])

    def do_kill(self, p: SimPhone) -> None:
        p.kill()

    def do_drop_cache(self, p: SimPhone) -> None:
        p.disk = Disk(x=p.disk.x + 1)
        p.staged = p.form = None

    def do_phone_backup(self, p: SimPhone) -> None:
        rows = [replace(row) for row in p.phone.rows]
        disk = replace(p.disk, cache=dict(p.disk.cache), included=dict(p.disk.included))
        self.phone_backups[p.name] = (rows, disk, p.phone.tail)

    def do_phone_restore(self, p: SimPhone) -> None:
        if self.story != "phone" or p.name not in self.phone_backups or p.is_wiped:
            return
        self.late = [m for m in self.late if m[1] is not p or m[0] == "request"]
        unsent = {row.id for row in p.phone.rows if not row.acked}
        rows, disk, tail = self.phone_backups[p.name]
        p.phone.rows = [replace(row) for row in rows]
        p.disk = replace(disk, cache=dict(disk.cache), included=dict(disk.included))
        p.phone.tail = tail
        p.kill()
        lost = unsent - {row.id for row in p.phone.rows}
        self.recorded = [(row, q) for row, q in self.recorded if row.id not in lost]

    # -- what happens at the server

    def do_backup(self, _: SimPhone) -> None:
        if self.making is None:
            path = self.folder / f"backup-{len(list(self.folder.glob('backup-*.db')))}.db"
            with sqlite3.connect(path) as target, sqlite3.connect(self.world.store.path) as source:
                source.backup(target)
            target.close()
            source.close()
            copy = open_store(f"sqlite:///{path}")
            self.making = (path, [(s, n, [h.hex()[:8] for h in hs]) for s, n, hs in copy.marks()])
            copy.close()
        else:
            self.backups.append(self.making)
            self.world.engine.publish_safe(self.making[1])
            self.making = None

    def do_restore(self, _: SimPhone) -> None:
        if self.story != "server" or not self.backups:
            return
        last = self.backups[-2:] if self.random.random() < 0.8 else self.backups
        pick = self.random.choice(last)
        self.too_old = self.too_old or pick not in self.backups[-2:]
        self.server_restores += 1
        self.world.store.close()
        path = self.folder / f"restored-{self.server_restores}.db"
        shutil.copy(pick[0], path)
        if self.copy is not None and self.random.random() < 0.2:
            self.copy.path.unlink(missing_ok=True)
            self.has_copy = False
        self.world.restart(f"sqlite:///{path}")
        self.backups, self.making = [pick], None
        self.checked, self.shadow, self.done, self.revoked_before = 0, {}, Counter(), set()

    def do_move(self, _: SimPhone) -> None:
        documents = list(self.world.store.all_documents())
        if documents:
            self.world.engine.submit(
                SYSTEM, "note.move", self.random.choice(documents).id, {"team": self.random.choice(TEAMS)}
            )

    def do_rescope(self, _: SimPhone) -> None:
        person = self.random.choice(("ines", "ivo"))
        teams = self.random.choice([TEAMS[:1], TEAMS[:1], TEAMS, TEAMS[1:]])
        actors = self.world.people.actors
        actors[person] = replace(actors[person], scopes=frozenset(f"team:{t}" for t in teams))

    def do_revoke(self, p: SimPhone) -> None:
        if not self.world.people.revoked and self.random.random() < 0.4:
            self.world.people.revoked.add(p.name)

    def do_full(self, _: SimPhone) -> None:
        if self.copy is not None:
            self.copy.is_full = not self.copy.is_full and self.random.random() < 0.5

    def do_desk(self, _: SimPhone) -> None:
        """An operation of a desk or the worker that is repeated until it is said to be done: once is enough.

        What was decided on is done with: whoever does the same again has a new form, and so a new name.
        """
        documents = [d for d in self.world.store.all_documents() if not d.fields.get("shared")]
        if not documents:
            return
        ended = sum(name.startswith("desk-") for name in self.desk | self.closed | self.wiped)
        chosen, name = self.random.choice(sorted(d.id for d in documents)), f"desk-{ended}"
        for _time in range(self.random.choice((1, 2))):
            outcome = self.world.engine.submit(TOM, "note.share", chosen, {}, base=LATEST, operation_id=name)
        if outcome.outcome == "applied":
            self.desk.add(name)

    def do_decide(self, _: SimPhone) -> None:
        """People close, or wipe, what is held."""
        self.world.engine.recover()  # a desk sees what is held once the log is whole again
        held = [r for r in self.world.store.latest_held(1000) if r.code in ("no_permission", "note.closed", "revoked")]
        if not held:
            return
        chosen = self.random.choice(held)
        if self.random.random() < 0.5:
            self.world.engine.close_held(SYSTEM, chosen.operation_id, "dubbel")
            self.closed.add(chosen.operation_id)
        else:
            self.world.engine.erase_held(SYSTEM, chosen.operation_id, "wissen")
            self.wiped.add(chosen.operation_id)
            self.stats["wiped"] += 1

    def do_bug(self, _: SimPhone) -> None:
        self.world.policy.mended = not self.world.policy.mended

    def do_replay(self, _: SimPhone) -> None:
        self.world.engine.recover()
        held = [r for r in self.world.store.latest_held(1000) if r.code in ("server_error", "no_permission", "revoked")]
        if held:
            chosen = self.random.choice(held)
            self.world.engine.replay(SYSTEM, chosen.operation_id, override=self.random.random() < 0.5)

    # -- judging the log

    def check_log(self) -> None:
        """Follow every new entry: no value leaves unseen, nobody rivals himself, nothing applies twice."""
        for row in self.world.store.entries_since(self.checked, 10_000):
            self.checked = row.position
            if row.outcome not in ("applied", "conflict"):
                continue
            self.done[row.operation_id] += 1
            if self.done[row.operation_id] > 1:
                raise Violation("applied twice")
            entry = as_entry(row)
            if entry.device in self.revoked_before and not (entry.decided or {}).get("override"):
                raise Violation("a revoked phone's work was applied")
            self.follow(row)

    def follow(self, row: Any) -> None:
        entry = as_entry(row)
        before = self.shadow.get(row.document) or Stored(row.document, "note", {})
        content = effects_of({"effects": {n: [e["effect"], *e["out"]] for n, e in (entry.effects or {}).items()}})
        after = lay(before, entry.changes or {}, content, row.operation_id, row.position)
        self.shadow[row.document] = after
        said = self.said.get(row.operation_id)
        if said is None or said.field is None:
            return
        name = said.field
        state, now = before.states.get(name), after.states.get(name)
        effect = content[name].effect if name in content else SET
        if effect == LATE:
            self.overtaken.add(row.operation_id)
        if state is None or now is None or effect == LATE:
            return
        standing = {o for o, _ in now.writers} | {o for o, _, _ in now.rivals}
        for operation in [o for o, _ in state.writers] + [o for o, _, _ in state.rivals]:
            if operation not in standing and operation not in said.past:
                raise Violation("silent overwrite: a value nobody had seen left the document")
        if said.kind == "note.write":
            for operation, _, _ in state.rivals:
                if operation not in standing and self.said[operation].phone != said.phone:
                    raise Violation("rival removed without a pick")
        if effect == RIVAL:
            self.check_conflict(said, [o for o, _ in now.writers], row.operation_id)

    def check_conflict(self, said: Said, writers: list[str], operation: str) -> None:
        for writer in writers:
            other = self.said.get(writer)
            if other is not None and (writer in said.past or operation in other.past):
                if other.phone == said.phone and not self.too_old:
                    raise Violation("a phone conflicts with itself")
                if not self.server_restores:
                    raise Violation("false conflict without a restore")
                self.stats["false conflicts after a restore"] += 1

    # -- the end

    def quiet(self) -> None:
        self.world.policy.mended, self.late = True, []
        if self.copy is not None:
            self.copy.is_full = False
        for p in self.phones.values():
            p.staged = None
        self.exchange_until_still()
        self.check_log()
        for row in self.world.store.latest_held(10_000):
            if row.code == "server_error":
                self.world.engine.replay(SYSTEM, row.operation_id)
        self.check_log()
        for p in self.phones.values():
            for _ in range(3):
                self.do_push(p, calm=True)
                self.do_pull(p, calm=True)
        self.check_nothing_lost()
        self.check_decided()
        for p in self.phones.values():
            self.check_phone(p)
        self.check_server()

    def exchange_until_still(self) -> None:
        """What a whole round left as it was, the next one leaves too: two such rounds are the end."""
        still, before = 0, None
        for _ in range(QUIET_ROUNDS):
            for p in self.phones.values():
                for _ in range(6):
                    self.do_push(p, calm=True)
                    if all(row.acked for row in p.phone.rows):
                        break
                self.do_pull(p, calm=True)
                self.do_pull(p, calm=True)
                p.check_view()
            now = self.outside()
            still = still + 1 if now == before else 0
            if still == 2:
                return
            before = now

    def outside(self) -> tuple[Any, ...]:
        """All that an exchange may change, but for the clock and the marks that a phone counts its exchanges by."""
        store = self.world.store
        phones = [
            ([(r.id, r.acked) for r in p.phone.rows], dict(p.disk.cache), dict(p.disk.included), p.disk.cursor)
            for p in self.phones.values()
        ]
        return phones, [row.position for row in all_rows(store)], [k.seq for k in store.kept_since(0, 100_000)]

    def check_nothing_lost(self) -> None:
        kept = {(f"{k.stream.hex()}:{k.n}", k.h) for k in self.world.store.kept_since(0, 100_000)}
        for operation, h in self.acked:
            if (operation, h) not in kept and not (self.too_old and operation in self.purged):
                raise Violation("acknowledged and lost")
        for row, _ in self.recorded:
            if (row.id, digest(row.envelope)) not in kept and not (self.too_old and row.id in self.purged):
                raise Violation("recorded, phone alive, never reaches the server")

    def check_decided(self) -> None:
        """What was wiped stays wiped, whatever was lost; with the copy, what was closed or done at a desk stays too."""
        digests = {record["subject"] for record in self.world.options["register"].records(WIPED)}
        for row in all_rows(self.world.store):
            if row.operation_id in self.wiped and row.content is not None and '"body":null' not in row.content:
                raise Violation("what was wiped is in the log again")
        for kept in self.world.store.kept_since(0, 100_000):
            if kept.envelope is not None and kept.h.hex() in digests:
                raise Violation("the bytes of what was wiped are here again")
        if not self.has_copy:
            return
        decided = {operation: self.world.store.entry(operation) for operation in self.closed | self.wiped}
        # The copy keeps of what was wiped its bytes' digest only: what a desk had named itself lost its name with them.
        nameless = {o for o, entry in decided.items() if entry is None and o in self.wiped and o.startswith("desk-")}
        traces = [r for r in all_rows(self.world.store) if (r.outcome, r.code) == ("closed", "erased")]
        if len(traces) < len(nameless):
            raise Violation("that something was wiped was lost")
        if any(entry is None or entry.outcome != "closed" for o, entry in decided.items() if o not in nameless):
            raise Violation("a decision was lost")
        for name in self.desk:
            if self.world.store.entry(name) is None:
                raise Violation("work of a desk was lost")
        copied = {digest(envelope) for _, envelope, _ in LogCopy(self.folder / "copy.bin").read()}
        if {bytes.fromhex(h) for h in digests} & copied:
            raise Violation("what was wiped is still in the copy")
        kept_here = {k.h for k in self.world.store.kept_since(0, 100_000) if k.envelope is not None}
        if kept_here - copied:
            raise Violation("acknowledged and not in the copy")

    def check_phone(self, p: SimPhone) -> None:
        if any(not row.acked for row in p.phone.rows):
            raise Violation("outbox stuck")
        if p.is_wiped or p.name in self.world.people.revoked:
            return
        scopes = p.phone.actor.scopes
        mine = {d.id: d.version for d in self.world.store.all_documents() if d.scopes & scopes}
        if {d: c.version for d, c in p.disk.cache.items()} != mine:
            raise Violation("the phone does not hold what the server shows it")
        for row in p.phone.rows:
            stored = self.world.store.entry(row.id)
            if stored is None or p.disk.included.get(row.id) != stored.outcome:
                raise Violation("outcome on the phone is not the server's")

    def check_server(self) -> None:
        report = self.world.engine.check()
        if not report.is_whole:
            raise Violation(f"check: {report.wrong[0]}")
        for row in self.world.store.latest_held(10_000):
            if row.code == "dep" and self.world.store.get(row.document) is not None:
                raise Violation("held dep although its document exists")
        for row, _ in self.recorded:
            said = self.said[row.id]
            entry = self.world.store.entry(row.id)
            judged = self.world.store.kept(entry.seq) if entry is not None else None
            if judged is not None and judged.h != digest(row.envelope):
                raise Violation("bytes of another are the operation")
            if said.field is not None:
                self.check_retrievable(said, row.id)
        for stored in all_rows(self.world.store):
            self.stats[stored.outcome] += 1

    def check_retrievable(self, said: Said, operation: str) -> None:
        """An applied value stands in the document, or a successor that had seen it does."""
        entry = self.world.store.entry(operation)
        document = self.world.store.get(said.document)
        if entry is None or entry.outcome not in ("applied", "conflict") or document is None or said.field is None:
            return
        state = document.states[said.field]
        heads = [o for o, _ in state.writers] + [o for o, _, _ in state.rivals]
        if operation in heads or any(operation in self.past(head) for head in heads):
            return
        rows = self.world.store.history(said.document)
        if not any(operation in self.past(r.operation_id) for r in rows if r.outcome in ("applied", "conflict")):
            raise Violation("a value vanished without a successor that had seen it")


EVENTS = [("new", 6), ("form", 6), ("save", 8), ("edit", 20), ("pick", 5), ("act", 2), ("push", 24), ("late", 5),
          ("pull", 28), ("kill", 5), ("drop_cache", 1), ("phone_backup", 2), ("phone_restore", 2), ("backup", 7),
          ("restore", 2), ("move", 2), ("rescope", 2), ("revoke", 1), ("bug", 2), ("replay", 2), ("thief", 2), ("full", 3), ("desk", 2), ("decide", 3)]  # fmt: skip


def run_one(seed: int, steps: int = 120, within: Path | None = None) -> Schedule:
    """Run one schedule in a folder of its own; raise Violation."""
    with tempfile.TemporaryDirectory(dir=within) as folder:
        schedule = Schedule(seed, Path(folder), steps)
        try:
            schedule.run()
        finally:
            schedule.world.store.close()
    return schedule


@contextmanager
def ready(folder: Path) -> Iterator[Play]:
    """Play in this folder; the faults that the schedules put into the rules are not worth a log each."""
    logging.disable()
    yield lambda seed: play(seed, folder)


def play(seed: int, folder: Path) -> Played:
    try:
        schedule = run_one(seed, within=folder)
    except Violation as violation:
        return Played(seed, [str(violation)])
    restores = Counter(restores=schedule.server_restores)
    return Played(seed, counts={"operations": schedule.stats + restores})


def main() -> int:
    return run_many(ready, arguments_of(__doc__, 500).parse_args(), in_memory=True)


if __name__ == "__main__":
    sys.exit(main())
