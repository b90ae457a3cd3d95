"""What phones send and get as JSON: the shapes that are checked, and that `/api/openapi.json` shows."""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema


def _bytes(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > 4096 or not value.isascii():
        raise ValueError("base64 text")
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError("base64 text") from error


def _uuid(value: str) -> str:
    if str(uuid.UUID(value)) != value:
        raise ValueError("a lower-case UUID with hyphens")
    return value


_BASE64 = WithJsonSchema({"type": "string", "contentEncoding": "base64"})
Base64 = Annotated[bytes, BeforeValidator(_bytes), _BASE64]
Base64Text = Annotated[str, _BASE64]
Uuid = Annotated[
    str,
    Field(min_length=36, max_length=36),
    AfterValidator(_uuid),
    WithJsonSchema({"type": "string", "format": "uuid"}),
]
Stream = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class Shape(BaseModel):
    """A request: what is not listed is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, ser_json_bytes="base64")


class Answer(BaseModel):
    """An answer; further names may come with a later version."""

    model_config = ConfigDict(extra="allow")


class EnrolRequest(Shape):
    code: str = Field(min_length=8, max_length=12)
    dev_public: Base64
    sign_public: Base64
    build: str = Field(max_length=64)


class Municipality(Answer):
    name: str
    code: str


class EnrolledPerson(Answer):
    id: str
    name: str
    roles: list[str]
    team_ids: list[str]


class SignedText(Answer):
    body: Base64Text
    signature: Base64Text


class ServerKey(Answer):
    kid: int
    public: Base64Text
    signature: Base64Text


class Enrolment(Answer):
    installation: str
    municipality: Municipality
    person: EnrolledPerson
    phone: str
    phone_number: int
    certificate: SignedText
    signing_public: Base64Text
    server_keys: list[ServerKey]


class ChallengeRequest(Shape):
    phone: Uuid


class Challenge(Answer):
    challenge: Base64Text


class ShownCertificate(Shape):
    body: str = Field(max_length=2048)
    signature: str = Field(max_length=256)


class TokenRequest(Shape):
    phone: Uuid
    challenge: Base64
    dev_signature: Base64
    sign_signature: Base64 | None = None
    certificate: ShownCertificate


class Handover(Answer):
    public: Base64Text
    following: Base64Text
    signature: Base64Text


class Token(Answer):
    token: str
    scope: Literal["push", "full"]
    state: Literal["enrolled", "blocked", "taken_in", "emptied", "person_off"]
    keeps: Literal["all", "today"]
    expires_at: str
    server_time: str
    server_keys: list[ServerKey] | None = None
    signing: list[Handover] | None = None
    certificate: SignedText | None = None


class PushAnswer(Answer):
    kept: list[list[Any]]
    have: dict[str, list[Any]]
    safe: dict[str, list[Any]]
    holes: dict[str, list[tuple[int, int]]]
    receipts: dict[str, list[Any]]
    results: list[dict[str, Any]]
    server_time: str


class RescueAnswer(Answer):
    phones: list[dict[str, Any]]


class PullRequest(Shape):
    cursor: str | None = Field(default=None, max_length=200)
    seen: str | None = Field(default=None, max_length=64)
    scope: str | None = Field(default=None, max_length=64)
    after: int | None = Field(default=None, ge=0, le=2**53)
    limit: int | None = Field(default=None, ge=1, le=1000)
    streams: list[Stream] = Field(default_factory=list, max_length=10_000)


class PullAnswer(Answer):
    """A page (`more` true), the last page with gone, outcomes and cursor, or `reset` alone."""

    documents: list[dict[str, Any]] | None = None
    more: bool | None = None
    after: int | None = None
    head: str | None = None
    scope: str | None = None
    gone: list[str] | None = None
    outcomes: dict[str, Any] | None = None
    cursor: str | None = None
    reset: Literal["history", "scope"] | None = None


class ManifestRequest(Shape):
    streams: list[Stream] = Field(default_factory=list, max_length=10_000)


class Manifest(Answer):
    ids: list[list[str]]
    outcomes: dict[str, Any]
    cursor: str


class FetchRequest(Shape):
    ids: list[Uuid] = Field(max_length=500)
    cursor: str | None = Field(default=None, max_length=200)


class Fetched(Answer):
    """Documents and what is missing, or `reset` alone: the server was put back since the manifest."""

    documents: list[dict[str, Any]] | None = None
    missing: list[str] | None = None
    reset: Literal["history", "scope"] | None = None


class BlobState(Answer):
    have: list[int]
    done: bool
    safe: bool


class BlobDoneRequest(Shape):
    chunks: int = Field(ge=1, le=64)


class BlobDone(Answer):
    done: Literal[True]


class Ping(Answer):
    ok: Literal[True]
    time: str
    min_protocol: int
    installation: str


class Pack(Answer):
    version: str
    digest: str
    url: str


class SubscriptionKeys(Shape):
    p256dh: str = Field(max_length=200)
    auth: str = Field(max_length=100)


class SubscriptionRequest(Shape):
    endpoint: str = Field(max_length=1000)
    keys: SubscriptionKeys
    expirationTime: float | int | None = None  # the browser's name
    key: str | None = Field(None, max_length=100)
    instead_of: str | None = Field(None, max_length=1000)


class VapidKey(Answer):
    public_key: str


class Problem(Answer):
    """RFC 9457; `type` is a stable slug, `title` the Dutch sentence that people read."""

    type: str
    title: str
    status: int
