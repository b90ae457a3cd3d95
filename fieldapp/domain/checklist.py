"""Item types, and whether an answer or finding fits its item.

Privacy is decided here: an item of class N (count only) or B (yes or no only) takes no text and no
photo, on the phone (`static/app/domain/checklist.js`, same vectors) and again on the server.
Source of the classes: AVG art. 5 and 9, UAVG art. 22; see docs/domain.md.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from fieldapp.domain.errors import Refused
from fieldapp.domain.moments import check_days
from fieldapp.domain.policy import Checklist, Item

Answers = Mapping[str, Mapping[str, Any]]

NOT_CHECKED = "niet_gecontroleerd"
LONGEST_TEXT_CHARACTERS = 2000
MOST_CHIPS = 20

_ALWAYS_ALLOWED = frozenset({"niet_van_toepassing", NOT_CHECKED})
_JUDGEMENTS = frozenset({"in_orde", "niet_in_orde"})
_YES_NO = frozenset({"ja", "nee"})
_ANSWER_KEYS = frozenset({"value", "number", "text", "filled_together", "seen_before_withdrawal"})
_FINDING_KEYS = frozenset({"item", "chips", "text", "not_a_name", "number"})


def check_answer(checklist: Checklist, item_id: str, answer: Mapping[str, Any]) -> None:
    """Return when this answer may be stored under this item.

    Refused: `visit.unknown_item`, `visit.item_switched_off`, `visit.item_recorded_elsewhere`,
    `visit.item_takes_no_text`, `visit.number_does_not_fit`, `visit.answer_does_not_fit`.
    """
    item = _item(checklist, item_id)
    if item["recorded_in"] is not None:
        raise Refused("visit.item_recorded_elsewhere")
    _check_text(item, answer.get("text"))
    _check_number(item, answer.get("number"))
    if not _value_fits(item, answer) or not _marks_fit(item, answer) or set(answer) - _ANSWER_KEYS:
        raise Refused("visit.answer_does_not_fit")


def check_finding(checklist: Checklist, finding: Mapping[str, Any]) -> None:
    """Return when this finding may be stored; a photo and the answer itself are checked elsewhere.

    Refused: as `check_answer`, and `visit.item_has_no_finding`, `visit.unknown_chip`.
    """
    item = _item(checklist, str(finding.get("item")))
    if item["answer"] != "oordeel":
        raise Refused("visit.item_has_no_finding")
    _check_text(item, finding.get("text"))
    _check_number(item, finding.get("number"))
    chips = finding.get("chips", [])
    known = {chip["id"] for chip in item["chips"]}
    if (
        not isinstance(chips, list)
        or len(chips) > MOST_CHIPS
        or any(not isinstance(chip, str) or chip not in known for chip in chips)
    ):
        raise Refused("visit.unknown_chip")
    if not _is_mark(finding.get("not_a_name")) or len(set(chips)) != len(chips) or set(finding) - _FINDING_KEYS:
        raise Refused("visit.answer_does_not_fit")


def may_photograph(photos: str, item: Item, visit_kind: str, is_dwelling: bool) -> bool:
    """Return whether this municipality lets a photo be made of this item at this place.

    `photos`: `geen`, `vergunde_panden` (licensed premises, never a dwelling) or `alle_panden`.
    """
    if photos == "geen" or not item["allows_photo"]:
        return False
    return photos == "alle_panden" or (visit_kind == "licensed_premises" and not is_dwelling)


def asked_items(
    checklist: Checklist,
    premises: Mapping[str, Any] | None = None,
    *,
    on: date | None = None,
    switches: Mapping[str, Any] | None = None,
    more: Collection[str] = (),
) -> list[Item]:
    """Return the items of this visit in the order of the list.

    Always-asked ones, those that a permit condition or a switch of the municipality brings, re-checks,
    and those chosen under *Meer punten* (`more`). An item recorded elsewhere is only in the part with
    numbers, where it is drawn but never answered. Without `premises` only what is always asked.
    """
    numbers = {part["id"] for part in checklist["parts"] if part["numbers"]}
    return [
        item
        for item in checklist["items"]
        if item["enabled"]
        and (item["recorded_in"] is None or item["part"] in numbers)
        and (_is_asked(item, premises, on, switches or {}) or item["id"] in more)
    ]


def open_items(
    checklist: Checklist,
    answers: Answers,
    premises: Mapping[str, Any] | None = None,
    *,
    on: date | None = None,
    switches: Mapping[str, Any] | None = None,
    more: Collection[str] = (),
) -> list[Item]:
    """Return the asked items without an answer; the part with numbers is never open, it may stay empty."""
    numbers = {part["id"] for part in checklist["parts"] if part["numbers"]}
    asked = asked_items(checklist, premises, on=on, switches=switches, more=more)
    return [item for item in asked if item["part"] not in numbers and not _is_answered(answers.get(item["id"]))]


def unchecked_items(checklist: Checklist, answers: Answers) -> list[str]:
    """Return the ids that are recorded as `niet_gecontroleerd` when the visit closes."""
    return [
        item["id"]
        for item in checklist["items"]
        if item["enabled"] and item["recorded_in"] is None and not _is_answered(answers.get(item["id"]))
    ]


def find_item(checklist: Checklist, item_id: str) -> Item | None:
    """Return the item with this id, or None."""
    return next((item for item in checklist["items"] if item["id"] == item_id), None)


def _item(checklist: Checklist, item_id: str) -> Item:
    item = find_item(checklist, item_id)
    if item is None:
        raise Refused("visit.unknown_item")
    if not item["enabled"]:
        raise Refused("visit.item_switched_off")
    return item


def _check_text(item: Item, text: object) -> None:
    if text is None:
        return
    if not item["allows_text"]:
        raise Refused("visit.item_takes_no_text")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT_CHARACTERS:
        raise Refused("visit.answer_does_not_fit")


def _check_number(item: Item, number: object) -> None:
    if number is None:
        return
    if item["number"] is None or not isinstance(number, int) or isinstance(number, bool):
        raise Refused("visit.number_does_not_fit")
    if not 0 <= number <= item["number"]["max"]:
        raise Refused("visit.number_does_not_fit")


def _value_fits(item: Item, answer: Mapping[str, Any]) -> bool:
    value = answer.get("value")
    if item["answer"] == "aantal":
        return value == NOT_CHECKED if value is not None else answer.get("number") is not None
    if not isinstance(value, str):
        return False
    if value in _ALWAYS_ALLOWED:
        return True
    if item["answer"] == "datum":
        return _is_day(value)
    allowed = {
        "oordeel": _JUDGEMENTS,
        "ja_nee": _YES_NO,
        "keuze": frozenset(choice["id"] for choice in item["choices"]),
    }
    return value in allowed[item["answer"]]


def _marks_fit(item: Item, answer: Mapping[str, Any]) -> bool:
    together = answer.get("filled_together")
    if not _is_mark(together) or not _is_mark(answer.get("seen_before_withdrawal")):
        return False
    return not together or (answer.get("value") == "in_orde" and item["severity"] != "acuut")


def _is_mark(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _is_answered(answer: Mapping[str, Any] | None) -> bool:
    return answer is not None and (answer.get("value") is not None or answer.get("number") is not None)


def _is_asked(item: Item, premises: Mapping[str, Any] | None, on: date | None, switches: Mapping[str, Any]) -> bool:
    if item["asked"] == "altijd" or premises is None:
        return item["asked"] == "altijd"
    if any(item["id"] in (measure.get("items") or ()) for measure in _open_measures(premises)):
        return True
    when = item["when"]
    return item["asked"] == "voorwaarde" and when is not None and _holds(when, premises, on, switches)


def _holds(when: Mapping[str, Any], premises: Mapping[str, Any], on: date | None, switches: Mapping[str, Any]) -> bool:
    """One condition of an item: a switch, words in a permit condition, or a permit that does not hold today."""
    if "switch" in when:
        return bool(switches.get(when["switch"]))
    permits = list((premises.get("vergunningen") or {}).values())
    if "voorschrift" in when:
        said = " ".join(text for permit in permits for text in permit.get("voorschriften") or []).lower()
        return any(word in said for word in when["voorschrift"])
    return not any(permit_holds(permit, on) for permit in permits)


def permit_holds(permit: Mapping[str, Any], on: date | None) -> bool:
    """Return whether a permit is granted and, when a day is given, runs on that day."""
    if permit.get("status") != "verleend":
        return False
    if on is None:
        return True
    start, end = permit.get("valid_from_on"), permit.get("valid_until_on")
    return (not start or start <= on.isoformat()) and (not end or on.isoformat() <= end)


def _open_measures(premises: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    return iter(((premises or {}).get("open_measures") or {}).values())


def _is_day(value: str) -> bool:
    """Tell whether it is a day between 1990 and 2100, as everywhere."""
    try:
        check_days(value)
    except Refused:
        return False
    return True
