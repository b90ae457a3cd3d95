"""What the matrix advises, and why."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain.advice import SENTENCES
from fieldapp.domain.documents import Advice
from fieldapp.domain.matrix import advise, advise_for, is_in_force, operator_of, premises_kind_of
from fieldapp.policy import load_policy

MATRIX = load_policy().matrix
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "matrix.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", VECTORS["vectors"], ids=lambda case: case["why"])
def test_the_advice_follows_the_matrix(case: dict[str, Any]) -> None:
    question = {key: value for key, value in case.items() if key not in ("why", "expect", "found_on")}
    advice = advise(MATRIX, found_on=date.fromisoformat(case["found_on"]), **question)
    assert {key: advice[key] for key in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", VECTORS["vectors"], ids=lambda case: case["why"])
def test_the_office_can_read_every_sentence_and_every_key_of_an_advice(case: dict[str, Any]) -> None:
    question = {key: value for key, value in case.items() if key not in ("why", "expect", "found_on")}
    advice = advise(MATRIX, found_on=date.fromisoformat(case["found_on"]), **question)
    assert set(advice) == set(Advice.__annotations__)
    assert [line["text"] for line in advice["why"] if not SENTENCES.fullmatch(line["text"])] == []


@pytest.mark.parametrize("case", VECTORS["kinds"], ids=lambda case: case["why"])
def test_the_kind_of_premises_and_its_operator(case: dict[str, Any]) -> None:
    assert premises_kind_of(case["premises"]) == case["kind"]
    assert operator_of(case["premises"], date.fromisoformat(case["on"])) == case["operator"]


def test_advice_for_premises_uses_the_history_in_their_file() -> None:
    premises = {
        "premises_type": "raamexploitatie",
        "is_dwelling": False,
        "vergunningen": {"v-1": {"status": "verleend", "exploitant": {"kvk_nummer": "10734211"}}},
        "breaches": {
            "b1": {
                "rule_key": "apv.inrichtingseisen",
                "found_on": "2026-05-10",
                "sanction": "waarschuwing",
                "sent_on": "2026-05-14",
                "operator": "10734211",
            }
        },
    }
    advice = advise_for(MATRIX, premises, "apv.inrichtingseisen", date(2026, 11, 20))
    assert (advice["measure_type"], advice["step"], advice["row"]) == ("last_onder_dwangsom", 2, "L10")


def test_every_advice_has_the_same_keys() -> None:
    shapes = {
        frozenset(
            advise(
                MATRIX,
                rule_key=case["rule_key"],
                premises_kind=case["premises_kind"],
                breaches=case["breaches"],
                open_measures=case["open_measures"],
                found_on=date.fromisoformat(case["found_on"]),
                operator=case["operator"],
                is_dwelling=case["is_dwelling"],
            )
        )
        for case in VECTORS["vectors"]
    }
    assert len(shapes) == 1


def test_a_home_is_never_closed_without_a_legal_check() -> None:
    for row in MATRIX["rows"]:
        for times in range(5):
            breaches = [
                {
                    "rule_key": row["rule_key"],
                    "found_on": f"2026-0{month}-01",
                    "sanction": None,
                    "sent_on": f"2026-0{month}-02",
                    "operator": None,
                }
                for month in range(1, times + 1)
            ]
            advice = advise(
                MATRIX,
                rule_key=row["rule_key"],
                premises_kind=row["premises_kind"],
                breaches=breaches,
                found_on=date(2026, 11, 20),
                is_dwelling=True,
            )
            closes = "sluiting" in (advice["measure_type"], (advice["then"] or {}).get("measure_type"))
            assert not closes or advice["legal_check"], row["id"]


def test_a_measure_is_in_force_from_the_day_it_was_imposed() -> None:
    measure = {"state": "bekendgemaakt", "imposed_on": "2026-11-04"}
    assert is_in_force(measure)
    assert is_in_force(measure, date(2026, 11, 4))
    assert not is_in_force(measure, date(2026, 11, 3))
    assert not is_in_force({**measure, "state": "opgeheven"})
    assert not is_in_force({**measure, "imposed_on": None})
