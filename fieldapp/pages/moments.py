"""Days and instants in Dutch words, as the clock on the wall in Amsterdam says them."""

from datetime import date, datetime

from fieldapp.domain.moments import AMSTERDAM, MONTHS, WEEKDAYS
from fieldapp.texts import day, day_full

DAYS_SHORT = tuple(name[:2] for name in WEEKDAYS)
MONTHS_SHORT = tuple("mrt" if name == "maart" else name[:3] for name in MONTHS)


def local(iso: str) -> datetime:
    """Return the instant as Amsterdam shows it."""
    return datetime.fromisoformat(iso).astimezone(AMSTERDAM)


def day_of(iso: str) -> date:
    """Return the calendar day of a day ("2026-11-20") or of an instant, in Amsterdam."""
    return date.fromisoformat(iso) if len(iso) == 10 else local(iso).date()


def clock(iso: str | None) -> str:
    """Return "21:14", or nothing when there is no instant."""
    return f"{local(iso):%H:%M}" if iso else ""


def day_short(on: date) -> str:
    """Return "vr 20 nov"."""
    return f"{DAYS_SHORT[on.weekday()]} {on.day} {MONTHS_SHORT[on.month - 1]}"


def day_short_near(on: date, today: date) -> str:
    """Return "vr 20 nov", and in another year "vr 20 nov 2031"."""
    return day_short(on) if on.year == today.year else f"{day_short(on)} {on.year}"


def day_with_weekday(on: date) -> str:
    """Return "vr 4 december"."""
    return day(on)


def day_near(on: date, today: date) -> str:
    """Return "ma 14 december", and in another year "1 maart 2032": a day without its year is a day of this year."""
    return day_with_weekday(on) if on.year == today.year else day_long(on)


def day_long(on: date) -> str:
    """Return "1 maart 2032"."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def day_year(on: date) -> str:
    """Return "4 nov 2026"."""
    return f"{on.day} {MONTHS_SHORT[on.month - 1]} {on.year}"


def day_without_year(on: date) -> str:
    """Return "zaterdag 21 november"."""
    return day_full(on).rsplit(" ", 1)[0]


def day_full_year(on: date) -> str:
    """Return "vrijdag 20 november 2026"."""
    return day_full(on)


def weekday_clock(iso: str | None, now: datetime) -> str:
    """Return "vr 21:22" within a week, otherwise "20 nov 21:22"."""
    if not iso:
        return ""
    moment = local(iso)
    if 0 <= (now.astimezone(AMSTERDAM).date() - moment.date()).days < 7:
        return f"{DAYS_SHORT[moment.weekday()]} {moment:%H:%M}"
    return f"{moment.day} {MONTHS_SHORT[moment.month - 1]} {moment:%H:%M}"


def moment_short(iso: str | None) -> str:
    """Return "za 21 nov, 09:12"."""
    return f"{day_short(local(iso).date())}, {clock(iso)}" if iso else ""


def moment_plain(iso: str | None) -> str:
    """Return "vr 20 nov 21:14", or only the day when the hour is not known."""
    if not iso:
        return ""
    return day_short(day_of(iso)) if len(iso) == 10 else f"{day_short(local(iso).date())} {clock(iso)}"


def near(iso: str | None, now: datetime) -> str:
    """Return "22:58" today, "gisteren 22:58" yesterday, "vr 20 nov, 22:58" before that."""
    if not iso:
        return ""
    apart = (now.astimezone(AMSTERDAM).date() - local(iso).date()).days
    if apart == 0:
        return clock(iso)
    return f"gisteren {clock(iso)}" if apart == 1 else moment_short(iso)


def waited(iso: str, now: datetime) -> str:
    """Return how long something waits, in the largest whole unit: "15 uur", "3 dagen", "5 minuten"."""
    seconds = max(0, int((now - datetime.fromisoformat(iso)).total_seconds()))
    if seconds >= 48 * 3600:
        return f"{seconds // 86400} dagen"
    if seconds >= 3600:
        return f"{seconds // 3600} uur"
    minutes = seconds // 60
    if minutes < 1:
        return "nog geen minuut"
    return "1 minuut" if minutes == 1 else f"{minutes} minuten"


def days_left(on: date, today: date) -> str:
    """Return how far a day is from today in words: "vandaag", "nog 25 dagen", "2 dagen te laat"."""
    apart = (on - today).days
    if apart == 0:
        return "vandaag"
    unit = "dag" if abs(apart) == 1 else "dagen"
    return f"nog {apart} {unit}" if apart > 0 else f"{-apart} {unit} te laat"


def count(number: int, one: str, more: str) -> str:
    """Return "1 voorstel" or "5 voorstellen"."""
    return f"{number} {one if number == 1 else more}"
