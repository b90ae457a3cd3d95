"""Lifting, suspending, taking up again, revoking, and putting a file away."""

from typing import Any

import pytest

from tests.domain.course import (
    MANDATE_ID,
    REASON,
    SUSPENDED,
    approved,
    binding,
    closed,
    closure,
    final,
    last,
    made_known,
    signed,
    weighed,
)
from tests.people import LEA, MIA, TOM


def test_a_last_is_lifted_after_a_year_without_forfeiture() -> None:
    """Awb art. 5:34 lid 2: in force since 11 December 2026, or since the last forfeiture."""
    case = final(last())
    body: dict[str, Any] = {"ground": "jaar_5_34_2", "text": REASON, "mandate_id": MANDATE_ID}
    assert case.on("2027-12-11").refused(MIA, "lift", **body, on="2027-12-11") == "measure.not_a_year_yet"
    assert case.on("2027-12-12").refused(MIA, "lift", **body, on="2027-12-12") == ""
    case.on("2027-02-05").forfeit("2027-02-05")
    assert case.on("2027-12-12").refused(MIA, "lift", **body, on="2027-12-12") == "measure.not_a_year_yet"


def test_while_a_last_is_suspended_its_term_stands_still() -> None:
    """Awb art. 5:34 lid 1, 8:81: fourteen days were left until 28 December."""
    case = last().on("2026-12-14")
    case.do(LEA, "suspend", on="2026-12-14", until_on=None, ground="voorzieningenrechter_8_81", text=REASON)
    assert case.tick("2027-02-01").state == "opgeschort"
    assert case.do(LEA, "resume", on="2027-02-01").state == "in_begunstiging"
    assert case.ends_on("begunstiging") == "2027-02-15"


def test_a_suspension_with_an_end_ends_by_itself() -> None:
    case = binding().on("2027-01-10")
    case.do(LEA, "suspend", on="2027-01-10", until_on="2027-01-31", ground="verzoek_5_34_1", text=REASON)
    assert case.tick("2027-01-31").state == "opgeschort"
    assert case.tick("2027-02-01").state == "actief"


def test_a_revoked_last_keeps_what_was_forfeited_unless_the_besluit_says_so() -> None:
    """Awb art. 5:38 lid 1."""
    for lapses, expected in ((False, "geconstateerd"), (True, "vervallen")):
        case = binding()
        of = case.on("2027-01-05").forfeit("2027-01-05")
        case.do(MIA, "revoke", on="2027-01-05", text=REASON, mandate_id=MANDATE_ID, forfeited_lapses=lapses)
        assert (case.state, case.measure["verbeurten"][of]["state"]) == ("ingetrokken", expected)


def test_a_file_is_put_away_only_when_final_and_with_no_money_open() -> None:
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-05").do(MIA, "lift", on="2027-01-05", ground="doel_bereikt", text=REASON, mandate_id=MANDATE_ID)
    closing = {"reason": "beeindigd", "text": REASON}
    assert case.refused(TOM, "close", **closing) == "measure.rechtsmiddel_open"
    final(case)
    assert case.refused(TOM, "close", **closing) == "measure.money_open"
    case.do(MIA, "waive_verbeurte", verbeurte_id=of, reason="onevenredig", text=REASON, on="2027-02-03",
            mandate_id=MANDATE_ID)  # fmt: skip
    assert case.refused(TOM, "close", reason="beeindigd", text="kort") == "measure.remark_too_short"
    case.do(TOM, "close", **closing)
    assert (case.state, case.measure["closed_at"]) == ("afgesloten", "2027-02-03T12:00:00Z")


def test_a_closure_whose_days_passed_while_it_was_suspended_is_over_when_taken_up_again() -> None:
    case = closed().on("2026-12-20")
    case.do(LEA, "suspend", on="2026-12-20", until_on=None, ground="voorzieningenrechter_8_81", text=REASON)
    assert case.tick("2027-02-01").state == "opgeschort"
    assert case.do(LEA, "resume", on="2027-02-01").state == "opgeheven"


def test_a_last_is_lifted_as_impossible_before_its_term_is_over() -> None:
    """Awb art. 5:34 lid 1."""
    body = {"on": "2026-12-14", "ground": "onmogelijk_5_34_1", "text": REASON, "mandate_id": MANDATE_ID}
    assert last().on("2026-12-14").do(MIA, "lift", **body).state == "opgeheven"


def test_a_term_that_was_over_when_the_last_was_suspended_stays_over() -> None:
    case = last().on("2027-01-04").do(LEA, "suspend", on="2027-01-04", **SUSPENDED)
    assert case.on("2027-01-10").do(LEA, "resume", on="2027-01-10").state == "actief"
    assert case.tick("2027-01-11").measure["terms"]["begunstiging"]["state"] == "verstreken"


def test_a_suspension_noted_late_gives_back_the_days_that_were_left() -> None:
    case = binding()
    assert (case.state, case.ends_on("begunstiging")) == ("actief", "2026-12-28")
    case.do(LEA, "suspend", on="2026-12-18", **SUSPENDED)
    assert case.on("2027-01-11").do(LEA, "resume", on="2027-01-11").state == "in_begunstiging"
    assert case.ends_on("begunstiging") == "2027-01-21", "ten days were left"
    why = case.measure["terms"]["begunstiging"]["why"][0]
    assert why == "Opgeschort van vr 18 december 2026 tot ma 11 januari 2027: er waren nog 10 dagen over."


def test_a_suspension_that_ended_by_itself_is_not_longer_because_somebody_came_late() -> None:
    case = last().on("2026-12-14").do(LEA, "suspend", on="2026-12-14", **{**SUSPENDED, "until_on": "2026-12-20"})
    case.on("2027-01-20").do(LEA, "resume", on="2027-01-20")
    assert case.measure["suspensions"]["1"]["until_on"] == "2026-12-20"
    assert case.ends_on("begunstiging") == "2027-01-04", "fourteen days after the 21st"


@pytest.mark.parametrize("act", ["lift", "revoke", "suspend"])
def test_no_besluit_is_undone_on_a_day_before_it_was_carried_out(act: str) -> None:
    case = made_known(signed(weighed(approved(skip="spoed", **closure()), closure_basis="gemw_174a")))
    door = {"applied_at": "2026-12-20T09:00:00Z", "mandate_id": MANDATE_ID, "seal_numbers": []}
    case.on("2026-12-20").do(MIA, "close_premises", **door).on("2026-12-22")
    body = {"on": "2026-12-19", "text": REASON}
    more = {"lift": {"ground": "doel_bereikt", "mandate_id": MANDATE_ID}, "revoke": {"mandate_id": MANDATE_ID}}
    said = {**body, **more.get(act, {"ground": "bezwaar_6_16", "until_on": None})}
    assert case.refused(LEA if act == "suspend" else MIA, act, **said) == "measure.day_too_early"


def test_a_last_is_not_lifted_on_a_day_before_what_it_forfeited() -> None:
    case = binding()
    case.on("2027-01-20").forfeit("2027-01-20")
    body = {"on": "2027-01-10", "text": REASON, "mandate_id": MANDATE_ID}
    assert case.refused(MIA, "lift", ground="doel_bereikt", **body) == "measure.day_too_early"
    assert case.refused(MIA, "revoke", **body) == "measure.day_too_early"
    assert case.refused(MIA, "revoke", **body, forfeited_lapses=True) == ""
