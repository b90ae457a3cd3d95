"""What an inspector does on a round, as operations of an API phone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.rig.api_phone import ApiPhone, Row, uuid7

CHECKLIST = "chk-lp@1"
ITEMS = ["vergunning_getoond", "beheerder_aanwezig", "brandblussers_gekeurd", "nooduitgang_vrij", "hygiene_in_orde"]


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def licensed_premises(phone: ApiPhone) -> list[dict[str, Any]]:
    """Return the licensed premises that this phone may read, from a pull."""
    shown = phone.pull(phone.token())["documents"]
    return [document for document in shown if document["kind"] == "premises" and not document["fields"]["is_dwelling"]]


def open_visit(phone: ApiPhone, premises: dict[str, Any]) -> str:
    """Record the start of a routine visit; returns its id."""
    visit, person = uuid7(), phone.enrolled["person"]
    opening = {
        "premises_id": premises["id"],
        "team_id": person["team_ids"][0],
        "visit_kind": "licensed_premises",
        "reason": "routine",
        "leader_id": person["id"],
        "co_visitor_ids": [],
        "checklist": CHECKLIST,
        "opened_at": now(),
    }
    phone.record("visit.open", visit, opening)
    return visit


def answer(phone: ApiPhone, visit: str, item: str, value: str) -> Row:
    return phone.record("visit.answer", visit, {f"answers.{item}": {"value": value}})


def legitimate(phone: ApiPhone, visit: str) -> Row:
    return phone.record("visit.note", visit, {"legitimation": {"value": "leidinggevende", "at": now()}})


def close(phone: ApiPhone, visit: str, outcome: str = "afgerond") -> Row:
    return phone.record("visit.close", visit, {"outcome": outcome, "statement": True, "made_at": now()})
