"""Folders that go again when nobody fills them any more, also after a kill: the lock on one ends with its process."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SETTLED_SECONDS = 60
"""Younger than this a folder may be between its making and its lock."""
LONGEST_SECONDS = 24 * 3600
"""Older than this it is of a process that was killed, on a disk that knows no locks."""


@contextmanager
def filling(folder: Path) -> Iterator[None]:
    """Say for as long as it takes that this folder is being filled; when that fails the folder goes again."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk that knows no locks
            fcntl.flock(handle, fcntl.LOCK_EX)  # at most a moment: who sweeps only tries it
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        os.close(handle)


def sweep(folders: Iterable[Path]) -> None:
    """Remove those of these folders that nobody fills any more and that we may remove: none of them stops what comes next."""
    for folder in folders:
        with suppress(OSError):  # swept by somebody else, or of another user
            if _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    age = time.time() - folder.stat().st_mtime
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return age > LONGEST_SECONDS
    finally:
        os.close(handle)
    return age > SETTLED_SECONDS
