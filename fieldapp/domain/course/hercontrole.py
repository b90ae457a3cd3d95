"""From which day somebody should look again: once the term to comply is over, and for a last in force again and again.

Source: Awb art. 5:24 lid 2, 5:32a lid 2, 5:32b lid 1, 5:33.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.course import units_of_time
from fieldapp.domain.course.states import LAST_BINDS, LAST_DWANGSOM
from fieldapp.domain.moments import days_later

Fields = Mapping[str, Any]
AGAIN_DAYS = 28
"""House rule: how long after a look a last that stays in force is looked at again, where no unit of time says when."""
DAILY_AGAIN_DAYS = 7
"""House rule for a last per day: somebody goes each week, on whatever day; each day that is seen forfeits."""
DONE = "nagekomen"
TO_BE_CHECKED = LAST_BINDS | {"verzonden", "hersteltermijn_verstreken", "in_uitvoeringstermijn"}


def hercontrole_on(measure: Fields) -> str | None:
    """Return from which day the next visit makes sense, None while none does.

    The first: the day after the term to comply; for a last without one the day on which it was made known. Each that
    follows only for a last onder dwangsom in force: in the next unit of time where the last look saw the breach and the
    last forfeits by time (each unit needs its own proof; per day a week later), else after the house rule.
    """
    begins = _begins(measure)
    if measure.get("state") not in TO_BE_CHECKED or begins is None:
        return None
    newest = max((look for look in _looks(measure) if look[0] >= begins), default=None)
    return begins if newest is None else _after(measure, begins, *newest)


def _begins(measure: Fields) -> str | None:
    for kind in ("begunstiging", "uitvoering", "herstel"):
        term = measure.get("terms", {}).get(kind)
        if term is not None and term["state"] != "vervallen":
            return days_later(term["ends_on"], 1)
    binds_at_once = measure.get("measure_type") == LAST_DWANGSOM and measure.get("state") in LAST_BINDS
    return str(measure["bekendmaking"]["on"]) if binds_at_once and "bekendmaking" in measure else None


def _looks(measure: Fields) -> Iterator[tuple[str, bool]]:
    """Yield the day of each look and whether the breach was over; what was forfeited was seen too."""
    for one in measure.get("hercontroles", {}).values():
        yield one["on"], one["result"] == DONE
    for one in measure.get("verbeurten", {}).values():
        yield one["forfeited_on"], False


def _after(measure: Fields, begins: str, seen_on: str, is_over: bool) -> str | None:
    if measure["measure_type"] != LAST_DWANGSOM or _forfeits_no_more(measure):
        return None
    if measure.get("mode") == units_of_time.BY_TIME and not is_over:
        first, seen = date.fromisoformat(begins), date.fromisoformat(seen_on)
        next_unit = units_of_time.first_day_of_next(measure, first, seen).isoformat()
        return max(next_unit, days_later(seen_on, DAILY_AGAIN_DAYS)) if measure.get("time_unit") == "dag" else next_unit
    return days_later(seen_on, AGAIN_DAYS)


def _forfeits_no_more(measure: Fields) -> bool:
    """A lump sum is forfeited once."""
    verbeurten = measure.get("verbeurten", {}).values()
    return measure.get("mode") == "ineens" and any(one["state"] != "vervallen" for one in verbeurten)
