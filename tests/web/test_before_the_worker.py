"""What must never be late is decided with the operation itself: nothing here waits for a turn of the worker."""

from __future__ import annotations

from typing import Any

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from sync import LATEST, Actor
from tests import people
from tests.domain.course import ALL_ACTS, WEIGHING
from tests.domain.situations import stop
from tests.people import INES, IVO, MIA, ROB, TESS, TOM
from tests.web.evening import (
    CLOSED,
    OPENED,
    an_evening,
    answers,
    blocked_exit,
    fields,
    new_id,
    opening,
    proposal,
    submit,
)

NAMED = {"is_restricted": True, "person_ids": [INES.person, TOM.person], "text": "Bijzonder adres."}


def code_of(house: Installation, actor: Actor, kind: str, document: str, **body: Any) -> str:
    return house.engine.submit(actor, kind, document, body, base=LATEST).code or ""


def shown_stop(house: Installation, who: Actor, listed: str) -> dict[str, Any]:
    shown = house.engine.read(who, listed)
    assert shown is not None
    (found,) = shown["fields"]["stops"].values()
    return dict(found)


def planned(house: Installation, premises: str, **more: Any) -> str:
    stops = (
        {f"stops.{new_id()}": stop(premises_id=premises, visit_id=new_id(), appointment="21:30")} if premises else {}
    )
    body = {"team_id": people.CENTRUM, "on": "2026-11-20", "person_ids": [INES.person, IVO.person], **stops, **more}
    return submit(house, TOM, "day_list.plan", new_id(), body)


def shield(house: Installation, premises: str) -> None:
    submit(house, TOM, "premises.restrict", premises, {"is_restricted": True, "person_ids": NAMED["person_ids"]})


def test_a_list_that_is_planned_and_sent_at_once_shows_no_shielded_address(house: Installation, premises: str) -> None:
    shield(house, premises)
    listed = planned(house, premises)
    submit(house, TOM, "day_list.send", listed, {})
    assert shown_stop(house, people.IVO_ON_HIS_PHONE, listed)["address_text"] == "Afgeschermd adres"
    assert shown_stop(house, people.IVO_ON_HIS_PHONE, listed)["appointment"] is None
    assert shown_stop(house, people.INES_ON_HER_PHONE, listed)["address_text"] == "Lantaarnkade 12"


def test_an_address_that_was_shielded_after_the_plan_is_so_when_the_list_is_sent(
    house: Installation, premises: str
) -> None:
    listed = planned(house, premises)
    shield(house, premises)
    submit(house, TOM, "day_list.send", listed, {})
    assert shown_stop(house, people.IVO_ON_HIS_PHONE, listed)["address_text"] == "Afgeschermd adres"


def test_a_shielded_stop_that_is_added_to_a_list_on_its_way_is_shielded_at_once(
    house: Installation, premises: str
) -> None:
    shield(house, premises)
    other = submit(house, SYSTEM, "premises.register", new_id(), place("Kade 3"))
    listed = planned(house, other)
    submit(house, TOM, "day_list.send", listed, {})
    key = new_id()
    submit(house, TOM, "day_list.set_stop", listed, {f"stops.{key}": stop(premises_id=premises, visit_id=new_id())})
    shown = house.engine.read(people.IVO_ON_HIS_PHONE, listed)
    assert shown is not None and shown["fields"]["stops"][key]["address_text"] == "Afgeschermd adres"
    assert house.engine.check().is_whole


def place(text: str) -> dict[str, Any]:
    address = {"bag_object_id": None, "bag_address_id": None, "text": text, "lat": None, "lon": None}
    return {"address": address, "premises_type": "prive_huis_club", "is_dwelling": False, "team_id": people.CENTRUM}


def joint_opening(premises: str, visit: str, leader: Actor) -> dict[str, Any]:
    return {
        "visit_id": visit,
        "premises_id": premises,
        "premises_text": "Lantaarnkade 12",
        "premises_type": "prive_huis_club",
        "team_id": people.CENTRUM,
        "unit_id": people.POLICE_UNIT,
        "officers_count": 2,
        "ground": "handhaving_samen",
        "purpose_municipality": "toezicht_vergunning",
        "purpose_police": "bijstand",
        "started_at": OPENED,
        "shared_on_the_spot": {"direction": "gemeente_aan_politie", "category": "vergunning"},
        "leader_id": leader.person,
        "co_visitor_ids": [TESS.person],
    }


def test_who_was_there_by_the_log_with_the_police_does_not_decide(house: Installation, premises: str) -> None:
    found = an_evening(house, premises)
    submit(house, INES, "joint_visit.open", new_id(), joint_opening(premises, found.visit, INES))
    declining = {"reason": "andere_instantie", "text": "De brandweer pakt dit op."}
    assert code_of(house, TESS, "measure.approve", found.measure, seen_proposal=1) == "measure.own_visit"
    assert code_of(house, TESS, "measure.decline", found.measure, **declining) == "measure.own_visit"
    assert code_of(house, TOM, "measure.approve", found.measure, seen_proposal=1) == ""
    assert code_of(house, TESS, "measure.decline", found.measure, **declining) == "measure.own_visit"


def test_who_was_there_by_that_log_is_named_in_what_is_proposed_after_it(house: Installation, premises: str) -> None:
    found = an_evening(house, premises)
    submit(house, INES, "joint_visit.open", new_id(), joint_opening(premises, found.visit, INES))
    later = submit(house, INES, "measure.propose", new_id(), proposal(premises, found.visit, found.finding))
    assert TESS.person in fields(house, later)["co_visitor_ids"]


def test_of_two_lasts_for_one_breach_the_second_is_not_made_known(house: Installation, premises: str) -> None:
    """Both were signed before either bound; the file of the address has not heard of the first yet."""
    mandate = {"person_id": MIA.person, "number": "MB 2026 14", "authority": "burgemeester", "is_own_power": False,
               "acts": ALL_ACTS, "measure_types": [], "max_eur_cents": None, "valid_from_on": "2026-01-01",
               "valid_until_on": None}  # fmt: skip
    power = submit(house, SYSTEM, "mandate.grant", new_id(), mandate)
    found, today = an_evening(house, premises), house.today().isoformat()
    second = submit(house, INES, "measure.propose", new_id(), proposal(premises, found.visit, found.finding))
    for measure in (found.measure, second):
        assert code_of(house, TOM, "measure.approve", measure, seen_proposal=1, skip_zienswijze="spoed") == ""
        assert code_of(house, TOM, "measure.weigh", measure, **WEIGHING) == ""
    assert code_of(house, MIA, "measure.sign", found.measure, mandate_id=power) == ""
    assert code_of(house, MIA, "measure.sign", second, mandate_id=power) == "measure.sanction_running"
    assert code_of(house, ROB, "measure.make_known", found.measure, on=today, how="uitgereikt") == ""
    assert fields(house, premises).get("open_measures", {}) == {}
    assert code_of(house, MIA, "measure.sign", second, mandate_id=power) == "measure.sanction_running"
    third = {**proposal(premises, found.visit, found.finding)}
    assert code_of(house, INES, "measure.propose", new_id(), **third) == "measure.sanction_running"


def test_a_last_that_was_ended_stands_in_nobodys_way_before_the_file_has_heard_of_it(
    house: Installation, premises: str
) -> None:
    visit = submit(house, INES, "visit.open", new_id(), opening(premises))
    answers(house, visit)
    finding = new_id()
    submit(house, INES, "visit.find", visit, {f"findings.{finding}": blocked_exit()})
    submit(house, INES, "visit.close", visit, {"outcome": "afgerond", "statement": True, "made_at": CLOSED})
    measure = submit(house, INES, "measure.propose", new_id(), proposal(premises, visit, finding))
    submit(
        house, SYSTEM, "premises.note_measure", premises, {"measure_id": measure, "measure": in_force(), "sent": None}
    )
    submit(house, INES, "measure.withdraw", measure, {})
    assert code_of(house, INES, "measure.propose", new_id(), **proposal(premises, visit, finding)) == ""


def in_force() -> dict[str, Any]:
    """What the file says of a last that binds, as the worker wrote it down before."""
    return {
        "measure_type": "last_onder_dwangsom",
        "rule_key": "apv.inrichtingseisen",
        "state": "in_begunstiging",
        "term_ends_on": None,
        "amount_eur_cents": 250000,
        "max_eur_cents": 1000000,
        "operator": None,
        "imposed_on": "2026-11-01",
        "items": [],
        "hercontrole_on": None,
    }


def test_what_is_written_in_one_turn_is_found_in_that_turn(house: Installation, premises: str) -> None:
    found = an_evening(house, premises)
    later, listed = new_id(), new_id()
    house.engine.submit_all(
        INES,
        [
            ("joint_visit.open", new_id(), joint_opening(premises, found.visit, INES)),
            ("measure.propose", later, proposal(premises, found.visit, found.finding)),
        ],
    )
    assert TESS.person in fields(house, later)["co_visitor_ids"]
    stops = {f"stops.{new_id()}": stop(premises_id=premises, visit_id=new_id())}
    pair = {"team_id": people.CENTRUM, "on": "2026-11-20", "person_ids": [INES.person, IVO.person]}
    named = {"is_restricted": True, "person_ids": NAMED["person_ids"]}
    house.engine.submit_all(TOM, [("premises.restrict", premises, named), ("day_list.plan", listed, {**pair, **stops})])
    assert fields(house, listed)["restricted"] == {premises: {"person_ids": NAMED["person_ids"]}}


def test_a_proposal_by_a_matrix_that_got_another_name_since_is_no_reason_to_hold_it(
    house: Installation, premises: str
) -> None:
    found = an_evening(house, premises)
    earlier = {"name": "matrix-van-eerst@3", "policy_kind": "matrix", "content": {}, "effective_from_on": "2025-01-01"}
    submit(house, SYSTEM, "policy.publish", new_id(), {**earlier, "source": "raad"})
    body = proposal(premises, found.visit, found.finding)
    known, unknown = ({**body, "matrix": name} for name in ("matrix-van-eerst@3", "Jan Jansen woont hier@3"))
    assert code_of(house, INES, "measure.propose", new_id(), **known) == ""
    assert code_of(house, INES, "measure.propose", new_id(), **unknown) == "text.not_a_code"
