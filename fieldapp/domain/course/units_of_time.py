"""The units of time of a last onder dwangsom that forfeits by time: days, weeks or months after the term to comply.

Source: Awb art. 5:32b lid 1.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.deadlines import add_months

Fields = Mapping[str, Any]
BY_TIME = "per_tijdseenheid"


def last_day_of_period(measure: Fields, first: date, period: int) -> date | None:
    """Return the last day of the n-th unit of time (from 1) after the term to comply; None for an impossible number."""
    if not 1 <= period <= 9999:
        return None
    unit = measure.get("time_unit")
    if unit == "maand":
        return add_months(first, period) - timedelta(days=1)
    return first + timedelta(days=period * (7 if unit == "week" else 1) - 1)


def in_period(measure: Fields, first: date, period: int, seen_on: date) -> bool:
    """Say whether a visit saw the breach within the n-th unit of time: each unit needs its own proof."""
    last, begins = last_day_of_period(measure, first, period), first_day_of_period(measure, first, period)
    return last is not None and begins is not None and begins <= seen_on <= last


def first_day_of_period(measure: Fields, first: date, period: int) -> date | None:
    """Return the first day of the n-th unit of time; None for a last that does not count by time."""
    if measure.get("mode") != BY_TIME or period <= 1:
        return first if measure.get("mode") == BY_TIME else None
    before = last_day_of_period(measure, first, period - 1)
    return before + timedelta(days=1) if before else None


def first_day_of_next(measure: Fields, first: date, seen_on: date) -> date:
    """Return the first day of the unit after the one in which a day lies."""
    period = 1
    while (last := last_day_of_period(measure, first, period)) is not None and last < seen_on:
        period += 1
    return (last or seen_on) + timedelta(days=1)
