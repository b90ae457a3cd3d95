"""The calendar feed of one person (RFC 5545): the last days of terms, with titles that tell a stranger nothing."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from fieldapp.domain.course.terms import HERCONTROLE
from fieldapp.pages.terms import Line, label_of

NAME = "Termijnen"
ALARM_BEFORE = timedelta(hours=-15)
"""Before the last day begins: nine in the morning of the day before."""
PRODUCT = "-//Fieldapp//Termijnen//NL"


def feed(lines: Iterable[Line], address: str, installation: str, now: datetime) -> bytes:
    """Return the feed. A term keeps its UID when its day moves, so that calendars move it instead of adding one.

    Neither address nor name nor kind of premises is in it: calendars are read on lock screens, and by others.
    Source: RFC 5545 3.6.1, 3.6.6, 3.8.4.7; RFC 7986 (name, refresh).
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for line in lines:
        if line.last_day:
            calendar.add_component(_event(line, line.last_day, address, installation, now))
    written: bytes = calendar.to_ical()
    return written


def _event(line: Line, on: date, address: str, installation: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{line.document_id}-{line.kind}{'-' + line.of if line.of else ''}@{installation}")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", title_of(line))
    event.add("url", f"{address}{line.page}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "CONFIDENTIAL")
    event.add_component(_alarm(line))
    return event


def _alarm(line: Line) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title_of(line))
    alarm.add("trigger", ALARM_BEFORE)
    return alarm


def title_of(line: Line) -> str:
    return "Toezicht: hercontrole kan" if line.kind == HERCONTROLE else f"Toezicht: laatste dag ({label_of(line.kind)})"
