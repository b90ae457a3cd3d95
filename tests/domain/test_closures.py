"""Closing a place: its days, its seals, opening for a while, extending, and very urgent closing."""

from typing import Any

import pytest

from fieldapp.domain.course import terms
from tests.domain.course import (
    MANDATE_ID,
    REASON,
    SUSPENDED,
    Case,
    another,
    closed,
    closure,
    made_known,
    signed,
    weighed,
)
from tests.people import LEA, MIA, TOM


def test_a_closure_ends_on_the_day_of_the_besluit_and_no_weekend_moves_it() -> None:
    case = closed()
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2027-01-08")
    assert case.tick("2027-01-08").state == "verzegeld"
    assert case.tick("2027-01-09").state == "opgeheven"


def test_a_broken_seal_is_reported_and_the_door_sealed_again() -> None:
    case = closed().on("2026-12-20")
    case.do(TOM, "report_broken_seal", on="2026-12-20", text="Het zegel op de voordeur is gebroken.")
    assert (case.state, case.measure["seals"]["1"]["broken_on"]) == ("verbroken_zegel", "2026-12-20")
    case.do(TOM, "seal", on="2026-12-20", seal_numbers=["A2"])
    assert (case.state, case.measure["seals"]["2"]["numbers"]) == ("verzegeld", ["A2"])


def test_a_place_opens_for_a_while_and_the_closure_goes_on() -> None:
    case = closed().on("2026-12-20")
    case.do(MIA, "reopen_for_a_while", from_on="2026-12-20", until_on="2026-12-21", text=REASON, mandate_id=MANDATE_ID)
    assert "heropening-1" in case.tick("2026-12-20").measure["alarms"]
    case.on("2026-12-21").do(TOM, "close_again", on="2026-12-21", seal_numbers=[])
    assert (case.state, case.ends_on("sluiting")) == ("pand_gesloten", "2027-01-08")


def test_only_a_closure_for_the_public_order_is_extended_and_can_then_be_contested_again() -> None:
    """Gemeentewet art. 174a lid 3."""
    body: dict[str, Any] = {"until_on": "2027-03-01", "made_known_on": "2027-01-05", "text": REASON,
                            "mandate_id": MANDATE_ID}  # fmt: skip
    assert closed().on("2027-01-05").refused(MIA, "extend_closure", **body) == "measure.cannot_be_extended"
    case = closed(closure_basis="gemw_174a").on("2027-01-05").do(MIA, "extend_closure", **body)
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2027-03-01")
    assert case.ends_on("bezwaar") == "2027-02-16"


def test_very_urgent_a_business_is_closed_first_and_the_besluit_follows() -> None:
    """Awb art. 5:31 lid 2."""
    case = Case(**closure()).on("2026-11-20")
    at_once = {"applied_at": "2026-11-20T01:00:00Z", "seal_numbers": ["A1"], "mandate_id": MANDATE_ID,
               "reason": "Er was direct gevaar voor wie binnen was."}  # fmt: skip
    case.do(MIA, "apply_at_once", **at_once)
    assert (case.state, case.ends_on("besluit_achteraf")) == ("toegepast_besluit_volgt", "2026-11-22")
    assert "besluit_achteraf-1" in case.tick("2026-11-21").measure["alarms"]
    weighed(case, closure_basis="apv_seksinrichting")
    case = made_known(signed(case, "2026-11-21"), "2026-11-21", "uitgereikt")
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2026-12-18"), "counted from the closed door"
    assert case.measure["terms"]["besluit_achteraf"]["state"] == "gehaald"


def test_a_place_opens_for_a_while_only_within_its_closure() -> None:
    case = closed().on("2026-12-20")
    body = {"text": REASON, "mandate_id": MANDATE_ID}
    too_early, too_long = (
        {"from_on": "2026-12-01", "until_on": "2026-12-22"},
        {"from_on": "2026-12-20", "until_on": "2030-01-01"},
    )
    assert case.refused(MIA, "reopen_for_a_while", **body, **too_early) == "measure.day_too_early"
    assert case.refused(MIA, "reopen_for_a_while", **body, **too_long) == "measure.wrong_days"


def test_a_closure_is_extended_again_and_stays_sealed() -> None:
    case = closed(closure_basis="gemw_174a")
    for day, until in (("2027-01-05", "2027-03-01"), ("2027-02-20", "2027-06-01")):
        body = {"until_on": until, "made_known_on": day, "text": REASON, "mandate_id": MANDATE_ID}
        case.on(day).do(MIA, "extend_closure", **body)
    assert (case.state, case.ends_on("sluiting")) == ("verzegeld", "2027-06-01")
    assert case.on("2027-03-02").do(TOM, "report_broken_seal", on="2027-03-02", text=REASON).state == "verbroken_zegel"


def test_what_was_applied_at_once_gets_its_besluit_unless_there_was_no_breach() -> None:
    """Awb art. 5:31 lid 2: whoever found his door shut must be able to contest that."""
    case = Case(**another("sluiting", duration={"weeks": 8}))
    case.do(MIA, "apply_at_once", applied_at="2026-11-20T11:00:00Z", mandate_id=MANDATE_ID, reason=REASON)
    case.on("2026-11-21")
    for reason in ("beeindigd", "legalisatie", "onevenredig", "andere_instantie"):
        assert case.refused(TOM, "decline", reason=reason, text=REASON) == "measure.besluit_owed", reason
    case.do(TOM, "decline", reason="niet_vastgesteld", text=REASON)
    assert case.state == "afgezien"
    assert not [one for one in case.measure["terms"].values() if one["state"] == "loopt"]


@pytest.mark.parametrize("state", ["verbroken_zegel", "heropend_tijdelijk"])
def test_the_judge_may_suspend_a_closure_whatever_its_door_stands_at(state: str) -> None:
    """Awb art. 8:81: the besluit is suspended, not the door; afterwards it stands where it stood."""
    case = closed().on("2026-12-15")
    if state == "verbroken_zegel":
        case.do(TOM, "report_broken_seal", on="2026-12-15", text=REASON)
    else:
        days = {"from_on": "2026-12-15", "until_on": "2026-12-22"}
        case.do(MIA, "reopen_for_a_while", **days, text=REASON, mandate_id=MANDATE_ID)
    case.do(LEA, "suspend", on="2026-12-15", **SUSPENDED)
    assert case.state == "opgeschort"
    assert case.on("2026-12-17").do(LEA, "resume", on="2026-12-17").state == state
    case.on("2026-12-18").do(LEA, "suspend", on="2026-12-18", **SUSPENDED).tick("2027-01-12")
    assert case.do(LEA, "resume", on="2027-01-12").state == "opgeheven", "its duration was over meanwhile"
    assert "heropening" not in {term["kind"] for _, term in terms.running(case.measure)}
