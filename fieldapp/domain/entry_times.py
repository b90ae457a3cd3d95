"""Do the times of entering a dwelling follow each other? Told, never refused: the clock of a phone may have stepped back.

The twin on the phone is static/app/domain/entry-times.js. Source: Awbi art. 1 lid 1 and 4, art. 10 lid 2 under e.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from fieldapp.domain.moments import read_instant

STEPS = ("asked_at", "decided_at", "entered_at", "withdrawn_at", "left_at")
"""In the order in which they happen: asked before entering, and out last."""
MINUTE_S = 60


def out_of_order(entry: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each two steps (first, then) of which the second has the earlier time, by the minute, as people read a clock.

    Source: Awbi art. 1 lid 4, 10 lid 2 under e.
    """
    known = [(step, read_instant(entry[step]).timestamp() // MINUTE_S) for step in STEPS if entry.get(step)]
    return [(first, then) for (first, a), (then, b) in pairwise(known) if b < a]
