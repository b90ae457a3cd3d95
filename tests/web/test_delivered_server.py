"""`fieldapp serve` in a process of its own: how it stops, dies and starts."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.installation import Installation


class Served:
    """`fieldapp serve` in a process of its own."""

    def __init__(self, data: Path, log: Path) -> None:
        self.data, self.log = data, log
        self.port = free_port()
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-m", "fieldapp", "serve", "--port", str(self.port), "--data", str(self.data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(words, stderr=log, stdout=log)

    def wait_until_up(self, seconds: float = 60) -> float:
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/v1/ping", timeout=2) as answer:
                    assert answer.status == 200
                    return time.monotonic() - began
            except OSError:
                time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def children(self) -> list[int]:
        listed = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        return [int(pid) for pid in listed.stdout.split()]


def free_port() -> int:
    """Let the system choose: two workers of one test run may not meet on a port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.fixture
def served(house: Installation, tmp_path: Path) -> Iterator[Served]:
    server = Served(house.config.data, tmp_path / "serve.log")
    server.wait_until_up()
    yield server
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(30)


@pytest.mark.slow
def test_a_stop_is_clean_and_takes_the_children_along(served: Served) -> None:
    children = served.children()
    assert len(children) == 2
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(30) == 0
    assert not [pid for pid in children if is_alive(pid)]
    assert is_free(served.port)


@pytest.mark.slow
def test_after_a_kill_nothing_holds_the_port_and_it_comes_back(served: Served) -> None:
    children = served.children()
    served.process.kill()
    served.process.wait(10)
    served.start()
    served.wait_until_up()
    until = time.monotonic() + 10  # one that is writing is gone when the disk has answered
    while any(is_alive(pid) for pid in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in children if is_alive(pid)]


@pytest.mark.slow
def test_a_child_that_dies_is_started_again(served: Served) -> None:
    for child in served.children():
        os.kill(child, signal.SIGKILL)
    time.sleep(0.5)
    served.wait_until_up()
    until = time.monotonic() + 30
    while len(served.children()) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    assert len(served.children()) == 2
    assert "started again" in served.log.read_text()


@pytest.mark.slow
def test_the_logs_name_routes_and_never_what_was_asked_for(served: Served) -> None:
    for path in (
        "/kantoor/zoeken?q=Lantaarnkade",
        "/app/Lantaarnkade",
        "/Lantaarnkade",
        "/api/v1/photos/Lantaarnkade/x",
    ):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{served.port}{path}", timeout=10).close()
        except OSError as error:
            assert "HTTP Error 4" in str(error), path
    with socket.create_connection(("127.0.0.1", served.port)) as raw:
        raw.sendall(b"GET /Lantaarnkade HTTP/9.9\r\nHost: Lantaarnkade\r\n\r\n")
        raw.settimeout(5)
        raw.recv(100)
    text = served.log.read_text()
    assert '"route": "/app/<path:_place>"' in text
    assert "Lantaarnkade" not in text
    assert all(json.loads(line)["level"] for line in text.splitlines())


@pytest.mark.slow
def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path, house: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = [sys.executable, "-m", "fieldapp", "serve", "--port", str(port), "--data", str(house.config.data)]
        ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert f"Port {port}" in ended.stderr
    assert "Traceback" not in ended.stderr
