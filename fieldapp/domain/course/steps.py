"""What a line of the course says: an act, the states before and after, who may do it, its article, the words on the button."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fieldapp.domain.course.states import STATE


@dataclass(frozen=True)
class Step:
    """One line. `to` empty: the state stays. `types` empty: measures of every type. `by` roles; `system` is the clock."""

    act: str
    before: frozenset[str]
    to: tuple[str, ...]
    by: frozenset[str]
    ground: str
    label: str
    types: frozenset[str] = frozenset()
    track: str = STATE
    term: str | None = None
    """For an act of the clock: the kind of term that ends."""
    may_stay: bool = False
    """What was seen or paid decides whether the state changes at all."""


def step(
    act: str, before: Iterable[str], to: Iterable[str], by: Iterable[str], ground: str, label: str, **more: Any
) -> Step:
    return Step(act, frozenset(before), tuple(to), frozenset(by), ground, label, **more)


LEAD, MANDATE, REGISTRAR, LEGAL, CLOCK = ["team_lead"], ["mandate_holder"], ["registrar"], ["legal_officer"], ["system"]
END_TERM = "end_term"
