"""Periods: the worked cases of the law, and agreement with an independent walk over the days."""

import json
import os
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fieldapp.domain import deadlines
from fieldapp.domain.deadlines import Term, Unit, end_of_term, proposal_dates
from fieldapp.policy import load_policy

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "deadlines.json").read_text(encoding="utf-8"))
EQUATED = frozenset(date.fromisoformat(day) for day in VECTORS["equated"])


@pytest.mark.parametrize("case", VECTORS["terms"], ids=lambda case: f"{case['id']} {case['why']}")
def test_a_period_ends_as_the_law_says(case: dict[str, Any]) -> None:
    term = end_of_term(
        date.fromisoformat(case["event"]),
        case["n"],
        case["unit"],
        statutory=case.get("statutory", True),
        excluded_from_atw=case.get("excluded_from_atw", False),
        house_rule=case.get("house_rule", False),
        equated=EQUATED,
    )
    assert (term.plain_end.isoformat(), term.last_day.isoformat()) == (case["plain_end"], case["last_day"])
    if "steps" in case:
        assert list(term.steps) == case["steps"]
    assert deadlines.day_text(term.last_day) in " ".join(term.steps)


@pytest.mark.parametrize("case", VECTORS["proposals"], ids=lambda case: case["why"])
def test_a_proposal_has_real_dates(case: dict[str, Any]) -> None:
    dates = proposal_dates(
        date.fromisoformat(case["decided_on"]),
        case["advice"],
        equated=EQUATED,
        zienswijze_days=case["zienswijze_days"],
    )
    for key in ("zienswijze_until_on", "herstel_until_on", "hercontrole_on"):
        assert dates[key] == case[key], key


NAMED: dict[str, Callable[[date], Term]] = {
    "T01": lambda day: deadlines.bezwaartermijn(day, EQUATED),
    "T06": lambda day: deadlines.beroepstermijn(day, EQUATED),
    "T07": lambda day: deadlines.betalingstermijn(day, EQUATED),
    "T09": lambda day: deadlines.beslistermijn_bezwaar(day, with_committee=True, equated=EQUATED),
    "T10": lambda day: deadlines.verslagtermijn(day, EQUATED),
    "T12": lambda day: deadlines.geldigheid_machtiging(day),
    "T13": lambda day: deadlines.verkoop_vanaf(day),
    "T14": lambda day: deadlines.verjaring_dwangsom(day),
    "T16": lambda day: deadlines.aanmaningstermijn(day, EQUATED),
    "T17": lambda day: deadlines.motiveringstermijn(day, EQUATED),
    "D08": lambda day: deadlines.verslag_beschikbaar(day),
    "D09": lambda day: deadlines.aanzegging_binnentreden(day),
    "D11": lambda day: deadlines.einde_sluiting(day, 14, "days"),
    "D12": lambda day: deadlines.zienswijzetermijn(day, 14, EQUATED),
}


@pytest.mark.parametrize("case_id", NAMED)
def test_each_named_period_has_the_length_of_its_article(case_id: str) -> None:
    case = next(one for one in VECTORS["terms"] if one["id"] == case_id)
    assert NAMED[case_id](date.fromisoformat(case["event"])).last_day.isoformat() == case["last_day"]


@pytest.mark.parametrize(
    ("term", "plain_end"),
    [
        (deadlines.beslistermijn_bezwaar(date(2026, 6, 5), with_committee=False), date(2026, 7, 17)),
        (deadlines.verdagingstermijn(date(2026, 6, 5)), date(2026, 7, 17)),
        (deadlines.beslistermijn_handhavingsverzoek(date(2026, 6, 5)), date(2026, 7, 31)),
        (deadlines.beslistermijn_invordering(date(2026, 6, 5)), date(2026, 7, 3)),
        (deadlines.beslistermijn_toepassing_bestuursdwang(date(2026, 6, 5)), date(2026, 7, 3)),
        (deadlines.betalingstermijn_geldschuld(date(2026, 6, 5)), date(2026, 7, 17)),
        (deadlines.vaststelling_kosten(date(2026, 6, 5)), date(2031, 6, 5)),
        (deadlines.opheffing_na_jaar(date(2026, 6, 5)), date(2027, 6, 5)),
        (deadlines.begunstigingstermijn(date(2026, 6, 5), 14), date(2026, 6, 19)),
    ],
)
def test_the_other_named_periods_too(term: Term, plain_end: date) -> None:
    assert term.plain_end == plain_end


def test_a_period_counted_backwards_is_never_moved() -> None:
    assert deadlines.start_of_term_back(date(2026, 12, 28), 2, "days") == date(2026, 12, 26)


RANDOM_TERMS = int(os.environ.get("RANDOM_TERMS", "3000"))
"""How many terms are drawn: `RANDOM_TERMS=10000 .venv/bin/python -m pytest tests/domain/test_deadlines.py -k walk`."""

# An independent walk, day by day, with the holidays of a library that knows nothing of this code.
DUTCH = holidays.country_holidays("NL", years=range(2020, 2041), categories=("public", "optional"), language="en_US")
NOT_IN_THE_ATW = {"Easter Sunday", "Pentecost"}


def _oracle_rests(day: date) -> bool:
    named = set((DUTCH.get(day) or "").split("; ")) - NOT_IN_THE_ATW - {""}
    return day.weekday() >= 5 or day in EQUATED or bool(named)


def _oracle_end(event: date, n: int, unit: Unit) -> date:
    day, passed = event, 0
    target = n * {"days": 1, "weeks": 7}.get(unit, 0)
    if unit in ("months", "years"):
        months = event.month - 1 + n * (1 if unit == "months" else 12)
        year, month = event.year + months // 12, months % 12 + 1
        while True:
            try:
                day = date(year, month, event.day - passed)
                break
            except ValueError:
                passed += 1
    else:
        while passed < target:
            day, passed = day + timedelta(days=1), passed + 1
    if unit == "years" or (unit == "days" and n > 90) or (unit == "weeks" and n > 12) or (unit == "months" and n > 3):
        return day
    if unit != "days" or n >= 3:
        while len([d for d in _days(event, day) if not _oracle_rests(d)]) < 2:
            day += timedelta(days=1)
    while _oracle_rests(day):
        day += timedelta(days=1)
    return day


def _days(event: date, until: date) -> list[date]:
    return [event + timedelta(days=i) for i in range(1, (until - event).days + 1)]


@settings(max_examples=RANDOM_TERMS, deadline=None)
@given(
    event=st.dates(date(2021, 1, 1), date(2036, 12, 31)),
    length=st.one_of(
        st.tuples(st.integers(1, 100), st.just("days")),
        st.tuples(st.integers(1, 14), st.just("weeks")),
        st.tuples(st.integers(1, 5), st.just("months")),
        st.tuples(st.integers(1, 3), st.just("years")),
    ),
)
@example(event=date(2026, 4, 2), length=(4, "days"))
@example(event=date(2027, 5, 4), length=(4, "days"))
@pytest.mark.slow
def test_every_period_agrees_with_a_walk_over_the_days(event: date, length: tuple[int, Unit]) -> None:
    n, unit = length
    term = end_of_term(event, n, unit, equated=EQUATED)
    assert term.last_day == _oracle_end(event, n, unit)
    assert term.last_day >= term.plain_end


def test_the_holidays_of_many_years_are_those_of_the_library() -> None:
    for year in range(2020, 2041):
        theirs = {day for day, names in DUTCH.items() if day.year == year and set(names.split("; ")) - NOT_IN_THE_ATW}
        assert set(deadlines.public_holidays(year)) == theirs, year


def test_the_example_policy_knows_the_equated_days_of_the_vectors() -> None:
    assert load_policy().equated_days == EQUATED
