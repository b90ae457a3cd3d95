"""One installation with the cast of tests/people.py, copied fresh for each test; desks and phones that use it."""

from __future__ import annotations

import base64
import json
import re
import shutil
import struct
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from fieldapp.administration import publish_policy
from fieldapp.app import create_app
from fieldapp.build import ROOT, Build, make_build
from fieldapp.config import Config, load_config
from fieldapp.directory import SYSTEM
from fieldapp.installation import Installation, open_installation, set_up, texts_json
from sync import Actor, Engine
from sync.envelope import Session, digest, public_point, sign
from tests import people

PASSWORD = "een goed wachtwoord"
UNITS = {
    people.CENTRUM: {"name": "Team Centrum", "kind": "team"},
    people.ELSEWHERE: {"name": "Team Noord", "kind": "team"},
    people.POLICE_UNIT: {"name": "Team Mensenhandel", "kind": "police", "covenant_until_on": "2099-12-31"},
    people.OTHER_UNIT: {"name": "Wijkteam", "kind": "police", "covenant_until_on": "2099-12-31"},
}
BY_NAME = {person["name"].lower(): person_id for person_id, person in people.PEOPLE.items()}
TOTP = {name: base64.b32encode(f"{name:-<20}".encode()).decode() for name in BY_NAME}


def must(house: Installation, kind: str, document: str, body: dict[str, Any], actor: Actor = SYSTEM) -> None:
    outcome = house.engine.submit(actor, kind, document, body)
    assert outcome.outcome == "applied", (kind, outcome.code)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with policy, units and people: made once, copied by each test."""
    config = load_config({}, data=tmp_path_factory.mktemp("furnished") / "data")
    set_up(config)
    house = open_installation(config)
    publish_policy(house)
    for unit_id, unit in UNITS.items():
        must(house, "unit.add", unit_id, unit)
    for person_id, person in people.PEOPLE.items():
        known = ("name", "roles", "team_ids", "unit_id", "login")
        must(house, "person.add", person_id, {name: person[name] for name in known if name in person})
    house.accounts.set_password(BY_NAME["tom"], PASSWORD)
    first = house.values.get(BY_NAME["tom"], "password")
    for name, person_id in BY_NAME.items():
        house.values.put(person_id, "password", first)  # the same hash: eleven would take seconds
        house.accounts.set_totp(person_id, TOTP[name])
    house.store.close()
    return config.data


@pytest.fixture(scope="session")
def build() -> Build:
    """The static files, read once for all tests."""
    return make_build(ROOT, {"app/texts.json": texts_json()})


@pytest.fixture
def config(furnished: Path, tmp_path: Path) -> Config:
    data = tmp_path / "data"
    shutil.copytree(furnished, data)
    return load_config({"FIELDAPP_WEBPUSH_LOOPBACK": "1", "FIELDAPP_MUNICIPALITY": "Voorbeeldstad"}, data=data)


@dataclass
class Clock:
    """The time of the server, as a test wants it."""

    at: datetime = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def on(self, day: str, hour: int = 9) -> None:
        self.at = datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")

    @property
    def today(self) -> str:
        return self.at.date().isoformat()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock is ours: name it before the house, or mark a file with `usefixtures("clock")`."""
    made = Clock()
    monkeypatch.setattr(Config, "now", lambda self: made.at)
    return made


@pytest.fixture
def house(config: Config, build: Build) -> Iterator[Installation]:
    opened = open_installation(config, build=build)
    yield opened
    opened.store.close()


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all tests: each test makes its own application, and compiling took most of its time."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("compiled")))


@pytest.fixture(scope="session", autouse=True)
def routes_compiled_once() -> Iterator[None]:
    """Werkzeug writes and compiles a function for each route of each application: more than half of what a test took.

    What it makes follows from the words of the rule and its defaults alone; each rule binds it to itself.
    """
    compile_builder, made = Rule._compile_builder, dict[Any, Any]()

    def once(rule: Rule, append_unknown: bool = True) -> Any:
        key = (tuple(rule._trace), repr(sorted((rule.defaults or {}).items())), append_unknown)
        if key not in made:
            made[key] = compile_builder(rule, append_unknown)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", once)
        yield


@pytest.fixture
def app(house: Installation, compiled: FileSystemBytecodeCache) -> Flask:
    made = create_app(house=house)
    made.jinja_env.bytecode_cache = compiled
    made.config["PREFERRED_URL_SCHEME"] = "https"  # the cookies are Secure
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody has signed in."""
    return app.test_client()


@pytest.fixture
def engine(house: Installation) -> Engine:
    return house.engine


def token_of(page: str) -> str:
    """Return the CSRF token of the first form on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "this page has no form"
    return found.group(1)


@dataclass
class Desk:
    """A browser at a desk: follows forms as a person would."""

    client: FlaskClient
    person: str = ""

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(
        self, path: str, data: dict[str, Any] | None = None, *, page: str | None = None, **options: Any
    ) -> TestResponse:
        """Send the form of a page: fetches it for its token, as a browser has it."""
        token = token_of(self.client.get(page or path, follow_redirects=True).get_data(as_text=True))
        headers = {"Referer": "https://localhost/", **options.pop("headers", {})}  # as a browser does
        return self.client.post(path, data={**(data or {}), "csrf_token": token}, headers=headers, **options)


Sit = Callable[[str], Desk]


def text(answer: TestResponse) -> str:
    return str(answer.get_data(as_text=True))


@pytest.fixture
def desk(app: Flask, house: Installation) -> Sit:
    """`desk("tom")`: a browser in which Tom is signed in already."""

    def sit_down(name: str) -> Desk:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["desk"] = house.accounts.start_session(BY_NAME[name])
        return Desk(browser, BY_NAME[name])

    return sit_down


@pytest.fixture
def sign_in(client: FlaskClient, house: Installation) -> Sit:
    """`sign_in("tom")`: through the pages, with password and code. Once per person per 30 seconds."""

    def through_the_pages(name: str) -> Desk:
        here = Desk(client, BY_NAME[name])
        answer = here.post("/inloggen", {"login": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        answer = here.post("/tweede-factor", {"code": code_now(house, name)})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return here

    return through_the_pages


def code_now(house: Installation, name: str) -> str:
    return pyotp.TOTP(TOTP[name]).at(house.now())


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def point(key: ec.EllipticCurvePrivateKey) -> str:
    return b64(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@dataclass
class Phone:
    """A phone without a browser: real keys, real envelopes, through the test client."""

    client: FlaskClient
    enrolled: dict[str, Any]
    device_key: ec.EllipticCurvePrivateKey
    signing_key: ec.EllipticCurvePrivateKey
    envelopes: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id: str = self.enrolled["phone"]
        self.installation = bytes.fromhex(self.enrolled["installation"])
        self.unlock()

    def unlock(self) -> None:
        """Begin a session: a new stream that follows what was written before."""
        newest = self.enrolled["server_keys"][-1]
        public = public_point(base64.b64decode(newest["public"]))
        follows = (
            {"follows": (self.session.stream, self.session.n), "prev": digest(self.envelopes[-1])}
            if self.envelopes
            else {}
        )
        self.session = Session(self.installation, newest["kid"], public, self.signing_key, **follows)

    def ask(self, path: str, said: Any, token: str | None = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.client.post(f"/api/v1/{path}", json=said, headers=headers)

    def proof(self, *, full: bool, challenge: str | None = None) -> dict[str, Any]:
        """Return a request for a token."""
        challenge = challenge or self.ask("challenge", {"phone": self.id}).get_json()["challenge"]
        message = b"fieldapp/auth/1" + self.installation + uuid.UUID(self.id).bytes + base64.b64decode(challenge)
        said = {
            "phone": self.id,
            "challenge": challenge,
            "dev_signature": b64(sign(self.device_key, message)),
            "certificate": self.enrolled["certificate"],
        }
        return said | ({"sign_signature": b64(sign(self.signing_key, message))} if full else {})

    def token(self, *, full: bool = True) -> str:
        answer = self.ask("token", self.proof(full=full))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.get_json()["token"])

    def record(self, kind: str, document: str, body: dict[str, Any], base: str | None = None) -> str:
        """Seal an operation into the outbox; return its id."""
        said = {
            "kind": kind,
            "document": document,
            "body": body,
            "base": base,
            "made_at": "2026-11-21T20:13:00Z",
            "mono": 1,
        }
        self.envelopes.append(self.session.seal(json.dumps(said).encode()))
        return f"{self.session.stream.hex()}:{self.session.n}"

    def push(self, token: str, envelopes: list[bytes] | None = None, **header: Any) -> TestResponse:
        said = {"p": 1, "build": "test", "x": 0, "holds": [], "unsent": {}, **header}
        parts = [json.dumps(said).encode(), *(self.envelopes if envelopes is None else envelopes)]
        body = b"".join(struct.pack(">I", len(part)) + part for part in parts)
        return self.client.post("/api/v1/push", data=body, headers={"Authorization": f"Bearer {token}"})

    def pull(self, token: str, **request: Any) -> dict[str, Any]:
        answer = self.ask("pull", {"streams": [self.session.stream.hex()], **request}, token)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: dict[str, Any] = answer.get_json()
        return found


@pytest.fixture
def phone(app: Flask, house: Installation) -> Callable[[str], Phone]:
    """`phone("ines")`: a phone that Ines has just enrolled."""

    def enrol(name: str) -> Phone:
        code = house.accounts.new_device_code(BY_NAME[name])["code"]
        device_key, signing_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        said = {"code": code, "dev_public": point(device_key), "sign_public": point(signing_key), "build": "test"}
        answer = app.test_client().post("/api/v1/enrol", json=said)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return Phone(app.test_client(), answer.get_json(), device_key, signing_key)

    return enrol


@pytest.fixture
def premises(house: Installation) -> str:
    """A licensed premises of team Centrum; returns its id."""
    document = str(uuid.uuid5(uuid.UUID(bytes=house.keys.installation), "premises:9998010000000001"))
    body = {
        "address": {
            "bag_object_id": "9998010000000001",
            "bag_address_id": "9998200000000001",
            "text": "Lantaarnkade 12",
            "lat": 52.1,
            "lon": 5.1,
        },
        "name": "De Lantaarn",
        "premises_type": "prive_huis_club",
        "is_dwelling": False,
        "is_verified": True,
        "team_id": people.CENTRUM,
    }
    must(house, "premises.register", document, body)
    return document
