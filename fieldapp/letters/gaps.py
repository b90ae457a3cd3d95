"""What a letter still lacks, as a value that stands in its place and can be seen."""

from __future__ import annotations

OPEN = "[nog invullen: "


class Gap(str):
    """A fact that nobody knows yet. It prints what is missing, and counts as nothing in a condition."""

    __slots__ = ()

    def __new__(cls, what: str) -> Gap:
        return super().__new__(cls, f"{OPEN}{what}]")

    def __bool__(self) -> bool:
        return False


def is_open(text: str) -> bool:
    """Say whether something in a rendered letter is still to be filled in."""
    return OPEN in text
