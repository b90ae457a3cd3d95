"""An invented world: notes on boards, phones with the real envelopes, people of two teams.

Nothing here knows inspections. Ines and Ivo write for team Centrum, Tom leads it, Ada administers,
Pia reads what was shared, Otto belongs elsewhere and must see nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from typing_extensions import TypedDict

from sync import (
    Actor,
    Behind,
    Certificate,
    Context,
    DocumentKind,
    Engine,
    LogCopy,
    Opener,
    Registry,
    Session,
    Signer,
    act,
    edit,
    new,
    open_store,
    pick,
)
from sync.envelope import (
    NOBODY,
    NOTHING,
    PLAIN,
    SUITE,
    Header,
    digest,
    pack_envelope,
    pack_inner,
    session_info,
    sign,
    signed_message,
)
from sync.operation import Operation, serialise

INSTALLATION = bytes(range(16))
WRITES, LEADS = ("writer",), ("team_lead",)


class Refused(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Photo(TypedDict, total=False):
    text: str
    key: str


class Opening(TypedDict, total=False):
    team: str
    title: str
    a: int | str | None
    b: int | str | None
    items: dict[str, int | str | None]
    board_id: str


class Note(Opening, total=False):
    things: dict[str, dict[str, str]]
    photos: dict[str, Photo]
    secret: str
    closed: bool
    shared: bool
    explode: bool


class Writing(TypedDict, total=False):
    a: int | str | None
    b: int | str | None
    secret: str
    title: str
    items: dict[str, int | str | None]


class Things(TypedDict):
    things: dict[str, dict[str, str]]


class Photographing(TypedDict):
    photos: dict[str, Photo]


class Moving(TypedDict):
    team: str


class Nothing(TypedDict, total=False):
    why: str


class Board(TypedDict, total=False):
    team: str
    name: str


def open_note(document: Any, body: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    if body.get("title") == "refused":
        raise Refused("note.refused")
    return body


def write(document: Any, body: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    if document.get("closed") and not context.override:
        raise Refused("note.closed")
    if any(value == "explode" for value in body.values()) and not context.policy.mended:
        raise RuntimeError("a fault of ours")
    return body


def close(document: Any, body: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    if document.get("closed"):
        raise Refused("note.closed")
    return {"closed": True}


def follow_body(document: Any, body: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    return dict(body)


def share(document: Any, body: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    return {"shared": True}


def note_scopes(note: Mapping[str, Any]) -> set[str]:
    scopes = {f"team:{note.get('team', 'centrum')}", "system"}
    return scopes | {"unit:police"} if note.get("shared") else scopes


def note_index(note: Mapping[str, Any]) -> dict[str, str]:
    return {"title": note.get("title", ""), "state": "closed" if note.get("closed") else "open"}


def redact_note(note: Mapping[str, Any], actor: Actor, today: date) -> dict[str, Any]:
    allowed = {"team", "title", "a", "b", "items", "things", "board_id", "photos", "closed", "shared"}
    if actor.roles & {"police"}:
        allowed = {"title", "a"}
    elif actor.roles & {"team_lead", "system"}:
        allowed |= {"secret"}
    return {k: v for k, v in note.items() if k in allowed}


def redact_board(board: Mapping[str, Any], actor: Actor, today: date) -> dict[str, Any]:
    return {k: v for k, v in board.items() if k in {"team", "name"}}


REGISTRY = Registry(
    operations=[
        new("note.open", on="note", by=WRITES + LEADS, sets=Opening, rule=open_note),
        new("note.open_on", on="note", by=WRITES, sets=Opening, rule=open_note, reads={"board": "board_id"}),
        new("note.open_any", on="note", by=WRITES, sets=Opening, rule=open_note, reads={"board": "board_id"}, anywhere=True),
        new("board.open", on="board", by=WRITES + LEADS, sets=Board, rule=open_note),
        edit("note.write", on="note", by=WRITES + LEADS + ("system",), sets=Writing, rule=write),
        edit("note.thing", on="note", by=WRITES, sets=Things, rule=write),
        edit("note.photo", on="note", by=WRITES, sets=Photographing, rule=write, secret=("photos.*.key",)),
        act("note.close", on="note", by=WRITES + LEADS, takes=Nothing, rule=close),
        act("note.move", on="note", by=LEADS + ("system",), takes=Moving, rule=follow_body),
        act("note.share", on="note", by=LEADS, takes=Nothing, rule=share),
        pick("note.pick", on="note", by=LEADS),
    ],
    documents=[
        DocumentKind("note", Note, note_scopes, note_index, redact_note, logged_for=frozenset({"police"}),
                     search=lambda note: str(note.get("title", ""))),
        DocumentKind("board", Board, note_scopes, lambda board: {"name": board.get("name", "")}, redact_board),
    ],
    refused=Refused,
)  # fmt: skip


@dataclass
class Policy:
    version: str = "1"
    mended: bool = False


@dataclass
class Clock:
    at: datetime = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=7)
        return self.at


@dataclass
class People:
    """The directory. Revoked phones and people get no actor, as the application's register says."""

    actors: dict[str, Actor] = field(default_factory=dict)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)

    def actor(self, person_id: str, device_id: str | None) -> Actor | None:
        if person_id in self.revoked or device_id in self.revoked or person_id not in self.actors:
            return None
        actor = self.actors[person_id]
        return replace(actor, device=device_id, signed_in="phone:full") if device_id else actor

    def certificate(self, device_id: str) -> Certificate | None:
        return self.certificates.get(device_id)


def person(name: str, roles: set[str], team: str, *scopes: str) -> Actor:
    held = frozenset({f"team:{team}", *scopes}) if team else frozenset(scopes)
    return Actor(name, name.title(), frozenset(roles), held, None, "password+totp", None, frozenset({team} - {""}))


INES = person("ines", {"writer"}, "centrum")
IVO = person("ivo", {"writer"}, "centrum")
TOM = person("tom", {"team_lead"}, "centrum")
OTTO = person("otto", {"writer"}, "elders")
ADA = person("ada", {"administrator"}, "")
PIA = person("pia", {"police"}, "", "unit:police")
SYSTEM = Actor("system", "Fieldapp", frozenset({"system"}), frozenset({"system"}), None, "worker")
CAST = (INES, IVO, TOM, OTTO, ADA, PIA)


class World:
    """One installation: keys, directory, store, engine. `restart` is a new engine on the same store."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.folder = folder
        self.keys = {1: ec.generate_private_key(ec.SECP256R1())}
        self.signing = ec.generate_private_key(ec.SECP256R1())
        self.people = People({actor.person: actor for actor in CAST})
        self.policy = Policy()
        self.clock = Clock()
        self.options = {"wrap_key": bytes(32), **options}
        self.url = f"sqlite:///{folder / 'fieldapp.db'}"
        self.ids = itertools.count(1)
        self.restart()

    def restart(self, url: str | None = None) -> Engine:
        self.url = url or self.url
        self.store = open_store(self.url)
        self.engine = Engine(
            self.store,
            REGISTRY,
            directory=self.people,
            opener=Opener(INSTALLATION, self.keys),
            signer=Signer(INSTALLATION, 1, self.keys[1].public_key(), self.signing),
            policy=lambda: self.policy,
            now=self.clock,
            **self.options,
        )
        return self.engine

    def copy_to(self, name: str) -> LogCopy:
        self.options["copy"] = LogCopy(self.folder / name)
        self.restart()
        return self.options["copy"]

    def new_id(self) -> str:
        return str(UUID(int=next(self.ids)))

    def phone(self, actor: Actor, name: str | None = None) -> Phone:
        return Phone(self, actor, name or f"phone-{actor.person}-{len(self.people.certificates)}")

    def note(self, by: Actor = TOM, **fields: Any) -> str:
        """A note opened at a desk."""
        document = self.new_id()
        outcome = self.engine.submit(by, "note.open", document, {"team": "centrum", **fields})
        assert outcome.outcome == "applied", outcome
        return document

    def fields(self, document: str) -> dict[str, Any]:
        stored = self.store.get(document)
        assert stored is not None
        return stored.fields

    def version(self, document: str) -> str:
        stored = self.store.get(document)
        assert stored is not None
        return stored.version

    def outcome(self, operation: str) -> tuple[str, str | None]:
        row = self.store.entry(operation)
        assert row is not None
        return row.outcome, row.code


@dataclass
class Row:
    stream: bytes
    n: int
    envelope: bytes
    operation: Operation
    acked: bool = False

    @property
    def id(self) -> str:
        return f"{self.stream.hex()}:{self.n}"


class Phone:
    """A phone that seals as the real one does: a stream for each session, an outbox, marks."""

    def __init__(self, world: World, actor: Actor, name: str) -> None:
        self.world, self.person, self.name = world, actor, name
        self.sign = ec.generate_private_key(ec.SECP256R1())
        point = self.sign.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.certificate = Certificate(name, actor.person, point, point)
        world.people.certificates[name] = self.certificate
        self.rows: list[Row] = []
        self.tail: tuple[tuple[bytes, int], bytes] = (NOBODY, NOTHING)
        self.session: Session | None = None

    @property
    def actor(self) -> Actor:
        actor = self.world.people.actor(self.person.person, self.name)
        assert actor is not None
        return actor

    def lock(self) -> None:
        """The vault key leaves memory: the stream ends."""
        self.session = None

    def record(self, kind: str, document: str, base: str | None = None, **body: Any) -> Row:
        fields = {name.replace("__", "."): value for name, value in body.items()}
        operation = Operation(kind, document, fields, base, "2026-03-02T22:00:00.000Z", 1)
        return self.seal(serialise(operation), operation)

    def seal(self, body: bytes, operation: Operation | None = None) -> Row:
        if self.session is None:
            keys = self.world.keys
            self.session = Session(
                INSTALLATION, max(keys), keys[max(keys)].public_key(), self.sign, self.tail[0], self.tail[1]
            )
        envelope = self.session.seal(body)
        said = operation or Operation("", "", {}, None, "")
        row = Row(self.session.stream, self.session.n, envelope, said)
        self.rows.append(row)
        self.tail = ((row.stream, row.n), digest(envelope))
        return row

    def holds(self) -> list[dict[str, Any]]:
        holds: dict[bytes, dict[str, Any]] = {}
        for row in self.rows:
            hold = holds.setdefault(row.stream, {"stream": row.stream.hex(), "from": row.n, "acked": 0, "h": ""})
            if row.acked and row.n > hold["acked"]:
                hold.update(acked=row.n, h=digest(row.envelope).hex())
        return list(holds.values())

    def send(self, rows: list[Row] | None = None) -> dict[str, Any] | Behind:
        """Push these rows (all unacked ones) and take in the answer."""
        rows = [row for row in self.rows if not row.acked] if rows is None else rows
        answer = self.world.engine.push(
            self.certificate, {"p": 1, "holds": self.holds()}, [row.envelope for row in rows]
        )
        self.take_in(answer)
        return answer

    def take_in(self, answer: dict[str, Any] | Behind) -> None:
        have = answer.have if isinstance(answer, Behind) else answer["have"]
        kept = set() if isinstance(answer, Behind) else {tuple(k) for k in answer["kept"]}
        own = {(row.stream.hex(), row.n): digest(row.envelope).hex()[:8] for row in self.rows}
        for row in self.rows:
            stream = row.stream.hex()
            if (stream, row.n, own[stream, row.n]) in kept:
                row.acked = True
            elif stream in have:
                n, *marks = have[stream]
                strange = n and own.get((stream, n)) is not None and own[stream, n] not in marks
                if row.n > n or strange:
                    row.acked = False

    def pull(self, cursor: str | None = None, **more: Any) -> dict[str, Any]:
        """All pages of a pull in one: documents by id, and the last page's removals, outcomes and cursor."""
        documents: dict[str, Any] = {}
        after, streams = None, sorted({row.stream.hex() for row in self.rows})
        while True:
            page = self.world.engine.pull(
                self.actor, {"cursor": cursor, "after": after, "streams": streams, "limit": 3, **more}
            )
            if "reset" in page:
                return page
            documents.update({d["id"]: d for d in page["documents"]})
            if not page["more"]:
                return {**page, "documents": documents}
            after = page["after"]


def forged(world: World, signer: Phone, stream: bytes, document: str, n: int = 1) -> bytes:
    """An envelope in a stream of anybody's choice, sealed anew and signed by this phone."""
    operation = Operation("note.write", document, {"a": 2}, None, "2026-03-02T22:00:00.000Z")
    key, body = bytes(32), serialise(operation)
    sealed = SUITE.encrypt(key, world.keys[1].public_key(), info=session_info(INSTALLATION, stream, 1))
    message = signed_message(INSTALLATION, stream, n, NOBODY, NOTHING, bytes(16), body)
    inner = pack_inner(NOBODY, NOTHING, bytes(16), sign(signer.sign, message), body, PLAIN, body)
    return pack_envelope(key, Header(stream, n, 1, sealed, bytes(12)), inner)


def codes(answer: dict[str, Any]) -> list[str]:
    """What became of each operation of a push: the reason where one was told, else the outcome."""
    return [r["code"] or r["r"] for r in answer["results"]]
