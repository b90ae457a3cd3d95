"""Many random schedules, on every processor of this machine: one seed each, a bar, and a total that an interrupt brings too.

A rig gives `begin`: what one process prepares once (servers, phones), and then how it plays one seed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import queue
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from fieldapp.supervisor import die_with_parent

MEMORY = Path("/dev/shm")
FORKED: Any = multiprocessing.get_context("fork")
POLL_SECONDS = 0.5


@dataclass
class Played:
    """One schedule: what was wrong in it, and what happened, counted under headings."""

    seed: int
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)


Play = Callable[[int], Played]
Begin = Callable[[Path], AbstractContextManager[Play]]


class Game(Protocol):
    """A schedule that is being played; `story` holds its moves so far."""

    story: list[str]

    def play(self, steps: int) -> None: ...
    def settle(self) -> None: ...
    def check(self) -> list[str]: ...
    def close(self) -> None: ...


def play_out(game: Game, begin: Callable[[], object], steps: int) -> list[str]:
    """Play it to the end; returns what was wrong."""
    try:
        begin()
        game.play(steps)
        game.settle()
        return game.check()
    except Exception:  # whatever it was: the next seed goes on
        return [f"after {len(game.story)} moves, the last {game.story[-6:]}", traceback.format_exc()]
    finally:
        game.close()


def arguments_of(about: str | None, seeds: int) -> argparse.ArgumentParser:
    """What every rig of random schedules is told."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=seeds, help="how many schedules")
    parser.add_argument("--start", type=int, default=1, help="the first seed")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="how many at once; one for each processor"
    )
    parser.add_argument("--keep", type=Path, help="a folder to work in; what failed is left there")
    return parser


def run_many(begin: Begin, options: argparse.Namespace, *, in_memory: bool = False) -> int:
    """Play the seeds and print a total; returns the exit code.

    `in_memory` is for rigs that never lose what was not flushed: their files need no disk.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell began it in the background
    place = str(MEMORY) if in_memory and MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="fieldapp-faults-", dir=place, ignore_cleanup_errors=True) as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        crew = Crew(begin, folder, range(options.start, options.start + options.seeds))
        total = Total(options.seeds, options.start)
        crew.start(max(1, min(options.jobs, options.seeds)))
        try:
            collect(crew, total)
        finally:
            crew.end()
    return total.say()


class Crew:
    """Processes that take seeds until there are none, or until they are told to stop."""

    def __init__(self, begin: Begin, folder: Path, seeds: range) -> None:
        self.begin, self.folder, self.seeds = begin, folder, seeds
        self.results: Any = FORKED.Queue()
        self.is_over: Any = FORKED.Event()
        self.taken: Any = FORKED.Value("l", 0)
        self.processes: list[Any] = []

    def start(self, jobs: int) -> None:
        sys.stdout.flush()
        for nth in range(jobs):
            process = FORKED.Process(target=self.work, args=(nth,))
            process.start()
            self.processes.append(process)

    def work(self, nth: int) -> None:
        """An own session: an interrupt of the terminal reaches the one that counts, not this one and its servers."""
        os.setsid()
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        folder = self.folder / f"job-{nth}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        with self.begin(folder) as play:
            while (seed := self.next_seed()) is not None:
                self.results.put(played(play, seed))

    def next_seed(self) -> int | None:
        with self.taken.get_lock():
            nth, self.taken.value = self.taken.value, self.taken.value + 1
        return self.seeds[nth] if nth < len(self.seeds) and not self.is_over.is_set() else None

    def is_alive(self) -> bool:
        return any(process.is_alive() for process in self.processes)

    def end(self) -> None:
        self.is_over.set()
        for process in self.processes:
            process.join(timeout=60)
            if process.is_alive():
                process.kill()


def played(play: Play, seed: int) -> Played:
    """Whatever happens in one schedule, the next one goes on."""
    try:
        return play(seed)
    except Exception:
        return Played(seed, [traceback.format_exc()])


def collect(crew: Crew, total: Total) -> None:
    """Add up what comes; the first interrupt lets the schedules of this moment end, the second ends them."""
    while total.done < total.of:
        try:
            total.add(crew.results.get(timeout=POLL_SECONDS))
        except queue.Empty:
            if not crew.is_alive() and crew.results.empty():
                return
        except KeyboardInterrupt:
            if crew.is_over.is_set():
                return
            crew.is_over.set()
            print("\nstopping: the schedules of this moment are played to their end", flush=True)


class Total:
    """The figure so far."""

    def __init__(self, of: int, start: int) -> None:
        self.of, self.start, self.done = of, start, 0
        self.failed: list[int] = []
        self.counts: dict[str, Counter[str]] = {}
        self.began = time.monotonic()

    def add(self, one: Played) -> None:
        self.done += 1
        for heading, counted in one.counts.items():
            self.counts.setdefault(heading, Counter()).update(counted)
        if one.wrong:
            self.failed.append(one.seed)
            print(f"\nseed {one.seed}:", *one.wrong, sep="\n  ", flush=True)
        self.show_progress()

    def show_progress(self) -> None:
        """A bar on a terminal; elsewhere a line at every twentieth part."""
        filled = 30 * self.done // self.of
        left = (time.monotonic() - self.began) / self.done * (self.of - self.done)
        words = f"[{'#' * filled}{'.' * (30 - filled)}] {self.done} of {self.of}, {len(self.failed)} failed, {left / 60:.0f} min to go"
        if sys.stdout.isatty():
            print(f"\r{words}", end="", flush=True)
        elif self.done == self.of or self.done % max(1, self.of // 20) == 0:
            print(words, flush=True)

    def say(self) -> int:
        """The last lines: how many were played, what happened in them, and which failed."""
        seconds = time.monotonic() - self.began
        asked = "" if self.done == self.of else f" of {self.of} asked for"
        for heading, counted in self.counts.items():
            print(f"\n{heading}:", ", ".join(f"{name} {times}" for name, times in counted.most_common()), end="")
        print(
            f"\n{self.done} schedules{asked} from seed {self.start} in {seconds:.0f} s, "
            f"failed: {sorted(self.failed) or 'none'}",
            flush=True,
        )
        return 1 if self.failed or self.done < self.of else 0
