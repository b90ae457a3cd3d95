"""What is acknowledged was flushed to disk first: the system calls of the delivered server are counted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rig import rounds
from tests.rig.api_phone import ApiPhone
from tests.rig.server import Server, copied

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed; dev.py test installs it")


@pytest.fixture
def traced(template: Server, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """A server whose flushes stand in a file, one a line."""
    calls = tmp_path / "calls"
    with copied(template, tmp_path / "traced") as server:
        server.under = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-y", "-o", str(calls)]
        server.start(within=90)
        yield server, calls


def flushes(calls: Path, words: tuple[str, ...]) -> int:
    """Count the finished flushes of files whose path holds one of these words."""
    lines = calls.read_text(errors="replace").splitlines()
    return sum("sync(" in line and any(word in line for word in words) for line in lines)


def test_each_acknowledged_push_was_flushed(traced: tuple[Server, Path]) -> None:
    server, calls = traced
    phone = ApiPhone.enrol(server.address, server.code_of(server.user("inspector")["login"]))
    premises, token = rounds.licensed_premises(phone)[0], phone.token()
    for _ in range(8):
        rounds.open_visit(phone, premises)
        before = flushes(calls, ("fieldapp.db",)), flushes(calls, ("log-copy",))
        phone.push(token)
        assert not phone.waiting()
        assert flushes(calls, ("fieldapp.db",)) > before[0], "acknowledged before the store was flushed"
        assert flushes(calls, ("log-copy",)) > before[1], "acknowledged before the copy of the log was flushed"


def test_each_acknowledged_chunk_of_a_photo_was_flushed(traced: tuple[Server, Path]) -> None:
    server, calls = traced
    phone = ApiPhone.enrol(server.address, server.code_of(server.user("inspector")["login"]))
    token = phone.token("push")
    for _ in range(4):
        before = flushes(calls, ("blobs",))
        assert phone.put_chunk(token, os.urandom(50_000)).status_code == 204
        assert flushes(calls, ("blobs",)) >= before + 2, "the file and its folder"
