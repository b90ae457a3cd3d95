"""The worker: what must follow happens once, however often it is cut off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldapp.build import NO_PAGES
from fieldapp.config import Config
from fieldapp.followups import FollowUp
from fieldapp.installation import Installation, open_installation
from fieldapp.notices import Notices
from fieldapp.processing import ProcessingLog
from fieldapp.reactions import REACTIONS, Unreadable, daily
from fieldapp.webpush import Sender, Sent
from fieldapp.worker import Worker, wait_for_turn
from fieldapp.worker_faults import Faults
from sync.push import keep_all
from tests import people
from tests.web.commands import run
from tests.web.conftest import BY_NAME, Desk, must

VISIT = "018f0000-0000-7000-8000-0000000000aa"


def close_a_visit(house: Installation, premises: str) -> None:
    """Let Ines open and close a visit, so that something must follow on the premises."""
    opening = {
        "premises_id": premises,
        "team_id": people.CENTRUM,
        "visit_kind": "licensed_premises",
        "reason": "routine",
        "leader_id": BY_NAME["ines"],
        "co_visitor_ids": [],
        "checklist": "chk-lp@1",
        "opened_at": house.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        "day_list_id": None,
    }
    must(house, "visit.open", VISIT, opening, people.INES)
    closing = {"outcome": "niemand_aanwezig", "statement": True, "made_at": opening["opened_at"]}
    must(house, "visit.close", VISIT, closing, people.INES)


def summaries(house: Installation, premises: str) -> dict[str, Any]:
    shown = house.engine.read(people.SYSTEM, premises)
    assert shown
    found: dict[str, Any] = shown["fields"].get("visits", {})
    return found


def run_dry(worker: Worker) -> None:
    while worker.step():
        pass


def test_a_closed_visit_is_noted_on_its_premises(house: Installation, premises: str) -> None:
    close_a_visit(house, premises)
    run_dry(Worker(house))
    assert list(summaries(house, premises)) == [VISIT]


def test_doing_it_again_is_doing_it_once(house: Installation, premises: str) -> None:
    close_a_visit(house, premises)
    run_dry(Worker(house))
    end = house.engine.log_head()
    house.values.put("worker", "cursor", None)  # as if the cursor had been lost
    run_dry(Worker(house))
    assert house.engine.log_head() == end


def test_a_cut_at_any_write_leaves_nothing_out_and_nothing_twice(
    house: Installation, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_a_visit(house, premises)
    put = type(house.values).put
    left = 0

    def cut(*given: Any, **named: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        put(*given, **named)

    monkeypatch.setattr(type(house.values), "put", cut)
    for allowed in range(1, 60):
        left = allowed
        try:
            run_dry(Worker(house))
            break
        except KeyboardInterrupt:
            continue
    monkeypatch.undo()
    run_dry(Worker(house))
    assert list(summaries(house, premises)) == [VISIT]
    noted = [entry for entry in house.engine.entries_since(0, 10_000) if entry.kind == "premises.note_visit"]
    assert [entry.outcome for entry in noted] == ["applied"]


def test_an_error_in_a_step_is_tried_again_and_skips_nothing(
    house: Installation, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_a_visit(house, premises)
    worker = Worker(house)
    submit = house.engine.submit
    monkeypatch.setattr("fieldapp.worker.FAULT_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(house.engine, "submit", lambda *given, **named: (_ for _ in ()).throw(RuntimeError("once")))
    deadline = time.monotonic() + 0.2
    worker.run(lambda: time.monotonic() > deadline)
    assert summaries(house, premises) == {}
    monkeypatch.setattr(house.engine, "submit", submit)
    object.__setattr__(house.config, "clock_offset_seconds", 60)
    run_dry(worker)
    assert list(summaries(house, premises)) == [VISIT]


# --- one thing that cannot be done


def poison(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    def fails(*given: Any) -> Any:
        raise OverflowError("date value out of range")

    monkeypatch.setitem(REACTIONS, kind, [fails])


def test_an_entry_that_cannot_be_followed_holds_up_no_other_and_is_done_once_it_can_be(
    house: Installation, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = REACTIONS["visit.close"]
    close_a_visit(house, premises)
    must(house, "unit.add", "018f0000-0000-7000-8000-0000000000ee", {"name": "Team Zuid", "kind": "team"})
    poison(monkeypatch, "visit.close")
    worker = Worker(house)
    run_dry(worker)
    assert worker.cursor() == house.engine.log_head()[0]
    for offset in (60, 120, 600):
        object.__setattr__(house.config, "clock_offset_seconds", offset)
        run_dry(worker)
    (fault,) = Faults(house.values, house.now).shown()
    assert (fault.kind, fault.document, fault.error, fault.tries) == ("visit.close", VISIT, "OverflowError", 4)
    checked = run("check", "--data", house.config.data)
    assert (checked.exit_code, "worker: visit.close of" in checked.output) == (1, True)
    monkeypatch.setitem(REACTIONS, "visit.close", follow)
    object.__setattr__(house.config, "clock_offset_seconds", 2 * 3600)
    run_dry(worker)
    assert list(summaries(house, premises)) == [VISIT]
    assert Faults(house.values, house.now).all() == []


def test_a_disk_that_refuses_skips_no_entry(
    house: Installation, premises: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_a_visit(house, premises)
    monkeypatch.setattr(house.engine, "submit", lambda *given, **named: (_ for _ in ()).throw(OSError(28, "full")))
    worker = Worker(house)
    with pytest.raises(OSError, match="full"):
        worker.step()
    assert worker.cursor() < house.engine.log_head()[0]
    assert Faults(house.values, house.now).all("entry:") == []


def test_a_part_that_fails_stops_no_other_part(house: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    worker = Worker(house)
    monkeypatch.setattr(ProcessingLog, "write_from", lambda *given: (_ for _ in ()).throw(ValueError("torn")))
    monkeypatch.setattr(worker, "look_at_today", lambda: done.append("today") or 0)
    monkeypatch.setattr(worker, "send_notices", lambda: done.append("notices") or 0)
    for _ in range(3):
        with pytest.raises(ValueError, match="torn"):
            worker.step()
    assert done == ["today", "notices"] * 3
    (fault,) = Faults(house.values, house.now).shown()
    assert (fault.name, fault.error) == ("part:write the log of processing", "ValueError")


def test_a_document_with_a_day_beyond_the_calendar_is_shown_and_the_others_end(
    house: Installation, desk: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, bad = "018f0000-0000-7000-8000-0000000000a1", "018f0000-0000-7000-8000-0000000000a2"
    lists = [{"id": bad, "fields": {"on": "9999-12-31"}}, {"id": old, "fields": {"on": "2020-01-01"}}]
    wanted = daily(house.today(), FoundBy({"day_list": lists}))
    assert [type(one) for one in wanted] == [Unreadable, FollowUp]
    monkeypatch.setattr("fieldapp.worker.daily", lambda today, reads: wanted[:1])
    worker = Worker(house)
    worker.look_at_today()
    page = desk("ada").get("/beheer/server").get_data(as_text=True)
    assert bad in page and "Refused" in page
    monkeypatch.setattr("fieldapp.worker.daily", lambda today, reads: [])
    worker.look_at_today(again=True)
    assert "Alles is gedaan." in desk("ada").get("/beheer/server").get_data(as_text=True)


@dataclass
class FoundBy:
    """Documents by kind, for the daily look."""

    kinds: dict[str, list[Any]]

    def get(self, document_id: str) -> None:
        return None

    def find(self, kind: str, **where: str) -> list[Any]:
        return self.kinds.get(kind, [])


def test_a_notice_that_cannot_be_made_holds_up_no_other(house: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def send(_: Sender, endpoint: str, keys: Any, link: str, key: object) -> Sent:
        if endpoint.endswith("1"):
            raise TypeError("keys")
        sent.append(endpoint)
        return Sent("sent")

    monkeypatch.setattr(Sender, "send", send)
    notices = Notices(house.values, house.accounts, Sender(house.keys, house.config), house.now)
    for number in (1, 2):
        subscription = {"endpoint": f"https://push.example/{number}", "keys": {}}
        house.accounts.save_subscription(BY_NAME["ines"], subscription)
    notices.add("x", BY_NAME["ines"], "/")
    assert notices.send_due() == 1
    assert [one.tries for one in notices.waiting()] == [1]


def test_the_day_is_looked_at_once_and_again_when_it_is_asked(
    house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr("fieldapp.worker.daily", lambda today, reads: looked.append(today.isoformat()) or [])
    worker = Worker(house)
    worker.look_at_today()
    worker.look_at_today()
    assert looked == [house.today().isoformat()]
    worker.look_at_today(again=True)
    object.__setattr__(house.config, "clock_offset_seconds", 24 * 3600)
    worker.look_at_today()
    assert len(looked) == 3


def test_what_was_kept_and_not_judged_is_judged_after_a_kill(
    phone: Any, house: Installation, config: Config, premises: str
) -> None:
    """The server is killed between keeping and judging; the worker of the next start does the rest."""
    ines = phone("ines")
    opening = {"premises_id": premises, "team_id": people.CENTRUM, "visit_kind": "licensed_premises", "reason": "routine",
               "leader_id": BY_NAME["ines"], "co_visitor_ids": [], "checklist": "chk-lp@1", "opened_at": "2026-11-21T20:00:00Z"}  # fmt: skip
    operation = ines.record("visit.open", VISIT, opening)
    with house.store.transaction():
        keep_all(house.store, ines.id, [], ines.envelopes, 0)
    assert house.engine.entry(operation) is None
    next_start = open_installation(config, build=NO_PAGES)
    run_dry(Worker(next_start))
    entry = next_start.engine.entry(operation)
    next_start.store.close()
    assert entry is not None and entry.outcome == "applied"


def test_a_second_worker_waits_for_the_first(tmp_path: Path) -> None:
    first = wait_for_turn(tmp_path, lambda: False)
    assert first is not None
    until = time.monotonic() + 0.5
    assert wait_for_turn(tmp_path, lambda: time.monotonic() > until) is None
    os.close(first)
    second = wait_for_turn(tmp_path, lambda: False)
    assert second is not None
    os.close(second)


@pytest.mark.slow
def test_the_worker_ends_when_it_is_told_to(config: Config) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "fieldapp", "work", "--data", str(config.data)], stderr=subprocess.PIPE
    )
    lock = config.data / "worker.lock"
    until = time.monotonic() + 60
    while not lock.exists() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said.decode()


def test_the_log_of_processing_has_a_line_for_each_line_of_the_access_log_and_names_nobody(house: Installation) -> None:
    for number in range(250):
        house.access_log.add("look", BY_NAME["pia"], VISIT, {"number": number}, house.now())
    log = ProcessingLog(house.config.data / "verwerkingen.jsonl", house.config)
    assert log.write_from(house.access_log) == 250
    assert log.write_from(house.access_log) == 0
    house.access_log.add("sign_in_refused", "", None, {}, house.now())
    assert log.write_from(house.access_log) == 1
    text = log.path.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["attributes"]["fieldapp.access_position"] for line in lines] == list(range(1, 252))
    assert BY_NAME["pia"] not in text
    assert VISIT not in text
    assert {len(line["trace_id"]) for line in lines} == {32}
    assert lines[-1]["status"] == "Error"


def test_a_line_of_processing_that_was_cut_off_is_written_again(house: Installation) -> None:
    house.access_log.add("read", BY_NAME["pia"], VISIT, {}, house.now())
    log = ProcessingLog(house.config.data / "verwerkingen.jsonl", house.config)
    log.write_from(house.access_log)
    whole = log.path.read_bytes()
    house.access_log.add("read", BY_NAME["pia"], VISIT, {}, house.now())
    log.path.write_bytes(whole + b'{"trace_id":"ab')
    log = ProcessingLog(log.path, house.config)
    assert log.write_from(house.access_log) == 1
    assert len(log.path.read_text().splitlines()) == 2


@pytest.mark.slow
def test_four_processes_that_start_at_once_judge_what_was_left_once(
    phone: Any, house: Installation, config: Config, premises: str
) -> None:
    """Each would count the others' tries, and an operation that was tried twice in vain is given up."""
    ines = phone("ines")
    opening = {"premises_id": premises, "team_id": people.CENTRUM, "visit_kind": "licensed_premises", "reason": "routine",
               "leader_id": BY_NAME["ines"], "co_visitor_ids": [], "checklist": "chk-lp@1", "opened_at": "2026-11-21T20:00:00Z"}  # fmt: skip
    operations = [ines.record("visit.open", VISIT, opening)]
    operations += [
        ines.record("visit.answer", VISIT, {"answers.nooduitgang_vrij": {"value": "in_orde"}}) for _ in range(30)
    ]
    with house.store.transaction():
        keep_all(house.store, ines.id, [], ines.envelopes, 0)
    starts = [open_installation(config, build=NO_PAGES) for _ in range(4)]
    gate = threading.Barrier(4)
    errors: list[BaseException] = []

    def start(one: Installation) -> None:
        try:
            gate.wait()
            one.recover()
        except BaseException as error:
            errors.append(error)
        finally:
            one.store.close()

    threads = [threading.Thread(target=start, args=(one,)) for one in starts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert {house.engine.entry(operation).outcome for operation in operations} == {"applied"}  # type: ignore[union-attr]
    mine = [entry.operation_id for entry in house.engine.entries_since(0, 10_000) if entry.device == ines.id]
    assert sorted(mine) == sorted(operations)
