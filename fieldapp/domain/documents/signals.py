"""A signaal: what is passed on about a place, never about a person."""

from typing import Literal, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.foundation import Day, Id, Instant

SignalType = Literal["mensenhandel", "minderjarige", "geweld", "wapens", "drugs", "verblijf_arbeid", "zegelverbreking"]
SharedWith = Literal["politie_tmm", "zorgcoordinator", "arbeidsinspectie", "veilig_thuis"]
SignalState = Literal["geconstateerd", "intern_beoordeeld", "gedeeld", "terugkoppeling", "gesloten"]


class Assessment(TypedDict):
    text: str
    route: SharedWith | None
    by: Id
    at: Instant


class SharedSignal(TypedDict):
    shared_with: SharedWith
    on: Day
    purpose: str
    ground: str
    by: Id
    at: Instant


class Feedback(TypedDict):
    on: Day
    text: str | None
    by: Id


class NamedOnly(TypedDict):
    person_ids: list[Id]


class Signaal(TypedDict, total=False):
    premises_id: Id
    team_id: Id
    signal_type: SignalType
    codes: list[str]
    """Codes of the checklist (S1 to S10); never for a home."""
    observed_on: Day
    visit_id: Id | None
    measure_id: Id | None
    state: SignalState
    made_by: Id
    made_at: Instant
    assessment: Assessment
    shared: SharedSignal
    feedback: Feedback
    closed_at: Instant
    closed_why: str
    restricted_to: NamedOnly


class NotingSignal(TypedDict, total=False):
    premises_id: Required[Id]
    team_id: Required[Id]
    signal_type: Required[SignalType]
    codes: Required[list[str]]
    observed_on: Required[Day]
    visit_id: Id | None
    measure_id: Id | None


class AssessingSignal(TypedDict):
    text: str
    route: SharedWith | None
    """None: it goes no further."""


class SharingSignal(TypedDict):
    shared_with: SharedWith
    on: Day
    purpose: str
    ground: str


class NotingFeedback(TypedDict):
    on: Day
    text: str | None


class ClosingSignal(TypedDict):
    text: str


class ShieldingSignal(TypedDict):
    is_restricted: bool
    person_ids: list[Id]
