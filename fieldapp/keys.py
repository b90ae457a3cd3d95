"""The private keys of an installation: files of mode 0600 in `<data>/keys`, outside the database and its backups."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from fieldapp.refusals import OperatorError


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

    @property
    def namespace(self) -> uuid.UUID:
        """Return what ids of documents are derived under; a training copy goes on with that of its origin."""
        return uuid.UUID(bytes=self.copy_of.namespace if self.copy_of else self.installation)

    def sign(self, message: bytes) -> bytes:
        """Return the ECDSA P-256 SHA-256 signature of the installation as raw r, s (64 bytes)."""
        r, s = decode_dss_signature(self.signing.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def signing_public(self) -> bytes:
        """Return the point by which phones know what this installation signed."""
        return point(self.signing)

    def vapid_public(self) -> bytes:
        """Return the point by which browsers know this server's notices."""
        return point(self.vapid)

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
        return base64.urlsafe_b64encode(self.vapid_public()).rstrip(b"=").decode()

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for one purpose, so that no two uses share a key."""
        return hmac.new(self.session, purpose.encode(), hashlib.sha256).digest()


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public half as the raw 65 bytes of an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def make_keys(folder: Path, copy_of: Origin | None = None) -> Keys:
    """Make what is missing in the folder and return the whole set; a key that is there is never replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    _write_once(folder / "installation.json", lambda: _new_installation(copy_of))
    for name in ("signing.pem", "hpke-1.pem", "vapid.pem"):
        _write_once(folder / name, _new_pem)
    for name in ("wrapping.key", "session.key"):
        _write_once(folder / name, lambda: secrets.token_hex(32).encode())
    _sync_folder(folder)
    return load_keys(folder)


def add_hpke_key(folder: Path) -> int:
    """Make the next numbered HPKE key and return its number; the older ones stay for what is still sealed to them."""
    kid = max(_kids(folder)) + 1
    _write_once(folder / f"hpke-{kid}.pem", _new_pem)
    _sync_folder(folder)
    return kid


def new_wrapping_key(folder: Path) -> str:
    """Make another wrapping key and keep the present one under a number; return that name. Raises NoKeys."""
    load_keys(folder)
    number = max((int(path.stem.removeprefix("wrapping-")) for path in folder.glob("wrapping-*.key")), default=0) + 1
    older = folder / f"wrapping-{number}.key"
    os.link(folder / "wrapping.key", older)  # cut off after this the present key stands under two names
    _put_in_place(folder / "wrapping.key", secrets.token_hex(32).encode())
    return older.name


def new_session_key(folder: Path) -> None:
    """Replace the session key: every cookie, token and waiting code ends. Raises NoKeys."""
    load_keys(folder)
    _put_in_place(folder / "session.key", secrets.token_hex(32).encode())


def _put_in_place(path: Path, content: bytes) -> None:
    """Put a new file of mode 0600 in the place of this one, flushed: the old or the new, never neither."""
    draft = path.with_suffix(f"{path.suffix}.new")
    draft.unlink(missing_ok=True)
    _write_once(draft, lambda: content)
    draft.replace(path)
    _sync_folder(path.parent)


USES = (
    ("installation.json", "the id of this installation: never another one"),
    ("signing.pem", "signs certificates of phones and receipts"),
    ("hpke-*.pem", "phones seal to the one with the highest number; the others open what came before"),
    ("vapid.pem", "signs notices to browsers"),
    ("wrapping.key", "wraps the keys of photos and letters, and second factors"),
    ("wrapping-*.key", "reads what was wrapped before, here and in older backups"),
    ("session.key", "signs cookies, tokens and codes"),
    ("recovery.pub", "backups are sealed to it; its code is on paper"),
)


def listed(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (name, day on which it was made, what it is for) of every key. Raises NoKeys."""
    load_keys(folder, secret="none")  # noqa: S106  # a session key in the environment is no file
    for path in sorted(folder.iterdir()):
        made_on = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
        use = next((use for pattern, use in USES if path.match(pattern)), "not one of ours")
        yield path.name, made_on, use


def load_keys(folder: Path, *, secret: str | None = None) -> Keys:
    """Read the keys; `secret` replaces the session key. Raises NoKeys."""
    try:
        known = json.loads((folder / "installation.json").read_text())
        return Keys(
            installation=bytes.fromhex(known["installation"]),
            signing=_read_pem(folder / "signing.pem"),
            hpke={kid: _read_pem(folder / f"hpke-{kid}.pem") for kid in _kids(folder)},
            vapid=_read_pem(folder / "vapid.pem"),
            wrapping=bytes.fromhex((folder / "wrapping.key").read_text()),
            session=_session(folder, secret),
            copy_of=_origin(known.get("copy_of")),
            older_wrapping=_older_wrapping(folder),
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


def _older_wrapping(folder: Path) -> tuple[bytes, ...]:
    paths = sorted(folder.glob("wrapping-*.key"), key=lambda path: int(path.stem.removeprefix("wrapping-")))
    return tuple(bytes.fromhex(path.read_text()) for path in reversed(paths))


def _kids(folder: Path) -> list[int]:
    kids = sorted(int(path.stem.removeprefix("hpke-")) for path in folder.glob("hpke-*.pem"))
    if not kids:
        raise NoKeys(f"{folder} has no hpke-1.pem. Run `fieldapp init`, or put the keys of this installation back.")
    return kids


def _new_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _read_pem(path: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NoKeys(f"{path} does not hold an EC key.")
    return key


def _write_once(path: Path, make: Callable[[], bytes]) -> None:
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


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
