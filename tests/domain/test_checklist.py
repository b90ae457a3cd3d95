"""Answers and findings fit their item, and class N and B never take text or photo."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import checklist as rules
from fieldapp.domain.errors import Refused
from fieldapp.policy import load_policy

POLICY = load_policy()
LISTS = POLICY.checklists
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "checklist.json").read_text(encoding="utf-8"))
ITEMS = [(name, item) for name, one in LISTS.items() for item in one["items"]]


def _reason(check: Any, *given: Any) -> str | None:
    try:
        check(*given)
    except Refused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize("case", VECTORS["answers"], ids=lambda case: case["why"])
def test_an_answer_fits_its_item_or_is_refused(case: dict[str, Any]) -> None:
    assert _reason(rules.check_answer, LISTS[case["checklist"]], case["item"], case["answer"]) == case["reason"]


@pytest.mark.parametrize("case", VECTORS["findings"], ids=lambda case: case["why"])
def test_a_finding_fits_its_item_or_is_refused(case: dict[str, Any]) -> None:
    assert _reason(rules.check_finding, LISTS[case["checklist"]], case["finding"]) == case["reason"]


@pytest.mark.parametrize("case", VECTORS["may_photograph"], ids=lambda case: case["why"])
def test_the_municipality_says_where_photos_are_made(case: dict[str, Any]) -> None:
    item = rules.find_item(LISTS[case["checklist"]], case["item"])
    assert item is not None
    assert rules.may_photograph(case["photos"], item, case["visit_kind"], case["is_dwelling"]) is case["may"]


@pytest.mark.parametrize("case", VECTORS["asked"], ids=lambda case: case["why"])
def test_a_visit_asks_what_belongs_to_it(case: dict[str, Any]) -> None:
    asked = rules.asked_items(
        LISTS[case["checklist"]],
        case["premises"],
        on=date.fromisoformat(case["on"]),
        switches=case.get("switches"),
        more=case.get("more", ()),
    )
    assert [item["id"] for item in asked] == case["asked"]


@pytest.mark.parametrize("case", VECTORS["rest"], ids=lambda case: case["why"])
def test_what_is_open_is_asked_and_has_no_answer(case: dict[str, Any]) -> None:
    one, on = LISTS[case["checklist"]], date.fromisoformat(case["on"])
    assert [item["id"] for item in rules.open_items(one, case["answers"], case["premises"], on=on)] == case["open"]


@pytest.mark.parametrize(("name", "item"), ITEMS, ids=lambda value: value if isinstance(value, str) else value["id"])
def test_an_item_about_people_takes_no_text_and_no_photo(name: str, item: Any) -> None:
    if item["privacy"] == "Z":
        return
    assert not item["allows_text"]
    assert not item["allows_photo"]


@given(
    which=st.sampled_from(ITEMS),
    text=st.text(min_size=1, max_size=40),
    value=st.sampled_from(["in_orde", "niet_in_orde", "ja", "nee", None]),
    number=st.none() | st.integers(-5, 2000),
)
@pytest.mark.slow
def test_no_answer_and_no_finding_gets_text_into_an_item_about_people(
    which: Any, text: str, value: str | None, number: int | None
) -> None:
    name, item = which
    if item["privacy"] == "Z":
        return
    answer = {"value": value, "number": number, "text": text}
    assert _reason(rules.check_answer, LISTS[name], item["id"], answer) is not None
    assert _reason(rules.check_finding, LISTS[name], {"item": item["id"], "chips": [], "text": text}) is not None


def test_at_most_twelve_judgements_are_asked_each_visit() -> None:
    for name, one in LISTS.items():
        asked = [item for item in one["items"] if item["answer"] == "oordeel" and item["asked"] == "altijd"]
        assert len(asked) == 12 if name in ("chk-lp@1", "chk-es@1") else len(asked) <= 12, name


def test_a_licensed_premises_has_three_parts_of_four_and_a_part_with_numbers() -> None:
    one = LISTS["chk-lp@1"]
    asked = Counter(item["part"] for item in rules.asked_items(one) if item["answer"] == "oordeel")
    assert asked == {"bedrijf": 4, "brandveiligheid": 4, "veilig_werken": 4}
    assert [part["id"] for part in one["parts"] if part["numbers"]] == ["aantallen"]


@pytest.mark.parametrize(
    ("names", "prefix", "last"),
    [(("chk-lp@1",), "LP", 28), (("chk-ha@1",), "HA", 16), (("chk-jv@1",), "JV", 10)],
)
def test_every_item_of_the_reference_list_is_there(names: tuple[str, ...], prefix: str, last: int) -> None:
    refs = {item["ref"] for name in names for item in LISTS[name]["items"]}
    assert refs == {f"{prefix}{number:02d}" for number in range(1, last + 1)}


def test_signals_at_a_home_are_yes_or_no_and_registration_is_off() -> None:
    home = LISTS["chk-ha@1"]
    signals = rules.find_item(home, "signalen_dwang")
    registered = rules.find_item(home, "ingeschreven_op_adres")
    assert signals is not None and signals["answer"] == "ja_nee" and not signals["chips"]
    assert signals["then"] == {"answer": "ja", "do": "bel_zorgcoordinator"}
    assert registered is not None and not registered["enabled"]


@pytest.mark.parametrize("name", ["chk-lp@1", "chk-es@1", "chk-ha@1"])
def test_signals_call_the_care_coordinator_and_lead_to_no_sanction(name: str) -> None:
    """Someone who may be a victim is no ground for a measure: no rule, so no breach and no advice."""
    (signals,) = [item for item in LISTS[name]["items"] if "sr.273f" in item["ground_keys"]]
    assert signals["rule_key"] is None and signals["ground_keys"] == ["sr.273f"]
    assert signals["then"] is not None and signals["then"]["do"] == "bel_zorgcoordinator"


def test_what_stays_unanswered_is_recorded_as_not_checked() -> None:
    one = LISTS["chk-lp@1"]
    unchecked = rules.unchecked_items(
        one, {"nooduitgang_vrij": {"value": "in_orde"}, "werkplekken_in_gebruik": {"number": 0}}
    )
    assert "nooduitgang_vrij" not in unchecked
    assert "werkplekken_in_gebruik" not in unchecked
    assert "rookmelders_werken" in unchecked
    assert "hulp_aangeboden" not in unchecked
    assert all(_reason(rules.check_answer, one, item_id, {"value": rules.NOT_CHECKED}) is None for item_id in unchecked)
