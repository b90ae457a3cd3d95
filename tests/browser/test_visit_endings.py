"""A visit begun by mistake, and a colleague who falls ill midway: the phone ends the one and takes over the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from sync import Actor
from tests.rig.chromium import PHONE, Browser
from tests.rig.field import FieldPhone
from tests.rig.server import House, Server

SYNC = """async () => {
  const loop = await import(`/s/${document.documentElement.dataset.build}/app/sync/loop.js`);
  for (let i = 0; i < 4; i += 1) await loop.syncNow();
}"""


@pytest.fixture
def phone(server: Server, playwright: Playwright, tmp_path: Path) -> Iterator[FieldPhone]:
    browser = Browser(playwright, tmp_path / "profile", dict(PHONE))
    made = FieldPhone(server, browser)
    made.enrol(server.new_code("s.deboer"))
    yield made
    browser.close()


def lead_of(server: Server) -> tuple[House, Actor]:
    house = server.house()
    lead = house.inside.directory.actor(person_id(server, "n.vos"), None)
    assert lead is not None
    return house, lead


def person_id(server: Server, login: str) -> str:
    return str(next(user["person_id"] for user in server.example["users"] if user["login"] == login))


def fields_of(server: Server, visit: str) -> dict[str, object]:
    house, lead = lead_of(server)
    shown = house.engine.read(lead, visit)
    assert shown is not None
    found: dict[str, object] = shown["fields"]
    return found


@pytest.mark.slow
def test_a_visit_begun_by_mistake_lapses_and_one_of_a_colleague_is_taken_over(
    server: Server, phone: FieldPhone
) -> None:
    page = phone.page
    visit = phone.start_licensed()
    me, colleague = person_id(server, "s.deboer"), person_id(server, "m.visser")
    page.evaluate(SYNC)
    house, lead = lead_of(server)
    body = {"leader_id": colleague, "handover_reason": "afgelost", "made_at": "2026-11-20T20:40:00Z"}
    assert house.engine.submit(lead, "visit.take_over", visit, body).outcome == "applied"
    page.evaluate(SYNC)
    assert fields_of(server, visit)["leader_id"] == colleague

    page.get_by_role("button", name="Meer").click()
    page.get_by_role("button", name="Neem controle over").click()
    page.get_by_role("button", name="Neem over").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies waarom u deze controle overneemt.")
    page.get_by_text("De collega is ziek").click()
    page.get_by_role("button", name="Neem over").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate(SYNC)
    assert fields_of(server, visit)["leader_id"] == me
    assert colleague in str(fields_of(server, visit)["co_visitor_ids"])

    page.get_by_role("button", name="Meer").click()
    expect(page.get_by_role("button", name="Neem controle over")).to_have_count(0)
    page.get_by_role("button", name="Laat controle vervallen").click()
    page.get_by_text("Verkeerd adres").click()
    page.get_by_role("button", name="Laat vervallen").click()
    phone.at("vandaag")
    expect(page.get_by_text("De controle is vervallen. Staat op dit toestel.")).to_be_visible()
    page.evaluate(SYNC)
    assert fields_of(server, visit)["outcome"] == "vervallen"
    phone.go(f"#/bezoek/{visit}")
    expect(page.get_by_text("Deze controle is vervallen. Zij telt niet mee.")).to_be_visible()
