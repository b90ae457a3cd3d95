"""How many bytes a phone sends to deliver photos over a line that breaks off requests and is cut every half minute.

    python -m tests.bench.upload

The phone runs the app's own code under Node. The line is slow, breaks off some requests at a random byte, and all
connections at once every so many seconds. Every byte that the phone sent counts, heads and broken requests too; the goal is
1.1 times the photos as they lie sealed on the phone. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.fault.test_network import Line
from tests.rig.fault_proxy import Broken, Exchange, FaultProxy, length_of
from tests.rig.server import copied, make_template

GOAL = 1.1
BLOCK = 16 * 1024
IN_A_VISIT = 5


@dataclass
class BadLine(FaultProxy):
    """Counts what the phone sends, and breaks some of it off."""

    bytes_per_second: float = 250_000
    loss: float = 0.03
    cut_seconds: float = 30
    sent: int = 0
    cuts: int = 0
    losses: int = 0
    next_cut: float = 0

    def line_of(self, phone: socket.socket) -> Crawl:
        self.next_cut = self.next_cut or time.monotonic() + self.cut_seconds
        return Crawl(self, phone, self._draw() < self.loss, self._draw())


@dataclass
class Crawl:
    """One request, as slowly as the line is."""

    line: BadLine
    phone: socket.socket
    is_lost: bool
    part: float
    """At which part of it a lost one breaks off."""
    heard: int = 0
    length: int = 0

    def recv(self, most: int, /) -> bytes:
        data = self.phone.recv(min(most, BLOCK))
        self.heard += len(data)
        self.length = self.length or length_of(data.partition(b"\r\n\r\n")[0])
        self.line.sent += len(data)
        time.sleep(len(data) / self.line.bytes_per_second)
        if time.monotonic() > self.line.next_cut:
            self.line.next_cut = time.monotonic() + self.line.cut_seconds
            self.line.cuts += 1
            self._break()
        if self.is_lost and self.heard >= self.part * self.length:
            self.line.losses += 1
            self._break()
        return data

    def _break(self) -> None:
        Exchange(self.phone, b"", random.Random()).reset()
        raise Broken


def measure(folder: Path, photos: int, size: int, bad: dict[str, float]) -> dict[str, float]:
    with copied(make_template(folder / "template"), folder / "own") as server:
        server.start()
        line = Line(server, folder / "phone")
        visits = [line.visit() for _ in range(0, photos, IN_A_VISIT)]
        for nth in range(photos):
            line.photo(visits[nth // IN_A_VISIT], size)
        sealed = sum(blob["bytes"] for blob in line.phone.state()["blobs"])
        slow = BadLine(server.port, 1, **bad)
        line.phone.address = slow.address
        line.phone.reopen(random.Random(1))
        began = time.monotonic()
        while line.phone.state()["unsent"]:
            line.phone.ask("sync")
        seconds = time.monotonic() - began
        line.phone.address = line.proxy.address
        line.phone.reopen(random.Random(1))
        line.ends_well()
        line.close()
        slow.close()
    figures = {"photos": photos, "sealed_bytes": sealed, "sent_bytes": slow.sent, "ratio": round(slow.sent / sealed, 3)}
    return {**figures, "cuts": slow.cuts, "losses": slow.losses, "seconds": round(seconds)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=100)
    parser.add_argument("--size", type=int, default=400_000, help="bytes of a photo")
    parser.add_argument("--bytes-per-second", type=float, default=250_000)
    parser.add_argument("--loss", type=float, default=0.03, help="of the requests, how many break off")
    parser.add_argument("--cut-seconds", type=float, default=30)
    options = vars(parser.parse_args())
    photos, size = options.pop("photos"), options.pop("size")
    with tempfile.TemporaryDirectory(prefix="fieldapp-upload-") as folder:
        figures = measure(Path(folder), photos, size, options)
    print(json.dumps(figures))
    return 0 if figures["ratio"] <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
