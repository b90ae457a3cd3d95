"""Days and instants as documents write them: calendar days in Europe/Amsterdam, instants in UTC."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fieldapp.domain.errors import Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MORNING_HOUR = 6
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
    """Refused: moment.unreadable."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise Refused("moment.unreadable") from None
    if day.isoformat() != written:
        raise Refused("moment.unreadable")
    return day


def read_instant(written: str) -> datetime:
    """Read an instant; one without a zone is no instant. Refused: moment.unreadable."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Refused("moment.unreadable") from None
    if at.tzinfo is None or at.year < 1970:
        raise Refused("moment.unreadable")
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise Refused("moment.unreadable") from None


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
