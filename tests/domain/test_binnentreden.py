"""The threshold of a dwelling (Awbi art. 1, 2, 10)."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldapp.domain import binnentreden, entry_times, machtiging, visits
from fieldapp.domain.errors import Refused
from tests.domain.situations import (
    HOME_ID,
    POLICY,
    PREMISES_ID,
    RECORD,
    ask,
    consent_record,
    context,
    finished,
    home,
    home_visit,
    licensed,
    refusal,
    withdrawn_record,
)
from tests.people import INES, IVO, OTTO, TOM

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


# --- a machtiging

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "machtiging.json").read_text())["cases"]
LEAVE = VECTORS[0]["known"]
NAMED = LEAVE["authorised_ids"][0]
MACHTIGING_ID = "33333333-0000-7000-8000-000000000001"
ON_PAPER = {
    "machtiging_id": MACHTIGING_ID,
    "purpose": "toezicht",
    "manner": "voordeur",
    "shown": "ja",
    "resident_present": True,
}


def on_machtiging(**more: Any) -> dict[str, Any]:
    """A record of going in on a machtiging that has everything."""
    told = {"told_identified": True, "told_purpose": True}
    return {"basis": "machtiging", **told, **ON_PAPER, "entered_at": AT, **more}


def goes_in(record: Any, known: Any = LEAVE, visit: Any = None) -> str:
    premises = home(machtigingen={MACHTIGING_ID: known})
    return refusal(binnentreden.enter, visit or home_visit(), {f"binnentreden.{RECORD}": record}, premises=premises)


@pytest.mark.parametrize("one", VECTORS, ids=[one["name"] for one in VECTORS])
def test_what_is_missing_is_said_in_the_order_of_the_law(one: Any) -> None:
    assert machtiging.missing(one["known"], one["entry"]) == one["missing"]


def test_who_goes_in_on_a_machtiging_has_everything_it_asks() -> None:
    assert goes_in(on_machtiging()) == ""
    assert goes_in(on_machtiging(entered_at="2026-11-22T23:30:00Z")) == "visit.machtiging_expired", (
        "by the clock on the wall"
    )
    assert goes_in(on_machtiging(entered_at="2026-11-21T04:30:00Z")) == "visit.machtiging_night"
    assert goes_in(on_machtiging(companions=[{"capacity": "anders", "count": 1}])) == "visit.machtiging_company"
    assert goes_in(on_machtiging(manner=None)) == "visit.manner_missing"
    assert goes_in(on_machtiging(urgency="Bel 06 12345678.")) == "text.personal_data"


def test_the_steps_before_the_door_are_recorded_as_they_are_done() -> None:
    assert goes_in(on_machtiging(entered_at=None, shown=None, manner=None)) == ""


@pytest.mark.parametrize(("led_until", "led_on", "why_not"), [
    (NAMED, "another", ""),
    ("another", NAMED, "visit.machtiging_not_named"),
])  # fmt: skip
def test_who_led_when_they_went_in_is_who_is_named(led_until: str, led_on: str, why_not: str) -> None:
    """The entry waited on a phone while a colleague took the visit over: it is judged as it was at the door."""
    over = {"from_id": led_until, "to_id": led_on, "at": "2026-11-20T23:00:00Z", "by": led_on, "reason": "ziek"}
    company = [one for one in (led_until, INES.person) if one != led_on]
    handed = home_visit(leader_id=led_on, co_visitor_ids=company, handovers={"1": over})
    assert goes_in(on_machtiging(), visit=handed) == why_not
    before = {**handed, "handovers": {"1": {**over, "at": "2026-11-20T18:00:00Z"}}}
    assert (goes_in(on_machtiging(), visit=before) == "") == (led_on == NAMED), "gone before they went in"


def test_the_record_keeps_what_stood_in_the_machtiging() -> None:
    premises = home(machtigingen={MACHTIGING_ID: LEAVE})
    changes = ask(binnentreden.enter, home_visit(), {f"binnentreden.{RECORD}": on_machtiging()}, premises=premises)
    kept = changes[f"binnentreden.{RECORD}"]["machtiging"]
    assert (kept["issuer"], kept["given_on"]) == ("burgemeester", "2026-11-19")


def test_no_other_record_carries_what_a_machtiging_says() -> None:
    said = consent_record() | {"machtiging": {"issuer": "getypt"}}
    assert (
        ask(binnentreden.enter, home_visit(), {f"binnentreden.{RECORD}": said})[f"binnentreden.{RECORD}"]["machtiging"]
        is None
    )


def test_having_gone_in_is_filled_in_and_never_rewritten() -> None:
    inside = home_visit(binnentreden={RECORD: {**on_machtiging(), "machtiging": {"issuer": "burgemeester"}}})
    assert goes_in(on_machtiging(left_at="2026-11-20T20:40:00Z"), visit=inside) == ""
    assert goes_in(on_machtiging(manner="slotenmaker"), visit=inside) == "visit.binnentreden_stays"


def test_inside_on_a_machtiging_the_list_is_filled_in() -> None:
    inside = home_visit(binnentreden={RECORD: on_machtiging()})
    assert binnentreden.consent(inside) == "machtiging"
    binnentreden.check_inside(inside, seen_before_withdrawal=False)


ATTACHING = {"machtiging_id": MACHTIGING_ID, **LEAVE}


def attach(body: Any, premises: Any = None, **switches: Any) -> str:
    """At HOME_ID, with a by-law that gives the power unless said otherwise."""
    article = {"binnentreden_woning_artikel": "APV art. 3:20", **switches}
    policy = replace(POLICY, switches={**POLICY.switches, **article})
    asked = replace(context(TOM, policy=policy), document_id=HOME_ID)
    try:
        machtiging.attach(premises or home(), body, asked)
    except Refused as refused:
        return refused.reason
    return ""


def test_a_machtiging_is_attached_as_it_stands_on_paper() -> None:
    assert attach(ATTACHING) == ""
    assert attach(ATTACHING, licensed()) == "machtiging.not_a_dwelling"
    assert attach({**ATTACHING, "given_on": "2026-11-21"}) == "machtiging.wrong_day"
    assert attach({**ATTACHING, "authorised_ids": []}) == "machtiging.nobody_named"
    assert attach({**ATTACHING, "zaak_id": "Jan Jansen"}) == "text.no_zaaknummer"


def test_a_machtiging_names_four_dwellings_at_most() -> None:
    more = [HOME_ID, *(f"11111111-0000-5000-8000-00000000001{n}" for n in range(3))]
    assert attach({**ATTACHING, "dwellings": more}) == ""
    assert attach({**ATTACHING, "dwellings": [*more, PREMISES_ID]}) == "machtiging.too_many_dwellings"
    assert attach({**ATTACHING, "dwellings": [PREMISES_ID]}) == "machtiging.too_many_dwellings"


def test_without_an_article_that_gives_the_power_there_is_no_machtiging_for_supervision() -> None:
    assert attach(ATTACHING, binnentreden_woning_artikel=None) == "machtiging.no_power"
    assert attach(APPLYING, with_measure(), binnentreden_woning_artikel=None) == ""
    assert attach({**APPLYING, "purpose": "toezicht"}) == "machtiging.wrong_issuer"


APPLYING = {**ATTACHING, "purpose": "bestuursdwang", "issuer": "college_van_burgemeester_en_wethouders"}


def with_measure(measure_type: str = "last_onder_bestuursdwang", state: str = "toepassing_gepland") -> Any:
    """A home with one measure on its file."""
    return home(open_measures={"m1": {"measure_type": measure_type, "state": state}})


@pytest.mark.parametrize(
    ("measure_type", "state", "reason"),
    [
        ("last_onder_bestuursdwang", "toepassing_gepland", ""),
        ("sluiting", "aangekondigd", ""),
        ("last_onder_bestuursdwang", "voorgesteld", ""),
        ("last_onder_bestuursdwang", "nagekomen", "machtiging.no_bestuursdwang"),
        ("sluiting", "opgeschort", "machtiging.no_bestuursdwang"),
        ("last_onder_dwangsom", "actief", "machtiging.no_bestuursdwang"),
    ],
)
def test_a_machtiging_for_bestuursdwang_needs_something_to_carry_out(
    measure_type: str, state: str, reason: str
) -> None:
    assert attach(APPLYING, with_measure(measure_type, state)) == reason
    assert attach(APPLYING) == "machtiging.no_bestuursdwang"


def carrying_out(**more: Any) -> Any:
    return home_visit(**more) | {"reason": "uitvoering"}


def test_a_machtiging_for_bestuursdwang_opens_no_inspection() -> None:
    leave = {**LEAVE, "purpose": "bestuursdwang"}
    assert goes_in(on_machtiging(), leave) == "visit.machtiging_other_purpose"
    assert goes_in(on_machtiging(), leave, carrying_out()) == ""
    assert goes_in(on_machtiging(), LEAVE, carrying_out()) == "visit.machtiging_other_purpose"


@pytest.mark.parametrize("record", [on_machtiging(), consent_record("ja", entered_at=AT), withdrawn_record()])
def test_who_carries_out_bestuursdwang_does_not_inspect(record: Any) -> None:
    with pytest.raises(Refused, match=r"visit\.carrying_out"):
        binnentreden.check_inside(carrying_out(binnentreden={RECORD: record}), seen_before_withdrawal=True)


def test_a_visit_that_carried_out_is_finished_without_a_list() -> None:
    record = on_machtiging(left_at="2026-11-20T20:40:00Z")
    closing = {"outcome": "afgerond", "statement": True, "made_at": "2026-11-20T20:41:00Z"}
    assert refusal(visits.close, carrying_out(binnentreden={RECORD: record}), closing) == ""
    assert refusal(visits.close, home_visit(binnentreden={RECORD: record}), closing) == "visit.items_open"


def test_a_machtiging_that_was_withdrawn_stays_on_record() -> None:
    known = home(machtigingen={MACHTIGING_ID: LEAVE})
    assert ask(machtiging.withdraw, known, {"machtiging_id": MACHTIGING_ID}, TOM)[f"machtigingen.{MACHTIGING_ID}"][
        "withdrawn_at"
    ]
    gone = home(machtigingen={MACHTIGING_ID: {**LEAVE, "withdrawn_at": AT}})
    assert refusal(machtiging.withdraw, gone, {"machtiging_id": MACHTIGING_ID}, TOM) == "visit.no_machtiging"


TIMES = json.loads((Path(__file__).parents[1] / "vectors" / "entry_times.json").read_text())["cases"]


@pytest.mark.parametrize("one", TIMES, ids=[one["name"] for one in TIMES])
def test_times_of_entering_that_do_not_follow_each_other_are_found(one: Any) -> None:
    assert [list(pair) for pair in entry_times.out_of_order(one["entry"])] == one["out_of_order"]


def test_a_record_of_a_clock_that_stepped_back_is_kept() -> None:
    back = on_machtiging(left_at="2026-11-20T20:10:00Z")
    assert goes_in(back) == ""


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
