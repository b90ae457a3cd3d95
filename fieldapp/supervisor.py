"""`fieldapp serve`: the server and the worker as children; a dead child is started again, a stop is clean."""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fieldapp.refusals import OperatorError

log = logging.getLogger("fieldapp.serve")
PR_SET_PDEATHSIG = 1
SHORTEST_LIFE_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 30.0
STOP_SECONDS = 15.0
STOPS = (signal.SIGTERM, signal.SIGINT)
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Make the kernel kill this process when its parent dies, so that nothing holds the port after a kill -9."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait_for_port(host: str, port: int, seconds: float = 5.0) -> None:
    """Return when the port is free: after a kill -9 the kernel may need a moment. Raises OperatorError."""
    until = time.monotonic() + seconds
    while True:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except OSError as error:
                if time.monotonic() > until:
                    raise OperatorError(f"Port {port} on {host} cannot be used: {error.strerror}.") from error
        time.sleep(0.05)


@dataclass
class Child:
    """What must keep running, in a process of its own; it waits longer before each start while it keeps dying young."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started_at: float = 0.0
    start_after: float = 0.0
    wait_seconds: float = 0.5

    def look(self) -> None:
        """Start it if it is due; if it has died, plan the next start."""
        now = time.monotonic()
        if not self.pid:
            if now >= self.start_after:
                self._start(now)
            return
        gone, status = os.waitpid(self.pid, os.WNOHANG)
        if gone:
            self._plan(now, status)

    def _start(self, now: float) -> None:
        self.started_at, parent = now, os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(_run_in_child(self.run, parent))

    def _plan(self, now: float, status: int) -> None:
        is_young = now - self.started_at < SHORTEST_LIFE_SECONDS
        self.wait_seconds = min(self.wait_seconds * 2, LONGEST_WAIT_SECONDS) if is_young else 0.5
        self.start_after, self.pid = now + (self.wait_seconds if is_young else 0.0), 0
        why = {"why": self.name, "status": os.waitstatus_to_exitcode(status)}
        log.error("a process ended and is started again", extra=why)

    def signal(self, number: signal.Signals) -> None:
        if self.pid:
            os.kill(self.pid, number)

    def has_ended(self) -> bool:
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        return not self.pid


def _run_in_child(run: Callable[[], None], parent: int) -> int:
    """Return the exit code of a child; an error in it is logged, never passed to the parent's code."""
    for number in STOPS:
        signal.signal(number, signal.SIG_DFL)
    die_with_parent()
    if os.getppid() != parent:  # it died before the kernel knew that we want to follow
        return 1
    try:
        run()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:
        log.error("a process failed", exc_info=error)
        raise
    return 0


def supervise(children: Sequence[Child]) -> int:
    """Keep the children running until SIGTERM or SIGINT; then stop them and return 0."""
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for number in STOPS:
        signal.signal(number, stop)
    while not stopping:
        for child in children:
            child.look()
        time.sleep(0.1)
    for child in children:
        child.signal(signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while [child for child in children if not child.has_ended()]:
        if time.monotonic() > until:
            for child in children:
                child.signal(signal.SIGKILL)
        time.sleep(0.05)
    return 0
