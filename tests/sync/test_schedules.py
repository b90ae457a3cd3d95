"""Random schedules over the real engine: nothing acknowledged is lost, nothing is applied twice.

`FIELDAPP_SCHEDULES=10000 FIELDAPP_SEED=1 pytest tests/sync/test_schedules.py` runs more, or others.
"""

import os
import random

import pytest

from tests.sync.schedules import Violation, run_one

pytestmark = pytest.mark.fault
TOTAL = int(os.environ.get("FIELDAPP_SCHEDULES", "500"))
PARTS = 10
SEED = int(os.environ.get("FIELDAPP_SEED") or random.SystemRandom().randrange(10**9))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_random_schedule_ends_with_all_work_kept_once_and_equal_everywhere(part):
    size = -(-TOTAL // PARTS)
    first = SEED + part * size
    print(f"schedules {first} to {first + size - 1} (FIELDAPP_SEED={SEED})")
    for seed in range(first, first + size):
        try:
            run_one(seed)
        except Violation as violation:
            pytest.fail(f"schedule {seed}: {violation}; again: python -m tests.sync.schedules --start {seed} --seeds 1")


def test_what_a_person_closed_stays_closed_after_a_restore_that_would_apply_it() -> None:
    """The copy of the log brings the bytes first and the decision after; judged by the older state they would pass."""
    run_one(7700043)


def test_what_was_wiped_is_not_applied_by_a_restore_of_a_backup_made_before_it_was_judged() -> None:
    """The register is read before what waits is judged: a person who may do more now would have it applied."""
    run_one(28057)


def test_what_was_closed_after_another_trial_is_not_applied_by_that_trial_after_a_restore() -> None:
    run_one(27592)


def test_a_stream_whose_first_operation_was_wiped_is_not_taken_by_another_phone_in_a_restore() -> None:
    run_one(38049)
