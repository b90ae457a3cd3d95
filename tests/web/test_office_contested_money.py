"""Bezwaar against an invordering through the pages: offered apart from that against the last, recorded and decided on."""

from __future__ import annotations

import pytest

from fieldapp.installation import Installation
from tests.web.conftest import Clock
from tests.web.course import SAID, Case
from tests.web.test_office_measure import case, forfeited

pytestmark = pytest.mark.usefixtures("clock")
__all__ = ["case"]


def test_a_bezwaar_against_the_invordering_is_recorded_and_makes_it_less(
    case: Case,
    house: Installation,
    clock: Clock,
) -> None:
    case, of = forfeited(case)
    case.do("mia", "decide-invordering", of, made_known_on="2026-12-21", skip_zienswijze="awb_4_12")
    page = case.page("lea")
    assert "tegen de invordering van € 2.500" in page and ">bezwaar kan nog<" in page
    case.on("2027-01-20").do("lea", "receive-bezwaar", of, received_on="2027-01-20", with_committee="nee")
    assert case.fields["rechtsmiddel"] != "bezwaar_lopend"
    assert "Beslissing op bezwaar vastleggen" in case.page("lea")
    case.do(
        "lea", "decide-bezwaar", of, result="gegrond_gewijzigd", on="2027-01-20", text=SAID, amount_eur_cents="1.000"
    )
    page = case.page("lea")
    for said in (
        "Bezwaar ontvangen (invordering)",
        "Van afgezien",
        "€ 1.500",
        ">beroep kan nog<",
        "In te vorderen is nu € 1.000.",
    ):
        assert said in page, said
    decided = page[page.index("Beslissing op bezwaar (invordering)") :][:700]
    assert "Gedateerd 20 januari 2027." in decided and "21 december" not in decided
    assert "Wacht op de registrator: aanmanen" in case.on("2027-03-10").page("rob")


def test_a_ruling_that_sends_a_bezwaar_back_is_recorded_and_the_page_says_until_when(case: Case) -> None:
    case, of = forfeited(case)
    case.do("mia", "decide-invordering", of, made_known_on="2026-12-21", skip_zienswijze="awb_4_12")
    case.on("2027-01-20").do("lea", "receive-bezwaar", of, received_on="2027-01-20", with_committee="nee")
    case.do("lea", "decide-bezwaar", of, result="ongegrond", on="2027-01-20", text=SAID)
    case.on("2027-02-10").do("lea", "receive-beroep", of, received_on="2027-02-10")
    result = "vernietigd_opnieuw_beslissen"
    case.on("2027-05-03").do(
        "lea", "decide-beroep", of, result=result, on="2027-05-03", until_on="2027-06-01", text=SAID
    )
    page = case.page("lea")
    assert ">opnieuw beslissen op bezwaar<" in page
    assert "1 juni 2027" in page
    ruled = page[page.index("Uitspraak op beroep (invordering)") :]
    assert ruled[: ruled.index("</li>")].count("Gedateerd") == 1
    case.do("lea", "decide-bezwaar", of, result="ongegrond", on="2027-05-03", text=SAID)
    assert ">beroep kan nog<" in case.page("lea")
