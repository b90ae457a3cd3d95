"""Write a picture of every screen to `screens/`: the delivered server, the example municipality, a real Chromium.

`python3 dev.py screens`, or some of them: `python3 dev.py screens --only police 22-kantoor-maatregel`. The field app at
390 x 844 in light and dark and at 320 wide, the checklist also with text at 200%; office and partner at 1280 in light
and dark. `tour` is the walk itself: the browser tests take it too, and look at each screen for what stands in the way.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

# Run as a file: the folder with the tests' rig must be on the path before these (hence E402).
from playwright.sync_api import Page, Playwright, ViewportSize, expect, sync_playwright  # noqa: E402  # the path comes first

from tests.rig.accessible import large_text  # noqa: E402  # the path comes first
from tests.rig.api_phone import ApiPhone  # noqa: E402  # the path comes first
from tests.rig.chromium import DESK, Browser  # noqa: E402  # the path comes first
from tests.rig.field import QUICK_CODE, FieldPhone  # noqa: E402  # the path comes first
from tests.rig.office import Office  # noqa: E402  # the path comes first
from tests.rig.server import Server, free_port  # noqa: E402  # the path comes first

Look = Callable[[str], None]
TALL: ViewportSize = {"width": 390, "height": 844}
AT_DESK: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 320, "height": 844}
DESK_LOOKS: tuple[tuple[str, int, Literal["light", "dark"]], ...] = (
    ("", 1280, "light"),
    ("-donker", 1280, "dark"),
    ("-390", 390, "light"),
    ("-320-donker", 320, "dark"),
)
INSPECTOR, COLLEAGUE = "s.deboer", "m.visser"
OFFICE_PAGES = {
    "20-kantoor-goedkeuren": "/kantoor/goedkeuren",
    "21-kantoor-dossiers": "/kantoor/dossiers?q=Lantaarnkade+12",
    "22-kantoor-termijnen": "/kantoor/termijnen",
    "22-kantoor-maatregel": "/kantoor/termijnen",
    "22-kantoor-dwangsommen": "/kantoor/dwangsommen",
    "22-kantoor-bewaren": "/kantoor/bewaren",
    "24-kantoor-planning": "/kantoor/planning",
    "26-kantoor-toestellen": "/kantoor/toestellen",
    "27-kantoor-samen-bezocht": "/kantoor/samen",
    "28-kantoor-wacht": "/kantoor/wacht",
    "29-kantoor-instellingen": "/kantoor/instellingen",
}
NO_PAGE = "/kantoor/bestaat-niet"
PARTNER_PAGES = {"30-partner-samen-bezocht": "/partner/"}
ADMIN_PAGES = {"31-beheer": "/beheer/", "32-beheer-mensen": "/beheer/mensen", "34-beheer-server": "/beheer/server"}
MANDATE_PAGES = {"23-mandaathouder-start": "/kantoor/"}
ANY_DOSSIER = "main a[href*='-']"
LEADS_TO = {
    "20-kantoor-goedkeuren": "main a[href*='/goedkeuren/']:has-text('Lantaarnkade 12')",
    "21-kantoor-dossiers": ANY_DOSSIER,
    "22-kantoor-maatregel": "main a[href^='/kantoor/maatregelen/']",
    "30-partner-samen-bezocht": ANY_DOSSIER,
}
"""Pages of which the first that they lead to is pictured too."""
DESKS = {
    role: pages | {f"33-{role}-geen-pagina": NO_PAGE}
    for role, pages in (
        ("team_lead", OFFICE_PAGES),
        ("mandate_holder", MANDATE_PAGES),
        ("police", PARTNER_PAGES),
        ("administrator", ADMIN_PAGES),
    )
}
PHONE = "phone"


def main(arguments: Sequence[str] | None = None) -> int:
    only = _command_line().parse_args(arguments).only
    out = ROOT / "screens"
    if not only:
        shutil.rmtree(out, ignore_errors=True)
    out.mkdir(exist_ok=True)
    began = time.time()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder), free_port())
        server.make_example("--seed", "7")
        server.start()
        try:
            _take(server, playwright, only, out)
        finally:
            server.stop()
    made = [path for path in out.glob("*.png") if path.stat().st_mtime >= began - 1]
    print(f"{len(made)} pictures in {out.relative_to(ROOT)}/")
    return 0 if made else 2


def _command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py screens", description=(__doc__ or "").partition("\n")[0])
    groups = ", ".join((PHONE, *DESKS))
    parser.add_argument(
        "--only",
        nargs="+",
        default=[],
        metavar="GROUP/NAME",
        help=f"only these groups ({groups}) or the pictures whose names begin so, such as 22-kantoor; others stay",
    )
    return parser


def wanted(only: Sequence[str], group: str, name: str) -> bool:
    """Tell whether this picture of this group is asked for; all of them when nothing is."""
    return not only or group in only or any(name.startswith(start) for start in only)


def _take(server: Server, playwright: Playwright, only: Sequence[str], out: Path) -> None:
    """Walk past what is asked for. The walk over the phone is one story: it is taken whole for any picture of it."""
    of_desks = {start for start in only for pages in DESKS.values() for name in pages if name.startswith(start)}
    if not only or set(only) - of_desks - set(DESKS):
        browser = Browser(playwright, server.folder / "phone")
        phone = FieldPhone(server, browser)

        def look(name: str) -> None:
            if wanted(only, PHONE, name):
                _phone_pictures(phone.page, out, name)

        tour(phone, look)
        browser.close()
    for role, pages in DESKS.items():
        asked = {name: path for name, path in pages.items() if wanted(only, role, name)}
        if asked:
            _desk_pictures(server, Browser(playwright, server.folder / role, dict(DESK)), role, asked, out)


def tour(phone: FieldPhone, look: Look) -> None:
    """Walk past every screen of the field app, calling `look` with its name at each."""
    _the_first_time(phone, look)
    _the_lists(phone, look)
    visit = _start(phone, look)
    phone.server.stop()
    _checklist_and_finding(phone, look)
    _propose(phone, look)
    _sign(phone, visit, look)
    home = _home(phone, look)
    _joint_visit(phone, home, look)
    _refused(phone, home, look)
    _send(phone, look)
    _two_versions(phone, look)
    _returned(phone, look)
    _locked(phone, look)


def _the_first_time(phone: FieldPhone, look: Look) -> None:
    phone.open("/app")
    phone.at("koppelen")
    look("00-koppelen-1-code")
    phone.page.get_by_label("Code van 8 tekens").fill(phone.server.code_of(INSPECTOR))
    phone.tap("Verder")
    expect(phone.page.locator(".th-words li")).to_have_count(4)
    phone.words = [word.strip() for word in phone.page.locator(".th-words li").all_inner_texts()]
    look("00-koppelen-2-woorden")
    phone.tap("Verder")
    look("00-koppelen-3-terugvragen")
    for number, word in enumerate(phone.words, start=1):
        phone.page.get_by_label(f"Woord {number}", exact=True).fill(word)
    phone.tap("Verder")
    look("00-koppelen-4-toestelcode")
    phone.type_quick_code()
    expect(phone.page.get_by_role("heading", name="Vul de code nog eens in")).to_be_visible()
    phone.type_quick_code()
    phone.at("vandaag", within=60)
    phone.wait_until_kept_for_offline()


def _the_lists(phone: FieldPhone, look: Look) -> None:
    page = phone.page
    look("02-vandaag")
    several = page.locator("[data-decided]").filter(has_text="Er is beslist over")
    several.get_by_text("Bekijk", exact=True).click()
    look("02-vandaag-beslist")
    several.get_by_role("button", name="Alles gezien").click()
    expect(page.locator("[data-decided]")).to_have_count(0)
    phone.tap("Adres erbij")
    expect(page.get_by_label("Straat en nummer")).to_be_visible()
    look("02-vandaag-adres-erbij")
    phone.tap("Sluit")
    phone.tap("Meer")
    look("02-vandaag-menu")
    phone.tap("Sluit")
    phone.go("#/panden")
    phone.at("panden")
    look("04-panden")
    busy = page.locator("main a.th-list-row").filter(has_text="open")
    (busy if busy.count() else page.locator("main a.th-list-row")).first.click()
    phone.at("pand")
    look("04-pand")
    phone.go("#/hulpkaart")
    phone.at("hulpkaart")
    look("11-hulpkaart")
    page.locator(".th-chip", has_text="English").click()
    look("11-hulpkaart-english")
    phone.go("#/vandaag")


def _start(phone: FieldPhone, look: Look) -> str:
    visit = phone.start_stop(home=False)
    look("04-start")
    phone.tap("Ja, aan de leidinggevende")
    phone.at("bezoek")
    return visit


def begin_check(phone: FieldPhone) -> str:
    """Start the next licensed stop and say that legitimation was shown; ends on the checklist."""
    visit = phone.start_stop(home=False)
    phone.tap("Ja, aan de leidinggevende")
    phone.at("bezoek")
    return visit


def _checklist_and_finding(phone: FieldPhone, look: Look) -> None:
    page = phone.page
    while not page.locator("[data-item='nooduitgang_vrij']").count():
        for item in phone.items_here():
            phone.answer(item, "in_orde")
        phone.tap("Volgende")
    phone.answer("brandblussers_gekeurd", "in_orde")
    phone.fail("nooduitgang_vrij", "Versperd")
    page.locator(".th-chip", has_text="Op slot").click()
    phone.tap("Maak een foto")
    expect(page.get_by_role("button", name="Maak foto")).to_be_enabled()
    look("07-bevinding-camera")
    phone.tap("Maak foto")
    expect(page.get_by_role("button", name="Gebruik")).to_be_visible()
    look("07-bevinding-foto")
    phone.tap("Vervaag")
    phone.tap("Vlak erbij")
    look("07-bevinding-vervaag")
    phone.tap("Gebruik")
    expect(page.locator(".th-photo img")).to_be_visible()
    page.get_by_label(re.compile("^Toelichting")).fill("Volgens mevrouw Jansen staan de dozen er sinds gisteren.")
    expect(page.get_by_text("Staat hier een naam?")).to_be_visible()
    look("07-bevinding")
    phone.tap("Haal weg")
    expect(page.get_by_text("Staat hier een naam?")).to_have_count(0)


def _propose(phone: FieldPhone, look: Look) -> None:
    phone.tap(re.compile("Stel maatregel voor"))
    phone.at("maatregel")
    phone.page.get_by_role("radio", name=re.compile("Iets anders kiezen")).click()
    look("08-maatregel-iets-anders")
    phone.tap("Sluit")
    phone.page.locator(".th-advice").get_by_role("radio").click()
    expect(phone.page.locator(".th-advice[data-chosen='true']")).to_be_visible()
    look("08-maatregel")
    phone.tap("Stuur voorstel")
    phone.at("bezoek")


def _sign(phone: FieldPhone, visit: str, look: Look) -> None:
    page = phone.page
    phone.answer("noodverlichting_werkt", "in_orde")
    look("06-checklist")
    phone.go(f"#/bezoek/{visit}/afronden")
    phone.at("afronden")
    look("16-afronden-nog-open")
    phone.go(f"#/bezoek/{visit}?deel=brandveiligheid")
    phone.at("bezoek")
    for _ in range(8):
        for item in phone.items_here():
            if not page.locator(f"[data-item='{item}'] label[data-chosen='true']").count():
                phone.answer(item, "in_orde")
        if page.locator("[data-item='werkplekken_in_gebruik']").count():
            break
        phone.tap("Volgende")
        page.wait_for_timeout(100)
    phone.count("werkplekken_in_gebruik", 5)
    phone.count("hulp_aangeboden", 3)
    look("06-checklist-aantallen")
    phone.tap("Afronden")
    phone.at("afronden")
    look("16-afronden")
    phone.sign()
    look("16-afgerond")
    phone.tap("Naar vandaag")


def _home(phone: FieldPhone, look: Look) -> str:
    page = phone.page
    home = phone.start_stop(home=True)
    look("05-toestemming-nog-niets-gezegd")
    for tick in page.locator("fieldset.th-choices").get_by_role("checkbox").all():
        tick.click()
        expect(tick).to_be_checked()
    look("05-toestemming")
    phone.tap("Laat de tekst zien in een andere taal")
    look("05-toestemming-tekst")
    phone.tap("Terug", within=page.get_by_role("dialog"))
    return home


def _joint_visit(phone: FieldPhone, visit: str, look: Look) -> None:
    phone.go(f"#/bezoek/{visit}/samen")
    phone.at("samen")
    for block in phone.page.locator(".th-card .th-chips").all():
        chip = block.locator(".th-chip").first
        chip.click()
        expect(chip).to_have_attribute("data-chosen", "true")
    phone.page.evaluate("() => scrollTo(0, 0)")
    look("10-samen-met-politie")
    phone.tap("Rond samen bezoek af")
    phone.at("toestemming")


def _refused(phone: FieldPhone, visit: str, look: Look) -> None:
    phone.tap("Nee, geweigerd")
    phone.at("geen-toestemming")
    phone.page.get_by_role("checkbox", name="Hulpkaart aangeboden").click()
    look("14-geen-toestemming")
    phone.go(f"#/bezoek/{visit}/hulpkaart")
    phone.at("hulpkaart")
    look("11-hulpkaart-in-bezoek")
    phone.tap("Klaar")
    phone.tap("Rond bezoek af")
    phone.at("vandaag")
    look("02-vandaag-na-twee-adressen")


def _send(phone: FieldPhone, look: Look) -> None:
    phone.go("#/verzenden")
    phone.at("verzenden")
    phone.tap("Probeer nu te verzenden")
    expect(phone.page.get_by_text("Nog geen verbinding. De app probeert het vanzelf.")).to_be_visible(timeout=30_000)
    look("09-verzenden-geen-verbinding")
    phone.server.start()
    phone.send(within=60)
    look("09-verzenden-alles-verzonden")


def _two_versions(phone: FieldPhone, look: Look) -> None:
    """A colleague answers the same items of the same visit first; this phone did not know."""
    phone.go("#/vandaag")
    visit = begin_check(phone)
    phone.send(within=60)
    colleague = ApiPhone.enrol(phone.server.address, phone.server.code_of(COLLEAGUE))
    shown = next(one for one in colleague.pull(colleague.token())["documents"] if one["id"] == visit)
    phone.page.context.set_offline(True)
    for item in phone.items_here()[:2]:
        phone.answer(item, "in_orde")
        colleague.record("visit.answer", visit, {f"answers.{item}": {"value": "niet_in_orde"}}, shown["version"])
    colleague.push(colleague.token())
    phone.page.context.set_offline(False)
    phone.go("#/verzenden")
    expect(phone.page.locator("[data-sync-state='choice']").first).to_be_visible(timeout=60_000)
    phone.at("verzenden")
    look("09-verzenden-keuze-nodig")
    phone.go(f"#/twee-versies/{visit}")
    phone.at("twee-versies")
    look("17-twee-versies")
    for one in phone.page.locator("fieldset").all():
        one.get_by_role("radio").first.click()
    phone.tap("Bewaar mijn keuze")
    phone.at("verzenden")
    phone.send(within=60)


def _returned(phone: FieldPhone, look: Look) -> None:
    phone.go("#/vandaag")
    phone.at("vandaag")
    phone.page.locator("main a[href^='#/voorstel/']").first.click()
    phone.at("teruggestuurd")
    look("13-teruggestuurd")


def _locked(phone: FieldPhone, look: Look) -> None:
    phone.page.evaluate(
        "() => import(`/s/${document.documentElement.dataset.build}/app/sync/phone.js`).then((m) => m.lockScreen())"
    )
    phone.at("ontgrendelen")
    for digit in QUICK_CODE[:3]:
        phone.page.locator(".th-keypad").get_by_role("button", name=digit, exact=True).click()
    look("01-ontgrendelen-scherm")
    phone.tap("Code vergeten")
    phone.tap("Open met vier woorden")
    expect(phone.page.get_by_label("Vier woorden", exact=True)).to_be_visible()
    look("01-ontgrendelen-woorden")


def _phone_pictures(page: Page, out: Path, name: str) -> None:
    page.wait_for_timeout(350)
    _picture(page, out / f"{name}.png")
    page.emulate_media(color_scheme="dark")
    _picture(page, out / f"{name}-donker.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)
    _picture(page, out / f"{name}-320.png")
    if name == "06-checklist":
        _with_large_text(page, out / "15-checklist-320-tekst-200.png")
    page.set_viewport_size(TALL)


def _with_large_text(page: Page, path: Path) -> None:
    with large_text(page):
        page.evaluate("() => scrollTo(0, 0)")
        _picture(page, path)


def _picture(page: Page, path: Path) -> None:
    page.wait_for_timeout(150)
    page.screenshot(path=str(path))


def _desk_pictures(server: Server, browser: Browser, role: str, pages: dict[str, str], out: Path) -> None:
    office = Office.sign_in(server, browser, server.user(role))
    for name, path in pages.items():
        office.go(path)
        _at_every_width(office.page, out, name)
        leads_to = office.page.locator(LEADS_TO[name]) if name in LEADS_TO else None
        if leads_to is not None and leads_to.count():
            office.go(str(leads_to.first.get_attribute("href")))
            _at_every_width(office.page, out, f"{name}-detail")
        if name.startswith("21"):
            _printed(office.page, out, f"{name}-geprint")
    browser.close()


def _at_every_width(page: Page, out: Path, name: str) -> None:
    """A desk in light and dark, a phone, and the narrowest phone in the dark."""
    for suffix, width, scheme in DESK_LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        _picture(page, out / f"{name}{suffix}.png")
    page.set_viewport_size(AT_DESK)
    page.emulate_media(color_scheme="light")


def _printed(page: Page, out: Path, name: str) -> None:
    page.emulate_media(media="print")
    _picture(page, out / f"{name}.png")
    page.emulate_media(media="screen")


if __name__ == "__main__":
    sys.exit(main())
