"""Premises: the file of one address.

Its id is a UUIDv5 of the BAG object, so that a phone at the door and an import at the office mean the same
document.
"""

from collections.abc import Mapping
from typing import Literal, NotRequired, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.course import SentSanction
from fieldapp.domain.documents.destruction import Hold
from fieldapp.domain.documents.foundation import (
    Capacity,
    Day,
    Id,
    Instant,
    Json,
    MeasureType,
    PremisesType,
    Restriction,
    VisitOutcome,
)


class Address(TypedDict):
    bag_object_id: str | None
    """16 digits of the BAG addressable object; None while the BAG does not know it."""
    bag_address_id: str | None
    text: str
    """`Lantaarnkade 12`, `Molenstraat 41-2`."""
    lat: float | None
    lon: float | None


class Exploitant(TypedDict):
    """The business that holds the permit: an addressee, never a worker."""

    name: str
    kvk_nummer: NotRequired[str | None]
    vestigingsnummer: NotRequired[str | None]


class Vergunning(TypedDict, total=False):
    """One permit; its key is the number in lower case, `nummer` is the number as printed."""

    nummer: str
    status: Required[Literal["verleend", "geschorst", "ingetrokken", "verlopen"]]
    valid_from_on: Day | None
    valid_until_on: Day | None
    """None: for an indefinite time."""
    werkplekken: int | None
    leidinggevenden: int | None
    openingstijden: str | None
    voorschriften: list[str]
    exploitant: Exploitant | None
    zaak_id: str | None
    kept_down_by: Json
    """Measure -> what its besluit did (`geschorst`, `ingetrokken`): an import cannot lift it."""
    status_of_file: str
    """What the permit itself would say without these."""


class Breach(TypedDict):
    """One established breach; it counts for the matrix once `sent_on` is known."""

    rule_key: str
    found_on: Day
    sanction: MeasureType | None
    sent_on: Day | None
    operator: str | None
    """KvK number of the operator, else its business name."""
    items: NotRequired[list[str]]
    """Items of the checklist that failed: a next visit asks these again."""


class OpenMeasure(TypedDict):
    measure_type: MeasureType
    rule_key: str
    state: str
    term_ends_on: Day | None
    amount_eur_cents: int | None
    max_eur_cents: int | None
    operator: str | None
    imposed_on: Day | None
    items: NotRequired[list[str]]
    hercontrole_on: NotRequired[Day | None]
    """From this day a second visit makes sense: the reason of a next visit."""


class PastVisit(TypedDict):
    on: Day
    outcome: VisitOutcome
    findings: int


class Melding(TypedDict):
    """That something was reported; never by whom. Does not go to phones."""

    on: Day
    subject: str
    """A code, such as `overlast`."""


class Assignment(TypedDict):
    """A sent day list that puts this home on the phones of these people."""

    person_ids: list[Id]
    until_on: Day


class MachtigingBinnentreden(TypedDict, total=False):
    """Leave to enter a dwelling without consent, as it stands on paper (Awbi art. 2-8)."""

    issuer: Required[Literal["burgemeester", "college_van_burgemeester_en_wethouders"]]
    purpose: Required[Literal["toezicht", "bestuursdwang"]]
    given_on: Required[Day]
    zaak_id: Required[str | None]
    """Number of the document in the case system; no name."""
    provisions: Required[str]
    dwellings: Required[list[Id]]
    """At most four premises, this one among them (Awbi art. 5)."""
    authorised_ids: Required[list[Id]]
    night: Required[bool]
    absence: Required[bool]
    companions: Required[list[Capacity]]
    valid_until_on: Day
    by: Id
    at: Instant
    withdrawn_at: Instant


class AttachingMachtiging(TypedDict):
    machtiging_id: Id
    issuer: Literal["burgemeester", "college_van_burgemeester_en_wethouders"]
    purpose: Literal["toezicht", "bestuursdwang"]
    given_on: Day
    zaak_id: str | None
    provisions: str
    dwellings: list[Id]
    authorised_ids: list[Id]
    night: bool
    absence: bool
    companions: list[Capacity]


class WithdrawingMachtiging(TypedDict):
    machtiging_id: Id


class Premises(TypedDict, total=False):
    address: Address
    name: str | None
    premises_type: PremisesType
    is_dwelling: bool
    is_verified: bool
    """False: added at a door, the office has not looked at it yet."""
    team_id: Id
    is_restricted: bool
    restricted_to: Restriction
    vergunningen: dict[str, Vergunning]
    breaches: dict[str, Breach]
    open_measures: dict[str, OpenMeasure]
    visits: dict[str, PastVisit]
    """The last ten."""
    meldingen: dict[str, Melding]
    assigned: dict[str, Assignment]
    machtigingen: dict[str, MachtigingBinnentreden]
    holds: dict[str, Hold]
    forgotten_on: Day
    """When the last visit or measure of this file was destroyed."""


class PremisesRegistration(TypedDict, total=False):
    """`premises.register`: the office or an import starts a file."""

    address: Required[Address]
    name: str | None
    premises_type: Required[PremisesType]
    is_dwelling: Required[bool]
    is_verified: bool
    team_id: Required[Id]
    vergunningen: dict[str, Vergunning]
    breaches: dict[str, Breach]
    open_measures: dict[str, OpenMeasure]
    meldingen: dict[str, Melding]


class PremisesAddition(TypedDict, total=False):
    """`premises.add`: an inspector stands at a door that has no file."""

    address: Required[Address]
    premises_type: Required[PremisesType]
    is_dwelling: Required[bool]
    is_verified: bool
    team_id: Required[Id]


class PremisesUpdate(TypedDict, total=False):
    address: Address
    name: str | None
    premises_type: PremisesType
    is_dwelling: bool
    is_verified: bool
    team_id: Id
    vergunningen: dict[str, Vergunning | None]
    meldingen: dict[str, Melding | None]


class Assigning(TypedDict):
    list_id: Id
    person_ids: list[Id]
    until_on: Day


class LeavingLists(TypedDict):
    list_ids: list[Id]


class VisitSummary(TypedDict):
    visit_id: Id
    on: Day
    outcome: VisitOutcome
    findings: int
    breaches: Mapping[str, Breach]


class MeasureSummary(TypedDict):
    measure_id: Id
    measure: OpenMeasure | None
    """None: no longer open."""
    sent: NotRequired[SentSanction | None]
    """What was sent on which findings: from then they count as a step of the matrix."""


class Restricting(TypedDict):
    is_restricted: bool
    person_ids: list[Id]
