"""What an inspector does on the phone, in sentences; each one taps what the screen shows and waits for its signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.rig.chromium import Browser
from tests.rig.server import Server

QUICK_CODE = "274913"
COUNT_TOUCHES = """
(() => {
  globalThis.fieldappTouches = { taps: 0, keys: 0 };
  addEventListener("pointerdown", () => { globalThis.fieldappTouches.taps += 1; }, { capture: true });
  addEventListener("keydown", () => { globalThis.fieldappTouches.keys += 1; }, { capture: true });
})();
"""


SLOW_CLOCK = """
(() => {
  const real = performance.now.bind(performance), from = real();
  performance.now = () => from + 100 * (real() - from);
  globalThis.fieldappRealClock = () => { const ahead = performance.now() - real(); performance.now = () => real() + ahead; };
})();
"""
"""A phone so slow that its words are stretched by the fewest rounds there are: for rigs that unlock hundreds of times.

Only while it is linked: the app counts the server's time on by this clock, and would be minutes ahead of it soon.
"""


@dataclass
class FieldPhone:
    """One enrolled (or new) phone in the hands of one inspector."""

    server: Server
    browser: Browser
    words: list[str] = field(default_factory=list)
    opened: Page | None = None

    @property
    def page(self) -> Page:
        assert self.opened is not None, "the app is not open"
        return self.opened

    # --- opening and closing

    def open(self, path: str = "/app") -> None:
        """Open the app, as after a tap on its icon; waits for the first screen."""
        self.opened = self.browser.open()
        self.page.add_init_script(COUNT_TOUCHES)
        self.page.goto(self.server.address + path)
        expect(self.page.locator("main[data-ready='true']")).to_be_visible()

    def kill(self) -> None:
        """The battery dies, or Android takes the memory back."""
        self.opened = None
        self.browser.kill()

    def close(self) -> None:
        self.opened = None
        self.browser.close()

    # --- the first time, and unlocking

    def enrol(self, code: str, *, is_slow: bool = False) -> None:
        """Bind this phone to the person of the code; ends on Vandaag with everything on the phone."""
        if self.opened is None:
            self.open(f"/app#/koppelen/{code.replace('-', '')}")
        self.at("koppelen")
        if is_slow:
            self.page.evaluate(SLOW_CLOCK)
        box = self.page.get_by_label("Code van 8 tekens")
        if box.input_value().replace("-", "") != code.replace("-", ""):
            box.fill(code)
        self.tap("Verder")
        expect(self.page.locator(".th-words li")).to_have_count(4)
        self.words = [word.strip() for word in self.page.locator(".th-words li").all_inner_texts()]
        self.tap("Verder")
        for number, word in enumerate(self.words, start=1):
            self.page.get_by_label(f"Woord {number}", exact=True).fill(word)
        self.tap("Verder")
        self.type_quick_code()
        expect(self.page.get_by_role("heading", name="Vul de code nog eens in")).to_be_visible()
        self.type_quick_code()
        self.at("vandaag", within=60)
        if is_slow:
            self.page.evaluate("() => globalThis.fieldappRealClock()")
        self.wait_until_kept_for_offline()

    def wait_until_kept_for_offline(self) -> None:
        """The shell is in the cache: from here on the app starts without a server."""
        self.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
        expect.set_options(timeout=20_000)
        for _ in range(100):
            if self.page.evaluate(
                "async () => (await caches.keys()).length > 0 && !!navigator.serviceWorker.controller"
            ):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("the shell was not kept for offline use")

    def unlock(self, words: list[str] | None = None) -> None:
        """Open the lock screen of a cold start with the four words."""
        self.at("ontgrendelen")
        self.page.get_by_label("Vier woorden", exact=True).fill(" ".join(words or self.words))
        self.page.get_by_role("button", name="Ontgrendel", exact=True).click()
        expect(self.page.locator("main[data-screen='ontgrendelen']")).to_have_count(0, timeout=30_000)
        expect(self.page.locator("main[data-ready='true']")).to_be_visible()

    def type_quick_code(self, code: str = QUICK_CODE) -> None:
        for digit in code:
            self.page.locator(".th-keypad").get_by_role("button", name=digit, exact=True).click()

    def lock_now(self) -> None:
        self.tap("Meer")
        self.tap("Vergrendel nu")
        self.at("ontgrendelen")

    # --- a visit

    def stop(self, *, home: bool) -> Locator:
        """Return the first open stop of Vandaag that is (not) a home."""
        self.at("vandaag")
        stops = self.page.locator(".th-stop:not([data-state='done'])")
        asked = self.page.get_by_text("Toestemming nodig")
        return (stops.filter(has=asked) if home else stops.filter(has_not=asked)).first

    def start_stop(self, *, home: bool) -> str:
        """Start the visit of such a stop, from its button or from its menu; returns the id of the visit."""
        card = self.stop(home=home)
        begin = card.get_by_role("button", name=re.compile("^(Start controle|Ga verder)$"))
        if begin.count():
            begin.click()
        else:
            card.get_by_role("button", name=re.compile("^Meer over ")).click()
            self.page.get_by_role("dialog").get_by_role("button", name="Start controle").click()
        self.at("toestemming" if home else "start")
        return self.visit_in_address()

    def start_licensed(self) -> str:
        """Start a visit at licensed premises where nothing runs yet, by Panden; ends on the first part of the checklist."""
        self.go("#/panden")
        self.at("panden")
        rows = self.page.locator("main a[href^='#/pand/']").filter(has_not_text=re.compile(r"\bopen\b|[Ww]oning"))
        for path in [str(row.get_attribute("href")) for row in rows.all()]:
            self.go("#/panden")
            self.at("panden").locator(f"a[href='{path}']").click()
            begin = self.at("pand").page.get_by_role("button", name=re.compile("^(Start controle|Ga verder)$"))
            expect(begin.first).to_be_visible()
            if begin.first.inner_text().strip() == "Start controle":
                begin.first.click()
                self.at("start")
                self.tap("Ja, aan de leidinggevende")
                self.at("bezoek")
                return self.visit_in_address()
        raise AssertionError("no premises without a visit under way")

    def part(self, part: str) -> None:
        """Go to a part of the checklist of the visit that is open."""
        self.go(f"#/bezoek/{self.visit_in_address()}?deel={part}")
        self.at("bezoek")

    def visit_in_address(self) -> str:
        found = re.search(r"#/bezoek/([\w-]+)", self.page.url)
        assert found, self.page.url
        return found.group(1)

    def items_here(self) -> list[str]:
        """Return the ids of the items of this part that ask for a judgement."""
        cards = self.page.locator(".th-main > [data-item]").filter(has=self.page.locator("label[data-value='in_orde']"))
        return [str(card.get_attribute("data-item")) for card in cards.all()]

    def answer_everything(self, value: str = "in_orde") -> None:
        """Answer each open item of each part with judgements, then the numbers; ends on the sign-off screen."""
        while self.items_here():
            for item in self.items_here():
                if not self.page.locator(f"[data-item='{item}'] label[data-chosen='true']").count():
                    self.answer(item, value)
            self.tap("Volgende")
            self.page.wait_for_timeout(50)
        self.count("werkplekken_in_gebruik", 2)
        self.tap("Afronden")
        self.at("afronden")

    def count(self, item: str, number: int) -> None:
        """Tap this number of an item that counts."""
        card = self.page.locator(f"[data-item='{item}']")
        card.locator(".th-chip", has_text=re.compile(rf"^\s*{number}\s*$")).click()
        expect(
            self.page.locator(f"[data-item='{item}'][data-saved='true'] .th-chip[data-chosen='true']")
        ).to_be_visible()

    def sign(self) -> None:
        """Say that it is true and sign; ends when the visit is closed on this phone."""
        self.page.get_by_text("Ik zag dit zelf en vulde het eerlijk in").click()
        self.tap("Onderteken en rond af")
        expect(self.page.get_by_text("Staat op dit toestel").first).to_be_visible()

    def fail(self, item: str, chip: str | None = None) -> None:
        """Answer that an item is not in order; ends on the finding, with this chip or the first chosen."""
        self.page.locator(f"[data-item='{item}'] label[data-value='niet_in_orde']").click()
        self.at("bevinding")
        chips = self.page.locator(".th-chips .th-chip")
        (chips.filter(has_text=chip) if chip else chips).first.click()
        expect(self.page.locator("fieldset[data-saved='true'] .th-chip[data-chosen='true']").first).to_be_visible()

    def write(self, text: str) -> None:
        """Type in the text of a finding and wait until it is on disk."""
        box = self.page.get_by_label(re.compile("^Toelichting"))
        box.fill(text)
        box.blur()
        expect(self.page.locator("[data-saved='true']").filter(has=box).first).to_be_attached()

    # --- looking and tapping

    def at(self, screen: str, within: float = 20) -> Locator:
        """Wait until this screen can be used; returns its `<main>`."""
        shown = self.page.locator(f"main[data-screen='{screen}'][data-ready='true']")
        expect(shown).to_be_visible(timeout=within * 1000)
        return shown

    def tap(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Tap the button or link with this visible name."""
        place: Any = within or self.page
        exact = isinstance(name, str)
        button = place.get_by_role("button", name=name, exact=exact)
        link = place.get_by_role("link", name=name, exact=exact)
        button.or_(link).first.click()

    def answer(self, item: str, value: str) -> None:
        """Tap this answer of this item; returns once the screen says that it is on disk."""
        card = self.page.locator(f"[data-item='{item}']")
        card.locator(f"label[data-value='{value}']").click()
        self.expect_answer(item, value)

    def expect_answer(self, item: str, value: str) -> None:
        card = self.page.locator(f"[data-item='{item}'][data-saved='true']")
        expect(card.locator(f"label[data-value='{value}'][data-chosen='true']")).to_be_visible()

    def go(self, hash_: str) -> None:
        self.page.evaluate("hash => { location.hash = hash; }", hash_)

    def touches(self) -> dict[str, int]:
        """Return the taps and key presses since the page was loaded."""
        counted: dict[str, int] = self.page.evaluate("() => ({ ...globalThis.fieldappTouches })")
        return counted

    # --- the strip

    @property
    def strip(self) -> Locator:
        return self.page.locator("[data-sync-state]").first

    def unsent(self) -> int:
        return int(self.strip.get_attribute("data-unsent") or 0)

    def send(self, within: float = 30) -> None:
        """Wait until the strip says that everything was sent; asks for it on Verzenden when it does not go by itself."""
        self.page.evaluate("() => dispatchEvent(new Event('online'))")
        expect(self.page.locator("[data-sync-state='sent'][data-unsent='0']").first).to_be_visible(
            timeout=within * 1000
        )

    def complaints(self) -> list[str]:
        """What the browser complained of: errors of the page and what the security policy stopped."""
        return self.browser.complaints
