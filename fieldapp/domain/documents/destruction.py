"""Keeping and destroying: a hold on a document, and the record of a destruction by two persons."""

from collections.abc import Mapping
from typing import Literal, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.foundation import Day, Id, Instant

HoldReason = Literal["bezwaar", "beroep", "woo_verzoek", "avg_verzoek", "onderzoek", "anders"]
DestructionState = Literal["voorgesteld", "akkoord", "ingetrokken", "uitgevoerd"]
Part = Literal["document", "photos"]


class Hold(TypedDict, total=False):
    """Why a document stays though its time may have come; several can stand beside each other."""

    reason: Required[HoldReason]
    text: Required[str]
    by: Id
    at: Instant
    lifted_by: Id
    lifted_at: Instant
    lifted_text: str


class PlacingHold(TypedDict):
    """`premises.place_hold`, `visit.place_hold`, `measure.place_hold`."""

    hold_id: Id
    reason: HoldReason
    text: str


class LiftingHold(TypedDict):
    """`premises.lift_hold`, `visit.lift_hold`, `measure.lift_hold`."""

    hold_id: Id
    text: str


class DestructionItem(TypedDict):
    """One document, or its photos; no content: what remains readable after the destruction."""

    document: Id
    kind: str
    part: Part
    rule: str
    due_on: Day


class DestructionResult(TypedDict):
    """What became of an item. `entries` and `digest` say what the log still proves of it."""

    outcome: Literal["vernietigd", "gebleven"]
    reason: str | None
    entries: int
    digest: str
    blobs: int


class Destruction(TypedDict, total=False):
    team_id: Id
    table: str
    """`bewaren-voorbeeld@1`"""
    items: dict[str, DestructionItem]
    state: DestructionState
    proposed_by: Id
    proposed_at: Instant
    agreed_by: Id
    agreed_at: Instant
    not_before_on: Day
    """Until then it can be withdrawn."""
    withdrawn_by: Id
    withdrawn_at: Instant
    withdrawn_text: str
    results: dict[str, DestructionResult]
    done_at: Instant
    log_position: int
    log_head: str
    copies_gone_by_on: Day


class DestructionProposal(TypedDict):
    team_id: Id
    items: Mapping[str, DestructionItem]


class Agreeing(TypedDict):
    items: int
    """How many items were on the screen."""


class WithdrawingDestruction(TypedDict):
    text: str


class DestructionDone(TypedDict):
    results: Mapping[str, DestructionResult]
    log_position: int
    log_head: str


class PhotosDestroyed(TypedDict):
    on: Day
    count: int


class DestroyingPhotos(TypedDict):
    photo_ids: list[Id]
    on: Day


class Forgetting(TypedDict):
    """`premises.forget`: what the file tells in short of visits and measures that were destroyed."""

    visit_ids: list[Id]
    measure_ids: list[Id]
    finding_ids: list[Id]
    on: Day
