"""The shapes of a measure after its approval: what is weighed, signed, made known, carried out and collected.

Days, instants and cents are written as `__init__.py` says. Free text passes the guard in the rule that takes it.
Nothing here names a person: addressees are capacities, businesses, or a reference to the case system.
"""

from typing import Literal, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.foundation import Day, Id, Instant, MeasureState

RechtsmiddelState = Literal[
    "bezwaartermijn_loopt",
    "bezwaar_lopend",
    "beroepstermijn_loopt",
    "beroep_lopend",
    "hoger_beroepstermijn_loopt",
    "hoger_beroep_lopend",
    "onherroepelijk",
    "vernietigd",
]
VerbeurteState = Literal[
    "geconstateerd",
    "mededeling_verzonden",
    "invordering_voornemen",
    "ingevorderd_besloten",
    "aangemaand",
    "dwangbevel",
    "betaald",
    "afgezien",
    "verjaard",
    "vervallen",
]
Variant = Literal["regulier", "spoed_5_31_1", "zeer_spoed_5_31_2"]
"""How bestuursdwang is applied: after an order, without one (Awb art. 5:31 lid 1), or at once (lid 2)."""
ClosureBasis = Literal[
    "apv_seksinrichting",
    "gemw_174a",
    "opiumwet_13b",
    "gemw_151d",
    "omgevingsplan",
    "huisvestingswet_21",
    "awb_5_20_3",
]
HowSent = Literal["toegezonden", "uitgereikt", "anders"]
Authority = Literal["burgemeester", "college_van_burgemeester_en_wethouders"]
MandateAct = Literal["voornemen", "besluit", "spoed", "invordering", "kosten", "opheffing"]


class Weighing(TypedDict, total=False):
    """What must be weighed before a besluit can be signed; each act of weighing replaces the whole."""

    variant: Variant | None
    overtreder_basis: Literal["pleger", "medepleger", "functioneel_dader"] | None
    owner_informed_on: Day | None
    owner_controls: str | None
    """How the owner supervises the use, for an owner as functioneel dader."""
    herstelmaatregelen: list[str]
    no_begunstiging_reason: Literal["voorkomen_herhaling"] | None
    """Why there is no begunstigingstermijn: the last only prevents repetition (Awb art. 5:32a lid 2)."""
    starts_on: Day | None
    permit_number: str | None
    """Key in `vergunningen` of the premises."""
    closure_basis: ClosureBasis | None
    duration_reason: str | None
    geschikt: str | None
    noodzakelijk: str | None
    evenwichtig: str | None
    residents_count: int | None
    minors_count: int | None
    rehousing: Literal["geen_bewoners", "eigen_plek", "opvang_geregeld", "niet_geregeld"] | None
    can_return: bool | None
    blame: Literal["verwijtbaar", "verminderd", "niet"] | None
    cost_recovery: Literal["geheel", "deels", "niet"] | None
    cost_text: str | None
    rechthebbenden: list[Literal["eigenaar", "verhuurder", "bewoner", "gebruiker"]]
    """Who else may use the place and gets the besluit too (Awb art. 5:24 lid 3)."""
    motive: Literal["herstel", "straf"] | None
    criminal_track: bool
    cautie_at: Instant | None
    confirm_resident: bool
    """The team lead confirms that a resident, who may be who works there, is the addressee."""
    zaak_ref: str | None
    """Where the case system knows the name of a resident."""
    edition: int
    """How often it was weighed before, as the page showed it; with another number somebody was in between."""


class Weighed(Weighing, total=False):
    days_since_finding: Required[int]
    by: Required[Id]
    at: Required[Instant]


class Term(TypedDict, total=False):
    """One period of the measure, with the sentences that explain its last day."""

    kind: Required[str]
    starts_on: Required[Day]
    """The day of the event, which does not count itself."""
    plain_end_on: Required[Day]
    ends_on: Required[Day]
    acts_after_on: Required[Day]
    """What follows the period happens after this day: later than `ends_on` where post may be under way (Awb art. 6:9)."""
    state: Required[Literal["loopt", "verstreken", "vervallen", "gehaald"]]
    over_on: Day
    why: Required[list[str]]
    n: Required[int]
    unit: Required[Literal["hours", "days", "weeks", "months", "years", "until"]]
    of: str | None
    """Id of the verbeurte that it belongs to."""


class Zienswijze(TypedDict):
    received_on: Day
    form: Literal["schriftelijk", "mondeling", "geen"]
    text: str | None
    heard_by_role: Literal["team_lead", "legal_officer", "registrar"] | None
    cautie_at: Instant | None
    by: Id
    at: Instant


class Sent(TypedDict, total=False):
    """A voornemen, as it left."""

    sent_on: Required[Day]
    how: Required[HowSent]
    by: Required[Id]
    mandate_id: Required[Id]
    zienswijze_days: Required[int]
    letter_id: Id | None


class Prepared(TypedDict):
    text: str
    by: Id
    at: Instant


class Besluit(TypedDict, total=False):
    signed_by: Required[Id]
    signed_at: Required[Instant]
    mandate_id: Required[Id]
    mandate_number: Required[str]
    authority: Required[list[Authority]]
    ground: Required[str]
    """Why this authority: the rule of the policy."""
    is_own_power: Required[bool]
    letter_id: Id | None


class Signature(TypedDict):
    mandate_id: Id
    mandate_number: str
    is_own_power: bool
    by: Id
    at: Instant


class Bekendmaking(TypedDict, total=False):
    on: Required[Day]
    how: Required[HowSent]
    by: Required[Id]
    letter_id: Id | None


class PrivacyCheck(TypedDict):
    agrees: bool
    recipient: Literal["eigenaar", "verhuurder", "bewindvoerder"]
    legal_basis: str
    is_neutral: bool
    """The letter speaks of the use of the place, never of the conduct of a person."""
    text: str | None
    by: Id
    at: Instant


class Reply(TypedDict):
    received_on: Day
    text: str | None
    by: Id


class Hercontrole(TypedDict):
    result: Literal["nagekomen", "niet_nagekomen"]
    on: Day
    by: Id
    at: Instant


class Machtiging(TypedDict):
    """Leave to enter a dwelling when applying bestuursdwang, from the body that applies it (Awb art. 5:27 lid 2)."""

    issuer: Authority
    given_on: Day


class Application(TypedDict, total=False):
    applied_at: Required[Instant]
    visit_id: Id | None
    """The visit that recorded how a dwelling was entered."""
    machtiging: Machtiging | None
    goods_record: str | None
    """Number of the proces-verbaal of goods taken along (Awb art. 5:29)."""
    goods_copy_on: Day | None
    seal_numbers: list[str]


class Applied(Application, total=False):
    by: Required[Id]
    at: Required[Instant]


class AtOnce(TypedDict):
    reason: str
    at: Instant
    by: Id
    mandate_id: Id


class Ended(TypedDict):
    on: Day
    text: str
    by: Id


class BrokenSeal(TypedDict):
    on: Day
    text: str
    by: Id


class Deferral(TypedDict, total=False):
    """Leave to pay later (Awb art. 4:94); both days count."""

    from_on: Required[Day]
    until_on: Required[Day]
    bears_interest: Required[bool]
    """False: the besluit says that no interest is due over it (Awb art. 4:101)."""
    text: Required[str]
    by: Required[Id]
    mandate_id: Required[Id]
    ended_on: Day
    """Its last day, when it was taken back before its end (Awb art. 4:96)."""


class FixedInterest(TypedDict):
    """Wettelijke rente as a besluit fixed it (Awb art. 4:99)."""

    amount_eur_cents: int
    from_on: Day
    through_on: Day
    made_known_on: Day
    by: Id
    mandate_id: Id


class Costs(TypedDict, total=False):
    amount_eur_cents: Required[int]
    made_known_on: Required[Day]
    by: Required[Id]
    mandate_id: Required[Id]
    deferrals: list[Deferral]


class CostsWaived(TypedDict):
    on: Day
    text: str
    by: Id
    mandate_id: Id


class Suspended(TypedDict):
    from_state: MeasureState
    on: Day
    until_on: Day | None
    ground: Literal["verzoek_5_34_1", "voorzieningenrechter_8_81", "bezwaar_6_16"]
    text: str


class Suspension(TypedDict):
    """Days on which the besluit did not work; both days belong to it."""

    on: Day
    until_on: Day
    ground: Literal["verzoek_5_34_1", "voorzieningenrechter_8_81", "bezwaar_6_16"]


class Lifted(TypedDict, total=False):
    on: Required[Day]
    ground: Required[Literal["onmogelijk_5_34_1", "jaar_5_34_2", "doel_bereikt"]]
    text: Required[str]
    by: Required[Id]
    mandate_id: Required[Id]
    letter_id: Id | None


class Revoked(TypedDict, total=False):
    on: Required[Day]
    text: Required[str]
    by: Required[Id]
    mandate_id: Required[Id]
    letter_id: Id | None
    forfeited_lapses: bool


class Seal(TypedDict, total=False):
    on: Required[Day]
    numbers: Required[list[str]]
    broken_on: Day


class Extension(TypedDict):
    until_on: Day
    made_known_on: Day
    text: str
    by: Id
    mandate_id: Id


class Reopening(TypedDict):
    from_state: MeasureState
    from_on: Day
    until_on: Day
    text: str
    by: Id


class Amounts(TypedDict):
    """What a last onder dwangsom says, in euro cents."""

    amount_eur_cents: int
    max_eur_cents: int


class Rechtsmiddel(TypedDict, total=False):
    """One bezwaar, beroep or hoger beroep against the besluit."""

    received_on: Required[Day]
    posted_on: Day | None
    is_late: Required[bool]
    excused: str | None
    """Why a late one counts after all (Awb art. 6:11)."""
    with_committee: bool
    postponed_on: Day
    postponed_why: str
    result: str
    decided_on: Day
    text: str | None
    before: Amounts
    """What the last said, where this decision made it less."""


class Invordering(TypedDict):
    made_known_on: Day
    by: Id
    mandate_id: Id
    skip_zienswijze: Literal["awb_4_12", "al_gehoord"] | None


class Aanmaning(TypedDict):
    sent_on: Day
    fee_eur_cents: int


class Dwangbevel(TypedDict):
    on: Day
    by: Id


class Waived(TypedDict):
    reason: Literal["onevenredig", "niet_verwijtbaar", "niet_vast_te_stellen", "schuldhulp"]
    text: str
    by: Id


class Interruption(TypedDict):
    on: Day
    how: Literal["invorderingsbeschikking", "aanmaning", "dwangbevel", "erkenning", "daad_van_rechtsvervolging"]


class Verbeurte(TypedDict, total=False):
    """One forfeited dwangsom: per breach, per unit of time, or the lump sum (Awb art. 5:33)."""

    forfeited_on: Required[Day]
    amount_eur_cents: Required[int]
    """After the maximum was taken into account."""
    before_bezwaar_eur_cents: int
    """What it was, where a decision on bezwaar made it less."""
    visit_id: Required[Id]
    finding_ids: Required[list[Id]]
    period: int | None
    state: Required[VerbeurteState]
    by: Required[Id]
    notified_on: Day
    announced_on: Day
    invordering: Invordering
    aanmaning: Aanmaning
    dwangbevel: Dwangbevel
    waived: Waived
    deferrals: list[Deferral]
    interest: FixedInterest
    interruptions: Required[list[Interruption]]
    ended_on: Day


class Payment(TypedDict):
    on: Day
    amount_eur_cents: int
    of: str
    """Id of the verbeurte, or `kosten`."""
    kind: Literal["betaling", "terugbetaling"]
    by: Id
    at: Instant


class AlarmGiven(TypedDict):
    on: Day


class LongerTerm(TypedDict):
    """A term whose length a besluit set, made longer."""

    kind: str
    was_until_on: Day
    until_on: Day
    text: str
    by: Id
    at: Instant
    mandate_id: Id | None


class Closing(TypedDict):
    reason: Literal["nagekomen", "volgende_stap", "legalisatie", "onevenredig", "beeindigd", "andere_instantie"]
    text: str
    by: Id


# Bodies of the acts


class SendingVoornemen(TypedDict, total=False):
    sent_on: Required[Day]
    how: Required[HowSent]
    zienswijze_days: Required[int]
    mandate_id: Required[Id]
    letter_id: Id | None


class ReceivingZienswijze(TypedDict, total=False):
    zienswijze_id: Required[Id]
    received_on: Required[Day]
    form: Required[Literal["schriftelijk", "mondeling", "geen"]]
    text: str | None
    heard_by_role: Literal["team_lead", "legal_officer", "registrar"] | None
    cautie_at: Instant | None


class PreparingBesluit(TypedDict):
    text: str


class Signing(TypedDict, total=False):
    mandate_id: Required[Id]
    letter_id: Id | None


class MakingKnown(TypedDict, total=False):
    on: Required[Day]
    how: Required[HowSent]
    letter_id: Id | None


class CheckingPrivacy(TypedDict):
    agrees: bool
    recipient: Literal["eigenaar", "verhuurder", "bewindvoerder"]
    legal_basis: str
    is_neutral: bool
    text: str | None


class NotingReply(TypedDict):
    received_on: Day
    text: str | None


class NotingHercontrole(TypedDict, total=False):
    visit_id: Required[Id]
    result: Required[Literal["nagekomen", "niet_nagekomen"]]
    is_finished: bool
    """Nothing is left to do under this last: it has worked out."""


class Applying(TypedDict, total=False):
    applied_at: Required[Instant]
    visit_id: Id | None
    machtiging: Machtiging | None
    goods_record: str | None
    goods_copy_on: Day | None
    seal_numbers: list[str]
    mandate_id: Required[Id]


class ApplyingAtOnce(Applying, total=False):
    reason: Required[str]


class EndingApplication(TypedDict):
    on: Day
    text: str


class FixingCosts(TypedDict, total=False):
    amount_eur_cents: Required[int]
    made_known_on: Required[Day]
    mandate_id: Required[Id]


class WaivingCosts(TypedDict):
    on: Day
    text: str
    mandate_id: Id


class Sealing(TypedDict):
    on: Day
    seal_numbers: list[str]


class ReportingBrokenSeal(TypedDict):
    on: Day
    text: str


class Reopen(TypedDict):
    from_on: Day
    until_on: Day
    text: str
    mandate_id: Id


class ClosingAgain(TypedDict):
    on: Day
    seal_numbers: list[str]


class ExtendingClosure(TypedDict, total=False):
    until_on: Required[Day]
    made_known_on: Required[Day]
    text: Required[str]
    mandate_id: Required[Id]


class LengtheningTerm(TypedDict, total=False):
    until_on: Required[Day]
    text: Required[str]
    mandate_id: Id | None
    """None: no mandate is needed to give more time after a waarschuwing."""


class Lifting(TypedDict, total=False):
    on: Required[Day]
    ground: Required[Literal["onmogelijk_5_34_1", "jaar_5_34_2", "doel_bereikt"]]
    text: Required[str]
    mandate_id: Required[Id]
    letter_id: Id | None


class SuspendingMeasure(TypedDict):
    on: Day
    until_on: Day | None
    ground: Literal["verzoek_5_34_1", "voorzieningenrechter_8_81", "bezwaar_6_16"]
    text: str


class Resuming(TypedDict):
    on: Day


class Revoking(TypedDict, total=False):
    on: Required[Day]
    text: Required[str]
    mandate_id: Required[Id]
    letter_id: Id | None
    forfeited_lapses: bool
    """The besluit says that what was forfeited falls away (Awb art. 5:38 lid 1)."""


class ReceivingBezwaar(TypedDict, total=False):
    received_on: Required[Day]
    posted_on: Day | None
    excused: str | None
    with_committee: Required[bool]


class PostponingBezwaar(TypedDict):
    on: Day
    text: str


class DecidingBezwaar(TypedDict, total=False):
    which: str
    """Key in `rechtsmiddelen`; the first bezwaar when absent."""
    result: Required[Literal["ongegrond", "niet_ontvankelijk", "gegrond_gewijzigd", "gegrond_herroepen", "ingetrokken"]]
    on: Required[Day]
    """Day on which the decision was made known, or on which the bezwaar was withdrawn."""
    text: Required[str]
    amount_eur_cents: int | None
    """Only with `gegrond_gewijzigd` of a last onder dwangsom, and only less than it was; so is the maximum."""
    max_eur_cents: int | None


class ReceivingBeroep(TypedDict, total=False):
    received_on: Required[Day]
    posted_on: Day | None
    excused: str | None


class DecidingBeroep(TypedDict):
    result: Literal["ongegrond", "niet_ontvankelijk", "gegrond_in_stand", "vernietigd", "ingetrokken"]
    on: Day
    text: str


class Forfeiting(TypedDict, total=False):
    verbeurte_id: Required[Id]
    forfeited_on: Required[Day]
    visit_id: Required[Id]
    finding_ids: Required[list[Id]]
    period: int | None


class NotifyingVerbeurte(TypedDict, total=False):
    verbeurte_id: Required[Id]
    sent_on: Required[Day]


class AnnouncingInvordering(TypedDict, total=False):
    verbeurte_id: Required[Id]
    sent_on: Required[Day]
    zienswijze_days: Required[int]
    mandate_id: Required[Id]


class DecidingInvordering(TypedDict, total=False):
    verbeurte_id: Required[Id]
    made_known_on: Required[Day]
    mandate_id: Required[Id]
    skip_zienswijze: Literal["awb_4_12", "al_gehoord"] | None


class Reminding(TypedDict, total=False):
    verbeurte_id: Required[Id]
    sent_on: Required[Day]


class IssuingDwangbevel(TypedDict, total=False):
    verbeurte_id: Required[Id]
    on: Required[Day]
    mandate_id: Required[Id]


class RecordingPayment(TypedDict):
    payment_id: Id
    on: Day
    amount_eur_cents: int
    of: str
    kind: Literal["betaling", "terugbetaling"]


class DeferringPayment(TypedDict):
    of: str
    """Id of the verbeurte, or `kosten`."""
    from_on: Day
    until_on: Day
    bears_interest: bool
    text: str
    mandate_id: Id


class EndingDeferral(TypedDict):
    of: str
    on: Day
    text: str
    mandate_id: Id


class FixingInterest(TypedDict):
    verbeurte_id: Id
    made_known_on: Day
    mandate_id: Id


class WaivingVerbeurte(TypedDict):
    verbeurte_id: Id
    reason: Literal["onevenredig", "niet_verwijtbaar", "niet_vast_te_stellen", "schuldhulp"]
    text: str
    on: Day
    mandate_id: Id


class InterruptingVerjaring(TypedDict):
    verbeurte_id: Id
    on: Day
    how: Literal["erkenning", "daad_van_rechtsvervolging"]
    mandate_id: Id


class ClosingMeasure(TypedDict):
    reason: Literal["nagekomen", "volgende_stap", "legalisatie", "onevenredig", "beeindigd", "andere_instantie"]
    text: str


class EndingTerm(TypedDict):
    term_id: str
    on: Day


class NotingAlarm(TypedDict):
    alarm_id: str
    on: Day


# Mandate: who may sign what in the name of the burgemeester or the college.


class Mandate(TypedDict, total=False):
    person_id: Required[Id]
    number: Required[str]
    """Number of the mandaatbesluit, or of the designation of the burgemeester himself."""
    authority: Required[Authority]
    is_own_power: bool
    """The burgemeester or an alderman himself: no mandate is needed, the power is his own."""
    acts: Required[list[MandateAct]]
    measure_types: list[str]
    """Empty: all."""
    max_eur_cents: int | None
    valid_from_on: Required[Day]
    valid_until_on: Day | None
    ended_on: Day


class GrantingMandate(TypedDict, total=False):
    person_id: Required[Id]
    number: Required[str]
    authority: Required[Authority]
    is_own_power: Required[bool]
    acts: Required[list[MandateAct]]
    measure_types: Required[list[str]]
    max_eur_cents: Required[int | None]
    valid_from_on: Required[Day]
    valid_until_on: Required[Day | None]


class EndingMandate(TypedDict):
    on: Day


# Signaal: what is passed on about a place, never about a person.

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


# What the premises hear of it.


class SentSanction(TypedDict):
    """What was sent on these findings: from now they count as a step of the matrix."""

    finding_ids: list[Id]
    sanction: str | None
    """None: it was annulled and counts no more."""
    sent_on: Day | None


class NotingPermit(TypedDict):
    permit_number: str
    status: Literal["verleend", "geschorst", "ingetrokken"]
    because_of: Id
    """The measure that did it."""
