"""axe-core (WCAG 2.2 A and AA) on a page as it stands, in light and dark, without loosening its security policy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.rig.chromium import Browser

AXE = Path(__file__).parent.parent.parent / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """
async (standards) => {
  const said = await globalThis.axe.run(document, { runOnly: { type: "tag", values: standards }, resultTypes: ["violations"] });
  return said.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map((node) => node.target.join(" ")) }));
}
"""


@cache
def axe() -> str:
    return AXE.read_text()


def barriers(browser: Browser, page: Page, name: str) -> list[str]:
    """Return what axe finds on this page, once in light and once in dark; empty when nothing stands in the way.

    The window is made as high as the page first: a row half under a bar that stays in place can be scrolled free,
    and axe cannot know that. What the security policy says of axe's own style elements is not the page's doing.
    """
    found, complaints = [], list(browser.complaints)
    window = page.viewport_size or {"width": 1280, "height": 900}
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": window["width"], "height": max(window["height"], min(height, 8000))})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{name} ({scheme}): {one['id']}, {one['help']}: {one['where']}" for one in run_axe(page)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(window)
    browser.complaints[:] = complaints
    return found


def run_axe(page: Page) -> list[dict[str, Any]]:
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(axe())
    violations: list[dict[str, Any]] = page.evaluate(RUN, STANDARDS)
    return violations


def too_wide(page: Page, name: str) -> list[str]:
    """Return a complaint when the page scrolls sideways."""
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{name}: {wide} px wider than the screen"] if wide > 1 else []


CUT_OFF = """
() => [...document.querySelectorAll("button, a[href], select, textarea, input:not([type=hidden]), label, summary")]
  .filter((one) => one.checkVisibility({ opacityProperty: true }) && !one.closest(".th-only-read, .utrecht-skip-link, [aria-hidden='true']"))
  .filter((one) => !one.matches(".th-only-read, .th-blur__block, textarea, input"))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const hides = getComputedStyle(one).overflowX !== "visible";
    return box.left < -1 || box.right > document.documentElement.clientWidth + 1 || (hides && one.scrollWidth > one.clientWidth + 1);
  })
  .map((one) => `${one.textContent.trim().slice(0, 40)} (${one.className || one.tagName})`)
"""


def cut_off(page: Page, name: str) -> list[str]:
    """Return the controls that stand partly beside the screen, or whose words are cut off at their side."""
    return [f"{name}: cut off: {one}" for one in page.evaluate(CUT_OFF)]


@contextmanager
def large_text(page: Page) -> Iterator[None]:
    """The text size of the browser at 200%, as somebody sets it in the settings of a phone."""
    inside = page.context.new_cdp_session(page)
    inside.send("Page.enable")
    inside.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    try:
        yield
    finally:
        inside.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        inside.detach()
