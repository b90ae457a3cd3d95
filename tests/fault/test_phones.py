"""Three phones with the real sync code on a network that fails: nothing is lost, nothing happens twice, all agree.

One short schedule with a new seed in each run; `python3 dev.py faults --seeds N --start S` plays as many whole ones as asked.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from tests.fault.phones import Rig, play_seed
from tests.rig.nursery import Nursery
from tests.rig.server import Server

SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**6)))
STEPS = 15


def test_when_quiet_again_nothing_is_lost_or_doubled_and_all_agree(template: Server, tmp_path: Path) -> None:
    nursery = Nursery()
    wrong, _ = play_seed(Rig(template, nursery=nursery), SEED, tmp_path, STEPS)
    nursery.close()
    assert wrong == [], f"again with: FAULT_SEED={SEED} .venv/bin/python -m pytest tests/fault/test_phones.py"
