"""Roads by which one person would propose and decide after a visit changed hands: each of them is closed."""

from typing import Any

import pytest

from fieldapp.installation import Installation
from fieldapp.worker import Worker
from sync import LATEST, Actor
from sync.engine import NotEntitled
from tests import people
from tests.people import INES, INES_ON_HER_PHONE, IVO, TESS, TOM
from tests.web.evening import OPENED, blocked_exit, fields, new_id, opening, proposal, submit

CLOSING = {"outcome": "gesloten", "statement": True, "made_at": "2026-11-20T20:24:00Z"}


def over(to: Actor) -> dict[str, Any]:
    return {"leader_id": to.person, "handover_reason": "afgelost", "made_at": OPENED}


def begun(house: Installation, premises: str, leader: Actor, *company: Actor) -> str:
    body = {**opening(premises), "leader_id": leader.person, "co_visitor_ids": [one.person for one in company]}
    return submit(house, leader, "visit.open", new_id(), body)


def proposed(house: Installation, premises: str, visit: str, by: Actor) -> str:
    finding = new_id()
    submit(house, by, "visit.find", visit, {f"findings.{finding}": blocked_exit()})
    return submit(house, by, "measure.propose", new_id(), proposal(premises, visit, finding))


def run_dry(house: Installation) -> None:
    while Worker(house).step():
        pass


def approves(house: Installation, by: Actor, measure: str) -> str:
    return house.engine.submit(by, "measure.approve", measure, {"seen_proposal": 1}, base=LATEST).code or ""


def late(house: Installation, kind: str, visit: str, body: dict[str, Any], base: str | None = None) -> Any:
    """What the phone of Ines recorded before and sends now."""
    return house.engine.submit(INES_ON_HER_PHONE, kind, visit, body, base=base or LATEST, stream="worker")


def test_who_led_gives_the_visit_away_is_taken_off_and_does_not_decide(house: Installation, premises: str) -> None:
    visit = begun(house, premises, TESS, INES)
    submit(house, TESS, "visit.take_over", visit, over(INES))
    submit(house, INES, "visit.note", visit, {"co_visitor_ids": []})
    assert approves(house, TESS, proposed(house, premises, visit, INES)) == "measure.own_visit"


def test_who_took_over_and_gave_it_back_does_not_decide(house: Installation, premises: str) -> None:
    visit = begun(house, premises, INES, TESS)
    submit(house, TESS, "visit.take_over", visit, over(TESS))
    submit(house, TESS, "visit.take_over", visit, over(INES))
    submit(house, INES, "visit.note", visit, {"co_visitor_ids": []})
    assert approves(house, TESS, proposed(house, premises, visit, INES)) == "measure.own_visit"


def test_a_lead_who_came_along_gives_it_to_another_and_does_not_decide(house: Installation, premises: str) -> None:
    visit = begun(house, premises, INES, TESS)
    submit(house, TESS, "visit.take_over", visit, over(IVO))
    submit(house, IVO, "visit.note", visit, {"co_visitor_ids": [INES.person]})
    assert approves(house, TESS, proposed(house, premises, visit, INES)) == "measure.own_visit"


def test_who_ended_a_visit_of_her_own_and_is_taken_off_by_late_work_does_not_decide(
    house: Installation, premises: str
) -> None:
    visit = begun(house, premises, INES, TESS)
    finding = new_id()
    submit(house, INES, "visit.find", visit, {f"findings.{finding}": blocked_exit()})
    submit(house, TESS, "visit.end", visit, {"end_reason": "niet_afgerond", "text": None})
    held = late(house, "visit.note", visit, {"co_visitor_ids": []})
    assert (held.outcome, held.code) == ("held", "visit.closed")
    assert house.engine.replay(TOM, held.operation_id, override=True).outcome in {"applied", "conflict"}
    measure = submit(house, INES, "measure.propose", new_id(), proposal(premises, visit, finding))
    assert approves(house, TESS, measure) == "measure.own_visit"


@pytest.mark.parametrize("is_proposed_first", [True, False])
def test_who_came_along_by_the_phone_that_was_late_does_not_decide(
    house: Installation, premises: str, is_proposed_first: bool
) -> None:
    """Ines noted without connection that Tess came along; that Ivo took over was known before it arrived."""
    visit = begun(house, premises, INES, IVO)
    shown = house.engine.read(INES, visit)
    assert shown
    submit(house, IVO, "visit.take_over", visit, over(IVO))
    measure = proposed(house, premises, visit, IVO) if is_proposed_first else ""
    company = {"co_visitor_ids": [IVO.person, TESS.person]}
    assert late(house, "visit.note", visit, company, shown["version"]).outcome in {"applied", "conflict"}
    measure = measure or proposed(house, premises, visit, IVO)
    run_dry(house)
    assert TESS.person in fields(house, measure)["co_visitor_ids"]
    assert approves(house, TESS, measure) == "measure.own_visit"
    assert approves(house, TOM, measure) == ""


def test_taking_over_a_visit_that_was_closed_meanwhile_cannot_be_taken_in(house: Installation, premises: str) -> None:
    visit = begun(house, premises, IVO, INES)
    submit(house, IVO, "visit.close", visit, CLOSING)
    held = late(house, "visit.take_over", visit, over(INES))
    assert (held.outcome, held.code) == ("held", "visit.closed")
    for override in (False, True):
        assert house.engine.replay(TOM, held.operation_id, override=override).outcome == "held"
    assert fields(house, visit)["leader_id"] == IVO.person


def test_of_two_who_close_after_a_handover_one_counts_and_the_other_waits(house: Installation, premises: str) -> None:
    visit = begun(house, premises, INES, IVO)
    submit(house, IVO, "visit.take_over", visit, over(IVO))
    submit(house, IVO, "visit.close", visit, CLOSING)
    held = late(house, "visit.close", visit, {**CLOSING, "outcome": "niemand_aanwezig"})
    assert (held.outcome, held.code) == ("held", "visit.closed")
    assert house.engine.replay(TOM, held.operation_id, override=True).outcome == "held"
    run_dry(house)
    assert fields(house, visit)["outcome"] == "gesloten"
    assert fields(house, premises)["visits"][visit]["outcome"] == "gesloten"


def test_nobody_takes_in_the_closing_that_he_or_she_made(house: Installation, premises: str) -> None:
    visit = begun(house, premises, people.TESS, INES)
    submit(house, TOM, "visit.end", visit, {"end_reason": "toestel_weg", "text": None})
    held = house.engine.submit(
        people.on_phone(TESS.person), "visit.close", visit, CLOSING, base=LATEST, stream="worker"
    )
    assert held.outcome == "held"
    with pytest.raises(NotEntitled):
        house.engine.replay(TESS, held.operation_id, override=True)
    assert fields(house, visit)["outcome"] == "afgebroken"
