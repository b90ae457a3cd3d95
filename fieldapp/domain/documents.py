"""The shape of every document and of what each operation carries.

A document is JSON: a collection (`answers`, `photos`) is an object keyed by id, never a
list, so that a merge cannot depend on order. A field is a top-level name or one item of
a collection, written `answers.nooduitgang_vrij`; its value is replaced whole.

Names of units: `_on` is a calendar day in Europe/Amsterdam (`2026-11-20`), `_at` an
instant in UTC (`2026-11-20T21:14:07Z`) as the clock of the maker had it, `_eur_cents`
whole cents, `_days` and `count` whole numbers. Ids are lower-case UUIDs unless said.

No shape here has a place for a person in a premises: no name, number, nationality or
description. Counts and yes/no only (AVG art. 9, UAVG art. 22).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NotRequired, Protocol, Required

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from fieldapp.domain.policy import Policy

Id = str
Day = str
Instant = str
Changes = dict[str, Any]
"""What a rule returns: flat keys (`state`, `findings.<id>`); None removes."""
Json = Mapping[str, Any]
"""One JSON value, replaced whole. Only a field annotated `dict[str, ...]` is a collection of fields."""

Role = Literal[
    "inspector", "team_lead", "mandate_holder", "registrar", "legal_officer", "police", "administrator", "system"
]
PremisesType = Literal[
    "raamexploitatie", "prive_huis_club", "massagesalon", "sekstheater", "escortbedrijf", "hotel", "woning", "overig"
]
VisitKind = Literal["licensed_premises", "home_address"]
VisitReason = Literal["routine", "hercontrole", "melding", "day_list", "ad_hoc", "eerste_controle"]
VisitOutcome = Literal[
    "afgerond",
    "niemand_aanwezig",
    "geen_medewerking",
    "gesloten",
    "toestemming_geweigerd",
    "niemand_thuis",
    "toestemming_ingetrokken",
]
PrivacyClass = Literal["N", "B", "Z"]
"""N counts only, B yes/no only, Z may describe the premises (never a person)."""

MeasureType = Literal[
    "waarschuwing",
    "last_onder_dwangsom",
    "last_onder_bestuursdwang",
    "sluiting",
    "schorsing_vergunning",
    "intrekking_vergunning",
    "informeren_eigenaar",
    "geen_maatregel",
]
MeasureState = Literal[
    "voorgesteld", "teruggegeven", "ingetrokken_voorstel", "afgezien", "voornemen_klaar", "besluit_klaar"
]
Mode = Literal["ineens", "per_tijdseenheid", "per_overtreding"]
TimeUnit = Literal["dag", "week", "maand"]
Capacity = Literal["toezichthouder", "politie", "brandweer", "tolk", "hulpverlening", "ggd", "anders"]


class Person(Protocol):
    """Who acts, as far as a rule may know it."""

    @property
    def person(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def scopes(self) -> frozenset[str]: ...
    @property
    def teams(self) -> frozenset[str]: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def device(self) -> str | None: ...


class Context(Protocol):
    """What a rule gets besides the document and the body."""

    @property
    def by(self) -> Person: ...
    @property
    def at(self) -> datetime: ...
    @property
    def made_at(self) -> str: ...
    @property
    def policy(self) -> "Policy": ...
    @property
    def reads(self) -> Mapping[str, dict[str, Any] | None]: ...
    @property
    def document_id(self) -> str: ...
    @property
    def operation_id(self) -> str: ...
    @property
    def override(self) -> bool:
        """The office takes in what was held: who and when are waived, never what may not be kept."""
        ...


# Premises: the file of one address. Its id is a UUIDv5 of the BAG object, so that a
# phone at the door and an import at the office mean the same document.


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


class Restriction(TypedDict):
    person_ids: list[Id]


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


class Restricting(TypedDict):
    is_restricted: bool
    person_ids: list[Id]


# Visit


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
    purpose: str | None
    corrects: Id | None


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


class HelpOffer(TypedDict):
    organisation: str | None
    """Id in the directory of the policy."""
    count: int


class SeenOutside(TypedDict):
    chips: list[str]


class Addition(TypedDict):
    text: str
    at: Instant


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
    zaak_id: str | None
    answers: dict[str, Answer]
    binnentreden: dict[str, Binnentreden]
    findings: dict[str, Finding]
    photos: dict[str, Photo]
    help_offers: dict[str, HelpOffer]
    seen_outside: dict[str, SeenOutside]
    additions: dict[str, Addition]
    restricted_to: Restriction
    left_phones_on: Day


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


class Following(TypedDict):
    """`visit.restrict`, `measure.restrict`, `joint_visit.restrict`: what was decided for the premises holds here too."""

    is_restricted: bool
    person_ids: list[Id]


class LeavingPhones(TypedDict):
    on: Day


# Measure


class Operator(TypedDict):
    name: str
    kvk_nummer: str | None


class Addressee(TypedDict):
    role: Literal["exploitant", "eigenaar", "verhuurder", "bewoner", "beheerder"]
    operator: Operator | None
    """The business. Always None for a resident: that name is known to the case system only."""
    zaak_ref: str | None


class Deviation(TypedDict):
    """Why the proposal is not the advice (Awb art. 4:84)."""

    reason: Literal["ter_plekke_hersteld", "ernstiger", "minder_ernstig", "andere_omstandigheid"]
    text: str | None


class ProposalDates(TypedDict):
    """Provisional: the letter fixes them."""

    zienswijze_until_on: Day | None
    herstel_until_on: Day | None
    hercontrole_on: Day | None


class Duration(TypedDict, total=False):
    """How long a closure or suspension lasts."""

    weeks: int | None
    months: int | None
    until: str | None


class AdviceLine(TypedDict):
    text: str
    """A sentence of the product (`advice.SENTENCES`)."""


class NextStep(TypedDict, total=False):
    """What a last onder bestuursdwang amounts to."""

    measure_type: Required[MeasureType]
    duration: Duration | None


class Advice(TypedDict, total=False):
    """The advice that was on the screen, as `domain/matrix.py` gives it."""

    result: Required[
        Literal["maatregel", "geen_regel", "hersteltermijn_loopt", "dwangsom_verbeurd", "bestuursdwang_toepassen"]
    ]
    rule_key: str | None
    row: str | None
    label: str | None
    step: int | None
    steps: int
    measure_type: MeasureType | None
    then: NextStep | None
    mode: Mode | None
    time_unit: TimeUnit | None
    amount_eur_cents: int | None
    max_eur_cents: int | None
    term_days: int | None
    duration: Duration | None
    variant: str | None
    notify: list[str]
    authority: str | None
    addressee: str | None
    confirm: str | None
    legal_check: bool
    why: list[AdviceLine]
    matrix: str


class Proposed(TypedDict, total=False):
    """What an inspector proposes: the part that `measure.propose` and `measure.propose_again` share."""

    finding_ids: Required[list[Id]]
    measure_type: Required[MeasureType]
    rule_key: Required[str]
    matrix: Required[str]
    advice: Required[Advice]
    deviation: Deviation | None
    inform_owner: bool
    addressee: Required[Addressee]
    mode: Mode | None
    time_unit: TimeUnit | None
    amount_eur_cents: int | None
    max_eur_cents: int | None
    term_days: int | None
    duration: Duration | None
    dates: ProposalDates


class Proposal(Proposed, total=False):
    """`measure.propose`."""

    premises_id: Required[Id]
    visit_id: Required[Id]
    team_id: Required[Id]


class ProposalAgain(Proposed, total=False):
    text: str | None
    """What the inspector adds in answer to the remarks."""


class PastProposal(TypedDict, total=False):
    measure_type: MeasureType
    finding_ids: list[Id]
    deviation: Deviation | None
    amount_eur_cents: int | None
    max_eur_cents: int | None
    mode: Mode | None
    term_days: int | None
    dates: ProposalDates
    text: str | None
    at: Instant


class Remark(TypedDict):
    text: str
    reason: Literal["bewijs_aanvullen", "andere_maatregel", "datum_klopt_niet", "anders"]
    by: Id
    at: Instant


class Decision(TypedDict):
    result: Literal["goedgekeurd", "afgezien"]
    reason: str | None
    text: str | None


class LegalCheck(TypedDict):
    agrees: bool
    text: str
    by: Id
    at: Instant


class Measure(TypedDict, total=False):
    premises_id: Id
    visit_id: Id
    team_id: Id
    finding_ids: list[Id]
    measure_type: MeasureType
    rule_key: str
    matrix: str
    advice: Advice
    office_advice: Json
    """The advice as the server computes it on arrival; the phone may have missed history."""
    deviation: Deviation | None
    inform_owner: bool
    addressee: Addressee
    mode: Mode | None
    time_unit: TimeUnit | None
    amount_eur_cents: int | None
    max_eur_cents: int | None
    term_days: int | None
    duration: Duration | None
    dates: ProposalDates
    state: MeasureState
    is_dwelling: bool
    proposed_by: Id
    proposed_at: Instant
    received_at: Instant
    """When the newest proposal reached the office, by the clock of the server."""
    visit_leader_id: Id
    co_visitor_ids: list[Id]
    proposals: dict[str, PastProposal]
    """Keyed "1", "2", ...; nothing proposed is ever overwritten."""
    remarks: dict[str, Remark]
    """Keyed by the field the remark is about."""
    returned_at: Instant
    decided_by: Id
    decided_at: Instant
    decision: Decision
    approved_by: Id
    legal_check: LegalCheck
    restricted_to: Restriction
    left_phones_on: Day


class Approval(TypedDict, total=False):
    seen_proposal: Required[int]
    """Number of the newest proposal that was on the screen."""
    seen_binnentreden: bool
    """The approver looked at the record of entering the dwelling."""
    photos_on_their_way: int
    """How many photos of the findings the office does not have whole yet."""
    skip_zienswijze: Literal["spoed", "al_gehoord", "doel_niet_haalbaar"] | None
    """Awb art. 4:11 under a, b or c; None: the zienswijze is asked."""


class Returning(TypedDict):
    reason: Literal["bewijs_aanvullen", "andere_maatregel", "datum_klopt_niet", "anders"]
    remarks: Mapping[str, str]


class Declining(TypedDict):
    reason: Literal["legalisatie", "onevenredig", "beeindigd", "niet_vastgesteld", "andere_instantie"]
    text: str


class Withdrawing(TypedDict):
    """Nothing besides the act itself."""


class LegalChecking(TypedDict):
    agrees: bool
    text: str


class MeasureNote(TypedDict, total=False):
    visit_leader_id: Id
    co_visitor_ids: list[Id]


# Joint visit: what the municipality and the police did together. It holds nothing that
# the unit may not read.


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


# Day list


class Stop(TypedDict):
    premises_id: Id
    address_text: str
    visit_id: Id
    """The id every phone uses for the visit at this stop, so that two phones open one visit."""
    order: int
    reason: VisitReason
    appointment: str | None
    """`21:30`, local time."""
    added_by: Id


class DayList(TypedDict, total=False):
    team_id: Id
    on: Day
    person_ids: list[Id]
    state: Literal["concept", "verstuurd"]
    sent_at: Instant
    note: str | None
    stops: dict[str, Stop]
    restricted: dict[str, Restriction]
    """By premises: who reads the address of its stops, where the file is shielded."""
    left_phones_on: Day


class DayListPlan(TypedDict, total=False):
    team_id: Required[Id]
    on: Required[Day]
    person_ids: Required[list[Id]]
    note: str | None
    stops: dict[str, Stop]


class StopNote(TypedDict, total=False):
    stops: dict[str, Stop | None]


class ShieldingStops(TypedDict):
    """`day_list.restrict`: what was decided for the premises holds for their stops too."""

    premises_id: Id
    is_restricted: bool
    person_ids: list[Id]


class Sending(TypedDict):
    """Nothing besides the act itself."""


# People, devices, units, policy


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
