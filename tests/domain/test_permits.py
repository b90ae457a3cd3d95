"""Suspending and withdrawing a permit."""

from tests.domain.course import (
    MANDATE_ID,
    REASON,
    SUSPENDED,
    another,
    approved,
    made_known,
    permit_measure,
    signed,
    weighed,
)
from tests.domain.situations import (
    licensed,
    permit,
)
from tests.people import LEA, MIA, TOM


def test_a_suspension_begins_on_its_day_and_ends_by_itself() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning", starts_on="2026-12-20")))
    assert case.state == "schorsing_aangekondigd"
    assert case.tick("2026-12-19").state == "schorsing_aangekondigd"
    assert case.tick("2026-12-20").state == "geschorst"
    assert case.ends_on("schorsing") == "2027-01-03"
    assert case.tick("2027-01-04").state == "schorsing_afgelopen"


def test_after_days_of_dark_a_suspension_has_begun_and_ended_in_one_night() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning", starts_on="2026-12-20")))
    assert case.tick("2027-02-03").state == "schorsing_afgelopen"


def test_a_permit_is_named_and_is_one_of_these_premises() -> None:
    case = approved(skip="spoed", **another("intrekking_vergunning"))
    assert case.refused(TOM, "weigh", permit_number="v-1999-1") == "measure.permit_missing"
    weighed(case)
    assert case.refused(MIA, "sign", mandate_id=MANDATE_ID) == "measure.permit_missing"
    assert made_known(signed(weighed(case, permit_number="v-2024-101"))).state == "vergunning_ingetrokken"
    assert permit()["nummer"] == "V-2024-101" and "v-2024-101" in licensed()["vergunningen"]


def test_a_suspended_suspension_of_a_permit_ends_too() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning"))).on("2026-12-13")
    case.do(LEA, "suspend", on="2026-12-13", until_on="2027-01-31", ground="bezwaar_6_16", text=REASON)
    assert case.tick("2027-02-01").state == "schorsing_afgelopen"


def test_a_permit_is_suspended_on_its_day_though_that_day_passed_while_the_besluit_did_not_work() -> None:
    case = made_known(signed(permit_measure("schorsing_vergunning", starts_on="2027-01-10")))
    case.on("2026-12-20").do(LEA, "suspend", on="2026-12-20", **SUSPENDED)
    case.tick("2027-01-15").do(LEA, "resume", on="2027-01-15")
    assert case.state == "geschorst"
    assert case.tick("2027-12-01").state == "schorsing_afgelopen"
