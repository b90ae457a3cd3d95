"""The register of mandates: who may sign what in the name of the burgemeester or the college. Source: Awb titel 10.1."""

from typing import Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.course import Authority, MandateAct
from fieldapp.domain.documents.foundation import Day, Id


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
