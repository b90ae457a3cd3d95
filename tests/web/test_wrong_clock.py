"""A server whose clock is wrong: the log keeps its order, and nothing made while the clock was ahead outlives its being set right."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from fieldapp.installation import BACKUP, Installation
from fieldapp.notices import Notices
from fieldapp.webpush import Sender, Sent
from fieldapp.worker import Worker
from fieldapp.worker_faults import Faults
from tests import people
from tests.web.conftest import BY_NAME, Phone, Sit, code_now
from tests.web.evening import new_id, opening, submit
from tests.web.test_api_phone import enrol_body

HOUR, DAY, YEAR = 3600, 86_400, 365 * 86_400
OpenPhone = Callable[[str], Phone]


def set_clock(house: Installation, seconds: int) -> None:
    object.__setattr__(house.config, "clock_offset_seconds", seconds)


def test_a_session_that_began_while_the_clock_was_ahead_ends_when_it_is_set_right(
    desk: Sit, house: Installation
) -> None:
    set_clock(house, YEAR)
    token = house.accounts.start_session(BY_NAME["tom"])
    assert house.accounts.actor(token) is not None
    set_clock(house, 0)
    assert house.accounts.actor(token) is None


def test_parts_of_photos_age_by_the_clock_of_the_disk_that_dated_them(house: Installation) -> None:
    blob = sha256(sha256(b"one").digest() + sha256(b"two").digest()).hexdigest()
    house.blobs.put(blob, 0, b"one", sha256(b"one").hexdigest())
    set_clock(house, 40 * DAY)
    Worker(house).look_at_today(again=True)
    assert house.blobs.have(blob) == [0], "a phone may be sending it"
    (place,) = (path for path in house.blobs.folder.glob("??/*") if path.is_dir())
    long_ago = time.time() - 31 * DAY
    os.utime(place, (long_ago, long_ago))
    set_clock(house, -40 * DAY)
    Worker(house).look_at_today(again=True)
    assert house.blobs.have(blob) == []


def test_a_clock_that_steps_back_a_minute_signs_nobody_out(house: Installation) -> None:
    token = house.accounts.start_session(BY_NAME["tom"])
    set_clock(house, -60)
    assert house.accounts.actor(token) is not None


def test_a_clock_that_steps_back_after_signing_in_leaves_the_cookie_of_a_desk_good(
    desk: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cookie bears the time of the machine, which no setting shifts."""
    tom = desk("tom")
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - 60)
    assert tom.get("/kantoor/").status_code == 200


def test_who_signed_in_while_the_clock_was_ahead_signs_in_again_when_it_is_right(house: Installation) -> None:
    set_clock(house, YEAR)
    assert house.accounts.check_second_factor(BY_NAME["tom"], code_now(house, "tom"))
    set_clock(house, 0)
    code = code_now(house, "tom")
    assert house.accounts.check_second_factor(BY_NAME["tom"], code)
    assert not house.accounts.check_second_factor(BY_NAME["tom"], code), "once, as always"


def test_a_code_stays_used_when_the_clock_steps_back_a_little(house: Installation) -> None:
    code = code_now(house, "tom")
    assert house.accounts.check_second_factor(BY_NAME["tom"], code)
    set_clock(house, -60)
    assert not house.accounts.check_second_factor(BY_NAME["tom"], code)


@pytest.mark.parametrize("offset", [60, 300, 1800, HOUR, HOUR + 60, DAY])
def test_whoever_signed_in_while_the_clock_was_a_little_ahead_need_not_wait_until_it_is_that_late(
    house: Installation, offset: int
) -> None:
    """Whatever the difference; and what was used then is used, also when that time comes."""
    set_clock(house, offset)
    ahead = code_now(house, "tom")
    assert house.accounts.check_second_factor(BY_NAME["tom"], ahead)
    set_clock(house, 0)
    code = code_now(house, "tom")
    assert house.accounts.check_second_factor(BY_NAME["tom"], code)
    assert not house.accounts.check_second_factor(BY_NAME["tom"], code), "once, as always"
    set_clock(house, offset)
    assert not house.accounts.check_second_factor(BY_NAME["tom"], ahead), "once, also when its time comes again"


def test_a_clock_that_steps_back_a_few_seconds_leaves_phones_their_tokens_and_codes(
    phone: OpenPhone, house: Installation
) -> None:
    ines = phone("ines")
    token, proof = ines.token(), ines.proof(full=True)
    set_clock(house, -3)
    assert ines.pull(token)["server_time"]
    assert ines.ask("token", proof).status_code == 200


def test_a_code_for_a_phone_outlives_a_clock_that_is_set_back_some_hours(
    client: FlaskClient, house: Installation
) -> None:
    code = house.accounts.new_device_code(BY_NAME["ines"])["code"]
    set_clock(house, -5 * HOUR)
    house.phones.forget_old_codes()
    assert client.post("/api/v1/enrol", json=enrol_body(code)).status_code == 200


def test_tokens_and_challenges_of_a_clock_that_was_ahead_are_asked_anew(phone: OpenPhone, house: Installation) -> None:
    ines = phone("ines")
    set_clock(house, YEAR)
    token, proof = ines.token(), ines.proof(full=True)
    set_clock(house, 0)
    assert ines.ask("pull", {"streams": []}, token).get_json()["type"] == "token_expired"
    assert ines.ask("token", proof).get_json()["type"] == "challenge_expired"
    assert ines.pull(ines.token())["server_time"]


def test_a_code_for_a_phone_of_a_clock_that_was_ahead_is_over(house: Installation) -> None:
    set_clock(house, YEAR)
    house.accounts.new_device_code(BY_NAME["ines"])
    set_clock(house, 0)
    house.phones.forget_old_codes()
    assert house.values.all("enrol") == {}


def test_a_notice_and_a_fault_of_a_clock_that_was_ahead_wait_no_year(
    house: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Sent("later"), Sent("sent")]
    monkeypatch.setattr(Sender, "send", lambda *_: answers.pop(0))
    house.accounts.save_subscription(BY_NAME["ines"], {"endpoint": "https://push.example/1", "keys": {}})
    notices = Notices(house.values, house.accounts, Sender(house.keys, house.config), house.now)
    faults = Faults(house.values, house.now)
    set_clock(house, YEAR)
    notices.add("cause", BY_NAME["ines"], "/")
    faults.note("entry:1", "visit.close", "x", ValueError())
    assert notices.send_due() == 0
    set_clock(house, 0)
    assert notices.send_due() == 1
    assert [one.name for one in faults.due("entry:")] == ["entry:1"]


def test_what_a_phone_says_of_itself_is_noted_again_when_the_clock_is_right(
    phone: OpenPhone, house: Installation
) -> None:
    ines = phone("ines")
    set_clock(house, YEAR)
    ines.push(ines.token(full=False), [])
    set_clock(house, 0)
    ines.push(ines.token(full=False), [])
    assert house.accounts.device_reports()[ines.id]["last_contact_at"][:4] == str(house.now().year)  # type: ignore[index]  # it reported


@pytest.mark.parametrize("offset", [5 * HOUR, -YEAR, -HOUR])
def test_whatever_the_clock_says_work_is_kept_in_order_and_proves(
    phone: OpenPhone, house: Installation, premises: str, offset: int
) -> None:
    ines, visit = phone("ines"), str(uuid.uuid4())
    ines.record("visit.open", visit, opening(premises))
    assert ines.push(ines.token(full=False)).get_json()["results"][0]["r"] == "applied"
    set_clock(house, offset)
    ines.record("visit.answer", visit, {"answers.nooduitgang_vrij": {"value": "in_orde"}})
    said = ines.push(ines.token(full=False), ines.envelopes[1:]).get_json()
    assert said["results"][0]["r"] == "applied"
    assert said["server_time"][:13] == house.now().isoformat()[:13], "the phone is told the time as this server has it"
    set_clock(house, 0)
    assert ines.pull(ines.token())["documents"], "and a cursor of before still counts"
    assert house.engine.check(house.blobs).is_whole


def test_a_day_that_comes_twice_does_nothing_twice(house: Installation, premises: str) -> None:
    submit(house, people.INES, "visit.open", new_id(), opening(premises))
    worker = Worker(house)
    ends = []
    for offset in (0, DAY, 0, DAY, 0):
        set_clock(house, offset)
        while worker.step():
            pass
        ends.append(house.engine.log_head()[0])
    assert ends[1] == ends[-1], "what a day brought on is there once"


def test_the_last_backup_is_the_one_made_last_whatever_the_clock_said_then(house: Installation) -> None:
    house.register.add(BACKUP, "one", house.now() + timedelta(days=365), position=1, log_head="00")
    house.register.add(BACKUP, "two", house.now(), position=1, log_head="00")
    assert str(house.last_backup_at())[:10] == house.now().date().isoformat()
