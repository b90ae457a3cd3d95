"""Toestellen: what is known of each phone, and only what is known."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from fieldapp.domain.people import linked_by
from fieldapp.pages.moments import count, moment_short, near

Shown = Mapping[str, Any]
STATES = {
    "enrolled": ("In gebruik", "safe", "device-mobile"),
    "blocked": ("Geblokkeerd", "danger", "ban"),
    "taken_in": ("Wordt ingenomen", "warning", "upload"),
    "emptied": ("Leeg", "neutral", "circle-check"),
}
LATELY_DAYS = 14
NO_CONTACT = "nog geen contact"
ORDER = ("enrolled", "taken_in", "blocked", "emptied")


def rows(
    devices: Iterable[Shown], reports: Mapping[str, Mapping[str, Any]], names: Mapping[str, str], now: datetime
) -> list[dict[str, Any]]:
    """Return one row for each phone, those in use first, then by number."""
    made = [row(shown, reports.get(shown["id"], {}), names, now) for shown in devices]
    return sorted(made, key=lambda one: (ORDER.index(one["state"]), one["number"]))


def row(shown: Shown, report: Mapping[str, Any], names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    device = shown["fields"]
    state = device.get("state", "enrolled")
    words, tone, icon = STATES[state]
    return {
        "id": shown["id"],
        "state": state,
        "number": device.get("number", 0),
        "title": f"Toestel {device.get('number', '?')}",
        "who": names.get(device.get("person_id", ""), "Onbekend"),
        "badge": {"words": words, "tone": tone, "icon": icon},
        "issued": issued_words(device, names),
        "contact": contact_words(report, now),
        "contact_line": f"laatste contact {contact_words(report, now)}"
        if report.get("last_contact_at")
        else NO_CONTACT,
        "build": str(report.get("build") or device.get("build") or "onbekend"),
        "waiting": waiting_words(report, now),
        "line": state_line(device, report, now),
        "may_block": state in ("enrolled", "taken_in"),
        "may_take_in": state == "enrolled",
    }


def issued_words(device: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return who made the code with which a phone was linked; nothing when that is not known."""
    by = device.get("issued_by")
    if not by:
        return ""
    made = f"Code gemaakt door {'de server' if by == 'system' else names.get(by, 'een oud-medewerker')}."
    return f"{made} Nog niet bevestigd door de eigenaar." if linked_by(device) else made  # type: ignore[arg-type]  # a device


def linked_lately(devices: Iterable[Shown], names: Mapping[str, str], now: datetime) -> list[dict[str, str]]:
    """Return a line for each phone of the reader that is new or that she has not confirmed, the newest first.

    `id` is filled where she can say that it is hers.
    """
    told = [shown for shown in devices if _is_news(shown["fields"], now)]
    told.sort(key=lambda shown: str(shown["fields"]["enrolled_at"]), reverse=True)
    return [
        {
            "words": f"Toestel {shown['fields'].get('number', '?')} is gekoppeld aan uw naam: "
            f"{moment_short(shown['fields']['enrolled_at'])}. "
            f"{issued_words(shown['fields'], names)} Was u dat niet? Bel uw teamleider.",
            "id": shown["id"] if linked_by(shown["fields"]) else "",
        }
        for shown in told
    ]


def _is_news(device: Mapping[str, Any], now: datetime) -> bool:
    """Tell whether a phone was linked in the last two weeks, or waits for its owner. One she confirmed is no news."""
    if not device.get("enrolled_at") or device.get("confirmed_at"):
        return False
    is_waiting = device.get("state") == "enrolled" and linked_by(device) is not None  # type: ignore[arg-type]  # a device
    return is_waiting or now - datetime.fromisoformat(device["enrolled_at"]) <= timedelta(days=LATELY_DAYS)


def contact_words(report: Mapping[str, Any], now: datetime) -> str:
    at = report.get("last_contact_at")
    return near(str(at), now) if at else NO_CONTACT


def waiting_words(report: Mapping[str, Any], now: datetime) -> str:
    """Return what the phone said it still had, and when it said so; it may have more by now."""
    unsent = number_of(report.get("unsent"))
    if unsent is None:
        return "niet bekend"
    at = f" (gemeld {near(str(report['unsent_at']), now)})" if report.get("unsent_at") else ""
    return f"{count(unsent, 'wijziging', 'wijzigingen')}{at}" if unsent else f"niets{at}"


def missing_lines(missing: Iterable[Mapping[str, Any]], report: Mapping[str, Any], now: datetime) -> list[str]:
    """Return one sentence for each thing that is known to exist and is not here; none when nothing is missing."""
    unsent = report.get("unsent")
    lines = []
    if number_of(unsent):
        parts = [f"{waiting_words(report, now)} wacht nog op verzenden"]
        if isinstance(unsent, Mapping) and unsent.get("blobs"):
            parts.append(f"daarbij {count(int(unsent['blobs']), 'fotobestand', 'fotobestanden')}")
        lines.append(f"Het toestel zelf: {', '.join(parts)}.")
    return [*lines, *(_missing_line(one) for one in missing)]


def _missing_line(one: Mapping[str, Any]) -> str:
    number = one["until"] - one["from"] + 1
    which = f"nummer {one['from']}" + (f" tot en met {one['until']}" if number > 1 else "")
    since = f" van het werk dat begon op {moment_short(one['since'])}" if one["since"] else ""
    ended = (
        "Het toestel had dit bij het laatste contact nog."
        if one["is_there"]
        else "Het toestel heeft dit niet meer. Vraag de inspecteur wat er is ingevuld, of kijk of er een reddingsbestand is."
    )
    missed = count(number, "handeling kwam", "handelingen kwamen")
    return f"{missed} niet aan{since} ({which}). {ended}"


def number_of(unsent: object) -> int | None:
    """Return the number of changes in a report: a number, or what a phone counts as `changes` (all it counts, if not that)."""
    if isinstance(unsent, bool) or unsent is None:
        return None
    if isinstance(unsent, int):
        return unsent
    if isinstance(unsent, Mapping):
        changes = unsent.get("changes")
        counted = unsent.values() if changes is None else [changes]
        return sum(value for value in counted if isinstance(value, int) and not isinstance(value, bool))
    return None


def state_line(device: Mapping[str, Any], report: Mapping[str, Any], now: datetime) -> str:
    """Return the honest line: what is certain about this phone, and what is not."""
    state = device.get("state")
    if state == "blocked":
        blocked = f"Geblokkeerd {near(device.get('blocked_at'), now)}."
        emptied = report.get("emptied_at")
        return f"{blocked} Gewist {near(str(emptied), now)}." if emptied else f"{blocked} Wissen nog niet bevestigd."
    if state == "taken_in":
        return "Het toestel verzendt eerst zijn werk en wordt dan leeggemaakt."
    if state == "emptied":
        return "Alles is ontvangen en gewist."
    if not report.get("last_contact_at"):
        return f"Gekoppeld {moment_short(device.get('enrolled_at'))}." if device.get("enrolled_at") else ""
    return "" if number_of(report.get("unsent")) == 0 else "Kan nog wijzigingen hebben."
