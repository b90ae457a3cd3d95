"""How a phone ends: blocked, taken in, refused, too old. Each has a screen with a true sentence, and a way on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, Route, expect

from tests.rig.chromium import PHONE, Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

INSPECTOR = "s.deboer"
SYNC = """async () => {
  const loop = await import(`/s/${document.documentElement.dataset.build}/app/sync/loop.js`);
  for (let i = 0; i < 4; i += 1) await loop.syncNow();
}"""
STATE = """async () => {
  const { phone } = await import(`/s/${document.documentElement.dataset.build}/app/sync/phone.js`);
  return phone.value.state;
}"""


@pytest.fixture
def phone(server: Server, playwright: Playwright, tmp_path: Path) -> Iterator[FieldPhone]:
    browser = Browser(playwright, tmp_path / "profile", dict(PHONE))
    made = FieldPhone(server, browser)
    made.enrol(server.new_code(INSPECTOR))
    yield made
    browser.close()


@pytest.fixture
def recorded(phone: FieldPhone) -> FieldPhone:
    """A phone on which something waits, because nothing it sends arrives."""
    phone.page.route("**/api/v1/push", lambda route: route.abort())
    phone.start_licensed()
    assert phone.unsent() >= 1
    return phone


def device(server: Server, phone: FieldPhone, act: str) -> None:
    """The office takes this phone out of use."""
    number = phone.page.evaluate(
        """async () => (await (await import(
            `/s/${document.documentElement.dataset.build}/app/store/phones.js`)).activePhone()).phone"""
    )
    house = server.house()
    administrator = house.inside.directory.actor(server.user("administrator")["person_id"], None)
    assert administrator is not None
    accounts = house.inside.accounts
    step = {"block": accounts.block_device, "take_in": accounts.take_in_device}[act]
    assert step(administrator, number).outcome == "applied"


def close_held(server: Server, visit: str, reason: str) -> None:
    """A team lead closes what waits at the office about this visit."""
    house = server.house()
    people = [user["person_id"] for user in server.example["users"] if "team_lead" in user["roles"]]
    for lead in filter(None, (house.inside.directory.actor(person, None) for person in people)):
        for line in house.engine.held(lead):
            if line["document"] == visit and line["may_decide"]:
                house.engine.close_held(lead, line["operation_id"], reason)
                return
    raise AssertionError("nothing waits")


def test_a_phone_that_is_taken_in_sends_first_and_then_erases(server: Server, recorded: FieldPhone) -> None:
    device(server, recorded, "take_in")
    page = recorded.page
    page.reload()
    expect(page.get_by_role("heading", name="Dit toestel wordt ingenomen")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("alert")).to_contain_text("Eerst verzenden we uw werk")
    assert page.evaluate(STATE) == "taken_in"
    page.unroute("**/api/v1/push")
    page.evaluate(SYNC)
    expect(page.get_by_role("heading", name="Dit toestel is ingenomen")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text("Klaar. Alles is ontvangen en gewist.")


def test_a_blocked_phone_says_so_and_can_be_bound_again(server: Server, phone: FieldPhone) -> None:
    device(server, phone, "block")
    page = phone.page
    page.evaluate(SYNC)
    expect(page.get_by_role("heading", name="Dit toestel is geblokkeerd")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("alert")).to_contain_text("Alles wat hier op verzenden wachtte, is ontvangen.")
    page.get_by_role("link", name="Koppel dit toestel opnieuw").click()
    phone.at("koppelen")
    expect(page.get_by_label("Code van 8 tekens")).to_be_visible()


def test_a_blocked_phone_with_work_says_where_that_goes(server: Server, recorded: FieldPhone) -> None:
    device(server, recorded, "block")
    page = recorded.page
    page.reload()
    expect(page.get_by_role("heading", name="Dit toestel is geblokkeerd")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("alert")).to_contain_text("Wat nog niet verzonden was, gaat versleuteld naar kantoor.")


def test_a_version_that_is_too_old_still_sends_and_says_how_to_go_on(server: Server, phone: FieldPhone) -> None:
    """The phone says an older form than the least: the answers to it are those of the real server."""
    page = phone.page

    def older(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "x-fieldapp-protocol": "0"})

    page.route("**/api/v1/**", older)
    phone.start_licensed()
    page.evaluate(SYNC)
    expect(page.get_by_text("Deze versie van de app is te oud")).to_be_visible()
    phone.go("#/verzenden")
    phone.at("verzenden")
    expect(page.get_by_text("Alles is verzonden")).to_be_visible()
    page.get_by_role("button", name="Werk nu bij").click()
    expect(page.get_by_text(re.compile("Er is nu geen nieuwe versie te krijgen"))).to_be_visible(timeout=30_000)
    page.unroute("**/api/v1/**")
    page.evaluate(SYNC)
    expect(page.get_by_text("Deze versie")).to_have_count(0)


def test_what_the_office_closed_is_told_on_verzenden_until_it_was_seen(server: Server, phone: FieldPhone) -> None:
    page = phone.page
    visit = phone.start_licensed()
    page.evaluate(SYNC)
    page.evaluate(
        """async (visit) => {
          const app = (name) => import(`/s/${document.documentElement.dataset.build}/app/sync/${name}.js`);
          await (await app("record")).record("visit.add", visit, { "additions.a1": { text: "te vroeg", at: "2026-01-01T10:00:00Z" } });
        }""",
        visit,
    )
    page.evaluate(SYNC)
    close_held(server, visit, "dubbel ingevuld")
    page.evaluate(SYNC)
    expect(page.locator("[data-sync-state='failed']").first).to_contain_text("Kantoor sloot 1 wijziging")
    phone.go("#/verzenden")
    phone.at("verzenden")
    section = page.locator("[data-decided='closed']")
    expect(section).to_contain_text("Reden: dubbel ingevuld")
    expect(section).to_contain_text("Dit staat niet in het dossier.")
    section.get_by_role("button", name="Gezien").click()
    expect(section).to_have_count(0)
    expect(page.locator("[data-queue-state='closed']")).to_have_count(1)
