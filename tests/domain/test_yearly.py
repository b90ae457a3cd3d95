"""What the law sets anew each year is asked for in time, and not before."""

from dataclasses import replace
from datetime import date

import pytest

from fieldapp.domain.yearly import to_look_up
from tests.domain.situations import POLICY

KNOWN = replace(
    POLICY,
    holidays={**POLICY.holidays, "equated_through_on": "2028-12-31"},
    fees={**POLICY.fees, "checked_until_year": 2027},
    interest={**POLICY.interest, "checked_through_on": "2027-06-30"},
)


@pytest.mark.parametrize(
    ("today", "files"),
    [
        ("2027-06-30", []),
        ("2027-07-01", ["interest.json"]),
        ("2028-01-01", ["fees.json", "interest.json"]),
        ("2028-10-31", ["fees.json", "interest.json"]),
        ("2028-11-01", ["holidays.json", "fees.json", "interest.json"]),
    ],
)
def test_each_year_somebody_is_asked_to_look_up_what_is_new(today: str, files: list[str]) -> None:
    said = list(to_look_up(KNOWN, date.fromisoformat(today)))
    assert all("checked_through_on op 2027-12-31" in one for one in said if "interest.json" in one)
    assert [next(word for word in one.split() if word.endswith(".json")) for one in said] == files
