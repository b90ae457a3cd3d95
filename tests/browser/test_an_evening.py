"""One evening, end to end: an office that starts empty, two inspectors without a network, a decision, the police.

One long run in sentences against the delivered server, in real browsers. Nothing is made behind the pages but the
first administrator, whom `fieldapp user` makes on the server itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.rig.chromium import Browser
from tests.rig.desk import fresh_totp
from tests.rig.field import FieldPhone
from tests.rig.office import Office
from tests.rig.push_service import PushService
from tests.rig.server import Server, free_port

DATA = Path(__file__).parents[2] / "fieldapp" / "data" / "voorbeeld"
LICENSED, HOME = "Lantaarnkade 18", "Molenstraat 41-2"
TEAM, POLICE = "Toezicht Centrum", "Team mensenhandel"
Browsers = Callable[..., Browser]


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """An installation as `fieldapp init` leaves it, running."""
    settings = {
        "FIELDAPP_WEBPUSH_LOOPBACK": "1",
        "FIELDAPP_MUNICIPALITY": "Voorbeeldstad",
        "FIELDAPP_MUNICIPALITY_CODE": "9998",
    }
    server = Server(tmp_path / "house", free_port(), settings=settings)
    server.folder.mkdir()
    server.command("init", "--data", str(server.data))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def push_service() -> Iterator[PushService]:
    service = PushService()
    yield service
    service.close()


@dataclass
class Evening:
    """The people of the evening and what they hold."""

    server: Server
    browsers: Browsers
    people: dict[str, dict[str, Any]]

    def add(self, login: str, name: str, role: str, *more: str) -> None:
        said = self.server.command(
            "user", login, "--data", str(self.server.data), "--name", name, "--role", role, *more
        ).stdout
        self.people[login] = {**json.loads(said), "login": login}

    def at_a_desk(self, login: str) -> Office:
        return Office.sign_in(self.server, self.browsers(f"desk-{login}", desk=True), self.people[login])

    def run(self, *words: str) -> dict[str, Any]:
        done = self.server.command(*words, "--data", str(self.server.data), "--json")
        summary: dict[str, Any] = json.loads(done.stdout)
        return summary


def test_an_evening_from_the_import_to_the_police(
    empty_server: Server, new_browser: Browsers, push_service: PushService
) -> None:
    evening = Evening(empty_server, new_browser, {})
    the_administrator_makes_the_team(evening)
    the_office_imports_its_permits_and_addresses(evening)
    lead = evening.at_a_desk("k.bakker")
    the_team_lead_plans_the_evening(lead)
    phone, colleague = enrol(evening, lead, "s.deboer", "S. de Boer"), None
    the_inspector_says_that_the_phone_is_hers(evening, "s.deboer")
    the_phone_subscribes_to_notices(evening, push_service)

    empty_server.stop()  # no network from here on
    licensed = check_a_licensed_premises_and_find_something(phone)
    phone.kill()  # the battery dies in the middle of the form
    the_same_place_returns(phone, licensed)
    propose_a_last_onder_dwangsom(phone)
    log_the_joint_visit(phone, licensed)
    sign(phone, licensed)
    a_refusal_at_a_home(phone)
    assert phone.unsent() > 0, "everything of this evening is on the phone only"

    empty_server.start()
    phone.send(within=60)
    the_team_lead_approves(lead)
    assert "goedgekeurd" in the_phone_hears_of_it(phone, push_service)
    the_police_read_their_log_and_nothing_else(evening)
    the_team_lead_sees_who_looked(lead)
    everything_is_proved(empty_server)
    assert [phone.complaints(), lead.browser.complaints, colleague] == [[], [], None]


# --- before the evening


def the_administrator_makes_the_team(evening: Evening) -> None:
    evening.add("a.kuiper", "A. Kuiper", "administrator")
    admin = evening.at_a_desk("a.kuiper")
    for name, sort in ((TEAM, "Team"), (POLICE, "Politie")):
        admin.go("/beheer/eenheden")
        admin.page.get_by_role("link", name="Nieuwe eenheid").click()
        admin.page.get_by_label("Naam").fill(name)
        admin.page.get_by_label("Soort").select_option(label=sort)
        if sort == "Politie":
            admin.page.get_by_label("Convenant tot en met").fill("2027-12-31")
        admin.page.get_by_role("button", name="Bewaar").click()
        expect(admin.page.get_by_role("link", name=name)).to_be_visible()
    admin.browser.close()
    evening.add("k.bakker", "K. Bakker", "team_lead", "--team", TEAM)
    evening.add("s.deboer", "S. de Boer", "inspector", "--team", TEAM)
    evening.add("m.visser", "M. Visser", "inspector", "--team", TEAM)
    evening.add("politie", "Politie, mensenhandel", "police", "--unit", POLICE)


def the_office_imports_its_permits_and_addresses(evening: Evening) -> None:
    addresses = evening.run("import-bag", str(DATA / "bag-light-voorbeeld.gpkg"), "--gemeente", "9998")
    assert addresses["added"] > 6_000
    permits = ["import-vergunningen", str(DATA / "vergunningen-voorbeeld.csv")]
    promised = evening.run(*permits, "--dry-run")
    done, again = evening.run(*permits), evening.run(*permits)
    assert promised["added"] == done["added"] > 10 and promised["refused"] == done["refused"] > 0
    assert (again["added"], again["changed"]) == (0, 0), "running it twice changes nothing"


def the_team_lead_plans_the_evening(lead: Office) -> None:
    page = lead.page
    lead.go("/kantoor/planning/nieuw")
    page.get_by_label(re.compile("^Eerste inspecteur")).select_option(label="S. de Boer")
    page.get_by_label(re.compile("^Tweede inspecteur")).select_option(label="M. Visser")
    page.get_by_role("button", name="Maak lijst").click()
    put_on_the_list(lead, LICENSED, "Eerste controle")
    put_a_home_on_the_list(lead, HOME, "Melding")
    page.get_by_role("button", name="Verstuur lijsten").click()
    expect(page.get_by_text("1 lijst is verstuurd.")).to_be_visible()


def put_on_the_list(lead: Office, address: str, reason: str) -> None:
    lead.go("/kantoor/dossiers")
    lead.page.get_by_label(re.compile("^Zoek op straat")).fill(address)
    lead.page.get_by_role("button", name="Zoek").click()
    lead.page.get_by_role("link", name=re.compile(address)).first.click()
    lead.page.get_by_role("link", name="Plan controle").click()
    choose_the_list(lead, address, reason)


def put_a_home_on_the_list(lead: Office, address: str, reason: str) -> None:
    """There is no file of this address yet: the lead finds it among all addresses of the municipality."""
    lead.go("/kantoor/planning")
    lead.page.get_by_role("link", name="Ander adres").click()
    lead.page.get_by_label("Zoek op straat en nummer").fill(address)
    lead.page.get_by_role("button", name="Zoek").click()
    lead.page.get_by_role("link", name=re.compile(address)).first.click()
    lead.page.get_by_role("radio", name="Woning").check()
    choose_the_list(lead, address, reason)


def choose_the_list(lead: Office, address: str, reason: str) -> None:
    lead.page.get_by_label("Zet op lijst van").select_option(index=1)
    lead.page.get_by_label("Reden").select_option(label=reason)
    lead.page.get_by_role("button", name="Zet op lijst").click()
    expect(lead.page.get_by_text(f"{address} staat op de lijst.")).to_be_visible()


def enrol(evening: Evening, lead: Office, login: str, name: str) -> FieldPhone:
    """The team lead makes a code at Toestellen; the inspector types it."""
    lead.go("/kantoor/toestellen")
    lead.page.get_by_label("Voor wie?").select_option(label=name)
    code = fresh_totp(evening.server, evening.people["k.bakker"]["totp"])
    lead.page.get_by_label("Uw code van 6 cijfers").fill(code)
    lead.page.get_by_role("button", name="Maak code").click()
    expect(lead.page).to_have_url(re.compile("/code"))
    shown = re.search(r"\b[A-HJKMNP-Z2-9]{4}-[A-HJKMNP-Z2-9]{4}\b", lead.page.locator("main").inner_text())
    assert shown, lead.page.locator("main").inner_text()
    phone = FieldPhone(evening.server, evening.browsers(login))
    phone.enrol(shown.group(0))
    expect(phone.page.get_by_text(LICENSED).first).to_be_visible()
    return phone


def the_inspector_says_that_the_phone_is_hers(evening: Evening, login: str) -> None:
    """Who made the code decides on nothing of that phone before she said so."""
    desk = evening.at_a_desk(login)
    desk.go("/kantoor/")
    desk.page.get_by_role("button", name="Dit was ik").click()
    expect(desk.page.get_by_role("button", name="Dit was ik")).to_have_count(0)


def the_phone_subscribes_to_notices(evening: Evening, push_service: PushService) -> None:
    """Chromium without a screen has no push service of its own: the subscription is that of a real one on loopback."""
    house = evening.server.house()
    person = house.inside.directory.person_with_login("s.deboer")
    assert person
    house.inside.accounts.save_subscription(person, push_service.subscription)


# --- the evening, without a network


def check_a_licensed_premises_and_find_something(phone: FieldPhone) -> str:
    """Half of the checklist, one finding with a photo of which a part is blurred, and a text."""
    visit = phone.start_stop(home=False)
    phone.tap("Ja, aan de leidinggevende")
    phone.at("bezoek")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text(LICENSED)
    for item in phone.items_here():
        phone.answer(item, "in_orde")
    phone.tap("Volgende")
    phone.fail("nooduitgang_vrij")
    take_a_photo_and_blur_a_part(phone)
    phone.write("De deur achter de bar zit op slot.")
    return visit


def take_a_photo_and_blur_a_part(phone: FieldPhone) -> None:
    page = phone.page
    page.get_by_role("button", name="Maak een foto").click()
    page.get_by_role("button", name="Maak foto").click()
    page.get_by_role("button", name="Vervaag", exact=True).click()
    page.get_by_role("button", name="Vlak erbij").click()
    page.get_by_role("button", name="Gebruik", exact=True).click()
    expect(page.locator(".th-photo[data-saved='true']")).to_contain_text("1 vlak vervaagd")


def the_same_place_returns(phone: FieldPhone, visit: str) -> None:
    """After the kill: four words, and the inspector stands where the battery died; nothing is gone."""
    phone.open()
    phone.unlock()
    phone.at("bevinding")
    assert phone.visit_in_address() == visit
    expect(phone.page.get_by_label(re.compile("^Toelichting"))).to_have_value("De deur achter de bar zit op slot.")
    expect(phone.page.locator(".th-chip[data-chosen='true']").first).to_be_visible()


def propose_a_last_onder_dwangsom(phone: FieldPhone) -> None:
    """The matrix advises a warning at a first finding; the inspector proposes what is graver, with a reason."""
    phone.tap(re.compile("Stel maatregel voor"))
    phone.at("maatregel")
    expect(phone.page.locator(".th-advice")).to_contain_text("Waarschuwing")
    phone.page.get_by_role("radio", name=re.compile("Iets anders kiezen")).click()
    sheet = phone.page.get_by_role("dialog")
    sheet.get_by_text("Last onder dwangsom", exact=True).click()
    sheet.get_by_text("Ernstiger dan de regel", exact=True).click()
    sheet.get_by_label("Bedrag per keer, in euro").fill("2500")
    sheet.get_by_label("Hoogstens, in euro").fill("10000")
    phone.tap("Kies dit", within=sheet)
    phone.tap("Stuur voorstel")
    phone.at("bezoek")


def log_the_joint_visit(phone: FieldPhone, visit: str) -> None:
    phone.go(f"#/bezoek/{visit}/samen")
    phone.at("samen")
    for choice in (POLICE, "Afspraak convenant", "Niets"):
        phone.page.locator(".th-chip", has_text=re.compile(rf"^\s*{choice}\s*$")).first.click()
        expect(phone.page.locator(".th-chip[data-chosen='true']", has_text=choice).first).to_be_visible()
    phone.tap("Rond samen bezoek af")
    phone.at("bezoek")


def sign(phone: FieldPhone, visit: str) -> None:
    phone.go(f"#/bezoek/{visit}")
    phone.at("bezoek")
    phone.part("bedrijf")
    phone.answer_everything()
    phone.sign()


def a_refusal_at_a_home(phone: FieldPhone) -> None:
    phone.go("#/vandaag")
    phone.start_stop(home=True)
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text("Toestemming")
    for said in ("Ik liet mijn legitimatiebewijs zien", "Ik zei waarom ik kom", "Ik zei dat nee zeggen mag"):
        phone.page.get_by_role("checkbox", name=re.compile(said)).click()
    phone.tap("Nee, geweigerd")
    phone.at("geen-toestemming")
    expect(phone.page.get_by_text("Geen naam, geen reden. Een weigering is geen bewijs.")).to_be_visible()
    phone.tap("Rond bezoek af")
    phone.at("vandaag")


# --- with a network again


def the_team_lead_approves(lead: Office) -> None:
    page = lead.page
    lead.go("/kantoor/goedkeuren")
    page.get_by_role("link", name=re.compile(LICENSED)).first.click()
    case = page.get_by_role("article")
    expect(case).to_contain_text("Last onder dwangsom")
    expect(case).to_contain_text("De deur achter de bar zit op slot.")
    expect(case.locator("img")).to_have_count(1)
    expect(case.locator("img")).not_to_have_js_property("naturalWidth", 0)
    page.get_by_role("button", name="Keur goed").click()
    expect(page.get_by_text(re.compile(f"Goedgekeurd: {LICENSED}"))).to_be_visible()


def the_phone_hears_of_it(phone: FieldPhone, push_service: PushService) -> str:
    """The notice says nothing but that something changed; the phone shows it, pulls, and then knows."""
    notice = push_service.wait(1)[-1]
    assert LICENSED not in notice and "dwangsom" not in notice, notice
    deliver(phone, notice)
    phone.go("#/verzenden")
    phone.send()
    phone.go("#/vandaag")
    phone.at("vandaag")
    told = phone.page.get_by_text(re.compile(f"Uw voorstel voor {LICENSED} is goedgekeurd"))
    expect(told.first).to_be_visible(timeout=70_000)
    return told.first.inner_text()


def deliver(phone: FieldPhone, notice: str) -> None:
    """Hand the decrypted message to the service worker, as a push service does through the browser."""
    page = phone.page
    page.context.grant_permissions(["notifications"], origin=phone.server.address)
    session = page.context.new_cdp_session(page)
    known: dict[str, str] = {}
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: known.update(
            {r["registrationId"]: r["scopeURL"] for r in said["registrations"] if not r["isDeleted"]}
        ),
    )
    session.send("ServiceWorker.enable")
    until(page, lambda: bool(known), "no service worker is registered")
    registration = list(known)[-1]
    message = {"origin": phone.server.address, "registrationId": registration, "data": notice}
    for _ in range(5):  # a push service sends again what was not taken
        session.send("ServiceWorker.deliverPushMessage", message)
        page.wait_for_timeout(2_000)
        if notices(phone):
            break
    assert len(notices(phone)) == 1, "one notice, however often it came"
    assert all(LICENSED not in shown for shown in notices(phone))


def notices(phone: FieldPhone) -> list[str]:
    """What the phone shows outside the app."""
    shown: list[str] = phone.page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((n) => n.title + n.body)"
    )
    return shown


def until(page: Page, is_so: Callable[[], bool], otherwise: str) -> None:
    for _ in range(200):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError(otherwise)


def the_police_read_their_log_and_nothing_else(evening: Evening) -> None:
    police = evening.at_a_desk("politie")
    police.go("/partner/")
    expect(police.page.get_by_text("U kijkt mee als politie.")).to_be_visible()
    police.page.get_by_role("row", name=re.compile(LICENSED)).get_by_role("link").first.click()
    main = police.page.locator("main")
    expect(main.get_by_text("niet gedeeld")).to_have_count(4)
    expect(main).to_contain_text("Vastgelegd: u opende dit bezoek op")
    for secret in ("De deur achter de bar", "dwangsom", "S. de Boer", HOME):
        assert secret not in police.page.content(), secret
    for path in ("/kantoor/", "/kantoor/dossiers", "/kantoor/goedkeuren", "/beheer/mensen"):
        assert police.page.goto(evening.server.address + path).status in {403, 404}, path  # type: ignore[union-attr]
    assert police.browser.complaints == []
    police.browser.close()


def the_team_lead_sees_who_looked(lead: Office) -> None:
    lead.go("/kantoor/samen")
    lead.page.get_by_role("link", name=re.compile(LICENSED)).first.click()
    expect(lead.page.locator("main")).to_contain_text("Politie, mensenhandel")


def everything_is_proved(server: Server) -> None:
    """Chain, rebuild, signatures and the digest of each photo."""
    said = json.loads(server.command("check", "--data", str(server.data), "--json").stdout)
    assert (said["wrong"], said["photos"], said["photos_on_their_way"]) == ([], 1, 0), said
    assert said["entries"] > 60 and said["signatures"] > 60, said
