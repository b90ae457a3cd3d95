"""What each act of the course of a measure says: the bodies of `registry_course.py`."""

from typing import Literal, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.course import HowSent, Machtiging
from fieldapp.domain.documents.foundation import Day, Id, Instant


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
    of: str
    """What it is against: the id of the verbeurte (its invordering) or `kosten`; the besluit itself when absent."""
    received_on: Required[Day]
    posted_on: Day | None
    excused: str | None
    with_committee: Required[bool]


class JoiningRemedy(TypedDict):
    of: str
    """Id of the verbeurte, or `kosten`."""
    on: Day
    """Day on which it turned out that this is contested too."""


class PostponingBezwaar(TypedDict, total=False):
    of: str
    """What it is against: the id of the verbeurte (its invordering) or `kosten`; the besluit itself when absent."""
    on: Required[Day]
    text: Required[str]


class DecidingBezwaar(TypedDict, total=False):
    of: str
    """What it is against: the id of the verbeurte (its invordering) or `kosten`; the besluit itself when absent."""
    which: str
    """Key in `rechtsmiddelen`; the first bezwaar when absent."""
    result: Required[
        Literal[
            "ongegrond",
            "niet_ontvankelijk",
            "gegrond_gewijzigd",
            "gegrond_nieuwe_beschikking",
            "gegrond_herroepen",
            "ingetrokken",
        ]
    ]
    """`gegrond_nieuwe_beschikking`: only of an invordering or costs; the claim itself stays."""
    on: Required[Day]
    """Day on which the decision was made known, or on which the bezwaar was withdrawn."""
    text: Required[str]
    amount_eur_cents: int | None
    """Only with `gegrond_gewijzigd`: of a last onder dwangsom, what is collected, or costs; only less than it was."""
    max_eur_cents: int | None


class ReceivingBeroep(TypedDict, total=False):
    of: str
    """What it is against: the id of the verbeurte (its invordering) or `kosten`; the besluit itself when absent."""
    is_hoger: bool
    """Hoger beroep, lodged in time after the decision that the rechtbank asked for; beroep against that one when absent."""
    received_on: Required[Day]
    posted_on: Day | None
    excused: str | None


class DecidingBeroep(TypedDict, total=False):
    of: str
    """What it is against: the id of the verbeurte (its invordering) or `kosten`; the besluit itself when absent."""
    result: Required[
        Literal[
            "ongegrond",
            "niet_ontvankelijk",
            "gegrond_in_stand",
            "vernietigd_opnieuw_beslissen",
            "vernietigd_nieuwe_beschikking",
            "vernietigd",
            "ingetrokken",
        ]
    ]
    """`vernietigd_opnieuw_beslissen`: the decision on bezwaar only. It and `gegrond_in_stand` bring back on the appeal
    of the municipality itself what the rechtbank annulled."""
    on: Required[Day]
    until_on: Day | None
    """Only with `vernietigd_opnieuw_beslissen`: until when the judge lets decide anew; the term of the Awb when absent."""
    text: Required[str]


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
    """Or `kosten`."""
    sent_on: Required[Day]


class IssuingDwangbevel(TypedDict, total=False):
    verbeurte_id: Required[Id]
    """Or `kosten`."""
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
    """Or `kosten`."""
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
    """Or `kosten`."""
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


class AddingTerms(TypedDict):
    """By the worker: terms that a document of before should have."""

    term_ids: list[str]
