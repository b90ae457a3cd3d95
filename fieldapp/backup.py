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
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from fieldapp.administration import replay_register
from fieldapp.build import NO_PAGES
from fieldapp.config import Config
from fieldapp.installation import BACKUP, RESTORING, STORE, Installation, open_installation
from fieldapp.keys import load_keys
from fieldapp.refusals import OperatorError
from fieldapp.restored import Restored, note_restored
from fieldapp.sealing import new_recovery_code, private_of, seal, unseal
from fieldapp.unfinished import filling, sweep
from sync.log_copy import LogCopy
from sync.register import SAFE, Register

FORM = 1
LONGEST_AGE = timedelta(days=7)
"""How long a phone keeps a photo that was sent; work without a photo it keeps for 30 days."""
LIST = "backup.json"
WAL = f"{STORE}-wal"
ADDRESSES = "addresses.db"
SEALED = ".sealed"
SCRATCH = ".backup-"
UNFINISHED = "[0-9]" * 8 + "T" + "[0-9]" * 6 + "[0-9a-f]" * 6 + ".part"
RECOVERY = "recovery.pub"
NEWEST = ("backup", "newest")
"""Where the store keeps the id of the backup whose marks were published last."""
BLOBS_UNTIL = ("backup", "blobs_until")
"""Moments of the disk's clock: photos that were whole before `newest` are in the newest backup, before `safe` in the two newest."""

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
    sealed_to: str | None = None
    """The public key (hex) whose recovery code opens it; None: anyone can."""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "files"} | {"files": len(self.files)}


def make_backup(house: Installation, destination: Path) -> Backup:
    """Copy store and photos into a new folder, verify it, and note it in the register. Raises BackupRefused."""
    made_at, blobs_until = house.now(), house.blobs.moment()
    name = made_at.strftime("%Y%m%dT%H%M%S") + os.urandom(3).hex()
    folder = destination.absolute() / f"{name}.part"
    sealed_to = recovery_key(house.config.keys)
    sweep(destination.glob(UNFINISHED))
    with _made_whole(folder):
        proved = _fill(house.config, folder, sealed_to)
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
            sealed_to=sealed_to.public_bytes_raw().hex() if sealed_to else None,
        )
        _write(folder / LIST, {"form": FORM, **asdict(backup)})
        folder.rename(folder.with_suffix(""))
    flush(destination)
    house.register.add(BACKUP, name, made_at, position=proved.position, log_head=proved.head)
    _tell_phones(house, name, proved.marks, blobs_until)
    return backup


@contextmanager
def _made_whole(folder: Path) -> Iterator[None]:
    """A folder that cannot be filled goes again: half a backup on a full disk keeps it full."""
    folder.mkdir(parents=True, mode=0o700)
    with filling(folder):
        yield


def _fill(config: Config, folder: Path, sealed_to: X25519PublicKey | None) -> Proved:
    if sealed_to is None:
        return _copy_and_verify(config, folder)
    with _scratch(config.data) as plain:  # what can be read never leaves the disk where it is already
        proved = _copy_and_verify(config, plain)
        _seal_all(sealed_to, plain, folder)
    return proved


def _copy_and_verify(config: Config, folder: Path) -> Proved:
    _copy_store(config.data / STORE, folder / STORE)
    if (config.data / ADDRESSES).exists():
        _copy_store(config.data / ADDRESSES, folder / ADDRESSES)
    for kind in ("blobs", "packs"):  # after the store: what it names was there before
        _copy_tree(config.data / kind, folder / kind)
    return _verify(config, folder)


@contextmanager
def _scratch(data: Path) -> Iterator[Path]:
    """A folder beside the store for what may be read by nobody else; it goes whatever happens."""
    data.mkdir(parents=True, exist_ok=True)
    sweep(data.glob(f"{SCRATCH}*"))
    folder = Path(tempfile.mkdtemp(prefix=SCRATCH, dir=data))
    try:
        with filling(folder):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _seal_all(public: X25519PublicKey, plain: Path, folder: Path) -> None:
    for path in sorted(plain.rglob("*")):
        if path.is_file():
            place = folder / f"{path.relative_to(plain)}{SEALED}"
            place.parent.mkdir(parents=True, exist_ok=True)
            seal(public, path, place)
            flush(place)


@contextmanager
def readable(
    config: Config, source: Path, listed: dict[str, Any], recovery: str | None
) -> Iterator[tuple[Path, list[str]]]:
    """Give the folder and the names of a backup's files as they were; a sealed one is opened for as long as it takes.

    Raises BackupRefused, NotOpened.
    """
    check_files(source, listed)
    if not listed.get("sealed_to"):
        yield source, list(listed["files"])
        return
    if recovery is None:
        raise BackupRefused("This backup is sealed. Give the file with its recovery code: --recovery-file.")
    private = private_of(recovery)
    if private.public_key().public_bytes_raw().hex() != listed["sealed_to"]:
        raise BackupRefused("This backup was sealed under another recovery code. Look for the code of its day.")
    with _scratch(config.data) as folder:
        names = [name.removesuffix(SEALED) for name in listed["files"]]
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            unseal(private, source / f"{name}{SEALED}", folder / name)
        yield folder, names


def verify_backup(config: Config, source: Path, recovery: str | None = None) -> dict[str, Any]:
    """Look whether a backup is whole; open and prove it when that is possible here. Raises BackupRefused, NotOpened."""
    listed = read_list(source)
    check_files(source, listed)
    opened = recovery is not None or not listed.get("sealed_to")
    if opened:
        with readable(config, source, listed, recovery) as (folder, names), _scratch(config.data) as place:
            put_files(place, folder, names)
            proved = _verify(config, place)
        if (proved.position, proved.head) != (listed["position"], listed["head"]):
            raise BackupRefused("The backup does not end where its list says.")
    return {"backup": listed["id"], "made_at": listed["made_at"], "files": len(listed["files"]), "proved": opened}


def new_recovery_key(keys: Path) -> str:
    """Seal backups from now on to a new code; return it, to be shown once. Older backups keep their own code."""
    code = new_recovery_code()
    place = keys / RECOVERY
    draft = place.with_suffix(".part")
    draft.write_text(private_of(code).public_key().public_bytes_raw().hex())
    flush(draft)
    draft.replace(place)
    flush(keys)
    return code


def recovery_key(keys: Path) -> X25519PublicKey | None:
    """Return the key that backups are sealed to, or None: the operator chose none."""
    place = keys / RECOVERY
    return X25519PublicKey.from_public_bytes(bytes.fromhex(place.read_text().strip())) if place.exists() else None


def _tell_phones(house: Installation, backup: str, marks: Marks, blobs_until: int) -> None:
    """Publish how far this backup holds each stream: from now on the one before it is what phones may rely on.

    So with photos: those that were whole when the older of the two newest verified backups began are in both.

    The register says first which backup that is. A cut between the two leaves phones with older marks: they keep more.
    """
    before = house.values.get(*NEWEST)
    if before:
        house.register.add(SAFE, before, house.now(), newest=backup)
    house.engine.publish_safe(marks)
    house.values.change(*BLOBS_UNTIL, lambda kept: {"newest": blobs_until, "safe": kept["newest"] if kept else None})
    house.values.put(*NEWEST, backup)


def is_safe_blob(house: Installation, blob: str) -> bool:
    """Say whether a photo is in the two newest verified backups: a phone with a full disk may let it go."""
    until = (house.values.get(*BLOBS_UNTIL) or {}).get("safe")
    return until is not None and house.blobs.whole_before(blob, until)


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


def restore_backup(config: Config, source: Path, *, accept_loss: bool, recovery: str | None = None) -> dict[str, Any]:
    """Put a backup back into a data folder that holds the keys and no store. Raises BackupRefused, NoKeys, NotOpened.

    Then the copy of the log is taken in, and what the register took away is taken away again.
    """
    listed = read_list(source)
    keys = load_keys(config.keys, secret=config.secret)
    if listed["installation"] != keys.installation.hex():
        raise BackupRefused("This backup is of another installation: the keys in the data folder do not belong to it.")
    if (config.data / STORE).exists():
        raise BackupRefused(f"{config.data} holds a store already. Move it away first; a restore replaces nothing.")
    if (config.data / WAL).exists():  # it would be laid over the store that is put back
        raise BackupRefused(f"{config.data} holds {WAL}, the last words of the store before. Move it away first.")
    if not accept_loss:
        _check_age(Register(config.register), listed, config.now())
    with under_way(config.data):
        with readable(config, source, listed, recovery) as (folder, names):
            put_files(config.data, folder, names)
        has_register = listed["id"] in Register(config.register).subjects(BACKUP)
        has_copy = config.log_copy is not None and config.log_copy.exists()  # the engine begins a new one if not
        marks = _marks_of(config)
        house = open_installation(config, build=NO_PAGES)
        before = house.store.last_kept()
        _begin_marks(house, listed["id"], marks)
        if config.log_copy:
            house.engine.take_copy(LogCopy(config.log_copy))
        taken = house.store.last_kept() - before
        revoked = replay_register(house)
        report = house.engine.check(house.blobs)
        restored = Restored(
            house.now().isoformat(), listed["id"], listed["made_at"], has_copy, has_register=has_register
        )
        note_restored(house.values, restored)
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
        "has_register": has_register,
        "notices_wait": True,
    }


@contextmanager
def under_way(data: Path) -> Iterator[None]:
    """Mark the folder until all is in its place: a server that is started again each second would begin on half of it."""
    mark = data / RESTORING
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    flush(data)
    is_done = False
    try:
        yield
        is_done = True
    finally:
        if is_done or not (data / STORE).exists():  # then nothing was begun
            mark.unlink()
            flush(data)


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


def _marks_of(config: Config) -> Marks:
    """Read how far the backup itself holds each stream, before anything that came after it is taken in."""
    house = open_installation(replace(config, log_copy=None), build=NO_PAGES)
    marks = house.engine.marks()
    house.store.close()
    return marks


def _begin_marks(house: Installation, backup: str, marks: Marks) -> None:
    """The list of what phones may rely on begins anew with the backup put back: nothing before its own marks."""
    house.engine.publish_safe(())
    house.engine.publish_safe(marks)
    house.values.put(*BLOBS_UNTIL, None)
    house.values.put(*NEWEST, backup)


def _check_age(register: Register, listed: dict[str, Any], now: datetime) -> None:
    """Refuse a backup that lacks what nobody else may hold any more. Raises BackupRefused."""
    made_at = datetime.fromisoformat(listed["made_at"])
    newer = _made_after(register, listed["id"], made_at)
    if newer:
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


def _made_after(register: Register, backup: str, made_at: datetime) -> list[dict[str, Any]]:
    """Return the backups that were noted after this one: by their order, for clocks go back; by date if it is not noted."""
    noted = list(register.records(BACKUP))
    places = [place for place, one in enumerate(noted) if one["subject"] == backup]
    if places:
        return noted[places[-1] + 1 :]
    return [one for one in noted if datetime.fromisoformat(one["at"]) > made_at]


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
