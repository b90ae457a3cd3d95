"""Going into a home on a machtiging: attached at the office, counted on the phone without a connection, kept by the server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.rig.chromium import Browser
from tests.rig.desk import Desk
from tests.rig.field import FieldPhone
from tests.rig.server import Server

Browsers = Callable[..., Browser]
LOGIN = "s.deboer"
LOOKS = os.environ.get("FIELDAPP_LOOKS")
"""A folder for pictures of the screens, for who wants to look."""


MEASURE_ID = "33333333-0000-7000-8000-000000000009"
TO_CARRY_OUT = {
    "measure_type": "last_onder_bestuursdwang", "rule_key": "apv.zonder_vergunning", "state": "toepassing_gepland",
    "term_ends_on": None, "amount_eur_cents": None, "max_eur_cents": None, "operator": None, "imposed_on": "2026-11-02",
}  # fmt: skip


def look(phone: FieldPhone, name: str) -> None:
    """No screen is wider than the phone; take pictures at two widths, light and dark, when asked to."""
    for width in (390, 320):
        phone.page.set_viewport_size({"width": width, "height": 844})
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
        for scheme in ("light", "dark") if LOOKS else ():
            phone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            phone.page.wait_for_timeout(200)
            phone.page.screenshot(path=str(Path(LOOKS or "") / f"{name}-{width}-{scheme}.png"), full_page=True)
    phone.page.emulate_media(color_scheme="light")
    phone.page.set_viewport_size({"width": 390, "height": 844})


def attach(server: Server, visit: str, **more: Any) -> str:
    """Let the team lead take over a machtiging for the dwelling of this visit; return the id of the premises."""
    house = server.house()
    shown = house.engine.read(house.system, visit)
    assert shown is not None
    premises, leader = shown["fields"]["premises_id"], shown["fields"]["leader_id"]
    waits = {"measure_id": MEASURE_ID, "measure": TO_CARRY_OUT}
    assert house.engine.submit(house.system, "premises.note_measure", premises, waits).outcome == "applied"
    desk = Desk.sign_in(server, server.user("team_lead"))
    said = {
        "purpose": "bestuursdwang",
        "issuer": "burgemeester",
        "given_on": house.inside.today().isoformat(),
        "provisions": "Awb art. 5:27",
        "authorised_ids": [leader],
        "companions": ["politie"],
        "night": "y",
        **more,
    }
    answer = desk.post(f"/kantoor/dossiers/{premises}/machtiging", said)
    assert "De machtiging staat in het dossier." in answer.text, answer.text[:2000]
    return str(premises)


def test_what_is_missing_is_said_before_the_door_and_then_we_go_in(own_server: Server, new_browser: Browsers) -> None:
    phone = FieldPhone(own_server, new_browser("machtiging"))
    phone.enrol(own_server.new_code(LOGIN))
    visit = phone.start_stop(home=True)
    expect(phone.page.get_by_text("Er is een machtiging")).to_have_count(0)
    phone.send()
    premises = attach(own_server, visit)
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    phone.go(f"#/pand/{premises}")
    phone.page.get_by_role("button", name="Bestuursdwang uitvoeren").click(timeout=30_000)
    phone.at("toestemming")
    inspection, visit = visit, phone.visit_in_address()
    phone.go(f"#/bezoek/{inspection}/toestemming")
    expect(phone.at("toestemming").get_by_text("Wij kijken of hier een seksbedrijf is")).to_be_visible()
    expect(phone.page.get_by_text("Er is een machtiging")).to_have_count(0)  # it opens no inspection
    phone.go(f"#/bezoek/{visit}/toestemming")
    expect(phone.at("toestemming").get_by_text("Wij komen een besluit van de gemeente uitvoeren.")).to_be_visible()
    phone.page.get_by_text("Er is een machtiging").click(timeout=30_000)
    page = phone.at("machtiging")
    expect(page.get_by_role("heading", name="Deze machtiging geldt")).to_be_visible()

    assert phone.browser.context is not None
    phone.browser.context.set_offline(True)
    phone.page.get_by_role("button", name="Wij gaan nu naar binnen").click(
        force=True
    )  # it says what is missing when pressed
    expect(page.get_by_role("alert").filter(has_text="Nog niet naar binnen")).to_contain_text(
        "Laat de machtiging zien."
    )
    look(phone, "machtiging-niet-klaar")
    page.get_by_text("Brandweer", exact=True).click()
    expect(page.get_by_role("heading", name="Ga niet naar binnen")).to_be_visible()
    expect(page.get_by_text("De machtiging noemt niet iedereen die meegaat.").first).to_be_visible()
    look(phone, "machtiging-mag-niet")
    page.get_by_text("Brandweer", exact=True).click()
    page.get_by_text("De bewoner is er niet", exact=True).click()
    expect(page.get_by_text("De machtiging zegt niet dat u dan naar binnen mag.").first).to_be_visible()
    page.get_by_text("De bewoner is er", exact=True).click()
    page.get_by_text("Politie", exact=True).click()
    for said in (
        "Ik liet mijn legitimatiebewijs zien",
        "Ik zei waarom ik kom",
        "Machtiging laten zien",
        "Met een sleutel",
    ):
        page.get_by_text(said, exact=True).click()
    if page.get_by_label(
        "Waarom kan dit niet wachten?"
    ).count():  # between midnight and six the test needs a reason too
        page.get_by_label("Waarom kan dit niet wachten?").fill("De sluiting kan niet wachten.")
    look(phone, "machtiging-klaar")
    phone.tap("Wij gaan nu naar binnen")
    inside = phone.at("geen-toestemming")
    expect(inside.get_by_text("leg niet vast wat u binnen ziet")).to_be_visible()
    look(phone, "machtiging-binnen")
    phone.go(f"#/bezoek/{visit}")
    out = phone.at("geen-toestemming")  # there is no list to fill in
    earlier = "new Date(Date.now() - 300000).toLocaleTimeString('nl-NL', {timeZone: 'Europe/Amsterdam', hour: '2-digit', minute: '2-digit'})"
    out.get_by_label("Hoe laat ging u naar buiten?").fill(phone.page.evaluate(earlier))
    expect(out.get_by_role("alert").filter(has_text="De tijden passen niet bij elkaar: naar buiten")).to_be_visible()
    look(phone, "machtiging-tijden")
    out.get_by_label("Hoe laat ging u naar buiten?").fill("")
    expect(out.get_by_text("De tijden passen niet bij elkaar")).to_have_count(0)
    phone.tap("Rond bezoek af")
    phone.at("vandaag")
    phone.browser.context.set_offline(False)
    phone.send()

    house = own_server.house()
    shown = house.engine.read(house.system, visit)
    assert shown is not None
    [record] = [one for one in shown["fields"]["binnentreden"].values() if one["basis"] == "machtiging"]
    assert record["left_at"] >= record["entered_at"] and shown["fields"]["outcome"] == "afgerond"
    assert record["manner"] == "sleutel"
    assert record["companions"] == [{"capacity": "politie", "count": 1}]
    assert record["machtiging"]["issuer"] == "burgemeester"
    assert phone.complaints() == []
