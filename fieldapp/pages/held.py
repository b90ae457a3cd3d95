"""Wacht op kantoor: what was recorded and could not be applied, who made it, and why it waits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fieldapp.pages.amounts import capital
from fieldapp.pages.moments import near
from fieldapp.pages.said import body_rows
from fieldapp.texts import label, reason

Line = Mapping[str, Any]
PERSONAL_DATA = "text.personal_data"
NOT_OVERRIDDEN = frozenset({PERSONAL_DATA, "unopenable", "bad_sig", "shape", "unknown_kind"})
"""What the office cannot take in by its own word: it may not be kept, or nobody knows what it says."""


def row(line: Line, names: Mapping[str, str], addresses: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return one line of the list: what, who, why, since when."""
    return {
        "id": line["operation_id"],
        "title": capital(label("operation", line["kind"])) if line.get("kind") else "Onleesbare wijziging",
        "where": addresses.get(line.get("document") or "", ""),
        "who": line.get("by_name") or names.get(line.get("by") or "", "") or "Onbekend",
        "why": why_words(line),
        "made": near(line.get("made_at") or None, now),
        "received": near(line["received_at"], now),
        "may_decide": bool(line.get("may_decide")),
    }


LATE = {
    "visit.close": "Dit is de afronding door wie er was",
    "visit.take_over": "Dit is een collega die de controle overneemt",
    "visit.void": "Dit laat de controle vervallen",
}
AFTER_CLOSING = ": de controle was al afgerond toen dit binnenkwam."


def why_words(line: Line) -> str:
    if line.get("code") == "visit.closed":
        return LATE.get(str(line.get("kind")), "Dit is een aanvulling van de collega") + AFTER_CLOSING
    return reason(line.get("code"))


def detail(
    line: Line,
    items: Mapping[str, Mapping[str, Any]],
    names: Mapping[str, str],
    addresses: Mapping[str, str],
    now: datetime,
) -> dict[str, Any]:
    """Return one held operation with what it says, when the reader may see that, and what can be done."""
    body, decides = line.get("body"), bool(line.get("may_decide"))
    return {
        **row(line, names, addresses, now),
        "content": body_rows(body, items, names) if body is not None else None,
        "may_retry": decides,
        "may_override": decides and line.get("code") not in NOT_OVERRIDDEN,
        "may_erase": decides and line.get("code") == PERSONAL_DATA,
    }
