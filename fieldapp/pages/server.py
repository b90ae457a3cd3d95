"""What the office says of the server itself: when it was put back, what may be lost, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from fieldapp.pages.moments import count, day_long, local
from fieldapp.restored import Restored
from fieldapp.worker_faults import Fault

SHOWN_DAYS = 30
"""Days that the start page tells of a restore: as long as a phone may still bring what the backup lacks."""


def restored_words(restored: Restored | None, now: datetime) -> str:
    """Return what everybody at a desk should know of a restore, or nothing."""
    if restored is None:
        return ""
    if not restored.holds_notices and now - datetime.fromisoformat(restored.at) > timedelta(days=SHOWN_DAYS):
        return ""
    return " ".join((_put_back(restored), _lost(restored), _let_in(restored), _held(restored))).strip()


def _put_back(restored: Restored) -> str:
    return f"De server is op {_moment(restored.at)} teruggezet met de back-up van {_moment(restored.made_at)}."


def _lost(restored: Restored) -> str:
    if restored.has_log_copy:
        return "Werk van kantoor van daarna is teruggehaald uit de kopie van het logboek."
    return (
        f"Werk op kantoor van {_moment(restored.made_at)} tot {_moment(restored.at)} kan weg zijn. Kijk dit na. "
        "Toestellen sturen hun werk zelf opnieuw."
    )


def _let_in(restored: Restored) -> str:
    if restored.has_register:
        return ""
    return (
        "Het register was er niet, of hoort niet bij deze back-up: wie of welk toestel sinds die back-up is geblokkeerd, "
        "mag er weer in. Blokkeer die opnieuw."
    )


def _held(restored: Restored) -> str:
    return "Meldingen wachten tot een beheerder ze vrijgeeft." if restored.holds_notices else ""


def backup_words(at: str | None) -> str:
    if at:
        return f"De laatste back-up is van {_moment(at)}."
    return "Er is nog geen back-up gemaakt. Laat wie de server beheert er elke dag een maken, met fieldapp backup."


COPY_WORDS = {
    "unwritable": "De kopie van het logboek kan niet worden geschreven. Zo lang bewaart de server niets.",
    "behind": "De kopie van het logboek is niet compleet. De server vult die aan bij de volgende wijziging.",
    "destroyed": "In de kopie van het logboek staat nog wat is vernietigd. De server probeert dat weg te halen.",
}


def copy_words(trouble: Iterable[str]) -> list[str]:
    """Return what is wrong with the copy of the log, in sentences."""
    return [COPY_WORDS[what] for what in trouble]


def waiting_words(number: int) -> str:
    if not number:
        return "Er wachten geen meldingen."
    return f"Er {'wacht' if number == 1 else 'wachten'} {count(number, 'melding', 'meldingen')}."


def fault_rows(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Return a line for each thing that does not happen by itself; no dossier can be known from it."""
    return [
        {
            "what": f"{fault.kind} ({fault.error})",
            "line": f"{count(fault.tries, 'keer', 'keer')} geprobeerd sinds {_moment(fault.since)}",
            "id": fault.document or fault.name,
        }
        for fault in faults
    ]


def _moment(iso: str) -> str:
    """Return "21 november 2026 om 09:12"."""
    return f"{day_long(local(iso).date())} om {local(iso):%H:%M}"
