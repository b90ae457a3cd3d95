"""A measure to its end through the engine and the worker, day by day: nothing is held, nothing happens twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from fieldapp.build import NO_PAGES, Build
from fieldapp.config import Config
from fieldapp.domain.course.ledger import is_settled, ledger_totals
from fieldapp.installation import Installation, open_installation
from fieldapp.worker import Worker
from sync import Actor
from tests import people
from tests.domain.course import ALL_ACTS, REASON, WEIGHING, uid
from tests.domain.situations import all_in_order, penalty
from tests.people import INES, IVO, LEA, MIA, ROB, SYSTEM, TOM

MEASURE, MANDATE = "018f0000-0000-7000-8000-00000000ee01", "018f0000-0000-7000-8000-00000000ee02"


class Town:
    """One installation on one day: its clock stands at noon there, and the worker has done all it can."""

    def __init__(self, config: Config, premises: str) -> None:
        self.config = config
        self.premises = premises

    @contextmanager
    def on(self, day: str) -> Iterator[Installation]:
        noon = datetime.combine(date.fromisoformat(day), time(12), UTC)
        offset = int((noon - datetime.now(UTC)).total_seconds())
        house = open_installation(replace(self.config, clock_offset_seconds=offset), build=NO_PAGES)
        run_dry(house)
        try:
            yield house
            run_dry(house)
        finally:
            house.store.close()

    def visit(self, day: str, number: int, reason: str = "hercontrole", bad: bool = True) -> tuple[str, str]:
        """Ines and Ivo go there; return the visit and its finding."""
        visit, finding = uid(700 + number), uid(800 + number)
        with self.on(day) as house:
            at = house.now().isoformat(timespec="seconds").replace("+00:00", "Z")
            do(house, INES, "visit.open", visit, premises_id=self.premises, team_id=people.CENTRUM,
               visit_kind="licensed_premises", reason=reason, leader_id=INES.person, co_visitor_ids=[IVO.person],
               checklist="chk-lp@1", opened_at=at, day_list_id=None)  # fmt: skip
            do(house, INES, "visit.note", visit, legitimation={"value": "leidinggevende", "at": at})
            answers = all_in_order() | ({"nooduitgang_vrij": {"value": "niet_in_orde"}} if bad else {})
            do(house, INES, "visit.answer", visit, answers=answers)
            if bad:
                said = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": "Dozen voor de deur."}
                do(house, INES, "visit.find", visit, findings={finding: said})
            do(house, INES, "visit.close", visit, outcome="afgerond", statement=True, made_at=at)
        return visit, finding

    def fields(self, document: str, day: str) -> dict[str, Any]:
        with self.on(day) as house:
            shown = house.engine.read(SYSTEM, document)
        assert shown
        fields: dict[str, Any] = shown["fields"]
        return fields


def run_dry(house: Installation) -> None:
    """Two steps without an entry: the first may have looked at the day, and what it did is followed by the second."""
    worker, idle = Worker(house), 0
    while idle < 2:
        idle = 0 if worker.step() else idle + 1


def do(house: Installation, by: Actor, kind: str, document: str, /, **body: Any) -> None:
    outcome = house.engine.submit(by, kind, document, body, base="latest")
    assert outcome.outcome == "applied", (kind, outcome.code)


def act(house: Installation, by: Actor, name: str, /, **body: Any) -> None:
    do(house, by, f"measure.{name}", MEASURE, **body)


@pytest.fixture
def town(house: Installation, config: Config, build: Build, premises: str) -> Town:
    mandate = {"person_id": MIA.person, "number": "MB 2026 14", "authority": "burgemeester", "is_own_power": False,
               "acts": ALL_ACTS, "measure_types": [], "max_eur_cents": None, "valid_from_on": "2026-01-01",
               "valid_until_on": None}  # fmt: skip
    do(house, SYSTEM, "mandate.grant", MANDATE, **mandate)
    return Town(config, premises)


def test_a_last_from_the_finding_to_the_last_cent(town: Town) -> None:
    visit, finding = town.visit("2026-11-23", 1, "routine")
    with town.on("2026-11-23") as house:
        do(house, INES, "measure.propose", MEASURE, **proposal(town, visit, finding))
        act(house, TOM, "approve", seen_proposal=1)
        act(house, MIA, "send_voornemen", sent_on="2026-11-23", how="toegezonden", zienswijze_days=14,
            mandate_id=MANDATE)  # fmt: skip
    with town.on("2026-12-01") as house:
        act(
            house,
            ROB,
            "receive_zienswijze",
            zienswijze_id=uid(1),
            received_on="2026-12-01",
            form="mondeling",
            text=None,
        )
        act(house, TOM, "prepare_besluit", text=REASON)
        act(house, TOM, "weigh", **WEIGHING)
        act(house, MIA, "sign", mandate_id=MANDATE)
        act(house, ROB, "make_known", on="2026-12-01", how="uitgereikt")
    file = town.fields(town.premises, "2026-12-02")
    assert file["open_measures"][MEASURE]["imposed_on"] == "2026-12-01"
    assert file["open_measures"][MEASURE]["hercontrole_on"] == "2026-12-16"
    assert file["breaches"][finding]["sent_on"] == "2026-12-01"

    again, seen = town.visit("2026-12-18", 2)
    of = uid(3)
    with town.on("2026-12-18") as house:
        act(house, TOM, "forfeit", verbeurte_id=of, forfeited_on="2026-12-18", visit_id=again, finding_ids=[seen])
        act(house, ROB, "notify_verbeurte", verbeurte_id=of, sent_on="2026-12-18")
    with town.on("2027-02-10") as house:
        act(house, MIA, "decide_invordering", verbeurte_id=of, made_known_on="2027-02-10", mandate_id=MANDATE,
            skip_zienswijze="awb_4_12")  # fmt: skip
        act(house, ROB, "remind", verbeurte_id=of, sent_on="2027-02-10")
        act(house, ROB, "record_payment", payment_id=uid(5), on="2027-02-10", amount_eur_cents=252_000, of=of,
            kind="betaling")  # fmt: skip
        act(house, MIA, "lift", on="2027-02-10", ground="doel_bereikt", text=REASON, mandate_id=MANDATE)
    with town.on("2027-04-02") as house:  # six weeks for bezwaar against the invordering, and the week of the post
        act(house, TOM, "close", reason="nagekomen", text=REASON)
    measure = town.fields(MEASURE, "2027-04-03")
    assert (measure["state"], measure["rechtsmiddel"], measure["final_on"]) == (
        "afgesloten",
        "onherroepelijk",
        "2027-01-12",
    )
    assert is_settled(measure) and ledger_totals(measure).sums.paid == 252_000
    assert MEASURE not in town.fields(town.premises, "2027-04-03").get("open_measures", {})
    nothing_held_and_each_term_once(town)


def proposal(town: Town, visit: str, finding: str) -> dict[str, Any]:
    reason = {"reason": "ernstiger", "text": None}
    body = penalty(premises_id=town.premises, visit_id=visit, finding_ids=[finding], deviation=reason)
    advice = {"result": "maatregel", "measure_type": "waarschuwing", "amount_eur_cents": None, "max_eur_cents": None}
    return {**body, "advice": {**body["advice"], **advice}}


def nothing_held_and_each_term_once(town: Town) -> None:
    with town.on("2027-04-04") as house:
        entries = house.engine.entries_since(0, 10_000)
    assert [(one.kind, one.code) for one in entries if one.outcome not in {"applied"}] == []
    ended = [one.body["term_id"] for one in entries if one.kind == "measure.end_term"]
    assert sorted(ended) == sorted(set(ended))
    assert {"begunstiging", "bezwaar"} <= set(ended)


def test_nights_that_the_house_was_dark_are_made_up_for_at_once(town: Town) -> None:
    visit, finding = town.visit("2026-11-23", 1, "routine")
    with town.on("2026-11-23") as house:
        do(house, INES, "measure.propose", MEASURE, **proposal(town, visit, finding))
        act(house, TOM, "approve", seen_proposal=1, skip_zienswijze="spoed")
        act(house, TOM, "weigh", **WEIGHING)
        act(house, MIA, "sign", mandate_id=MANDATE)
        act(house, ROB, "make_known", on="2026-11-23", how="toegezonden")
    measure = town.fields(MEASURE, "2027-06-01")
    assert (measure["state"], measure["rechtsmiddel"]) == ("actief", "onherroepelijk")
    before = measure["terms"]
    assert town.fields(MEASURE, "2027-06-02")["terms"] == before


def test_a_measure_that_binds_is_out_of_reach_for_police_and_administrator(town: Town) -> None:
    visit, finding = town.visit("2026-11-23", 1, "routine")
    with town.on("2026-11-23") as house:
        do(house, INES, "measure.propose", MEASURE, **proposal(town, visit, finding))
        act(house, TOM, "approve", seen_proposal=1)
        for actor in (people.PIA, people.ADA, people.OTTO):
            assert house.engine.read(actor, MEASURE) is None
            outcome = house.engine.submit(actor, "measure.weigh", MEASURE, WEIGHING)
            assert (outcome.outcome, outcome.code) in {("held", "no_permission"), ("closed", "no_permission")}
        assert house.engine.read(LEA, MEASURE) is not None
        assert house.engine.read(people.ADA, MANDATE) is not None
        assert house.engine.read(people.PIA, MANDATE) is None
