"""Samen bezocht: what the police of one unit may read, and what the office sees besides."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.joint_visits import DAYS_ADDRESS_SHOWN, NO_UNIT, over_since
from fieldapp.pages.moments import (
    clock,
    count,
    day_full_year,
    day_long,
    day_of,
    day_short,
    moment_short,
)
from fieldapp.texts import LABELS, label

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
WITHHELD = tuple(LABELS["withheld"].values())
"""The same four labels, whether or not anything lies behind them."""


def rows(joint_visits: Iterable[Shown], units: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the list, newest first."""
    made = [row(shown, units) for shown in joint_visits]
    return sorted(made, key=lambda one: one["sort"], reverse=True)


def row(shown: Shown, units: Mapping[str, str]) -> dict[str, Any]:
    joint = shown["fields"]
    started = joint.get("started_at") or ""
    return {
        "id": shown["id"],
        "sort": started,
        "day": day_short(day_of(started)) if started else "",
        "times": times_words(joint),
        "address": joint.get("premises_text"),
        "kind": kind_words(joint),
        "ground": label("joint_ground", joint.get("ground")),
        "shared": shared_words(joint),
        "unit": unit_words(joint, units),
        "needs_unit": joint.get("unit_id") == NO_UNIT,
        "is_open": joint.get("state") != "closed",
        "requests": sum(one.get("answer") is None for one in (joint.get("requests") or {}).values()),
    }


LAPSED = "Dit bezoek had niet moeten beginnen en is vervallen. Het telt niet mee."


def times_words(joint: Fields) -> str:
    if joint.get("voided_at"):
        return f"{clock(joint.get('started_at'))}, vervallen"
    unknown = "einde niet vastgelegd" if joint.get("state") == "closed" else "nog bezig"
    end = f"–{clock(joint['ended_at'])}" if joint.get("ended_at") else f", {unknown}"
    return f"{clock(joint.get('started_at'))}{end}"


def kind_words(joint: Fields) -> str:
    return label("premises_type", joint.get("premises_type")).lower()


def unit_words(joint: Fields, units: Mapping[str, str]) -> str:
    unit = joint.get("unit_id", NO_UNIT)
    return "Eenheid nog niet bekend" if unit == NO_UNIT else units.get(unit, "Politie")


def shared_words(joint: Fields) -> str:
    """Return what was shared on the spot; nothing is a word too."""
    spot = joint.get("shared_on_the_spot") or {}
    category = spot.get("category")
    if not spot or spot.get("direction") == "geen" or category in (None, "niets"):
        return "Niets"
    return label("share_category", category)


def detail(shown: Shown, units: Mapping[str, str]) -> dict[str, Any]:
    """Return one joint visit as the rows that both sides read, and what was shared, noted and asked."""
    joint = shown["fields"]
    started = joint.get("started_at") or ""
    return {
        **row(shown, units),
        "lapsed": LAPSED if joint.get("voided_at") else "",
        "title": joint.get("premises_text"),
        "line": f"{day_full_year(day_of(started))}, {times_words(joint)}" if started else "",
        "rows": [{"label": name, "value": value} for name, value in fact_rows(joint, units) if value],
        "entries": [entry_words(one) for one in (joint.get("entries") or {}).values()],
        "shared_items": [shared_row(one) for one in in_time(joint.get("shared"))],
        "notes": [{"text": one["text"], "at": moment_short(one["at"])} for one in in_time(joint.get("partner_notes"))],
        "asked": [request_row(key, one) for key, one in in_time_with_key(joint.get("requests"))],
    }


def fact_rows(joint: Fields, units: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        ("Politie", f"{unit_words(joint, units)}, {count(joint.get('officers_count') or 0, 'agent', 'agenten')}"),
        ("Gemeente", count(joint.get("inspectors_count") or 1, "toezichthouder", "toezichthouders")),
        ("Soort pand", label("premises_type", joint.get("premises_type"))),
        ("Reden", label("joint_ground", joint.get("ground"))),
        ("Doel gemeente", label("joint_purpose", joint.get("purpose_municipality"))),
        ("Doel politie", label("joint_purpose", joint.get("purpose_police"))),
        ("Ter plekke gedeeld", shared_on_spot(joint)),
        ("Strafbaar feit overgedragen", handed_over_words(joint)),
    ]


def shared_on_spot(joint: Fields) -> str:
    words = shared_words(joint)
    direction = (joint.get("shared_on_the_spot") or {}).get("direction")
    if words == "Niets" or direction is None:
        return words
    return f"{words} ({label('share_direction', direction).lower()})"


def handed_over_words(joint: Fields) -> str:
    handed = joint.get("handed_over")
    if handed is None:
        return ""
    return f"Ja, {clock(handed['at'])}" if handed["yes"] and handed.get("at") else "Ja" if handed["yes"] else "Nee"


def entry_words(entry: Fields) -> str:
    """Return who went in when: capacity and number, never a name."""
    who = f"{entry['count']} {label('capacity', entry['capacity']).lower()}"
    until = f"–{clock(entry['left_at'])}" if entry.get("left_at") else ""
    when = f", {clock(entry['entered_at'])}{until}" if entry.get("entered_at") else ""
    basis = f", {label('entry_basis', entry['basis']).lower()}" if entry.get("basis") else ""
    return who + when + basis


def in_time(items: Mapping[str, Fields] | None) -> list[Fields]:
    return [one for _, one in in_time_with_key(items)]


def in_time_with_key(items: Mapping[str, Fields] | None) -> list[tuple[str, Fields]]:
    return sorted((items or {}).items(), key=lambda pair: (pair[1].get("at", ""), pair[0]))


def shared_row(item: Fields) -> dict[str, str]:
    return {
        "what": label("shared_what", item["what"]),
        "text": item["text"],
        "purpose": item["purpose"],
        "ground": item["ground"],
        "at": moment_short(item["at"]),
    }


def request_row(key: str, one: Fields) -> dict[str, Any]:
    return {
        "id": key,
        "ground": one["ground"],
        "text": one["text"],
        "at": moment_short(one["at"]),
        "answer": one.get("answer"),
        "answered": moment_short(one.get("answered_at")),
    }


def address_line(joint: Fields, today: date) -> str:
    """Return until when the unit sees the address, or nothing while the visit is not closed."""
    ended_on = over_since(joint)
    if ended_on is None:
        return ""
    is_unread = joint.get("voided_at") or joint.get("left_unit_on")
    left = -1 if is_unread else DAYS_ADDRESS_SHOWN - (today - date.fromisoformat(ended_on)).days
    if left < 0:
        return "De politie ziet het adres niet meer."
    return f"De politie ziet het adres nog {count(left, 'dag', 'dagen')}."


def ended_line(joint: Fields, names: Mapping[str, str]) -> str:
    """Return that a team lead closed it, why and when; nothing for one that who was there closed."""
    ended = joint.get("ended")
    if not ended:
        return ""
    who = names.get(ended["by"], "een teamleider")
    said = [f"{who} sloot dit bezoek af, {moment_short(ended['at'])}.", f"{label('ended_reason', ended['reason'])}."]
    return " ".join([*said, ended["text"] or ""]).strip()


def look_line(looks: Iterable[Mapping[str, Any]]) -> str:
    """Return "Vastgelegd: u opende dit bezoek op za 21 nov, 09:12 (nr. 4821)" of the newest opening."""
    look = next((one for one in looks if (one["detail"] or {}).get("how") == "read"), None)
    if look is None:
        return ""
    return f"Vastgelegd: u opende dit bezoek op {moment_short(look['at'])} (nr. {look['position']})"


def list_line(unit: str, number: int) -> str:
    return f"{unit} · {count(number, 'bezoek', 'bezoeken')} in de afgelopen 12 maanden"


def covenant_line(until: str | None) -> str:
    return f"Uw toegang loopt tot en met {day_long(date.fromisoformat(until))}." if until else ""
