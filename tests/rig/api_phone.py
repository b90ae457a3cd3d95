"""A phone without a browser: enrols, seals, signs, pushes and pulls as docs/protocol.md says."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sync.envelope import Session, digest, public_point, sign


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def point(key: ec.EllipticCurvePrivateKey) -> str:
    return b64(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def uuid7() -> str:
    """Return a UUIDv7: milliseconds since 1970, then random bits."""
    bits = int.from_bytes(uuid.uuid4().bytes) & ((1 << 80) - 1) | time.time_ns() // 1_000_000 << 80
    return str(uuid.UUID(int=bits & ~(0xF000 << 64) & ~(0xC000 << 48) | 0x7000 << 64 | 0x8000 << 48))


@dataclass
class Row:
    """One envelope in the outbox."""

    stream: bytes
    n: int
    envelope: bytes
    acked: bool = False

    @property
    def operation(self) -> str:
        return f"{self.stream.hex()}:{self.n}"


@dataclass
class ApiPhone:
    """An enrolled phone: keys and outbox in memory."""

    address: str
    enrolled: dict[str, Any]
    device_key: ec.EllipticCurvePrivateKey
    signing_key: ec.EllipticCurvePrivateKey
    outbox: list[Row] = field(default_factory=list)
    timeout: float = 30.0

    @classmethod
    def enrol(cls, address: str, code: str) -> ApiPhone:
        device, signing = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        asked = {"code": code, "dev_public": point(device), "sign_public": point(signing), "build": "test"}
        answer = requests.post(f"{address}/api/v1/enrol", json=asked, timeout=30)
        assert answer.status_code == 200, answer.text
        phone = cls(address, answer.json(), device, signing)
        phone.unlock()
        return phone

    @property
    def installation(self) -> bytes:
        return bytes.fromhex(self.enrolled["installation"])

    def unlock(self) -> None:
        """Begin a new session: a new stream under the newest key of the server."""
        key = self.enrolled["server_keys"][-1]
        public = public_point(base64.b64decode(key["public"]))
        last = self.outbox[-1] if self.outbox else None
        known = (self.installation, key["kid"], public, self.signing_key)
        if last is None:
            self.session = Session(*known)
        else:
            self.session = Session(*known, follows=(last.stream, last.n), prev=digest(last.envelope))

    def record(self, kind: str, document: str, body: dict[str, Any], base: str | None = None) -> Row:
        """Seal one operation into the outbox."""
        made = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        said = {"kind": kind, "document": document, "body": body, "base": base, "made_at": made, "mono": 1}
        envelope = self.session.seal(json.dumps(said).encode())
        row = Row(self.session.stream, self.session.n, envelope)
        self.outbox.append(row)
        return row

    def token(self, scope: str = "full") -> str:
        phone = self.enrolled["phone"]
        challenge = self._json("challenge", {"phone": phone})["challenge"]
        message = b"fieldapp/auth/1" + self.installation + uuid.UUID(phone).bytes + base64.b64decode(challenge)
        asked = {
            "phone": phone,
            "challenge": challenge,
            "dev_signature": b64(sign(self.device_key, message)),
            "certificate": self.enrolled["certificate"],
        }
        if scope == "full":
            asked["sign_signature"] = b64(sign(self.signing_key, message))
        return str(self._json("token", asked)["token"])

    def _json(self, path: str, asked: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = requests.post(f"{self.address}/api/v1/{path}", json=asked, headers=headers, timeout=self.timeout)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said

    def waiting(self) -> list[Row]:
        return [row for row in self.outbox if not row.acked]

    def push_bytes(self, rows: list[Row]) -> bytes:
        """Return the request of section 5.1 for these rows."""
        streams: dict[bytes, list[Row]] = {}
        for row in self.outbox:
            streams.setdefault(row.stream, []).append(row)
        holds = []
        for stream, mine in streams.items():
            last = next((row for row in reversed(mine) if row.acked), None)
            h = digest(last.envelope).hex() if last else "0" * 64
            holds.append({"stream": stream.hex(), "from": mine[0].n, "acked": last.n if last else 0, "h": h})
        header = json.dumps({"p": 1, "build": "test", "x": 0, "holds": holds, "unsent": {}}).encode()
        parts = [struct.pack(">I", len(header)), header]
        for row in rows:
            parts += [struct.pack(">I", len(row.envelope)), row.envelope]
        return b"".join(parts)

    def push(self, token: str, most: int = 200) -> dict[str, Any]:
        """Send what waits; rows become acked only by `kept` of a good answer. Raises for anything else."""
        answer = requests.post(
            f"{self.address}/api/v1/push",
            data=self.push_bytes(self.waiting()[:most]),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"},
            timeout=self.timeout,
        )
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        kept = {(stream, n) for stream, n, _ in said["kept"]}
        for row in self.outbox:
            if (row.stream.hex(), row.n) in kept:
                row.acked = True
        return said

    def pull(self, token: str) -> dict[str, Any]:
        """Return everything this person may see: all documents and all outcomes of this phone's streams."""
        streams = list(dict.fromkeys(row.stream.hex() for row in self.outbox))
        documents: list[dict[str, Any]] = []
        asked: dict[str, Any] = {"cursor": None, "seen": None, "after": 0, "streams": streams}
        while True:
            page = self._json("pull", asked, token)
            documents += page["documents"]
            if not page["more"]:
                return {**page, "documents": documents}
            asked = {**asked, "after": page["after"]}

    def put_chunk(self, token: str, data: bytes) -> requests.Response:
        """Send one chunk of a photo of one chunk; its name is the digest over the digests of the chunks."""
        chunk = hashlib.sha256(data)
        blob = hashlib.sha256(chunk.digest()).hexdigest()
        headers = {"Authorization": f"Bearer {token}", "X-SHA256": chunk.hexdigest()}
        return requests.put(f"{self.address}/api/v1/blobs/{blob}/0", data=data, headers=headers, timeout=self.timeout)
