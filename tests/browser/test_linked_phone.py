"""A second phone in somebody's name is said on the first one, with what to do."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server

LINE = ".utrecht-alert[data-linked]"


def test_who_has_a_phone_hears_of_another_one_in_her_name_until_she_says_it_was_her(
    own_server: Server, new_browser: Callable[..., Browser]
) -> None:
    login = own_server.user("inspector")["login"]
    first, second = (FieldPhone(own_server, new_browser(name)) for name in ("first", "second"))
    first.enrol(own_server.new_code(login))
    first.at("vandaag")
    expect(first.page.locator(LINE)).to_have_count(0)

    second.enrol(own_server.new_code(login))
    expect(second.page.locator(LINE)).to_have_count(0)
    second.close()
    first.page.evaluate("() => { dispatchEvent(new Event('online')); }")
    line = first.page.locator(LINE)
    expect(line).to_contain_text("Er is een toestel op uw naam gekoppeld: toestel 02")
    expect(line).to_contain_text("Deed u dit niet? Bel meteen uw teamleider. Die blokkeert het toestel.")

    first.tap("Dit was ik")
    expect(line).to_have_count(0)
    first.kill()
    first.open()
    first.unlock()
    first.at("vandaag")
    first.page.wait_for_timeout(500)
    expect(first.page.locator(LINE)).to_have_count(0)
