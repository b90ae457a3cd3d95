"""A besluit that the municipality revoked in bezwaar, contested by somebody else with an interest in it (Awb art. 1:2, 8:1)."""

from typing import Any

import pytest

from fieldapp.domain.course import ledger
from fieldapp.pages import tracks
from tests.domain.course import REASON, Case, binding
from tests.people import LEA

ANEW = "vernietigd_opnieuw_beslissen"


def revoked() -> tuple[Case, str]:
    """Forfeited on 5 January, revoked on 20 February: a neighbour who asked for it can go to the rechtbank."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    case.on("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.on("2027-02-20").do(LEA, "decide_bezwaar", result="gegrond_herroepen", on="2027-02-20", text=REASON)
    return case, of


def contested() -> tuple[Case, str]:
    case, of = revoked()
    return case.tick("2027-03-10").do(LEA, "receive_beroep", received_on="2027-03-10"), of


def ruled(case: Case, result: str, day: str = "2027-06-01", **more: Any) -> Case:
    return case.tick(day).do(LEA, "decide_beroep", result=result, on=day, text=REASON, **more)


def stands(case: Case) -> tuple[str, str]:
    return case.state, case.measure["rechtsmiddel"]


def test_what_was_revoked_in_bezwaar_is_gone_for_good_after_six_weeks() -> None:
    case, of = revoked()
    assert (stands(case), case.ends_on("beroep")) == (("vernietigd", "vernietigd_beroep_kan"), "2027-04-05")
    assert "closed_at" not in case.measure and ledger.sums_of(case.measure, of).outstanding == 0
    said = "De gemeente herriep het besluit in bezwaar."
    assert (
        tracks.remedy_stands(case.measure) == f"{said} Een ander met een belang kan in beroep tot en met 5 april 2027."
    )
    assert tracks.stands(case.measure) == f"{said} Het geldt nu niet, maar dat staat nog niet vast."
    assert case.tick("2027-04-12").measure["rechtsmiddel"] == "vernietigd_beroep_kan", "the post may bring it"
    case.tick("2027-04-13")
    assert (stands(case), case.measure["final_on"]) == (("vernietigd", "vernietigd"), "2027-04-05")
    assert case.measure["closed_at"] and "annulment" not in case.measure
    late = {"received_on": "2027-04-13"}
    assert case.refused(LEA, "receive_beroep", **late) == "measure.not_now"


def test_when_the_rechtbank_annuls_the_revocation_the_besluit_stands_and_is_decided_on_anew() -> None:
    """Awb art. 8:72 lid 4."""
    case, of = contested()
    assert "by_municipality" not in case.measure["rechtsmiddelen"]["beroep"]
    ruled(case, ANEW, until_on="2027-07-01")
    assert stands(case) == ("verbeurd_deels", "opnieuw_beslissen")
    assert (case.ends_on("beslistermijn_bezwaar"), case.ends_on("hoger_beroep")) == ("2027-07-01", "2027-07-13")
    assert ledger.sums_of(case.measure, of).outstanding == 250_000
    assert case.measure["suspensions"]["1"]["on"] == "2027-02-20", "no day in between forfeits"
    assert "closed_at" not in case.measure and "final_on" not in case.measure
    body = {"which": "bezwaar_2", "result": "ongegrond", "on": "2027-06-20", "text": REASON}
    case.tick("2027-06-20").do(LEA, "decide_bezwaar", **body)
    assert stands(case) == ("verbeurd_deels", "beroepstermijn_loopt")


def test_the_rechtbank_may_let_it_stand_itself_and_then_the_addressee_can_appeal() -> None:
    """Awb art. 8:72 lid 3, 8:104."""
    case, of = contested()
    ruled(case, "gegrond_in_stand")
    assert stands(case) == ("verbeurd_deels", "hoger_beroepstermijn_loopt")
    assert ledger.sums_of(case.measure, of).outstanding == 250_000 and "final_on" not in case.measure
    assert case.tick("2027-07-21").measure["final_on"] == "2027-07-13"


@pytest.mark.parametrize(("result", "state"), [("gegrond_in_stand", "verbeurd_deels"), ("ongegrond", "vernietigd")])
def test_a_beroep_that_fails_can_be_appealed(result: str, state: str) -> None:
    case, of = contested()
    ruled(case, "ongegrond")
    assert stands(case) == ("vernietigd", "vernietigd_hoger_beroep_kan")
    assert "Wie in beroep ging, kan in hoger beroep tot en met 13 juli 2027." in tracks.remedy_stands(case.measure)
    case.tick("2027-07-01").do(LEA, "receive_beroep", received_on="2027-07-01")
    assert "by_municipality" not in case.measure["rechtsmiddelen"]["hoger_beroep"]
    ruled(case, result, "2027-12-01")
    assert stands(case) == (state, "vernietigd" if state == "vernietigd" else "onherroepelijk")
    assert ledger.sums_of(case.measure, of).outstanding == (0 if state == "vernietigd" else 250_000)


def test_a_beroep_that_is_withdrawn_leaves_it_gone_for_good() -> None:
    case, _ = contested()
    ruled(case, "ingetrokken")
    assert (stands(case), case.measure["final_on"]) == (("vernietigd", "vernietigd"), "2027-06-01")
    assert case.measure["closed_at"] and "annulment" not in case.measure
