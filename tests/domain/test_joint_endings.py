"""A joint visit that goes with its visit: to a colleague, or away; and one that a team lead closes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fieldapp import reactions
from fieldapp.domain import joint_endings, joint_visits, redaction
from fieldapp.pages import joint_visits as pages
from tests.domain.situations import (
    RECORD,
    VISIT_ID,
    ask,
    closed_joint_visit,
    consent_record,
    home_visit,
    joint_visit,
    refusal,
    taken_in,
    visit,
)
from tests.domain.situations import context as context_of
from tests.people import ELSEWHERE, INES, IVO, OTTO, PIA, POLICE_UNIT, SYSTEM, TESS, TOM
from tests.test_reactions import desk

FOLLOW = "joint_visit.follow_visit"
LOST = {"end_reason": "toestel_weg", "text": None}
AT = "2026-11-20T20:40:00Z"


def led_by(who: Any, *company: Any, voided_at: str | None = None) -> dict[str, Any]:
    return {"leader_id": who.person, "co_visitor_ids": [one.person for one in company], "voided_at": voided_at}


def follow(joint: Any, body: dict[str, Any], **reads: Any) -> dict[str, Any]:
    return dict(ask(joint_endings.follow_visit, joint, body, by=SYSTEM, **reads))


def with_ggd() -> Any:
    return home_visit(binnentreden={RECORD: consent_record("nee", companions=[{"capacity": "ggd", "count": 1}])})


def test_a_joint_visit_goes_to_who_leads_on_and_keeps_who_went_along() -> None:
    changes = follow(joint_visit(), led_by(OTTO, IVO, INES))
    assert changes == {"leader_id": OTTO.person, "co_visitor_ids": [IVO.person, INES.person], "inspectors_count": 3}
    led_on: Any = {**joint_visit(), **changes}
    assert f"person:{OTTO.person}" in joint_visits.scopes(led_on)


def test_one_that_is_closed_stays_as_it_was() -> None:
    assert follow(closed_joint_visit(), led_by(OTTO, IVO, INES)) == {}


def test_one_whose_visit_lapsed_is_over_and_says_so() -> None:
    changes = follow(joint_visit(), led_by(INES, IVO, voided_at=AT))
    assert changes == {"state": "closed", "voided_at": AT, "received_at": "2026-11-20T21:14:00Z"}


@pytest.mark.parametrize("joint", [closed_joint_visit(voided_at=AT), {**joint_visit(voided_at=AT), "state": "closed"}])
def test_the_police_read_that_it_lapsed_and_no_address(joint: Any) -> None:
    shown = redaction.redact("joint_visit", joint, PIA, date(2026, 11, 21))
    assert "premises_text" not in shown
    detail = pages.detail({"id": "j", "fields": shown}, {})
    assert detail["lapsed"] == "Dit bezoek had niet moeten beginnen en is vervallen. Het telt niet mee."
    assert "vervallen" in detail["times"]


def test_a_visit_that_counts_after_all_brings_its_joint_visit_back() -> None:
    assert follow(closed_joint_visit(voided_at=AT), led_by(INES, IVO)) == {"voided_at": None}


def test_a_team_lead_closes_one_that_nobody_can_close_and_the_end_stays_unknown() -> None:
    changes = ask(joint_endings.end, joint_visit(), LOST, by=TOM)
    now = "2026-11-20T21:14:00Z"
    assert changes == {
        "state": "closed",
        "ended": {"reason": "toestel_weg", "text": None, "by": TOM.person, "at": now},
        "received_at": now,
    }
    ended: Any = {**joint_visit(), **changes}
    assert pages.times_words(ended).endswith(", einde niet vastgelegd")
    assert joint_visits.over_since(ended) == "2026-11-20"
    assert f"unit:{POLICE_UNIT}" in joint_visits.scopes(ended)


def test_only_the_own_team_and_only_one_that_goes_on() -> None:
    assert refusal(joint_endings.end, closed_joint_visit(), LOST, by=TOM) == "joint_visit.closed"
    assert refusal(joint_endings.end, joint_visit(team_id=ELSEWHERE), LOST, by=TOM) == "joint_visit.not_yours"
    assert refusal(joint_endings.end, joint_visit(), {**LOST, "end_reason": "anders"}, by=TOM) == "visit.needs_reason"


def test_the_closing_that_comes_from_the_phone_after_all_can_be_taken_in() -> None:
    ended: Any = {**joint_visit(), **ask(joint_endings.end, joint_visit(), LOST, by=TOM)}
    closing = {"ended_at": "2026-11-20T21:10:00Z"}
    assert refusal(joint_visits.close, ended, closing, visit=visit()) == "joint_visit.closed"
    assert taken_in(joint_visits.close, ended, closing, visit=visit()) == ""
    assert taken_in(joint_visits.close, {**ended, **closing}, closing, visit=visit()) == "joint_visit.closed"


def test_who_led_and_did_not_know_of_it_loses_nobody_by_a_note() -> None:
    """Her phone names the two of them as it was: he leads now, and she went along."""
    led_on = {**joint_visit(), **follow(joint_visit(), led_by(IVO, INES))}
    changes = ask(joint_visits.note, led_on, {"co_visitor_ids": [IVO.person, TESS.person]})
    assert changes["co_visitor_ids"] == [TESS.person, INES.person]


def test_one_on_which_the_health_service_came_along_is_closed_and_its_unit_never_reads_it() -> None:
    """Nobody else can close it: who was there is refused. What the police and the GGD did together is not read by the police."""
    closing = {"ended_at": "2026-11-20T21:10:00Z"}
    assert refusal(joint_visits.close, joint_visit(), closing, visit=with_ggd()) == "joint_visit.ggd_and_police"
    ended: Any = {**joint_visit(), **ask(joint_endings.end, joint_visit(), LOST, by=TOM, visit=with_ggd())}
    assert (ended["state"], ended["left_unit_on"]) == ("closed", "2026-11-20")
    assert f"unit:{POLICE_UNIT}" not in joint_visits.scopes(ended)
    assert joint_visits.over_since(ended) == "2026-11-20", "it is destroyed in its time"
    assert pages.address_line(ended, date(2026, 11, 21)) == "De politie ziet het adres niet meer."


@pytest.mark.parametrize("by_lead_first", [False, True])
def test_the_closing_of_one_with_the_health_service_can_be_taken_in_and_its_unit_still_never_reads_it(
    by_lead_first: bool,
) -> None:
    """Her phone closed it, and the office held that: with it the hour of the end is known after all."""
    joint = joint_visit()
    if by_lead_first:
        joint = {**joint, **ask(joint_endings.end, joint, LOST, by=TOM, visit=with_ggd()), "left_unit_on": "2026-11-20"}
    closing: Any = {"ended_at": "2026-11-20T21:10:00Z"}
    context = replace(context_of(INES, {"visit": with_ggd()}), override=True)
    ended: Any = {**joint, **joint_visits.close(joint, closing, context)}
    assert (ended["state"], ended["ended_at"], ended["left_unit_on"]) == ("closed", closing["ended_at"], "2026-11-20")
    assert f"unit:{POLICE_UNIT}" not in joint_visits.scopes(ended)


def test_one_that_lapsed_with_the_health_service_there_is_read_by_no_unit() -> None:
    lapsed: Any = {**joint_visit(), **follow(joint_visit(), led_by(INES, IVO, voided_at=AT), visit=with_ggd())}
    assert f"unit:{POLICE_UNIT}" not in joint_visits.scopes(lapsed)
    after_all: Any = {**lapsed, **follow(lapsed, led_by(INES, IVO), visit=with_ggd())}
    assert f"unit:{POLICE_UNIT}" not in joint_visits.scopes(after_all)


def test_one_that_lapsed_so_before_this_was_known_leaves_its_unit_the_next_day() -> None:
    """The worker looks at what lapsed already, once."""
    lapsed = {**joint_visit(voided_at=AT, visit_id=VISIT_ID), "state": "closed"}
    ended = {"way": "vervallen", "at": AT}
    at = desk(("j", "joint_visit", lapsed), (VISIT_ID, "visit", with_ggd() | {"ended": ended, "outcome": "vervallen"}))
    told: Any
    [told] = [one for one in reactions.daily(date(2026, 11, 22), at) if getattr(one, "kind", "") == FOLLOW]
    lapsed |= follow(lapsed, told.body, visit=with_ggd())
    assert lapsed["left_unit_on"] == "2026-11-20"
    assert not [one for one in reactions.daily(date(2026, 11, 23), at) if getattr(one, "kind", "") == FOLLOW]
