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
    "opnieuw_beslissen",
    "vernietigd_beroep_kan",
    "vernietigd_beroep_loopt",
    "vernietigd_hoger_beroep_kan",
    "vernietigd_hoger_beroep_loopt",
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
    ground: Literal["verzoek_5_34_1", "voorzieningenrechter_8_81", "bezwaar_6_16", "vernietigd_8_72"]
    """The last: the rechtbank had annulled it, and on appeal it stood after all."""


class Annulment(TypedDict):
    """Where a besluit stood when the rechtbank annulled it, for as long as hoger beroep can bring it back."""

    on: Day
    from_state: MeasureState
    suspended: Suspended | None
    verbeurten: dict[str, VerbeurteState]
    term_ids: list[str]


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
    """One bezwaar, beroep or hoger beroep, against the besluit or against what was decided on a claim under it."""

    received_on: Required[Day]
    posted_on: Day | None
    is_late: Required[bool]
    excused: str | None
    """Why a late one counts after all (Awb art. 6:11)."""
    with_committee: bool
    with_besluit: bool
    """Part of the bezwaar or beroep against the besluit, by law (Awb art. 5:31c, 5:39)."""
    by_municipality: bool
    anew_on: Day
    """Day of the ruling that asks another decision on this bezwaar (Awb art. 8:72 lid 4)."""
    postponed_on: Day
    postponed_why: str
    result: str
    decided_on: Day
    text: str | None
    before: Amounts
    """What the last said, where this decision made it less."""


class Invordering(TypedDict, total=False):
    made_known_on: Required[Day]
    by: Required[Id]
    mandate_id: Required[Id]
    skip_zienswijze: Required[Literal["awb_4_12", "al_gehoord"] | None]
    amount_eur_cents: int
    """What is collected, where a decision on bezwaar against this made it less than was forfeited."""
    rechtsmiddel: RechtsmiddelState
    final_on: Day


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


class Costs(TypedDict, total=False):
    amount_eur_cents: Required[int]
    made_known_on: Required[Day]
    by: Required[Id]
    mandate_id: Required[Id]
    deferrals: list[Deferral]
    aanmaning: Aanmaning
    dwangbevel: Dwangbevel
    interest: FixedInterest
    interruptions: list[Interruption]
    prescribed_on: Day
    before_bezwaar_eur_cents: int
    """What it was, where a decision on bezwaar made it less."""
    rechtsmiddel: RechtsmiddelState
    final_on: Day


class EarlierCosts(TypedDict):
    """A kostenbeschikking that was annulled for its form, with the remedies against it; another can take its place."""

    on: Day
    costs: Costs
    rechtsmiddelen: dict[str, Rechtsmiddel]


class EarlierInvordering(TypedDict, total=False):
    """The same of an invordering, with what was done to collect by it."""

    on: Required[Day]
    invordering: Required[Invordering]
    aanmaning: Aanmaning
    dwangbevel: Dwangbevel
    interruptions: list[Interruption]
    rechtsmiddelen: Required[dict[str, Rechtsmiddel]]


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
    earlier: list[EarlierInvordering]


class Payment(TypedDict):
    on: Day
    amount_eur_cents: int
    of: str
    """Id of the verbeurte, or `kosten`."""
    kind: Literal["betaling", "terugbetaling"]
    by: Id
    at: Instant


class AlarmGiven(TypedDict, total=False):
    on: Required[Day]
    ends_on: Day
    """The last day for which it rang; not known of alarms from before this was kept."""


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
