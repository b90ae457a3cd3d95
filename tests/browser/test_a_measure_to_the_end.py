"""A measure from the finding on a phone to the last cent, and a zeer-spoed closure: in a browser, the clock moved on.

The phone is played over the protocol (sealed, signed, pushed); everything at a desk happens in a real browser, by the
people who may. Between the days the server is stopped and started with a later clock, and its worker does the nights.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fieldapp.policy import load_policy
from tests.rig.api_phone import ApiPhone, uuid7
from tests.rig.chromium import Browser
from tests.rig.office import Office
from tests.rig.server import Server
from tests.web.evening import answer

PLACE = "Lantaarnkade 18"
SAID = "Dat volgt uit wat de toezichthouders zagen."
DAY = 24 * 3600


class House:
    """The server with a clock that only goes forward, and the desks at which people sit."""

    def __init__(self, server: Server, new_browser: Callable[..., Browser]) -> None:
        self.server, self.new_browser = server, new_browser
        self.offset = 0
        self.seats = 0

    @property
    def today(self) -> date:
        return (datetime.now(UTC) + timedelta(seconds=self.offset)).date()

    def days_later(self, days: int) -> date:
        """Let days and their nights pass: what the worker must do, it does before anybody sits down."""
        self.server.stop()
        self.offset += days * DAY
        self.server.settings["FIELDAPP_CLOCK_OFFSET_SECONDS"] = str(self.offset)
        self.server.start()
        return self.today

    def desk(self, role: str, nth: int = 0) -> Office:
        self.seats += 1
        return Office.sign_in(
            self.server, self.new_browser(f"{role}-{self.seats}", desk=True), self.server.user(role, nth)
        )

    def until(self, measure: str, state: str) -> None:
        """Wait until the worker brought the measure here."""
        deadline = time.time() + 60
        while time.time() < deadline:
            if self.fields(measure)["state"] == state:
                return
            time.sleep(0.5)
        raise AssertionError(f"{self.fields(measure)['state']} instead of {state}")

    def fields(self, document: str) -> dict[str, Any]:
        house = self.server.house()
        shown = house.engine.read(house.system, document)
        house.inside.store.close()
        assert shown is not None
        return dict(shown["fields"])


@pytest.fixture
def house(own_server: Server, new_browser: Callable[..., Browser]) -> Iterator[House]:
    yield House(own_server, new_browser)


class Inspector:
    """An inspector with a phone: visits, finds, proposes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.person = house.server.user("inspector")
        self.phone = ApiPhone.enrol(house.server.address, house.server.new_code(self.person["login"]))

    def visit(self, premises: str, fields: dict[str, Any], *, again: bool = False) -> tuple[str, str]:
        """One visit that finds the emergency exit blocked; return visit and finding."""
        visit, finding = uuid7(), uuid7()
        at = datetime.now(UTC) + timedelta(seconds=self.house.offset - 3600)
        opened = at.isoformat(timespec="seconds").replace("+00:00", "Z")
        self.phone.record("visit.open", visit, {
            "premises_id": premises, "team_id": fields["team_id"], "visit_kind": "licensed_premises",
            "reason": "hercontrole" if again else "routine", "leader_id": self.person["person_id"],
            "co_visitor_ids": [], "checklist": "chk-lp@1", "opened_at": opened, "day_list_id": None,
        })  # fmt: skip
        shown = {"value": "leidinggevende", "at": opened}
        self.phone.record("visit.note", visit, {"legitimation": shown, "near_address": "ja"})
        items = load_policy().checklists["chk-lp@1"]["items"]
        asked = [one for one in items if one["enabled"] and one["recorded_in"] is None and one["asked"] == "altijd"]
        self.phone.record("visit.answer", visit, {f"answers.{one['id']}": answer(one) for one in asked})
        found = {"item": "nooduitgang_vrij", "chips": ["versperd"], "text": "Dozen voor de deur.", "number": None}
        self.phone.record("visit.find", visit, {f"findings.{finding}": found})
        self.phone.record("visit.close", visit, {"outcome": "afgerond", "statement": True, "made_at": opened})
        return visit, finding

    def propose(self, premises: str, visit: str, finding: str, fields: dict[str, Any], **chosen: Any) -> str:
        measure = uuid7()
        operator = next(iter(fields["vergunningen"].values()))["exploitant"]
        self.phone.record("measure.propose", measure, {
            "premises_id": premises, "visit_id": visit, "team_id": fields["team_id"], "finding_ids": [finding],
            "rule_key": "apv.inrichtingseisen", "matrix": "matrix-voorbeeld@1",
            "advice": {"result": "geen_regel"}, "deviation": {"reason": "ernstiger", "text": None},
            "inform_owner": False, "time_unit": None,
            "dates": {"zienswijze_until_on": None, "herstel_until_on": None, "hercontrole_on": None},
            "addressee": {"role": "exploitant", "zaak_ref": None,
                          "operator": {"name": operator["name"], "kvk_nummer": operator["kvk_nummer"]}},
            **chosen,
        })  # fmt: skip
        return measure

    def send(self) -> None:
        while self.phone.waiting():
            self.phone.push(self.phone.token("push"))


def fill(page: Page, **said: str) -> None:
    """Fill in a form by its labels' names: days and texts as typed, choices by their words."""
    for name, value in said.items():
        choice = page.locator(f"input[type=radio][name={name}]")
        if choice.count():
            page.locator(f"#{name}").get_by_text(value, exact=False).first.click()
        else:
            page.locator(f"[name={name}]").fill(value)


def do(desk: Office, measure: str, act: str, **said: str) -> None:
    """Open the measure, choose the act under Wat nu, fill in its form, look once more, and say that it is right."""
    page = desk.page
    desk.go(f"/kantoor/maatregelen/{measure}")
    page.get_by_role("link", name=re.compile(f"^Doe dit: {act}")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(act)
    fill(page, **said)
    page.locator("form").get_by_role("button", name=re.compile("^(Verder|Leg vast)$")).click()
    if page.get_by_role("heading", level=1).inner_text() == "Klopt dit?":
        page.get_by_role("button", name="Ja, leg vast").click()
    expect(page.get_by_text(re.compile("^Vastgelegd:"))).to_be_visible()


def premises_of(house: House, place: str) -> tuple[str, dict[str, Any]]:
    inside = house.server.house()
    found = inside.engine.find(inside.system, "premises", limit=1000)
    inside.inside.store.close()
    shown = next(one for one in found if one["fields"]["address"]["text"] == place)
    return str(shown["id"]), dict(shown["fields"])


def approve(lead: Office, measure: str) -> None:
    lead.go(f"/kantoor/goedkeuren/{measure}")
    lead.page.get_by_role("button", name="Keur goed").click()
    expect(lead.page.get_by_text(re.compile("^Goedgekeurd:"))).to_be_visible()


def sees(desk: Office, measure: str, *words: str) -> None:
    desk.go(f"/kantoor/maatregelen/{measure}")
    for one in words:
        expect(desk.page.locator("main")).to_contain_text(one)
    assert desk.browser.complaints == []


def test_from_the_finding_to_the_last_cent(house: House) -> None:
    premises, fields = premises_of(house, PLACE)
    inspector = Inspector(house)
    visit, finding = inspector.visit(premises, fields)
    measure = inspector.propose(
        premises, visit, finding, fields, measure_type="last_onder_dwangsom", mode="per_overtreding",
        amount_eur_cents=250000, max_eur_cents=1000000, term_days=14, duration=None,
    )  # fmt: skip
    inspector.send()

    lead, holder, registrar = house.desk("team_lead", 1), house.desk("mandate_holder"), house.desk("registrar")
    approve(lead, measure)
    do(lead, measure, "Afweging vastleggen", herstelmaatregelen="Maak de nooduitgang vrij.")
    today = house.today.isoformat()
    do(holder, measure, "Voornemen versturen", sent_on=today, how="Toegezonden", zienswijze_days="14")
    do(
        registrar, measure, "Zienswijze vastleggen", received_on=today, form="Mondeling", heard_by_role="Registrator",
        text="De exploitant zegt dat de deur vrij is.",
    )  # fmt: skip
    do(lead, measure, "Besluit klaarzetten", text=SAID)
    do(holder, measure, "Besluit ondertekenen")
    do(registrar, measure, "Bekendmaken", on=today, how="Uitgereikt")
    sees(lead, measure, "De hersteltermijn loopt tot en met", "Bezwaar kan tot en met", "Waarom die dag")

    house.days_later(20)
    house.until(measure, "actief")
    second = Inspector(house)
    second.visit(premises, fields, again=True)
    second.send()
    lead, registrar, holder = house.desk("team_lead", 1), house.desk("registrar"), house.desk("mandate_holder")
    seen_on = house.today.isoformat()
    do(lead, measure, "Verbeurte vaststellen", forfeited_on=seen_on, visit_id="Hercontrole")
    do(registrar, measure, "Verbeurte meedelen", sent_on=seen_on)
    do(holder, measure, "Voornemen tot invordering versturen", sent_on=seen_on, zienswijze_days="14")
    sees(registrar, measure, "€ 2.500", "Voornemen tot invordering verstuurd")

    on = house.days_later(17).isoformat()
    holder, registrar = house.desk("mandate_holder"), house.desk("registrar")
    do(holder, measure, "Invordering besluiten", made_known_on=on)
    do(registrar, measure, "Betaling boeken", on=on, amount_eur_cents="2.500", kind="Betaling")
    sees(registrar, measure, "Betaald")
    registrar.go("/kantoor/dwangsommen")
    expect(registrar.page.locator("main")).not_to_contain_text(PLACE)
    (verbeurte,) = house.fields(measure)["verbeurten"].values()
    assert verbeurte["state"] == "betaald"
    house.server.stop()
    said = json.loads(house.server.command("check", "--data", str(house.server.data), "--json").stdout)
    assert said["wrong"] == [], said


def test_a_closure_at_once_whose_besluit_follows(house: House) -> None:
    premises, fields = premises_of(house, PLACE)
    inspector = Inspector(house)
    visit, finding = inspector.visit(premises, fields)
    measure = inspector.propose(
        premises, visit, finding, fields, measure_type="sluiting", mode=None, amount_eur_cents=None, max_eur_cents=None,
        term_days=None, duration={"months": 1},
    )  # fmt: skip
    inspector.send()

    lead, holder = house.desk("team_lead", 1), house.desk("mandate_holder")
    applied = (datetime.now().astimezone() - timedelta(minutes=20)).strftime("%Y-%m-%dT%H:%M")
    do(
        holder, measure, "Direct toepassen: besluit volgt", applied_at=applied, seal_numbers="Z-2001\nZ-2002",
        reason="De brandgang was dicht en er waren mensen binnen.",
    )  # fmt: skip
    sees(holder, measure, "Er is direct ingegrepen.", "Spoed", "Besluit achteraf")
    do(
        lead, measure, "Afweging vastleggen", closure_basis="Gemeentewet art. 174a", geschikt="Het gevaar is meteen weg.",
        noodzakelijk="Iets lichters kwam te laat.", evenwichtig="Het bedrijf kan dit dragen.",
    )  # fmt: skip
    do(holder, measure, "Besluit ondertekenen")
    registrar = house.desk("registrar")
    do(registrar, measure, "Bekendmaken", on=house.today.isoformat(), how="Uitgereikt")
    sees(registrar, measure, "Het pand is gesloten en verzegeld tot en met", "Direct toegepast")

    house.days_later(35)
    house.until(measure, "opgeheven")
    sees(house.desk("team_lead", 1), measure, "De maatregel is opgeheven.", "Termijn voorbij: duur van de sluiting")
