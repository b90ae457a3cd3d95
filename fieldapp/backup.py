"""Backup and restore: a consistent copy of the store, then the photos; verified by opening it, before it counts.

The private keys are not in a backup: whoever steals one cannot open a photo or sign as the installation.
Keep `<data>/keys` once, elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fieldapp.administration import replay_register
from fieldapp.build import NO_PAGES
from fieldapp.config import Config
from fieldapp.installation import BACKUP, Installation, open_installation
from fieldapp.keys import load_keys
from fieldapp.refusals import OperatorError
from fieldapp.restored import Restored, note_restored
from sync.log_copy import LogCopy
from sync.register import SAFE, Register

FORM = 1
LONGEST_AGE = timedelta(days=7)
"""How long a phone keeps a photo that was sent; work without a photo it keeps for 30 days."""
LIST = "backup.json"
STORE = "fieldapp.db"
ADDRESSES = "addresses.db"
NEWEST = ("backup", "newest")
"""Where the store keeps the id of the backup whose marks were published last."""

Marks = list[tuple[bytes, int, list[str]]]


class BackupRefused(OperatorError):
    """A backup cannot be made or put back; the message says why and what to do."""


@dataclass(frozen=True)
class Backup:
    """One verified backup. `position` and `head` are the end of its log; `files` their SHA-256 by path in it."""

    id: str
    folder: str
    made_at: str
    installation: str
    namespace: str
    position: int
    head: str
    entries: int
    documents: int
    files: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "files"} | {"files": len(self.files)}


def make_backup(house: Installation, destination: Path) -> Backup:
    """Copy store and photos into a new folder, verify it, and note it in the register. Raises BackupRefused."""
    made_at = house.now()
    name = made_at.strftime("%Y%m%dT%H%M%S") + os.urandom(3).hex()
    folder = destination.absolute() / f"{name}.part"
    folder.mkdir(parents=True, mode=0o700)
    _copy_store(house.config.data / STORE, folder / STORE)
    if (house.config.data / ADDRESSES).exists():
        _copy_store(house.config.data / ADDRESSES, folder / ADDRESSES)
    for kind in ("blobs", "packs"):  # after the store: what it names was there before
        _copy_tree(house.config.data / kind, folder / kind)
    proved = _verify(house.config, folder)
    backup = Backup(
        id=name,
        folder=str(folder.with_suffix("")),
        made_at=made_at.isoformat(),
        installation=house.keys.installation.hex(),
        namespace=house.keys.namespace.hex,
        position=proved.position,
        head=proved.head,
        entries=proved.entries,
        documents=proved.documents,
        files=dict(_digests(folder)),
    )
    _write(folder / LIST, {"form": FORM, **asdict(backup)})
    folder.rename(folder.with_suffix(""))
    flush(destination)
    house.register.add(BACKUP, name, made_at, position=proved.position, log_head=proved.head)
    _tell_phones(house, name, proved.marks)
    return backup


def _tell_phones(house: Installation, backup: str, marks: Marks) -> None:
    """Publish how far this backup holds each stream: from now on the one before it is what phones may rely on.

    The register says first which backup that is. A cut between the two leaves phones with older marks: they keep more.
    """
    before = house.values.get(*NEWEST)
    if before:
        house.register.add(SAFE, before, house.now(), newest=backup)
    house.engine.publish_safe(marks)
    house.values.put(*NEWEST, backup)


def _copy_store(source: Path, target: Path) -> None:
    """Copy a store that is in use, as of one moment."""
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy, pages=2000, sleep=0.01)
    copy.execute("PRAGMA journal_mode=DELETE")
    copy.close()
    live.close()
    flush(target)


def _copy_tree(source: Path, target: Path) -> None:
    """Copy files that never change once they have their name; those still being written begin with a dot.

    What is erased meanwhile, or gets another name because it became whole, is left out: nothing in the copy of the
    store leads to it any more, or a phone still has it.
    """
    target.mkdir(exist_ok=True)
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(exist_ok=True)
        elif not path.name.startswith("."):
            _copy_file(path, place)


def _copy_file(source: Path, target: Path) -> None:
    try:
        with source.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    flush(target)


@dataclass(frozen=True)
class Proved:
    """What the copy itself holds, read from it: never from the store that went on meanwhile."""

    entries: int
    documents: int
    position: int
    head: str
    marks: Marks


def _verify(config: Config, folder: Path) -> Proved:
    """Open the copy and prove it: chain, documents, signatures, photos. Raises BackupRefused."""
    copy = open_installation(replace(config, data=folder, log_copy=None), build=NO_PAGES, keys=load_keys(config.keys))
    report = copy.engine.check(copy.blobs)
    position, head = copy.engine.log_head()
    marks = copy.engine.marks()
    copy.store.close()
    (folder / f"{STORE}.lock").unlink(missing_ok=True)
    if report.wrong:
        raise BackupRefused("The copy does not hold: " + "; ".join(report.wrong[:5]) + ". Run `fieldapp check`.")
    return Proved(report.entries, report.documents, position, head, marks)


def _digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), _sha256(path)


def restore_backup(config: Config, source: Path, *, accept_loss: bool) -> dict[str, Any]:
    """Put a backup back into a data folder that holds the keys and no store. Raises BackupRefused, NoKeys.

    Then the copy of the log is taken in, and what the register took away is taken away again.
    """
    listed = read_list(source)
    keys = load_keys(config.keys, secret=config.secret)
    if listed["installation"] != keys.installation.hex():
        raise BackupRefused("This backup is of another installation: the keys in the data folder do not belong to it.")
    if (config.data / STORE).exists():
        raise BackupRefused(f"{config.data} holds a store already. Move it away first; a restore replaces nothing.")
    if not accept_loss:
        _check_age(Register(config.register), listed, config.now())
    check_files(source, listed)
    put_files(config.data, source, listed["files"])
    has_copy = config.log_copy is not None and config.log_copy.exists()  # the engine begins a new one if not
    house = open_installation(config, build=NO_PAGES)
    before = house.store.last_kept()
    _begin_marks(house, listed["id"])
    if config.log_copy:
        house.engine.take_copy(LogCopy(config.log_copy))
    taken = house.store.last_kept() - before
    revoked = replay_register(house)
    report = house.engine.check(house.blobs)
    note_restored(house.values, Restored(house.now().isoformat(), listed["id"], listed["made_at"], has_copy))
    if report.wrong:
        raise BackupRefused("The backup is back, but does not hold: " + "; ".join(report.wrong[:5]))
    return {
        "backup": listed["id"],
        "made_at": listed["made_at"],
        "entries": report.entries,
        "documents": report.documents,
        "from_log_copy": taken,
        "revoked_again": revoked,
        "has_log_copy": has_copy,
        "notices_wait": True,
    }


def put_files(data: Path, source: Path, names: Iterable[str], renamed: Mapping[str, str] | None = None) -> None:
    """Copy these files of a backup into a data folder, flushed; `renamed`: those that get another name there."""
    for name in names:
        place = data / (renamed or {}).get(name, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, place)
        flush(place)


def read_list(source: Path) -> dict[str, Any]:
    """Return what the list in a backup says. Raises BackupRefused."""
    try:
        listed: dict[str, Any] = json.loads((source / LIST).read_bytes())
    except (OSError, ValueError) as error:
        raise BackupRefused(f"{source} is not a backup: it has no readable {LIST}.") from error
    if listed.get("form") != FORM:
        raise BackupRefused(f"{source} was made by another version; restore it with that version.")
    return listed


def _begin_marks(house: Installation, backup: str) -> None:
    """The list of what phones may rely on begins anew with the backup put back: nothing before its own marks."""
    house.engine.publish_safe(())
    house.engine.publish_safe(house.engine.marks())
    house.values.put(*NEWEST, backup)


def _check_age(register: Register, listed: dict[str, Any], now: datetime) -> None:
    """Refuse a backup that lacks what nobody else may hold any more. Raises BackupRefused."""
    made_at = datetime.fromisoformat(listed["made_at"])
    newer = [one for one in register.records(BACKUP) if datetime.fromisoformat(one["at"]) > made_at]
    if any(one["subject"] != listed["id"] for one in newer):
        raise BackupRefused(
            f"A newer backup was made (up to entry {newer[-1]['position']}; this one ends at {listed['position']}). "
            "Restore that one, or say --accept-loss."
        )
    if now - made_at > LONGEST_AGE:
        raise BackupRefused(
            f"This backup is of {made_at:%Y-%m-%d}, {(now - made_at).days} days ago. Phones keep a photo for 7 days after "
            "it was sent and other work for 30: what came since the backup may be nowhere any more. "
            "Restore a newer one, or say --accept-loss."
        )


def check_files(source: Path, listed: dict[str, Any]) -> None:
    """Compare every file of a backup with its digest, before anything is put back. Raises BackupRefused."""
    for name, digest in listed["files"].items():
        path = source / name
        if not path.resolve().is_relative_to(source.resolve()) or not path.is_file() or _sha256(path) != digest:
            raise BackupRefused(f"The backup is damaged: {name} is not what it was. Nothing was put back.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1))
    flush(path)


def flush(path: Path) -> None:
    """Make a file, or the names in a folder, safe on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
