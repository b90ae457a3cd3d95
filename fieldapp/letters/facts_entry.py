"""The facts of entering a dwelling without consent: what the verslag must say, and to whom it goes by when.

Source: Awbi art. 10 and 11.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldapp.domain.binnentreden import without_consent
from fieldapp.domain.deadlines import verslag_beschikbaar, verslagtermijn
from fieldapp.domain.entry_times import out_of_order
from fieldapp.domain.letter_kinds import FILLS
from fieldapp.domain.policy import Policy
from fieldapp.letters.gaps import Gap
from fieldapp.letters.words import Facts, Fields, clock_words, day_words, line_of, lines_of, listed, moment_words
from fieldapp.pages.moments import day_of
from fieldapp.texts import label

RESIDENT = "Naam van de bewoner: in te vullen in het zaaksysteem"
"""Awbi art. 10 lid 2 under d asks the name; it is known to the case system only (decision 0063)."""
NO_OATH = "geen ambtseed of ambtsbelofte: opgemaakt uit wat ter plaatse is vastgelegd"
"""Nobody swears to what another saw. Source: Awbi art. 10 lid 1."""
NOT_USED = "Niet van toepassing."


def facts(
    visit: Fields, filled: Mapping[str, Any], author: str | None, policy: Policy, dated_on: date
) -> dict[str, Facts]:
    entry = without_consent(visit)
    machtiging = entry.get("machtiging") or {}
    entered, left = entry.get("entered_at"), entry.get("left_at")
    is_danger = entry.get("basis") == "acuut_gevaar"

    def fill(name: str) -> str:
        return line_of(filled.get(name)) or Gap(FILLS[name].label)

    why_not_own = line_of(filled.get("niet_zelf"))
    given_on = filled.get("machtiging_on") or machtiging.get("given_on")
    return {
        "verslag": {
            "auteur": line_of(filled.get("auteur")) or author or Gap(FILLS["auteur"].label),
            "eed": NO_OATH if why_not_own else line_of(filled.get("eed")) or Gap(FILLS["eed"].label),
            "niet_zelf": why_not_own,
            "is_gevaar": is_danger,
            "met_machtiging": not is_danger,
            "grond": label("entry_basis", entry.get("basis")) if entry else Gap("de grond van het binnentreden"),
            "machtiging_datum": day_words(given_on) if given_on else Gap(FILLS["machtiging_on"].label),
            "machtiging_door": line_of(filled.get("machtiging_by"))
            or label("machtiging_issuer", machtiging.get("issuer"))
            or fill("machtiging_by"),
            "machtiging_geen": line_of(filled.get("machtiging_geen"))
            or entry.get("danger_reason")
            or fill("machtiging_geen"),
            "bepalingen": lines_of(filled.get("bepalingen"))
            or lines_of(machtiging.get("provisions"))
            or Gap(FILLS["bepalingen"].label),
            "doel": line_of(filled.get("doel")) or entry.get("purpose") or fill("doel"),
            "bewoner": RESIDENT,
            "wijze": line_of(filled.get("wijze")) or label("manner", entry.get("manner")) or fill("wijze"),
            "binnen": moment_words(entered) if entered else Gap("het tijdstip van binnentreden"),
            "buiten": moment_words(left) if left else fill("buiten"),
            "gebeurd": fill("gebeurd"),
            "tijden": _times(entry),
            "vergezeld": fill("vergezeld") if entry.get("measure_id") else companions(entry),
            "aangehouden": fill("aangehouden"),
            "in_beslag": fill("in_beslag"),
            "uitzondering": line_of(filled.get("uitzondering"))
            or (entry.get("danger_reason") if is_danger else _exceptions(entry)),
            **_deadlines(entered, is_danger, policy),
        }
    }


def _exceptions(entry: Fields) -> str:
    """Return what departed from the ordinary way, as it was recorded. Source: Awbi art. 1 lid 2, 2 lid 1, 7, 10 lid 2 under g."""
    said = [
        label("identification_exception", entry.get("identification_exception")),
        entry.get("not_shown_reason") or "",
        entry.get("urgency") or "",
    ]
    return ". ".join(one.strip().rstrip(".") for one in said if one.strip()) or NOT_USED


def _times(entry: Fields) -> str:
    """Say which times do not follow each other, nothing when all do. Source: Awbi art. 10 lid 2 under e."""
    pairs = [
        f"{label('entry_step', then)} ({clock_words(entry[then])}) staat vóór {label('entry_step', first)} ({clock_words(entry[first])})"
        for first, then in out_of_order(entry)
    ]
    return f"De vastgelegde tijden passen niet bij elkaar: {'; '.join(pairs)}." if pairs else ""


def companions(entry: Fields) -> str:
    """Return number and capacity of who went along, never a name. Source: Awbi art. 10 lid 2 under f."""
    along = [f"{label('capacity', one['capacity']).lower()} ({one['count']})" for one in entry.get("companions") or ()]
    return listed(along) or "Niemand ging mee."


def issuer(visit: Fields) -> str:
    """To whom the verslag of this visit goes. Source: Awbi art. 11 lid 1."""
    return _issuer(without_consent(visit).get("basis") == "acuut_gevaar")


def _issuer(is_danger: bool) -> str:
    return "de burgemeester" if is_danger else "degene die de machtiging gaf"


def _deadlines(entered: str | None, is_danger: bool, policy: Policy) -> Facts:
    """To whom and until when. Source: Awbi art. 11 lid 1 and 2; Atw art. 1 and 2."""
    to = _issuer(is_danger)
    if not entered:
        missing = Gap("de termijnen van het verslag")
        return {"aan_wie": to, "uiterlijk": missing, "uiterlijk_wet": missing, "beschikbaar_tot": missing}
    on = day_of(entered)
    term = verslagtermijn(on, policy.equated_days)
    return {
        "aan_wie": to,
        "uiterlijk": day_words(term.plain_end.isoformat()),
        "uiterlijk_wet": day_words(term.last_day.isoformat()),
        "beschikbaar_tot": day_words(verslag_beschikbaar(on).last_day.isoformat()),
    }
