"""Cold start without a network, to the lock screen, on a processor slowed four times.

`python tests/bench/cold_start.py [--times 10]`: enrols a phone on an example municipality, stops the server, and
starts the browser anew each time. Prints each measurement and the median, which has to be at most 1.0 s.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from tests.rig.chromium import Browser
from tests.rig.field import FieldPhone
from tests.rig.server import copied, make_template

BAR_SECONDS = 1.0
SLOWER = 4
NOTE_READY = """
new MutationObserver((_, watcher) => {
  if (!document.querySelector("main[data-ready='true']")) return;
  watcher.disconnect();
  requestAnimationFrame(() => { globalThis.fieldappReadyAt = performance.now(); });
}).observe(document, { childList: true, subtree: true, attributes: true });
"""


def cold_start_seconds(phone: FieldPhone) -> float:
    """Start a new browser process on the phone's profile; returns the seconds from navigation to a usable screen."""
    page = phone.browser.open()
    try:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.add_init_script(NOTE_READY)
        page.goto(phone.server.address + "/app")
        page.locator("main[data-screen='ontgrendelen'][data-ready='true']").wait_for()
        page.wait_for_timeout(100)
        return float(page.evaluate("() => globalThis.fieldappReadyAt")) / 1000
    finally:
        phone.browser.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        template = make_template(Path(folder) / "template")
        with copied(template, Path(folder) / "server") as server:
            server.start()
            phone = FieldPhone(server, Browser(playwright, Path(folder) / "profile"))
            phone.enrol(server.code_of(server.user("inspector")["login"]))
            phone.kill()
            server.stop()
            measured = [cold_start_seconds(phone) for _ in range(times)]
    print("seconds:", " ".join(f"{seconds:.2f}" for seconds in measured))
    print(
        f"median {statistics.median(measured):.2f} s, worst {max(measured):.2f} s, bar {BAR_SECONDS} s, CPU x{SLOWER}"
    )
    return 0 if statistics.median(measured) <= BAR_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
