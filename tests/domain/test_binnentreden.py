"""The threshold of a dwelling (Awbi art. 1, 2, 10)."""

from typing import Any

import pytest

from fieldapp.domain import binnentreden
from tests.domain.situations import RECORD, ask, consent_record, finished, home_visit, refusal, withdrawn_record
from tests.people import IVO, OTTO

AT = "2026-11-20T20:17:00Z"


def enter(visit: Any, record: Any, **by: Any) -> str:
    return refusal(binnentreden.enter, visit, {f"binnentreden.{RECORD}": record}, **by)


def test_each_step_before_the_answer_is_recorded_as_it_is_said() -> None:
    early = consent_record(None, told_may_refuse=False, understood=False, asked_at=None)
    assert enter(home_visit(), early) == ""


def test_either_of_the_pair_records_and_a_stranger_does_not() -> None:
    assert enter(home_visit(), consent_record(), by=IVO) == ""
    assert enter(home_visit(), consent_record(), by=OTTO) == "visit.not_yours"


@pytest.mark.parametrize("unsaid", binnentreden.TOLD)
def test_a_yes_counts_only_when_all_four_things_were_said(unsaid: str) -> None:
    assert enter(home_visit(), consent_record("ja", **{unsaid: False})) == "visit.consent_not_informed"


def test_a_no_counts_whatever_was_said() -> None:
    assert enter(home_visit(), consent_record("nee", told_purpose=False, understood=False)) == ""


def test_nobody_at_home_needs_no_question() -> None:
    assert enter(home_visit(), consent_record("niemand_thuis", asked_at=None)) == ""


def test_an_answer_has_its_times() -> None:
    assert enter(home_visit(), consent_record("ja", asked_at=None)) == "visit.times_missing"
    assert enter(home_visit(), consent_record("nee", decided_at=None)) == "visit.times_missing"


def test_nobody_goes_in_without_a_yes() -> None:
    for consent in (None, "nee", "niemand_thuis"):
        assert enter(home_visit(), consent_record(consent, entered_at=AT)) == "visit.no_consent"


def test_a_yes_is_withdrawn_with_the_time_of_it() -> None:
    given = home_visit(binnentreden={RECORD: consent_record("ja", entered_at=AT)})
    assert enter(given, withdrawn_record()) == ""
    assert enter(given, {**withdrawn_record(), "withdrawn_at": None}) == "visit.times_missing"


def test_what_was_never_given_is_not_withdrawn() -> None:
    assert enter(home_visit(), withdrawn_record()) == "visit.never_given"


def test_a_withdrawal_is_not_taken_back() -> None:
    after = home_visit(binnentreden={RECORD: withdrawn_record()})
    again = {**withdrawn_record(), "consent": "ja"}
    assert enter(after, again) == "visit.binnentreden_stays"


def test_a_decided_record_is_filled_in_but_not_rewritten() -> None:
    decided = home_visit(binnentreden={RECORD: consent_record("ja")})
    assert enter(decided, consent_record("ja", entered_at=AT)) == ""
    assert enter(decided, consent_record("nee")) == "visit.binnentreden_stays"
    assert enter(decided, consent_record("ja", purpose="iets anders")) == "visit.binnentreden_stays"


def test_a_correction_is_a_record_of_its_own() -> None:
    decided = home_visit(binnentreden={RECORD: consent_record("ja")})
    correction = {"binnentreden.r2": consent_record("nee", corrects=RECORD, decided_at="2026-11-20T20:20:00Z")}
    changes = ask(binnentreden.enter, decided, correction)
    both = {RECORD: consent_record("ja"), "r2": changes["binnentreden.r2"]}
    assert binnentreden.consent(home_visit(binnentreden=both)) == "nee"


def test_a_correction_names_what_it_corrects() -> None:
    assert enter(home_visit(), consent_record(corrects="record-9")) == "visit.corrects_nothing"


def test_entering_on_a_machtiging_waits_for_one() -> None:
    assert enter(home_visit(), {"basis": "machtiging", "entered_at": AT}) == "visit.no_machtiging"


def test_acute_danger_is_recorded_afterwards_with_its_reason() -> None:
    assert enter(home_visit(), {"basis": "acuut_gevaar", "danger_reason": "Brand op de trap.", "entered_at": AT}) == ""
    assert enter(home_visit(), {"basis": "acuut_gevaar", "danger_reason": " ", "entered_at": AT}) == (
        "visit.danger_needs_reason"
    )
    assert enter(home_visit(), {"basis": "acuut_gevaar", "danger_reason": "Brand."}) == "visit.times_missing"


def test_acute_danger_is_no_leave_to_inspect() -> None:
    inside = home_visit(binnentreden={RECORD: {"basis": "acuut_gevaar", "danger_reason": "Brand.", "entered_at": AT}})
    assert binnentreden.consent(inside) == "danger"
    with pytest.raises(Exception, match=r"visit\.no_consent"):
        binnentreden.check_inside(inside, seen_before_withdrawal=False)


def test_who_went_in_without_consent_says_when_and_when_out() -> None:
    inside = home_visit(binnentreden={RECORD: {"basis": "acuut_gevaar", "danger_reason": "Brand.", "entered_at": AT}})
    with pytest.raises(Exception, match=r"visit\.times_missing"):
        binnentreden.check_times(inside)


def test_the_health_service_does_not_go_along_with_the_police() -> None:
    company = [{"capacity": "ggd", "count": 1}, {"capacity": "politie", "count": 2}]
    assert enter(home_visit(), consent_record(companions=company)) == "joint_visit.ggd_and_police"
    assert enter(home_visit(), consent_record(companions=company[:1])) == ""


def test_the_reason_of_danger_takes_no_personal_data() -> None:
    record = {"basis": "acuut_gevaar", "danger_reason": "Bel haar op 0612345678", "entered_at": AT}
    assert enter(home_visit(), record) == "text.personal_data"


def test_nothing_is_recorded_after_closing() -> None:
    assert enter(finished(visit_kind="home_address"), consent_record()) == "visit.closed"


def test_consent_stands_where_the_latest_decision_put_it() -> None:
    refused = consent_record("nee", decided_at="2026-11-20T20:16:00Z")
    given_later = consent_record("ja", decided_at="2026-11-20T20:40:00Z")
    assert binnentreden.consent(home_visit(binnentreden={"a": refused, "b": given_later})) == "ja"
    assert binnentreden.consent(home_visit(binnentreden={"a": given_later, "b": refused})) == "ja"
    assert binnentreden.consent(home_visit()) is None


def test_a_decision_within_the_same_second_is_ordered_too() -> None:
    first = consent_record("ja", decided_at="2026-11-20T20:16:00Z")
    then = consent_record("nee", decided_at="2026-11-20T20:16:00.250Z")
    assert binnentreden.consent(home_visit(binnentreden={"a": first, "b": then})) == "nee"


def test_a_withdrawal_stands_beside_an_older_yes_of_the_colleague() -> None:
    given = consent_record("ja", decided_at="2026-11-20T20:16:00Z")
    assert binnentreden.consent(home_visit(binnentreden={"a": given, "b": withdrawn_record()})) == "ingetrokken"


def test_a_licensed_premises_needs_no_consent() -> None:
    visit = home_visit() | {"visit_kind": "licensed_premises"}
    binnentreden.check_inside(visit, seen_before_withdrawal=False)


def test_whether_someone_went_in_is_known() -> None:
    assert not binnentreden.was_entered(home_visit(binnentreden={RECORD: consent_record("ja")}))
    assert binnentreden.was_entered(home_visit(binnentreden={RECORD: withdrawn_record()}))
