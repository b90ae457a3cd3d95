"""A measure, from proposal to decision."""

from collections.abc import Mapping
from typing import Literal, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.course import (
    AlarmGiven,
    Annulment,
    Applied,
    AtOnce,
    Bekendmaking,
    Besluit,
    BrokenSeal,
    Closing,
    Costs,
    CostsWaived,
    EarlierCosts,
    Ended,
    Extension,
    Hercontrole,
    Lifted,
    LongerTerm,
    Payment,
    Prepared,
    PrivacyCheck,
    Rechtsmiddel,
    RechtsmiddelState,
    Reopening,
    Reply,
    Revoked,
    Seal,
    Sent,
    Signature,
    Suspended,
    Suspension,
    Term,
    Verbeurte,
    Weighed,
    Zienswijze,
)
from fieldapp.domain.documents.destruction import Hold
from fieldapp.domain.documents.foundation import (
    Day,
    Duration,
    Id,
    Instant,
    Json,
    LinkedBy,
    MeasureState,
    MeasureType,
    Mode,
    Restriction,
    TimeUnit,
)


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
    linked_by: dict[str, LinkedBy]
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
    weighing: Weighed
    voornemen: Sent
    zienswijzen: dict[str, Zienswijze]
    prepared: Prepared
    signatures: dict[str, Signature]
    """Keyed by authority: where two decide together both sign."""
    besluit: Besluit
    bekendmaking: Bekendmaking
    beside: Id
    """The measure of which the owner hears by this one."""
    privacy_check: PrivacyCheck
    reply: Reply
    hercontroles: dict[str, Hercontrole]
    """Keyed by the visit."""
    at_once: AtOnce
    application: Applied
    ended: Ended
    costs: Costs
    costs_waived: CostsWaived
    earlier_costs: dict[str, EarlierCosts]
    """Keyed "1", "2", ...: kostenbeschikkingen that were annulled for their form."""
    seals: dict[str, Seal]
    broken_seal: BrokenSeal
    reopening: Reopening
    extensions: dict[str, Extension]
    suspended: Suspended
    suspensions: dict[str, Suspension]
    """The suspensions that are over: on those days nothing was forfeited."""
    annulment: Annulment
    lifted: Lifted
    revoked: Revoked
    rechtsmiddel: RechtsmiddelState
    rechtsmiddelen: dict[str, Rechtsmiddel]
    """Keyed `bezwaar`, `beroep`, `hoger_beroep`; the next of a kind `bezwaar_2`, `beroep_2`, and so on."""
    final_on: Day
    terms: dict[str, Term]
    """Keyed by kind, with the id of the verbeurte behind it where there are several."""
    longer_terms: dict[str, LongerTerm]
    """Keyed "1", "2", ...: what was given more time, by whom and why."""
    alarms: dict[str, AlarmGiven]
    verbeurten: dict[str, Verbeurte]
    payments: dict[str, Payment]
    closing: Closing
    closed_at: Instant
    """The end of the file: how long it is kept counts from here."""
    restricted_to: Restriction
    left_phones_on: Day
    holds: dict[str, Hold]


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


class InformingOwner(TypedDict):
    of: Id
    """The measure beside which the owner is told."""


class Withdrawing(TypedDict):
    """Nothing besides the act itself."""


class LegalChecking(TypedDict):
    agrees: bool
    text: str


class MeasureNote(TypedDict, total=False):
    visit_leader_id: Id
    co_visitor_ids: list[Id]
    linked_by: dict[str, LinkedBy]
