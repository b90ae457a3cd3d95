"""Days and instants as documents write them: calendar days in Europe/Amsterdam, instants in UTC."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldapp.domain.errors import Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING_HOUR = 6
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Of a day. No permit, breach or term lies outside; a number of days can still be added."""
EPOCH_YEAR = 1970
"""Of an instant: where the clock of a phone begins again when it lost the time. That is no reason to refuse its work."""
MOST_AHEAD, MOST_BEHIND = timedelta(minutes=15), timedelta(days=31)
"""How far the clock of a phone may be from the arrival at the office before the arrival counts: a clock is never
ahead of what it sent, and no round is a month without the office."""
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def instant(at: datetime) -> str:
    """Write an aware datetime as `2026-11-20T21:14:07Z`."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day_of(written: str) -> str:
    """Return the day in Europe/Amsterdam on which an instant falls. Refused: moment.unreadable."""
    return read_instant(written).astimezone(AMSTERDAM).date().isoformat()


def today(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()


def evening_of(at: datetime) -> date:
    """Return the day that a round belongs to: until six in the morning that of the evening before."""
    return (at.astimezone(AMSTERDAM) - timedelta(hours=MORNING_HOUR)).date()


def days_later(day: str, days: int) -> str:
    return (read_day(day) + timedelta(days=days)).isoformat()


def read_day(written: str) -> date:
    """Refused: moment.unreadable, moment.wrong_year."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused("moment.unreadable") from None
    if day.isoformat() != written:
        raise Refused("moment.unreadable")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Refused("moment.wrong_year")
    return day


def read_instant(written: str) -> datetime:
    """Read an instant; one without a zone is no instant. Refused: moment.unreadable, moment.wrong_year."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Refused("moment.unreadable") from None
    if at.tzinfo is None:
        raise Refused("moment.unreadable")
    if not EPOCH_YEAR <= at.year <= LAST_YEAR:
        raise Refused("moment.wrong_year")
    return at.astimezone(UTC)


def likely_day(written: str, received_at: str | None) -> date:
    """Return the day in Europe/Amsterdam of what a phone wrote, or of its arrival when that clock cannot be right.

    `received_at`: by the clock of the server; None while it is not known. From this day terms and repetition count.
    """
    at = read_instant(written)
    if received_at is not None:
        received = read_instant(received_at)
        if not received - MOST_BEHIND <= at <= received + MOST_AHEAD:
            at = received
    return today(at)


def check_instants(*written: str | None) -> None:
    for one in written:
        if one is not None:
            read_instant(one)


def check_days(*written: str | None) -> None:
    for one in written:
        if one is not None:
            read_day(one)


def check_clock_time(written: str | None) -> None:
    """Accept `21:30` or nothing. Refused: moment.unreadable."""
    if written is not None and not CLOCK_TIME.fullmatch(written):
        raise Refused("moment.unreadable")
