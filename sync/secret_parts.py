"""Secret parts of documents (`photos.<id>.key`): wrapped, beside the log and not in it, so that each can be destroyed alone.

A photo whose key is gone can never be read again, wherever its bytes still lie: in the log nothing has to be changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.operation import from_json, to_json
from sync.store.contract import Store

OWNER = "blob"
"""Under which values of the store they lie, by `document/name`."""
NONCE_BYTES = 12


def wrapped(key: bytes, place: str, value: Any) -> str:
    """Return a secret under this key (32 bytes, not in the database), bound to its place, in hex."""
    nonce = os.urandom(NONCE_BYTES)
    return (nonce + AESGCM(key).encrypt(nonce, to_json(value).encode(), place.encode())).hex()


def unwrapped(keys: Iterable[bytes], place: str, sealed: str) -> Any:
    """Return the secret that one of these keys wrapped; None if none of them did."""
    data = bytes.fromhex(sealed)
    for key in keys:
        with suppress(InvalidTag):
            return from_json(AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode()))
    return None


def is_kept(store: Store, document_id: str, name: str) -> bool:
    return store.get_value(OWNER, f"{document_id}/{name}") is not None


def keep(store: Store, document_id: str, name: str, sealed: str) -> None:
    store.set_value(OWNER, f"{document_id}/{name}", sealed)


def read(store: Store, keys: Sequence[bytes], document_id: str, name: str) -> Any:
    """Return a secret part, None if there is none or it was destroyed."""
    place = f"{document_id}/{name}"
    sealed = store.get_value(OWNER, place)
    return unwrapped(keys, place, sealed) if sealed is not None else None


def forget(store: Store, document_id: str, names: Iterable[str]) -> None:
    """Destroy these secret parts of a document."""
    for name in names:
        store.set_value(OWNER, f"{document_id}/{name}", None)


def forget_all(store: Store, document_id: str) -> None:
    """Destroy every secret part of a document."""
    for place in store.values(OWNER):
        if place.startswith(f"{document_id}/"):
            store.set_value(OWNER, place, None)


def wrap_anew(store: Store, keys: Sequence[bytes]) -> int:
    """Wrap with the first key what a later one wrapped; return how many. In one transaction: all of them, or none."""
    present, *older = keys
    done = 0
    for place, sealed in store.values(OWNER).items():
        if unwrapped([present], place, sealed) is None:
            secret = unwrapped(older, place, sealed)
            if secret is not None:
                store.set_value(OWNER, place, wrapped(present, place, secret))
                done += 1
    return done
