"""The list of one pair for one day."""

from typing import Literal, Required

from typing_extensions import TypedDict

from fieldapp.domain.documents.foundation import Day, Id, Instant, Restriction, VisitReason


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
    state: Literal["concept", "verstuurd", "ingetrokken"]
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


class WithdrawingList(TypedDict):
    """Nothing besides the act itself."""
