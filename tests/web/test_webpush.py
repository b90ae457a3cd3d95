"""Notices, proved against a push service on loopback that decrypts what it gets."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from fieldapp.api_shapes import SubscriptionRequest
from fieldapp.build import NO_PAGES
from fieldapp.cli import main
from fieldapp.config import Config
from fieldapp.installation import Installation, open_installation
from fieldapp.notices import Notices
from fieldapp.push_addresses import is_allowed_endpoint
from fieldapp.subscriptions import take_in, under_older_keys
from fieldapp.webpush import TEXT, Sender
from tests.web.conftest import BY_NAME, Desk, Phone, token_of


def url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Browser:
    """A browser's side of web push: its keys, and what its push service got for it."""

    endpoint: str = ""
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: os.urandom(16))
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    bound_to: str | None = None
    """The key that the service takes notices of; None: it does not look."""

    def subscription(self) -> dict[str, Any]:
        public = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": url64(public), "auth": url64(self.auth)}}

    def read(self, number: int = -1) -> dict[str, Any]:
        body = self.got[number][1]
        said: dict[str, Any] = json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth))
        return said


@pytest.fixture
def browser() -> Iterator[Browser]:
    here = Browser()

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if here.bound_to and f"k={here.bound_to}" not in self.headers["Authorization"].replace(" ", ""):
                self.send_response(403)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            here.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers = here.answers.pop(0) if here.answers else (201, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    here.endpoint = f"http://127.0.0.1:{server.server_port}/push/abc"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def notices(house: Installation) -> Notices:
    return Notices(house.values, house.accounts, Sender(house.keys, house.config), house.now)


def later(house: Installation, seconds: int) -> None:
    object.__setattr__(house.config, "clock_offset_seconds", house.config.clock_offset_seconds + seconds)


def subscribe(house: Installation, browser: Browser, name: str = "ines") -> str:
    house.accounts.save_subscription(BY_NAME[name], browser.subscription())
    return BY_NAME[name]


def test_a_notice_says_that_something_changed_and_where_and_nothing_else(
    house: Installation, notices: Notices, browser: Browser
) -> None:
    ines = subscribe(house, browser)
    notices.add("cause", ines, "/app#/verzenden")
    assert notices.send_due() == 1
    assert browser.read() == {"text": TEXT, "link": "/app#/verzenden"}
    assert notices.waiting() == []


def test_a_notice_leads_to_the_office_at_a_desk_and_to_the_app_on_a_phone(
    house: Installation, notices: Notices, browser: Browser, desk: Callable[[str], Desk]
) -> None:
    tom = desk("tom")
    token = token_of(tom.get("/kantoor/instellingen").get_data(as_text=True))
    headers = {"X-CSRFToken": token, "Referer": "https://localhost/"}
    answer = tom.client.post("/kantoor/instellingen/meldingen", json=browser.subscription(), headers=headers)
    assert answer.status_code == 200
    notices.add("cause", BY_NAME["tom"], "/app#/voorstel/7")
    assert notices.send_due() == 1
    assert browser.read() == {"text": TEXT, "link": "/kantoor/"}
    assert tom.get("/kantoor/").status_code == 200
    subscribe(house, browser)
    notices.add("cause", BY_NAME["ines"], "/app#/voorstel/7")
    assert notices.send_due() == 1
    assert browser.read() == {"text": TEXT, "link": "/app#/voorstel/7"}


def test_the_service_can_tell_who_sent_it_and_can_read_none_of_it(
    house: Installation, notices: Notices, browser: Browser
) -> None:
    notices.add("cause", subscribe(house, browser), "/app#/verzenden")
    notices.send_due()
    headers, body = browser.got[0]
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    assert TEXT.encode() not in body and b"verzenden" not in body
    token = headers["authorization"].split("t=")[1].split(",")[0]
    origin = browser.endpoint.rsplit("/push", 1)[0]
    assert Vapid02.verify(headers["authorization"]) is True
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert claims["aud"] == origin
    assert f"k={house.keys.vapid_public_text()}" in headers["authorization"].replace(" ", "")


def test_a_subscription_that_is_gone_is_removed(house: Installation, notices: Notices, browser: Browser) -> None:
    ines = subscribe(house, browser)
    browser.answers = [(410, {})]
    notices.add("cause", ines, "/app")
    assert notices.send_due() == 0
    assert house.accounts.subscriptions(ines) == []
    assert notices.waiting() == []


def test_a_service_that_is_busy_is_tried_again_later_and_not_before(
    house: Installation, notices: Notices, browser: Browser
) -> None:
    browser.answers = [(503, {}), (429, {"Retry-After": "300"})]
    notices.add("cause", subscribe(house, browser), "/app")
    notices.send_due()
    notices.send_due()
    assert len(browser.got) == 1
    later(house, 31)
    notices.send_due()
    later(house, 150)
    notices.send_due()
    assert len(browser.got) == 2
    later(house, 200)
    assert notices.send_due() == 1
    assert browser.read()["text"] == TEXT


def test_a_service_that_is_never_there_is_given_up_after_some_days(
    house: Installation, notices: Notices, browser: Browser
) -> None:
    browser.answers = [(500, {})] * 50
    notices.add("cause", subscribe(house, browser), "/app")
    for _ in range(60):
        notices.send_due()
        later(house, 12 * 3600 + 1)
    assert notices.waiting() == []
    assert len(browser.got) == 9


def test_a_service_that_sends_us_elsewhere_is_not_followed(
    house: Installation, notices: Notices, browser: Browser
) -> None:
    browser.answers = [(307, {"Location": browser.endpoint + "/other"})]
    notices.add("cause", subscribe(house, browser), "/app")
    notices.send_due()
    assert len(browser.got) == 1


def test_the_same_cause_waits_once(house: Installation, notices: Notices, browser: Browser) -> None:
    ines = subscribe(house, browser)
    for _ in range(3):
        notices.add("cause", ines, "/app")
    assert len(notices.waiting()) == 1


def test_keys_that_are_no_keys_do_not_stop_the_others(house: Installation, notices: Notices, browser: Browser) -> None:
    house.accounts.save_subscription(
        BY_NAME["ivo"], {"endpoint": browser.endpoint + "x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}
    )
    notices.add("cause", BY_NAME["ivo"], "/app")
    notices.add("cause", subscribe(house, browser), "/app")
    assert notices.send_due() == 1
    assert house.accounts.subscriptions(BY_NAME["ivo"]) == []


@pytest.mark.parametrize(
    ("endpoint", "is_allowed"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://wns2-par02p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/fcm/send/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://fcm.googleapis.com.elders.example/abc", False),
        ("https://xfcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com@127.0.0.1/abc", False),
        ("https://user:pw@fcm.googleapis.com/abc", False),
        ("https://127.0.0.1/abc", False),
        ("https://[::1]/abc", False),
        ("https://169.254.169.254/latest", False),
        ("https://10.0.0.5\\.fcm.googleapis.com/admin", False),
        ("https://10.0.0.5 .fcm.googleapis.com/admin", False),
        ("file:///etc/passwd", False),
        ("https://[broken", False),
        ("https://fcm.googleapis.com:port/abc", False),
        ("", False),
    ],
)
def test_notices_go_to_the_services_of_browsers_only(endpoint: str, is_allowed: bool) -> None:
    assert is_allowed_endpoint(endpoint, loopback=False) is is_allowed


def test_loopback_is_for_tests_that_say_so() -> None:
    assert is_allowed_endpoint("http://127.0.0.1:9/x", loopback=True)
    assert not is_allowed_endpoint("http://10.0.0.1:9/x", loopback=True)


def test_a_phone_subscribes_and_unsubscribes(
    phone: Callable[[str], Phone], house: Installation, browser: Browser
) -> None:
    ines = phone("ines")
    token = ines.token()
    said = {**browser.subscription(), "expirationTime": None}
    assert ines.ask("subscription", said, token).status_code == 204
    assert ines.ask("subscription", said, token).status_code == 204
    under = house.keys.vapid_public_text()
    assert house.accounts.subscriptions(BY_NAME["ines"]) == [{**browser.subscription(), "key": under}]
    refused = ines.ask("subscription", {**said, "endpoint": "https://elders.example/x"}, token)
    assert (refused.status_code, refused.get_json()["fields"]) == (422, ["endpoint"])
    answer = ines.client.delete("/api/v1/subscription", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 204
    assert house.accounts.subscriptions(BY_NAME["ines"]) == []
    assert ines.client.get("/api/v1/vapid").get_json()["public_key"] == house.keys.vapid_public_text()


@pytest.fixture
def strict(browser: Browser, house: Installation) -> Browser:
    """A push service as browsers have them: it takes notices of the key that the browser subscribed under, of no other."""
    browser.bound_to = house.keys.vapid_public_text()
    return browser


def restarted(config: Config, *words: str) -> tuple[Installation, Notices]:
    assert CliRunner().invoke(main, ["keys", *words, "--data", str(config.data)]).exit_code == 0
    again = open_installation(config, build=NO_PAGES)
    return again, Notices(again.values, again.accounts, Sender(again.keys, again.config), again.now)


def test_a_browser_under_the_older_key_gets_its_notices_until_it_takes_the_new_one(
    config: Config, house: Installation, strict: Browser
) -> None:
    ines = subscribe(house, strict)
    house.store.close()
    again, notices = restarted(config, "--new-push")
    notices.add("before", ines, "/app#/verzenden")
    assert notices.send_due() == 1 and len(strict.got) == 1
    strict.bound_to = again.keys.vapid_public_text()
    said = {**strict.subscription(), "endpoint": f"{strict.endpoint}-anew", "key": strict.bound_to}
    take_in(again, ines, SubscriptionRequest(**said, instead_of=strict.endpoint), at_desk=False)
    notices.add("after", ines, "/app#/verzenden")
    assert notices.send_due() == 1 and len(strict.got) == 2
    assert [one["endpoint"] for one in again.accounts.subscriptions(ines)] == [f"{strict.endpoint}-anew"]
    again.store.close()


def test_without_the_older_key_a_notice_waits_for_the_browser_and_goes_to_its_new_address(
    config: Config, house: Installation, strict: Browser
) -> None:
    ines = subscribe(house, strict)
    house.store.close()
    (again, notices), counted = restarted(config, "--new-push"), CliRunner()
    listed = counted.invoke(main, ["keys", "--data", str(config.data)]).output
    assert "1 browsers still get notices under an older vapid key" in listed
    (config.keys / "vapid-1.pem").unlink()
    again.store.close()
    again = open_installation(config, build=NO_PAGES)
    subscription = {**strict.subscription(), "key": strict.bound_to}
    again.accounts.save_subscription(ines, subscription)
    notices = Notices(again.values, again.accounts, Sender(again.keys, again.config), again.now)
    notices.add("cause", ines, "/app#/verzenden")
    assert notices.send_due() == 0 and len(notices.waiting()) == 1 and strict.got == []
    strict.bound_to = again.keys.vapid_public_text()
    said = {**strict.subscription(), "endpoint": f"{strict.endpoint}-anew", "key": strict.bound_to}
    take_in(again, ines, SubscriptionRequest(**said, instead_of=strict.endpoint), at_desk=False)
    assert notices.send_due() == 1 and strict.read()["link"] == "/app#/verzenden"
    assert under_older_keys(again) == 0
    again.store.close()


def test_nobody_moves_the_notices_of_somebody_else(house: Installation, notices: Notices, browser: Browser) -> None:
    ines = subscribe(house, browser)
    notices.add("cause", ines, "/app#/verzenden")
    said = {**browser.subscription(), "endpoint": f"{browser.endpoint}-other"}
    take_in(house, BY_NAME["tess"], SubscriptionRequest(**said, instead_of=browser.endpoint), at_desk=False)
    assert [one.endpoint for one in notices.waiting()] == [browser.endpoint]
    assert [one["endpoint"] for one in house.accounts.subscriptions(ines)] == [browser.endpoint]


def test_a_browser_under_a_key_that_is_not_here_is_told(phone: Callable[[str], Phone], browser: Browser) -> None:
    ines = phone("ines")
    refused = ines.ask("subscription", {**browser.subscription(), "key": "BAAA"}, ines.token())
    assert (refused.status_code, refused.get_json()["fields"]) == (422, ["key"])
