"""A judge annuls the decision on bezwaar only: the besluit stands, and another decision on bezwaar is due."""

from typing import Any

import pytest

from fieldapp.domain.course import ledger, terms
from fieldapp.pages import tracks
from tests.domain.course import REASON, Case, binding
from tests.domain.test_contested_money import collected, decide, lodge, pay, stands, with_costs
from tests.domain.test_own_appeal import annulled, appealed, before_the_judge, ruled
from tests.people import LEA

ANEW = "vernietigd_opnieuw_beslissen"


def sent_back(case: Case, day: str = "2027-05-03", **more: Any) -> Case:
    return case.tick(day).do(LEA, "decide_beroep", result=ANEW, on=day, text=REASON, **more)


def decided(case: Case, day: str, result: str = "ongegrond", **more: Any) -> Case:
    body = {"which": "bezwaar_2", "result": result, "on": day, "text": REASON, **more}
    return case.tick(day).do(LEA, "decide_bezwaar", **body)


def test_a_ruling_that_annuls_only_the_decision_on_bezwaar_leaves_the_besluit_standing() -> None:
    """Awb art. 8:72 lid 4: the last of December forfeits on; six weeks of art. 7:10 and of hoger beroep begin."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    sent_back(before_the_judge(case))
    assert (case.state, case.measure["rechtsmiddel"]) == ("verbeurd_deels", "opnieuw_beslissen")
    assert (case.ends_on("beslistermijn_bezwaar"), case.ends_on("hoger_beroep")) == ("2027-06-14", "2027-06-14")
    assert ledger.sums_of(case.measure, of).outstanding == 250_000
    assert case.measure["rechtsmiddelen"]["bezwaar"]["result"] == "ongegrond", "what was decided stays in the file"
    assert case.measure["rechtsmiddelen"]["bezwaar_2"]["anew_on"] == "2027-05-03"
    said = tracks.remedy_stands(case.measure)
    assert "Beslis opnieuw, uiterlijk 14 juni 2027." in said and "Het besluit geldt intussen gewoon." in said
    case.forfeit("2027-05-03", 2)


def test_the_judge_may_give_a_term_and_nobody_postpones_that_one() -> None:
    case = sent_back(before_the_judge(binding()), until_on="2027-05-24")
    assert case.ends_on("beslistermijn_bezwaar") == "2027-05-24"
    assert "De rechter gaf deze termijn" in case.measure["terms"]["beslistermijn_bezwaar"]["why"][0]
    assert case.refused(LEA, "postpone_bezwaar", on="2027-05-03", text=REASON) == "measure.term_of_court"


def test_the_term_of_the_law_can_be_postponed_once() -> None:
    case = sent_back(before_the_judge(binding()))
    case.do(LEA, "postpone_bezwaar", on="2027-05-03", text=REASON)
    assert case.ends_on("beslistermijn_bezwaar") == "2027-07-26"


@pytest.mark.parametrize(
    ("result", "until_on"), [("ongegrond", "2027-05-24"), (ANEW, "2027-05-03"), (ANEW, "2029-01-01")]
)
def test_a_term_that_the_ruling_cannot_give_is_refused(result: str, until_on: str) -> None:
    case = before_the_judge(binding()).tick("2027-05-03")
    body = {"result": result, "on": "2027-05-03", "until_on": until_on, "text": REASON}
    assert case.refused(LEA, "decide_beroep", **body) == "measure.wrong_days"


def test_the_other_decision_opens_beroep_again() -> None:
    case = decided(sent_back(before_the_judge(binding())), "2027-06-01")
    assert (case.measure["rechtsmiddel"], case.ends_on("beroep")) == ("beroepstermijn_loopt", "2027-07-13")
    assert case.measure["terms"]["beslistermijn_bezwaar"]["state"] == "gehaald"
    assert case.tick("2027-07-21").measure["rechtsmiddel"] == "onherroepelijk"


def test_it_may_make_the_last_less_and_never_more() -> None:
    """Awb art. 7:11, 8:69: nobody is worse off by his own bezwaar or beroep."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    sent_back(before_the_judge(case)).tick("2027-06-01")
    more = {"which": "bezwaar_2", "result": "gegrond_gewijzigd", "on": "2027-06-01", "text": REASON}
    assert case.refused(LEA, "decide_bezwaar", **more, amount_eur_cents=300_000) == "measure.not_less"
    decided(case, "2027-06-01", "gegrond_gewijzigd", amount_eur_cents=100_000)
    assert ledger.sums_of(case.measure, of).outstanding == 100_000


def test_a_bezwaar_withdrawn_after_the_ruling_makes_the_besluit_final() -> None:
    case = decided(sent_back(before_the_judge(binding())), "2027-06-01", "ingetrokken")
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("onherroepelijk", "2027-06-01")
    assert not [kind for kind, _ in terms.running(case.measure) if kind in terms.OF_BESLUIT]


def test_without_hoger_beroep_only_the_decision_is_left_to_take() -> None:
    """Awb art. 8:104: the six weeks end on 14 June, the post a week later; the alarm rings before."""
    case = sent_back(before_the_judge(binding()), until_on="2027-09-01").tick("2027-06-01")
    assert "hoger_beroep-14" in case.measure["alarms"]
    assert case.tick("2027-06-22").measure["rechtsmiddel"] == "bezwaar_lopend"
    assert case.measure["terms"]["beslistermijn_bezwaar"]["state"] == "loopt"
    assert decided(case, "2027-08-01").measure["rechtsmiddel"] == "beroepstermijn_loopt"


def test_hoger_beroep_does_not_put_it_off_and_takes_it_along() -> None:
    """Awb art. 6:16, 6:19, 6:24."""
    case = appealed(sent_back(before_the_judge(binding())))
    assert case.measure["rechtsmiddel"] == "hoger_beroep_lopend"
    assert "Beslis intussen opnieuw op het bezwaar, uiterlijk 14 juni 2027." in tracks.remedy_stands(case.measure)
    decided(case, "2027-06-10")
    assert case.measure["rechtsmiddel"] == "hoger_beroep_lopend"
    assert case.measure["terms"]["beslistermijn_bezwaar"]["state"] == "gehaald"
    assert ruled(case, "ongegrond").measure["rechtsmiddel"] == "onherroepelijk"


def test_hoger_beroep_in_time_after_the_other_decision_takes_that_along() -> None:
    """Awb art. 6:19, 6:24, 8:104: the ruling of 3 May can be appealed until 14 June, whatever was decided meanwhile."""
    case = decided(sent_back(before_the_judge(binding()), until_on="2027-09-01"), "2027-05-20")
    assert "Hoger beroep tegen de uitspraak van de rechtbank kan tot en met 14 juni 2027." in tracks.remedy_stands(
        case.measure
    )
    case.tick("2027-06-01")
    assert "hoger_beroep-14" in case.measure["alarms"], "the municipality may appeal itself"
    case.do(LEA, "receive_beroep", received_on="2027-06-01", is_hoger=True)
    assert case.measure["rechtsmiddel"] == "hoger_beroep_lopend"
    assert not [kind for kind, _ in terms.running(case.measure) if kind in terms.OF_BESLUIT]
    assert ruled(case, "ongegrond").measure["rechtsmiddel"] == "onherroepelijk"


def test_a_beroep_against_the_other_decision_goes_along_with_hoger_beroep() -> None:
    case = decided(sent_back(before_the_judge(binding()), until_on="2027-09-01"), "2027-05-20")
    case.tick("2027-06-01").do(LEA, "receive_beroep", received_on="2027-06-01")
    assert case.measure["rechtsmiddel"] == "beroep_lopend"
    case.tick("2027-06-10").do(LEA, "receive_beroep", received_on="2027-06-10")
    assert case.measure["rechtsmiddel"] == "hoger_beroep_lopend"
    assert case.measure["rechtsmiddelen"]["beroep_2"]["result"] == "hoeft_niet"
    assert ruled(case, "gegrond_in_stand").measure["rechtsmiddel"] == "onherroepelijk"


def test_after_those_six_weeks_only_beroep_is_left() -> None:
    case = decided(sent_back(before_the_judge(binding()), until_on="2027-09-01"), "2027-06-10").tick("2027-06-23")
    late = {"received_on": "2027-06-23", "is_hoger": True}
    assert case.refused(LEA, "receive_beroep", **late) == "measure.not_now"
    case.do(LEA, "receive_beroep", received_on="2027-06-23")
    assert case.measure["rechtsmiddel"] == "beroep_lopend"
    assert case.refused(LEA, "receive_beroep", received_on="2027-06-23") == "measure.not_now"


COMES_BACK_OR_NOT = pytest.mark.parametrize(
    ("result", "state", "rechtsmiddel"),
    [("gegrond_in_stand", "verbeurd_deels", "onherroepelijk"), ("ongegrond", "vernietigd", "vernietigd")],
)
"""How a ruling in hoger beroep ends, and what then stands of a last of which one dwangsom was forfeited."""


@COMES_BACK_OR_NOT
def test_what_was_revoked_to_obey_the_rechtbank_comes_back_when_its_ruling_falls(
    result: str, state: str, rechtsmiddel: str
) -> None:
    """Awb art. 6:19, 6:24, 8:113."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    decided(appealed(sent_back(before_the_judge(case), until_on="2027-09-01")), "2027-07-01", "gegrond_herroepen")
    assert (case.state, case.measure["rechtsmiddel"]) == ("vernietigd", "vernietigd_hoger_beroep_loopt")
    assert "closed_at" not in case.measure and "final_on" not in case.measure
    ruled(case, result)
    assert (case.state, case.measure["rechtsmiddel"]) == (state, rechtsmiddel)
    assert ledger.sums_of(case.measure, of).outstanding == (250_000 if state == "verbeurd_deels" else 0)


@COMES_BACK_OR_NOT
def test_what_was_revoked_before_the_municipality_appeals_comes_back_when_the_ruling_falls(
    result: str, state: str, rechtsmiddel: str
) -> None:
    """Awb art. 6:19, 6:24, 8:104: who obeys the rechtbank on 20 May may still appeal its ruling until 14 June."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    decided(sent_back(before_the_judge(case), until_on="2027-09-01"), "2027-05-20", "gegrond_herroepen")
    assert (case.state, case.measure["rechtsmiddel"]) == ("vernietigd", "vernietigd_hoger_beroep_kan")
    assert (case.measure["terms"]["hoger_beroep"]["state"], case.ends_on("hoger_beroep")) == ("loopt", "2027-06-14")
    assert "closed_at" not in case.measure and "final_on" not in case.measure
    said = "De gemeente herriep het besluit na de uitspraak van de rechtbank."
    assert tracks.remedy_stands(case.measure) == f"{said} De gemeente kan in hoger beroep tot en met 14 juni 2027."
    assert tracks.stands(case.measure) == f"{said} Het geldt nu niet, maar dat staat nog niet vast."
    ruled(appealed(case), result)
    assert (case.state, case.measure["rechtsmiddel"]) == (state, rechtsmiddel)
    assert ledger.sums_of(case.measure, of).outstanding == (250_000 if state == "verbeurd_deels" else 0)


def test_what_was_revoked_and_is_not_appealed_is_gone_for_good() -> None:
    case = decided(sent_back(before_the_judge(binding()), until_on="2027-09-01"), "2027-05-20", "gegrond_herroepen")
    assert case.tick("2027-06-21").measure["rechtsmiddel"] == "vernietigd_hoger_beroep_kan", "the post may bring it"
    case.tick("2027-06-22")
    assert (case.measure["rechtsmiddel"], case.measure["final_on"]) == ("vernietigd", "2027-06-14")
    assert case.measure["closed_at"] and "annulment" not in case.measure


def test_what_is_revoked_after_the_six_weeks_of_hoger_beroep_can_be_contested_by_another() -> None:
    case = sent_back(before_the_judge(binding()), until_on="2027-09-01").tick("2027-06-22")
    assert decided(case, "2027-06-22", "gegrond_herroepen").measure["rechtsmiddel"] == "vernietigd_beroep_kan"


def test_costs_that_were_revoked_before_the_appeal_come_back_with_their_terms() -> None:
    case = judged(with_costs(), "kosten")
    body = {"of": "kosten", "which": "bezwaar_2", "result": "gegrond_herroepen", "on": "2027-06-20", "text": REASON}
    case.tick("2027-06-20").do(LEA, "decide_bezwaar", **body)
    assert (stands(case, "kosten"), ledger.costs_of(case.measure).outstanding) == ("vernietigd_hoger_beroep_kan", 0)
    case.tick("2027-06-25").do(LEA, "receive_beroep", of="kosten", received_on="2027-06-25")
    assert stands(case, "kosten") == "vernietigd_hoger_beroep_loopt"
    case.tick("2027-12-01").do(
        LEA, "decide_beroep", of="kosten", result="gegrond_in_stand", on="2027-12-01", text=REASON
    )
    assert (stands(case, "kosten"), ledger.costs_of(case.measure).outstanding) == ("onherroepelijk", 125_000)
    assert case.measure["terms"]["verjaring-kosten"]["state"] == "loopt"


def test_an_invordering_that_was_revoked_to_obey_the_rechtbank_comes_back_too() -> None:
    case, of = collected()
    judged(case, of)
    case.tick("2027-06-10").do(LEA, "receive_beroep", of=of, received_on="2027-06-10")
    body = {"of": of, "which": "bezwaar_2", "result": "gegrond_herroepen", "on": "2027-06-20", "text": REASON}
    case.tick("2027-06-20").do(LEA, "decide_bezwaar", **body)
    assert (stands(case, of), case.measure["verbeurten"][of]["state"]) == ("vernietigd_hoger_beroep_loopt", "vervallen")
    case.tick("2027-12-01").do(LEA, "decide_beroep", of=of, result="gegrond_in_stand", on="2027-12-01", text=REASON)
    assert (stands(case, of), ledger.sums_of(case.measure, of).outstanding) == ("onherroepelijk", 250_000)
    assert case.measure["terms"][f"verjaring-{of}"]["state"] == "loopt"


@pytest.mark.parametrize(
    ("result", "rechtsmiddel", "term"),
    [
        ("ongegrond", "bezwaar_lopend", "loopt"),
        ("ingetrokken", "bezwaar_lopend", "loopt"),
        ("gegrond_in_stand", "onherroepelijk", "vervallen"),
        ("vernietigd", "vernietigd", "vervallen"),
    ],
)
def test_what_the_ruling_on_hoger_beroep_leaves_of_it(result: str, rechtsmiddel: str, term: str) -> None:
    case = ruled(appealed(sent_back(before_the_judge(binding()), until_on="2028-01-31")), result)
    assert (case.measure["rechtsmiddel"], case.measure["terms"]["beslistermijn_bezwaar"]["state"]) == (
        rechtsmiddel, term)  # fmt: skip
    is_open = "result" not in case.measure["rechtsmiddelen"]["bezwaar_2"]
    assert is_open == (rechtsmiddel == "bezwaar_lopend")


def test_the_highest_court_may_ask_it_too_and_then_nobody_appeals() -> None:
    case = ruled(appealed(sent_back(before_the_judge(binding()))), ANEW)
    assert (case.measure["rechtsmiddel"], case.ends_on("beslistermijn_bezwaar")) == ("bezwaar_lopend", "2028-01-12")
    assert case.measure["rechtsmiddelen"]["bezwaar_2"]["result"] == "hoeft_niet"
    assert "result" not in case.measure["rechtsmiddelen"]["bezwaar_3"]


def test_on_the_appeal_of_the_municipality_the_besluit_stands_again_and_is_decided_on_anew() -> None:
    """Awb art. 8:113: the rechtbank annulled the last; the highest court annuls that, and the decision on bezwaar."""
    case = ruled(appealed(annulled(before_the_judge(binding()))), ANEW)
    assert (case.state, case.measure["rechtsmiddel"]) == ("actief", "bezwaar_lopend")
    assert "final_on" not in case.measure and "closed_at" not in case.measure
    assert decided(case, "2028-01-10").measure["rechtsmiddel"] == "beroepstermijn_loopt"


def test_while_it_is_due_nothing_prescribes_and_the_file_stays_open() -> None:
    """Awb art. 5:35 lid 2, 6:7."""
    case = binding()
    of = case.on("2027-01-05").forfeit("2027-01-05")
    sent_back(before_the_judge(case), until_on="2028-04-01")
    assert case.tick("2028-03-01").measure["verbeurten"][of]["state"] == "geconstateerd"


def judged(case: Case, of: str, result: str = ANEW) -> Case:
    """Bezwaar, beroep and a ruling against what was decided on one claim."""
    lodge(case, of, "2027-02-10")
    decide(case, of, "2027-03-10", "ongegrond")
    case.on("2027-04-01").do(LEA, "receive_beroep", of=of, received_on="2027-04-01")
    return case.tick("2027-06-01").do(LEA, "decide_beroep", of=of, result=result, on="2027-06-01", text=REASON)


def test_an_invordering_stands_while_its_bezwaar_is_decided_on_anew() -> None:
    case, of = collected()
    judged(case, of)
    assert (stands(case, of), case.measure["verbeurten"][of]["state"]) == ("opnieuw_beslissen", "ingevorderd_besloten")
    assert case.ends_on(f"beslistermijn_bezwaar-{of}") == "2027-07-13"
    assert case.measure["rechtsmiddel"] == "onherroepelijk", "the last itself is not contested"
    case.on("2027-06-20").do(LEA, "decide_bezwaar", of=of, which="bezwaar_2", result="gegrond_gewijzigd",
                             on="2027-06-20", text=REASON, amount_eur_cents=100_000)  # fmt: skip
    assert (stands(case, of), ledger.sums_of(case.measure, of).outstanding) == ("beroepstermijn_loopt", 100_000)


def test_so_do_costs_and_payments_are_booked_meanwhile() -> None:
    case = judged(with_costs(), "kosten")
    assert (stands(case, "kosten"), case.state) == ("opnieuw_beslissen", "kosten_vastgesteld")
    assert pay(case, "kosten", 125_000).state == "kosten_geind"
    assert case.tick("2027-07-21").measure["costs"]["rechtsmiddel"] == "bezwaar_lopend"


def test_the_alarm_of_the_other_decision_rings_though_that_of_the_first_did() -> None:
    """The judge gave until 1 June; three days before the end of the first term the alarm had rung."""
    case = binding().tick("2027-01-20").do(LEA, "receive_bezwaar", received_on="2027-01-20", with_committee=False)
    case.tick("2027-03-03").do(LEA, "decide_bezwaar", result="ongegrond", on="2027-03-03", text=REASON)
    assert "beslistermijn_bezwaar-3" in case.measure["alarms"]
    sent_back(case.on("2027-03-20").do(LEA, "receive_beroep", received_on="2027-03-20"), until_on="2027-06-01")
    assert case.tick("2027-05-18").measure["alarms"]["beslistermijn_bezwaar-14"]["on"] == "2027-05-18"
    assert case.tick("2027-05-29").measure["alarms"]["beslistermijn_bezwaar-3"]["on"] == "2027-05-29"


def test_after_the_six_weeks_of_hoger_beroep_the_page_says_so_and_that_a_decision_is_due() -> None:
    case = sent_back(before_the_judge(binding()), until_on="2027-09-01").tick("2027-06-15")
    said = tracks.remedy_stands(case.measure, case.today)
    assert "Beslis opnieuw, uiterlijk 1 september 2027." in said and "Hoger beroep kan" not in said
    assert (
        "De termijn voor hoger beroep is voorbij. Post die op tijd weg was, telt nog tot en met 21 juni 2027." in said
    )
