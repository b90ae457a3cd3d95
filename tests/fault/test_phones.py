"""Three phones with the real sync code on a network that fails: nothing is lost, nothing happens twice, all agree.

`FAULT_SEEDS` says how many schedules, `FAULT_START` with which seed to begin.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fault.phones import Run
from tests.rig.server import Server, copied

SEEDS = int(os.environ.get("FAULT_SEEDS", "1"))
START = int(os.environ.get("FAULT_START", "1"))


@pytest.mark.parametrize("seed", range(START, START + SEEDS))
def test_when_quiet_again_nothing_is_lost_or_doubled_and_all_agree(template: Server, tmp_path: Path, seed: int) -> None:
    with copied(template, tmp_path / "own") as server:
        server.start()
        run = Run(server, seed, tmp_path)
        try:
            run.begin()
            run.play()
            run.settle()
            assert run.check() == [], f"python3 dev.py faults --seeds 1 --start {seed}"
            assert sum(len(phone.recorded) for phone in run.phones) > 10, "nothing was recorded"
        finally:
            run.close()
