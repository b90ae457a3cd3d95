"""A thousand requests that no honest client sends, over every route, signed in and not.

The bar: never a 5xx, never over two seconds, nothing of the inside in an answer, and the server is whole afterwards.
`FAULT_TIMES=20000` is the figure of a release; the seed is printed and can be given again as `FAULT_SEED`.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import time
import urllib.parse
from dataclasses import dataclass

import pytest

from tests.rig.api_phone import ApiPhone
from tests.rig.desk import Desk
from tests.rig.server import Server

TIMES = int(os.environ.get("FAULT_TIMES", "1000"))
SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**9)))
SLOWEST_SECONDS = 2.0
INSIDE = re.compile(
    rb"Traceback|File \"|site-packages|werkzeug|sqlite3?\.|jinja2\.|pydantic|RecursionError|fieldapp[/.]\w+\.py|/data/|BEGIN "
    rb"|OperationalError|KeyError|TypeError|ValueError|AttributeError"
)
METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "BREW"]
WORDS = [
    "", "0", "-1", "1e309", "NaN", "null", "true", "99999999999999999999999", "%00", "%ff%fe", "../../etc/passwd", "'\"><svg>",
    "' OR 1=1 --", "{{7*7}}", "${7*7}", "a" * 3000, "\u202e\u0000", "00000000-0000-0000-0000-000000000000", "é" * 40, "\r\nX: y",
]  # fmt: skip
TYPES = [
    "application/json", "application/octet-stream", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/json; charset=utf-16", "", "a/b/c", "application/json" * 50,
]  # fmt: skip


@dataclass(frozen=True)
class Said:
    status: int
    seconds: float
    body: bytes


def routes_of(server: Server) -> list[tuple[str, str]]:
    """Return (method, path with <parameters>) of every route, from `fieldapp routes`."""
    said = server.command("routes", "--data", str(server.data)).stdout.splitlines()
    routes = (line.rsplit(None, 1)[0].split(None, 1) for line in said if line.strip())
    return [(method, path) for method, path in routes]


def nasty_path(path: str, dice: random.Random) -> str:
    filled = re.sub(r"<[^>]+>", lambda _: urllib.parse.quote(dice.choice(WORDS), safe="%./"), path) or "/"
    if dice.random() < 0.3:
        pairs = [
            (dice.choice(["q", "size", "after", "page", "verder", "limit", "", "a[]"]), dice.choice(WORDS))
            for _ in range(3)
        ]
        filled += "?" + urllib.parse.urlencode(pairs)
    return filled


def nasty_body(dice: random.Random) -> bytes:
    choices = [
        b"", b"{", b"[]", b"null", b"0", b'"x"', b"[" * 60_000, b'{"a":' * 20_000, b"\xff\xfe\x00\x00", b"\x00" * 512, b"NaN",
        b'{"streams": {"a": 1}, "cursor": 5, "after": "x"}', b'{"after": 1e400}', b'{"after": ' + b"9" * 5000 + b"}",
        b'{"phone": ["x"], "challenge": {}, "code": 7}', b'{"code": "' + b"A" * 100_000 + b'"}', b'{"ids": [1, null, {}]}',
        b'{"endpoint": "http://[::1", "keys": 3}', b'{"chunks": -5}', b'{"chunks": 999999999999}', b"csrf_token=x&login=y&password=z",
        b"login=" + b"\xff" * 100, b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n", b"\x00\x00\x00\x05{}{}{",
        b"\xff\xff\xff\xff" + b"{}", b"\x00\x00\x00\x02{}\x00\x00\x02\xb1" + b"FAE1" + b"\x00" * 685,
        b'\x00\x00\x00\x1b{"p":1,"holds":[{"from":-1}]}', b'{"a\\u0000b": "\\ud800"}',
    ]  # fmt: skip
    body = dice.choice(choices)
    return bytes(dice.randrange(256) for _ in range(200)) if dice.random() < 0.15 else body


def ask(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> Said:
    began = time.monotonic()
    connection = http.client.HTTPConnection("localhost", port, timeout=10)
    try:
        connection.request(method, path, body=body if method not in {"GET", "HEAD"} else None, headers=headers)
        answer = connection.getresponse()
        return Said(answer.status, time.monotonic() - began, answer.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def who(server: Server) -> list[dict[str, str]]:
    """Headers of everybody: nobody, a wrong token, a phone locked and unlocked, each kind of desk."""
    phone = ApiPhone.enrol(server.address, server.new_code(server.user("inspector")["login"]))
    headers = [
        {},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic Zg=="},
        {"Cookie": "session=x; fa=" + "y" * 2000},
    ]
    headers += [{"Authorization": f"Bearer {phone.token(scope)}"} for scope in ("push", "full")]
    for role in ("team_lead", "police", "administrator"):
        cookies = Desk.sign_in(server, server.user(role)).http.cookies
        headers.append({"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)})
    return headers


def test_no_malformed_request_gets_a_5xx_a_stall_or_a_look_inside(server: Server, who: list[dict[str, str]]) -> None:
    print(f"{TIMES} requests, FAULT_SEED={SEED}")
    dice, routes = random.Random(SEED), routes_of(server)
    assert len(routes) > 20
    wrong = []
    for turn in range(TIMES):
        method, path = routes[turn % len(routes)] if turn < len(routes) else dice.choice(routes)
        method = dice.choice(METHODS) if dice.random() < 0.2 else method
        target, body = nasty_path(path, dice), nasty_body(dice)
        headers = {**dice.choice(who), "Content-Type": dice.choice(TYPES)}
        if dice.random() < 0.1:
            headers["Content-Encoding"] = "gzip"
        if dice.random() < 0.1:
            headers["Origin"] = "https://elders.example"
        said = ask(server.port, method, target, body, headers)
        if said.status >= 500 or said.seconds > SLOWEST_SECONDS or INSIDE.search(said.body):
            wrong.append((turn, method, target[:120], body[:60], said.status, round(said.seconds, 2), said.body[:200]))
    assert wrong == []


def test_the_server_is_whole_after_that(server: Server) -> None:
    assert server.answers()
    server.command("check", "--data", str(server.data))
    assert "Traceback" not in server.log.read_text(errors="replace")


@pytest.mark.parametrize("depth", [20, 1000, 100_000])
def test_deeply_nested_json_is_refused_by_every_json_route(
    server: Server, who: list[dict[str, str]], depth: int
) -> None:
    for method, path in routes_of(server):
        if path.startswith("/api/") and method == "POST":
            target = re.sub(r"<[^>]+>", "x", path)
            said = ask(server.port, "POST", target, b"[" * depth, {**who[5], "Content-Type": "application/json"})
            takes_no_body = said.status == 204
            assert takes_no_body or 400 <= said.status < 500, (target, said.status)
