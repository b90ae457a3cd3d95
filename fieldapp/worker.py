"""The second process: reads the log from its cursor, does what must follow, looks once a day what is due.

Cut it off anywhere: it begins again at its cursor, and everything it does has an id derived from what caused it,
so doing it twice is doing it once.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from fieldapp.build import NO_PAGES
from fieldapp.config import Config
from fieldapp.destroying import agreed, carry_out
from fieldapp.directory import SYSTEM
from fieldapp.followups import FollowUp, Notice
from fieldapp.installation import Installation, open_installation
from fieldapp.notices import Notices
from fieldapp.processing import ProcessingLog
from fieldapp.reactions import REACTIONS, Unreadable, daily
from fieldapp.restored import last_restored
from fieldapp.webpush import Sender
from fieldapp.worker_faults import Faults
from sync import Entry
from sync.register import LOG_HEAD
from sync.store import StoreUnavailable

log = logging.getLogger("fieldapp.worker")
OWNER = "worker"
UNWRITABLE = (OSError, StoreUnavailable)
"""Nothing can be done now, whatever it is: the next step tries again."""
BATCH = 100
PAUSE_SECONDS = 0.5
FAULT_PAUSE_SECONDS = 5.0
UNFINISHED = timedelta(days=30)
"""How long parts of a photo wait for the rest."""


@dataclass(frozen=True)
class Reads:
    """What reactions may look at: documents in the form that the system actor is shown."""

    house: Installation

    def get(self, document_id: str) -> Mapping[str, Any] | None:
        return self.house.engine.read(SYSTEM, document_id)

    def find(self, kind: str, **where: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = []
        while True:
            page = self.house.engine.find(SYSTEM, kind, where=where, limit=500, offset=len(found))
            found += page
            if len(page) < 500:
                return found


class Worker:
    """Does one step at a time; `run` repeats it until told to stop."""

    def __init__(self, house: Installation) -> None:
        self._house = house
        self._reads = Reads(house)
        self._notices = Notices(house.values, house.accounts, Sender(house.keys, house.config), house.now)
        self._faults = Faults(house.values, house.now)
        self._processing = ProcessingLog(house.config.data / "verwerkingen.jsonl", house.config)

    def step(self) -> int:
        """Do what is there to do now; return how many entries were taken.

        Each part is tried, whatever became of the ones before; then the first error is raised.
        """
        self._house.recover()
        taken, errors = 0, list[Exception]()
        for name, part in self._parts():
            try:
                taken += part()
                self._faults.clear(f"part:{name}")
            except Exception as error:  # a part that fails stops no other part
                errors.append(error)
                self._note_part(name, error)
        if errors:
            raise errors[0]
        return taken

    def _parts(self) -> tuple[tuple[str, Callable[[], int]], ...]:
        """Return what one step does; only entries of the log count as taken."""
        return (
            ("follow the log", self.follow_log),
            ("try again", self.try_again),
            ("write the log of processing", lambda: 0 * self._processing.write_from(self._house.access_log)),
            ("look at today", self.look_at_today),
            ("destroy", self.destroy),
            ("send notices", lambda: 0 * self.send_notices()),
        )

    def _note_part(self, name: str, error: Exception) -> None:
        log.error("a part of a step failed", exc_info=error, extra={"kind": name})
        with suppress(*UNWRITABLE):
            self._faults.note(f"part:{name}", name, "", error)

    def destroy(self) -> int:
        """Carry out what two persons decided to destroy; a decision that fails keeps no other one waiting."""
        errors = list[Exception]()
        for decision in agreed(self._house):
            try:
                carry_out(self._house, decision)
            except Exception as error:  # the others go on; then it is raised
                errors.append(error)
        if errors:
            raise errors[0]
        return 0

    def send_notices(self) -> int:
        """Send what is due; after a restore nothing goes until an administrator says so. Return how many went."""
        restored = last_restored(self._house.values)
        return 0 if restored and restored.holds_notices else self._notices.send_due()

    def follow_log(self) -> int:
        """React to the entries after the cursor; the cursor moves after each, so a cut repeats one entry at most."""
        entries = self._house.engine.entries_since(self.cursor(), BATCH)
        for entry in entries:
            self._react_or_set_aside(entry)
            self._house.values.put(OWNER, "cursor", entry.position)
        return len(entries)

    def try_again(self) -> int:
        """React to the entries that were set aside and whose time has come."""
        for fault in self._faults.due("entry:"):
            position = int(fault.name.partition(":")[2])
            for entry in self._house.engine.entries_since(position - 1, 1):
                self._react_or_set_aside(entry)
        return 0

    def _react_or_set_aside(self, entry: Entry) -> None:
        """One entry that cannot be followed holds up no other; a disk or database that refuses holds up all."""
        name = f"entry:{entry.position}"
        try:
            self._react(entry)
            self._faults.clear(name)
        except UNWRITABLE:
            raise
        except Exception as error:  # whatever is in it: it is tried again later and shown
            log.error("an entry is set aside", exc_info=error, extra={"kind": entry.kind})
            self._faults.note(name, entry.kind, entry.document, error)

    def cursor(self) -> int:
        """Return the position of the last entry that was reacted to."""
        return int(self._house.values.get(OWNER, "cursor") or 0)

    def _react(self, entry: Entry) -> None:
        if entry.kind == "person.change" and entry.outcome in {"applied", "conflict"}:
            self._note_rights(entry)
        reaction_list = REACTIONS.get(entry.kind, [])
        if entry.outcome not in {"applied", "conflict"} or not reaction_list:
            return
        document = self._reads.get(entry.document)
        if document is None:
            return
        for number, reaction in enumerate(reaction_list):
            self._do(f"{entry.operation_id}:{number}", reaction(entry, document, self._reads))

    def _note_rights(self, entry: Entry) -> None:
        """Write in the register what a change of roles or teams left."""
        stored = self._house.store.get(entry.document)
        if stored is not None and {"roles", "team_ids"} & set(entry.changes or {}):
            roles, teams = stored.fields.get("roles", []), stored.fields.get("team_ids", [])
            self._house.revocations.changed_rights(entry.document, entry.position, roles, teams, self._house.now())

    def look_at_today(self, *, again: bool = False) -> int:
        """Once a day in Europe/Amsterdam: what ends today. It also clears what has expired."""
        today = self._house.today()
        if not again and self._house.values.get(OWNER, "day") == today.isoformat():
            return 0
        wanted = daily(today, self._reads)
        self._note_unreadable([one for one in wanted if isinstance(one, Unreadable)])
        self._do(f"daily:{today.isoformat()}", [one for one in wanted if not isinstance(one, Unreadable)])
        self._house.phones.forget_old_codes()
        self._house.blobs.forget_unfinished(time.time() - UNFINISHED.total_seconds())  # the disk knows no shifted clock
        self._note_log_head()
        self._house.values.put(OWNER, "day", today.isoformat())
        return 0

    def _note_unreadable(self, found: list[Unreadable]) -> None:
        """Show the documents that could not be looked at; forget those that can be by now."""
        for old in self._faults.all("day:"):
            if old.document not in {one.document for one in found}:
                self._faults.clear(old.name)
        for one in found:
            log.error("a document cannot be looked at", extra={"kind": one.kind, "why": type(one.error).__name__})
            self._faults.note(f"day:{one.document}", one.kind, one.document, one.error)

    def _note_log_head(self) -> None:
        """Write outside the database how far the log is today, so that a shortened log is found out."""
        position, head = self._house.engine.log_head()
        self._house.register.add(LOG_HEAD, str(position), self._house.now(), log_head=head)

    def _do(self, cause: str, wanted: Iterable[FollowUp | Notice]) -> None:
        for one in wanted:
            if isinstance(one, Notice):
                self._notices.add(one.about or cause, one.person_id, one.link)
            else:
                self._submit(cause, one)

    def _submit(self, cause: str, follow_up: FollowUp) -> None:
        name = f"{cause}|{follow_up.document}:{follow_up.kind}:{follow_up.key}"
        outcome = self._house.engine.submit(
            SYSTEM,
            follow_up.kind,
            follow_up.document,
            follow_up.body,
            stream="worker",
            operation_id=str(uuid.uuid5(self._house.keys.namespace, name)),
        )
        if outcome.outcome == "held":
            log.error("a follow-up is held", extra={"kind": follow_up.kind, "why": outcome.code})

    def run(self, is_stopping: Callable[[], bool]) -> None:
        """Repeat `step` until told to stop; an error is logged and tried again, never skipped."""
        while not is_stopping():
            try:
                taken = self.step()
                pause = 0.0 if taken == BATCH else PAUSE_SECONDS
            except Exception as error:  # the border of the worker: whatever it was, the next step tries again
                log.error("a step failed", exc_info=error)
                pause = FAULT_PAUSE_SECONDS
            _sleep(pause, is_stopping)


def follow(config: Config, *, once: bool = False) -> None:
    """Run the worker of an installation until SIGTERM or SIGINT; `once`: until nothing is left to do now."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    house = open_installation(config, build=NO_PAGES)
    if wait_for_turn(config.data, stopping.is_set) is None:
        return
    worker = Worker(house)
    if not once:
        worker.run(stopping.is_set)
    while once and worker.step():
        pass


def _sleep(seconds: float, is_stopping: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not is_stopping():
        time.sleep(min(0.1, max(0.0, until - time.monotonic())))


def wait_for_turn(data: Path, is_stopping: Callable[[], bool]) -> int | None:
    """Return a lock that one worker holds at a time (the kernel frees it when that process ends); None when stopped."""
    handle = os.open(data / "worker.lock", os.O_RDWR | os.O_CREAT, 0o600)
    while not is_stopping():
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            time.sleep(0.2)
    os.close(handle)
    return None
