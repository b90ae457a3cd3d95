"""How a visit ended otherwise than by a closing of who was there, and who led it, in words."""

from collections.abc import Mapping
from typing import Any

from fieldapp.domain.visit_endings import BROKEN_OFF, VOIDED
from fieldapp.pages.moments import moment_short
from fieldapp.texts import label

Fields = Mapping[str, Any]
NEEDS_LEAD = "De teamleider sloot deze controle af. Wie er was, heeft niet ondertekend."
CLOSED_AFTER_ALL = "Eerst beëindigd, daarna alsnog afgerond door wie er was."
NOT_COUNTED = "Deze controle is vervallen en telt niet mee."


def lines(visit: Fields, names: Mapping[str, str]) -> list[str]:
    """Return what there is to say of it, oldest first; nothing for a visit that ended as visits do."""
    handed = sorted((visit.get("handovers") or {}).items(), key=lambda pair: int(pair[0]))
    told = [_handover(one, names) for _, one in handed]
    return told + ([_ending(visit, names)] if visit.get("ended") else [])


def _handover(one: Fields, names: Mapping[str, str]) -> str:
    who, before = names.get(one["to_id"], "een collega"), names.get(one["from_id"], "een collega")
    return f"{who} nam over van {before}, {moment_short(one['at'])}. {label('handover_reason', one['reason'])}."


def _ending(visit: Fields, names: Mapping[str, str]) -> str:
    ended = visit["ended"]
    start = {VOIDED: NOT_COUNTED, BROKEN_OFF: NEEDS_LEAD}.get(visit["outcome"], CLOSED_AFTER_ALL)
    who = names.get(ended["by"], "een collega")
    said = [
        start,
        f"{label('ended_reason', ended['reason'])}.",
        ended.get("text") or "",
        f"{who}, {moment_short(ended['at'])}.",
    ]
    return " ".join(part for part in said if part)
