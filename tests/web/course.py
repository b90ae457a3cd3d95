"""A measure at the desks of its people, on days of our choice: every act through the page and the form of the product."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation
from fieldapp.worker import Worker
from tests import people
from tests.web import evening
from tests.web.conftest import Clock

ALL_ACTS = ["voornemen", "besluit", "spoed", "invordering", "kosten", "opheffing"]
SAID = "Dat volgt uit wat de toezichthouders zagen."
WHO = {"tom": people.TOM, "mia": people.MIA, "rob": people.ROB, "lea": people.LEA}


@dataclass
class Case:
    """One measure, the house it is in, and the desks at which people sit."""

    house: Installation
    clock: Clock
    desk: Callable[[str], Any]
    premises: str
    measure: str
    visit: str
    mandate: str = ""
    answers: list[int] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, Any]:
        return evening.fields(self.house, self.measure)

    @property
    def state(self) -> str:
        return str(self.fields["state"])

    @property
    def path(self) -> str:
        return f"/kantoor/maatregelen/{self.measure}"

    def page(self, name: str) -> str:
        return str(self.desk(name).get(self.path).get_data(as_text=True))

    def form(self, name: str, act: str, of: str = "") -> str:
        return f"{self.path}/doe/{act}" + (f"?voor={of}" if of else "")

    def send(self, name: str, act: str, of: str = "", **filled: Any) -> TestResponse:
        """Fill in the form of an act as it is opened, and say that it is right."""
        browser, path = self.desk(name), self.form(name, act, of)
        opened = browser.get(path)
        assert opened.status_code == 200, (act, opened.status_code, words(opened))
        begun = hidden_of(opened.get_data(as_text=True))
        answer: TestResponse = browser.post(path, {**begun, **filled, "bevestigd": "ja"}, page=path)
        return answer

    def do(self, name: str, act: str, of: str = "", **filled: Any) -> Case:
        answer = self.send(name, act, of, **filled)
        assert answer.status_code == 303, (act, answer.status_code, words(answer))
        return self

    def on(self, day: str) -> Case:
        """Go to this day, and let the worker do what its nights ask."""
        self.clock.on(day)
        worker = Worker(self.house)
        while worker.step():
            pass
        return self

    def another_visit(self, day: str) -> str:
        """Ines and Ivo find the same breach again; return the id of the visit."""
        body = evening.opening(self.premises) | {"reason": "hercontrole", "opened_at": f"{day}T20:14:00Z"}
        visit = evening.submit(self.house, people.INES, "visit.open", evening.new_id(), body)
        evening.answers(self.house, visit)
        finding = {f"findings.{evening.new_id()}": evening.blocked_exit()}
        evening.submit(self.house, people.INES, "visit.find", visit, finding)
        ending = {"outcome": "afgerond", "statement": True, "made_at": f"{day}T20:30:00Z"}
        evening.submit(self.house, people.INES, "visit.close", visit, ending)
        return visit


def a_case(house: Installation, clock: Clock, desk: Any, premises: str, **proposed: Any) -> Case:
    """Ines proposes, Tom approves, and Mia has a mandate."""
    found = evening.an_evening(house, premises)
    if proposed:
        body = evening.proposal(premises, found.visit, found.finding, **proposed)
        found_measure = evening.submit(house, people.INES, "measure.propose", evening.new_id(), body)
    else:
        found_measure = found.measure
    made = Case(house, clock, desk, premises, found_measure, found.visit)
    made.mandate = grant(house)
    return made


def grant(house: Installation, **more: Any) -> str:
    body = {
        "person_id": people.MIA.person,
        "number": "MB 2026-14",
        "authority": "burgemeester",
        "is_own_power": False,
        "acts": ALL_ACTS,
        "measure_types": [],
        "max_eur_cents": None,
        "valid_from_on": "2026-01-01",
        "valid_until_on": None,
        **more,
    }
    return evening.submit(house, SYSTEM, "mandate.grant", evening.new_id(), body)


def approve(case: Case, **more: Any) -> Case:
    body = {"seen_proposal": 1, "seen_binnentreden": True, "photos_on_their_way": 0, **more}
    evening.submit(case.house, people.TOM, "measure.approve", case.measure, body)
    return case


def hidden_of(page: str) -> dict[str, str]:
    """Return what a form holds by itself: hidden fields, filled days, and what is chosen already."""
    held: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        is_choice = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and value and name.group(1) != "csrf_token" and (not is_choice or " checked" in tag):
            held[name.group(1)] = value.group(1)
    return held


def words(answer: TestResponse) -> str:
    """Return what a page says, without its marks."""
    main = answer.get_data(as_text=True).partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:1500]
