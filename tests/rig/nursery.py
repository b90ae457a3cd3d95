"""A process that has read the server's code once and is forked for each start of it.

Most of what a start costs is Python reading modules. Here a start costs what the server itself does; what runs is the
command `fieldapp` with its own processes, environment and files, and may be killed like any other.

    python -m tests.rig.nursery     (takes one birth a line on standard input, answers one process id each)
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from fieldapp import installation
from fieldapp.build import ROOT as APP
from fieldapp.build import make_build
from fieldapp.cli import COMMANDS, main
from fieldapp.supervisor import die_with_parent
from tests.rig.server import ROOT

ALSO_NEEDED = ("fieldapp.worker", "gunicorn.workers.gthread", "gunicorn.glogging", "gunicorn.sock")


@dataclass
class Born:
    """A process of the nursery, as far as `Server` asks a `Popen` about it."""

    pid: int

    def poll(self) -> int | None:
        """Return None while it lives, else 0: what it ended with is the nursery's to hear, and nobody asks."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired."""
        until = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while self.poll() is None:
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("fieldapp", timeout or 0)
            time.sleep(0.01)
        return 0

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)


@dataclass
class Nursery:
    """Begin it with the first birth, end it with `close`; what it bore ends with it."""

    process: subprocess.Popen[str] | None = field(default=None)

    def bear(self, words: list[str], environ: dict[str, str], log: Path) -> Born:
        """Start `fieldapp WORDS` and return at once."""
        self.process = self.process or subprocess.Popen(
            [sys.executable, "-m", "tests.rig.nursery"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"words": words, "environ": environ, "log": str(log)}) + "\n")
        self.process.stdin.flush()
        return Born(int(self.process.stdout.readline()))

    def close(self) -> None:
        if self.process is not None:
            self.process.communicate()
            self.process = None


def run_child(words: list[str], environ: dict[str, str], log: str) -> NoReturn:
    """Be a fresh `fieldapp WORDS`: an own group of processes, the given environment, the log for all that is said."""
    os.setsid()
    die_with_parent()
    os.environ.clear()
    os.environ.update(environ)
    with Path(log).open("ab") as out, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.execv = be_again  # type: ignore[assignment]  # the worker, which is a fresh process where no nursery has read the code
    be_again("", ["", "-m", "fieldapp", *words])


def be_again(_path: str, words: Any) -> NoReturn:
    """What `python -m fieldapp WORDS` would do, in this process."""
    sys.argv = list(words[2:])
    main(args=list(words[3:]), prog_name="fieldapp")
    sys.exit(0)


def read_files() -> None:
    """The files of the app are code too: read and digested once, for all that are born."""
    build = make_build(APP, {"app/texts.json": installation.texts_json()})
    installation.make_build = lambda *_: build  # type: ignore[attr-defined]  # what it imported, in its place


def wait_for_births() -> None:
    for module, _, _ in COMMANDS.values():
        import_module(f"fieldapp.commands.{module}")
    for name in ALSO_NEEDED:
        import_module(name)
    read_files()
    gc.collect()
    gc.freeze()  # a child that looks through all this for garbage would copy it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            run_child(**asked)
        print(pid, flush=True)


if __name__ == "__main__":
    wait_for_births()
