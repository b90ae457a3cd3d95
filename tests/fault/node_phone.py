"""One phone with the real JavaScript in a process of its own, on a folder that is its disk."""

from __future__ import annotations

import json
import random
import select
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.rig.server import ROOT

PROCESS = ROOT / "tests" / "js" / "rig" / "phone-process.js"
DATABASES = ("fa-outbox", "fa-keys", "fa-cache")
STORAGES = (*DATABASES, "fa-journal")
PATIENCE_SECONDS = 240


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
    made: int = 0
    """How many operations were ever said to be saved."""

    def __post_init__(self) -> None:
        self.disk = self.folder / "disk"
        self.log = self.folder / "phone.log"
        self.disk.mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[str] | None = None
        self.begin()

    def begin(self, lost: tuple[str, ...] = ()) -> None:
        """Open the browser; storages named in `lost` have only what was flushed."""
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                ["node", str(self.process), self.address, str(self.disk), ",".join(lost)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
            )  # fmt: skip
        if self.clock_ms:
            self.ask("clock", ms=self.clock_ms)
        if self.protocol:
            self.ask("speak", protocol=self.protocol)

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def tell(self, what: str, **said: Any) -> None:
        """Give a command without waiting for its answer."""
        assert self._process is not None and self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": what, **said}) + "\n")
        self._process.stdin.flush()

    def heard(self) -> dict[str, Any]:
        """Return the answer to the oldest command that has none."""
        assert self._process is not None and self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_SECONDS)
        line = self._process.stdout.readline() if ready else ""
        assert line, f"the phone {'ended' if ready else 'hangs'}: {self.log.read_text()[-2000:]}"
        answer: dict[str, Any] = json.loads(line)
        return answer

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
        self.kill()


def bundled(folder: Path) -> Path:
    """Return PROCESS with all modules of the app in one file, unchanged: a phone then starts in half the time."""
    made = folder / "phone-process.mjs"
    command = ["node_modules/.bin/esbuild", str(PROCESS), "--bundle", "--format=esm", "--platform=node"]
    subprocess.run([*command, f"--outfile={made}", "--log-level=error"], cwd=ROOT, check=True)
    return made


def waiting(known: dict[str, Any]) -> set[str]:
    """Return which changes of a phone are not all sent: each visit and each photo with something of it on the disk."""
    subjects = {row["operation"]: row["subject"] or row["operation"] for row in known["rows"]}
    rows = [row["operation"] for row in known["rows"] if not row["acked"]]
    parts = [blob["operation"] for blob in known["blobs"] if not blob["done"] and not blob["damaged"]]
    return {subjects.get(operation, operation) for operation in [*rows, *parts]}
