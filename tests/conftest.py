"""What all tests share: seeds that are printed, and marks that follow the folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.rig.fixtures import new_browser, own_server, playwright, server, template

# One home for the rig's fixtures: imported by two folders they would be two sets, and two browsers' loops in one process.
__all__ = ["new_browser", "own_server", "playwright", "server", "template"]

TESTS = Path(__file__).parent

# A shared machine stalls now and then: slowness is measured by benchmarks, not by Hypothesis.
settings.register_profile("every_run", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("release", settings.get_profile("every_run"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "every_run"))


AGAIN_IN_CI = [pytest.mark.flaky(reruns=1)] if os.environ.get("CI") else []
"""A test of real browsers and processes that fails in CI is run once more, and named (docs/decisions/0129)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lies in tests/browser and tests/fault, so that -m can choose."""
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0] if item.path.is_relative_to(TESTS) else ""
        if folder in {"browser", "fault"}:
            for mark in [getattr(pytest.mark, folder), *AGAIN_IN_CI]:
                item.add_marker(mark)
