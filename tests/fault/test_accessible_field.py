"""Every screen of the field app on the way through an evening: no barrier in light or dark, nothing too wide at 320 px."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.rig.accessible import barriers, too_wide
from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server


class Walk:
    """Looks at each screen as the phone shows it, and collects what is in the way."""

    def __init__(self, phone: FieldPhone) -> None:
        self.phone = phone
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def look(self, name: str) -> None:
        self.seen.add(name)
        page = self.phone.page
        self.wrong += barriers(self.phone.browser, page, name)
        page.set_viewport_size({"width": 320, "height": 640})
        self.wrong += too_wide(page, f"{name} at 320")
        page.set_viewport_size({"width": 390, "height": 844})


def test_no_screen_of_the_phone_has_a_barrier(own_server: Server, new_browser: Callable[..., Browser]) -> None:
    phone = FieldPhone(own_server, new_browser("walk"))
    walk = Walk(phone)
    phone.open()
    phone.at("koppelen")
    walk.look("koppelen")
    phone.enrol(own_server.code_of(own_server.user("inspector")["login"]))
    walk.look("vandaag")
    before_and_inside_licensed_premises(phone, walk)
    at_a_home(phone, walk)
    for screen in ("panden", "verzenden", "hulpkaart"):
        phone.go(f"#/{screen}")
        phone.at(screen)
        walk.look(screen)
    phone.tap("Meer")
    expect(phone.page.get_by_role("dialog")).to_be_visible()
    walk.look("menu")
    phone.tap("Vergrendel nu")
    phone.at("ontgrendelen")
    walk.look("ontgrendelen")
    assert walk.wrong == []
    assert phone.complaints() == []
    assert len(walk.seen) >= 16, walk.seen


def before_and_inside_licensed_premises(phone: FieldPhone, walk: Walk) -> None:
    visit = phone.start_licensed()
    walk.look("bezoek")
    phone.go(f"#/bezoek/{visit}/start")
    phone.at("start")
    walk.look("start")
    phone.go(f"#/bezoek/{visit}?deel=brandveiligheid")
    phone.at("bezoek")
    phone.fail("nooduitgang_vrij")
    phone.page.get_by_label(re.compile("^Toelichting")).fill("Ahmed belde 06 12345678")
    walk.look("bevinding met waarschuwing")
    phone.page.get_by_label(re.compile("^Toelichting")).fill("De deur zat op slot.")
    walk.look("bevinding")
    phone.tap(re.compile("Stel maatregel voor"))
    phone.at("maatregel")
    walk.look("maatregel")
    phone.go(f"#/bezoek/{visit}/samen")
    phone.at("samen")
    walk.look("samen")
    phone.go(f"#/bezoek/{visit}/afronden")
    phone.at("afronden")
    walk.look("afronden")
    phone.go("#/vandaag")
    phone.at("vandaag")
    walk.look("vandaag met banner")


def at_a_home(phone: FieldPhone, walk: Walk) -> None:
    phone.start_stop(home=True)
    walk.look("toestemming")
    phone.tap("Nee, geweigerd")
    phone.at("geen-toestemming")
    walk.look("geen-toestemming")
    phone.tap("Rond bezoek af")
    phone.at("vandaag")
