"""What the municipality and the police did together; it holds nothing that the unit may not read."""

from collections.abc import Mapping
from typing import Literal, NotRequired, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.foundation import Capacity, Day, EndReason, Id, Instant, PremisesType, Restriction


class SharedOnTheSpot(TypedDict):
    direction: Literal["geen", "gemeente_aan_politie", "politie_aan_gemeente", "beide"]
    category: Literal["vergunning", "maatregelen", "niets", "anders"] | None


class JointEntry(TypedDict):
    """Who entered when: capacity and number, never a name."""

    capacity: Capacity
    count: int
    basis: Literal["toestemming", "machtiging", "acuut_gevaar", "awb_5_15"] | None
    entered_at: Instant | None
    left_at: Instant | None


class HandedOver(TypedDict):
    """Whether a criminal offence was handed over to the police on the spot."""

    yes: bool
    at: Instant | None


class PartnerNote(TypedDict):
    text: str
    at: Instant
    by: Id


class PartnerNoteMade(TypedDict):
    text: str


class SharedItem(TypedDict):
    what: Literal["bevinding", "vergunning", "maatregel", "anders"]
    text: str
    purpose: str
    ground: str
    by: Id
    at: Instant


class PartnerRequest(TypedDict):
    ground: str
    text: str
    at: Instant
    by: Id
    answer: str | None
    answered_by: NotRequired[Id]
    answered_at: NotRequired[Instant]


class PartnerRequestMade(TypedDict):
    ground: str
    text: str


class JointEnded(TypedDict):
    """The team lead closed it at a desk: when they parted was not recorded."""

    reason: EndReason
    text: str | None
    by: Id
    at: Instant


JointGround = Literal["handhaving_samen", "sterke_arm", "eigen_taak_politie", "veiligheid"]


class JointVisit(TypedDict, total=False):
    visit_id: Id | None
    premises_id: Id
    premises_text: str
    premises_type: PremisesType
    team_id: Id
    unit_id: str
    """Id of the unit, or `anders` until the office says which."""
    officers_count: int
    inspectors_count: int
    ground: JointGround
    purpose_municipality: str
    purpose_police: str
    started_at: Instant
    ended_at: Instant
    received_at: Instant
    """When the closing reached the office, by the clock of the server: what ends after a time counts from here."""
    state: Literal["open", "closed"]
    shared_on_the_spot: SharedOnTheSpot
    entries: dict[str, JointEntry]
    handed_over: HandedOver
    leader_id: Id
    co_visitor_ids: list[Id]
    partner_notes: dict[str, PartnerNote]
    shared: dict[str, SharedItem]
    requests: dict[str, PartnerRequest]
    restricted_to: Restriction
    ended: JointEnded
    voided_at: Instant
    """The visit it belongs to lapsed: it should not have been begun."""
    left_phones_on: Day
    left_unit_on: Day


class JointOpening(TypedDict, total=False):
    visit_id: Id | None
    premises_id: Required[Id]
    premises_text: Required[str]
    premises_type: Required[PremisesType]
    team_id: Required[Id]
    unit_id: Required[str]
    officers_count: Required[int]
    ground: Required[JointGround]
    purpose_municipality: str
    purpose_police: str
    started_at: Required[Instant]
    shared_on_the_spot: SharedOnTheSpot
    handed_over: HandedOver
    leader_id: Required[Id]
    co_visitor_ids: Required[list[Id]]


class JointNote(TypedDict, total=False):
    unit_id: str
    officers_count: int
    ground: JointGround
    purpose_municipality: str
    purpose_police: str
    shared_on_the_spot: SharedOnTheSpot
    handed_over: HandedOver
    co_visitor_ids: list[Id]


class JointEntering(TypedDict, total=False):
    entries: dict[str, JointEntry]


class JointClosing(TypedDict):
    ended_at: Instant


class JointEnding(TypedDict):
    end_reason: EndReason
    text: str | None


class FollowingVisit(TypedDict):
    """What a joint visit takes over from the visit it belongs to."""

    leader_id: Id
    co_visitor_ids: list[Id]
    voided_at: Instant | None


class JointEntries(TypedDict):
    entries: Mapping[str, JointEntry]


class Sharing(TypedDict):
    what: Literal["bevinding", "vergunning", "maatregel", "anders"]
    text: str
    purpose: str
    ground: str


class AnsweringRequest(TypedDict):
    request_id: Id
    answer: str


class AssigningUnit(TypedDict):
    unit_id: Id


class PartnerNoting(TypedDict, total=False):
    partner_notes: dict[str, PartnerNoteMade]


class Requesting(TypedDict, total=False):
    requests: dict[str, PartnerRequestMade]
