"""The real screens under random taps, kills, faults and decisions: what was called kept is kept, once, and counted right.

A few schedules with new seeds in each run; `python3 dev.py faults screens --seeds N --start S` plays as many as asked.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.fault.screens import STEPS, ready
from tests.rig.server import Server

SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**6)))
SCHEDULES = 3


@pytest.mark.slow
def test_whatever_befalls_a_phone_in_use_its_screens_say_what_is_so_and_nothing_is_lost(
    template: Server, playwright: Playwright, tmp_path: Path
) -> None:
    with ready(tmp_path, template, playwright, STEPS, keeps=False) as play_one:
        for seed in range(SEED, SEED + SCHEDULES):
            wrong = play_one(seed).wrong
            assert wrong == [], f"again with: python -m tests.fault.screens --whole --seeds 1 --start {seed}"
