"""One phone with the real JavaScript, on a folder that is its disk: in a process of its own, or in one that had others before."""

from __future__ import annotations

import json
import os
import random
import select
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.rig.server import ROOT

RIG = ROOT / "tests" / "js" / "rig"
PROCESS, HOST, LIFE = RIG / "phone-process.js", RIG / "phone-host.js", RIG / "phone-life.js"
DATABASES = ("fa-outbox", "fa-keys", "fa-cache")
STORAGES = (*DATABASES, "fa-journal")
PATIENCE_SECONDS = 240
MOST_LIVES = 300
"""Of one process of Node: what browsers before left in its memory goes with it."""
GLOBALS = (
    "BroadcastChannel", "Date", "caches", "clearInterval", "clearTimeout", "fetch", "indexedDB", "location", "navigator",
    "performance", "setImmediate", "setInterval", "setTimeout", "IDBCursor", "IDBCursorWithValue", "IDBDatabase",
    "IDBFactory", "IDBIndex", "IDBKeyRange", "IDBObjectStore", "IDBOpenDBRequest", "IDBRequest", "IDBTransaction",
    "IDBVersionChangeEvent",
)  # fmt: skip
"""What each browser has of its own."""


class Line:
    """A process of Node that takes commands, one a line, and answers in lines."""

    def __init__(self, script: Path, *words: str, log: Path) -> None:
        self.log = log
        with log.open("a") as said:
            self.process = subprocess.Popen(
                ["node", str(script), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, cwd=ROOT
            )
        self._heard = bytearray()

    def tell(self, what: str, **said: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **said}).encode() + b"\n")
        self.process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """Return the oldest answer that was not heard yet; waits for it."""
        assert self.process.stdout is not None
        until = time.monotonic() + PATIENCE_SECONDS
        while b"\n" not in self._heard:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))
            more = os.read(self.process.stdout.fileno(), 1 << 20) if ready else b""
            assert more, f"the phone {'ended' if ready else 'hangs'}: {self.log.read_text()[-2000:]}"
            self._heard += more
        line, _, rest = bytes(self._heard).partition(b"\n")
        self._heard[:] = rest
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> list[dict[str, Any]]:
        """End the process at once; returns the answers that nobody had heard."""
        self.process.kill()
        said, _ = self.process.communicate()
        lines = (bytes(self._heard) + said).split(b"\n")[:-1]
        return [json.loads(line) for line in lines]

    def end_browser(self) -> list[dict[str, Any]]:
        """End what lives in this process, and leave the process; returns the answers that nobody had heard."""
        self.tell("die")
        said = []
        while "died" not in (answer := self.heard()):
            said.append(answer)
        return said


class Hosts:
    """Processes of Node in which one browser lives after another; each phone has one for as long as it is in use."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "hosts.log"
        self.script = folder / "phone-life.cjs"
        own = [f"--define:{name}=globalThis.{name}" for name in GLOBALS]
        bundle(LIFE, self.script, "--format=cjs", *own)
        self._idle: list[tuple[Line, int]] = []

    def take(self) -> tuple[Line, int]:
        """Return a process, and how many lives it had."""
        return self._idle.pop() if self._idle else (Line(HOST, str(self.script), log=self.log), 0)

    def give_back(self, line: Line, lives: int) -> None:
        """No browser lives in it any more."""
        if lives < MOST_LIVES and line.process.poll() is None:
            self._idle.append((line, lives))
        else:
            line.end()

    def close(self) -> None:
        while self._idle:
            self._idle.pop()[0].end()


@dataclass
class NodePhone:
    """The process may be killed and begun again; what was said to be saved is in `recorded` for good."""

    address: str
    folder: Path
    words: str = ""
    id: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    recorded: list[str] = field(default_factory=list)
    is_out_of_use: bool = False
    clock_ms: int = 0
    protocol: int = 0
    """What an older app says that it speaks; 0: this one."""
    process: Path = PROCESS
    """The script: PROCESS, or what `bundled` made of it."""
    hosts: Hosts | None = None
    """Where its browsers live; None: each is a process of its own."""
    made: int = 0
    """How many operations were ever said to be saved."""

    def __post_init__(self) -> None:
        self.disk = self.folder / "disk"
        self.log = self.folder / "phone.log"
        self.disk.mkdir(parents=True, exist_ok=True)
        self._line: Line | None = None
        self._lives = 0
        self.begin()

    def begin(self, lost: tuple[str, ...] = ()) -> None:
        """Open the browser; storages named in `lost` have only what was flushed."""
        where = {"address": self.address, "folder": str(self.disk), "cut": ",".join(lost)}
        if self.hosts is None:
            self._line = Line(self.process, *where.values(), log=self.log)
        else:
            if self._line is None:
                self._line, self._lives = self.hosts.take()
            self._lives += 1
            self._line.tell("begin", **where)
        if self.clock_ms:
            self.ask("clock", ms=self.clock_ms)
        if self.protocol:
            self.ask("speak", protocol=self.protocol)

    def kill(self) -> None:
        """End it at once, whatever it is doing; what it still said to be saved counts."""
        if self._line is None:
            return
        said = self._line.end() if self.hosts is None else self._line.end_browser()
        if self.hosts is None:
            self._line = None
        for answer in said:
            if "operation" in answer:
                self._keep(answer)

    def burn(self, passages: int) -> None:
        """Let it die at this passage to or from its disk, the network or who gives commands, if it lives so long."""
        if self.hosts is not None:
            self.tell("fuse", after=passages)

    def wait_for_end(self, commands: int) -> None:
        """Wait until it died as `burn` said, or answered so many commands; what it said to be saved counts."""
        for _ in range(commands if self.hosts is not None else 0):
            answer = self.heard()
            if "burnt" in answer:
                return
            self._keep(answer)

    def tell(self, what: str, **said: Any) -> None:
        """Give a command without waiting for its answer."""
        assert self._line is not None
        self._line.tell(what, **said)

    def heard(self) -> dict[str, Any]:
        """Return the answer to the oldest command that has none."""
        assert self._line is not None
        return self._line.heard()

    def ask(self, what: str, **said: Any) -> dict[str, Any]:
        self.tell(what, **said)
        answer = self.heard()
        assert "error" not in answer, answer["error"]
        return answer

    def enrol(self, code: str, tries: int = 20) -> None:
        """A bad network may cost several tries with one code."""
        for _ in range(tries):
            self.tell("enrol", code=code)
            said = self.heard()
            if "error" not in said:
                self.id, self.words, self.is_out_of_use = said["phone"], said["words"], False
                return
        raise AssertionError(f"not enrolled: {said['error']}")

    def record(self, kind: str, document: str, body: dict[str, Any]) -> None:
        self._keep(self.ask("record", kind=kind, document=document, body=body))

    def photo(self, visit: str, finding: str, length: int) -> None:
        self._keep(self.ask("photo", visit=visit, finding=finding, length=length))

    def _keep(self, answer: dict[str, Any]) -> None:
        """What was said to be saved may never be lost."""
        if "operation" in answer:
            self.recorded.append(answer["operation"])
            self.made += 1
        else:
            assert answer["refused"] == "locked", answer

    def reopen(self, dice: random.Random, *, power_cut: bool = False) -> None:
        """Killed, begun again on the same disk, and opened with its words."""
        self.kill()
        self.begin(tuple(name for name in STORAGES if power_cut and dice.random() < 0.5))
        self.ask("unlock", words=self.words)

    def lose_outbox(self) -> None:
        """The browser finds this database broken and begins a new one; the journal is beside it."""
        self.ask("noted")
        self.kill()
        self._forget("fa-outbox")
        self.begin()
        self.ask("unlock", words=self.words)

    def throw_away(self, *, keeps_caches: bool = False) -> None:
        """The browser emptied its storage: nothing of this phone is left, or its caches only."""
        if keeps_caches:
            self.ask("noted")
        self.kill()
        if keeps_caches:
            self._forget(*DATABASES)
        else:
            shutil.rmtree(self.disk)
            self.disk.mkdir()
        self.begin()

    def _forget(self, *databases: str) -> None:
        for name in databases:
            for file in self.disk.glob(f"{name}.*"):
                file.unlink()

    def state(self) -> dict[str, Any]:
        return self.ask("state")

    def close(self) -> None:
        """End it for good."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            if self.hosts is not None:
                line.end_browser()
                self.hosts.give_back(line, self._lives)
                return
        except (AssertionError, OSError):  # it ended by itself: its schedule says so
            pass
        line.end()


def bundled(folder: Path) -> Path:
    """Return PROCESS with all modules of the app in one file, unchanged: a phone then starts in half the time."""
    return bundle(PROCESS, folder / "phone-process.mjs", "--format=esm")


def bundle(script: Path, made: Path, *options: str) -> Path:
    command = ["node_modules/.bin/esbuild", str(script), "--bundle", "--platform=node", "--log-level=error"]
    subprocess.run([*command, *options, f"--outfile={made}"], cwd=ROOT, check=True)
    return made


def waiting(known: dict[str, Any]) -> set[str]:
    """Return which changes of a phone are not all sent: each visit and each photo with something of it on the disk."""
    subjects = {row["operation"]: row["subject"] or row["operation"] for row in known["rows"]}
    rows = [row["operation"] for row in known["rows"] if not row["acked"]]
    parts = [blob["operation"] for blob in known["blobs"] if not blob["done"] and not blob["damaged"]]
    return {subjects.get(operation, operation) for operation in [*rows, *parts]}
