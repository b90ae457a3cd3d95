"""A visit, from opening to what is added after it was closed."""

from typing import Literal, NotRequired, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.destruction import Hold, PhotosDestroyed
from fieldapp.domain.documents.foundation import (
    Capacity,
    Day,
    EndReason,
    HandoverReason,
    Id,
    Instant,
    Json,
    LinkedBy,
    PrivacyClass,
    Restriction,
    VisitKind,
    VisitOutcome,
    VisitReason,
    VoidReason,
)


class Legitimation(TypedDict):
    value: Literal["leidinggevende", "medewerker", "nog_niet"]
    at: Instant


class AnswerGiven(TypedDict, total=False):
    """One answer, as the phone sends it. Absent keys mean None or False."""

    value: str | None
    number: int | None
    text: str | None
    filled_together: bool | None
    """Part of 'de rest in orde'."""
    seen_before_withdrawal: bool | None


class Answer(AnswerGiven, total=False):
    privacy: PrivacyClass
    """Class of the item in the checklist of the visit, written by the rule."""


class Companions(TypedDict):
    capacity: Capacity
    count: int


class Binnentreden(TypedDict, total=False):
    """How one dwelling was entered, or why not (Awbi art. 1, 2, 10).

    Facts are filled in as they happen; once decided they stay, and a correction is a
    new item that names the old one in `corrects`.
    """

    basis: Required[Literal["toestemming", "machtiging", "acuut_gevaar"]]
    told_identified: bool
    told_purpose: bool
    told_may_refuse: bool
    understood: bool
    how_explained: Literal["gesproken", "tekst_getoond"] | None
    interpreter: Literal["geen", "telefonisch", "fysiek", "vertaalapp"] | None
    consent: Literal["ja", "nee", "ingetrokken", "niemand_thuis"] | None
    """None: not answered yet."""
    asked_at: Instant | None
    decided_at: Instant | None
    entered_at: Instant | None
    left_at: Instant | None
    withdrawn_at: Instant | None
    companions: list[Companions]
    danger_reason: str | None
    colleague_id: Id | None
    """Who of the team was there at acute danger."""
    machtiging_id: Id | None
    """The item of the premises that it rests on."""
    machtiging: Json | None
    """Issuer, day and provisions as they stood in it, written by the rule."""
    shown: Literal["ja", "niet_mogelijk"] | None
    """Whether the machtiging was shown (Awbi art. 2 lid 1)."""
    not_shown_reason: str | None
    resident_present: bool | None
    urgency: str | None
    """Why entering at night or without the resident could not wait (Awbi art. 7)."""
    manner: Literal["voordeur", "sleutel", "slotenmaker", "sterke_arm"] | None
    identification_exception: Literal["gevaar", "onmogelijk", "strafvordering"] | None
    """Awbi art. 1 lid 2."""
    purpose: str | None
    corrects: Id | None
    measure_id: Id | None
    """Written by the worker: a measure was carried out here on a machtiging that only the office knows."""


class FindingMade(TypedDict, total=False):
    item: Required[str]
    chips: list[str]
    text: str | None
    not_a_name: bool | None
    """The inspector said that what looked like a name is none; the team lead sees it."""
    number: int | None


class Finding(FindingMade, total=False):
    privacy: PrivacyClass
    rule_key: str | None


class Photo(TypedDict):
    """A photo of a thing; the bytes are chunks in the blob store, encrypted under a key of their own."""

    finding_id: Id
    blob: str
    """Hex digest that names the blob."""
    chunks: int
    thumb: str
    sha256: str
    """Of the JPEG as it was before encryption."""
    bytes: int
    width: int
    height: int
    taken_at: Instant
    blurred: int
    """How many blocks were laid over it."""


class PhotoTaken(Photo):
    """`visit.add_photo`: with the two keys, which the engine takes out before anything keeps them."""

    key: NotRequired[str]
    thumb_key: NotRequired[str]


class RemovedPhoto(TypedDict):
    """What its maker took off: it is opened for nobody, and its bytes go when those of the others go."""

    blob: str
    thumb: str


class HelpOffer(TypedDict):
    organisation: str | None
    """Id in the directory of the policy."""
    count: int


class SeenOutside(TypedDict):
    chips: list[str]


class Addition(TypedDict):
    text: str
    at: Instant


class AlsoWrote(TypedDict):
    at: Instant


class EndedVisit(TypedDict):
    """Why a visit ended without a closing of who was there; it stays when that closing comes after all."""

    reason: VoidReason | EndReason
    text: str | None
    by: Id
    at: Instant


class Handover(TypedDict):
    """Who led from now on, and who did before: both were there, and neither decides."""

    from_id: Id
    to_id: Id
    by: Id
    reason: HandoverReason
    at: Instant


class NotingEntry(TypedDict):
    """That a measure was carried out in this dwelling on a machtiging (Awb art. 5:27, Awbi art. 10)."""

    measure_id: Id
    entered_at: Instant
    issuer: Literal["burgemeester", "college_van_burgemeester_en_wethouders"]
    given_on: Day


class NotingVerslag(TypedDict):
    """Where the verslag van binnentreden of this visit stands, as its letter says (Awbi art. 11)."""

    sent_on: Day | None
    copy_on: Day | None
    copy_mode: Literal["uitgereikt", "toegezonden", "beschikbaar_gehouden", "uitgesteld"] | None


class Visit(TypedDict, total=False):
    premises_id: Id
    team_id: Id
    visit_kind: VisitKind
    reason: VisitReason
    leader_id: Id
    co_visitor_ids: list[Id]
    checklist: str
    """`chk-lp@1`; a visit keeps the version it began with."""
    opened_at: Instant
    day_list_id: Id | None
    legitimation: Legitimation
    near_address: Literal["ja", "nee", "onbekend"]
    """Within 100 m of the address; no coordinates are kept."""
    outcome: VisitOutcome
    closed_at: Instant
    closed_by: Id
    not_checked: list[str]
    """Items without an answer at closing: they count as `niet_gecontroleerd`."""
    received_at: Instant
    """When the closing reached the office, by the clock of the server."""
    statement: bool
    ended: EndedVisit
    handovers: dict[str, Handover]
    zaak_id: str | None
    answers: dict[str, Answer]
    binnentreden: dict[str, Binnentreden]
    findings: dict[str, Finding]
    photos: dict[str, Photo]
    removed_photos: dict[str, RemovedPhoto]
    help_offers: dict[str, HelpOffer]
    seen_outside: dict[str, SeenOutside]
    additions: dict[str, Addition]
    also_wrote: dict[str, AlsoWrote]
    """Who else wrote on it, by person, since when: they decide no more than who led it."""
    linked_by: dict[str, LinkedBy]
    """Who made the code of a device that wrote on it, by device: they decide no more either, until its owner knows it."""
    verslag: NotingVerslag
    restricted_to: Restriction
    left_phones_on: Day
    photos_destroyed: PhotosDestroyed
    holds: dict[str, Hold]


class VisitOpening(TypedDict, total=False):
    premises_id: Required[Id]
    team_id: Required[Id]
    visit_kind: Required[VisitKind]
    reason: Required[VisitReason]
    leader_id: Required[Id]
    co_visitor_ids: Required[list[Id]]
    checklist: Required[str]
    opened_at: Required[Instant]
    day_list_id: Id | None


class VisitNote(TypedDict, total=False):
    legitimation: Legitimation
    near_address: Literal["ja", "nee", "onbekend"]
    co_visitor_ids: list[Id]
    zaak_id: str | None


class Answering(TypedDict, total=False):
    answers: dict[str, AnswerGiven]


class Entering(TypedDict, total=False):
    binnentreden: dict[str, Binnentreden]


class FindingNote(TypedDict, total=False):
    findings: dict[str, FindingMade | None]


class PhotoAddition(TypedDict, total=False):
    photos: dict[str, PhotoTaken]


class PhotoRemoval(TypedDict, total=False):
    photos: dict[str, None]


class HelpNote(TypedDict, total=False):
    help_offers: dict[str, HelpOffer]


class OutsideNote(TypedDict, total=False):
    seen_outside: dict[str, SeenOutside]


class VisitClosing(TypedDict):
    outcome: VisitOutcome
    statement: bool
    """'Ik zag dit zelf en vulde het eerlijk in.'"""
    made_at: Instant


class AdditionNote(TypedDict, total=False):
    additions: dict[str, Addition]


class VisitVoiding(TypedDict):
    void_reason: VoidReason
    text: str | None
    made_at: Instant


class VisitTakingOver(TypedDict):
    leader_id: Id
    handover_reason: HandoverReason
    made_at: Instant


class VisitEnding(TypedDict):
    end_reason: EndReason
    text: str | None
