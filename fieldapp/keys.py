"""The private keys of an installation: files of mode 0600 in `<data>/keys`, outside the database and its backups."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from fieldapp.refusals import OperatorError
from sync.envelope import public_point, sign, verify

NUMBERED = re.compile(r"[a-z]+-[0-9]+")


class NoKeys(OperatorError):
    """The folder has no complete set of keys; the message says what to do."""


@dataclass(frozen=True)
class Origin:
    """Where a training copy comes from. It stands with the keys: whoever can write in the store cannot say it.

    Ids of documents were derived under `namespace`; kept rows up to `last_kept` are sealed to keys that are not here.
    """

    installation: bytes
    namespace: bytes
    last_kept: int


@dataclass(frozen=True)
class Handover:
    """A signing key that another one took the place of. `signature`: its own word for the successor, if it is believed.

    Of a key that leaked there is no such word: whoever has it could say the same of a key of his own.
    """

    public: bytes
    following: bytes
    signature: bytes | None


def handover_statement(installation: bytes, public: bytes, following: bytes) -> bytes:
    """Return what an older signing key signs about the one that takes its place."""
    return b"fieldapp/signing-key/1" + installation + public + following


@dataclass(frozen=True)
class Keys:
    """What must stay secret, and the public halves that phones and browsers get.

    `hpke` holds every numbered key that phones may still seal to; the highest number is the present one.
    `wrapping` (32 bytes) wraps the keys of photos, `session` (32 bytes) signs cookies, challenges and tokens.
    """

    installation: bytes
    signing: ec.EllipticCurvePrivateKey
    hpke: Mapping[int, ec.EllipticCurvePrivateKey]
    vapid: ec.EllipticCurvePrivateKey
    wrapping: bytes
    session: bytes
    copy_of: Origin | None = None
    older_wrapping: tuple[bytes, ...] = ()
    """What was wrapped before the present key is read with these, the newest first; nothing is wrapped with them."""
    handovers: tuple[Handover, ...] = ()
    """The signing keys of before, the oldest first: public halves only. What they signed is proved with them."""
    older_vapid: tuple[ec.EllipticCurvePrivateKey, ...] = ()
    """For browsers that subscribed before the present key, the newest first."""
    codes: bytes = b""
    """The session key of the folder, also while a secret of the environment stands in its place: for codes of phones."""

    @property
    def namespace(self) -> uuid.UUID:
        """Return what ids of documents are derived under; a training copy goes on with that of its origin."""
        return uuid.UUID(bytes=self.copy_of.namespace if self.copy_of else self.installation)

    def sign(self, message: bytes) -> bytes:
        """Return the ECDSA P-256 SHA-256 signature of the installation as raw r, s (64 bytes)."""
        return sign(self.signing, message)

    def signing_public(self) -> bytes:
        """Return the point by which phones know what this installation signed."""
        return point(self.signing)

    def older_signing(self) -> list[ec.EllipticCurvePublicKey]:
        """Return the keys that signed for this installation before, the newest first."""
        return [public_point(one.public) for one in reversed(self.handovers)]

    def believed(self) -> tuple[Handover, ...]:
        """Return the keys of before that are believed by their own word, the oldest first: none up to one that leaked."""
        leaked = [number for number, one in enumerate(self.handovers, 1) if one.signature is None]
        return self.handovers[leaked[-1] if leaked else 0 :]

    def has_signed(self, signature: bytes, message: bytes) -> bool:
        """Say whether this installation signed this: with the present key, or one of before that did not leak."""
        keys = [self.signing.public_key(), *(public_point(one.public) for one in self.believed())]
        return any(verify(key, signature, message) for key in keys)

    def may_have_signed(self, signature: bytes, message: bytes) -> bool:
        """As `has_signed`, also with a key that leaked: enough only for what is known here already."""
        return any(verify(key, signature, message) for key in (self.signing.public_key(), *self.older_signing()))

    def vapid_of(self, public: object) -> ec.EllipticCurvePrivateKey | None:
        """Return the key under which a browser subscribed, None if it is gone; one that said nothing used the oldest."""
        known = (self.vapid, *self.older_vapid)
        if public is None:
            return known[-1]
        return next((key for key in known if public_text(key) == public), None)

    def server_keys(self) -> list[tuple[int, bytes, bytes]]:
        """Return (kid, public point, signature of the installation) for every HPKE key."""
        return [(kid, point(key), self.sign(self._key_statement(kid, key))) for kid, key in sorted(self.hpke.items())]

    def _key_statement(self, kid: int, key: ec.EllipticCurvePrivateKey) -> bytes:
        return b"fieldapp/server-key/1" + self.installation + kid.to_bytes(4, "big") + point(key)

    def derive_sealing(self) -> list[bytes]:
        """Return the keys for secrets in values, the present one first; they do not change with the session key."""
        return [hmac.new(key, b"values", hashlib.sha256).digest() for key in (self.wrapping, *self.older_wrapping)]

    def vapid_public_text(self) -> str:
        """Return the VAPID key as browsers want it."""
        return public_text(self.vapid)

    def derive_codes(self) -> bytes:
        """Return the key of one-time codes for phones: a code of a command holds, whatever secret the server starts with."""
        return hmac.new(self.codes or self.session, b"enrol-code", hashlib.sha256).digest()

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose, so that no two uses share a key."""
        return hmac.new(self.session, purpose.encode(), hashlib.sha256).digest()


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public half as the raw 65 bytes of an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_text(key: ec.EllipticCurvePrivateKey) -> str:
    """Return the public half as browsers write it: base64url without padding."""
    return base64.urlsafe_b64encode(point(key)).rstrip(b"=").decode()


def make_keys(folder: Path, copy_of: Origin | None = None) -> Keys:
    """Make what is missing in the folder and return the whole set; a key that is there is never replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    write_once(folder / "installation.json", lambda: _new_installation(copy_of))
    for name in ("signing.pem", "hpke-1.pem", "vapid.pem"):
        write_once(folder / name, new_pem)
    for name in ("wrapping.key", "session.key"):
        write_once(folder / name, lambda: secrets.token_hex(32).encode())
    sync_folder(folder)
    return load_keys(folder)


def refuse_half_a_set(folder: Path) -> None:
    """Beside a store that was written with them these are put back, never made anew. Raises NoKeys."""
    for name in ("installation.json", "signing.pem", "hpke-1.pem", "wrapping.key"):
        if not (folder / name).exists():
            raise NoKeys(f"{folder} has no {name}, and the store needs that very one: put the copy of the keys back.")


def load_keys(folder: Path, *, secret: str | None = None) -> Keys:
    """Read the keys; `secret` replaces the session key. Raises NoKeys."""
    try:
        known = json.loads((folder / "installation.json").read_text())
        return Keys(
            installation=bytes.fromhex(known["installation"]),
            signing=read_pem(folder / "signing.pem"),
            hpke={kid: read_pem(folder / f"hpke-{kid}.pem") for kid in kids_in(folder)},
            vapid=read_pem(folder / "vapid.pem"),
            wrapping=bytes.fromhex((folder / "wrapping.key").read_text()),
            session=_session(folder, secret),
            copy_of=_origin(known.get("copy_of")),
            older_wrapping=_older_wrapping(folder),
            handovers=_handovers(folder),
            older_vapid=tuple(read_pem(path) for path in reversed(numbered(folder, "vapid-*.pem"))),
            codes=_session(folder, None) if (folder / "session.key").exists() else b"",
        )
    except FileNotFoundError as error:
        name = Path(str(error.filename)).name
        raise NoKeys(
            f"{folder} has no {name}. Run `fieldapp init`, or put the keys of this installation back."
        ) from error


def _new_installation(copy_of: Origin | None) -> bytes:
    said: dict[str, object] = {"installation": secrets.token_hex(16)}
    if copy_of is not None:
        said["copy_of"] = {
            "installation": copy_of.installation.hex(),
            "namespace": copy_of.namespace.hex(),
            "last_kept": copy_of.last_kept,
        }
    return json.dumps(said).encode()


def _origin(said: Mapping[str, Any] | None) -> Origin | None:
    if said is None:
        return None
    return Origin(bytes.fromhex(said["installation"]), bytes.fromhex(said["namespace"]), int(said["last_kept"]))


def _session(folder: Path, secret: str | None) -> bytes:
    if secret is not None:
        return hashlib.sha256(b"fieldapp/session-secret/1" + secret.encode()).digest()
    return bytes.fromhex((folder / "session.key").read_text())


def numbered(folder: Path, pattern: str) -> list[Path]:
    """Return the files `<name>-<number>` of this pattern, in the order of their numbers; a copy under a word is none of them."""
    return sorted((path for path in folder.glob(pattern) if NUMBERED.fullmatch(path.stem)), key=number_of)


def number_of(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _older_wrapping(folder: Path) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(path.read_text()) for path in reversed(numbered(folder, "wrapping-*.key")))


def _handovers(folder: Path) -> tuple[Handover, ...]:
    """Read the signing keys of before; one that was being replaced when something cut it off is still the present one."""
    said = [json.loads(path.read_text()) for path in numbered(folder, "signing-*.json")]
    present = point(read_pem(folder / "signing.pem"))
    read = (
        Handover(
            bytes.fromhex(one["public"]),
            bytes.fromhex(one["following"]),
            bytes.fromhex(one["signature"]) if one["signature"] else None,
        )
        for one in said
    )
    return tuple(one for one in read if one.public != present)


def kids_in(folder: Path) -> list[int]:
    kids = [number_of(path) for path in numbered(folder, "hpke-*.pem")]
    if not kids:
        raise NoKeys(f"{folder} has no hpke-1.pem. Run `fieldapp init`, or put the keys of this installation back.")
    return kids


def new_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def read_pem(path: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NoKeys(f"{path} does not hold an EC key.")
    return key


def write_once(path: Path, make: Callable[[], bytes]) -> None:
    """Write a new file of mode 0600, whole or not at all, flushed; leave one that is there alone."""
    if path.exists():
        return
    draft = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename it never replaces what another process made meanwhile
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
