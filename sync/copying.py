"""Keeps the copy of the log in step with the store: what a transaction keeps is in the copy before it is done.

The store notes how far the copy is (`Mark`), in the same transaction. So if the copy cannot be written,
nothing was kept, and whoever is told so may simply do it again; what was kept without a copy, or before
the copy was lost, is added by the next transaction. What only the copy has, since the process died
between the two, or since an older store was put back, is taken in.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from sync.envelope import NOBODY
from sync.faults import kill_point
from sync.log_copy import BrokenCopy, LogCopy, Trace
from sync.push import keep_copied
from sync.store.contract import Kept, Store, StoreUnavailable

OWNER, NAME, DUE, FAILED = "copy", "mark", "due", "failed"
UNWRITABLE, BEHIND, DESTROYED = "unwritable", "behind", "destroyed"
"""What can be wrong with the copy: it cannot be written, it lacks what is kept, it still has what was destroyed."""
STEP = 500
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class CopyUnavailable(StoreUnavailable):
    """The copy cannot be written, so nothing is kept either."""


class Mark(NamedTuple):
    """Everything kept up to `seq` is in the first `size` bytes of the copy, which end with this head (hex)."""

    seq: int = 0
    size: int = 0
    head: str = ""


def note_erasure(store: Store) -> None:
    """Say, in the transaction that destroys bytes, that the copy still has them: it is to be written anew."""
    store.set_value(OWNER, DUE, True)


class Copying:
    """Without a copy, keeping is a plain transaction."""

    def __init__(self, store: Store, copy: LogCopy | None) -> None:
        self._store = store
        self._copy = copy

    @contextmanager
    def keeping(self) -> Iterator[list[Callable[[], None]]]:
        """One transaction that keeps bytes. Raises StoreUnavailable when store or copy cannot be written.

        What is put in the list is done last, when the copy is written and only the commit is left.
        """
        with self._store.turn():
            before: int | None = None
            last = list[Callable[[], None]]()
            try:
                with self._store.transaction():
                    yield last
                    before = self._bring_up_to_date()
                    if before is not None:
                        kill_point("after_copy")
                    for step in last:
                        step()
            except CopyUnavailable:
                self._cut(before)
                self._note_failure()
                raise
            except BaseException:
                self._cut(before)
                raise

    def is_due(self) -> bool:
        """Whether something was destroyed in the store since the copy was written anew."""
        return self._store.get_value(OWNER, DUE) is not None

    def renew(self) -> None:
        """Write another copy, without what was erased since, and put it in the place of this one.

        Cut off before the mark is written, the next transaction finds a copy that it does not know and takes it in.
        Raises StoreUnavailable.
        """
        try:
            with self._store.turn(), self._store.transaction():
                self._renew()
        except CopyUnavailable:
            self._note_failure()
            raise

    def _renew(self) -> None:
        self._store.set_value(OWNER, DUE, None)
        if self._copy is None:
            return
        try:
            self._bring_up_to_date()
            end, head = self._copy.replace(self._records(0, self._store.last_kept()))
        except OSError as error:
            raise CopyUnavailable(f"the copy of the log: {error}", error.errno in NO_ROOM) from error
        kill_point("after_renewal")
        self._wrote(Mark(self._store.last_kept(), end, head))

    def trouble(self) -> tuple[str, ...]:
        """Say what is wrong with the copy now, until it is mended; nothing when it is whole, or when there is none."""
        if self._copy is None:
            return ()
        try:
            return self._wrong_with(self._copy)
        except OSError:
            return (UNWRITABLE,)

    def _wrong_with(self, copy: LogCopy) -> tuple[str, ...]:
        mark, size = self._mark(), copy.size()
        is_other = size < mark.size or copy.head_at(mark.size) != mark.head
        has_failed = self._store.get_value(OWNER, FAILED) is not None
        wrong = {
            UNWRITABLE: has_failed or not copy.is_writable(),
            BEHIND: mark.seq < self._store.last_kept() or is_other,
            DESTROYED: has_failed and self.is_due(),  # without a failure the worker is about to do it
        }
        return tuple(what for what, is_so in wrong.items() if is_so)

    def _note_failure(self) -> None:
        """Remember that the copy could not be written, until it can: who is told no may be gone before anybody looks."""
        with suppress(StoreUnavailable), self._store.transaction():
            self._store.set_value(OWNER, FAILED, True)

    def _wrote(self, mark: Mark) -> None:
        self._store.set_value(OWNER, NAME, mark)
        if self._store.get_value(OWNER, FAILED) is not None:
            self._store.set_value(OWNER, FAILED, None)

    def _bring_up_to_date(self) -> int | None:
        """Add what the copy lacks; return its size before, None if it lacked nothing."""
        if self._copy is None:
            return None
        try:
            return self._add(self._copy)
        except BrokenCopy as error:
            raise CopyUnavailable(f"the copy of the log is broken, move it away: {error}") from error
        except OSError as error:
            raise CopyUnavailable(f"the copy of the log: {error}", error.errno in NO_ROOM) from error

    def _add(self, copy: LogCopy) -> int | None:
        mark, last, size = self._mark(), self._store.last_kept(), copy.size()
        if mark.size == size and mark.seq == last:
            return None
        if copy.head_at(mark.size) != mark.head:
            mark = Mark()  # another file than the one we wrote: it holds nothing for sure
        if size > mark.size:
            for phone, envelope, at_ms in copy.read(mark.size):
                keep_copied(self._store, phone, envelope, at_ms)
        end, head = copy.add(self._records(mark.seq, last))
        self._wrote(Mark(self._store.last_kept(), end, head))
        return size

    def _mark(self) -> Mark:
        found = self._store.get_value(OWNER, NAME)
        return Mark(*found) if found else Mark()

    def _records(self, seq: int, last: int) -> Iterator[tuple[str, bytes, int]]:
        """What was kept after `seq`, up to `last`; of what was erased since only that it was there."""
        while seq < last:
            for kept in self._store.kept_since(seq, STEP):
                seq = kept.seq
                if seq <= last:
                    yield kept.phone, kept.envelope or self._trace(kept), kept.received_ms

    def _trace(self, kept: Kept) -> bytes:
        stream = self._store.stream(kept.stream)
        is_its_own = stream is not None and stream.proved and stream.phone == kept.phone
        follows = (stream.follows or NOBODY) if stream and is_its_own else None
        return Trace(kept.stream, kept.n, kept.h, follows).as_bytes()

    def _cut(self, size: int | None) -> None:
        """Take out again what was added for a transaction that failed after all."""
        if self._copy is not None and size is not None:
            self._copy.cut(size)
