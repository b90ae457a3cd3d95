"""Write tests/vectors/envelope.json anew: `python tests/vectors/make_envelope.py`.

Only for a new vector: what shipped phones sealed must stay readable, so existing vectors never change.
Keys are fixed here; HPKE itself draws a random ephemeral key, so its 113 bytes are kept in the file.
"""

from __future__ import annotations

import base64
import json
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sync import envelope as e

FILE = Path(__file__).with_name("envelope.json")
INSTALLATION = bytes(range(16))
CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def private_key(name: str) -> ec.EllipticCurvePrivateKey:
    scalar = int.from_bytes(sha256(name.encode()).digest(), "big") % (CURVE_ORDER - 1) + 1
    return ec.derive_private_key(scalar, ec.SECP256R1())


def point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def jwk(private: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    def text(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    public = point(private)
    d = private.private_numbers().private_value.to_bytes(32, "big")
    return {"kty": "EC", "crv": "P-256", "d": text(d), "x": text(public[1:33]), "y": text(public[33:])}


SERVER, SIGN, STRANGER = private_key("server key 7"), private_key("signing key"), private_key("somebody else")
KID = 7
STREAM = sha256(b"stream one").digest()[:16]
EARLIER = sha256(b"stream zero").digest()[:16]
SESSION_KEY = sha256(b"session key").digest()


def statement(**said: Any) -> bytes:
    base = {
        "kind": "note.write",
        "document": "0190a8c0-0000-7000-8000-000000000001",
        "body": {"answers.nooduitgang_vrij": {"value": "niet_in_orde"}},
        "base": None,
        "made_at": "2026-03-02T21:14:07.000Z",
        "mono": 81233,
    }
    return json.dumps({**base, **said}, ensure_ascii=False, separators=(",", ":")).encode()


SHORT = statement()
EXACT = SHORT + b" " * (370 - len(SHORT))
UNICODE = statement(body={"tekst": "café ✓ 𝄞 \u2028"})
LONG = statement(body={"tekst": "de nooduitgang is vrij; " * 60})

CASES: list[dict[str, Any]] = [
    {"name": "first of a phone", "why": "follows and prev are zeros when nothing was written before", "n": 1,
     "follows": e.NOBODY, "prev": e.NOTHING, "body": SHORT, "coding": e.PLAIN},
    {"name": "second of a stream", "why": "prev is h of n-1; the session key is sealed once and repeated, the nonce is new", "n": 2,
     "follows": e.NOBODY, "prev": "h of first of a phone", "body": UNICODE, "coding": e.PLAIN},
    {"name": "first after an earlier stream", "why": "follows names the last operation of the session before; prev is its h", "n": 1,
     "follows": (EARLIER, 41), "prev": sha256(b"the followed envelope").digest(), "body": SHORT, "coding": e.PLAIN},
    {"name": "370 bytes fill one block", "why": "142 + 370 = 512: the longest body in an envelope of 689", "n": 3,
     "follows": e.NOBODY, "prev": e.NOTHING, "body": EXACT, "coding": e.PLAIN},
    {"name": "371 bytes need a second block", "why": "one byte more costs 512, so length tells little", "n": 4,
     "follows": e.NOBODY, "prev": e.NOTHING, "body": EXACT + b" ", "coding": e.PLAIN},
    {"name": "deflated", "why": "coding 1 is deflate-raw; the stated length is that of the plain body", "n": 5,
     "follows": e.NOBODY, "prev": e.NOTHING, "body": LONG, "coding": e.DEFLATE},
    {"name": "number beyond 32 bits", "why": "n has eight bytes", "n": 2**40 + 5,
     "follows": (EARLIER, 2**33), "prev": e.NOTHING, "body": SHORT, "coding": e.PLAIN},
]  # fmt: skip


def deflate(body: bytes) -> bytes:
    compress = zlib.compressobj(6, zlib.DEFLATED, -15)
    return compress.compress(body) + compress.flush()


def build(
    case: dict[str, Any], sealed_key: bytes, known: dict[str, bytes], old: dict[str, Any] | None
) -> dict[str, Any]:
    prev = known[case["prev"][5:]] if isinstance(case["prev"], str) else case["prev"]
    salt = sha256(b"salt " + case["name"].encode()).digest()[:16]
    nonce = sha256(b"nonce " + case["name"].encode()).digest()[:12]
    message = e.signed_message(INSTALLATION, STREAM, case["n"], case["follows"], prev, salt, case["body"])
    signature = bytes.fromhex(old["signature"]) if old else e.sign(SIGN, message)
    coded = deflate(case["body"]) if case["coding"] else case["body"]
    inner = e.pack_inner(case["follows"], prev, salt, signature, case["body"], case["coding"], coded)
    header = e.Header(STREAM, case["n"], KID, sealed_key, nonce)
    envelope = e.pack_envelope(SESSION_KEY, header, inner)
    known[case["name"]] = e.digest(envelope)
    return {
        "name": case["name"], "why": case["why"], "stream": STREAM.hex(), "n": case["n"],
        "follows": [case["follows"][0].hex(), case["follows"][1]], "prev": prev.hex(), "salt": salt.hex(),
        "nonce": nonce.hex(), "coding": case["coding"], "body": case["body"].decode(), "message": message.hex(),
        "signature": signature.hex(), "inner": inner.hex(), "envelope": envelope.hex(), "h": e.digest(envelope).hex(),
    }  # fmt: skip


def broken(good: dict[str, Any]) -> list[dict[str, Any]]:
    data = bytes.fromhex(good["envelope"])

    def flipped(at: int) -> bytes:
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return [
        {"why": "another magic is no envelope", "error": "malformed", "envelope": flipped(0).hex()},
        {"why": "cut in the header", "error": "malformed", "envelope": data[:160].hex()},
        {
            "why": "cut behind the header: the stated length is wrong",
            "error": "unopenable",
            "envelope": data[:-1].hex(),
        },
        {"why": "the stream is bound by the session info", "error": "unopenable", "envelope": flipped(5).hex()},
        {"why": "the number is bound by the AAD", "error": "unopenable", "envelope": flipped(26).hex()},
        {"why": "no such server key", "error": "unopenable", "envelope": flipped(30).hex()},
        {"why": "a sealed session key that was touched", "error": "unopenable", "envelope": flipped(140).hex()},
        {"why": "a nonce that was touched", "error": "unopenable", "envelope": flipped(150).hex()},
        {"why": "a box that was touched", "error": "unopenable", "envelope": flipped(300).hex()},
    ]


def main() -> None:
    old = json.loads(FILE.read_text()) if FILE.exists() else {}
    info = e.session_info(INSTALLATION, STREAM, KID)
    sealed = bytes.fromhex(old["sealed_key"]) if old else e.SUITE.encrypt(SESSION_KEY, SERVER.public_key(), info=info)
    before = {v["name"]: v for v in old.get("vectors", ())}
    known: dict[str, bytes] = {}
    vectors = [build(case, sealed, known, before.get(case["name"])) for case in CASES]
    whole = {
        "why": "What a phone seals and the server opens: both sides must make the same bytes from the same parts.",
        "installation": INSTALLATION.hex(), "kid": KID, "server_private_jwk": jwk(SERVER), "server_public": point(SERVER).hex(),
        "sign_private_jwk": jwk(SIGN), "sign_public": point(SIGN).hex(), "stranger_public": point(STRANGER).hex(),
        "session_key": SESSION_KEY.hex(), "session_info": info.hex(), "sealed_key": sealed.hex(),
        "vectors": vectors, "broken": broken(vectors[0]),
    }  # fmt: skip
    FILE.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
