"""A machtiging to enter a dwelling, as the office reads it and takes it over from paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldapp.pages.moments import day_full_year
from fieldapp.texts import label


def body(said: Mapping[str, Any], machtiging_id: str, premises_id: str) -> dict[str, Any]:
    """Return what the form said as the body of the act; one dwelling at a time, each file has its own."""
    plain = ("issuer", "purpose", "night", "absence", "authorised_ids", "companions")
    return {
        **{name: said[name] for name in plain},
        "machtiging_id": machtiging_id,
        "given_on": said["given_on"].isoformat(),
        "zaak_id": (said["zaak_id"] or "").strip() or None,
        "provisions": (said["provisions"] or "").strip(),
        "dwellings": [premises_id],
    }


def rows(known: Mapping[str, Any], names: Mapping[str, str], today: date) -> list[dict[str, Any]]:
    """Return each machtiging with whether it holds today, the newest first."""
    newest = sorted(known.items(), key=lambda pair: str(pair[1]["at"]), reverse=True)
    return [_row(key, one, names, today) for key, one in newest]


def _row(key: str, one: Mapping[str, Any], names: Mapping[str, str], today: date) -> dict[str, Any]:
    until = date.fromisoformat(one["valid_until_on"])
    is_withdrawn = bool(one.get("withdrawn_at"))
    state = "Ingetrokken" if is_withdrawn else "Geldt niet meer" if today > until else "Geldt"
    return {
        "id": key,
        "state": state,
        "is_valid": state == "Geldt",
        "title": f"{label('machtiging_issuer', one['issuer'])}, {day_full_year(date.fromisoformat(one['given_on']))}",
        "facts": [
            {"label": "Geldt tot en met", "value": f"{day_full_year(until)}. Verlengen kan niet (Awbi art. 6 lid 2)."},
            {"label": "Doel", "value": label("machtiging_purpose", one["purpose"])},
            {"label": "Bepalingen", "value": one["provisions"]},
            {"label": "Zaaknummer", "value": one["zaak_id"] or "niet ingevuld"},
            {"label": "Wie naar binnen mag", "value": ", ".join(names.get(who, "onbekend") for who in one["authorised_ids"])},
            {"label": "’s Nachts (0 tot 6 uur)", "value": "ja" if one["night"] else "nee"},
            {"label": "Als de bewoner er niet is", "value": "ja" if one["absence"] else "nee"},
            {"label": "Wie mee mag", "value": ", ".join(label("capacity", who).lower() for who in one["companions"]) or "niemand"},
        ],
    }  # fmt: skip
