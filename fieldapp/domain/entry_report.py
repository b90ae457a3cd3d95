"""The verslag van binnentreden and its two deadlines, kept on the visit: they run whether a letter was begun or not.

Who entered a dwelling without consent sends the verslag to who gave leave, and a copy to the resident, at latest on the
fourth day after. We warn on that day as it is counted; the Algemene termijnenwet may make it later. Source: Awbi art. 10, 11.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.binnentreden import without_consent
from fieldapp.domain.course.terms import NO_DAY
from fieldapp.domain.deadlines import Term, verslagtermijn
from fieldapp.domain.documents import Changes, Context, Visit
from fieldapp.domain.documents.visits import NotingEntry, NotingVerslag
from fieldapp.domain.moments import check_days, check_instants, day_of, read_day

Fields = Mapping[str, Any]
VERSLAG, AFSCHRIFT = "verslag", "afschrift_bewoner"
OWNER = "inspector"
PROVISIONS = "artikel 5:27 van de Algemene wet bestuursrecht"
FIRST_ALARM = 1
"""Days before the end."""
EVERY_DAY_UNTIL = 7
"""Days after the end on which it still rings daily; from then once a week."""


def term_of(visit: Fields, equated: Collection[date] = ()) -> Term | None:
    """Return the term of the verslag, None when nobody went in without consent. Source: Awbi art. 11; Atw art. 1, 2."""
    entered = without_consent(visit).get("entered_at")
    return verslagtermijn(read_day(day_of(entered)), equated) if entered else None


def owed(visit: Fields) -> dict[str, date | None]:
    """Return what must still be sent, with its day; no day for a copy that was put off with a reason.

    Source: Awbi art. 11 lid 1 and 2.
    """
    term, noted = term_of(visit), visit.get("verslag") or {}
    if term is None:
        return {}
    found: dict[str, date | None] = {} if noted.get("sent_on") else {VERSLAG: term.plain_end}
    mode = noted.get("copy_mode")
    if mode in (None, "uitgesteld"):
        found[AFSCHRIFT] = None if mode else term.plain_end
    return found


def listed(visit: Fields) -> str:
    """Return the terms of a visit as the index of measures has its own: the team, then "day kind owner -" of each."""
    lines = [f"{day or NO_DAY} {kind} {OWNER} {NO_DAY}" for kind, day in owed(visit).items()]
    return f"{visit.get('team_id', '')}|{';'.join(lines)}" if lines else ""


def rings(visit: Fields, today: date) -> bool:
    """Say whether who was there should hear of it today: from the day before, then daily, after a week weekly."""
    days = [day for day in owed(visit).values() if day is not None]
    if not days or today < min(days) - timedelta(days=FIRST_ALARM):
        return False
    late = (today - min(days)).days
    return late < EVERY_DAY_UNTIL or late % EVERY_DAY_UNTIL == 0


def note_entry(visit: Visit, body: NotingEntry, context: Context) -> Changes:
    """Keep an entry on a machtiging that the office told with the measure, so that its verslag is owed too.

    How, with whom and when they left is asked on the page of the verslag. Source: Awb art. 5:27; Awbi art. 10, 11.
    Refused: moment.unreadable.
    """
    check_instants(body["entered_at"])
    check_days(body["given_on"])
    machtiging = {
        "issuer": body["issuer"],
        "given_on": body["given_on"],
        "provisions": PROVISIONS,
        "purpose": "bestuursdwang",
    }
    entry = {"basis": "machtiging", "entered_at": body["entered_at"], "machtiging": machtiging}
    return {f"binnentreden.{body['measure_id']}": {**entry, "measure_id": body["measure_id"]}}


def note(visit: Visit, body: NotingVerslag, context: Context) -> Changes:
    """Keep that the verslag was sent, and what became of the copy for the resident. Source: Awbi art. 11.

    Refused: moment.unreadable.
    """
    check_days(body["sent_on"], body["copy_on"])
    return {"verslag": dict(body)}
