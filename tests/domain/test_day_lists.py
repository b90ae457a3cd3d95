"""The list of one pair for one day."""

from dataclasses import replace
from typing import Any

import pytest

from fieldapp.domain import day_lists
from fieldapp.domain.errors import Refused
from tests.domain.situations import PREMISES_ID, ask, context, refusal, stop
from tests.people import CENTRUM, ELSEWHERE, INES, IVO, OTTO, SYSTEM, TOM

PLAN = {"team_id": CENTRUM, "on": "2026-11-21", "person_ids": [INES.person, IVO.person], "note": None}


def planned(**more: Any) -> Any:
    return {**PLAN, "state": "concept", "stops": {"s": stop(added_by=TOM.person)}, **more}


def sent(**more: Any) -> Any:
    return planned(state="verstuurd", sent_at="2026-11-21T16:00:00Z", **more)


def test_a_list_is_planned_for_two() -> None:
    assert ask(day_lists.plan, None, PLAN, by=TOM) == {**PLAN, "state": "concept"}
    for people in ([INES.person], [INES.person, INES.person], [INES.person, IVO.person, TOM.person]):
        assert refusal(day_lists.plan, None, {**PLAN, "person_ids": people}, by=TOM) == "day_list.not_a_pair"


def test_a_team_lead_plans_for_the_own_team() -> None:
    assert refusal(day_lists.plan, None, {**PLAN, "team_id": ELSEWHERE}, by=TOM) == "day_list.other_team"
    assert refusal(day_lists.plan, None, PLAN, by=SYSTEM) == ""


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"appointment": "half tien"}, "moment.unreadable"), ({"appointment": "24:30"}, "moment.unreadable"),
     ({"order": -1}, "number.out_of_range"), ({"address_text": "bel 0612345678"}, "text.personal_data")],
)  # fmt: skip
def test_a_stop_has_a_clock_time_an_order_and_an_address(wrong: dict[str, Any], reason: str) -> None:
    assert refusal(day_lists.plan, None, {**PLAN, "stops.s": stop(**wrong)}, by=TOM) == reason
    assert refusal(day_lists.set_stop, planned(), {"stops.t": stop(**wrong)}, by=TOM) == reason


def test_a_day_is_a_day_and_a_note_has_no_personal_data() -> None:
    assert refusal(day_lists.plan, None, {**PLAN, "on": "morgen"}, by=TOM) == "moment.unreadable"
    assert refusal(day_lists.plan, None, {**PLAN, "note": "Vraag naar 0612345678"}, by=TOM) == "text.personal_data"


def test_the_pair_adds_a_stop_and_takes_its_own_off() -> None:
    mine = stop(added_by=INES.person)
    assert refusal(day_lists.set_stop, sent(), {"stops.n": mine}, by=INES) == ""
    assert refusal(day_lists.set_stop, sent(stops={"n": mine}), {"stops.n": None}, by=INES) == ""


def test_what_the_team_lead_put_on_stays_on_for_the_pair() -> None:
    assert refusal(day_lists.set_stop, sent(), {"stops.s": None}, by=INES) == "day_list.lead_takes_off"
    assert refusal(day_lists.set_stop, sent(), {"stops.s": None}, by=TOM) == ""


def test_the_pair_changes_the_order() -> None:
    assert refusal(day_lists.set_stop, sent(), {"stops.s": stop(added_by=TOM.person, order=4)}, by=IVO) == ""


def test_who_may_not_see_a_stop_changes_its_order_and_keeps_its_appointment() -> None:
    shielded = sent(
        stops={"s": stop(added_by=TOM.person, appointment="14:00")},
        restricted={PREMISES_ID: {"person_ids": [INES.person]}},
    )
    seen = stop(added_by=TOM.person, address_text="Afgeschermd adres", appointment=None, order=4)
    kept = ask(day_lists.set_stop, shielded, {"stops.s": seen}, by=IVO)["stops.s"]
    assert (kept["order"], kept["appointment"]) == (4, "14:00")
    assert ask(day_lists.set_stop, shielded, {"stops.s": seen}, by=INES)["stops.s"]["appointment"] is None


def test_a_stranger_changes_nothing() -> None:
    assert refusal(day_lists.set_stop, sent(), {"stops.s": stop()}, by=OTTO) == "day_list.not_yours"
    assert refusal(day_lists.set_stop, sent(team_id=ELSEWHERE), {"stops.s": None}, by=TOM) == "day_list.other_team"


@pytest.mark.parametrize("other", ["premises_id", "visit_id", "added_by"])
def test_a_stop_keeps_its_premises_and_its_visit(other: str) -> None:
    moved = {**stop(added_by=TOM.person), other: "99999999-0000-7000-8000-000000000009"}
    assert refusal(day_lists.set_stop, sent(), {"stops.s": moved}, by=TOM) == "day_list.stop_stays"


def test_a_list_is_sent_once_and_not_empty() -> None:
    assert ask(day_lists.send, planned(), {}, by=TOM) == {"state": "verstuurd", "sent_at": "2026-11-20T21:14:00Z"}
    assert refusal(day_lists.send, sent(), {}, by=TOM) == "day_list.sent_already"
    assert refusal(day_lists.send, planned(stops={}), {}, by=TOM) == "day_list.empty"
    assert refusal(day_lists.send, planned(team_id=ELSEWHERE), {}, by=TOM) == "day_list.other_team"


def test_the_two_phones_have_it_from_sending_until_it_leaves() -> None:
    pair = {f"person:{INES.person}", f"person:{IVO.person}"}
    assert not pair & day_lists.scopes(planned())
    assert pair <= day_lists.scopes(sent())
    assert not pair & day_lists.scopes(sent(**ask(day_lists.leave_phones, sent(), {"on": "2026-11-29"}, by=SYSTEM)))


def test_lists_filter_on_day_and_state() -> None:
    assert day_lists.index(sent()) == {
        "on": "2026-11-21", "team_id": CENTRUM, "state": "verstuurd", "on_phones": "true",
    }  # fmt: skip


def test_a_list_names_people_and_premises_by_id_never_by_name() -> None:
    pair = {**PLAN, "person_ids": [INES.person, "Jan van de Velde"]}
    assert refusal(day_lists.plan, None, pair, by=TOM) == "text.not_a_code"
    for field in ("premises_id", "visit_id", "added_by"):
        named = {"stops.t": stop(**{field: "Jan van de Velde"})}
        assert refusal(day_lists.set_stop, planned(), named, by=TOM) == "text.not_a_code", field


def test_who_does_not_read_an_address_does_not_change_it() -> None:
    moved = {"stops.s": stop(added_by=TOM.person, address_text="Afgeschermd adres", order=3)}
    assert ask(day_lists.set_stop, sent(), moved)["stops.s"] == stop(added_by=TOM.person, order=3)


def test_a_stop_at_shielded_premises_is_shielded_until_that_ends() -> None:
    body = {"premises_id": PREMISES_ID, "is_restricted": True, "person_ids": [TOM.person]}
    named = {f"restricted.{PREMISES_ID}": {"person_ids": [TOM.person]}}
    assert ask(day_lists.restrict, sent(), body, by=SYSTEM) == named
    ended = ask(day_lists.restrict, sent(), {**body, "is_restricted": False, "person_ids": []}, by=SYSTEM)
    assert ended == {f"restricted.{PREMISES_ID}": None}


def withdrawal(day_list: Any, by: Any = TOM, **visits: Any) -> str:
    try:
        day_lists.withdraw(day_list, {}, replace(context(by), found={"visits": visits}))
    except Refused as refused:
        return refused.reason
    return ""


def test_a_list_on_which_nothing_was_begun_is_withdrawn_sent_or_not() -> None:
    for one in (planned(), planned(stops={}), sent()):
        assert ask(day_lists.withdraw, one, {}, by=TOM) == {"state": "ingetrokken"}
    assert withdrawal(planned(team_id=ELSEWHERE)) == "day_list.other_team"


def test_a_list_with_a_visit_on_it_is_not_withdrawn() -> None:
    begun, elsewhere = stop()["visit_id"], "99999999-0000-7000-8000-000000000009"
    assert withdrawal(sent(), **{begun: {"state": "open"}}) == "day_list.visit_begun"
    assert withdrawal(sent(), **{elsewhere: {"day_list_id": context().document_id}}) == "day_list.visit_begun"
    assert withdrawal(sent(), **{elsewhere: {"day_list_id": None}}) == "", "an earlier visit at the same premises"


def test_a_visit_that_lapsed_does_not_keep_its_list() -> None:
    assert withdrawal(sent(), **{stop()["visit_id"]: {"outcome": "vervallen"}}) == ""


def test_what_was_withdrawn_leaves_the_phones_and_changes_no_more() -> None:
    gone = {**sent(), **ask(day_lists.withdraw, sent(), {}, by=TOM)}
    assert day_lists.scopes(gone) == {"system", f"team:{CENTRUM}"}
    for rule, body in ((day_lists.send, {}), (day_lists.withdraw, {}), (day_lists.set_stop, {"stops.s": None})):
        assert refusal(rule, gone, body, by=TOM) == "day_list.withdrawn"
    assert refusal(day_lists.set_stop, gone, {"stops.n": stop()}, by=INES) == "day_list.withdrawn"
