"""A phone's browser: a profile on disk that survives its process, which can be killed like a phone's."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Playwright
from playwright.sync_api import Error as BrowserError

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without the window around it, where it is installed: it starts in half the processor time."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "nl-NL"}
DESK = {"viewport": {"width": 1280, "height": 900}, "locale": "nl-NL"}


@dataclass
class Browser:
    """A persistent profile; `open` starts a process on it, `kill` ends that process without a goodbye."""

    playwright: Playwright
    profile: Path
    options: dict[str, Any] = field(default_factory=lambda: dict(PHONE))
    complaints: list[str] = field(default_factory=list)
    context: BrowserContext | None = None
    program: str = CHROMIUM

    def open(self) -> Page:
        assert self.context is None, "it is open already"
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=self.program,
            headless=True,
            args=ARGUMENTS,
            timezone_id="Europe/Amsterdam",
            **self.options,
        )
        self.context.set_default_timeout(15_000)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self._listen(page)
        self.context.on("page", self._listen)
        return page

    def _listen(self, page: Page) -> None:
        """Collect what the browser complains of: errors of the page, and what the security policy stopped."""
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", lambda said: self._keep(said.type, said.text))

    def _keep(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {text}")
        elif "Content Security Policy" in text or "TrustedHTML" in text:
            self.complaints.append(f"policy: {text}")

    def process_ids(self) -> list[int]:
        """Return the processes that run on this profile, the browser itself first."""
        mark = f"--user-data-dir={self.profile}"
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if any(word == mark for word in words):
                    found.append((any(word.startswith("--type=") for word in words), int(folder.name)))
        return [pid for _, pid in sorted(found)]

    def kill(self) -> None:
        """End the browser as a dead battery would, and forget its context."""
        assert self.context is not None
        for pid in self.process_ids():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._forget()
        while self.process_ids():
            time.sleep(0.02)
        for lock in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / lock).unlink(missing_ok=True)

    def close(self) -> None:
        if self.context is not None:
            self._forget()

    def _forget(self) -> None:
        context, self.context = self.context, None
        with contextlib.suppress(BrowserError):
            assert context is not None
            context.close()
