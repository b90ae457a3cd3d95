"""A disk that is full, read-only or locked: no acknowledgement, no half state, and it recovers unaided."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.rig import rounds
from tests.rig.api_phone import ApiPhone
from tests.rig.desk import Desk
from tests.rig.server import PASSWORD, Server, free_port

REFUSED = {503, 507}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 60 MB in memory; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture
def server_on_small_disk(template: Server, small_disk: Path) -> Iterator[Server]:
    shutil.copytree(template.folder, small_disk / "house")
    server = Server(small_disk / "house", free_port(), dict(template.example))
    server.start()
    try:
        yield server
    finally:
        server.kill()


def fill(disk: Path) -> Path:
    """Write until nothing fits; returns the file to delete again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 512, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue
    return filler


def test_on_a_full_disk_nothing_is_acknowledged_and_all_of_it_works_again_after(
    server_on_small_disk: Server, small_disk: Path
) -> None:
    server = server_on_small_disk
    phone = ApiPhone.enrol(server.address, server.code_of(server.user("inspector")["login"]))
    desk = Desk.sign_in(server, server.user("team_lead"))
    premises, token = rounds.licensed_premises(phone)[0], phone.token()
    visits = [rounds.open_visit(phone, premises) for _ in range(30)]
    filler = fill(small_disk)
    for _ in range(3):
        said = requests.post(
            f"{server.address}/api/v1/push",
            data=phone.push_bytes(phone.waiting()),
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )
        assert said.status_code in REFUSED, said.text
        assert "kept" not in said.text
    assert phone.put_chunk(token, os.urandom(400_000)).status_code in REFUSED
    sign_in = requests.post(
        f"{server.address}/inloggen", data={"login": "x", "password": PASSWORD}, timeout=20, allow_redirects=False
    )
    assert sign_in.status_code < 500 or sign_in.status_code in REFUSED
    assert desk.get("/kantoor/").status_code in {200, 302, 303, 404, *REFUSED}

    filler.unlink()
    while phone.waiting():
        phone.push(token)
    shown = {document["id"] for document in phone.pull(token)["documents"]}
    assert set(visits) <= shown
    assert phone.put_chunk(token, os.urandom(400_000)).status_code == 204
    server.stop()
    server.command("check", "--data", str(server.data))


def test_while_another_program_holds_the_database_the_server_says_later_and_recovers(own_server: Server) -> None:
    phone = ApiPhone.enrol(own_server.address, own_server.code_of(own_server.user("inspector")["login"]))
    premises, token = rounds.licensed_premises(phone)[0], phone.token()
    rounds.open_visit(phone, premises)
    holder = sqlite3.connect(own_server.data / "fieldapp.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        said = requests.post(
            f"{own_server.address}/api/v1/push",
            data=phone.push_bytes(phone.waiting()),
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        assert said.status_code in REFUSED, said.text
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    phone.push(token)
    assert not phone.waiting()


def test_on_a_read_only_disk_the_server_does_not_start_and_says_why(template: Server, small_disk: Path) -> None:
    shutil.copytree(template.folder, small_disk / "house")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    server = Server(small_disk / "house", free_port(), dict(template.example))
    done = subprocess.run(
        ["timeout", "20", *server.serve_command()],
        env=server.environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode not in {0, 124}, "it must give up by itself"
    assert "Traceback" not in done.stdout + done.stderr
    assert (done.stdout + done.stderr).strip()


def test_a_code_that_met_a_full_disk_can_be_used_after(server_on_small_disk: Server, small_disk: Path) -> None:
    """A second factor counts once, but only if the sign-in it belonged to was kept."""
    server = server_on_small_disk
    user = server.user("team_lead")
    filler = fill(small_disk)
    desk = Desk(server, user)
    first = desk.post("/inloggen", {"login": user["login"], "password": PASSWORD})
    assert first.status_code < 500 or first.status_code in REFUSED
    filler.unlink()
    assert Desk.sign_in(server, user).get("/kantoor/goedkeuren").status_code == 200
