"""The screens of the field app on the delivered server: reachable for everyone, quick, and honest about what is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.rig.accessible import barriers, cut_off, large_text, too_wide
from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import Server
from tools.screens import NARROW, TALL, begin_check, tour

Browsers = Callable[..., Browser]
INSPECTOR = "s.deboer"
SYNC_STATES = {"local", "busy", "sent", "choice", "failed", "blocked", "unknown"}
FULL_DISK = """
() => {
  const put = IDBObjectStore.prototype.put, add = IDBObjectStore.prototype.add;
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  IDBObjectStore.prototype.put = full;
  IDBObjectStore.prototype.add = full;
  globalThis.fieldappMakeRoom = () => { IDBObjectStore.prototype.put = put; IDBObjectStore.prototype.add = add; };
}
"""


def enrolled(server: Server, browsers: Browsers, login: str = INSPECTOR) -> FieldPhone:
    phone = FieldPhone(server, browsers(login))
    phone.enrol(server.new_code(login))
    return phone


def test_every_screen_has_no_barrier_and_fits_a_narrow_phone(own_server: Server, new_browser: Browsers) -> None:
    """axe (WCAG 2.2 A and AA) finds nothing on any screen, light or dark; nothing scrolls sideways at 320 px, and with
    text at 200% no control is cut off there or at 390 px either.
    """
    phone = FieldPhone(own_server, new_browser(INSPECTOR))
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(barriers(phone.browser, phone.page, name) + _names(phone.page, name))
        found.extend(_narrow(phone.page, name))
        found.extend(_signs(phone.page, name))

    tour(phone, look)
    assert found == []
    assert phone.complaints() == []


def _narrow(page: Page, name: str) -> list[str]:
    page.set_viewport_size(NARROW)
    found = too_wide(page, f"{name} at 320")
    with large_text(page):
        for size in (NARROW, TALL):
            page.set_viewport_size(size)
            where = f"{name} at {size['width']} with large text"
            found += too_wide(page, where) + cut_off(page, where)
    return found


def _signs(page: Page, name: str) -> list[str]:
    """What a script from outside may read on every screen: one screen with its name, ready, and the state of sending."""
    told = page.evaluate(
        """() => ({
          screens: [...document.querySelectorAll("main")].map((one) => [one.dataset.screen, one.dataset.ready]),
          states: [...document.querySelectorAll("[data-sync-state]")].map((one) => one.dataset.syncState),
          unsent: [...document.querySelectorAll("[data-unsent]")].map((one) => one.dataset.unsent),
          strips: document.querySelectorAll(".th-sync").length,
          spelled: [...document.querySelectorAll("input[autocapitalize=none]")].filter((one) => one.spellcheck).length,
        })"""
    )
    wrong = []
    if len(told["screens"]) != 1 or not told["screens"][0][0] or told["screens"][0][1] != "true":
        wrong.append(f"{name}: {told['screens']}")
    if not set(told["states"]) <= SYNC_STATES or (told["strips"] and not told["states"]):
        wrong.append(f"{name}: state of sending {told['states']}")
    if told["spelled"]:
        wrong.append(f"{name}: words and codes would go to a spelling checker")
    return wrong + [f"{name}: unsent {one}" for one in told["unsent"] if not one.isdigit()]


def _names(page: Page, name: str) -> list[str]:
    """One heading of the first level, a title that says where one is, and targets of at least 44 px."""
    said = page.evaluate(
        """() => ({
          h1: document.querySelectorAll("h1").length,
          title: document.title,
          small: [...document.querySelectorAll("button, a[href], select, textarea, input:not([type=hidden])")]
            .filter((one) => one.checkVisibility({ opacityProperty: false }) && !one.closest(".th-only-read, .utrecht-skip-link"))
            .filter((one) => !one.matches(".th-only-read, .utrecht-skip-link, p a, [tabindex='-1'], .th-code input, .th-blur__block"))
            .map((one) => [one.outerHTML.slice(0, 90), (one.closest("label") ?? one).getBoundingClientRect()])
            .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
            .map(([html]) => html),
        })"""
    )
    wrong = (
        [] if said["h1"] == 1 and said["title"].endswith("Toezicht") else [f"{name}: {said['h1']} h1, {said['title']}"]
    )
    return wrong + [f"{name}: target too small: {one}" for one in said["small"]]


def test_a_routine_check_takes_at_most_25_taps_and_no_typing(own_server: Server, new_browser: Browsers) -> None:
    phone = enrolled(own_server, new_browser)
    own_server.stop()
    before = phone.touches()
    begin_check(phone)
    phone.answer_everything()
    phone.sign()
    spent = _spent(phone, before)
    assert spent["taps"] + 1 <= 25, f"{spent} and one to unlock"
    assert spent["keys"] == 0


def test_arrow_keys_pass_not_in_order_without_leaving_the_list(server: Server, new_browser: Browsers) -> None:
    phone = enrolled(server, new_browser)
    phone.start_licensed()
    phone.part("brandveiligheid")
    card = phone.page.locator("[data-item='nooduitgang_vrij']")
    card.get_by_role("radio").first.focus()
    phone.page.keyboard.press("ArrowRight")
    phone.expect_answer("nooduitgang_vrij", "niet_in_orde")
    expect(card.get_by_role("link", name="Bekijk bevinding")).to_be_visible()
    phone.page.keyboard.press("ArrowRight")
    phone.expect_answer("nooduitgang_vrij", "niet_van_toepassing")
    phone.page.keyboard.press("ArrowLeft")
    phone.expect_answer("nooduitgang_vrij", "niet_in_orde")
    expect(card.get_by_role("link", name="Bekijk bevinding")).to_be_visible()
    phone.page.keyboard.press("Tab")
    phone.page.keyboard.press("Enter")
    phone.at("bevinding")


def test_a_proposal_that_follows_the_advice_takes_at_most_3_taps(server: Server, new_browser: Browsers) -> None:
    phone = enrolled(server, new_browser)
    phone.start_licensed()
    phone.go(f"#/bezoek/{phone.visit_in_address()}?deel=brandveiligheid")
    phone.fail("nooduitgang_vrij")
    before = phone.touches()
    phone.tap("Stel maatregel voor")
    phone.at("maatregel")
    assert phone.page.get_by_role("radio", checked=True).count() == 0, "the advice is never chosen beforehand"
    phone.page.locator(".th-advice").get_by_role("radio").click()
    expect(phone.page.locator(".th-advice[data-chosen='true']")).to_be_visible()
    phone.tap("Stuur voorstel")
    phone.at("bezoek")
    assert _spent(phone, before)["taps"] <= 3


def test_a_refusal_takes_at_most_6_taps_and_a_joint_visit_at_most_10(own_server: Server, new_browser: Browsers) -> None:
    phone = enrolled(own_server, new_browser)
    before = phone.touches()
    card = phone.stop(home=True)
    card.locator("a").first.click()  # the card leads to the premises, or the menu starts at once: both count
    phone.at("pand")
    phone.tap("Start controle")
    phone.at("toestemming")
    ticks = phone.page.locator("fieldset.th-choices").get_by_role("checkbox")
    for tick in ticks.all()[:2]:
        tick.click()
        expect(tick).to_be_checked()
    phone.tap("Nee, geweigerd")
    phone.at("geen-toestemming")
    phone.tap("Rond bezoek af")
    phone.at("vandaag")
    assert _spent(phone, before)["taps"] <= 6
    begin_check(phone)
    before = phone.touches()
    phone.tap("Meer")
    phone.tap("Samen met politie")
    phone.at("samen")
    for block in phone.page.locator(".th-card .th-chips").all():
        block.locator(".th-chip").first.click()
        expect(block.locator(".th-chip[data-chosen='true']")).to_be_visible()
    phone.tap("Rond samen bezoek af")
    phone.at("bezoek")
    assert _spent(phone, before)["taps"] <= 10


def _spent(phone: FieldPhone, before: dict[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in phone.touches().items()}


def test_an_answer_that_is_not_saved_does_not_look_chosen_and_can_be_tried_again(
    server: Server, new_browser: Browsers
) -> None:
    phone = enrolled(server, new_browser)
    phone.start_licensed()
    item = phone.items_here()[0]
    phone.page.evaluate(FULL_DISK)
    phone.page.locator(f"[data-item='{item}'] label[data-value='in_orde']").click()
    expect(phone.page.get_by_role("alert").filter(has_text="Niet bewaard.")).to_be_visible()
    expect(phone.page.locator(f"[data-item='{item}'] [data-chosen='true']")).to_have_count(0)
    expect(phone.page.locator(f"[data-item='{item}'][data-saved='true']")).to_have_count(0)
    phone.page.evaluate("() => globalThis.fieldappMakeRoom()")
    phone.tap("Probeer opnieuw")
    phone.expect_answer(item, "in_orde")
    expect(phone.page.get_by_text("Niet bewaard.")).to_have_count(0)


def test_two_taps_make_one_finding_and_one_signature(server: Server, new_browser: Browsers) -> None:
    phone = enrolled(server, new_browser)
    phone.start_licensed()
    item = phone.items_here()[0]
    phone.page.locator(f"[data-item='{item}'] label[data-value='niet_in_orde'] input").evaluate(
        "one => { one.click(); one.click(); }"
    )
    phone.at("bevinding")
    phone.send(within=60)
    visit = phone.visit_in_address()
    house = server.house()
    shown = house.engine.read(house.system, visit)
    assert shown is not None and len(shown["fields"]["findings"]) == 1


def test_text_with_a_number_of_a_person_is_never_recorded(
    server: Server, new_browser: Browsers, tmp_path: Path
) -> None:
    phone = enrolled(server, new_browser)
    phone.start_licensed()
    phone.fail(phone.items_here()[0])
    box = phone.page.get_by_label("Toelichting")
    box.fill("Bel 06-12345678 voor de sleutel.")
    expect(phone.page.get_by_text("Dit lijkt een telefoonnummer.")).to_be_visible()
    phone.tap("Bewaar bevinding")
    phone.at("bevinding")
    expect(phone.page.locator(".th-guard[data-saved='true']")).to_have_count(0)
    phone.tap("Haal weg")
    expect(phone.page.locator(".th-guard[data-saved='true']")).to_be_visible()
    assert "06-12345678" not in box.input_value()
    phone.tap("Bewaar bevinding")
    phone.at("bezoek")


def test_the_lock_screen_needs_few_modules_and_shows_nobody(own_server: Server, new_browser: Browsers) -> None:
    """What comes before the lock screen is small; it names no address and no person."""
    phone = enrolled(own_server, new_browser)
    address = phone.page.locator(".th-stop__address").first.inner_text()
    phone.close()
    own_server.stop()
    phone.open()
    phone.at("ontgrendelen")
    shown = phone.page.locator("body").inner_text()
    assert address not in shown
    assert "S. de Boer" not in shown
