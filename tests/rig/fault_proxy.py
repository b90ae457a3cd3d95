"""A box between phone and server that does what networks do, by a seed: loses, cuts, repeats, delays, answers itself.

It speaks HTTP/1.1 on the loopback, one exchange a connection, so that a broken one is a broken connection to the phone.
"""

from __future__ import annotations

import contextlib
import json
import random
import socket
import socketserver
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

LONGEST_HEAD = 64 * 1024
PORTAL = b"<html><title>WLAN</title>Log in</html>"
Fault = Callable[["FaultProxy", "Exchange"], None]


class Broken(Exception):
    """One of the two sides went away."""


class Line(Protocol):
    """Something that bytes come out of."""

    def recv(self, most: int, /) -> bytes: ...


@dataclass
class Exchange:
    """One request and the connection that it came by."""

    phone: socket.socket
    request: bytes
    dice: random.Random

    def answer(self, said: bytes) -> None:
        with contextlib.suppress(OSError):
            self.phone.sendall(said)

    def reset(self) -> None:
        """End the connection as a lost network does: no last words."""
        with contextlib.suppress(OSError):
            self.phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@dataclass
class FaultProxy:
    """Listens on a free port and passes on to `upstream`; faults only while `is_faulty`."""

    upstream: int
    seed: int
    rate: float = 0.35
    """Of the requests, how many meet a fault."""
    is_faulty: bool = False
    faults: list[str] | None = None
    """Only these; all of FAULTS when None."""
    met: Counter[str] = field(default_factory=Counter)
    late: list[bytes] = field(default_factory=list)
    port: int = 0
    """Where it listens; 0: anywhere. A browser keeps what it has for one address."""
    is_down: bool = False
    """Nobody gets through."""
    dies_at: bytes = b""
    """The first request with this in its first line does not get through, nor does anything after it."""

    def __post_init__(self) -> None:
        self._dice, self._lock = random.Random(self.seed), threading.Lock()
        proxy = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                proxy._serve(self.request)

        self._server = _Threads(("127.0.0.1", self.port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://localhost:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    # --- one exchange

    def _serve(self, phone: socket.socket) -> None:
        phone.settimeout(60)
        if self.is_down:
            Exchange(phone, b"", self._dice).reset()
            return
        with contextlib.suppress(Broken, OSError):
            exchange = Exchange(phone, read_message(self.line_of(phone)), random.Random(self._draw()))
            if self.dies_at and self.dies_at in exchange.request.partition(b"\r\n")[0]:
                self.is_down = True
                exchange.reset()
                return
            name = self._choose(exchange.dice)
            with self._lock:
                self.met[name] += 1
            if self.is_faulty and self.late and exchange.dice.random() < 0.2:
                self._replay(exchange.dice)
            FAULTS[name](self, exchange)

    def line_of(self, phone: socket.socket) -> Line:
        """What the phone is heard through."""
        return phone

    def _draw(self) -> float:
        with self._lock:
            return self._dice.random()

    def _choose(self, dice: random.Random) -> str:
        if not self.is_faulty or dice.random() >= self.rate:
            return "none"
        return dice.choice(self.faults or [name for name in FAULTS if name != "none"])

    def _replay(self, dice: random.Random) -> None:
        """What a box on the way kept arrives once more, long after its answer."""
        with self._lock:
            request = self.late.pop(dice.randrange(len(self.late))) if self.late else None
        if request is not None:
            with contextlib.suppress(Broken, OSError):
                self.ask(request)

    def flush(self) -> None:
        """Whatever was kept on the way arrives now."""
        while self.late:
            self._replay(self._dice)

    def ask(self, request: bytes) -> bytes:
        """Pass a request on and return the whole answer. Raises Broken, OSError."""
        with self._dial() as server:
            server.sendall(request)
            return read_message(server)

    def _dial(self) -> socket.socket:
        server = socket.create_connection(("127.0.0.1", self.upstream), timeout=30)
        server.settimeout(30)
        return server

    # --- what may become of it

    def pass_on(self, exchange: Exchange) -> None:
        exchange.answer(self.ask(exchange.request))

    def lose_before(self, exchange: Exchange) -> None:
        exchange.reset()

    def lose_after(self, exchange: Exchange) -> None:
        self.ask(exchange.request)
        exchange.reset()

    def cut_upload(self, exchange: Exchange) -> None:
        """The connection dies in the middle of the request: the server gets a part of it."""
        with self._dial() as server:
            server.sendall(exchange.request[: exchange.dice.randrange(1, len(exchange.request) + 1)])
        exchange.reset()

    def cut_answer(self, exchange: Exchange) -> None:
        answer = self.ask(exchange.request)
        exchange.answer(answer[: exchange.dice.randrange(len(answer))])
        exchange.reset()

    def shorten_answer(self, exchange: Exchange) -> None:
        """A well-formed answer of ours, of which the body is half a line of JSON."""
        head, _, body = self.ask(exchange.request).partition(b"\r\n\r\n")
        half = body[: exchange.dice.randrange(len(body) + 1)]
        exchange.answer(with_length(head, len(half)) + half)

    def write_anew(self, exchange: Exchange) -> None:
        """A box that looks into what passes writes the JSON of the answer in its own way."""
        head, _, body = self.ask(without(exchange.request, b"accept-encoding:")).partition(b"\r\n\r\n")
        if b"json" in head and body:
            body = json.dumps(json.loads(body), indent=3, sort_keys=True).encode()
        exchange.answer(with_length(head, len(body)) + body)

    def double(self, exchange: Exchange) -> None:
        """The same request on two connections at once."""
        other = threading.Thread(target=lambda: _quietly(lambda: self.ask(exchange.request)), daemon=True)
        other.start()
        self.pass_on(exchange)
        other.join(30)

    def keep_for_later(self, exchange: Exchange) -> None:
        with self._lock:
            self.late.append(exchange.request)
        self.pass_on(exchange)

    def arrive_later(self, exchange: Exchange) -> None:
        """The phone hears nothing; the server gets it when nobody waits for it any more."""
        with self._lock:
            self.late.append(exchange.request)
        exchange.reset()

    def delay(self, exchange: Exchange) -> None:
        time.sleep(0.3 * exchange.dice.random())
        self.pass_on(exchange)

    def bad_gateway(self, exchange: Exchange) -> None:
        """A front server gave up waiting, after the server behind it committed."""
        self.ask(exchange.request)
        exchange.answer(answer_of("502 Bad Gateway", b"<html>502</html>"))

    def portal(self, exchange: Exchange) -> None:
        exchange.answer(answer_of("200 OK", PORTAL))

    def other_json(self, exchange: Exchange) -> None:
        """A cache that answers with some other JSON, even with our header on it."""
        self.ask(exchange.request)
        exchange.answer(answer_of("200 OK", b"{}", "application/json", ours=exchange.dice.random() < 0.5))


def _quietly(work: Callable[[], object]) -> None:
    with contextlib.suppress(Broken, OSError):
        work()


FAULTS: dict[str, Fault] = {
    "none": FaultProxy.pass_on,
    "lost before": FaultProxy.lose_before,
    "lost after": FaultProxy.lose_after,
    "upload cut": FaultProxy.cut_upload,
    "answer cut": FaultProxy.cut_answer,
    "answer shortened": FaultProxy.shorten_answer,
    "JSON written anew": FaultProxy.write_anew,
    "twice at once": FaultProxy.double,
    "once more later": FaultProxy.keep_for_later,
    "only later": FaultProxy.arrive_later,
    "slow": FaultProxy.delay,
    "502 after commit": FaultProxy.bad_gateway,
    "portal": FaultProxy.portal,
    "other JSON": FaultProxy.other_json,
}


class _Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


def read_message(stream: Line) -> bytes:
    """Return one whole request or answer. Raises Broken when it ends early."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(stream)
        if len(data) > LONGEST_HEAD and b"\r\n\r\n" not in data:
            raise Broken
    head, _, body = data.partition(b"\r\n\r\n")
    head = _closing(head)
    parts, missing = [body], length_of(head) - len(body)
    while missing > 0:
        parts.append(_more(stream))
        missing -= len(parts[-1])
    return head + b"\r\n\r\n" + b"".join(parts)


def _more(stream: Line) -> bytes:
    data = stream.recv(256 * 1024)
    if not data:
        raise Broken
    return data


def _closing(head: bytes) -> bytes:
    """One exchange a connection: neither side may wait for a second."""
    return without(head, b"connection:", b"keep-alive:") + b"\r\nConnection: close"


def without(message: bytes, *names: bytes) -> bytes:
    """Return the message without these header lines."""
    head, end, body = message.partition(b"\r\n\r\n")
    return b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(names)) + end + body


def length_of(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name.lower() == b"content-length"), 0)


def with_length(head: bytes, length: int) -> bytes:
    return without(head, b"content-length:") + b"\r\nContent-Length: %d\r\n\r\n" % length


def answer_of(status: str, body: bytes, kind: str = "text/html", *, ours: bool = False) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close" + ("\r\nX-Fieldapp: 1" if ours else "")
    return with_length(head.encode(), len(body)) + body
