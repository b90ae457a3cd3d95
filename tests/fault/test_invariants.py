"""Every promise of docs/reliability.md names tests, and every test that it names is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text()
ROW = re.compile(r"^\| (\d+) \|(.*)\|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[^`]+?)::([^`]+)`")


def rows_of(heading: str) -> dict[int, str]:
    """Return number -> row of the table under this heading."""
    part = PAGE.split(heading, 1)[1].split("\n## ", 1)[0]
    return {int(number): row for number, row in ROW.findall(part)}


@cache
def names_in(path: str) -> set[str]:
    text = (ROOT / path).read_text()
    if path.endswith(".js"):
        return set(re.findall(r'^test\("(.+?)",', text, re.MULTILINE))
    return set(re.findall(r"^(?:async )?def (test_\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("number", range(1, 23))
def test_each_invariant_names_its_tests(number: int) -> None:
    assert NAMED.search(rows_of("## 3. The twenty-two invariants")[number])


@pytest.mark.parametrize("number", range(1, 46))
def test_each_fault_names_its_tests(number: int) -> None:
    assert NAMED.search(rows_of("## 4. Forty-five faults")[number])


def test_every_test_that_the_page_names_is_there() -> None:
    assert [f"{path}::{name}" for path, name in NAMED.findall(PAGE) if name not in names_in(path)] == []


def test_the_promises_are_those_of_the_protocol() -> None:
    protocol = (ROOT / "docs" / "protocol.md").read_text().split("## 10. Invariants", 1)[1]
    assert len(re.findall(r"^\d+\. ", protocol.split("\n## ", 1)[0], re.MULTILINE)) == len(rows_of("## 3. "))
