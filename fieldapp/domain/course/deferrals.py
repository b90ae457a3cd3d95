"""Leave to pay later, as facts: on which days it holds, and how many days it adds to the time of prescription.

Source: Awb art. 4:94, 4:96, 4:101, 4:111 lid 1.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

Fields = Mapping[str, Any]
ONE_DAY = timedelta(days=1)


def spans(claim: Fields) -> Iterator[tuple[date, date, bool]]:
    """Yield the first day, the last day and whether interest is due over it, of each deferral, oldest first."""
    for one in sorted(claim.get("deferrals") or (), key=lambda each: str(each["from_on"])):
        last = min(one["until_on"], one.get("ended_on") or one["until_on"])
        yield date.fromisoformat(one["from_on"]), date.fromisoformat(last), bool(one["bears_interest"])


def until(claim: Fields, on: date) -> date | None:
    """Return the last day of the deferral that holds on this day, None when none does. Source: Awb art. 4:94 lid 2."""
    return next((last for first, last, _ in spans(claim) if first <= on <= last), None)


def prescribes_after(claim: Fields, event: date, last_day: date) -> tuple[date, int]:
    """Return when a term of prescription that began after `event` is over, and by how many days deferral made it longer.

    Every day of deferral after its beginning counts, as far as the claim had not prescribed when it began.
    Source: Awb art. 4:111 lid 1.
    """
    added = 0
    for first, last, _ in spans(claim):
        begins = max(first, event + ONE_DAY)
        if begins <= last and begins <= last_day + added * ONE_DAY:
            added += (last - begins).days + 1
    return last_day + added * ONE_DAY, added
