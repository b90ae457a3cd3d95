"""Fifty phones that send and receive and twenty people at desks, all at once; then the same behind the front server, with fifty slow clients.

    python -m tests.bench.busy [--seconds 40] [--phones 50] [--people 20] [--slow 50] [--port 8341]

The delivered server, two processes. Each phone records five answers, sends them and asks for news every two seconds or so; each
person opens a page every three seconds or so. Bars: p95 300 ms without and 500 ms with slow clients, no error. The slow clients
send one byte a second of a request that never ends, to nginx with `deploy/nginx.conf` (TLS left out); without nginx that part is
left out and said. What asks runs on the same cores. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from tests.rig.api_phone import ApiPhone, Row, uuid7
from tests.rig.desk import Desk
from tests.rig.server import ROOT, House, Server

BAR_MS, SLOW_BAR_MS = 300, 500
PHONE_PAUSE, PERSON_PAUSE = (1.0, 3.0), (2.0, 4.0)
ITEMS = (
    "vergunning_getoond",
    "beheerder_aanwezig",
    "bedrijfsplan_gevolgd",
    "exploitant_klopt",
    "brandblussers_gekeurd",
)
PAGES = ("/kantoor/", "/kantoor/dossiers", "/kantoor/dossiers?q=kade", "/kantoor/termijnen", "/kantoor/planning")
WHO_SITS = ("team_lead", "team_lead", "registrar", "mandate_holder", "legal_officer")
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@dataclass
class Tally:
    """How long each request took, ms, by what it was; and what went wrong."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def time(self, what: str, ask: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        try:
            return ask()
        except (requests.RequestException, AssertionError, KeyError) as error:
            self.errors.append(f"{what}: {error!r}"[:200])
        finally:
            self.took.setdefault(what, []).append(1000 * (time.perf_counter() - began))

    def figures(self) -> dict[str, Any]:
        every = sorted(one for took in self.took.values() for one in took)
        by = {what: {"n": len(took), "p95_ms": p95(sorted(took))} for what, took in sorted(self.took.items())}
        return {"p95_ms": p95(every), "median_ms": round(every[len(every) // 2]), "errors": len(self.errors), **by}


def p95(took: list[float]) -> int:
    return round(took[max(int(len(took) * 0.95) - 1, 0)])


@dataclass
class BusyPhone:
    """A phone in a visit: only the rows of the last minute are in its outbox, as after a purge."""

    phone: ApiPhone
    token: str
    visit: str
    cursor: str | None = None
    nth: int = 0

    def round(self, tally: Tally, address: str) -> None:
        self.phone.address = address
        rows = [self._answer() for _ in ITEMS]
        tally.time("push", lambda: self._push(rows))
        tally.time("pull", self._pull)

    def _answer(self) -> Row:
        self.nth += 1
        return self.phone.record(
            "visit.answer", self.visit, {f"answers.{ITEMS[self.nth % len(ITEMS)]}": {"value": "in_orde"}}
        )

    def _push(self, rows: list[Row]) -> None:
        said = self.phone.push(self.token)
        assert len(said["kept"]) == len(rows), said
        last = rows[-1]
        self.phone.outbox[:] = [last]

    def _pull(self) -> None:
        streams = [self.phone.session.stream.hex()]
        asked: dict[str, Any] = {"cursor": self.cursor, "seen": None, "after": 0, "streams": streams}
        while True:
            page = self.phone._json("pull", asked, self.token)
            if not page["more"]:
                self.cursor = page["cursor"]
                return
            asked = {**asked, "after": page["after"]}


def linked(server: Server, house: House, count: int) -> list[BusyPhone]:
    """Phones of the inspectors of the example, each with a visit of its own."""
    users = [one for one in server.example["users"] if "inspector" in one["roles"]]
    premises = [one["id"] for one in house.engine.find(house.system, "premises") if not one["fields"]["is_dwelling"]]
    made = []
    for nth in range(count):
        user = users[nth % len(users)]
        person = house.inside.directory.person(user["person_id"]) or {}
        code = house.inside.accounts.new_device_code(user["person_id"], None)["code"]
        phone, visit = ApiPhone.enrol(server.address, code), uuid7()
        opening = {
            "premises_id": premises[nth % len(premises)], "team_id": sorted(person["team_ids"])[0],
            "visit_kind": "licensed_premises", "reason": "routine", "leader_id": user["person_id"],
            "co_visitor_ids": [], "checklist": "chk-lp@1", "opened_at": "2026-11-21T20:00:00Z",
        }  # fmt: skip
        phone.record("visit.open", visit, opening)
        busy = BusyPhone(phone, phone.token(), visit)
        assert phone.push(busy.token)["results"][0]["r"] == "applied"
        busy._pull()
        made.append(busy)
    return made


def seated(server: Server, count: int) -> list[Desk]:
    """People at desks: some sign in, the others use the same sessions from other machines."""
    users = {server.user(role, WHO_SITS[:nth].count(role))["login"]: role for nth, role in enumerate(WHO_SITS)}
    known = {one["login"]: one for one in server.example["users"]}
    first = [Desk.sign_in(server, known[login]) for login in users]
    desks = []
    for nth in range(count):
        desk = Desk(server, first[nth % len(first)].user)
        desk.http.cookies.update(first[nth % len(first)].http.cookies)
        desks.append(desk)
    return desks


def open_page(desk: Desk, address: str, path: str) -> None:
    answer = desk.http.get(address + path, timeout=30, allow_redirects=False)
    assert answer.status_code in (200, 303, 403), f"{path}: {answer.status_code}"  # 403: not every role has every page


def busy(phones: list[BusyPhone], desks: list[Desk], address: str, seconds: float) -> dict[str, Any]:
    tally, until = Tally(), time.monotonic() + seconds

    def keep_on(step: Callable[[random.Random], None], pause: tuple[float, float], seed: int) -> None:
        dice = random.Random(seed)
        time.sleep(dice.uniform(0, pause[1]))
        while time.monotonic() < until:
            step(dice)
            time.sleep(dice.uniform(*pause))

    def of_phone(one: BusyPhone) -> Callable[[random.Random], None]:
        return lambda _: one.round(tally, address)

    def of_desk(one: Desk) -> Callable[[random.Random], None]:
        return lambda dice: tally.time("page", lambda: open_page(one, address, dice.choice(PAGES)))

    work = [(of_phone(one), PHONE_PAUSE) for one in phones] + [(of_desk(one), PERSON_PAUSE) for one in desks]
    threads = [threading.Thread(target=keep_on, args=(step, pause, nth)) for nth, (step, pause) in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in tally.errors[:5]:
        print(error, file=sys.stderr)
    return tally.figures()


@contextlib.contextmanager
def front(server: Server, folder: Path, port: int) -> Iterator[str]:
    """nginx as delivered, on loopback and without TLS."""
    site = (ROOT / "deploy" / "nginx.conf").read_text()
    site = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", site, flags=re.S)
    site = re.sub(r"    (ssl_\w+|error_log) .*?;\n", "", site)
    site = re.sub(r"listen 443 ssl http2;.*", f"listen 127.0.0.1:{port};", site)
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{server.port}").replace("$host;", "$http_host;", 1)
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = (
        f"user {'root' if Path('/root').owner() == 'root' else 'nobody'}; daemon off; pid {folder}/pid; error_log {folder}/log;"
        f"worker_processes 1; events {{ worker_connections 1024; }} http {{ {places} {site} }}"
    )
    (folder / "nginx.conf").write_text(whole)
    process = subprocess.Popen([str(NGINX), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < until, "the front server does not answer"
            time.sleep(0.1)


@contextlib.contextmanager
def dripping(port: int, count: int) -> Iterator[None]:
    """Clients that send one byte a second of a request without end."""
    head = b"POST /api/v1/push HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"
    ended = threading.Event()

    def drip(line: socket.socket) -> None:
        with contextlib.suppress(OSError):
            line.sendall(head)
            while not ended.wait(1):
                line.sendall(b"x")
        line.close()

    lines = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(count)]
    threads = [threading.Thread(target=drip, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=40)
    options.add_argument("--phones", type=int, default=50)
    options.add_argument("--people", type=int, default=20)
    options.add_argument("--slow", type=int, default=50)
    options.add_argument("--port", type=int, default=8341, help="of the server; the front server has the next")
    said = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="fieldapp-busy-") as name:
        folder = Path(name)
        server = Server(folder / "own", said.port, settings={"FIELDAPP_PROXIES": "1"})
        server.folder.mkdir()
        server.make_example()
        server.start()
        try:
            phones, desks = linked(server, server.house(), said.phones), seated(server, said.people)
            plain = busy(phones, desks, server.address, said.seconds)
            slow: dict[str, Any] | None = None
            if NGINX is not None:
                with front(server, folder, said.port + 1) as address, dripping(said.port + 1, said.slow):
                    slow = busy(phones, desks, address, said.seconds)
        finally:
            server.stop()
    print(json.dumps({"phones": said.phones, "people": said.people, "plain": plain, "with_slow_clients": slow}))
    if slow is None:
        print("nginx is not here: the part with slow clients was left out", file=sys.stderr)
    is_over = plain["p95_ms"] > BAR_MS or plain["errors"] > 0
    return int(is_over or (slow is not None and (slow["p95_ms"] > SLOW_BAR_MS or slow["errors"] > 0)))


if __name__ == "__main__":
    sys.exit(main())
