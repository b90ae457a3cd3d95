"""A training copy of a backup: the same documents under new keys, without phones, photos, passwords or sessions.

It can be made without the keys of its origin, and nothing that is done in it can reach its origin or the phones there.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from fieldapp.backup import BackupRefused, flush, put_files, read_list, readable, under_way
from fieldapp.build import NO_PAGES
from fieldapp.config import Config
from fieldapp.directory import SYSTEM
from fieldapp.installation import STORE, Installation, open_installation
from fieldapp.keys import Origin, make_keys

DRAFT = "copying.db"
STAYS = ("worker", "phones")
"""Owners of values that go along: how far the worker is, and the last number of a phone. Nothing in them is secret."""


def make_training_copy(config: Config, source: Path, recovery: str | None = None) -> dict[str, Any]:
    """Make a training copy in a folder that holds no keys and no store. Raises BackupRefused.

    The register and the copy of the log of the origin are neither read nor written.
    """
    listed = read_list(source)
    _check_place(config)
    with under_way(config.data):  # until its phones are blocked nothing is started on it
        with readable(config, source, listed, recovery) as (folder, files):
            names = [name for name in files if name != STORE and not name.startswith("blobs/")]
            put_files(config.data, folder, names)
            put_files(config.data, folder, [STORE], {STORE: DRAFT})
        installation = bytes.fromhex(listed["installation"])
        namespace = bytes.fromhex(listed.get("namespace", listed["installation"]))
        last_kept = _take_out_secrets(config.data / DRAFT)
        make_keys(config.keys, Origin(installation, namespace, last_kept))
        (config.data / DRAFT).rename(config.data / STORE)
        flush(config.data)
        said, wrong = _finish(open_installation(config, build=NO_PAGES), listed)
    if wrong:
        raise BackupRefused("The training copy is there, but does not hold: " + "; ".join(wrong[:5]))
    return said


def _check_place(config: Config) -> None:
    """A copy beside the keys, the register or the log of a real installation would write in them."""
    taken = [config.data / STORE, config.data / DRAFT, config.keys, config.register, config.log_copy]
    for path in filter(None, taken):
        if path.exists():
            raise BackupRefused(
                f"{path} is there already. A training copy makes its own; give it an empty --data folder, "
                "and its own FIELDAPP_REGISTER and FIELDAPP_LOG_COPY."
            )


def _take_out_secrets(store: Path) -> int:
    """Delete passwords, second factors, sessions, codes, subscriptions and photo keys, also from the freed pages.

    Return the number of the last kept envelope: those up to it cannot be opened here.
    """
    with closing(sqlite3.connect(store, isolation_level=None)) as copy:
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute("DELETE FROM private_values WHERE owner NOT IN (?, ?)", STAYS)
        copy.execute("VACUUM")
        last_kept: int = copy.execute("SELECT coalesce(max(seq), 0) FROM kept").fetchone()[0]
    flush(store)
    return last_kept


def _finish(house: Installation, listed: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Block every phone, prove the rest; return what this is, and what does not hold."""
    house.recover()
    blocked = sum(_block(house, phone) for phone in _phones(house))
    report = house.engine.check(house.blobs)
    installation = house.keys.installation.hex()
    house.store.close()
    said = {
        "training_copy_of": listed["installation"],
        "installation": installation,
        "backup": listed["id"],
        "made_at": listed["made_at"],
        "entries": report.entries,
        "documents": report.documents,
        "not_verified": report.elsewhere,
        "phones_blocked": blocked,
    }
    return said, report.wrong


def _phones(house: Installation) -> list[str]:
    count = house.store.count("device", None, {})
    return [one.id for one in house.store.find("device", None, {}, None, False, count, 0)]


def _block(house: Installation, phone: str) -> bool:
    """Take a phone out, in its document and in the register of the copy."""
    house.revocations.phone(phone, house.now())
    return house.engine.submit(SYSTEM, "device.block", phone, {}).outcome == "applied"
