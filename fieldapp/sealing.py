"""Sealing backups: to a public key that the server has, opened only with a recovery code that it has not.

A file begins with `FAS1` and an ephemeral X25519 point; HKDF-SHA-256 over the shared secret gives its key. Then come
pieces of 1 MiB under AES-256-GCM; the nonce is the number of the piece (11 bytes) and whether it is the last (1 byte),
so that no piece can be cut off, moved or left out. A key is used for one file only.
"""

from __future__ import annotations

import base64
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fieldapp.refusals import OperatorError

MAGIC = b"FAS1"
PIECE = 1024 * 1024
TAG = 16
SECRET_BYTES = 20
CHECK_CHARACTERS = 4


class NotOpened(OperatorError):
    """A sealed file cannot be opened: another code, or damaged."""


def new_recovery_code() -> str:
    """Return a code of nine groups of four: 160 bits and a check; it is shown once and kept nowhere."""
    plain = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    whole = plain + _check(plain)
    return "-".join(whole[at : at + 4] for at in range(0, len(whole), 4))


def private_of(code: str) -> X25519PrivateKey:
    """Return the key of a recovery code, however it is grouped. Raises NotOpened when it was mistyped."""
    whole = "".join(sign for sign in code.upper() if sign.isalnum())
    plain, check = whole[:-CHECK_CHARACTERS], whole[-CHECK_CHARACTERS:]
    if len(plain) != SECRET_BYTES * 8 // 5 or check != _check(plain):
        raise NotOpened("This is not a recovery code: look at it again, character by character.")
    return X25519PrivateKey.from_private_bytes(_derive(plain.encode(), b"fieldapp/recovery/1"))


def seal(public: X25519PublicKey, source: Path, target: Path) -> None:
    """Write the sealed form of a file."""
    ephemeral = X25519PrivateKey.generate()
    point = ephemeral.public_key().public_bytes_raw()
    box = AESGCM(_derive(ephemeral.exchange(public), b"fieldapp/backup/1" + point + public.public_bytes_raw()))
    with source.open("rb") as file, target.open("xb") as out:
        out.write(MAGIC + point)
        number, piece = 0, file.read(PIECE)
        while True:
            following = file.read(PIECE)
            out.write(box.encrypt(_nonce(number, is_last=not following), piece, None))
            if not following:
                return
            number, piece = number + 1, following


def unseal(private: X25519PrivateKey, source: Path, target: Path) -> None:
    """Write the file that was sealed. Raises NotOpened; then what was written is removed."""
    try:
        with source.open("rb") as file, target.open("xb") as out:
            magic, point = file.read(len(MAGIC)), file.read(32)
            if magic != MAGIC or len(point) != 32:
                raise NotOpened(f"{source.name} is not a sealed file.")
            shared = private.exchange(X25519PublicKey.from_public_bytes(point))
            box = AESGCM(_derive(shared, b"fieldapp/backup/1" + point + private.public_key().public_bytes_raw()))
            number, piece = 0, file.read(PIECE + TAG)
            while True:
                following = file.read(PIECE + TAG)
                out.write(box.decrypt(_nonce(number, is_last=not following), piece, None))
                if not following:
                    return
                number, piece = number + 1, following
    except (InvalidTag, ValueError) as error:
        target.unlink(missing_ok=True)
        raise NotOpened(f"{source.name} cannot be opened: another recovery code, or damaged.") from error


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, purpose).derive(secret)


def _check(plain: str) -> str:
    return base64.b32encode(sha256(b"fieldapp/recovery/" + plain.encode()).digest()).decode()[:CHECK_CHARACTERS]
