"""Another key takes the place of one: what the older closed or signed can still be opened and proved."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from fieldapp.keys import (
    handover_statement,
    kids_in,
    load_keys,
    new_pem,
    number_of,
    numbered,
    point,
    sync_folder,
    write_once,
)


def add_hpke_key(folder: Path) -> int:
    """Make the next numbered HPKE key and return its number; the older ones stay for what is still sealed to them."""
    kid = kids_in(folder)[-1] + 1
    write_once(folder / f"hpke-{kid}.pem", new_pem)
    sync_folder(folder)
    return kid


def new_wrapping_key(folder: Path) -> str:
    """Make another wrapping key and keep the present one under a number; return that name. Raises NoKeys."""
    return _succeed(folder, "wrapping.key", secrets.token_hex(32).encode())


def new_push_key(folder: Path) -> str:
    """Make another key of web push and keep the present one under a number; return that name. Raises NoKeys."""
    return _succeed(folder, "vapid.pem", new_pem())


def new_signing_key(folder: Path, *, is_leaked: bool) -> str:
    """Make another signing key; of the present one only the public half stays, with its word for the new one.

    Return the name of the file that holds them. A key that leaked gives no word, and none of before it is believed
    any more. Cut off before the last step the present key stays in force. Raises NoKeys.
    """
    present = load_keys(folder)
    content = new_pem()
    older, following = present.signing_public(), _public_of(content)
    word = None if is_leaked else present.sign(handover_statement(present.installation, older, following))
    said = {"public": older.hex(), "following": following.hex(), "signature": word.hex() if word else None}
    path = _place_of_word(folder, older)
    _put_in_place(path, json.dumps(said).encode())
    _put_in_place(folder / "signing.pem", content)
    return path.name


def _place_of_word(folder: Path, older: bytes) -> Path:
    """Return where the word of this key belongs: behind all others, or where a try that was cut off left it."""
    said = numbered(folder, "signing-*.json")
    tried = [path for path in said if json.loads(path.read_text())["public"] == older.hex()]
    return tried[-1] if tried else folder / f"signing-{number_of(said[-1]) + 1 if said else 1}.json"


def _succeed(folder: Path, name: str, content: bytes) -> str:
    load_keys(folder)
    place = folder / name
    taken = numbered(folder, f"{place.stem}-*{place.suffix}")
    older = folder / f"{place.stem}-{number_of(taken[-1]) + 1 if taken else 1}{place.suffix}"
    os.link(place, older)  # cut off after this the present key stands under two names
    _put_in_place(place, content)
    return older.name


def _public_of(pem: bytes) -> bytes:
    key = load_pem_private_key(pem, None)
    return point(key)  # type: ignore[arg-type]  # new_pem makes nothing else


def new_session_key(folder: Path) -> None:
    """Replace the session key: every cookie, token and waiting code ends. Raises NoKeys."""
    load_keys(folder)
    _put_in_place(folder / "session.key", secrets.token_hex(32).encode())


def _put_in_place(path: Path, content: bytes) -> None:
    """Put a new file of mode 0600 in the place of this one, flushed: the old or the new, never neither."""
    draft = path.with_suffix(f"{path.suffix}.new")
    draft.unlink(missing_ok=True)
    write_once(draft, lambda: content)
    draft.replace(path)
    sync_folder(path.parent)


USES = (
    ("installation.json", "the id of this installation: never another one"),
    ("signing.pem", "signs certificates of phones, receipts and what the office does"),
    ("signing-*.json", "proves what was signed before; holds nothing secret"),
    ("hpke-*.pem", "phones seal to the one with the highest number; the others open what came before"),
    ("vapid.pem", "signs notices to browsers"),
    ("vapid-*.pem", "signs notices to browsers that have not been here since"),
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
