"""The few things that may not be in the log: small JSON values in the store, sealed where they are secret."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.store import Store


class Values:
    """Reads and changes values; `change` does both in one transaction, so two requests cannot overtake each other."""

    def __init__(self, store: Store, sealing_keys: Iterable[bytes]) -> None:
        """`sealing_keys`: the first seals; what one of the others sealed is read still."""
        self._store = store
        self._sealer, *self._older = map(AESGCM, sealing_keys)

    def get(self, owner: str, name: str) -> Any:  # Any: JSON, each owner knows its own form
        """Return the value, or None."""
        return self._store.get_value(owner, name)

    def all(self, owner: str) -> dict[str, Any]:
        """Return every value of an owner by name."""
        return self._store.values(owner)

    def put(self, owner: str, name: str, value: Any, *, durable: bool = True) -> None:
        """Replace the value; None removes it. Not `durable`: it may be forgotten when the power fails."""
        with self._store.transaction(durable):
            self._store.set_value(owner, name, value)

    def change(self, owner: str, name: str, step: Callable[[Any], Any]) -> Any:
        """Replace the value by `step(value)` and return the new one; what `step` raises leaves it as it was."""
        with self._store.transaction():
            after = step(self.get(owner, name))
            self._store.set_value(owner, name, after)
        return after

    def seal(self, owner: str, name: str, text: str) -> str:
        """Return the text under the key outside the database, bound to its place."""
        nonce = os.urandom(12)
        return (nonce + self._sealer.encrypt(nonce, text.encode(), f"{owner}|{name}".encode())).hex()

    def unseal(self, owner: str, name: str, sealed: str) -> str:
        """Return what was sealed for this place; raises InvalidTag for anything else."""
        raw, place = bytes.fromhex(sealed), f"{owner}|{name}".encode()
        for older in self._older:
            with suppress(InvalidTag):
                return older.decrypt(raw[:12], raw[12:], place).decode()
        return self._sealer.decrypt(raw[:12], raw[12:], place).decode()
