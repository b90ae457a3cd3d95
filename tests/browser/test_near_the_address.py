"""Wrong address? One look at where the phone is; an answer is kept, and no place."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Geolocation, expect

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

Browsers = Callable[..., Browser]
FAR = {"latitude": 52.6, "longitude": 5.6, "accuracy": 12.0}
LOGIN = "s.deboer"


def place_of(server: Server, address: str) -> Geolocation:
    house = server.house()
    found = house.engine.find(house.system, "premises", limit=1000)
    texts = {one["fields"]["address"]["text"]: one["fields"]["address"] for one in found}
    place = texts[max((text for text in texts if text in address), key=len)]
    return {"latitude": place["lat"], "longitude": place["lon"]}


def visit_on_server(server: Server, visit: str) -> dict[str, Any]:
    house = server.house()
    shown = house.engine.read(house.system, visit)
    assert shown is not None
    fields: dict[str, Any] = shown["fields"]
    return fields


def test_far_from_the_address_the_phone_asks_and_near_it_the_phone_is_silent(
    own_server: Server, new_browser: Browsers
) -> None:
    phone = FieldPhone(own_server, new_browser("near", geolocation=FAR, permissions=["geolocation"]))
    phone.enrol(own_server.new_code(LOGIN))
    first = phone.start_stop(home=False)
    asked = phone.page.get_by_role("alert").filter(has_text="van dit adres.")
    expect(asked).to_contain_text("km van dit adres. Klopt het adres?")
    expect(asked).to_have_attribute("data-saved", "true")
    phone.tap("Ja", within=asked)
    expect(asked).to_be_hidden()

    phone.go("#/vandaag")
    home = phone.stop(home=True)
    here = place_of(own_server, home.inner_text())
    assert phone.browser.context is not None
    phone.browser.context.set_geolocation(
        {"latitude": here["latitude"] + 0.0003, "longitude": here["longitude"], "accuracy": 10}
    )
    second = phone.start_stop(home=True)
    phone.page.wait_for_timeout(500)
    expect(phone.page.get_by_text("van dit adres.")).to_have_count(0)
    phone.send()
    kept = [visit_on_server(own_server, visit) for visit in (first, second)]
    assert [one["near_address"] for one in kept] == ["nee", "ja"]
    assert "52.6" not in json.dumps(kept) and str(here["latitude"]) not in json.dumps(kept)
    assert phone.complaints() == []


@pytest.mark.parametrize("is_denied", [True, False])
def test_without_a_place_the_check_just_works(own_server: Server, new_browser: Browsers, is_denied: bool) -> None:
    phone = FieldPhone(own_server, new_browser(f"off-{is_denied}"))
    phone.enrol(own_server.new_code(LOGIN))
    state = "denied" if is_denied else "prompt"
    phone.page.evaluate("state => { navigator.permissions.query = async () => ({ state }); }", state)
    phone.page.evaluate("() => { navigator.geolocation.getCurrentPosition = (_found, failed) => failed(); }")
    phone.start_stop(home=False)
    if not is_denied:
        phone.tap("Kijk of dit het adres is")
    expect(phone.page.get_by_text("Uw plek staat uit. De controle werkt gewoon.")).to_be_visible()
    phone.tap("Ja, aan de leidinggevende")
    phone.at("bezoek")
