"""Which measures run at a premises now: by the measures themselves, not by what the file was told of them.

The file of an address holds its open measures in short, which the worker keeps. Between a besluit and the turn of the
worker it may lag behind, so a rule that must not (Awb art. 5:6) looks at the measures in its own transaction.
"""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.course.states import ENDS
from fieldapp.domain.documents import Context
from fieldapp.domain.moments import day_of, days_later

Fields = Mapping[str, Any]
ASKS_TO_COMPLY = frozenset({"waarschuwing", "last_onder_dwangsom", "last_onder_bestuursdwang"})


def premises_of(measure: Fields, body: Fields) -> list[str]:
    """Return at which premises a rule on this measure looks for others."""
    return [str({**body, **measure}["premises_id"])]


def file_now(premises: dict[str, Any], context: Context) -> dict[str, Any]:
    """Return the file with its open measures as they are in this transaction."""
    measures = context.found.get("measures", {})
    known = {key: one for key, one in premises.get("open_measures", {}).items() if key not in measures}
    running = {
        key: {**_before(premises, key), **in_short(one)} for key, one in measures.items() if one["state"] not in ENDS
    }
    return {**premises, "open_measures": {**known, **running}}


def _before(premises: Fields, measure_id: str) -> dict[str, Any]:
    return dict(
        premises.get("open_measures", {}).get(measure_id) or {"term_ends_on": None, "items": [], "hercontrole_on": None}
    )


def in_short(measure: Fields) -> dict[str, Any]:
    """Return what decides whether another sanction for the same breach may be imposed."""
    operator = measure["addressee"]["operator"]
    return {
        "measure_type": measure["measure_type"],
        "rule_key": measure["rule_key"],
        "state": measure["state"],
        "amount_eur_cents": measure.get("amount_eur_cents"),
        "max_eur_cents": measure.get("max_eur_cents"),
        "operator": (operator["kvk_nummer"] or operator["name"]) if operator else None,
        "imposed_on": imposed_on(measure),
    }


def look_from(one: Fields) -> str | None:
    """Return from which day somebody should look at a measure in short, for the first time or again.

    None: it does not bind yet, nobody needs to look again, or it asks it no more (suspended, lifted, worked out). One
    that was noted from elsewhere says nothing of a hercontrole: it is to come.
    """
    if not one.get("imposed_on") or one.get("measure_type") not in ASKS_TO_COMPLY:
        return None
    return one["hercontrole_on"] if "hercontrole_on" in one else _day_after_term(one)


def comply_until(one: Fields) -> str | None:
    """Return the last day to comply with a measure in short, while the first hercontrole after it is still to come."""
    day = _day_after_term(one)
    return one["term_ends_on"] if day is not None and look_from(one) == day else None


def _day_after_term(one: Fields) -> str | None:
    return days_later(one["term_ends_on"], 1) if one.get("term_ends_on") else None


def imposed_on(measure: Fields) -> str | None:
    """Return since when it binds: from its bekendmaking, or from the day it was applied at once (Awb art. 3:40, 5:31)."""
    if "bekendmaking" in measure:
        return str(measure["bekendmaking"]["on"])
    return day_of(measure["at_once"]["at"]) if "at_once" in measure else None
