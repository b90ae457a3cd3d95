"""What all shapes share: names of units, roles, kinds, who acts, and what holds for every document."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

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

VisitReason = Literal["routine", "hercontrole", "melding", "day_list", "ad_hoc", "eerste_controle", "uitvoering"]
"""`uitvoering`: to carry out bestuursdwang, no supervision (Awb art. 5:27)."""

VisitOutcome = Literal[
    "afgerond",
    "niemand_aanwezig",
    "geen_medewerking",
    "gesloten",
    "toestemming_geweigerd",
    "niemand_thuis",
    "toestemming_ingetrokken",
    "vervallen",
    "afgebroken",
]
"""The last two are not what was met at the door: begun by mistake, or ended by the team lead."""

VoidReason = Literal["verkeerd_adres", "dubbel", "per_ongeluk", "anders"]

EndReason = Literal["inspecteur_weg", "toestel_weg", "niet_afgerond", "anders"]

HandoverReason = Literal["ziek", "afgelost", "toestel", "anders"]

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
    "voorgesteld",
    "teruggegeven",
    "ingetrokken_voorstel",
    "afgezien",
    "voornemen_klaar",
    "voornemen_verzonden",
    "zienswijze_ontvangen",
    "zienswijze_verstreken",
    "besluit_klaar",
    "privacy_getoetst",
    "ondertekend",
    "verzonden",
    "hersteltermijn_verstreken",
    "opgevolgd",
    "reactie_ontvangen",
    "geen_reactie",
    "in_begunstiging",
    "actief",
    "verbeurd_deels",
    "maximum_bereikt",
    "uitgewerkt",
    "in_uitvoeringstermijn",
    "nagekomen",
    "toepassing_gepland",
    "toegepast_besluit_volgt",
    "toegepast",
    "beeindigd",
    "kosten_vastgesteld",
    "kosten_geind",
    "aangekondigd",
    "pand_gesloten",
    "verzegeld",
    "verbroken_zegel",
    "heropend_tijdelijk",
    "verlengd",
    "schorsing_aangekondigd",
    "geschorst",
    "schorsing_afgelopen",
    "vergunning_ingetrokken",
    "opgeschort",
    "opgeheven",
    "ingetrokken",
    "vernietigd",
    "afgesloten",
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
    @property
    def linked_by(self) -> str | None:
        """Who else may have had this device in hand."""
        ...


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
    def found(self) -> Mapping[str, Mapping[str, dict[str, Any]]]:
        """Other documents that the rule looks at: by name, then by id."""
        ...

    @property
    def override(self) -> bool:
        """The office takes in what was held: who and when are waived, never what may not be kept."""
        ...

    @property
    def has_secret(self) -> frozenset[str]:
        """Items of the body under whose name a secret is kept already, also of one that was removed."""
        ...


class LinkedBy(TypedDict):
    """Who let the device in on which something was written; nothing more once its owner knows the device."""

    by: Id
    at: Instant
    confirmed_at: Instant | None


class KnowingDevice(TypedDict):
    """By the worker: the person said that this device is hers."""

    device_id: Id


class Restriction(TypedDict):
    person_ids: list[Id]


class Following(TypedDict):
    """`visit.restrict`, `measure.restrict`, `joint_visit.restrict`: what was decided for the premises holds here too."""

    is_restricted: bool
    person_ids: list[Id]


class LeavingPhones(TypedDict):
    on: Day


class Duration(TypedDict, total=False):
    """How long a closure or suspension lasts."""

    weeks: int | None
    months: int | None
    until: str | None
