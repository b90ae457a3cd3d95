"""People who sign in, their phones, the units they work with, and versions of policy."""

from typing import Literal, NotRequired, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.foundation import Day, Id, Instant, Json, Role


class Designation(TypedDict):
    """The decision that makes someone a toezichthouder (Awb art. 5:11)."""

    number: str
    rules: list[str]
    valid_until_on: Day | None


class PersonDocument(TypedDict, total=False):
    """Someone who signs in: staff or a police officer. Secrets are values in the store, never here."""

    person_id: Id
    """The id of this document, so that its scopes can name it."""
    name: str
    roles: list[Role]
    team_ids: list[Id]
    unit_id: Id | None
    login: str
    designation: Designation | None
    is_active: bool
    access_until_on: Day | None


class PersonAddition(TypedDict, total=False):
    name: Required[str]
    roles: Required[list[Role]]
    team_ids: list[Id]
    unit_id: Id | None
    login: Required[str]
    designation: Designation | None
    access_until_on: Day | None


class PersonChange(TypedDict, total=False):
    name: str
    roles: list[Role]
    team_ids: list[Id]
    unit_id: Id | None
    login: str
    designation: Designation | None
    access_until_on: Day | None


class SwitchingOff(TypedDict):
    """Nothing besides the act itself."""


class Device(TypedDict, total=False):
    """One enrolled phone. Last contact and what it reported as unsent are values, not fields."""

    person_id: Id
    team_ids: list[Id]
    number: int
    dev_public: str
    sign_public: str
    serial: str
    build: str
    state: Literal["enrolled", "blocked", "taken_in", "emptied"]
    enrolled_at: Instant
    issued_by: str
    """Who made the code: a person's id, or `system` for a command."""
    confirmed_at: Instant
    """When the person said, from elsewhere, that this device is hers."""
    blocked_at: Instant
    blocked_by: Id


class Enrolment(TypedDict):
    issued_by: NotRequired[str]
    person_id: Id
    team_ids: list[Id]
    number: int
    dev_public: str
    sign_public: str
    serial: str
    build: str


class DeviceAct(TypedDict):
    """Nothing besides the act itself."""


class Unit(TypedDict, total=False):
    unit_id: Id
    """The id of this document, so that its scopes can name it."""
    name: str
    kind: Literal["team", "police", "partner"]
    covenant_until_on: Day | None
    phone: str | None
    """Of the service, never of a person."""
    functions: list[str]


class UnitAddition(TypedDict, total=False):
    name: Required[str]
    kind: Required[Literal["team", "police", "partner"]]
    covenant_until_on: Day | None
    phone: str | None
    functions: list[str]


class UnitChange(TypedDict, total=False):
    name: str
    covenant_until_on: Day | None
    phone: str | None
    functions: list[str]


class PolicyVersion(TypedDict, total=False):
    """One version of a policy file; documents name it, so it is never changed."""

    name: str
    """`chk-lp@1`."""
    policy_kind: str
    content: Json
    effective_from_on: Day
    source: str


class Publication(TypedDict):
    name: str
    policy_kind: str
    content: Json
    effective_from_on: Day
    source: str
