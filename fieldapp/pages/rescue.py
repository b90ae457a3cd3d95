"""Reddingsbestand inlezen: per phone what came in, what was there already, and what was refused."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from fieldapp.pages.moments import count


class Taken(Protocol):
    """The counts of one phone, as `fieldapp.rescue` gives them."""

    phone: str
    is_known: bool
    new: int
    there: int
    held: int
    refused: int
    photos_new: int
    photos_there: int
    photos_refused: int
    cut_off: int


UNKNOWN = "Dit toestel is hier niet bekend. Er is niets van ingelezen."
CUT_OFF = "Het bestand was niet heel: {} niet gelezen. Maak op het toestel een nieuw bestand."


def rows(taken: Iterable[Taken], numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "title": f"Toestel {numbers[one.phone]}" if one.phone in numbers else "Onbekend toestel",
            "lines": list(lines(one)),
            "is_good": one.is_known and not (one.refused or one.photos_refused or one.cut_off),
        }
        for one in taken
    ]


def lines(one: Taken) -> Iterable[str]:
    """Return one sentence for each thing there is to say; never nothing."""
    if not one.is_known:
        yield UNKNOWN
        return
    new, there = one.new + one.photos_new, one.there + one.photos_there
    if new:
        yield f"Ingelezen: {_both(one.new, one.photos_new)}."
    if one.held:
        yield f"Daarvan {count(one.held, 'wacht', 'wachten')} op kantoor."
    if there:
        yield f"Was er al: {_both(one.there, one.photos_there)}."
    if one.refused or one.photos_refused:
        yield f"Niet ingelezen: {_both(one.refused, one.photos_refused)}. De inhoud is beschadigd."
    if one.cut_off:
        yield CUT_OFF.format(count(one.cut_off, "deel is", "delen zijn"))
    if not (new or there or one.refused or one.photos_refused or one.cut_off):
        yield "Er stond niets in dat nog verzonden moest worden."


def _both(operations: int, photos: int) -> str:
    """Return "3 handelingen en 2 fotobestanden", without what there is none of."""
    parts = [
        count(operations, "handeling", "handelingen") if operations else "",
        count(photos, "fotobestand", "fotobestanden") if photos else "",
    ]
    return " en ".join(part for part in parts if part)
