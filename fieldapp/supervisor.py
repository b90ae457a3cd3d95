"""`fieldapp serve`: the server and the worker as children; a dead child is started again, a stop is clean."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger("fieldapp.serve")
PR_SET_PDEATHSIG = 1
SHORTEST_LIFE_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 30.0
STOP_SECONDS = 15.0
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Make the kernel kill this process when its parent dies, so that nothing holds the port after a kill -9."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@dataclass
class Child:
    """A command that must keep running; it waits longer before each start while it keeps dying young."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    wait_seconds: float = field(default=0.5)

    def start(self, environ: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, env=dict(environ), preexec_fn=die_with_parent)  # noqa: S603

    def look(self, environ: Mapping[str, str]) -> None:
        """Start it if it is due; if it has died, plan the next start."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_after:
                self.start(environ)
            return
        code = self.process.poll()
        if code is None:
            return
        is_young = now - self.started_at < SHORTEST_LIFE_SECONDS
        self.wait_seconds = min(self.wait_seconds * 2, LONGEST_WAIT_SECONDS) if is_young else 0.5
        self.start_after = now + (self.wait_seconds if is_young else 0.0)
        log.error("a process ended and is started again", extra={"why": self.name, "status": code})
        self.process = None

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def supervise(children: Sequence[Child], environ: Mapping[str, str] | None = None) -> int:
    """Keep the children running until SIGTERM or SIGINT; then stop them and return 0."""
    given = dict(os.environ if environ is None else environ)
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        for child in children:
            child.look(given)
        time.sleep(0.1)
    for child in children:
        child.stop()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        child.wait(until)
    return 0
