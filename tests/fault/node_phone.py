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

    def __post_init__(self) -> None:
        self.disk = self.folder / "disk"
        self.log = self.folder / "phone.log"
        self.disk.mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[str] | None = None
        self.begin()

    def begin(self, lost: tuple[str, ...] = ()) -> None:
        """Open the browser; databases named in `lost` have only what was flushed."""
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                ["node", str(PROCESS), self.address, str(self.disk), ",".join(lost)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT,
            )  # fmt: skip
        if self.clock_ms:
            self.ask("clock", ms=self.clock_ms)

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
        else:
            assert answer["refused"] == "locked", answer

    def reopen(self, dice: random.Random, *, power_cut: bool = False) -> None:
        """Killed, begun again on the same disk, and opened with its words."""
        self.kill()
        self.begin(tuple(name for name in DATABASES if power_cut and dice.random() < 0.5))
        self.ask("unlock", words=self.words)

    def throw_away(self) -> None:
        """The browser emptied its storage: nothing of this phone is left."""
        self.kill()
        shutil.rmtree(self.disk)
        self.disk.mkdir()
        self.begin()

    def state(self) -> dict[str, Any]:
        return self.ask("state")

    def close(self) -> None:
        self.kill()


def waiting(known: dict[str, Any]) -> set[str]:
    """Return which changes of a phone are not all sent: each visit and each photo with something of it on the disk."""
    subjects = {row["operation"]: row["subject"] or row["operation"] for row in known["rows"]}
    rows = [row["operation"] for row in known["rows"] if not row["acked"]]
    parts = [blob["operation"] for blob in known["blobs"] if not blob["done"] and not blob["damaged"]]
    return {subjects.get(operation, operation) for operation in [*rows, *parts]}
