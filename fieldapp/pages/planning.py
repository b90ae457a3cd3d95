"""Planning: which addresses ask for a visit and why, and the lists of one day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from fieldapp.domain.sanctions import look_from
from fieldapp.domain.visit_endings import NOBODY_LOOKED, is_voided
from fieldapp.pages.dossier import current_permit
from fieldapp.pages.moments import count, day_short, day_without_year, near
from fieldapp.texts import label

Fields = Mapping[str, Any]
Shown = Mapping[str, Any]
SOON = timedelta(days=14)
ROUTINE_MONTHS = 6
"""House rule: licensed premises that nobody visited for this long are proposed for a routine visit."""
FAMILIAR = 2
"""Visits in a row by the same pair after which the next is advised against: a choice of the municipality."""
RANK = ("danger", "active", "warning", "neutral")
HEAD_ROWS = 2
"""The head of a list is about as high as so many of its stops."""
ACTS = (("omhoog", "Omhoog"), ("omlaag", "Omlaag"), ("weg", "Haal van de lijst"))


def candidates(premises: Iterable[Shown], planned: set[str], today: date) -> list[dict[str, Any]]:
    """Return the addresses that ask for a visit, the most urgent first; those on a list of the day stay out."""
    found = [row for shown in premises if shown["id"] not in planned and (row := candidate(shown, today))]
    return sorted(found, key=lambda row: (RANK.index(row["tone"]), row["sort"], row["address"]))


def candidate(shown: Shown, today: date) -> dict[str, Any] | None:
    """Return one address with the first reason that holds, or None when nothing asks for a visit now."""
    premises = shown["fields"]
    last = last_visit(premises)
    why = (
        recheck(premises, last_look(premises), today)
        or melding(premises, last)
        or never(premises, last)
        or routine(premises, last, today)
    )
    if why is None:
        return None
    return {
        "id": shown["id"],
        "address": premises["address"]["text"],
        "kind": kind_words(premises),
        "is_dwelling": bool(premises.get("is_dwelling")),
        "is_urgent": why["tone"] in ("danger", "active"),
        **why,
    }


def kind_words(premises: Fields) -> str:
    if premises.get("is_dwelling"):
        return "woning"
    if (current_permit(premises) or {}).get("status") == "verleend":
        return "vergund"
    return label("premises_type", premises.get("premises_type", "")).lower()


def last_visit(premises: Fields) -> date | None:
    days = [date.fromisoformat(one["on"]) for one in (premises.get("visits") or {}).values()]
    return max(days, default=None)


def last_look(premises: Fields) -> date | None:
    """Return the day of the newest visit on which somebody could look."""
    seen = [one for one in (premises.get("visits") or {}).values() if one.get("outcome") not in NOBODY_LOOKED]
    return max((date.fromisoformat(one["on"]) for one in seen), default=None)


def recheck(premises: Fields, last: date | None, today: date) -> dict[str, str] | None:
    """Return the re-check that a measure asks from a day on, unless someone looked since."""
    days = [
        date.fromisoformat(day) for one in (premises.get("open_measures") or {}).values() if (day := look_from(one))
    ]
    waiting = [day for day in days if last is None or last < day]
    if not waiting or min(waiting) > today + SOON:
        return None
    first = min(waiting)
    late = (today - first).days
    words = f"Hercontrole vanaf {day_short(first)}"
    if late >= 0:
        words = f"Hercontrole {count(late, 'dag', 'dagen')} te laat" if late else "Hercontrole vandaag"
    tone, icon = ("danger" if late > 0 else "warning"), "calendar-due"
    return {"why": words, "tone": tone, "icon": icon, "reason": "hercontrole", "sort": first.isoformat()}


def melding(premises: Fields, last: date | None) -> dict[str, str] | None:
    days = [date.fromisoformat(one["on"]) for one in (premises.get("meldingen") or {}).values()]
    newest = max(days, default=None)
    if newest is None or (last is not None and last >= newest):
        return None
    words = f"Melding van {newest.day} {day_short(newest).split()[-1]}"
    return {"why": words, "tone": "active", "icon": "message-2", "reason": "melding", "sort": newest.isoformat()}


def never(premises: Fields, last: date | None) -> dict[str, str] | None:
    if last is not None or premises.get("is_dwelling"):
        return None
    return {"why": "Nog nooit bezocht", "tone": "neutral", "icon": "clock", "reason": "eerste_controle", "sort": ""}


def routine(premises: Fields, last: date | None, today: date) -> dict[str, str] | None:
    if last is None or premises.get("is_dwelling"):
        return None
    months = (today.year - last.year) * 12 + today.month - last.month - (today.day < last.day)
    if months < ROUTINE_MONTHS:
        return None
    words = f"{count(months, 'maand', 'maanden')} geleden"
    return {"why": words, "tone": "neutral", "icon": "clock", "reason": "routine", "sort": last.isoformat()}


def lists(
    day_lists: Iterable[Shown],
    premises: Mapping[str, Shown],
    visits: Mapping[str, Sequence[Shown]],
    names: Mapping[str, str],
    receipts: Mapping[str, str],
    now: datetime,
) -> list[dict[str, Any]]:
    """Return the lists of a day. `visits`: premises id -> its visits, newest first; `receipts`: person id -> pulled_at."""
    of_day = list(day_lists)
    made = [one_list(shown, premises, visits, names, receipts, now) for shown in of_day]
    for one, shown in zip(made, of_day, strict=True):
        one["warnings"] += twice(shown, of_day, names)
    return sorted(made, key=lambda one: str(one["title"]))


def stacks(of_day: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    """Return the lists in at most two columns, in order and about as long as each other.

    In rows, a short list beside a long one leaves a gap as high as the difference.
    """

    def height(column: Sequence[Mapping[str, Any]]) -> int:
        return sum(HEAD_ROWS + len(one["stops"]) + len(one["warnings"]) for one in column)

    cuts = range(len(of_day) + 1)
    at = min(cuts, key=lambda cut: max(height(of_day[:cut]), height(of_day[cut:])))
    return [column for column in (of_day[:at], of_day[at:]) if column]


def one_list(
    shown: Shown,
    premises: Mapping[str, Shown],
    visits: Mapping[str, Sequence[Shown]],
    names: Mapping[str, str],
    receipts: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    fields = shown["fields"]
    stops = in_order(fields)
    pair = fields["person_ids"]
    return {
        "id": shown["id"],
        "base": shown["version"],
        "title": pair_words(fields, names),
        "line": count(len(stops), "adres", "adressen"),
        "is_sent": fields["state"] == "verstuurd",
        "receipts": receipt_rows(fields, names, receipts, now),
        "stops": [stop_row(key, stop, place, premises) for place, (key, stop) in enumerate(stops, start=1)],
        "warnings": warnings(stops, pair, visits),
    }


def pair_words(day_list: Fields, names: Mapping[str, str]) -> str:
    """Return of whom a list is."""
    return " en ".join(names.get(person, "onbekend") for person in day_list["person_ids"])


def in_order(day_list: Fields) -> list[tuple[str, Fields]]:
    return sorted((day_list.get("stops") or {}).items(), key=lambda pair: (pair[1]["order"], pair[0]))


def waiting_measure(premises: Shown | None) -> str:
    """Return the measure that must be looked at first: a re-check is about that one; empty without any."""
    known = (premises["fields"].get("open_measures") or {}) if premises else {}
    days = [(day, key) for key, one in known.items() if (day := look_from(one))]
    return min(days)[1] if days else ""


def stop_row(key: str, stop: Fields, place: int, premises: Mapping[str, Shown]) -> dict[str, Any]:
    shown = premises.get(stop["premises_id"])
    fields = shown["fields"] if shown else {}
    words = [kind_words(fields)] if fields else []
    if stop.get("appointment"):
        words.insert(0, stop["appointment"])
    words.append(label("visit_reason", stop["reason"]).lower())
    return {
        "id": key,
        "place": place,
        "premises_id": stop["premises_id"],
        "address": stop["address_text"],
        "line": " · ".join(words),
        "measure_id": waiting_measure(premises.get(stop["premises_id"])),
        "needs_consent": bool(fields.get("is_dwelling")),
        "has_appointment": bool(stop.get("appointment")),
    }


def receipt_rows(
    day_list: Fields, names: Mapping[str, str], receipts: Mapping[str, str], now: datetime
) -> list[dict[str, str]]:
    """Return per person whether the phone has the list; received means pulled after it was sent, nothing less."""
    if day_list["state"] != "verstuurd":
        return [{"words": "Nog niet verstuurd", "tone": "neutral", "icon": "send"}]
    return [
        receipt(names.get(person, ""), receipts.get(person), day_list["sent_at"], now)
        for person in day_list["person_ids"]
    ]


def receipt(name: str, pulled_at: str | None, sent_at: str, now: datetime) -> dict[str, str]:
    if pulled_at and datetime.fromisoformat(pulled_at) >= datetime.fromisoformat(sent_at):
        return {"words": f"{name}: ontvangen {near(pulled_at, now)}", "tone": "safe", "icon": "cloud-check"}
    return {"words": f"{name}: nog niet opgehaald", "tone": "warning", "icon": "device-mobile"}


def warnings(
    stops: Iterable[tuple[str, Fields]], pair: Sequence[str], visits: Mapping[str, Sequence[Shown]]
) -> list[dict[str, str]]:
    """Return in one warning where the same two would go again for the third time in a row."""
    there = [stop["address_text"] for _, stop in stops if is_familiar(visits.get(stop["premises_id"], ()), set(pair))]
    if not there:
        return []
    places = " en ".join(filter(None, [", ".join(there[:-1]), there[-1]]))
    return [{"title": f"Derde keer hetzelfde team bij {places}.", "text": "Kies als het kan een ander team."}]


def twice(shown: Shown, of_day: Iterable[Shown], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Return a warning for each of the pair who is on another list of this day too, on which there is something."""
    others = [one for one in of_day if one["id"] != shown["id"] and one["fields"].get("stops")]
    return [
        {
            "title": f"{names.get(person, '')} staat op meer dan één lijst.",
            "text": "De telefoon laat er één tegelijk zien: de volgende komt als de eerste klaar is.",
        }
        for person in shown["fields"]["person_ids"]
        if any(person in other["fields"]["person_ids"] for other in others)
    ]


def is_familiar(visits: Sequence[Shown], pair: set[str]) -> bool:
    newest = [visit for visit in visits if not is_voided(visit["fields"])][:FAMILIAR]
    return len(newest) == FAMILIAR and all(people_of(visit["fields"]) == pair for visit in newest)


def people_of(visit: Fields) -> set[str]:
    return {visit.get("leader_id", ""), *(visit.get("co_visitor_ids") or ())}


def moved(day_list: Fields, stop_id: str, act: str, place: int | None = None) -> dict[str, Any]:
    """Return the body that moves a stop up, down or to a place (from 1), or takes it off; empty when nothing moves."""
    stops = in_order(day_list)
    ids = [key for key, _ in stops]
    if stop_id not in ids:
        return {}
    if act == "weg":
        return {f"stops.{stop_id}": None}
    here = ids.index(stop_id)
    there = {"omhoog": here - 1, "omlaag": here + 1}.get(act, (place or 0) - 1)
    if not 0 <= there < len(ids):
        return {}
    ids.insert(there, ids.pop(here))
    known = dict(stops)
    return {
        f"stops.{key}": {**known[key], "order": order}
        for order, key in enumerate(ids, start=1)
        if known[key]["order"] != order
    }


def new_stop(
    day_list: Fields, premises: Shown, visit_id: str, reason: str, appointment: str | None, person: str
) -> dict[str, Any]:
    """Return a stop at the end of the list."""
    last = max((stop["order"] for _, stop in in_order(day_list)), default=0)
    return {
        "premises_id": premises["id"],
        "address_text": premises["fields"]["address"]["text"],
        "visit_id": visit_id,
        "order": last + 1,
        "reason": reason,
        "appointment": appointment or None,
        "added_by": person,
    }


def head_line(on: date, today: date) -> str:
    words = day_without_year(on)
    return f"vandaag, {words}" if on == today else words


def newest_first(visits: Iterable[Shown]) -> list[Shown]:
    return sorted(visits, key=lambda shown: str(shown["fields"].get("opened_at") or ""), reverse=True)
