"""Seals operations as a phone does, opens what phones sealed, checks signatures.

The layout is section "Bytes" of docs/protocol.md. Nothing here refuses to keep anything: opening
reports, the engine judges. Byte order is big-endian.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MAGIC = b"FAE1"
HEADER = struct.Struct(">4s16sQI113s12sI")  # 161 bytes
INNER = struct.Struct(">BB24s32s16s64sI")  # 142 bytes
FOLLOWS = struct.Struct(">16sQ")
PLAIN, DEFLATE = 0, 1
BLOCK = 512
LONGEST_BODY = 128 * 1024
LONGEST_ENVELOPE = 192 * 1024
LARGEST_N = 2**53
NOBODY = (bytes(16), 0)
NOTHING = bytes(32)
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ECDSA = ec.ECDSA(hashes.SHA256())


class Malformed(ValueError):
    """Not an envelope: it cannot even be said which stream and number it claims."""


class Unopenable(ValueError):
    """An envelope that no key of this installation opens, or whose inside is not what it must be."""


@dataclass(frozen=True)
class Header:
    stream: bytes
    n: int
    kid: int
    sealed_key: bytes
    nonce: bytes


@dataclass(frozen=True)
class Opened:
    """The inside of an envelope. `message` is what `signature` (raw r||s) was made over."""

    stream: bytes
    n: int
    follows: tuple[bytes, int]
    prev: bytes
    salt: bytes
    signature: bytes
    body: bytes
    message: bytes


def digest(envelope: bytes) -> bytes:
    """Return `h`, the digest of the whole envelope."""
    return sha256(envelope).digest()


def claim(envelope: bytes) -> tuple[bytes, int]:
    """Return the stream and number that an envelope claims; raise Malformed."""
    if len(envelope) < HEADER.size or len(envelope) > LONGEST_ENVELOPE or envelope[:4] != MAGIC:
        raise Malformed("not an envelope")
    n = int.from_bytes(envelope[20:28], "big")
    if not 1 <= n <= LARGEST_N:
        raise Malformed("not a number of an operation")
    return envelope[4:20], n


def read_header(envelope: bytes) -> Header:
    """Raise Malformed, or Unopenable when the stated length is not the length."""
    claim(envelope)
    _, stream, n, kid, sealed_key, nonce, rest = HEADER.unpack_from(envelope)
    if rest != len(envelope) - HEADER.size or rest < 16 + BLOCK or (rest - 16) % BLOCK:
        raise Unopenable("length")
    return Header(stream, n, kid, sealed_key, nonce)


def session_info(installation: bytes, stream: bytes, kid: int) -> bytes:
    return b"fieldapp/session/1" + installation + stream + kid.to_bytes(4, "big")


def signed_message(
    installation: bytes, stream: bytes, n: int, follows: tuple[bytes, int], prev: bytes, salt: bytes, body: bytes
) -> bytes:
    return b"".join(
        (
            b"fieldapp/op/1",
            installation,
            stream,
            n.to_bytes(8, "big"),
            FOLLOWS.pack(*follows),
            prev,
            sha256(salt + body).digest(),
        )
    )


class Opener:
    """Opens envelopes with the installation's numbered keys; a session key is unwrapped once."""

    def __init__(
        self, installation: bytes, keys: Mapping[int, ec.EllipticCurvePrivateKey], remembered: int = 256
    ) -> None:
        self.installation = installation
        self._keys = dict(keys)
        self._sessions: OrderedDict[tuple[bytes, int, bytes], AESGCM] = OrderedDict()
        self._remembered = remembered
        self._lock = Lock()

    def open(self, envelope: bytes) -> Opened:
        """Raise Malformed or Unopenable."""
        header = read_header(envelope)
        box = self._session(header)
        try:
            inner = box.decrypt(header.nonce, envelope[HEADER.size :], envelope[: HEADER.size])
        except InvalidTag:
            raise Unopenable("seal") from None
        return _unpack(self.installation, header, inner)

    def _session(self, header: Header) -> AESGCM:
        sealed = (header.stream, header.kid, header.sealed_key)
        with self._lock:
            known = self._sessions.get(sealed)
            if known is not None:
                self._sessions.move_to_end(sealed)
                return known
        box = AESGCM(self._unwrap(header))
        with self._lock:
            self._sessions[sealed] = box
            while len(self._sessions) > self._remembered:
                self._sessions.popitem(last=False)
        return box

    def _unwrap(self, header: Header) -> bytes:
        private = self._keys.get(header.kid)
        if private is None:
            raise Unopenable("server key")
        info = session_info(self.installation, header.stream, header.kid)
        try:
            key = SUITE.decrypt(header.sealed_key, private, info=info)
        except (InvalidTag, ValueError):
            raise Unopenable("session key") from None
        return key


def _unpack(installation: bytes, header: Header, inner: bytes) -> Opened:
    version, coding, follows, prev, salt, signature, length = INNER.unpack_from(inner)
    if version != 1 or coding not in (PLAIN, DEFLATE) or length > LONGEST_BODY:
        raise Unopenable("inner form")
    rest = inner[INNER.size :]
    body = rest[:length] if coding == PLAIN else _inflate(rest, length)
    if len(body) != length:
        raise Unopenable("body length")
    after = FOLLOWS.unpack(follows)
    message = signed_message(installation, header.stream, header.n, after, prev, salt, body)
    return Opened(header.stream, header.n, after, prev, salt, signature, body, message)


def _inflate(data: bytes, length: int) -> bytes:
    try:
        body = zlib.decompressobj(-15).decompress(data, length + 1)
    except zlib.error:
        raise Unopenable("deflated body") from None
    return body


def verify(public: ec.EllipticCurvePublicKey, signature: bytes, message: bytes) -> bool:
    """Say whether a raw r||s signature was made over `message`."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        public.verify(encode_dss_signature(r, s), message, ECDSA)
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(private: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Return the raw r||s signature over `message`, 64 bytes."""
    r, s = decode_dss_signature(private.sign(message, ECDSA))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def public_point(point: bytes) -> ec.EllipticCurvePublicKey:
    """Read a 65-byte uncompressed P-256 point; raise ValueError."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def pack_inner(
    follows: tuple[bytes, int], prev: bytes, salt: bytes, signature: bytes, body: bytes, coding: int, coded: bytes
) -> bytes:
    """Return the inside, filled up with zeros to a multiple of 512. `coded` is the body under `coding`."""
    inner = INNER.pack(1, coding, FOLLOWS.pack(*follows), prev, salt, signature, len(body)) + coded
    return inner + bytes(-len(inner) % BLOCK)


def pack_envelope(key: bytes, header: Header, inner: bytes) -> bytes:
    """Seal the inside under the session key; all random values are in `header`."""
    head = HEADER.pack(MAGIC, header.stream, header.n, header.kid, header.sealed_key, header.nonce, len(inner) + 16)
    return head + AESGCM(key).encrypt(header.nonce, inner, head)


class Session:
    """One stream under way: its session key, its last `h` and number live in this object only."""

    def __init__(
        self,
        installation: bytes,
        kid: int,
        server_public: ec.EllipticCurvePublicKey,
        sign_private: ec.EllipticCurvePrivateKey,
        follows: tuple[bytes, int] = NOBODY,
        prev: bytes = NOTHING,
    ) -> None:
        self.installation = installation
        self.stream = os.urandom(16)
        self.n = 0
        self.follows = follows
        self.prev = prev
        self._kid = kid
        self._sign = sign_private
        self._key = os.urandom(32)
        self._sealed_key = SUITE.encrypt(self._key, server_public, info=session_info(installation, self.stream, kid))

    def seal(self, body: bytes) -> bytes:
        """Return the next envelope of the stream; deflated when that makes it smaller."""
        n, salt = self.n + 1, os.urandom(16)
        message = signed_message(self.installation, self.stream, n, self.follows, self.prev, salt, body)
        coding, coded = _code(body)
        inner = pack_inner(self.follows, self.prev, salt, sign(self._sign, message), body, coding, coded)
        header = Header(self.stream, n, self._kid, self._sealed_key, os.urandom(12))
        envelope = pack_envelope(self._key, header, inner)
        self.n, self.prev = n, digest(envelope)
        return envelope


@dataclass(frozen=True)
class Signer:
    """The server's own pen: streams of the desk and the worker are sealed and signed like any other.

    `server_public` is the HPKE key number `kid`; `sign_private` the installation's signing key.
    """

    installation: bytes
    kid: int
    server_public: ec.EllipticCurvePublicKey
    sign_private: ec.EllipticCurvePrivateKey

    def session(self) -> Session:
        """Begin a stream that no process used before."""
        return Session(self.installation, self.kid, self.server_public, self.sign_private)


def _code(body: bytes) -> tuple[int, bytes]:
    if len(body) > LONGEST_BODY:
        raise ValueError("a body is at most 128 KiB")
    if len(body) <= BLOCK - INNER.size:
        return PLAIN, body
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    coded = deflate.compress(body) + deflate.flush()
    return (DEFLATE, coded) if len(coded) < len(body) else (PLAIN, body)
