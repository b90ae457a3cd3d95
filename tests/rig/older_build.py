"""A box before the server that gives phones the field app of an older version, and passes everything else on."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from fieldapp.build import content_type
from tests.rig.server import ROOT, Server

BUILDS = ROOT / "tests" / "data" / "builds"
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
EXIT = ROOT / "static" / "sw" / "off.js"
WORKER = {
    "Content-Type": "text/javascript; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'",
    "Cache-Control": "no-cache",
}


class OlderBuild:
    """What phones got of one version, as tools/keep_build.py kept it."""

    def __init__(self, version: str) -> None:
        with zipfile.ZipFile(BUILDS / f"{version}.zip") as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        facts = json.loads(self.files["build.json"])
        self.id, self.policy = facts["build"], facts["policy"]

    def answer(self, path: str) -> tuple[bytes, dict[str, str]] | None:
        """Return body and headers for a path of the field app; None for what is not of this build."""
        if path == "/app" or path.startswith("/app/"):
            shown = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": self.policy}
            return self.files["app.html"], {**shown, "Cache-Control": "no-cache"}
        if path == "/sw.js":
            return self.files["sw.js"], WORKER
        _, base, name = path.partition(f"/s/{self.id}/")
        content = self.files.get("files.json" if name == "files.json" else f"files/{name}") if base else None
        return None if content is None else (content, {"Content-Type": content_type(name), "Cache-Control": "no-cache"})


@dataclass
class Front:
    """The address that a phone knows. `older`: whose field app it gives; `is_cut`: nothing of the API passes."""

    server: Server
    older: OlderBuild | None
    is_cut: bool = False
    is_off: bool = False
    """The worker is the one that takes itself out of every phone, also when the app is the older one."""
    is_emptied: bool = False
    """Nothing is left of the worker: a good answer with its headers and no body."""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def own_answer(self, path: str) -> tuple[bytes, dict[str, str]] | None:
        if self.is_off and path == "/sw.js":
            return EXIT.read_bytes(), WORKER
        return None if self.older is None else self.older.answer(path)


@contextlib.contextmanager
def before(server: Server, version: str | None = None) -> Iterator[Front]:
    """Stand before this server, with the field app of that version; none: with its own."""
    front = Front(server, OlderBuild(version) if version else None)

    class Passes(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            front.asked.append(path)
            own = front.own_answer(path)
            if own is not None:
                self._give(200, *own)
            elif front.is_cut and path.startswith("/api/"):
                self._give(502, b"", {})
            else:
                self._pass_on()

        do_POST = do_PUT = do_HEAD = do_GET

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            behind = http.client.HTTPConnection("127.0.0.1", front.server.port, timeout=30)
            try:
                is_emptied = front.is_emptied and self.path == "/sw.js"
                asked = {name: value for name, value in self.headers.items() if not is_emptied or "If-" not in name}
                behind.request(self.command, self.path, body, asked)
                answer = behind.getresponse()
                headers = {name: value for name, value in answer.getheaders() if name.lower() not in NOT_PASSED_ON}
                content = answer.read()
                self._give(answer.status, b"" if is_emptied else content, headers)
            except OSError:
                self._give(502, b"", {})
            finally:
                behind.close()

        def _give(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    box = ThreadingHTTPServer(("127.0.0.1", 0), Passes)
    box.daemon_threads = True
    front.port = box.server_address[1]
    threading.Thread(target=box.serve_forever, daemon=True).start()
    try:
        yield front
    finally:
        box.shutdown()
        box.server_close()
