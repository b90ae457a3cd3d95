"""One installation, put together: settings, keys, store, engine, and who may do what with them."""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from fieldapp import domain, registry
from fieldapp.accounts import Accounts
from fieldapp.build import ROOT, Build, make_build
from fieldapp.config import Config, WrongSetting
from fieldapp.directory import Directory
from fieldapp.domain.policy import InvalidPolicy, Policy
from fieldapp.example_town import MUNICIPALITY as EXAMPLE_TOWN
from fieldapp.keys import Keys, load_keys, make_keys, refuse_half_a_set
from fieldapp.letters.templates import Templates, WrongTemplate
from fieldapp.limits import Limits, Sent
from fieldapp.phones import Phones
from fieldapp.policy import load_policy
from fieldapp.registry import REGISTRY
from fieldapp.revocations import Revocations
from fieldapp.texts import as_json
from fieldapp.values import Values
from sync import Engine
from sync.access_log import AccessLog
from sync.blobs import Blobs
from sync.envelope import Opener, Signer
from sync.labels import label_anew
from sync.log_copy import LogCopy
from sync.register import BLOB_ERASED, LOG_HEAD, Register
from sync.store import Store, StoreUnavailable, open_store

log = logging.getLogger("fieldapp")
STORE = "fieldapp.db"
RESTORING = "restoring"
"""In a data folder for as long as a backup is being put back into it: what lies there until then is half of one."""
BACKUP = "backup"
"""The register's word for a verified backup."""
COPY_NAME = " (oefenkopie)"
NO_NAME = "Nog geen naam"
EXAMPLE = ("installation", "demo")
"""The value that says that this installation holds the example."""


@dataclass(frozen=True)
class Installation:
    """What views, commands and the worker work with. One for each process; its parts are safe to use from threads."""

    config: Config
    keys: Keys
    store: Store
    engine: Engine
    register: Register
    directory: Directory
    values: Values
    accounts: Accounts
    phones: Phones
    access_log: AccessLog
    blobs: Blobs
    revocations: Revocations
    build: Build
    policy: Callable[[], Policy]
    letters: Templates
    may_send: Callable[[str, int, int], bool]
    """Whether a phone may send so many operations and bytes more today; it counts them."""

    @property
    def is_named(self) -> bool:
        return not self.config.municipality.startswith(NO_NAME)

    @property
    def town(self) -> str:
        """Return what pages call the municipality."""
        name = self.config.municipality
        return name if name.startswith(("Gemeente ", NO_NAME)) else f"Gemeente {name}"

    def now(self) -> datetime:
        return self.config.now()

    def today(self) -> date:
        return self.config.today()

    def recover(self) -> None:
        """Judge what an unclean stop left unjudged, in one process at a time: at the start of each.

        Two at once would count each other's tries of an operation, and it is given up after two. A disk that
        cannot be written now stops nobody from reading; the worker tries again.
        """
        try:
            with self._recovering():
                self.engine.recover()
                self.engine.catch_up()
                self._take_photos_away()
        except (OSError, StoreUnavailable) as error:
            log.error("what was left could not be judged now", exc_info=error)

    def erase_blobs(self, blobs: Iterable[str]) -> None:
        """Destroy photos or letters by their ids for good: no phone and no restored backup brings them back."""
        for blob in blobs:
            self.register.add(BLOB_ERASED, blob, self.now())
            self.blobs.erase(blob)

    def _take_photos_away(self) -> None:
        """Destroy again what the register says was destroyed: a restored backup may have brought it back."""
        for blob in self.register.subjects(BLOB_ERASED):
            if not self.blobs.is_erased(blob):
                self.blobs.erase(blob)

    @contextmanager
    def _recovering(self) -> Iterator[None]:
        with (self.config.data / "recover.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def last_backup_at(self) -> str | None:
        """Return when the newest verified backup was made, or None: what was done since may be lost without a copy."""
        noted = list(self.register.records(BACKUP))  # in their order: a clock that was ahead is no newer
        return str(noted[-1]["at"]) if noted else None

    def missing_from_log(self) -> list[str]:
        """Say which heads that the register noted are not in the log: it was shortened, or another was put in its place."""
        noted = [(int(one["position"]), one["log_head"]) for one in self.register.records(BACKUP)]
        noted += [(int(one["subject"]), one["log_head"]) for one in self.register.records(LOG_HEAD)]
        return [
            f"log: entry {position} is not the one that the register noted"
            for position, head in sorted(set(noted))
            if position and (self.store.head_at(position) or b"").hex() != head
        ]


def set_up(config: Config) -> Keys:
    """Make the data folder and the keys; what is there stays. The first thing that `fieldapp init` does. Raises NoKeys."""
    config.data.mkdir(parents=True, exist_ok=True)
    if (config.data / STORE).exists():
        refuse_half_a_set(config.keys)
    config.packs.mkdir(exist_ok=True)
    return make_keys(config.keys)


def open_installation(config: Config, *, build: Build | None = None, keys: Keys | None = None) -> Installation:
    """Put an installation together. Raises NoKeys, WrongSetting, StoreUnavailable: then nothing starts."""
    keys = keys or load_keys(config.keys, secret=config.secret)
    policy = _policy(config)
    store = open_store(config.store_url)
    label_anew(store, REGISTRY, version_of_rules())
    register = Register(config.register)
    revocations = Revocations(register)
    directory = Directory(store, revocations, config.today)
    blobs = Blobs(config.blobs)
    values = Values(store, keys.derive_sealing())
    config = _named(config, keys, is_example=values.get(*EXAMPLE) is not None)
    limits = Limits(values, keys.derive("limits"), config.now)

    def may_send(phone: str, count: int, size: int) -> bool:
        return limits.is_within_day(phone, Sent(count, size), Sent(config.push_per_day, config.bytes_per_day))

    engine = Engine(
        store,
        REGISTRY,
        directory=directory,
        opener=Opener(keys.installation, keys.hpke),
        signer=Signer(keys.installation, max(keys.hpke), keys.hpke[max(keys.hpke)].public_key(), keys.signing),
        policy=lambda: policy,
        now=config.now,
        copy=LogCopy(config.log_copy) if config.log_copy else None,
        register=register,
        wrap_key=keys.wrapping,
        older_wrap_keys=keys.older_wrapping,
        older_sign_keys=keys.older_signing(),
        sealed_elsewhere=keys.copy_of.last_kept if keys.copy_of else 0,
        quota=may_send,
    )
    phones = Phones(
        engine=engine,
        directory=directory,
        values=values,
        limits=limits,
        keys=keys,
        revocations=revocations,
        now=config.now,
    )
    accounts = Accounts(
        engine=engine,
        directory=directory,
        values=values,
        limits=limits,
        phones=phones,
        revocations=revocations,
        now=config.now,
    )
    return Installation(
        config=config,
        keys=keys,
        store=store,
        engine=engine,
        register=register,
        directory=directory,
        values=values,
        accounts=accounts,
        phones=phones,
        access_log=engine.access_log,
        blobs=blobs,
        revocations=revocations,
        build=build or make_build(ROOT, {"app/texts.json": texts_json()}),
        policy=lambda: policy,
        letters=_letters(config),
        may_send=may_send,
    )


@lru_cache(maxsize=1)
def version_of_rules() -> str:
    """Return a digest of the rules by which documents are labelled; any change of them labels all documents anew."""
    rules = [Path(registry.__file__), *sorted(Path(domain.__file__).parent.rglob("*.py"))]
    return sha256(b"".join(path.read_bytes() for path in rules)).hexdigest()


def _named(config: Config, keys: Keys, *, is_example: bool) -> Config:
    """Return the settings with the name that is shown, on phones too: only the example wears that of the example.

    A training copy is told apart by it.
    """
    name = config.municipality or (EXAMPLE_TOWN["name"] if is_example else NO_NAME)
    is_copy = keys.copy_of is not None and not name.endswith(COPY_NAME)
    return replace(config, municipality=name + COPY_NAME if is_copy else name)


def _policy(config: Config) -> Policy:
    try:
        return load_policy(config.policy)
    except InvalidPolicy as error:
        raise WrongSetting(f"The policy cannot be used. {error}") from error


def _letters(config: Config) -> Templates:
    try:
        return Templates(config.policy / "letters" if config.policy else None)
    except WrongTemplate as error:
        raise WrongSetting(f"The letters cannot be used. {error}") from error


def texts_json() -> bytes:
    """Return the Dutch sentences and words that the phone uses too."""
    return json.dumps(as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
