"""kill -9 of the whole server while phones push: nothing acknowledged is lost, nothing is done twice.

`FAULT_TIMES=500` is the figure of a release; each run here does ten. Of many, the first ten and every tenth start anew from
the command line and are timed; the others are forked from a process that read the code before.
"""

from __future__ import annotations

import os
import random
import statistics
import threading
import time
from collections import Counter

import requests

from tests.rig import rounds
from tests.rig.api_phone import ApiPhone
from tests.rig.nursery import Nursery
from tests.rig.server import Server

TIMED = 10
KILLS = int(os.environ.get("FAULT_TIMES", "10"))
NO_PACE = {"FIELDAPP_PUSH_PER_DAY": "10000000", "FIELDAPP_BYTES_PER_DAY": str(10**15)}
"""Hundreds of rounds are the work of years: no phone is told to wait until tomorrow."""
SEED = int(os.environ.get("FAULT_SEED", random.SystemRandom().randrange(10**9)))


def keep_working(phone: ApiPhone, premises: list[dict], over: threading.Event, wrong: list[str]) -> None:
    """Visit after visit: record, push what waits; a broken connection means trying again, as a phone does."""
    dice, token = random.Random(phone.enrolled["phone"]), ""
    while not over.is_set():
        visit = rounds.open_visit(phone, dice.choice(premises))
        for item in rounds.ITEMS:
            rounds.answer(phone, visit, item, dice.choice(["in_orde", "niet_in_orde"]))
        try:
            token = token or phone.token()
            phone.push(token)
        except requests.HTTPError as error:
            status = error.response.status_code
            if status == 401:
                token = ""
            elif status not in {429, 503}:
                wrong.append(f"{status}: {error.response.text[:200]}")
        except requests.RequestException:  # no answer, or half of one
            time.sleep(0.05)


def outcomes_of(phone: ApiPhone) -> dict[str, dict]:
    return phone.pull(phone.token())["outcomes"]


def test_ten_kills_under_load_lose_nothing_and_double_nothing(own_server: Server) -> None:
    nursery, began = Nursery(), time.monotonic()
    own_server.stop()
    own_server.settings |= NO_PACE
    own_server.start()
    server, dice = own_server, random.Random(SEED)
    logins = [user["login"] for user in server.example["users"] if "inspector" in user["roles"]]
    phones = [ApiPhone.enrol(server.address, server.code_of(login)) for login in logins]
    premises = {id(phone): rounds.licensed_premises(phone) for phone in phones}
    wrong, back = list[str](), list[float]()
    for number in range(KILLS):
        over = threading.Event()
        threads = [
            threading.Thread(target=keep_working, args=(phone, premises[id(phone)], over, wrong)) for phone in phones
        ]
        for thread in threads:
            thread.start()
        time.sleep(dice.uniform(0.2, 1.2))
        server.kill()
        over.set()
        for thread in threads:
            thread.join(timeout=60)
        is_timed = number < TIMED or number % TIMED == 0
        server.nursery = None if is_timed else nursery
        took = server.start()
        back += [took] * is_timed
        for phone in phones:
            phone.unlock()
    print(
        f"back after {statistics.median(back):.1f} s, at most {max(back):.1f}; the first start took {server.first_start_seconds:.1f}"
    )
    assert wrong == []
    for phone in phones:
        everything_arrived_once(server, phone)
    server.stop()
    nursery.close()
    server.command("check", "--data", str(server.data))
    print(f"{KILLS} kills, FAULT_SEED={SEED}: 0 lost, 0 doubled, check whole, {time.monotonic() - began:.0f} s")


def everything_arrived_once(server: Server, phone: ApiPhone) -> None:
    """What was acknowledged has an outcome; the rest is sent now; then every operation is applied, once."""
    token = phone.token()
    acked = [row.operation for row in phone.outbox if row.acked]
    before = outcomes_of(phone)
    assert [operation for operation in acked if operation not in before] == [], "acknowledged and lost"
    send_all(phone, token)
    after = outcomes_of(phone)
    assert sorted(after) == sorted(row.operation for row in phone.outbox)
    assert {outcome["outcome"] for outcome in after.values()} == {"applied"}
    entries = server.house().engine.entries_since(0, 10**9)
    times = Counter(entry.operation_id for entry in entries if entry.outcome == "applied")
    assert {times[operation] for operation in after} == {1}, "applied twice"


def send_all(phone: ApiPhone, token: str) -> None:
    """As a phone does: who asks too often waits, and tries again."""
    while phone.waiting():
        try:
            phone.push(token)
        except requests.HTTPError as error:
            if error.response.status_code != 429:
                raise
            time.sleep(1)
