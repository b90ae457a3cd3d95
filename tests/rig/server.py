"""The delivered server as a process: made with an example municipality, started, stopped, killed, started again."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.config import load_config
from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation, open_installation
from fieldapp.registry import REGISTRY
from sync import Actor, Engine

if TYPE_CHECKING:
    from tests.rig.nursery import Born, Nursery

ROOT = Path(__file__).parent.parent.parent
FIELDAPP = str(Path(sys.executable).parent / "fieldapp")
PASSWORD = "vier-rode-fietsen-9"


class NotUp(AssertionError):
    """The server does not answer; the end of its log is in the message."""


@dataclass
class Server:
    """One installation in one folder. `localhost`, not 127.0.0.1: only that counts as a secure context."""

    folder: Path
    port: int
    example: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | Born | None = None
    first_start_seconds: float = 0.0
    under: list[str] = field(default_factory=list)
    """Words before the command, such as `strace -f`."""
    nursery: Nursery | None = None
    """Starts it without reading the code again."""

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def environ(self) -> dict[str, str]:
        """What the process sees: nothing of the tests' own FIELDAPP settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FIELDAPP_")}
        own = {"FIELDAPP_REGISTER": str(self.folder / "register"), "FIELDAPP_LOG_COPY": str(self.folder / "log-copy")}
        return {**kept, "PYTHONWARNINGS": "default", **own, **self.settings}

    def command(self, *words: str, expect: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run `fieldapp WORDS` on this installation and return what it said."""
        done = subprocess.run(
            [FIELDAPP, *words], env=self.environ, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        assert expect is None or done.returncode == expect, f"fieldapp {words}: {done.stdout}\n{done.stderr}"
        return done

    def make_example(self, *words: str) -> None:
        said = self.command("demo", "--data", str(self.data), "--password", PASSWORD, *words).stdout
        self.example = json.loads(said[said.index("{") :])
        (self.folder / "example.json").write_text(json.dumps(self.example))

    def serve_command(self) -> list[str]:
        return [FIELDAPP, "serve", "--port", str(self.port), "--data", str(self.data)]

    def start(self, within: float = 60.0) -> float:
        """Start serving and wait until it answers; returns the seconds that took."""
        assert self.process is None, "it runs already"
        began = time.monotonic()
        self.process = self._born()
        self.wait_until_up(began + within)
        took = time.monotonic() - began
        self.first_start_seconds = self.first_start_seconds or took
        return took

    def _born(self) -> subprocess.Popen[bytes] | Born:
        if self.nursery is not None:
            return self.nursery.bear(self.serve_command()[1:], self.environ, self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*self.under, *self.serve_command()],
                env=self.environ,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_up(self, until: float) -> None:
        while not self.answers():
            assert self.process is not None
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise NotUp(self.log.read_text(errors="replace")[-4000:])
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/api/v1/ping", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def get(self, path: str) -> str:
        """Return the body of an answer, whatever its status."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return str(answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            return error.read().decode(errors="replace")

    def stop(self) -> None:
        """Ask it to stop and wait; every process of it is gone afterwards."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        group, process, self.process = self.process.pid, self.process, None
        with contextlib.suppress(ProcessLookupError):
            if how is signal.SIGKILL:
                os.killpg(group, how)
            else:
                process.send_signal(how)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            process.wait()
        while _group_lives(group):
            time.sleep(0.02)

    def user(self, role: str, nth: int = 0) -> dict[str, Any]:
        """Return the nth person of the example with this role: login, name, totp, person_id."""
        found: dict[str, Any] = [user for user in self.example["users"] if role in user["roles"]][nth]
        return found

    def code_of(self, login: str) -> str:
        """Return the one-time code for a phone that the example gave to this person."""
        return str(next(code["code"] for code in self.example["device_codes"] if code["login"] == login))

    def house(self) -> House:
        """Open the store of this server beside it, to look as the system does."""
        return House(open_installation(load_config(self.environ, data=self.data)))

    def new_code(self, login: str) -> str:
        """Make one more one-time code for this person, as a team lead would at Toestellen."""
        person = next(user["person_id"] for user in self.example["users"] if user["login"] == login)
        return str(self.house().inside.accounts.new_device_code(person, None)["code"])


@dataclass(frozen=True)
class House:
    """An installation opened in this process."""

    inside: Installation

    @property
    def engine(self) -> Engine:
        return self.inside.engine

    @property
    def system(self) -> Actor:
        return SYSTEM

    def scopes_of(self, kind: str, fields: dict[str, Any]) -> set[str]:
        return set(REGISTRY.documents[kind].scopes(fields))


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return any(_is_running(pid, group) for pid in Path("/proc").glob("[0-9]*"))


def _is_running(pid: Path, group: int) -> bool:
    try:
        state, _parent, of = (pid / "stat").read_text().rsplit(")", 1)[1].split()[:3]
    except OSError:
        return False
    return int(of) == group and state != "Z"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_template(folder: Path) -> Server:
    """Make one example municipality, to be copied: making it takes longer than copying it."""
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder, port=0)
    server.make_example("--seed", "7")
    return server


@contextlib.contextmanager
def copied(template: Server, folder: Path, **settings: str) -> Iterator[Server]:
    """Give a stopped server on a copy of the template; whatever still runs at the end is killed."""
    shutil.copytree(template.folder, folder, dirs_exist_ok=True)
    server = Server(folder, free_port(), dict(template.example), settings)
    try:
        yield server
    finally:
        server.kill()
