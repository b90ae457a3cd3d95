"""Random schedules through the real screens: a hand taps, the browser and the server are killed, the office decides.

One Chromium on a profile of its own, the delivered server, a network that fails. What an inspector was told to be kept is
written down; after every step the screen, the disk of the phone and the server are compared with that, and at the end on
a whole network everything.

    python -m tests.fault.screens --seeds 20 --start 1

Many schedules run in `chromium-headless-shell` where that is installed; `--whole` takes the browser with its window.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import requests
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.fault.node_phone import waiting
from tests.fault.phones import Run, Wrong
from tests.rig import rounds
from tests.rig.api_phone import ApiPhone
from tests.rig.chromium import CHROMIUM, SHELL, Browser
from tests.rig.fault_proxy import FaultProxy
from tests.rig.field import QUICK_CODE, FieldPhone
from tests.rig.many import Play, Played, arguments_of, play_out, run_many
from tests.rig.nursery import Nursery
from tests.rig.server import ROOT, Server, copied, free_port, make_template

HAND = (ROOT / "tests" / "rig" / "hand.js").read_text()
STEPS = 20
DAY_MS = 86_400_000
LOOKS_AGAIN = 20
LOOK_SECONDS = 0.15
SETTLE_SECONDS = 120
"""A server that was just put back, on a busy machine, with another tab that has the turn: an exchange may be long in coming."""
VERDICTS = ["in_orde", "in_orde", "in_orde", "niet_van_toepassing", "niet_in_orde"]
TEXTS = ["De deur zit op slot.", "Dozen voor de uitgang.", "De lamp is stuk.", "Geen stroom in de gang."]
FAULT_RATE = 0.2
"""Lower than for phones without screens: here each exchange asks for more, and each step waits for a person."""


@dataclass
class Visit:
    """What the inspector was told to be kept of one visit."""

    id: str
    answers: dict[str, str] = field(default_factory=dict)
    findings: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_signed: bool = False
    is_being_signed: bool = False
    """The browser died meanwhile: what was kept before stays; whether it is signed is for the disk to say."""
    is_shared: bool = False
    """Somebody else wrote in it too: then what it shows is not for this phone alone to say."""


@dataclass
class ScreenPhone:
    """A phone in Chromium, driven by `hand.js`; it answers as the phone of `phones.py` does."""

    address: str
    browser: Browser
    words: str
    id: str
    person: dict[str, Any]
    recorded: list[str] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)
    """Operation -> the visit, photo or measure that it is about, once that could be read."""
    dropped: set[str] = field(default_factory=set)
    """Photos that were taken away again."""
    made: int = 0
    is_out_of_use: bool = False
    clock_ms: int = 0
    protocol: int = 0
    blobs: dict[str, str] = field(default_factory=dict)
    """Photo -> the operation that made it."""

    page: Page = field(init=False)
    looked: dict[str, Any] | None = None
    """What the last deed saw at its end, until somebody asks or something else happens."""

    @property
    def context(self) -> BrowserContext:
        assert self.browser.context is not None
        return self.browser.context

    def open(self) -> None:
        """Start the browser and the app: an unlock is always offered."""
        self.looked, self.page = None, self.browser.open()
        self._prepare()
        self.page.goto(f"{self.address}/app", wait_until="commit")
        self._arrive()

    def _prepare(self) -> None:
        said = f"hand.clockMs = {self.clock_ms}; hand.code = {json.dumps(QUICK_CODE)};"
        self.context.add_init_script(HAND + said)

    def _arrive(self) -> None:
        self.page.wait_for_selector("main[data-ready='true']", state="attached", timeout=90_000)

    def reload(self) -> None:
        self.looked = None
        self.page.reload(wait_until="commit")
        self._arrive()

    def turn_to_another_tab(self) -> None:
        """The one that lies open behind this one, or a new one; this one stays open."""
        self.looked, here = None, self.page
        behind = [page for page in self.context.pages if page is not here]
        self.page = behind[0] if behind else self.context.new_page()
        if not behind:
            self.page.goto(f"{self.address}/app", wait_until="commit")
            self._arrive()

    def hand(self, deed: str, *said: Any) -> Any:
        """Do something on the screen and wait until it is done."""
        self.looked = None
        return self.page.evaluate(f"said => hand.{deed}(...said)", list(said))

    def do(self, deed: str, *said: Any) -> Any:
        """Do something on an open phone, and look at its end."""
        turn = self.hand("turn", self.words, deed, list(said))
        self.looked = self._learn(turn["known"])
        return turn["done"]

    def begin(self, deed: str, *said: Any) -> None:
        """Begin to do something, and look away."""
        self.looked = None
        self.page.evaluate(f"said => void hand.{deed}(...said).catch(() => {{}})", list(said))

    def set_clock(self, ms: int) -> None:
        self.clock_ms = ms
        self._prepare()
        for page in self.context.pages:
            page.evaluate("ms => { hand.clockMs = ms; }", ms)

    # --- as a phone without screens

    def ask(self, what: str, **said: Any) -> dict[str, Any]:
        """Let `Run` move it: an exchange, or an unlock."""
        if what == "sync":
            return dict(self.do("send"))
        if what == "unlock":
            self.unlock()
        return {}

    def tell(self, what: str, **said: Any) -> None:
        if what == "sync":
            self.begin("send")

    def heard(self) -> dict[str, Any]:
        return {"said": "unknown"}

    def unlock(self) -> None:
        self.hand("ready", self.words)

    def reopen(self, dice: Random, *, power_cut: bool = False) -> None:
        self.kill()
        self.open()
        self.unlock()

    def kill(self) -> None:
        self.browser.kill()

    def close(self) -> None:
        if self.browser.context is not None:
            self.browser.kill()

    def state(self) -> dict[str, Any]:
        """What the screen says and what lies on the disk."""
        known, self.looked = self.looked or self._learn(self.hand("state")), None
        return known

    def _learn(self, known: dict[str, Any]) -> dict[str, Any]:
        """What lies on the disk was recorded, and is not lost from then on."""
        for row in known["rows"]:
            operation = row["operation"]
            if operation not in self.recorded:
                self.recorded.append(operation)
                self.made += 1
            if row["subject"]:
                self.subjects[operation] = row["subject"]
            row["subject"] = self.subjects.get(operation)
            if row["kind"] == "visit.remove_photo":
                self.dropped.add(row["subject"])
        self.blobs |= {blob["id"]: blob["operation"] for blob in known["blobs"]}
        known["shown"] = known["unsent"]
        return known


@dataclass
class ScreenRun(Run):
    """One seed through the screens. What befalls the server and what leads do is as in `phones.py`."""

    phone: ScreenPhone = field(init=False)
    colleague: ApiPhone | None = None
    seen: list[Visit] = field(default_factory=list)
    photos: list[tuple[Visit, str]] = field(default_factory=list)
    """Visit and point of each photo that is kept."""

    def take(self, phone: ScreenPhone) -> None:
        self.phone, self.phones = phone, [phone]
        self.proxy.rate = FAULT_RATE
        phone.open()
        phone.unlock()
        phone.state()
        self.proxy.is_faulty = True

    def play(self, steps: int = STEPS) -> None:
        moves = list(MOVES)
        for _ in range(steps):
            name = self.dice.choices(moves, [MOVES[move][0] for move in moves])[0]
            self.story.append(name)
            MOVES[name][1](self)
            self._look(0)

    # --- what the inspector does

    def _does(self, deed: str, *said: Any) -> Any:
        """Do it on an open phone; a phone that locked itself meanwhile did not do it."""
        before = self.phone.made
        try:
            done = self.phone.do(deed, *said)
        except BrowserError as error:
            if "LOCKED" in str(error):
                return None
            raise
        if done and deed in RECORDING and self.phone.made == before:
            raise Wrong(f"{deed} is called kept and nothing of it is on the disk")
        return done

    def _open_visit(self) -> Visit | None:
        open_ = [visit for visit in self.seen if self._may_change(visit)]
        return self.dice.choice(open_[-2:]) if open_ else None

    @staticmethod
    def _may_change(visit: Visit) -> bool:
        return not (visit.is_signed or visit.is_being_signed or visit.is_shared)

    def start_visit(self) -> None:
        found = self._does("start", self.dice.randrange(40))
        if found:
            self.visits.append(found)
            self.seen.append(Visit(found))

    def answer(self) -> None:
        visit = self._open_visit()
        if visit is None:
            self.start_visit()
            return
        for _ in range(self.dice.randint(1, 4)):
            said = (visit.id, self.dice.randrange(5), self.dice.randrange(6), self.dice.choice(VERDICTS))
            done = self._does("answer", *said)
            if done:
                visit.answers[done["item"]] = done["value"]

    def find(self) -> None:
        visit = self._open_visit()
        if visit is None:
            self.start_visit()
            return
        which = (self.dice.randrange(5), self.dice.randrange(6), self.dice.randrange(4), self.dice.choice(TEXTS))
        done = self._does("find", visit.id, *which)
        if done:
            visit.answers[done["item"]] = "niet_in_orde"
            self._noted(visit, done["item"], done)

    def note(self) -> None:
        found = self._finding()
        if found:
            visit, item = found
            done = self._does("note", visit.id, item, self.dice.randrange(4), self.dice.choice(TEXTS))
            if done:
                self._noted(visit, item, done)

    def _noted(self, visit: Visit, item: str, done: dict[str, Any]) -> None:
        finding = visit.findings.setdefault(item, {"chips": set(), "text": None})
        finding["chips"] |= {done["chip"]} - {None}
        finding["text"] = done["text"] or finding["text"]

    def _finding(self) -> tuple[Visit, str] | None:
        """A point that is not in order in a visit that is open."""
        visit = self._open_visit()
        if visit is None:
            return None
        failed = [item for item in visit.findings if visit.answers.get(item) == "niet_in_orde"]
        return (visit, self.dice.choice(failed)) if failed else None

    def photo(self) -> None:
        found = self._finding()
        if found is None:
            self.find()
            return
        visit, item = found
        if self._does("photo", visit.id, item):
            self.photos.append((visit, item))

    def unphoto(self) -> None:
        """The last photo of a finding is taken away."""
        open_ = [one for one in self.photos if self._may_change(one[0])]
        if not open_:
            return
        visit, item = self.dice.choice(open_)
        nth = self.dice.randrange(self.photos.count((visit, item)))
        if self._does("unphoto", visit.id, item, nth) is not None:
            self.photos.remove((visit, item))

    def propose(self) -> None:
        found = self._finding()
        if found:
            self._does("propose", found[0].id, found[1])

    def finish(self) -> None:
        visit = self._open_visit()
        if visit is not None:
            done = self._does("finish", visit.id)
            if done and done.get("signed"):
                visit.is_signed = True
            elif done and not done.get("signed"):
                raise Wrong(f"every point was answered, and signing says {done}")

    def lock(self) -> None:
        self.phone.do("lock")

    def send(self) -> None:
        """Verzenden: what it lists is what waits."""
        self._exchanged(0, self.phone.ask("sync"))

    def see(self) -> None:
        self._does("see")

    # --- what befalls the phone

    def go_off_or_on(self) -> None:
        """The line is gone, or back: the browser knows it, or only finds out."""
        if self.proxy.is_down:
            self._come_on()
            return
        self.proxy.is_down = True
        if self.dice.random() < 0.5:
            self.phone.context.set_offline(True)

    def break_off(self) -> None:
        """The line dies in the middle of sending: after the words, before the photo."""
        if self._finding() is None:
            self.find()
        self.photo()
        self._come_on()
        self.proxy.dies_at = self.dice.choice([b"/push", b"/pull", b"/blobs/", b"/blobs/"])
        self._exchanged(0, self.phone.ask("sync"))

    def _come_on(self) -> None:
        self.proxy.is_down, self.proxy.dies_at = False, b""
        self.phone.context.set_offline(False)

    def reload(self) -> None:
        """In the middle of signing, or of nothing."""
        visit = self._open_visit()
        self.phone.unlock()
        if visit is not None and self.dice.random() < 0.4:
            visit.is_being_signed = True
            self.phone.begin("finish", visit.id)
            time.sleep(0.2 * self.dice.random())
        self.phone.reload()
        self._compare_visit()

    def turn_to_another_tab(self) -> None:
        self.phone.turn_to_another_tab()
        self._compare_visit()

    def turn_clock(self) -> None:
        self.phone.set_clock(self.dice.choice([0, self.dice.randrange(-3 * DAY_MS, 3 * DAY_MS)]))

    def kill_phone(self) -> None:
        """In the middle of an answer, of an exchange, or of nothing."""
        visit = self._open_visit()
        self.phone.unlock()
        if visit is not None and self.dice.random() < 0.6:
            visit.is_being_signed = True
            self.phone.begin("finish", visit.id)
        else:
            self.phone.begin("send")
        time.sleep(0.4 * self.dice.random())
        self.phone.reopen(self.dice)
        self._compare_visit()

    def kill_phone_after_kept(self) -> None:
        """Right after the screen said that it is kept."""
        self.answer()
        self.phone.reopen(self.dice)
        self._compare_visit()

    def _compare_visit(self) -> None:
        """The screens show again what they said to have kept."""
        self.phone.unlock()
        begun = [visit for visit in self.seen if visit.is_being_signed and not visit.is_shared]
        for visit in begun + [visit for visit in self.seen if self._may_change(visit)][-1:]:
            shown = self._does("shown", visit.id)
            if shown is None:
                return
            visit.is_being_signed, visit.is_signed = False, "signed" in shown
            if not visit.is_signed:
                self._compare_answers(visit, shown["answers"])
                self._compare_findings(visit)

    def _compare_answers(self, visit: Visit, shown: dict[str, str]) -> None:
        wrong = {item: (value, shown.get(item)) for item, value in visit.answers.items() if shown.get(item) != value}
        if wrong:
            raise Wrong(f"visit {visit.id} shows other answers than were kept: {wrong}")

    def _compare_findings(self, visit: Visit) -> None:
        for item in [one for one in visit.findings if visit.answers[one] == "niet_in_orde"][-1:]:
            shown = self._does("finding", visit.id, item)
            kept = visit.findings[item]
            photos = self.photos.count((visit, item))
            if shown is not None and (
                set(shown["chips"]) != kept["chips"] or shown["text"] != (kept["text"] or shown["text"])
            ):
                raise Wrong(f"finding {item} shows {shown}, kept was {kept}")
            if shown is not None and shown["photos"] != photos:
                raise Wrong(f"finding {item} shows {shown['photos']} photos, kept were {photos}")

    # --- what befalls the server, and what a colleague does

    def _start(self) -> None:
        super()._start()
        self.phone.looked = None

    def kill_server(self) -> None:
        """Every process of it at once, while the phone exchanges."""
        self.phone.tell("sync")
        time.sleep(0.3 * self.dice.random())
        self.server.kill()
        self._start()

    def _work_on(self) -> None:
        """What is done between a backup and the loss of the disk."""
        if self.dice.random() < 0.4:
            self.dice.choice([ScreenRun.answer, ScreenRun.photo, ScreenRun.send])(self)

    def colleague_writes(self) -> None:
        """Another phone answers in a visit of ours, or closes it: two versions, or work that is held."""
        if self.colleague is None or not self.seen:
            return
        visit = self.dice.choice(self.seen)
        if self.dice.random() < 0.6:
            for item in self.dice.sample(rounds.ITEMS, 2):
                rounds.answer(self.colleague, visit.id, item, self.dice.choice(["in_orde", "niet_in_orde"]))
        else:
            rounds.close(self.colleague, visit.id, "niemand_aanwezig")
        visit.is_shared = True
        with suppress(requests.RequestException):
            self.colleague.push(self.colleague.token())

    # --- after each step

    def _count(self, i: int, known: dict[str, Any]) -> None:
        """What the screen says is what lies on the disk; what is drawn may be a moment behind."""
        for _ in range(LOOKS_AGAIN):
            if not (wrong := wrong_screen(known)):
                return
            time.sleep(LOOK_SECONDS)
            known = self.phone.state()
        raise Wrong(wrong)

    # --- at the end

    def settle(self) -> None:
        self._come_on()
        self.proxy.is_faulty = False
        before: Any = None
        until = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < until:
            self.proxy.flush()
            said = self.phone.ask("sync")
            known = self.phone.state()
            now = {key: known[key] for key in ("unsent", "rows", "blobs", "documents", "says")}
            if now == before and said["said"] == "done" and not self._differences(0, self.phone, known):
                return
            before = now
            time.sleep(LOOK_SECONDS)

    def check(self) -> list[str]:
        wrong = super().check()
        for _ in range(LOOKS_AGAIN):
            if not wrong or not all(" differs: " in one for one in wrong):
                break
            self.settle()  # the worker wrote something meanwhile
            wrong = super().check()
        known = self.phone.state()
        if known["listed"] and {"waiting", "sending"} & set(known["listed"]):
            wrong.append(f"Verzenden lists {known['listed']} when all is sent")
        kept = {operation for operation, subject in self.phone.subjects.items() if subject not in self.phone.dropped}
        blobs = self.house.inside.blobs
        wrong += [
            f"photo {one} is lost" for one, of in self.phone.blobs.items() if of in kept and not blobs.exists(one)
        ]
        return wrong + self._other_answers() + self.complaints()

    def complaints(self) -> list[str]:
        said = [one for one in self.phone.browser.complaints if not one.startswith(SAID_OF_THE_NETWORK)]
        return [f"the browser complains: {one}" for one in said]

    def _other_answers(self) -> list[str]:
        """What was kept of a visit in which nobody else wrote is what the office reads."""
        wrong = []
        for visit in [one for one in self.seen if not one.is_shared]:
            stored = self.house.engine.store.get(visit.id)
            there = stored.fields.get("answers", {}) if stored else {}
            for item, value in visit.answers.items():
                if (there.get(item) or {}).get("value") != value:
                    wrong.append(f"{item} of visit {visit.id} is {there.get(item)} at the office, kept was {value}")
        return wrong

    def close(self) -> None:
        self.phone.close()
        self.proxy.close()


def wrong_screen(known: dict[str, Any]) -> str:
    """Return what the screen says otherwise than the disk, or nothing."""
    waits, counted, says = waiting(known), known["unsent"], known["says"]
    is_readable = all(row["subject"] for row in known["rows"] if not row["acked"])
    if (counted == 0) != (not waits) or (is_readable and counted != len(waits)):
        return f"{known['screen']} counts {counted} unsent, there are {len(waits)}: {sorted(waits)}"
    if (says == "sent" and waits) or (says in ("local", "busy") and not waits):
        return f"{known['screen']} says {says} with {len(waits)} unsent"
    listed = [one for one in known["listed"] if one in ("waiting", "sending")]
    if (
        known["screen"] == "verzenden"
        and known["state"] == "open"
        and "held" not in known["listed"]
        and len(listed) != counted
    ):
        return f"Verzenden counts {counted} and lists {listed}"
    return ""


# What a browser, or the app, says aloud when a network answers what is not ours.
SAID_OF_THE_NETWORK = ("console: Manifest", "console: sync:")
RECORDING = {"start", "photo", "unphoto", "propose"}
# How often, and what.
MOVES: dict[str, tuple[int, Callable[[ScreenRun], None]]] = {
    "start a visit": (5, ScreenRun.start_visit),
    "answer": (20, ScreenRun.answer),
    "find": (9, ScreenRun.find),
    "note": (5, ScreenRun.note),
    "photo": (6, ScreenRun.photo),
    "take a photo away": (2, ScreenRun.unphoto),
    "propose a measure": (4, ScreenRun.propose),
    "finish": (3, ScreenRun.finish),
    "lock": (3, ScreenRun.lock),
    "Verzenden": (10, ScreenRun.send),
    "look at decisions": (2, ScreenRun.see),
    "go offline or online": (6, ScreenRun.go_off_or_on),
    "the line dies while sending": (8, ScreenRun.break_off),
    "reload": (4, ScreenRun.reload),
    "turn to another tab": (3, ScreenRun.turn_to_another_tab),
    "turn the clock of the phone": (2, ScreenRun.turn_clock),
    "kill the browser": (3, ScreenRun.kill_phone),
    "kill the browser after kept": (3, ScreenRun.kill_phone_after_kept),
    "a colleague writes": (4, ScreenRun.colleague_writes),
    "decide what is held": (3, ScreenRun.decide_held),
    "choose a version": (2, ScreenRun.choose_version),
    "back up": (2, ScreenRun.back_up),
    "kill the server": (2, ScreenRun.kill_server),
    "turn the clock of the server": (1, ScreenRun.turn_server_clock),
    "restore": (1, ScreenRun.put_back),
    "restore without the copy": (1, ScreenRun.put_back_without_copy),
}


@dataclass(frozen=True)
class Ready:
    """What the schedules of one process share: an example with a linked phone in it, to be copied."""

    template: Server
    profile: Path
    port: int
    words: str
    phone: str
    person: dict[str, Any]
    colleague: ApiPhone
    nursery: Nursery
    playwright: Playwright
    program: str


def prepare(folder: Path, template: Server, playwright: Playwright, nursery: Nursery, program: str) -> Ready:
    """Link a phone through the screens, and a colleague's; then stop everything, so that it can be copied."""
    port = free_port()
    with copied(template, folder / "linked") as server:
        server.nursery = nursery
        server.start()
        network = FaultProxy(server.port, 0, port=port)
        user, other = (
            one for one in server.example["users"][:20] if "inspector" in one["roles"] and one["login"] in OF_ONE_TEAM
        )
        browser = Browser(playwright, folder / "profile", program=program)
        phone = FieldPhone(replace(server, port=port, process=None), browser)
        code = server.new_code(user["login"])
        phone.enrol(code, is_slow=True)
        known = phone.page.evaluate(
            "async () => (await import(`/s/${document.documentElement.dataset.build}/app/store/phones.js`)).activePhone()"
            ".then(({ phone }) => phone)"
        )
        phone.close()
        colleague = ApiPhone.enrol(server.address, server.new_code(other["login"]))
        network.close()
        server.stop()
    for name in ("GPUCache", "Cache", "DawnGraphiteCache", "DawnWebGPUCache"):
        shutil.rmtree(folder / "profile" / "Default" / name, ignore_errors=True)
    stopped = Server(folder / "linked", 0, dict(server.example))
    words, profile = " ".join(phone.words), folder / "profile"
    return Ready(stopped, profile, port, words, known, user, colleague, nursery, playwright, program)


OF_ONE_TEAM = ("s.deboer", "m.visser")


def play_seed(ready: Ready, seed: int, folder: Path, steps: int = STEPS) -> tuple[list[str], ScreenRun]:
    """Play one schedule; returns what was wrong, and the run."""
    with copied(ready.template, folder / "own") as server:
        server.nursery = ready.nursery
        shutil.copytree(ready.profile, folder / "profile", ignore=shutil.ignore_patterns("Singleton*"))
        server.start()
        run = ScreenRun(server, seed, folder, network_port=ready.port)
        browser = Browser(ready.playwright, folder / "profile", program=ready.program)
        run.phone = ScreenPhone(run.proxy.address, browser, ready.words, ready.phone, ready.person)
        run.colleague = replace(ready.colleague, address=server.address, outbox=[])
        run.colleague.unlock()
        wrong = play_out(run, lambda: run.take(run.phone), steps)
        return [*wrong, *(one for one in run.complaints() if wrong and one not in wrong)], run


@contextmanager
def ready(
    folder: Path, template: Server, playwright: Playwright, steps: int, *, keeps: bool, program: str = CHROMIUM
) -> Iterator[Play]:
    nursery = Nursery()
    shared = prepare(folder, template, playwright, nursery, program)
    try:
        yield lambda seed: play(shared, seed, folder / f"seed-{seed}", steps, keeps=keeps)
    finally:
        nursery.close()


@contextmanager
def ready_alone(folder: Path, steps: int, *, keeps: bool, program: str) -> Iterator[Play]:
    """In a process of its own."""
    template = make_template(folder / "template")
    with (
        sync_playwright() as playwright,
        ready(folder, template, playwright, steps, keeps=keeps, program=program) as one,
    ):
        yield one


def play(shared: Ready, seed: int, folder: Path, steps: int, *, keeps: bool) -> Played:
    wrong, run = play_seed(shared, seed, folder, steps)
    if wrong and keeps:
        (folder / "story.txt").write_text("\n".join([*run.story, *wrong]))
    else:
        shutil.rmtree(folder, ignore_errors=True)
    work = Counter({"operations recorded": run.phone.made})
    return Played(seed, wrong, {"work": work, "moves": Counter(run.story), "network": run.proxy.met})


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of(__doc__, 20)
    parser.add_argument("--steps", type=int, default=STEPS, help="moves in each")
    parser.add_argument("--whole", action="store_true", help="the browser with its window")
    options = parser.parse_args(arguments)
    program = CHROMIUM if options.whole else SHELL
    print(f"in {program}", flush=True)
    begin = partial(ready_alone, steps=options.steps, keeps=options.keep is not None, program=program)
    return run_many(begin, options, in_memory=True)


if __name__ == "__main__":
    sys.exit(main())
